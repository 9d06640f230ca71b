"""Named distributions: how they are written, their moments and densities as core expressions, their support.

A distribution that is written alike with two parametrisations (gamma by rate or by scale) has two rows; both are plausible
readings, the more usual first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal

from mathlint.expr.obligation import Trait
from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, name, neg, number, power, substitute
from mathlint.operators.notation import normal as normal_spelling

X: Final = name("x")
"""The value of the random variable, in `density` and `support`."""
TWO: Final = number(2)


@dataclass(frozen=True, slots=True)
class Distribution:
    """One named distribution with one parametrisation.

    latex: spellings as in `Notation.latex`: `\\mathcal{N}`,
    `Bern`. parameters: the names that stand for its arguments, in
    the order written. traits: what holds of a parameter. value: whether the random variable is a scalar,
    a column vector or
    a matrix. mean, variance: of the random variable (of a vector, the covariance matrix), None where there is none in
    closed form. density: at x; the mass if `discrete`. support: a condition on x; None: all reals, vectors or matrices.
    example: LaTeX.
    """

    key: str
    latex: tuple[str, ...]
    parameters: tuple[str, ...]
    example: str
    mean: Expr | None
    variance: Expr | None
    density: Expr | None
    support: Expr | None = None
    discrete: bool = False
    value: Literal["scalar", "vector", "matrix"] = "scalar"
    traits: tuple[tuple[str, Trait], ...] = ()
    arguments: tuple[Expr, ...] = ()
    """What stands for the parameters, once they are given."""

    def with_arguments(self, *arguments: Expr) -> Distribution:
        """The same with expressions for its parameters. Raises ValueError if their number is wrong."""
        if len(arguments) != len(self.parameters):
            raise ValueError(f"{self.key} takes {len(self.parameters)} parameters, not {len(arguments)}")
        given = dict(zip(self.parameters, arguments, strict=True))
        parts = (self.mean, self.variance, self.density, self.support)
        mean, variance, density, support = (None if e is None else substitute(e, given) for e in parts)
        return replace(self, mean=mean, variance=variance, density=density, support=support, arguments=arguments)


def _p(key: str) -> Expr:
    """A parameter: its name cannot be mistaken for a name of the page."""
    return name(f"parameter:{key}")


def _square(x: Expr) -> Expr:
    return power(x, TWO)


def _root(x: Expr) -> Expr:
    return expr("root", (x, TWO))


def _compare(relation: str, x: Expr, y: Expr) -> Expr:
    return expr("compare", (x, y), relation)


def _and(*conditions: Expr) -> Expr:
    return expr("and", conditions)


def _binomial(n: Expr, k: Expr) -> Expr:
    return expr("binomial", (n, k))


def _minus(x: Expr, y: Expr) -> Expr:
    return add(x, neg(y))


_INTEGER: Final = _compare("=", X, expr("floor", (X,)))
_POSITIVE: Final = _compare(">", X, ZERO)
_COUNT: Final = _and(_compare(">=", X, ZERO), _INTEGER)
_UNIT: Final = _and(_POSITIVE, _compare("<", X, ONE))


def _row(
    key: str, latex: str, parameters: str, example: str, *, mean: Expr | None, variance: Expr | None,
    density: Expr | None, support: Expr | None = None, discrete: bool = False,
    value: Literal["scalar", "vector", "matrix"] = "scalar", **traits: Trait,
) -> Distribution:  # fmt: skip
    keys = tuple(f"parameter:{p}" for p in parameters.split())
    known = tuple((f"parameter:{p}", t) for p, t in traits.items())
    return Distribution(
        key, tuple(latex.split()), keys, example, mean, variance, density, support, discrete, value, known
    )


def _normals() -> Iterable[Distribution]:
    mu, v, sigma = _p("mu"), _p("v"), _p("Sigma")
    yield _row(
        "normal", r"\mathcal{N} N Normal Norm Gaussian \N \mathrm{N} \mathsf{N}", "mu v", r"\mathcal{N}(\mu, \sigma^2)",
        mean=mu, variance=v, v=Trait.POSITIVE,
        density=div(fn("exp", neg(div(_square(_minus(X, mu)), mul(TWO, v)))), _root(mul(TWO, constant("pi"), v))),
    )  # fmt: skip
    off = _minus(X, mu)
    form = mul(expr("transpose", (off,)), expr("inverse", (sigma,)), off)
    scale = _root(expr("determinant", (mul(TWO, constant("pi"), sigma),)))
    yield _row(
        "multivariate_normal", r"\mathcal{N} N Normal MVN \mathcal{MVN} \N \mathrm{N} \mathsf{N}", "mu Sigma",
        r"\mathcal{N}(\mu, \Sigma)", mean=mu, variance=sigma, value="vector", Sigma=Trait.POSITIVE_DEFINITE,
        density=div(fn("exp", neg(div(form, TWO))), scale),
    )  # fmt: skip
    rows, columns, middle = _p("U"), _p("V"), _p("M")
    off = _minus(X, middle)
    form = expr("trace", (mul(expr("inverse", (columns,)), expr("transpose", (off,)), expr("inverse", (rows,)), off),))
    whole = mul(TWO, constant("pi"), expr("kronecker", (columns, rows)))
    yield _row(
        "matrix_normal", r"\mathcal{MN} MN MatrixNormal", "M U V", r"\mathcal{MN}(M, U, V)", mean=middle, variance=None,
        value="matrix", U=Trait.POSITIVE_DEFINITE, V=Trait.POSITIVE_DEFINITE,
        density=div(fn("exp", neg(div(form, TWO))), _root(expr("determinant", (whole,)))),
    )  # fmt: skip
    s = fn("exp", v)
    yield _row(
        "lognormal", r"Lognormal LogNormal LN logN Log-Normal", "mu v",
        r"\operatorname{Lognormal}(\mu, \sigma^2)",
        mean=fn("exp", add(mu, div(v, TWO))),
        variance=mul(_minus(s, ONE), fn("exp", add(mul(TWO, mu), v))), v=Trait.POSITIVE,
        density=div(
            fn("exp", neg(div(_square(_minus(fn("log", X), mu)), mul(TWO, v)))),
            mul(X, _root(mul(TWO, constant("pi"), v))),
        ), support=_POSITIVE,
    )  # fmt: skip


def _counts() -> Iterable[Distribution]:
    p, n, rate = _p("p"), _p("n"), _p("rate")
    q = _minus(ONE, p)
    yield _row(
        "bernoulli", r"Bernoulli Bern Ber bern \mathcal{B} B", "p", r"\mathrm{Bern}(p)", mean=p, variance=mul(p, q),
        discrete=True,
        density=mul(power(p, X), power(q, _minus(ONE, X))), p=Trait.UNIT_INTERVAL,
        support=expr("or", (_compare("=", X, ZERO), _compare("=", X, ONE))),
    )  # fmt: skip
    yield _row(
        "binomial", r"Binomial Bin Binom \mathcal{B} B", "n p", r"\mathrm{Bin}(n, p)", mean=mul(n, p), variance=mul(n,
        p, q),
        discrete=True, density=mul(_binomial(n, X), power(p, X), power(q, _minus(n, X))), n=Trait.INTEGER,
        p=Trait.UNIT_INTERVAL, support=_and(_COUNT, _compare("<=", X, n)),
    )  # fmt: skip
    yield _row(
        "poisson", r"Poisson Pois Poi Poiss \mathcal{P} Po", "rate", r"\mathrm{Pois}(\lambda)", mean=rate, variance=rate,
        discrete=True,
        density=div(mul(power(rate, X), fn("exp", neg(rate))), expr("factorial", (X,))), support=_COUNT,
        rate=Trait.POSITIVE,
    )  # fmt: skip
    # the number of trials; the other convention counts the failures before
    yield _row(
        "geometric", r"Geometric Geom Geo", "p", r"\mathrm{Geom}(p)", mean=div(ONE, p), variance=div(q, _square(p)),
        discrete=True, density=mul(power(q, _minus(X, ONE)), p), support=_and(_compare(">=", X, ONE), _INTEGER),
        p=Trait.UNIT_INTERVAL,
    )  # fmt: skip
    yield _row(
        "geometric_failures", r"Geometric Geom Geo", "p", r"\mathrm{Geom}(p)", mean=div(q, p), variance=div(q,
        _square(p)),
        discrete=True, density=mul(power(q, X), p), support=_COUNT, p=Trait.UNIT_INTERVAL,
    )  # fmt: skip


def _waiting() -> Iterable[Distribution]:
    rate, k, scale, nu = _p("rate"), _p("k"), _p("scale"), _p("nu")
    yield _row(
        "exponential", r"Exponential Exp Expo \mathcal{E} Expon", "rate", r"\mathrm{Exp}(\lambda)", mean=div(ONE, rate),
        variance=div(ONE, _square(rate)), density=mul(rate, fn("exp", neg(mul(rate, X)))),
        support=_compare(">=", X, ZERO), rate=Trait.POSITIVE,
    )  # fmt: skip
    gamma = r"Gamma Gam Ga \Gamma \mathcal{G} G"
    body = mul(power(X, _minus(k, ONE)), fn("exp", neg(mul(rate, X))))
    yield _row(
        "gamma", gamma, "k rate", r"\mathrm{Gamma}(\alpha, \beta)", mean=div(k, rate), variance=div(k, _square(rate)),
        density=div(mul(power(rate, k), body), fn("gamma", k)), support=_POSITIVE, k=Trait.POSITIVE,
        rate=Trait.POSITIVE,
    )  # fmt: skip
    body = mul(power(X, _minus(k, ONE)), fn("exp", neg(div(X, scale))))
    yield _row(
        "gamma_scale", gamma, "k scale", r"\mathrm{Gamma}(k, \theta)", mean=mul(k, scale), variance=mul(k,
        _square(scale)),
        density=div(body, mul(fn("gamma", k), power(scale, k))), support=_POSITIVE, k=Trait.POSITIVE,
        scale=Trait.POSITIVE,
    )  # fmt: skip
    half = div(nu, TWO)
    body = mul(power(X, _minus(half, ONE)), fn("exp", neg(div(X, TWO))))
    yield _row(
        "chi_squared", r"\chi^2 \chi^{2} \chi2 Chi2 ChiSquared \chi", "nu", r"\chi^2(k)", mean=nu, variance=mul(TWO,
        nu),
        density=div(body, mul(power(TWO, half), fn("gamma", half))), support=_POSITIVE, nu=Trait.POSITIVE,
    )  # fmt: skip


def _continuous() -> Iterable[Distribution]:
    a, b, mu, scale, nu = _p("a"), _p("b"), _p("mu"), _p("scale"), _p("nu")
    total = add(a, b)
    yield _row(
        "beta", r"Beta Bet \mathrm{B} \mathcal{B} Be B", "a b", r"\mathrm{Beta}(\alpha, \beta)",
        mean=div(a, total),
        variance=div(mul(a, b), mul(_square(total), add(total, ONE))), support=_UNIT, a=Trait.POSITIVE,
        b=Trait.POSITIVE,
        density=div(mul(power(X, _minus(a, ONE)), power(_minus(ONE, X), _minus(b, ONE))), fn("beta", a, b)),
    )  # fmt: skip
    width = _minus(b, a)
    yield _row(
        "uniform", r"Uniform Unif U \mathcal{U} \mathrm{U} \mathsf{U}", "a b", r"\mathcal{U}(a, b)", mean=div(total,
        TWO),
        variance=div(_square(width), number(12)), density=div(ONE, width),
        support=_and(_compare(">=", X, a), _compare("<=", X, b)),
    )  # fmt: skip
    yield _row(
        "laplace", r"Laplace Lap \mathcal{L} La", "mu scale", r"\mathrm{Laplace}(\mu, b)", mean=mu,
        variance=mul(TWO, _square(scale)), scale=Trait.POSITIVE,
        density=div(fn("exp", neg(div(expr("abs", (_minus(X, mu),)), scale))), mul(TWO, scale)),
    )  # fmt: skip
    half = div(add(nu, ONE), TWO)
    yield _row(
        "student_t", r"t Student StudentT \mathcal{T} \mathrm{t} St", "nu", r"t(\nu)",
        mean=expr("piecewise", (ZERO, _compare(">", nu, ONE))),
        variance=expr("piecewise", (div(nu, _minus(nu, TWO)), _compare(">", nu, TWO))), nu=Trait.POSITIVE,
        density=mul(
            div(fn("gamma", half), mul(_root(mul(nu, constant("pi"))), fn("gamma", div(nu, TWO)))),
            power(add(ONE, div(_square(X), nu)), neg(half)),
        ),
    )  # fmt: skip


def _several() -> Iterable[Distribution]:
    alpha, n, v = _p("alpha"), _p("n"), _p("V")
    total = expr("norm", (alpha,), "1")
    mean = div(alpha, total)
    spread = _minus(expr("diagonal", (mean,)), expr("outer", (mean, mean)))
    yield _row(
        "dirichlet", r"Dirichlet Dir \mathcal{D}", "alpha", r"\mathrm{Dir}(\alpha)", mean=mean,
        variance=div(spread, add(total, ONE)), density=None, value="vector", alpha=Trait.POSITIVE,
    )  # fmt: skip
    p = _p("p")
    yield _row(
        "multinomial", r"Multinomial Mult Multi Mu", "n p", r"\mathrm{Mult}(n, p)", mean=mul(n, p), discrete=True,
        variance=mul(n, _minus(expr("diagonal", (p,)), expr("outer", (p, p)))), density=None, value="vector",
        n=Trait.INTEGER, p=Trait.DISTRIBUTION,
    )  # fmt: skip
    yield _row(
        "categorical", r"Categorical Cat cat Discrete", "p", r"\mathrm{Cat}(p)", mean=p, discrete=True,
        variance=_minus(expr("diagonal", (p,)), expr("outer", (p, p))), density=None, value="vector",
        p=Trait.DISTRIBUTION,
    )  # fmt: skip
    yield _row(
        "wishart", r"Wishart \mathcal{W} W \mathrm{W}", "V n", r"\mathcal{W}(V, n)", mean=mul(n, v), variance=None,
        density=None, value="matrix", V=Trait.POSITIVE_DEFINITE, n=Trait.POSITIVE,
    )  # fmt: skip


DISTRIBUTIONS: Final[dict[str, Distribution]] = {
    row.key: row for rows in (_normals, _counts, _waiting, _continuous, _several) for row in rows()
}
"""Every row, by key."""


def distributions_named(spelling: str, parameters: int | None = None) -> tuple[Distribution, ...]:
    """Every distribution written like this (`\\mathcal N`, `Bern`, `\\text{Bin}`), with so many parameters, likeliest first."""
    wanted = normal_spelling(spelling)
    return tuple(
        row
        for row in DISTRIBUTIONS.values()
        if wanted in row.latex and (parameters is None or parameters == len(row.parameters))
    )


STANDARD: Final[dict[str, tuple[Expr, ...]]] = {"normal": (ZERO, ONE), "uniform": (ZERO, ONE)}
"""The parameters meant where a distribution is called standard, or is written without any."""

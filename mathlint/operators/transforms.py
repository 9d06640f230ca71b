"""Named distributions by what is taken of them: moment-generating functions, distribution functions, the ends of their support."""

from __future__ import annotations

from typing import Final

from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, name, neg, number, power, substitute
from mathlint.operators.distributions import Distribution, X

S: Final = name("s")
"""The argument of a moment-generating function."""
INFINITY: Final = constant("infinity")
_TWO: Final = number(2)


def _p(key: str) -> Expr:
    return name(f"parameter:{key}")


def _less(x: Expr, y: Expr) -> Expr:
    return expr("compare", (x, y), "<")


def _generating() -> dict[str, Expr]:
    mu, v, p, n, rate, scale, k, nu = (_p(key) for key in ("mu", "v", "p", "n", "rate", "scale", "k", "nu"))
    a, b = _p("a"), _p("b")
    e, q = fn("exp", S), add(ONE, neg(p))
    below = _less(mul(q, e), ONE)
    over = div(p, add(ONE, neg(mul(q, e))))
    spread = add(ONE, neg(mul(power(scale, _TWO), power(S, _TWO))))
    return {
        "normal": fn("exp", add(mul(mu, S), div(mul(v, power(S, _TWO)), _TWO))),
        "bernoulli": add(q, mul(p, e)),
        "binomial": power(add(q, mul(p, e)), n),
        "poisson": fn("exp", mul(rate, add(e, number(-1)))),
        "geometric": expr("piecewise", (mul(over, e), below)),
        "geometric_failures": expr("piecewise", (over, below)),
        "exponential": expr("piecewise", (div(rate, add(rate, neg(S))), _less(S, rate))),
        "gamma": expr("piecewise", (power(div(rate, add(rate, neg(S))), k), _less(S, rate))),
        "gamma_scale": expr(
            "piecewise", (power(add(ONE, neg(mul(scale, S))), neg(k)), _less(mul(scale, S), ONE))
        ),
        "chi_squared": expr(
            "piecewise", (power(add(ONE, neg(mul(_TWO, S))), neg(div(nu, _TWO))), _less(mul(_TWO, S), ONE))
        ),
        "uniform": div(add(fn("exp", mul(b, S)), neg(fn("exp", mul(a, S)))), mul(add(b, neg(a)), S)),
        "laplace": expr(
            "piecewise", (div(fn("exp", mul(mu, S)), spread), expr("compare", (spread, ZERO), ">"))
        ),
    }  # fmt: skip


_GENERATING: Final = _generating()
_REMOVABLE: Final = frozenset({"uniform"})
"""Those whose moment-generating function is no formula at 0."""


def generating(row: Distribution, at: Expr) -> Expr | None:
    """E[exp(at · X)], defined where it is finite."""
    made = _GENERATING.get(row.key)
    return None if made is None else substitute(made, {**_given(row), str(S.datum): at})


def moment(row: Distribution, order: int, at: Expr, fresh: Expr) -> Expr | None:
    """E[X^order · exp(at · X)] as a derivative of the moment-generating function by the name `fresh`."""
    body = generating(row, fresh)
    if body is None or (row.key in _REMOVABLE and at is ZERO):
        return None
    for _ in range(order):
        body = expr("derivative", (body, fresh), "total")
    return expr("apply", (expr("lambda", (fresh, body)), at))


def ends(row: Distribution) -> tuple[Expr, Expr]:
    """Between which values, or integers, all of the probability lies."""
    low, high = neg(INFINITY), INFINITY
    for node in row.support.walk() if row.support is not None else ():
        if node.head == "compare" and node.args[0] is X:
            if node.datum in (">", ">="):
                low = node.args[1]
            elif node.datum in ("<", "<="):
                high = node.args[1]
    return (ZERO, ONE) if row.key == "bernoulli" else (low, high)


def density_at(row: Distribution, at: Expr) -> Expr | None:
    """The formula of the density or mass, whatever the support."""
    return None if row.density is None else substitute(row.density, {str(X.datum): at})


def density_everywhere(row: Distribution, at: Expr) -> Expr | None:
    """The density or mass, 0 outside the support."""
    inside = density_at(row, at)
    if inside is None or row.support is None:
        return inside
    return expr("piecewise", (inside, substitute(row.support, {str(X.datum): at}), ZERO))


def total(row: Distribution, body: Expr, fresh: Expr, low: Expr | None = None, high: Expr | None = None) -> Expr | None:
    """The sum or integral of a body times the density, over the support or from `low` to `high` inside it. fresh: the bound name, free in body."""
    weight = density_at(row, fresh)
    if weight is None or row.value != "scalar":
        return None
    first, last = ends(row)
    head = "sum" if row.discrete else "integral"
    return expr(head, (fresh, low or first, high or last, mul(body, weight)))


def below(row: Distribution, at: Expr, fresh: Expr) -> Expr | None:
    """P(X ≤ at)."""
    first, last = ends(row)
    if row.key == "normal":
        mu, v = (_given(row)[k] for k in row.parameters)
        return fn("normal_cdf", div(add(at, neg(mu)), expr("root", (v, _TWO))))
    part = total(row, ONE, fresh, high=at)
    if part is None or row.discrete:
        return part
    cases: list[Expr] = []
    if last is not INFINITY:
        cases += [ONE, expr("compare", (at, last), ">")]
    if first.head != "neg":
        cases += [ZERO, expr("compare", (at, first), "<")]
    return expr("piecewise", (*cases, part)) if cases else part


def _given(row: Distribution) -> dict[str, Expr]:
    return dict(zip(row.parameters, row.arguments or tuple(name(p) for p in row.parameters), strict=True))


__all__ = ["S", "below", "density_at", "density_everywhere", "ends", "generating", "moment", "total"]

"""Moments agree with densities, for every distribution that has both."""

import pytest
from mpmath import mp, mpf

from mathlint.expr.spec import check
from mathlint.expr.tree import Expr, name, number
from mathlint.operators.distributions import DISTRIBUTIONS, Distribution, distributions_named
from mathlint.operators.latex import to_latex
from tests.reference import close, evaluate

PARAMETERS = {
    "mu": "1/3", "v": "3/7", "p": "2/7", "n": "5", "rate": "9/5", "k": "7/3", "scale": "3/5", "nu": "7", "a": "3/2",
    "b": "11/4",
}  # fmt: skip
POINT: dict[str, object] = {f"parameter:{key}": value for key, value in PARAMETERS.items()}
SCALAR = [d for d in DISTRIBUTIONS.values() if d.value == "scalar"]


def total(d: Distribution, moment: int) -> object:
    """The sum or integral of xᵏ times the density over the support."""
    assert d.density is not None

    def term(x: object) -> object:
        point = POINT | {"x": x}
        if d.support is not None and not evaluate(d.support, point):
            return mpf(0)
        return x**moment * evaluate(d.density, point, digits=20)  # type: ignore[operator, arg-type]

    if d.discrete:
        return mp.fsum(term(mpf(k)) for k in range(120))
    bounds = {"uniform": [mpf(3) / 2, mpf(11) / 4], "beta": [0, 1]}.get(d.key) or (
        [0, 1, 10, mp.inf] if d.support is not None else [-mp.inf, -2, mpf(1) / 3, 2, mp.inf]
    )
    return mp.quad(term, bounds)


@pytest.mark.parametrize("d", SCALAR, ids=lambda d: d.key)
def test_moments_follow_from_the_density(d: Distribution) -> None:
    assert d.mean is not None
    assert d.variance is not None
    mean, variance = (evaluate(e, POINT) for e in (d.mean, d.variance))
    digits = 5 if d.key in ("student_t", "lognormal", "gamma", "gamma_scale", "beta") else 10
    assert close(total(d, 0), mpf(1), digits)
    assert close(total(d, 1) + 1, mean + 1, digits)  # type: ignore[operator]
    assert close(total(d, 2), variance + mean**2, digits)


@pytest.mark.parametrize("d", DISTRIBUTIONS.values(), ids=lambda d: d.key)
def test_every_row_is_sound(d: Distribution) -> None:
    allowed = {*d.parameters, "x"}
    for part in (d.mean, d.variance, d.density, d.support):
        if part is not None:
            assert check(part) == []
            assert part.free <= allowed
            assert to_latex(part)
    assert {key for key, _ in d.traits} <= set(d.parameters)
    assert all(d in distributions_named(spelling) for spelling in d.latex)


def test_vectors() -> None:
    point = {"parameter:alpha": ["1/2", "2", "3/2"], "parameter:n": "3", "parameter:p": ["1/2", "1/3", "1/6"]}
    ones = ["1", "1", "1"]
    for key in ("dirichlet", "multinomial", "categorical"):
        variance = DISTRIBUTIONS[key].variance
        assert variance is not None
        value = evaluate(variance, point)
        # the entries add up to a constant, so the covariance matrix kills the vector of ones
        assert close(value * mp.matrix(ones), mp.zeros(3, 1), 20)


def test_multivariate_normal_has_the_scalar_one_inside() -> None:
    several, single = DISTRIBUTIONS["multivariate_normal"], DISTRIBUTIONS["normal"]
    point: dict[str, object] = {"x": "3/7", "m": "1/5", "s": "9/5"}

    def density(d: Distribution) -> Expr:
        made = d.with_arguments(name("m"), name("s")).density
        assert made is not None
        return made

    assert close(evaluate(density(several), point), evaluate(density(single), point), 20)


def test_named() -> None:
    assert [d.key for d in distributions_named("\\mathcal N")] == ["normal", "multivariate_normal"]
    assert [d.key for d in distributions_named("\\text{Bin}", 2)] == ["binomial"]
    assert [d.key for d in distributions_named("\\operatorname{Gamma}")] == ["gamma", "gamma_scale"]
    assert distributions_named("Nonsense") == ()
    with pytest.raises(ValueError, match="takes 2 parameters"):
        DISTRIBUTIONS["normal"].with_arguments(number(1))

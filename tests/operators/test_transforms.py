"""Moment-generating and distribution functions agree with the densities that they are of."""

import pytest
from mpmath import mp, mpf

from mathlint.expr.spec import check
from mathlint.expr.tree import Expr, name
from mathlint.operators import transforms
from mathlint.operators.distributions import DISTRIBUTIONS, Distribution
from tests.operators.test_distributions import POINT
from tests.reference import close, evaluate

SCALAR = [d for d in DISTRIBUTIONS.values() if d.value == "scalar" and d.density is not None]
AT = name("t")


def _given(d: Distribution) -> Distribution:
    """Its parameters stand for themselves."""
    return d.with_arguments(*(name(p) for p in d.parameters))


def _total(d: Distribution, weight: object, low: object = None, high: object = None) -> object:
    """The sum or integral of a weight times the density between the ends that the table gives."""
    assert d.density is not None

    def end(node: Expr) -> object:
        if node is transforms.INFINITY:
            return mp.inf
        return -mp.inf if node.head == "neg" else evaluate(node, POINT)

    first, last = (end(e) for e in transforms.ends(_given(d)))
    last = last if high is None else high

    def term(x: object) -> object:
        return weight(x) * evaluate(d.density, POINT | {"x": x}, digits=20)  # type: ignore[operator, arg-type]

    if d.discrete:
        stop = 200 if last == mp.inf else int(last)  # type: ignore[call-overload]
        return mp.fsum(term(mpf(k)) for k in range(int(first), stop + 1))  # type: ignore[call-overload]
    inner = [p for p in (mpf(-2), mpf(1) / 3, mpf(2), mpf(10)) if first < p < last]  # type: ignore[operator]
    return mp.quad(term, [first, *inner, last])


@pytest.mark.parametrize("d", SCALAR, ids=lambda d: d.key)
def test_the_ends_hold_all_of_the_probability(d: Distribution) -> None:
    assert close(_total(d, lambda x: mpf(1)), mpf(1), 5)


@pytest.mark.parametrize("d", SCALAR, ids=lambda d: d.key)
def test_moments_come_from_the_generating_function(d: Distribution) -> None:
    made = transforms.generating(_given(d), AT)
    if made is None:
        pytest.skip("it has none in closed form")
    assert check(made) == []
    at = mpf(-1) / 7
    assert close(evaluate(made, POINT | {"t": at}), _total(d, lambda x: mp.exp(at * x)), 6)


@pytest.mark.parametrize("d", SCALAR, ids=lambda d: d.key)
def test_the_distribution_function_is_the_mass_below(d: Distribution) -> None:
    made = transforms.below(_given(d), AT, name("z#1"))
    assert made is not None
    assert check(made) == []
    at = mpf(2)
    if d.discrete or d.key == "normal":
        assert close(evaluate(made, POINT | {"t": at}, digits=15), _total(d, lambda x: mpf(1), high=at), 6)

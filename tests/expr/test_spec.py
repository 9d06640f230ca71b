"""What counts as a valid core expression."""

from fractions import Fraction

import pytest

from mathlint.expr.spec import check, heads_without_rule
from mathlint.expr.tree import ONE, Expr, add, expr, fn, mul, name, number, power

X, INDEX = name("x"), name("i")
POSITIVE = expr("compare", (X, ONE), ">")


def test_every_head_has_a_rule() -> None:
    assert heads_without_rule() == frozenset()


@pytest.mark.parametrize(
    "valid",
    [
        add(mul(number(2), power(X, number(2))), fn("sin", X)),
        expr("sum", (INDEX, ONE, name("n"), mul(INDEX, X))),
        expr("matrix", (ONE, X, X, ONE), (2, 2)),
        expr("decimal", (), (Fraction(1, 2), Fraction(1, 10))),
        expr("apply", (expr("lambda", (X, fn("exp", X))), ONE)),
        expr("piecewise", (X, POSITIVE, ONE)),
        expr("gradient", (expr("norm", (X,), "2"), X)),
    ],
)
def test_valid(valid: Expr) -> None:
    assert check(valid) == []


@pytest.mark.parametrize(
    ("invalid", "fault"),
    [
        (expr("sin", (X,)), "unknown head"),
        (expr("div", (X,)), "1 arguments"),
        (expr("number", (), "2"), "datum"),
        (expr("norm", (X,), "3"), "datum"),
        (expr("sum", (ONE, ONE, ONE, X)), "no name"),
        (expr("sum", (INDEX, ONE, ONE, expr("sum", (INDEX, ONE, ONE, INDEX)))), "bound twice"),
        (expr("tabulate", (INDEX, ONE, ONE, INDEX, ONE, ONE, INDEX)), "bound twice"),
        (expr("lambda", (ONE, X)), "no name"),
        (expr("matrix", (ONE, X, X), (2, 2)), "3 entries"),
        (expr("piecewise", (X, fn("sin", X))), "no condition"),
        (expr("indicator", (number(1),)), "no condition"),
        (expr("derivative", (X, power(X, number(2))), "total"), "taken by"),
        (expr("apply", (fn("sin", X), X)), "applied"),
        (add(X, mul(X, expr("div", (X,)))), "1 arguments"),
    ],
)
def test_invalid(invalid: Expr, fault: str) -> None:
    assert any(fault in line for line in check(invalid))

"""Values that names are given: which are numbers, and when a second one is another value (ELABORATE §2, R7)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mathlint.elaborate.role_values import amount, literal
from mathlint.expr.tree import Expr, add, div, expr, mul, name, neg, number
from tests.elaborate.lowered import roles

CLAIM, MEDIUM, STRONG = "claim weak", "claim medium", "claim strong"
DEFINITION, CONDITION = "definition", "condition"
METRE = name("\\mathrm{m}")


@pytest.mark.parametrize(
    ("form", "value", "units"),
    [
        (number(3), 3.0, ()),
        (neg(number(3)), -3.0, ()),
        (add(number(40), mul(number(5), number(4))), 60.0, ()),
        (div(expr("root", (number(3), number(2))), number(2)), 0.8660254037844386, ()),
        (mul(number(10), METRE), 10.0, ("\\mathrm{m}",)),
    ],
)
def test_arithmetic_has_an_amount(form: Expr, value: float, units: tuple[str, ...]) -> None:
    found = amount(form)
    assert found is not None
    assert found.value == pytest.approx(value)
    assert found.units == units


@pytest.mark.parametrize(
    "form", [None, name("x"), add(number(1), name("x")), div(number(1), number(0)), add(number(1), METRE)]
)
def test_nothing_else_has_one(form: Expr | None) -> None:
    assert amount(form) is None


def test_only_a_written_number_is_a_literal() -> None:
    assert literal(number(3)) and literal(neg(number(3))) and literal(mul(number(10), METRE))
    assert not literal(mul(number(3), number(4))) and not literal(name("x")) and not literal(None)


def test_a_rounded_number_is_no_other_value() -> None:
    third, rounded, other = amount(div(number(1), number(3))), amount(_decimal("0.33")), amount(_decimal("0.55"))
    assert third is not None and rounded is not None and other is not None
    assert not third.differs(rounded) and third.differs(other)


def _decimal(text: str) -> Expr:
    return expr("decimal", (), (Fraction(text), Fraction(1, 10 ** len(text.partition(".")[2]))))


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        # numbers in prose
        ("The classes are $t = 1$ and $t = 0$.", [(DEFINITION,), (DEFINITION,)]),
        ("Let $w = 3 \\cdot 4$. So $w = 12$.", [(DEFINITION,), (CLAIM,)]),
        ("Let $w = 3 \\cdot 4$. So $w = 13$.", [(DEFINITION,), (CLAIM,)]),
        ("Let $w = 3 \\cdot 4$.\n\n$$ w = 3 \\cdot 5 $$", [(DEFINITION,), (DEFINITION,)]),
        # the items of a list
        ("- one: $h(x) = a + b x$\n- two: $h(x) = a + b x + c x^2$", [(DEFINITION,), (DEFINITION,)]),
        ("- one: $h(x) = a + b x$\n- thus $h(x) = b x + a$", [(DEFINITION,), (CLAIM,)]),
        ("Let $h(x) = a + b x$.\n\nAnd $h(x) = b x + a$.", [(DEFINITION,), (CLAIM,)]),
        # recurrences, as functions and as members
        (r"$$ T(n) = 2 T(n/2) + n = T(n/2) + T(n/2) + n $$", [(CONDITION, STRONG)]),
        (r"$$ f(x) = f(0) + g x $$", [(CONDITION,)]),
        (r"$$ p(x) = \sum_y p(x, y) $$", [(CLAIM,)]),
        (r"$$ x_{t+1} = x_t - h $$", [(CONDITION,)]),
        (r"$$ x_{t+1} = x_1 + h t $$", [(CLAIM,)]),
        ("Let $a_k = k^2$ for all $k$.\n\n$$ a_{k+1} = a_k + 2k + 1 $$", [(DEFINITION,), (CLAIM,)]),
        # what a recurrence leads to is claimed
        ("$$ T(n) = 2 T(n/2) + n $$\n\n$$ T(n) = n \\log n $$", [(CONDITION,), (CLAIM,)]),
        # rates
        (r"$$ \ddot{x} = -k x $$", [(CONDITION,)]),
        (r"$$ \dot{x} = v $$", [(DEFINITION,)]),
        # set to zero on the way
        (r"$$ F(r) = 0 = a - b r $$", [(CONDITION, CONDITION)]),
        (r"$$ a - a + b - b = 0 = c - c + d - d $$", [(CLAIM, STRONG)]),
    ],
)
def test_roles_of_values(note: str, expected: list[tuple[str, ...]]) -> None:
    assert roles(note) == expected

"""What the digits of a written number tell of how it was computed.

`0.33 · 0.5 = 0.167` may be a third of a half: decimals stand for what is rounded to them. But a result that shows every digit
of the exact product was computed from the numbers as they are written, and then no cutting of the inputs excuses it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathlint.expr.tree import Expr

_EXACT_DIGITS: Final = 4
"""So many significant digits a result must show before it counts as worked out."""
_FEW_DIGITS: Final = 3
_LARGEST_POWER: Final = 64


def significant(decimal: Expr) -> int:
    """How many digits a written decimal shows, zeros in front aside."""
    value, unit = (Fraction(v) for v in decimal.datum)
    return len(str(int(abs(value) / unit)))


def shown_digits(side: Expr) -> int | None:
    """The digits of a side that is a written decimal, with its sign and power of ten; None for a computation."""
    if side.head == "neg":
        side = side.args[0]
    if side.head == "mul" and len(side.args) == 2 and _is_scale(side.args[1]):
        side = side.args[0]
    return significant(side) if side.head == "decimal" else None


def _is_scale(node: Expr) -> bool:
    """`10^{-4}`, or the hundredth of a percentage."""
    value = value_of(node)
    return (
        value is not None
        and value > 0
        and set(str(max(value.numerator, value.denominator))) <= {"1", "0"}
        and (value.numerator == 1 or value.denominator == 1)
    )


def value_of(node: Expr) -> Fraction | None:
    """The exact value of numbers and decimals put together by the four operations and whole powers."""
    if node.head == "number":
        return Fraction(node.datum)
    if node.head == "decimal":
        return Fraction(node.datum[0])
    values = [value_of(a) for a in node.args]
    known = [v for v in values if v is not None]
    if not known or len(known) < len(values):
        return None
    match node.head:
        case "add":
            return sum(known, Fraction(0))
        case "neg":
            return -known[0]
        case "mul":
            product = Fraction(1)
            for v in known:
                product *= v
            return product
        case "div" if known[1]:
            return known[0] / known[1]
        case "pow" if known[1].denominator == 1 and abs(known[1]) <= _LARGEST_POWER and (known[0] or known[1] > 0):
            return known[0] ** int(known[1])
    return None


def worked_out(left: Expr, right: Expr) -> bool:
    """Whether one side is a number with just as many decimals as the exact value of the other, which is a computation."""
    for computed, shown in ((left, right), (right, left)):
        shown = shown.args[0] if shown.head == "neg" else shown
        if shown.head != "decimal" or computed.head in ("decimal", "number", "neg"):
            continue
        value, unit = value_of(computed), Fraction(shown.datum[1])
        if value is None or unit >= 1:
            continue
        digits = len(str(int(abs(Fraction(shown.datum[0])) / unit)))
        if digits >= _EXACT_DIGITS and (value / unit).denominator == 1 and (value / (10 * unit)).denominator != 1:
            return True
    return False


def missed(shown: Expr, computed: Expr, value: float) -> bool:
    """Whether a number of three digits or more is far from what it is said to be near, which is computed from exact numbers.

    Far is more than five of its last units, and more than a fiftieth.
    """
    shown = shown.args[0] if shown.head == "neg" else shown
    if not computed.args or any(n.head == "decimal" for n in computed.walk()):
        return False
    if shown.head == "decimal":
        number, unit = (abs(Fraction(v)) for v in shown.datum)
    elif shown.head == "number" and shown.datum.denominator == 1 and shown.datum:
        number, unit = abs(Fraction(shown.datum)), Fraction(1)
        while (number / (10 * unit)).denominator == 1:
            unit *= 10
    else:
        return False
    gap = abs(float(number) - abs(value))
    return len(str(int(number / unit))) >= _FEW_DIGITS and gap > 5 * unit and gap * 50 > number

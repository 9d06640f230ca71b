"""Numbers that a name is given, and whether a second one is another value or the same one said again (pass P4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Final

from mathlint.expr.tree import Expr

UNITS_OFF: Final = 10
"""By how many units in the last place a rounded number may miss the value that it repeats."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value, how far off it may be by rounding, and the units that it is measured in, in alphabetical order."""

    value: float
    slack: float
    units: tuple[str, ...] = ()

    def differs(self, other: Amount) -> bool:
        """Whether no rounding makes them the same."""
        nothing = 1e-9 * max(abs(self.value), abs(other.value), 1e-30)
        return abs(self.value - other.value) > UNITS_OFF * max(self.slack, other.slack) + nothing


def amount(form: Expr | None) -> Amount | None:
    """What arithmetic on numbers comes to: `-2`, `40 + 5 \\cdot 4`, `\\sqrt{3}/2`, `10 \\text{m}`. None if anything else is in it."""
    if form is None:
        return None
    try:
        value, slack, units = _amount(form)
    except (_Other, ZeroDivisionError, OverflowError, ValueError):
        return None
    return Amount(value, slack, tuple(sorted(units))) if isfinite(value) else None


class _Other(Exception):
    """It is no arithmetic on numbers."""


_Found = tuple[float, float, tuple[str, ...]]


def _amount(form: Expr) -> _Found:
    if form.head == "number":
        return float(form.datum), 0.0, ()
    if form.head == "decimal":
        return float(form.datum[0]), float(form.datum[1]), ()
    if form.head == "constant" and form.datum == "pi":
        return 3.141592653589793, 0.0, ()
    if form.head == "name" and form.datum.startswith("\\mathrm{") and "#" not in form.datum:
        return 1.0, 0.0, (form.datum,)
    known = _ARITHMETIC.get(form.head)
    if known is None:
        raise _Other
    return known([_amount(a) for a in form.args])


def _plain(parts: list[_Found]) -> None:
    if any(units for _, _, units in parts):
        raise _Other


def _add(parts: list[_Found]) -> _Found:
    _plain(parts)
    return sum(v for v, _, _ in parts), sum(s for _, s, _ in parts), ()


def _negative(parts: list[_Found]) -> _Found:
    value, slack, units = parts[0]
    return -value, slack, units


def _multiply(parts: list[_Found]) -> _Found:
    value, slack = 1.0, 0.0
    units: tuple[str, ...] = ()
    for factor, miss, own in parts:
        value, slack, units = value * factor, abs(value) * miss + abs(factor) * slack, (*units, *own)
    return value, slack, units


def _divide(parts: list[_Found]) -> _Found:
    _plain(parts[1:])
    (above, miss, units), (below, off, _) = parts
    return above / below, (miss + abs(above / below) * off) / abs(below), units


def _power(parts: list[_Found]) -> _Found:
    _plain(parts)
    (base, miss, _), (exponent, off, _) = parts
    if off or base < 0 and not exponent.is_integer():
        raise _Other
    value = float(base**exponent)
    return value, abs(exponent * value / base) * miss if base else 0.0, ()


def _root(parts: list[_Found]) -> _Found:
    (base, miss, units), (degree, off, more) = parts
    return _power([(base, miss, units), (1 / degree, off, more)])


_ARITHMETIC: Final[Mapping[str, Callable[[list[_Found]], _Found]]] = {
    "add": _add, "neg": _negative, "mul": _multiply, "?dot": _multiply, "?times": _multiply, "div": _divide,
    "pow": _power, "?power": _power, "root": _root,
}  # fmt: skip


def numeric(form: Expr | None) -> bool:
    """Whether a form is made of numbers alone, functions of them included: nothing that could be given a meaning."""
    return form is not None and all(n.head in _ARITHMETIC or n.head in _OF_NUMBERS for n in form.walk())


_OF_NUMBERS: Final = frozenset(("number", "decimal", "constant", "fn", "abs", "factorial", "binomial", "max", "min"))


def literal(form: Expr | None) -> bool:
    """A written number, with its sign and its unit."""
    while form is not None and form.head in ("neg", "mul") and form.args:
        units = form.args[1:]
        if any(u.head != "name" for u in units):
            return False
        form = form.args[0]
    return form is not None and form.head in ("number", "decimal")

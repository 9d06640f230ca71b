"""Points at which explanations are tried: both sides' values, and a memory of every subterm's value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Final

from flint import arb, fmpq

import mathlint.engine.table  # noqa: F401  (fills the methods)
from mathlint.engine.assume import satisfy
from mathlint.engine.evaluate import Evaluator, Meter
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Value, constant
from mathlint.engine.problem import Problem
from mathlint.engine.rings import precision
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.tally import closed
from mathlint.engine.trial import ring_for
from mathlint.expr.tree import Expr

BITS: Final = 160
WANTED: Final = 3
_TURNS: Final = (Signs.POSITIVE, Signs.MIXED, Signs.POSITIVE, Signs.NEGATIVE, Signs.POSITIVE, Signs.MIXED)
_ATTEMPTS: Final = 3
_NARROW: Final = arb("1e-9")
"""An enclosure wider than this, relative to its size, tells nothing. Certified integrals are rarely narrower."""


class Remembering(Evaluator):
    """Remembers the value of every compound node: candidates share most of their nodes with the side they come from."""

    def value(self, node: Expr) -> Value:
        if not node.args:
            return super().value(node)
        return self.remember((node, "any", self._context(node)), lambda: super(Remembering, self).value(node))


@dataclass
class Point:
    """One draw: the entries of both sides there, row by row, and the evaluator that gives them for other expressions."""

    ev: Evaluator
    shape: tuple[int, int]
    left: list[Any]
    right: list[Any]
    _known: dict[Expr, list[Any] | None] = field(default_factory=dict)

    def entries(self, node: Expr, shape: tuple[int, int] | None = None) -> list[Any] | None:
        """The entries of an expression, if it has a value of this shape (by default the sides') here."""
        found = self._value(node)
        if found is None or found[0] != (shape or self.shape):
            return None
        entries: list[Any] = found[1]
        return entries

    def is_matrix(self, node: Expr) -> bool:
        """Whether the value has more than one entry. False where it has none, as under a binder."""
        found = self._value(node)
        return found is not None and found[0] != (1, 1)

    def _value(self, node: Expr) -> Any:
        if node not in self._known:
            self._known[node] = self._computed(node)
        return self._known[node]

    def _computed(self, node: Expr) -> Any:
        size = self.ev.integer_of(node.datum) if node.head == "name" else None
        try:
            value = constant(self.ev.value(node) if size is None else self.ev.rational(size))
        except (Undefined, Unsupported, IllTyped):
            return None
        entries = list(self.ev.jets.entries(value))
        return (self.ev.jets.shape(value), entries) if all(map(narrow, entries)) else None


def points(problem: Problem, meter: Meter, wanted: int = WANTED) -> list[Point]:
    """So many draws with a value of both sides, of different dimensions and signs; fewer if there are none.

    One point alone fits too much: unless nothing is drawn at all, there are two that differ, or none.
    """
    found: list[Point] = []
    alone = closed(problem)
    for turn, signs in enumerate(_TURNS[: 1 if alone else len(_TURNS)]):
        for attempt in range(_ATTEMPTS):
            try:
                point = _point(problem, Draw(problem, turn, signs, attempt), meter)
                if not any(_equal(point, other) for other in found):
                    found.append(point)
            except Undefined:
                continue
            except (Unsupported, IllTyped, OutOfBudget):
                break
            break
        if len(found) == wanted:
            break
    return found if alone or len(found) > 1 else []


def _equal(one: Point, other: Point) -> bool:
    """Whether the same was drawn twice, as where only one size is in the domain."""
    draws = [(p.ev.draw.used, p.ev.draw.integers_used()) for p in (one, other)]
    return draws[0] == draws[1]


def _point(problem: Problem, draw: Draw, meter: Meter) -> Point:
    ev = Remembering(ring_for(problem), draw, meter)
    if problem.assumptions:
        satisfy(ev, problem.assumptions)
    left, right = constant(ev.value(problem.left)), constant(ev.value(problem.right))
    shape, other = ev.jets.shape(left), ev.jets.shape(right)
    if shape == other[::-1] != other:
        right = ev.jets.transpose(right)
    elif shape != other:
        rows, cols = max(shape, other)
        left, right = (ev.jets.spread(v, rows, cols) if ev.jets.shape(v) == (1, 1) else v for v in (left, right))
    sides = [list(ev.jets.entries(v)) for v in (left, right)]
    if len(sides[0]) != len(sides[1]):
        raise IllTyped("sides of different shapes")
    if not all(narrow(e) for side in sides for e in side):
        raise Undefined("a side without a narrow enclosure")
    return Point(ev, ev.jets.shape(left), sides[0], sides[1])


def narrow(entry: Any) -> bool:
    """Whether an enclosure is finite and says at least nine digits."""
    if not entry.is_finite():
        return False
    parts = (entry.real, entry.imag) if hasattr(entry, "imag") else (entry,)
    size = max((abs(p.mid()) for p in parts), key=float)
    return all(p.rad() <= _NARROW * (size + arb("1e-6")) for p in parts)


def is_zero(entry: Any) -> bool:
    return bool(entry.contains(0))


def same(one: Sequence[Any], other: Sequence[Any]) -> bool:
    """Whether all entries agree."""
    return len(one) == len(other) and all(is_zero(p - q) for p, q in zip(one, other, strict=True))


def rational(entry: Any, most: int = 60) -> Fraction | None:
    """The simple fraction, of a denominator up to `most`, that an enclosure holds; None if none."""
    if hasattr(entry, "imag"):
        if not is_zero(entry.imag):
            return None
        entry = entry.real
    middle = entry.mid()
    if not narrow(entry) or abs(middle) > 1_000_000:
        return None
    found = Fraction(float(middle)).limit_denominator(most)
    if found == 0 or abs(found.numerator) > max(1000, most):
        return None
    return found if is_zero(entry - arb(fmpq(found.numerator, found.denominator))) else None


def constant_ratio(above: Sequence[Sequence[Any]], below: Sequence[Sequence[Any]], most: int = 60) -> Fraction | None:
    """The one simple fraction that `above` is of `below`, over all points and entries; None if there is none.

    Entries where both vanish say nothing; one that vanishes alone says no.
    """
    found: Fraction | None = None
    for upper, lower in zip(above, below, strict=True):
        for p, q in zip(upper, lower, strict=True):
            if is_zero(q) or is_zero(p):
                if is_zero(q) and is_zero(p):
                    continue
                return None
            ratio = rational(p / q, most)
            if ratio is None or (found is not None and ratio != found):
                return None
            found = ratio
    return found


def working() -> Any:
    """The precision that values are computed in."""
    return precision(BITS)

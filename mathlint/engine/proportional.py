"""`f ∝ g`: the sides are a factor apart that does not depend on what the page is about.

What that is, the sign does not say. So it is enough that some name of both sides moves each of them, and leaves the factor
where it is. Agreement supports; a page may hold fixed what nothing here knows of, so nothing is refuted.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Final

from mathlint.engine.evaluate import Evaluator, Meter
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Value, constant
from mathlint.engine.problem import Problem
from mathlint.engine.rings import Exact, precision
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.trial import ENOUGH, ring_for
from mathlint.engine.verdict import Reason, Supported, Undecided, Verdict
from mathlint.expr.obligation import Kind
from mathlint.expr.tree import Expr

BITS: Final = 256
TURNS: Final = 3
NEEDED: Final = 2


class _Moved(Draw):
    """The same point, with one name where it is at another point."""

    moving: str = ""
    other: Draw | None = None

    def value(self, key: str, indices: tuple[int, ...] = ()) -> Exact:
        if key == self.moving and self.other is not None:
            return self.other.value(key, indices)
        return super().value(key, indices)


def proportional(problem: Problem, meter: Meter) -> Verdict:
    """The verdict on `left ∝ right`. Numbers are left out behind the sign, and not put in: `∝ 3 f` passes no more than `= 3 f`."""
    if abs(_coefficient(problem.right)) not in (1, abs(_coefficient(problem.left))):
        return Undecided(Reason.VACUOUS, "a number before what is only proportional")
    shared = problem.closure(problem.left) & problem.closure(problem.right) - problem.integers
    names = sorted(k for k in shared if problem.kind(k) is Kind.VARIABLE and problem.declarations[k].value is None)
    for name in names:
        agreed = 0
        for turn in range(TURNS):
            for attempt in range(2):
                outcome = _moves_together(problem, meter, name, turn, attempt)
                if outcome is not None:
                    break
            if outcome is False:
                break
            agreed += outcome is True
        else:
            if agreed >= NEEDED:
                return Supported(agreed, ENOUGH, "the factor stays")
    return Undecided(Reason.UNSUPPORTED, "a proportion whose factor is not fixed")


def _coefficient(node: Expr) -> Fraction:
    """The number before a product or a fraction."""
    match node.head:
        case "number":
            return Fraction(node.datum)
        case "neg":
            return _coefficient(node.args[0])
        case "mul":
            return prod((_coefficient(a) for a in node.args), start=Fraction(1))
        case "div" if (below := _coefficient(node.args[1])) != 0:
            return _coefficient(node.args[0]) / below
    return Fraction(1)


def _moves_together(problem: Problem, meter: Meter, name: str, turn: int, attempt: int) -> bool | None:
    """Whether the sides change with a name, and their ratio does not. None where they have no values."""
    try:
        with precision(BITS):
            here = Draw(problem, turn, Signs.POSITIVE, attempt)
            there = _Moved(problem, turn, Signs.POSITIVE, attempt)
            there.moving, there.other = name, Draw(problem, turn + 7, Signs.POSITIVE, attempt)
            first, second = _sides(problem, here, meter), _sides(problem, there, meter)
            ev = Evaluator(ring_for(problem), here, meter)
            before, after = _factor(ev, *first), _factor(ev, *second)
            if before is None or after is None:
                return False
            moved = _factor(ev, first[0], second[0])
            if moved is not None and (moved - 1).contains(0):
                return False
            gap = before / after - 1
            return bool(gap.contains(0) and gap.rad() < 10.0**-ENOUGH)
    except (Undefined, OverflowError):
        return None
    except (Unsupported, IllTyped, OutOfBudget):
        return False


def _sides(problem: Problem, draw: Draw, meter: Meter) -> tuple[Value, Value]:
    ev = Evaluator(ring_for(problem), draw, meter)
    values = constant(ev.value(problem.left)), constant(ev.value(problem.right))
    if ev.estimated:
        raise Unsupported("a numerical estimate")
    return values


def _factor(ev: Evaluator, left: Value, right: Value) -> Value | None:
    """The number by which the left side is a multiple of the right one."""
    if ev.jets.shape(left) != ev.jets.shape(right):
        return None
    pairs = list(zip(ev.jets.entries(left), ev.jets.entries(right), strict=True))
    found = next((x / y for x, y in pairs if not x.contains(0) and not y.contains(0)), None)
    if found is None or not all((x - found * y).contains(0) for x, y in pairs):
        return None
    return found

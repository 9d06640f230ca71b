"""Points that satisfy what is assumed: inequalities by rejection, equalities by solving for one name."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import IllTyped, Undefined, Unmet, Unsupported
from mathlint.engine.jets import Value, constant
from mathlint.engine.problem import DERIVATIVES
from mathlint.expr.obligation import Kind, Trait
from mathlint.expr.tree import Expr


class Unsolved(Unsupported):
    """An assumption that the engine cannot turn into points."""


def satisfy(ev: Evaluator, assumptions: tuple[Expr, ...]) -> None:
    """Make the evaluator's point satisfy all of them. Raises Undefined to draw again, Unsolved to give up."""
    equalities = [a for a in assumptions if a.head == "compare" and a.datum == "=" and not _exact(ev, a)]
    for equality in equalities:
        _solve(ev, equality)
    if ev.solved and not ev.problem.heads.isdisjoint(DERIVATIVES):
        # a name that follows from others is not held fixed by their derivatives
        ev.abstract = True
    for equality in equalities:
        if not _vanishes(ev, _difference(ev, equality)):
            raise Undefined("assumptions that are not satisfied together")
    for condition in assumptions:
        if condition not in equalities and not ev.truth(condition):
            raise Unmet("what is assumed holds at none of the points that were drawn")


def _exact(ev: Evaluator, node: Expr) -> bool:
    return all(ev.exact(a) is not None for a in node.args)


def _difference(ev: Evaluator, equality: Expr) -> Value:
    return ev.jets.subtract(ev.value(equality.args[0]), ev.value(equality.args[1]))


def _vanishes(ev: Evaluator, value: Value) -> bool:
    entries = ev.jets.entries(constant(value))
    return all(int(e) == 0 for e in entries) if ev.ring.exact else all(e.contains(0) for e in entries)


def _put(ev: Evaluator, key: str, value: Value) -> None:
    ev.solved[key] = value
    ev._memory.clear()


def _free(ev: Evaluator, key: str) -> bool:
    declared = ev.problem.declarations.get(key)
    return (
        declared is not None
        and declared.kind is Kind.VARIABLE
        and declared.value is None
        and not declared.slots
        and key not in ev.solved
        and ev.draw.integer(key) is None
    )


def _solve(ev: Evaluator, equality: Expr) -> None:
    if _vanishes(ev, _difference(ev, equality)):
        return
    for side, other in (equality.args, equality.args[::-1]):
        if side.head == "name" and _free(ev, side.datum) and side.datum not in ev.problem.closure(other):
            value = ev.value(other)
            if ev.jets.shape(value) != ev.jets.shape(ev.name(side.datum)):
                raise IllTyped("an assumption between different shapes")
            _check_sign(ev, side.datum, value)
            _put(ev, side.datum, value)
            return
    for key in sorted(ev.problem.closure(equality)):
        if _free(ev, key) and _linear(ev, equality, key):
            return
    raise Unsolved("an assumption that cannot be solved for one name")


def _linear(ev: Evaluator, equality: Expr, key: str) -> bool:
    """Solve for a scalar, or for the length of a vector, where that occurs linearly."""
    present = ev.name(key)
    if ev.jets.is_matrix(present) and ev.problem.traits(key) - {Trait.POSITIVE, Trait.NONNEGATIVE}:
        return False
    direction = present if ev.jets.is_matrix(present) else ev.jets.one

    def at(t: Any) -> Any:
        _put(ev, key, ev.jets.multiply(direction, t))
        return _difference(ev, equality)

    try:
        zero, one, two = (at(ev.rational(Fraction(k, 1))) for k in (0, 1, 2))
        slope = ev.jets.subtract(one, zero)
        bend = ev.jets.subtract(ev.jets.subtract(two, one), slope)
        if not ev.jets.is_matrix(slope) and _vanishes(ev, bend) and not _vanishes(ev, slope):
            value = ev.jets.multiply(direction, ev.jets.negate(ev.jets.multiply(zero, ev.jets.reciprocal(slope))))
            _put(ev, key, value)
            if _vanishes(ev, _difference(ev, equality)):
                _check_sign(ev, key, value)
                return True
    except (Unsupported, IllTyped):
        pass
    ev.solved.pop(key, None)
    ev._memory.clear()
    return False


def _check_sign(ev: Evaluator, key: str, value: Value) -> None:
    traits = ev.problem.traits(key)
    if ev.ring.ordered and traits & {Trait.POSITIVE, Trait.NONNEGATIVE, Trait.UNIT_INTERVAL}:
        if any(ev.ring.sign(e) < 0 for e in ev.jets.entries(constant(value))):
            raise Undefined("a solution of the wrong sign")
        if Trait.UNIT_INTERVAL in traits and any(ev.ring.sign(e - 1) > 0 for e in ev.jets.entries(constant(value))):
            raise Undefined("a solution outside the unit interval")

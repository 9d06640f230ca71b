"""After a refutation: what is wrong, in words, and the single edit of the right side that makes the step hold.

First the values of the two sides are compared at a few points: a constant quotient, a difference that is a term, a
transposition, each gives words. Then edits of the right side are tried, the most likely slips first, each at one point and
where it fits at the others. What is offered has been decided anew as a step of its own. Nothing here changes a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mathlint.engine.decide import Budget, decide
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.verdict import Proved, Supported, Witness
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import Expr

if TYPE_CHECKING:
    from mathlint.engine.problem import Problem
    from mathlint.engine.repair_causes import Cause
    from mathlint.engine.repair_edits import Edit
    from mathlint.engine.repair_points import Point

SECONDS: Final = 0.25
"""The clock behind the counters, for one explanation."""
NODES: Final = 60_000
DECISIONS: Final = 6
"""So many candidates that fit at the points may be decided."""
OPPOSITE: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Repair:
    """words: what is wrong, names as the page writes them; None if nothing plain was found.

    path: where in the right side's tree the edit is; node: what to put there; replacement: its LaTeX, safe at that place.
    whole: the LaTeX of the whole right side after the edit. All but the path are None where no edit makes the step hold.
    """

    words: str | None
    path: tuple[int, ...] = ()
    node: Expr | None = None
    replacement: str | None = None
    whole: str | None = None


def explain(
    obligation: Obligation, witness: Witness | None = None, shown: Mapping[str, str] | None = None, budget: Budget | None = None
) -> Repair | None:
    """What is wrong with a refuted step; None if nothing simple is. Never raises; the same in every process.

    witness: of the refutation (it says whether the sides are each other's transposes). shown: see `Reading.shown`.
    """
    try:
        return _explain(obligation, shown or {}, budget or Budget())
    except (IllTyped, OutOfBudget, Undefined, Unsupported, RecursionError, ArithmeticError, ValueError):
        return None


def _explain(obligation: Obligation, shown: Mapping[str, str], budget: Budget) -> Repair | None:
    from mathlint.engine.evaluate import Meter
    from mathlint.engine.problem import prepare
    from mathlint.engine.repair_points import points, working
    from mathlint.engine.repair_words import Writer
    from mathlint.engine.transform import differentiated

    if obligation.relation in OPPOSITE:
        turned = replace(obligation, relation=OPPOSITE[obligation.relation])
        return Repair("the inequality holds the other way round") if _holds(turned, budget) else None
    if obligation.relation != "=":
        return None
    problem = prepare(obligation)
    problem = differentiated(problem) or problem
    meter = Meter(NODES, SECONDS, budget.terms)
    with working():
        found = points(problem, meter)
        if not found:
            return None
        known = _causes(problem, found)
        writer = Writer(shown)
        words = next((w for w in map(writer.cause, known) if w), None)
        edit = _repair(obligation, problem, found, known, budget)
    if edit is None:
        return None if words is None else Repair(words)
    return writer.repair(words, edit, obligation.right)

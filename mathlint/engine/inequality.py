"""Inequalities: a counterexample refutes, many points support."""

from __future__ import annotations

from typing import Final

from mathlint.engine.assume import Unsolved
from mathlint.engine.compare import Answer, written_zero
from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.problem import Problem
from mathlint.engine.sample import Signs
from mathlint.engine.tally import POINTS, Tally, closed, count, trials_at
from mathlint.engine.verdict import Conditional, Reason, Refuted, Supported, Undecided, Verdict
from mathlint.engine.witness import witness
from mathlint.expr.tree import mul, number

ORDERED_PLAN: Final = (Signs.POSITIVE, Signs.NEGATIVE, Signs.MIXED, Signs.POSITIVE) * 4


def tight(problem: Problem, meter: Meter) -> bool:
    """Whether the inequality fails somewhere when one side is tripled: otherwise the points say little about it.

    The left side counts only where the sides have a name in common: `p ≤ 1` is as tight as the points that are drawn.
    """
    if written_zero(problem.right):
        return True
    left, right = problem.left, problem.right
    plan: tuple[str, ...] = (Signs.POSITIVE,) if closed(problem) else ORDERED_PLAN[:8]
    variants = [(left, mul(number(3), right))]
    if not left.free.isdisjoint(right.free):
        variants.append((mul(number(3), left), right))
    for sides in variants:
        tripled = problem.about(*sides, relation=problem.relation)
        try:
            if any(
                not isinstance(t, str) and t.answer is Answer.DIFFER
                for _, t in trials_at(tripled, meter, Options(), plan)
            ):
                return True
        except Unsolved:
            return False
    return False


def ordered(problem: Problem, meter: Meter) -> Verdict:
    """Inequalities, by sampling: a counterexample refutes, many points support."""
    tally = Tally()
    plan: tuple[str, ...] = (Signs.POSITIVE,) if closed(problem) else ORDERED_PLAN
    try:
        for signs, outcome in trials_at(problem, meter, Options(), plan):
            count(tally, signs, outcome)
            if len(tally.differed) >= 2 and any(s == Signs.POSITIVE for s, _ in tally.differed):
                break
    except Unsolved as error:
        return Undecided(Reason.CONTEXT, str(error))
    if "decimal" in problem.heads and tally.differed:
        return Undecided(Reason.AMBIGUOUS, "an inequality of rounded numbers")
    certain = tally.certain()
    if not tally.differed:
        if len(tally.agreed) >= (1 if closed(problem) else 2 * POINTS):
            if not tight(problem, meter):
                return Undecided(Reason.VACUOUS, "the same inequality holds when either side is tripled")
            return Supported(len(tally.agreed), 0, "sampled")
        if tally.agreed or tally.vague:
            return Undecided(Reason.UNSUPPORTED, "sides that are too close to order")
        return Undecided(Reason.NO_DOMAIN, tally.undefined)
    if not certain:
        return Undecided(Reason.UNSUPPORTED, "an order of estimates")
    positive = [t for s, t in tally.agreed if s == Signs.POSITIVE]
    if positive and not any(s == Signs.POSITIVE for s, _ in tally.differed):
        return Conditional("all values are positive", witness(certain[0].evaluator, certain[0].left, certain[0].right))
    if len(certain) >= 2 or closed(problem):
        return Refuted(witness(certain[0].evaluator, certain[0].left, certain[0].right), "arb")
    return Undecided(Reason.NO_DOMAIN, "one counterexample that no second draw confirms")

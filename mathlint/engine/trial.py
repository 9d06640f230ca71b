"""One trial: both sides evaluated at one draw and compared, at as much precision as it takes."""

from __future__ import annotations

from dataclasses import dataclass

from flint import acb

import mathlint.engine.table  # noqa: F401  (fills the methods)
from mathlint.engine.assume import satisfy
from mathlint.engine.compare import Answer, Comparison, compare, written_zero
from mathlint.engine.evaluate import Evaluator, Meter, Options
from mathlint.engine.failures import IllTyped, Undefined, Unsupported
from mathlint.engine.jets import Value, constant
from mathlint.engine.problem import DERIVATIVES, Problem
from mathlint.engine.rings import Balls, Complex, Residues, Ring, precision
from mathlint.engine.sample import Draw

BITS = (160, 512, 1536)
"""Working precisions, in turn, while the enclosures are too wide."""
ENOUGH = 30
"""Digits that count as agreement."""
ENOUGH_ESTIMATED = 9
"""Digits that count where a side is a numerical estimate, or certified but wide."""


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome at one draw. certain: a difference here is a proof."""

    comparison: Comparison
    left: Value
    right: Value
    evaluator: Evaluator
    certain: bool

    @property
    def answer(self) -> Answer:
        return self.comparison.answer


def ring_for(problem: Problem) -> Ring:
    return Complex() if problem.is_complex else Balls()


def try_at(problem: Problem, draw: Draw, meter: Meter, options: Options) -> Trial:
    """Raises Undefined, Unsupported, IllTyped or OutOfBudget."""
    trial: Trial | None = None
    for bits in BITS:
        with precision(bits):
            trial = _once(problem, draw, meter, options)
        if trial.answer is not Answer.VAGUE or options.ulps is not None:
            return trial
    assert trial is not None
    return trial


def try_exactly(problem: Problem, draw: Draw, meter: Meter) -> Trial:
    """In the residues."""
    return _run(problem, Evaluator(Residues(draw.key), draw, meter), 1)


def _once(problem: Problem, draw: Draw, meter: Meter, options: Options) -> Trial:
    ev = Evaluator(ring_for(problem), draw, meter, options)
    return _run(problem, ev, 0 if options.ulps is not None else ENOUGH)


def _run(problem: Problem, ev: Evaluator, enough: int) -> Trial:
    if problem.assumptions:
        satisfy(ev, problem.assumptions)
    left, right = ev.value(problem.left), ev.value(problem.right)
    if ev.estimated or ev.coarse:
        enough = min(enough, ENOUGH_ESTIMATED)
    if problem.relation not in ("=", "≈"):
        return Trial(_ordered(ev, left, right, problem.relation), left, right, ev, not (ev.estimated or ev.abstract))
    zero = written_zero(problem.left) or written_zero(problem.right)
    layout = not problem.heads.isdisjoint(DERIVATIVES)
    found = compare(ev, left, right, zero, enough, layout)
    return Trial(found, left, right, ev, not (ev.estimated or ev.abstract))


def _ordered(ev: Evaluator, left: Value, right: Value, relation: str) -> Comparison:
    """AGREE where the inequality holds for certain, DIFFER where it fails for certain."""
    gap = constant(ev.jets.subtract(left, right))
    if ev.jets.is_matrix(gap):
        raise IllTyped("an order between matrices")
    if not gap.is_finite():
        raise Undefined("a side without a value")
    if relation == "!=":
        return Comparison(Answer.VAGUE if gap.contains(0) else Answer.AGREE, 0)
    if relation in (">", ">="):
        gap = -gap
    if isinstance(gap, acb):
        if not gap.imag.contains(0):
            raise Unsupported("an order of complex numbers")
        gap = gap.real
    if gap < 0:
        return Comparison(Answer.AGREE, 0)
    if gap > 0 or (relation in ("<", ">") and gap.is_zero()):
        return Comparison(Answer.DIFFER, 0)
    tie = relation in ("<=", ">=") and gap.rad() < 1e-25
    return Comparison(Answer.AGREE if tie else Answer.VAGUE, 0)

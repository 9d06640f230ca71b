"""When one point is enough to say that a step does not hold, where nothing but that is asked.

A difference counts as such only if it is no fixed factor, no fixed amount and no multiple of a term: those are looked at more
closely.
"""

from __future__ import annotations

from typing import Any, Final

from mathlint.engine.compare import Answer
from mathlint.engine.jets import constant
from mathlint.engine.problem import Problem
from mathlint.engine.proportion import LARGEST, maybe_fixed, residual_multiples
from mathlint.engine.rings import MODULUS
from mathlint.engine.sample import Signs
from mathlint.engine.trial import Trial

RATIONAL: Final = frozenset({
    "number", "name", "item", "row", "column", "apply", "lambda", "identity", "ones", "zeros", "unit", "add", "neg", "mul", "div",
    "pow", "transpose", "inverse", "trace", "determinant", "inner", "outer", "cross", "hadamard", "kronecker", "diagonal",
    "diagonal_of", "vec", "matrix", "tabulate", "sum", "product", "mean", "derivative", "gradient", "jacobian", "hessian",
})  # fmt: skip
"""Heads that are rational in what they stand over: an identity among them holds in the residues as it does in the reals."""


def is_rational(problem: Problem) -> bool:
    """Whether a difference in the residues is one in the reals."""
    return not problem.assumptions and problem.heads <= RATIONAL


def differs_surely(trial: Trial) -> bool:
    """Whether the residues of both sides differ, by neither a small fraction nor a factor that is one."""
    if trial.answer is not Answer.DIFFER:
        return False
    left, right = constant(trial.left), constant(trial.right)
    jets = trial.evaluator.jets
    if jets.shape(left) != jets.shape(right):
        return False
    if not jets.is_matrix(left):
        if _small(left - right) or (right != 0 and _small(left / right)):
            return False
        return not any(map(_small, residual_multiples(trial)))
    if any(side.head == "add" for side in (trial.evaluator.draw.problem.left, trial.evaluator.draw.problem.right)):
        return False
    pairs = zip(left.entries(), right.entries(), strict=True)
    return any((x == 0) != (y == 0) or (y != 0 and not _small(x / y)) for x, y in pairs)


def _small(residue: Any) -> bool:
    """Whether a residue is a fraction that `proportion` would look at: up to `LARGEST`, with a denominator up to it."""
    a, b, p, q = MODULUS, int(residue), 0, 1
    while b > LARGEST * LARGEST:
        a, b, p, q = b, a % b, q, p - a // b * q
    return abs(q) <= LARGEST or MODULUS - int(residue) <= LARGEST * LARGEST


def stops(signs: str, outcome: Trial | str) -> bool:
    """Whether a trial in balls says once and for all that the step does not hold in general."""
    return (
        signs == Signs.POSITIVE
        and not isinstance(outcome, str)
        and outcome.answer is Answer.DIFFER
        and outcome.certain
        and not maybe_fixed([outcome])
    )

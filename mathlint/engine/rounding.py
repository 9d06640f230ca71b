"""What rounding explains: decimals that stand for what is rounded or cut to them, and numbers that are only near."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Final, TypeAlias

from mathlint.engine.digits import missed, shown_digits, significant, worked_out
from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.failures import Undefined
from mathlint.engine.jets import constant
from mathlint.engine.problem import Problem
from mathlint.engine.sample import Draw
from mathlint.engine.tally import closed
from mathlint.engine.trial import try_at
from mathlint.engine.verdict import Conditional, Reason, Refuted, Supported, Undecided, Verdict
from mathlint.engine.witness import witness
from mathlint.expr.tree import Expr, number, rebuild

Equal: TypeAlias = Callable[[Problem, Options], Verdict]
"""Whether the sides of a problem are equal where decimals may be off as the options say."""

TIGHT: Final = (Fraction(1, 2), Fraction(999, 1000))
"""A decimal stands for what is rounded or cut to it."""
HALF: Final = (Fraction(1, 2), Fraction(1, 2))
"""A decimal stands for what is rounded to it."""
FEW: Final = 2
"""Decimals of so few digits are written to be computed with, not cut to them."""
WIDE: Final = (Fraction(10), Fraction(10))
"""Beyond ten units of the last place, no rounding explains a difference."""


def rounded(problem: Problem, meter: Meter, exact: Verdict, equal: Equal) -> Verdict:
    """Whether rounding explains that the sides differ. It makes no fixed factor of 3/2 or more."""
    if isinstance(exact, Refuted) and exact.method == "constant ratio" and _far_off(problem, meter):
        return exact
    if worked_out(problem.left, problem.right) and isinstance(equal(problem, Options(ulps=HALF)), Refuted):
        return exact
    if isinstance(found := equal(trusted(problem), Options(ulps=TIGHT)), Supported) and not _far(problem, meter, 20):
        return replace(found, method="rounded")
    if not isinstance(equal(problem, Options(ulps=WIDE)), Refuted | Conditional) and not _far(problem, meter):
        return Undecided(Reason.AMBIGUOUS, "the sides differ by a few units in the last place")
    return exact


def _far_off(problem: Problem, meter: Meter) -> bool:
    """Whether one side is at least three halves of the other, in size, at the first point."""
    try:
        trial = try_at(problem, Draw(problem, 0), meter, Options())
    except Undefined:
        return False
    if trial.evaluator.jets.is_matrix(trial.left) or trial.evaluator.jets.is_matrix(trial.right):
        return False
    left, right = abs(constant(trial.left)), abs(constant(trial.right))
    return bool(left * 2 > right * 3) or bool(right * 2 > left * 3)


def _given(problem: Problem) -> bool:
    """Whether all names have values, down to numbers."""
    return all(
        (found := problem.declarations.get(key)) is not None and found.value is not None and not found.params
        for key in problem.names
    )


def _far(problem: Problem, meter: Meter, part: int = 3) -> bool:
    """Two numbers more than a third (or another part) apart: with so few digits units of the last place explain anything."""
    if not closed(problem) and not _given(problem):
        return False
    trial = try_at(problem, Draw(problem, 0), meter, Options())
    if trial.evaluator.jets.is_matrix(trial.left) or not trial.certain:
        return False
    gap, size = abs(trial.left - trial.right), abs(trial.left) + abs(trial.right)
    return bool(gap > size / part)


def trusted(problem: Problem) -> Problem:
    """The problem with exact numbers for the decimals that stand for themselves.

    These are the values of names, and what has one or two digits, or fewer than the result shows: `2.5 · 4` is 10 and no more, while
    `0.333 · 3` may be one. A number alone on its side is the result.
    """
    results = [digits for side in (problem.left, problem.right) if (digits := shown_digits(side)) is not None]
    few = max([FEW, *(digits - 1 for digits in results)])
    declarations = {
        key: replace(d, value=_exact(d.value, 0)) if d.value is not None else d
        for key, d in problem.declarations.items()
    }
    left, right = (
        side if shown_digits(side) is not None else _exact(side, few) for side in (problem.left, problem.right)
    )
    return replace(problem, left=left, right=right, declarations=declarations)


def _exact(side: Expr, few: int) -> Expr:
    """The decimals of at most so many digits, or all (0), as numbers."""

    def change(node: Expr) -> Expr:
        if node.head != "decimal" or (few and significant(node) > few):
            return node
        return number(Fraction(node.datum[0]))

    return rebuild(side, change)


def approximately(as_equal: Problem, meter: Meter, equal: Equal) -> Verdict:
    """Equal to the digits shown; where one or two are shown, within a fortieth."""
    for problem, options in ((as_equal, Options()), (trusted(as_equal), Options(ulps=TIGHT))):
        if options.ulps is None or "decimal" in as_equal.heads:
            found = equal(problem, options)
            if isinstance(found, Supported) and (options.ulps is None or not _far(as_equal, meter, 10)):
                return found
    if not closed(as_equal):
        return Undecided(Reason.UNSUPPORTED, "an approximation without digits")
    trial = try_at(as_equal, Draw(as_equal, 0), meter, Options())
    if trial.evaluator.jets.is_matrix(trial.left) or not trial.certain:
        return Undecided(Reason.UNSUPPORTED, "an approximation of vectors")
    gap, size = abs(trial.left - trial.right), abs(trial.left) + abs(trial.right)
    at = constant(trial.left), constant(trial.right)
    if missed(as_equal.left, as_equal.right, float(at[1])) or missed(as_equal.right, as_equal.left, float(at[0])):
        return Refuted(witness(trial.evaluator, trial.left, trial.right), "arb")
    if gap < size / 40:
        if any((digits := shown_digits(side)) is not None and digits > FEW for side in (as_equal.left, as_equal.right)):
            return Undecided(Reason.AMBIGUOUS, "near, but not to the digits shown")
        return Supported(1, 2, "two significant digits")
    if gap > size / 4:
        return Refuted(witness(trial.evaluator, trial.left, trial.right), "arb")
    return Undecided(Reason.AMBIGUOUS, "a rough approximation")

"""Sides that are a fixed multiple of each other, or a fixed amount apart, wherever they are looked at.

Whatever else holds of the names in such a step, it is false: on any set of points where the sides do not both vanish, the
same factor stands between them, or the same up to its sign. So nothing that a page says about the names can save it. The same
goes for notions that are only named: they too were drawn at random, and the factor does not depend on what they are. And an
estimate that comes out as a simple multiple to eight digits is no bad estimate.

Nearly as much is known where the sides differ by a small multiple of one of their own terms, everywhere: with another factor or
the other sign before that term the step would be an identity. A page may know that a term vanishes, and leave it out or put it
in; it has no reason to write it with a wrong factor.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from flint import arb, fmpq

from mathlint.engine.compare import Answer
from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import constant
from mathlint.engine.problem import Problem
from mathlint.engine.rings import precision
from mathlint.engine.sample import Signs
from mathlint.engine.tally import closed, trials_at
from mathlint.engine.trial import BITS, Trial
from mathlint.expr.tree import Expr

POINTS: Final = 5
PLAN: Final = (Signs.MIXED, Signs.NEGATIVE, Signs.POSITIVE, Signs.MIXED, Signs.POSITIVE, Signs.POSITIVE)
HEAVY_POINTS: Final = 2
"""Enough where evaluation is costly."""
FIRST: Final = 17
"""The number of the first of the further draws: other points than the tally took."""
LARGEST: Final = 1000
FURTHER: Final = 4
MOST_TERMS: Final = 12
SMALL: Final = 13
"""Factors that are looked for between two numbers, and of a term, have smaller parts than this."""
COSTLY: Final = frozenset({"integral", "limit", "sum", "integral_over"})
FINE: Final = 1e-20
WIDE: Final = 1e-8
"""How wide an enclosure of the factor may be: of exact points, and where an integral or an estimate went in."""


def fixed(problem: Problem, trials: list[Trial], meter: Meter, options: Options) -> str | None:
    """ "constant ratio", "constant difference", "factor of a term" or None. trials: those at which the sides differ."""
    if not trials:
        return None
    if closed(problem):
        return "constant ratio" if _simple_multiple(trials[0]) else None
    seen = list(trials)
    if _words(seen) is None:
        return None
    further = 0
    try:
        for _, outcome in trials_at(problem, meter, options, PLAN, FIRST):
            if isinstance(outcome, str):
                continue
            if outcome.answer is Answer.AGREE and outcome.comparison.tripled:
                continue  # both sides vanish there
            if outcome.answer is not Answer.DIFFER:
                return None
            seen.append(outcome)
            further += 1
            if further >= FURTHER and len(seen) >= POINTS:
                break
    except OutOfBudget:
        pass
    except (IllTyped, Undefined, Unsupported):
        return None
    if len(seen) < (POINTS if problem.heads.isdisjoint(COSTLY) else HEAVY_POINTS):
        return None
    return _words(seen)


def maybe_fixed(trials: list[Trial]) -> bool:
    """Whether these trials alone look like a fixed factor or amount; if not, no further ones will."""
    return _words(trials) is not None


def _words(seen: list[Trial]) -> str | None:
    estimated = any(t.evaluator.estimated for t in seen)
    wide = estimated or any(t.evaluator.coarse for t in seen)
    with precision(BITS[0]):
        for words, measure in (("constant ratio", _ratios), ("constant difference", _differences)):
            if words == "constant difference" and not all(t.certain for t in seen):
                continue
            found = [measure(t) for t in seen]
            if all(found) and _same(
                [x for f in found if f for x in f], words == "constant ratio", WIDE if wide else FINE, estimated
            ):
                return words
        if not wide and _slipped(seen):
            return "factor of a term"
    return None


def _terms(problem: Problem) -> list[tuple[Expr, int]]:
    """The terms of the sides that are sums, with names in them. The number: the sign that the difference of the sides gives them."""
    if "decimal" in problem.heads:
        return []
    sides = ((problem.left, 1), (problem.right, -1))
    return [(t, sign) for side, sign in sides if side.head == "add" for t in side.args if t.free][:MOST_TERMS]


def _slipped(seen: list[Trial]) -> bool:
    """Whether the sides differ by one small multiple of a term, and by none that is a whole term: that may be zero here."""
    factors = [(_factor(seen, term), sign) for term, sign in _terms(seen[0].evaluator.draw.problem)]
    return any(factor for factor, _ in factors) and not any(factor == sign for factor, sign in factors)


def _factor(seen: list[Trial], term: Expr) -> Fraction | None:
    """The difference of the sides over a term, if that is one small number at all these points."""
    guess: Fraction | None = None
    for trial in seen:
        ratios = _multiples(trial, term) if trial.certain else None
        if not ratios:
            return None
        guess = guess or _near(ratios[0], SMALL)
        if not guess or abs(guess.numerator) > SMALL:
            return None
        exact = fmpq(guess.numerator, guess.denominator)
        if not all(v.contains(exact) and v.rad() < FINE * (1 + abs(v.mid())) for v in ratios):
            return None
    return guess


def _near(value: Any, largest: int) -> Fraction | None:
    """The fraction with a small denominator that a ball is nearest to; None for what is no number of a size to look at."""
    middle = float(value.mid())
    return Fraction(middle).limit_denominator(largest) if abs(middle) <= LARGEST else None


def _multiples(trial: Trial, term: Expr) -> list[Any] | None:
    """The difference of the sides over a term, entry by entry; None where it is not defined."""
    pairs = _entries(trial)
    try:
        value = constant(trial.evaluator.value(term))
    except (IllTyped, Undefined, Unsupported, OutOfBudget):
        return None
    jets = trial.evaluator.jets
    if pairs is None or jets.shape(value) != jets.shape(constant(trial.left)):
        return None
    entries = list(value.entries()) if jets.is_matrix(value) else [value]
    out = []
    for (x, y), t in zip(pairs, entries, strict=True):
        if not all(isinstance(v, arb) for v in (x, y, t)):
            return None
        if t.contains(0):
            if not (x - y).contains(0):
                return None
            continue
        out.append((x - y) / t)
    return out


def residual_multiples(trial: Trial) -> list[Any]:
    """In the residues: the difference of two scalars over each of their terms."""
    found = []
    difference = constant(trial.left) - constant(trial.right)
    for term, _ in _terms(trial.evaluator.draw.problem):
        try:
            value = constant(trial.evaluator.value(term))
        except (IllTyped, Undefined, Unsupported, OutOfBudget):
            continue
        if not trial.evaluator.jets.is_matrix(value) and value != 0:
            found.append(difference / value)
    return found


def _simple_multiple(trial: Trial) -> bool:
    """Whether of two numbers, one an estimate, one is a small multiple or fraction of the other."""
    if not trial.evaluator.estimated:
        return False
    with precision(BITS[0]):
        found = _ratios(trial)
        if found is None or len(found) != 1:
            return False
        guess = _near(found[0], SMALL)
        if guess is None or guess == 1 or not 0 < abs(guess.numerator) < SMALL:
            return False
        return abs(float(found[0].mid()) - guess) < WIDE and bool(found[0].rad() < WIDE)


def _entries(trial: Trial) -> list[tuple[Any, Any]] | None:
    left, right = constant(trial.left), constant(trial.right)
    jets = trial.evaluator.jets
    if jets.shape(left) != jets.shape(right):
        return None
    if not jets.is_matrix(left):
        return [(left, right)]
    return list(zip(left.entries(), right.entries(), strict=True))


def _ratios(trial: Trial) -> list[Any] | None:
    pairs = _entries(trial)
    if pairs is None:
        return None
    out = []
    for x, y in pairs:
        if not isinstance(x, arb) or not isinstance(y, arb):
            return None
        if x.contains(0) and y.contains(0):
            continue
        if x.contains(0) or y.contains(0):
            return None
        out.append(x / y)
    return out or None


def _differences(trial: Trial) -> list[Any] | None:
    pairs = _entries(trial)
    if pairs is None or len(pairs) != 1 or not isinstance(pairs[0][0], arb):
        return None
    return [pairs[0][0] - pairs[0][1]]


def _same(values: list[Any], ratio: bool, width: float, estimated: bool) -> bool:
    """Whether all enclosures hold one small rational number, other than the one that would make the sides equal.

    The sign of a ratio is left out, unless the ratio is -1 everywhere: |x| = 2 |y| is as far from x = y as x = 2 y.
    estimated: the enclosures are those of estimates, and may be off by a little more than they say.
    """
    if ratio and any(v < 0 for v in values) and not all(v < 0 for v in values):
        values = [abs(v) for v in values]
    guess = _near(values[0], LARGEST)
    if guess is None or guess == (1 if ratio else 0):
        return False
    exact = fmpq(guess.numerator, guess.denominator)
    return all(
        v.rad() < width * (1 + abs(v.mid()))
        and (v.contains(exact) or (estimated and bool(abs(v.mid() - exact) < width * (1 + abs(v.mid())))))
        for v in values
    )

"""The tiers, cheapest first, and what each may say.

0  equal normal forms, exact arithmetic: proved, or refuted.
1  residues mod 2^61 - 1: supported. Not used where a sign, a root or an order matters.
2  balls at exact rational points, with definitions, assumptions, decimals, sample spaces and certified integrals: supported,
   refuted, conditional.
4  estimates (improper integrals, infinite sums, limits) and abstract notions: supported only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from mathlint.engine.assume import Unsolved
from mathlint.engine.compare import EXACT_DIGITS, Answer, written_zero
from mathlint.engine.conditions import weakest
from mathlint.engine.decide import Budget
from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.exact import exact_value
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unclear, Unsupported
from mathlint.engine.normal import normal
from mathlint.engine.order import same_order
from mathlint.engine.problem import DERIVATIVES, Problem, prepare
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.transform import differentiated, same_operator
from mathlint.engine.trial import Trial, try_at, try_exactly
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided, Verdict, Witness
from mathlint.engine.witness import witness
from mathlint.expr.obligation import Obligation, Trait

POINTS: Final = 3
"""How many points must agree."""
ATTEMPTS: Final = 6
"""How often a draw is rescaled while a side is undefined."""
PLAN: Final = (Signs.POSITIVE, Signs.POSITIVE, Signs.NEGATIVE, Signs.MIXED)
EXTRA: Final = (Signs.POSITIVE, Signs.MIXED, Signs.POSITIVE, Signs.NEGATIVE)
ORDERED_PLAN: Final = (Signs.POSITIVE, Signs.NEGATIVE, Signs.MIXED, Signs.POSITIVE) * 4
NOT_RESIDUAL: Final = frozenset({
    "abs", "root", "max", "min", "piecewise", "compare", "floor", "ceiling", "indicator", "integral", "limit", "decimal", "rank",
    "argmax", "argmin", "extremum", "plusminus", "antiderivative", "adjoint", "sum_where", "integral_over", "mod",
})  # fmt: skip
TIGHT: Final = (Fraction(1, 2), Fraction(1))
"""A decimal stands for what is rounded or cut to it."""
WIDE: Final = (Fraction(10), Fraction(10))
"""Beyond ten units of the last place, no rounding explains a difference."""


@dataclass
class Tally:
    """What the trials of one plan said."""

    agreed: list[tuple[str, Trial]] = field(default_factory=list)
    differed: list[tuple[str, Trial]] = field(default_factory=list)
    vague: int = 0
    undefined: str = ""

    def certain(self) -> list[Trial]:
        return [t for _, t in self.differed if t.certain]


def run(obligation: Obligation, budget: Budget) -> Verdict:
    """Decide. Raises the engine's failures; `decide` names them."""
    meter = Meter(budget.nodes, budget.seconds, budget.terms)
    problem = prepare(obligation)
    if problem.relation not in ("=", "≈", "<", "<=", ">", ">=", "!="):
        raise Unsupported(f"the relation {problem.relation}")
    return _decide(problem, meter, budget)


def _decide(problem: Problem, meter: Meter, budget: Budget) -> Verdict:
    found = _syntactic(problem)
    if found is not None:
        return found
    if problem.relation == "≈":
        return _approximately(problem, meter)
    if problem.relation != "=":
        return _ordered(problem, meter)
    if {problem.left.head, problem.right.head} <= {"argmax", "argmin", "extremum"}:
        return same_order(problem, meter)
    moved = differentiated(problem)
    if moved is not None:
        return _decide(moved, meter, budget)
    verdict = _numeric(problem, meter, budget)
    if isinstance(verdict, Undecided) and verdict.reason is not Reason.BUDGET or isinstance(verdict, Refuted):
        body = same_operator(problem)
        if body is not None:
            inner = _decide(body, meter, budget)
            if isinstance(inner, Proved | Supported):
                return Supported(
                    getattr(inner, "points", POINTS), getattr(inner, "digits", EXACT_DIGITS), "equal bodies"
                )
    return verdict


def _numeric(problem: Problem, meter: Meter, budget: Budget) -> Verdict:
    """Tiers 1 to 4 for an equality, in all the meanings that decimals, signs and partial derivatives leave open."""
    verdict = _equal(problem, meter, budget, Options())
    if isinstance(verdict, Supported):
        if "plusminus" not in problem.heads:
            return verdict
        other = _equal(problem, meter, budget, Options(plus=-1))
        return (
            verdict if isinstance(other, Supported) else Undecided(Reason.UNSUPPORTED, "only one of the signs ± fits")
        )
    if isinstance(verdict, Refuted | Conditional):
        if "decimal" in problem.heads:
            return _rounded(problem, meter, budget, verdict)
        if isinstance(verdict, Refuted) and not problem.heads.isdisjoint(DERIVATIVES) and _has_definitions(problem):
            held = _equal(problem, meter, budget, Options(hold=True))
            if isinstance(held, Supported):
                return held
    return verdict


def _has_definitions(problem: Problem) -> bool:
    return any(problem.declarations[k].value is not None for k in problem.names if k in problem.declarations)


# ---------------------------------------------------------------- tier 0
def _syntactic(problem: Problem) -> Verdict | None:
    left, right, relation = problem.left, problem.right, problem.relation
    if relation in ("=", "≈", "<=", ">=") and (left is right or normal(left) is normal(right)):
        return Proved("identical")
    x, y = exact_value(left, _no_integer), exact_value(right, _no_integer)
    if x is None or y is None:
        return None
    holds = {"=": x == y, "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y, "!=": x != y}.get(relation)
    if holds is None:
        return None
    if holds:
        return Proved("exact arithmetic")
    return Refuted(_exact_witness(x, y), "exact arithmetic")


def _no_integer(key: str) -> int | None:
    return None


def _exact_witness(x: Fraction, y: Fraction) -> Witness:
    return Witness({}, {}, _short(x), _short(y))


def _short(x: Fraction) -> str:
    return (
        str(x)
        if len(str(x)) <= 24
        else f"{float(x):.6g}"
        if abs(x) < 10**300
        else f"about 10^{len(str(abs(x).numerator)) - 1}"
    )


# ---------------------------------------------------------------- tier 1
def _residual(problem: Problem, meter: Meter) -> Verdict | None:
    """Agreement in the residues; None where they say nothing."""
    if problem.is_complex or not problem.heads.isdisjoint(NOT_RESIDUAL):
        return None
    wanted = 4 if problem.integers else POINTS
    agreed, vanished = 0, True
    for turn in range(wanted + 2):
        signs = Signs.POSITIVE if turn % 2 else Signs.MIXED
        for attempt in range(3):
            try:
                trial = try_exactly(problem, Draw(problem, turn, signs, attempt), meter)
            except Undefined:
                continue
            except (Unsupported, IllTyped):
                return None
            if trial.answer is not Answer.AGREE or trial.comparison.layout:
                return None
            agreed += 1
            vanished = vanished and trial.comparison.tripled
            break
        if agreed == wanted:
            if vanished and not _written_zero(problem):
                return Undecided(Reason.VACUOUS, "both sides vanish everywhere")
            return Supported(agreed, EXACT_DIGITS, "Z/p")
    return None


def _written_zero(problem: Problem) -> bool:
    return written_zero(problem.left) or written_zero(problem.right)


# ---------------------------------------------------------------- tier 2
def _trials(
    problem: Problem, meter: Meter, options: Options, plan: tuple[str, ...], first: int = 0
) -> Iterator[tuple[str, Trial | str]]:
    """A trial for each pattern of signs, drawn again while undefined; where it stays so, the reason."""
    for turn, signs in enumerate(plan, first):
        reason = "no point in the common domain"
        for attempt in range(ATTEMPTS):
            try:
                trial = try_at(problem, Draw(problem, turn, signs, attempt), meter, options)
            except Undefined as error:
                reason = str(error)
                continue
            except Unclear as error:
                yield signs, str(error)
                return
            yield signs, trial
            break
        else:
            yield signs, reason


def _count(tally: Tally, signs: str, outcome: Trial | str) -> None:
    if isinstance(outcome, str):
        tally.undefined = outcome
    elif outcome.answer is Answer.AGREE:
        tally.agreed.append((signs, outcome))
    elif outcome.answer is Answer.DIFFER:
        tally.differed.append((signs, outcome))
    else:
        tally.vague += 1


def _closed(problem: Problem) -> bool:
    """Nothing is drawn: one evaluation decides."""
    return not problem.names and not problem.dimensions and problem.heads.isdisjoint({
        "opaque", "sum_over", "product_over", "integral_over", "argmax", "argmin", "extremum",
    })  # fmt: skip


def _tally(problem: Problem, meter: Meter, options: Options) -> Tally:
    tally = Tally()
    if _closed(problem):
        for signs, outcome in _trials(problem, meter, options, (Signs.POSITIVE,)):
            _count(tally, signs, outcome)
        return tally
    plan = PLAN + ((Signs.MIXED, Signs.POSITIVE) if problem.integers else ())
    for signs, outcome in _trials(problem, meter, options, plan):
        _count(tally, signs, outcome)
        if len(tally.differed) >= 2 and not tally.agreed and all(s == Signs.POSITIVE for s, _ in tally.differed[:2]):
            return tally
    enough = len(tally.agreed) >= POINTS or len(tally.differed) >= 2
    if not enough and (tally.agreed or tally.differed or tally.undefined):
        for signs, outcome in _trials(problem, meter, options, EXTRA, len(plan)):
            _count(tally, signs, outcome)
            if len(tally.agreed) >= POINTS or len(tally.differed) >= 2:
                break
    return tally


def _equal(problem: Problem, meter: Meter, budget: Budget, options: Options) -> Verdict:
    if options == Options():
        found = _residual(problem, meter)
        if found is not None:
            return found
    try:
        tally = _tally(problem, meter, options)
    except Unsolved as error:
        return Undecided(Reason.CONTEXT, str(error))
    if not tally.differed:
        return _agreement(problem, tally)
    if tally.agreed or not _closed(problem):
        softened = _softened(problem, meter, options, tally, budget)
        if softened is not None:
            return softened
    return _refutation(problem, tally, budget)


def _agreement(problem: Problem, tally: Tally) -> Verdict:
    trials = [t for _, t in tally.agreed]
    if not trials:
        if tally.vague:
            return Undecided(Reason.UNSUPPORTED, "the sides are too uncertain to compare")
        return Undecided(Reason.NO_DOMAIN, tally.undefined or "no point in the common domain")
    if len(trials) < POINTS and not _closed(problem):
        return Undecided(Reason.NO_DOMAIN, f"only {len(trials)} points in the common domain")
    if all(t.comparison.tripled for t in trials) and not _written_zero(problem):
        return Undecided(Reason.VACUOUS, "both sides vanish everywhere")
    method = "arb"
    if any(t.evaluator.estimated for t in trials):
        method = "estimate"
    if any(t.comparison.layout for t in trials):
        method += ", up to layout"
    return Supported(len(trials), min(t.comparison.digits for t in trials), method)


def _softened(problem: Problem, meter: Meter, options: Options, tally: Tally, budget: Budget) -> Verdict | None:
    """A condition under which a step that differs somewhere holds; None to go on to a refutation."""

    def holds(variant: Problem) -> Verdict:
        try:
            found = _tally(variant, meter, options)
        except (Undefined, Unsupported, IllTyped, OutOfBudget):
            return Undecided(Reason.NO_DOMAIN)
        return _agreement(variant, found) if not found.differed else Undecided(Reason.CONTEXT)

    positive = [t for s, t in tally.differed if s == Signs.POSITIVE]
    positive_helps = not positive and any(s == Signs.POSITIVE for s, _ in tally.agreed)
    if positive_helps:
        under = {k: Trait.POSITIVE for k in problem.under_roots if Trait.INDEX not in problem.traits(k)}
        if under and isinstance(verdict := holds(problem.with_traits(under)), Supported):
            return replace(verdict, method="positive names under roots")
    words = weakest(problem, holds, positive_helps)
    if words is None:
        return None
    certain = tally.certain()
    if not certain:
        return Supported(POINTS, 0, words) if positive_helps else None
    return Conditional(words, _witness(certain[0], tally))


def _witness(trial: Trial, tally: Tally) -> Witness:
    transposed = all(t.comparison.transposed for _, t in tally.differed)
    return witness(trial.evaluator, trial.left, trial.right, transposed)


def _refutation(problem: Problem, tally: Tally, budget: Budget) -> Verdict:
    certain = tally.certain()
    if not certain:
        estimated = [t for _, t in tally.differed if t.evaluator.estimated and not t.evaluator.abstract]
        if budget.guarded and len(estimated) >= 2 and not tally.agreed and all(map(_far_apart, estimated)):
            return Refuted(_witness(estimated[0], tally), "guarded estimate")
        what = "a numerical estimate" if estimated else "a notion that is only named"
        return Undecided(Reason.UNSUPPORTED, f"the sides differ, but by {what}")
    if len(certain) >= 2 or _closed(problem):
        return Refuted(_witness(certain[0], tally), "arb")
    return Undecided(Reason.NO_DOMAIN, "one counterexample that no second draw confirms")


def _far_apart(trial: Trial) -> bool:
    """Whether two scalars differ by more than a thousandth of their size, far beyond the estimated error."""
    gap, size = abs(trial.left - trial.right), abs(trial.left) + abs(trial.right)
    return bool(gap > size / 1000) and bool(gap > gap.rad() * 1000)


# ---------------------------------------------------------------- decimals
def _rounded(problem: Problem, meter: Meter, budget: Budget, exact: Verdict) -> Verdict:
    """Whether rounding explains that the sides differ."""
    if isinstance(found := _equal(problem, meter, budget, Options(ulps=TIGHT)), Supported):
        return replace(found, method="rounded")
    if not isinstance(_equal(problem, meter, budget, Options(ulps=WIDE)), Refuted | Conditional):
        return Undecided(Reason.AMBIGUOUS, "the sides differ by a few units in the last place")
    return exact


def _approximately(problem: Problem, meter: Meter) -> Verdict:
    """Within ten units of the last place of what is shown, or two significant digits."""
    as_equal = replace(problem, relation="=")
    budget = Budget()
    for options in (Options(), Options(ulps=TIGHT), Options(ulps=WIDE)):
        if options.ulps is None or "decimal" in problem.heads:
            found = _equal(as_equal, meter, budget, options)
            if isinstance(found, Supported):
                return found
    if not _closed(problem):
        return Undecided(Reason.UNSUPPORTED, "an approximation without digits")
    trial = try_at(as_equal, Draw(as_equal, 0), meter, Options())
    if trial.evaluator.jets.is_matrix(trial.left) or not trial.certain:
        return Undecided(Reason.UNSUPPORTED, "an approximation of vectors")
    gap, size = abs(trial.left - trial.right), abs(trial.left) + abs(trial.right)
    if gap < size / 40:
        return Supported(1, 2, "two significant digits")
    if gap > size / 4:
        return Refuted(witness(trial.evaluator, trial.left, trial.right), "arb")
    return Undecided(Reason.AMBIGUOUS, "a rough approximation")


# ---------------------------------------------------------------- order
def _ordered(problem: Problem, meter: Meter) -> Verdict:
    """Inequalities, by sampling: a counterexample refutes, many points support."""
    tally = Tally()
    plan: tuple[str, ...] = (Signs.POSITIVE,) if _closed(problem) else ORDERED_PLAN
    try:
        for signs, outcome in _trials(problem, meter, Options(), plan):
            _count(tally, signs, outcome)
            if len(tally.differed) >= 2 and any(s == Signs.POSITIVE for s, _ in tally.differed):
                break
    except Unsolved as error:
        return Undecided(Reason.CONTEXT, str(error))
    if "decimal" in problem.heads and tally.differed:
        return Undecided(Reason.AMBIGUOUS, "an inequality of rounded numbers")
    certain = tally.certain()
    if not tally.differed:
        if len(tally.agreed) >= (1 if _closed(problem) else 2 * POINTS):
            return Supported(len(tally.agreed), 0, "sampled")
        if tally.agreed or tally.vague:
            return Undecided(Reason.UNSUPPORTED, "sides that are too close to order")
        return Undecided(Reason.NO_DOMAIN, tally.undefined)
    if not certain:
        return Undecided(Reason.UNSUPPORTED, "an order of estimates")
    positive = [t for s, t in tally.agreed if s == Signs.POSITIVE]
    if positive and not any(s == Signs.POSITIVE for s, _ in tally.differed):
        return Conditional("all values are positive", witness(certain[0].evaluator, certain[0].left, certain[0].right))
    if len(certain) >= 2 or _closed(problem):
        return Refuted(witness(certain[0].evaluator, certain[0].left, certain[0].right), "arb")
    return Undecided(Reason.NO_DOMAIN, "one counterexample that no second draw confirms")

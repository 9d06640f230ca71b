"""The tiers, cheapest first, and what each may say.

0  equal normal forms, exact arithmetic: proved, or refuted.
1  residues mod 2^61 - 1: supported. Not used where a sign, a root or an order matters.
2  balls at exact rational points, with definitions, assumptions, decimals, sample spaces and certified integrals: supported,
   refuted, conditional.
4  estimates (improper integrals, infinite sums, limits) and abstract notions: supported only.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Final

from mathlint.engine.assume import Unsolved
from mathlint.engine.compare import EXACT_DIGITS, Answer, written_zero
from mathlint.engine.conditions import weakest
from mathlint.engine.decide import Budget
from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.exact import exact_value
from mathlint.engine.failures import IllTyped, Undefined, Unsupported
from mathlint.engine.growth import by_growth
from mathlint.engine.inequality import ordered
from mathlint.engine.jets import Value, constant
from mathlint.engine.likely import on_tables
from mathlint.engine.normal import normal
from mathlint.engine.nothing import by_parts, in_general, is_vacuous
from mathlint.engine.nowhere import without_value
from mathlint.engine.order import same_order
from mathlint.engine.primitives import differentiated
from mathlint.engine.problem import DERIVATIVES, Problem, prepare
from mathlint.engine.proportion import fixed
from mathlint.engine.proportional import proportional
from mathlint.engine.rejection import differs_surely, is_rational, stops
from mathlint.engine.rounding import approximately, rounded
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.tally import HEAVY, POINTS, Tally, closed, take
from mathlint.engine.taylor import taylor
from mathlint.engine.transform import same_operator
from mathlint.engine.trial import Trial, try_exactly
from mathlint.engine.verdict import (
    SIDES_DIFFER,
    Conditional,
    Proved,
    Reason,
    Refuted,
    Supported,
    Undecided,
    Verdict,
    Witness,
)
from mathlint.engine.witness import witness
from mathlint.expr.density import densities
from mathlint.expr.obligation import Obligation, Trait
from mathlint.expr.tree import ZERO, Expr, expr

NOT_RESIDUAL: Final = frozenset({
    "abs", "root", "max", "min", "piecewise", "compare", "floor", "ceiling", "indicator", "integral", "limit", "decimal", "rank",
    "argmax", "argmin", "extremum", "plusminus", "antiderivative", "adjoint", "sum_where", "integral_over", "mod",
})  # fmt: skip
SILENT: Final = DERIVATIVES | {"expect", "variance", "covariance"}
"""What vanishes where a name was not seen to vary: a side that is zero because of it was hardly understood."""
MANY_POINTS: Final = 14
"""How many must agree where numbers only have some divisors in common: a wrong step about them is right at many of them."""
DIFFERS: Final = Refuted(Witness({}, {}), "differs")
"""All that is said of a difference where only support is asked for."""


def run(obligation: Obligation, budget: Budget) -> Verdict:
    """Decide. Raises the engine's failures; `decide` names them."""
    meter = Meter(budget.nodes, budget.seconds, budget.terms)
    problem = prepare(obligation)
    if problem.relation == "propto":
        return proportional(problem, meter)
    if problem.relation not in ("=", "≈", "<", "<=", ">", ">=", "!="):
        raise Unsupported(f"the relation {problem.relation}")
    return _decide(problem, meter, budget)


def _decide(problem: Problem, meter: Meter, budget: Budget) -> Verdict:
    found = _syntactic(problem)
    if found is not None:
        return found
    grown = by_growth(problem, meter, lambda: _compared(problem, meter, budget)) if "opaque" in problem.heads else None
    return _compared(problem, meter, budget) if grown is None else grown


def _compared(problem: Problem, meter: Meter, budget: Budget) -> Verdict:
    """By the values of the two sides."""
    if problem.relation == "≈":
        as_equal = replace(problem, relation="=")
        found = approximately(as_equal, meter, lambda given, options: _equal(given, meter, Budget(), options))
        vague = isinstance(found, Undecided) and found.reason is Reason.UNSUPPORTED
        return (taylor(as_equal, meter) if vague else None) or found
    if problem.relation != "=":
        return ordered(problem, meter)
    tabled = on_tables(problem, meter, _agreement) if "opaque" in problem.heads else None
    if isinstance(tabled, Supported | Refuted):
        return tabled
    verdict = _otherwise(problem, meter, budget)
    if is_vacuous(verdict):
        verdict = _of_nothing(problem, meter, budget) or verdict
    if isinstance(verdict, Proved | Supported) or (isinstance(verdict, Refuted) and verdict.method == "constant ratio"):
        return verdict
    if tabled is not None:
        return tabled
    if (
        isinstance(verdict, Refuted | Conditional)
        and "opaque" in problem.heads
        and densities(problem.reached) is not None
    ):
        # as numbers of their own the densities differ, and as densities nothing shows that they do
        return Undecided(Reason.UNSUPPORTED, "densities of which only the names are known")
    return verdict


def _of_nothing(problem: Problem, meter: Meter, budget: Budget) -> Verdict | None:
    """Support for an equality of two sides that vanish, by its parts or without what makes them vanish."""
    found = by_parts(problem, lambda part: _decide(part, meter, budget))
    if found is None and (wider := in_general(problem)) is not None:
        general = _otherwise(wider, meter, budget)
        found = general if isinstance(general, Supported) else None
    return found


def _otherwise(problem: Problem, meter: Meter, budget: Budget) -> Verdict:
    """An equality whose opaque notions are as good as any other."""
    if {problem.left.head, problem.right.head} <= {"argmax", "argmin", "extremum"}:
        return same_order(problem, meter)
    moved = differentiated(problem)
    if moved is not None:
        found = _decide(moved.problem, meter, budget)
        doubted = moved.doubt and isinstance(found, Refuted | Conditional)
        return Undecided(Reason.UNKNOWN_SYMBOL, moved.doubt) if doubted else found
    body = same_operator(problem)
    inner: Verdict | None = None
    if body is not None and not problem.heads.isdisjoint(HEAVY):  # what stands under the operator costs far less
        inner = _decide(body, meter, budget)
        if isinstance(inner, Proved | Supported):
            return _of_bodies(inner)
    verdict = _numeric(problem, meter, budget)
    if body is None or isinstance(verdict, Proved | Supported | Conditional):
        return verdict
    inner = inner or _decide(body, meter, budget)
    if isinstance(inner, Proved | Supported):
        return _of_bodies(inner)
    open_ = isinstance(verdict, Undecided) and verdict.reason in (Reason.NO_DOMAIN, Reason.UNSUPPORTED)
    if open_ and isinstance(inner, Refuted) and inner.method == "constant ratio" and _is_linear(problem):
        return inner
    return verdict


def _of_bodies(inner: Proved | Supported) -> Supported:
    return Supported(getattr(inner, "points", POINTS), getattr(inner, "digits", EXACT_DIGITS), "equal bodies")


def _is_linear(problem: Problem) -> bool:
    """Whether a factor under the operators of both sides is one of the sides."""
    return not {"product", "product_over", "limit"} & {problem.left.head, problem.right.head}


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
            return rounded(problem, meter, verdict, lambda given, options: _equal(given, meter, budget, options))
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


def _no_integer(key: str, indices: tuple[int, ...]) -> int | None:
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
def _residual(problem: Problem, meter: Meter, supporting: bool) -> Verdict | None:
    """Agreement in the residues; None where they say nothing. supporting: a difference is told as well, where it is one."""
    if not _is_residual(problem):
        return None
    wanted = MANY_POINTS if problem.divided else 4 if problem.integers else POINTS
    agreed, missed, vanished = 0, 0, True
    for turn in range(wanted + 2):
        # where a difference counts, the first point is the one that would be looked at in balls
        signs = Signs.POSITIVE if turn % 2 != supporting else Signs.MIXED
        for attempt in range(3):
            try:
                trial = try_exactly(problem, Draw(problem, turn, signs, attempt), meter)
            except Undefined:
                continue
            except (Unsupported, IllTyped):
                return None
            if supporting and not turn and is_rational(problem) and differs_surely(trial):
                return DIFFERS
            if trial.answer is not Answer.AGREE or trial.comparison.layout:
                return None
            agreed += 1
            vanished = vanished and trial.comparison.tripled
            break
        else:
            missed += 1
            if missed > 2:  # there are not enough turns left
                return None
        if agreed == wanted:
            if vanished and not _written_zero(problem):
                return Undecided(Reason.VACUOUS, "both sides vanish everywhere")
            return Supported(agreed, EXACT_DIGITS, "Z/p")
    return None


def _is_residual(problem: Problem) -> bool:
    return not problem.is_complex and problem.heads.isdisjoint(NOT_RESIDUAL)


def _written_zero(problem: Problem) -> bool:
    return written_zero(problem.left) or written_zero(problem.right)


# ---------------------------------------------------------------- tiers 2 to 4
def _equal(problem: Problem, meter: Meter, budget: Budget, options: Options) -> Verdict:
    if options == Options():
        found = _residual(problem, meter, budget.supporting)
        if found is not None:
            return found
    try:
        tally = take(problem, meter, options, ends=stops if budget.supporting else None)
    except Unsolved as error:
        return Undecided(Reason.CONTEXT, str(error))
    if not tally.differed:
        found = _agreement(problem, tally)
        if isinstance(found, Undecided) and found.reason is Reason.NO_DOMAIN:
            return without_value(problem, meter) or found
        return found
    if budget.supporting and any(s == Signs.POSITIVE for s, _ in tally.differed):
        words = _words(problem, tally, meter, options)
        return DIFFERS if words is None else Refuted(_witness(tally.differed[0][1], tally), words)
    words = _words(problem, tally, meter, options)
    if words is None and (tally.agreed or not closed(problem)) and not problem.divided:
        softened = _softened(problem, meter, options, tally, budget)
        if softened is not None:
            return softened
    return _refutation(problem, tally, budget, words)


def _words(problem: Problem, tally: Tally, meter: Meter, options: Options) -> str | None:
    """How far the sides are apart, if that is the same everywhere; notions that are only named, and estimates, count too."""
    if any(not trial.comparison.tripled for _, trial in tally.agreed):
        return None
    words = fixed(problem, [t for _, t in tally.differed], meter, options)
    # where both sides vanish at some points, only a factor is the same at all of them
    return None if tally.agreed and words != "constant ratio" else words


def _agreement(problem: Problem, tally: Tally) -> Verdict:
    trials = [t for _, t in tally.agreed]
    if not trials:
        if tally.vague:
            return Undecided(Reason.UNSUPPORTED, "the sides are too uncertain to compare")
        return Undecided(Reason.NO_DOMAIN, tally.undefined or "no point in the common domain")
    if len(trials) < POINTS and not closed(problem):
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
            found = take(variant, meter, options, strict=True)
        except (Undefined, Unsupported, IllTyped):
            return Undecided(Reason.NO_DOMAIN)
        return _agreement(variant, found) if not found.differed else Undecided(Reason.CONTEXT)

    positive = [t for s, t in tally.differed if s == Signs.POSITIVE]
    positive_helps = not positive and any(s == Signs.POSITIVE for s, _ in tally.agreed)
    if positive_helps:
        under = {k: Trait.POSITIVE for k in problem.under_roots if Trait.INDEX not in problem.traits(k)}
        if under and isinstance(verdict := holds(problem.with_traits(under)), Supported):
            return replace(verdict, method="positive names under roots")
    factors = _under_roots(problem)
    if factors and isinstance(
        verdict := holds(replace(problem, assumptions=(*problem.assumptions, *factors))), Supported
    ):
        return replace(verdict, method="positive factors under roots")
    words = weakest(problem, holds, positive_helps)
    if words is None:
        return None
    certain = tally.certain()
    if not certain:
        return Supported(POINTS, 0, words) if positive_helps else None
    return Conditional(words, _witness(certain[0], tally))


def _under_roots(problem: Problem) -> tuple[Expr, ...]:
    """For each factor of what stands under a square root or a logarithm, and is more than a name: it is positive."""
    found: dict[Expr, None] = {}

    def factors(node: Expr) -> None:
        if node.head in ("mul", "div", "neg"):
            for a in node.args:
                factors(a)
        elif node.head == "pow":
            factors(node.args[0])
        elif (
            node.head not in ("number", "name", "item", "constant")
            and not node.free.isdisjoint(problem.names)
            and node.size < 60
        ):
            found[expr("compare", (node, ZERO), ">")] = None

    for side in (problem.left, problem.right):
        for node in side.walk():
            if node.head == "root" or (node.head == "fn" and node.datum in ("log", "log2", "log10")):
                factors(node.args[0])
    return tuple(found)[:6]


def _witness(trial: Trial, tally: Tally) -> Witness:
    transposed = all(t.comparison.transposed for _, t in tally.differed)
    return witness(trial.evaluator, trial.left, trial.right, transposed)


def _refutation(problem: Problem, tally: Tally, budget: Budget, words: str | None) -> Verdict:
    certain = tally.certain()
    if not certain and words is not None and not any(t.evaluator.rough for _, t in tally.differed):
        return Refuted(_witness(tally.differed[0][1], tally), words)
    if not certain:
        estimated = [t for _, t in tally.differed if t.evaluator.estimated and not t.evaluator.abstract]
        if (
            (len(estimated) >= 2 or (estimated and closed(problem)))
            and not tally.agreed
            and all(_far_apart(t) for t in estimated)
        ):
            return Refuted(_witness(estimated[0], tally), "guarded estimate")
        what = "a numerical estimate" if estimated else "a notion that is only named"
        return Undecided(Reason.UNSUPPORTED, f"{SIDES_DIFFER} {what}")
    if not problem.heads.isdisjoint(SILENT) and not _written_zero(problem) and _vanishes(certain):
        return Undecided(Reason.VACUOUS, "one side vanishes everywhere, though it is not written as zero")
    if len(certain) >= 2 or closed(problem):
        return Refuted(_witness(certain[0], tally), words or "arb")
    return Undecided(Reason.NO_DOMAIN, "one counterexample that no second draw confirms")


def _vanishes(trials: list[Trial]) -> bool:
    """Whether one and the same side is zero at every point, and not by terms that cancel: then it was hardly understood."""
    problem = trials[0].evaluator.draw.problem
    return (all(_nothing(t, t.left) for t in trials) and not _cancels(trials[0], problem.left)) or (
        all(_nothing(t, t.right) for t in trials) and not _cancels(trials[0], problem.right)
    )


def _nothing(trial: Trial, value: Value) -> bool:
    entries = map(constant, trial.evaluator.jets.entries(value))
    return all(bool(e.contains(0)) and float(abs(e).upper()) < 1e-20 for e in entries)


def _cancels(trial: Trial, side: Expr) -> bool:
    """Whether a side is a sum of which a term with a derivative or an expectation is something: `u_xx + u_yy` of a harmonic u."""
    terms = [t for t in side.args if any(n.head in SILENT for n in t.walk())] if side.head == "add" else []
    try:
        return any(not _nothing(trial, trial.evaluator.value(t)) for t in terms)
    except (Undefined, Unsupported, IllTyped):
        return False


def _far_apart(trial: Trial) -> bool:
    """Whether two scalars differ by more than a thousandth of their size, far beyond the error of an estimate that can be trusted."""
    if (
        trial.evaluator.rough
        or trial.evaluator.jets.is_matrix(trial.left)
        or trial.evaluator.jets.is_matrix(trial.right)
    ):
        return False
    left, right = constant(trial.left), constant(trial.right)
    gap, size = abs(left - right), abs(left) + abs(right)
    return bool(gap > size / 1000) and bool(gap > gap.rad() * 1000)

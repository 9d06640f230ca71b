"""The search for the one edit of the right side that makes a step hold: proposed, tried at points, decided anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from mathlint.engine.decide import Budget, decide
from mathlint.engine.primitives import differentiated
from mathlint.engine.problem import Problem
from mathlint.engine.repair_atoms import atoms, functions
from mathlint.engine.repair_causes import Cause, Factor, Missing, Power, Scaled, Shifted, Transposed, Vanishing, terms
from mathlint.engine.repair_edits import TWO, Change, Edit, Surroundings, edits
from mathlint.engine.repair_points import Point, same
from mathlint.engine.repair_tree import Path, joined, put, scaled, times
from mathlint.engine.verdict import Proved, Supported
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import ZERO, Expr, add, div, expr, mul, neg, number, power, rebuild

CANDIDATES: Final = 1500
"""So many edits are tried."""
PLACES: Final = 900
"""Terms that may be missing, times places where they may: the larger the side, the fewer are tried."""
DECISIONS: Final = 4
"""So many of those that fit at the points are decided."""

SECONDS: Final = 0.08
"""The clock behind the counters, for one decision."""


def search(
    obligation: Obligation, problem: Problem, found: Sequence[Point], known: Sequence[Cause], budget: Budget
) -> Edit | None:
    """The most likely edit that makes the step hold."""
    strict = replace(budget, seconds=min(budget.seconds, SECONDS))
    decided = 0
    for edit in _candidates(obligation, problem, found, known):
        side = put(obligation.right, edit.path, edit.node)
        if side is obligation.right or not _fits(_seen(obligation, problem, side), found):
            continue
        if holds(replace(obligation, right=side), strict):
            return edit
        decided += 1
        if decided == DECISIONS:
            return None
    return None


def holds(obligation: Obligation, budget: Budget) -> bool:
    return isinstance(decide(obligation, budget), Proved | Supported)


def _put_facts(obligation: Obligation, node: Expr) -> Expr:
    facts = {r.pattern: r.value for r in obligation.rewrites}
    return rebuild(node, lambda n: facts.get(n, n)) if facts else node


def _seen(obligation: Obligation, problem: Problem, side: Expr) -> Expr:
    """A candidate as the points compare it: facts put in, antiderivatives differentiated."""
    side = _put_facts(obligation, side)
    left = _put_facts(obligation, obligation.left)
    if problem.left is left:
        return side
    moved = differentiated(problem.about(left, side))
    return side if moved is None else moved.problem.right


def _fits(side: Expr, found: Sequence[Point]) -> bool:
    for point in found:
        entries = point.entries(side)
        if entries is None or not same(point.left, entries):
            return False
    return True


def _candidates(
    obligation: Obligation, problem: Problem, found: Sequence[Point], known: Sequence[Cause]
) -> Iterator[Edit]:
    """The edits that the causes suggest, and the likely slips, by cost."""
    right = obligation.right
    suggested = [edit for cause in known for edit in _suggested(right, cause)]
    around = Surroundings(
        problem.declarations,
        problem.integers,
        tuple(sorted(k for k in problem.names & problem.declarations.keys() if not k.startswith("?"))),
        atoms(problem)[: max(3, PLACES // right.size)],
        functions(problem),
        found[0].is_matrix,
    )
    yield from (e for e in suggested if e.cost == 0)
    later = sorted((e for e in suggested if e.cost), key=lambda e: e.cost)
    for edit in edits(right, around, CANDIDATES):
        while later and later[0].cost <= edit.cost:
            yield later.pop(0)
        yield edit
    yield from later


# ---------------------------------------------------------------- what a cause suggests
def _suggested(right: Expr, cause: Cause) -> Iterator[Edit]:
    match cause:
        case Factor(factor, None):
            yield from _in_the_product(right, (), factor, False)
            yield _whole(right, _divided(right, factor))
        case Factor(factor, by, divided) if by is not None:
            yield from _without(right, (), by, factor, divided)
            if divided:
                made = scaled(times(by, right), 1 / factor)
            else:
                made = div(right, by if factor == 1 else mul(number(factor), by))
            yield _whole(right, made, 3)
        case Transposed():
            yield _whole(right, expr("transpose", (right,)))
        case Vanishing():
            yield _whole(right, ZERO)
        case Power(exponent):
            if exponent == 2:
                yield _whole(right, expr("root", (right, TWO)), 3)
            elif exponent == -1:
                yield _whole(
                    right, div(right.args[1], right.args[0]) if right.head == "div" else div(number(1), right), 3
                )
            else:
                yield _whole(right, power(right, TWO), 3)
        case Shifted(by):
            yield _whole(right, joined(right, number(-by)), 3)
        case Scaled(term, place, factor):
            rest = terms(right)
            if place >= len(rest) or rest[place] is not term:
                return
            if factor == 0:
                made = add(*rest[:place], *rest[place + 1 :])
                yield Edit(0, Change.EXTRA_TERM, (), made, term, made)
            else:
                made = add(*rest[:place], scaled(term, factor), *rest[place + 1 :])
                yield Edit(0, Change.SIGN if factor == -1 else Change.WHOLE, (), made, term, made)
        case Missing():
            yield _whole(right, joined(right, cause.node), 0 if cause.written else 4)


def _whole(right: Expr, node: Expr, cost: int = 0) -> Edit:
    return Edit(cost, Change.WHOLE, (), node, right, node)


def _divided(right: Expr, factor: Fraction) -> Expr:
    if factor == -1 and right.head == "add" and any(t.head == "neg" for t in right.args):
        turned = sorted((neg(t) for t in right.args), key=lambda t: t.head == "neg")
        return add(*turned)
    if factor == -1:
        return neg(right)
    return scaled(right, 1 / factor)


def _in_the_product(node: Expr, path: Path, factor: Fraction, below: bool) -> Iterator[Edit]:
    """Numbers that the whole is proportional to, set so that it comes out right."""
    match node.head:
        case "number" if node.datum != 0 and path:
            new = number(node.datum * factor if below else node.datum / factor)
            if new.datum.denominator == 1:
                yield Edit(0, Change.SWAP, path, new, node, new)
        case "neg":
            if factor == -1:
                yield Edit(0, Change.SIGN, path, node.args[0], node.args[0], node.args[0])
            yield from _in_the_product(node.args[0], (*path, 0), factor, below)
        case "div" if all(a.head == "number" and a.datum != 0 for a in node.args):
            quotient = node.args[0].datum / node.args[1].datum
            new = number(quotient * factor if below else quotient / factor)
            if path:
                yield Edit(0, Change.SWAP, path, new, node, new)
        case "div":
            yield from _in_the_product(node.args[0], (*path, 0), factor, below)
            yield from _in_the_product(node.args[1], (*path, 1), factor, not below)
        case "mul":
            for k, part in enumerate(node.args):
                value: Fraction | None = None
                if part.head == "number" and part.datum != 0:
                    value = part.datum * factor if below else part.datum / factor
                rest = (*node.args[:k], *node.args[k + 1 :])
                if value == 1:
                    yield Edit(0, Change.EXTRA_FACTOR, path, mul(*rest), part, mul(*rest))
                elif value == -1:
                    yield Edit(0, Change.SWAP, path, neg(mul(*rest)), node, neg(mul(*rest)))
                else:
                    yield from _in_the_product(part, (*path, k), factor, below)
        case "transpose" | "expect" | "trace":
            yield from _in_the_product(node.args[0], (*path, 0), factor, below)
        case "sum" | "integral" | "mean" | "antiderivative":
            last = len(node.args) - 1
            yield from _in_the_product(node.args[last], (*path, last), factor, below)


def _without(node: Expr, path: Path, by: Expr, factor: Fraction, below: bool) -> Iterator[Edit]:
    """The factor itself left out where it stands in the product, together with the number."""
    if node.head == "neg":
        yield from _without(node.args[0], (*path, 0), by, factor, below)
    if node.head == "mul" and not below and by in node.args:
        k = node.args.index(by)
        made = _divided(mul(*node.args[:k], *node.args[k + 1 :]), factor)
        yield Edit(0, Change.EXTRA_FACTOR, path, made, by, made)
    elif node.head == "mul":
        for k, part in enumerate(node.args):
            yield from _without(part, (*path, k), by, factor, below)
    elif node.head == "div":
        if below and node.args[1] is by:
            made = _divided(node.args[0], factor)
            yield Edit(0, Change.EXTRA_FACTOR, path, made, div(number(1), by), made)
        yield from _without(node.args[0], (*path, 0), by, factor, below)
        yield from _without(node.args[1], (*path, 1), by, factor, not below)

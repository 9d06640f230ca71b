"""Expectations on a finite sample space.

Every group of dependent random variables lives on a few outcomes with random weights; independent groups multiply. A condition
given is either an event (average over the outcomes where it holds) or a random variable (average over the outcomes where it
has the value it has now, so the result is again random).
"""

from __future__ import annotations

from fractions import Fraction
from math import prod

from mathlint.engine.evaluate import Evaluator, method
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Value, constant
from mathlint.engine.sample import INDEPENDENT
from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import Expr

CONDITIONS = frozenset({"compare", "and", "or", "not"})
MOST_OUTCOMES = 1100
MOST_MEMBERS = 8


def _groups(ev: Evaluator, *nodes: Expr) -> set[str]:
    """The parts of the sample space that nodes depend on."""
    found: set[str] = set()
    for node in nodes:
        for key in ev.problem.closure(node):
            declared = ev.problem.declarations.get(key)
            if declared is not None and declared.kind is Kind.RANDOM and declared.value is None:
                found |= _groups_of(ev, declared, node)
    return found


def _groups_of(ev: Evaluator, declared: Declaration, node: Expr) -> set[str]:
    if not (declared.slots and declared.group.startswith(INDEPENDENT)):
        return {declared.group}
    # members of an independent family each have a part: those that are written, and all that a running index may reach
    written = {
        n.args[1]
        for reached in ev.problem.reached
        for n in reached.walk()
        if n.head == "item" and n.args[0].head == "name" and n.args[0].datum == declared.name
    }
    members = {int(index.datum) for index in written if index.head == "number"}
    if any(index.head != "number" for index in written):
        members |= set(range(1, max((ev.draw.integer(k) or 0 for k in ev.problem.integers), default=3) + 1))
    if len(members) > MOST_MEMBERS:
        raise OutOfBudget("a large sample space")
    return {ev.group(declared, (k,)) for k in members}


def _space(ev: Evaluator, measure: str, *nodes: Expr) -> list[tuple[Fraction, dict[str, int]]]:
    groups = _groups(ev, *nodes)
    if not groups and not ev.problem.random_names:
        raise Unsupported("an expectation of names that are not random")
    if measure in ev.problem.random_names:
        # E_X says what is averaged over, and names no measure of its own
        measure = ""
    tables = {g: ev.draw.weights(measure, g) for g in groups}
    space = []
    for atoms in ev.draw.outcomes(groups):
        space.append((prod((tables[g][a] for g, a in atoms.items()), start=Fraction(1)), atoms))
        if len(space) > MOST_OUTCOMES:
            raise OutOfBudget("a large sample space")
    return space


def _restrict(
    ev: Evaluator, space: list[tuple[Fraction, dict[str, int]]], given: tuple[Expr, ...]
) -> list[tuple[Fraction, dict[str, int]]]:
    """The outcomes that agree with what is given, weights adding to 1."""
    for condition in given:
        kept = []
        here = None if condition.head in CONDITIONS else ev.value(condition)
        for weight, atoms in space:
            before, stamp = ev.atoms, ev._atom_stamp
            if here is None:
                ev._stamp += 1
                ev.atoms, ev._atom_stamp = {**before, **atoms}, ev._stamp
                try:
                    holds = ev.truth(condition)
                finally:
                    ev.atoms, ev._atom_stamp = before, stamp
            else:
                holds = _same(ev, here, ev.at_outcome(atoms, condition))
            if holds:
                kept.append((weight, atoms))
        total = sum((w for w, _ in kept), Fraction(0))
        if not total:
            raise Undefined("a condition of probability zero")
        space = [(w / total, atoms) for w, atoms in kept]
    return space


def _same(ev: Evaluator, x: Value, y: Value) -> bool:
    """Two values of one random variable: the same level or clearly another one."""
    pairs = zip(ev.jets.entries(constant(x)), ev.jets.entries(constant(y)), strict=True)
    return all(p == q if ev.ring.exact else p.overlaps(q) for p, q in pairs)


def expectation(ev: Evaluator, body: Expr, given: tuple[Expr, ...], measure: str) -> Value:
    total: Value = None
    for weight, atoms in _restrict(ev, _space(ev, measure, body, *given), given):
        term = ev.jets.scale(ev.at_outcome(atoms, body), weight)
        total = term if total is None else ev.jets.add(total, term)
    return total


@method("expect")
def expect(ev: Evaluator, node: Expr) -> Value:
    return expectation(ev, node.args[0], node.args[1:], node.datum or "")


@method("variance")
def variance(ev: Evaluator, node: Expr) -> Value:
    return _covariance(ev, node.args[0], node.args[0], node.args[1:], node.datum or "")


@method("covariance")
def covariance(ev: Evaluator, node: Expr) -> Value:
    return _covariance(ev, node.args[0], node.args[1], node.args[2:], node.datum or "")


def _covariance(ev: Evaluator, x: Expr, y: Expr, given: tuple[Expr, ...], measure: str) -> Value:
    """E[(X - EX)(Y - EY)ᵀ]: a scalar, or the matrix of columns."""
    space = _restrict(ev, _space(ev, measure, x, y, *given), given)
    xs = [ev.at_outcome(atoms, x) for _, atoms in space]
    ys = xs if x is y else [ev.at_outcome(atoms, y) for _, atoms in space]
    weights = [w for w, _ in space]
    jets = ev.jets
    means = []
    for values in (xs, ys):
        total = jets.scale(values[0], weights[0])
        for v, w in zip(values[1:], weights[1:], strict=True):
            total = jets.add(total, jets.scale(v, w))
        means.append(total)
    result: Value = None
    for a, b, w in zip(xs, ys, weights, strict=True):
        da, db = jets.subtract(a, means[0]), jets.subtract(b, means[1])
        if jets.is_matrix(da) and jets.shape(da)[1] != 1:
            raise IllTyped("a covariance of matrices")
        term = jets.scale(jets.multiply(da, jets.transpose(db)), w)
        result = term if result is None else jets.add(result, term)
    return result

"""Random variables whose mean and variance the page gives: values on a finite sample space with just these two moments.

A variable is drawn as any other and then shifted and scaled, so that its mean and its variance come out as they should. What
follows from these two moments alone is then decided exactly. What asks for more of a law than its two moments (a third moment, a
probability) is supported if it holds, and never refuted.
"""

from __future__ import annotations

from fractions import Fraction

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import Undefined, Unsupported
from mathlint.engine.jets import Value, constant
from mathlint.engine.problem import Problem
from mathlint.engine.rings import Scalar
from mathlint.engine.sample import Source
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import Expr

_MOMENTS = frozenset({"expect", "variance", "covariance"})
_LINEAR = frozenset({"add", "neg", "mul", "div", "transpose", "inner", "outer", "trace", "item", "matrix", "sum", "mean", "norm", "diagonal_of"})  # fmt: skip


def lawful(ev: Evaluator, declared: Declaration, indices: tuple[int, ...], atom: int) -> Value:
    """The value at an outcome of its part of the sample space."""
    assert declared.moments is not None
    if not second_order(ev.problem):
        ev.abstract = True
    group = ev.group(declared, indices)
    weights = ev.draw.weights("", group)
    raw = [ev.ring.convert(ev.draw.outcome_value(declared.name, indices, k)) for k in range(len(weights))]
    if ev.jets.is_matrix(raw[0]):  # no two outcomes alike: the covariance must not be singular
        sources = (Source(ev.draw.key, declared.name, *indices, "law", k) for k in range(len(weights)))
        raw = [ev.ring.convert(ev.draw.shaped(declared, source)) for source in sources]
    mean, spread = (_alone(ev, node) for node in declared.moments)
    jets = ev.jets
    centre = _total(ev, raw, weights)
    off = [jets.subtract(value, centre) for value in raw]
    if not jets.is_matrix(off[atom]):
        own = _total(ev, [jets.multiply(value, value) for value in off], weights)
        scale = jets.root(jets.multiply(spread, jets.reciprocal(own)), 2)
        return jets.add(mean, jets.multiply(scale, off[atom]))
    rows, cols = jets.shape(off[atom])
    if cols != 1 or hasattr(spread, "parts"):
        raise Unsupported("a law of a random matrix")
    if rows >= len(weights):
        raise Undefined("a random vector of more entries than outcomes")
    own = _total(ev, [jets.multiply(value, jets.transpose(value)) for value in off], weights)
    wanted, have = _cholesky(ev, spread, rows), _cholesky(ev, constant(own), rows)
    turned = jets.multiply(jets.multiply(wanted, jets.inverse(have)), off[atom])
    return jets.add(mean, turned)


def _alone(ev: Evaluator, node: Expr) -> Value:
    """A moment, in a scope of its own."""
    before, stamps = ev.bound, ev._stamps
    ev.bound, ev._stamps = {}, {}
    try:
        return ev.value(node)
    finally:
        ev.bound, ev._stamps = before, stamps


def _total(ev: Evaluator, values: list[Value], weights: list[Fraction]) -> Value:
    total: Value = None
    for value, weight in zip(values, weights, strict=True):
        term = ev.jets.scale(value, weight)
        total = term if total is None else ev.jets.add(total, term)
    return total


def _cholesky(ev: Evaluator, matrix: Value, n: int) -> Value:
    """The lower triangular factor of a positive definite matrix. Raises Undefined where there is none."""
    if ev.jets.shape(matrix) != (n, n):
        raise Unsupported("a variance of another size")
    zero = ev.rational(0)
    low: list[list[Scalar]] = [[zero] * n for _ in range(n)]
    for i in range(n):
        for j in range(i + 1):
            rest = matrix[i, j]
            for k in range(j):
                rest = rest - low[i][k] * low[j][k]
            low[i][j] = ev.ring.root(rest, 2) if i == j else rest * ev.ring.reciprocal(low[j][j])
    return ev.ring.matrix(n, n, [x for row in low for x in row])


def second_order(problem: Problem) -> bool:
    """Whether all moments are of polynomials for which the mean and the variance suffice."""
    lawful_names = frozenset(d.name for d in problem.declarations.values() if d.moments is not None)
    return all(
        _suffices(node, problem, lawful_names)
        for side in problem.reached
        for node in side.walk()
        if node.head in _MOMENTS
    )


def _suffices(node: Expr, problem: Problem, names: frozenset[str]) -> bool:
    if node.head == "expect":
        return len(node.args) == 1 and not node.datum and _degree(node.args[0], problem, names) <= 2
    if len(node.args) > (1 if node.head == "variance" else 2) or node.datum:
        return False
    return all(_degree(a, problem, names) <= 1 for a in node.args)


def _degree(node: Expr, problem: Problem, names: frozenset[str]) -> int:
    """The degree of a polynomial in the random names with a law; a large number for what is none."""
    if problem.closure(node).isdisjoint(names):
        return 0
    match node.head:
        case "name":
            declared = problem.declarations.get(node.datum)
            if declared is not None and declared.value is not None and not declared.params:
                return _degree(declared.value, problem, names)
            return 1 if node.datum in names else 99
        case "item":
            return _degree(node.args[0], problem, names)
        case "mul" | "inner" | "outer":
            return sum(_degree(a, problem, names) for a in node.args)
        case "pow" if node.args[1].head == "number" and node.args[1].datum.denominator == 1 and node.args[1].datum > 0:
            return int(node.args[1].datum) * _degree(node.args[0], problem, names)
        case "norm":
            return 99
        case "div":
            return _degree(node.args[0], problem, names) if not _degree(node.args[1], problem, names) else 99
    if node.head in _LINEAR:
        return max(_degree(a, problem, names) for a in node.args)
    return 99

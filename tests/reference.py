"""An independent evaluator of core expressions: plain mpmath, slow and simple, sharing nothing with the engine.

It is what a refutation is checked against: at its own witness, the two sides must differ here as well. Derivatives are
central differences at three times the precision, sums are loops, integrals are quadratures.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from mpmath import mp

from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import Expr
from tests.reference_calculus import Calculus
from tests.reference_values import (
    NotEvaluable,
    Value,
    close,
    entrywise,
    is_matrix,
    product,
    scalar,
)


def evaluate(
    node: Expr,
    point: Mapping[str, Any],
    dims: Mapping[str, int] | None = None,
    declarations: Iterable[Declaration] = (),
    digits: int = 30,
) -> Value:
    """The value of an expression at a point, to about `digits` digits.

    point: name → a number, a Fraction, a text such as "3/7", a list (a column), a list of rows,
    a callable (a function);
    a member of a family is "x_2" or "A_1,2". A random variable is a list with a value for each outcome of its group;
    `point["P"]` lists the outcomes' weights (`P_q`: by the measure q; `P[g]`: of the group g). dims: dimensions and integers.
    """
    with mp.workdps(digits + 10):
        return Evaluator(point, dims or {}, declarations).value(node)


class Evaluator(Calculus):
    """Adds expectations, by going through the outcomes. Weights are `point["P"]`, `point["P_q[group]"]`."""

    def weights(self, measure: str) -> dict[str, list[Any]]:
        """The weights of the outcomes of each independent group, by the measure."""
        found: dict[str, list[Any]] = {}
        for key, entry in self.point.items():
            shape = re.fullmatch(r"P(?:_([^\[]*))?(?:\[(.*)\])?", key)
            if shape and (shape[1] or "") == measure and not isinstance(entry, str):
                found[shape[2] or ""] = [scalar(w) for w in entry]
        return found

    def groups(self, nodes: tuple[Expr, ...]) -> set[str]:
        """The groups that nodes depend on, through definitions too; "iid…" stands for all its members'."""
        found: set[str] = set()
        names, seen = [k for n in nodes for k in n.free], set()
        while names:
            key = names.pop()
            declared = self.declared.get(key)
            if key in seen or declared is None:
                continue
            seen.add(key)
            if declared.value is not None:
                names.extend(declared.value.free)
            elif declared.kind is Kind.RANDOM:
                found.add(declared.group)
        return found

    def outcomes(self, measure: str, nodes: tuple[Expr, ...]) -> Iterator[tuple[Any, dict[str, int]]]:
        """Each outcome with its weight: independent groups multiply."""
        needed = self.groups(nodes)
        weights = {
            g: w
            for g, w in self.weights(measure).items()
            if g in needed or any(n.startswith("iid") and g.startswith(n + "[") for n in needed)
        }
        if not weights or any(not n.startswith("iid") and n not in weights for n in needed):
            raise NotEvaluable("the sample space is not given")
        for atoms in itertools.product(*(range(len(w)) for w in weights.values())):
            chosen = dict(zip(weights, atoms, strict=True))
            yield mp.fprod(weights[g][a] for g, a in chosen.items()), chosen

    def average(self, node: Expr, operands: int, value: Callable[[Evaluator], Value]) -> Value:
        given, chosen = node.args[operands:], []
        for weight, atoms in self.outcomes(node.datum or "", node.args):
            scope = self.inside(outcome={**self.outcome, **atoms})
            if all(self.agrees(scope, g) for g in given):
                chosen.append((weight, value(scope)))
        mass = mp.fsum(w for w, _ in chosen)
        if mass == 0:
            raise NotEvaluable("a condition of probability zero")
        return entrywise(lambda t: t / mass, self.total(entrywise(lambda v, w=w: v * w, v) for w, v in chosen))

    def agrees(self, scope: Evaluator, given: Expr) -> bool:
        """An event holds at the outcome; a variable has the value there that it has at the present outcome."""
        if given.head in ("compare", "and", "or", "not"):
            return bool(scope.value(given))
        if not self.outcome:
            raise NotEvaluable("a conditional expectation is random")
        return close(scope.value(given), self.value(given))

    def _expect(self, node: Expr) -> Value:
        return self.average(node, 1, lambda scope: scope.value(node.args[0]))

    def _variance(self, node: Expr) -> Value:
        return self.covariation(node, 1, node.args[0], node.args[0])

    def _covariance(self, node: Expr) -> Value:
        return self.covariation(node, 2, node.args[0], node.args[1])

    def covariation(self, node: Expr, operands: int, x: Expr, y: Expr) -> Value:
        def times(a: Value, b: Value) -> Value:
            return product(a, b.T if is_matrix(b) else b)

        mean_x = self.average(node, operands, lambda scope: scope.value(x))
        mean_y = self.average(node, operands, lambda scope: scope.value(y))
        both = self.average(node, operands, lambda scope: times(scope.value(x), scope.value(y)))
        return entrywise(lambda a, b: a - b, both, times(mean_x, mean_y))


__all__ = ["NotEvaluable", "Value", "close", "evaluate"]

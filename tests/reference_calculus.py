"""Sums, integrals, limits and derivatives in the reference evaluator."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mpmath import mp, mpf

from mathlint.expr.tree import Expr
from tests.reference_algebra import Algebra
from tests.reference_values import (
    NotEvaluable,
    Value,
    bump,
    close,
    entries,
    entrywise,
    family_keys,
    integer,
    is_matrix,
    product,
    tabulate,
)

LOOP_LIMIT = 20_000


class Calculus(Algebra):
    """Adds binders and derivatives."""

    # ------------------------------------------------------------ binders

    def terms(self, node: Expr) -> Iterable[tuple[Calculus, Expr]]:
        low, high = self.value(node.args[1]), self.value(node.args[2])
        if mp.isinf(high) or high - low > LOOP_LIMIT:
            raise NotEvaluable("a sum that is too long to loop over")
        for k in range(integer(low), integer(high) + 1):
            yield self.inside(bound={node.args[0].datum: mpf(k)}), node.args[-1]

    def total(self, values: Iterable[Value]) -> Value:
        total: Value = mpf(0)
        for v in values:
            total = entrywise(lambda a, b: a + b, total, v)
        return total

    def _sum(self, node: Expr) -> Value:
        return self.total(scope.value(body) for scope, body in self.terms(node))

    def _sum_where(self, node: Expr) -> Value:
        return self.total(scope.value(body) for scope, body in self.terms(node) if scope.value(node.args[3]))

    def _product(self, node: Expr) -> Value:
        total: Value = mpf(1)
        for scope, body in self.terms(node):
            total = product(total, scope.value(body))
        return total

    def _mean(self, node: Expr) -> Value:
        values = [scope.value(body) for scope, body in self.terms(node)]
        return self.total(values) / len(values)

    def members(self, node: Expr) -> list[Value]:
        held = self.point.get(node.args[1].datum) if node.args[1].head in ("name", "opaque") else None
        if not isinstance(held, list | tuple | set | frozenset | range):
            raise NotEvaluable(f"the set {node.args[1]!r} is not given")
        return [self.entry(e) for e in held]

    def _sum_over(self, node: Expr) -> Value:
        key = node.args[0].datum
        return self.total(self.inside(bound={key: v}).value(node.args[-1]) for v in self.members(node))

    def _product_over(self, node: Expr) -> Value:
        total: Value = mpf(1)
        for v in self.members(node):
            total = product(total, self.inside(bound={node.args[0].datum: v}).value(node.args[-1]))
        return total

    def _integral(self, node: Expr) -> Value:
        key, body = node.args[0].datum, node.args[3]
        low, high = self.value(node.args[1]), self.value(node.args[2])
        if low == high:
            return mpf(0)
        points = [low, 0, high] if mp.isinf(low) and mp.isinf(high) else [low, high]
        return mp.quad(lambda t: self.inside(bound={key: t}).value(body), points)

    def _limit(self, node: Expr) -> Value:
        key, target, body = node.args[0].datum, self.value(node.args[1]), node.args[2]
        digits = mp.dps

        def near(step: Any) -> Value:
            return self.inside(bound={key: step}).value(body)

        with mp.workdps(4 * digits):
            tiny = mpf(10) ** -digits
            if mp.isinf(target):
                return near(mp.sign(target) / tiny)
            values = [near(target + s * tiny) for s in {"+": (1,), "-": (-1,), "": (1, -1)}[node.datum]]
        if not close(values[0], values[-1], digits // 2):
            raise NotEvaluable("the limits from the two sides differ")
        return values[0]

    # ------------------------------------------------------------ derivatives

    def variable_places(self, variable: Expr) -> tuple[Value, str, Callable[[int, int, Any], Value]]:
        """The value of a variable, the name to perturb, and the name's value when an entry of the variable moves."""
        value = self.value(variable)
        match variable.head:
            case "name":
                key = variable.datum

                def moved(r: int, c: int, by: Any) -> Value:
                    return bump(value, r, c, by)
            case "transpose":
                inner, key, move = self.variable_places(variable.args[0])
                del inner

                def moved(r: int, c: int, by: Any) -> Value:
                    return move(c, r, by)
            case "item" | "row" | "column":
                base = variable.args[0]
                if base.head != "name":
                    raise NotEvaluable("a derivative by a part of something that is no name")
                at = [integer(self.value(a)) for a in variable.args[1:]]
                declared = self.declared.get(base.datum)
                slots = declared.slots if declared else 0
                if variable.head == "item" and (
                    slots or (base.datum not in self.point and base.datum not in self.bound)
                ):
                    at, rest = (at[:slots], at[slots:]) if slots else (at, [])
                    whole = self.member(base.datum, at, declared)
                    key, first = family_keys(base.datum, at)[0], 1
                    if not rest:
                        return whole, key, lambda r, c, by: bump(whole, r, c, by)
                    at = rest
                else:
                    whole, key, first = self.value(base), base.datum, declared.base if declared else 1

                def moved(r: int, c: int, by: Any) -> Value:
                    if variable.head == "row":
                        return bump(whole, at[0] - 1, c, by)
                    if variable.head == "column":
                        return bump(whole, r, at[0] - 1, by)
                    places = [a - first for a in at]
                    if len(places) == 1:
                        places = [0, *places] if whole.rows == 1 else [*places, 0]
                    return bump(whole, places[0], places[1], by)
            case _:
                raise NotEvaluable(f"a derivative by {variable!r}")
        return value, key, moved

    def partial(self, body: Expr, variable: Expr, r: int = 0, c: int = 0) -> Value:
        """The derivative of `body` by one entry of the variable: a central difference whose error is beyond the precision."""
        digits = mp.dps
        with mp.workdps(3 * digits + 5):
            _, key, moved = self.variable_places(variable)
            step = mpf(10) ** -digits
            above, below = (self.inside(bound={key: moved(r, c, by)}).value(body) for by in (step, -step))
            return entrywise(lambda a, b: (a - b) / (2 * step), above, below)

    def _derivative(self, node: Expr) -> Value:
        body, variable = node.args
        if is_matrix(self.variable_places(variable)[0]):
            return self._jacobian(node)
        return self.partial(body, variable)

    def _gradient(self, node: Expr) -> Value:
        body, variable = node.args
        at, value = self.variable_places(variable)[0], self.value(body)
        if not is_matrix(at):
            return self.partial(body, variable)
        if not is_matrix(value):
            return tabulate(at.rows, at.cols, lambda r, c: self.partial(body, variable, r, c))
        jacobian = self._jacobian(node)
        return jacobian.T if is_matrix(jacobian) else jacobian

    def _jacobian(self, node: Expr) -> Value:
        body, variable = node.args
        at, value = self.variable_places(variable)[0], self.value(body)
        if not is_matrix(at):
            return self.partial(body, variable)
        if not is_matrix(value):
            grid = tabulate(at.rows, at.cols, lambda r, c: self.partial(body, variable, r, c))
            return grid.T if at.cols == 1 else grid
        if 1 not in (at.rows, at.cols) or 1 not in (value.rows, value.cols):
            raise NotEvaluable("a Jacobian of or by a matrix")
        length = at.rows * at.cols
        columns = [entries(self.partial(body, variable, *((k, 0) if at.cols == 1 else (0, k)))) for k in range(length)]
        return tabulate(len(columns[0]), length, lambda r, c: columns[c][r])

    def second(self, body: Expr, variable: Expr, p: int, q: int) -> Value:
        digits = mp.dps
        with mp.workdps(5 * digits + 5):
            _, key, moved = self.variable_places(variable)
            step = mpf(10) ** -digits

            def first(by: Any) -> Value:
                scope = self.inside(bound={key: moved(p, 0, by)})
                return scope.partial(body, variable, q, 0)

            return (first(step) - first(-step)) / (2 * step)

    def _hessian(self, node: Expr) -> Value:
        body, variable = node.args
        at = self.variable_places(variable)[0]
        if not is_matrix(at):
            return self.second(body, variable, 0, 0)
        return tabulate(at.rows, at.rows, lambda r, c: self.second(body, variable, r, c))

    def _laplacian(self, node: Expr) -> Value:
        body, variable = node.args
        at = self.variable_places(variable)[0]
        return mp.fsum(self.second(body, variable, r, r) for r in range(at.rows if is_matrix(at) else 1))

    def _divergence(self, node: Expr) -> Value:
        body, variable = node.args
        at = self.variable_places(variable)[0]
        return mp.fsum(self.partial(body, variable, r, 0)[r, 0] for r in range(at.rows))

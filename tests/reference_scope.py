"""Names, members, entries and applications in the reference evaluator."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Self

import mpmath
from mpmath import mp, mpf

from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import Expr
from tests.reference_values import (
    NotEvaluable,
    Value,
    family_keys,
    integer,
    is_matrix,
    loosen,
    scalar,
    tabulate,
)


class Scope:
    """Values of expressions in one scope: `bound` holds the values of bound names, and of perturbed variables."""

    def __init__(self, point: Mapping[str, Any], dims: Mapping[str, int], declarations: Iterable[Declaration]) -> None:
        self.point, self.dims = dict(point), dict(dims)
        self.declared = {d.name: d for d in declarations}
        self.bound: dict[str, Value] = {}
        self.outcome: dict[str, int] = {}
        """The present outcome of each group of random variables."""

    def inside(self, **changes: Any) -> Self:
        """The same scope with a few more bound values."""
        other = type(self)(self.point, self.dims, ())
        other.declared, other.outcome = self.declared, self.outcome
        other.bound = {**self.bound, **changes.get("bound", {})}
        if "outcome" in changes:
            other.outcome = changes["outcome"]
        return other

    def value(self, node: Expr) -> Value:
        method = getattr(self, f"_{node.head}", None)
        if method is None:
            raise NotEvaluable(f"{node.head} has no value here")
        try:
            return loosen(method(node))
        except (ZeroDivisionError, ValueError, TypeError, IndexError, OverflowError, AttributeError) as error:
            raise NotEvaluable(f"{node!r}: {error}") from error

    def values(self, node: Expr) -> list[Value]:
        return [self.value(a) for a in node.args]

    def dim(self, dim: int | str) -> int:
        if isinstance(dim, int):
            return dim
        for key in (dim, dim.removeprefix("?")):
            if key in self.dims:
                return self.dims[key]
            if key in self.point:
                return integer(scalar(self.point[key]))
        raise NotEvaluable(f"the dimension {dim} is not given")

    # ------------------------------------------------------------ leaves and access

    def _number(self, node: Expr) -> Value:
        return scalar(node.datum)

    def _decimal(self, node: Expr) -> Value:
        return scalar(node.datum[0])

    def _constant(self, node: Expr) -> Value:
        return {"pi": +mp.pi, "e": +mp.e, "i": mpmath.mpc(0, 1), "infinity": mp.inf, "euler_gamma": +mp.euler}[
            node.datum
        ]

    def _name(self, node: Expr) -> Value:
        key = node.datum
        if key in self.bound:
            return self.bound[key]
        declared = self.declared.get(key)
        if key in self.point:
            entry = self.point[key]
            return self.entry(entry if declared is None else self.at_outcome(declared, [], entry))
        if key in self.dims:
            return mpf(self.dims[key])
        if declared is not None and declared.value is not None and not declared.params:
            return self.value(declared.value)
        raise NotEvaluable(f"{key} has no value")

    def at_outcome(self, declared: Declaration, indices: list[int], entry: Any) -> Any:
        """What is listed for the present outcome, if the name is random. Members of an "iid…" family are independent."""
        if declared.kind is not Kind.RANDOM:
            return entry
        apart = declared.group.startswith("iid") and indices
        group = f"{declared.group}{indices}" if apart else declared.group
        if group not in self.outcome:
            raise NotEvaluable(f"{declared.name} is random")
        return entry[self.outcome[group]]

    def entry(self, entry: Any) -> Value:
        if callable(entry) or is_matrix(entry):
            return entry
        if isinstance(entry, str) and entry.startswith("≈"):
            # a coordinate of a solved point is known to a few digits only
            rows = [re.split(r",\s*", row) for row in entry.strip("≈ []()").split(";")]
            entry = rows if "[" in entry else rows[0] if len(rows[0]) > 1 else rows[0][0]
        if isinstance(entry, list | tuple):
            rows = [list(r) if isinstance(r, list | tuple) else [r] for r in entry]
            return loosen(tabulate(len(rows), len(rows[0]), lambda r, c: scalar(rows[r][c])))
        return scalar(entry)

    def _identity(self, node: Expr) -> Value:
        return mp.eye(self.dim(node.datum))

    def _ones(self, node: Expr) -> Value:
        return mpmath.ones(*(self.dim(d) for d in node.datum))

    def _zeros(self, node: Expr) -> Value:
        return mpmath.zeros(*(self.dim(d) for d in node.datum))

    def _unit(self, node: Expr) -> Value:
        at = integer(self.value(node.args[0]))
        size = self.dim(node.datum)
        if not 1 <= at <= size:
            raise NotEvaluable(f"e_{at} in {size} dimensions")
        return tabulate(size, 1, lambda r, _: mpf(r == at - 1))

    def _item(self, node: Expr) -> Value:
        indices = [integer(self.value(a)) for a in node.args[1:]]
        base, first = node.args[0], 1
        if base.head == "name":
            declared = self.declared.get(base.datum)
            first = declared.base if declared else 1
            slots = declared.slots if declared else 0
            if slots == 0 and base.datum not in self.point and base.datum not in self.bound:
                slots = len(indices) if declared is None or declared.value is None else 0
            if slots:
                whole = self.member(base.datum, indices[:slots], declared)
                indices = indices[slots:]
                return self.pick(whole, indices, 1) if indices else whole
        return self.pick(self.value(base), indices, first)

    def member(self, key: str, indices: list[int], declared: Declaration | None) -> Value:
        """The member of a family, by its key in the point, or by the family's definition."""
        for spelled in family_keys(key, indices):
            if spelled in self.bound:
                return self.bound[spelled]
            if spelled in self.point:
                entry = self.point[spelled]
                return self.entry(entry if declared is None else self.at_outcome(declared, indices, entry))
        if declared is not None and declared.value is not None:
            return self.inside(bound=dict(zip(declared.params, map(mpf, indices), strict=False))).value(declared.value)
        raise NotEvaluable(f"{key} has no member {indices}")

    @staticmethod
    def pick(whole: Value, indices: list[int], first: int) -> Value:
        places = [i - first for i in indices]
        if not is_matrix(whole) or min(places) < 0:
            raise NotEvaluable("an index out of range")
        if len(places) == 1:
            places = [0, *places] if whole.rows == 1 and whole.cols > 1 else [*places, 0]
        if places[0] >= whole.rows or places[1] >= whole.cols:
            raise NotEvaluable("an index out of range")
        return whole[places[0], places[1]]

    def _row(self, node: Expr) -> Value:
        whole, at = self.value(node.args[0]), integer(self.value(node.args[1]))
        return tabulate(1, whole.cols, lambda _, c: self.pick(whole, [at, c + 1], 1))

    def _column(self, node: Expr) -> Value:
        whole, at = self.value(node.args[0]), integer(self.value(node.args[1]))
        return tabulate(whole.rows, 1, lambda r, _: self.pick(whole, [r + 1, at], 1))

    def _lambda(self, node: Expr) -> Value:
        names = [a.datum for a in node.args[:-1]]
        return lambda *values: self.inside(bound=dict(zip(names, values, strict=True))).value(node.args[-1])

    def _apply(self, node: Expr) -> Value:
        function, values = node.args[0], [self.value(a) for a in node.args[1:]]
        key = function.datum if function.head == "name" else ""
        if function.head == "item" and function.args[0].head == "name":
            key = function.args[0].datum
            given = [self.value(a) for a in function.args[1:]]
            if key in self.declared and self.declared[key].value is not None:
                values = given + values
            else:
                spelled = next((k for k in family_keys(key, [integer(v) for v in given]) if k in self.point), None)
                key = spelled or key
        held = self.bound.get(key, self.point.get(key))
        if callable(held):
            return held(*values)
        declared = self.declared.get(key)
        if declared is not None and declared.value is not None and len(declared.params) == len(values):
            return self.inside(bound=dict(zip(declared.params, values, strict=True))).value(declared.value)
        if function.head == "lambda":
            return self._lambda(function)(*values)
        raise NotEvaluable(f"the function {function!r} is not given")

    def _opaque(self, node: Expr) -> Value:
        held = self.point.get(node.datum)
        if callable(held):
            return held(*self.values(node))
        if held is not None and not node.args:
            return self.entry(held)
        raise NotEvaluable(f"{node.datum} is opaque")

"""One typing of a step under one assignment of kinds: what is implausible costs, what is impossible is a fault."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mathlint.elaborate.dims import KIND_NAMES, SCALAR, Dims, Sh
from mathlint.expr.tree import Expr, expr

_FAULT: Final = 100.0


class TooDear(Exception):
    """Raised inside a typing that is no longer of interest."""


@dataclass
class Typing:
    """One typing of a step and its definitions under one assignment.

    rules: head → how it is typed; any other head takes numbers and gives one. kinds: variable → kind, where a variable
    is a name's key ("x") or a family of a key ("x/1": one slot). values: the definitions in force: key → (params, value).
    layout: "denominator" (gradients are columns) or "numerator". bare: the keys that stand without an index.
    """

    rules: Mapping[str, Rule]
    kinds: Mapping[str, str]
    values: Mapping[str, tuple[tuple[str, ...], Expr]]
    layout: str = "denominator"
    declared: Mapping[str, Sh] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    dims: Dims = field(default_factory=Dims)
    cost: float = 0.0
    limit: float = math.inf
    """A fault that brings the cost to this raises `TooDear`."""
    faults: list[str] = field(default_factory=list)
    shapes: dict[str, Sh] = field(default_factory=dict)
    local: dict[str, Sh] = field(default_factory=dict)
    ranges: dict[str, tuple[Expr, Expr]] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)
    """Names that stand as families in the result, and their number of slots."""
    function_shapes: dict[str, Sh] = field(default_factory=dict)
    layouts: bool = False
    """Whether the layout mattered."""
    transposed: bool = False
    final_values: dict[str, Expr] = field(default_factory=dict)
    final_sides: tuple[Expr, ...] = ()
    """The two sides of the step in their final form, once they are typed."""
    _typing: set[str] = field(default_factory=set)

    # ------------------------------------------------------------ shapes of names
    def fault(self, what: str) -> Sh:
        self.faults.append(what)
        self.cost += _FAULT
        if self.cost >= self.limit:
            raise TooDear
        return SCALAR

    def of_kind(self, kind: str) -> Sh:
        match kind:
            case "C":
                return self.dims.fresh(), 1
            case "R":
                return 1, self.dims.fresh()
            case "M":
                return self.dims.fresh(), self.dims.fresh()
        return SCALAR

    def shape_of(self, variable: str) -> Sh:
        if variable in self.local:
            return self.local[variable]
        found = self.shapes.get(variable)
        if found is None:
            found = self.declared.get(variable) or self.of_kind(self.kinds.get(variable, "S"))
            self.shapes[variable] = found
        return found

    def same(self, a: Sh, b: Sh) -> bool:
        """Unify two shapes; False if they cannot be the same."""
        if self.kind(a) != self.kind(b):
            return False
        return self.dims.unify(a[0], b[0]) and self.dims.unify(a[1], b[1])

    def kind(self, shape: Sh) -> str:
        rows, cols = self.dims.find(shape[0]), self.dims.find(shape[1])
        if rows == 1 and cols == 1:
            return "S"
        return "C" if cols == 1 else "R" if rows == 1 else "M"

    # ------------------------------------------------------------ expressions
    def type(self, node: Expr) -> tuple[Sh, Expr]:
        """The shape of an expression and its final form."""
        rule = self.rules.get(node.head)
        if rule is not None:
            return rule(self, node)
        args = tuple(self.scalar(a) for a in node.args)
        return SCALAR, expr(node.head, args, node.datum)

    def scalar(self, node: Expr) -> Expr:
        """The final form of something that must be a scalar."""
        shape, done = self.type(node)
        if self.kind(shape) != "S":
            self.fault(f"a {KIND_NAMES[self.kind(shape)]} where a number is needed")
        return done

    def equation(self, left: Expr, right: Expr) -> tuple[Expr, Expr]:
        a, left_done = self.type(left)
        b, right_done = self.type(right)
        if not self.same(a, b):
            ka, kb = self.kind(a), self.kind(b)
            if {ka, kb} == {"C", "R"}:
                self.cost += 4
                self.transposed = True
                self.dims.unify(a[0] if ka == "C" else a[1], b[0] if kb == "C" else b[1])
            elif is_zero(left) or is_zero(right) or ({ka, kb} == {"M"}):
                if ka == kb == "M":
                    self.fault("the sides have different sizes")
            else:
                self.fault(f"the left side is a {KIND_NAMES[ka]}, the right side a {KIND_NAMES[kb]}")
        return left_done, right_done


Rule = Callable[["Typing", Expr], tuple[Sh, Expr]]


def is_zero(node: Expr) -> bool:
    """Whether it is written as zero, which takes any shape."""
    while node.head in ("transpose", "neg"):
        node = node.args[0]
    return (node.head == "number" and node.datum == 0) or node.head == "zeros"

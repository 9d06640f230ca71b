"""Shapes while they are searched: kinds, and dimensions that unify."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mathlint.expr.shape import Dim

Sh = tuple[Dim, Dim]


SCALAR: Final[Sh] = (1, 1)


@dataclass
class Dims:
    """Unification of dimensions: numbers, names, and anonymous ones that begin with "?"."""

    parent: dict[Dim, Dim] = field(default_factory=dict)
    count: int = 0

    def fresh(self) -> str:
        self.count += 1
        return f"?{self.count}"

    def find(self, dim: Dim) -> Dim:
        while dim in self.parent:
            dim = self.parent[dim]
        return dim

    def unify(self, a: Dim, b: Dim) -> bool:
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if isinstance(a, int) and isinstance(b, int):
            return False
        if isinstance(a, int) or (isinstance(b, str) and b.startswith("?")):
            a, b = b, a
        self.parent[a] = b
        return True


KIND_NAMES: Final = {"S": "number", "C": "vector", "R": "row vector", "M": "matrix"}

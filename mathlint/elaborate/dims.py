"""Shapes while they are searched: kinds, and dimensions that unify."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from mathlint.expr.shape import Dim

Sh = tuple[Dim, Dim]


SCALAR: Final[Sh] = (1, 1)


_ONE_MORE: Final = "+1"


def one_more(key: str) -> str:
    """The dimension of a vector whose entries are counted from 0 to a number."""
    return key + _ONE_MORE


def one_less(dim: str) -> str | None:
    """The name of the number that a dimension is one more than; None if it is none such."""
    return dim.removesuffix(_ONE_MORE) if dim.endswith(_ONE_MORE) else None


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

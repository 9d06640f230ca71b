"""Shapes: how many rows and columns a value has, with symbolic dimensions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

Dim: TypeAlias = "int | str"
"""A number of rows or columns: an int, or the key of the integer name that gives it (`n`, or an anonymous `?3`)."""


@dataclass(frozen=True, slots=True)
class Shape:
    """rows × cols. A column vector is n × 1, a row vector 1 × n. A scalar is `SCALAR`, never a `Shape(1, 1)` in a declaration."""

    rows: Dim
    cols: Dim

    @property
    def is_scalar(self) -> bool:
        return self.rows == 1 and self.cols == 1

    @property
    def is_column(self) -> bool:
        return self.cols == 1 and self.rows != 1

    @property
    def is_row(self) -> bool:
        return self.rows == 1 and self.cols != 1

    def __str__(self) -> str:
        if self.is_scalar:
            return "scalar"
        return f"{self.rows}×{self.cols}"


SCALAR = Shape(1, 1)


def sized(text: str, sizes: dict[str, str]) -> str:
    """Sizes without a name (`?12`) as d1, d2, …; `sizes` remembers which is which."""
    return re.sub(r"\?\w+", lambda size: sizes.setdefault(size[0], f"d{len(sizes) + 1}"), text)

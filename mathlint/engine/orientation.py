"""Matrices whose determinant must be positive: it stands under a logarithm, a root or a real power.

They are drawn with a positive definite symmetric part and any skew one, so that the determinant is positive and nothing else
about them is special.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from mathlint.engine.structured import positive_definite
from mathlint.expr.tree import Expr

Rows = list[list[Fraction]]


def with_positive_determinant(nodes: Iterable[Expr]) -> frozenset[str]:
    """The names in such determinants."""
    found: set[str] = set()
    for node in nodes:
        for outer in node.walk():
            real_power = outer.head == "pow" and not _whole(outer.args[1])
            logarithm = outer.head == "fn" and str(outer.datum).startswith("log")
            if real_power or logarithm or outer.head == "root":
                for inner in outer.args[0].walk():
                    if inner.head == "determinant":
                        found |= inner.args[0].free
    return frozenset(found)


def _whole(exponent: Expr) -> bool:
    exponent = exponent.args[0] if exponent.head == "neg" else exponent
    return exponent.head == "number" and exponent.datum.denominator == 1


def turned(square: Rows) -> Rows:
    """A matrix with the given entries above its diagonal as its skew part, and a positive definite symmetric part."""
    n = len(square)
    symmetric = positive_definite(square)
    return [
        [symmetric[i][j] + (square[i][j] if i < j else -square[j][i] if i > j else Fraction(0)) for j in range(n)]
        for i in range(n)
    ]

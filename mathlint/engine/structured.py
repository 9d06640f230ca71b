"""Exact rational matrices with structure, real and complex."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from mathlint.engine.rings import Gaussian
from mathlint.expr.obligation import Trait

Rows: TypeAlias = "list[list[Fraction]]"


def unit_vector(rows: Rows) -> Rows:
    """A rational vector of norm 1 (stereographic projection), in the shape given: one row or one column."""
    flat = [x for row in rows for x in row]
    square = sum((x * x for x in flat[1:]), Fraction(0))
    last = (square - 1) / (square + 1)
    rest = [2 * x / (square + 1) for x in flat[1:]]
    values = [last, *rest]
    return [[x] for x in values] if len(rows) > 1 else [values]


def positive_definite(rows: Rows) -> Rows:
    """B Bᵀ/4 + I."""
    n = len(rows)
    gram = [[sum((rows[i][k] * rows[j][k] for k in range(n)), Fraction(0)) / 4 for j in range(n)] for i in range(n)]
    return [[gram[i][j] + (1 if i == j else 0) for j in range(n)] for i in range(n)]


def householder(rows: Rows) -> Rows:
    """I - 2vvᵀ/vᵀv: symmetric and orthogonal."""
    v = [row[0] for row in rows]
    square = sum((x * x for x in v), Fraction(0))
    n = len(v)
    return [[(1 if i == j else 0) - 2 * v[i] * v[j] / square for j in range(n)] for i in range(n)]


def cayley(rows: Rows) -> Rows:
    """(I - K)(I + K)⁻¹ of the skew part K: orthogonal, with determinant 1."""
    n = len(rows)
    skew = [[rows[i][j] if i < j else -rows[j][i] if i > j else Fraction(0) for j in range(n)] for i in range(n)]
    one = [[Fraction(int(i == j)) for j in range(n)] for i in range(n)]
    inverse = _inverse([[one[i][j] + skew[i][j] for j in range(n)] for i in range(n)])
    minus = [[one[i][j] - skew[i][j] for j in range(n)] for i in range(n)]
    return [[sum((minus[i][k] * inverse[k][j] for k in range(n)), Fraction(0)) for j in range(n)] for i in range(n)]


def gaussian(real: Rows, imag: Rows) -> list[list[Gaussian]]:
    """The complex matrix with these parts."""
    return [[Gaussian(x, y) for x, y in zip(a, b, strict=True)] for a, b in zip(real, imag, strict=True)]


def complex_matrix(real: Rows, imag: Rows, traits: frozenset[Trait]) -> list[list[Gaussian]]:
    """A square complex matrix: unitary where it is to be orthogonal, Hermitian where symmetric."""
    n = len(real)
    if Trait.ORTHOGONAL in traits:
        # as real matrices of twice the size, skew-Hermitian ones are skew, and Cayley's transform keeps the form
        skew = [[real[i][j] if i < j else -real[j][i] if i > j else Fraction(0) for j in range(n)] for i in range(n)]
        even = [[imag[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
        double = [skew[i] + [-x for x in even[i]] for i in range(n)] + [even[i] + skew[i] for i in range(n)]
        turned = cayley(double)
        return gaussian([row[:n] for row in turned[:n]], [row[:n] for row in turned[n:]])
    if Trait.POSITIVE_DEFINITE in traits:
        whole = [real[i] + imag[i] for i in range(n)]
        other = [imag[i] + [-x for x in real[i]] for i in range(n)]
        gram = [
            [sum((x * y for x, y in zip(whole[i], whole[j], strict=True)), Fraction(0)) / 4 for j in range(n)]
            for i in range(n)
        ]
        turn = [
            [sum((x * y for x, y in zip(other[i], whole[j], strict=True)), Fraction(0)) / 4 for j in range(n)]
            for i in range(n)
        ]
        return gaussian([[gram[i][j] + (1 if i == j else 0) for j in range(n)] for i in range(n)], turn)
    if Trait.SYMMETRIC in traits:
        even = [[real[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
        odd = [[imag[i][j] if i < j else -imag[j][i] if i > j else Fraction(0) for j in range(n)] for i in range(n)]
        return gaussian(even, odd)
    if Trait.DIAGONAL in traits:
        keep = [
            [[x if i == j else Fraction(0) for j, x in enumerate(row)] for i, row in enumerate(m)] for m in (real, imag)
        ]
        return gaussian(*keep)
    return gaussian(real, imag)


def _inverse(rows: Rows) -> Rows:
    """Gauss–Jordan; I + K is never singular for a skew K."""
    n = len(rows)
    work = [list(row) + [Fraction(int(i == j)) for j in range(n)] for i, row in enumerate(rows)]
    for column in range(n):
        pivot = next(r for r in range(column, n) if work[r][column])
        work[column], work[pivot] = work[pivot], work[column]
        scale = work[column][column]
        work[column] = [x / scale for x in work[column]]
        for r in range(n):
            if r != column and work[r][column]:
                factor = work[r][column]
                work[r] = [x - factor * y for x, y in zip(work[r], work[column], strict=True)]
    return [row[n:] for row in work]

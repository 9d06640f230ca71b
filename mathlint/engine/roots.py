"""The square root of a symmetric positive definite matrix, by the iteration of Denman and Beavers (1976), enclosed afterwards.

With R near the root of A and E = A - R², the root is R + X with RX + XR + X² = E. For the least eigenvalue m of R the map
X ↦ RX + XR grows by 2m at least, so that |E| < m² leaves a solution with |X| ≤ |E|/m.
"""

from __future__ import annotations

from typing import Any, Final

from flint import arb, arb_mat, ctx

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import IllTyped, Undefined, Unsupported
from mathlint.engine.jets import Jet, Value
from mathlint.engine.rings import Balls, precision

ROUNDS: Final = 60


def square_root(ev: Evaluator, a: Value) -> Value:
    """The positive definite root. Raises Undefined where the matrix has none, and Unsupported outside the reals."""
    rows, cols = ev.jets.shape(a)
    if rows != cols:
        raise IllTyped(f"a root of a {rows}×{cols} matrix")
    if isinstance(a, Jet) or not isinstance(ev.ring, Balls):
        raise Unsupported("a root of a matrix that varies")
    with precision(2 * ctx.prec):
        exact = a.mid()
        if not _overlaps(exact, exact.transpose()) or not _is_positive(exact):
            raise Undefined("a root of a matrix that is not symmetric and positive definite")
        root = _iterated(exact, rows)
        rest = _size(a - root * root)
        least = 1 / _size(root.inv())
        radius = (rest / least).upper()
        if not rest < least * least:
            raise Undefined("a root of a matrix that is nearly singular")
        return arb_mat(rows, rows, [e + arb(0, radius) for e in root.entries()])


def _iterated(a: Any, n: int) -> Any:
    y, z = a, arb_mat(n, n, [arb(int(i == j)) for i in range(n) for j in range(n)])
    for _ in range(ROUNDS):
        before = y
        y, z = ((y + z.inv()) * arb(0.5)).mid(), ((z + y.inv()) * arb(0.5)).mid()
        if _size(y - before) < arb(2) ** -(ctx.prec // 2):
            break
    return ((y + y.transpose()) * arb(0.5)).mid()


def _size(m: Any) -> Any:
    """A bound of the largest singular value: the root of the sum of the squares."""
    total = arb(0)
    for e in m.entries():
        upper = abs(e).upper()
        total += upper * upper
    return total.upper().sqrt().upper()


def _overlaps(a: Any, b: Any) -> bool:
    return bool(_size(a - b) < arb(2) ** -(ctx.prec // 3) * (1 + _size(a)))


def _is_positive(a: Any) -> bool:
    """Whether all leading minors are."""
    n = a.nrows()
    rows = [[a[i, j] for j in range(n)] for i in range(n)]
    return all(bool(arb_mat(k, k, [rows[i][j] for i in range(k) for j in range(k)]).det() > 0) for k in range(1, n + 1))

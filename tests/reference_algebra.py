"""Arithmetic, linear algebra, functions and conditions in the reference evaluator."""

from __future__ import annotations

from typing import Any

import mpmath
from mpmath import mp, mpf

from mathlint.expr.tree import Expr
from tests.reference_scope import Scope
from tests.reference_values import (
    FUNCTIONS,
    WHOLE,
    NotEvaluable,
    Value,
    close,
    entries,
    entrywise,
    integer,
    is_matrix,
    product,
    tabulate,
)


class Algebra(Scope):
    """Adds what has no bound name."""

    # ------------------------------------------------------------ arithmetic

    def _add(self, node: Expr) -> Value:
        total, *rest = self.values(node)
        for term in rest:
            total = entrywise(lambda a, b: a + b, total, term)
        return total

    def _neg(self, node: Expr) -> Value:
        return -self.value(node.args[0])

    def _mul(self, node: Expr) -> Value:
        total, *rest = self.values(node)
        for factor in rest:
            total = product(total, factor)
        return total

    def _div(self, node: Expr) -> Value:
        x, y = self.values(node)
        if is_matrix(y):
            raise NotEvaluable("a division by a matrix")
        if y == 0:
            raise NotEvaluable("a division by zero")
        return x / y

    def _pow(self, node: Expr) -> Value:
        base, exponent = self.values(node)
        if is_matrix(base):
            return base ** integer(exponent)
        if is_matrix(exponent):
            raise NotEvaluable("a matrix as exponent")
        if base == 0 and mp.re(exponent) < 0:
            raise NotEvaluable("zero to a negative power")
        return base ** (int(exponent) if mp.isint(exponent) and abs(exponent) < 10**6 else exponent)

    def _root(self, node: Expr) -> Value:
        x, n = self.values(node)

        def root(x: Any) -> Any:
            if mp.im(x) == 0 and mp.re(x) < 0 and mp.isint(n) and int(n) % 2 == 1:
                return -mp.root(-x, int(n))
            return x ** (1 / n)

        return entrywise(root, x)

    # ------------------------------------------------------------ linear algebra

    def _transpose(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return x.T if is_matrix(x) else x

    def _adjoint(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return x.H if is_matrix(x) else mp.conj(x)

    def _inverse(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return x**-1 if is_matrix(x) else 1 / x

    def _pseudoinverse(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        if not is_matrix(x):
            return 1 / x if x else mpf(0)
        u, s, v = mp.svd_c(x)
        small = mpf(10) ** (-mp.dps // 2)
        weights = mp.diag([1 / e if e > small else mpf(0) for e in s])
        return (v.H * weights * u.H).apply(lambda e: mp.re(e) if abs(mp.im(e)) < small * small else e)

    def _trace(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        if not is_matrix(x):
            return x
        if x.rows != x.cols:
            raise NotEvaluable("the trace of a matrix that is not square")
        return mp.fsum(x[k, k] for k in range(x.rows))

    def _determinant(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mp.det(x) if is_matrix(x) else x

    def _rank(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mpf(sum(s > mpf(10) ** (-mp.dps // 2) for s in entries(mp.svd_c(x, compute_uv=False))))

    def _norm(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        sizes = [abs(e) for e in entries(x)]
        vector = not is_matrix(x) or 1 in (x.rows, x.cols)
        match node.datum:
            case "F":
                return mp.sqrt(mp.fsum(s * s for s in sizes))
            case "max":
                return max(sizes)
            case "2" if vector:
                return mp.sqrt(mp.fsum(s * s for s in sizes))
            case "2":
                return max(entries(mp.svd_c(x, compute_uv=False)))
            case "1":
                return mp.fsum(sizes) if vector else mp.mnorm(x, 1)
            case _:
                return max(sizes) if vector else mp.mnorm(x, mp.inf)

    def _inner(self, node: Expr) -> Value:
        x, y = self.values(node)
        return mp.fsum(entries(entrywise(lambda a, b: a * b, x, y)))

    def _outer(self, node: Expr) -> Value:
        x, y = self.values(node)
        return product(x, y.T if is_matrix(y) else y)

    def _cross(self, node: Expr) -> Value:
        (a, b, c), (p, q, r) = (entries(v) for v in self.values(node))
        return mpmath.matrix([b * r - c * q, c * p - a * r, a * q - b * p])

    def _hadamard(self, node: Expr) -> Value:
        total, *rest = self.values(node)
        for factor in rest:
            total = entrywise(lambda a, b: a * b, total, factor)
        return total

    def _hadamard_div(self, node: Expr) -> Value:
        return entrywise(lambda a, b: a / b, *self.values(node))

    def _hadamard_pow(self, node: Expr) -> Value:
        return entrywise(lambda a, b: a**b, *self.values(node))

    def _kronecker(self, node: Expr) -> Value:
        x, y = (v if is_matrix(v) else mpmath.matrix([[v]]) for v in self.values(node))
        p, q = y.rows, y.cols
        return tabulate(x.rows * p, x.cols * q, lambda r, c: x[r // p, c // q] * y[r % p, c % q])

    def _diagonal(self, node: Expr) -> Value:
        return mp.diag(entries(self.value(node.args[0])))

    def _diagonal_of(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mpmath.matrix([x[k, k] for k in range(x.rows)]) if is_matrix(x) else x

    def _vec(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mpmath.matrix(entries(x.T)) if is_matrix(x) else x

    def _matrix(self, node: Expr) -> Value:
        rows, cols = node.datum
        blocks = [v if is_matrix(v) else mpmath.matrix([[v]]) for v in self.values(node)]
        heights = [blocks[r * cols].rows for r in range(rows)]
        widths = [blocks[c].cols for c in range(cols)]
        whole = mpmath.matrix(sum(heights), sum(widths))
        for r in range(rows):
            for c in range(cols):
                block = blocks[r * cols + c]
                if (block.rows, block.cols) != (heights[r], widths[c]):
                    raise NotEvaluable("blocks do not fit")
                for p in range(block.rows):
                    for q in range(block.cols):
                        whole[sum(heights[:r]) + p, sum(widths[:c]) + q] = block[p, q]
        return whole

    def _tabulate(self, node: Expr) -> Value:
        i, i_low, i_high, j, j_low, j_high, body = node.args
        a, b, c, d = (integer(self.value(e)) for e in (i_low, i_high, j_low, j_high))

        def entry(r: int, s: int) -> Any:
            return self.inside(bound={i.datum: mpf(a + r), j.datum: mpf(c + s)}).value(body)

        return tabulate(b - a + 1, d - c + 1, entry)

    # ------------------------------------------------------------ functions and conditions

    def _fn(self, node: Expr) -> Value:
        values = self.values(node)
        if node.datum in WHOLE:
            return WHOLE[node.datum](*values)
        if node.datum not in FUNCTIONS:
            raise NotEvaluable(f"the function {node.datum} is not known here")
        return entrywise(FUNCTIONS[node.datum], *values)

    def _abs(self, node: Expr) -> Value:
        return entrywise(abs, self.value(node.args[0]))

    def _floor(self, node: Expr) -> Value:
        return entrywise(mp.floor, self.value(node.args[0]))

    def _ceiling(self, node: Expr) -> Value:
        return entrywise(mp.ceil, self.value(node.args[0]))

    def _factorial(self, node: Expr) -> Value:
        return mp.factorial(self.value(node.args[0]))

    def _binomial(self, node: Expr) -> Value:
        return mp.binomial(*self.values(node))

    def _mod(self, node: Expr) -> Value:
        x, m = self.values(node)
        return x - m * mp.floor(x / m)

    def _max(self, node: Expr) -> Value:
        return (
            max(e for v in self.values(node) for e in entries(v))
            if len(node.args) == 1
            else entrywise(max, *self.values(node))
        )

    def _min(self, node: Expr) -> Value:
        return (
            min(e for v in self.values(node) for e in entries(v))
            if len(node.args) == 1
            else entrywise(min, *self.values(node))
        )

    def _piecewise(self, node: Expr) -> Value:
        for k in range(0, len(node.args) - 1, 2):
            if self.value(node.args[k + 1]):
                return self.value(node.args[k])
        if len(node.args) % 2 == 0:
            raise NotEvaluable("no case holds")
        return self.value(node.args[-1])

    def _indicator(self, node: Expr) -> Value:
        return mpf(bool(self.value(node.args[0])))

    def _compare(self, node: Expr) -> Value:
        x, y = self.values(node)
        same = close(x, y, mp.dps - 8)
        if node.datum in ("=", "!="):
            return same == (node.datum == "=")
        if same:
            return node.datum in ("<=", ">=")
        return x < y if node.datum in ("<", "<=") else x > y

    def _and(self, node: Expr) -> Value:
        return all(self.values(node))

    def _or(self, node: Expr) -> Value:
        return any(self.values(node))

    def _not(self, node: Expr) -> Value:
        return not self.value(node.args[0])

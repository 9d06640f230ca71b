"""Jets of matrices, powers, and derivatives: what needs inverses, and what opens and reads tags."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from mathlint.engine.failures import IllTyped, Unsupported
from mathlint.engine.jets import CONSTANT, Jet, JetArithmetic, Value, constant, each, nilpotent, order
from mathlint.engine.rings import Raw, Scalar, binomials


class Jets(JetArithmetic):
    """All operations on jets over a ring."""

    # ------------------------------------------------------------ powers
    def integer_power(self, a: Value, n: int) -> Value:
        """Of a scalar or a square matrix."""
        if self.is_matrix(a):
            rows, cols = self.shape(a)
            if rows != cols:
                raise IllTyped(f"a power of a {rows}×{cols} matrix")
            if n < 0:
                return self.integer_power(self.inverse(a), -n)
            if n == 0:
                return self.identity(rows)
            if n > 64:
                raise Unsupported("a high power of a matrix")
            result = a
            for _ in range(n - 1):
                result = self.multiply(result, a)
            return result
        if n < 0:
            return self.integer_power(self.reciprocal(a), -n)
        if a.__class__ is not Jet:
            return a**n if n else self.one

        def taylor(x: Scalar, k: int) -> list[Scalar]:
            return [
                (x ** (n - i) if i < n else self.one) * self.ring.rational(c)
                for i, c in enumerate(binomials(Fraction(n), min(k, n)))
            ]

        return self.lift(a, taylor)

    def power(self, a: Value, b: Value) -> Value:
        """A real power of scalars."""
        if b.__class__ is not Jet:

            def taylor(x: Scalar, k: int) -> list[Scalar]:
                out, value = [self.ring.power(x, b)], self.one
                step = self.ring.reciprocal(x) if k else self.one
                for i in range(1, k + 1):
                    value = value * (b - (i - 1)) * step * self.ring.rational(Fraction(1, i))
                    out.append(out[0] * value)
                return out

            return self.lift(a, taylor)
        return self.function("exp", self.multiply(b, self.function("log", a)))

    # ------------------------------------------------------------ matrices
    def identity(self, n: int) -> Value:
        if n == 1:
            return self.one
        return self.ring.matrix(n, n, [self.one if i == j else self.zero for i in range(n) for j in range(n)])

    def inverse(self, a: Value) -> Value:
        if not self.is_matrix(a):
            return self.reciprocal(a)
        rows, cols = self.shape(a)
        if rows != cols:
            raise IllTyped(f"the inverse of a {rows}×{cols} matrix")
        if a.__class__ is not Jet:
            return self.ring.inverse(a)
        at = self.ring.inverse(a.parts[CONSTANT])
        delta, total = nilpotent(a), {CONSTANT: at}
        term: Value = Jet({CONSTANT: at})
        for _ in range(order(a)):
            term = each(self.multiply(self.multiply(term, delta), at), lambda v: -v)
            for m, v in term.parts.items():
                total[m] = total[m] + v if m in total else v
        return Jet(total)

    def determinant(self, a: Value) -> Value:
        if not self.is_matrix(a):
            return a
        rows, cols = self.shape(a)
        if rows != cols:
            raise IllTyped(f"the determinant of a {rows}×{cols} matrix")
        if a.__class__ is not Jet:
            return a.det()
        # det(A + N) = det A · exp tr log(I + A⁻¹N), a finite series because N is nilpotent
        at = a.parts[CONSTANT]
        inverse = self.ring.inverse(at)
        relative = each(nilpotent(a), lambda v: inverse * v)
        highest = order(a)
        logarithm, term = Jet({}), relative
        for k in range(1, highest + 1):
            logarithm = self.add_parts(
                logarithm, self.trace_parts(term), self.ring.rational(Fraction((-1) ** (k + 1), k))
            )
            if k < highest:
                term = self.multiply(term, relative)
        series = [self.ring.rational(Fraction(1, math.factorial(k))) for k in range(highest + 1)]
        value = at.det()
        return each(self.compose(series, logarithm), lambda v: v * value)

    def trace_parts(self, a: Jet) -> Jet:
        def total(v: Raw) -> Raw:
            result = v[0, 0]
            for i in range(1, v.nrows()):
                result = result + v[i, i]
            return result

        return Jet({m: total(v) for m, v in a.parts.items()})

    # ------------------------------------------------------------ derivatives
    def seed(self, value: Value, tag: int, directions: Sequence[tuple[int, int]] | None, first: int = 0) -> Value:
        """Open `tag` on a value: one direction for each listed entry, or for each entry, numbered from `first`."""
        rows, cols = self.shape(value)
        parts = dict(value.parts) if value.__class__ is Jet else {CONSTANT: value}
        if directions is None:
            directions = [(i, j) for i in range(rows) for j in range(cols)]
        for k, (i, j) in enumerate(directions, first):
            if rows == 1 == cols:
                parts[((tag, k),)] = self.one
                continue
            unit = [self.zero] * (rows * cols)
            unit[i * cols + j] = self.one
            parts[((tag, k),)] = self.ring.matrix(rows, cols, unit)
        return Jet(parts)

    def part(self, value: Value, tag: int, direction: int) -> Value:
        """The derivative in one direction of a tag, itself a jet in the remaining tags."""
        at = constant(value)
        zero = at * self.zero
        if value.__class__ is not Jet:
            return zero
        pair = (tag, direction)
        parts = {tuple(p for p in m if p != pair): v for m, v in value.parts.items() if pair in m}
        if not parts:
            return zero
        if len(parts) == 1 and CONSTANT in parts:
            return parts[CONSTANT]
        parts.setdefault(CONSTANT, zero)
        return Jet(parts)

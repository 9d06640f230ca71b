"""Forward jets: values with all their mixed derivatives in a few nilpotent directions.

A `Jet` maps a monomial to a coefficient. A monomial is a sorted tuple of (tag, direction) pairs; every derivative operator opens
a fresh tag, and two directions of the same tag multiply to zero. So the coefficient of ((t, k),) is the first derivative in
direction k of operator t, nested operators do not mix, and functions need Taylor coefficients up to the number of tags only.
A value without active derivatives is a bare ring value, not a Jet.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, Final, TypeAlias

from mathlint.engine.failures import IllTyped, Undefined
from mathlint.engine.rings import Raw, Ring, Scalar

Monomial: TypeAlias = "tuple[tuple[int, int], ...]"
CONSTANT: Final[Monomial] = ()


class Jet:
    """parts: monomial → ring value; all parts have the same shape, and `CONSTANT` is always there."""

    __slots__ = ("parts",)

    def __init__(self, parts: dict[Monomial, Raw]) -> None:
        self.parts = parts


Value: TypeAlias = Any
"""A Jet, or a bare scalar or matrix of the ring."""


def constant(value: Value) -> Raw:
    """The value itself, without derivatives."""
    return value.parts[CONSTANT] if value.__class__ is Jet else value


def order(value: Value) -> int:
    """How many operators' tags occur: the highest power of the nilpotent part that can differ from zero."""
    return len({tag for monomial in value.parts for tag, _ in monomial}) if value.__class__ is Jet else 0


def each(value: Value, change: Callable[[Raw], Raw]) -> Value:
    """Apply a linear map."""
    if value.__class__ is Jet:
        return Jet({m: change(v) for m, v in value.parts.items()})
    return change(value)


def nilpotent(value: Value) -> Jet:
    """The value less its constant part. Not a valid Jet by itself: it has no constant."""
    return Jet({m: v for m, v in value.parts.items() if m})


def _only_tag(value: Jet) -> int | None:
    """The one operator whose first derivatives are all that a jet holds besides its constant; None if there are others."""
    found = None
    for monomial in value.parts:
        if monomial:
            if len(monomial) > 1 or (found is not None and monomial[0][0] != found):
                return None
            found = monomial[0][0]
    return found


class JetArithmetic:
    """Sums, products and functions of jets over a ring."""

    def __init__(self, ring: Ring) -> None:
        self.ring = ring
        self._matrix: Any = ring.matrix_type
        self.zero = ring.rational(Fraction(0))
        self.one = ring.rational(Fraction(1))

    # ------------------------------------------------------------ shapes
    def shape(self, value: Value) -> tuple[int, int]:
        if value.__class__ is Jet:
            value = value.parts[CONSTANT]
        return (value.nrows(), value.ncols()) if value.__class__ is self._matrix else (1, 1)

    def is_matrix(self, value: Value) -> bool:
        if value.__class__ is Jet:
            value = value.parts[CONSTANT]
        return value.__class__ is self._matrix

    def squeeze(self, value: Raw) -> Raw:
        """A 1×1 matrix is a scalar."""
        return value[0, 0] if self.ring.is_matrix(value) and value.nrows() == 1 == value.ncols() else value

    def entry(self, value: Value, i: int, j: int) -> Value:
        return each(value, lambda m: m[i, j]) if self.is_matrix(value) else value

    def entries(self, value: Value) -> list[Value]:
        """Row by row."""
        if not self.is_matrix(value):
            return [value]
        if value.__class__ is not Jet:
            return list(value.entries())
        rows, cols = self.shape(value)
        return [self.entry(value, i, j) for i in range(rows) for j in range(cols)]

    def pack(self, rows: int, cols: int, entries: Sequence[Value]) -> Value:
        """A matrix of scalar entries; a single one stays a scalar."""
        if rows == 1 == cols:
            return entries[0]
        if any(self.is_matrix(e) for e in entries):
            raise IllTyped("a matrix as an entry")
        if not any(e.__class__ is Jet for e in entries):
            return self.ring.matrix(rows, cols, entries)
        monomials = {CONSTANT}.union(*(e.parts for e in entries if e.__class__ is Jet))
        parts = {}
        for m in monomials:
            at = [e.parts.get(m, self.zero) if e.__class__ is Jet else (self.zero if m else e) for e in entries]
            parts[m] = self.ring.matrix(rows, cols, at)
        return Jet(parts)

    def spread(self, value: Value, rows: int, cols: int) -> Value:
        """Broadcast a scalar, a column or a row."""
        have = self.shape(value)
        if have == (rows, cols):
            return value
        if have == (1, 1):
            return each(value, lambda v: self.ring.matrix(rows, cols, [v] * (rows * cols)))
        if have == (rows, 1):
            return each(
                value, lambda v: self.ring.matrix(rows, cols, [v[i, 0] for i in range(rows) for _ in range(cols)])
            )
        if have == (1, cols):
            return each(
                value, lambda v: self.ring.matrix(rows, cols, [v[0, j] for _ in range(rows) for j in range(cols)])
            )
        raise IllTyped(f"{have[0]}×{have[1]} beside {rows}×{cols}")

    def conform(self, a: Value, b: Value) -> tuple[Value, Value]:
        """Broadcast to a common shape. A column beside a row is no broadcast: it is a mistake of layout."""
        have, other = self.shape(a), self.shape(b)
        if have == other:
            return a, b
        if have == (1, 1) or (1 in have and 1 not in other):
            return self.spread(a, *other), b
        return a, self.spread(b, *have)

    # ------------------------------------------------------------ arithmetic
    def add(self, a: Value, b: Value) -> Value:
        if a.__class__ is not Jet and b.__class__ is not Jet and a.__class__ is b.__class__:
            try:
                return a + b
            except ValueError:
                pass
        a, b = self.conform(a, b)
        if a.__class__ is not Jet and b.__class__ is not Jet:
            return a + b
        left = a.parts if a.__class__ is Jet else {CONSTANT: a}
        right = b.parts if b.__class__ is Jet else {CONSTANT: b}
        parts = dict(left)
        for m, v in right.items():
            parts[m] = parts[m] + v if m in parts else v
        return Jet(parts)

    def negate(self, a: Value) -> Value:
        return each(a, lambda v: -v)

    def subtract(self, a: Value, b: Value) -> Value:
        return self.add(a, self.negate(b))

    def combine(self, terms: Sequence[Value], factors: Sequence[Fraction]) -> Value:
        """Σ factor·term of scalars."""
        parts: dict[Monomial, Raw] = {CONSTANT: self.zero}
        is_jet = False
        for term, factor in zip(terms, factors, strict=True):
            by = self.ring.rational(factor)
            if term.__class__ is not Jet:
                parts[CONSTANT] = parts[CONSTANT] + term * by
                continue
            is_jet = True
            for m, v in term.parts.items():
                parts[m] = parts[m] + v * by if m in parts else v * by
        return Jet(parts) if is_jet else parts[CONSTANT]

    def scale(self, a: Value, factor: Fraction) -> Value:
        by = self.ring.rational(factor)
        return each(a, lambda v: v * by)

    def bilinear(self, a: Value, b: Value, product: Callable[[Raw, Raw], Raw]) -> Value:
        jet_a, jet_b = a.__class__ is Jet, b.__class__ is Jet
        if not jet_a and not jet_b:
            return product(a, b)
        if not jet_b:
            return Jet({m: product(v, b) for m, v in a.parts.items()})
        if not jet_a:
            return Jet({m: product(a, v) for m, v in b.parts.items()})
        tag = _only_tag(a)
        if tag is not None and tag == _only_tag(b) and CONSTANT in a.parts and CONSTANT in b.parts:
            return self._first_order(a, b, product)
        parts: dict[Monomial, Raw] = {}
        for m1, v1 in a.parts.items():
            for m2, v2 in b.parts.items():
                if m1 and m2:
                    tags = {tag for tag, _ in m1}
                    if any(tag in tags for tag, _ in m2):
                        continue
                    m = tuple(sorted(m1 + m2))
                else:
                    m = m1 or m2
                value = product(v1, v2)
                parts[m] = parts[m] + value if m in parts else value
        return Jet(parts)

    @staticmethod
    def _first_order(a: Jet, b: Jet, product: Callable[[Raw, Raw], Raw]) -> Jet:
        """The product rule alone, where one operator is open."""
        at, other = a.parts[CONSTANT], b.parts[CONSTANT]
        parts = {m: product(v, other) for m, v in a.parts.items()}
        for m, v in b.parts.items():
            if m:
                value = product(at, v)
                parts[m] = parts[m] + value if m in parts else value
        return Jet(parts)

    def _product(self, a: Raw, b: Raw) -> Raw:
        kind = self._matrix
        if b.__class__ is not kind:
            return a * b
        if a.__class__ is kind:
            if a.ncols() != b.nrows():
                raise IllTyped(f"a product of {a.nrows()}×{a.ncols()} and {b.nrows()}×{b.ncols()}")
            return self.squeeze(a * b)
        return b * a

    def multiply(self, a: Value, b: Value) -> Value:
        return self.bilinear(a, b, self._product)

    def _entrywise(self, a: Raw, b: Raw) -> Raw:
        if not self.ring.is_matrix(a):
            return a * b
        pairs = zip(a.entries(), b.entries(), strict=True)
        return self.ring.matrix(a.nrows(), a.ncols(), [p * q for p, q in pairs])

    def hadamard(self, a: Value, b: Value) -> Value:
        a, b = self.conform(a, b)
        return self.bilinear(a, b, self._entrywise)

    def transpose(self, a: Value) -> Value:
        return each(a, lambda v: v.transpose()) if self.is_matrix(a) else a

    def dot(self, a: Value, b: Value) -> Value:
        """The sum of products of entries; a row and a column may meet."""
        have, other = self.shape(a), self.shape(b)
        if have != other and have == other[::-1] and 1 in have:
            b = self.transpose(b)
        elif have != other:
            raise IllTyped(f"an inner product of {have[0]}×{have[1]} and {other[0]}×{other[1]}")

        def total(x: Raw, y: Raw) -> Raw:
            if not self.ring.is_matrix(x):
                return x * y
            pairs = zip(x.entries(), y.entries(), strict=True)
            p, q = next(pairs)
            result = p * q
            for p, q in pairs:
                result = result + p * q
            return result

        return self.bilinear(a, b, total)

    def sum_entries(self, a: Value) -> Value:
        def total(v: Raw) -> Raw:
            entries = v.entries()
            result = entries[0]
            for e in entries[1:]:
                result = result + e
            return result

        return each(a, total) if self.is_matrix(a) else a

    def trace(self, a: Value) -> Value:
        if not self.is_matrix(a):
            return a
        rows, cols = self.shape(a)
        if rows != cols:
            raise IllTyped(f"the trace of a {rows}×{cols} matrix")

        def total(v: Raw) -> Raw:
            result = v[0, 0]
            for i in range(1, rows):
                result = result + v[i, i]
            return result

        return each(a, total)

    # ------------------------------------------------------------ functions
    def compose(self, coefficients: Sequence[Scalar], delta: Jet) -> Value:
        """Σ cₖ δᵏ for a nilpotent scalar δ."""
        total: Value = Jet({CONSTANT: coefficients[0]})
        term: Value = delta
        for k, c in enumerate(coefficients[1:], 1):
            if not term.parts:
                break
            total = self.add_parts(total, term, c)
            if k < len(coefficients) - 1:
                term = self.multiply(term, delta)
        return total

    def add_parts(self, total: Jet, term: Jet, factor: Scalar) -> Jet:
        parts = dict(total.parts)
        for m, v in term.parts.items():
            parts[m] = parts[m] + v * factor if m in parts else v * factor
        return Jet(parts)

    def entrywise(self, a: Value, change: Callable[[Value], Value]) -> Value:
        if not self.is_matrix(a):
            return change(a)
        return self.pack(*self.shape(a), [change(e) for e in self.entries(a)])

    def lift(self, a: Value, taylor: Callable[[Scalar, int], list[Scalar]]) -> Value:
        """A function of a scalar, given its Taylor coefficients about a point to an order."""
        if self.is_matrix(a):
            raise IllTyped("a matrix where a number is needed")
        if a.__class__ is not Jet:
            return taylor(a, 0)[0]
        return self.compose(taylor(a.parts[CONSTANT], order(a)), nilpotent(a))

    def function(self, which: str, a: Value) -> Value:
        """A primitive, entrywise."""
        return self.entrywise(a, lambda e: self.lift(e, lambda x, k: self.ring.taylor(which, x, k)))

    def root(self, a: Value, n: int) -> Value:
        return self.entrywise(a, lambda e: self.lift(e, lambda x, k: self.ring.root_taylor(x, n, k)))

    def _reciprocal_taylor(self, x: Scalar, k: int) -> list[Scalar]:
        out = [self.ring.reciprocal(x)]
        for _ in range(k):
            out.append(-(out[-1] * out[0]))
        return out

    def reciprocal(self, a: Value) -> Value:
        return self.lift(a, self._reciprocal_taylor)

    def absolute(self, a: Value) -> Value:
        if self.is_matrix(a):
            raise IllTyped("the absolute value of a matrix")
        if a.__class__ is not Jet:
            return self.ring.absolute(a)
        sign = self.ring.sign(a.parts[CONSTANT])
        if sign == 0:
            raise Undefined("a derivative of |x| at zero")
        return self.negate(a) if sign < 0 else a

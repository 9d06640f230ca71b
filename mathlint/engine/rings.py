"""The number systems that expressions are evaluated in.

Three rings share one interface. `Balls` (real enclosures of FLINT's arb): disjoint enclosures prove a difference.
`Complex` (acb): as balls, in the plane. `Residues` (integers mod 2^61 - 1): exact; a false rational identity survives a random
point with probability below 1e-15, and functions that are not rational become independent pseudo-random functions with the
right rules of differentiation, so agreement means something and disagreement means nothing.

Values are FLINT scalars or FLINT matrices. The working precision is FLINT's global one, set by `precision`.
"""

from __future__ import annotations

import math
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Final, NamedTuple, TypeAlias

from flint import acb, acb_mat, acb_series, arb, arb_mat, arb_series, ctx, fmpq, nmod, nmod_mat

from mathlint.engine.failures import TooLarge, Undefined, Unsupported

Scalar: TypeAlias = Any
Matrix: TypeAlias = Any
Raw: TypeAlias = Any
"""A scalar or a matrix of one ring."""

MODULUS: Final = (1 << 61) - 1
_MASK: Final = (1 << 64) - 1


class Gaussian(NamedTuple):
    """An exact complex number."""

    real: Fraction
    imag: Fraction


Exact: TypeAlias = "int | Fraction | Gaussian | list[list[Fraction]] | list[list[Gaussian]]"
"""A point's value, independent of any ring; a matrix is its rows."""


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work with this many bits inside."""
    before = ctx.prec
    ctx.prec = bits
    try:
        yield
    finally:
        ctx.prec = before


def mix(*parts: int | str) -> int:
    """A 64-bit hash that is the same in every process (splitmix64 over the parts)."""
    state = 0x9E3779B97F4A7C15
    for part in parts:
        word = zlib.crc32(part.encode()) if isinstance(part, str) else part
        state = (state ^ (word & _MASK)) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ (state >> 29)) * 0x94D049BB133111EB & _MASK
        state ^= state >> 32
    return state


def remix(word: int) -> int:
    """`mix(word, 1)` of a 64-bit word, written out: most of what is drawn comes from here."""
    state = (0x9E3779B97F4A7C15 ^ word) * 0xBF58476D1CE4E5B9 & _MASK
    state = (state ^ (state >> 29)) * 0x94D049BB133111EB & _MASK
    state = (state ^ (state >> 32) ^ 1) * 0xBF58476D1CE4E5B9 & _MASK
    state = (state ^ (state >> 29)) * 0x94D049BB133111EB & _MASK
    return state ^ (state >> 32)


def binomials(exponent: Fraction, order: int) -> list[Fraction]:
    """The generalised binomial coefficients of `exponent`, 0..order."""
    out = [Fraction(1)]
    for k in range(1, order + 1):
        out.append(out[-1] * (exponent - k + 1) / k)
    return out


class Ring(ABC):
    """One number system."""

    ordered: bool = False
    exact: bool = False
    matrix_type: type

    def is_matrix(self, value: Raw) -> bool:
        return value.__class__ is self.matrix_type

    def convert(self, value: Exact) -> Raw:
        if isinstance(value, list):
            return self.matrix(len(value), len(value[0]), [self.convert(x) for row in value for x in row])
        if value.__class__ is Fraction:
            return self.rational(value)
        return self.gaussian(value) if isinstance(value, Gaussian) else self.rational(Fraction(value))

    def gaussian(self, value: Gaussian) -> Scalar:
        raise Unsupported("a complex number")

    @abstractmethod
    def rational(self, value: Fraction) -> Scalar: ...

    @abstractmethod
    def interval(self, low: Fraction, high: Fraction) -> Scalar:
        """Any real in [low, high]."""

    @abstractmethod
    def constant(self, which: str) -> Scalar: ...

    @abstractmethod
    def matrix(self, rows: int, cols: int, entries: Sequence[Scalar]) -> Matrix: ...

    @abstractmethod
    def reciprocal(self, x: Scalar) -> Scalar: ...

    @abstractmethod
    def power(self, x: Scalar, y: Scalar) -> Scalar:
        """A real power."""

    @abstractmethod
    def root(self, x: Scalar, n: int) -> Scalar:
        """The principal n-th root; the real one where x is negative and n odd."""

    @abstractmethod
    def function(self, which: str, x: Scalar) -> Scalar:
        """A primitive, by the name of its ball method."""

    @abstractmethod
    def series(self, which: str, x: Scalar, order: int) -> list[Scalar]:
        """Taylor coefficients of a primitive that has no rule in `taylor`."""

    @abstractmethod
    def sign(self, x: Scalar) -> int:
        """-1, 0 or 1. Raises Undefined where the enclosure does not say."""

    def absolute(self, x: Scalar) -> Scalar:
        return -x if self.sign(x) < 0 else x

    def inverse(self, x: Matrix) -> Matrix:
        try:
            return x.inv()
        except ZeroDivisionError:
            raise Undefined("singular matrix") from None

    def taylor(self, which: str, x: Scalar, order: int) -> list[Scalar]:
        """Coefficients 0..order of the primitive `which` about x."""
        if order == 0:
            return [self.function(which, x)]
        factor = self.rational
        match which:
            case "exp":
                value = self.function("exp", x)
                return [value * factor(Fraction(1, math.factorial(k))) for k in range(order + 1)]
            case "log":
                out, step = [self.function("log", x)], self.reciprocal(x)
                term = step
                for k in range(1, order + 1):
                    out.append(term * factor(Fraction((-1) ** (k + 1), k)))
                    term = term * step
                return out
            case "sin" | "cos":
                sine, cosine = self.function("sin", x), self.function("cos", x)
                cycle = [sine, cosine, -sine, -cosine] if which == "sin" else [cosine, -sine, -cosine, sine]
                return [cycle[k % 4] * factor(Fraction(1, math.factorial(k))) for k in range(order + 1)]
            case "atan":
                slope = self.reciprocal(factor(Fraction(1)) + x * x)
                out = [self.function("atan", x), slope]
                if order == 1:
                    return out
        return self.series(which, x, order)

    def root_taylor(self, x: Scalar, n: int, order: int) -> list[Scalar]:
        value = self.root(x, n)
        if order == 0:
            return [value]
        step, out = self.reciprocal(x), [value]
        for coefficient in binomials(Fraction(1, n), order)[1:]:
            value = value * step
            out.append(value * self.rational(coefficient))
        return out


def _finite(x: Scalar, what: str) -> Scalar:
    if not x.is_finite():
        raise Undefined(what)
    return x


class Balls(Ring):
    """Real enclosures."""

    ordered = True
    matrix_type = arb_mat

    def rational(self, value: Fraction) -> Scalar:
        return arb(value.numerator) if value.denominator == 1 else arb(fmpq(value.numerator, value.denominator))

    def interval(self, low: Fraction, high: Fraction) -> Scalar:
        return self.rational(low).union(self.rational(high))

    def constant(self, which: str) -> Scalar:
        match which:
            case "pi":
                return arb.pi()
            case "e":
                return arb.const_e()
            case "euler_gamma":
                return arb.const_euler()
        raise Unsupported("infinity as a value" if which == "infinity" else f"the constant {which}")

    def matrix(self, rows: int, cols: int, entries: Sequence[Scalar]) -> Matrix:
        return arb_mat(rows, cols, entries)

    def reciprocal(self, x: Scalar) -> Scalar:
        return _finite(1 / x, "a division by zero")

    def power(self, x: Scalar, y: Scalar) -> Scalar:
        value = x**y
        if x > 0 and not value.is_finite():
            raise TooLarge("a huge power")
        return _finite(value, "a power of a negative number")

    def root(self, x: Scalar, n: int) -> Scalar:
        if n % 2 and x < 0:
            return -self.root(-x, n)
        return _finite(x.sqrt() if n == 2 else x.root(n), "a root of a negative number")

    def function(self, which: str, x: Scalar) -> Scalar:
        value = getattr(x, which)()
        if which == "exp" and x > 0 and not value.is_finite():
            raise TooLarge("a huge exponential")
        return _finite(value, which)

    def series(self, which: str, x: Scalar, order: int) -> list[Scalar]:
        if which == "digamma":
            up = arb_series([x, 1], prec=order + 2).lgamma()
            return [_finite(up[k + 1] * (k + 1), which) for k in range(order + 1)]
        method = getattr(arb_series([x, 1], prec=order + 1), which, None)
        if method is None:
            raise Unsupported(f"a derivative of {which}")
        values = method()
        return [_finite(values[k], which) for k in range(order + 1)]

    def sign(self, x: Scalar) -> int:
        if x > 0:
            return 1
        if x < 0:
            return -1
        if x.is_zero():
            return 0
        raise Undefined("a sign that is not certain")


class Complex(Ring):
    """Enclosures in the complex plane. `analytic`: refuse to cross a branch cut, as rigorous integration needs."""

    matrix_type = acb_mat
    analytic: bool = False

    def rational(self, value: Fraction) -> Scalar:
        return acb(arb(fmpq(value.numerator, value.denominator)))

    def gaussian(self, value: Gaussian) -> Scalar:
        real, imag = value
        return acb(arb(fmpq(real.numerator, real.denominator)), arb(fmpq(imag.numerator, imag.denominator)))

    def interval(self, low: Fraction, high: Fraction) -> Scalar:
        return acb(Balls().interval(low, high))

    def constant(self, which: str) -> Scalar:
        return acb(0, 1) if which == "i" else acb(Balls().constant(which))

    def matrix(self, rows: int, cols: int, entries: Sequence[Scalar]) -> Matrix:
        return acb_mat(rows, cols, entries)

    def reciprocal(self, x: Scalar) -> Scalar:
        return _finite(1 / x, "a division by zero")

    def power(self, x: Scalar, y: Scalar) -> Scalar:
        return _finite(x.pow(y, analytic=self.analytic), "a power")

    def root(self, x: Scalar, n: int) -> Scalar:
        if n == 2:
            return _finite(x.sqrt(analytic=self.analytic), "a root")
        return self.power(x, self.rational(Fraction(1, n)))

    def function(self, which: str, x: Scalar) -> Scalar:
        if which == "log":
            return _finite(x.log(analytic=self.analytic), which)
        if self.analytic and which in ("asin", "acos", "atan", "lgamma", "lambertw"):
            raise Unsupported(f"{which} under an integral")
        return _finite(getattr(x, which)(), which)

    def series(self, which: str, x: Scalar, order: int) -> list[Scalar]:
        method = getattr(acb_series([x, 1], prec=order + 1), which, None)
        if method is None:
            raise Unsupported(f"a derivative of {which}")
        values = method()
        return [_finite(values[k], which) for k in range(order + 1)]

    def sign(self, x: Scalar) -> int:
        if not x.imag.is_zero() or self.analytic:
            raise Unsupported("an order of complex numbers")
        return Balls().sign(x.real)

    def absolute(self, x: Scalar) -> Scalar:
        return x.real_abs(analytic=True) if self.analytic else acb(abs(x))


class Residues(Ring):
    """The integers mod 2^61 - 1, with functions as keyed hashes."""

    exact = True
    matrix_type = nmod_mat

    def __init__(self, key: int) -> None:
        self.key = key

    def _hash(self, *parts: int | str) -> Scalar:
        return nmod(mix(self.key, *parts) % MODULUS, MODULUS)

    def rational(self, value: Fraction) -> Scalar:
        top = nmod(value.numerator, MODULUS)
        return top if value.denominator == 1 else top / nmod(value.denominator, MODULUS)

    def interval(self, low: Fraction, high: Fraction) -> Scalar:
        raise Unsupported("a decimal among exact numbers")

    def constant(self, which: str) -> Scalar:
        if which in ("infinity", "i"):
            raise Unsupported(f"{which} among residues")
        return self._hash("constant", which)

    def matrix(self, rows: int, cols: int, entries: Sequence[Scalar]) -> Matrix:
        return nmod_mat(rows, cols, [int(x) for x in entries], MODULUS)

    def reciprocal(self, x: Scalar) -> Scalar:
        try:
            return 1 / x
        except ZeroDivisionError:
            raise Undefined("a division by zero") from None

    def power(self, x: Scalar, y: Scalar) -> Scalar:
        raise Unsupported("a real power among residues")

    def root(self, x: Scalar, n: int) -> Scalar:
        raise Unsupported("a root among residues")

    def function(self, which: str, x: Scalar) -> Scalar:
        value = int(x)
        match which, value:
            case ("exp", 0) | ("cos", 0):
                return nmod(1, MODULUS)
            case ("sin", 0) | ("log", 1) | ("atan", 0):
                return nmod(0, MODULUS)
        return self._hash(which, value)

    def series(self, which: str, x: Scalar, order: int) -> list[Scalar]:
        return [self.function(which, x)] + [self._hash(which, int(x), k) for k in range(1, order + 1)]

    def sign(self, x: Scalar) -> int:
        raise Unsupported("an order among residues")

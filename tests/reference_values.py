"""Values of the reference evaluator: reading them from a point, arithmetic entry by entry, the named functions."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mp, mpf

Value = Any
"""An mpf or mpc, an mpmath matrix, a bool, or a Python callable."""


class NotEvaluable(Exception):
    """This evaluator has no value for the expression at this point."""


def scalar(entry: Any) -> Any:
    """One entry of a point as a number: "3/7", "0.5", Fraction(3, 7), 2, mpf; "1/2+3/4i" for a complex one."""
    if isinstance(entry, str):
        text = entry.replace(" ", "").replace("*", "")
        if text.endswith(("i", "j")):
            body = text[:-1]
            cut = max(body.rfind("+", 1), body.rfind("-", 1))
            real, imaginary = (body[:cut], body[cut:]) if cut > 0 else ("0", body)
            imaginary = {"": "1", "+": "1", "-": "-1"}.get(imaginary, imaginary)
            return mpmath.mpc(scalar(real), scalar(imaginary.removeprefix("+")))
        entry = Fraction(text)
    if isinstance(entry, Fraction):
        return mpf(entry.numerator) / entry.denominator
    if isinstance(entry, int | float):
        return mpf(entry)
    return entry


def is_matrix(value: Value) -> bool:
    return isinstance(value, mpmath.matrix)


def loosen(value: Value) -> Value:
    """A 1×1 matrix is a scalar."""
    return value[0, 0] if is_matrix(value) and value.rows == value.cols == 1 else value


def entries(value: Value) -> list[Any]:
    return [value[r, c] for r in range(value.rows) for c in range(value.cols)] if is_matrix(value) else [value]


def tabulate(rows: int, cols: int, entry: Callable[[int, int], Any]) -> Value:
    made = mpmath.matrix(rows, cols)
    for r in range(rows):
        for c in range(cols):
            made[r, c] = entry(r, c)
    return made


def entrywise(operation: Callable[..., Any], *values: Value) -> Value:
    """Entry by entry; scalars, rows and columns are broadcast."""
    values = tuple(loosen(v) for v in values)
    if not any(is_matrix(v) for v in values):
        return operation(*values)
    rows = max(v.rows for v in values if is_matrix(v))
    cols = max(v.cols for v in values if is_matrix(v))
    for v in values:
        if is_matrix(v) and (v.rows not in (1, rows) or v.cols not in (1, cols)):
            raise NotEvaluable("shapes do not fit")

    def pick(v: Value, r: int, c: int) -> Any:
        return v[r if v.rows > 1 else 0, c if v.cols > 1 else 0] if is_matrix(v) else v

    return tabulate(rows, cols, lambda r, c: operation(*(pick(v, r, c) for v in values)))


def close(a: Value, b: Value, digits: int = 15) -> bool:
    """Whether two values agree to so many digits, relative to the larger (and to 1 near zero)."""
    a, b = loosen(a), loosen(b)
    if is_matrix(a) != is_matrix(b):
        # a zero that does not say its size
        return all(abs(e) < mpf(10) ** -digits for e in entries(a) + entries(b))
    if is_matrix(a) and (a.rows, a.cols) != (b.rows, b.cols):
        return False
    tolerance = mpf(10) ** -digits
    return all(
        abs(p - q) <= tolerance * max(abs(p), abs(q), tolerance if abs(p) + abs(q) < tolerance else mpf(1) / 10**6)
        for p, q in zip(entries(a), entries(b), strict=True)
    )


def integer(value: Value) -> int:
    value = loosen(value)
    if not isinstance(value, mpf) or value != int(value):
        raise NotEvaluable(f"{value} is no integer")
    return int(value)


def product(a: Value, b: Value) -> Value:
    a, b = loosen(a), loosen(b)
    if is_matrix(a) and is_matrix(b) and a.cols != b.rows:
        raise NotEvaluable(f"{a.rows}×{a.cols} times {b.rows}×{b.cols}")
    return loosen(a * b)


def softmax(x: Value) -> Value:
    powers = x.apply(mp.exp)
    return powers / mp.fsum(entries(powers))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        n: getattr(mp, n)
        for n in (
            "exp sin cos tan cot sec csc sinh cosh tanh coth sech csch gamma loggamma digamma erf erfc zeta lambertw log "
            "re im arg sinc sign beta"
        ).split()
    },
    "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan, "arccot": mp.acot, "arcsec": mp.asec, "arccsc": mp.acsc,
    "arsinh": mp.asinh, "arcosh": mp.acosh, "artanh": mp.atanh, "atan2": mp.atan2, "conjugate": mp.conj,
    "log2": lambda x: mp.log(x) / mp.log(2), "log10": lambda x: mp.log(x) / mp.log(10),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "logit": lambda x: mp.log(x / (1 - x)),
    "softplus": lambda x: mp.log(1 + mp.exp(x)), "silu": lambda x: x / (1 + mp.exp(-x)),
    "relu": lambda x: x if x > 0 else mpf(0), "heaviside": lambda x: (mp.sign(x) + 1) / 2,
    "normal_cdf": lambda x: mp.ncdf(x), "normal_pdf": lambda x: mp.npdf(x),
    "gcd": lambda x, y: mpf(math.gcd(integer(x), integer(y))),
    "lcm": lambda x, y: mpf(math.lcm(integer(x), integer(y))),
}  # fmt: skip
WHOLE: dict[str, Callable[[Value], Value]] = {
    "softmax": softmax,
    "logsumexp": lambda x: mp.log(mp.fsum(mp.exp(e) for e in entries(x))),
}


def family_keys(key: str, indices: list[int]) -> list[str]:
    """How a point may spell a member of a family, the engine's way first."""
    texts = [str(i) for i in indices]
    return [f"{key}_{'_'.join(texts)}", f"{key}_{','.join(texts)}", f"{key}_{{{','.join(texts)}}}"]


def bump(value: Value, r: int, c: int, by: Any) -> Value:
    """A value with one entry moved."""
    if not is_matrix(value):
        return value + by
    moved = value.copy()
    moved[r, c] += by
    return moved

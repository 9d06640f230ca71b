"""Exact arithmetic of indices, bounds and exponents, without any ring."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Final, TypeAlias

from mathlint.engine.failures import OutOfBudget, Undefined
from mathlint.expr.tree import Expr

_BITS: Final = 256
"""Exact integers longer than this are not computed."""


IntegerOf: TypeAlias = "Callable[[str, tuple[int, ...]], int | None]"
"""The integer that a name, or a member of a family, stands for; None where it is none."""


def exact_value(node: Expr, integer_of: IntegerOf) -> Fraction | None:
    """The value of an expression made of integers only; None where it is not one."""
    match node.head:
        case "number":
            value: Fraction = node.datum
            return value
        case "name":
            found = integer_of(node.datum, ())
            return None if found is None else Fraction(found)
        case "item" if node.args[0].head == "name":
            places = [as_integer(exact_value(a, integer_of)) for a in node.args[1:]]
            if any(p is None for p in places):
                return None
            found = integer_of(node.args[0].datum, tuple(p for p in places if p is not None))
            return None if found is None else Fraction(found)
        case "floor" | "ceiling" if (
            node.args[0].head == "fn" and node.args[0].datum == "log" and len(node.args[0].args) == 2
        ):
            x, base = (exact_value(a, integer_of) for a in node.args[0].args)
            return None if x is None or base is None else _rounded_logarithm(x, base, node.head == "ceiling")
        case "add" | "neg" | "mul" | "div" | "pow" | "floor" | "ceiling" | "abs" | "min" | "max" | "mod" | "factorial":
            values = []
            for a in node.args:
                at = exact_value(a, integer_of)
                if at is None:
                    return None
                values.append(at)
            return _combine(node.head, values)
        case "fn" if node.datum in ("gcd", "lcm"):
            whole = [as_integer(exact_value(a, integer_of)) for a in node.args]
            numbers = [w for w in whole if w is not None]
            if len(numbers) < len(whole):
                return None
            return Fraction((math.gcd if node.datum == "gcd" else math.lcm)(*numbers))
        case "fn" if node.datum in ("log", "log2", "log10"):
            known = [exact_value(a, integer_of) for a in node.args]
            x, base = known[0], known[1] if len(known) == 2 else Fraction({"log2": 2, "log10": 10}.get(node.datum, 0))
            return None if x is None or base is None else _logarithm(x, base)
    return None


def _logarithm(x: Fraction, base: Fraction) -> Fraction | None:
    """How often the base goes into x, if it leaves nothing."""
    if base < 2 or base.denominator != 1 or x < 1 or x.denominator != 1:
        return None
    count, rest = 0, int(x)
    while rest % int(base) == 0:
        count, rest = count + 1, rest // int(base)
    return Fraction(count) if rest == 1 else None


def _rounded_logarithm(x: Fraction, base: Fraction, up: bool) -> Fraction | None:
    """The logarithm of a number from one on to a whole base, rounded."""
    if base < 2 or base.denominator != 1 or x < 1:
        return None
    count, power = 0, Fraction(1)
    while power * base <= x:
        count, power = count + 1, power * base
    return Fraction(count + 1 if up and power < x else count)


def _combine(head: str, values: list[Fraction]) -> Fraction | None:
    x = values[0]
    match head:
        case "add":
            return sum(values, Fraction(0))
        case "neg":
            return -x
        case "mul":
            return math.prod(values, start=Fraction(1))
        case "div":
            return _divide(x, values[1])
        case "pow":
            return _power(x, values[1])
        case "floor":
            return Fraction(math.floor(x))
        case "ceiling":
            return Fraction(math.ceil(x))
        case "abs":
            return abs(x)
        case "min":
            return min(values)
        case "max":
            return max(values)
        case "mod":
            _divide(x, values[1])
            return x % values[1]
        case "factorial" if x.denominator == 1 and 0 <= x <= 50:
            return Fraction(math.factorial(int(x)))
    return None


def _divide(x: Fraction, y: Fraction) -> Fraction:
    if y == 0:
        raise Undefined("a division by zero")
    return x / y


def _power(x: Fraction, n: Fraction) -> Fraction | None:
    if n.denominator != 1:
        return None
    if x == 0 and n < 0:
        raise Undefined("a division by zero")
    if abs(x) not in (0, 1) and abs(int(n)) * max(x.numerator.bit_length(), x.denominator.bit_length()) > _BITS * 8:
        if abs(int(n)) > 1 << 60:
            raise OutOfBudget("a tower of powers")
        return None
    return x ** int(n)


def as_integer(value: Fraction | None) -> int | None:
    return int(value) if value is not None and value.denominator == 1 else None

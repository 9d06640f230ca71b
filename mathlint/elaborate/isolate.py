"""An equation solved for one of the terms in it: `v = h/r` gives `h = v r`."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, neg, number, power, rebuild

_PRODUCTS: Final = frozenset(("mul", "?dot", "?times"))
"""Heads of products. A `?times` may be a cross product: the inverse of its factor then fits no shape."""
_POWERS: Final = frozenset(("pow", "?power"))
_LINEAR: Final = frozenset(("add", "neg", *_PRODUCTS, "div", "sum"))
_NO_POLYNOMIAL: Final = 9
"""A degree that stands for all that are not easily seen to be polynomials."""


def solution(left: Expr, right: Expr, target: Expr) -> Expr | None:
    """What `left = right` makes of a term; None if it cannot be got alone on one side.

    Of a factor the inverse is put before or behind; whether it has one is for the shapes to tell. Of two roots the positive one is
    taken. Whether that is meant is for the reader of the result to find out.
    """
    left, right = _cancelled(left, right)
    counts = [sum(node is target for node in side.walk()) for side in (left, right)]
    if sum(counts) == 1:
        side, other = (left, right) if counts[0] else (right, left)
        found = _undone(side, other, target)
        if found is not None:
            return found
    return _affine(add(left, neg(right)), target) if sum(counts) else None


def _cancelled(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """The sides without the factors that both begin or end with: `U D V = R V` holds where `U D = R` does."""
    while left.head == right.head == "mul" and min(len(left.args), len(right.args)) > 1:
        if left.args[-1] is right.args[-1]:
            left, right = mul(*left.args[:-1]), mul(*right.args[:-1])
        elif left.args[0] is right.args[0]:
            left, right = mul(*left.args[1:]), mul(*right.args[1:])
        else:
            break
    return left, right


def _undone(side: Expr, value: Expr, target: Expr) -> Expr | None:
    """Undo what is done to the target on its side, from the outermost operation inwards."""
    while side is not target:
        at = next((k for k, arg in enumerate(side.args) if any(n is target for n in arg.walk())), None)
        if at is None:
            return None
        outer = _before(side, value, at)
        if outer is None:
            return None
        side, value = side.args[at], outer
    return value


def _before(side: Expr, value: Expr, at: int) -> Expr | None:
    """The value that an argument of an operation has, given the operation's value."""
    before, after = side.args[:at], side.args[at + 1 :]
    match side.head:
        case "add":
            return add(value, *(neg(term) for term in (*before, *after)))
        case "neg":
            return neg(value)
        case head if head in _PRODUCTS:
            return mul(*map(_inverse, filter(None, (before,))), value, *map(_inverse, filter(None, (after,))))
        case "div":
            return div(before[0], value) if before else mul(value, after[0])
        case head if head in _POWERS:
            if before:
                return fn("log", value) if before[0] is constant("e") else None
            exponent = after[0]
            if exponent.head == "number" and exponent is not ZERO:
                return power(value, number(Fraction(1) / exponent.datum))
        case "fn" if len(side.args) == 1 and side.datum in ("exp", "log"):
            return fn("log" if side.datum == "exp" else "exp", value)
        case "root" if not before and after[0].head == "number":
            return power(value, after[0])
        case "transpose" | "inverse":
            return expr(side.head, (value,))
    return None


def _inverse(factors: tuple[Expr, ...]) -> Expr:
    """Of a number or of a square matrix."""
    product = mul(*factors)
    return div(ONE, product) if product.head == "number" else expr("inverse", (product,))


def _affine(form: Expr, target: Expr) -> Expr | None:
    """The root of a form that is of the first degree in a number, wherever and however often it stands in it."""
    if _degree(form, target) != 1:
        return None
    at_zero = rebuild(form, lambda n: ZERO if n is target else n)
    at_one = rebuild(form, lambda n: ONE if n is target else n)
    return div(at_zero, add(at_zero, neg(at_one)))


def _degree(form: Expr, target: Expr) -> int:
    """The degree of a form in a term."""
    if form is target:
        return 1
    if not any(n is target for n in form.walk()):
        return 0
    if form.head not in _LINEAR:
        return _NO_POLYNOMIAL
    degrees = [_degree(arg, target) for arg in form.args]
    if form.head in _PRODUCTS:
        return min(sum(degrees), _NO_POLYNOMIAL)
    if form.head == "div" and degrees[1] or form.head == "sum" and any(degrees[:3]):
        return _NO_POLYNOMIAL
    return max(degrees)


__all__ = ["solution"]

"""Putting a node into a tree as an author would write it: sums join sums, numbers meet, double signs and transposes go."""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from mathlint.expr.tree import ONE, Expr, add, div, expr, mul, neg, number

Path: TypeAlias = "tuple[int, ...]"
"""Argument numbers, from the root down."""


def put(root: Expr, path: Path, node: Expr) -> Expr:
    """The tree with another node at a path. A sum put into a sum joins it, and so does a product put into a product."""
    if not path:
        return node
    k = path[0]
    args = (*root.args[:k], put(root.args[k], path[1:], node), *root.args[k + 1 :])
    if root.head == "add":
        return joined(*args)
    if root.head in ("neg", "transpose", "inverse") and args[0].head == root.head:
        return args[0].args[0]
    return times(*args) if root.head == "mul" else expr(root.head, args, root.datum)


def joined(*parts: Expr) -> Expr:
    """A sum; if it has several numbers, they become one, where the first stands."""
    terms = add(*parts).args if len(parts) > 1 or parts[0].head == "add" else parts
    numbers = [k for k, t in enumerate(terms) if t.head == "number"]
    if len(numbers) < 2:
        return add(*terms)
    total = sum((terms[k].datum for k in numbers), Fraction(0))
    rest = [t for k, t in enumerate(terms) if k not in numbers]
    if total and rest:
        rest.insert(numbers[0], number(total))
    return add(*rest) if rest else number(total)


def scaled(node: Expr, factor: Fraction) -> Expr:
    """A number times a node, joined with the numbers that it has in front or below."""
    if factor < 0:
        return neg(scaled(node, -factor))
    if factor == 1:
        return node
    match node.head:
        case "number":
            return number(node.datum * factor)
        case "neg":
            return neg(scaled(node.args[0], factor))
        case "div":
            above, below = node.args
            if below.head == "number" and below.datum > 0:
                factor, below = factor / below.datum, ONE
            above = scaled(above, Fraction(factor.numerator))
            below = scaled(below, Fraction(factor.denominator))
            return above if below is ONE else div(above, below)
    return times(number(factor), node)


def times(*parts: Expr) -> Expr:
    """A product; its signs go to the front and its numbers become one; neighbours that are equal scalars stay."""
    factors, sign, total, numbers = [], 1, Fraction(1), 0
    for part in parts:
        for factor in part.args if part.head == "mul" else (part,):
            while factor.head == "neg":
                sign, factor = -sign, factor.args[0]
            for inner in factor.args if factor.head == "mul" else (factor,):
                if inner.head == "number":
                    total, numbers = total * inner.datum, numbers + 1
                else:
                    factors.append(inner)
    if numbers < 2 and sign == 1 and total != 1:
        return mul(*parts)
    if total < 0:
        sign, total = -sign, -total
    product = factors if total == 1 and factors else [number(total), *factors]
    return neg(mul(*product)) if sign < 0 else mul(*product)


def at(root: Expr, path: Path) -> Expr:
    for step in path:
        root = root.args[step]
    return root


def common(root: Expr, edited: Expr, path: Path) -> Path:
    """The part of a path down to the smallest place outside which both trees are the same."""
    for end, step in enumerate(path):
        alike = root.head == edited.head and root.datum == edited.datum and len(root.args) == len(edited.args)
        if not alike or any(
            a is not b for k, (a, b) in enumerate(zip(root.args, edited.args, strict=True)) if k != step
        ):
            return path[:end]
        root, edited = root.args[step], edited.args[step]
    return path

"""Bounds that lie at infinity: written so, or as a sum, a multiple or a power of infinity, `(-∞ - μ)/σ`."""

from __future__ import annotations

from typing import Final

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import Undefined
from mathlint.engine.jets import constant
from mathlint.expr.tree import Expr

_RISING: Final = frozenset({"exp", "log"})
"""Functions that are infinite at infinity."""


def mentions_infinity(node: Expr) -> bool:
    return (
        not node.args and node.head == "constant" and node.datum == "infinity" or any(map(mentions_infinity, node.args))
    )


def infinite(ev: Evaluator, node: Expr) -> int:
    """1 for ∞, -1 for -∞, 0 for a finite bound. Raises Undefined where infinity stands in what has no value, as in ∞ - ∞."""
    if not mentions_infinity(node):
        return 0
    match node.head:
        case "constant":
            return 1
        case "neg":
            return -infinite(ev, node.args[0])
        case "add":
            signs = {infinite(ev, a) for a in node.args} - {0}
            if len(signs) == 1:
                return signs.pop()
        case "mul":
            product = 1
            for a in node.args:
                product *= infinite(ev, a) or _sign(ev, a)
            if product:
                return product
        case "div" if not mentions_infinity(node.args[1]):
            return infinite(ev, node.args[0]) * _sign(ev, node.args[1])
        case "pow" if (
            not mentions_infinity(node.args[1]) and infinite(ev, node.args[0]) > 0 and _sign(ev, node.args[1]) > 0
        ):
            return 1
        case "root" if infinite(ev, node.args[0]) > 0:
            return 1
        case "fn" if node.datum in _RISING and len(node.args) == 1 and infinite(ev, node.args[0]) > 0:
            return 1
    raise Undefined("infinity in what has no value")


def _sign(ev: Evaluator, node: Expr) -> int:
    """The sign of what infinity is multiplied or divided by. Raises Undefined for zero."""
    value = constant(ev.value(node))
    if ev.jets.is_matrix(value):
        raise Undefined("infinity times a matrix")
    sign = ev.ring.sign(value)
    if sign == 0:
        raise Undefined("infinity times zero")
    return sign

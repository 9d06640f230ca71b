"""Limits: by the value where the body is continuous, by l'Hôpital's rule, or by guarded extrapolation.

Only the first is certified. Richardson's extrapolation is trusted where at least 15 digits settle and both sides agree; anything
slower (logarithms, fractional powers, oscillation) stays undecided.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from flint import arb, ctx

from mathlint.engine.binders import is_infinite
from mathlint.engine.evaluate import Evaluator, method
from mathlint.engine.failures import Unclear, Undefined, Unsupported
from mathlint.engine.integrals import largest
from mathlint.engine.jets import Value, constant, each
from mathlint.engine.laurent import Expansion, denominators, near
from mathlint.engine.rings import Balls, precision
from mathlint.engine.series import extrapolate
from mathlint.engine.smooth import WAVES, is_continuous, is_smooth, is_steady
from mathlint.expr.tree import Expr

LEVELS = 20
PLAIN_LEVELS = 14
"""How many of them are used where only powers of h are taken out: with more, what is left of logarithms looks settled."""
ORDERS = 3
TERMS = 10
"""Coefficients of an expansion: the zeros of a numerator and a denominator take some."""
LOGARITHMIC = (1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4)
"""The powers of h that are taken out in turn where logarithms of h stand beside them: h^j log^j h needs j + 1 turns."""


@method("limit")
def limit(ev: Evaluator, node: Expr) -> Value:
    variable, target, body = node.args
    if not isinstance(ev.ring, Balls):
        raise Unsupported("a limit outside the reals")
    if not is_infinite(target) and is_continuous(body):
        found = _at(ev, variable.datum, body, ev.value(target))
        if found is not None:
            return found
    if (found := _expanded(ev, variable.datum, target, body, node.datum)) is not None:
        return found
    ev.estimated = True
    if is_infinite(target):
        ev.rough |= not is_steady(ev, variable.datum, body)
        sign = -1 if target.head == "neg" else 1
        return _extrapolate(ev, variable.datum, body, None, sign)
    ev.rough |= not is_smooth(body, variable.datum) or any(n.head == "fn" and n.datum in WAVES for n in body.walk())
    at = ev.value(target)
    if body.head == "div" and not hasattr(at, "parts"):
        found = _quotient(ev, variable.datum, at, *body.args)
        if found is not None:
            return found
    right = left = None
    if node.datum != "-":
        right = _side(ev, variable.datum, body, at, 1)
    if node.datum != "+":
        left = _side(ev, variable.datum, body, at, -1)
    if right is None or left is None:
        if right is None and left is None:
            raise Undefined("a limit outside the domain")
        return left if right is None else right
    gap = ev.jets.subtract(right, left)
    if not all(constant(e).contains(0) for e in ev.jets.entries(gap)):
        raise Undefined("a limit whose two sides differ")
    return right


def _at(ev: Evaluator, key: str, body: Expr, at: Value) -> Value:
    """The value at the point itself, if the body has one on a ball around it; else None."""
    if hasattr(at, "parts") or ev.jets.is_matrix(at):
        return None
    try:
        around = ev_value(ev, key, at + arb(0, arb(2) ** -40), body)
        if not all(constant(e).is_finite() for e in ev.jets.entries(around)):
            return None
        return ev_value(ev, key, at, body)
    except (Undefined, Unsupported, Unclear):
        return None


def _expanded(ev: Evaluator, key: str, target: Expr, body: Expr, side: str) -> Value:
    """The constant term of the body's expansion about the target; None where it has none."""
    step = denominators(body)
    if step > 1 and not is_infinite(target) and side != "+":
        return None
    try:
        found = Expansion(ev, TERMS * step, {key: near(ev, target, step, TERMS * step)}).series(body)
    except (Undefined, Unsupported):
        return None
    if found.end <= 0 or found.start < 0:
        return None
    return ev.rational(0) if found.start > 0 else found.coefficients[0]


def _side(ev: Evaluator, key: str, body: Expr, at: Value, sign: int) -> Value:
    try:
        return _extrapolate(ev, key, body, at, sign)
    except Undefined:
        return None


def _quotient(ev: Evaluator, key: str, at: Value, top: Expr, bottom: Expr) -> Value:
    """N/D at a common zero: the first derivatives that do not both vanish. None where this does not apply."""
    with precision(ctx.prec * 2):
        for order in range(1, ORDERS + 1):
            found = [_nth(ev, key, at, side, order) for side in (top, bottom)]
            if found[0] is None or found[1] is None:
                return None
            if order == 1 and not all(_vanishes(ev, ev_value(ev, key, at, side)) for side in (top, bottom)):
                return None
            if not _vanishes(ev, found[1]):
                return ev.jets.multiply(found[0], ev.jets.reciprocal(found[1]))
            if not _vanishes(ev, found[0]):
                return None
    return None


def ev_value(ev: Evaluator, key: str, at: Value, body: Expr) -> Value:
    with ev.scope(key):
        ev.bind(key, at)
        return ev.value(body)


def _nth(ev: Evaluator, key: str, at: Value, body: Expr, order: int) -> Value:
    """The derivative of an order at a point, through as many tags; None where it cannot be had."""
    tags = []
    value = at
    for _ in range(order):
        ev.tag += 1
        tags.append(ev.tag)
        value = ev.jets.seed(value, ev.tag, None)
    try:
        result = ev_value(ev, key, value, body)
    except (Undefined, Unsupported):
        return None
    if ev.jets.is_matrix(result):
        return None
    for tag in reversed(tags):
        result = ev.jets.part(result, tag, 0)
    return result


def _vanishes(ev: Evaluator, value: Value) -> bool:
    at = constant(value)
    return bool(not ev.jets.is_matrix(value) and at.contains(0) and at.rad() < arb(10) ** -30)


def _extrapolate(ev: Evaluator, key: str, body: Expr, at: Value, sign: int) -> Value:
    """Richardson's extrapolation in h = 2⁻ᵏ, or in 1/x towards infinity."""
    table = []
    bits = max(ctx.prec, 512)
    with precision(bits), ev.scope(key):
        for k in range(LEVELS):
            step = arb(2) ** -(k + 4) * sign
            ev.bind(key, 1 / step if at is None else ev.jets.add(at, step))
            table.append(ev.value(body))
        size = arb(0)
        for value in table:
            for e in ev.jets.entries(value):
                size = _max(size, largest(e))
        drawn = table
        for levels, powers in ((PLAIN_LEVELS, range(1, PLAIN_LEVELS)), (LEVELS, LOGARITHMIC)):
            last: Any = None
            table = drawn[:levels]
            for j in powers:
                last, factor = table[-1], arb(2) ** j
                table = [extrapolate(ev, a, b, factor) for a, b in pairwise(table)]
            table = table[-1:]
            gap = arb(0)
            for e in ev.jets.entries(ev.jets.subtract(table[0], last)):
                gap = _max(gap, largest(e))
            if gap < arb(10) ** -15 * _max(size, arb(10) ** -3):
                break
        else:
            raise Unclear("a limit that converges slowly")
        margin = arb(0, (16 * gap + arb(10) ** -20 * size).upper())
        if ev.jets.is_matrix(table[0]):
            rows, cols = ev.jets.shape(table[0])
            return each(table[0], lambda m: ev.ring.matrix(rows, cols, [v + margin for v in m.entries()]))
        return each(table[0], lambda v: v + margin)


def _max(x: Any, y: Any) -> Any:
    return y if not y < x else x

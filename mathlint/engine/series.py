"""Infinite sums, estimated: they support and never refute, because their tails are only extrapolated."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from flint import arb

from mathlint.engine.binders import is_infinite
from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import Unclear, Undefined, Unsupported
from mathlint.engine.integrals import largest, widen
from mathlint.engine.jets import Value, each
from mathlint.engine.rings import Balls, precision
from mathlint.engine.smooth import is_smooth
from mathlint.expr.tree import Expr

TERMS = 700


def infinite_sum(ev: Evaluator, node: Expr) -> Value:
    index, low, _, body = node.args
    if not isinstance(ev.ring, Balls):
        raise Unsupported("an infinite sum outside the reals")
    if is_infinite(low):
        raise Unsupported("a sum over all integers")
    first = ev.integer(low)
    ev.estimated = True
    ev.rough |= not is_smooth(body, index.datum)
    with ev.scope(index.datum):

        def term(k: int) -> Value:
            ev.bind(index.datum, k)
            value = ev.value(body)
            if ev.jets.is_matrix(value):
                raise Unsupported("an infinite sum of matrices")
            return value

        try:
            return _geometric(ev, term, first)
        except Unclear:
            with precision(320):
                return _extrapolated(ev, term, first)


def _geometric(ev: Evaluator, term: Callable[[int], Value], first: int) -> Value:
    """Add terms while they fall at least as fast as a geometric series; bound the tail by one."""
    total: Value = None
    sizes: list[Any] = []
    for k in range(first, first + TERMS):
        value = term(k)
        total = value if total is None else ev.jets.add(total, value)
        sizes.append(largest(value))
        if k < first + 12:
            continue
        recent = sizes[-6:]
        ratios = [float(b / a) if a > 0 else 0.0 for a, b in pairwise(recent)]
        worst = max(ratios)
        if all(r != r for r in ratios):
            raise Unclear("a series of undefined terms")
        if k == first + 40 and min(ratios) > 1:
            raise Undefined("a series that does not converge here")
        if k == first + 40 and not worst < 0.96:
            raise Unclear("a series that falls slowly")
        if worst < 0.96 and sizes[-1] < arb(10) ** -36 * (largest(total) + arb(10) ** -30):
            return widen(total, (sizes[-1] * arb(2) / arb(1 - worst) + largest(total) * arb(10) ** -33).upper())
    raise Unclear("a series that falls slowly")


def _extrapolated(ev: Evaluator, term: Callable[[int], Value], first: int) -> Value:
    """Richardson's extrapolation of the partial sums S(2ʲ), for terms with an expansion in 1/k; pairs alternating ones."""
    sums: list[Value] = []
    total: Value = None
    mark = 2
    for count in range(1, 513):
        value = term(first + count - 1)
        total = value if total is None else ev.jets.add(total, value)
        if count == mark:
            sums.append(total)
            mark *= 2
    previous: Value = None
    for j in range(1, len(sums)):
        previous, factor = sums[-1], arb(2) ** j
        sums = [extrapolate(ev, a, b, factor) for a, b in pairwise(sums)]
    gap = largest(ev.jets.subtract(sums[0], previous))
    if not gap < arb(10) ** -9 * largest(sums[0]):
        raise Unclear("a series whose value could not be found")
    return widen(sums[0], (16 * gap).upper())


def extrapolate(ev: Evaluator, a: Value, b: Value, factor: Any) -> Value:
    """(factor·b - a)/(factor - 1)."""
    return each(ev.jets.subtract(each(b, lambda v: v * factor), a), lambda v: v / (factor - 1))

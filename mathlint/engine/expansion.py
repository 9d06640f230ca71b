"""Equations with terms of an order, `sin x = x + O(x^3)`: the difference of the sides is expanded, and its first terms must vanish.

A term of an order on the right stands for anything of that order, so an equation is read from left to right: what stands on
the left must be of the order on the right, or of a smaller one.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from mathlint.engine.binders import is_infinite
from mathlint.engine.compare import EXACT_DIGITS
from mathlint.engine.evaluate import Evaluator, Meter
from mathlint.engine.failures import Undefined, Unsupported
from mathlint.engine.laurent import Expansion, Laurent, denominators, near, vanishes
from mathlint.engine.problem import Problem, prepare
from mathlint.engine.rings import Balls, precision
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.verdict import Reason, Refuted, Supported, Undecided, Verdict
from mathlint.engine.witness import number_text, witness
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import ZERO, Expr, add, neg

POINTS: Final = 2
ATTEMPTS: Final = 4
TERMS: Final = 14
BITS: Final = 256


@dataclass(frozen=True, slots=True)
class Side:
    """A side of an equation: what is written out, and the orders of what is left out."""

    written: Expr
    orders: tuple[Expr, ...]


def has_orders(obligation: Obligation) -> bool:
    return any(n.head == "growth" for side in (obligation.left, obligation.right) for n in side.walk())


def decide_orders(obligation: Obligation, meter: Meter) -> Verdict:
    """The verdict on an equation with terms of an order. Raises the engine's failures."""
    if obligation.relation != "=":
        raise Unsupported("an order of growth in an inequality")
    problem = prepare(obligation)
    sides = _side(problem.left), _side(problem.right)
    if not sides[1].orders:
        raise Unsupported("an order of growth on the left side only")
    limits = {(g.args[1], g.args[2]) for side in sides for g in side.orders}
    if len(limits) > 1:
        raise Unsupported("orders of growth in several variables")
    variable, target = limits.pop()
    declared = problem.declarations.get(variable.datum)
    if declared is None or declared.value is not None or declared.slots or not declared.shape.is_scalar:
        raise Unsupported("an order of growth in what has a value")
    found: list[Verdict] = []
    for turn in range(POINTS):
        found.append(_at_some_draw(problem, sides, variable.datum, target, turn, meter))
        if not isinstance(found[-1], Supported | Refuted):
            return found[-1]
    if all(isinstance(v, Supported) for v in found) or all(isinstance(v, Refuted) for v in found):
        return found[0]
    return Undecided(Reason.UNSUPPORTED, "an expansion that holds at some points only")


def _side(node: Expr) -> Side:
    """Take the terms of an order out of a sum."""
    terms = list(node.args) if node.head == "add" else [node]
    written, orders = [], []
    for term in terms:
        inner = term.args[0] if term.head == "neg" else term
        if inner.head == "growth":
            orders.append(inner)
        elif any(n.head == "growth" for n in term.walk()):
            raise Unsupported("an order of growth inside a product or a function")
        else:
            written.append(term)
    return Side(add(*written) if written else ZERO, tuple(orders))


def _at_some_draw(
    problem: Problem, sides: tuple[Side, Side], variable: str, target: Expr, turn: int, meter: Meter
) -> Verdict:
    for attempt in range(ATTEMPTS):
        try:
            with precision(BITS):
                return _at(problem, sides, variable, target, Draw(problem, turn, Signs.POSITIVE, attempt), meter)
        except Undefined:
            continue
    raise Undefined("an expansion outside the domain")


def _at(problem: Problem, sides: tuple[Side, Side], variable: str, target: Expr, draw: Draw, meter: Meter) -> Verdict:
    ev = Evaluator(Balls(), draw, meter)
    whole = add(sides[0].written, sides[1].written, *(g.args[0] for side in sides for g in side.orders))
    step = denominators(whole)
    expansion = Expansion(ev, TERMS * step, {variable: near(ev, target, step, TERMS * step)})
    orders = [[(_order(expansion, g), g.datum) for g in side.orders] for side in sides]
    least, kind = min(orders[1], key=lambda o: (o[0], o[1] == "o"))
    for order, other in orders[0]:
        if order < least or (order == least and kind == "o" and other == "O"):
            raise Unsupported("a left side that is known to a lower order than the right one")
    left, right = (expansion.series(side.written) for side in sides)
    gap = expansion.series(add(sides[0].written, neg(sides[1].written)))
    stop = least + (kind == "o")
    if gap.end < stop:
        raise Unsupported("an expansion that needs more terms")
    for exponent in range(min(gap.start, stop), stop):
        c = gap.at(exponent)
        if c is None or vanishes(c):
            continue
        if c.contains(0):
            return Undecided(Reason.BUDGET, "an expansion that needs more digits")
        shown = [_coefficient(side, exponent) for side in (left, right)]
        found = witness(ev, ev.rational(0), ev.rational(0))
        power = _power(variable, target, Fraction(exponent, step))
        return Refuted(type(found)(found.point, found.dims, f"{shown[0]}{power}", f"{shown[1]}{power}"), "expansion")
    if sides[1].written is not ZERO and _tripled_holds(expansion, sides, stop):
        return Undecided(Reason.UNSUPPORTED, "both sides are of the order that is left out")
    return Supported(POINTS, EXACT_DIGITS, "expansion")


def _tripled_holds(expansion: Expansion, sides: tuple[Side, Side], stop: int) -> bool:
    right = sides[1].written
    gap = expansion.series(add(sides[0].written, neg(right), neg(right), neg(right)))
    return all(vanishes(c) for e in range(gap.start, min(stop, gap.end)) if (c := gap.at(e)) is not None)


def _order(expansion: Expansion, growth: Expr) -> int:
    """The exponent of t that a term of an order begins with."""
    found = expansion.series(growth.args[0])
    if not found.coefficients:
        raise Unsupported("an order of growth that is zero")
    return found.start


def _coefficient(series: Laurent, exponent: int) -> str:
    c = series.at(exponent)
    return "0" if c is None else number_text(c)


def _power(variable: str, target: Expr, exponent: Fraction) -> str:
    """The power that a coefficient stands before, in words for a witness."""
    if exponent == 0:
        return " (the constant term)"
    base = variable if is_infinite(target) or target is ZERO else f"({variable} - {target!r})"
    shown = -exponent if is_infinite(target) else exponent
    return f" {base}" if shown == 1 else f" {base}^{shown}"

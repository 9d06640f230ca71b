"""Integrands that are given by cases: the places where one case ends, and the integrand on every piece between them."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.engine.binders import is_infinite
from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import Unclear, Undefined, Unsupported
from mathlint.engine.jets import constant
from mathlint.expr.tree import ZERO, Expr, add, expr, neg, number, rebuild, substitute

MOST_PLACES = 6


def pieces(ev: Evaluator, node: Expr) -> list[Expr] | None:
    """The integrals, without the cases of their variable, that add up to one; None where it has no such cases."""
    variable, low, high, body = node.args
    body = unfolded(ev, body, variable)
    if not any(n.head == "piecewise" and variable.datum in n.free for n in body.walk()):
        return None
    places = list(dict.fromkeys(_places(body, variable)))
    if not places or len(places) > MOST_PLACES:
        return None
    ordered: list[Expr] = []
    for place in places:
        at = 0
        while at < len(ordered) and _sign(ev, ordered[at], place) < 0:
            at += 1
        if at == len(ordered) or _sign(ev, ordered[at], place) != 0:
            ordered.insert(at, place)
    if not is_infinite(low) and not is_infinite(high) and _sign(ev, high, low) < 0:
        turned = pieces(ev, expr("integral", (variable, high, low, body)))
        return None if turned is None else [_negated(n) for n in turned]
    inside = [
        p
        for p in ordered
        if (is_infinite(low) or _sign(ev, p, low) > 0) and (is_infinite(high) or _sign(ev, high, p) > 0)
    ]
    ends = [low, *inside, high]
    made = (
        expr("integral", (variable, a, b, _case(ev, body, variable, _between(a, b))))
        for a, b in zip(ends, ends[1:], strict=False)
    )
    return [n for n in made if n.args[3] is not ZERO]


def unfolded(ev: Evaluator, body: Expr, variable: Expr) -> Expr:
    """The body with the functions that are given by cases and taken at the variable replaced by their values."""

    def change(node: Expr) -> Expr:
        if node.head != "apply" or node.args[0].head != "name" or node.args[1:] != (variable,):
            return node
        declared = ev.problem.declarations.get(node.args[0].datum)
        if declared is None or declared.value is None or len(declared.params) != 1:
            return node
        if not any(n.head == "piecewise" for n in declared.value.walk()):
            return node
        return substitute(declared.value, {declared.params[0]: variable})

    return rebuild(body, change)


def _places(body: Expr, variable: Expr) -> Iterator[Expr]:
    """What the variable is compared with in the conditions of cases."""
    for node in body.walk():
        if node.head == "piecewise":
            for condition in node.args[1::2]:
                for n in condition.walk():
                    if n.head == "compare":
                        for side, other in (n.args, n.args[::-1]):
                            if side is variable and variable.datum not in other.free:
                                yield other


def _sign(ev: Evaluator, x: Expr, y: Expr) -> int:
    """The sign of x - y; places that cannot be told apart are one."""
    if x is y:
        return 0
    try:
        return ev.ring.sign(constant(ev.value(x)) - constant(ev.value(y)))
    except Undefined:
        return 0


def _between(low: Expr, high: Expr) -> Expr:
    """A place inside a piece."""
    if is_infinite(low) and is_infinite(high):
        return ZERO
    if is_infinite(low):
        return add(high, number(-1))
    if is_infinite(high):
        return add(low, number(1))
    return expr("div", (add(low, high), number(2)))


def _case(ev: Evaluator, body: Expr, variable: Expr, place: Expr) -> Expr:
    """The body with the cases that hold at a place, and so on all of its piece."""
    value = ev.value(place)
    with ev.scope(variable.datum):
        ev.bind(variable.datum, value)

        def change(node: Expr) -> Expr:
            if node.head == "piecewise" and any(variable.datum in c.free for c in node.args[1::2]):
                pairs, otherwise = divmod(len(node.args), 2)
                for k in range(pairs):
                    if ev.truth(node.args[2 * k + 1]):
                        return node.args[2 * k]
                if not otherwise:
                    raise Undefined("no case applies")
                return node.args[-1]
            if node.head == "mul" and ZERO in node.args:
                return ZERO
            return node

        try:
            return rebuild(body, change)
        except Unsupported as why:
            raise Unclear(str(why)) from None


def _negated(node: Expr) -> Expr:
    variable, low, high, body = node.args
    return expr("integral", (variable, low, high, ZERO if body is ZERO else neg(body)))


__all__ = ["pieces", "unfolded"]

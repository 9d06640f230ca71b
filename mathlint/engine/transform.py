"""Equalities of operators brought back to equalities of what stands under them."""

from __future__ import annotations

from mathlint.engine.problem import Problem
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import Expr, expr, mul, neg, substitute

SAME: dict[str, int] = {
    "integral": 3,
    "integral_over": 2,
    "limit": 2,
    "sum_over": 2,
    "product_over": 2,
    "sum": 3,
    "product": 3,
}
"""Operators that are compared by their bodies where the domains are equal, with the body's position."""
LINEAR = frozenset({"integral", "integral_over", "sum_over", "sum"})


def same_operator(problem: Problem) -> Problem | None:
    """The bodies, where both sides are the same operator over the same domain; a number before a linear one goes to the body."""
    left, right = _loaded(problem.left), _loaded(problem.right)
    if left.head != right.head or left.head not in SAME or left.datum != right.datum:
        return None
    at = SAME[left.head]
    if left.args[1:at] != right.args[1:at]:
        return None
    variable = left.args[0]
    body = substitute(right.args[at], {right.args[0].datum: variable})
    known = problem.declarations.get(variable.datum)
    return problem.about(left.args[at], body, [known or Declaration(variable.datum)])


def _loaded(node: Expr) -> Expr:
    """`3 \\int f` as `\\int 3 f`."""
    if node.head not in ("mul", "neg"):
        return node
    numbers = [a for a in node.args if a.head == "number"]
    others = [_loaded(a) for a in node.args if a.head != "number"]
    if len(others) != 1 or others[0].head not in LINEAR:
        return node
    inner = others[0]
    body = inner.args[SAME[inner.head]]
    return expr(
        inner.head,
        (*inner.args[: SAME[inner.head]], neg(body) if node.head == "neg" else mul(*numbers, body)),
        inner.datum,
    )

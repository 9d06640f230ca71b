"""Equalities of operators brought back to equalities of what stands under them."""

from __future__ import annotations

from mathlint.engine.problem import Problem
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import Expr, div, expr, mul, neg, substitute

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
    """`3 a \\int f` as `\\int 3 a f`, and `\\int f / b` as `\\int (f / b)`: what stands outside has nothing of the variable."""
    match node.head:
        case "neg":
            inner = _loaded(node.args[0])
            return _under(inner, neg(_body(inner))) if inner.head in LINEAR else node
        case "div":
            inner = _loaded(node.args[0])
            return _under(inner, div(_body(inner), node.args[1])) if inner.head in LINEAR else node
        case "mul":
            factors = [_loaded(a) for a in node.args]
            places = [k for k, a in enumerate(factors) if a.head in LINEAR]
            if len(places) == 1:
                inner = factors[places[0]]
                return _under(inner, mul(*node.args[: places[0]], _body(inner), *node.args[places[0] + 1 :]))
    return node


def _body(node: Expr) -> Expr:
    return node.args[SAME[node.head]]


def _under(node: Expr, body: Expr) -> Expr:
    """The same operator over another body."""
    return expr(node.head, (*node.args[: SAME[node.head]], body), node.datum)

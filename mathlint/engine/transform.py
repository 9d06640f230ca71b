"""Equalities of operators brought back to equalities of what stands under them."""

from __future__ import annotations

from dataclasses import replace

from mathlint.engine.failures import Unsupported
from mathlint.engine.problem import Problem
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import Expr, expr, mul, name, neg, substitute

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


def _antiderivatives(node: Expr) -> list[Expr]:
    return [n for n in node.walk() if n.head == "antiderivative"]


def differentiated(problem: Problem) -> Problem | None:
    """Antiderivatives are equal up to a constant when their derivatives are equal."""
    found = _antiderivatives(problem.left) + _antiderivatives(problem.right)
    if not found:
        return None
    if any(n.head in ("derivative", "gradient") for side in (problem.left, problem.right) for n in side.walk()):
        return None
    key = found[0].args[0].datum
    variable = _variable(problem, key)
    declared = problem.declarations.get(variable) or Declaration(variable)
    rename = {a.args[0].datum: name(variable) for a in found}
    sides = [expr("derivative", (_renamed(s, rename), name(variable)), "total") for s in (problem.left, problem.right)]
    return replace(problem.about(sides[0], sides[1], [declared]))


def _renamed(node: Expr, rename: dict[str, Expr]) -> Expr:
    if node.head == "antiderivative":
        variable, body = node.args
        return expr(
            "antiderivative", (rename[variable.datum], substitute(body, {variable.datum: rename[variable.datum]}))
        )
    return expr(node.head, tuple(_renamed(a, rename) for a in node.args), node.datum) if node.args else node


def _variable(problem: Problem, bound: str) -> str:
    """The free name that the antiderivatives are functions of: the bound one itself where it occurs free, else the only name
    that one side has outside its antiderivatives and the other has not at all."""
    outside = [_free_outside(side) for side in (problem.left, problem.right)]
    if bound in outside[0] | outside[1]:
        return bound
    both = [outside[0] | problem.left.free, outside[1] | problem.right.free]
    only = (outside[0] - both[1]) | (outside[1] - both[0])
    written = bound.split("#", 1)[0]
    if written in only:  # what stands beside it is a constant: `∫ x^2 dx = x^3/3 + C`
        return written
    if len(only) == 1:
        return next(iter(only))
    if only:
        raise Unsupported("an antiderivative of an unclear variable")
    return bound


def _free_outside(node: Expr) -> frozenset[str]:
    if node.head == "antiderivative":
        return frozenset()
    if node.head == "name":
        return node.free
    return frozenset().union(*(_free_outside(a) for a in node.args)) & node.free if node.args else frozenset()

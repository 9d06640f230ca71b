"""`f(x, y) ≈ a polynomial in x - a and y - b`: a Taylor polynomial, which agrees with f to its own degree.

The two sides are compared along lines through the point that the polynomial shows, as an expansion with a term of the next order.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from mathlint.engine.evaluate import Meter
from mathlint.engine.expansion import decide_orders
from mathlint.engine.failures import IllTyped, Undefined, Unsupported
from mathlint.engine.problem import Problem
from mathlint.engine.verdict import Refuted, Supported, Verdict
from mathlint.expr.obligation import Kind, Obligation
from mathlint.expr.tree import ZERO, Expr, add, expr, mul, name, neg, number, power, substitute

_DIRECTIONS: Final = (Fraction(3, 7), Fraction(-5, 3), Fraction(2))
_MOST_VARIABLES: Final = 3
_HIGHEST: Final = 6


def taylor(problem: Problem, meter: Meter) -> Verdict | None:
    """The verdict on an approximation by a polynomial that shows where it is taken; None if it is no such thing."""
    verdicts: list[Verdict] = []
    lines = list(_lines(problem)) or list(_lines(problem.about(problem.right, problem.left)))
    for obligation in lines:
        try:
            verdicts.append(decide_orders(obligation, meter))
        except (Unsupported, Undefined, IllTyped):
            return None
    if not verdicts or not all(isinstance(v, Supported | Refuted) for v in verdicts):
        return None
    return next((v for v in verdicts if isinstance(v, Refuted)), verdicts[0])


def _lines(problem: Problem) -> Iterator[Obligation]:
    """The equation along lines through the point, in the first variable alone."""
    variables = _variables(problem)
    degree = _degree(problem.right, frozenset(variables))
    points = {v: _point(problem.right, v) for v in variables}
    if not variables or degree is None or not 0 < degree <= _HIGHEST or any(p is None for p in points.values()):
        return
    first, *others = variables
    start = number(points[first] or Fraction(0))
    step = name(first) if start is ZERO else add(name(first), neg(start))
    rest = expr("growth", (power(step, number(degree + 1)), name(first), start), "O")
    for direction in _DIRECTIONS if others else _DIRECTIONS[:1]:
        moved = {
            v: add(number(points[v] or Fraction(0)), mul(number(direction * (k + 1)), step))
            for k, v in enumerate(others)
        }
        left, right = substitute(problem.left, moved), substitute(problem.right, moved)
        yield Obligation(left, "=", add(right, rest), tuple(problem.declarations.values()))


def _variables(problem: Problem) -> list[str]:
    """The arguments of the function on the left, if they are plain numbers of which nothing is known."""
    left = problem.left
    if left.head != "apply" or left.args[0].head != "name" or len(left.args) > _MOST_VARIABLES + 1:
        return []
    function = problem.declarations.get(str(left.args[0].datum))
    if function is None or function.value is None:
        return []
    found = []
    for argument in left.args[1:]:
        declared = problem.declarations.get(str(argument.datum)) if argument.head == "name" else None
        if declared is None or declared.value is not None or declared.kind is not Kind.VARIABLE:
            return []
        if declared.slots or not declared.shape.is_scalar or declared.name not in problem.right.free:
            return []
        found.append(declared.name)
    return found if len(set(found)) == len(found) else []


def _point(node: Expr, variable: str) -> Fraction | None:
    """The a of `x - a`, if x stands in no other way; 0 for a bare x."""
    if node.head == "name" and node.datum == variable:
        return Fraction(0)
    if node.head == "add" and len(node.args) == 2:
        for one, other in (node.args, node.args[::-1]):
            shift = other.args[0] if other.head == "neg" else other
            if one.head == "name" and one.datum == variable and shift.head == "number":
                return Fraction(shift.datum if other.head == "neg" else -shift.datum)
    found = [_point(a, variable) for a in node.args if variable in a.free]
    return found[0] if found and all(p is not None and p == found[0] for p in found) else None


def _degree(node: Expr, variables: frozenset[str]) -> int | None:
    """The total degree of a polynomial; None if it is none."""
    if node.free.isdisjoint(variables):
        return 0
    if node.head == "name":
        return 1
    if node.head not in ("add", "neg", "mul", "pow", "div"):
        return None
    parts = [_degree(a, variables) for a in node.args]
    known = [p for p in parts if p is not None]
    if len(known) < len(parts):
        return None
    match node.head:
        case "add":
            return max(known)
        case "mul":
            return sum(known)
        case "neg":
            return known[0]
        case "div":
            return known[0] if known[1] == 0 else None
    exponent = node.args[1]
    if exponent.head != "number" or exponent.datum.denominator != 1 or exponent.datum < 0:
        return None
    return known[0] * int(exponent.datum)

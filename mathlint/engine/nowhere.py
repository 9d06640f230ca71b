"""Expressions without any real value, whatever their names stand for: `\\ln \\ln (1 - r^2)`.

By intervals, from the leaves up: a name may be any real number, `1 - r^2` is at most 1, its logarithm at most 0, and the
logarithm of that exists nowhere. What is not known to be real, or not known at all, may have any value.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, TypeAlias

from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.failures import Undefined
from mathlint.engine.problem import Problem
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.trial import try_at
from mathlint.engine.verdict import Refuted
from mathlint.engine.witness import witness
from mathlint.expr.obligation import Kind, Trait
from mathlint.expr.tree import Expr

Range: TypeAlias = tuple[float, float]
"""Least and greatest value, both perhaps reached; a range with least > greatest is empty."""

ALL: Final[Range] = (-math.inf, math.inf)
EMPTY: Final[Range] = (1.0, -1.0)
_SLACK: Final = 1e-9
_TURNS: Final = 12
_LOGARITHMS: Final = ("log", "log2", "log10")


def nowhere_defined(problem: Problem, side: Expr) -> bool:
    """Whether a side has no value at any real point."""
    if problem.is_complex or any(n.head == "constant" and n.datum == "i" for n in side.walk()):
        return False
    return _is_empty(_range(problem, side))


def _is_empty(found: Range) -> bool:
    return found[0] > found[1]


def _range(problem: Problem, node: Expr) -> Range:
    if node.head == "number":
        return float(node.datum), float(node.datum)
    if node.head == "name":
        return _of_name(problem, str(node.datum))
    if node.head not in ("add", "neg", "mul", "div", "pow", "root", "fn", "abs"):
        return ALL
    parts = [_range(problem, a) for a in node.args]
    if any(map(_is_empty, parts)):
        return EMPTY
    match node.head:
        case "add":
            return sum(p[0] for p in parts), sum(p[1] for p in parts)
        case "neg":
            return -parts[0][1], -parts[0][0]
        case "abs":
            return _size(parts[0])
        case "mul" if all(a is node.args[0] for a in node.args) and len(parts) == 2:
            return 0.0, math.inf
        case "mul":
            return _product(parts)
        case "pow":
            exponent = node.args[1]
            even = exponent.head == "number" and exponent.datum.denominator == 1 and exponent.datum % 2 == 0
            return (0.0, math.inf) if even or parts[0][0] >= 0 else ALL
        case "root" if node.args[1].head == "number" and node.args[1].datum % 2 == 0:
            return EMPTY if parts[0][1] < -_SLACK else (0.0, math.inf)
        case "fn" if node.datum in _LOGARITHMS and len(parts) == 1:
            if parts[0][1] <= 0:
                return EMPTY
            top = math.inf if math.isinf(parts[0][1]) else math.log(parts[0][1])
            scale = {"log2": math.log(2), "log10": math.log(10)}.get(str(node.datum), 1.0)
            return -math.inf, top / scale
        case "fn" if node.datum == "exp":
            return 0.0, math.inf
    return ALL


def _of_name(problem: Problem, key: str) -> Range:
    declared = problem.declarations.get(key)
    if declared is None or declared.kind is not Kind.VARIABLE or declared.value is not None:
        return ALL
    if not declared.shape.is_scalar or declared.slots or Trait.COMPLEX in declared.traits:
        return ALL
    return (0.0, math.inf) if Trait.POSITIVE in declared.traits else ALL


def _size(part: Range) -> Range:
    return 0.0, max(abs(part[0]), abs(part[1]))


def _product(parts: list[Range]) -> Range:
    """Only signs and bounds of factors that are not negative are kept."""
    if all(p[0] >= 0 for p in parts):
        top = math.prod(p[1] for p in parts) if all(p[1] < math.inf for p in parts) else math.inf
        return 0.0, top
    negative = sum(p[1] <= 0 for p in parts)
    if all(p[0] >= 0 or p[1] <= 0 for p in parts):
        return (0.0, math.inf) if negative % 2 == 0 else (-math.inf, 0.0)
    return ALL


def without_value(problem: Problem, meter: Meter) -> Refuted | None:
    """One side has no real value anywhere, and the other has one."""
    left, right = (nowhere_defined(problem, side) for side in (problem.left, problem.right))
    if left == right:
        return None
    side = problem.right if left else problem.left
    for turn in range(_TURNS):
        draw = Draw(problem, turn, Signs.MIXED if turn % 2 else Signs.POSITIVE, turn % 3)
        try:
            trial = try_at(replace(problem, left=side, right=side), draw, meter, Options())
        except Undefined:
            continue
        found = witness(trial.evaluator, trial.left, trial.right)
        found = replace(found, left="no real number") if left else replace(found, right="no real number")
        return Refuted(found, "nowhere defined")
    return None

"""Equalities of which both sides are nothing at every point: what more can be said of them.

Such a step says little by its values. It holds all the same if its sides are equal part by part, `a - b = c - d` with a = c and
b = d, or if it holds where they do not vanish: without what the page supposes of its names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mathlint.engine.normal import normal
from mathlint.engine.problem import Problem
from mathlint.engine.verdict import Proved, Reason, Supported, Undecided, Verdict
from mathlint.expr.obligation import Kind, Trait
from mathlint.expr.tree import Expr

DEPTH: Final = 4
BUILT: Final = frozenset({"add", "mul", "div", "neg", "fn", "pow", "inner", "trace", "transpose"})
"""Heads that are equal where their parts are."""
KEPT: Final = frozenset(
    {Trait.INTEGER, Trait.INDEX, Trait.EVEN, Trait.ODD, Trait.POSITIVE, Trait.NONNEGATIVE, Trait.COMPLEX}
)
"""Traits without which a step may have no meaning."""


def is_vacuous(verdict: Verdict) -> bool:
    return isinstance(verdict, Undecided) and verdict.reason is Reason.VACUOUS


def by_parts(problem: Problem, decide: Callable[[Problem], Verdict], depth: int = DEPTH) -> Verdict | None:
    """Support, if both sides are built alike of parts that are equal; else None."""
    left, right = problem.left, problem.right
    if (
        not depth
        or left.head not in BUILT
        or (left.head, left.datum, len(left.args)) != (right.head, right.datum, len(right.args))
    ):
        return None
    for a, b in zip(left.args, right.args, strict=True):
        if not _equal(problem, a, b, decide, depth):
            return None
    return Supported(1, 0, "part by part")


def _equal(problem: Problem, a: Expr, b: Expr, decide: Callable[[Problem], Verdict], depth: int) -> bool:
    if a is b or normal(a) is normal(b):
        return True
    part = problem.about(a, b)
    verdict = decide(part)
    if is_vacuous(verdict):
        return by_parts(part, decide, depth - 1) is not None
    return isinstance(verdict, Proved | Supported)


def in_general(problem: Problem) -> Problem | None:
    """The same without independence and without special matrices; None where nothing of the kind is supposed."""
    declarations = {}
    for key, d in problem.declarations.items():
        joint = d.kind is Kind.RANDOM and d.group
        declarations[key] = replace(d, traits=d.traits & KEPT, group="" if joint else d.group)
    if declarations == dict(problem.declarations):
        return None
    return replace(problem, declarations=declarations)

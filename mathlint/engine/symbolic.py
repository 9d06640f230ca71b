"""Tier 5: what sympy can derive. Slow, and without a limit of its own; `symbolic_process` gives it one.

An identity is derived if the difference of its sides becomes zero. Two things must come with that: the same must not be derived
with one side tripled, or nothing was derived of the page; and, unless the numbers are known to agree, they must agree here, by
quadrature and by summing up, which are other ways than those that the derivation went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from mathlint.engine.compare import written_zero
from mathlint.engine.failures import Circular, Unsupported
from mathlint.engine.problem import Problem, prepare
from mathlint.engine.symbolic_entries import number
from mathlint.engine.symbolic_numbers import agree
from mathlint.engine.unfold import unfolded
from mathlint.expr.obligation import Obligation, Trait
from mathlint.expr.tree import ONE, Expr, expr, name
from mathlint.operators.sympy_form import NotInSympy, to_sympy

UNSURE: Final = frozenset(
    {"opaque", "growth", "expect", "variance", "covariance", "plusminus", "sum_over", "product_over"}
)
"""Heads whose sympy form knows less than is meant: a notion that is only named would be a constant."""
_OPERATIONS: Final = {
    "ArrayDerivative": "a derivative",
    "Integral": "an integral",
    "Sum": "a sum",
    "Product": "a product",
    "Limit": "a limit",
    "Derivative": "a derivative",
}


def derive(obligation: Obligation, numbers_known: bool = False) -> str | None:
    """How sympy derives that the two sides are equal ("sympy: an integral"); None if it does not.

    numbers_known: the sides are known to agree at random points.
    """
    problem = prepare(obligation)
    if problem.relation != "=" or not problem.heads.isdisjoint(UNSURE):
        return None
    try:
        left, right = (to_sympy(side, problem.declarations.values()) for side in unfolded(problem))
        assumed = [to_sympy(a, problem.declarations.values()) for a in (*problem.assumptions, *_below_one(problem))]
    except (NotInSympy, Unsupported, Circular):
        return None
    if not _is_zero(left, right, assumed) or not _says_something(problem, left, right, assumed):
        return None
    if not numbers_known and not agree(left, right, assumed):
        return None
    return _method((left, right))


def _below_one(problem: Problem) -> Iterator[Expr]:
    """What sympy has no word for: that a name lies below one."""
    for key in sorted(problem.names):
        declared = problem.declarations.get(key)
        if (
            declared is not None
            and Trait.UNIT_INTERVAL in declared.traits
            and declared.shape.is_scalar
            and not declared.slots
        ):
            yield expr("compare", (name(key), ONE), "<")


def _says_something(problem: Problem, left: Any, right: Any, assumed: Sequence[Any]) -> bool:
    return written_zero(problem.left) or written_zero(problem.right) or not _is_zero(left, 3 * right, assumed)


def _is_zero(left: Any, right: Any, assumed: Sequence[Any]) -> bool:
    """Whether the difference becomes zero; the cheap ways first.

    Each side is worked out by itself before: sympy leaves a matrix derivative alone that stands in a sum.
    """
    left, right = number(left.doit()), number(right.doit())
    if getattr(left, "shape", ()) != getattr(right, "shape", ()):
        return False
    return any(_nothing(found) for found in _forms((left - right).doit(), assumed))


def _forms(made: Any, assumed: Sequence[Any]) -> Iterator[Any]:
    """The difference, simplified further and further; a way that fails is left out."""
    import sympy as sp

    yield made
    if assumed and made.has(sp.Piecewise):
        made = made.subs(dict.fromkeys(assumed, sp.true))
        yield made
    if _is_matrix(made):
        made = sp.expand(made).doit()
        yield made
        yield sp.simplify(made)
        return
    for way in (
        sp.expand,
        sp.simplify,
        sp.combsimp,
        sp.gammasimp,
        lambda x: sp.simplify(sp.expand_log(x, force=False)),
    ):
        try:
            found = way(made)
        except (ValueError, TypeError, NotImplementedError, AttributeError):
            continue
        yield found
        if way is sp.simplify:
            made = found


def _nothing(found: Any) -> bool:
    if _is_matrix(found):
        return bool(getattr(found, "is_ZeroMatrix", False) or getattr(found, "is_zero_matrix", False))
    return bool(found.is_zero) if found.is_zero is not None else found == 0


def _is_matrix(value: Any) -> bool:
    return bool(getattr(value, "is_Matrix", False) or getattr(value, "is_MatrixExpr", False))


def _method(sides: Iterable[Any]) -> str:
    import sympy as sp

    found = {type(n).__name__ for side in sides for n in sp.preorder_traversal(side)}
    what = dict.fromkeys(words for key, words in _OPERATIONS.items() if key in found)
    return f"sympy: {', '.join(what)}" if what else "sympy"

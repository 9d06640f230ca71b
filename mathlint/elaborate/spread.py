"""Laws that let a random variable take every value: a step between its values is then a statement about all numbers.

`ε ~ N(0, σ² I)` says nothing that could make `Σ ε_i = ε^T ε` true: what fails on an open set of values fails with
probability one. So such a law blocks no refutation of a step that speaks of values only, and of no moment or density.
"""

from __future__ import annotations

from typing import Final

from mathlint.elaborate.lower_function import arguments_of, spelling
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import unwrap
from mathlint.expr.obligation import Kind, Obligation
from mathlint.expr.tree import Expr
from mathlint.operators.distributions import distributions_named
from mathlint.syntax.surface import Fence, Node, Run

_NOT_EVERYWHERE: Final = frozenset(("wishart", "dirichlet"))
"""Rows without a support that live on a thin or curved set all the same."""
_OF_LAWS: Final = frozenset(("expect", "variance", "covariance", "opaque"))


def spreads(node: Node, low: Lowering) -> bool:
    """Whether the right side of `X \\sim …` names a law with all reals (vectors, matrices) as its values.

    A difference in its covariance, as in `σ²(I - P)`, may leave directions out.
    """
    node = unwrap(node)
    items = node.items if isinstance(node, Run) else (node,)
    word = spelling(items[0])
    rows = distributions_named(word) if word is not None and len(items) == 2 else ()
    if not rows or any(r.support is not None or r.discrete or r.key in _NOT_EVERYWHERE for r in rows):
        return False
    fence = unwrap(items[1])
    if not isinstance(fence, Fence):
        return False
    try:
        arguments = arguments_of(fence, low)
    except (CannotRead, RecursionError):
        return False
    return not any(n.head == "neg" for a in arguments[1:] for n in a.walk())


def of_values(obligation: Obligation, key: str) -> bool:
    """Whether a step uses a name only by its values: in no moment, density or event, and under no function without a value."""
    values = [d.value for d in obligation.declarations if d.value is not None]
    unknown = {d.name for d in obligation.declarations if d.kind is Kind.FUNCTION and d.value is None}

    def plain(node: Expr) -> bool:
        if node.head in _OF_LAWS:
            return False
        if node.head == "apply" and not node.args[0].free.isdisjoint(unknown) and key in node.free:
            return False
        return all(plain(a) for a in node.args)

    return all(plain(side) for side in (obligation.left, obligation.right, *values))

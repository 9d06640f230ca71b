"""Definitions put in for the names that they define, in a tree: for a procedure that knows no scope of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mathlint.engine.failures import Circular, Unsupported
from mathlint.engine.problem import DERIVATIVES, Problem
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import Expr, expr, substitute

DEEPEST: Final = 12
"""So deep may definitions unfold into one another."""
LARGEST: Final = 4_000
"""Nodes of what comes out."""


def unfolded(problem: Problem) -> tuple[Expr, Expr]:
    """Both sides without a name that has a definition.

    Raises Unsupported where a derivative is taken and a name stands for a term: whether that name is held fixed is a question of
    scope. Raises Circular for definitions without an end.
    """
    defined = {k: d for k, d in problem.declarations.items() if d.value is not None}
    if not problem.heads.isdisjoint(DERIVATIVES) and any(not defined[k].params for k in problem.names & set(defined)):
        raise Unsupported("a derivative through a name that stands for a term")
    return put_in(problem.left, defined), put_in(problem.right, defined)


def put_in(node: Expr, defined: Mapping[str, Declaration]) -> Expr:
    """A node with these definitions in the places of their names. Raises Unsupported and Circular."""
    return _put(node, defined, 0)


def _put(node: Expr, defined: Mapping[str, Declaration], depth: int) -> Expr:
    if node.free.isdisjoint(defined):
        return node
    if depth > DEEPEST:
        raise Circular("definitions that lead to one another")
    key, arguments = _use(node)
    declared = defined.get(key) if key is not None else None
    if declared is not None and declared.value is not None:
        if len(arguments) != len(declared.params):
            raise Unsupported(f"`{key}` without its arguments")
        inner = [_put(a, defined, depth) for a in arguments]
        made = _put(substitute(declared.value, dict(zip(declared.params, inner, strict=True))), defined, depth + 1)
    else:
        made = expr(node.head, tuple([_put(a, defined, depth) for a in node.args]), node.datum)
    if made.size > LARGEST:
        raise Unsupported("definitions that grow too long")
    return made


def _use(node: Expr) -> tuple[str | None, tuple[Expr, ...]]:
    """The name that a node is a use of, and what it is applied to."""
    match node.head:
        case "name":
            return node.datum, ()
        case "item" | "apply" if node.args[0].head == "name":
            return node.args[0].datum, node.args[1:]
        case "apply" if node.args[0].head == "item" and node.args[0].args[0].head == "name":
            return node.args[0].args[0].datum, (*node.args[0].args[1:], *node.args[1:])
    return None, ()

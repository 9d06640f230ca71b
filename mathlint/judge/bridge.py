"""Comparing terms that are not neighbours: is only the term between them wrong?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from mathlint.elaborate.model import Reading
from mathlint.expr.obligation import Declaration, Obligation, Rewrite
from mathlint.expr.shape import Dim, Shape
from mathlint.expr.tree import Expr, bound_names, name, substitute
from mathlint.judge.witness import names

_SIZED: Final = ("identity", "ones", "zeros", "unit", "matrix")
"""Heads whose datum may name a dimension, which `substitute` does not reach."""


def bridge(first: Reading, second: Reading) -> Obligation | None:
    """The obligation "left side of `first` = right side of `second`"; None if their names cannot be brought together.

    Each reading has canonical names of its own; they meet in how the page writes them.
    """
    here, there = names(first), names(second)
    canonical = {written: key for key, written in here.items()}
    if len(canonical) != len(here) or len(set(there.values())) != len(there):
        return None
    renamed: dict[str, str] = {}
    taken = {d.name for d in first.obligation.declarations} | first.obligation.left.free
    for declaration in second.obligation.declarations:
        key = declaration.name
        written = there.get(key, key)
        if written not in canonical and key in taken:
            return None
        renamed[key] = canonical.get(written, key)
    if _captured(second, renamed):
        return None
    declarations = {d.name: d for d in first.obligation.declarations}
    for declaration in second.obligation.declarations:
        moved = _rename(declaration, renamed)
        if declarations.setdefault(moved.name, moved) != moved:
            return None
    exchange = {old: name(new) for old, new in renamed.items() if old != new}
    one, other = first.obligation, second.obligation
    moved_rewrites = [Rewrite(substitute(r.pattern, exchange), substitute(r.value, exchange)) for r in other.rewrites]
    moved_assumptions = [substitute(a, exchange) for a in other.assumptions]
    right = substitute(other.right, exchange)
    rewrites = (*one.rewrites, *(r for r in moved_rewrites if r not in one.rewrites))
    assumptions = (*one.assumptions, *(a for a in moved_assumptions if a not in one.assumptions))
    facts = [*assumptions, *(side for r in rewrites for side in (r.pattern, r.value))]
    needed = _reached((one.left, right, *facts), declarations)
    return Obligation(one.left, "=", right, needed, rewrites, assumptions)


def _reached(trees: Iterable[Expr], declarations: dict[str, Declaration]) -> tuple[Declaration, ...]:
    """The declarations of the names in these trees, and of those that they lead to."""
    found: dict[str, Declaration] = {}
    waiting = [key for tree in trees for key in (*tree.free, *(s for node in tree.walk() for s in _sizes(node)))]
    while waiting:
        key = waiting.pop()
        if key in found or key not in declarations:
            continue
        found[key] = declaration = declarations[key]
        waiting.extend(size for size in (declaration.shape.rows, declaration.shape.cols) if isinstance(size, str))
        for tree in (*(declaration.bounds or ()), *(() if declaration.value is None else (declaration.value,))):
            waiting.extend(tree.free)
    return tuple(found[key] for key in sorted(found))


def _captured(reading: Reading, renamed: dict[str, str]) -> bool:
    """Would renaming meet a bound name, or a dimension that stands in a datum?"""
    targets, moved = set(renamed.values()), {old for old, new in renamed.items() if old != new}
    values = tuple(d.value for d in reading.obligation.declarations if d.value is not None)
    for tree in (reading.obligation.left, reading.obligation.right, *values):
        for node in tree.walk():
            if not targets.isdisjoint(bound_names(node)):
                return True
            if not moved.isdisjoint(_sizes(node)):
                return True
    return False


def _sizes(node: Expr) -> set[str]:
    if node.head not in _SIZED:
        return set()
    sizes = node.datum if isinstance(node.datum, tuple) else (node.datum,)
    return {size for size in sizes if isinstance(size, str)}


def _rename(declaration: Declaration, renamed: dict[str, str]) -> Declaration:
    """The same declaration under other names; dimensions that are names move along."""

    def size(dim: Dim) -> Dim:
        return renamed.get(dim, dim) if isinstance(dim, str) else dim

    inner = {old: name(new) for old, new in renamed.items() if old != new and old not in declaration.params}
    value, bounds = declaration.value, declaration.bounds
    return replace(
        declaration,
        name=renamed[declaration.name],
        shape=Shape(size(declaration.shape.rows), size(declaration.shape.cols)),
        value=None if value is None else substitute(value, inner),
        bounds=None if bounds is None else (substitute(bounds[0], inner), substitute(bounds[1], inner)),
    )

"""Terms that are the same but for their indices: what is said of the variance of `x_i` holds for that of `x_k`."""

from __future__ import annotations

from mathlint.expr.tree import Expr


def indices_of(pattern: Expr) -> frozenset[str]:
    """The letters of a term that only tell which member is meant, so that another may stand for each.

    None where two members of one family stand in it: what is said of `x_i x_j` is seldom meant for equal ones.
    """
    members = [n for n in pattern.walk() if n.head == "item" and n.args[0].head == "name"]
    letters = {str(i.datum) for n in members for i in n.args[1:] if i.head == "name" and "#" not in i.datum}
    if not letters or len(set(members)) != len({n.args[0] for n in members}):
        return frozenset()
    return frozenset(letters - _outside(pattern))


def _outside(node: Expr) -> set[str]:
    """The names that stand anywhere but as an index."""
    if node.head == "name":
        return {str(node.datum)}
    args = [a for k, a in enumerate(node.args) if not (node.head == "item" and k and a.head == "name")]
    return set().union(*map(_outside, args)) if args else set()


def matched(pattern: Expr, node: Expr, letters: frozenset[str]) -> dict[str, Expr] | None:
    """What stands in a node for each of a pattern's letters; None if it is not of the pattern's form."""
    if node is pattern:
        return {}
    found: dict[str, Expr] = {}
    return found if letters and _match(pattern, node, letters, found) else None


def _match(pattern: Expr, node: Expr, letters: frozenset[str], found: dict[str, Expr]) -> bool:
    if pattern.head == "name" and pattern.datum in letters:
        return node.head in ("name", "number") and found.setdefault(pattern.datum, node) is node
    if pattern is node:
        return True
    if (pattern.head, pattern.datum, len(pattern.args)) != (node.head, node.datum, len(node.args)) or not node.args:
        return False
    return all(_match(a, b, letters, found) for a, b in zip(pattern.args, node.args, strict=True))


__all__ = ["indices_of", "matched"]

"""Lowering of divergences between densities: `\\mathrm{KL}[p \\,\\|\\, q]` is the mean of log p/q, as a sum or an integral."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate.letters import is_upper
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import peel, unwrap
from mathlint.expr.tree import Expr, div, expr, fn, mul, number
from mathlint.syntax.surface import Fence, Node, Relation, Run, Separator, Sequence, Symbol

Item = Node | Relation | Separator
_OPTIONS: Final = ("a divergence is an integral", "a divergence is a sum", "a divergence is only named")


def divergence(items: tuple[Item, ...], low: Lowering) -> Expr | None:
    """The divergence between what stands on both sides of the bar; None if they are no densities of one letter."""
    kept = tuple(i for i in items if not (isinstance(i, Separator) and i.kind == "wide"))
    if len(kept) != 3 or not isinstance(kept[1], Separator) or kept[1].kind != "bar":
        return None
    first, second = kept[0], kept[2]
    if isinstance(first, Relation | Separator) or isinstance(second, Relation | Separator):
        return None
    letters = {letter for node in (first, second) if (letter := argument(node)) is not None}
    named = [node for node in (first, second) if argument(node) is None]
    if len(letters) > 1 or any((name := peel(node)) is None or is_upper(name.key) for node in named):
        return None  # a capital names a distribution, of one letter or of several
    used = [k for node in named if (key := peel(node)) is not None for k in low.survey.of(key.key).taken_at]
    letter = letters.pop() if letters else next((k for k in used if len(k) == 1), "x")
    pick = low.choose("divergence", _OPTIONS)
    if pick == 2:
        return None
    try:
        with low.binding(letter) as over:
            p, q = (core.lower(at(node, letter), low) for node in (first, second))
    except CannotRead:
        return None
    space = "all of the space" if not named else f"{('domain', 'set')[pick]} \\mathcal{{{letter.upper()}}}"
    head = "integral_over" if pick == 0 else "sum_over"
    return expr(head, (over, expr("opaque", (), space), mul(p, logarithm(div(p, q), low))))


def logarithm(value: Expr, low: Lowering) -> Expr:
    """To the base of the file's `\\log`."""
    pick = low.choose("log base", ("log base: e", "log base: 2", "log base: 10"))
    return fn("log", value) if pick == 0 else fn("log", value, number((2, 10)[pick - 1]))


def argument(node: Node) -> str | None:
    """The letter that a density is taken at: x of `p(x \\mid y)`."""
    node = unwrap(node)
    if not isinstance(node, Run) or len(node.items) != 2 or not isinstance(fence := unwrap(node.items[1]), Fence):
        return None
    inner = fence.body.items
    peeled = peel(inner[0]) if inner and not isinstance(inner[0], Relation | Separator) else None
    alone = len(inner) == 1 or isinstance(inner[1], Separator)
    return peeled.key if peeled is not None and alone and not peeled.subs and not peeled.sups else None


def at(node: Node, letter: str) -> Node:
    """A density that is only named, taken at a letter."""
    if argument(node) is not None:
        return node
    inside = Sequence((Symbol(letter, node.end, node.end),), node.end, node.end)
    return Run((node, Fence("(", ")", inside, node.end, node.end)), node.start, node.end)

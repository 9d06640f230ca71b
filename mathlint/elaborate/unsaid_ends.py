"""`\\sum_i x_i` beside `\\sum_{i=1}^n x_i` and `\\frac{1}{n} \\sum_i x_i`: an end that is not written, where the chain tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from mathlint.elaborate.binding import Page
from mathlint.elaborate.scope import View
from mathlint.expr.tree import ONE, Expr, name

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

_RANGED = ("sum", "product")
_COUNTS = ("n", "N", "m", "M", "T", "K")
"""Letters of numbers of things: `\\frac{1}{n} \\sum_i x_i` is a mean."""


def tell_ends(page: Page, part: Slice, view: View) -> None:
    """Put the end of a letter's range where it was left out, if the step, or else its chain, gives it just one."""
    unsaid = sorted({key for node in part.nodes for key in node.free if key.startswith("N(")})
    if not unsaid:
        return
    chain = page.chains[view.chain]
    around = [form for k in range(len(chain.terms)) if (form := page.first_form(chain, k)) is not None]
    for key in unsaid:
        letter = key[2:-1]
        ends = dict.fromkeys(end for node in part.nodes for end in _ends(node, letter))
        ends = ends or dict.fromkeys(end for form in around for end in _ends(form, letter))
        if len(ends) == 1:
            _put(part, name(key), next(iter(ends)))


def _put(part: Slice, hidden: Expr, end: Expr) -> None:
    part.rewrite(lambda node: end if node is hidden else node)
    for found in end.free:
        part.free.setdefault(found, None)


def _ends(side: Expr, letter: str) -> Iterator[Expr]:
    """Where a letter's range ends in an expression, as far as it says so."""
    hidden = f"N({letter})"
    for node in side.walk():
        if node.head in _RANGED and node.args[0].datum.split("#", 1)[0] == letter:
            bottom, top = node.args[1:3]
            if bottom is ONE and not any("#" in key or key.startswith("N(") for key in top.free):
                yield top
        elif node.head in ("div", "mul"):
            yield from (count for count in _counted(node) if any(hidden in f.free for f in _totals(node, letter)))


def _counted(node: Expr) -> Iterator[Expr]:
    """n of `… / n` and of `1/n …`."""
    parts = (node,) if node.head == "div" else tuple(a for a in node.args if a.head == "div" and a.args[0] is ONE)
    yield from (p.args[1] for p in parts if p.args[1].head == "name" and p.args[1].datum in _COUNTS)


def _totals(node: Expr, letter: str) -> Iterator[Expr]:
    """The sums over a letter that are factors here."""
    for factor in (
        node.args if node.head == "mul" else node.args[0].args if node.args[0].head == "mul" else node.args[:1]
    ):
        if factor.head == "sum" and factor.args[0].datum.split("#", 1)[0] == letter:
            yield factor

"""A slip of a name: what all the finders of slips share."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.notation_place import notice
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import shown, spelled
from mathlint.syntax.surface_walk import Part

RULE: Final = "slipped-name"
MOST_NAMES: Final = 8
"""How many names of a formula are tried against each other."""


def text_at(page: Page, term: Term, node: Part) -> str:
    return spelled(page.document.blocks[term.block].text[node.start : node.end])


def slip(page: Page, term: Term, node: Part, found: str, meant: str, because: str) -> Notice:
    return notice(page, term, node, RULE, found=shown(found), meant=shown(meant), because=because)


def neighbours(chain: RawChain, at: int) -> list[Term]:
    """The terms that an equation sign joins to this one."""
    sides = ((at - 1, at - 1), (at, at + 1))
    return [chain.terms[t] for k, t in sides if 0 <= k < len(chain.links) and chain.links[k].relation == "="]


__all__ = ["MOST_NAMES", "RULE", "neighbours", "slip", "text_at"]

"""Slips right after an introduction: a family is given its name, and the next display uses another one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from mathlint.document.model import Boundary, BoundaryKind, Document, MathBlock, MathKind, Prose
from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import PLAIN_INDEX_LETTERS
from mathlint.elaborate.model import Notice
from mathlint.elaborate.notation_place import own_terms
from mathlint.elaborate.notation_slip import slip, text_at
from mathlint.elaborate.page import RawChain
from mathlint.elaborate.spelling import spelled
from mathlint.syntax.surface import Scripted
from mathlint.syntax.surface_walk import walk

_NAMING: Final = re.compile(r"\b(?:be|by|as|call|denote|write)\s*$", re.IGNORECASE)
_FAMILY: Final = re.compile(r"(?P<base>[a-z]|\\mathbf\{[a-z]\}|\\vec\{[a-z]\}|\\boldsymbol\{[a-z]\})_(?P<index>[a-z])")


def other_family(page: Page, chain: RawChain) -> Iterator[Notice]:
    """ "Let the columns of B be b_i, then" `K_{pq} = r_p^T r_q`: `b` is introduced for this, and `r` stands nowhere else."""
    introduced = introduced_before(page.document, chain.block)
    if introduced is None or not chain.display:
        return
    block, family = introduced
    texts = [spelled(b.text) for b in page.document.blocks]
    base = family["base"]
    if stands(base, texts[chain.block]) or any(stands(base, text) for text in texts[:block]):
        return
    for term in own_terms(chain):
        for part in walk(term.node) if term.node is not None else ():
            if not isinstance(part, Scripted):
                continue
            used = _FAMILY.match(text_at(page, term, part))
            if used is None or used["index"] not in PLAIN_INDEX_LETTERS or len(used["base"]) != len(base):
                continue
            if any(stands(used["base"], text) for k, text in enumerate(texts) if k != chain.block):
                continue
            meant = f"{base}_{used['index']}"
            yield slip(
                page,
                term,
                part,
                used.group(),
                meant,
                f"`{family.group()}` is introduced for it, and `{used['base']}` stands nowhere else",
            )
            return


def introduced_before(document: Document, number: int) -> tuple[int, re.Match[str]] | None:
    """The family whose naming ends the text right before a display: the number of its formula, and its name."""
    display = document.blocks[number]
    if display.kind is MathKind.INLINE:
        return None
    place = bisect_left(document.items, display.span.start, key=lambda item: item.span.start)
    before = list(document.items[max(place - 4, 0) : place])
    while before and isinstance(before[-1], Prose | Boundary):
        last = before.pop()
        words = last.text.strip(" ,.:;\n") if isinstance(last, Prose) else ""
        if (
            isinstance(last, Boundary)
            and last.kind is not BoundaryKind.PARAGRAPH
            or words not in ("", "then", "so", "so that")
        ):
            return None
    if len(before) < 2 or not isinstance(before[-1], MathBlock) or not isinstance(before[-2], Prose):
        return None
    family = _FAMILY.fullmatch(spelled(before[-1].text))
    if family is None or family["index"] not in PLAIN_INDEX_LETTERS or not _NAMING.search(before[-2].text):
        return None
    return document.blocks.index(before[-1]), family


def stands(base: str, text: str) -> bool:
    """Whether a name begins with this letter anywhere in a spelled formula."""
    return re.search(rf"(?<![\\A-Za-z]){re.escape(base)}(?![A-Za-z])", text) is not None


__all__ = ["other_family"]

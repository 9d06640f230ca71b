"""`2 \\cdot 4 = 8 = 1` where the page computes in a finite field or modulo a number: equal is what leaves the same remainder."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain as joined
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.congruences import congruent_readings
from mathlint.elaborate.model import Block, Blockage, Reading
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.readings import Readings
from mathlint.elaborate.scope import View
from mathlint.syntax.parse import parse
from mathlint.syntax.surface import Node

_OF: Final = r"\s*\{?\s*(\d+|[a-z])\b"
_RING: Final = re.compile(
    r"\b(?:in|over|of|within|ring|field)\s+(?:the\s+)?(?:finite\s+)?(?:field\s+|ring\s+)?\$?\s*"
    r"(?:\\(?:mathbb|mathbf|Bbb|bf)\s*\{?\s*[FZ]\s*\}?|\\(?:F|Z|FF|ZZ)(?![A-Za-z]))\s*[_/]" + _OF
    + r"|\\(?:mathrm|operatorname|text)\s*\{\s*GF\s*\}\s*\(" + _OF
    + r"|\bin characteristic(?:\}|\s)*\$?" + _OF,
    re.IGNORECASE,
)  # fmt: skip
_WORDS: Final = re.compile(r"(?<![\\A-Za-z])(?:modulo|mod)\s+\$?\s*(\d+|[a-z])\b")
_PARAGRAPH: Final = re.compile(r"\n\s*\n")
_LEAD: Final = 1_000
"""How far before it, at most, the paragraph of a formula is looked through."""
_NEAR: Final = 60
"""How far behind a formula, in characters, it may still be said what is computed in."""


def in_residues(
    page: Page,
    chain: RawChain,
    left: Term,
    right: Term,
    view: View,
    readings: Sequence[Reading],
    more: tuple[Block, ...],
) -> Sequence[Reading]:
    """The readings of an equality, and those by the modulus that the page computes by. Only numbers can then be refuted."""
    modulus = modulus_at(page, chain)
    if modulus is None:
        return readings
    if not modulus.isdigit() or int(modulus) < 2:
        return _doubted(readings, "an equality may hold by the modulus that the page computes by")
    found, _ = congruent_readings(page, left, right, _numeral(modulus), view, more)
    if not found:
        return _doubted(readings, "an equality may hold by the modulus that the page computes by")
    if found[0].obligation.left.free | found[0].obligation.right.free:
        readings = _doubted(readings, "an equality may hold by the modulus that the page computes by")
    return Readings(joined(iter(readings), iter(found)))


def modulus_at(page: Page, chain: RawChain) -> str | None:
    """The number, or the letter of it, that the page computes by where a chain stands; None if it computes with all numbers."""
    text = page.document.source.text
    start, end = page.order(chain), page.span(chain.terms[-1]).end
    section = page.scope.sections[page.view(chain).section]
    behind = _PARAGRAPH.split(text[end : end + _NEAR])[0].split(". ", 1)[0]
    if (after := _RING.search(behind)) or (after := _WORDS.search(behind)):
        return _named(after)
    paragraph = _PARAGRAPH.split(text[max(section.start, start - _LEAD) : start])
    lead = paragraph[-1] if paragraph[-1].strip(" $\n") or len(paragraph) < 2 else paragraph[-2] + paragraph[-1]
    if words := list(_WORDS.finditer(lead)) or list(_WORDS.finditer(section.title)):
        return _named(words[-1])
    rings = _rings(page, section.number)
    at = bisect_right(rings, start, key=lambda r: r[0])
    return rings[at - 1][1] if at else None


def _rings(page: Page, number: int) -> list[tuple[int, str]]:
    """Where a section says in what ring or field it computes, with the order of it."""
    kept = page.residues.get(number)
    if kept is None:
        section = page.scope.sections[number]
        found = _RING.finditer(page.document.source.text, section.start, section.end)
        title = _RING.search(section.title)
        kept = [*([(section.start, _named(title))] if title else ()), *((m.start(), _named(m)) for m in found)]
        page.residues[number] = kept
    return kept


def _named(found: re.Match[str]) -> str:
    return next(value for value in found.groups() if value)


def _doubted(readings: Sequence[Reading], why: str) -> Sequence[Reading]:
    block = Block(Blockage.CONTEXT, "", why, firm=True)
    return Readings(replace(r, blocks=(*r.blocks, block)) for r in readings)


@lru_cache(maxsize=256)
def _numeral(digits: str) -> Node:
    """A number as it is read; the same node each time, for lowerings are kept by it."""
    return parse(digits).rows[0].cells[0]

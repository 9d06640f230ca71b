"""P1: `a \\equiv b \\pmod n`: the modulus behind a term belongs to the signs before it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mathlint.elaborate.page import Link, Term
from mathlint.syntax.parse import parse
from mathlint.syntax.surface import Node

CONGRUENT: Final = "≡"
"""The canonical name of the relation."""
_SIGNS: Final = ("\\equiv", "≡")
_GAP: Final = r"(?:\s|~|\\[,;:!> ]|\\q?quad\b|&)*"
_WORD: Final = r"\\(?:mathrm|text|operatorname|textrm|rm)\s*\{\s*mod\s*\}|\\(?:bmod|mod|pmod|pod)(?![A-Za-z])|mod\b"
_MODULUS: Final = re.compile(
    rf"{_GAP}(?:\\left)?\(?{_GAP}(?:{_WORD}){_GAP}(?P<modulus>\{{[^{{}}]*\}}|[^{{}}()=]*?(?:\([^()]*\))?){_GAP}(?:\\right)?\)?[\s.,;]*"
)
_START: Final = re.compile(rf"{_GAP}(?:\\left)?\(?{_GAP}(?:{_WORD})")


def congruences(links: Sequence[Link], terms: Sequence[Term], text: str) -> tuple[list[Link], list[Term]] | None:
    """The links of a chain with their moduli, and its terms without; None if there is none. A modulus counts for the signs before it."""
    if not any(link.name in _SIGNS for link in links):
        return None
    cut = [_cut(part, text) for part in terms]
    if not any(modulus is not None for _, modulus in cut):
        return None
    out = []
    for k, link in enumerate(links):
        modulus = next((m for _, m in cut[k + 1 :] if m is not None), None)
        congruent = link.name in _SIGNS and modulus is not None
        out.append(replace(link, relation=CONGRUENT, modulus=modulus) if congruent else link)
    return out, [part for part, _ in cut]


def _cut(part: Term, text: str) -> tuple[Term, Node | None]:
    """A term and the modulus that is written behind it."""
    written = text[part.start : part.end]
    for start in _START.finditer(written):
        found = _MODULUS.fullmatch(written, start.start())
        if found is None or not found["modulus"].strip("{} "):
            continue
        value = _again(text, part.start, part.start + start.start())
        modulus = _again(text, part.start + found.start("modulus"), part.start + found.end("modulus"))
        if value is not None and modulus is not None:
            return Term(part.block, value, value.start, value.end, part.broken), modulus
    return part, None


def _again(text: str, start: int, end: int) -> Node | None:
    """A part of a formula read by itself; padding keeps the places true."""
    parsed = parse(" " * start + text[start:end])
    cells = [cell for row in parsed.rows for cell in row.cells]
    if parsed.issues or len(cells) != 1 or not cells[0].items:
        return None
    return cells[0]

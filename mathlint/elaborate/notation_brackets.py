"""Findings about brackets that are opened in a displayed relation and never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mathlint.document.model import MathKind
from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.syntax.parse import parse

_UNCLOSED: Final = re.compile(r"`(\(|\{|\\left\(|\\begin\{\w+\*?\})` is never closed")


def unclosed(page: Page) -> Iterator[Notice]:
    """A parenthesis, brace or environment without its partner, where that is the only thing wrong with a formula.

    Square brackets are left alone (intervals), and so are formulas in running text, which may go on after it, and those
    whose macros could not be expanded.
    """
    broken = {term.block for chain in page.chains if chain.links for term in chain.terms if term.broken}
    for number in sorted(broken):
        block = page.document.blocks[number]
        if block.kind is MathKind.INLINE or block.issues or not block.closed:
            continue
        issues = parse(block.text).issues
        found = _UNCLOSED.fullmatch(issues[0].message) if len(issues) == 1 else None
        if found is None:
            continue
        issue = issues[0]
        if found[1] == "(" and block.text.count("[") != block.text.count("]"):
            continue  # `(a, b]`
        yield Notice("unclosed-delimiter", block.source_span(issue.start, issue.end), {"delimiter": found[1]})

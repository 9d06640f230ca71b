"""Findings about notation and scope, on every formula whatever its role: what is written cannot be meant.

Each finder speaks only where the thing cannot be harmless; what may be a habit is marked as not sure or left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice, Step
from mathlint.elaborate.notation_brackets import unclosed
from mathlint.elaborate.notation_dots import dots_notices
from mathlint.elaborate.notation_indices import entry_notices
from mathlint.elaborate.notation_integrals import integral_notices, missing_differentials
from mathlint.elaborate.notation_matrices import corners, heights
from mathlint.elaborate.notation_operands import operand_notices
from mathlint.elaborate.notation_products import product_notices
from mathlint.elaborate.notation_raised import raised_indices
from mathlint.elaborate.notation_shapes import shape_notices
from mathlint.elaborate.notation_sums import sum_notices
from mathlint.elaborate.notation_values import two_values
from mathlint.elaborate.notation_variables import variable_notices
from mathlint.elaborate.page import RawChain

_FINDERS: Final[tuple[tuple[re.Pattern[str], Callable[[Page, RawChain], Iterator[Notice]]], ...]] = (
    (re.compile(r"\\sum|\\prod|∑|∏|\\int|∫"), sum_notices),
    (re.compile(r"\{cases|\]\s*_"), entry_notices),
    (re.compile(r"\\sum|\\prod|∑|∏|\\[io]*int|∫|lim"), integral_notices),
    (re.compile(r"\\sum|\\prod|∑|∏|frac|[-+m]\s*(&\s*)?\\\\|\\(times|cdot)\s*(&\s*)?\\\\"), operand_notices),
    (re.compile(r"dots|…|\.\.\."), dots_notices),
    (re.compile(r"dots[\s\S]*\\\\|\\\\[\s\S]*dots"), heights),
    (re.compile(r"\\\||\\Vert|\\[lr]Vert|‖|norm"), shape_notices),
    (re.compile(r"=|<|≤|\\leq?"), variable_notices),
    (re.compile(r"[A-Z][^=]*[A-Za-z]"), product_notices),
)
"""What a formula must contain for a finder to have anything to say; it saves walking over all the others."""


def notices(page: Page, steps: Sequence[Step]) -> tuple[Notice, ...]:
    """Every finding of a page, once, in the order of the file. Never raises on odd notes."""
    del steps  # what is written is enough
    once: dict[tuple[object, str], Notice] = {}
    for notice in _all(page):
        known = once.get((notice.span, notice.rule))
        if known is None or (notice.sure and not known.sure):
            once[notice.span, notice.rule] = notice
    return tuple(sorted(once.values(), key=lambda n: (n.span, n.rule)))


def _all(page: Page) -> Iterator[Notice]:
    for chain in page.chains:
        text = _text(page, chain)
        for needs, find in _FINDERS:
            if needs.search(text):
                yield from find(page, chain)
    yield from missing_differentials(page)
    yield from corners(page)
    yield from two_values(page)
    yield from raised_indices(page)
    yield from unclosed(page)


def _text(page: Page, chain: RawChain) -> str:
    """The terms of a chain as written, and what stands between them."""
    own = chain.terms[1:] if chain.continued else chain.terms
    start, end = min(t.start for t in own), max(t.end for t in own)
    return page.document.blocks[chain.block].text[start:end]

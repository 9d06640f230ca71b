"""Findings about notation and scope, on every formula whatever its role: what is written cannot be meant.

Each finder speaks only where the thing cannot be harmless; what may be a habit is marked as not sure or left alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice, Step
from mathlint.elaborate.notation_dots import corners, dots_notices
from mathlint.elaborate.notation_integrals import integral_notices, missing_differentials
from mathlint.elaborate.notation_operands import operand_notices
from mathlint.elaborate.notation_sums import sum_notices


def notices(page: Page, steps: Sequence[Step]) -> tuple[Notice, ...]:
    """Every finding of a page, once, in the order of the file. Never raises on odd notes."""
    del steps
    found = dict.fromkeys((n.span, n.rule, tuple(n.data.items()), n) for n in _all(page))
    once: dict[tuple[object, str], Notice] = {}
    for span, rule, _, notice in found:
        known = once.get((span, rule))
        if known is None or (notice.sure and not known.sure):
            once[span, rule] = notice
    return tuple(sorted(once.values(), key=lambda n: (n.span, n.rule)))


def _all(page: Page) -> Iterator[Notice]:
    for chain in page.chains:
        yield from sum_notices(page, chain)
        yield from integral_notices(page, chain)
        yield from operand_notices(page, chain)
        yield from dots_notices(page, chain)
    yield from missing_differentials(page)
    yield from corners(page)

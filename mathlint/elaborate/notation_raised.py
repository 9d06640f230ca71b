"""`x_{(i)}` once, among many `x^{(i)}`: a raised index that slipped down."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice

_LOW: Final = re.compile(
    r"(?<![A-Za-z\\])(?P<base>\\[A-Za-z]+(?:\{[^{}]*\})?|[A-Za-z])\s*_\s*\{\s*\(\s*(?P<index>[a-z]|\d)\s*\)\s*\}"
)
_OFTEN: Final = 2
"""So often the raised index must stand in the same formula."""


def raised_indices(page: Page) -> Iterator[Notice]:
    """Where it cannot be harmless: no other `x_{(…)}` on the page, and the raised one several times beside it."""
    found = [(block, m) for block in page.document.blocks for m in _LOW.finditer(block.text)]
    counts = Counter(m["base"] for _, m in found)
    for block, m in found:
        base, index = m["base"], m["index"]
        if counts[base] != 1:
            continue
        raised = re.compile(rf"(?<![A-Za-z\\]){re.escape(base)}\s*\^\s*\{{\s*\(\s*{index}\s*\)\s*\}}")
        if len(raised.findall(block.text)) >= _OFTEN:
            data = {
                "found": f"{base}_{{({index})}}",
                "meant": f"{base}^{{({index})}}",
                "because": "everywhere else in this formula the index is raised",
            }
            yield Notice("slipped-name", block.source_span(m.start(), m.end()), data, None, replacement=data["meant"])

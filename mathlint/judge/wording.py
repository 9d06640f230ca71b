"""What is said of a false step: what is wrong with it, and the edit of its right side that makes it hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.explain import Repair
from mathlint.engine.explain import explain as search
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Explanation
from mathlint.judge.splice import enclosed, find, fitted
from mathlint.source import Span

if TYPE_CHECKING:
    from mathlint.engine import Budget

LONGEST: Final = 80
"""A longer right side is not offered anew as a whole."""


def explain(step: Step, reading: Reading, verdict: Refuted, budget: Budget | None) -> Explanation | None:
    """Words and, where a single edit was found and verified, its place and replacement. None: nothing simple helps."""
    repair = search(reading.obligation, verdict.witness, reading.shown, budget)
    if repair is None:
        return None
    span, replacement = _edit(step, reading, repair)
    return Explanation(repair.words, span, replacement)


def _edit(step: Step, reading: Reading, repair: Repair) -> tuple[Span, str] | tuple[None, None]:
    """The whole right side, with as much as can be kept of what the author wrote; where that is long, a part of it."""
    if repair.replacement is None or repair.bare is None or repair.whole is None or repair.before is None:
        return None, None
    known = reading.origin.get(repair.path)
    if known is not None:
        return known, repair.replacement
    place = find(repair.before, step.right) if repair.path else None
    whole = repair.whole
    if place is not None:
        part = repair.bare if enclosed(step.right, place) else fitted(repair.replacement, step.right, place)
        whole = step.right[: place[0]] + part + step.right[place[1] :]
        start, end = step.right_span.start, step.right_span.end
        if len(whole) >= LONGEST and len(step.right) == end - start:
            return Span(start + place[0], start + place[1]), part
    if "?" in whole or len(whole) >= LONGEST:
        return None, None
    return step.right_span, whole

"""What is said of a false step: what is wrong with it, and the edit of its right side that makes it hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.explain import Repair
from mathlint.engine.explain import explain as search
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Explanation
from mathlint.judge.splice import find, fitted
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
    """The smallest place known: where the subterm is known to stand, else where it is found, else the whole side."""
    if repair.replacement is None or repair.whole is None or repair.before is None:
        return None, None
    known = reading.origin.get(repair.path)
    if known is not None:
        return known, repair.replacement
    if repair.path and len(step.right) == step.right_span.end - step.right_span.start:
        place = find(repair.before, step.right)
        if place is not None:
            start = step.right_span.start
            return Span(start + place[0], start + place[1]), fitted(repair.replacement, step.right, place)
    if "?" in repair.whole or len(repair.whole) >= LONGEST:
        return None, None
    return step.right_span, repair.whole

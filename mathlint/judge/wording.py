"""What is said of a false step: what is wrong with it, and the edit of its right side that makes it hold."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.explain import Repair
from mathlint.engine.explain import explain as search
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Explanation
from mathlint.judge.restyle import restyled
from mathlint.judge.splice import spliced
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
    span, replacement = _edit(step, reading, _in_style(repair, f"{step.left} {step.right}"))
    words = None if repair.words is None else restyled(repair.words, f"{step.left} {step.right}")
    return Explanation(words, span, replacement)


def _in_style(repair: Repair, written: str) -> Repair:
    """What is to be put on the page, in the page's spelling."""
    patches = tuple(
        replace(p, after=restyled(p.after, written), bare=restyled(p.bare, written)) for p in repair.patches
    )
    texts = [None if text is None else restyled(text, written) for text in (repair.replacement, repair.whole)]
    return replace(repair, replacement=texts[0], whole=texts[1], patches=patches)


def _edit(step: Step, reading: Reading, repair: Repair) -> tuple[Span, str] | tuple[None, None]:
    """The whole right side, with as much as can be kept of what the author wrote; where that is long, a part of it."""
    if repair.replacement is None or repair.whole is None:
        return None, None
    known = reading.origin.get(repair.path)
    if known is not None:
        return known, repair.replacement
    whole = repair.whole
    change = next((c for c in (spliced(patch, step.right) for patch in repair.patches) if c is not None), None)
    if change is not None:
        whole = step.right[: change.start] + change.text + step.right[change.end :]
        start, end = step.right_span.start, step.right_span.end
        if len(whole) >= LONGEST and len(step.right) == end - start:
            return Span(start + change.start, start + change.end), change.text
    if "?" in whole or len(whole) >= LONGEST:
        return None, None
    return step.right_span, whole

"""The seam to the search for an explanation: what is wrong with a false step, and the edit that makes it hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Explanation
from mathlint.judge.witness import names

if TYPE_CHECKING:
    from mathlint.engine import Budget


def explain(step: Step, reading: Reading, verdict: Refuted, budget: Budget | None) -> Explanation | None:
    """Words and, where a single edit was found and verified, its place and replacement. None: nothing simple helps.

    The edit stands at the part of the right side that it changes, if that part's place is known, else at the whole side.
    """
    from mathlint.engine.explain import explain as search

    try:
        repair = search(reading.obligation, verdict.witness, names(reading), budget)
    except Exception:  # a search for words may fail; the refutation stands without them
        return None
    if repair is None:
        return None
    place = reading.origin.get(tuple(repair.path))
    if repair.replacement is not None and place is not None:
        return Explanation(repair.words, place, repair.replacement)
    if repair.whole is not None:
        return Explanation(repair.words, step.right_span, repair.whole)
    return Explanation(repair.words)

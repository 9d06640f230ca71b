"""The seam to the search for an explanation: what is wrong with a false step, and the edit that makes it hold."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from mathlint.elaborate.model import Reading
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Explanation


def explain(reading: Reading, verdict: Refuted, budget: Any) -> Explanation | None:
    """Words and, where a single edit was found and verified, its place and replacement. None: nothing simple helps."""
    if find_spec("mathlint.engine.explain") is None:
        return None
    search = import_module("mathlint.engine.explain").explain
    repair = search(reading.obligation, verdict.witness, reading.shown, budget)
    if repair is None:
        return None
    span = None if repair.replacement is None else reading.origin.get(tuple(repair.path))
    return Explanation(repair.words, span, repair.replacement if span is not None else None)

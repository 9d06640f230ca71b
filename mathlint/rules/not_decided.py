"""A step was not decided.

What it finds
-------------
Every claim that is neither supported nor refuted, with the reason: a name that is nowhere defined, a sentence that was
not understood, a notation that is not supported.

Why it matters
--------------
"Nothing found" must never look like "nothing understood". These notes say which steps were left to the reader, and
what would let mathlint decide them.

Example
-------
    The slope is found from the two deviations:

    $$ b = r \\frac{s_y}{s_x} = \\frac{q}{s_x} $$

Limits
------
Hidden unless asked for with `--show-unchecked`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.engine.verdict import Reason, Undecided
from mathlint.judge.combine import TRANSPOSED
from mathlint.judge.model import Analysis, Pattern
from mathlint.judge.witness import speak
from mathlint.rules._rule import Rule
from mathlint.rules._step import step_id

REASONS: Final = {
    Reason.UNREAD: "a part of it could not be read",
    Reason.UNSUPPORTED: "its notation is not supported",
    Reason.UNKNOWN_SYMBOL: "a name in it has no known value",
    Reason.CONTEXT: "the page says something about its names that was not understood",
    Reason.AMBIGUOUS: "it can be read in several ways",
    Reason.VACUOUS: "both sides vanish everywhere, which says nothing about the page",
    Reason.NO_DOMAIN: "no values were found for which both sides are defined",
    Reason.BUDGET: "it would have taken too long",
    Reason.ILL_TYPED: "its shapes do not fit",
    Reason.INTERNAL: "mathlint failed on it, which is a fault of mathlint",
}


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    for judgement in analysis.judgements:
        verdict, step = judgement.verdict, judgement.step
        if not isinstance(verdict, Undecided) or verdict == TRANSPOSED or judgement.pattern is Pattern.MISREAD:
            continue
        shown = judgement.reading.shown if judgement.reading is not None else {}
        why = speak(verdict.detail, shown) or REASONS[verdict.reason]
        yield Diagnostic(
            RULE.code,
            RULE.name,
            Severity.INFO,
            step.right_span,
            f"this step was not decided: {why}",
            step=step_id(step),
        )


RULE = Rule("ML801", "not-decided", Severity.INFO, __doc__, find)

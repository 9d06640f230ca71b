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

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.engine.verdict import Undecided
from mathlint.judge.combine import TRANSPOSED
from mathlint.judge.lack import lack
from mathlint.judge.model import Analysis, Pattern
from mathlint.rules._rule import Rule
from mathlint.rules._step import step_id


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    for judgement in analysis.judgements:
        verdict, step = judgement.verdict, judgement.step
        if not isinstance(verdict, Undecided) or verdict == TRANSPOSED or judgement.pattern is Pattern.MISREAD:
            continue
        yield Diagnostic(
            RULE.code,
            RULE.name,
            Severity.INFO,
            step.right_span,
            f"this step was not decided: {lack(judgement)}",
            step=step_id(step),
        )


RULE = Rule("ML801", "not-decided", Severity.INFO, __doc__, find)

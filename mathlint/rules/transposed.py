"""The two sides of a step are each other's transposes.

What it finds
-------------
A step that would hold if one side were transposed, usually a gradient that is a row here and a column there.

Why it matters
--------------
Both layouts are in use, and a page may choose. A page that mixes them makes products that do not fit later.

Example
-------
    Let $A$ be an $n \\times n$ matrix. Then

    $$ (A + A) + A^\\top = 2 A + A^\\top = 2 A^\\top + A $$

Limits
------
It is information only, and never an alarm: which layout is meant is the author's choice.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.judge.combine import TRANSPOSED
from mathlint.judge.model import Analysis
from mathlint.rules._rule import Rule
from mathlint.rules._step import step_id

_MESSAGE = "the right side is the transpose of the left"


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    for judgement in analysis.judgements:
        if judgement.verdict == TRANSPOSED:
            step = judgement.step
            yield Diagnostic(RULE.code, RULE.name, Severity.INFO, step.right_span, _MESSAGE, step=step_id(step))


RULE = Rule("ML302", "transposed", Severity.INFO, __doc__, find)

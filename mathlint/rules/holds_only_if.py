"""A step holds only under an assumption that the page does not make.

What it finds
-------------
A step that is false in general and true under a common assumption: the matrix is symmetric, the random variables are
independent, the number is even. mathlint shows values for which it fails without the assumption.

Why it matters
--------------
A formula that is copied without its condition is wrong wherever the condition fails: `2Ax` is the gradient of `xᵀAx`
only for symmetric `A`.

Example
-------
    Let $A$ be an $n \\times n$ matrix and $x$ a vector of length $n$. Then

    $$ \\nabla_x (x^\\top A x) = (A + A^\\top) x = 2 A x $$

Limits
------
It is a warning only if the page says what the object is, leaves the property out, and nothing else that it says of the
object went unread; otherwise it is information. Only a fixed list of assumptions is tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.engine.verdict import Conditional
from mathlint.judge.model import Analysis, Weight
from mathlint.judge.witness import speak
from mathlint.rules._rule import Rule
from mathlint.rules._step import step_finding


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    for judgement in analysis.judgements:
        if not isinstance(judgement.verdict, Conditional):
            continue
        shown = judgement.reading.shown if judgement.reading is not None else {}
        message = f"this step holds only if {speak(judgement.verdict.assumption, shown)}"
        severity = Severity.INFO if judgement.weight is Weight.INFO else Severity.WARNING
        witness = judgement.verdict.witness
        yield step_finding(analysis, judgement, RULE.code, RULE.name, severity, message, witness)


RULE = Rule("ML102", "holds-only-if", Severity.WARNING, __doc__, find)

"""An equality runs on: its left side equals only the beginning of its right side.

What it finds
-------------
A calculation written as one breath, `16335 · 7 = 114345 + 1 = 114346`: the product is 114345, and the `+ 1` is the
next step of the calculation, but the sign `=` says that the product is 114346.

Why it matters
--------------
Taken literally the chain says that its first term equals its last, which is false. A reader who quotes only the ends
quotes an error.

Example
-------
    The remainder is found in two steps:

    $$ 16335 \\cdot 7 = 114345 + 1 = 114346 $$

Limits
------
It is recognised only if the left side equals the first term or factor of the right side and the next step holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Analysis, Pattern, Weight
from mathlint.rules._rule import Rule
from mathlint.rules._step import step_finding

_MESSAGE = "this equality runs on: the left side equals only the beginning of the right side"


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    for judgement in analysis.judgements:
        if judgement.pattern is Pattern.RUN_ON and isinstance(judgement.verdict, Refuted):
            severity = Severity.INFO if judgement.weight is Weight.INFO else Severity.WARNING
            witness = judgement.verdict.witness
            yield step_finding(analysis, judgement, RULE.code, RULE.name, severity, _MESSAGE, witness)


RULE = Rule("ML103", "run-on", Severity.WARNING, __doc__, find)

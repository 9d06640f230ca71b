"""An inequality fails at some values of its names.

What it finds
-------------
`a ≤ b` inside a chain, and values for which `a > b`.

Why it matters
--------------
An estimate that fails somewhere needs a condition, or its sign is turned round.

Example
-------
    For all real $x$ we have

    $$ (x - 1)^2 + 2 x = x^2 + 1 \\le 2 x $$

Limits
------
It is information only: inequalities often lean on conditions that stand far away ("for n large enough"). That no
counterexample is found supports an inequality, and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.engine.verdict import Refuted
from mathlint.judge.model import Analysis, Pattern
from mathlint.rules._rule import Rule
from mathlint.rules._step import difference, evidence, step_finding


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    for judgement in analysis.judgements:
        verdict, reading = judgement.verdict, judgement.reading
        if not isinstance(verdict, Refuted) or reading is None or judgement.pattern is Pattern.MISREAD:
            continue
        if reading.obligation.relation in ("=", "≈"):
            continue
        message = f"this does not hold everywhere: {difference(evidence(judgement, verdict.witness))}"
        yield step_finding(analysis, judgement, RULE.code, RULE.name, Severity.INFO, message, verdict.witness)


RULE = Rule("ML201", "false-inequality", Severity.INFO, __doc__, find)

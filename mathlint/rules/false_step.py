"""A step of a derivation is false.

What it finds
-------------
Two neighbours in a chain of equalities that are not equal. mathlint gives exact values for the names in the step; put
them into both sides by hand, and the two results differ. Where it can, it says what is wrong ("the right side is 2
times the left") and offers the edit that makes the step hold.

Why it matters
--------------
Every line below a false step stands on it. The finding is placed where the error enters: lines that follow the wrong
side correctly are not reported, and a single wrong line between two that agree is reported once.

Example
-------
    For all real $x$ and $y$ we have

    $$ (x + y)^2 - (x - y)^2 = x^2 + 2xy + y^2 - x^2 + 2xy - y^2 = 2xy $$

Limits
------
A step is called false only if it is false under every plausible reading, and if everything that the page says of its
names was understood. Otherwise it is counted as not decided. Where many steps come out false together, they are
reported as information: then it is more likely that the page was misread.
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
        verdict, step = judgement.verdict, judgement.step
        if not isinstance(verdict, Refuted) or judgement.pattern in (Pattern.RUN_ON, Pattern.FOLLOWS, Pattern.MISREAD):
            continue
        if judgement.reading is not None and judgement.reading.obligation.relation not in ("=", "≈"):
            continue
        words = judgement.explanation.words if judgement.explanation else None
        subject = "what is to be shown" if step.goal and step.link == 0 else "this step"
        message = f"{subject} is false: {words or difference(evidence(judgement, verdict.witness))}"
        severity = Severity(judgement.weight.value)
        yield step_finding(analysis, judgement, RULE.code, RULE.name, severity, message, verdict.witness)


RULE = Rule("ML101", "false-step", Severity.ERROR, __doc__, find)

"""Too much comes out false here: the page was probably misread.

What it finds
-------------
A chain of which most steps come out false, a section of which much could not be read, a file with unusually many false
steps. Their findings are withdrawn or become information, and this note says so once.

Why it matters
--------------
Where everything seems wrong, the mistake is more likely in the reading than on the page.

Example
-------
    For all real $x$ and $y$ we have

    $$ x + y = 2x + 5y = 7x + 9y = x - 11y $$

Limits
------
Hidden unless asked for with `--show-unchecked`. A page that is really wrong throughout is reported only here.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.judge.brakes import MISREAD_CHAIN, MISREAD_FILE, MISREAD_SECTION
from mathlint.judge.model import Analysis, Pattern
from mathlint.rules._rule import Rule
from mathlint.rules._step import step_id


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    told: set[object] = set()
    for judgement in analysis.judgements:
        step = judgement.step
        for where, message, here in (
            (("chain", step.chain), MISREAD_CHAIN.detail, judgement.pattern is Pattern.MISREAD),
            (("section", step.section), MISREAD_SECTION, MISREAD_SECTION in judgement.notes),
            ("file", MISREAD_FILE, MISREAD_FILE in judgement.notes),
        ):
            if here and where not in told:
                told.add(where)
                yield Diagnostic(
                    RULE.code, RULE.name, Severity.INFO, step.right_span, message, step=step_id(step)
                )  # fmt: skip


RULE = Rule("ML803", "maybe-misread", Severity.INFO, __doc__, find)

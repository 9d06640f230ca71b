"""A place inside a formula could not be read.

What it finds
-------------
Every place where the LaTeX of a formula could not be read, or is of a kind that mathlint does not know.

Why it matters
--------------
A formula that was not read was not checked. Often the cause is a small slip that the renderer forgives.

Example
-------
    The mean is

    $$ m = \\frac{a + b}{2}) + c $$

Limits
------
Hidden unless asked for with `--show-unchecked`. The other rows of the same formula are still read.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.engine.verdict import Reason, Undecided
from mathlint.judge.model import Analysis
from mathlint.rules._rule import Rule
from mathlint.rules.unclosed_delimiter import NEVER_CLOSED
from mathlint.source import Span


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    told = {
        j.step.left_span.join(j.step.right_span)
        for j in analysis.judgements
        if isinstance(j.verdict, Undecided) and j.verdict.reason is Reason.UNREAD
    }
    places = dict.fromkeys((*_unparsed(analysis), *analysis.elaboration.unread))
    for span, message in places:
        if span in told or message.endswith(NEVER_CLOSED):
            continue  # the step, or the bracket, has a finding of its own
        yield Diagnostic(RULE.code, RULE.name, Severity.INFO, span, f"not read: {message}")


def _unparsed(analysis: Analysis) -> Iterator[tuple[Span, str]]:
    blocks = analysis.document.blocks
    for block in blocks:
        yield from () if block.given else block.issues
    for number, span, message in analysis.unparsed:
        if blocks[number].closed:
            yield span, message


RULE = Rule("ML802", "unread", Severity.INFO, __doc__, find)

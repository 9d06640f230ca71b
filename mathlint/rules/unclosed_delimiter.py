"""A formula or a bracket is opened and never closed.

What it finds
-------------
`$$`, `\\[` or a code fence without its end, and `\\left(`, `{` or `\\begin{…}` without their partner.

Why it matters
--------------
Everything up to the end of the paragraph may be set wrongly, and nothing in it can be checked.

Example
-------
    The derivative is

    $$ \\frac{d}{dx} x^2 = 2x

Limits
------
A single `$` in running text is a price, not a formula, and is not reported. A round or square bracket without a partner
is information only: intervals and remarks are written so.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.judge.model import Analysis
from mathlint.rules._rule import Rule, notation_rule
from mathlint.source import Span

NEVER_CLOSED: Final = " is never closed"
_FATAL: Final = ("`{", "`\\left", "`\\begin")
"""What TeX itself does not accept; a single `(` may be meant, as in an interval."""

# delimiter: what was opened, as written.
_PARTNERS = notation_rule(
    "ML407", "unclosed-delimiter", __doc__, "`{delimiter}` is never closed", "a bracket is never closed here"
)


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    source = analysis.document.source
    issues: dict[int, list[tuple[Span, str]]] = {}
    for number, span, message in analysis.unparsed:
        issues.setdefault(number, []).append((span, message))
    for number, block in enumerate(analysis.document.blocks):
        if block.given:
            continue
        if not block.closed:
            opened = source.slice(block.span).split("\n", 1)[0].strip()
            opened = opened[:2] if opened[:2] in ("$$", "\\[", "\\(") else opened[:24]
            message = f"`{opened}` is never closed"
            yield Diagnostic(RULE.code, RULE.name, Severity.WARNING, block.span, message)
        else:
            for span, message in issues.get(number, ()):
                if message.endswith(NEVER_CLOSED):
                    severity = Severity.WARNING if message.startswith(_FATAL) else Severity.INFO
                    yield Diagnostic(RULE.code, RULE.name, severity, span, message)
    yield from _PARTNERS.find(analysis)


RULE = Rule("ML407", "unclosed-delimiter", Severity.WARNING, __doc__, find)

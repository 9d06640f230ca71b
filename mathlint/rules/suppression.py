"""A comment for mathlint is not understood, or silences nothing.

What it finds
-------------
`<!-- mathlint: … -->` with a word that mathlint does not know, a code that no rule has, or an assumption that is not
understood; as information, a suppression without anything to suppress.

Why it matters
--------------
A misspelled suppression silences nothing, and one that is no longer needed may hide the next error.

Example
-------
    <!-- mathlint: ignore ML999 -->
    The square is

    $$ (a + b)^2 = a^2 + 2ab + b^2 $$

Limits
------
`<!-- mathlint: ignore ML101 -->` speaks of its own paragraph and the formulas that begin in it; alone in its paragraph,
of the next one. `<!-- mathlint: ignore-file ML4 -->` speaks of the whole file. Codes may be cut short (`ML4`) or given
by name (`false-step`); without any code everything is silenced.
`<!-- mathlint: assume x > 0; A symmetric; n integer -->` silences nothing: it says what a page supposes in its
section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mathlint.diagnostic import Diagnostic, Severity
from mathlint.document.assumed import is_assumption, parts
from mathlint.document.model import Directive, Document
from mathlint.judge.model import Analysis
from mathlint.rules._rule import Rule
from mathlint.source import Span


@dataclass(frozen=True, slots=True)
class Suppression:
    """What one comment silences: findings that begin in `area`, whose code begins with or whose name is one of `which`."""

    directive: Directive
    area: Span
    which: tuple[str, ...]

    def covers(self, finding: Diagnostic) -> bool:
        fits = not self.which or any(finding.code.startswith(w) or finding.name == w for w in self.which)
        return fits and finding.span.start in self.area


def suppressions(document: Document, known: Iterable[Rule]) -> tuple[list[Suppression], list[Diagnostic]]:
    """The suppressions of a page, and findings for the comments that could not be understood."""
    rules = list(known)
    understood: list[Suppression] = []
    problems: list[Diagnostic] = []
    for directive in document.items:
        if not isinstance(directive, Directive):
            continue
        if is_assumption(directive):
            if not parts(document.source, directive):
                problems.append(_finding(directive, "`assume` supposes nothing; say what, such as `assume x > 0`"))
            continue
        word, *which = re.split(r"[\s,]+", directive.text.strip())
        unknown = [w for w in which if not any(r.name == w or (w[:2] == "ML" and r.code.startswith(w)) for r in rules)]
        if word not in ("ignore", "ignore-file"):
            problems.append(
                _finding(directive, f"`{word}` is not known here; there are `assume`, `ignore` and `ignore-file`")
            )
        elif unknown:
            problems.append(_finding(directive, f"no rule is called {', '.join(f'`{w}`' for w in unknown)}"))
        else:
            area = Span(0, len(document.source.text) + 1) if word == "ignore-file" else _area(document, directive)
            understood.append(Suppression(directive, area, tuple(which)))
    return understood, problems


def apply(found: Sequence[Diagnostic], silencers: Sequence[Suppression]) -> list[Diagnostic]:
    """The findings that no comment silences, and a note for each comment that silences nothing."""
    kept = [f for f in found if not any(s.covers(f) for s in silencers)]
    idle = [s for s in silencers if not any(s.covers(f) for f in found)]
    return [*kept, *(_finding(s.directive, "this comment silences nothing", Severity.INFO) for s in idle)]


def _finding(directive: Directive, message: str, severity: Severity = Severity.WARNING) -> Diagnostic:
    return Diagnostic(RULE.code, RULE.name, severity, directive.span, message)


def _area(document: Document, directive: Directive) -> Span:
    """The comment's paragraph, or the next one if it stands alone, and the whole of every formula that begins in it."""
    source = document.source
    first = source.position(directive.span.start).line
    last = source.position(directive.span.end).line

    def blank(line: int) -> bool:
        return not source.slice(source.line_span(line)).strip()

    while first > 1 and not blank(first - 1):
        first -= 1
    while last < source.line_count and not blank(last + 1):
        last += 1
    paragraph = Span(source.line_span(first).start, source.line_span(last).end)
    if source.slice(paragraph).strip() == source.slice(directive.span).strip():
        while last < source.line_count and blank(last + 1):
            last += 1
        while last < source.line_count and not blank(last + 1):
            last += 1
    end = source.line_span(last).end
    for block in document.blocks:
        if paragraph.start <= block.span.start <= end:
            end = max(end, block.span.end)
    return Span(paragraph.start, end + 1)


def find(analysis: Analysis) -> Iterator[Diagnostic]:
    """Assumptions from which nothing was learnt; the findings about suppressions are made over those of the other rules."""
    for notice in analysis.notices:
        if notice.rule == RULE.name:
            message = f"`{' '.join(notice.data['what'].split())}` is not understood, and supposes nothing"
            yield Diagnostic(RULE.code, RULE.name, Severity.WARNING, notice.span, message)


RULE = Rule("ML901", "suppression", Severity.WARNING, __doc__, find)

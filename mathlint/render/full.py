"""The full text of a finding: its lines, both values at a point, what repairs it, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Evidence, Report, StepRecord
from mathlint.render.excerpt import Mark, excerpt
from mathlint.render.line import Line, Piece, Style, plain, shown, width, wrapped
from mathlint.render.values import minus, point

WIDTH = 80
_POINT_WIDTH = 50
_DIFFER = "the two sides differ"


def render(report: Report, diagnostics: tuple[Diagnostic, ...], columns: int = WIDTH) -> Iterator[Line]:
    """Those of the report's findings that are to be shown, a blank line after each."""
    for found in diagnostics:
        yield from _finding(report, found, columns)
        yield Line()


def _finding(report: Report, found: Diagnostic, columns: int) -> Iterator[Line]:
    step = _step(report, found)
    style = Style(found.severity.value)
    # with values shown underneath, "this step is false: the right side is 2 times the left" is better said in two places
    head, _, fact = found.message.partition(": ") if found.evidence else (found.message, "", "")
    yield from _headed(Piece(f"{found.code} {found.severity}: ", style), head, columns)
    yield from _place(report, found, step, columns)
    marks = _marks(found, step, style)
    yield from excerpt(report.source, marks, columns)
    margin = len(str(max(report.source.position(max(m.span.start, m.span.end - 1)).line for m in marks)))
    if found.evidence and (fact == _DIFFER or found.evidence.left in fact and found.evidence.right in fact):
        fact = ""  # the excerpt shows both values
    if found.suggestion and fact == f"the left side is `{found.suggestion.replacement}`":
        fact = ""  # the help says so too
    for text in (fact, _apart(found, step)):
        for n, part in enumerate(wrapped(text, columns - margin - 3)):
            yield Line((Piece(" " * margin + (" = " if n == 0 else "   "), Style.GUTTER), Piece(part)))
    if found.help:
        yield from _headed(Piece("help: ", Style.HELP), found.help, columns)
    for remark in found.notes:
        yield from _headed(Piece("note: ", Style.INFO), remark, columns)


def _step(report: Report, found: Diagnostic) -> StepRecord | None:
    return next((step for step in report.steps if step.id == found.step), None) if found.step else None


def _headed(head: Piece, text: str, columns: int) -> Iterator[Line]:
    indent = width(head.text)
    for n, part in enumerate(wrapped(text, columns - indent)):
        yield Line((head if n == 0 else Piece(" " * indent), Piece(part)))


def _place(report: Report, found: Diagnostic, step: StepRecord | None, columns: int) -> Iterator[Line]:
    at = report.source.position(found.span.start)
    place = f"{shown(report.source.path)}:{at.line}:{at.column}"
    arrow = Piece("  --> ", Style.GUTTER)
    which = _which_step(report, step) if step else ""
    if width(place) + 9 + width(which) <= columns:
        yield Line((arrow, Piece(place, Style.PLACE), *([Piece(f"   {which}")] if which else [])))
        return
    yield Line((arrow, Piece(place, Style.PLACE)))
    if which:
        yield plain(f"      {which}")


def _which_step(report: Report, step: StepRecord) -> str:
    chain = [other for other in report.steps if other.id.chain == step.id.chain]
    begins = report.source.position(min(other.left_span.start for other in chain)).line
    if len(chain) == 1:
        return ""
    return f"(step {step.id.link + 1} of {len(chain)} of the chain that begins on line {begins})"


def _marks(found: Diagnostic, step: StepRecord | None, style: Style) -> list[Mark]:
    """The finding's own place and the places of its labels; the sides of a step with evidence show their values."""
    texts = {label.span: label.text for label in found.labels}
    if found.evidence and step and found.evidence.left:
        texts[step.left_span] = _left_value(found.evidence)
        texts[step.right_span] = minus(found.evidence.right)
    own = texts.pop(found.span, "")
    return [*(Mark(span, "-", text, Style.OTHER) for span, text in texts.items()), Mark(found.span, "^", own, style)]


def _left_value(evidence: Evidence) -> str:
    at = point(evidence)
    return minus(evidence.left) + (f" at {at}" if at and len(at) <= _POINT_WIDTH else "")


def _apart(found: Diagnostic, step: StepRecord | None) -> str:
    """The point, where it is too long to stand beside a value."""
    at = point(found.evidence) if found.evidence and step else ""
    return f"at {at}" if len(at) > _POINT_WIDTH else ""

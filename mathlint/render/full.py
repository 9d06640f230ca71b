"""The full text of a finding: its lines, both values at a point, what repairs it, and where that comes from."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Report, StepRecord
from mathlint.render.excerpt import Mark, excerpt
from mathlint.render.line import Line, Piece, Style, plain, shown, width, wrapped
from mathlint.render.values import minus, point

WIDTH = 80


def render(report: Report, diagnostics: tuple[Diagnostic, ...], columns: int = WIDTH) -> Iterator[Line]:
    """Those of the report's findings that are to be shown, a blank line after each."""
    for found in diagnostics:
        yield from _finding(report, found, columns)
        yield Line()


def _finding(report: Report, found: Diagnostic, columns: int) -> Iterator[Line]:
    step = _step(report, found)
    style = Style(found.severity.value)
    yield from _headed(Piece(f"{found.code} {found.severity}: ", style), found.message, columns)
    yield from _place(report, found, step, columns)
    marks = _marks(found, step, style)
    yield from excerpt(report.source, marks, columns)
    margin = len(str(max(report.source.position(max(m.span.start, m.span.end - 1)).line for m in marks)))
    facts, remarks = _split(found.notes)
    for fact in facts:
        for n, part in enumerate(wrapped(fact, columns - margin - 3)):
            yield Line((Piece(" " * margin + (" = " if n == 0 else "   "), Style.GUTTER), Piece(part)))
    if found.help:
        yield from _headed(Piece("help: ", Style.HELP), found.help, columns)
    for remark in remarks:
        yield from _headed(Piece("note: ", Style.INFO), remark, columns)


def _step(report: Report, found: Diagnostic) -> StepRecord | None:
    return next((step for step in report.steps if step.id == found.step), None) if found.step else None


def _split(notes: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Notes that begin with "= " say what the values show and stand with the excerpt."""
    return [n[2:] for n in notes if n.startswith("= ")], [n for n in notes if not n.startswith("= ")]


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
    """The finding's own place, the places of its labels, and, where no label speaks there, the values of both sides."""
    texts = {label.span: label.text for label in found.labels}
    own = texts.pop(found.span, "")
    marks = [Mark(span, "-", text, Style.OTHER) for span, text in texts.items()]
    if found.evidence and step and not found.labels:
        at = point(found.evidence)
        left = minus(found.evidence.left) + (f" at {at}" if at else "")
        if found.span != step.left_span:
            marks.append(Mark(step.left_span, "-", left, Style.OTHER))
            own = minus(found.evidence.right)
        else:
            own = left
    return [*marks, Mark(found.span, "^", own, style)]

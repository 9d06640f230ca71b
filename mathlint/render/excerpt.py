"""Lines of a note with what is said about them underneath, in a given width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mathlint.render.line import Line, Piece, Style, shown, width, wrapped
from mathlint.source import SourceFile, Span

_TEXT_MINIMUM = 24
"""Columns that a remark needs to stand beside its underline; else it goes below, from the margin."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An underlined place. sign: the character of the underline. text: said after it."""

    span: Span
    sign: str
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The part of a mark on one line: half-open columns from 0."""

    start: int
    end: int
    mark: Mark
    last: bool


def excerpt(source: SourceFile, marks: Sequence[Mark], columns: int) -> Iterator[Line]:
    """The marked lines of the file, in order, numbered. Of a mark over several lines only the first and last show."""
    lines: dict[int, list[_Stretch]] = {}
    gaps: set[int] = set()
    for mark in marks:
        first, last = (
            source.position(mark.span.start).line,
            source.position(max(mark.span.start, mark.span.end - 1)).line,
        )
        for number in (first,) if first == last else (first, last):
            of_line = source.line_span(number)
            start = max(mark.span.start, of_line.start) - of_line.start
            end = min(mark.span.end, of_line.end) - of_line.start
            start = _past_blanks(source.slice(of_line), start, end) if number != first else start
            lines.setdefault(number, []).append(_Stretch(start, max(end, start), mark, number == last))
        if last > first + 1:
            gaps.add(first)
    margin = len(str(max(lines, default=1)))
    yield _row(margin, "")
    for number in sorted(lines):
        yield from _line(source.slice(source.line_span(number)), number, margin, lines[number], columns)
        if number in gaps:
            yield Line((Piece(" " * margin + " :", Style.GUTTER),))
    yield _row(margin, "")


def _past_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \t>":
        start += 1
    return start


def _row(margin: int, number: str, *pieces: Piece) -> Line:
    edge = Piece(f"{number:>{margin}} |", Style.GUTTER)
    return Line((edge, Piece(" "), *pieces)) if pieces else Line((edge,))


def _line(text: str, number: int, margin: int, stretches: list[_Stretch], columns: int) -> Iterator[Line]:
    room = max(columns - margin - 3, 20)
    low, high = _window(text, min(s.start for s in stretches), max(s.end for s in stretches), room)
    if len(stretches) > 1 and any(s.start < low or s.start >= high for s in stretches):
        for stretch in sorted(stretches, key=lambda s: s.start):  # too far apart for one window
            yield from _line(text, number, margin, [stretch], columns)
        return
    before, after = ("…" if low else ""), ("…" if high < len(text) else "")
    yield _row(margin, str(number), Piece(before + shown(text[low:high]) + after))
    for stretch in sorted(stretches, key=lambda s: s.start):
        start, end = min(max(stretch.start, low), high), min(max(stretch.end, low), high)
        indent = width(before) + width(shown(text[low:start]))
        length = max(width(shown(text[start:end])), 1)
        yield from _underline(margin, indent, length, stretch, room)


def _underline(margin: int, indent: int, length: int, stretch: _Stretch, room: int) -> Iterator[Line]:
    mark = stretch.mark
    line = Piece(" " * indent + mark.sign * min(length, room - indent), mark.style)
    text = shown(" ".join(mark.text.split())) if stretch.last else ""
    left = room - indent - length - 1
    if not text or width(text) <= left:
        yield _row(margin, "", line, *([Piece(" " + text, mark.style)] if text else []))
        return
    yield _row(margin, "", line)
    indent = indent if room - indent >= max(_TEXT_MINIMUM, room // 2) else 2
    for part in wrapped(text, room - indent):
        yield _row(margin, "", Piece(" " * indent + part, mark.style))


def _window(text: str, start: int, end: int, room: int) -> tuple[int, int]:
    """The part of a line to show: all, or the marked place with what fits around it. Half-open, in code points."""
    if width(shown(text)) <= room:
        return 0, len(text)
    room -= 2  # for the two "…"
    low = high = start
    while high < min(end, len(text)) and width(shown(text[low : high + 1])) <= room:
        high += 1
    while True:
        grown = False
        if low > 0 and width(shown(text[low - 1 : high])) <= room:
            low, grown = low - 1, True
        if high < len(text) and width(shown(text[low : high + 1])) <= room:
            high, grown = high + 1, True
        if not grown:
            return low, high

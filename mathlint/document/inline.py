"""Inline mathematics and prose inside one run of text: the lines of a paragraph between two displays."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TypeAlias

from mathlint.document.dollars import INLINE, is_bracketed, is_inline
from mathlint.document.found import Event, Found, Guard
from mathlint.document.model import Boundary, BoundaryKind, MathKind, Prose
from mathlint.source import Span

_Closer: TypeAlias = Callable[[str, int], int]
_NEXT = re.compile(r"[\\$`<]|\]\(|\{%")
_TICKS = re.compile(r"`+")
_TAG = re.compile(r"</?([A-Za-z][\w-]*)(?:\s[^<>]*|/)?>|<[a-z]+://[^\s<>]*>")
_LINK = re.compile(r"\]\((?:[^()\s]|\([^()\s]*\))*(?:\s+\"[^\"\n]*\")?\s*\)")
_LIQUID_MATH = re.compile(r"\{%-?\s*(m|math|katex)\s*-?%\}((?:[^{]|\{(?!%))+)\{%-?\s*e(?:nd)?\1\s*-?%\}")
_LIQUID = re.compile(r"\{%-?\s*(?:end)?(?:raw|if|else|elsif|unless|for|comment|assign|capture)\b[^%]*%\}")
_BLOCK_TAGS = frozenset(
    "div p table thead tbody tr td th ul ol li dl dt dd h1 h2 h3 h4 h5 h6 center details summary section article "
    "blockquote figure figcaption hr aside header footer main nav pre script style".split()
)


class Run:
    """The text of some lines, joined by line feeds, with the way back into the file."""

    def __init__(self, text: str, lines: Sequence[tuple[int, int]]) -> None:
        self.lines = lines
        self.text = text[lines[0][0] : lines[0][1]] if len(lines) == 1 else "\n".join(text[s:e] for s, e in lines)
        self._origins: list[int] = []
        at = 0
        for start, end in lines:
            self._origins.append(at)
            at += end - start + 1

    def place(self, at: int) -> int:
        """The offset in the file of the code point at `at` of the run (its end may be asked for)."""
        n = bisect_right(self._origins, at) - 1
        start, end = self.lines[n]
        return min(start + at - self._origins[n], end)

    def span(self, start: int, end: int) -> Span:
        return Span(self.place(start), self.place(end - 1) + 1 if end > start else self.place(start))

    def pieces(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """The intervals of the file that make up `text[start:end]`, one a line."""
        first = bisect_right(self._origins, start) - 1
        result = []
        for n in range(first, len(self.lines)):
            if self._origins[n] > end:
                break
            low, high = self.lines[n]
            shift = low - self._origins[n]
            result.append((max(low, min(start + shift, high)), min(high, end + shift)))
        return tuple(result)


class _Prose:
    """Collects the pieces of prose between two other items."""

    def __init__(self, run: Run, events: list[Event]) -> None:
        self._run, self._events = run, events
        self._kept: list[tuple[int, int]] = []

    def keep(self, start: int, end: int) -> None:
        if end > start:
            self._kept.append((start, end))

    def flush(self) -> None:
        if self._kept:
            text = "".join(self._run.text[s:e] for s, e in self._kept)
            if text.strip():
                self._events.append(Prose(self._run.span(self._kept[0][0], self._kept[-1][1]), text))
            self._kept.clear()


def read_run(source: str, lines: Sequence[tuple[int, int]], events: list[Event], in_table: bool = False) -> None:
    """Appends what the run contains to `events`: inline mathematics, prose, and boundaries at block-level HTML tags."""
    run = Run(source, lines)
    text, size = run.text, len(run.text)
    prose = _Prose(run, events)
    absent: set[str] = set()
    at = done = 0

    def closer(what: str, start: int) -> int:
        """Where `what` next stands, or -1; what is absent once is not looked for again."""
        if what in absent:
            return -1
        found = text.find(what, start)
        if found < 0:
            absent.add(what)
        return found

    while (found := _NEXT.search(text, at)) is not None:
        start = found.start()
        region = None
        match found[0]:
            case "\\":
                region, at = _bracketed(text, start, closer)
            case "$":
                region, at = _dollar(text, start, closer)
            case "`":
                ticks = _TICKS.match(text, start)
                assert ticks is not None
                at = _code_end(text, ticks, absent)
                continue
            case "<":
                tag = _TAG.match(text, start)
                at = tag.end() if tag else start + 1
                if tag:
                    prose.keep(done, start)
                    done = at
                    if (tag[1] or "").lower() in _BLOCK_TAGS:
                        prose.flush()
                        events.append(Boundary(run.span(start, at), BoundaryKind.OTHER))
                continue
            case "](":
                link = _LINK.match(text, start)
                at = link.end() if link else start + 2
                if link:
                    prose.keep(done, start + 1)
                    done = at
                continue
            case _:
                tag = _LIQUID.match(text, start)
                formula = _LIQUID_MATH.match(text, start)
                at = tag.end() if tag else start + 2
                if tag:
                    prose.keep(done, start)
                    done = at
                elif formula:
                    region, at = (*formula.span(2), Guard.SAFE), formula.end()
        if region is not None:
            low, high, guard = region
            prose.keep(done, start)
            prose.flush()
            done = at
            kind = MathKind.DISPLAY if text.startswith((r"\[", r"\\["), start) else MathKind.INLINE
            events.append(Found(run.span(start, at), kind, guard, run.pieces(low, high), in_table))
    prose.keep(done, size)
    prose.flush()


def _bracketed(text: str, start: int, closer: _Closer) -> tuple[tuple[int, int, Guard] | None, int]:
    """`\\(…\\)` or kramdown's `\\\\(…\\\\)`; otherwise the escape is skipped."""
    for opening, closing, guard in ((r"\(", r"\)", Guard.SAFE), (r"\\(", r"\\)", Guard.DOUBLED)):
        if text.startswith(opening, start):
            low = start + len(opening)
            high = closer(closing, low)
            if high >= 0 and high - low <= 4000 and is_bracketed(text[low:high]):
                return (low, high, guard), high + len(closing)
            break
    return None, start + 2


def _dollar(text: str, start: int, closer: _Closer) -> tuple[tuple[int, int, Guard] | None, int]:
    if text.startswith("$`", start):
        high = closer("`$", start + 2)
        if high > 0:
            return (start + 2, high, Guard.SAFE), high + 2
    candidate = INLINE.match(text, start)
    if candidate and is_inline(text, start, candidate.end()):
        return (start + 1, candidate.end() - 1, Guard.SINGLE), candidate.end()
    return None, start + 1


def _code_end(text: str, ticks: re.Match[str], absent: set[str]) -> int:
    """Where the code span that opens with `ticks` ends, or the end of the ticks if it never does."""
    mark = ticks[0]
    if mark in absent:
        return ticks.end()
    for other in _TICKS.finditer(text, ticks.end()):
        if len(other[0]) == len(mark):
            return other.end()
    absent.add(mark)
    return ticks.end()

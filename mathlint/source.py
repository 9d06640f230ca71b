"""Text and places in it.

Inside the program a place is an offset: code points from the start of the file, half-open intervals.
Lines and columns (1-based, columns in code points) exist only at the edge: in messages and in JSON.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

_LINE_ENDING = re.compile(r"\r\n?|\n")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of code points of one file."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a span cannot end before it starts: {self.start}..{self.end}")

    def __contains__(self, other: object) -> bool:
        if isinstance(other, Span):
            return self.start <= other.start and other.end <= self.end
        return isinstance(other, int) and self.start <= other < self.end

    def join(self, other: Span) -> Span:
        """The smallest span that covers both."""
        return Span(min(self.start, other.start), max(self.end, other.end))


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place as people and editors count it: 1-based line, 1-based column in code points."""

    line: int
    column: int


@dataclass(frozen=True)
class SourceFile:
    """One file's text. `path` is only a label: nothing is read from it.

    A line ends with ``\\n``, ``\\r\\n`` or a lone ``\\r``; the ending belongs to its line.
    """

    path: str
    text: str
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(ending.end() for ending in _LINE_ENDING.finditer(self.text))]
        object.__setattr__(self, "_starts", tuple(starts))

    def position(self, offset: int) -> Position:
        """The line and column of an offset (an offset past the end counts as the end)."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        return Position(line + 1, offset - self._starts[line] + 1)

    def line_span(self, line: int) -> Span:
        """The text of a 1-based line, without its ending. Raises IndexError outside the file."""
        if not 1 <= line <= len(self._starts):
            raise IndexError(line)
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    @property
    def line_count(self) -> int:
        return len(self._starts)

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]

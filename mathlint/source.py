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
    before: other files whose text stands in front of the file's own in `text`, each as (where it begins, its path). Offsets count
    through the whole text; lines are those of the file that an offset lies in.
    start: where the file's own text begins.
    """

    path: str
    text: str
    before: tuple[tuple[int, str], ...] = ()
    start: int = 0
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0, *(ending.end() for ending in _LINE_ENDING.finditer(self.text))]
        object.__setattr__(self, "_starts", tuple(starts))

    def position(self, offset: int) -> Position:
        """The line and column of an offset (an offset past the end counts as the end)."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        return Position(line - self._first_line(offset) + 1, offset - self._starts[line] + 1)

    def row(self, offset: int) -> int:
        """The line of an offset, counted through all of the text: for distances."""
        return bisect_right(self._starts, max(0, offset))

    def place(self, offset: int) -> str:
        """The line of an offset in words: "line 4", or "line 4 of notation.md" where it lies in another file."""
        line = f"line {self.position(offset).line}"
        return (
            line
            if offset >= self.start
            else f"{line} of {self._file(offset)[1].replace(chr(92), '/').rpartition('/')[2]}"
        )

    def _file(self, offset: int) -> tuple[int, str]:
        """Where the file of an offset begins, and its path."""
        if offset >= self.start:
            return self.start, self.path
        return self.before[bisect_right(self.before, offset, key=lambda part: part[0]) - 1]

    def _first_line(self, offset: int) -> int:
        return bisect_right(self._starts, self._file(offset)[0]) - 1 if self.before else 0

    def line_span(self, line: int) -> Span:
        """The text of a 1-based line of the file itself, without its ending. Raises IndexError outside the file."""
        if not 1 <= line <= self.line_count:
            raise IndexError(line)
        line += self._first_line(self.start)
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return Span(start, end)

    @property
    def line_count(self) -> int:
        return len(self._starts) - self._first_line(self.start)

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]

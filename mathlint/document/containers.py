"""Block quotes, list items and indented blocks: what a line must begin with to be inside them, and what is left of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

QUOTE = re.compile(r"[ \t]*>[ ]?")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n)?")
_BLANKS = re.compile(r"[ \t]*")


class ContainerKind(Enum):
    QUOTE = auto()
    ITEM = auto()
    BLOCK = auto()
    """An admonition or a footnote."""


@dataclass(frozen=True, slots=True)
class Container:
    """width: the indentation that its content needs, in columns (0 for a quote)."""

    kind: ContainerKind
    width: int


class Containers:
    """The open containers of a text, outermost first, and the lines of the text seen through them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[Container] = []

    def bounds(self, at: int) -> tuple[int, int]:
        """The end of the line that begins at `at`, and the offset behind its ending."""
        line = _LINE.match(self.text, at)
        assert line is not None
        return line.end(1), line.end()

    def skip(self, at: int, end: int) -> int:
        """Behind the blanks at `at`."""
        blanks = _BLANKS.match(self.text, at, end)
        return blanks.end() if blanks else at

    def columns(self, start: int, end: int) -> int:
        """The width of the blanks between two offsets, tabs filling up to multiples of four."""
        if "\t" not in self.text[start:end]:
            return end - start
        width = 0
        for character in self.text[start:end]:
            width += 4 - width % 4 if character == "\t" else 1
        return width

    def _consume(self, start: int, end: int, width: int) -> int | None:
        """Behind `width` columns of blanks, or None if there are fewer. A tab is never split."""
        at, done = start, 0
        while done < width:
            if at >= end or self.text[at] not in " \t":
                return None
            done += 4 - done % 4 if self.text[at] == "\t" else 1
            at += 1
        return at

    def enter(self, at: int, end: int) -> tuple[int, int]:
        """Where the content of a line begins, and how many containers the line is inside of. A blank line is in all items."""
        matched = 0
        for container in self.stack:
            if container.kind is ContainerKind.QUOTE:
                mark = QUOTE.match(self.text, at, end)
                if mark is None:
                    break
                at = mark.end()
            elif self.skip(at, end) < end:
                inside = self._consume(at, end, container.width)
                if inside is None:
                    break
                at = inside
            matched += 1
        return at, matched

    def following(self, at: int) -> tuple[int, int, int] | None:
        """The line at `at` as one inside a region that is open: content start, content end, offset behind its ending.

        Quote marks and, in a container, indentation are left out, however much there is. None where a quote ends at a
        blank line, or the file ends.
        """
        if at >= len(self.text):
            return None
        end, behind = self.bounds(at)
        start = at
        for container in self.stack:
            if container.kind is ContainerKind.QUOTE:
                mark = QUOTE.match(self.text, start, end)
                if mark is None:
                    if not self.text[start:end].strip():
                        return None
                    break
                start = mark.end()
        if self.stack:
            start = self.skip(start, end)
        return start, end, behind

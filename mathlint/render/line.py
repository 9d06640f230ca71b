"""A line of output as styled pieces, and how wide text is on a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Style(StrEnum):
    """What a piece is, not how it looks; the terminal chooses colours."""

    PLAIN = ""
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    PLACE = "place"
    GUTTER = "gutter"
    OTHER = "other"
    """The underline of a place other than the finding's own."""
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Line:
    """One line of output; no piece holds a line ending."""

    pieces: tuple[Piece, ...] = ()

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def plain(text: str) -> Line:
    return Line((Piece(text),)) if text else Line()


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text: str) -> int:
    """Columns of a terminal that the text takes; it must be `shown` first."""
    return len(text) if text.isascii() else sum(map(_cells, text))


def shown(text: str) -> str:
    """The text on one line: tabs become four spaces, other control characters (a note may hold any) a `·`."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character == "\t":
        return "    "
    return "·" if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character


def wrapped(text: str, limit: int) -> Iterator[str]:
    """The words of `text` in lines of at most `limit` columns; a longer word is cut."""
    line = ""
    for word in shown(text).split():
        if line and width(line) + 1 + width(word) > limit:
            yield line
            line = ""
        line = f"{line} {word}" if line else word
        while width(line) > limit:
            head = fitting(line, limit)
            yield head
            line = line[len(head) :]
    if line:
        yield line


def fitting(text: str, limit: int) -> str:
    """The longest beginning of `text` that takes at most `limit` columns, and at least one character."""
    taken = 0
    for index, character in enumerate(text):
        taken += _cells(character)
        if taken > limit and index:
            return text[:index]
    return text

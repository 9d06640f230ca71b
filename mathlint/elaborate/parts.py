"""The parts of a page that no heading sets apart: problems, examples, cases, and the items of a list of exercises.

What one problem calls `n` or `X` is not what the next one means. Parts are sections in miniature, for values and laws alone: what is
supposed anywhere in a section keeps its weight in all of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mathlint.document.model import Boundary, BoundaryKind, Document, Heading, Item, Prose

_KINDS: Final = r"problems?|exercises?|examples?|questions?|cases?|parts?|tasks?|aufgabe|beispiel|übung|ejemplo|ejercicio|exemple|exercice"
_NUMBER: Final = r"(?:\d{1,2}(?:\.\d{1,2})*|[a-h]|[ivx]{1,4})"
_RUN_IN: Final = re.compile(
    rf"\s*(?:[*_]{{2,3}}\s*(?:(?:{_KINDS})\b|\(?{_NUMBER}[.):])|[*_]?(?:{_KINDS})\b\s*{_NUMBER}?[*_]?\s*[.:(])",
    re.IGNORECASE,
)
"""`**Problem 2.**`, `**b.**`, `Example (…`, `Case 1:` at the beginning of a paragraph."""
_ENUMERATED: Final = re.compile(r"\s*[*_]*\(?(?:[a-h]|[ivx]{1,4})\)[*_]*(?:\s|$)")
"""`(a) …`, `ii) …`; what has a number is more often a step of one derivation."""
_TITLE: Final = re.compile(r"\s*(\*\*|__)[^*_]{2,80}\1\s*:?\s*")
"""A paragraph in bold is a heading."""
_COMMON: Final = re.compile(
    r"\s*[*_]{2,3}\s*(?:definitions?|notations?|remarks?|set-?up|assumptions?|conventions?|theorem|lemma|proposition|corollary)\b",
    re.IGNORECASE,
)
"""What opens a paragraph that no problem owns."""
_TASK: Final = re.compile(
    r"\b(?:find|compute|calculate|determine|evaluate|solve|show that|prove|verify|what is|how many|how much|derive)\b",
    re.IGNORECASE,
)
_RUN_IN_LEVEL: Final = 7
_ENUMERATED_LEVEL: Final = 8
_ITEM_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the file, half-open."""

    start: int
    end: int


class Parts:
    """Which parts of a page hold which place. Parts lie inside each other or apart."""

    def __init__(self, parts: tuple[Part, ...] = ()) -> None:
        self.parts = parts
        self.starts = [part.start for part in parts]
        self._kept: dict[int, Part | None] = {}

    def innermost(self, offset: int) -> Part | None:
        """The smallest part that holds a place."""
        if offset not in self._kept:
            self._kept[offset] = self._innermost(offset)
        return self._kept[offset]

    def _innermost(self, offset: int) -> Part | None:
        for place in range(bisect_right(self.starts, offset) - 1, -1, -1):
            if offset < self.parts[place].end:
                return self.parts[place]
        return None

    def apart(self, said: int, place: int) -> bool:
        """Whether what stands at `said` belongs to another part than what stands at `place`."""
        if not self.parts:
            return False
        owner = self.innermost(said)
        return owner is not None and not owner.start <= place < owner.end


def parts(document: Document) -> Parts:
    """The problems, examples, cases and exercises of a page, in reading order."""
    size = len(document.source.text)
    opened: list[tuple[int, int]] = []  # level, start
    found: list[Part] = []

    def close(level: int, at: int) -> None:
        while opened and opened[-1][0] >= level:
            found.append(Part(opened.pop()[1], at))

    for level, start, opens in _marks(document.items, document.source.text):
        close(level, start)
        if opens:
            opened.append((level, start))
    close(0, size)
    return Parts(tuple(sorted((p for p in found if p.end > p.start), key=lambda p: (p.start, -p.end))))


def _is_task(items: tuple[Item, ...], place: int) -> bool:
    """Whether an item of a list asks for something: the steps of a proof do not."""
    for item in items[place + 1 :]:
        if isinstance(item, Heading) or (isinstance(item, Boundary) and item.kind is BoundaryKind.ITEM):
            return False
        if isinstance(item, Prose) and _TASK.search(item.text):
            return True
    return False


def _marks(items: tuple[Item, ...], text: str) -> Iterator[tuple[int, int, bool]]:
    """Level and place of everything that begins a part, and whether it opens one or only ends those before."""
    tasks = False
    fresh = True
    for place, item in enumerate(items):
        ends = place + 1 == len(items) or isinstance(items[place + 1], Boundary | Heading)
        match item:
            case Heading(level=level, span=span):
                yield level, span.start, False
                fresh = False
            case Boundary(kind=BoundaryKind.ITEM, level=depth, span=span):
                tasks = depth > 0 and (tasks or _is_task(items, place))
                if tasks and text[span.start : span.end].strip(" .)").isdigit():
                    yield _ITEM_LEVEL + depth, span.start, True
                elif not depth:
                    yield _ITEM_LEVEL, span.start, False
                fresh = True
            case Boundary():
                fresh = True
            case Prose(text=words, span=span) if fresh and words.strip():
                if _COMMON.match(words):
                    yield _RUN_IN_LEVEL, span.start, False
                elif _RUN_IN.match(words) or (ends and _TITLE.fullmatch(words)):
                    yield _RUN_IN_LEVEL, span.start, True
                elif _ENUMERATED.match(words):
                    yield _ENUMERATED_LEVEL, span.start, True
                fresh = False
            case Prose():
                pass
            case _:
                fresh = False

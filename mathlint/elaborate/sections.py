"""The outline of a note: one section for each heading, nested by level, and the text before the first heading."""

from __future__ import annotations

from bisect import bisect_right

from mathlint.document.model import Boundary, Document, Heading, Prose
from mathlint.elaborate.page import Section


def sections(document: Document) -> tuple[Section, ...]:
    """Sections in reading order; number 0 is the root. A section ends where the next heading of its level or above begins,
    so a child lies inside its parent; the root covers the whole file."""
    heads: list[tuple[int, str, int]] = []
    items = document.items
    for place, item in enumerate(items):
        if isinstance(item, Heading):
            words: list[str] = []
            for later in items[place + 1 :]:
                if isinstance(later, Boundary | Heading):
                    break
                if isinstance(later, Prose):
                    words.append(later.text)
            heads.append((item.level, " ".join(" ".join(words).split()), item.span.start))

    size = len(document.source.text)
    result = [Section(0, None, 0, "", 0, size)]
    open_sections = [result[0]]
    ends: dict[int, int] = {0: size}
    for number, (level, title, start) in enumerate(heads, start=1):
        while open_sections[-1].level >= level:
            ends[open_sections.pop().number] = start
        section = Section(number, open_sections[-1].number, level, title, start, size)
        open_sections.append(section)
        result.append(section)
    return tuple(
        Section(each.number, each.parent, each.level, each.title, each.start, ends.get(each.number, size))
        for each in result
    )


def section_at(outline: tuple[Section, ...], offset: int) -> Section:
    """The innermost section that holds the offset."""
    if len(outline) > 1 and offset >= outline[1].start:
        return outline[bisect_right(outline, offset, lo=1, key=lambda each: each.start) - 1]
    return outline[0]

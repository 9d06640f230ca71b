"""A note with the notes of its preamble in front of it: what they define and suppose is in scope, and nothing is checked in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mathlint.document.model import Boundary, BoundaryKind, Directive, Document, Heading, Item, MathBlock
from mathlint.source import SourceFile, Span


def preceded(document: Document, preambles: Sequence[Document]) -> Document:
    """The document with the items of the preambles before its own, over a source that holds all of the texts.

    A preamble of nothing but macros is left out: these have been expanded already. Headings are left out too, so that all of
    a preamble stands before the first section of the note.
    """
    told = [p for p in preambles if any(block.text.strip() for block in p.blocks)]
    if not told:
        return document
    text, before = "", []
    items: list[Item] = []
    for preamble in told:
        before.append((len(text), preamble.source.path))
        items += _given(preamble, len(text))
        text += preamble.source.text + "\n\n"
        # a sentence ends here, and so does a chain that the next display might go on with
        items.append(Boundary(Span(len(text), len(text)), BoundaryKind.ITEM))
        items.append(Boundary(Span(len(text), len(text)), BoundaryKind.PARAGRAPH))
    source = document.source
    joined = SourceFile(source.path, text + source.text, tuple(before), len(text))
    return Document(joined, (*items, *(_moved(item, len(text)) for item in document.items)), document.macros)


def _given(preamble: Document, offset: int) -> Iterator[Item]:
    for item in preamble.items:
        match item:
            case Heading() | Directive():
                yield Boundary(_span(item.span, offset), BoundaryKind.PARAGRAPH)
            case MathBlock():
                moved = _moved(item, offset)
                assert isinstance(moved, MathBlock)
                yield replace(moved, given=True)
            case _:
                yield _moved(item, offset)


def _moved(item: Item, offset: int) -> Item:
    span = _span(item.span, offset)
    if not isinstance(item, MathBlock):
        return replace(item, span=span)
    starts, ends = (tuple([k + offset for k in places]) for places in (item.starts, item.ends))
    issues = tuple((_span(place, offset), message) for place, message in item.issues)
    return replace(item, span=span, starts=starts, ends=ends, issues=issues)


def _span(span: Span, offset: int) -> Span:
    return Span(span.start + offset, span.end + offset)

"""Every region of mathematics is found, exactly, and nothing else: fixtures/markdown/regions.md, where ⟦ and ⟧ stand around each."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mathlint.document import read
from mathlint.source import SourceFile, Span

NOTE = (Path(__file__).parents[2] / "fixtures" / "markdown" / "regions.md").read_bytes().decode("utf-8")


def marked(note: str) -> tuple[str, list[Span]]:
    """The note without its marks, and the spans that they stood around."""
    text, spans, start = "", [], 0
    for piece in re.split("([⟦⟧])", note):
        if piece == "⟦":
            start = len(text)
        elif piece == "⟧":
            spans.append(Span(start, len(text)))
        else:
            text += piece
    return text, spans


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_every_region_and_nothing_else(ending: str) -> None:
    text, expected = marked(NOTE.replace("\n", ending))
    found = read(SourceFile("regions.md", text)).blocks
    assert [text[b.span.start : b.span.end] for b in found] == [text[s.start : s.end] for s in expected]
    assert [b.span for b in found] == expected
    assert all(b.closed and not b.issues for b in found)


def test_every_code_point_comes_from_where_it_says() -> None:
    text, _ = marked(NOTE)
    for block in read(SourceFile("regions.md", text)).blocks:
        assert len(block.text) == len(block.starts) == len(block.ends)
        for character, start, end in zip(block.text, block.starts, block.ends, strict=True):
            assert block.span.start <= start < end <= block.span.end
            assert text[start:end] in (character, "\\" + character)


def test_container_prefixes_are_left_out() -> None:
    note = "> - a\n>\n>   $$\n>   x = y\n>   $$\n\n!!! tip\n\t\\begin{align}\n\t\tp &= q\n\t\\end{align}\n"
    quoted, indented = read(SourceFile("n.md", note)).blocks
    assert quoted.text == "\nx = y\n"
    assert indented.text == "\\begin{align}\np &= q\n\\end{align}"


@pytest.mark.parametrize(
    ("note", "closed"),
    [
        ("$$\na = b\n\nHere the text goes on.\n\n$$\nc = d\n$$\n", ["\nc = d\n"]),
        ("\\[\na = b\n\n## Next\n\n\\[ c = d \\]\n", [" c = d "]),
        ("\\begin{align}\na\n\nThis is the end of it.\n\n$c$", ["c"]),
        ("```math\na = b\n\n$c$", ["c"]),
        ("$$\na = b", []),
    ],
)
def test_an_unclosed_delimiter_is_reported_and_swallows_nothing(note: str, closed: list[str]) -> None:
    blocks = read(SourceFile("n.md", note)).blocks
    assert not blocks[0].closed
    assert blocks[0].text == ""
    assert [b.text for b in blocks[1:]] == closed

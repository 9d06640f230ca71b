"""Nothing raises, and time grows with the size of the file and not faster."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mathlint.document import read
from mathlint.document.model import Document, Prose
from mathlint.source import SourceFile

PIECES = st.sampled_from(
    [
        "$", "$$", "\\[", "\\]", "\\(", "\\)", "\\\\(", "\\\\)", "`", "```", "```math", "~~~", ":::", ":::{math}", "\n", "\n\n",
        "\r\n", "\r", "> ", "- ", "1. ", "    ", "\t", "# ", "|", "|---|", "---\n", "===\n", "<!--", "-->", "<pre>", "</pre>",
        "\\begin{align}", "\\end{align}", "\\newcommand{\\a}", "\\def\\a#1", "{#1}", "\\a", "{", "}", "\\", "\\let\\a=", "%",
        "{% math %}", "{% endmath %}", "!!! note\n", "macros:\n", "  a: [b, 1]\n", "x", " = ", "word two ", "&lt;", "\\_", "\\|",
        "](", ")", "[^1]: ", "\x00", "\u2028", "文", "😀", "<!-- mathlint: x -->",
    ]
)  # fmt: skip


def check(document: Document) -> None:
    """What holds of every document."""
    text = document.source.text
    last = 0
    for item in document.items:
        assert 0 <= item.span.start <= item.span.end <= len(text)
    for block in document.blocks:
        assert last <= block.span.start < block.span.end
        last = block.span.end
        assert len(block.text) == len(block.starts) == len(block.ends)
        for start, end in zip(block.starts, block.ends, strict=True):
            assert block.span.start <= start < end <= block.span.end
        assert block.closed or not block.text
    for item in document.items:
        assert not isinstance(item, Prose) or item.text.strip()


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_no_text_is_too_strange(text: str) -> None:
    check(read(SourceFile("n.md", text)))


def test_nothing_at_all() -> None:
    assert read(SourceFile("n.md", "")).items == ()
    assert read(SourceFile("n.md", "\ufeff")).blocks == ()


SIZE = 120_000
STRANGE = {
    "unclosed double dollars": "$$ a = b\n\nthis is a paragraph of prose here\n\n",
    "lone double dollars": "$$\n",
    "dollars in one paragraph": "w $ ",
    "formulas in one paragraph": "w $x_1 = y$ ",
    "brackets": "\\[ x\n\n",
    "environments": "\\begin{align}\n\\begin{gather}\n",
    "parentheses": "\\( ",
    "ticks": "` `` ``` ",
    "quotes": "> ",
    "markers": "- + ",
    "quote fences": "> ```\n\n",
    "math fences": "```math\n",
    "containers": ":::{math}\n",
    "comments": "<!-- ",
    "tags": "<a <b ",
    "links": "](",
    "pipes": "|",
    "definitions": "\\newcommand{\\a}{ ",
    "calls": "$\\def\\a{\\a\\a}\\a$ ",
    "backslashes": "\\",
    "blanks": " ",
    "lines": "a\n",
    "front matter": "---\nmacros:\n",
    "liquid": "{% math %} {% raw ",
}


def seconds(text: str) -> float:
    source = SourceFile("n.md", text)
    start = time.process_time()
    read(source)
    return time.process_time() - start


@pytest.mark.parametrize("name", STRANGE)
def test_time_is_linear(name: str) -> None:
    piece = STRANGE[name]
    closers = "$$\\]\\)\\end{align}\\end{gather}-->}{% endmath %}"
    for tail in ("", closers):
        assert seconds(piece * (SIZE // len(piece)) + tail) < 2.0


def test_ten_thousand_unclosed_displays_in_a_megabyte() -> None:
    prose = "and the text goes on with words of the usual kind, one after another. " * 2
    document = read(SourceFile("n.md", f"$$ a = b\n\n{prose}\n\n" * 10_000))
    assert len(document.blocks) == 10_000
    assert not any(block.closed for block in document.blocks)


def test_ten_megabytes() -> None:
    paragraph = "Some plain text, of the usual kind: words, and more of them.\n" * 12 + "\n"
    assert seconds(paragraph * (10_000_000 // len(paragraph))) < 5.0

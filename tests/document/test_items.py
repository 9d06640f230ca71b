"""Prose, headings, boundaries and directives, in reading order."""

from __future__ import annotations

import pytest

from mathlint.document import read
from mathlint.document.model import Boundary, BoundaryKind, Directive, Heading, MathBlock, Prose
from mathlint.source import SourceFile


def sketch(note: str) -> str:
    """The items on one line: prose in quotes, mathematics in brackets, boundaries by kind."""
    parts = []
    for item in read(SourceFile("n.md", note)).items:
        match item:
            case MathBlock():
                parts.append(f"[{item.text.strip()}]")
            case Prose():
                parts.append(repr(item.text.strip()))
            case Heading(_, level):
                parts.append(f"h{level}")
            case Boundary(_, kind, level):
                parts.append(f"{kind}{level if kind is BoundaryKind.ITEM else ''}")
            case Directive(_, text):
                parts.append(f"<{text}>")
    return " ".join(parts)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Let $x$ be\n$$\ny\n$$\nso.\n\nNext", "'Let' [x] 'be' [y] 'so.' paragraph 'Next' paragraph"),
        ("We have\n\n$$y$$\n\nwhere $z$", "'We have' paragraph [y] paragraph 'where' [z] paragraph"),
        ("So\n```math\ny\n```\nholds", "'So' [y] 'holds' paragraph"),
        ("# On $x$ #\ntext", "h1 'On' [x] paragraph 'text' paragraph"),
        ("Title\n===\n\nSub $x$\n---\n", "h1 'Title' paragraph h2 'Sub' [x] paragraph"),
        ("a\n\n---\n\nb", "'a' paragraph other 'b' paragraph"),
        ("- a\n  - b\n- c\n\n1. d", "item1 'a' paragraph item2 'b' paragraph item1 'c' paragraph item1 'd' paragraph"),
        ('a\n\n```{r}\nx <- "$y$"\n```\n\n```{python}\nx = "$y$"\n```\n', "'a' paragraph other"),
        ("-\ta\n\n\t$$\n\ty\n\t$$\n", "item1 'a' paragraph [y] paragraph"),
        ("1.\ta\n\n\t-\tb\n\n\t\t$$y$$\n", "item1 'a' paragraph item2 'b' paragraph [y] paragraph"),
        ("- a\n\n  b\n\nc", "item1 'a' paragraph 'b' paragraph item0 'c' paragraph"),
        ("a\n2. b\n- c", "'a\\n2. b' paragraph item1 'c' paragraph"),
        ("> a\nb\n\nc", "quote 'a\\nb' paragraph quote 'c' paragraph"),
        ("| a | $x$ |\n|---|---|\n| b | |\n\nc", "'a' cell [x] cell 'b' cell 'c' paragraph"),
        ("a\n```python\n$x$\n```\nb", "'a' paragraph other 'b' paragraph"),
        ("a <!-- mathlint: ignore ML101 --> b $x$", "'a' <ignore ML101> 'b' [x] paragraph"),
        ("<!-- mathlint: let x > 0\nand y > 0 -->", "<let x > 0\nand y > 0> paragraph"),
        ("a <!-- words --> b\n\n`<!-- mathlint: no -->`", "'a' 'b' paragraph '`<!-- mathlint: no -->`' paragraph"),
        (
            "::: {.theorem}\nLet $x$.\n:::\nb",
            "other '{.theorem}' paragraph 'Let' [x] '.' paragraph other 'b' paragraph",
        ),
        ('??? done "Proof"\n    Yes.\n\nb', "other 'done \"Proof\"' paragraph 'Yes.' paragraph other 'b' paragraph"),
        ("<div>a</div> <b>c</b>", "other 'a' other 'c' paragraph"),
        ("see [this $x$](http://a.b/?c=$1&d=$2) and <http://e/$f$>", "'see [this' [x] '] and' paragraph"),
        ("``a ` $b$`` and `c", "'``a ` $b$`` and `c' paragraph"),
        ("$$x$$ {#eq:a} more", "[x] '{#eq:a} more' paragraph"),
    ],
)
def test_reading_order(note: str, expected: str) -> None:
    assert sketch(note) == expected
    if "\n>" not in note and "mathlint" not in note:
        assert sketch(note.replace("\n", "\r\n")) == expected


def test_prose_of_a_top_level_paragraph_is_the_text_of_its_span() -> None:
    note = "First line,\nsecond with $x$ in it.\n\nÜber 文 text.\n"
    for item in read(SourceFile("n.md", note)).items:
        if isinstance(item, Prose):
            assert note[item.span.start : item.span.end] == item.text

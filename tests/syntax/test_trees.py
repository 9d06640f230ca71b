"""What formulas are read as, and laws that hold for every one of them."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from mathlint.syntax import parse
from mathlint.syntax.show import show
from mathlint.syntax.surface import (
    Decorated,
    Environment,
    Fence,
    Fraction,
    Group,
    Number,
    Operator,
    Relation,
    Row,
    Run,
    Scripted,
    Sequence,
    Sum,
    Symbol,
)
from mathlint.syntax.surface_walk import PARTS, Part, children, walk

HERE = Path(__file__).parent


def blocks(name: str) -> list[list[str]]:
    """The paragraphs of a fixture of this folder, comments left out."""
    text = (HERE / name).read_text(encoding="utf-8")
    paragraphs = [[line for line in part.splitlines() if not line.startswith("# ")] for part in text.split("\n\n")]
    return [lines for lines in paragraphs if lines]


FORMULAS = [(lines[0], lines[1]) for lines in blocks("formulas.txt")]
BROKEN = [(lines[0], lines[1], lines[2:]) for lines in blocks("broken.txt")]


@pytest.mark.parametrize("text, tree", FORMULAS)
def test_formula_is_read_as(text: str, tree: str) -> None:
    block = parse(text)
    assert block.issues == ()
    assert "".join(map(show, block.rows)) == tree


@pytest.mark.parametrize("text, tree, issues", BROKEN)
def test_broken_formula_keeps_the_rest_and_says_what_is_wrong(text: str, tree: str, issues: list[str]) -> None:
    block = parse(text)
    assert "".join(map(show, block.rows)) == tree
    assert [f"{text[x.start : x.end]}: {x.message}" for x in block.issues] == issues


def test_every_kind_of_part_can_be_walked() -> None:
    assert set(PARTS) == set(get_args(Part))


@pytest.mark.parametrize("text", [case[0] for case in FORMULAS + BROKEN])
def test_parts_lie_inside_their_whole_and_leaves_have_their_text(text: str) -> None:
    for row in parse(text).rows:
        for part in walk(row):
            assert 0 <= part.start <= part.end <= len(text)
            assert all(part.start <= child.start and child.end <= part.end for child in children(part))
            if isinstance(part, Number):
                assert text[part.start : part.end] in (part.text, "²", "¹")
            if isinstance(part, Symbol) and text[part.start].isascii() and text[part.start] != "\\":
                assert text[part.start : part.end] == part.name
            if isinstance(part, (Group, Fence, Fraction, Decorated)) and part.end > part.start:
                assert text[part.end - 1] not in " +-=,&"


def stands_alone(part: Part, written: str) -> bool:
    """Not so: a bar (its side depends on what is around), rows that were joined, small characters, a lone `{+}`."""
    if isinstance(part, Group) and (not part.body.items or isinstance(part.body.items[0], (Operator, Relation))):
        return False
    rows = "\\\\" in written and not isinstance(part, Environment)
    return not rows and written != "" and not set(written) & set("|⁻") and r"\rvert" not in written


@pytest.mark.parametrize("text", [case[0] for case in FORMULAS])
def test_the_text_of_a_part_is_read_as_that_part(text: str) -> None:
    for row in parse(text).rows:
        for part in walk(row):
            if isinstance(part, (Sum, Run, Scripted, Fraction, Group, Fence, Environment, Decorated)):
                written = text[part.start : part.end]
                if not stands_alone(part, written):
                    continue
                again = parse(written)
                assert again.issues == (), written
                assert "".join(map(show, again.rows)) == f"(row {show(part)})", written


@pytest.mark.parametrize("text", [case[0] for case in FORMULAS])
def test_spaces_and_braces_around_change_nothing_but_spans(text: str) -> None:
    if "%" in text and "\\%" not in text:
        text = text[: text.index("%")]
    plain = "".join(map(show, parse(text).rows))
    assert "".join(map(show, parse(f" \n {text} \n ").rows)) == plain
    if not any(mark in text for mark in ("&", "\\\\", "+")):
        inside = parse("{" + text + "}").rows[0].cells[0].items[0]
        assert isinstance(inside, Group)
        assert show(Row((inside.body,), 0, 0)) == plain


def test_an_empty_formula_is_one_empty_row() -> None:
    assert parse("").rows == (Row((Sequence((), 0, 0),), 0, 0),)
    assert parse(" % only a comment").issues == ()


def test_walk_goes_in_the_order_written() -> None:
    text = r"a + \frac{b}{c} \cdot \sum_{i=1}^{n} d_i = \sqrt[3]{e}"
    starts = [part.start for row in parse(text).rows for part in walk(row)]
    assert starts == sorted(starts)

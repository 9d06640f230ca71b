"""Formulas that nobody writes: refused or read, in little time, and never an exception."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mathlint.syntax import parse
from mathlint.syntax.show import show

BOMBS = {
    "parentheses": "(" * 9000,
    "braces": "{" * 20000 + "}" * 19999,
    "left": r"\left(" * 4000,
    "fractions": r"\frac" * 8000,
    "fractions of one": r"\frac1" * 8000,
    "hats": r"\hat " * 8000,
    "sums": r"\sum " * 8000 + "x",
    "sums with signs": r"\sum - " * 4000 + "x",
    "signs": "- " * 9000 + "x",
    "signs of a factor": r"a \cdot " + "-" * 9000 + "x",
    "product": "a*" * 9000 + "a",
    "bars": "a|" * 9000,
    "texts": r"\text{" * 8000,
    "environments": r"\begin{a}" * 5000,
    "powers": "x^" * 9000,
    "evaluations": "f|_0" * 5000,
    "wide spaces": r"\quad" * 9000,
    "roots": r"\sqrt[" * 4000,
    "closing": ")=" * 9000,
    "open fences": r"\left[a\right.\\" * 2000 + r"\left.b\right]" * 1000,
    "sums in parentheses": r"(\sum " * 58 + "x" + ")" * 58,
    "long": "x" * 60_000,
    "many": "{}" * 11_000,
    "odd characters": "\x00\ud800\uffff\U0001f600" * 100,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bomb_is_read_or_refused_quickly(name: str) -> None:
    started = time.process_time()
    block = parse(BOMBS[name])
    assert time.process_time() - started < 10
    assert block.rows or block.issues
    "".join(map(show, block.rows))  # what is returned can be walked by recursion


def test_what_is_too_long_or_too_deep_is_refused_with_a_reason() -> None:
    assert "50000 characters" in parse("x" * 50_001).issues[0].message
    assert "20000 symbols" in parse("x" * 20_001).issues[0].message
    deep = parse("(" * 61 + "x" + ")" * 61)
    assert deep.rows == ()
    assert "60 brackets" in deep.issues[0].message


def test_sixty_brackets_are_read() -> None:
    assert parse("(" * 60 + "x" + ")" * 60).issues == ()


PIECES = [
    *"xyi12+-=*/(){}[]|,.!&'^_ ",
    *r"\frac \sqrt \sum \int \left( \right) \left. \right| \\ \| \text{if} \mathbf \hat \cdot \le \to \overset \begin{cases}".split(),
    *r"\end{cases} \begin{array}{cc} \end{array} \quad \; \bf \rm \not \substack \over \big \mid \prime \xrightarrow \tag{1}".split(),
    "²", "√", "≤", "ℝ", "°", "$", "\n", "%",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
@settings(max_examples=300, deadline=None)
@example(r"x*\bf!")
def test_any_text_is_read_with_spans_inside_it(text: str) -> None:
    block = parse(text)
    assert all(0 <= issue.start <= issue.end <= len(text) and issue.message for issue in block.issues)
    assert all(0 <= row.start <= row.end <= len(text) for row in block.rows)
    assert block.issues or "broken" not in "".join(map(show, block.rows))

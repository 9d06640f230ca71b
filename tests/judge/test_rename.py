"""A name that is defined nowhere, and the one that was meant."""

from __future__ import annotations

import pytest

import mathlint
from mathlint.source import SourceFile

DECLARED = (
    r"Let $X$ be an $m \times n$ matrix, $w$ a vector of length $n$ and $y$ a vector of length $m$. Then" + "\n\n"
)


def found(note: str) -> list[tuple[str, str, str | None]]:
    report = mathlint.check(SourceFile("note.md", note))
    hits = [d for d in report.diagnostics if d.name == "undefined-name"]
    return [(d.severity.value, d.message, d.suggestion.replacement if d.suggestion else None) for d in hits]


def test_the_name_that_makes_the_step_hold() -> None:
    note = DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - b) $$"
    assert found(note) == [("warning", "`b` is not defined; with `y` the step holds", "y")]


ABBREVIATED = (
    DECLARED
    + r"""
We define $L(w) = \|Xw - y\|_2^2$, $f(w) = Xw - y$ and $g(u) = \|u\|_2^2$. With the chain rule,

$$ \nabla_w L(w) = \left(\frac{\partial f}{\partial w}\right)^T \nabla_u g(u) = X^T \cdot 2u = 2 X^T (X w - b) $$
"""
)


def test_an_earlier_term_of_the_chain_shows_what_was_meant() -> None:
    assert found(ABBREVIATED) == [("warning", "`b` is not defined; with `y` the step holds", "y")]
    assert found(ABBREVIATED.replace("- b)", "- y)")) == []
    assert found(ABBREVIATED.replace("2 X^T (X w - b)", "3 X^T (X w - b)")) == []


def test_a_definition_that_is_said_again_with_another_name() -> None:
    note = ABBREVIATED + "\n\nHere $u = f(w) = Xw - b$."
    assert found(note) == [("warning", "`b` is not defined; with `y` the step holds", "y")]
    assert found(note.replace("- b", "- y")) == []
    assert found(note + " The shift $b$ is small.") == []


@pytest.mark.parametrize(
    "note",
    [
        DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 3 X^\top (X w - b) $$",
        DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - y) $$",
        DECLARED + r"Here $b$ is the bias. $$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - b) $$",
        DECLARED + r"The bias of $b$ is small. $$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - b) $$",
        r"Let $b > 0$." + "\n\n# Next\n\n" + DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - b) $$",
        DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 \le 2 X^\top (X w - b) $$",
        DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - \mathbf{y}) $$",
        r"If $f$ is one-to-one, then $$ 2 f(m) - f(m) = f(m) = f(n) $$",
    ],
    ids=[
        "no name mends it",
        "nothing is wrong",
        "it is described",
        "it is spoken of",
        "it was used before",
        "no equation",
        "another style",
        "only a copy of the other side",
    ],
)
def test_silence_where_it_is_not_sure(note: str) -> None:
    assert found(note) == []

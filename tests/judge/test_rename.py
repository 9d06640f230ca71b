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


@pytest.mark.parametrize(
    "note",
    [
        DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 3 X^\top (X w - b) $$",
        DECLARED + r"$$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - y) $$",
        DECLARED + r"Here $b$ is the bias. $$ \nabla_w \|X w - y\|_2^2 = 2 X^\top (X w - b) $$",
        r"If $f$ is one-to-one, then $$ 2 f(m) - f(m) = f(m) = f(n) $$",
    ],
    ids=["no name mends it", "nothing is wrong", "it is described", "only a copy of the other side"],
)
def test_silence_where_it_is_not_sure(note: str) -> None:
    assert found(note) == []

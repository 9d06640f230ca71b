"""Which shape a name gets from what is said of it and how it is used."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import shapes


@pytest.mark.parametrize(
    ("latex", "context", "expected"),
    [
        (
            r"A x",
            r"Let $A \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$.",
            {"A": "m×n", "x": "n×1", "m": "scalar", "n": "scalar"},
        ),
        (
            r"A x",
            r"Let $A$ be an $m \times n$ matrix and $x$ a vector.",
            {"A": "m×n", "x": "n×1", "m": "scalar", "n": "scalar"},
        ),
        (r"x^\top x", r"Let $x$ be a vector in $\mathbb{R}^n$.", {"x": "n×1", "n": "scalar"}),
        (r"x^\top x", r"Let $x$ be a vector of length $n$.", {"x": "n×1", "n": "scalar"}),
        (r"x y", r"Let $x, y \in \mathbb{R}$.", {"x": "scalar", "y": "scalar"}),
        (r"\mathbf{x} + \mathbf{y}", "", {r"\mathbf{x}": "?×1", r"\mathbf{y}": "?×1"}),
        (r"\|x\|^2 + c", "", {"x": "?×1", "c": "scalar"}),
        (r"x^\top A x", "", {"x": "?×1", "A": "?×?"}),
        (r"a b", "", {"a": "scalar", "b": "scalar"}),
        (r"\lambda x", r"Let $x \in \mathbb{R}^3$.", {r"\lambda": "scalar", "x": "3×1"}),
        (
            r"W x + b",
            r"Let $W \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$.",
            {"W": "m×n", "x": "n×1", "b": "m×1", "m": "scalar", "n": "scalar"},
        ),
        (r"\operatorname{tr}(X)", "", {"X": "?×?"}),
        (r"\sum_{i=1}^n x_i", "", {"x": "scalar", "n": "scalar"}),
    ],
)
def test_shapes(latex: str, context: str, expected: dict[str, str]) -> None:
    assert shapes(latex, context) == expected

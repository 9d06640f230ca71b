"""Choices that the notation leaves: which readings a formula has, the preferred one first."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import others


@pytest.mark.parametrize(
    ("latex", "context", "cores"),
    [
        ("1/2x", "", ["div(1, mul(2, x))", "mul(div(1, 2), x)"]),
        (r"\sin x y", "", ["fn('sin', mul(x, y))", "mul(fn('sin', x), y)"]),
        (r"\log x", "", ["fn('log', x)", "fn('log', x, 2)", "fn('log', x, 10)"]),
        (r"\sum_{i=1}^n x_i + y", "", ["add(sum(i#1, 1, n, item(x, i#1)), y)", "sum(i#1, 1, n, add(item(x, i#1), y))"]),
        (r"\sum_{i=1}^n x_i + y_i", "", ["sum(i#1, 1, n, add(item(x, i#1), item(y, i#1)))"]),
        (
            r"\frac{d}{dx} x^2 + 1",
            "",
            ["add(derivative('total', pow(x, 2), x), 1)", "derivative('total', add(pow(x, 2), 1), x)"],
        ),
        ("e^x", "", ["fn('exp', x)", "pow(e, x)"]),
        (r"25 \%", "", ["mul(25, 1/100)", "mul(25, 1)"]),
        ("x'y", "", ["mul(x', y)", "mul(transpose(x), y)"]),
        ("X^*", "", ["X^{*}", "adjoint(X)"]),
    ],
)
def test_readings(latex: str, context: str, cores: list[str]) -> None:
    assert others(latex, context) == cores


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"A \otimes B", "Let $A$ and $B$ be $n \\times n$ matrices.", "hadamard(A, B)"),
        (r"x \otimes y", r"Let $x, y \in \mathbb{R}^n$.", "outer(x, y)"),
        ("X'X", "", "mul(transpose(X), X)"),
    ],
)
def test_a_further_reading(latex: str, context: str, core: str) -> None:
    assert core in others(latex, context)[1:]

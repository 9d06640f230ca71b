"""Symbols with scripts: indices, marks, powers, transposes, primes, and letters that are constants."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import lowered


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("x_i", "", "item(x, i)"),
        ("x_{i+1}", "", "item(x, add(i, 1))"),
        ("K_{pq}", "", "item(K, p, q)"),
        ("x_{i,j}", "", "item(x, i, j)"),
        (r"x_{\text{max}}", "", "x_{max}"),
        ("x_{max}", "", "x_{max}"),
        ("x_0", "", "item(x, 0)"),
        ("T_c", "", "T_{c}"),
        ("x^2", "", "pow(x, 2)"),
        ("x_i^2", "", "pow(item(x, i), 2)"),
        ("x^{(i)}", "", "item(x^{()}, i)"),
        ("x^{(i)}_j", "", "item(item(x^{()}, i), j)"),
        ("x^{[l]}", "", "item(x^{()}, l)"),
        (r"\theta^*", "", r"\theta^{*}"),
        (r"\hat{x}", "", r"\hat{x}"),
        (r"\hat{x}_i", "", r"item(\hat{x}, i)"),
        (r"\tilde{x}^2", "", r"pow(\tilde{x}, 2)"),
        (r"\dot{x}", "", r"\dot{x}"),
        ("x^{-1}", "", "inverse(x)"),
        ("x^{1/2}", "", "pow(x, 1/2)"),
        (r"x^{-\frac{1}{2}}", "", "pow(x, -1/2)"),
        ("2^{n!}", "", "pow(2, factorial(n))"),
        ("n!", "", "factorial(n)"),
        ("(n+1)!", "", "factorial(add(n, 1))"),
        ("-x^2", "", "neg(pow(x, 2))"),
        ("(-x)^2", "", "pow(neg(x), 2)"),
    ],
)
def test_indices_marks_and_powers(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("A^T", r"Let $A \in \mathbb{R}^{m \times n}$.", "transpose(A)"),
        (r"A^\top", r"Let $A \in \mathbb{R}^{m \times n}$.", "transpose(A)"),
        ("A^{-1}", "Let $A$ be an invertible matrix.", "inverse(A)"),
        ("A^{-T}", "Let $A$ be an invertible matrix.", "inverse(transpose(A))"),
        (r"A^\dagger", "Let $A$ be a matrix.", "pseudoinverse(A)"),
        (r"\mathbf{x}^T \mathbf{y}", "", r"mul(transpose(\mathbf{x}), \mathbf{y})"),
        (r"(A B)^\top", r"Let $A$ and $B$ be $n \times n$ matrices.", "transpose(mul(A, B))"),
        ("(A x)_i", r"Let $A \in \mathbb{R}^{m \times n}$.", "item(mul(A, x), i)"),
        ("(A B)_{ij}", r"Let $A$ and $B$ be $n \times n$ matrices.", "item(mul(A, B), i, j)"),
        ("A_{:,j}", r"Let $A \in \mathbb{R}^{m \times n}$.", "column(A, j)"),
        ("A_{i,:} x", r"Let $A \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$.", "mul(row(A, i), x)"),
    ],
)
def test_transposes_and_inverses(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("x'", "", "x'"),
        ("x''", "", "x''"),
        ("x'^2", "", "pow(x', 2)"),
        ("f'(x)", "", "apply(lambda(t#1, derivative('total', apply(f, t#1), t#1)), x)"),
        ("f''(x)", "", "apply(lambda(t#1, derivative('total', derivative('total', apply(f, t#1), t#1), t#1)), x)"),
        (
            "f^{(3)}(x)",
            "",
            "apply(lambda(t#1, derivative('total', derivative('total', derivative('total', apply(f, t#1), t#1), t#1), t#1)), x)",
        ),
        ("(A B)'", r"Let $A$ and $B$ be $n \times n$ matrices.", "transpose(mul(A, B))"),
        ("A'B", r"Let $A$ and $B$ be $n \times n$ matrices.", "mul(transpose(A), B)"),
        ("X'X b", r"Let $X$ be an $n \times p$ matrix and $b$ a vector.", "mul(transpose(X), X, b)"),
    ],
)
def test_primes(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("e^x", "", "fn('exp', x)"),
        ("e^{-x^2}", "", "fn('exp', neg(pow(x, 2)))"),
        (r"\mathrm{e}^{x}", "", "fn('exp', x)"),
        (r"2 \pi r", "", "mul(2, pi, r)"),
        (r"\pi_k", r"where $\pi_k$ are the mixing weights.", r"item(\pi, k)"),
        ("I x", r"Let $x \in \mathbb{R}^n$.", "mul(identity('n'), x)"),
        ("I_n", "", "identity('n')"),
        ("I_3", "", "identity(3)"),
        (r"\mathbf{1}_n", "", "ones(('n', 1))"),
        (r"\mathbf{1}^\top x", r"Let $x \in \mathbb{R}^n$.", "mul(transpose(ones(('n', 1))), x)"),
        (r"90^\circ", "", "mul(90, div(pi, 180))"),
        (r"25 \%", "", "mul(25, 1/100)"),
    ],
)
def test_letters_that_may_be_constants(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\mathrm{loss}", "", r"\mathrm{loss}"),
        (r"\text{speed} \cdot \text{time}", "", r"mul(\mathrm{speed}, \mathrm{time})"),
        (r"rate \cdot time", "", r"mul(\mathrm{rate}, \mathrm{time})"),
        (r"\Delta x", "", r"\mathrm{Δx}"),
        (r"\Delta x^2", "", r"pow(\mathrm{Δx}, 2)"),
        (r"\Delta t_i", "", r"item(\mathrm{Δt}, i)"),
    ],
)
def test_words_and_differences(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core

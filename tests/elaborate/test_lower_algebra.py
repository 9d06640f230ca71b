"""Bars, norms, products, matrices, functions, and what stands side by side."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import lowered


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("|x|", "", "abs(x)"),
        ("|A|", r"Let $A \in \mathbb{R}^{n \times n}$.", "determinant(A)"),
        ("|x - y|", "", "abs(add(x, neg(y)))"),
        (r"\|x\|^2", "", "pow(norm('2', x), 2)"),
        (r"\|x\|_1", r"Let $x \in \mathbb{R}^n$.", "norm('1', x)"),
        (r"\|x\|_\infty", r"Let $x \in \mathbb{R}^n$.", "norm('inf', x)"),
        (r"\|A\|_F", r"Let $A \in \mathbb{R}^{m \times n}$.", "norm('F', A)"),
        ("||x||^2", "", "pow(norm('2', x), 2)"),
        (r"\langle x, y \rangle", r"Let $x, y \in \mathbb{R}^n$.", "inner(x, y)"),
        (r"\lfloor x \rfloor", "", "floor(x)"),
        (r"\lceil x / 2 \rceil", "", "ceiling(div(x, 2))"),
    ],
)
def test_bars_and_norms_by_shape(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"x \cdot y", r"Let $x, y \in \mathbb{R}^n$.", "inner(x, y)"),
        (r"a \cdot b", "", "mul(a, b)"),
        (r"x \times y", r"Let $x, y \in \mathbb{R}^3$.", "cross(x, y)"),
        (r"a \times b", "", "mul(a, b)"),
        (r"x \odot y", r"Let $x, y \in \mathbb{R}^n$.", "hadamard(x, y)"),
        (r"A \otimes B", "Let $A, B$ be matrices.", "kronecker(A, B)"),
    ],
)
def test_products_by_shape(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\det A", "", "determinant(A)"),
        (r"\operatorname{tr}(A B)", "", "trace(mul(A, B))"),
        (r"\operatorname{Tr} A", "", "trace(A)"),
        (r"\operatorname{diag}(v)", r"Let $v \in \mathbb{R}^n$.", "diagonal(v)"),
        (r"\operatorname{diag}(A)", r"Let $A \in \mathbb{R}^{n\times n}$.", "diagonal_of(A)"),
        (r"\ln \det A", "", "fn('log', determinant(A))"),
    ],
)
def test_operators_of_linear_algebra(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}", "", "matrix((2, 2), 1, 2, 3, 4)"),
        (r"\begin{bmatrix} a \\ b \end{bmatrix}", "", "matrix((2, 1), a, b)"),
        (r"\begin{vmatrix} a & b \\ c & d \end{vmatrix}", "", "determinant(matrix((2, 2), a, b, c, d))"),
        (r"\begin{bmatrix} x_1 \\ \vdots \\ x_n \end{bmatrix}", "", "tabulate(i#1, 1, n, j#2, 1, 1, item(x, i#1))"),
        (r"\begin{bmatrix} x_1 & \cdots & x_n \end{bmatrix}", "", "tabulate(i#1, 1, 1, j#2, 1, n, item(x, j#2))"),
        (
            r"\begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{m1} & \cdots & a_{mn} \end{bmatrix}",
            "",
            "tabulate(i#1, 1, m, j#2, 1, n, item(a, i#1, j#2))",
        ),
        (r"(x_1, x_2)^\top", "", "transpose(matrix((2, 1), item(x, 1), item(x, 2)))"),
        ("(1, 2, 3)", "", "matrix((3, 1), 1, 2, 3)"),
    ],
)
def test_matrices(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\begin{cases} x & x > 0 \\ 0 & \text{otherwise} \end{cases}", "", "piecewise(x, compare('>', x, 0), 0)"),
        (
            r"\begin{cases} x, & \text{if } x \ge 0 \\ -x, & \text{if } x < 0 \end{cases}",
            "",
            "piecewise(x, compare('>=', x, 0), neg(x), compare('<', x, 0))",
        ),
        (r"\binom{n}{k}", "", "binomial(n, k)"),
        (r"{n \choose k}", "", "binomial(n, k)"),
    ],
)
def test_cases_and_binomials(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("1,234", "", "1234"),
        ("1{,}234.5", "", "1234.5"),
        ("3.14", "", "3.14"),
        ("0.5x", "", "mul(0.5, x)"),
        (r"1.5 \times 10^{-3}", "", "mul(1.5, pow(10, -3))"),
        (r"5\,\text{kg}", "", r"mul(5, \mathrm{kg})"),
        (r"2\tfrac12", "", "mul(2, div(1, 2))"),
        (r"7 \bmod 3", "", "mod(7, 3)"),
        (r"a \mod n", "", "mod(a, n)"),
    ],
)
def test_numbers(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("f(x)", "", "apply(f, x)"),
        ("f(x+h)", "", "apply(f, add(x, h))"),
        ("f(a, b)", "", "apply(f, a, b)"),
        ("a(b + c)", "", "mul(a, add(b, c))"),
        ("a(1 - a)", "", "mul(a, add(1, neg(a)))"),
        ("p(1 - p)", "", "mul(p, add(1, neg(p)))"),
        (r"\lambda(x - \mu)", "", r"mul(\lambda, add(x, neg(\mu)))"),
        ("g(f(x))", "", "apply(g, apply(f, x))"),
        ("f^2(x)", "", "pow(apply(f, x), 2)"),
        ("f(x)^2", "", "pow(apply(f, x), 2)"),
        (r"\sigma(z)", "", r"apply(\sigma, z)"),
        (r"\mathrm{softmax}(z)_i", "", "item(fn('softmax', z), i)"),
    ],
)
def test_application_or_product(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\sin^2 x", "", "pow(fn('sin', x), 2)"),
        (r"\sin^{-1} x", "", "fn('arcsin', x)"),
        (r"\sin 2x", "", "fn('sin', mul(2, x))"),
        (r"\sin(x) y", "", "mul(fn('sin', x), y)"),
        (r"\sin x + 1", "", "add(fn('sin', x), 1)"),
        (r"\cos 2\pi x", "", "fn('cos', mul(2, pi, x))"),
        (r"\log x", "", "fn('log', x)"),
        (r"\log_2 x", "", "fn('log', x, 2)"),
        (r"\ln x^2", "", "fn('log', pow(x, 2))"),
        (r"\log \sin x", "", "fn('log', fn('sin', x))"),
        (r"\exp(x)^2", "", "pow(fn('exp', x), 2)"),
        (r"\sqrt[3]{x}", "", "root(x, 3)"),
        (r"\text{ReLU}(x)", "", "fn('relu', x)"),
        (r"\operatorname{sign}(x)", "", "fn('sign', x)"),
    ],
)
def test_functions_and_what_they_take(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("1/2x", "", "div(1, mul(2, x))"),
        (r"1/2 \cdot x", "", "mul(div(1, 2), x)"),
        ("a/bc", "", "div(a, mul(b, c))"),
        ("a/b/c", "", "div(div(a, b), c)"),
        ("a/(bc)", "", "div(a, mul(b, c))"),
        (r"\frac{a}{b} c", "", "mul(div(a, b), c)"),
        ("a - - b", "", "add(a, b)"),
        (r"x \cdot -y", "", "mul(x, neg(y))"),
        (r"a \pm b", "", "add(a, plusminus(b))"),
        (r"a \div b", "", "div(a, b)"),
    ],
)
def test_division_and_signs(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core

"""Sums, products, ellipses and extrema: what they run over, and how far they reach."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import lowered


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\sum_{i=1}^n x_i", "", "sum(i#1, 1, n, item(x, i#1))"),
        (r"\sum_{i=1}^{n} x_i y_i", "", "sum(i#1, 1, n, mul(item(x, i#1), item(y, i#1)))"),
        (r"\sum_{i=1}^n \sum_{j=1}^m a_{ij}", "", "sum(i#1, 1, n, sum(j#2, 1, m, item(a, i#1, j#2)))"),
        (r"\sum_{k=0}^\infty x^k", "", "sum(k#1, 0, infinity, pow(x, k#1))"),
        (r"\sum_{n=1}^{N} \frac{1}{n^2}", "", "sum(n#1, 1, N, div(1, pow(n#1, 2)))"),
        (r"\prod_{i=1}^n x_i", "", "product(i#1, 1, n, item(x, i#1))"),
        (r"\prod_{k=1}^n (1 + x_k)", "", "product(k#1, 1, n, add(1, item(x, k#1)))"),
        (r"\frac{1}{n} \sum_{i=1}^n x_i", "", "mul(div(1, n), sum(i#1, 1, n, item(x, i#1)))"),
        (r"a \sum_{i=1}^n x_i b", "", "mul(a, sum(i#1, 1, n, mul(item(x, i#1), b)))"),
        (r"\sum_{i=1}^n x_i \sum_{j=1}^n y_j", "", "sum(i#1, 1, n, mul(item(x, i#1), sum(j#2, 1, n, item(y, j#2))))"),
    ],
)
def test_with_a_range(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\sum_{i=1}^n x_i + y", "", "add(sum(i#1, 1, n, item(x, i#1)), y)"),
        (r"\sum_{i=1}^n (x_i + y)", "", "sum(i#1, 1, n, add(item(x, i#1), y))"),
        (r"\sum_{i=1}^n x_i + y_i", "", "sum(i#1, 1, n, add(item(x, i#1), item(y, i#1)))"),
        (r"\sum_{i=1}^n x_i^2 - n", "", "add(sum(i#1, 1, n, pow(item(x, i#1), 2)), neg(n))"),
        (r"\sum_{k=1}^n k (k+1)", "", "sum(k#1, 1, n, mul(k#1, add(k#1, 1)))"),
    ],
)
def test_reach(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\sum_i x_i", "", "sum(i#1, 1, N(i), item(x, i#1))"),
        (r"\sum_{i,j} a_{ij}", "", "sum(i#1, 1, N(i), sum(j#2, 1, N(j), item(a, i#1, j#2)))"),
        (
            r"\sum_{i < j} x_i x_j",
            "",
            "sum(i#1, 1, N(i), sum_where(j#2, 1, N(j), compare('<', i#1, j#2), mul(item(x, i#1), item(x, j#2))))",
        ),
        (r"\sum_{k \ge 0} x^k", "", "sum(k#1, 0, infinity, pow(x, k#1))"),
        (r"\sum_{k > 1} x^k", "", "sum(k#1, add(1, 1), infinity, pow(x, k#1))"),
        (r"\sum_{1 \le i \le n} x_i", "", "sum(i#1, 1, n, item(x, i#1))"),
        (r"\sum_{x \in S} f(x)", "", "sum_over(x#1, opaque('set S'), apply(f, x#1))"),
        (r"\sum_{\substack{i=1 \\ i \ne k}}^n x_i", "", "sum_where(i#1, 1, n, compare('!=', i#1, k), item(x, i#1))"),
    ],
)
def test_without_a_range_and_with_conditions(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"1 + 2 + \dots + n", "", "sum(k#1, 1, n, k#1)"),
        (r"x_1 + x_2 + \cdots + x_n", "", "sum(k#1, 1, n, item(x, k#1))"),
        (r"1 + x + x^2 + \dots + x^n", "", "add(1, x, sum(k#1, 2, n, pow(x, k#1)))"),
        (r"1 \cdot 2 \cdots n", "", "mul(1, product(k#1, 2, n, k#1))"),
        (r"a_1 a_2 \cdots a_n", "", "product(k#1, 1, n, item(a, k#1))"),
    ],
)
def test_ellipses(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\max_i x_i", "", "extremum('max', i#1, item(x, i#1))"),
        (r"\max_{x} f(x)", "", "extremum('max', x#1, apply(f, x#1))"),
        (r"\arg\max_x f(x)", "", "argmax(x#1, apply(f, x#1))"),
        (r"\operatorname{argmin}_x f(x)", "", "argmin(x#1, apply(f, x#1))"),
        (r"\min(a, b)", "", "min(a, b)"),
        (r"\max\{a, b\}", "", "max(a, b)"),
    ],
)
def test_greatest_and_least(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core

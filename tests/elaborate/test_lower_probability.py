"""Expectations, variances, densities and indicators."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import lowered


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("E[X]", "", "expect('', X)"),
        (r"\mathbb{E}[X]", "", "expect('', X)"),
        (r"\mathbb{E}X", "", "expect('', X)"),
        ("E[X]^2", "", "pow(expect('', X), 2)"),
        ("E[(X - E[X])^2]", "", "expect('', pow(add(X, neg(expect('', X))), 2))"),
        (r"E[X \mid Y]", "", "expect('', X, Y)"),
        ("E[aX + b]", "", "expect('', add(mul(a, X), b))"),
        (r"\mathbb{E}_X[X Y]", "", "expect('X', mul(X, Y))"),
        (r"\operatorname{Var}(X)", "", "variance('', X)"),
        ("Var(X)", "", "variance('', X)"),
        (r"\mathbb{V}[X]", "", "variance('', X)"),
        (r"\operatorname{Cov}(X, Y)", "", "covariance('', X, Y)"),
        (r"\operatorname{Var}(X \mid Y)", "", "variance('', X, Y)"),
    ],
)
def test_moments(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        ("P(A)", "", "opaque('P(A)', A)"),
        (r"P(A \mid B)", "", "opaque('P(A|B)', A, B)"),
        ("P(X = 1)", "", "opaque('P(X=)', 1)"),
        ("p(x)", "", "opaque('p(x)', x)"),
        ("p(x, y)", "", "opaque('p(x,y)', x, y)"),
        (r"p(x \mid y)", "", "opaque('p(x|y)', x, y)"),
        ("p(y | x) p(x)", "", "mul(opaque('p(y|x)', y, x), opaque('p(x)', x))"),
        (r"\frac{p(x, y)}{p(y)}", "", "div(opaque('p(x,y)', x, y), opaque('p(y)', y))"),
        (r"\int p(x) \, dx", "", "integral_over(x#1, opaque('all of the space'), opaque('p(x)', x#1))"),
        (r"\mathbb{1}[x > 0]", "", "indicator(compare('>', x, 0))"),
    ],
)
def test_densities_and_events(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\mathbb{E}_{x \sim p}[f(x)] + O(n, m)", "", "no reading: unsupported"),
        (r"(f \circ g)(x)", "", "no reading: unsupported"),
        (r"\|x\|_p", "", "no reading: unsupported"),
        (r"\oint f \, dz", "", "no reading: unsupported"),
    ],
)
def test_what_is_not_read(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core

"""Integrals, limits and derivatives, with their variables and their reach."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import lowered


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\int_0^1 x^2 \, dx", "", "integral(x#1, 0, 1, pow(x#1, 2))"),
        (r"\int_0^1 \int_0^x y \, dy \, dx", "", "integral(x#1, 0, 1, integral(y#2, 0, x#1, y#2))"),
        (r"\int_0^1 \! \int_0^2 x y \, dx \, dy", "", "integral(y#1, 0, 1, integral(x#2, 0, 2, mul(x#2, y#1)))"),
        (r"\int x^2 \, dx", "", "antiderivative(x#1, pow(x#1, 2))"),
        (r"\int_a^b f(x) \, \mathrm{d}x", "", "integral(x#1, a, b, apply(f, x#1))"),
        (r"\int_0^1 \frac{dx}{1 + x^2}", "", "integral(x#1, 0, 1, div(1, add(1, pow(x#1, 2))))"),
        (r"\int_0^1 dx \, x^2", "", "integral(x#1, 0, 1, pow(x#1, 2))"),
        (r"\int_0^1 x \, dx + 1", "", "add(integral(x#1, 0, 1, x#1), 1)"),
        (r"\int_{\mathbb{R}} f(x) dx", "", "integral(x#1, neg(infinity), infinity, apply(f, x#1))"),
        (r"\left[ \frac{x^3}{3} \right]_0^1", "", "add(div(pow(1, 3), 3), neg(div(pow(0, 3), 3)))"),
        (r"\frac{x^3}{3} \Big|_0^1", "", "add(div(pow(1, 3), 3), neg(div(pow(0, 3), 3)))"),
        (r"\left. x^2 \right|_{x=3}", "", "pow(3, 2)"),
    ],
)
def test_integrals(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\lim_{x \to 0} \frac{\sin x}{x}", "", "limit('', x#1, 0, div(fn('sin', x#1), x#1))"),
        (
            r"\lim_{n \to \infty} \left(1 + \frac{1}{n}\right)^n",
            "",
            "limit('', n#1, infinity, pow(add(1, div(1, n#1)), n#1))",
        ),
        (r"\lim_{x \to 0^+} \ln x", "", "limit('+', x#1, 0, fn('log', x#1))"),
    ],
)
def test_limits(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\frac{d}{dx} x^2", "", "derivative('total', pow(x, 2), x)"),
        (r"\frac{d}{dx} x^2 + 1", "", "add(derivative('total', pow(x, 2), x), 1)"),
        (r"\frac{d}{dx} (x^2 + 1)", "", "derivative('total', add(pow(x, 2), 1), x)"),
        (r"\frac{d}{dx} \sin x \cos x", "", "derivative('total', mul(fn('sin', x), fn('cos', x)), x)"),
        (r"\frac{d}{dx} f(x) g(x)", "", "mul(derivative('total', apply(f, x), x), apply(g, x))"),
        (r"\frac{dy}{dx}", "Let $y = x^2$.", "derivative('total', y, x)"),
        (r"\frac{d^2 y}{dx^2}", "Let $y = x^3$.", "derivative('total', derivative('total', y, x), x)"),
        (r"\frac{\partial f}{\partial x}", "Let $f(x, y) = x y$.", "derivative('partial', apply(f, x, y), x)"),
        (
            r"\frac{\partial^2 f}{\partial x \partial y}",
            "Let $f(x, y) = x y$.",
            "derivative('partial', derivative('partial', apply(f, x, y), y), x)",
        ),
        (
            r"\frac{\partial}{\partial x_i} \sum_{j=1}^n x_j^2",
            "",
            "derivative('partial', sum(j#1, 1, n, pow(item(x, j#1), 2)), item(x, i))",
        ),
        (r"\partial_x f(x, y)", "", "derivative('partial', apply(f, x, y), x)"),
        (r"\frac{d \sin(x^2)}{d x}", "", "derivative('total', fn('sin', pow(x, 2)), x)"),
        (r"\frac{\mathrm{d}}{\mathrm{d}x} \ln x", "", "derivative('total', fn('log', x), x)"),
    ],
)
def test_fractions_of_differentials(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core


@pytest.mark.parametrize(
    ("latex", "context", "core"),
    [
        (r"\nabla f(x)", "", "gradient(apply(f, x), x)"),
        (r"\nabla_x (x^\top A x)", r"Let $A \in \mathbb{R}^{n \times n}$.", "gradient(mul(transpose(x), A, x), x)"),
        (r"\nabla_x x^\top A x", r"Let $A \in \mathbb{R}^{n \times n}$.", "gradient(mul(transpose(x), A, x), x)"),
        (
            r"\frac{\partial L}{\partial W}",
            r"Let $L = \|W x - y\|^2$ with $W \in \mathbb{R}^{m \times n}$.",
            "gradient(L, W)",
        ),
        (r"\nabla f", "", "no reading: unsupported"),
        (r"\nabla \cdot F", "", "no reading: unsupported"),
        (r"\nabla \times F", "", "no reading: unsupported"),
    ],
)
def test_nabla(latex: str, context: str, core: str) -> None:
    assert lowered(latex, context) == core

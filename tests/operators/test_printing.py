"""Core expressions print as an author writes them."""

from fractions import Fraction

import pytest

from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, name, neg, number, power
from mathlint.operators.latex import Level, to_latex

x, y, A, i, j, n, f = (name(key) for key in ("x", "y", "A", "i", "j", "n", "f"))
TWO = number(2)


def transpose(a: Expr) -> Expr:
    return expr("transpose", (a,))


def item(*args: Expr) -> Expr:
    return expr("item", args)


def less(a: Expr, b: Expr) -> Expr:
    return expr("compare", (a, b), "<")


@pytest.mark.parametrize(
    ("node", "latex"),
    [
        (mul(transpose(x), A, x), r"x^\top A x"),
        (div(ONE, mul(TWO, expr("norm", (x,), "2"))), r"\frac{1}{2 \|x\|_2}"),
        (mul(number(-1), x, add(x, y)), "-x (x + y)"),
        (neg(mul(TWO, x)), "-2 x"),
        (neg(add(x, y)), "-(x + y)"),
        (add(x, neg(add(x, y)), number(-3)), "x - (x + y) - 3"),
        (add(x, mul(number(-2), y)), "x - 2 y"),
        (power(add(x, y), TWO), "(x + y)^2"),
        (power(power(x, n), i), "(x^n)^i"),
        (power(x, number(-1)), "x^{-1}"),
        (power(number(-2), TWO), "(-2)^2"),
        (power(div(x, y), TWO), r"\left( \frac{x}{y} \right)^2"),
        (power(transpose(x), TWO), r"(x^\top)^2"),
        (power(constant("e"), neg(x)), "e^{-x}"),
        (power(fn("sin", x), TWO), r"\sin^2 x"),
        (mul(fn("sin", x), y), r"(\sin x) y"),
        (mul(y, fn("sin", add(x, y))), r"y \sin(x + y)"),
        (fn("log", x, TWO), r"\log_2 x"),
        (fn("sech", x), r"\operatorname{sech}(x)"),
        (fn("exp", neg(x)), r"\exp(-x)"),
        (mul(TWO, number(3)), r"2 \cdot 3"),
        (mul(x, number(3)), r"x \cdot 3"),
        (expr("sum", (i, ONE, n, power(item(x, i), TWO))), r"\sum_{i=1}^n x_i^2"),
        (mul(expr("sum", (i, ONE, n, i)), y), r"\left( \sum_{i=1}^n i \right) y"),
        (mul(y, expr("sum", (i, ONE, n, add(i, y)))), r"y \sum_{i=1}^n (i + y)"),
        (expr("gradient", (mul(transpose(x), A, x), x)), r"\nabla_x x^\top A x"),
        (expr("derivative", (expr("derivative", (f, x), "partial"), x), "partial"),
        r"\frac{\partial^2 f}{\partial x^2}"),
        (expr("derivative", (power(x, TWO), x), "total"), r"\frac{d}{dx} x^2"),
        (expr("derivative", (add(x, y), x), "total"), r"\frac{d}{dx} (x + y)"),
        (expr("integral", (x, ZERO, ONE, power(x, TWO))), r"\int_0^1 x^2 \, dx"),
        (expr("limit", (x, ZERO, div(ONE, x)), "+"), r"\lim_{x \to 0^+} \frac{1}{x}"),
        (expr("inverse", (mul(transpose(A), A),)), r"(A^\top A)^{-1}"),
        (transpose(expr("inverse", (A,))), r"A^{-\top}"),
        (expr("inner", (x, y)), r"\langle x, y \rangle"),
        (mul(A, expr("hadamard", (x, y))), r"A (x \odot y)"),
        (expr("hadamard", (mul(A, x), add(x, y))), r"A x \odot (x + y)"),
        (expr("matrix", (ONE, x, y, ZERO), (2, 2)), r"\begin{bmatrix} 1 & x \\ y & 0 \end{bmatrix}"),
        (expr("abs", (div(x, y),)), r"\left| \frac{x}{y} \right|"),
        (expr("factorial", (add(n, ONE),)), "(n + 1)!"),
        (item(A, i, j), "A_{ij}"),
        (item(A, add(i, ONE), j), "A_{i + 1,j}"),
        (item(name(r"x_{\mathrm{max}}"), i), r"x_{\mathrm{max},i}"),
        (expr("expect", (expr("indicator", (less(x, y),)), name("z")), ""), r"\Pr(x < y \mid z)"),
        (expr("expect", (mul(x, y),), "q"), r"\mathbb{E}_q[x y]"),
        (expr("decimal", (), (Fraction(-5, 2), Fraction(1, 100))), "-2.50"),
        (expr("mean", (i, ONE, n, item(x, i))), r"\frac{1}{n} \sum_{i=1}^n x_i"),
        (expr("piecewise", (x, less(x, y), y)),
        r"\begin{cases} x & \text{if } x < y \\ y & \text{otherwise} \end{cases}"),
        (expr("apply", (f, x, add(x, y))), "f(x, x + y)"),
    ],
)  # fmt: skip
def test_printed(node: Expr, latex: str) -> None:
    assert to_latex(node) == latex


def test_names_as_the_page_writes_them() -> None:
    shown = {"x": r"\mathbf{x}", "A": "X^{(#1)}", "y": "y^*"}
    assert to_latex(power(x, TWO), shown) == r"\mathbf{x}^2"
    assert to_latex(item(A, i), shown) == "X^{(i)}"
    assert to_latex(power(y, TWO), shown) == "(y^*)^2"


def test_as_a_factor() -> None:
    assert to_latex(add(x, y), least=Level.FACTOR) == "(x + y)"
    assert to_latex(item(x, i), least=Level.FACTOR) == "x_i"


def test_depth_costs_no_more_than_its_size() -> None:
    node = x
    for _ in range(60):
        node = power(add(ONE, mul(y, node)), TWO)
    assert to_latex(node).count("y") == 60

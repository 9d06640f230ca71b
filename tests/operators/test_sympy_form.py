"""Core expressions become sympy objects that mean the same."""

from fractions import Fraction

import pytest
import sympy as sp

from mathlint.expr.obligation import Declaration, Kind, Trait
from mathlint.expr.shape import Shape
from mathlint.expr.tree import ONE, Expr, add, constant, div, expr, fn, mul, name, neg, number, power
from mathlint.operators.sympy_form import NotInSympy, to_sympy

x, A, i, j, n, f, t = (name(key) for key in ("x", "A", "i", "j", "n", "f", "t"))
TWO = number(2)
DECLARED = (
    Declaration("x", shape=Shape("n", 1)), Declaration("A", shape=Shape("n", "n")), Declaration("f", Kind.FUNCTION,
    arity=1),
    Declaration("n", traits=frozenset({Trait.INTEGER})), Declaration("a", slots=1), Declaration("X", Kind.RANDOM),
    Declaration("t", traits=frozenset({Trait.POSITIVE})),
)  # fmt: skip


def head(which: str, *args: Expr, datum: object = None) -> Expr:
    return expr(which, args, datum)


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (add(number(Fraction(1, 2)), power(number(3), TWO)), sp.Rational(19, 2)),
        (head("sum", i, ONE, number(10), power(i, TWO)), 385),
        (head("product", i, ONE, number(5), i), 120),
        (head("sum_where", i, ONE, number(4), head("compare", i, TWO, datum="!="), i), 8),
        (head("mean", i, ONE, number(4), i), sp.Rational(5, 2)),
        (head("integral", i, ONE, TWO, div(ONE, i)), sp.log(2)),
        (head("limit", i, number(0), div(fn("sin", i), i), datum=""), 1),
        (head("derivative", power(t, TWO), t, datum="total"), 2 * sp.Symbol("t", positive=True)),
        (head("root", number(8), number(3)), 2),
        (head("determinant", head("matrix", ONE, TWO, number(3), number(4), datum=(2, 2))), -2),
        (head("trace", head("tabulate", i, ONE, number(3), j, ONE, number(3), mul(i, j))), 14),
        (head("piecewise", ONE, head("compare", t, number(0), datum=">"), TWO), 1),
        (fn("sigmoid", number(0)), sp.Rational(1, 2)),
        (fn("log", number(8), TWO), 3),
        (head("binomial", number(5), TWO), 10),
        (head("abs", neg(t)), sp.Symbol("t", positive=True)),
        (head("apply", head("lambda", i, power(i, TWO)), number(3)), 9),
        (power(constant("e"), mul(constant("i"), constant("pi"))), -1),
    ],
)  # fmt: skip
def test_values(node: Expr, value: object) -> None:
    made = to_sympy(node, DECLARED)
    assert sp.simplify(made.doit() - value) == 0


def test_matrices_keep_their_order_and_size() -> None:
    big, small = sp.MatrixSymbol("A", *[sp.Symbol("n", integer=True, positive=True)] * 2), to_sympy(x, DECLARED)
    form = to_sympy(mul(head("transpose", x), A, x), DECLARED)
    assert form == small.T * big * small
    assert form.shape == (1, 1)
    assert to_sympy(mul(A, head("transpose", A)), DECLARED) == big * big.T
    slope = to_sympy(head("gradient", mul(head("transpose", x), A, x), x), DECLARED)
    assert sp.expand(slope.doit() - (big * small + big.T * small)).doit() == sp.ZeroMatrix(*small.shape)


def test_families_and_functions() -> None:
    assert to_sympy(head("item", name("a"), i), DECLARED) == sp.IndexedBase("a")[sp.Symbol("i", real=True)]
    assert to_sympy(head("apply", f, t), DECLARED) == sp.Function("f")(sp.Symbol("t", positive=True))
    assert (
        to_sympy(head("item", x, ONE), DECLARED)
        == sp.MatrixSymbol("x", sp.Symbol("n", integer=True, positive=True), 1)[0, 0]
    )


@pytest.mark.parametrize(
    "node",
    [head("rank", A), head("pseudoinverse", A), name("X"), head("argmax", i, i), fn("softmax", x), head("norm", A,
    datum="2"),
     head("expect", t, datum=""), add(x, A), head("gradient", head("item", x, ONE), x), div(t, A), head("vec", A)],
)  # fmt: skip
def test_says_what_sympy_lacks(node: Expr) -> None:
    with pytest.raises(NotInSympy, match=r"\w"):
        to_sympy(node, DECLARED)

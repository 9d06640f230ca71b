"""The reference evaluator agrees with values worked out by hand, and with identities that hold."""

from fractions import Fraction

import pytest
from mpmath import mp, mpf

from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.shape import Shape
from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, name, neg, number, power
from tests.reference import NotEvaluable, close, evaluate

x, y, A, i, j, n, f = (name(key) for key in ("x", "y", "A", "i", "j", "n", "f"))
TWO = number(2)
POINT = {"x": ["3/7", "-6/7", "1"], "A": [["1/7", "2", "1/3"], ["1", "5/3", "0"], ["-1", "1/2", "4"]], "t": "1/3"}
t = name("t")


def head(which: str, *args: Expr, datum: object = None) -> Expr:
    return expr(which, args, datum)


def item(*args: Expr) -> Expr:
    return head("item", *args)


def same(left: Expr, right: Expr, point: dict[str, object] | None = None, **more: object) -> bool:
    given = POINT if point is None else point
    return close(evaluate(left, given, **more), evaluate(right, given, **more), 20)  # type: ignore[arg-type]


QUADRATIC = mul(head("transpose", x), A, x)
NORM = head("norm", x, datum="2")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (head("gradient", QUADRATIC, x), mul(add(A, head("transpose", A)), x)),
        (head("gradient", NORM, x), div(x, NORM)),
        (head("hessian", QUADRATIC, x), add(A, head("transpose", A))),
        (head("laplacian", QUADRATIC, x), mul(TWO, head("trace", A))),
        (head("jacobian", mul(A, x), x), A),
        (head("gradient", mul(A, x), x), head("transpose", A)),
        (head("divergence", mul(A, x), x), head("trace", A)),
        (head("gradient", head("determinant", A), A), mul(head("determinant", A), head("transpose", head("inverse",
        A)))),
        (head("gradient", head("trace", mul(A, A)), A), mul(TWO, head("transpose", A))),
        (head("derivative", head("derivative", fn("sin", t), t, datum="total"), t, datum="total"), neg(fn("sin", t))),
        (head("derivative", head("inverse", head("hadamard", A, t)), t, datum="total"),
         neg(mul(div(ONE, power(t, TWO)), head("inverse", A)))),
        (head("sum", i, ONE, number(3), power(item(x, i), TWO)), power(NORM, TWO)),
        (head("derivative", QUADRATIC, item(x, TWO), datum="partial"), item(mul(add(A, head("transpose", A)), x), TWO)),
        (head("tabulate", i, ONE, number(3), j, ONE, number(3), item(A, j, i)), head("transpose", A)),
        (head("vec", head("outer", x, x)), head("kronecker", x, x)),
        (head("integral", y, ZERO, t, power(y, TWO)), div(power(t, number(3)), number(3))),
        (head("limit", y, ZERO, div(add(ONE, neg(fn("cos", y))), power(y, TWO)), datum=""), number(Fraction(1, 2))),
        (head("mul", head("pseudoinverse", x), x), ONE),
        (head("rank", head("outer", x, x)), ONE),
        (head("apply", head("lambda", y, power(y, TWO)), t), number(Fraction(1, 9))),
        (head("piecewise", t, head("compare", t, ONE, datum=">"), neg(t)), neg(t)),
        (fn("sigmoid", t), div(fn("exp", t), add(ONE, fn("exp", t)))),
        (head("matrix", A, x, head("transpose", x), ONE, datum=(2, 2)), head("transpose", head("matrix",
        head("transpose", A), x, head("transpose", x), ONE, datum=(2, 2)))),
    ],
)  # fmt: skip
def test_identities(left: Expr, right: Expr) -> None:
    assert same(left, right)
    assert not same(left, mul(number(3), right))


def test_families_functions_and_definitions() -> None:
    family = Declaration("x", slots=1)
    point = {"x_1": "1/2", "x_2": "1/3", "x_3": "3", "f": lambda v: v**3}
    total = head("sum", i, ONE, n, item(x, i))
    assert close(evaluate(total, point, {"n": 3}, [family]), mpf(23) / 6)
    slope = head("derivative", total, item(x, TWO), datum="partial")
    assert close(evaluate(slope, point, {"n": 3}, [family]), mpf(1))
    applied = head("derivative", head("apply", f, item(x, ONE)), item(x, ONE), datum="partial")
    assert close(evaluate(applied, point, {}, [family]), mpf(3) / 4)
    square = Declaration("g", Kind.FUNCTION, arity=1, value=power(name("v"), TWO), params=("v",))
    assert close(evaluate(head("apply", name("g"), number(5)), {}, {}, [square]), mpf(25))


def test_zero_based_entries() -> None:
    declared = Declaration("x", shape=Shape(3, 1), base=0)
    assert close(evaluate(item(x, ZERO), POINT, {}, [declared]), mpf(3) / 7)


def test_random_variables() -> None:
    declared = [Declaration("X", Kind.RANDOM), Declaration("Y", Kind.RANDOM)]
    point = {"X": ["1", "2", "4"], "Y": ["1", "1", "0"], "P": ["1/2", "1/3", "1/6"]}
    a, b = name("X"), name("Y")
    square = head("expect", power(a, TWO), datum="")
    variance = add(square, neg(power(head("expect", a, datum=""), TWO)))
    assert same(head("variance", a, datum=""), variance, point, declarations=declared)
    tower = head("expect", head("expect", a, b, datum=""), datum="")
    assert same(tower, head("expect", a, datum=""), point, declarations=declared)
    event = head("compare", b, ONE, datum="=")
    assert close(evaluate(head("expect", a, event, datum=""), point, {}, declared), mpf(7) / 5)


def test_independent_groups_multiply() -> None:
    declared = [Declaration("X", Kind.RANDOM, group="a"), Declaration("Y", Kind.RANDOM, group="b")]
    point = {
        "X": ["1", "2"],
        "Y": ["3", "-1"],
        "P[a]": ["1/2", "1/2"],
        "P[b]": ["1/4", "3/4"],
        "P_q[a]": ["0", "1"],
        "P_q[b]": ["1", "0"],
    }
    a, b = name("X"), name("Y")
    split = mul(head("expect", a, datum=""), head("expect", b, datum=""))
    assert same(head("expect", mul(a, b), datum=""), split, point, declarations=declared)
    assert close(evaluate(head("expect", mul(a, b), datum="q"), point, {}, declared), mpf(6))
    assert close(evaluate(head("covariance", a, b, datum=""), point, {}, declared), mpf(0))
    assert close(evaluate(head("variance", add(a, b), datum=""), point, {}, declared), mpf(13) / 4)


def test_independent_members() -> None:
    declared = [Declaration("X", Kind.RANDOM, slots=1, group="iid")]
    point = {"X_1": ["1", "2"], "X_2": ["1", "2"], "P[iid[1]]": ["1/2", "1/2"], "P[iid[2]]": ["1/2", "1/2"]}
    first, second = item(name("X"), ONE), item(name("X"), TWO)
    assert close(evaluate(head("covariance", first, second, datum=""), point, {}, declared), mpf(0))
    assert close(evaluate(head("variance", first, datum=""), point, {}, declared), mpf(1) / 4)


def test_solved_points_are_approximate() -> None:
    assert close(evaluate(t, {"t": "≈ 0.333333"}), mpf(1) / 3, 5)
    assert close(evaluate(head("norm", x, datum="1"), {"x": "≈ (0.5, -1.25)"}), mpf(7) / 4)


def test_precision_and_complex_points() -> None:
    with mp.workdps(50):
        assert abs(evaluate(constant("pi"), {}, digits=40) - mp.pi) < mpf(10) ** -45
    assert close(evaluate(power(t, TWO), {"t": "1/2+1/2i"}), mp.mpc(0, mpf(1) / 2))


@pytest.mark.parametrize(
    "node",
    [div(ONE, ZERO), name("missing"), head("sum", i, ONE, constant("infinity"), i), item(x, number(4)), mul(A, A,
    head("transpose", x)),
     head("argmax", y, y), head("trace", x), head("opaque", datum="O(n)")],
)  # fmt: skip
def test_no_value(node: Expr) -> None:
    with pytest.raises(NotEvaluable):
        evaluate(node, POINT)

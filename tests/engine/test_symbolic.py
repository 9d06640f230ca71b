"""What sympy derives, and what it must not be believed."""

from __future__ import annotations

import pytest

from mathlint.engine import decide
from mathlint.engine.symbolic import derive
from mathlint.engine.verdict import Proved, Supported
from mathlint.expr.obligation import Declaration, Kind, Obligation, Trait
from mathlint.expr.tree import ONE, Expr, add, constant, div, expr, fn, mul, name, neg, number, power

x, y, a, k, n = (name(key) for key in "xyakn")
INFINITY = constant("infinity")
REAL = tuple(Declaration(key) for key in "axy")


def total(low: Expr, high: Expr, body: Expr) -> Expr:
    return expr("sum", (k, low, high, body))


def limit(target: Expr, body: Expr, side: str = "") -> Expr:
    return expr("limit", (x, target, body), side)


def integral(low: Expr, high: Expr, body: Expr) -> Expr:
    return expr("integral", (x, low, high, body))


def asked(left: Expr, right: Expr, *declarations: Declaration, known: bool = False, **fields: object) -> str | None:
    return derive(Obligation(left, "=", right, declarations, **fields), known)  # type: ignore[arg-type]


BASEL = total(ONE, INFINITY, div(ONE, power(k, number(2))))
SINC = limit(number(0), div(fn("sin", x), x))
GAUSS = integral(neg(INFINITY), INFINITY, fn("exp", neg(mul(a, power(x, number(2))))))
POSITIVE = Declaration("a", traits=frozenset({Trait.POSITIVE}))
TRUE = [
    (BASEL, div(power(constant("pi"), number(2)), number(6)), (), "sympy: a sum"),
    (SINC, ONE, (), "sympy: a limit"),
    (GAUSS, expr("root", (div(constant("pi"), a), number(2))), (POSITIVE,), "sympy: an integral"),
    (
        total(ONE, n, power(k, number(3))),
        power(div(mul(n, add(n, ONE)), number(2)), number(2)),
        (Declaration("n", traits=frozenset({Trait.INTEGER})),),
        "sympy: a sum",
    ),
    (power(add(x, y), number(2)), add(power(x, number(2)), mul(number(2), x, y), power(y, number(2))), REAL, "sympy"),
]


@pytest.mark.parametrize(("left", "right", "declarations", "how"), TRUE)
def test_identities_are_derived(left: Expr, right: Expr, declarations: tuple[Declaration, ...], how: str) -> None:
    assert asked(left, right, *declarations) == how


@pytest.mark.parametrize(("left", "right", "declarations", "how"), TRUE)
def test_none_of_them_tripled_or_shifted(
    left: Expr, right: Expr, declarations: tuple[Declaration, ...], how: str
) -> None:
    for known in (False, True):
        assert asked(left, mul(number(3), right), *declarations, known=known) is None
        assert asked(left, add(right, ONE), *declarations, known=known) is None


def test_an_assumption_of_the_page_counts() -> None:
    root = expr("root", (power(a, number(2)), number(2)))
    assert asked(root, a, POSITIVE) == "sympy"
    assert asked(root, a, Declaration("a")) is None


def test_definitions_are_put_in() -> None:
    f = Declaration("f", kind=Kind.FUNCTION, arity=1, value=div(ONE, add(ONE, power(y, number(2)))), params=("y",))
    applied = expr("apply", (name("f"), x))
    assert asked(integral(neg(INFINITY), INFINITY, applied), constant("pi"), f) == "sympy: an integral"
    assert asked(integral(neg(INFINITY), INFINITY, applied), number(3), f) is None


def test_definitions_without_an_end_derive_nothing() -> None:
    circle = (Declaration("x", value=add(y, ONE)), Declaration("y", value=add(x, neg(ONE))))
    assert asked(x, x, *circle) is None


def test_zero_on_both_sides_derives_nothing() -> None:
    nothing = add(x, neg(x))
    assert asked(nothing, mul(number(2), add(y, neg(y))), *REAL, known=True) is None
    assert asked(nothing, number(0), *REAL) == "sympy"


def test_a_notion_that_is_only_named_is_no_constant() -> None:
    density = expr("opaque", (), "p(x)")
    derivative = expr("derivative", (density, x), "total")
    assert asked(derivative, number(0), *REAL, known=True) is None


def test_a_matrix_product_keeps_its_order() -> None:
    from mathlint.expr.shape import Shape

    A, B = (Declaration(key, shape=Shape("n", "n")) for key in "AB")
    product = mul(name("A"), name("B"))
    swapped = mul(name("B"), name("A"))
    transposed = mul(expr("transpose", (name("B"),)), expr("transpose", (name("A"),)))
    assert asked(expr("transpose", (product,)), transposed, A, B, known=True) == "sympy"
    assert asked(product, swapped, A, B, known=True) is None


@pytest.mark.parametrize(
    "known",
    [{"assumptions": (expr("compare", (expr("abs", (x,)), ONE), "<"),)}, {"traits": frozenset({Trait.UNIT_INTERVAL})}],
)
def test_a_series_inside_its_disc(known: dict[str, object]) -> None:
    declared = Declaration("x", traits=known.pop("traits", frozenset()))  # type: ignore[arg-type]
    series = add(ONE, mul(x, total(number(0), INFINITY, power(x, k))))
    closed = div(ONE, add(ONE, neg(x)))
    assert asked(series, closed, declared, **known) == "sympy: a sum"
    assert asked(series, mul(number(3), closed), declared, **known) is None
    assert asked(series, closed, Declaration("x")) is None, "outside of it the series has no value"


def test_gradients_by_a_vector() -> None:
    from mathlint.expr.shape import Shape

    A = Declaration("A", shape=Shape("n", "n"))
    v = Declaration("v", shape=Shape("n", 1))
    form = mul(expr("transpose", (name("v"),)), name("A"), name("v"))
    gradient = expr("gradient", (form, name("v")))
    wanted = mul(add(name("A"), expr("transpose", (name("A"),))), name("v"))
    assert asked(gradient, wanted, A, v, known=True) == "sympy: a derivative"
    assert asked(gradient, mul(number(2), name("A"), name("v")), A, v, known=True) is None
    assert asked(gradient, mul(number(3), wanted), A, v, known=True) is None


def test_a_product_with_one_entry_is_a_number() -> None:
    from mathlint.expr.shape import Shape

    declared = (
        Declaration("A", shape=Shape("m", "n")),
        *(Declaration(k, shape=Shape(k_, 1)) for k, k_ in ("bm", "vn")),
    )
    A, b, v = name("A"), name("b"), name("v")

    def t(node: Expr) -> Expr:
        return expr("transpose", (node,))

    residual = add(mul(A, v), neg(b))
    square = mul(t(residual), residual)
    expanded = add(mul(t(v), t(A), A, v), neg(mul(number(2), t(b), A, v)), mul(t(b), b))
    norm = power(expr("norm", (residual,), "2"), number(2))
    for one, other in ((square, expanded), (norm, square), (norm, expanded)):
        assert asked(one, other, *declared, known=True) == "sympy"
        assert asked(one, mul(number(3), other), *declared, known=True) is None
    wrong = add(mul(t(v), t(A), A, v), neg(mul(t(b), A, v)), mul(t(b), b))
    assert asked(square, wrong, *declared, known=True) is None
    assert asked(mul(t(v), A, v), mul(t(v), t(A), v), Declaration("A", shape=Shape("n", "n")), declared[2], known=True)


def test_a_condition_that_nothing_meets_is_no_domain() -> None:
    never = expr("compare", (power(x, number(2)), number(0)), "<")
    assert asked(mul(number(2), x), add(x, x), *REAL) == "sympy"
    assert asked(mul(number(2), x), add(x, x), *REAL, assumptions=(never,)) is None


def test_other_relations_are_not_asked() -> None:
    assert derive(Obligation(x, "<", add(x, ONE), REAL)) is None


def test_what_it_derives_the_engine_does_not_refute() -> None:
    for left, right, declarations, _ in TRUE:
        verdict = decide(Obligation(left, "=", right, declarations))
        assert isinstance(verdict, Proved | Supported), verdict

"""Densities on random tables: what holds for all of them, for independent names only, and for none."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mathlint.engine.decide import Budget, decide
from mathlint.engine.evaluate import Evaluator, Meter
from mathlint.engine.problem import prepare
from mathlint.engine.rings import Balls
from mathlint.engine.sample import Draw
from mathlint.engine.tables import Meaning, density, tables_of
from mathlint.engine.verdict import Reason, Refuted, Supported, Undecided
from mathlint.expr.density import density_of
from mathlint.expr.obligation import Declaration, Obligation
from mathlint.expr.tree import Expr, add, div, expr, mul, name, number

X, Y, Z = name("x"), name("y"), name("z")


def p(over: str, *given: str, measure: str = "p") -> Expr:
    bar = "|" + ",".join(given) if given else ""
    return expr("opaque", tuple(map(name, (*over.split(","), *given))), f"{measure}({over}{bar})")


def event(text: str) -> Expr:
    return expr("opaque", (), f"P({text})")


def obligation(left: Expr, right: Expr) -> Obligation:
    free = sorted(k for k in left.free | right.free if "#" not in k)
    return Obligation(left, "=", right, tuple(Declaration(k) for k in free))


def over(variable: str, body: Expr) -> Expr:
    return expr("sum_over", (name(variable), expr("opaque", (), f"set of {variable[0]}"), body))


X1 = "x#1"
JOINT = expr("opaque", (name(X1), Y), "p(x,y)")
TRUE = [
    (p("x", "y"), div(mul(p("y", "x"), p("x")), p("y"))),
    (p("x,y,z"), mul(p("x", "y", "z"), p("y", "z"), p("z"))),
    (over(X1, JOINT), p("y")),
    (add(event("A\\capB"), event("A\\cupB")), add(p("A", measure="P"), p("B", measure="P"))),
    (event("A\\setminusB"), add(event("A\\cup(B)"), mul(number(-1), p("B", measure="P")))),
]
FALSE = [
    (p("x", "y"), div(mul(p("y", "x"), p("x")), p("x"))),
    (over(X1, JOINT), p("z")),
    (event("A\\cupB"), add(p("A", measure="P"), p("B", measure="P"))),
]
INDEPENDENT = [(p("x,y"), mul(p("x"), p("y"))), (p("x", "y", "z"), p("x", "z"))]


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_what_holds_for_every_table(left: Expr, right: Expr) -> None:
    assert isinstance(decide(obligation(left, right), Budget()), Supported)


@pytest.mark.parametrize(("left", "right"), TRUE)
def test_what_holds_fails_when_it_is_tripled(left: Expr, right: Expr) -> None:
    assert isinstance(decide(obligation(left, mul(number(3), right)), Budget()), Refuted)


@pytest.mark.parametrize(("left", "right"), FALSE)
def test_what_holds_for_no_table(left: Expr, right: Expr) -> None:
    assert isinstance(decide(obligation(left, right), Budget()), Refuted)


@pytest.mark.parametrize(("left", "right"), INDEPENDENT)
def test_what_holds_for_independent_names_only(left: Expr, right: Expr) -> None:
    verdict = decide(obligation(left, right), Budget())
    assert isinstance(verdict, Undecided)
    assert verdict.reason is Reason.CONTEXT


def test_two_measures_are_two_tables() -> None:
    assert not isinstance(decide(obligation(p("x"), p("x", measure="q")), Budget()), Supported)


@pytest.mark.parametrize("meaning", [Meaning(), Meaning(alike=True)])
def test_a_table_adds_up_to_one(meaning: Meaning) -> None:
    cells = [expr("opaque", (number(k),), "p(x=)") for k in range(2)]
    rest = expr("opaque", (number(7),), "p(x=)")
    problem = prepare(obligation(add(*cells, rest), number(1)))
    tables = tables_of(problem, meaning)
    assert tables is not None
    ev = Evaluator(Balls(), Draw(problem, 0), Meter(10**6, 10.0, 100))
    total = sum((density(ev, tables, c) for c in (*cells, rest)), Fraction(0))
    assert 0 < total < 1, "three of four outcomes"


@pytest.mark.parametrize("text", ["P(X+Y=)", "P(X>)", "p(x_1,\\ldots,x_n)", "O(n)", "p(A\\subsetB)", "set of x"])
def test_what_is_no_plain_density(text: str) -> None:
    assert density_of(expr("opaque", (X,), text)) is None


def test_a_subscript_that_repeats_the_names_says_nothing() -> None:
    plain, marked = (density_of(expr("opaque", (X,), t)) for t in ("p(x)", "p_{X}(x)"))
    other = density_of(expr("opaque", (X,), "p_{\\theta}(x)"))
    assert plain is not None and marked is not None and other is not None
    assert plain.measure == marked.measure != other.measure

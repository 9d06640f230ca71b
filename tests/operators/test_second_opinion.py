"""Two evaluators that share no code give every expression the same value at the point of a witness."""

from __future__ import annotations

import contextlib
import re

import mpmath
import pytest

from mathlint.engine import decide
from mathlint.engine.verdict import Proved as Exactly
from mathlint.engine.verdict import Reason, Refuted, Supported, Undecided
from mathlint.expr.obligation import Obligation
from mathlint.expr.spec import check
from mathlint.expr.tree import HEADS, Expr, add, mul, number
from mathlint.operators.latex import to_latex
from mathlint.operators.sympy_form import NotInSympy, to_sympy
from mathlint.syntax import parse
from tests.operators.zoo import EXPRESSIONS, Grower, declared
from tests.reference import evaluate
from tests.reference_values import entries

NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")
NO_VALUE = {
    "decimal", "zeros", "opaque", "plusminus", "sum_over", "product_over", "integral_over", "antiderivative", "limit",
    "argmax", "argmin", "extremum", "growth",
}  # fmt: skip
"""Heads whose values are intervals, abstract, or only estimated: they are tested by what the engine says of steps."""


def agrees(node: Expr, digits: int) -> bool | None:
    """Whether the values agree at the witness against three times the expression; None if there is no witness."""
    obligation = Obligation(node, "=", mul(number(3), node), declared(node))
    verdict = decide(obligation)
    if not isinstance(verdict, Refuted):
        assert isinstance(verdict, Undecided), verdict
        assert verdict.reason in (Reason.VACUOUS, Reason.NO_DOMAIN), verdict
        return None
    witness = verdict.witness
    value = evaluate(node, witness.point, witness.dims, obligation.declarations, digits)
    left = [mpmath.mpf(found) for found in NUMBER.findall(witness.left)]
    right = [mpmath.re(entry) for entry in entries(value)]
    return len(left) == len(right) and all(
        abs(p - q) <= 2e-5 * max(abs(p), abs(q)) + 1e-20 for p, q in zip(left, right, strict=True)
    )


def test_the_zoo_holds_every_head() -> None:
    found = {node.head for e in EXPRESSIONS for node in e.walk()}
    assert found == set(HEADS) - NO_VALUE


@pytest.mark.parametrize("node", EXPRESSIONS, ids=lambda node: repr(node)[:70])
def test_each_expression(node: Expr) -> None:
    assert check(node) == []
    assert agrees(node, 20)


@pytest.mark.parametrize("node", EXPRESSIONS, ids=lambda node: repr(node)[:70])
def test_twice_is_the_sum_of_two(node: Expr) -> None:
    twice = Obligation(add(node, node), "=", mul(number(2), node), declared(node))
    assert isinstance(decide(twice), Exactly | Supported)


@pytest.mark.parametrize("seed", range(8))
def test_random_expressions(seed: int) -> None:
    grower, answers = Grower(seed), []
    for _ in range(12):
        node = grower.any(3)
        assert check(node) == []
        if node.size <= 40:
            answers.append(agrees(node, 15))
    assert False not in answers
    assert True in answers


@pytest.mark.parametrize("node", EXPRESSIONS, ids=lambda node: repr(node)[:70])
def test_what_is_printed_parses(node: Expr) -> None:
    assert parse(to_latex(node)).issues == ()


@pytest.mark.parametrize("seed", range(20))
def test_random_expressions_print_and_never_crash_sympy(seed: int) -> None:
    grower = Grower(100 + seed)
    for _ in range(10):
        node = grower.any(3)
        assert parse(to_latex(node)).issues == (), to_latex(node)
        with contextlib.suppress(NotInSympy):
            to_sympy(node, declared(node))


@pytest.mark.parametrize("node", EXPRESSIONS, ids=lambda node: repr(node)[:70])
def test_sympy_or_a_reason(node: Expr) -> None:
    with contextlib.suppress(NotInSympy):
        assert to_sympy(node, declared(node)) is not None

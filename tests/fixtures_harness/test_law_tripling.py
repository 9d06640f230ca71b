"""Law: a step that holds does not hold any more once its right side is tripled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mathlint.engine import decide
from mathlint.expr.tree import Expr, expr, mul, number
from tests.fixtures_harness.cases import Case, all_cases
from tests.fixtures_harness.checked import answer, claims_of


def is_zero(side: Expr) -> bool:
    """Is the side written as zero (a number, a matrix of zeros, a product with a zero in it)? Three times zero is zero."""
    if side.head == "zeros":
        return True
    if side.head == "mul":
        return any(is_zero(factor) for factor in side.args)
    if side.head == "matrix":
        return all(is_zero(entry) for entry in side.args)
    return side.head == "number" and side.datum == 0


def tripled(side: Expr) -> Expr:
    """Three times the side. A decimal is its rounded value: tripled, it is rounded as before."""
    if side.head == "decimal":
        value, ulp = side.datum
        return expr("decimal", (), (3 * value, ulp))
    return mul(number(3), side)


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_a_tripled_side_never_passes(case: Case) -> None:
    for judgement in claims_of(case.text):
        assert judgement.reading is not None
        obligation = judgement.reading.obligation
        if answer(judgement.verdict) != "holds" or obligation.relation not in ("=", "≈"):
            continue
        if is_zero(obligation.right) or is_zero(obligation.left):
            continue
        broken = decide(replace(obligation, right=tripled(obligation.right)))
        assert answer(broken) != "holds", f"{judgement.step.left} = 3·({judgement.step.right})"

"""Law: a refutation fails at its own witness, also under an evaluator that shares nothing with the engine."""

from __future__ import annotations

import pytest

from mathlint.engine.verdict import Conditional, Refuted
from tests.fixtures_harness.cases import Case, all_cases
from tests.fixtures_harness.checked import claims_of
from tests.reference import NotEvaluable, close, evaluate


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_a_witness_is_a_counterexample_elsewhere_too(case: Case) -> None:
    for judgement in claims_of(case.text):
        verdict = judgement.verdict
        if not isinstance(verdict, Refuted | Conditional) or judgement.reading is None:
            continue
        obligation, witness = judgement.reading.obligation, verdict.witness
        if obligation.relation not in ("=", "≈"):
            continue
        try:
            left, right = (
                evaluate(side, witness.point, witness.dims, obligation.declarations)
                for side in (obligation.left, obligation.right)
            )
        except NotEvaluable:
            continue
        assert not close(left, right, 20), f"{judgement.step.left} = {judgement.step.right} at {witness.point}"

"""Law: a step and the step with its sides exchanged have the same answer."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from mathlint.engine import decide
from mathlint.engine.growth import signs
from tests.fixtures_harness.cases import Case, all_cases
from tests.fixtures_harness.checked import answer, claims_of

TURNED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_swapping_the_sides_changes_no_answer(case: Case) -> None:
    for judgement in claims_of(case.text):
        assert judgement.reading is not None
        obligation = judgement.reading.obligation
        sides = (obligation.left, obligation.right)
        if any(True for s in sides for _ in signs(s)) or any(n.head == "growth" for s in sides for n in s.walk()):
            continue  # `n = O(n^2)` says nothing of what is no larger than n
        turned = replace(
            obligation,
            left=obligation.right,
            right=obligation.left,
            relation=TURNED.get(obligation.relation, obligation.relation),
        )
        assert answer(decide(turned)) == answer(decide(obligation)), judgement.step.left + " = " + judgement.step.right

"""True identities are never doubted, wrong ones are refuted, and nothing passes when its right side is tripled."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mathlint.engine import Budget, decide
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided
from mathlint.expr.tree import mul, number
from tests.engine.identities import IDENTITIES, Identity
from tests.engine.terms import claim

BUDGET = Budget(seconds=10)


@pytest.mark.parametrize("case", IDENTITIES, ids=lambda c: c.name)
def test_true_identities_hold(case: Identity) -> None:
    verdict = decide(claim(case.left, case.right, *case.more), BUDGET)
    assert isinstance(verdict, Proved | Supported), verdict


@pytest.mark.parametrize("case", IDENTITIES, ids=lambda c: c.name)
def test_wrong_twins_fall(case: Identity) -> None:
    verdict = decide(claim(case.left, case.wrong, *case.more), BUDGET)
    if case.estimated:
        # an estimate refutes only what neither leaps nor oscillates
        if not isinstance(verdict, Refuted):
            assert isinstance(verdict, Undecided) and verdict.reason is Reason.UNSUPPORTED, verdict
    elif case.needs:
        assert isinstance(verdict, Conditional) and verdict.assumption == case.needs, verdict
    else:
        assert isinstance(verdict, Refuted), verdict
        assert verdict.witness.left != verdict.witness.right


@pytest.mark.parametrize("case", IDENTITIES, ids=lambda c: c.name)
def test_nothing_passes_when_tripled(case: Identity) -> None:
    obligation = claim(case.left, case.right, *case.more)
    if obligation.right.head == "number" and obligation.right.datum == 0:
        pytest.skip("three times zero is zero")
    tripled = replace(obligation, right=mul(number(3), obligation.right))
    assert not isinstance(decide(tripled, BUDGET), Proved | Supported)

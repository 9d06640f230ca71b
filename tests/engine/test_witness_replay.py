"""Every refutation can be replayed: at its point an evaluator that shares nothing with the engine finds the same two values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from mpmath import mp

from mathlint.engine import Budget, decide
from mathlint.engine.verdict import Conditional, Refuted, Witness
from mathlint.expr.obligation import Kind, Obligation
from tests.engine.identities import DEFINED, EXACT
from tests.engine.planting import planted
from tests.engine.terms import claim
from tests.reference import NotEvaluable, close, evaluate
from tests.reference_values import Value, is_matrix

BUDGET = Budget(seconds=20)


def false_steps() -> list[tuple[str, Obligation]]:
    """The wrong twin of every identity, and of every second one a slip planted in its right side."""
    steps = [(case.name, claim(case.left, case.wrong, *case.more)) for case in (*EXACT, *DEFINED)]
    for turn, case in enumerate(EXACT[::2]):
        obligation = claim(case.left, case.right, *case.more)
        slips = planted(obligation.right, {d.name: d for d in obligation.declarations}, obligation.left.free)
        if slips:
            slip = slips[turn % len(slips)]
            steps.append((f"{case.name}: {slip.kind}", replace(obligation, right=slip.tree)))
    return [(name, o) for name, o in steps if all(d.kind is not Kind.FUNCTION for d in o.declarations)]


STEPS = false_steps()


def numbers(text: str) -> list[Any]:
    """The entries of a printed value: `1.5`, `(1, 2)` or `[1, 2; 3, 4]`."""
    return [mp.mpmathify(entry) for entry in text.strip("()[]").replace(";", ",").split(",")]


def entries(value: Value) -> list[Any]:
    return [value[i, j] for i in range(value.rows) for j in range(value.cols)] if is_matrix(value) else [value]


def replayed(obligation: Obligation, witness: Witness) -> tuple[Value, Value]:
    left, right = (
        evaluate(side, witness.point, witness.dims, obligation.declarations)
        for side in (obligation.left, obligation.right)
    )
    return left, right


def witness_of(obligation: Obligation) -> Witness | None:
    found = decide(obligation, BUDGET)
    return found.witness if isinstance(found, Refuted | Conditional) else None


def test_there_are_enough_false_steps() -> None:
    assert len(STEPS) >= 100
    assert sum(witness_of(obligation) is not None for _, obligation in STEPS) >= 90


@pytest.mark.parametrize("obligation", [o for _, o in STEPS], ids=[name for name, _ in STEPS])
def test_both_sides_have_the_values_that_are_printed(obligation: Obligation) -> None:
    witness = witness_of(obligation)
    if witness is None:
        pytest.skip("not refuted")
    try:
        left, right = replayed(obligation, witness)
    except NotEvaluable as error:
        pytest.skip(str(error))
    assert not close(left, right)
    for value, text in ((left, witness.left), (right, witness.right)):
        printed, found = numbers(text), entries(value)
        if len(printed) == len(found):
            assert all(abs(p - e) <= 1e-5 * abs(e) + mp.mpf("1e-20") for p, e in zip(printed, found, strict=True))
        else:
            assert all(abs(e) < 1e-9 for e in found), (text, found)


def test_most_witnesses_are_replayed() -> None:
    """The reference can evaluate nearly everything that the engine refutes."""
    count = total = 0
    for _, obligation in STEPS[::3]:
        witness = witness_of(obligation)
        if witness is None:
            continue
        total += 1
        try:
            count += not close(*replayed(obligation, witness))
        except NotEvaluable:
            continue
    assert count >= 0.9 * total >= 27

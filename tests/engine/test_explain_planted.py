"""How many planted slips are explained and mended, and in what time. The thresholds lie a little under what is measured."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from mathlint.engine import Budget, decide
from mathlint.engine.explain import Repair, explain
from mathlint.engine.repair_tree import put
from mathlint.engine.verdict import Proved, Refuted, Supported
from mathlint.expr.obligation import Declaration, Obligation
from tests.engine.identities import DEFINED, EXACT
from tests.engine.planting import planted
from tests.engine.terms import claim

EVERY = 5
"""One slip in so many is tried."""
SURE = ("sign", "factor", "name", "exponent", "function", "bound", "order", "inverse")
"""The kinds of slips that are undone by a single edit of the same kind."""


@dataclass(frozen=True)
class Outcome:
    identity: str
    kind: str
    obligation: Obligation
    repair: Repair | None
    seconds: float


def _outcomes() -> Iterator[Outcome]:
    for turn, case in enumerate((*EXACT, *DEFINED)):
        obligation = claim(case.left, case.right, *case.more)
        slips = planted(obligation.right, {d.name: d for d in obligation.declarations}, obligation.left.free)
        for slip in slips[turn % EVERY :: EVERY]:
            broken = replace(obligation, right=slip.tree)
            verdict = decide(broken)
            if isinstance(verdict, Refuted):
                start = time.process_time()
                repair = explain(broken, verdict.witness)
                yield Outcome(case.name, slip.kind, broken, repair, time.process_time() - start)


@cache
def outcomes() -> tuple[Outcome, ...]:
    return tuple(_outcomes())


def test_there_are_enough() -> None:
    assert len({o.identity for o in outcomes()}) >= 60
    assert len(outcomes()) >= 120


def test_most_are_explained() -> None:
    """90 % when this was written."""
    assert sum(o.repair is not None and o.repair.words is not None for o in outcomes()) >= 0.86 * len(outcomes())


def test_most_are_mended() -> None:
    """90 % when this was written."""
    assert sum(o.repair is not None and o.repair.whole is not None for o in outcomes()) >= 0.86 * len(outcomes())


@pytest.mark.parametrize("kind", SURE)
def test_plain_slips_are_nearly_always_mended(kind: str) -> None:
    found = [o for o in outcomes() if o.kind == kind]
    assert found
    assert sum(o.repair is not None and o.repair.whole is not None for o in found) >= 0.95 * len(found)


def test_every_edit_makes_the_step_hold_under_other_choices_too() -> None:
    for outcome in outcomes():
        repair = outcome.repair
        if repair is None or repair.node is None:
            continue
        mended = replace(
            outcome.obligation,
            right=put(outcome.obligation.right, repair.path, repair.node),
            declarations=(*outcome.obligation.declarations, Declaration("salt")),
        )
        assert isinstance(decide(mended, Budget(seconds=10)), Proved | Supported), (outcome.identity, repair)


def test_an_edit_has_its_words_and_its_text() -> None:
    for outcome in outcomes():
        repair = outcome.repair
        if repair is not None and repair.node is not None:
            assert repair.words
            assert repair.whole
            assert repair.replacement
            assert repair.replacement


def test_it_is_quick() -> None:
    """7 ms in the middle, 80 ms at most, when this was written."""
    times = sorted(o.seconds for o in outcomes())
    assert times[len(times) // 2] < 0.04
    assert times[-1] < 0.3


if __name__ == "__main__":
    kinds = Counter(o.kind for o in outcomes())
    mended = Counter(o.kind for o in outcomes() if o.repair is not None and o.repair.whole)
    for each, count in kinds.most_common():
        print(f"{each:16s} {mended[each]:4d} of {count}")

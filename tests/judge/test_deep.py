"""What a prover may change: an open step into one that holds, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from mathlint.elaborate.model import Block, Blockage
from mathlint.engine.verdict import SIDES_DIFFER, Proved, Reason, Refuted, Supported, Undecided, Verdict, Witness
from mathlint.expr.obligation import Obligation
from mathlint.judge import judge
from mathlint.judge.deep import OPEN, Effort

WITNESS = Witness({"a": "3/7"}, {}, "1", "2")


class Prover:
    """Derives everything, and remembers what it was asked."""

    def __init__(self, *names: str) -> None:
        self.names, self.asked = set(names), []  # type: ignore[var-annotated]

    def derive(self, obligation: Obligation, numbers_known: bool = False) -> str | None:
        self.asked.append((*sorted(obligation.left.free), numbers_known))
        return "pretended" if obligation.left.free <= self.names else None


def judged(desk: Any, effort: Effort | None) -> list[Verdict | None]:
    from mathlint.document.model import Document
    from mathlint.elaborate.model import Elaboration
    from mathlint.source import SourceFile

    document = Document(SourceFile("page.md", "\n" * 10 * (len(desk.steps) + 1)), ())
    elaboration = Elaboration(tuple(desk.steps))
    found = judge(document, elaboration, decide=lambda o: desk.orders[o], effort=effort)
    return [j.verdict for j in found.judgements]


@pytest.mark.parametrize("reason", OPEN)
def test_an_open_step_may_hold(desk: Any, reason: Reason) -> None:
    desk.step(desk.reading("a", "b", Undecided(reason, "a sum")))
    desk.step(desk.reading("c", "d", Undecided(reason, "a sum")))
    prover = Prover("a")
    assert judged(desk, Effort(prover, deep=True)) == [Proved("pretended"), Undecided(reason, "a sum")]
    assert prover.asked == [("a", False), ("c", False)]


@pytest.mark.parametrize(
    "verdict",
    [
        Refuted(WITNESS, "arb"),
        Supported(3, 30, "arb"),
        Proved("identical"),
        *(Undecided(reason) for reason in Reason if reason not in OPEN),
        Undecided(Reason.UNSUPPORTED, f"{SIDES_DIFFER} a numerical estimate"),
    ],
)
def test_no_other_verdict_is_asked_about(desk: Any, verdict: Verdict) -> None:
    desk.step(desk.reading("a", "b", verdict))
    prover = Prover("a")
    assert judged(desk, Effort(prover, deep=True)) == [verdict]
    assert prover.asked == []


def test_what_is_false_at_exact_values_stays_so(desk: Any) -> None:
    blocked = desk.reading(
        "a", "b", Refuted(WITNESS, "arb"), blocks=(Block(Blockage.CONTEXT, "a", "line 3 says more of `a`"),)
    )
    desk.step(blocked)
    prover = Prover("a")
    assert judged(desk, Effort(prover, deep=True)) == [Undecided(Reason.CONTEXT, "line 3 says more of `a`")]
    assert prover.asked == []


def test_a_reading_in_doubt_is_not_asked_about(desk: Any) -> None:
    blocks = (Block(Blockage.CONTEXT, "a", "a definition from another place was used", firm=True),)
    desk.step(desk.reading("a", "b", Undecided(Reason.NO_DOMAIN), blocks=blocks))
    prover = Prover("a")
    assert judged(desk, Effort(prover, deep=True)) == [Undecided(Reason.NO_DOMAIN)]
    assert prover.asked == []


def test_readings_are_asked_about_in_their_order_until_one_holds(desk: Any) -> None:
    open_ = Undecided(Reason.NO_DOMAIN)
    desk.step(*(desk.reading(key, "z", open_) for key in "abc"))
    prover = Prover("b", "c")
    assert judged(desk, Effort(prover, deep=True)) == [Proved("pretended")]
    assert prover.asked == [("a", False), ("b", False)]


def test_agreement_may_be_proved_and_only_that(desk: Any) -> None:
    verdicts = [Supported(3, 30), Supported(3, 30), Refuted(WITNESS, "arb"), Undecided(Reason.BUDGET)]
    for key, verdict in zip("abcd", verdicts, strict=True):
        desk.step(desk.reading(key, "z", verdict))
    prover = Prover("a", "c", "d")
    assert judged(desk, Effort(prover, prove=True)) == [Proved("pretended"), *verdicts[1:]]
    assert prover.asked == [("a", True), ("b", True)]


def test_nothing_is_asked_unless_it_is_wanted(desk: Any) -> None:
    desk.step(desk.reading("a", "b", Undecided(Reason.BUDGET)))
    desk.step(desk.reading("c", "d", Supported(3, 30)))
    prover = Prover("a", "c")
    judged(desk, Effort(prover))
    judged(desk, None)
    assert prover.asked == []

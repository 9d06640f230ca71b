"""What the steps of a file say about each other: conventions, the brakes, errors reported once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mathlint.elaborate.model import Reading, Strength
from mathlint.engine.verdict import Conditional, Reason, Refuted, Supported, Undecided, Witness
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import add, number
from mathlint.judge.brakes import MISREAD_CHAIN, MISREAD_FILE, MISREAD_SECTION
from mathlint.judge.model import Pattern, Weight
from mathlint.source import Span

FALSE = Refuted(Witness({}, {}))
HOLDS = Supported(3, 30)
OPEN = Undecided(Reason.UNSUPPORTED)


def logarithms(desk: Any, base_e: Any, base_2: Any) -> None:
    number_of = len(desk.steps)
    desk.step(
        desk.reading("a", f"e{number_of}", base_e, choices=("log base: e",)),
        desk.reading("a", f"b{number_of}", base_2, choices=("log base: 2",)),
    )


def test_a_convention_is_settled_by_the_steps_that_need_it(desk: Any) -> None:
    logarithms(desk, FALSE, HOLDS)
    logarithms(desk, FALSE, HOLDS)
    logarithms(desk, OPEN, FALSE)
    logarithms(desk, HOLDS, HOLDS)
    verdicts = [j.verdict for j in desk.judged().judgements]
    assert verdicts == [HOLDS, HOLDS, FALSE, HOLDS]
    assert desk.judged().judgements[2].reading.choices == ("log base: 2",)


def test_a_disputed_convention_closes_no_reading(desk: Any) -> None:
    logarithms(desk, FALSE, HOLDS)
    logarithms(desk, FALSE, HOLDS)
    logarithms(desk, HOLDS, FALSE)
    logarithms(desk, OPEN, FALSE)
    assert [j.verdict for j in desk.judged().judgements] == [HOLDS, HOLDS, HOLDS, OPEN]


def test_a_chain_that_comes_out_false_throughout_was_misread(desk: Any) -> None:
    for term in range(4):
        desk.step(desk.reading(f"t{term}", f"t{term + 1}", HOLDS if term == 3 else FALSE), chain=99)
    desk.filler(40)
    told = desk.judged().judgements[:4]
    assert [j.verdict for j in told] == [MISREAD_CHAIN] * 3 + [HOLDS]
    assert [j.pattern for j in told[:3]] == [Pattern.MISREAD] * 3


def test_one_wrong_middle_term_is_one_error(desk: Any) -> None:
    desk.step(desk.reading("a", "b", FALSE), chain=99)
    desk.step(desk.reading("b", "c", FALSE), chain=99)
    desk.orders[desk.reading("a", "c").obligation] = HOLDS
    first, second = desk.judged().judgements
    assert (first.pattern, first.weight) == (Pattern.SLIP, Weight.ERROR)
    assert (second.pattern, second.weight) == (Pattern.FOLLOWS, Weight.INFO)


def test_two_errors_in_a_row_are_two(desk: Any) -> None:
    desk.step(desk.reading("a", "b", FALSE), chain=99)
    desk.step(desk.reading("b", "c", FALSE), chain=99)
    assert [j.weight for j in desk.judged().judgements] == [Weight.ERROR, Weight.ERROR]


def test_a_sum_that_goes_on_behind_the_equality_is_a_run_on(desk: Any) -> None:
    right = add(number(114345), number(1))
    for left, other, verdict in ((number(16335), right, FALSE), (right, number(114346), HOLDS)):
        obligation = Obligation(left, "=", other)
        desk.orders[obligation] = verdict
        desk.step(Reading((), obligation), chain=99)
    desk.orders[Obligation(number(16335), "=", number(114345))] = HOLDS
    desk.steps[0] = replace(desk.steps[0], strength=Strength.WEAK)
    told = desk.judged().judgements[0]
    assert (told.pattern, told.weight) == (Pattern.RUN_ON, Weight.WARNING)


def test_more_than_one_alarm_for_ten_claims_is_softened(desk: Any) -> None:
    for error in range(3):
        desk.step(desk.reading(f"a{error}", "b", FALSE))
    desk.filler(26)
    softened = desk.judged().judgements[:3]
    assert [j.weight for j in softened] == [Weight.INFO] * 3
    assert softened[0].notes == (MISREAD_FILE,)
    desk.filler(1)
    assert [j.weight for j in desk.judged().judgements[:3]] == [Weight.ERROR] * 3


def test_a_small_file_may_raise_its_alarm(desk: Any) -> None:
    desk.step(desk.reading("a", "b", FALSE))
    desk.filler(4)
    assert desk.judged().judgements[0].weight is Weight.ERROR


def test_a_section_that_was_not_read_is_softened(desk: Any) -> None:
    desk.step(desk.reading("a", "b", FALSE), section=2)
    desk.step(desk.reading("a", "c", FALSE), section=3)
    quiet, loud = desk.judged(sections_unread=frozenset({2})).judgements
    assert (quiet.weight, quiet.notes) == (Weight.INFO, (MISREAD_SECTION,))
    assert loud.weight is Weight.ERROR


@pytest.mark.parametrize(
    "formula, sentence, wanted",
    [
        ("$A$", "Let A be an n×n matrix.", Weight.WARNING),
        (r"A \in R", r"A \in R", Weight.WARNING),
        ("$A$", "Then A is nice.", Weight.INFO),
        ("$A_1$", "Let A_1 be a matrix.", Weight.INFO),
        ("$x$", "Let x be a vector.", Weight.INFO),
    ],
)
def test_holds_only_if_is_a_warning_when_the_page_declares_the_object(
    desk: Any, formula: str, sentence: str, wanted: Weight
) -> None:
    desk.text = formula
    desk.filler(1)
    desk.step(desk.reading("A", "b", Conditional("A is symmetric", Witness({}, {}))))
    assert desk.judged(understood=((Span(0, len(formula)), sentence),)).judgements[1].weight is wanted

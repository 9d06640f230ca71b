"""Too many alarms in one file are the reader's fault; many in one chain are one, and numbers cannot be misread."""

from __future__ import annotations

from typing import Any

from mathlint.elaborate.model import Reading
from mathlint.engine.verdict import Refuted, Supported, Witness
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import number
from mathlint.judge.brakes import MISREAD_FILE
from mathlint.judge.model import Weight

AT_A_POINT = Refuted(Witness({"x": "1"}, {}))


def weights(desk: Any) -> list[Weight]:
    return [j.weight for j in desk.judged().judgements]


def test_three_chains_with_alarms_slow_a_short_file_down(desk: Any) -> None:
    for letter in "abc":
        desk.step(desk.reading(f"{letter}1", f"{letter}2", AT_A_POINT))
    judged = desk.judged().judgements
    assert [j.weight for j in judged] == [Weight.INFO] * 3
    assert all(MISREAD_FILE in j.notes for j in judged)


def test_two_alarms_of_one_chain_count_once(desk: Any) -> None:
    desk.step(desk.reading("a1", "a2", AT_A_POINT))
    for left, right in (("b1", "b2"), ("b3", "b4")):
        desk.step(desk.reading(left, right, AT_A_POINT), chain=7)
    for left in ("b5", "b6"):
        desk.step(desk.reading(left, left + "s", Supported(3, 30)), chain=7)
    assert weights(desk)[:3] == [Weight.ERROR] * 3


def test_numbers_are_neither_counted_nor_softened(desk: Any) -> None:
    for letter in "abc":
        desk.step(desk.reading(f"{letter}1", f"{letter}2", AT_A_POINT))
    false = Obligation(number(2), "=", number(3))
    desk.orders[false] = Refuted(Witness({}, {}))
    desk.step(Reading((), false))
    assert weights(desk) == [Weight.INFO] * 3 + [Weight.ERROR]

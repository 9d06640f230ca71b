"""From several readings to one verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mathlint.elaborate.model import Block, Blockage, Impediment, Reading, Role, Strength
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided, Witness
from mathlint.expr.obligation import Declaration, Obligation, Rewrite
from mathlint.expr.tree import ONE, name
from mathlint.judge.combine import BARE, TRANSPOSED
from mathlint.judge.model import Weight

FALSE = Refuted(Witness({"a": "3/7"}, {}, "1", "2"))
OPEN = Undecided(Reason.UNSUPPORTED, "a sum over a set")
IF_SYMMETRIC = Conditional("a is symmetric", Witness({}, {}))


def test_the_first_reading_that_holds_is_meant(desk: Any) -> None:
    proved = desk.reading("a", "c", Proved("normal form"))
    desk.step(desk.reading("a", "b", FALSE), proved, desk.reading("a", "d", OPEN))
    (judgement,) = desk.judged().judgements
    assert judgement.verdict == Proved("normal form")
    assert judgement.reading == desk.steps[0].readings[1]
    assert len(desk.asked) == 2


@pytest.mark.parametrize(
    "verdicts, wanted",
    [
        ([FALSE, FALSE], FALSE),
        ([FALSE, OPEN], OPEN),
        ([FALSE, IF_SYMMETRIC], IF_SYMMETRIC),
        ([FALSE, Undecided(Reason.ILL_TYPED, "")], FALSE),
        ([Undecided(Reason.ILL_TYPED, "A is 2×3")], Undecided(Reason.ILL_TYPED, "A is 2×3")),
    ],
)
def test_false_only_if_false_in_every_reading(desk: Any, verdicts: list[Any], wanted: Any) -> None:
    desk.step(*(desk.reading("a", f"b{i}", verdict) for i, verdict in enumerate(verdicts)))
    (judgement,) = desk.judged().judgements
    assert judgement.verdict == wanted


@pytest.mark.parametrize("verdict", [FALSE, IF_SYMMETRIC])
def test_what_the_page_says_and_was_not_used_blocks_a_refutation(desk: Any, verdict: Any) -> None:
    unused = Block(Blockage.CONTEXT, "S", "line 12 speaks of S")
    blocks = (
        unused,
        Block(Blockage.UNKNOWN_SYMBOL, "s", "s is nowhere defined"),
    )
    desk.step(desk.reading("a", "b", verdict, blocks=blocks))
    (judgement,) = desk.judged().judgements
    assert judgement.verdict == Undecided(Reason.UNKNOWN_SYMBOL, "s is nowhere defined")
    assert judgement.weight is Weight.INFO


def test_a_block_does_not_touch_support(desk: Any) -> None:
    desk.step(desk.reading("a", "b", Supported(3, 30), blocks=(Block(Blockage.CONTEXT, "S", ""),)))
    assert desk.judged().judgements[0].verdict == Supported(3, 30)


def test_equal_up_to_transpose_is_a_question_of_layout(desk: Any) -> None:
    desk.step(desk.reading("a", "b", Refuted(Witness({}, {}, transposed=True))))
    assert desk.judged().judgements[0].verdict == TRANSPOSED


def test_an_impediment_is_the_reason(desk: Any) -> None:
    desk.step(impediment=Impediment("unread", "`{` is never closed"))
    desk.step(impediment=Impediment("no such reason", "…"))
    assert [j.verdict for j in desk.judged().judgements] == [
        Undecided(Reason.UNREAD, "`{` is never closed"),
        Undecided(Reason.INTERNAL, "…"),
    ]


def test_only_claims_have_verdicts(desk: Any) -> None:
    desk.step(desk.reading("a", "b", FALSE), role=Role.DEFINITION, strength=None)
    assert desk.judged().judgements[0].verdict is None
    assert desk.asked == []


def test_an_engine_that_fails_costs_one_step(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.step(desk.reading("a", "b", FALSE))
    monkeypatch.setattr(desk, "orders", None)
    verdict = desk.judged().judgements[0].verdict
    assert isinstance(verdict, Undecided)
    assert verdict.reason is Reason.INTERNAL


def test_the_same_obligation_is_decided_once(desk: Any) -> None:
    desk.step(desk.reading("a", "b", Supported(3, 30)))
    desk.step(desk.reading("a", "b"))
    desk.judged()
    assert len(desk.asked) == 1


@pytest.mark.parametrize(
    "fields, relation, wanted",
    [
        ({"strength": Strength.STRONG}, "=", Weight.ERROR),
        ({"strength": Strength.MEDIUM}, "=", Weight.ERROR),
        ({"strength": Strength.WEAK}, "=", Weight.INFO),
        ({"strength": Strength.STRONG, "recovered": True}, "=", Weight.INFO),
        ({"strength": Strength.STRONG}, "<=", Weight.INFO),
    ],
)
def test_how_loud_a_false_step_may_be(desk: Any, fields: dict[str, Any], relation: str, wanted: Weight) -> None:
    desk.step(desk.reading("a", "b", FALSE, relation=relation), **fields)
    assert desk.judged().judgements[0].weight is wanted


def test_a_fact_refutes_no_step_that_holds_without_it(desk: Any) -> None:
    reading = desk.reading("a", "b", Supported(3, 30))
    with_fact = replace(reading.obligation, rewrites=(Rewrite(name("a"), name("c")),))
    desk.orders[with_fact] = FALSE
    desk.step(replace(reading, obligation=with_fact))
    assert desk.judged().judgements[0].verdict == Supported(3, 30)


def test_a_reading_that_needs_an_unknown_name_is_far_fetched(desk: Any) -> None:
    exponent = Block(Blockage.UNKNOWN_SYMBOL, "T", "T is nowhere defined")
    desk.step(desk.reading("a", "b", FALSE), desk.reading("a", "T", FALSE, blocks=(exponent,)))
    desk.step(desk.reading("a", "T", FALSE, blocks=(exponent,)), desk.reading("a", "b", FALSE))
    desk.step(desk.reading("a", "c", FALSE), desk.reading("a", "T", FALSE, blocks=(replace(exponent, name="c"),)))
    assert [type(j.verdict) for j in desk.judged().judgements] == [Refuted, Undecided, Undecided]


def test_two_names_without_values_are_supposed_equal(desk: Any) -> None:
    for key, declarations, wanted in (
        ("a", (Declaration("a"), Declaration("b")), BARE),
        ("c", (Declaration("c", value=ONE),), FALSE),
    ):
        obligation = Obligation(name(key), "=", name("b"), declarations)
        desk.orders[obligation] = FALSE
        desk.step(Reading((), obligation))
        assert desk.judged().judgements[-1].verdict == wanted


@pytest.mark.parametrize(
    "left, wanted",
    [
        ("2 size_i - 1", Weight.INFO),
        ("cost + a", Weight.INFO),
        ("abc + a", Weight.ERROR),
        (r"\text{size} + \operatorname{Var} X", Weight.ERROR),
        (r"\begin{cases} a \end{cases} \alpha_i", Weight.ERROR),
        ("rate_1 + a", Weight.ERROR),
    ],
)
def test_letters_that_may_be_one_word_raise_no_alarm(desk: Any, left: str, wanted: Weight) -> None:
    desk.step(desk.reading("a", "b", FALSE, shown={"c": "rate"}), left=left)
    assert desk.judged().judgements[0].weight is wanted

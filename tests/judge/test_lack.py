"""The one thing that an undecided step lacks, in words."""

from __future__ import annotations

from typing import Any

import pytest

from mathlint.elaborate.model import Block, Blockage, Given, Impediment
from mathlint.engine.verdict import SIDES_DIFFER, Proved, Reason, Undecided
from mathlint.judge.lack import REASONS, in_the_way, lack
from mathlint.judge.model import Judgement
from mathlint.source import Span

LOOSE = "`s` stands on one side only, and nothing gives it a value"


def undecided(desk: Any, reason: Reason, detail: str = "", name: str = "", **fields: Any) -> Judgement:
    blocks = (Block(Blockage.UNKNOWN_SYMBOL, name, detail),) if name else ()
    reading = desk.reading("a", "b", blocks=blocks, given=fields.pop("given", ()))
    return Judgement(desk.step(reading, **fields), Undecided(reason, detail), reading)


@pytest.mark.parametrize(
    ("reason", "detail", "words"),
    [
        (Reason.UNSUPPORTED, "an order of growth", "mathlint cannot compute with an order of growth"),
        (Reason.UNSUPPORTED, f"{SIDES_DIFFER} an estimate", f"{SIDES_DIFFER} an estimate"),
        (Reason.NO_DOMAIN, "singular matrix", "no values could be tried: singular matrix"),
        (
            Reason.NO_DOMAIN,
            "log",
            "no values could be tried: `log` is not defined at those that were drawn",
        ),
        (Reason.ILL_TYPED, "a power of a vector", "the sizes do not fit: a power of a vector"),
        (Reason.VACUOUS, "both sides vanish", "that the sides agree shows nothing here: both sides vanish"),
        (Reason.CONTEXT, "line 3 says something", "line 3 says something"),
    ],
)
def test_it_is_a_sentence(desk: Any, reason: Reason, detail: str, words: str) -> None:
    assert lack(undecided(desk, reason, detail)) == words


@pytest.mark.parametrize("reason", list(Reason))
def test_there_is_always_something_to_say(desk: Any, reason: Reason) -> None:
    assert lack(undecided(desk, reason)) == REASONS[reason]


def test_a_step_that_is_decided_lacks_nothing(desk: Any) -> None:
    judgement = Judgement(desk.step(desk.reading("a", "b")), Proved("identical"))
    assert in_the_way(judgement) is None
    with pytest.raises(ValueError, match="decided"):
        lack(judgement)


def test_a_name_that_is_not_written_is_said_to_come_from_elsewhere(desk: Any) -> None:
    written = undecided(desk, Reason.UNKNOWN_SYMBOL, LOOSE, "s", left="s + t")
    assert lack(written) == LOOSE
    bound = undecided(desk, Reason.UNKNOWN_SYMBOL, LOOSE, "s", left="t", given=(Given(Span(0, 1), "t = 2 s"),))
    assert lack(bound) == "`s`, which comes in with `t = 2 s`, stands on one side only, and nothing gives it a value"
    bare = undecided(desk, Reason.UNKNOWN_SYMBOL, LOOSE, "s", left="t")
    assert lack(bare).startswith("`s`, which is not written but meant, stands on")


def test_a_name_that_is_written_on_both_sides_was_read_in_two_ways(desk: Any) -> None:
    twice = undecided(desk, Reason.UNKNOWN_SYMBOL, LOOSE, "s", left="s u", right=r"s\left(u\right)")
    assert lack(twice).startswith("`s` is one thing on the left side and another on the right")
    inside = undecided(desk, Reason.UNKNOWN_SYMBOL, LOOSE, "s", left="s u", right=r"\mass")
    assert lack(inside) == LOOSE


def test_steps_are_counted_under_what_they_share(desk: Any) -> None:
    assert in_the_way(undecided(desk, Reason.UNKNOWN_SYMBOL, LOOSE, "s")) == "no value for `s`"
    assert in_the_way(undecided(desk, Reason.CONTEXT, "line 3 says more of `s`", "s")) == "words about `s`"
    assert in_the_way(undecided(desk, Reason.UNSUPPORTED, "infinity as a value")) == "infinity as a value"
    impeded = undecided(desk, Reason.UNSUPPORTED, impediment=Impediment("unsupported", "`\\wp` of nothing", "\\wp"))
    assert in_the_way(impeded) == "the notation `\\wp`"
    for reason in (Reason.VACUOUS, Reason.ILL_TYPED, Reason.UNREAD):
        assert in_the_way(undecided(desk, reason, "something")) is None


def test_a_name_that_is_not_to_blame_is_not_named(desk: Any) -> None:
    reading = desk.reading("a", "b", blocks=(Block(Blockage.UNKNOWN_SYMBOL, "s", LOOSE),))
    judgement = Judgement(desk.step(reading), Undecided(Reason.UNSUPPORTED, "infinity as a value"), reading)
    assert in_the_way(judgement) == "infinity as a value"
    assert lack(judgement) == "mathlint cannot compute with infinity as a value"

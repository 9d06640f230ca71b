"""What is still undecided may follow from the equations before: the last stage, which only ever supports a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mathlint.engine.verdict import Reason, Undecided
from mathlint.judge.combine import Decide, holds
from mathlint.judge.model import Judgement

_OPEN: Final = frozenset(
    (Reason.UNKNOWN_SYMBOL, Reason.CONTEXT, Reason.NO_DOMAIN, Reason.UNSUPPORTED, Reason.ILL_TYPED, Reason.VACUOUS)
)
"""Reasons that what was said before may overcome. An ambiguous step is left alone: in one of its readings it may be false."""


def follow(
    judgements: Sequence[Judgement], supporting: Decide, found: frozenset[tuple[int, int] | None]
) -> list[Judgement]:
    """The judgements, those supported that an earlier equation gives. found: the steps in which a wrong name was found."""
    return [
        _followed(j, supporting) if _is_open(j) and (j.step.chain, j.step.link) not in found else j for j in judgements
    ]


def _is_open(judgement: Judgement) -> bool:
    verdict = judgement.verdict
    return isinstance(verdict, Undecided) and verdict.reason in _OPEN and judgement.reading is not None


def _followed(judgement: Judgement, supporting: Decide) -> Judgement:
    for reading in judgement.step.consequences:
        verdict = supporting(reading.obligation)
        if holds(verdict):
            return replace(judgement, verdict=verdict, reading=reading)
    return judgement

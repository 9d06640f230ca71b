"""Checks each note of the fixtures once for all tests of a run."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import mathlint
from mathlint.diagnostic import Report
from mathlint.elaborate.model import Role
from mathlint.engine.verdict import Conditional, Proved, Refuted, Supported, Verdict
from mathlint.judge.model import Judgement
from mathlint.pipeline import Reviewed, review
from mathlint.source import SourceFile


@cache
def report_of(text: str) -> Report:
    return mathlint.check(SourceFile("fixture.md", text))


@cache
def review_of(text: str) -> Reviewed:
    return review(SourceFile("fixture.md", text))


def claims_of(text: str) -> Iterator[Judgement]:
    """The claims of a note that have a reading."""
    for judgement in review_of(text).analysis.judgements:
        if judgement.step.role is Role.CLAIM and judgement.reading is not None:
            yield judgement


def answer(verdict: Verdict | None) -> str:
    """A verdict without how it was found: laws speak of answers."""
    match verdict:
        case Proved() | Supported():
            return "holds"
        case Refuted():
            return "false"
        case Conditional():
            return "conditional"
        case _:
            return "undecided"

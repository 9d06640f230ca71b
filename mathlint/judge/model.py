"""What is concluded of each step once all its readings have been decided. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from mathlint.document.model import Document
from mathlint.elaborate.model import Elaboration, Notice, Reading, Step
from mathlint.engine.verdict import Verdict
from mathlint.source import Span


class Weight(StrEnum):
    """How loudly a conclusion may be said."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Pattern(StrEnum):
    """What a false step is, beyond being false."""

    PLAIN = ""
    RUN_ON = "run-on"
    """`16335·7 = 114345 + 1`: the left side equals the beginning of the right, and the rest was added on the way."""
    SLIP = "slip"
    """The terms around the right side agree: only this one line is wrong."""
    FOLLOWS = "follows"
    """The wrong term was reported with the step before."""
    MISREAD = "misread"
    """So many steps around came out false that it is more likely to have been read wrongly."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong, in words: "the right side is 2 times the left"; and perhaps the edit that repairs it.

    replacement: LaTeX to put at `span`, verified to make the step hold; None if no single edit does.
    """

    words: str | None = None
    span: Span | None = None
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A step's conclusion. `verdict` is None exactly when the step is no claim.

    reading: the one the verdict speaks of (the first that holds, or the first refuted one).
    weight: for refuted and conditional steps, how loudly it may be said; notes: why it was softened, if it was.
    """

    step: Step
    verdict: Verdict | None
    reading: Reading | None = None
    weight: Weight = Weight.INFO
    explanation: Explanation | None = None
    notes: tuple[str, ...] = ()
    pattern: Pattern = Pattern.PLAIN


@dataclass(frozen=True)
class Analysis:
    """All that the rules see."""

    document: Document
    elaboration: Elaboration
    judgements: tuple[Judgement, ...]
    notices: tuple[Notice, ...] = field(default=())
    unparsed: tuple[tuple[int, Span, str], ...] = ()
    """What could not be parsed: the number of its block in the document, the place in the file, and the message."""

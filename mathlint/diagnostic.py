"""What a run found, as plain data: `Diagnostic`s, the steps that were looked at, and a `Report` for one file.

Everything a renderer needs is here, and nothing of how it was found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from mathlint.source import SourceFile, Span


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Label:
    """A remark about a place other than the finding's own."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `replacement` where `span` is."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class StepId:
    """Names a step of its file: the chain's number and the link's, both from 0."""

    chain: int
    link: int


Entry: TypeAlias = "str | list[Entry]"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Exact values that anyone can substitute by hand.

    point: exact rationals by name, as LaTeX writes it: "3/7", or a list of rows for a matrix.
    dims: sizes drawn for symbolic dimensions and integers. left, right: the two values, rounded, as text.
    reading: the choices under which the step was read, such as "log base: e".
    """

    point: Mapping[str, Entry]
    dims: Mapping[str, int]
    left: str
    right: str
    reading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `message` fits on a line; `labels`, `help` and `notes` are for the full text."""

    code: str
    name: str
    severity: Severity
    span: Span
    message: str
    labels: tuple[Label, ...] = ()
    help: str | None = None
    notes: tuple[str, ...] = ()
    step: StepId | None = None
    evidence: Evidence | None = None
    suggestion: Edit | None = None


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A step as it is reported. `verdict` is None exactly when `role` is not "claim"."""

    id: StepId
    left_span: Span
    relation_span: Span
    right_span: Span
    left: str
    relation: str
    right: str
    role: str
    goal: bool
    strength: str | None
    verdict: str | None
    reason: str | None = None
    method: str | None = None
    assumptions: tuple[str, ...] = ()
    given: tuple[Span, ...] = ()
    missing: str | None = None
    """For an undecided step: what is in the way, in words that are the same for every step of which that is true."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A place inside a formula that could not be read, and why, in people's words."""

    span: Span
    message: str


@dataclass(frozen=True)
class Report:
    """Everything about one file: what was found in it, and what was looked at to find it."""

    source: SourceFile
    formulas: tuple[Span, ...] = ()
    unread: tuple[Unread, ...] = ()
    steps: tuple[StepRecord, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    failure: str | None = None
    """Why the file could not be looked at, or None."""
    remarks: tuple[str, ...] = ()
    """What a reader must know of the file as a whole: "not valid UTF-8: …"."""
    seconds: float = field(default=0.0, compare=False)

"""What a rule is: a code, a name, a severity, a manual page, and a function from an analysis to findings."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from mathlint.diagnostic import Diagnostic, Edit, Severity, StepId
from mathlint.elaborate.model import Notice
from mathlint.judge.model import Analysis

Find: TypeAlias = Callable[[Analysis], Iterator[Diagnostic]]

SECTIONS: Final = ("What it finds", "Why it matters", "Example", "Limits")
"""The parts of every manual page, in this order."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. severity: the loudest it can be. page: its manual page, the docstring of its file."""

    code: str
    name: str
    severity: Severity
    page: str
    find: Find

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.strip().splitlines()[0]

    @property
    def example(self) -> str:
        """The note of the section "Example": its indented lines, with the indentation removed."""
        lines = self.page.split("\nExample\n-------\n", 1)[1].split("\nLimits\n", 1)[0].splitlines()
        return "\n".join(line[4:] for line in lines if line.startswith("    ") or not line.strip()).strip("\n") + "\n"


def notation_rule(code: str, name: str, page: str | None, *words: str, severity: Severity = Severity.WARNING) -> Rule:
    """A rule about notation: it words the notices of its name.

    words: messages with the keys of the notice's data in braces (`"{name}" is not defined`); the first one whose keys
    are all there is used, so the last one needs none or only what is always there.
    """

    def find(analysis: Analysis) -> Iterator[Diagnostic]:
        for notice in analysis.notices:
            if notice.rule == name:
                yield _worded(notice)

    def _worded(notice: Notice) -> Diagnostic:
        return Diagnostic(
            code,
            name,
            severity if notice.sure else Severity.INFO,
            notice.span,
            fill(words, notice),
            help=None if notice.replacement is None else f"`{notice.replacement}` is probably meant",
            step=None if notice.step is None else StepId(*notice.step),
            suggestion=None if notice.replacement is None else Edit(notice.span, notice.replacement),
        )

    return Rule(code, name, severity, page or "", find)


def fill(words: tuple[str, ...], notice: Notice) -> str:
    """The first message that the notice has the data for."""
    for message in words:
        keys = {key for _, key, _, _ in string.Formatter().parse(message) if key}
        if keys <= notice.data.keys():
            return message.format_map(notice.data)
    return f"{notice.rule}: " + ", ".join(f"{key} `{value}`" for key, value in notice.data.items())

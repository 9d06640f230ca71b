"""The closing lines: how much was checked. "Nothing found" and "nothing understood" never look alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from mathlint.diagnostic import Diagnostic, Report, Severity
from mathlint.render.line import fitting, shown, width

WHY: Final = {
    "unread": "part of it not read",
    "unsupported": "notation not supported",
    "unknown-symbol": "a name without a meaning",
    "context": "words not understood",
    "ambiguous": "several readings",
    "vacuous": "zero on both sides",
    "no-domain": "no values to try",
    "budget": "out of time",
    "ill-typed": "sizes that do not fit",
    "internal": "a fault of mathlint",
}
"""The reasons of undecided steps, in a reader's words."""
_NAME_WIDTH: Final = 40
"""Columns of what is in the way of most steps."""
_NAMED: Final = 3
"""How many reasons the closing line names."""


@dataclass(frozen=True)
class Summary:
    """Counts of a run. `verdicts` and `reasons` count claims; `missing` the undecided ones by what is in their way."""

    files: int = 0
    failures: int = 0
    formulas: int = 0
    unread: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)

    @property
    def claims(self) -> int:
        return self.verdicts.total()

    @property
    def findings(self) -> int:
        """Errors and warnings."""
        return self.severities[Severity.ERROR] + self.severities[Severity.WARNING]

    def plus(self, report: Report) -> Summary:
        """With one more file counted."""
        steps = [step for step in report.steps if step.verdict is not None]
        return Summary(
            self.files + 1,
            self.failures + (report.failure is not None),
            self.formulas + len(report.formulas),
            self.unread + len(report.unread),
            self.verdicts + Counter(step.verdict for step in steps if step.verdict),
            self.reasons + Counter(step.reason for step in steps if step.reason),
            self.missing + Counter(step.missing for step in steps if step.missing),
            self.severities + Counter(found.severity for found in report.diagnostics if not is_coverage(found)),
        )


def is_coverage(found: Diagnostic) -> bool:
    """Whether the finding is a coverage note, which is hidden unless asked for."""
    return found.code.startswith("ML8")


def closing(summary: Summary) -> str:
    """How much was checked, in one sentence."""
    if summary.files and summary.failures == summary.files:
        return f"{_count(summary.files, 'file')}, {'not' if summary.files == 1 else 'none of them'} checked"
    line = f"{_count(summary.files, 'file')}, {_checked(summary)}"
    if summary.unread:
        line += f"; {_count(summary.unread, 'place')} not read"
    if summary.failures:
        line += f"; {_count(summary.failures, 'file')} could not be checked"
    if summary.missing:
        name, count = min(summary.missing.items(), key=lambda item: (-item[1], item[0]))
        name = shown(name)
        if count > 1:
            name = name if width(name) <= _NAME_WIDTH else fitting(name, _NAME_WIDTH - 1) + "…"
            line += f"; most often in the way: {name} ({count} steps)"
    return line


def lines(summary: Summary, columns: int) -> Iterator[str]:
    """What was found and how much was checked, in lines that fit, broken after a comma; those after the first are indented."""
    text = ". ".join(part for part in (found(summary), closing(summary)) if part)
    line = ""
    for clause in re.split(r"(?<=[,;.]) ", text):
        if line and width(f"{line} {clause}") > columns:
            yield line
            line = " "
        line = f"{line} {clause}" if line else clause
    yield line


def found(summary: Summary) -> str:
    """How many findings there are: "1 error, 2 warnings"; empty if none."""
    kinds = [(severity, summary.severities[severity]) for severity in Severity]
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    return ", ".join(_count(count, names[severity]) for severity, count in kinds if count)


def _checked(summary: Summary) -> str:
    if not summary.formulas:
        return "no formulas found: nothing to check"
    formulas = _count(summary.formulas, "formula")
    if not summary.claims:
        return f"{formulas}, no claim among them: nothing to check"
    verdicts = summary.verdicts
    undecided = verdicts["undecided"]
    decided = summary.claims - undecided
    because = _because(summary)
    if not decided:
        return f"{formulas}: none of {_count(summary.claims, 'step')} could be decided ({because})"
    parts = [f"{_hold(verdicts['proved'] + verdicts['supported'])}"]
    if verdicts["conditional"]:
        parts.append(f"{_hold(verdicts['conditional'])} only under an assumption")
    parts.append(f"{verdicts['refuted']} false")
    line = f"{formulas}: {decided} of {_count(summary.claims, 'step')} checked, {', '.join(parts)}"
    return line + (f"; {undecided} not decided ({because})" if undecided else "")


def _because(summary: Summary) -> str:
    """The most frequent reasons: "305 notation not supported, 81 words not understood, 40 other reasons"."""
    reasons = sorted(summary.reasons.items(), key=lambda item: (-item[1], item[0]))
    named = reasons if len(reasons) <= _NAMED + 1 else reasons[:_NAMED]
    rest = sum(count for _, count in reasons[len(named) :])
    words = [f"{count} {WHY.get(reason, reason)}" for reason, count in named]
    return ", ".join([*words, f"{rest} other reasons"] if rest else words)


def _hold(count: int) -> str:
    return f"{count} {'holds' if count == 1 else 'hold'}"


def _count(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"

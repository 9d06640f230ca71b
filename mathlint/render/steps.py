"""Every step and what became of it (`--all-steps`); and counts."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Report, StepRecord
from mathlint.render.line import Line, Piece, Style, fitting, plain, shown, width
from mathlint.render.summary import WHY, Summary

_STEP_WIDTH = 60
"""Columns of a step's own text."""
_LONGEST = 10
"""How many of the things that steps wait for are named."""


def all_steps(report: Report) -> Iterator[Line]:
    """`file:line:column: verdict: left = right`, in reading order; a step that is no claim shows its role."""
    for step in report.steps:
        yield _line(report, step, _outcome(step))


def statistics(summary: Summary) -> Iterator[Line]:
    """Why steps were not decided, and what is in the way of most of them."""
    if summary.reasons:
        yield plain("steps not decided, by reason:")
        reasons = sorted(summary.reasons.items(), key=lambda item: (-item[1], item[0]))
        yield from _table([(f"{WHY[reason]} ({reason})" if reason in WHY else reason, n) for reason, n in reasons])
    if summary.missing:
        yield plain("what is in the way of most of them:")
        missing = sorted(summary.missing.items(), key=lambda item: (-item[1], item[0]))[:_LONGEST]
        yield from _table(missing)
        if any(name.startswith("no value for") for name, _ in missing):
            yield plain("A note gives a name its value, or a preamble that mathlint.toml names.")


def _table(rows: list[tuple[str, int]]) -> Iterator[Line]:
    for name, count in rows:
        yield plain(f"{count:>8}  {_cut(shown(name))}")


def _outcome(step: StepRecord) -> str:
    if step.verdict is None:
        return step.role
    detail = step.reason or ", ".join(step.assumptions) or step.method
    way = f": {step.missing}" if step.missing else ""
    return f"{step.verdict} ({detail}{way})" if detail else step.verdict


def _line(report: Report, step: StepRecord, outcome: str) -> Line:
    text = _cut(shown(" ".join(f"{step.left} {step.relation} {step.right}".split())))
    return _at(report, step.relation_span.start, f"{shown(outcome)}: {text}")


def _cut(text: str) -> str:
    return text if width(text) <= _STEP_WIDTH else fitting(text, _STEP_WIDTH - 1) + "…"


def _at(report: Report, offset: int, text: str) -> Line:
    at = report.source.position(offset)
    return Line((Piece(shown(report.source.path), Style.PLACE), Piece(f":{at.line}:{at.column}: {text}")))

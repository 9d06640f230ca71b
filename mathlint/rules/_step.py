"""What the findings about steps have in common: the evidence, the labels, the notes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from mathlint.diagnostic import Diagnostic, Edit, Entry, Evidence, Label, Severity, StepId
from mathlint.elaborate.model import Step
from mathlint.engine.verdict import Witness
from mathlint.judge.model import Analysis, Judgement, Pattern
from mathlint.judge.witness import page_point

_MOST_NAMES: Final = 2
"""So many coordinates of the point fit into a message of one line."""
_MOST_NOTES: Final = 6
_AS_IN_LINE: Final = re.compile(r" as in (line .+)$")
_CLAUSE: Final = re.compile(r"\s(?:is|are|stands?|reach(?:es)?|takes?|multiplies|goes|transposes?|applies)(?:\s|$)")


def step_id(step: Step) -> StepId:
    return StepId(step.chain, step.link)


def evidence(judgement: Judgement, witness: Witness) -> Evidence:
    """The witness in the page's names."""
    if judgement.reading is None:
        return Evidence(witness.point, witness.dims, witness.left, witness.right)
    point, dims = page_point(witness, judgement.reading)
    return Evidence(point, dims, witness.left, witness.right, judgement.reading.choices)


def place(found: Evidence) -> str:
    """The point in a few words, `x = 3/7, n = 3`; "" if there is none or it is too long for a message."""
    entries: list[tuple[str, Entry]] = [*found.point.items(), *((name, str(size)) for name, size in found.dims.items())]
    if len(entries) > _MOST_NAMES or any(not isinstance(value, str) for _, value in entries):
        return ""
    return ", ".join(f"{name} = {value}" for name, value in entries)


def difference(found: Evidence) -> str:
    """How the two sides differ, for a message of one line."""
    where, constant = place(found), not found.point and not found.dims
    values = f"{found.left} and {found.right}"
    one_line = len(values) <= 48 and "\n" not in values and bool(found.left)
    match constant, where, one_line:
        case True, _, True:
            return f"the sides are {values}"
        case False, "", True:
            return f"the sides differ, for example {values}"
        case False, str(), True:
            return f"the sides differ at {where} ({values})"
        case False, str(), False if where:
            return f"the sides differ at {where}"
    return "the two sides differ"


def step_finding(
    analysis: Analysis, judgement: Judgement, code: str, name: str, severity: Severity, message: str, witness: Witness
) -> Diagnostic:
    """A finding on the right side of a step, with both values as labels and the bindings it stands on as notes."""
    step, found, explanation = judgement.step, evidence(judgement, witness), judgement.explanation
    where = place(found)
    labels = (
        Label(step.left_span, found.left + (f" at {where}" if where else "")),
        Label(step.right_span, found.right),
    )
    edit = None
    if explanation is not None and explanation.span is not None and explanation.replacement is not None:
        edit = Edit(explanation.span, explanation.replacement)
    return Diagnostic(
        code,
        name,
        severity,
        step.right_span,
        message,
        labels=labels if found.left else (),
        help=None if edit is None else _help(analysis, step, edit),
        notes=(*judgement.notes, *_pattern(judgement), *_bindings(analysis, judgement)),
        step=step_id(step),
        evidence=found,
        suggestion=edit,
    )


def _help(analysis: Analysis, step: Step, edit: Edit) -> str:
    """The edit in words: where it is only a part of the right side, what it takes the place of."""
    source = analysis.document.source
    if edit.span == step.right_span or not edit.replacement.strip():
        return f"`{edit.replacement}` makes it hold"
    if not edit.span.end > edit.span.start:
        where = (
            "at its end"
            if edit.span.start >= step.right_span.end
            else f"in column {source.position(edit.span.start).column}"
        )
        return f"`{edit.replacement.strip()}` added {where} makes it hold"
    return f"`{edit.replacement.strip()}` in place of `{' '.join(source.slice(edit.span).split())}` makes it hold"


def _pattern(judgement: Judgement) -> tuple[str, ...]:
    if judgement.pattern is Pattern.SLIP:
        return ("the terms before and after this one are equal, so only this term is wrong",)
    return ()


def _bindings(analysis: Analysis, judgement: Judgement) -> tuple[str, ...]:
    if judgement.reading is None:
        return ()
    source = analysis.document.source
    places = [source.place(given.span.start) for given in judgement.reading.given]
    said = [f"{given.text} ({place})" for given, place in zip(judgement.reading.given, places, strict=True)]
    read_as = [_read_as(c) for c in judgement.reading.choices if not _is_said(c, places)]
    return tuple(dict.fromkeys([*said, *read_as]))[:_MOST_NOTES]


def _is_said(choice: str, places: Collection[str]) -> bool:
    """Whether the choice of a definition is told by quoting it."""
    found = _AS_IN_LINE.search(choice)
    return found is not None and found[1] in places


def _read_as(choice: str) -> str:
    """`log base: e` is something to read with, "π is the constant" is a clause."""
    return f"read so that {choice}" if _CLAUSE.search(choice) else f"read with {choice}"

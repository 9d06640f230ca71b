"""The JSON contract: one object a run. Lines and columns are 1-based, columns in code points, ends exclusive.

    {"version": 1, "files": [file, …], "summary": {"files": 1, "formulas": 41, "unread": 3, "claims": 30, …}}

Files are written one by one as they are done, so that a long run needs little memory.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from mathlint.diagnostic import Diagnostic, Evidence, Report, StepRecord
from mathlint.render.summary import Summary
from mathlint.source import SourceFile, Span

VERSION = 1


def render(reports: Iterable[Report], all_steps: bool) -> Iterator[str]:
    """Pieces of the text, in order, all ASCII. Without `all_steps` the files have no "steps"; the summary counts them anyway."""
    summary = Summary()
    yield f'{{"version": {VERSION},\n "files": ['
    for number, report in enumerate(reports):
        summary = summary.plus(report)
        yield (",\n  " if number else "\n  ") + json.dumps(file_record(report, all_steps))
    yield f'],\n "summary": {json.dumps(summary_record(summary))}}}\n'


def file_record(report: Report, all_steps: bool) -> dict[str, Any]:
    """One file. "failure" is there only if it could not be looked at, "remarks" only if it was not read as it is."""
    source = report.source
    record: dict[str, Any] = {
        "path": source.path,
        "formulas": [_place(source, span) for span in report.formulas],
        "unread": [{**_place(source, place.span), "message": place.message} for place in report.unread],
    }
    if all_steps:
        record["steps"] = [_step(source, step) for step in report.steps]
    record["diagnostics"] = list(_diagnostics(report))
    if report.remarks:
        record["remarks"] = list(report.remarks)
    if report.failure is not None:
        record["failure"] = report.failure
    return record


def summary_record(summary: Summary) -> dict[str, int]:
    verdicts = ("proved", "supported", "conditional", "refuted", "undecided")
    return {
        "files": summary.files,
        "formulas": summary.formulas,
        "unread": summary.unread,
        "claims": summary.claims,
        **{verdict: summary.verdicts[verdict] for verdict in verdicts},
    }


def _place(source: SourceFile, span: Span) -> dict[str, int]:
    start, end = source.position(span.start), source.position(span.end)
    return {"line": start.line, "column": start.column, "end_line": end.line, "end_column": end.column}


def _step(source: SourceFile, step: StepRecord) -> dict[str, Any]:
    return {
        "chain": step.id.chain,
        "link": step.id.link,
        "left_span": _place(source, step.left_span),
        "relation_span": _place(source, step.relation_span),
        "right_span": _place(source, step.right_span),
        "left": step.left,
        "relation": step.relation,
        "right": step.right,
        "role": step.role,
        "goal": step.goal,
        "strength": step.strength,
        "verdict": step.verdict,
        "reason": step.reason,
        "method": step.method,
        "assumptions": list(step.assumptions),
        "given": [_place(source, span) for span in step.given],
    }


def _diagnostics(report: Report) -> Iterator[dict[str, Any]]:
    steps = {step.id: step for step in report.steps}
    seen: Counter[str] = Counter()
    for found in report.diagnostics:
        step = steps.get(found.step) if found.step else None
        written = step.left + step.relation + step.right if step else report.source.slice(found.span)
        same = found.code + " " + "".join(written.split())
        seen[same] += 1
        yield {
            "code": found.code,
            "name": found.name,
            "severity": found.severity.value,
            **_place(report.source, found.span),
            "message": found.message,
            "step": {"chain": found.step.chain, "link": found.step.link} if found.step else None,
            "evidence": _evidence(found.evidence) if found.evidence else None,
            "suggestion": _suggestion(report.source, found),
            "fingerprint": _fingerprint(same, seen[same]),
        }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "point": dict(evidence.point),
        "dims": dict(evidence.dims),
        "left": evidence.left,
        "right": evidence.right,
        "reading": list(evidence.reading),
    }


def _suggestion(source: SourceFile, found: Diagnostic) -> dict[str, Any] | None:
    edit = found.suggestion
    return {**_place(source, edit.span), "replacement": edit.replacement} if edit else None


def _fingerprint(same: str, occurrence: int) -> str:
    """Of the code and the step's text without blanks: it survives moving, renaming the file, and edits elsewhere."""
    return hashlib.blake2s(f"{same}#{occurrence}".encode("utf-8", "replace"), digest_size=8).hexdigest()

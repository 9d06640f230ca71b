"""Holds a report against the expectations of its case. Silence is a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mathlint.diagnostic import Diagnostic, Report, Severity, StepRecord
from tests.fixtures_harness.cases import FINDINGS, Case, Expectation


def problems(case: Case, report: Report) -> Iterator[str]:
    """Everything in which the report and the case disagree, in words with places. Nothing: the case holds."""
    if report.failure:
        yield f"{case.place(1)}: the note could not be checked: {report.failure}"
    matched, missing = match_findings(case, report)
    for expected in missing:
        yield f"{case.place(expected.line)}: expected, not found: {expected}"
    for finding in report.diagnostics:
        if finding.severity is not Severity.INFO and finding not in matched:
            yield f"{case.place(line_of(report, finding))}: not expected: {as_annotation(report, finding)} ({finding.message})"
    covered = {finding.step for finding in matched if finding.step is not None}
    spoken = {expected.line for expected in case.expectations if expected.kind == "verdict"}
    for line, steps in by_line(report).items():
        wanted = [e for e in case.expectations if e.line == line and e.kind in ("verdict", "role")]
        for expected in wanted:
            yield from _values(case, expected, steps)
        if line not in spoken:
            for step in steps:
                if step.role == "claim" and step.verdict not in ("proved", "supported") and step.id not in covered:
                    yield f"{case.place(line)}: a claim that is not annotated is {verdict_of(step)}: {written(step)}"
    yield from _whole_case(case, report)


def match_findings(case: Case, report: Report) -> tuple[list[Diagnostic], list[Expectation]]:
    """The findings that were expected, and the expectations that nothing answers; each counts once."""
    free = list(report.diagnostics)
    missing: list[Expectation] = []
    for expected in case.expectations:
        if expected.kind in FINDINGS:
            fitting = [d for d in free if fits(report, expected, d)]
            if fitting:
                free.remove(fitting[0])
            else:
                missing.append(expected)
    return [d for d in report.diagnostics if d not in free], missing


def fits(report: Report, expected: Expectation, finding: Diagnostic) -> bool:
    return (
        (finding.severity.value, finding.name) == (expected.kind, expected.rule)
        and line_of(report, finding) == expected.line
        and expected.text in finding.message
    )


def line_of(report: Report, finding: Diagnostic) -> int:
    return report.source.position(finding.span.start).line


def as_annotation(report: Report, finding: Diagnostic) -> Expectation:
    """The annotation that would expect this finding. Values drawn at random stay out of it."""
    text = finding.message
    for cut in (" at ", " (", ", for example", ": the sides are"):
        text = text.split(cut, 1)[0]
    return Expectation(finding.severity.value, line_of(report, finding), finding.name, text)


def by_line(report: Report) -> dict[int, list[StepRecord]]:
    """The steps by the line of their relation, in reading order."""
    lines: dict[int, list[StepRecord]] = {}
    for step in sorted(report.steps, key=lambda s: s.relation_span.start):
        lines.setdefault(report.source.position(step.relation_span.start).line, []).append(step)
    return lines


def verdict_of(step: StepRecord) -> str:
    return f"undecided({step.reason})" if step.verdict == "undecided" else str(step.verdict)


def written(step: StepRecord) -> str:
    return f"{step.left.strip()} {step.relation} {step.right.strip()}" + (f" ({step.missing})" if step.missing else "")


def agrees(expected: str, step: StepRecord) -> bool:
    """Does a verdict or role in an annotation say what was found?"""
    if expected == "supported":
        return step.verdict in ("proved", "supported")
    return expected in (step.verdict, verdict_of(step), step.role)


def _values(case: Case, expected: Expectation, steps: Sequence[StepRecord]) -> Iterator[str]:
    chosen = [s for s in steps if expected.kind == "role" or s.role == "claim"]
    values = expected.values * len(chosen) if len(expected.values) == 1 else expected.values
    if len(values) != len(chosen) or not chosen:
        yield f"{case.place(expected.line)}: {expected} speaks about {len(expected.values)} steps, there are {len(chosen)}"
        return
    for value, step in zip(values, chosen, strict=True):
        if not agrees(value, step):
            found = step.role if expected.kind == "role" else verdict_of(step)
            yield f"{case.place(expected.line)}: expected {value}, found {found}: {written(step)}"


def _whole_case(case: Case, report: Report) -> Iterator[str]:
    lines = by_line(report)
    for expected in case.expectations:
        if expected.kind == "claims":
            claims = sum(step.role == "claim" for step in report.steps)
            if claims != int(expected.values[0]):
                yield f"{case.place(expected.line)}: expected {expected.values[0]} claims, found {claims}"
        elif expected.kind in ("verdict", "role") and expected.line not in lines:
            yield f"{case.place(expected.line)}: {expected} speaks about a line without a step"

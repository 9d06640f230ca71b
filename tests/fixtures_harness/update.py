"""Rewrites the expectations of a fixture from what was found. What was right stays as it is written."""

from __future__ import annotations

from collections import defaultdict

from mathlint.diagnostic import Report, Severity
from tests.fixtures_harness.cases import ANNOTATION, FINDINGS, Case, Expectation
from tests.fixtures_harness.compare import agrees, as_annotation, by_line, match_findings, verdict_of


def expected_now(case: Case, report: Report) -> list[Expectation]:
    """The expectations under which the case holds: those of the case that hold, and what else was found."""
    matched, missing = match_findings(case, report)
    kept = [e for e in case.expectations if e.kind in FINDINGS and e not in missing]
    added = [
        as_annotation(report, d) for d in report.diagnostics if d.severity is not Severity.INFO and d not in matched
    ]
    covered = {d.step for d in report.diagnostics if d.severity is not Severity.INFO or d in matched}
    for line, steps in by_line(report).items():
        claims = [s for s in steps if s.role == "claim"]
        for old in (e for e in case.expectations if e.line == line and e.kind in ("verdict", "role")):
            chosen = claims if old.kind == "verdict" else steps
            values = old.values * len(chosen) if len(old.values) == 1 else old.values
            if len(values) == len(chosen) and all(agrees(v, s) for v, s in zip(values, chosen, strict=True)):
                kept.append(old)
            elif old.kind == "role":
                added.append(Expectation("role", line, values=_short([s.role for s in steps])))
        silent = [s for s in claims if s.verdict not in ("proved", "supported") and s.id not in covered]
        if silent and not any(e.line == line and e.kind == "verdict" for e in kept):
            values_now = ["supported" if s.verdict == "proved" else verdict_of(s) for s in claims]
            added.append(Expectation("verdict", line, values=_short(values_now)))
    if any(e.kind == "claims" for e in case.expectations):
        added.append(Expectation("claims", 1, values=(str(sum(s.role == "claim" for s in report.steps)),)))
    return sorted([*kept, *added], key=lambda e: (e.line, e.kind))


def _short(values: list[str]) -> tuple[str, ...]:
    return (values[0],) if len(set(values)) == 1 else tuple(values)


def rewrite(case: Case, report: Report, lines: list[str]) -> list[str]:
    """The lines of the section with its annotations brought up to date."""
    wanted: defaultdict[int, list[Expectation]] = defaultdict(list)
    for expected in expected_now(case, report):
        wanted[expected.line].append(expected)
    numbers = {origin: clean for clean, origin in enumerate(case.lines, 1)}
    out: list[str] = []
    for number, line in enumerate(lines, case.first):
        if number not in numbers:
            continue
        clean = numbers[number]
        text = ANNOTATION.sub("", line)
        inside = _inside_mathematics(report, clean)
        out.append(text + "".join(f"  % {e}" if inside else f" <!-- {e} -->" for e in wanted[clean][:1]))
        if len(wanted[clean]) > 1:  # a TeX comment takes the rest of its line, so further ones stand above
            out[-1:] = [*(f"<!-- {e} -->" for e in wanted[clean][1:]), out[-1]]
    return out


def _inside_mathematics(report: Report, line: int) -> bool:
    """Does the line end inside a formula?"""
    end = report.source.line_span(line).end
    return any(formula.start < end < formula.end for formula in report.formulas)

"""What must be true of the JSON of any run (`--output-format json --all-steps`), as code. Used by every test that has some."""

from __future__ import annotations

import re
from typing import Any

PLACE = {"line", "column", "end_line", "end_column"}
FILE = {"path", "formulas", "unread", "steps", "diagnostics"}
STEP = {
    "chain", "link", "left_span", "relation_span", "right_span", "left", "relation", "right", "role", "goal", "strength",
    "verdict", "reason", "method", "assumptions", "given",
}  # fmt: skip
DIAGNOSTIC = PLACE | {"code", "name", "severity", "message", "step", "evidence", "suggestion", "fingerprint"}
EVIDENCE = {"point", "dims", "left", "right", "reading"}
VERDICTS = ("proved", "supported", "conditional", "refuted", "undecided")
REASONS = {
    "unread", "unsupported", "unknown-symbol", "context", "ambiguous", "vacuous", "no-domain", "budget", "ill-typed",
    "internal",
}  # fmt: skip


def assert_contract(output: dict[str, Any], texts: dict[str, str] | None = None) -> None:
    """Raises AssertionError that names the breach. texts: of the files by path, to hold places against."""
    assert output.keys() == {"version", "files", "summary"}
    assert output["version"] == 1
    for record in output["files"]:
        assert_file(record, (texts or {}).get(record["path"]))
    steps = [step for record in output["files"] for step in record["steps"]]
    assert output["summary"] == {
        "files": len(output["files"]),
        "formulas": sum(len(record["formulas"]) for record in output["files"]),
        "unread": sum(len(record["unread"]) for record in output["files"]),
        "claims": sum(step["role"] == "claim" for step in steps),
        **{verdict: sum(step["verdict"] == verdict for step in steps) for verdict in VERDICTS},
    }


def assert_file(record: dict[str, Any], text: str | None = None) -> None:
    """One element of "files"."""
    assert record.keys() - {"failure", "remarks"} == FILE
    lines = None if text is None else text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sides, names = set(), set()
    for place in (*record["formulas"], *record["unread"], *record["diagnostics"]):
        _assert_place(place, lines)
    for step in record["steps"]:
        _assert_step(step, record["formulas"], lines)
        names.add((step["chain"], step["link"]))
        sides.add((*step["left_span"].values(), *step["right_span"].values()))
    assert len(sides) == len(record["steps"]), "two steps share both spans"
    assert len(names) == len(record["steps"]), "two steps share a name"
    for found in record["diagnostics"]:
        _assert_diagnostic(found, names, lines)


def _assert_place(place: dict[str, Any], lines: list[str] | None) -> None:
    start, end = (place["line"], place["column"]), (place["end_line"], place["end_column"])
    assert (1, 1) <= start <= end, place
    if lines is not None:
        for line, column in (start, end):
            assert line <= len(lines), (place, "is outside the file")
            assert column <= len(lines[line - 1]) + 1, (place, "is outside its line")


def _start(place: dict[str, int]) -> tuple[int, int]:
    return place["line"], place["column"]


def _end(place: dict[str, int]) -> tuple[int, int]:
    return place["end_line"], place["end_column"]


def _assert_step(step: dict[str, Any], formulas: list[dict[str, int]], lines: list[str] | None) -> None:
    assert step.keys() == STEP
    assert step["role"] in ("claim", "definition", "condition")
    assert step["strength"] in ("strong", "medium", "weak", None)
    assert (step["verdict"] is None) == (step["role"] != "claim"), step
    assert step["verdict"] in (*VERDICTS, None)
    assert (step["reason"] is not None) == (step["verdict"] == "undecided"), step
    assert step["reason"] in (*REASONS, None), step
    for place in (step["left_span"], step["relation_span"], step["right_span"], *step["given"]):
        assert place.keys() == PLACE
        _assert_place(place, lines)
    for side in ("left_span", "relation_span", "right_span"):
        place = step[side]
        inside = any(_start(f) <= _start(place) and _end(place) <= _end(f) for f in formulas)
        # a term may go on in the next formula; then its ends lie in formulas
        ends = [any(_start(f) <= at <= _end(f) for f in formulas) for at in (_start(place), _end(place))]
        assert inside or all(ends), (step, side, "is outside the formulas")


def _assert_diagnostic(found: dict[str, Any], steps: set[tuple[int, int]], lines: list[str] | None) -> None:
    assert found.keys() == DIAGNOSTIC
    code = found["code"]
    assert re.fullmatch(r"ML\d{3}", code), code
    assert found["severity"] in ("error", "warning", "info")
    assert re.fullmatch(r".+", found["message"]), "a message fits on a line"
    assert len(found["fingerprint"]) == 16
    if code.startswith("ML1"):
        assert found["step"] is not None, "an ML1xx names its step"
    if code.startswith("ML8"):
        assert found["severity"] == "info", "coverage is never an error or a warning"
    if found["step"] is not None:
        assert (found["step"]["chain"], found["step"]["link"]) in steps, "its step is listed"
    if found["evidence"] is not None:
        assert found["evidence"].keys() == EVIDENCE
    if found["suggestion"] is not None:
        assert found["suggestion"].keys() == PLACE | {"replacement"}
        _assert_place(found["suggestion"], lines)

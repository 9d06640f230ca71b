"""The JSON contract on reports built by hand."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mathlint.diagnostic import Report
from mathlint.render import json as renderer
from mathlint.source import SourceFile
from tests.house.contract import assert_contract
from tests.house.reports import NORMS, empty, norms, undecided


def output(*reports: Report, all_steps: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(renderer.render(reports, all_steps)))
    return found


def test_the_contract() -> None:
    reports = (norms(), undecided(), empty())
    assert_contract(output(*reports), {report.source.path: report.source.text for report in reports})


def test_no_files() -> None:
    assert_contract(output())


def test_places_are_one_based_and_ends_exclusive() -> None:
    (record,) = output(norms())["files"]
    (found,) = record["diagnostics"]
    line = NORMS.split("\n")[found["line"] - 1]
    assert line[found["column"] - 1 : found["end_column"] - 1] == r"\frac{2}{\|x\|_2} x"
    assert record["steps"][1]["right_span"] == {key: found[key] for key in ("line", "column", "end_line", "end_column")}


def test_evidence_and_suggestion() -> None:
    (found,) = output(norms())["files"][0]["diagnostics"]
    assert found["evidence"]["point"] == {"x": [["3/7"], ["-6/7"], ["1"]]}
    assert found["evidence"]["dims"] == {"n": 3}
    assert found["suggestion"]["replacement"] == r"\frac{1}{\|x\|_2} x"
    assert found["suggestion"]["line"] == 8
    assert found["step"] == {"chain": 0, "link": 1}


def test_without_all_steps_the_steps_are_left_out_but_counted() -> None:
    short = output(norms(), all_steps=False)
    assert "steps" not in short["files"][0]
    assert short["summary"] == output(norms())["summary"]


def test_fingerprints_survive_moving_and_renaming() -> None:
    def prints(report: Report) -> list[str]:
        return [found["fingerprint"] for found in output(report)["files"][0]["diagnostics"]]

    moved, by = norms("other/place.md"), "A new first paragraph.\n\n"

    def shift(span: Any) -> Any:
        return replace(span, start=span.start + len(by), end=span.end + len(by))

    moved = replace(
        moved,
        source=SourceFile(moved.source.path, by + moved.source.text),
        steps=tuple(
            replace(
                s, left_span=shift(s.left_span), relation_span=shift(s.relation_span), right_span=shift(s.right_span)
            )
            for s in moved.steps
        ),
        diagnostics=tuple(replace(d, span=shift(d.span), suggestion=None) for d in moved.diagnostics),
    )
    assert prints(moved) == prints(norms())
    twice = replace(norms(), diagnostics=norms().diagnostics * 2)
    assert len(set(prints(twice))) == 2
    other = replace(norms(), diagnostics=tuple(replace(d, code="ML102") for d in norms().diagnostics))
    assert prints(other) != prints(norms())


def test_a_failure_keeps_the_record_whole() -> None:
    record = output(Report(SourceFile("a.md", ""), failure="stopped after 60 s"))["files"][0]
    assert record["failure"] == "stopped after 60 s"
    assert record["steps"] == record["diagnostics"] == record["formulas"] == []


def _verdict_on_a_definition(data: dict[str, Any]) -> None:
    data["files"][1]["steps"][0]["verdict"] = "proved"


def _reason_lost(data: dict[str, Any]) -> None:
    data["files"][1]["steps"][1]["reason"] = None


def _loud_coverage(data: dict[str, Any]) -> None:
    data["files"][1]["diagnostics"][0]["severity"] = "warning"


def _without_step(data: dict[str, Any]) -> None:
    data["files"][0]["diagnostics"][0]["step"] = None


def _same_spans(data: dict[str, Any]) -> None:
    steps = data["files"][0]["steps"]
    steps[0]["left_span"], steps[0]["right_span"] = steps[1]["left_span"], steps[1]["right_span"]


def _outside(data: dict[str, Any]) -> None:
    data["files"][0]["formulas"].pop()


def _miscounted(data: dict[str, Any]) -> None:
    data["summary"]["refuted"] += 1


BREACHES = (_verdict_on_a_definition, _reason_lost, _loud_coverage, _without_step, _same_spans, _outside, _miscounted)


@pytest.mark.parametrize("breach", BREACHES)
def test_the_contract_sees_each_breach(breach: Callable[[dict[str, Any]], None]) -> None:
    data = copy.deepcopy(output(norms(), undecided()))
    assert_contract(data)
    breach(data)
    with pytest.raises(AssertionError):
        assert_contract(data)

"""Every case of every fixture. Run with `--update` to rewrite the expectations, and review the diff."""

from __future__ import annotations

import pytest

from tests.fixtures_harness.cases import Case, all_cases, cases_of
from tests.fixtures_harness.checked import report_of
from tests.fixtures_harness.compare import problems
from tests.fixtures_harness.update import rewrite


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_case(case: Case, request: pytest.FixtureRequest) -> None:
    report = report_of(case.text)
    found = list(problems(case, report))
    if found and request.config.getoption("--update"):
        lines = case.path.read_text(encoding="utf-8").splitlines()
        now = next(c for c in cases_of(case.path) if (c.title, c.text) == (case.title, case.text))
        start, end = now.first - 1, now.first - 1 + now.size
        lines[start:end] = rewrite(now, report, lines[start:end])
        case.path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return
    assert not found, "\n" + "\n".join(found)

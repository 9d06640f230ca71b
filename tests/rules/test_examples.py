"""The example of every manual page gets the finding that the page is about, and no alarm of another rule."""

from __future__ import annotations

import pytest

import mathlint
from mathlint.diagnostic import Severity
from mathlint.rules import REGISTRY, Rule
from mathlint.source import SourceFile


@pytest.mark.parametrize("rule", REGISTRY.values(), ids=lambda r: r.code)
def test_the_example_is_found(rule: Rule) -> None:
    report = mathlint.check(SourceFile("example.md", rule.example))
    found = {d.code for d in report.diagnostics}
    loud = {d.code for d in report.diagnostics if d.severity is not Severity.INFO}
    assert rule.code in found
    assert loud <= {rule.code}

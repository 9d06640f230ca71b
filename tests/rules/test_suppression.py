"""Comments that silence findings."""

from __future__ import annotations

from typing import Any

import pytest

from mathlint.diagnostic import Severity
from mathlint.engine.verdict import Refuted, Witness
from mathlint.rules import diagnostics

FALSE = Refuted(Witness({}, {}, "1", "2"))
FORMULA = "$$\na = b\n\n+ c = d\n$$"


def codes(page_of: Any, text: str, *comments: str) -> list[str]:
    page = page_of(text)
    page.step("a", "b", FALSE)
    page.step("c", "d", FALSE)
    page.block(FORMULA)
    for comment in comments:
        page.directive(comment)
    return [d.code for d in diagnostics(page.analysis) if d.severity is not Severity.INFO]


@pytest.mark.parametrize("what", ["ignore ML101", "ignore ML1", "ignore false-step", "ignore", "ignore ML403, ML101"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_the_formula_after_the_comment_is_silenced(page_of: Any, what: str, gap: str) -> None:
    comment = f"<!-- mathlint: {what} -->"
    assert codes(page_of, f"One.\n\n{comment}{gap}{FORMULA}\n", comment) == []


@pytest.mark.parametrize(
    "text, what, left",
    [
        ("<!-- mathlint: ignore ML403 -->\n{}", "ignore ML403", ["ML101", "ML101"]),
        ("<!-- mathlint: ignore ML101 -->\nAnother paragraph.\n\n{}", "ignore ML101", ["ML101", "ML101"]),
        ("{}\n\n<!-- mathlint: ignore ML101 -->\n", "ignore ML101", ["ML101", "ML101"]),
        ("{}\n\nMore.\n\n<!-- mathlint: ignore-file ML1 -->\n", "ignore-file ML1", []),
    ],
)
def test_a_comment_silences_its_place_and_no_other(page_of: Any, text: str, what: str, left: list[str]) -> None:
    assert codes(page_of, text.format(FORMULA), f"<!-- mathlint: {what} -->") == left


@pytest.mark.parametrize("what", ["ignore ML999", "ignore M", "ignroe ML101", "ignore false-stepp"])
def test_a_comment_that_is_not_understood_is_reported(page_of: Any, what: str) -> None:
    comment = f"<!-- mathlint: {what} -->"
    assert codes(page_of, f"{comment}\n{FORMULA}\n", comment) == ["ML901", "ML101", "ML101"]


def test_a_comment_that_silences_nothing_is_noted(page_of: Any) -> None:
    page = page_of("<!-- mathlint: ignore ML101 -->\ntext")
    page.directive("<!-- mathlint: ignore ML101 -->")
    (finding,) = diagnostics(page.analysis)
    assert (finding.code, finding.severity) == ("ML901", Severity.INFO)

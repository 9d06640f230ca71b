"""The harness itself: what it reads, and that it fails where it must."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mathlint.diagnostic import Diagnostic, Report, Severity, StepId, StepRecord
from mathlint.source import SourceFile, Span
from tests.fixtures_harness.cases import ROOT, BadAnnotation, Case, Expectation, case_of, cases_of
from tests.fixtures_harness.compare import problems
from tests.fixtures_harness.update import rewrite

PATH = ROOT / "steps" / "made_up.md"


def case(text: str) -> Case:
    return case_of(PATH, "a case", 1, text.splitlines())


def test_comments_speak_about_their_line_or_the_next() -> None:
    read = case(
        "## A\n"
        '<!-- error: [false-step] "2 times" -->\n'
        "$$\n"
        "a = b\n"
        '= c  % warning: [two-values] "say "x""\n'
        "$$\n"
        "<!-- claims: 2 -->\n"
        "\n"
        "$x = y$ <!-- verdict: proved, undecided(context) --> <!-- role: claim -->\n"
    )
    assert read.text == "## A\n$$\na = b\n= c\n$$\n\n$x = y$\n"
    assert read.lines == (1, 3, 4, 5, 6, 8, 9)
    assert set(read.expectations) == {
        Expectation("error", 3, "false-step", "2 times"),
        Expectation("warning", 4, "two-values", 'say "x"'),
        Expectation("claims", 7, values=("2",)),
        Expectation("verdict", 7, values=("proved", "undecided(context)")),
        Expectation("role", 7, values=("claim",)),
    }


@pytest.mark.parametrize(
    "line",
    [
        "$a$ <!-- error: [flase-step] -->",
        "$a$ <!-- error: false-step -->",
        "$a$ <!-- verdict: undecided(bored) -->",
        "$a$ <!-- verdict: maybe -->",
        "$a$ <!-- role: rumour -->",
        "$a$ <!-- claims: two -->",
        "$a$ <!-- vredict: proved -->",
        "a = b % eror: [false-step]",
        "<!-- error: [false-step] -->",
    ],
)
def test_what_cannot_be_read_fails(line: str) -> None:
    with pytest.raises(BadAnnotation):
        case(f"## A\n{line}\n")


def test_sections_are_cases_and_fences_are_not(tmp_path: Path) -> None:
    path = tmp_path / "rules.md"
    path.write_text("# Title\nwords\n## One\n```\n## not one\n```\n## Two <!-- claims: 0 -->\ntext\n")
    one, two = cases_of(path)
    assert (one.title, one.first, one.size) == ("One", 3, 4)
    assert (two.title, two.first, two.text) == ("Two", 7, "## Two\ntext\n")


def step(link: int, verdict: str | None, start: int, reason: str | None = None, role: str = "claim") -> StepRecord:
    at = Span(start, start + 1)
    return StepRecord(StepId(0, link), at, at, at, "a", "=", "b", role, False, "strong", verdict, reason)


def report(read: Case, steps: list[StepRecord], *found: Diagnostic) -> Report:
    return Report(SourceFile("x.md", read.text), (Span(0, len(read.text)),), steps=tuple(steps), diagnostics=found)


def finding(start: int, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(
        "ML101", "false-step", severity, Span(start, start + 1), "this step is false: 1 and 2", step=StepId(0, 0)
    )


@pytest.mark.parametrize(
    "note, steps, found, disagreements",
    [
        ("a = b", [step(0, "proved", 2)], [], 0),
        ("a = b", [step(0, None, 2, role="definition")], [], 0),
        ("a = b", [step(0, "undecided", 2, "context")], [], 1),
        ("a = b <!-- verdict: undecided(context) -->", [step(0, "undecided", 2, "context")], [], 0),
        ("a = b <!-- verdict: undecided -->", [step(0, "undecided", 2, "context")], [], 0),
        ("a = b <!-- verdict: undecided(unread) -->", [step(0, "undecided", 2, "context")], [], 1),
        ("a = b <!-- verdict: supported -->", [step(0, "proved", 2)], [], 0),
        ("a = b <!-- verdict: proved -->", [step(0, "supported", 2)], [], 1),
        ("a = b <!-- verdict: proved, proved -->", [step(0, "proved", 2)], [], 1),
        ("a = b <!-- role: definition -->", [step(0, "proved", 2)], [], 1),
        ("a = b", [step(0, "refuted", 2)], [finding(4)], 2),
        ("a = b % error: [false-step]", [step(0, "refuted", 2)], [finding(4)], 0),
        ('a = b % error: [false-step] "1 and 2"', [step(0, "refuted", 2)], [finding(4)], 0),
        ('a = b % error: [false-step] "3 and 4"', [step(0, "refuted", 2)], [finding(4)], 3),
        ("a = b % warning: [false-step]", [step(0, "refuted", 2)], [finding(4)], 3),
        ("a = b % error: [false-step]", [step(0, "proved", 2)], [], 1),
        ("a = b", [step(0, "proved", 2)], [finding(4, Severity.INFO)], 0),
        ("a = b", [step(0, "refuted", 2)], [finding(4, Severity.INFO)], 1),
        ("a = b <!-- claims: 2 -->", [step(0, "proved", 2)], [], 1),
        ("a = b <!-- verdict: proved -->", [], [], 1),
    ],
)
def test_silence_is_a_claim(note: str, steps: list[StepRecord], found: list[Diagnostic], disagreements: int) -> None:
    read = case(note)
    assert len(list(problems(read, report(read, steps, *found)))) == disagreements


@pytest.mark.parametrize(
    "note, steps, found",
    [
        ("a = b % error: [false-step]\n", [step(0, "proved", 2)], []),
        ("a = b\n= c\n", [step(0, "refuted", 2), step(1, "undecided", 6, "budget")], [finding(4)]),
        ("a = b <!-- verdict: refuted --> <!-- role: condition -->\n", [step(0, "conditional", 2)], []),
        ("a = b <!-- claims: 7 -->\n", [step(0, "proved", 2)], []),
    ],
)
def test_after_an_update_the_case_holds(note: str, steps: list[StepRecord], found: list[Any]) -> None:
    before = case(note)
    after = case("\n".join(rewrite(before, report(before, steps, *found), note.splitlines())) + "\n")
    assert list(problems(before, report(before, steps, *found)))
    assert not list(problems(after, report(after, steps, *found)))
    assert after.text == before.text

"""What a preamble defines and supposes is in scope for a note, and nothing in the preamble is checked for it."""

from __future__ import annotations

import dataclasses

import pytest

from mathlint.config import Config
from mathlint.diagnostic import Report
from mathlint.explanation import explain_line
from mathlint.pipeline import check, review
from mathlint.source import SourceFile
from tests.house.contract import assert_contract

NOTATION = SourceFile(
    "shared/notation.md",
    "# Notation\n\n"
    "$\\newcommand{\\half}{\\frac{1}{2}}$\n\n"
    "Throughout, let $\\sigma(z) = \\frac{1}{1 + e^{-z}}$ and let $S$ be a symmetric $n \\times n$ matrix.\n\n"
    "## Numbers\n\nAll of $a, b$ are positive.\n\n"
    "$$ 1 + 1 = 3 $$\n\n"
    "$$ \\sum_{k=1}^{3} k = 7 $$\n",
)
NOTE = "# A note\n\nFor vectors $u$ and $v$ we have\n\n$$\n{}\n$$\n"


def checked(formula: str, *preamble: SourceFile) -> Report:
    return check(SourceFile("a.md", NOTE.format(formula)), Config(preamble=preamble))


def verdicts(formula: str, *preamble: SourceFile) -> list[str | None]:
    return [step.verdict for step in checked(formula, *preamble).steps]


@pytest.mark.parametrize(
    ("formula", "alone"),
    [
        (r"\sigma(0) + \half = 1", "undecided"),
        (r"u^\top S v = v^\top S u", "conditional"),
        (r"\sqrt{a^2 b^2} + \log(a b) = a b + \log a + \log b", "supported"),
    ],
)
def test_definitions_and_assumptions_are_in_scope(formula: str, alone: str) -> None:
    assert verdicts(formula, NOTATION) == ["supported"]
    assert verdicts(formula) == [alone]


@pytest.mark.parametrize(
    "formula",
    [
        r"\sigma(0) = \half = 1",
        r"\sigma(-z) = 1 - \sigma(z) = 1 + \sigma(z)",
        r"u^\top S v = v^\top S u = 2 v^\top S u",
    ],
)
def test_what_is_false_with_them_is_found(formula: str) -> None:
    report = checked(formula, NOTATION)
    assert [step.verdict for step in report.steps] == ["supported", "refuted"]
    (found,) = (d for d in report.diagnostics if d.code == "ML101")
    assert (report.source.position(found.span.start).line, found.severity) == (6, "error")


def test_a_message_names_the_file_of_a_definition() -> None:
    report = checked(r"\sigma(-z) = 1 - \sigma(z) = 1 + \sigma(z)", NOTATION)
    (found,) = (d for d in report.diagnostics if d.code == "ML101")
    assert r"\sigma(z) = \frac{1}{1 + e^{-z}} (line 5 of notation.md)" in found.notes


def test_nothing_of_the_preamble_is_reported() -> None:
    with_it, without = checked("u + v = v + u", NOTATION), checked("u + v = v + u")
    assert with_it.source.position(with_it.steps[0].left_span.start) == without.source.position(
        without.steps[0].left_span.start
    )
    assert len(with_it.formulas) == len(without.formulas) == 3
    assert len(with_it.steps) == len(without.steps) == 1
    assert with_it.diagnostics == without.diagnostics == ()


def test_the_json_is_that_of_the_note_alone() -> None:
    import json

    from mathlint.render.json import render

    def output(*preamble: SourceFile) -> dict[str, object]:
        found = json.loads("".join(render([checked("u + v = v + u = 2 u", *preamble)], True)))
        assert_contract(found, {"a.md": NOTE.format("u + v = v + u = 2 u")})
        return dataclasses.asdict(report_shape(found))

    assert output(NOTATION) == output()


@dataclasses.dataclass
class Shape:
    formulas: object
    unread: object
    spans: object


def report_shape(output: dict[str, object]) -> Shape:
    (record,) = output["files"]  # type: ignore[misc]
    steps = [[s[key] for key in ("left_span", "relation_span", "right_span")] for s in record["steps"]]
    return Shape(record["formulas"], record["unread"], steps)


def test_a_note_may_define_anew() -> None:
    text = "# A note\n\nHere $\\sigma(z) = 2 z$. Then\n\n$$ \\sigma(3) = 6 $$\n"
    report = check(SourceFile("a.md", text), Config(preamble=(NOTATION,)))
    assert [s.verdict for s in report.steps if s.role == "claim"] == ["supported"]
    assert [d for d in report.diagnostics if d.severity != "info"] == []


def test_two_preambles_and_a_line_explained() -> None:
    more = SourceFile("more.md", "Let $T = 2 S$.\n")
    config = Config(preamble=(NOTATION, more))
    reviewed = review(SourceFile("a.md", NOTE.format(r"u^\top T v = 2 v^\top S u")), config)
    text = "\n".join(explain_line(reviewed, 6))
    assert "verdict: supported" in text
    assert "uses line 1 of more.md: T = 2 S" in text
    assert "  line 5 of notation.md: " in text
    assert "  line 3: " in text


def test_macros_alone_change_nothing() -> None:
    from mathlint.document import read
    from mathlint.document.preceded import preceded

    macros = read(SourceFile("m.md", "Macros.\n\n$$\\newcommand{\\R}{\\mathbb R}$$\n"))
    document = read(SourceFile("a.md", NOTE.format("x = x")))
    assert preceded(document, (macros,)) is document


def test_lines_and_places_of_a_joined_source() -> None:
    from mathlint.document import read
    from mathlint.document.preceded import preceded

    note = SourceFile("a.md", NOTE.format("x = x").replace("\n", "\r\n"))
    source = preceded(read(note), (read(NOTATION),)).source
    assert source.line_count == note.line_count
    for line in range(1, note.line_count + 1):
        assert source.slice(source.line_span(line)) == note.slice(note.line_span(line))
        assert source.position(source.line_span(line).start).line == line
        assert source.place(source.line_span(line).start) == f"line {line}"
    at = source.text.index("Throughout")
    assert (source.position(at).line, source.place(at)) == (5, "line 5 of notation.md")
    assert source.row(source.start) > source.row(at)
    with pytest.raises(IndexError):
        source.line_span(note.line_count + 1)

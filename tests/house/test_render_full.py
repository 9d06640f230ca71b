"""The full text: the whole of one finding, and its layout on difficult lines."""

from __future__ import annotations

from dataclasses import replace

from mathlint.diagnostic import Diagnostic, Entry, Label, Report, Severity
from mathlint.render import full
from mathlint.render.line import width
from mathlint.source import SourceFile, Span
from tests.house.reports import NORMS, norms, place


def text_of(report: Report, columns: int = 80) -> str:
    lines = [str(line) for line in full.render(report, report.diagnostics, columns)]
    for line in lines:
        assert width(line) <= columns, line
    return "\n".join(lines)


def finding(text: str, part: str, **more: object) -> Report:
    """A file with one finding on `part`."""
    values: dict[str, object] = {"span": place(text, part), "message": "something about it", **more}
    found = Diagnostic("ML401", "some-rule", Severity.WARNING, **values)  # type: ignore[arg-type]
    return Report(SourceFile("a.md", text), diagnostics=(found,))


def test_a_false_step() -> None:
    assert (
        text_of(norms())
        == r"""ML101 error: this step is false
  --> notes/norms.md:8:3   (step 2 of 2 of the chain that begins on line 6)
  |
7 | = \frac{1}{2\sqrt{x^\top x}}\,\nabla_x (x^\top x)
  |   -----------------------------------------------
  |   (0.31, −0.62, 0.72) at x = (3/7, −6/7, 1), n = 3
8 | = \frac{2}{\|x\|_2} x
  |   ^^^^^^^^^^^^^^^^^^^ (0.62, −1.24, 1.44)
  |
  = the right side is 2 times the left
help: `\frac{1}{\|x\|_2} x` makes it hold
note: x is a vector of length n (line 3)
"""
    )


def test_a_long_point_stands_by_itself() -> None:
    report = norms()
    (found,) = report.diagnostics
    assert found.evidence
    rows: list[Entry] = [["1/7", "-2/7", "3"], ["4/7", "5/7", "6"], ["1/9", "1/11", "1/13"]]
    changed = replace(found, evidence=replace(found.evidence, point={"A": rows, "x": [["1/3"], ["2/3"], ["4/3"]]}))
    text = text_of(replace(report, diagnostics=(changed,)))
    assert "  = at A = [1/7 −2/7 3; 4/7 5/7 6; 1/9 1/11 1/13], x = (1/3, 2/3, 4/3), n = 3" in text
    assert "(0.31, −0.62, 0.72)\n" in text


def test_values_are_not_said_twice() -> None:
    report = norms()
    (found,) = report.diagnostics
    said = "this step is false: the sides differ ((0.31, -0.62, 0.72) and (0.62, -1.24, 1.44))"
    text = text_of(replace(report, diagnostics=(replace(found, message=said),)))
    assert "the sides differ" not in text
    assert text.startswith("ML101 error: this step is false\n")


def test_labels_without_evidence() -> None:
    report = norms()
    (found,) = report.diagnostics
    labels = (Label(found.span, "here"), Label(place(NORMS, r"\nabla_x \|x\|_2"), "from here"))
    changed = Diagnostic("ML101", "false-step", Severity.ERROR, found.span, "m", labels=labels, step=found.step)
    text = text_of(Report(report.source, report.formulas, (), report.steps, (changed,)))
    assert "^ here" in text
    assert "- from here" in text
    assert "0.31" not in text


def test_a_long_line_is_cut_around_the_place() -> None:
    text = text_of(finding("a" * 200 + " WRONG " + "b" * 200, "WRONG"))
    source, under = text.split("\n")[3:5]
    assert source.startswith("1 | …a")
    assert source.endswith("b…")
    assert source[under.index("^") : under.rindex("^") + 1] == "WRONG"


def test_two_places_too_far_apart_for_one_window_get_one_each() -> None:
    note = "LEFT" + "a" * 200 + "RIGHT"
    text = text_of(finding(note, "RIGHT", labels=(Label(place(note, "LEFT"), "from here"),)))
    rows = text.split("\n")
    assert [row[:8] for row in rows if row.startswith("1 |")] == ["1 | LEFT", "1 | …aaa"]
    assert "---- from here" in text
    source, under = rows[5:7]
    assert source[under.index("^") : under.rindex("^") + 1] == "RIGHT"


def test_a_place_longer_than_the_window_keeps_its_beginning() -> None:
    text = text_of(finding("x = " + "y" * 300, "y" * 300))
    source, under = text.split("\n")[3:5]
    assert source.startswith(("1 | x = yyy", "1 | …"))
    assert source.endswith("…")
    assert source[under.index("^")] == "y"


def test_wide_and_combining_signs_and_tabs_keep_the_underline_in_place() -> None:
    text = text_of(finding("\t若 e\u0301 则 $x$ 成立", "$x$"))
    source, under = text.split("\n")[3:5]
    before = source[: source.index("$")]
    assert width(before) == under.index("^")
    assert under.count("^") == 3


def test_control_characters_never_reach_the_terminal() -> None:
    text = text_of(finding("a \x1b[31mred\x07 $x$", "$x$", message="bad \x1b[0m sign"))
    assert "\x1b" not in text
    assert "\x07" not in text


def test_several_lines_show_the_first_and_the_last() -> None:
    note = "$$\nfirst\nsecond\nthird\nfourth\n$$\n"
    text = text_of(finding(note, "first\nsecond\nthird\nfourth", labels=()))
    assert "first" in text
    assert "fourth" in text
    assert "second" not in text
    assert " :" in text


def test_an_empty_place_and_the_end_of_the_file() -> None:
    report = finding("abc\n", "abc", span=Span(4, 4))
    assert "^" in text_of(report)


def test_long_words_wrap() -> None:
    text = text_of(finding("$x$", "$x$", help="`" + "z" * 200 + "` makes it hold", message="m" * 120), columns=60)
    assert text.count("z") == 200
    assert text.count("m") >= 120


def test_crlf_lines_end_where_their_text_ends() -> None:
    text = text_of(finding("one\r\n$x = y$\r\ntwo", "$x = y$\r\n"))
    assert "\r" not in text
    assert "2 | $x = y$\n" in text

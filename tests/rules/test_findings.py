"""From conclusions to words."""

from __future__ import annotations

from typing import Any

import pytest

from mathlint.diagnostic import Edit, Severity, StepId
from mathlint.elaborate.model import Given, Notice
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Undecided, Witness
from mathlint.judge.brakes import MISREAD_CHAIN, MISREAD_FILE
from mathlint.judge.combine import TRANSPOSED
from mathlint.judge.model import Explanation, Pattern, Weight
from mathlint.rules import diagnostics
from mathlint.source import Span

WITNESS = Witness({"c0": "3/7", "c1_2": "2"}, {}, "0.31", "0.62")
TEXT = "Let x be\na number.\n\n$$ a = b $$\n"


def only(page: Any) -> Any:
    (finding,) = diagnostics(page.analysis)
    return finding


def test_a_false_step_says_where_its_sides_differ(page_of: Any) -> None:
    page = page_of(TEXT)
    page.step("a", "b", Refuted(WITNESS), shown={"c0": "x", "c1": "y"}, given=(Given(Span(9, 11), "x is a number"),))
    finding = only(page)
    assert (finding.code, finding.name, finding.severity) == ("ML101", "false-step", Severity.ERROR)
    assert finding.message == "this step is false: the sides differ at x = 3/7, y_2 = 2 (0.31 and 0.62)"
    assert [label.text for label in finding.labels] == ["0.31 at x = 3/7, y_2 = 2", "0.62"]
    assert finding.notes == ("x is a number (line 2)",)
    assert finding.evidence.point == {"x": "3/7", "y_2": "2"}
    assert finding.step == StepId(0, 0)
    assert page.source.slice(finding.span) == "b"


def test_numbers_differ_without_a_point(page_of: Any) -> None:
    page = page_of(TEXT)
    page.step("a", "b", Refuted(Witness({}, {}, "12", "13")))
    assert only(page).message == "this step is false: the sides are 12 and 13"


def test_a_long_point_stays_out_of_the_message(page_of: Any) -> None:
    page = page_of(TEXT)
    page.step("a", "b", Refuted(Witness({"A": [["1", "2"]]}, {"n": 3}, "(1, 2)", "(2, 4)")))
    assert only(page).message == "this step is false: the sides differ, for example (1, 2) and (2, 4)"


def test_the_explanation_and_its_edit_are_passed_on(page_of: Any) -> None:
    page = page_of(TEXT)
    span = page.span("b $")
    words = Explanation("the right side is 2 times the left", span, "b/2")
    page.step("a", "b", Refuted(WITNESS), explanation=words)
    finding = only(page)
    assert finding.message == "this step is false: the right side is 2 times the left"
    assert finding.help == "`b/2` in place of `b $` makes it hold"
    assert finding.suggestion == Edit(span, "b/2")


@pytest.mark.parametrize(
    "verdict, fields, code, severity, message",
    [
        (Refuted(WITNESS), {"weight": Weight.INFO}, "ML101", Severity.INFO, "this step is false: …"),
        (Refuted(WITNESS), {"goal": True}, "ML101", Severity.ERROR, "what is to be shown is false: …"),
        (Refuted(WITNESS), {"pattern": Pattern.RUN_ON}, "ML103", Severity.WARNING, "this equality runs on: …"),
        (Refuted(WITNESS), {"relation": "<="}, "ML201", Severity.INFO, "this does not hold everywhere: …"),
        (Conditional("c0 is symmetric", WITNESS), {"weight": Weight.INFO, "shown": {"c0": "A"}}, "ML102", Severity.INFO,
         "this step holds only if A is symmetric"),
        (Conditional("n is even", WITNESS), {"weight": Weight.WARNING}, "ML102", Severity.WARNING, "this step holds …"),
        (TRANSPOSED, {}, "ML302", Severity.INFO, "the right side is the transpose of the left"),
        (Undecided(Reason.UNKNOWN_SYMBOL, "`s_x` is nowhere defined"), {}, "ML801", Severity.INFO,
         "this step was not decided: `s_x` is nowhere defined"),
        (Undecided(Reason.BUDGET), {}, "ML801", Severity.INFO, "this step was not decided: it would have taken too long"),
        (MISREAD_CHAIN, {"pattern": Pattern.MISREAD}, "ML803", Severity.INFO, "most of this chain came out false, …"),
    ],
)  # fmt: skip
def test_each_conclusion_has_its_rule(
    page_of: Any, verdict: Any, fields: dict[str, Any], code: str, severity: Severity, message: str
) -> None:
    page = page_of(TEXT.replace("=", fields.get("relation", "=")))
    page.step("a", "b", verdict, **fields)
    finding = only(page)
    assert (finding.code, finding.severity) == (code, severity)
    assert finding.message.startswith(message.removesuffix("…"))


@pytest.mark.parametrize(
    "verdict, fields", [(Proved("normal form"), {}), (Refuted(WITNESS), {"pattern": Pattern.FOLLOWS})]
)
def test_what_holds_or_was_told_is_not_told_again(page_of: Any, verdict: Any, fields: dict[str, Any]) -> None:
    page = page_of(TEXT)
    page.step("a", "b", verdict, **fields)
    assert diagnostics(page.analysis) == ()


def test_a_file_that_may_be_misread_says_so_once(page_of: Any) -> None:
    page = page_of("a = b; c = d")
    for left, right in (("a", "b"), ("c", "d")):
        page.step(left, right, Refuted(WITNESS), weight=Weight.INFO, notes=(MISREAD_FILE,))
    assert [d.code for d in diagnostics(page.analysis)] == ["ML101", "ML803", "ML101"]


@pytest.mark.parametrize(
    "rule, data, code, message",
    [
        ("undefined-name", {"name": "b", "meant": "y"}, "ML403", "`b` is not defined; with `y` the step holds"),
        ("undefined-name", {"name": "b"}, "ML403", "`b` is not defined"),
        ("two-values", {"name": "L", "line": "30"}, "ML406", "`L` gets another value here than in line 30"),
        ("derivative-variable", {"variable": "k"}, "ML404", "derivative by `k`, which does not occur in what is …"),
        ("shape-mismatch", {"what": "A is 2×3"}, "ML301", "the shapes do not fit: A is 2×3"),
        ("unclosed-delimiter", {"delimiter": r"\left("}, "ML407", r"`\left(` is never closed"),
        ("bound-is-limit", {"index": "n"}, "ML409", "`n` is both an index and its own bound"),
        ("two-values", {"line": "3"}, "ML406", "`…"),
    ],
)
def test_a_notice_is_worded_by_its_rule(page_of: Any, rule: str, data: dict[str, str], code: str, message: str) -> None:
    page = page_of(TEXT)
    page.notices.append(Notice(rule, page.span("b $"), data, (0, 0), replacement="y"))
    if message == "`…":
        page.notices[-1] = Notice(rule, page.span("b $"), data)
        assert diagnostics(page.analysis)[0].message.startswith(rule)
        return
    finding = only(page)
    assert finding.code == code
    assert finding.message.startswith(message.removesuffix("…"))
    assert finding.suggestion == Edit(finding.span, "y")
    assert finding.severity in (Severity.WARNING, Severity.ERROR)


def test_an_unsure_notice_is_information(page_of: Any) -> None:
    page = page_of(TEXT)
    page.notices.append(Notice("unused-index", page.span("b $"), {"index": "i", "binder": "sum"}, sure=False))
    finding = only(page)
    assert finding.severity is Severity.INFO
    assert finding.message == "the sum runs over `i`, but its terms do not contain it"


def test_a_formula_that_is_never_closed(page_of: Any) -> None:
    page = page_of("text\n\n$$ a = b\n")
    page.block("$$ a = b", closed=False)
    finding = only(page)
    assert (finding.code, finding.message) == ("ML407", "`$$` is never closed")


def test_unread_places_are_named(page_of: Any) -> None:
    page = page_of(TEXT)
    page.unread.append((page.span("b $"), "`}` has no opening `{`"))
    assert only(page).message == "not read: `}` has no opening `{`"


@pytest.mark.parametrize("sure, codes", [(True, {"ML404"}), (False, {"ML101", "ML404"})])
def test_a_sure_cause_stands_for_the_false_step(page_of: Any, sure: bool, codes: set[str]) -> None:
    page = page_of(TEXT)
    page.step("a", "b", Refuted(WITNESS))
    page.notices.append(Notice("derivative-variable", page.span("a ="), {"variable": "k"}, (0, 0), sure))
    assert {d.code for d in diagnostics(page.analysis)} == codes


def notes_of(page_of: Any, *choices: str, **fields: Any) -> tuple[str, ...]:
    page = page_of(TEXT)
    page.step("a", "b", Refuted(WITNESS), choices=choices, **fields)
    return tuple(only(page).notes)


def test_a_choice_is_told_as_a_thing_or_as_a_clause(page_of: Any) -> None:
    choices = ("log base: e", "π is the constant", "the sum reaches to the end", "`a` stands for anything")
    told = notes_of(page_of, *choices)
    assert told == (
        "read with log base: e",
        "read so that π is the constant",
        "read so that the sum reaches to the end",
        "read so that `a` stands for anything",
    )


def test_a_definition_is_told_once(page_of: Any) -> None:
    given = (Given(Span(0, 1), "a = 2 c"),)
    assert notes_of(page_of, "`a` as in line 1", given=given) == ("a = 2 c (line 1)",)
    assert notes_of(page_of, "`a` as in line 2", given=given) == ("a = 2 c (line 1)", "read with `a` as in line 2")


def test_what_a_finding_of_its_own_tells_is_not_told_as_unread(page_of: Any) -> None:
    page = page_of(TEXT)
    judgement = page.step("a", "b", Undecided(Reason.UNREAD, "a side could not be parsed"))
    whole = judgement.step.left_span.join(judgement.step.right_span)
    page.unread = [(whole, "a side could not be parsed"), (page.span("number"), "an odd sign")]
    assert [(d.code, page.source.slice(d.span)) for d in diagnostics(page.analysis)] == [
        ("ML802", "number"),
        ("ML801", "b"),
    ]

"""Judgements as they are reported, and how a line is explained: data built by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from mathlint import explanation, pipeline
from mathlint.diagnostic import StepRecord
from mathlint.document.model import Document, MathBlock, MathKind
from mathlint.elaborate.model import Block, Blockage, Elaboration, Given, Impediment, Reading, Role, Step, Strength
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided, Verdict, Witness
from mathlint.expr.obligation import Declaration, Obligation, Trait
from mathlint.expr.shape import Shape
from mathlint.expr.tree import expr, mul, name, number
from mathlint.judge.model import Analysis, Explanation, Judgement
from mathlint.source import SourceFile, Span
from mathlint.syntax.surface import ParsedBlock, SyntaxIssue

TEXT = "Let $A$ be symmetric.\n\n$$A^\\top = 2 A$$\n"
BLOCK = Span(TEXT.index("$$"), TEXT.rindex("$$") + 2)


def step(**more: Any) -> Step:
    at = TEXT.index
    left, relation, right = (Span(at(part), at(part) + len(part)) for part in ("A^\\top", "=", "2 A"))
    values: dict[str, Any] = {"role": Role.CLAIM, "why": "it stands inside a chain", "strength": Strength.STRONG}
    return Step(0, 0, left, relation, right, "A^\\top", "=", "2 A", **{**values, **more})


def reading(**more: Any) -> Reading:
    matrix = Declaration("A0", shape=Shape("n", "n"), traits=frozenset({Trait.SYMMETRIC}))
    left, right = expr("transpose", (name("A0"),)), mul(number(2), name("A0"))
    given = (Given(Span(4, 7), "A is symmetric"),)
    return Reading((), Obligation(left, "=", right, (matrix,)), given, shown={"A0": "A"}, **more)


WITNESS = Witness({"A0": [["1/3", "2/7"], ["2/7", "5/7"]]}, {}, "1/3", "2/3")


def record(verdict: Verdict | None, **more: Any) -> StepRecord:
    made: StepRecord = pipeline.step_record(Judgement(step(**more), verdict, reading()))
    return made


@pytest.mark.parametrize(
    ("verdict", "said", "reason", "method", "assumptions"),
    [
        (Proved("equal normal forms"), "proved", None, "equal normal forms", ()),
        (Supported(3, 30, "balls"), "supported", None, "balls", ()),
        (Supported(3, 30), "supported", None, None, ()),
        (Conditional("A is symmetric", WITNESS), "conditional", None, None, ("A is symmetric",)),
        (Refuted(WITNESS, "balls"), "refuted", None, "balls", ()),
        (Undecided(Reason.BUDGET), "undecided", "budget", None, ()),
    ],
)
def test_verdicts(verdict: Verdict, said: str, reason: str | None, method: str | None, assumptions: object) -> None:
    made = record(verdict)
    assert (made.verdict, made.reason, made.method, made.assumptions) == (said, reason, method, assumptions)
    assert made.given == (Span(4, 7),)


def test_a_definition_has_no_verdict() -> None:
    made = record(None, role=Role.DEFINITION, strength=None)
    assert (made.role, made.verdict, made.reason, made.strength) == ("definition", None, None, None)


def test_what_an_undecided_step_waits_for() -> None:
    blocked = reading(blocks=(Block(Blockage.UNKNOWN_SYMBOL, "s_x", "`s_x` is nowhere defined"),))
    undecided = Undecided(Reason.UNKNOWN_SYMBOL)
    assert pipeline.step_record(Judgement(step(), undecided, blocked)).missing == "no value for `s_x`"
    impeded = step(impediment=Impediment("unsupported", "no meaning for `\\wp`", "\\wp"))
    assert pipeline.step_record(Judgement(impeded, Undecided(Reason.UNSUPPORTED))).missing == "the notation `\\wp`"
    assert pipeline.step_record(Judgement(step(), Proved("x"), blocked)).missing is None


def reviewed(*judgements: Judgement, issues: tuple[SyntaxIssue, ...] = (), **more: Any) -> Any:
    text = TEXT[BLOCK.start + 2 : BLOCK.end - 2]
    starts = tuple(range(BLOCK.start + 2, BLOCK.end - 2))
    block = MathBlock(BLOCK, MathKind.DISPLAY, text, starts, tuple(n + 1 for n in starts), **more)
    document = Document(SourceFile("a.md", TEXT), (block,))
    elaboration = Elaboration(tuple(j.step for j in judgements), understood=((Span(4, 7), "A is a symmetric matrix"),))
    parsed = {0: ParsedBlock((), issues)}
    unparsed = tuple(pipeline.unparsed(document, parsed))
    return pipeline.Reviewed(document, parsed, Analysis(document, elaboration, judgements, unparsed=unparsed))


def test_places_that_were_not_read() -> None:
    found = pipeline.unread(reviewed(issues=(SyntaxIssue(9, 12, "`2` what?"), SyntaxIssue(9, 12, "`2` what?"))))
    assert [(TEXT[u.span.start : u.span.end], u.message) for u in found] == [("2 A", "`2` what?")]
    (unclosed,) = pipeline.unread(reviewed(closed=False))
    assert unclosed.span == BLOCK


@pytest.fixture
def explained() -> Callable[..., str]:
    def lines(page: Any, line: int) -> str:
        return "\n".join(explanation.explain_line(page, line))

    return lines


def test_a_refuted_step_is_explained(explained: Callable[..., str]) -> None:
    words = Explanation("the right side is 2 times the left")
    meant = reading()
    text = explained(reviewed(Judgement(step(readings=(meant,)), Refuted(WITNESS), meant, explanation=words)), 3)
    for part in (
        "a.md:3:10: A^\\top = 2 A",
        "role: claim, strong: it stands inside a chain",
        "A: variable, n×n, symmetric",
        "uses line 1: A is symmetric",
        "verdict: refuted",
        "at A = [[1/3, 2/7], [2/7, 5/7]]",
        "the left side is 1/3, the right side 2/3",
        "why: the right side is 2 times the left",
        "line 1: A is a symmetric matrix",
    ):
        assert part in text
    assert "A0" not in text


def test_an_undecided_step_names_the_one_thing_that_is_missing(explained: Callable[..., str]) -> None:
    blocked = reading(blocks=(Block(Blockage.CONTEXT, "A", "line 1 says something about `A`"),))
    text = explained(reviewed(Judgement(step(), Undecided(Reason.CONTEXT), blocked)), 3)
    assert "verdict: undecided (context)" in text
    assert "missing: line 1 says something about `A`" in text


def test_a_line_without_a_step(explained: Callable[..., str]) -> None:
    text = explained(reviewed(), 2)
    assert "a.md:2: no step touches this line: there is no mathematics on it" in text
    assert "no relation between two sides" in explained(reviewed(), 3)

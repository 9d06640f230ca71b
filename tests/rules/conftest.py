"""An analysis made by hand: a page, judgements on steps of it, notices."""

from __future__ import annotations

from typing import Any

import pytest

from mathlint.document.model import Directive, Document, MathBlock, MathKind
from mathlint.elaborate.model import Elaboration, Notice, Reading, Role, Step, Strength
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import name
from mathlint.judge.model import Analysis, Judgement, Weight
from mathlint.source import SourceFile, Span


class Page:
    """Steps are found in the text by what they say: `page.step("a", "b")` for `a = b`."""

    def __init__(self, text: str) -> None:
        self.source = SourceFile("page.md", text)
        self.judgements: list[Judgement] = []
        self.notices: list[Notice] = []
        self.items: list[Any] = []
        self.unread: list[tuple[Span, str]] = []

    def span(self, text: str, after: int = 0) -> Span:
        start = self.source.text.index(text, after)
        return Span(start, start + len(text))

    def step(self, left: str, right: str, verdict: Any, relation: str = "=", **fields: Any) -> Judgement:
        left_span = self.span(left)
        relation_span = self.span(relation, left_span.end)
        reading_fields = {k: fields.pop(k) for k in ("given", "shown", "choices") if k in fields}
        step_fields = {k: fields.pop(k) for k in ("chain", "goal") if k in fields}
        step = Step(
            step_fields.get("chain", len(self.judgements)), 0, left_span, relation_span,
            self.span(right, relation_span.end), left, relation, right, Role.CLAIM, "interior link",
            strength=Strength.STRONG, goal=step_fields.get("goal", False),
        )  # fmt: skip
        reading = Reading(
            reading_fields.get("choices", ()), Obligation(name("l"), relation, name("r")),
            reading_fields.get("given", ()), shown=reading_fields.get("shown", {}),
        )  # fmt: skip
        made = Judgement(step, verdict, reading, **({"weight": Weight.ERROR} | fields))
        self.judgements.append(made)
        return made

    def directive(self, comment: str) -> None:
        text = comment.removeprefix("<!-- mathlint:").removesuffix("-->").strip()
        self.items.append(Directive(self.span(comment), text))

    def block(self, text: str, closed: bool = True) -> None:
        self.items.append(MathBlock(self.span(text), MathKind.DISPLAY, "", (), (), closed=closed))

    @property
    def analysis(self) -> Analysis:
        steps = tuple(j.step for j in self.judgements)
        elaboration = Elaboration(steps, tuple(self.notices), tuple(self.unread))
        document = Document(self.source, tuple(self.items))
        return Analysis(document, elaboration, tuple(self.judgements), tuple(self.notices))


@pytest.fixture
def page_of() -> type[Page]:
    return Page

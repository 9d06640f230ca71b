"""Pages made by hand and an engine that is told what to say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from mathlint.document.model import Document
from mathlint.elaborate.model import Elaboration, Reading, Role, Step, Strength
from mathlint.engine.verdict import Refuted, Supported, Verdict, Witness
from mathlint.expr.obligation import Declaration, Obligation
from mathlint.expr.tree import Expr, expr, name
from mathlint.judge import judge
from mathlint.judge.model import Analysis
from mathlint.source import SourceFile, Span


@dataclass
class Desk:
    """Builds steps one by one, and judges them with the verdicts that were ordered."""

    text: str = ""
    steps: list[Step] = field(default_factory=list)
    orders: dict[Obligation, Verdict] = field(default_factory=dict)
    asked: list[Obligation] = field(default_factory=list)

    def reading(self, left: str, right: str, verdict: Verdict | None = None, **fields: Any) -> Reading:
        """A reading of `|left| = |right|`, of two names; the verdict is what the engine will say of it."""
        obligation = Obligation(side(left), fields.pop("relation", "="), side(right), declare(left, right))
        if verdict is not None:
            self.orders[obligation] = verdict
        shown = {left: left, right: right} | fields.pop("shown", {})
        return Reading(fields.pop("choices", ()), obligation, shown=shown, **fields)

    def step(self, *readings: Reading, **fields: Any) -> Step:
        at = 10 * len(self.steps)
        link = sum(s.chain == fields.get("chain", len(self.steps)) for s in self.steps)
        first = readings[0].obligation if readings else Obligation(name("l"), "=", name("r"))
        left, right = (written(tree) for tree in (first.left, first.right))
        made = Step(
            **{
                "chain": len(self.steps), "link": link, "left_span": Span(at, at + 3),
                "relation_span": Span(at + 4, at + 5),
                "right_span": Span(at + 6, at + 9), "left": left, "right": right, "relation": "=", "role": Role.CLAIM, "why": "interior link",
                "strength": Strength.STRONG, "readings": readings, **fields,
            }
        )  # fmt: skip
        self.steps.append(made)
        return made

    def filler(self, count: int) -> None:
        """Steps that hold, so that the brake for whole files stays off."""
        for number in range(count):
            self.step(self.reading(f"p{number}", f"q{number}", Supported(3, 30)))

    def judged(self, **fields: Any) -> Analysis:
        def decide(obligation: Obligation) -> Verdict:
            self.asked.append(obligation)
            return self.orders.get(obligation, Refuted(Witness({}, {})))

        document = Document(SourceFile("page.md", self.text + "\n" * 10 * (len(self.steps) + 1)), ())
        return judge(document, Elaboration(tuple(self.steps), **fields), decide=decide)


def side(key: str) -> Expr:
    return expr("abs", (name(key),))


def written(tree: Expr) -> str:
    return "".join(sorted(tree.free)) or repr(tree)


def declare(*names: str) -> tuple[Declaration, ...]:
    return tuple(Declaration(n) for n in sorted(set(names)))


@pytest.fixture
def desk() -> Desk:
    return Desk()

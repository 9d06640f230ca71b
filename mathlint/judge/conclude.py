"""`judge`: from a page's steps to a conclusion on each, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mathlint.document.model import Document
from mathlint.elaborate.model import Elaboration, Role, Step
from mathlint.engine.verdict import Reason, Refuted, Undecided, Verdict
from mathlint.expr.obligation import Obligation
from mathlint.judge import wording
from mathlint.judge.brakes import brake, is_alarm
from mathlint.judge.bridge import bridge
from mathlint.judge.combine import Decide, Opinion, combine, holds, opinion, standing, unmoved
from mathlint.judge.contradiction import contradictions
from mathlint.judge.conventions import Conventions, agree, choices
from mathlint.judge.deep import Effort, deepened, proved
from mathlint.judge.follow import follow
from mathlint.judge.model import Analysis, Judgement, Pattern, Weight
from mathlint.judge.rename import renames
from mathlint.judge.second_reader import second_opinion
from mathlint.judge.unbound_index import unbound_indices
from mathlint.judge.weigh import Page, weigh

if TYPE_CHECKING:
    from mathlint.engine import Budget


def judge(
    document: Document,
    elaboration: Elaboration,
    budget: Budget | None = None,
    decide: Decide | None = None,
    effort: Effort | None = None,
) -> Analysis:
    """Decide every claim of a page, then weigh what came out against the rest of the page.

    decide: how one obligation is decided; the engine under `budget` unless another way is given. It is asked once for
    each obligation. effort: what else to ask of a slower prover.
    """
    ask = _Asker(decide or _engine(budget), decide or _engine(budget, supporting=True))
    opinions = {index: _opinions(step, ask) for index, step in enumerate(elaboration.steps) if _is_open(step)}
    if any(len(found) > 1 and holds(found[-1].verdict) and choices(found[-1].reading) for found in opinions.values()):
        # some step needs another convention than the usual one: hear those that the usual one suits as well
        for index, found in opinions.items():
            if holds(found[-1].verdict) and choices(found[-1].reading):
                opinions[index] = _opinions(elaboration.steps[index], ask, every=True)
    if effort is not None and effort.deep:
        opinions = {index: deepened(found, effort) for index, found in opinions.items()}
    conventions = agree(opinions.values())
    page = Page(document, elaboration)
    judgements = [_conclude(s, opinions.get(index, ()), conventions, page) for index, s in enumerate(elaboration.steps)]
    judgements = _once(judgements, ask)
    judgements = [_second_reader(j) for j in judgements]
    judgements = brake(judgements, elaboration)
    judgements = [_explained(j, budget) for j in judgements]
    if effort is not None and effort.prove:
        judgements = [proved(j, effort) for j in judgements]
    renamed = (*renames(judgements, page, ask), *unbound_indices(judgements, page, ask))
    judgements = follow(judgements, ask.supporting, frozenset(notice.step for notice in renamed))
    renamed = (*renamed, *contradictions(elaboration.echoes, judgements, ask))
    return Analysis(document, elaboration, tuple(judgements), (*elaboration.notices, *renamed))


def _engine(budget: Budget | None, supporting: bool = False) -> Decide:
    from mathlint.engine import Budget, decide

    limits = replace(budget or Budget(), supporting=supporting)
    return lambda obligation: decide(obligation, limits)


class _Asker:
    """Asks for each obligation once; `supporting` asks only whether it holds."""

    def __init__(self, decide: Decide, supporting: Decide | None = None) -> None:
        self._decide = decide
        self._known: dict[Obligation, Verdict] = {}
        self.supporting: Decide = _Asker(supporting) if supporting is not None else self

    def __call__(self, obligation: Obligation) -> Verdict:
        found = self._known.get(obligation)
        if found is None:
            try:
                found = self._decide(obligation)
            except Exception as problem:  # one step that cannot be decided must not cost the page
                found = Undecided(Reason.INTERNAL, f"{type(problem).__name__}: {problem}")
            self._known[obligation] = found
        return found


def _is_open(step: Step) -> bool:
    return step.role is Role.CLAIM and step.impediment is None and bool(step.readings)


def _opinions(step: Step, ask: _Asker, every: bool = False) -> list[Opinion]:
    """In the order of the readings, up to the first that holds. Where a refutation would be blocked, only support is asked for."""
    found: list[Opinion] = []
    for reading in step.readings:
        verdict = _answer(reading.obligation, ask.supporting if reading.blocks else ask)
        blocks = standing(reading, verdict) if isinstance(verdict, Refuted) else ()
        settled = bool(blocks) and unmoved(blocks, ask.supporting)
        found.append(opinion(reading, _answer(reading.obligation, ask) if settled else verdict, settled))
        if holds(found[-1].verdict) and not every:
            break  # before another reading is made
    return found


def _answer(obligation: Obligation, ask: Decide) -> Verdict:
    """The verdict; facts about compound terms may support a step, but they refute none that holds without them."""
    verdict = ask(obligation)
    if obligation.rewrites and isinstance(verdict, Refuted):
        without = ask(replace(obligation, rewrites=()))
        return without if holds(without) else verdict
    return verdict


def _conclude(step: Step, opinions: Sequence[Opinion], conventions: Conventions, page: Page) -> Judgement:
    if step.role is not Role.CLAIM:
        return Judgement(step, None)
    if step.impediment is not None:
        return Judgement(step, Undecided(_reason(step.impediment.reason), step.impediment.detail))
    if not opinions:
        return Judgement(step, Undecided(Reason.UNSUPPORTED, "this step has no reading"))
    found = combine(conventions.order(opinions))
    loud, notes = weigh(step, found.verdict, found.reading, page)
    return Judgement(step, found.verdict, found.reading, loud, None, notes)


def _reason(text: str) -> Reason:
    return next((reason for reason in Reason if reason.value == text), Reason.INTERNAL)


def _once(judgements: Sequence[Judgement], ask: Decide) -> list[Judgement]:
    """Report each error where it began: two false steps around one wrong term are one error."""
    told: list[Judgement] = []
    for index, judgement in enumerate(judgements):
        before = told[-1] if told else None
        if before is not None and before.pattern is Pattern.PLAIN and _neighbours(before, judgement):
            outer = _around(before, judgement)
            if outer is not None and holds(ask(outer)):
                told[-1] = replace(before, pattern=Pattern.SLIP, weight=_louder(before.weight, judgement.weight))
                told.append(replace(judgement, pattern=Pattern.FOLLOWS, weight=Weight.INFO))
                continue
        told.append(_run_on(judgement, judgements[index + 1] if index + 1 < len(judgements) else None, ask))
    return told


def _neighbours(first: Judgement, second: Judgement) -> bool:
    return (
        isinstance(first.verdict, Refuted)
        and isinstance(second.verdict, Refuted)
        and first.step.chain == second.step.chain
        and first.step.link + 1 == second.step.link
        and first.step.relation == second.step.relation == "="
    )


def _around(first: Judgement, second: Judgement) -> Obligation | None:
    """The outer terms of two neighbouring steps, as an obligation."""
    if first.reading is None or second.reading is None:
        return None
    return bridge(first.reading, second.reading)


def _louder(one: Weight, other: Weight) -> Weight:
    order = list(Weight)
    return min(one, other, key=order.index)


def _run_on(judgement: Judgement, after: Judgement | None, ask: Decide) -> Judgement:
    """`A = B + C = D` where A = B and B + C = D. In numbers this leaves no doubt, however weakly it is claimed."""
    if not isinstance(judgement.verdict, Refuted) or judgement.reading is None or after is None:
        return judgement
    obligation = judgement.reading.obligation
    step, following = judgement.step, after.step
    if (following.chain, following.link) != (step.chain, step.link + 1) or not holds(after.verdict):
        return judgement
    if obligation.relation == "=" and obligation.right.head in ("add", "mul"):
        beginning = obligation.right.args[0]
        if holds(ask(replace(obligation, right=beginning))):
            if obligation.declarations:
                return replace(judgement, pattern=Pattern.RUN_ON)
            return replace(
                judgement, pattern=Pattern.RUN_ON, weight=_louder(judgement.weight, Weight.WARNING), notes=()
            )
    return judgement


def _second_reader(judgement: Judgement) -> Judgement:
    if not is_alarm(judgement) or judgement.reading is None or not isinstance(judgement.verdict, Refuted):
        return judgement
    doubt = second_opinion(judgement.step, judgement.reading, judgement.verdict.witness)
    return judgement if doubt is None else replace(judgement, verdict=doubt, weight=Weight.INFO, pattern=Pattern.PLAIN)


def _explained(judgement: Judgement, budget: Budget | None) -> Judgement:
    if (
        not is_alarm(judgement)
        or judgement.pattern is Pattern.RUN_ON
        or judgement.reading is None
        or not isinstance(judgement.verdict, Refuted)
    ):
        return judgement
    return replace(judgement, explanation=wording.explain(judgement.step, judgement.reading, judgement.verdict, budget))

"""An index that nothing binds, where one that is bound around it makes the step hold: `Σ_i Σ_j a_i a_j x_j x_{j'}`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from mathlint.elaborate.model import Blockage, Notice, Reading, Strength
from mathlint.elaborate.strangers import Strangers
from mathlint.engine.verdict import Reason, Undecided
from mathlint.expr.obligation import Kind, Obligation, Trait
from mathlint.expr.tree import Expr, bound_names, name, substitute
from mathlint.judge.combine import Decide, holds
from mathlint.judge.model import Judgement
from mathlint.judge.rename import RULE
from mathlint.judge.weigh import Page
from mathlint.judge.witness import names

_MOST = 4


def unbound_indices(judgements: Sequence[Judgement], page: Page, ask: Decide) -> Iterator[Notice]:
    """One finding a step at most, where the index stands nowhere else on the page."""
    strangers = Strangers(page.document)
    for judgement in judgements:
        verdict, reading, step = judgement.verdict, judgement.reading, judgement.step
        if not isinstance(verdict, Undecided) or verdict.reason is not Reason.UNKNOWN_SYMBOL or reading is None:
            continue
        if step.recovered or step.strength is not Strength.STRONG or reading.obligation.relation != "=":
            continue
        for key in _loose(reading):
            on_left = key in reading.obligation.left.free
            side = step.left_span if on_left else step.right_span
            written = names(reading).get(key, key)
            if not strangers.holds(written, side):
                continue
            meant = _meant(reading.obligation, key, on_left, ask)
            if meant is not None:
                data = {"name": written, "meant": meant.split("#", 1)[0]}
                yield Notice(RULE, side, data, (step.chain, step.link))
                break


def _loose(reading: Reading) -> Iterator[str]:
    """The free indices on one side only, if nothing else of the step is unknown."""
    unknown = {b.name for b in reading.blocks if b.why is Blockage.UNKNOWN_SYMBOL}
    shown = names(reading)
    for d in reading.obligation.declarations:
        once = (d.name in reading.obligation.left.free) != (d.name in reading.obligation.right.free)
        if once and d.kind is Kind.VARIABLE and Trait.INDEX in d.traits and unknown == {shown.get(d.name, d.name)}:
            yield d.name


def _meant(obligation: Obligation, key: str, on_left: bool, ask: Decide) -> str | None:
    """The one bound index with which the step holds."""
    side = obligation.left if on_left else obligation.right
    kept = tuple(d for d in obligation.declarations if d.name != key)
    fitting = []
    for candidate in sorted(_bound_around(side, key))[:_MOST]:
        made = substitute(side, {key: name(candidate)})
        if any("#" in n for n in made.free):
            continue
        changed = replace(obligation, declarations=kept)
        changed = replace(changed, left=made) if on_left else replace(changed, right=made)
        if changed.left is not changed.right and holds(ask(changed)):
            fitting.append(candidate)
    return fitting[0] if len(fitting) == 1 else None


def _bound_around(node: Expr, key: str, bound: frozenset[str] = frozenset()) -> frozenset[str]:
    """What is bound wherever the name stands."""
    if node.head == "name":
        return bound if node.datum == key else frozenset()
    if key not in node.free:
        return frozenset()
    inner = bound | frozenset(bound_names(node))
    return frozenset().union(*(_bound_around(a, key, inner) for a in node.args))

"""The rename finding: a name that the page never defines, where another name of the step makes the step hold.

A name without a value on one side only never refutes a step. But if it is described nowhere, and putting the one name
that its side lacks makes the step hold at all points, then that name was meant: "`b` is not defined; with `y` the step
holds".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mathlint.elaborate.model import Blockage, Notice, Reading, Strength
from mathlint.engine.verdict import Reason, Undecided
from mathlint.expr.obligation import Declaration, Kind, Obligation, Trait
from mathlint.expr.tree import name, substitute
from mathlint.judge.combine import Decide, holds
from mathlint.judge.model import Judgement
from mathlint.judge.weigh import Page
from mathlint.judge.witness import names
from mathlint.source import Span

RULE: Final = "undefined-name"
_MOST_CANDIDATES: Final = 4
_COUNTING: Final = frozenset((Trait.INTEGER, Trait.INDEX))
"""Indices and sizes: whether one of them was meant for another is for the findings about indices."""


def renames(judgement: Judgement, page: Page, ask: Decide) -> Iterator[Notice]:
    """At most one notice: the undefined name of a step that waits for it, and the name that was meant."""
    verdict, reading, step = judgement.verdict, judgement.reading, judgement.step
    if (
        not isinstance(verdict, Undecided)
        or verdict.reason is not Reason.UNKNOWN_SYMBOL
        or reading is None
        or step.recovered
    ):
        return
    undefined = _undefined(reading, page)
    if undefined is None:
        return
    on_left = undefined in reading.obligation.left.free
    side = step.left_span if on_left else step.right_span
    fitting = [c for c in _candidates(reading.obligation, undefined) if _mends(reading.obligation, undefined, c, ask)]
    if len(fitting) != 1:
        return
    shown = names(reading)
    written, meant = shown.get(undefined, undefined), shown.get(fitting[0], fitting[0])
    place = _place(page.document.source.slice(side), written, side)
    yield Notice(
        RULE,
        place or side,
        {"name": written, "meant": meant},
        (step.chain, step.link),
        sure=step.strength is not Strength.WEAK and _bare(written) != _bare(meant),
        replacement=meant if place is not None else None,
    )


def _undefined(reading: Reading, page: Page) -> str | None:
    """The one name of the step that stands on one side only and of which the page says nothing."""
    obligation, shown = reading.obligation, names(reading)
    blocked = {block.name for block in reading.blocks if block.why is Blockage.UNKNOWN_SYMBOL}
    doubtful = {block.name for block in reading.blocks if block.why is Blockage.CONTEXT}
    found = [
        d.name
        for d in obligation.declarations
        if d.kind is Kind.VARIABLE
        and d.value is None
        and d.traits.isdisjoint(_COUNTING)
        and (d.name in obligation.left.free) != (d.name in obligation.right.free)
        and shown.get(d.name) in blocked - doubtful
        and not page.mentions(shown[d.name])
    ]
    return found[0] if len(found) == 1 else None


def _candidates(obligation: Obligation, undefined: str) -> list[str]:
    """The names without a value that the side of the undefined name lacks."""
    side = obligation.left if undefined in obligation.left.free else obligation.right
    gone = next(d for d in obligation.declarations if d.name == undefined)
    found = [d.name for d in obligation.declarations if d.name not in side.free and d.value is None and _alike(d, gone)]
    return found if len(found) <= _MOST_CANDIDATES else []


def _mends(obligation: Obligation, undefined: str, meant: str, ask: Decide) -> bool:
    """Does the step hold with the other name, and does it then still say something?"""
    changed = _renamed(obligation, undefined, meant)
    return changed.left is not changed.right and holds(ask(changed))


def _bare(written: str) -> str:
    """A name without its look: a bold `A` and a plain one are hardly two names."""
    return re.sub(r"\\[a-z]+|[{}\s]", "", written)


def _alike(one: Declaration, other: Declaration) -> bool:
    same_kind = (one.kind, one.slots, one.arity) == (other.kind, other.slots, other.arity)
    return (
        same_kind
        and one.traits.isdisjoint(_COUNTING)
        and (one.shape.is_scalar, one.shape.is_column) == (other.shape.is_scalar, other.shape.is_column)
    )


def _renamed(obligation: Obligation, undefined: str, meant: str) -> Obligation:
    exchange = {undefined: name(meant)}
    return replace(
        obligation,
        left=substitute(obligation.left, exchange),
        right=substitute(obligation.right, exchange),
        declarations=tuple(d for d in obligation.declarations if d.name != undefined),
    )


def _place(text: str, written: str, side: Span) -> Span | None:
    """Where the name stands in its side, if it stands there once."""
    found = list(re.finditer(rf"(?<![A-Za-z\\]){re.escape(written)}(?![A-Za-z])", text))
    if len(found) != 1:
        return None
    return Span(side.start + found[0].start(), side.start + found[0].end())

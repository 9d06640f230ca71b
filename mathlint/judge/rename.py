"""The rename finding: a name that the page never defines, where another name of the step makes the step hold.

A name without a value on one side only never refutes a step. But if it is a stranger on the page, and putting the one
name of the other side makes the step hold at all points, then that name was meant: "`b` is not defined; with `y` the
step holds". Where a side is an abbreviation (`2v` with `v = f(w)`), an earlier term of the chain is asked instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from mathlint.elaborate.model import Blockage, Notice, Reading, Role, Strength
from mathlint.elaborate.strangers import Strangers
from mathlint.engine.verdict import Reason, Undecided
from mathlint.expr.obligation import Declaration, Kind, Obligation, Trait
from mathlint.expr.tree import Expr, name, substitute
from mathlint.judge.bridge import bridge
from mathlint.judge.combine import Decide, holds
from mathlint.judge.model import Judgement
from mathlint.judge.weigh import Page
from mathlint.judge.witness import names
from mathlint.source import Span

RULE: Final = "undefined-name"
_MOST_CANDIDATES: Final = 4
_MOST_BEFORE: Final = 4
_COUNTING: Final = frozenset((Trait.INTEGER, Trait.INDEX))
"""Indices and sizes: whether one of them was meant for another is for the findings about indices."""


@dataclass(frozen=True, slots=True)
class _Stranger:
    """key: its canonical name. written: as on the page. side: where it stands."""

    key: str
    written: str
    side: Span


def renames(judgements: Sequence[Judgement], page: Page, ask: Decide) -> Iterator[Notice]:
    """The undefined names of steps that wait for them, each with the name that was meant; at most one a step."""
    strangers = Strangers(page.document)
    for at, judgement in enumerate(judgements):
        verdict, reading = judgement.verdict, judgement.reading
        if not isinstance(verdict, Undecided) or verdict.reason is not Reason.UNKNOWN_SYMBOL or reading is None:
            continue
        if judgement.step.recovered or reading.obligation.relation != "=":
            continue
        stranger = _stranger(judgement, reading, strangers)
        if stranger is None:
            continue
        meant = _meant(reading, stranger, _before(judgements, at), ask)
        if meant is None:
            continue
        yield _notice(judgement, reading, stranger, meant, page, sure=_sure(judgement, reading, stranger, strangers))
        strangers.tell(stranger.written, stranger.side)


def _stranger(judgement: Judgement, reading: Reading, strangers: Strangers) -> _Stranger | None:
    """The one name of the step that stands on one side only and of which the page says nothing."""
    obligation, shown, step = reading.obligation, names(reading), judgement.step
    blocked = {block.name for block in reading.blocks if block.why is Blockage.UNKNOWN_SYMBOL}
    doubtful = {block.name for block in reading.blocks if block.why is Blockage.CONTEXT}
    since = None
    if step.link > 0 and _restates(reading):
        since = max((g.span.start for g in reading.given if g.span.end <= step.left_span.start), default=None)
    found = []
    for d in obligation.declarations:
        on_left, on_right = d.name in obligation.left.free, d.name in obligation.right.free
        written = shown.get(d.name)
        if on_left == on_right or not _plain(d) or written not in blocked - doubtful:
            continue
        side = step.left_span if on_left else step.right_span
        if strangers.holds(written, side, since):
            found.append(_Stranger(d.name, written, side))
    return found[0] if len(found) == 1 else None


def _plain(declaration: Declaration) -> bool:
    return declaration.kind is Kind.VARIABLE and declaration.value is None and declaration.traits.isdisjoint(_COUNTING)


def _meant(reading: Reading, stranger: _Stranger, before: Sequence[Judgement], ask: Decide) -> str | None:
    """The one name, as written, with which the step holds, or else the equation with an earlier term of the chain."""
    shown, obligation = names(reading), reading.obligation
    if any(_copied(obligation, stranger.key, c) for c in _candidates(obligation, stranger.key)):
        return None  # `f(m) = f(n)`: the same is said of two things
    found = _fitting(obligation, stranger.key, ask)
    if found is None and stranger.key in reading.obligation.right.free:
        for earlier in before:
            for other in islice(earlier.step.readings, _MOST_BEFORE):
                bridged = bridge(other, reading) or _merged(other, reading)
                if bridged is not None and stranger.key in bridged.right.free:
                    found = _fitting(bridged, stranger.key, ask)
                    if found is not None:
                        return names(other).get(found, found)
    return None if found is None else shown.get(found, found)


def _fitting(obligation: Obligation, undefined: str, ask: Decide) -> str | None:
    """The only name of the other side that makes it hold."""
    fitting = [c for c in _candidates(obligation, undefined) if _mends(obligation, undefined, c, ask)]
    return fitting[0] if len(fitting) == 1 else None


def _candidates(obligation: Obligation, undefined: str) -> list[str]:
    """The names without a value that the other side has, through its definitions too, and this one lacks.

    A family may stand here as well: `Σ (y_n - x_n^T w) z_n` for `Σ (y_n - x_n^T w) x_n`.
    """
    on_left = undefined in obligation.left.free
    side, other = (obligation.left, obligation.right) if on_left else (obligation.right, obligation.left)
    declared = {d.name: d for d in obligation.declarations}
    gone, own = declared[undefined], _reached(side, declared)
    found = [
        key
        for key in sorted(_reached(other, declared))
        if (key not in own or gone.slots) and _alike(declared[key], gone)
    ]
    return found if len(found) <= _MOST_CANDIDATES else []


def _reached(tree: Expr, declared: dict[str, Declaration]) -> frozenset[str]:
    """The declared names in a tree and in the definitions that it leads to."""
    found: set[str] = set()
    waiting = list(tree.free)
    while waiting:
        key = waiting.pop()
        if key in declared and key not in found:
            found.add(key)
            value = declared[key].value
            waiting += [] if value is None else value.free
    return frozenset(found)


def _alike(one: Declaration, other: Declaration) -> bool:
    """Two plain names of the same kind of letter and of the same kind of shape."""
    return (
        _plain(one)
        and one.slots == other.slots
        and _letter(one.name).islower() == _letter(other.name).islower()
        and (one.shape.is_scalar, one.shape.is_column) == (other.shape.is_scalar, other.shape.is_column)
    )


def _letter(key: str) -> str:
    """The first letter of a name without its dress: `A` of `\\mathbf{A}`, the whole word of a Greek one."""
    inner = re.search(r"\{\s*\\?([A-Za-z]+)", key)
    return inner.group(1) if inner else key.lstrip("\\")[:1]


def _copied(obligation: Obligation, undefined: str, meant: str) -> bool:
    """Does the exchange make the two sides the very same?"""
    exchange = {undefined: name(meant)}
    return substitute(obligation.left, exchange) is substitute(obligation.right, exchange)


def _mends(obligation: Obligation, undefined: str, meant: str, ask: Decide) -> bool:
    """Does the step hold with the other name, and is it then more than a copy?"""
    exchange = {undefined: name(meant)}
    left, right = substitute(obligation.left, exchange), substitute(obligation.right, exchange)
    kept = tuple(d for d in obligation.declarations if d.name != undefined)
    return left is not right and holds(ask(replace(obligation, left=left, right=right, declarations=kept)))


def _before(judgements: Sequence[Judgement], at: int) -> list[Judgement]:
    """The steps of the same chain before this one, nearest first, as long as all are equations."""
    found: list[Judgement] = []
    step = judgements[at].step
    for judgement in reversed(judgements[:at]):
        known = judgement.step
        if known.chain != step.chain or known.link != step.link - len(found) - 1 or len(found) == _MOST_BEFORE:
            break
        if known.role is not Role.CLAIM or known.relation.strip() != "=":
            break
        found.append(judgement)
    return found


def _merged(first: Reading, second: Reading) -> Obligation | None:
    """The bridge of two readings whose unnamed sizes are numbered differently."""
    here = {d.name: d for d in first.obligation.declarations}
    moved: dict[str, str] = {}
    for d in second.obligation.declarations:
        if d.name in here:
            for mine, theirs in zip(
                (d.shape.rows, d.shape.cols), (here[d.name].shape.rows, here[d.name].shape.cols), strict=True
            ):
                if isinstance(mine, str) and mine.startswith("?") and isinstance(theirs, str):
                    if moved.setdefault(mine, theirs) != theirs:
                        return None
    if len(set(moved.values())) != len(moved):
        return None
    declarations = []
    for d in second.obligation.declarations:
        rows, cols = (moved.get(size, size) if isinstance(size, str) else size for size in (d.shape.rows, d.shape.cols))
        declarations.append(replace(d, shape=replace(d.shape, rows=rows, cols=cols)))
    return bridge(first, replace(second, obligation=replace(second.obligation, declarations=tuple(declarations))))


def _sure(judgement: Judgement, reading: Reading, stranger: _Stranger, strangers: Strangers) -> bool:
    """A claim; or a definition of this section said again within a chain, or once the name was found before."""
    if judgement.step.strength is not Strength.WEAK:
        return True
    return _restates(reading) and (judgement.step.link > 0 or strangers.told(stranger.written))


def _restates(reading: Reading) -> bool:
    """Its left side is `f(w)`, and this section has defined f."""
    left = reading.obligation.left
    values = {d.name for d in reading.obligation.declarations if d.value is not None}
    near = all(block.why is Blockage.UNKNOWN_SYMBOL or block.name for block in reading.blocks)
    return near and left.head == "apply" and left.args[0].head == "name" and left.args[0].datum in values


def _notice(
    judgement: Judgement, reading: Reading, stranger: _Stranger, meant: str, page: Page, *, sure: bool
) -> Notice:
    step = judgement.step
    place = _place(page.document.source.slice(stranger.side), stranger.written, stranger.side)
    return Notice(
        RULE,
        place or stranger.side,
        {"name": stranger.written, "meant": meant},
        (step.chain, step.link),
        sure=sure,
        replacement=meant if place is not None else None,
    )


def _place(text: str, written: str, side: Span) -> Span | None:
    """Where the name stands in its side, if it stands there once."""
    found = list(re.finditer(rf"(?<![A-Za-z\\]){re.escape(written)}(?![A-Za-z])", text))
    if len(found) != 1:
        return None
    return Span(side.start + found[0].start(), side.start + found[0].end())

"""Passes P7 and P8: the readings of a step, each with its slice of the scope as an obligation.

A reading is one lowering of both sides and of every definition that they reach, under one set of picks. The first run takes
every first option; the others change one pick at a time, then two, at most `MAX_READINGS` in all, without duplicates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import overload

from mathlint.elaborate.binding import Page
from mathlint.elaborate.dependence import CHOICE
from mathlint.elaborate.kinds import kinds_of, typing_of
from mathlint.elaborate.letters import is_upper
from mathlint.elaborate.lowering import CannotRead
from mathlint.elaborate.model import Block, Blockage, Impediment, Reading
from mathlint.elaborate.obligations import FILE_WIDE, RELATIONS, reading
from mathlint.elaborate.page import Term
from mathlint.elaborate.scope import View
from mathlint.elaborate.shape_typing import Typing
from mathlint.elaborate.shapes import RULES, variables_of
from mathlint.elaborate.slices import Fact, Slice, components, sides_of, slice_of
from mathlint.expr.tree import Expr

MAX_READINGS = 8


def readings_of(
    page: Page,
    left: Term,
    right: Term,
    relation: str,
    view: View,
    more: tuple[Block, ...] = (),
    facts: tuple[Fact, ...] = (),
) -> tuple[Sequence[Reading], Impediment | None]:
    """The readings of a step, the most plausible first; or why it has none.

    more: blocks that every reading gets. facts: what is put into the sides first.
    """
    if relation not in RELATIONS:
        return (), Impediment("unsupported", f"the relation `{relation}`", relation)
    if left.node is None or right.node is None:
        return (), Impediment("unread", "one side is missing")
    if left.broken or right.broken:
        return (), Impediment("unread", "a side could not be parsed")
    search = _Search(page, left, right, relation, view, more, facts)
    readings = Readings(search.run())
    if not readings:
        return (), search.problem or Impediment("unsupported", "it has no reading")
    return readings, None


class Readings(Sequence[Reading]):
    """Readings that are made when they are asked for: most steps hold in the first."""

    def __init__(self, source: Iterator[Reading]) -> None:
        self._source = source
        self._made: list[Reading] = []

    def _reach(self, count: int | None) -> None:
        while count is None or len(self._made) < count:
            try:
                self._made.append(next(self._source))
            except StopIteration:
                return

    def __bool__(self) -> bool:
        self._reach(1)
        return bool(self._made)

    def __len__(self) -> int:
        self._reach(None)
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Reading]: ...
    def __getitem__(self, index: int | slice) -> Reading | Sequence[Reading]:
        self._reach(index + 1 if isinstance(index, int) and index >= 0 else None)
        return self._made[index]

    def __iter__(self) -> Iterator[Reading]:
        index = 0
        while True:
            self._reach(index + 1)
            if index >= len(self._made):
                return
            yield self._made[index]
            index += 1


class _Search:
    """Breadth first over the picks: the first options, then one other, then two others, …"""

    def __init__(
        self,
        page: Page,
        left: Term,
        right: Term,
        relation: str,
        view: View,
        more: tuple[Block, ...],
        facts: tuple[Fact, ...] = (),
    ) -> None:
        self.page, self.left, self.right, self.relation, self.view, self.more = page, left, right, relation, view, more
        self.facts = facts
        self.problem: Impediment | None = None
        self.queue: list[dict[str, int]] = [{}]
        self.reserve: list[dict[str, int]] = []
        self.known: set[frozenset[tuple[str, int]]] = {frozenset()}
        self.seen: set[tuple[Expr, Expr, tuple[tuple[str, Expr], ...]]] = set()

    def run(self) -> Iterator[Reading]:
        """The readings; if some were left out for their number, the last one says so."""
        held: Reading | None = None
        count = tried = 0
        while (
            (self.queue or (self.reserve and held is None and not count))
            and count < MAX_READINGS
            and tried < 2 * MAX_READINGS
        ):
            picks = self.queue.pop(0) if self.queue else self.reserve.pop(0)
            tried += 1
            for made in self.under(picks):
                if held is not None:
                    yield held
                held = made
                count += 1
                if count == 1:
                    yield held
                    held = None
        if any(set(p) - FILE_WIDE for p in self.queue):
            block = Block(Blockage.CONTEXT, "", "it can be read in more ways than were tried", firm=True)
            if held is not None:
                held = replace(held, blocks=(*held.blocks, block))
        if held is not None:
            yield held

    def under(self, picks: dict[str, int]) -> list[Reading]:
        """The readings under one set of picks: one, or two where the layout of derivatives matters."""
        out: list[Reading] = []
        try:
            part = slice_of(self.page, self.left, self.right, self.view, picks, self.facts)
            self.widen(picks, part)
            key = (
                part.left,
                part.right,
                tuple(sorted(((k, v[1]) for k, v in part.values.items()), key=lambda p: p[0])),
            )
            if key in self.seen:
                return out
            self.seen.add(key)
            for layout in ("denominator", "numerator"):
                typed = typing_of(self.page, part, self.view, layout)
                if typed.faults:
                    self.problem = self.problem or Impediment("ill-typed", typed.faults[0])
                else:
                    made = reading(self.page, part, typed, self.view, self.relation, picks)
                    out.append(replace(made, blocks=(*made.blocks, *self.more)) if self.more else made)
                if not typed.layouts:
                    break
        except CannotRead as why:
            self.problem = self.problem or Impediment(why.reason, why.detail, why.symbol)
        except RecursionError:
            self.problem = self.problem or Impediment("unsupported", "it is nested too deeply")
        return out

    def widen(self, picks: dict[str, int], part: Slice) -> None:
        """Put the picks that differ in one choice more into the queue; first of all those without any definition."""
        if not picks and part.values:
            bare = {choice: option for low in part.all_lows for choice, option in low.anything.items() if option}
            # a general rule speaks of any functions, of variables that are their values
            functions = {c: o for c, o in bare.items() if c.removeprefix("definition:") in part.low.functions}
            for several in (functions, bare):
                mark = frozenset(several.items())
                if several and mark not in self.known and not part.low.reserve & set(several):
                    self.known.add(mark)
                    self.queue.insert(0, several)
        if not picks and CHOICE in part.low.offered:
            mark = frozenset({(CHOICE, 1)})
            self.known.add(mark)
            self.queue.insert(0, {CHOICE: 1})
        for low in part.all_lows:
            for choice, options in low.offered.items():
                if choice in picks:
                    continue
                for j in range(1, len(options)):
                    further = {**picks, choice: j}
                    mark = frozenset(further.items())
                    if mark not in self.known:
                        self.known.add(mark)
                        (self.reserve if choice in low.reserve else self.queue).append(further)


MAX_KINDS = 256
_PLIABLE = frozenset({"identity", "opaque", "plusminus", "compare", "apply", "diagonal"})
"""Heads whose shape authors leave to the reader: `I` may be a number or an indicator, `(a, b)` an interval, `1 > 0` an array of truths."""


def is_pliable(node: Expr, arrays: bool) -> bool:
    """Whether the shape of a node is left to the reader. arrays: matrices are written out as such, not as `(a, b)`."""
    if node.head in _PLIABLE or node.head in ("matrix", "tabulate") and not arrays:
        return True
    if node.head in ("tabulate", "matrix") and any(n.head in ("apply", "transpose", "inverse") for n in node.walk()):
        return True  # rows and blocks of their own beside each other
    if node.head == "name":
        return any(mark in str(node.datum) for mark in ("\\bullet", "\\cdot", ":", "*"))
    return node.head.endswith("derivative") and any(
        a.head not in ("row", "column", "item") and is_upper(str(n.datum))
        for a in node.args[1:]
        for n in a.walk()
        if n.head == "name"
    )


def never_fits(page: Page, left: Term, right: Term, view: View) -> str | None:
    """The clash of shapes that stands in every reading and under every kind the names may have, or None.

    A name that is transposed or stands in a norm is no scalar; every other name may be anything its letter allows.
    """
    search = _Search(page, left, right, "=", view, ())
    words: str | None = None
    text = "".join(page.document.blocks[term.block].text[term.start : term.end] for term in (left, right))
    tried = 0
    while search.queue:
        picks = search.queue.pop(0)
        tried += 1
        if tried > MAX_READINGS:
            return None
        try:
            part = sides_of(page, left, right, view, picks)
        except (CannotRead, RecursionError):
            return None
        nodes = [part.left, part.right]
        if any(is_pliable(n, "\\begin" in text) for side in nodes for n in side.walk()):
            return None
        components(part)
        search.widen(picks, part)
        nodes = [part.left, part.right]
        variables, bare = variables_of(nodes, {})
        solid = {
            n.args[0].datum for side in nodes for n in side.walk() if n.head in ("transpose", "norm", "trace", "determinant") and n.args[0].head == "name"
        }  # fmt: skip
        kinds = []
        for variable in variables:
            key = variable.split("/", 1)[0].removesuffix("()")
            found = kinds_of(page, variable, key, key in part.low.integers or key in part.low.indices)
            if "/" in variable or variable.endswith("()"):
                found = tuple(dict.fromkeys((*found, "S", "C", "M")))
            elif key in solid:
                found = ("M", "C") if is_upper(key) else ("C",)
            elif len(found) > 1:
                found = tuple(dict.fromkeys((*found, "S", "C", "M")))
            kinds.append(found)
        if prod(len(k) for k in kinds) > MAX_KINDS:
            return None
        for chosen in product(*kinds):
            for layout in ("denominator", "numerator"):
                typed = Typing(RULES, dict(zip(variables, chosen, strict=True)), {}, layout, {}, bare)
                typed.equation(part.left, part.right)
                if not typed.faults:
                    return None
                words = words or typed.faults[-1]
                if not typed.layouts:
                    break
    return words

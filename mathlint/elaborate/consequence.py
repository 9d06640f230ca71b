"""What follows from the equations before: `a = F/m` below `F = m a`, which is solved for a name that nothing else gives a value."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush
from itertools import islice
from typing import Final

from mathlint.elaborate.binding import Page, pattern_of
from mathlint.elaborate.isolate import solution
from mathlint.elaborate.lowering import CannotRead
from mathlint.elaborate.model import Block, Blockage, Reading, Role
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.readings import readings_of
from mathlint.elaborate.scope import Binding, View
from mathlint.elaborate.slices import Slice, Solved, slice_of
from mathlint.expr.tree import ZERO, Expr

NEAR_LINES: Final = 80
"""How far up an equation of another section counts."""
EQUATIONS: Final = 4
"""How many equations about one name are tried, the latest first."""
SOLUTIONS: Final = 4
"""How many sets of solved equations are tried for one step."""
DEEP: Final = 3
"""How many equations may be solved for one step."""
SLICES: Final = 48
"""How many sets of solved equations are looked at, whether or not anything stands on one side only after them."""


@dataclass(frozen=True, slots=True)
class _Equation:
    """A link of a chain that the page states or supposes; order: its place in the file."""

    chain: RawChain
    link: int
    order: int
    section: int
    names: frozenset[str]
    claimed: bool
    """It is claimed, neither supposed nor defined: to say it again gives it no support."""


@dataclass(frozen=True, slots=True)
class _Given:
    """A set of solved equations, what a step comes to with them, and the names that wait for a value."""

    solved: Mapping[str, Solved]
    part: Slice
    wanted: tuple[str, ...]


@dataclass
class Equations:
    """The equations of a page so far, by the names in them."""

    page: Page
    by_name: dict[str, list[_Equation]] = field(default_factory=dict)

    def add(self, chain: RawChain) -> None:
        """Keep the equations of a chain; chains come in reading order."""
        judged = self.page.roles.get(chain.number, ())
        if chain.condition_of is not None or any(role.goal for role in judged):
            return
        for k, (link, role) in enumerate(zip(chain.links, judged, strict=False)):
            if link.relation not in ("=", "definition") or role.role is Role.CONDITION and not chain.display:
                continue
            left, right = self.page.first_form(chain, k), self.page.first_form(chain, k + 1)
            if left is None or right is None or left is right:
                continue
            view = self.page.view(chain, k)
            names = keys_of(left) | keys_of(right)
            made = _Equation(chain, k, view.order, view.section, names, role.role is Role.CLAIM)
            for key in names:
                self.by_name.setdefault(key, []).append(made)

    def readings(self, chain: RawChain, k: int, view: View, more: tuple[Block, ...]) -> Iterator[Reading]:
        """The step with earlier equations solved for the names that stand on one side only. They can only support it."""
        left, right = chain.terms[k : k + 2]
        if left.node is None or right.node is None or left.broken or right.broken:
            return
        for solved in islice(self._sets(left, right, (chain, k), view), SOLUTIONS):
            found, _ = readings_of(self.page, left, right, "=", view, more, tuple(solved.values()))
            for reading in islice(found, 1):
                yield self._marked(reading, solved)

    def _sets(self, left: Term, right: Term, place: tuple[RawChain, int], view: View) -> Iterator[Mapping[str, Solved]]:
        """The sets of solved equations after which no name stands on one side only, the smallest first.

        Last come those after which only such names do as the equations brought in: these may cancel.
        """
        part = self._slice(left, right, view, {})
        if part is None:
            return
        own = reached(part, part.left) | reached(part, part.right)
        lonely = one_sided(self.page, part)
        count = 0
        spare: list[Mapping[str, Solved]] = []
        near = {n for key in lonely for e in islice(self._about(key, place, view, set()), EQUATIONS) for n in e.names}
        beside = sorted((near & part.free.keys()) - set(lonely))
        waiting = [(len(lonely), count, _Given({}, part, (*lonely, *beside) if lonely else tuple(sorted(part.free))))]
        while waiting:
            given = heappop(waiting)[2]
            for key in given.wanted:
                if key in given.part.values or key in given.part.guessed or "#" in key:
                    continue
                for found in self._found(key, given, place, view):
                    solved = {**given.solved, key: found}
                    part = self._slice(left, right, view, solved)
                    count += 1
                    if part is not None and all(s.binding.members or name in part.values for name, s in solved.items()):
                        lonely = one_sided(self.page, part)
                        if not lonely:
                            yield solved
                        elif len(solved) < DEEP:
                            heappush(waiting, (len(lonely), count, _Given(solved, part, tuple(lonely[:1]))))
                        if lonely and own.isdisjoint(lonely):
                            spare.append(solved)
                    if count == SLICES:
                        yield from spare
                        return
        yield from spare

    def _slice(self, left: Term, right: Term, view: View, solved: Mapping[str, Solved]) -> Slice | None:
        try:
            return slice_of(self.page, left, right, view, {}, tuple(solved.values()))
        except (CannotRead, RecursionError):
            return None

    def _found(self, key: str, given: _Given, place: tuple[RawChain, int], view: View) -> Iterator[Solved]:
        """What the equations before a step make of a name."""
        taken = {(s.binding.chain, s.binding.link) for s in given.solved.values()}
        for equation in islice(self._about(key, place, view, taken), EQUATIONS):
            if (solved := self._solve(key, equation, given.part)) is not None:
                yield solved

    def _about(
        self, key: str, place: tuple[RawChain, int], view: View, taken: set[tuple[int, int]]
    ) -> Iterator[_Equation]:
        """The equations about a name that stand before a step, the latest first; those of its section and those around it come first."""
        found = self.by_name.get(key, [])
        above = self.page.scope.above(view.section)
        here = self.page.row(view.order)
        far = []
        for equation in reversed(found[: bisect_left(found, place[0].number + 1, key=lambda e: e.chain.number)]):
            same = equation.chain is place[0]
            if (equation.chain.number, equation.link) in taken or same and equation.link >= place[1]:
                continue
            if equation.claimed and self.page.theorems.in_proof_of(view.order, equation.order):
                continue  # it is still to be shown
            if equation.claimed and self._sides(equation.chain, equation.link) == self._sides(*place):
                continue
            if equation.section in above:
                yield equation
            elif here - self.page.row(equation.order) <= NEAR_LINES:
                far.append(equation)
        yield from far

    def _sides(self, chain: RawChain, k: int) -> frozenset[Expr | None]:
        return frozenset((self.page.first_form(chain, k), self.page.first_form(chain, k + 1)))

    def _solve(self, key: str, equation: _Equation, part: Slice) -> Solved | None:
        """An equation solved for a name; None if it does not give the name alone."""
        chain, k = equation.chain, equation.link
        one, other = chain.terms[k], chain.terms[k + 1]
        if one.node is None or other.node is None:
            return None
        view, tag = self.page.view(chain, k), f"{chain.number}.{k}."
        left = self.page.lowered(one.node, view, {}, self.page.ranges, f"{tag}0.")
        right = self.page.lowered(other.node, view, {}, self.page.ranges, f"{tag}1.")
        if left.form is None or right.form is None:
            return None
        target = _target(key, (left.form, right.form))
        if target is None:
            return None
        base, at, numbers = key.partition("@")
        pattern = (base, (), ()) if at else pattern_of(target)
        if pattern is None:
            return None
        members = tuple(int(n) for n in numbers.split(",")) if at else ()
        value = solution(left.form, right.form, target)
        random = frozenset().union(*(low.random for low in part.all_lows))
        if value is None or value is ZERO or key in keys_of(value) or base in random and value.free.isdisjoint(random):
            return None
        span = self.page.span(one).join(self.page.span(other)) if one.block == other.block else self.page.span(other)
        text = f"{self.page.text(one)} = {self.page.text(other)}"
        place = (chain.number, k, equation.order, equation.section)
        binding = Binding(key, target, *pattern[1:], other, *place, "derived", span, text, members)
        return Solved(binding, value, (left.low, right.low))

    def _marked(self, reading: Reading, solved: Mapping[str, Solved]) -> Reading:
        """The reading, said to rest on equations that may not be meant: it refutes nothing."""
        first = min(s.binding.span.start for s in solved.values())
        again = f"it may not be meant to follow from {self.page.place(first)}"
        block = Block(Blockage.CONTEXT, "", again, firm=True)
        choices = tuple(f"`{key}` from {self.page.place(s.binding.span.start)}" for key, s in solved.items())
        return replace(reading, choices=(*choices, *reading.choices), blocks=(*reading.blocks, block), again=again)


def one_sided(page: Page, part: Slice) -> list[str]:
    """The names without a value that only one side of a step leads to; sizes aside."""

    alone = reached(part, part.left) ^ reached(part, part.right)
    sizes = {n for low in part.all_lows for n in low.integers} | page.survey.bounds
    return sorted(
        key
        for key in alone
        if key.partition("@")[0] not in part.values and key not in sizes and not key.startswith("N(")
    )


def reached(part: Slice, form: Expr) -> frozenset[str]:
    """The names in a form, and in the definitions that it leads to; numbered members count by themselves."""
    found: set[str] = set()
    waiting = [*keys_of(form)]
    while waiting:
        key = waiting.pop()
        if key in found:
            continue
        found.add(key)
        base = key.partition("@")[0]
        if base in part.values:
            found.add(base)
            waiting += keys_of(part.values[base][1])
    return frozenset(found)


def keys_of(form: Expr) -> frozenset[str]:
    """The free names of a form; of a family of which only numbered members stand in it, the members: `b@0`, `b@1`."""
    members, names, stack = set(), set(), [form]
    while stack:
        node = stack.pop()
        if node.head == "item" and node.args[0].head == "name" and all(map(_whole, node.args[1:])):
            members.add((str(node.args[0].datum), ",".join(map(str, node.args[1:]))))
        elif node.head == "name":
            names.add(str(node.datum))
        else:
            stack += node.args
    single = {f"{base}@{place}" for base, place in members if base not in names}
    return frozenset(n for n in names | single if "#" not in n)


def _target(key: str, forms: tuple[Expr, Expr]) -> Expr | None:
    """The one term in which a name stands in an equation: itself, its member, or its value; None if there are several."""
    if "@" in key:
        base, _, numbers = key.partition("@")
        return next((n for f in forms for n in f.walk() if _is_member(n, base, numbers)), None)
    name_ = next((n for f in forms for n in f.walk() if n.head == "name" and n.datum == key), None)
    if name_ is None:
        return None
    found: set[Expr] = set()

    def visit(node: Expr) -> None:
        if key not in node.free:
            return
        function = node.args[0] if node.head == "apply" else node
        base = function.args[0] if function.head == "item" else function
        if node is name_ or node.head in ("apply", "item") and base is name_:
            found.add(node)
            return
        for arg in node.args:
            visit(arg)

    for form in forms:
        visit(form)
    target = found.pop() if len(found) == 1 else None
    return None if target is None or any("#" in n for n in target.free) else target


def _whole(index: Expr) -> bool:
    return index.head == "number" and index.datum.denominator == 1


def _is_member(node: Expr, base: str, numbers: str) -> bool:
    return (
        node.head == "item"
        and node.args[0].head == "name"
        and node.args[0].datum == base
        and (",".join(map(str, node.args[1:])) == numbers)
    )


__all__ = ["Equations", "one_sided"]

"""Pass P5, scope: what every name means where. A fold over chains and statements, kept as small lists by name.

A binding is visible in its own section and the sections inside it, from its place on; a display also sees its where-clause.
What stands in an earlier neighbouring section is visible too, behind everything else. Rebinding does not hide: the
definitions stay live, the latest first.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from mathlint.elaborate.laws import Law
from mathlint.elaborate.lowering import Known
from mathlint.elaborate.page import Section, Term
from mathlint.elaborate.parts import Parts
from mathlint.elaborate.shelf import Shelf
from mathlint.expr.obligation import Trait
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr
from mathlint.operators.distributions import Distribution
from mathlint.source import Span

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Binding:
    """A definition of a name. pattern: its left side as lowered. slots, params: keys of its index letters and arguments.

    value: the term that defines it (lowered on demand). link: the relation of its chain that makes it. order: place in the file.
    """

    key: str
    pattern: Expr
    slots: tuple[str, ...]
    params: tuple[str, ...]
    value: Term
    chain: int
    link: int
    order: int
    section: int
    status: str
    span: Span
    text: str
    members: tuple[int, ...] = ()
    """Of `x_1 = …`: which member it defines."""

    @property
    def home(self) -> int:
        return self.chain

    @property
    def content(self) -> Hashable:
        """What decides whether it fits a use of the name."""
        return len(self.params), len(self.slots), self.members


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says of a name without defining it. kind: "" | "scalar" | "vector" | "row" | "matrix" | "function" | "set" | "event" | "random".

    dims: rows and columns, if said. usable: an engine can honour it completely; if not, it blocks a refutation.
    domain: one or two chains of comparisons are kept elsewhere; here only traits.
    """

    key: str
    order: int
    section: int
    span: Span
    text: str
    kind: str = ""
    dims: tuple[Dim, Dim] | None = None
    traits: frozenset[Trait] = frozenset()
    random: bool = False
    usable: bool = True
    described: bool = True
    group: int = 0
    quantified: bool = False
    only: int | None = None
    """The chain that it is said for, if it is not said for the whole section."""
    until: int | None = None
    """Where the case ends that it is said for: "if $n$ is odd, …"."""
    apart: bool = False
    """Of a family: its members are independent of each other."""
    eigen: tuple[Expr, Expr] | None = None
    """Of a matrix: an eigenvector that it has, and its eigenvalue."""
    law: Law | None = None
    """Of a random variable: the moments that the page gives it."""
    slots: int = 0
    """Of a vector or matrix: how many indices the name has that it is said of: `x_n` is a vector."""
    spread: bool = False
    """Of a random variable: its law lets it take every value."""
    named: tuple[Distribution, ...] = ()
    """Of a random variable: the distributions that it may have, likeliest first."""
    noun: str = ""
    """The named value that it is called: "the gamma function", "the imaginary unit"."""

    @property
    def home(self) -> int | None:
        return self.only

    @property
    def content(self) -> Hashable:
        meant = (
            self.kind,
            self.dims,
            self.traits,
            self.random,
            self.usable,
            self.noun,
            self.law,
            self.named,
            self.apart,
            self.eigen,
        )
        return (
            *meant,
            self.slots,
            self.spread,
            self.described,
            self.group,
            self.quantified,
            self.only is None,
            self.until is None,
        )


@dataclass(frozen=True, slots=True)
class Fact:
    """An equation or comparison that the page supposes, and that is no definition of a name. names: keys in it."""

    names: frozenset[str]
    chain: int
    link: int
    order: int
    section: int
    span: Span
    text: str
    status: str
    """ "hypothesis" | "derived" | "definition"."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A comparison that the page supposes of numbers: `a < b`, `|x| < 1`, `q ≠ 1`. only: the chain that it is said for, if not for the section."""

    form: Expr
    chain: int
    only: int | None
    order: int
    section: int


@dataclass(frozen=True, slots=True)
class Obscure:
    """Something on the page about names that was not understood."""

    names: frozenset[str]
    order: int
    section: int
    span: Span
    text: str


DEEP = 3
"""How many definitions of one form are looked at from a place."""
MOST_CONDITIONS = 256
"""How many of a section's conditions are looked through, the last ones."""
MOST_KNOWN = 4096
"""How many answers of `Scope.known` are kept."""


@dataclass
class Scope:
    """Everything that the page binds, by name."""

    sections: tuple[Section, ...]
    parts: Parts = field(default_factory=Parts)
    bindings: dict[str, Shelf[Binding]] = field(default_factory=dict)
    cases: dict[str, list[Binding]] = field(default_factory=dict)
    """Values that a name is given for a sentence: "for $n = 3$ we get …". What it was before counts no more without doubt."""
    said: dict[str, Shelf[Said]] = field(default_factory=dict)
    facts: dict[str, dict[int, list[Fact]]] = field(default_factory=dict)
    """By name and section; so are the next."""
    obscure: dict[str, dict[int, list[Obscure]]] = field(default_factory=dict)
    conditions: dict[int, list[Condition]] = field(default_factory=dict)
    """By section, in reading order."""
    _above: dict[int, frozenset[int]] = field(default_factory=dict)
    _starts: list[int] = field(default_factory=list)
    _known: dict[tuple[str, View], Known] = field(default_factory=dict)

    def section_at(self, offset: int) -> int:
        """The innermost section of an offset."""
        if len(self._starts) != len(self.sections):
            self._starts = [section.start for section in self.sections]
        found = bisect_right(self._starts, offset)
        return self.sections[found - 1].number if found else 0

    def above(self, section: int) -> frozenset[int]:
        """The section and those around it."""
        found = self._above.get(section)
        if found is None:
            numbers = {section}
            parent = self.sections[section].parent
            while parent is not None:
                numbers.add(parent)
                parent = self.sections[parent].parent
            found = frozenset(numbers)
            self._above[section] = found
        return found

    def bind(self, binding: Binding) -> None:
        self.bindings.setdefault(binding.key, Shelf()).add(binding)
        self._known.clear()

    def bind_case(self, binding: Binding) -> None:
        self.cases.setdefault(binding.key, []).append(binding)
        self._known.clear()

    def say(self, said: Said) -> None:
        self.said.setdefault(said.key, Shelf()).add(said)
        self._known.clear()

    def suppose(self, fact: Fact) -> None:
        for key in fact.names:
            self.facts.setdefault(key, {}).setdefault(fact.section, []).append(fact)

    def obscures(self, obscure: Obscure) -> None:
        for key in obscure.names:
            self.obscure.setdefault(key, {}).setdefault(obscure.section, []).append(obscure)

    def definitions(self, key: str, view: View) -> list[Binding]:
        """The live definitions of a name as seen from a place: its own section first, the latest first; of each form a few.

        Last comes the first that stands only further down in the same section: authors say "where" late.
        """
        cases = [b for b in self.cases.get(key, ()) if b.chain in view.attached and b.order < view.order]
        shelf = self.bindings.get(key)
        if not shelf:
            return cases[::-1]

        def visible(found: Iterable[Binding]) -> Iterator[Binding]:
            return (b for b in found if b.chain != view.chain or b.link < view.link)

        above = self.above(view.section)
        near = {id(b): b for b in (*visible(shelf.of((view.chain, *view.attached))), *visible(cases))}
        for section in above:
            for found in shelf.before(view.order, section):
                near.update((id(b), b) for b in islice(visible(found), DEEP))
        far = {id(b): b for found in shelf.before(view.order) for b in islice(visible(found), DEEP)}
        ordered = sorted(
            near.values(),
            key=lambda b: (
                b.chain in view.attached,
                b.chain in view.attached and b.order < view.order,
                self.is_near(b, view),
                b.section == view.section,
                b.order,
            ),
            reverse=True,
        )
        outside = (b for b in far.values() if b.section not in above and b.chain not in view.attached)
        below = (
            b for b in shelf.after(view.order, view.section) if b.chain != view.chain and b.chain not in view.attached
        )
        return [
            *ordered,
            *sorted(outside, key=lambda b: b.order, reverse=True),
            *sorted(below, key=lambda b: b.order)[:1],
        ]

    def is_near(self, binding: Binding, view: View) -> bool:
        """Whether it stands before the place, in its section or around it, or is attached to it."""
        if binding.chain in view.attached or binding.chain == view.chain:
            return True
        before = binding.section in self.above(view.section) and binding.order < view.order
        return before and not self.parts.apart(binding.order, view.order) and not self._superseded(binding, view)

    def _superseded(self, binding: Binding, view: View) -> bool:
        """Whether the name was given another value since, be it for a sentence."""
        above = self.above(view.section)
        return any(
            binding.order < case.order < view.order and case.section in above
            for case in self.cases.get(binding.key, ())
        )

    def renewed(self, form: Expr, since: int, view: View) -> bool:
        """Whether a name in what a statement is about was given a value or a law since, or belongs to another problem there.

        That the whole is said again, or that its function has another value elsewhere, renews nothing.
        """
        if self.parts.apart(since, view.order):
            return True
        head = form.args[0] if form.head in ("apply", "item") and form.args else form
        for key in sorted(n for n in form.free if "#" not in n):
            shelf, said = self.bindings.get(key), self.said.get(key)
            inner = head.head != "name" or key != head.datum
            values = [b for found in shelf.before(view.order) for b in islice(found, DEEP)] if shelf and inner else []
            orders = [b.order for b in (*values, *self.cases.get(key, ())) if b.chain != view.chain]
            if said:
                latest = (s for found in said.before(view.order) for s in islice(found, 1))
                orders += [s.order for s in latest if s.law is not None or s.random or not s.usable]
            if any(since < order < view.order for order in orders):
                return True
        return False

    def remarks(self, key: str, view: View) -> list[Said]:
        """What is said of a name, wherever in the file; nearest sections first. What is said again is left out."""
        shelf = self.said.get(key)
        if not shelf:
            return []
        above = self.above(view.section)
        found = {id(s): s for s in shelf.of((view.chain,))}
        for section in (*above, None):
            found.update((id(s), s) for places in shelf.before(view.order, section) for s in islice(places, 1))
            found.update((id(s), s) for s in shelf.last(view.order, section))
        return sorted(
            found.values(),
            key=lambda s: (s.section == view.section, s.section in above, s.order < view.order, s.order),
            reverse=True,
        )

    def in_force(self, said: Said, view: View) -> bool:
        """Whether what is said of a name holds at a place: said in the same section or around it, and not only later outside."""
        if said.only is not None:
            return said.only == view.chain
        if said.until is not None:
            return said.order <= view.order < said.until
        if said.law is not None and self.parts.apart(said.order, view.order):
            return False
        here = said.order != view.order and said.section == view.section  # what a formula says does not bear itself out
        return said.section in self.above(view.section) and (said.order < view.order or here)

    def supposing(self, names: frozenset[str], view: View) -> tuple[Expr, ...]:
        """The conditions on these names at a place."""
        return tuple(dict.fromkeys(c.form for c in self.conditions_at(view) if c.form.free <= names))

    def linking(self, names: frozenset[str], view: View) -> str | None:
        """A name that is not among these and that several conditions tie to them: `x < y` and `y < z` order x and z."""
        seen: set[str] = set()
        for found in self.conditions_at(view):
            if not found.form.free.isdisjoint(names):
                outside = sorted(found.form.free - names)
                if len(found.form.free & names) < len(names) and (
                    twice := next((n for n in outside if n in seen), None)
                ):
                    return twice
                seen.update(outside)
        return None

    def conditions_at(self, view: View) -> list[Condition]:
        """The conditions in force at a place; of several chains about the same names only the latest."""
        latest: dict[frozenset[str], list[Condition]] = {}
        above = self.above(view.section)
        near = [c for section in sorted(above) for c in self.conditions.get(section, ())[-MOST_CONDITIONS:]]
        for found in sorted(near, key=lambda c: c.order):
            if not found.form.free or found.chain == view.chain:
                continue
            if found.only is not None:
                if found.only != view.chain:
                    continue
            elif not (found.order < view.order or found.chain in view.attached):
                continue
            group = latest.setdefault(found.form.free, [])
            if group and group[0].chain != found.chain:
                group.clear()
            group.append(found)
        return [c for group in latest.values() for c in group]

    def is_bound(self, key: str, view: View) -> bool:
        shelf = self.bindings.get(key)
        if not shelf:
            return False
        above = self.above(view.section)
        if any(b.section in above for b in shelf.of(view.attached) if b.chain != view.chain):
            return True
        return any(
            b.chain != view.chain for section in above for found in shelf.before(view.order, section) for b in found
        )

    def supposed(self, key: str, view: View) -> list[Fact]:
        """The facts about a name in the section of a place and around it."""
        return self._around(self.facts.get(key), view)

    def obscured(self, key: str, view: View) -> list[Obscure]:
        """What was not understood about a name in the section of a place and around it."""
        return self._around(self.obscure.get(key), view)

    def _around(self, found: dict[int, list[T]] | None, view: View) -> list[T]:
        if not found:
            return []
        return [thing for section in sorted(self.above(view.section)) for thing in found.get(section, ())]

    def known(self, key: str, view: View) -> Known:
        """What lowering needs to know of a name."""
        found = self._known.get((key, view))
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self._known[key, view] = self._know(key, view)
        return found

    def _know(self, key: str, view: View) -> Known:
        bindings = self.definitions(key, view)
        remarks = self.remarks(key, view)
        near = [r for r in remarks if self.in_force(r, view)]
        function = any(b.params for b in bindings) or any(r.kind == "function" for r in (near or remarks))
        bindings = [b for b in bindings if not b.members]
        params = next((b.params for b in bindings if b.params and self.is_near(b, view)), None)
        shape = next((r.kind for r in near if r.kind in ("scalar", "vector", "row", "matrix")), "")
        return Known(
            function=function,
            params=params,
            valued=bool(bindings),
            held=any(self.is_near(b, view) for b in bindings),
            shape="" if function else shape,
            random=any(r.random for r in remarks),
            # that `X'` stands in an equation does not tell whether the prime transposes X
            described=bool(remarks) or (key in self.facts and not key.endswith("'")),
            told=bool(remarks),
            complex=any(Trait.COMPLEX in r.traits for r in near),
            meaning=next((r.noun for r in near if r.noun), ""),
        )


@dataclass(frozen=True, slots=True)
class View:
    """A place to look from: a link of a chain. order: its offset. attached: chains that it sees although they stand later."""

    chain: int
    link: int
    order: int
    section: int
    attached: frozenset[int] = frozenset()

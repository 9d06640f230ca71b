"""A page while it is read: its chains, their roles and forms, and the scope that grows (P4 and P5 together)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mathlint.document.model import Document, Prose
from mathlint.elaborate.lower import lower
from mathlint.elaborate.lowering import NOTHING_KNOWN, CannotRead, Lowered, Lowering
from mathlint.elaborate.names import text_of, unwrap
from mathlint.elaborate.page import Clauses, RawChain, Term
from mathlint.elaborate.roles import Judged
from mathlint.elaborate.scope import Scope, View
from mathlint.elaborate.survey import Survey
from mathlint.elaborate.theorems import Theorems
from mathlint.expr.tree import ONE, Expr
from mathlint.source import Span
from mathlint.syntax.surface import Node, Number


def _start(item: Prose) -> int:
    return item.span.start


@dataclass
class Page:
    """Everything known of a page while it is read."""

    document: Document
    chains: tuple[RawChain, ...]
    clauses: Clauses
    scope: Scope
    survey: Survey
    roles: dict[int, tuple[Judged, ...]] = field(default_factory=dict)
    orders: dict[int, int] = field(default_factory=dict)
    views: dict[tuple[int, int], View] = field(default_factory=dict)
    forms: dict[tuple[int, int], Expr | None] = field(default_factory=dict)
    indices: dict[int, frozenset[str]] = field(default_factory=dict)
    kept: dict[tuple[int, str], list[Lowered]] = field(default_factory=dict)
    """The id of a node, and what sets its bound names apart → its lowerings."""
    names: dict[int, frozenset[str]] = field(default_factory=dict)
    bounds: dict[str, list[tuple[int, int, Term, Term]]] = field(default_factory=dict)
    loose_words: dict[tuple[int, str], str | None] = field(default_factory=dict)
    given_densities: tuple[int, dict[str, list[RawChain]]] | None = None
    """The chains that give a density, by how it is written; and how many roles were judged then."""
    votes: dict[tuple[int, str], Counter[str]] = field(default_factory=dict)
    """(section, variable) → how often steps gave it which kind."""
    residues: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    """Section → where it says by what number it computes, and that number."""

    @cached_property
    def theorems(self) -> Theorems:
        return Theorems(self.document.source.text)

    def span(self, term: Term) -> Span:
        return self.document.blocks[term.block].source_span(term.start, term.end)

    def place(self, offset: int) -> str:
        """The line that holds an offset, in words: "line 4"."""
        return self.document.source.place(offset)

    def row(self, offset: int) -> int:
        """The line that holds an offset, for distances: counted through the preamble as well."""
        return self.document.source.row(offset)

    def text(self, term: Term) -> str:
        return self.document.blocks[term.block].text[term.start : term.end].strip()

    def order(self, chain: RawChain) -> int:
        found = self.orders.get(chain.number)
        if found is None:
            term = chain.terms[1] if chain.continued and len(chain.terms) > 1 else chain.terms[0]
            found = self.span(term).start
            self.orders[chain.number] = found
        return found

    def anywhere(self, words: re.Pattern[str]) -> str | None:
        """The first such word of the whole file; it is looked for once."""
        key = (-1, words.pattern)
        if key not in self.loose_words:
            found = words.search(self.document.source.text)
            self.loose_words[key] = found[0] if found else None
        return self.loose_words[key]

    def loose(self, section: int, words: re.Pattern[str]) -> str | None:
        """A word of the section's prose, or of the headings around it, that matches and that was not understood of any name."""
        key = (section, words.pattern)
        if key not in self.loose_words:
            self.loose_words[key] = self._loose(section, words)
        return self.loose_words[key]

    def _loose(self, section: int, words: re.Pattern[str]) -> str | None:
        place = self.scope.sections[section]
        above = self.scope.above(section)
        for number in above:
            if found := words.search(self.scope.sections[number].title):
                return found.group(0)
        prose, understood = self._prose
        for index in range(bisect_left(prose, place.start, key=_start), len(prose)):
            item = prose[index]
            if item.span.start >= place.end:
                break
            found = words.search(item.text)
            if found and not any(
                item.text.strip()[:60] in text or found.group(0).lower() in text.lower() for text in understood
            ):
                return found.group(0)
        return None

    @cached_property
    def ranges(self) -> Mapping[str, tuple[Expr, Expr]]:
        """The letters that the file gives one range only, with its ends. Asked for only once the whole file is read."""
        found = {}
        for letter, places in self.bounds.items():
            limits = {self._limits(first, last) for _, _, first, last in places}
            if len(limits) == 1:
                bottom, top = limits.pop()
                if bottom is not top:
                    found[letter] = (bottom, top)
        return found

    def _limits(self, first: Term, last: Term) -> tuple[Expr, Expr]:
        """The ends of a range as they read without the page; twice the same if they cannot be read."""
        low = Lowering(self.survey, lambda _key: NOTHING_KNOWN, {})
        assert first.node is not None and last.node is not None
        try:
            return lower(first.node, low), lower(last.node, low)
        except (CannotRead, RecursionError):
            return ONE, ONE

    @property
    def prose(self) -> list[Prose]:
        """All prose in reading order."""
        return self._prose[0]

    @cached_property
    def _prose(self) -> tuple[list[Prose], list[str]]:
        """All prose in reading order, and the sentences that were understood."""
        prose = sorted((item for item in self.document.items if isinstance(item, Prose)), key=_start)
        return prose, [s.text for s in self.clauses.statements if s.traits or s.group]

    def indexed(self, chain: int) -> frozenset[str]:
        """The names that stand as indices anywhere in a chain: integers in all of it."""
        if chain not in self.indices:
            self.indices[chain] = self._indexed(chain)
        return self.indices[chain]

    def _indexed(self, chain: int) -> frozenset[str]:
        found: set[str] = set()
        for k in range(len(self.chains[chain].terms)):
            form = self.first_form(self.chains[chain], k)
            if form is not None:
                found |= {
                    n
                    for node in form.walk()
                    if node.head == "item"
                    for a in node.args[1:]
                    for n in a.free
                    if "#" not in n
                }
        return frozenset(found)

    def view(self, chain: RawChain, link: int = 0) -> View:
        """What a link of a chain is seen from."""
        found = self.views.get((chain.number, link))
        if found is None:
            found = self.views[chain.number, link] = self._view(chain, link)
        return found

    def _view(self, chain: RawChain, link: int) -> View:
        order = self.order(chain)
        attached = set(self.clauses.attached.get(chain.number, ())) | set(chain.conditions)
        return View(chain.number, link, order, self.scope.section_at(order), frozenset(attached))

    def lowering(
        self,
        view: View,
        picks: Mapping[str, int],
        ranges: Mapping[str, tuple[Expr, Expr]] = {},
        tag: str = "",
    ) -> Lowering:
        """A lowering of terms as they are seen from a place."""
        return Lowering(self.survey, lambda key: self.scope.known(key, view), picks, ranges=ranges, tag=tag)

    def lowered(
        self,
        node: Node,
        view: View,
        picks: Mapping[str, int],
        ranges: Mapping[str, tuple[Expr, Expr]] = {},
        tag: str = "",
    ) -> Lowered:
        """A node as it is seen from a place. It is lowered once for all places and picks that make no difference to it."""
        kept = self.kept.setdefault((id(node), tag), [])
        for found in kept:
            if found.stands(lambda key: self.scope.known(key, view), picks, ranges):
                return found
        low = self.lowering(view, picks, ranges, tag)
        form = problem = None
        try:
            form = lower(node, low)
        except CannotRead as why:
            problem = why
        except RecursionError:
            problem = CannotRead("unsupported", "it is nested too deeply")
        made = Lowered(form, problem, low.settled())
        kept.append(made)
        return made

    def first_form(self, chain: RawChain, k: int) -> Expr | None:
        """The k-th term under the first reading, or None if it cannot be read."""
        key = (chain.number, k)
        if key not in self.forms:
            self.forms[key] = self._form(chain, k)
        return self.forms[key]

    def _form(self, chain: RawChain, k: int) -> Expr | None:
        term = chain.terms[k]
        if term.node is None or term.broken:
            return None
        view = self.view(chain)
        second = chain.terms[1].node if k == 0 and len(chain.terms) > 1 else None
        number = second is not None and (isinstance(unwrap(second), Number) or text_of(term.node) == "e")
        return self.lowered(term.node, view, {"letter:e alone": 1} if number else {}).form


def pattern_of(form: Expr | None) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The name that a left side defines, with its index letters and its parameters; None if it is no pattern."""
    if form is None:
        return None
    if form.head == "name" and "#" not in form.datum:
        return form.datum, (), ()
    if form.head == "item":
        found = _slots(form)
        return None if found is None else (*found, ())
    if form.head == "apply":
        function, *args = form.args
        params = tuple(p for a in args if (p := parameter_key(a)) is not None)
        if len(params) != len(args) or len(set(params)) != len(args):
            return None
        if function.head == "name":
            return function.datum, (), params
        if function.head == "item":
            found = _slots(function)
            return None if found is None else (*found, params)
    return None


def parameter_key(node: Expr) -> str | None:
    """The key of a parameter: a name, a numbered entry (`x@1`), or the value of a function, `g(f) = f^2` where f is f(x)."""
    if node.head == "name" and "#" not in node.datum:
        return str(node.datum)
    if node.head == "item" and len(node.args) == 2 and node.args[0].head == "name" and node.args[1].head == "number":
        return f"{node.args[0].datum}@{node.args[1].datum}"
    if node.head == "apply" and node.args[0].head == "name" and all(parameter_key(a) for a in node.args[1:]):
        return str(node.args[0].datum)
    return None


def _slots(form: Expr) -> tuple[str, tuple[str, ...]] | None:
    base, *indices = form.args
    if base.head != "name" or not all(i.head == "name" for i in indices):
        return None
    letters = tuple(i.datum for i in indices)
    return (base.datum, letters) if len(set(letters)) == len(letters) else None


def names_of(page: Page, chain: RawChain) -> frozenset[str]:
    """The keys in a chain, as far as it can be read."""
    found = page.names.get(chain.number)
    if found is None:
        forms = [page.first_form(chain, k) for k in range(len(chain.terms))]
        found = frozenset(n.split("#", 1)[0] for f in forms if f is not None for n in f.free)
        page.names[chain.number] = found
    return found

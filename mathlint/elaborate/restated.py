"""What a derivation goes on from: `E(X) = B` below `E(X) = A` claims, among other things, that A = B."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.dependence_quotients import QUOTIENTS
from mathlint.elaborate.matching import indices_of, matched
from mathlint.elaborate.model import Block, Blockage, Given, Reading, Role
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.readings import readings_of
from mathlint.elaborate.scope import View
from mathlint.elaborate.slices import Equal
from mathlint.expr.tree import ZERO, Expr

EARLIER: Final = 2
"""How many earlier statements about the same thing are looked at, the latest first."""
READINGS: Final = 2
"""How many readings of each."""
NEAR_LINES: Final = 40
"""How far up a number is still that of the same problem."""
FACTS: Final = 6
"""How many facts are put into one step."""
_SPACES: Final = re.compile(r"\s+|\\[,;:! ]|\\(?:left|right|displaystyle|quad|qquad)(?![A-Za-z])|&")


class Statements:
    """The chains of a page so far, by what their left side says, as text and as an expression."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.by_text: dict[str, list[RawChain]] = {}
        self.by_form: dict[Expr, list[RawChain]] = {}
        self.by_head: dict[tuple[str, int], list[tuple[Expr, frozenset[str], RawChain]]] = {}
        """Those about any member of a family, with the letters that tell which."""

    def add(self, chain: RawChain) -> None:
        judged = self.page.roles.get(chain.number, ())
        if not judged or judged[0].goal or not judged[0].binds or chain.links[0].relation != "=":
            return
        if chain.condition_of is not None or chain.conditions:
            return  # `b(x) = 0 for x < 1` holds somewhere
        form, value = self.page.first_form(chain, 0), self.page.first_form(chain, len(chain.terms) - 1)
        if not chain.display and form is not None and form.head == "apply":
            letters = {a.datum for a in form.args[1:] if a.head == "name"}
            if letters and value is not None and value.free.isdisjoint(letters):
                return  # so does `b(x) = 0` in running text
        self.by_text.setdefault(self._text(chain.terms[0]), []).append(chain)
        if form is not None and form.args and form.head != "item":
            self.by_form.setdefault(form, []).append(chain)
            if indices := indices_of(form):
                self.by_head.setdefault((form.head, len(form.args)), []).append((form, indices, chain))

    def readings(self, chain: RawChain, k: int, view: View, more: tuple[Block, ...]) -> Iterator[Reading]:
        """A step with what the page found its parts to be in their place; the first of a chain with what its left side was.

        They support; of refutations only a fixed factor counts, and that only for compound terms of one section, and a difference
        of numbers that were said close by.
        """
        if not k:
            yield from self._again(chain, view, more)
        facts = self._facts(chain, k, view)
        if facts:
            pairs = tuple(Equal(other.terms[0], end_of(other)) for other in facts)
            left, right = chain.terms[k : k + 2]
            found, _ = readings_of(self.page, left, right, "=", view, more, pairs)
            zero = self.page.first_form(chain, k + 1) is ZERO
            for reading in found[:READINGS]:
                if not _vanishes(reading, zero):
                    yield self._marked(reading, facts, chain, view, kin=True)

    def _again(self, chain: RawChain, view: View, more: tuple[Block, ...]) -> Iterator[Reading]:
        left, right = chain.terms[:2]
        zero = self.page.first_form(chain, 1) is ZERO
        earlier = [c for c in self.by_text.get(self._text(left), ()) if self._counts(c, chain, view)]
        for other in reversed(earlier[-EARLIER:]):
            if self._text(end_of(other)) == self._text(right):
                continue
            found, _ = readings_of(self.page, end_of(other), right, "=", view, more)
            for reading in found[:READINGS]:
                if reading.obligation.left is not reading.obligation.right and not _vanishes(reading, zero):
                    yield self._marked(reading, [other], chain, view)

    def _facts(self, chain: RawChain, k: int, view: View) -> list[RawChain]:
        """The latest statement about each part of a step, the largest parts first; then about the parts of what these say."""
        found: dict[Expr, RawChain] = {}
        forms = [f for term in (k, k + 1) if (f := self.page.first_form(chain, term)) is not None]
        whole = forms[0] if not k and forms else None
        ordered: list[RawChain] = []
        while forms and len(ordered) < FACTS:
            news: dict[Expr, RawChain] = {}
            for node in (n for form in forms for n in form.walk()):
                if node in found or node in news or node is whole:
                    continue
                for other in reversed(self._about(node)):
                    if self._counts(other, chain, view):
                        news[node] = other
                        break
            found |= news
            step = [news[node] for node in sorted(news, key=lambda n: -n.size)]
            ordered += step
            own = [other for node, other in news.items() if self.page.first_form(other, 0) is node]
            ends = [self.page.first_form(other, _last(other)) for other in own]
            forms = [f for f in ends if f is not None and self._is_rate(f)]
        return list(dict.fromkeys(ordered))[:FACTS]

    @staticmethod
    def _is_rate(form: Expr) -> bool:
        """Whether derivatives stand in what was found: `∂e/∂w = ∂e/∂y ∂y/∂w` goes on with what is known of its factors."""
        return any(n.head in QUOTIENTS for n in form.walk())

    def _about(self, node: Expr) -> list[RawChain]:
        """The chains that begin with a term, or with the same one of another member."""
        kin = self.by_head.get((node.head, len(node.args)), ())
        return [c for form, letters, c in kin if matched(form, node, letters) is not None] + self.by_form.get(node, [])

    def _marked(
        self, reading: Reading, others: list[RawChain], chain: RawChain, view: View, kin: bool = False
    ) -> Reading:
        """A reading, said to rest on earlier statements. kin: what they say of one member may be put in for another."""
        texts, places, rows, given, doubts = [], [], [], [], []
        for other in others:
            span = self.page.span(other.terms[0])
            texts.append(self.page.document.source.slice(span))
            places.append(self.page.place(span.start))
            rows.append(self.page.row(span.start))
            whole = span.join(self.page.span(end_of(other)))
            end = self.page.document.source.slice(self.page.span(end_of(other)))
            given.append(Given(whole, f"{texts[-1]} = {end}"))
            doubts.append(self._doubtful(other, view) or kin and self._any_member(other))
        here = self.page.row(self.page.span(chain.terms[0]).start)
        again = f"`{texts[0]}` may be another here than in {places[0]}"
        block = Block(Blockage.CONTEXT, texts[0], again, firm=True)
        return replace(
            reading,
            choices=(
                *(f"`{text}` as in {place}" for text, place in zip(texts, places, strict=True)),
                *reading.choices,
            ),
            given=(*given, *reading.given),
            blocks=(*reading.blocks, block) if any(doubts) else reading.blocks,
            again=again,
            near=not any(doubts) and all(here - row <= NEAR_LINES for row in rows),
        )

    def _any_member(self, other: RawChain) -> bool:
        form = self.page.first_form(other, 0)
        return form is not None and bool(indices_of(form))

    def _doubtful(self, other: RawChain, view: View) -> bool:
        """Whether the same may stand for another thing by now: in another section, or where a bare name is bound again."""
        form = self.page.first_form(other, 0)
        return self.page.view(other, 0).section != view.section or form is None or form.head in ("name", "item")

    def _counts(self, other: RawChain, chain: RawChain, view: View) -> bool:
        """Readings are made late, when the whole page has been added: only what stands before the step counts."""
        there, scope = self.page.view(other, 0), self.page.scope
        if there.section not in scope.above(view.section) or end_of(other).broken or other.number >= chain.number:
            return False
        claimed = self.page.roles[other.number][0].role is Role.CLAIM
        if claimed and self.page.theorems.in_proof_of(view.order, self.page.order(other)):
            return False
        form = self.page.first_form(other, 0)
        return form is None or not scope.renewed(form, there.order, view)

    def _text(self, term: Term) -> str:
        return plain_text(self.page, term)


def plain_text(page: Page, term: Term) -> str:
    """A term as written, without spaces and looks."""
    return _SPACES.sub("", page.document.blocks[term.block].text[term.start : term.end])


def _vanishes(reading: Reading, zero: bool) -> bool:
    """Whether a side is nothing by what was put in: with nothing on both sides any factor passes. zero: the right side is written so."""
    return reading.obligation.left is ZERO or (reading.obligation.right is ZERO and not zero)


def end_of(chain: RawChain) -> Term:
    """The last term that equalities lead to."""
    return chain.terms[_last(chain)]


def _last(chain: RawChain) -> int:
    """Its number."""
    return next((k for k, link in enumerate(chain.links) if link.relation != "="), len(chain.terms) - 1)

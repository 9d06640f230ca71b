"""What a derivation goes on from: `E(X) = B` below `E(X) = A` claims, among other things, that A = B."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Block, Blockage, Given, Reading, Role
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.readings import readings_of
from mathlint.elaborate.scope import View

EARLIER: Final = 2
"""How many earlier statements about the same thing are looked at, the latest first."""
READINGS: Final = 2
"""How many readings of each."""
_SPACES: Final = re.compile(r"\s+|\\[,;:! ]|\\(?:left|right|displaystyle|quad|qquad)(?![A-Za-z])|&")


class Statements:
    """The chains of a page so far, by what their left side says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.by_text: dict[str, list[RawChain]] = {}

    def add(self, chain: RawChain) -> None:
        judged = self.page.roles.get(chain.number, ())
        if not judged or judged[0].goal or chain.links[0].relation != "=" or chain.condition_of is not None:
            return
        if judged[0].role in (Role.CLAIM, Role.DEFINITION, Role.CONDITION):
            self.by_text.setdefault(self._text(chain.terms[0]), []).append(chain)

    def readings(self, chain: RawChain, view: View, more: tuple[Block, ...]) -> Iterator[Reading]:
        """The first step of a chain, with what the page found its left side to be in that side's place.

        They support; of refutations only a fixed factor counts, and that only for a compound left side in one section.
        """
        left, right = chain.terms[:2]
        earlier = [c for c in self.by_text.get(self._text(left), ()) if self._counts(c, chain, view)]
        for other in reversed(earlier[-EARLIER:]):
            if self._text(_end(other)) == self._text(right):
                continue
            found, _ = readings_of(self.page, _end(other), right, "=", view, more)
            text = self.page.document.source.slice(self.page.span(left))
            span = self.page.span(other.terms[0]).join(self.page.span(_end(other)))
            line = self.page.line(span.start)
            for reading in found[:READINGS]:
                if reading.obligation.left is reading.obligation.right:
                    continue
                yield replace(
                    reading,
                    choices=(f"`{text}` as in line {line}", *reading.choices),
                    given=(Given(span, self.page.document.source.slice(span)), *reading.given),
                    blocks=(*reading.blocks, *self._doubts(other, chain, view, text)),
                    again=f"`{text}` may be another here than in line {line}",
                )

    def _counts(self, other: RawChain, chain: RawChain, view: View) -> bool:
        section = self.page.view(other, 0).section
        return section in self.page.scope.above(view.section) and not _end(other).broken and other.number < chain.number

    def _doubts(self, other: RawChain, chain: RawChain, view: View, text: str) -> tuple[Block, ...]:
        """Whether the same may stand for another thing by now: in another section, or where a bare name is bound again."""
        span = self.page.span(other.terms[0])
        form = self.page.first_form(chain, 0)
        if self.page.view(other, 0).section == view.section and form is not None and form.head not in ("name", "item"):
            return ()
        line = self.page.line(span.start)
        return (Block(Blockage.CONTEXT, text, f"`{text}` may be another than in line {line}", firm=True),)

    def _text(self, term: Term) -> str:
        return _SPACES.sub("", self.page.document.blocks[term.block].text[term.start : term.end])


def _end(chain: RawChain) -> Term:
    """The last term that equalities lead to."""
    for k, link in enumerate(chain.links):
        if link.relation != "=":
            return chain.terms[k]
    return chain.terms[-1]

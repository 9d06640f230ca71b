"""What a theorem states and what its proof ends with: the two must say the same of the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Echo
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.readings import readings_of
from mathlint.elaborate.restated import end_of, plain_text
from mathlint.elaborate.theorems import Theorem
from mathlint.source import Span


def echoes(page: Page) -> Iterator[Echo]:
    """The displays of a conclusion whose left side heads a display of the proof, the last one there, with another right side."""
    for theorem in page.theorems.found:
        said = [c for c in page.chains if theorem.concludes <= page.order(c) < theorem.proof and _states(c)]
        shown = [c for c in page.chains if theorem.proof <= page.order(c) < theorem.end and _states(c)]
        for chain in said:
            left, end = plain_text(page, chain.terms[0]), end_of(chain)
            last = next((c for c in reversed(shown) if plain_text(page, c.terms[0]) == left), None)
            if last is None or plain_text(page, end_of(last)) == plain_text(page, end):
                continue
            yield _echo(page, chain, end, last, theorem)


def _states(chain: RawChain) -> bool:
    plain = chain.display and bool(chain.links) and chain.links[0].relation == "=" and not chain.continued
    return plain and chain.condition_of is None and not chain.conditions


def _echo(page: Page, chain: RawChain, end: Term, last: RawChain, theorem: Theorem) -> Echo:
    shown = end_of(last)
    readings, _ = readings_of(page, end, shown, "=", page.view(last, len(last.links) - 1))
    line = page.place(page.span(end).start).removeprefix("line ")
    proof = Span(theorem.proof, theorem.end)
    return Echo(page.text(chain.terms[0]), page.span(shown), proof, page.text(shown), page.text(end), line, readings)

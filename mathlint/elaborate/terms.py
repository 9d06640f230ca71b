"""P1: the chains of every formula of a page, in reading order. Needs no scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mathlint.document.model import Boundary, BoundaryKind, Document, Heading, MathBlock, MathKind
from mathlint.elaborate.assembly import Assembly, Draft
from mathlint.elaborate.joining import term
from mathlint.elaborate.moduli import congruences
from mathlint.elaborate.page import Link, RawChain, Term
from mathlint.elaborate.pieces import canonical
from mathlint.syntax.surface import ParsedBlock


def read_chains(document: Document, parsed: Mapping[int, ParsedBlock]) -> tuple[RawChain, ...]:
    """The chains of all blocks. parsed: index into `document.blocks` → its tree; a block without one is passed over."""
    reader = _Reader()
    index = -1
    for item in document.items:
        match item:
            case MathBlock():
                index += 1
                if index in parsed:
                    reader.block(index, item, parsed[index])
            case Heading():
                reader.earlier = None
            case Boundary(kind=BoundaryKind.ITEM | BoundaryKind.CELL):
                reader.earlier = None
            case _:
                pass
    return tuple(reader.chains)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The last chain of the display before: its last term, and its number."""

    term: Term
    chain: int


@dataclass(slots=True)
class _Reader:
    chains: list[RawChain] = field(default_factory=list)
    earlier: _Earlier | None = None

    def block(self, index: int, block: MathBlock, parsed: ParsedBlock) -> None:
        display = block.kind is not MathKind.INLINE
        drafts = Assembly(block.text).read(parsed)
        first = len(self.chains)
        suspect = bool(parsed.issues)
        for draft in drafts:
            self.chains.append(self.finished(draft, first, index, block.text, display, suspect))
        if display:
            main = [c for c in self.chains[first:] if c.condition_of is None]
            last = main[-1].terms[-1] if main else None
            self.earlier = _Earlier(last, main[-1].number) if last is not None and last.node is not None else None

    def finished(self, draft: Draft, first: int, index: int, text: str, display: bool, suspect: bool) -> RawChain:
        terms: list[Term] = []
        for number, side in enumerate(draft.sides):
            place = draft.links[number - 1].end if number else draft.links[0].start if draft.links else 0
            terms.append(term(side, index, text, place, suspect))
        congruence = ("mod" in text or "\\pod" in text) and any(_has_modulus(t, text) for t in terms)
        links = [
            Link(_plain(canonical(r), r.name, congruence), r.name, index, r.start, r.end, r.annotation)
            for r in draft.links
        ]
        if congruence and (found := congruences(links, terms, text)) is not None:
            links, terms = found
        earlier = self.earlier if display else None
        continued = draft.opening and bool(links) and terms[0].node is None and earlier is not None
        follows = first + draft.follows if draft.follows is not None else None
        if earlier is not None:
            if continued:
                terms[0] = earlier.term
            elif draft.opening and draft.arrow and follows is None:
                follows = earlier.chain
        return RawChain(
            number=first + draft.number,
            terms=tuple(terms),
            links=tuple(links),
            display=display,
            continued=continued,
            arrow=draft.arrow if follows is not None else "",
            follows=follows,
            conditions=tuple(first + n for n in draft.conditions),
            condition_of=None if draft.owner is None else first + draft.owner,
            word=draft.word,
            remarks=tuple(draft.remarks),
            row=draft.row,
        )


def _has_modulus(part: Term, text: str) -> bool:
    return "mod" in text[part.start : part.end] or "\\pod" in text[part.start : part.end]


def _plain(relation: str, name: str, congruence: bool) -> str:
    """Arrows inside a chain have no meaning of their own; `a \\equiv b \\pmod n` defines nothing."""
    if relation in ("implies", "implied", "iff") or (congruence and name in ("\\equiv", "≡")):
        return "other"
    return relation

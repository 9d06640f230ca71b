"""Where a finding stands, and what a part of a chain is seen against: its own term, and the other ones."""

from __future__ import annotations

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_letters import (
    bound_by,
    free_names,
    kind_of_sign,
    letters,
)
from mathlint.elaborate.page import RawChain, Term
from mathlint.source import Span
from mathlint.syntax.surface import (
    Big,
    Node,
    Scripted,
    Separator,
    Sequence,
    Symbol,
)
from mathlint.syntax.surface_walk import Part, children, walk


def own_terms(chain: RawChain) -> tuple[Term, ...]:
    """The terms that stand in the chain's own block: the first of a continued chain belongs to another."""
    return chain.terms[1:] if chain.continued else chain.terms


def place(page: Page, term: Term, node: Part) -> Span:
    """Where a part of a term stands in the file."""
    return page.document.blocks[term.block].source_span(node.start, node.end)


def notice(page: Page, term: Term, node: Part, rule: str, *, sure: bool = True, **data: str) -> Notice:
    return Notice(rule, place(page, term, node), data, sure=sure)


def written(page: Page, term: Term, node: Part) -> str:
    """What stands there, without spaces."""
    return "".join(page.document.blocks[term.block].text[node.start : node.end].split())


def sign(page: Page, term: Term, node: Big) -> Part:
    """The operator with its scripts, without its body: where a finding about it is shown."""
    end = max((s.end for s in node.scripts), default=node.start + len(node.name))
    return Separator("wide", "", node.start, end)


def is_empty(node: Node) -> bool:
    """Nothing, or an operator that nothing follows."""
    node = unwrap(node)
    if isinstance(node, Scripted) and isinstance(node.base, Symbol):
        return kind_of_sign(node.base.name) in ("sum", "product")
    return isinstance(node, Sequence) and not node.items


def innermost(node: Big) -> Node:
    """What the last of several operators in a row acts on."""
    inner = unwrap(node.body)
    while isinstance(inner, Big):
        inner = unwrap(inner.body)
    return inner


def others_free(chain: RawChain, at: int) -> frozenset[str]:
    """The letters that are free in the other terms of a chain."""
    return frozenset().union(*(free_names(t.node) for k, t in enumerate(chain.terms) if k != at and t.node is not None))


def bound_in(chain: RawChain, besides: Part | None = None) -> frozenset[str]:
    """The letters that sums and products of a chain bind, one of them left out."""
    found: set[str] = set()
    for term in chain.terms:
        if term.node is None:
            continue
        for part in walk(term.node):
            if isinstance(part, Big) and part is not besides:
                found |= bound_by(part)
    return frozenset(found)


def operators(chain: RawChain) -> int:
    """How many sums, products and integrals a chain holds."""
    return sum(isinstance(part, Big) for term in chain.terms if term.node is not None for part in walk(term.node))


def outer(node: Part, target: Part, around: frozenset[str] = frozenset()) -> frozenset[str] | None:
    """The letters bound at a part inside a tree."""
    if node is target:
        return around
    inside = around | bound_by(node) if isinstance(node, Big) else around
    for child in children(node):
        if child.start <= target.start and target.end <= child.end:
            found = outer(child, target, inside)
            if found is not None:
                return found
    return None


def occurs_beside(term: Node, node: Part, letter: str) -> bool:
    """Whether a letter is free in the term, outside of this operator."""
    return any(x.name == letter for x in letters(term) if not (node.start <= x.start and x.end <= node.end))


__all__ = [
    "bound_in",
    "innermost",
    "is_empty",
    "notice",
    "occurs_beside",
    "operators",
    "others_free",
    "outer",
    "own_terms",
    "place",
    "sign",
    "written",
]

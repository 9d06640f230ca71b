"""Findings about shapes that the notation alone makes certain: a squared norm that equals a product of matrices."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import is_upper
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import Peeled, peel, text_of, unwrap
from mathlint.elaborate.notation_place import place
from mathlint.elaborate.page import RawChain, Term
from mathlint.syntax.surface import Fence, Node, Run, Scripted

_TRANSPOSED = ("T", "\\top", "\\intercal", "\\mathrm{T}", "\\mathsf{T}", "⊤", "t")


def shape_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\|X\\|_F^2 = X^\\top X`: a number on one side, a matrix on the other; the trace is missing."""
    for k, link in enumerate(chain.links):
        left, right = chain.terms[k], chain.terms[k + 1]
        if link.relation not in ("=", "definition") or left.node is None or right.node is None:
            continue
        for one, other in ((left, right), (right, left)):
            found = frobenius(one.node)
            if found is None or not gram(other, found):
                continue
            if any(said.kind in ("vector", "row", "scalar") or said.random for said in page.scope.said.get(found, ())):
                continue
            where = right if not chain.continued or k else other
            what = f"`{page.text(one)}` is a number, `{page.text(other)}` a matrix"
            yield Notice("shape-mismatch", place(page, where, where.node), {"what": what}, (chain.number, k))  # type: ignore[arg-type]
            return


def frobenius(node: Node | None) -> str | None:
    """The matrix of `\\|X\\|_F^2`, `\\|X\\|_F`."""
    if node is None:
        return None
    node = unwrap(node)
    if not isinstance(node, Scripted):
        return None
    fence = unwrap(node.base)
    if not isinstance(fence, Fence) or fence.open != "\\|":
        return None
    subs = [text_of(s.value) for s in node.scripts if s.kind == "sub" and s.value is not None]
    inside = peel(fence.body)
    if inside is None or subs not in (["F"], ["\\mathrm{F}"], ["\\mathrm{Fro}"], ["fro"]) or inside.subs or inside.sups:
        return None
    return inside.key if is_upper(inside.key) else None


def gram(term: Term, key: str) -> bool:
    """`X^T X`, `X X^T`, `X^T I X`: a product that begins and ends with the same matrix, one of the two transposed."""
    if term.node is None or term.broken:
        return False
    node = unwrap(term.node)
    if not isinstance(node, Run) or len(node.items) not in (2, 3):
        return False
    peeled = [p for i in node.items if (p := peel(i)) is not None]
    if len(peeled) != len(node.items) or any(p.subs for p in peeled):
        return False
    first, last = peeled[0], peeled[-1]
    return (
        first.key == last.key == key
        and transposed(first) != transposed(last)
        and all(is_upper(p.key) and (transposed(p) or not p.sups) for p in peeled)
    )


def transposed(peeled: Peeled) -> bool:
    return [text_of(s) for s in peeled.sups] in [[t] for t in _TRANSPOSED]

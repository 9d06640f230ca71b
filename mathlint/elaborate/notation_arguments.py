"""Slips in what a function is applied to, or in which function is applied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_letters import kind_of
from mathlint.elaborate.notation_place import own_terms
from mathlint.elaborate.notation_slip import slip, text_at
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import arguments, names, plain, spelled
from mathlint.syntax.surface import Big, Node, Run
from mathlint.syntax.surface_walk import walk

_CONVEX: Final = re.compile(
    r"(?P<l>\\[a-z]+|[a-z])(?:\{\})?(?P<f>\\[a-z]+|[A-Za-z])\((?P<a>[^()]+)\)\+\(1-(?P=l)\)(?P<g>\\[a-z]+|[A-Za-z])\((?P<b>[^()]+)\)"
)


def convex_combination(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`f(λx + (1-λ)y) ≤ λ f(x) + (1-λ) g(y)`."""
    texts = [(t, text_at(page, t, t.node)) for t in own_terms(chain) if t.node is not None]
    for term, text in texts:
        found = _CONVEX.fullmatch(text)
        if found is None or found["f"] == found["g"] or term.node is None:
            continue
        weight, one, other = found["l"], found["a"], found["b"]
        for f, g, argument in ((found["f"], found["g"], other), (found["g"], found["f"], one)):
            start = re.compile(
                rf"{re.escape(f)}\({re.escape(weight)}(?:\{{\}})?(\\cdot)?{re.escape(one)}\+\(1-{re.escape(weight)}\)(\\cdot)?{re.escape(other)}\)"
            )
            if any(start.fullmatch(t) for _, t in texts):
                yield slip(
                    page, term, term.node, f"{g}({argument})", f"{f}({argument})", f"the chain is about values of `{f}`"
                )
                return


def chain_rule(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`∂l/∂o · ∂g(h, w)/∂h` where `o = g(h, v)`: the chain goes on with another value of g."""
    for term in own_terms(chain):
        for part in walk(term.node) if term.node is not None else ():
            items = part.items if isinstance(part, Run) else ()
            for one, other in zip(items, items[1:], strict=False):
                first, second = unwrap(one), unwrap(other)
                known, found = differential(first), differential(second)
                if known is None or found is None or len(known[3]) != 1 or not found[2]:
                    continue
                link = text_at(page, term, known[3][0][0])
                call = "".join(text_at(page, term, f) for f in found[2])
                meant = given(page, chain, link, call)
                if meant is not None:
                    yield slip(
                        page,
                        term,
                        Run(found[2], found[2][0].start, found[2][-1].end),
                        call,
                        meant,
                        f"`{link}` is `{meant}`",
                    )
                    return


def given(page: Page, chain: RawChain, name: str, call: str) -> str | None:
    """The one application `g(…)` that the page sets a name equal to before, if it differs from this one in one argument."""
    own = arguments(call)
    if own is None:
        return None
    values = set()
    for other in page.chains[: chain.number]:
        if len(other.links) == 1 and other.links[0].relation in ("=", "definition"):
            left, right = other.terms[0], other.terms[1]
            if left.node is not None and right.node is not None and text_at(page, left, left.node) == name:
                values.add(text_at(page, right, right.node))
    if len(values) != 1:
        return None
    value = values.pop()
    known = arguments(value)
    if known is None or known[0] != own[0] or len(known[1]) != len(own[1]):
        return None
    differing = [(a, b) for a, b in zip(known[1], own[1], strict=True) if a != b]
    return value if len(differing) == 1 and len(own[1]) > 1 and differing[0][1] not in known[1] else None


def lost_total(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`H(X) = \\sum_x p(x) H(Y|X = x)`: the values for Y, averaged over X, say nothing of X."""
    for left, link, right in zip(chain.terms, chain.links, chain.terms[1:], strict=False):
        if link.relation not in ("=", "definition") or left.node is None or right.node is None:
            continue
        own = arguments(plain(text_at(page, left, left.node)))
        node = unwrap(right.node)
        if own is None or len(own[1]) != 1 or not isinstance(node, Big) or kind_of(node) not in ("sum", "integral"):
            continue
        text = plain(text_at(page, right, node))
        for target, given_, value in re.findall(rf"{re.escape(own[0])}\(([A-Za-z])\|([A-Za-z])=(\w)\)", text):
            if own[1][0] == given_ != target and given_.lower() == value:
                yield slip(
                    page,
                    left,
                    left.node,
                    f"{own[0]}({given_})",
                    f"{own[0]}({target}|{given_})",
                    f"the right side averages over the values of `{given_}`",
                )
                return


def moved_factor(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`∫ \\frac{1}{B(α,β)} g(z) dz = \\frac{1}{B(x;a,b)} ∫ g(z) dz`: the factor has other arguments when it comes out."""
    for left, link, right in zip(chain.terms, chain.links, chain.terms[1:], strict=False):
        if link.relation != "=" or left.node is None or right.node is None:
            continue
        inner, outer = _big(page, left), _big(page, right)
        if inner is None or outer is None or inner[0] or inner[1] != outer[1] or len(outer[0]) != 1:
            continue
        moved, came = list(inner[2]), outer[0][0]
        for factor in outer[2]:
            if factor in moved:
                moved.remove(factor)
            else:
                break
        else:
            if len(moved) == 1 and changed_arguments(moved[0], came):
                yield slip(page, right, right.node, came, moved[0], "the factor comes out unchanged")


def changed_arguments(one: str, other: str) -> bool:
    """`1/B(α,β)` and `1/B(a,b)`: one application with two lists of names."""
    first, second = (re.findall(r"\(([^()]*)\)", plain(f)) for f in (one, other))
    if len(first) != 1 or len(second) != 1 or set(names(first[0])) == set(names(second[0])):
        return False
    bare = [re.sub(r"\([^()]*\)", "()", plain(f)) for f in (one, other)]
    listed = re.compile(r"[^-+*/^\d]+")
    return (
        bare[0] == bare[1]
        and re.search(r"[A-Za-z]\(\)", bare[0]) is not None
        and all(listed.fullmatch(x) for x in (first[0], second[0]))
    )


def _big(page: Page, term: Term) -> tuple[list[str], str, list[str]] | None:
    """The factors before a sum or integral, its sign with the range, and the factors in it."""
    node = unwrap(term.node) if term.node is not None else None
    before: tuple[Node, ...] = ()
    if isinstance(node, Run):
        before, node = node.items[:-1], unwrap(node.items[-1])
    if not isinstance(node, Big) or kind_of(node) not in ("sum", "integral"):
        return None
    body = unwrap(node.body)
    factors = body.items if isinstance(body, Run) else (body,)
    end = max((s.end for s in node.scripts), default=node.start)
    sign = spelled(page.document.blocks[term.block].text[node.start : end])
    return [text_at(page, term, f) for f in before], sign, [text_at(page, term, f) for f in factors]


__all__ = ["chain_rule", "convex_combination", "lost_total", "moved_factor"]

"""Slips that break a symmetry: equal terms, ratios and products in which one name was not exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations, permutations
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_slip import MOST_NAMES, neighbours, slip, text_at
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import exchanged, names
from mathlint.syntax.surface import Fraction, Group, Node, Sequence, Sum


def equal_halves(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\log p(y|m_1) - \\log p(y|m_1) = L(m_1) - L(m_2)`: two equal terms, where the other side has two different ones."""
    for at, term in enumerate(chain.terms):
        parts = halves(term)
        if parts is None or (chain.continued and at == 0):
            continue
        own = text_at(page, term, parts[1])
        if own != text_at(page, term, parts[2]):
            continue
        for beside in neighbours(chain, at):
            other = halves(beside)
            if other is None or other[0] != parts[0]:
                continue
            first, second = text_at(page, beside, other[1]), text_at(page, beside, other[2])
            for u, v in permutations(names(first + second)[:MOST_NAMES], 2):
                if first != second and exchanged(first, u, v) == second and u in names(first) and v not in names(first):
                    slipped = parts[2] if u in names(own) else parts[1]
                    meant = exchanged(own, u, v)
                    if meant != own and not {u, v} <= set(names(own)):
                        yield slip(page, term, slipped, own, meant, "the two terms are equal")
                        return


def halves(term: Term) -> tuple[str, Node, Node] | None:
    """The two terms of `a - b`, or the two parts of a fraction."""
    node = None if term.node is None else unwrap(term.node)
    if isinstance(node, Fraction) and differential(node) is None:
        above, below = (n.body if isinstance(n, Group) else n for n in (node.numerator, node.denominator))
        return "/", above, below
    if not isinstance(node, Sum) or len(node.terms) != 2 or node.signs[0] or [s.name for s in node.signs[1]] != ["-"]:
        return None
    return "-", node.terms[0], node.terms[1]


def odd_ratio(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`p(a|y) / p(b) = p(a)/p(b) · q(a)/q(b)`: exchanging a and b inverts the right side, but not the left."""
    for at, term in enumerate(chain.terms):
        ratio = ratios(page, term)
        if ratio is None or len(ratio) != 1 or (chain.continued and at == 0):
            continue
        ((above, below),) = ratio
        for beside in neighbours(chain, at):
            for u, v in combinations(names(above + below)[:MOST_NAMES], 2):
                others = ratios(page, beside)
                if others is None or not all(a != b and exchanged(a, u, v) == b for a, b in others):
                    continue
                meant = exchanged(above, u, v)
                if meant != below and meant != above and _shortened(below, meant):
                    yield slip(
                        page,
                        term,
                        term.node or Sequence((), 0, 0),
                        below,
                        meant,
                        f"the other side is inverted when `{u}` and `{v}` change places, and this one is not",
                    )
                    return


def ratios(page: Page, term: Term) -> list[tuple[str, str]] | None:
    """The fractions of a product of nothing else."""
    node = None if term.node is None else unwrap(term.node)
    factors = getattr(node, "factors", None) or getattr(node, "items", None) or ((node,) if node is not None else ())
    found = []
    for factor in factors:
        fraction = unwrap(factor) if not hasattr(factor, "kind") else factor
        if not isinstance(fraction, Fraction) or differential(fraction) is not None:
            return None
        found.append((text_at(page, term, fraction.numerator), text_at(page, term, fraction.denominator)))
    return [(a.strip("{}"), b.strip("{}")) if a[:1] == "{" and b[:1] == "{" else (a, b) for a, b in found] or None


def _shortened(short: str, full: str) -> bool:
    """Whether one comes from the other by leaving out a condition: `p(b)` from `p(b|y)`."""
    return re.sub(r"\|[^()|]*\)", ")", full) == short


def unbalanced(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`P(x)Q(y|x)A(y|x) = P(y)Q(x|y)A(y|x)` beside `P(x)T(y|x) = P(y)T(x|y)`: one factor is not exchanged."""
    sides = balance(page, chain)
    if sides is None:
        return
    left, right = sides
    common = [f for f in left if f in right]
    if len(common) != 1 or len(left) < 3:
        return
    odd = common[0]
    rest = [f for f in left if f != odd], [f for f in right if f != odd]
    for u, v in combinations(names("".join(left))[:MOST_NAMES], 2):
        if exchanged(odd, u, v) == odd or sorted(exchanged(f, u, v) for f in rest[0]) != sorted(rest[1]):
            continue
        if any(
            mirrored(page, other, u, v) for other in page.chains if other.block == chain.block and other is not chain
        ):
            term = chain.terms[0]
            yield slip(
                page,
                term,
                term.node or Sequence((), 0, 0),
                odd,
                exchanged(odd, u, v),
                f"in all else `{u}` and `{v}` change places between the two sides",
            )
            return


def mirrored(page: Page, chain: RawChain, one: str, other: str) -> bool:
    sides = balance(page, chain)
    return sides is not None and sorted(exchanged(f, one, other) for f in sides[0]) == sorted(sides[1])


_CALLS: Final = re.compile(r"(?:[A-Za-z]\([^()]*\))+")


def balance(page: Page, chain: RawChain) -> tuple[list[str], list[str]] | None:
    """The factors of both sides of one equation between products of applications."""
    if len(chain.links) != 1 or chain.links[0].relation != "=":
        return None
    texts = [text_at(page, t, t.node) for t in chain.terms if t.node is not None]
    if len(texts) != 2 or not all(_CALLS.fullmatch(t) for t in texts):
        return None
    left, right = (re.findall(r"[A-Za-z]\([^()]*\)", t) for t in texts)
    return left, right


__all__ = ["equal_halves", "odd_ratio", "unbalanced"]

"""Slips that break a symmetry: equal terms, ratios and products in which one name was not exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_slip import MOST_NAMES, neighbours, slip, text_at
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import exchanged, names
from mathlint.syntax.surface import Fraction, Sequence, Sum


def equal_difference(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\log p(y|m_1) - \\log p(y|m_1) = L_1 - L_2`: a difference of two equal terms, said to be one of two others."""
    for at, term in enumerate(chain.terms):
        parts = difference(page, term)
        if parts is None or parts[0] != parts[1] or not names(parts[0]) or (chain.continued and at == 0):
            continue
        beside = [found for t in neighbours(chain, at) if (found := difference(page, t)) is not None]
        for one, other in beside:
            for u, v in combinations(names(one + other)[:MOST_NAMES], 2):
                if exchanged(one, u, v) == other and u in names(parts[0]) and one != other:
                    yield slip(
                        page,
                        term,
                        term.node or Sequence((), 0, 0),
                        parts[1],
                        exchanged(parts[1], u, v),
                        "the two terms are equal",
                    )
                    return


def difference(page: Page, term: Term) -> tuple[str, str] | None:
    """The two terms of `a - b`."""
    node = None if term.node is None else unwrap(term.node)
    if not isinstance(node, Sum) or len(node.terms) != 2 or node.signs[0] or [s.name for s in node.signs[1]] != ["-"]:
        return None
    return text_at(page, term, node.terms[0]), text_at(page, term, node.terms[1])


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


__all__ = ["equal_difference", "odd_ratio", "unbalanced"]

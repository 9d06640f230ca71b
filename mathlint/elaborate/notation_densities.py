"""Slips in products of densities: what the factors are densities of must be what the whole is a density of.

Independence may drop conditions, but it never changes of what a product is the density: `p(a|b) p(b)` is one of a and b,
`p(a,b) / p(b)` one of a.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_letters import bound_by, kind_of
from mathlint.elaborate.notation_place import notice
from mathlint.elaborate.notation_slip import RULE, text_at
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import plain, shown
from mathlint.syntax.surface import Big, Fraction, Node, Run

_NAME: Final = r"(?:\\[A-Za-z]+|[A-Za-z])(?:\{[A-Za-z]\})?(?:_(?:\{[^{}()]*\}|\\[A-Za-z]+|\w))?'*"
_FACTOR: Final = re.compile(
    rf"(p|P|q|f|\\Pr|\\mathbb\{{P\}}|\\pi)\(({_NAME}(?:,{_NAME})*)(?:\|({_NAME}(?:,{_NAME})*))?\)"
)


@dataclass(frozen=True, slots=True)
class Product:
    """letter: the one that all densities are written with. of: what it is a density of, denominators counted off.

    names: all names in it. factors: how many. conditional: whether one has a condition.
    """

    letter: str
    of: Counter[str]
    names: frozenset[str]
    factors: int
    conditional: bool


def unbalanced_densities(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`p(a|b) = p(b|a) p(b) / p(a)`: the right side is no density of a."""
    for k, link in enumerate(chain.links):
        left, right = chain.terms[k], chain.terms[k + 1]
        if link.relation != "=" or right.node is None or (chain.continued and k == 0):
            continue
        one, other = density_product(page, left), density_product(page, right)
        if one is None or other is None or one.letter != other.letter or one.names != other.names:
            continue
        if one.factors + other.factors < 3 or not (one.conditional or other.conditional) or one.of == other.of:
            continue
        if min(one.factors, other.factors) != 1:
            continue
        odd, whole, term = (other, one, right) if one.factors == 1 else (one, other, left)
        if term.node is not None:
            because = f"it is a density of {described(odd.of)}, the other side one of {described(whole.of)}"
            yield notice(page, term, term.node, RULE, found=shown(text_at(page, term, term.node)), because=because)


def described(of: Counter[str]) -> str:
    """ "`a`, `b` twice"; what was divided away too often is left to the reader."""
    words = [
        f"`{n}`" if c == 1 else f"`{n}` {'twice' if c == 2 else f'{c} times'}" for n, c in sorted(of.items()) if c > 0
    ]
    return ", ".join(words) or "nothing"


def density_product(page: Page, term: Term) -> Product | None:
    """A term that is a product or quotient of densities of one letter and nothing else, perhaps summed over some names."""
    node = None if term.node is None else unwrap(term.node)
    summed: frozenset[str] = frozenset()
    if isinstance(node, Big):
        if kind_of(node) != "sum":
            return None
        summed, node = bound_by(node), unwrap(node.body)
    if node is None:
        return None
    parts = flattened(node)
    above = [f for part, up in parts if up for f in (factors(page, term, part) or ("",))]
    below = [f for part, up in parts if not up for f in (factors(page, term, part) or ("",))]
    if "" in above or "" in below or not above:
        return None
    found = [(m, sign) for fs, sign in ((above, 1), (below, -1)) for f in fs if (m := _FACTOR.fullmatch(f)) is not None]
    if len(found) != len(above) + len(below) or len({m.group(1) for m, _ in found}) != 1:
        return None
    of: Counter[str] = Counter()
    names: set[str] = set()
    for m, sign in found:
        targets = m.group(2).split(",")
        if len(set(targets)) != len(targets):
            return None
        for n in targets:
            of[n] += sign
        names |= {*targets, *(m.group(3) or "").split(",")} - {""}
    if not summed <= names or any(of[n] != 1 for n in summed):
        return None
    kept = Counter({n: c for n, c in of.items() if c and n not in summed})
    return Product(found[0][0].group(1), kept, frozenset(names - summed), len(found), any(m.group(3) for m, _ in found))


def flattened(node: Node, up: bool = True) -> list[tuple[Node, bool]]:
    """The factors of a product and of its fractions, each with whether it stands above."""
    node = unwrap(node)
    if isinstance(node, Fraction):
        return flattened(node.numerator, up) + flattened(node.denominator, not up)
    if isinstance(node, Run) and any(isinstance(unwrap(i), Fraction) for i in node.items):
        return [x for i in node.items for x in flattened(i, up)]
    inner = getattr(node, "factors", None)
    if inner is not None and all(o.name in ("\\cdot", "\\times", "\\,") for o in getattr(node, "operators", ())):
        return [x for i in inner for x in flattened(i, up)]
    return [(node, up)]


def factors(page: Page, term: Term, node: Node) -> list[str] | None:
    """`p(a|b)p(b)` → its densities; None if anything else stands there."""
    text = plain(text_at(page, term, node))
    found = [m.group() for m in _FACTOR.finditer(text)]
    return found if found and "".join(found) == text else None


__all__ = ["unbalanced_densities"]

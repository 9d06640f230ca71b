"""Findings about sums and products: an index that is unused, bound twice, or its own limit."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import PLAIN_INDEX_LETTERS
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import text_of, unwrap
from mathlint.elaborate.notation_indices import foreign_index, outside_its_sum
from mathlint.elaborate.notation_letters import (
    STRICT_INDICES,
    Letter,
    differentials_in,
    free_names,
    full_name,
    kind_of,
    letters,
    mentions,
    range_of,
    script_of,
    unclear,
)
from mathlint.elaborate.notation_place import (
    bound_in,
    innermost,
    is_empty,
    notice,
    occurs_beside,
    others_free,
    outer,
    own_terms,
    place,
    sign,
    written,
)
from mathlint.elaborate.page import RawChain, Term
from mathlint.syntax.surface import (
    Big,
    Fence,
    Fraction,
    Node,
    Run,
    Sum,
)
from mathlint.syntax.surface_walk import Part, walk


def sum_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain."""
    for term in own_terms(chain):
        if term.node is None:
            continue
        for part in walk(term.node):
            if isinstance(part, Big):
                yield from own_limit(page, term, part)
                yield from bound_twice(page, term, part)
            elif isinstance(part, Fraction) and not term.broken:
                yield from normalised_by_another(page, term, part)
    if any(t.broken for t in chain.terms) or len(chain.terms) < 2:
        return
    yield from idle_index(page, chain)
    yield from foreign_index(page, chain)
    yield from outside_its_sum(page, chain)


def own_limit(page: Page, term: Term, node: Big) -> Iterator[Notice]:
    """`\\sum_{n=0}^{n}`; for integrals, `\\int_0^x f(x) dx`, which is a habit of many."""
    kind = kind_of(node)
    if kind == "integral":
        upper = script_of(node, "super")
        key = full_name(upper) if upper is not None else None
        if key is not None and differentials_in(node.body) == {key} and not mentions_integral(node.body):
            yield notice(page, term, sign(page, term, node), "bound-is-limit", sure=False, index=key, binder=kind)
        return
    found = range_of(node)
    if found.low is None or found.high is None or len(found.keys) != 1:
        return
    key = found.keys[0]
    if full_name(found.high) == key or (text_of(found.low) == key and full_name(found.low) == key):
        yield notice(page, term, sign(page, term, node), "bound-is-limit", index=key, binder=kind)


def mentions_integral(node: Node) -> bool:
    return any(isinstance(p, Big) and kind_of(p) == "integral" for p in walk(node))


def bound_twice(page: Page, term: Term, node: Big) -> Iterator[Notice]:
    """`\\sum_{x} \\sum_{x}`: nothing stands between them, so the second takes the index from the first."""
    inner = unwrap(node.body)
    kind = kind_of(node)
    if kind == "integral" or not isinstance(inner, Big) or kind_of(inner) not in ("sum", "product"):
        return
    twice = set(range_of(node).keys) & set(range_of(inner).keys)
    for key in sorted(twice):
        yield notice(page, term, sign(page, term, inner), "escaping-index", twice=key, binder=kind)


def normalised_by_another(page: Page, term: Term, part: Fraction) -> Iterator[Notice]:
    """`\\frac{e^{x_i}}{\\sum_j e^{x_i}}`: the sum under a fraction repeats what stands over it, with the index of that."""
    below = unwrap(part.denominator)
    if not isinstance(below, Big) or kind_of(below) != "sum" or unclear(below):
        return
    keys = range_of(below).keys
    if len(keys) != 1 or keys[0] not in PLAIN_INDEX_LETTERS or mentions(below.body, keys[0]):
        return
    if written(page, term, below.body) != written(page, term, unwrap(part.numerator)):
        return
    used = sorted({x.name for x in letters(below.body) if x.place == "index" and x.name in PLAIN_INDEX_LETTERS})
    if used:
        yield notice(page, term, sign(page, term, below), "unused-index", index=keys[0], binder="sum", meant=used[0])


def idle_index(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\sum_x p(y)`: the terms lack the index and have another letter, which nothing else in the chain can give a value."""
    for at, term in enumerate(chain.terms):
        if term.node is None or (chain.continued and at == 0):
            continue
        for part in walk(term.node):
            if not isinstance(part, Big) or kind_of(part) not in ("sum", "product") or unclear(part):
                continue
            found = range_of(part)
            if len(found.keys) != 1 or not plain(found.keys[0]) or reaches(term.node, part, found.keys[0]):
                continue
            if mentions(part.body, found.keys[0]) or is_empty(innermost(part)):
                continue
            if found.low is not None and swapped(chain, at, part, found.low):
                data = {"index": found.keys[0], "binder": kind_of(part), "meant": text_of(found.low)}
                yield Notice("unused-index", place(page, term, sign(page, term, part)), data)
                continue
            around = outer(term.node, part) or frozenset()
            limits = {x.name for script in part.scripts for x in letters(script)}
            free = [
                x for x in letters(part.body) if x.name not in limits and x.full not in around and x.name not in around
            ]
            if not free:
                continue
            elsewhere = others_free(chain, at)
            bound = bound_in(chain, part)
            for letter in free:
                if letter.name in elsewhere or occurs_beside(term.node, part, letter.name):
                    continue
                if letter.name in bound or unvalued(page, chain, at, part, letter):
                    yield notice(
                        page, term, sign(page, term, part), "unused-index", index=found.keys[0], binder=kind_of(part), meant=letter.full
                    )  # fmt: skip
                    break


def unvalued(page: Page, chain: RawChain, at: int, part: Big, letter: Letter) -> bool:
    """Whether a letter looks like an index, and the other terms, which lack it, are no mere names for the sum."""
    if letter.full != letter.name or applied(part.body, letter.start):
        return False
    if letter.place != "index":
        return letter.name in STRICT_INDICES and valued(chain, at, part, letter)
    if letter.name not in PLAIN_INDEX_LETTERS:
        return False
    return indexed_left(chain, part) or (letter.name not in page.survey.bounds and valued(chain, at, part, letter))


def valued(chain: RawChain, at: int, part: Big, letter: Letter) -> bool:
    """Whether the value of a sum is written out without the letter: after the first term, which may be a name for it, or as
    a function whose arguments the terms have, while the letter is itself an argument in them."""
    if any(link.relation not in ("=", "definition", "≈") for link in chain.links):
        return False
    if any(k != at for k in range(1, len(chain.terms))):
        return True
    head = chain.terms[0].node
    if not isinstance(head, Run) or len(head.items) != 2 or not isinstance(head.items[1], Fence):
        return False
    arguments = {x.name for x in letters(head.items[1])}
    inside = {x.start for f in walk(part.body) if isinstance(f, Fence) and f.open == "(" for x in letters(f)}
    return bool(arguments & free_names(part.body)) and letter.start in inside


def reaches(parent: Part, node: Part, key: str) -> bool:
    """Whether the terms after a sum, in the same written sum, use its index: then it probably reaches over them."""
    for part in walk(parent):
        if isinstance(part, Sum):
            for at, item in enumerate(part.terms[:-1]):
                if item.start <= node.start and node.end <= item.end and node.end == item.end:
                    if any(mentions(t, key) for t in part.terms[at + 1 :]):
                        return True
    return False


def swapped(chain: RawChain, at: int, part: Big, start: Node) -> bool:
    """`\\prod_{i=c}^{C} p_c`: what stands as the first value is the index of the terms, and is used nowhere else."""
    term = chain.terms[at].node
    key = full_name(start)
    if term is None or key is None or len(key) != 1 or key in others_free(chain, at) or occurs_beside(term, part, key):
        return False
    return any(x.name == key and x.place == "index" for x in letters(part.body))


def plain(key: str) -> bool:
    """A letter, perhaps with a number below it: no power, no condition on indices."""
    base, _, sub = key.partition("_")
    return "^" not in base and (not sub or sub.isdigit())


def applied(body: Node, start: int) -> bool:
    """Whether the letter at a place stands before parentheses."""
    return any(
        isinstance(b, Fence) and a.start == start
        for part in walk(body)
        if isinstance(part, Run)
        for a, b in zip(part.items, part.items[1:], strict=False)
    )


def indexed_left(chain: RawChain, part: Big) -> bool:
    """The left side writes out its indices, and shares one of them with the terms."""
    node = chain.terms[0].node
    if node is None:
        return False
    left = {x.name for x in letters(node) if x.place == "index"}
    return bool(left & {x.name for x in letters(part.body) if x.place == "index"})


__all__ = ["sum_notices"]

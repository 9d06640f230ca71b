"""Findings about sums and products: an index that is unused, bound twice, its own limit, or used where nothing binds it."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import PLAIN_INDEX_LETTERS, core_letter
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import base_key, peel, text_of, unwrap
from mathlint.elaborate.notation_letters import (
    STRICT_INDICES,
    bound_by,
    differentials_in,
    free_names,
    full_name,
    kind_of,
    kind_of_sign,
    letters,
    mentions,
    range_of,
    script_of,
    unclear,
)
from mathlint.elaborate.page import RawChain, Term
from mathlint.source import Span
from mathlint.syntax.surface import (
    Big,
    Environment,
    Fence,
    Fraction,
    Node,
    Relation,
    Run,
    Scripted,
    Separator,
    Sequence,
    Sum,
    Symbol,
)
from mathlint.syntax.surface_walk import Part, children, walk


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


def entry_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """An index that one side of a step has and the other cannot do without."""
    if any(t.broken for t in chain.terms) or len(chain.terms) < 2:
        return
    yield from lost_index(page, chain)
    yield from cases_index(page, chain)


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


# ---------------------------------------------------------------- one operator by itself


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


# ---------------------------------------------------------------- one term against the others


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


def named_at_left(chain: RawChain) -> bool:
    """The first term is a bare name, which may leave out its indices."""
    node = chain.terms[0].node
    return node is None or (peel(node) is not None and not any(x.place == "index" for x in letters(node)))


def reaches(parent: Part, node: Part, key: str) -> bool:
    """Whether the terms after a sum, in the same written sum, use its index: then it probably reaches over them."""
    for part in walk(parent):
        if isinstance(part, Sum):
            for at, item in enumerate(part.terms[:-1]):
                if item.start <= node.start and node.end <= item.end and node.end == item.end:
                    if any(mentions(t, key) for t in part.terms[at + 1 :]):
                        return True
    return False


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
                if letter.name in bound:
                    meant = True
                elif (
                    letter.name in STRICT_INDICES
                    and letter.full == letter.name
                    and not applied(part.body, letter.start)
                ):
                    meant = (
                        indexed_left(chain, part) if letter.place == "index" else not named_at_left(chain) or at == 0
                    )
                else:
                    meant = False
                if meant:
                    yield notice(
                        page, term, sign(page, term, part), "unused-index", index=found.keys[0], binder=kind_of(part), meant=letter.full
                    )  # fmt: skip
                    break


def plain(key: str) -> bool:
    """A letter, perhaps with a number below it: no power, no condition on indices."""
    base, _, sub = key.partition("_")
    return "^" not in base and (not sub or sub.isdigit())


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


def applied(body: Node, start: int) -> bool:
    """Whether the letter at a place stands before parentheses."""
    return any(
        isinstance(b, Fence) and a.start == start
        for part in walk(body)
        if isinstance(part, Run)
        for a, b in zip(part.items, part.items[1:], strict=False)
    )


def occurs_beside(term: Node, node: Part, letter: str) -> bool:
    """Whether a letter is free in the term, outside of this operator."""
    return any(x.name == letter for x in letters(term) if not (node.start <= x.start and x.end <= node.end))


def indexed_left(chain: RawChain, part: Big) -> bool:
    """The left side writes out its indices, and shares one of them with the terms."""
    node = chain.terms[0].node
    if node is None:
        return False
    left = {x.name for x in letters(node) if x.place == "index"}
    return bool(left & {x.name for x in letters(part.body) if x.place == "index"})


def foreign_index(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\sum_i v_{i} v_{j} x_i`: `j` is bound by other sums of the chain, and free here alone."""
    if any(link.relation not in ("=", "definition", "≈") for link in chain.links) or operators(chain) < 2:
        return
    for at, term in enumerate(chain.terms):
        if term.node is None or (chain.continued and at == 0):
            continue
        for part in walk(term.node):
            if not isinstance(part, Big) or kind_of(part) != "sum" or unclear(part):
                continue
            keys = range_of(part).keys
            if not keys or not all(mentions(part.body, k) for k in keys):
                continue
            around = outer(term.node, part) or frozenset()
            inside = [x for x in letters(part.body, bound_by(part)) if x.place == "index" and x.name not in around]
            for letter in inside:
                if letter.name not in PLAIN_INDEX_LETTERS or letter.name not in bound_in(chain, part):
                    continue
                if letter.name in others_free(chain, at) or occurs_beside(term.node, part, letter.name):
                    continue
                if any(
                    letter.name == core_letter(k) for b in walk(part.body) if isinstance(b, Big) for k in bound_by(b)
                ):
                    continue
                yield notice(page, term, letter, "escaping-index", index=letter.name)  # type: ignore[arg-type]
                break


def outside_its_sum(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`(\\sum_i x_i) + y_i`: a sum that its brackets end, and its index in the next term."""
    if operators(chain) < 2:
        return
    for at, term in enumerate(chain.terms):
        if term.node is None or (chain.continued and at == 0):
            continue
        for part in walk(term.node):
            if not isinstance(part, Sum) or unclear(part):
                continue
            around = outer(term.node, part) or frozenset()
            for summand in part.terms:
                fence = unwrap(summand)
                inner = unwrap(fence.body) if isinstance(fence, Fence) else None
                if not isinstance(inner, Big) or kind_of(inner) != "sum":
                    continue
                for key in range_of(inner).keys:
                    if key in around or key not in PLAIN_INDEX_LETTERS or key in others_free(chain, at):
                        continue
                    if key not in bound_in(chain, inner):
                        continue
                    escaped = [
                        x
                        for t in part.terms
                        if t is not summand
                        for x in letters(t)
                        if x.name == key and x.place == "index"
                    ]
                    if escaped:
                        yield notice(page, term, escaped[0], "escaping-index", index=key, binder="sum")  # type: ignore[arg-type]


def index_letters_of(node: Node) -> frozenset[str]:
    """The free index letters of a term."""
    return frozenset(x.name for x in letters(node) if x.place == "index" and x.name in PLAIN_INDEX_LETTERS)


def lost_index(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`[∂f]_{ij} = ∂_i f_i = [∂f]_{ij}`: an index of the bracket on both ends that is missing between them."""
    if len(chain.terms) < 2 or any(link.relation != "=" for link in chain.links):
        return
    first = chain.terms[0].node
    if first is None:
        return
    entry = bracket_entry(first)
    if entry is None:
        return
    for at, term in enumerate(chain.terms[1:], 1):
        node = term.node
        if node is None or unclear(node) or not has_derivative(node):
            continue
        here = index_letters_of(node)
        missing = [k for k in entry if k not in {x.name for x in letters(node)} and k not in bound_in(chain)]
        if len(missing) == 1 and all(k in here for k in entry if k not in missing) and at >= 1:
            yield notice(page, term, node, "escaping-index", sure=True, lost=missing[0])
            return


def bracket_entry(node: Node) -> tuple[str, ...] | None:
    """The two index letters of `[∂…/∂x …]_{ij}`, the entry of a matrix of derivatives."""
    node = unwrap(node)
    if not isinstance(node, Scripted) or not isinstance(unwrap(node.base), Fence) or not has_derivative(node.base):
        return None
    subs = [s.value for s in node.scripts if s.kind == "sub" and s.value is not None]
    found = tuple(x.name for s in subs for x in letters(s, place="index"))
    inside = {x.name for x in letters(node.base)}
    return (
        found
        if len(found) == 2 == len(set(found)) and not set(found) & inside and set(found) <= PLAIN_INDEX_LETTERS
        else None
    )


def has_derivative(node: Part) -> bool:
    return any(isinstance(p, Fraction) and differential(p) is not None for p in walk(node))


def cases_index(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`∂/∂x_i g(x_i) = {… if i = j`: `j` stands in the conditions alone."""
    for at in range(1, len(chain.terms)):
        left, term = chain.terms[at - 1].node, chain.terms[at]
        if left is None or term.node is None:
            continue
        node = unwrap(term.node)
        if not isinstance(node, Environment) or node.name != "cases":
            continue
        compared = {pair for row in node.rows for pair in equal_pairs(row.cells[-1])}
        if not compared or not has_derivative(left) or unclear(left):
            continue
        values = frozenset().union(*(free_names(row.cells[0]) for row in node.rows if len(row.cells) > 1))
        everywhere = {x.name for x in letters(left)}
        for a, b in compared:
            for known, lone in ((a, b), (b, a)):
                if (
                    known in index_letters_of(left)
                    and lone not in everywhere
                    and lone not in values
                    and lone not in others_free(chain, at)
                ):
                    numerator_only = differential_indices(left)
                    if known in numerator_only:
                        yield notice(page, term, node, "escaping-index", index=lone)
                        return


def differential_indices(node: Node) -> frozenset[str]:
    """The index letters of the variables that a term is differentiated by, where what is differentiated has them too."""
    for part in walk(node):
        if isinstance(part, Fraction) and (found := differential(part)) is not None:
            by = {x.name for variable, _ in found[3] for x in letters(variable) if x.place == "index"}
            rest = {
                x.name
                for x in letters(node)
                if x.place == "index" and not (part.denominator.start <= x.start < part.denominator.end)
            }
            return frozenset(by & rest)
    return frozenset()


def equal_pairs(cell: Sequence) -> Iterator[tuple[str, str]]:
    """`i = j` or `i ≠ j` between two index letters."""
    items = [i for i in cell.items if not isinstance(i, Separator)]
    for a, relation, b in zip(items, items[1:], items[2:], strict=False):
        if isinstance(relation, Relation) and relation.name in ("=", "\\neq", "\\ne", "≠"):
            if isinstance(a, Relation) or isinstance(b, Relation):
                continue
            one, two = base_key(a), base_key(b)
            if one in PLAIN_INDEX_LETTERS and two in PLAIN_INDEX_LETTERS and one != two:
                yield one, two


__all__ = ["entry_notices", "is_empty", "notice", "own_terms", "place", "sign", "sum_notices"]

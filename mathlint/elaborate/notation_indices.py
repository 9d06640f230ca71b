"""Findings about indices: free in one place, and bound or missing in all the others that it is compared with."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import PLAIN_INDEX_LETTERS, core_letter
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import base_key, unwrap
from mathlint.elaborate.notation_letters import (
    bound_by,
    free_names,
    kind_of,
    letters,
    mentions,
    range_of,
    unclear,
)
from mathlint.elaborate.notation_place import bound_in, notice, occurs_beside, operators, others_free, outer
from mathlint.elaborate.page import RawChain
from mathlint.syntax.surface import (
    Big,
    Decorated,
    Environment,
    Fence,
    Fraction,
    Node,
    Relation,
    Scripted,
    Separator,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import Part, walk

_MOMENTS = frozenset(
    (
        "E",
        "\\mathbb{E}",
        "\\mathrm{E}",
        "\\mathrm{Var}",
        "\\mathrm{Cov}",
        "\\mathbb{V}",
        "\\mathrm{P}",
        "P",
        "\\mathbb{P}",
    )
)


def entry_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """An index that one side of a step has and the other cannot do without."""
    if any(t.broken for t in chain.terms) or len(chain.terms) < 2:
        return
    yield from lost_index(page, chain)
    yield from cases_index(page, chain)


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
            if not keys or not all(mentions(part.body, k) for k in keys) or expects(part.body):
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


def expects(body: Node) -> bool:
    """Whether it holds an expectation: of identically distributed variables any one will do."""
    return any((base_key(p) or "") in _MOMENTS for p in walk(body) if isinstance(p, Symbol | Word | Decorated))


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


__all__ = ["entry_notices", "foreign_index", "outside_its_sum"]

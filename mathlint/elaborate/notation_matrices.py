"""Findings about dotted matrices: how far their rows and columns run, compared with what they equal and with each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import base_key, index_parts, peel, text_of, unwrap
from mathlint.elaborate.notation_dots import is_dots, tokens, written
from mathlint.elaborate.notation_place import notice, own_terms, place
from mathlint.elaborate.page import RawChain, Term
from mathlint.syntax.surface import Decorated, Environment, Node, Run, Scripted, Sequence, Symbol
from mathlint.syntax.surface_walk import walk


@dataclass(frozen=True, slots=True)
class Corner:
    """The last row and column of a dotted matrix of a family: `a_{mn}` → ("m", "n")."""

    key: str
    rows: str
    columns: str
    transposed: bool
    term: Term
    node: Node
    section: int
    name: str
    """The bare name that the matrix is said to equal, or ""."""
    beside: frozenset[str]
    """The names in the term before it, if that is no bare name."""


def entries_of(cell: Sequence) -> list[tuple[str, tuple[str, str], Node]]:
    """The entries with two indices in a cell: (name, indices, where)."""
    found: list[tuple[str, tuple[str, str], Node]] = []
    for part in walk(cell):
        if isinstance(part, Scripted):
            peeled = peel(part)
            if peeled is None or len(peeled.subs) != 1:
                continue
            inside = unwrap(peeled.subs[0])
            parts = inside.items if isinstance(inside, Run) else index_parts(inside)
            text = text_of(peeled.subs[0])
            if len(text) == 2 and text.isdigit():
                found.append((peeled.key, (text[0], text[1]), part))
            elif parts is not None and len(parts) == 2:
                found.append((peeled.key, (text_of(parts[0]), text_of(parts[1])), part))
    return found


def corner(page: Page, chain: RawChain, term: Term, matrix: Environment) -> Corner | None:
    """What the first and the last row of a dotted matrix say of its family."""
    rows = [r for r in matrix.rows if any(c.items for c in r.cells)]
    if len(rows) < 3 or not any(is_dots(c) for c in rows[-2].cells):
        return None
    top = [e for cell in rows[0].cells for e in entries_of(cell)]
    bottom = [e for cell in rows[-1].cells for e in entries_of(cell)]
    if len(top) < 2 or len(bottom) < 2:
        return None
    keys = {k for k, _, _ in (*top, *bottom)}
    if len(keys) != 1:
        return None
    key = keys.pop()
    (f0, f1), (l0, l1) = top[0][1], top[-1][1]
    (b0, b1), (c0, c1) = bottom[0][1], bottom[-1][1]
    # the entries of a row share their first index, those of a transposed one their second
    section = page.scope.section_at(place(page, term, matrix).start)
    beside = neighbours(chain, term)
    if f0 == l0 and f1 == b1 and b0 == c0 and l1 == c1 and f1 != l1 and f0 != b0:
        return Corner(key, b0, l1, False, term, bottom[0][2], section, *beside)
    if f1 == l1 and f0 == b0 and b1 == c1 and l0 == c0 and f0 != l0 and f1 != b1:
        return Corner(key, l0, b1, True, term, bottom[0][2], section, *beside)
    return None


def heights(page: Page, chain: RawChain) -> Iterator[Notice]:
    """Two dotted matrices that are equal, with the same columns: their rows end at the same letter."""
    for k, link in enumerate(chain.links):
        left, right = chain.terms[k], chain.terms[k + 1]
        if link.relation != "=" or left.node is None or right.node is None or (chain.continued and k == 0):
            continue
        one, other = extent(left.node), extent(right.node)
        if (
            one is None
            or other is None
            or one.script != other.script
            or one.last == other.last
            or one.first != other.first
        ):
            continue
        for wrong, good, term in ((one, other, left), (other, one, right)):
            if wrong.columns == wrong.last == good.columns:
                last = written(page, term, wrong.row)
                yield notice(
                    page,
                    term,
                    wrong.row,
                    "ellipsis-mismatch",
                    last=last,
                    expected=last.replace(wrong.last, good.last, 1),
                )
                return


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and the last row index of a dotted matrix, the last column index, its last row, and its superscripts."""

    first: str
    last: str
    columns: str
    row: Node
    script: str


def extent(node: Node) -> Extent | None:
    """How far a dotted matrix runs, if that is one letter each way."""
    node = unwrap(node)
    script = ""
    if isinstance(node, Scripted):
        script = "".join(text_of(s.value) for s in node.scripts)
        node = unwrap(node.base)
    if not isinstance(node, Environment):
        return None
    rows = [r for r in node.rows if any(c.items for c in r.cells)]
    if len(rows) < 3 or not any(is_dots(c) for c in rows[-2].cells):
        return None
    top, bottom = tuple(tokens(rows[0])), tuple(tokens(rows[-1]))
    if len(top) != len(bottom):
        return None
    moved = {(a, b) for a, b in zip(top, bottom, strict=True) if a != b}
    ends = {text for role, text in top if role == "index" and text.isalpha()}
    if len(moved) != 1 or len(ends) != 1:
        return None
    (a, b) = moved.pop()
    if a[0] != "index" or not a[1].isdigit() or not b[1].isalpha():
        return None
    place_of = Sequence(
        tuple(i for c in rows[-1].cells for i in c.items), rows[-1].cells[0].start, rows[-1].cells[-1].end
    )
    return Extent(a[1], b[1], ends.pop(), place_of, script)


def corners(page: Page) -> Iterator[Notice]:
    """Dotted matrices of one family in one section: the row index ends at the same letter in all of them."""
    found: list[Corner] = []
    for chain in page.chains:
        for term in own_terms(chain):
            if term.node is None or term.broken or "dots" not in page.document.blocks[term.block].text:
                continue
            for part in walk(term.node):
                if isinstance(part, Environment):
                    one = corner(page, chain, term, part)
                    if one is not None:
                        found.append(one)
    for at, later in enumerate(found):
        same = [c for c in found[:at] if c.key == later.key and c.section == later.section and c.name]
        if not same or {(c.rows, c.columns) for c in same} & {(later.rows, later.columns)}:
            continue
        earlier = same[-1]
        if earlier.rows == earlier.columns or not (earlier.rows.isalpha() and earlier.columns.isalpha()):
            continue
        swapped = (later.rows, later.columns) == (earlier.columns, earlier.rows)
        square = later.rows == later.columns == earlier.columns
        if (swapped or square) and earlier.name in later.beside:
            good = f"{later.key}_{{{earlier.rows}{earlier.columns}}}"
            last = f"{later.key}_{{{later.rows}{later.columns}}}"
            yield notice(page, later.term, later.node, "ellipsis-mismatch", last=last, expected=good)


def neighbours(chain: RawChain, term: Term) -> tuple[str, frozenset[str]]:
    """The bare name that a term is said to equal ("" if there is none), and the names of the term before it if that is more
    than a name: a matrix that is said again, not defined anew."""
    at = chain.terms.index(term)
    before = chain.terms[at - 1].node if at else None
    if before is None:
        return "", frozenset()
    peeled = peel(before)
    if peeled is not None and not peeled.sups:
        return peeled.key, frozenset()
    return "", frozenset(
        k for p in walk(before) if isinstance(p, Symbol | Decorated) and (k := base_key(p)) is not None
    )


__all__ = ["corners", "heights"]

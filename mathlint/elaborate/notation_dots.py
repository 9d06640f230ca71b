"""Findings about ellipses: a last entry that does not go on as the first two do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice, Role
from mathlint.elaborate.names import index_parts, peel, text_of, unwrap
from mathlint.elaborate.notation_letters import kind_of, mentions, range_of
from mathlint.elaborate.notation_place import notice, place
from mathlint.elaborate.page import RawChain, Term
from mathlint.syntax.surface import (
    Big,
    Dots,
    Environment,
    Group,
    Node,
    Number,
    Operator,
    Relation,
    Row,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import Part, children, walk

Tokens = tuple[tuple[str, str], ...]
"""(what stands before, the token): the second is compared, the first says whether it is an index."""


def dots_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain."""
    for at, term in enumerate(chain.terms):
        if term.node is None or term.broken or (chain.continued and at == 0):
            continue
        for part in walk(term.node):
            for entries in sequences(part):
                yield from stuck(page, term, entries, isinstance(part, Sum))
            for first, last in ends_of(part):
                yield from left_out(page, term, first, last)
            if isinstance(part, Sum):
                yield from repeated(page, chain, at, term, part)
    yield from other_ends(page, chain)


# ---------------------------------------------------------------- sequences with dots


def is_dots(node: Part) -> bool:
    if isinstance(node, Sequence) and len(node.items) == 1:
        node = node.items[0]
    return isinstance(node, Dots) or (
        not isinstance(node, Relation | Separator | Script | Row) and isinstance(unwrap(node), Dots)
    )


def sequences(part: Part) -> Iterator[tuple[Node, Node, Node]]:
    """(first, second, last) of `a, b, …, z` as a sum, a list, or a column of a matrix: just one ellipsis, at that place."""
    items = listed(part)
    if len(items) == 4 and [is_dots(i) for i in items] == [False, False, True, False]:
        yield items[0], items[1], items[3]  # type: ignore[misc]


def ends_of(part: Part) -> Iterator[tuple[Node, Node]]:
    """(first, last) of a list with one ellipsis, before its last entry."""
    items = listed(part)
    if len(items) >= 3 and is_dots(items[-2]) and [is_dots(i) for i in items].count(True) == 1:
        yield items[0], items[-1]  # type: ignore[misc]


def listed(part: Part) -> list[Part]:
    """The entries of a sum, of a list, or of a column."""
    items: list[Part] = []
    match part:
        case Sum(terms=terms, signs=signs):
            if all(all(s.name == "+" for s in sign) for sign in signs):
                items = list(terms)
        case Sequence(items=found):
            if not any(isinstance(i, Relation) for i in found):
                items = [i for i in found if not isinstance(i, Separator)]
        case Environment(rows=rows) if all(len(r.cells) == 1 for r in rows):
            items = [r.cells[0] for r in rows if r.cells[0].items]
    return items


def tokens(node: Part, role: str = "") -> Iterator[tuple[str, str]]:
    """The leaves of a tree with their role: "index" inside a subscript."""
    match node:
        case Symbol(name=name):
            yield role, name
            return
        case Number(text=text) | Word(text=text) | Separator(text=text):
            yield role, text
            return
        case Operator(name=name) | Relation(name=name):
            yield role, name
        case Dots():
            yield role, "…"
            return
        case Script(kind="sub", value=value) if value is not None:
            inside = unwrap(value)
            parts = index_parts(inside)
            if parts is None and peel(inside) is not None:
                yield from index_tokens(inside)
            elif parts is None:
                yield "mark", text_of(inside)
            else:
                for part in parts:
                    yield from index_tokens(part)
            return
        case Script(kind=kind):
            yield role, kind
    yield "open", type(node).__name__ if not isinstance(node, Group | Sequence) else ""
    for child in children(node):
        yield from tokens(child, role)


def index_tokens(part: Node) -> Iterator[tuple[str, str]]:
    """The indices of a subscript: `00` is two of them, and so is the `0` of `∂_{x_0}`, but not its `x`."""
    inner = unwrap(part)
    if isinstance(inner, Scripted):
        yield "base", text_of(inner.base)
        for script in inner.scripts:
            yield from tokens(script, "index")
    elif isinstance(inner, Run):
        for item in inner.items:
            yield "index", text_of(item)
    elif isinstance(inner, Number) and len(inner.text) == 2:
        yield "index", inner.text[0]
        yield "index", inner.text[1]
    else:
        yield "index", text_of(inner)


def stuck(page: Page, term: Term, entries: tuple[Node, Node, Node], summed: bool) -> Iterator[Notice]:
    """An index that moves from the first entry to the second, and is back or another one in the last."""
    first, second, last = (tuple(tokens(e)) for e in entries)
    if len(first) != len(second) or len(second) != len(last) or first == second:
        return
    moving: list[int] = []
    for k, (a, b, c) in enumerate(zip(first, second, last, strict=True)):
        if a[0] != b[0] or b[0] != c[0]:
            return
        if a != b:
            if a[0] != "index" or not a[1].isdigit() or not b[1].isdigit() or int(b[1]) != int(a[1]) + 1:
                return
            moving.append(k)
        elif a != c and a[0] != "index":
            return
    if len({first[k] for k in moving}) != 1:
        return
    ends = [last[k][1] for k in moving]
    wrong = [e for e in ends if e.isdigit() and int(e) <= int(second[moving[0]][1])]
    fixed_moved = [k for k, (a, c) in enumerate(zip(first, last, strict=True)) if a != c and k not in moving]
    if fixed_moved:
        return
    right = sorted({e for e in ends if e not in wrong})
    if wrong and not right and not summed:
        return  # `v_1, v_2, …, v_1`: once around
    if wrong and len(right) <= 1:
        expected = {} if not right else repaired(written(page, term, entries[2]), wrong[0], right[0])
        data = {"last": written(page, term, entries[2]), **expected}
        yield Notice("ellipsis-mismatch", place(page, term, entries[2]), data)
    elif not wrong and len(right) > 1:
        yield notice(page, term, entries[2], "ellipsis-mismatch", last=written(page, term, entries[2]))


def repaired(text: str, wrong: str, right: str) -> dict[str, str]:
    """The last entry with its one stuck index put right, where that is plain."""
    if text.count(f"_{wrong}") + text.count(f"_{{{wrong}}}") != 1:
        return {}
    end = right if len(right) == 1 else "{" + right + "}"
    return {"expected": text.replace(f"_{{{wrong}}}", f"_{end}").replace(f"_{wrong}", f"_{end}")}


def written(page: Page, term: Term, node: Part) -> str:
    return " ".join(page.document.blocks[term.block].text[node.start : node.end].split())


# ---------------------------------------------------------------- an index that is left out


def occurrences(node: Part) -> Iterator[tuple[str, str, Node]]:
    """Every name with its one subscript ("" without), in the order written."""
    if isinstance(node, Symbol | Scripted):
        peeled = peel(node)
        if peeled is not None:
            subs = [text_of(s) for s in peeled.subs]
            yield peeled.key, subs[0] if len(subs) == 1 else "?" if subs else "", node
            return
    for child in children(node):
        yield from occurrences(child)


def left_out(page: Page, term: Term, first: Node, last: Node) -> Iterator[Notice]:
    """`f_1(y) - f_1(x), …, f_m(y) - f(x)`: a name that has the index at all places of the first entry, and loses it in the last."""
    ones: dict[str, list[tuple[str, Node]]] = {}
    ends: dict[str, list[tuple[str, Node]]] = {}
    for entry, found in ((first, ones), (last, ends)):
        for key, sub, where in occurrences(entry):
            found.setdefault(key, []).append((sub, where))
    for key, seen in ones.items():
        indices = {sub for sub, _ in seen}
        after = ends.get(key, [])
        if len(seen) < 2 or len(after) != len(seen) or indices not in ({"0"}, {"1"}):
            continue
        moved = {sub for sub, _ in after if sub}
        bare = [where for sub, where in after if not sub]
        if len(moved) == 1 and moved != indices and len(bare) == 1:
            end = moved.pop()
            expected = f"{key}_{end}" if len(end) == 1 else f"{key}_{{{end}}}"
            yield notice(page, term, bare[0], "ellipsis-mismatch", last=key, expected=expected)


# ---------------------------------------------------------------- a sum written out


def repeated(page: Page, chain: RawChain, at: int, term: Term, node: Sum) -> Iterator[Notice]:
    """`\\sum_{x=0}^n p(x) = p(0) + … + p(0)`: the last entry is the first again, though the terms depend on the index."""
    if len(node.terms) != 3 or not is_dots(node.terms[1]) or text_of(node.terms[0]) != text_of(node.terms[2]):
        return
    first = text_of(node.terms[0])
    for other in (chain.terms[at - 1] if at else None, chain.terms[at + 1] if at + 1 < len(chain.terms) else None):
        if other is None or other.node is None:
            continue
        big = unwrap(other.node)
        if not isinstance(big, Big) or kind_of(big) != "sum":
            continue
        found = range_of(big)
        if (
            len(found.keys) == 1
            and found.low is not None
            and mentions(big.body, found.keys[0])
            and text_of(found.low) in first
        ):
            yield notice(page, term, node.terms[2], "ellipsis-mismatch", last=written(page, term, node.terms[2]))
            return


# ---------------------------------------------------------------- the same names, dotted on both sides


@dataclass(frozen=True, slots=True)
class Dotted:
    """A family listed with dots: its name, its first index, its last one, and where that stands."""

    key: str
    first: str
    last: str
    node: Node


def listings(node: Node) -> Iterator[Dotted]:
    """`S_1 ∩ S_2 ∩ ⋯ ∩ S_k`, `P(S_1) P(S_2 | S_1) ⋯ P(S_n | …)`: the leading family of the first item and of the last."""
    from mathlint.syntax.surface import Product

    for part in walk(node):
        items: list[Part] = []
        match part:
            case Run(items=found):
                items = list(found)
            case Product(factors=factors):
                items = list(factors)
            case Sum(terms=terms):
                items = list(terms)
        places = [k for k, i in enumerate(items) if is_dots(i)]
        if len(places) != 1 or not 0 < places[0] < len(items) - 1:
            continue
        before = [x for i in items[: places[0]] for x in indexed(i)]
        after = [x for i in items[places[0] + 1 :] for x in indexed(i)]
        keys = {k for k, _, _ in before} & {k for k, _, _ in after}
        if len(keys) != 1:
            continue
        key = keys.pop()
        first = next(s for k, s, _ in before if k == key)
        last, where = next((s, n) for k, s, n in after if k == key)
        yield Dotted(key, first, last, where)


def indexed(part: Part) -> Iterator[tuple[str, str, Node]]:
    for inner in walk(part):
        if isinstance(inner, Scripted):
            peeled = peel(inner)
            if peeled is not None and len(peeled.subs) == 1:
                yield peeled.key, text_of(peeled.subs[0]), inner


def other_ends(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`S_1 ∩ ⋯ ∩ S_k = P(S_1) ⋯ P(S_n)`: one list ends at k, the other at n, and neither letter stands on the other's side."""
    for k, link in enumerate(chain.links):
        left, right = chain.terms[k], chain.terms[k + 1]
        if link.relation != "=" or left.node is None or right.node is None or left.broken or right.broken:
            continue
        judged = page.roles.get(chain.number)
        if judged is not None and judged[k].role is Role.CONDITION:
            continue
        ones = {d.key: d for d in listings(left.node)}
        for d in listings(right.node):
            one = ones.get(d.key)
            if one is None or one.first != d.first or one.last == d.last or one.first != "1":
                continue
            if len(one.last) != 1 or len(d.last) != 1 or not one.last.isalpha() or not d.last.isalpha():
                continue
            if symbol_in(right.node, one.last) or symbol_in(left.node, d.last):
                continue
            yield notice(
                page,
                right,
                d.node,
                "ellipsis-mismatch",
                last=written(page, right, d.node),
                expected=f"{d.key}_{one.last}",
            )


def symbol_in(node: Node, name: str) -> bool:
    return any(isinstance(p, Symbol) and p.name == name for p in walk(node))


__all__ = ["dots_notices", "is_dots", "tokens", "written"]

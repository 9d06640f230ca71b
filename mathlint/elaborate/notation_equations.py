"""Slips in what an equation defines or is solved for, and in entries of a product."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_slip import slip, text_at
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import marks, names, spelled
from mathlint.elaborate.strangers import Strangers
from mathlint.syntax.surface import Environment, Fence, Fraction, Run
from mathlint.syntax.surface_walk import Part, walk


def blocks_multiplied(page: Page, chain: RawChain) -> Iterator[Notice]:
    """A column times a row, written out: every entry is the product of its two, but for one."""
    for left, link, right in zip(chain.terms, chain.links, chain.terms[1:], strict=False):
        if link.relation != "=" or left.node is None or right.node is None:
            continue
        factors = next((f for part in walk(left.node) if (f := column_by_row(page, left, part)) is not None), None)
        results = [part for part in walk(right.node) if isinstance(part, Environment)]
        if factors is None or len(results) != 1:
            continue
        column, row = factors
        cells = [[text_at(page, right, c) for c in r.cells] for r in results[0].rows if any(c.items for c in r.cells)]
        if len(cells) != len(column) or any(len(r) != len(row) for r in cells) or len(column) * len(row) < 4:
            continue
        wrong = [
            (cell, a + b, i, j)
            for i, (r, a) in enumerate(zip(cells, column, strict=True))
            for j, (cell, b) in enumerate(zip(r, row, strict=True))
            if cell != a + b
        ]
        if len(wrong) == 1:
            cell, meant, i, j = wrong[0]
            yield slip(
                page,
                right,
                results[0].rows[i].cells[j],
                cell,
                meant,
                "all other entries are the products of their row and column",
            )


def column_by_row(page: Page, term: Term, part: Part) -> tuple[list[str], list[str]] | None:
    if not isinstance(part, Run) or len(part.items) != 2:
        return None
    grids = []
    for item in part.items:
        inner = unwrap(item)
        inner = unwrap(inner.body) if isinstance(inner, Fence) else inner
        if not isinstance(inner, Environment):
            return None
        grids.append([[text_at(page, term, c) for c in r.cells] for r in inner.rows if any(c.items for c in r.cells)])
    column, row = grids
    if (
        any(len(r) != 1 for r in column)
        or len(row) != 1
        or any("+" in x or "-" in x for x in (*row[0], *(r[0] for r in column)))
    ):
        return None
    return [r[0] for r in column], row[0]


def solved_for_itself(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`Y = X + c ⇔ X = g(Y) = X - c`."""
    if chain.arrow != "iff" or chain.follows is None:
        return
    first, term = page.chains[chain.follows], chain.terms[-1]
    if any(link.relation != "=" for link in (*first.links, *chain.links)) or not first.links:
        return
    gone, solved = (page.text(c.terms[0]) for c in (first, chain))
    before, after = (
        marks(text_at(page, c.terms[-1], c.terms[-1].node)) for c in (first, chain) if c.terms[-1].node is not None
    )
    if not (gone.isalpha() and solved.isalpha()) or len(gone) != 1 or len(solved) != 1 or gone == solved:
        return
    if term.node is not None and solved in after and gone not in after and solved in before and gone not in before:
        yield slip(page, term, term.node, solved, gone, f"`{gone}` is lost, and `{solved}` stands on both sides")


def named_twice(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`a_n = a_0 + n \\bar y` and, in the next row, `a_n = a_0 + n \\bar x`, on a page that waits for `b_n`."""
    before = page.chains[chain.number - 1] if chain.number else None
    if before is None or before.block != chain.block or len(before.links) != 1 or len(chain.links) != 1 or chain.arrow:
        return
    pair = [[text_at(page, t, t.node) for t in c.terms if t.node is not None] for c in (before, chain)]
    name = re.fullmatch(r"(\\[a-z]+|[A-Za-z])_(\w)", pair[1][0])
    if name is None or pair[0][0] != pair[1][0] or not is_equation(before) or not is_equation(chain):
        return
    one, other = marks(pair[0][1]), marks(pair[1][1])
    if len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) != 1:
        return
    beside = re.compile(rf"(?<![A-Za-z\\_]){re.escape(pair[1][0])},([a-z]_{name.group(2)})(?!\w)")
    siblings = {n for block in page.document.blocks for n in beside.findall(spelled(block.text))}
    earlier = (c for c in page.chains if c.links and (c.number < chain.number or c.block == chain.block))
    siblings -= {text_at(page, t, t.node) for c in earlier for t in c.terms[:1] if t.node is not None}
    term = chain.terms[0]
    if len(siblings) == 1 and term.node is not None:
        yield slip(page, term, term.node, pair[1][0], siblings.pop(), "the row before gives it another value")


def other_unknown(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`dL/db_0 = 0 … \\hat b_1 = …`, where another display has solved the same equation for `\\hat b_0`."""
    own = stationary(page, chain)
    if own is None:
        return
    equation, variable, fraction = own
    solved = unknown(page, chain)
    if solved is None or solved == variable or solved.partition("_")[0] != variable.partition("_")[0]:
        return
    for other in page.chains[: chain.number]:
        known = stationary(page, other) if other.block != chain.block else None
        if known is not None and known[0] == equation and unknown(page, other) == variable:
            place = page.place(page.order(other))
            yield slip(
                page,
                chain.terms[0],
                fraction,
                f"d{variable}",
                f"d{solved}",
                f"{place} solves the same equation for `{variable}`",
            )
            return


def stationary(page: Page, chain: RawChain) -> tuple[str, str, Fraction] | None:
    """A derivative that is set to zero: the whole of it, its variable, and the fraction."""
    if len(chain.links) != 1 or not chain.display or any(t.node is None for t in chain.terms):
        return None
    fraction = unwrap(chain.terms[0].node) if chain.terms[0].node is not None else None
    found = differential(fraction) if isinstance(fraction, Fraction) else None
    if (
        not isinstance(fraction, Fraction)
        or found is None
        or len(found[3]) != 1
        or page.text(chain.terms[1]).strip(" .,;") != "0"
    ):
        return None
    return text_at(page, chain.terms[0], fraction), text_at(page, chain.terms[0], found[3][0][0]), fraction


def unknown(page: Page, chain: RawChain) -> str | None:
    """What the display of a chain ends with a value for, without its hat."""
    rows = [c for c in page.chains if c.block == chain.block and c.links and c.condition_of is None]
    term = rows[-1].terms[0]
    text = "" if term.node is None else text_at(page, term, term.node)
    found = re.fullmatch(r"\\hat\{?(\\[a-z]+|[a-z])\}?(_\w)|(\\[a-z]+|[a-z])(_\w)", text)
    return None if found is None else "".join(g for g in found.groups() if g)


def is_equation(chain: RawChain) -> bool:
    return chain.links[0].relation in ("=", "definition")


def stranger_mark(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`f(a_H + N_H, a_T + H_T) = … N_H … N_T …`: nothing is called `H` but this."""
    for k, link in enumerate(chain.links):
        left, right = chain.terms[k], chain.terms[k + 1]
        if link.relation != "=" or left.node is None or right.node is None or (chain.continued and k == 0):
            continue
        one, two = (
            frozenset(n for n in names(text_at(page, t, t.node)) if "_" in n)
            for t in (left, right)
            if t.node is not None
        )
        if len(one & two) < 2:
            continue
        for term, own, other in ((left, one, two), (right, two, one)):
            lone, lost = own - other, other - own
            if len(lone) != 1 or len(lost) != 1 or term.node is None:
                continue
            (stranger,), (meant,) = lone, lost
            (base, _, mark), (other_base, _, other_mark) = stranger.partition("_"), meant.partition("_")
            kin = any(n.partition("_")[0] == other_base for n in own & other)
            if mark != other_mark or base == other_base or not kin or not _fresh(page, base, stranger):
                continue
            if Strangers(page.document).holds(stranger, page.span(term)):
                yield slip(page, term, term.node, stranger, meant, f"nothing else is called `{base}`")


def _fresh(page: Page, base: str, own: str) -> bool:
    """Whether no name of the page but one begins with this letter."""
    found = re.compile(rf"(?<![\\A-Za-z_{{]){re.escape(base)}(?![A-Za-z])")
    return all(not found.search(spelled(block.text).replace(own, "")) for block in page.document.blocks)


__all__ = ["blocks_multiplied", "named_twice", "other_unknown", "solved_for_itself", "stranger_mark"]

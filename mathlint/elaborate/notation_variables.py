"""Findings about names: one stands where the rest of the formula shows that another was meant.

Each finder compares marks, not values: densities and functions that are only names have no values, but a slip in their
arguments breaks a pattern that the same formula keeps everywhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.notation_letters import kind_of, unclear
from mathlint.elaborate.notation_place import notice, own_terms
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.spelling import arguments, exchanged, marks, names, plain, shown, spelled
from mathlint.elaborate.strangers import Strangers
from mathlint.syntax.surface import Big, Environment, Fence, Fraction, Node, Run, Sequence, Sum
from mathlint.syntax.surface_walk import Part, walk

RULE: Final = "slipped-name"
_MOST_NAMES: Final = 8


def variable_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain."""
    if not chain.display or any(t.node is None or t.broken or unclear(t.node) for t in chain.terms):
        return
    yield from chain_rule(page, chain)
    if not chain.links:
        return
    yield from equal_difference(page, chain)
    yield from odd_ratio(page, chain)
    yield from convex_combination(page, chain)
    yield from moved_factor(page, chain)
    yield from blocks_multiplied(page, chain)
    yield from lost_total(page, chain)
    yield from unbalanced(page, chain)
    yield from solved_for_itself(page, chain)
    yield from named_twice(page, chain)
    yield from stranger_mark(page, chain)


def _text(page: Page, term: Term, node: Part) -> str:
    return spelled(page.document.blocks[term.block].text[node.start : node.end])


def _slip(page: Page, term: Term, node: Part, found: str, meant: str, because: str) -> Notice:
    return notice(page, term, node, RULE, found=shown(found), meant=shown(meant), because=because)


def _neighbours(chain: RawChain, at: int) -> list[Term]:
    """The terms that an equation sign joins to this one."""
    sides = ((at - 1, at - 1), (at, at + 1))
    return [chain.terms[t] for k, t in sides if 0 <= k < len(chain.links) and chain.links[k].relation == "="]


# ---------------------------------------------------------------- equal terms, mirrored terms


def equal_difference(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\log p(y|m_1) - \\log p(y|m_1) = L_1 - L_2`: a difference of two equal terms, said to be one of two others."""
    for at, term in enumerate(chain.terms):
        parts = difference(page, term)
        if parts is None or parts[0] != parts[1] or not names(parts[0]) or (chain.continued and at == 0):
            continue
        beside = [found for t in _neighbours(chain, at) if (found := difference(page, t)) is not None]
        for one, other in beside:
            for u, v in combinations(names(one + other)[:_MOST_NAMES], 2):
                if exchanged(one, u, v) == other and u in names(parts[0]) and one != other:
                    yield _slip(
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
    return _text(page, term, node.terms[0]), _text(page, term, node.terms[1])


def odd_ratio(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`p(a|y) / p(b) = p(a)/p(b) · q(a)/q(b)`: exchanging a and b inverts the right side, but not the left."""
    for at, term in enumerate(chain.terms):
        ratio = ratios(page, term)
        if ratio is None or len(ratio) != 1 or (chain.continued and at == 0):
            continue
        ((above, below),) = ratio
        for beside in _neighbours(chain, at):
            for u, v in combinations(names(above + below)[:_MOST_NAMES], 2):
                others = ratios(page, beside)
                if others is None or not all(a != b and exchanged(a, u, v) == b for a, b in others):
                    continue
                meant = exchanged(above, u, v)
                if meant != below and meant != above and _shortened(below, meant):
                    yield _slip(
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
        found.append((_text(page, term, fraction.numerator), _text(page, term, fraction.denominator)))
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
    for u, v in combinations(names("".join(left))[:_MOST_NAMES], 2):
        if exchanged(odd, u, v) == odd or sorted(exchanged(f, u, v) for f in rest[0]) != sorted(rest[1]):
            continue
        if any(
            mirrored(page, other, u, v) for other in page.chains if other.block == chain.block and other is not chain
        ):
            term = chain.terms[0]
            yield _slip(
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
    texts = [_text(page, t, t.node) for t in chain.terms if t.node is not None]
    if len(texts) != 2 or not all(_CALLS.fullmatch(t) for t in texts):
        return None
    left, right = (re.findall(r"[A-Za-z]\([^()]*\)", t) for t in texts)
    return left, right


# ---------------------------------------------------------------- applications


_CONVEX: Final = re.compile(
    r"(?P<l>\\[a-z]+|[a-z])(?:\{\})?(?P<f>\\[a-z]+|[A-Za-z])\((?P<a>[^()]+)\)\+\(1-(?P=l)\)(?P<g>\\[a-z]+|[A-Za-z])\((?P<b>[^()]+)\)"
)


def convex_combination(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`f(λx + (1-λ)y) ≤ λ f(x) + (1-λ) g(y)`."""
    texts = [(t, _text(page, t, t.node)) for t in own_terms(chain) if t.node is not None]
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
                yield _slip(
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
                link = _text(page, term, known[3][0][0])
                call = "".join(_text(page, term, f) for f in found[2])
                meant = given(page, chain, link, call)
                if meant is not None:
                    yield _slip(
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
            if left.node is not None and right.node is not None and _text(page, left, left.node) == name:
                values.add(_text(page, right, right.node))
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
        own = arguments(plain(_text(page, left, left.node)))
        node = unwrap(right.node)
        if own is None or len(own[1]) != 1 or not isinstance(node, Big) or kind_of(node) not in ("sum", "integral"):
            continue
        text = plain(_text(page, right, node))
        for target, given_, value in re.findall(rf"{re.escape(own[0])}\(([A-Za-z])\|([A-Za-z])=(\w)\)", text):
            if own[1][0] == given_ != target and given_.lower() == value:
                yield _slip(
                    page,
                    left,
                    left.node,
                    f"{own[0]}({given_})",
                    f"{own[0]}({target}|{given_})",
                    f"the right side averages over the values of `{given_}`",
                )
                return


# ---------------------------------------------------------------- factors and entries


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
                moved.append("")
        if len(moved) == 1 and moved[0] != came and _head(moved[0]) == _head(came) is not None:
            yield _slip(page, right, right.node, came, moved[0], "the factor comes out of the integral unchanged")


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
    return [_text(page, term, f) for f in before], sign, [_text(page, term, f) for f in factors]


def _head(factor: str) -> str | None:
    """`\\frac{1}{B(…)}` without the arguments."""
    found = re.fullmatch(r"(\\frac\{1\}\{)\{?([A-Za-z]|\\[A-Za-z]+)\}?\([^()]*\)\}", plain(factor))
    return None if found is None else found.group(1) + found.group(2)


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
        cells = [[_text(page, right, c) for c in r.cells] for r in results[0].rows if any(c.items for c in r.cells)]
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
            yield _slip(
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
        grids.append([[_text(page, term, c) for c in r.cells] for r in inner.rows if any(c.items for c in r.cells)])
    column, row = grids
    if (
        any(len(r) != 1 for r in column)
        or len(row) != 1
        or any("+" in x or "-" in x for x in (*row[0], *(r[0] for r in column)))
    ):
        return None
    return [r[0] for r in column], row[0]


# ---------------------------------------------------------------- equations


def solved_for_itself(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`Y = X + c ⇔ X = g(Y) = X - c`."""
    if chain.arrow != "iff" or chain.follows is None:
        return
    first, term = page.chains[chain.follows], chain.terms[-1]
    if any(link.relation != "=" for link in (*first.links, *chain.links)) or not first.links:
        return
    gone, solved = (page.text(c.terms[0]) for c in (first, chain))
    before, after = (
        marks(_text(page, c.terms[-1], c.terms[-1].node)) for c in (first, chain) if c.terms[-1].node is not None
    )
    if not (gone.isalpha() and solved.isalpha()) or len(gone) != 1 or len(solved) != 1 or gone == solved:
        return
    if term.node is not None and solved in after and gone not in after and solved in before and gone not in before:
        yield _slip(page, term, term.node, solved, gone, f"`{gone}` is lost, and `{solved}` stands on both sides")


def named_twice(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`a_n = a_0 + n \\bar y` and, in the next row, `a_n = a_0 + n \\bar x`, on a page that waits for `b_n`."""
    before = page.chains[chain.number - 1] if chain.number else None
    if before is None or before.block != chain.block or len(before.links) != 1 or len(chain.links) != 1 or chain.arrow:
        return
    pair = [[_text(page, t, t.node) for t in c.terms if t.node is not None] for c in (before, chain)]
    name = re.fullmatch(r"(\\[a-z]+|[A-Za-z])_(\w)", pair[1][0])
    if name is None or pair[0][0] != pair[1][0] or not is_equation(before) or not is_equation(chain):
        return
    one, other = marks(pair[0][1]), marks(pair[1][1])
    if len(one) != len(other) or sum(a != b for a, b in zip(one, other, strict=True)) != 1:
        return
    beside = re.compile(rf"(?<![A-Za-z\\_]){re.escape(pair[1][0])},([a-z]_{name.group(2)})(?!\w)")
    siblings = {n for block in page.document.blocks for n in beside.findall(spelled(block.text))}
    siblings -= {_text(page, t, t.node) for c in page.chains if c.links for t in c.terms[:1] if t.node is not None}
    term = chain.terms[0]
    if len(siblings) == 1 and term.node is not None:
        yield _slip(page, term, term.node, pair[1][0], siblings.pop(), "the row before gives it another value")


def is_equation(chain: RawChain) -> bool:
    return chain.links[0].relation in ("=", "definition")


def stranger_mark(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`f(a_H + N_H, a_T + H_T) = … N_H … N_T …`: nothing is called `H` but this."""
    for k, link in enumerate(chain.links):
        left, right = chain.terms[k], chain.terms[k + 1]
        if link.relation != "=" or left.node is None or right.node is None or (chain.continued and k == 0):
            continue
        one, two = (
            frozenset(n for n in names(_text(page, t, t.node)) if "_" in n) for t in (left, right) if t.node is not None
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
                yield _slip(page, term, term.node, stranger, meant, f"nothing else is called `{base}`")


def _fresh(page: Page, base: str, own: str) -> bool:
    """Whether no name of the page but one begins with this letter."""
    found = re.compile(rf"(?<![\\A-Za-z_{{]){re.escape(base)}(?![A-Za-z])")
    return all(not found.search(spelled(block.text).replace(own, "")) for block in page.document.blocks)


__all__ = ["variable_notices"]

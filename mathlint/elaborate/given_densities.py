"""What the page gives densities to be: `p(y_i | λ) = Pois(y_i; λ)`, put into the steps after it wherever the density stands.

A density that is given once holds for every index and every value: `p(y_i | λ)` in a product over i, `P(X = 3)` after
`P(X = k) = …`. A step is read so only if nothing that is only named is left in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lawful import rows_at
from mathlint.elaborate.model import Role
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.scope import View
from mathlint.expr.density import density_of
from mathlint.expr.tree import Expr, rebuild
from mathlint.operators import transforms

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

_DEEP: Final = 3
"""How many times a density may be given by another."""
_MOST: Final = 12


def put_given(page: Page, part: Slice, view: View, picks: Mapping[str, int]) -> None:
    """Replace the densities of both sides by what the page gives them to be, if all of them are given."""
    wanted = [n for side in (part.left, part.right) for n in side.walk() if n.head == "opaque"]
    if not wanted or len(wanted) > _MOST:
        return
    search = _Search(page, view, picks)
    sides = [search.given(side, _DEEP) for side in (part.left, part.right)]
    left, right = sides
    if left is None or right is None or not search.used:
        return
    latest = max((page.order(chain) for chain in search.chains), default=None)
    where = "what their laws say" if latest is None else f"as in {page.place(latest)}"
    if not search.several:
        part.low.reserve.add("given densities")
    if part.low.choose("given densities", (f"densities are {where}", "densities are only named")) == 0:
        part.left, part.right = left, right
        part.lawful |= search.lawful


class _Search:
    """Looks for what the page says of the densities of one step."""

    def __init__(self, page: Page, view: View, picks: Mapping[str, int]) -> None:
        self.page, self.view, self.picks = page, view, picks
        self.chains: list[RawChain] = []
        self.used = 0
        self.lawful: set[str] = set()
        self.several = False
        """Whether one of them is given more than once."""

    def given(self, side: Expr, depth: int) -> Expr | None:
        """The side with every density replaced; None if one is not given."""
        if not any(n.head == "opaque" for n in side.walk()):
            return side
        failed = False

        def change(node: Expr) -> Expr:
            nonlocal failed
            if node.head != "opaque" or failed:
                return node
            value = self._value(node, depth)
            failed = failed or value is None
            return node if value is None else value

        made = rebuild(side, change)
        return None if failed else made

    def _value(self, node: Expr, depth: int) -> Expr | None:
        if not depth or density_of(node) is None:
            return None
        given = [
            (c, found) for c in candidates(self.page, str(node.datum)) if (found := self._fits(c, node)) is not None
        ]
        self.several = self.several or len(given) > 1
        for chain, found in reversed(given):
            for k, term in explicit(self.page, chain):
                view = self.page.view(chain, k)
                assert term.node is not None
                value = self.page.lowered(term.node, view, self.picks, self.page.ranges, f"{chain.number}.{k}.").form
                if value is None:
                    continue
                inner = self.given(_put(value, found), depth - 1)
                if inner is not None:
                    self.used += 1
                    self.chains.append(chain)
                    return inner
        return self._lawful(node)

    def _lawful(self, node: Expr) -> Expr | None:
        """`p(y_i | λ)` where the page says `y_i ~ Pois(λ)`."""
        density = density_of(node)
        if density is None or density.measure != "p" or len(density.slots) != 1:
            return None
        slot = density.slots[0]
        if slot.at is None or slot.at.head not in ("name", "item") or slot.equated:
            return None
        key = slot.name
        rows = rows_at(self.page, slot.at, self.view)
        if not rows:
            return None
        known = frozenset().union(*(a.free for a in rows[0].arguments))
        if any(g.at is None or not g.at.free <= known for g in density.given):
            return None
        self.used += 1
        self.several = self.several or len(rows) > 1
        self.lawful.add(key)
        return transforms.density_at(rows[0], slot.at)

    def _fits(self, chain: RawChain, node: Expr) -> dict[Expr, Expr] | None:
        """What stands for the letters of a chain that gives this density at this place; None if it does not."""
        page, view = self.page, self.view
        if chain.number >= view.chain and chain.number not in view.attached:
            return None
        if page.view(chain).section not in page.scope.above(view.section):
            return None
        pattern = page.first_form(chain, 0)
        return None if pattern is None else matched(pattern, node)


def candidates(page: Page, datum: str) -> list[RawChain]:
    """The chains that begin with a density written so, and give it."""
    if page.given_densities is None or page.given_densities[0] != len(page.roles):
        found: dict[str, list[RawChain]] = {}
        for chain in page.chains:
            judged = page.roles.get(chain.number, ())
            if not judged or judged[0].goal or not chain.links or chain.links[0].relation not in ("=", "definition"):
                continue
            if (
                chain.condition_of is not None
                or chain.conditions
                or chain.continued
                or judged[0].role is Role.CONDITION
            ):
                continue
            form = page.first_form(chain, 0)
            if (
                form is not None
                and form.head == "opaque"
                and (chain.display or _general(form, page.first_form(chain, 1)))
            ):
                found.setdefault(str(form.datum), []).append(chain)
        page.given_densities = (len(page.roles), found)
    return page.given_densities[1].get(datum, [])


def _general(form: Expr, value: Expr | None) -> bool:
    """Whether the value depends on what the density is taken at: `q(x) = 0` in running text holds somewhere only."""
    letters = frozenset().union(*(a.free for a in form.args))
    return value is not None and not value.free.isdisjoint(letters)


def explicit(page: Page, chain: RawChain) -> Iterator[tuple[int, Term]]:
    """The terms that give the density, those without another density first."""
    terms: list[tuple[bool, int, Term]] = []
    for k, link in enumerate(chain.links):
        term = chain.terms[k + 1]
        if link.relation not in ("=", "definition"):
            break
        form = page.first_form(chain, k + 1)
        if form is not None and term.node is not None and not term.broken:
            terms.append((any(n.head == "opaque" for n in form.walk()), k, term))
    for _, k, term in sorted(terms, key=lambda t: t[:2]):
        yield k, term


def matched(pattern: Expr, node: Expr) -> dict[Expr, Expr] | None:
    """What stands for the letters of a density that is given, in one that is asked for; None if it is another."""
    if pattern.datum != node.datum or len(pattern.args) != len(node.args):
        return None
    equated = "=" in str(node.datum)
    found: dict[Expr, Expr] = {}

    def bind(letter: Expr, value: Expr) -> bool:
        return found.setdefault(letter, value) is value

    for old, new in zip(pattern.args, node.args, strict=True):
        if old.head == "item" and new.head == "item" and len(old.args) == len(new.args) and old.args[0] is new.args[0]:
            if not all(
                bind(a, b) if a.head == "name" else a is b for a, b in zip(old.args[1:], new.args[1:], strict=True)
            ):
                return None
        elif old.head == "name" and (equated or _same_letter(old, new)):
            if not bind(old, new):
                return None
        elif old is not new:
            return None
    return {old: new for old, new in found.items() if old is not new}


def _put(value: Expr, found: Mapping[Expr, Expr]) -> Expr:
    return rebuild(value, lambda n: found.get(n, n))


def _same_letter(old: Expr, new: Expr) -> bool:
    """A name, and the same name or one that is bound by that letter."""
    return new.head == "name" and str(new.datum).split("#", 1)[0] == old.datum


__all__ = ["candidates", "matched", "put_given"]

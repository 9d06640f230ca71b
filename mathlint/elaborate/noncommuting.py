"""Operators: letters whose products are written in both orders on purpose. They are drawn as matrices of one size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import core_letter, is_upper
from mathlint.elaborate.lowering import OPERATOR
from mathlint.elaborate.model import Block, Blockage
from mathlint.elaborate.scope import Said, View
from mathlint.expr.obligation import Trait
from mathlint.expr.tree import Expr

_LETTER: Final = (
    r"((?:[A-Z]|\\hat\s*\{?\s*[A-Za-z]\s*\}?|\\[A-Za-z]+)(?:_(?:\w|\{\w+\}))?(?:\^(?:\\dagger|\{\\dagger\}))?)"
)
_HATS: Final = r"\[\s*\\hat\s*\{?\s*[A-Za-z]\s*\}?(?:_\w)?\s*,\s*\\hat"
"""`[\\hat x, \\hat p]`; `E[\\hat\\theta]` is none."""
_CUE: Final = re.compile(
    r"\b(?:(?:[Aa]nti-?)?[Cc]ommut\w+|[Oo]perators?|[Ll]adder|[Aa]nnihilation|[Cc]reation|[Aa]ngular momentum|Pauli|Hamiltonian|[Ff]ermion\w*|[Bb]oson\w*|[Ss]pin)\b"
    rf"|{_HATS}|{_LETTER}\s*{_LETTER}\s*-\s*\2\s*\1(?![A-Za-z_^])"
)
"""Words of operators, or a difference such as `AB - BA`."""
_QUANTUM: Final = re.compile(
    rf"\b(?:commutators?|ladder|annihilation|pauli|hamiltonian|quantum)\b|{_HATS}", re.IGNORECASE
)
_RELATED: Final = re.compile(
    r"\b(?:ladder|annihilation|creation|angular momentum|pauli|hamiltonian|fermion\w*|boson\w*|spin|hermitian|unitary|self-?adjoint|projections?|projectors?|anti-?commute?s?|commutes?|canonical)\b",
    re.IGNORECASE,
)
"""Words that say more of operators than algebra does."""


def tell_operators(page: Page) -> None:
    """Keep which names are operators, section by section, before anything else is read."""
    if not _CUE.search(page.document.source.text):
        return
    for number, names in _operators(page).items():
        section = page.scope.sections[number]
        for key in sorted(names):
            page.scope.say(
                Said(
                    key, section.start, number, page.span(page.chains[names[key]].terms[0]), f"{key}: {OPERATOR}", "matrix",
                    traits=frozenset({Trait.COMPLEX}), noun=OPERATOR,
                )
            )  # fmt: skip
    page.forms.clear()


def _operators(page: Page) -> dict[int, dict[str, int]]:
    """For each section its operators, each with the chain that shows it."""
    out: dict[int, dict[str, int]] = {}
    keys: dict[int, dict[str, int]] = {}
    cued: dict[int, tuple[bool, bool]] = {}
    for chain in page.chains:
        number = page.view(chain).section
        if number not in cued:
            told = told_of(page, number)
            cued[number] = bool(_CUE.search(told)), bool(_QUANTUM.search(told))
        if not cued[number][0]:
            continue
        forms = [page.first_form(chain, k) for k in range(len(chain.terms))]
        for k, form in enumerate(forms):
            if form is None:
                continue
            for key in form.free:
                if "#" not in key:
                    keys.setdefault(number, {}).setdefault(key, chain.number)
            before = forms[k - 1] if k else None
            pair = () if before is None else (key for x in _swapped(before, form) for key in x.free if _may_be(key))
            for key in (*_shown(form, page.text(chain.terms[k]), cued[number][1]), *pair):
                out.setdefault(number, {}).setdefault(key, chain.number)
    for number, found in out.items():
        marked = {core_letter(k) for k in found if _is_marked(k)}
        for key, where in keys.get(number, {}).items():
            if _is_marked(key) and core_letter(key) in marked:
                found.setdefault(key, where)
    return out


def told_of(page: Page, number: int) -> str:
    """The text of a section, and the titles of those around it."""
    here = page.scope.sections[number]
    titles = [page.scope.sections[n].title for n in sorted(page.scope.above(number))]
    return "\n".join((*titles, page.document.source.text[here.start : here.end]))


def _is_marked(key: str) -> bool:
    return "_{" in key and not key.endswith("_{}")


def _shown(form: Expr, written: str, quantum: bool) -> Iterator[str]:
    """The names that a term shows to be operators."""
    for node in form.walk():
        if node.head == "matrix" and node.datum == (2, 1) and ("[" in written or "\\{" in written):
            for a in node.args:
                yield from (k for k in a.free if _may_be(k) or (quantum and a.head in ("name", "mul", "?power")))
        elif node.head in ("adjoint", "pseudoinverse") and node.args[0].head == "name" and "\\dag" in written:
            yield node.args[0].datum
        elif node.head == "add":
            yield from (k for x in _swapped(*node.args) for k in x.free if _may_be(k))
        elif quantum and node.head == "name" and node.datum.startswith("\\hat{") and "#" not in node.datum:
            yield node.datum


def _may_be(key: str) -> bool:
    """Whether operators are called so: by a capital, under a hat, or by a Greek letter with a mark."""
    return "#" not in key and (is_upper(key) or key.startswith("\\hat{") or (key.startswith("\\") and _is_marked(key)))


def _swapped(*terms: Expr) -> list[Expr]:
    """The terms that are the product of another one in another order, up to a sign: `AB - BA`."""
    products = [t.args[0] if t.head == "neg" else t for t in terms]
    written: dict[tuple[str, ...], dict[Expr, None]] = {}
    for p in products:
        if p.head == "mul":
            written.setdefault(tuple(sorted(map(repr, p.args))), {})[p] = None
    return [p for same in written.values() if len(same) > 1 for p in same]


def operator_blocks(page: Page, names: frozenset[str], view: View) -> list[Block]:
    """Why operators are no matrices like any others: the page says how they commute, or what kind of operators they are."""
    found = [k for k in sorted(names) if page.scope.known(k, view).meaning == OPERATOR]
    if not found:
        return []
    others = (n for n in range(len(page.chains)) if n != view.chain)
    if not _RELATED.search(told_of(page, view.section)) and not any(_related(page, n, names) for n in others):
        return []
    return [Block(Blockage.CONTEXT, found[0], "how these operators commute is not used", firm=True)]


def _related(page: Page, number: int, names: frozenset[str]) -> bool:
    """Whether a chain gives the commutator of some of these names a value."""
    chain = page.chains[number]
    forms = [page.first_form(chain, k) for k in range(len(chain.terms))]
    for k in range(len(chain.links)):
        left, right = forms[k], forms[k + 1]
        if left is None or right is None or left.head != "add" or left.free.isdisjoint(names):
            continue
        if len(left.args) == 2 and _swapped(*left.args) and not (right.head == "add" and _swapped(*right.args)):
            return True
    return False

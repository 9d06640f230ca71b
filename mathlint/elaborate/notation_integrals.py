"""Findings about differentials: missing ones, ones that do not match, and ones where nothing is integrated."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lower_big import subscript_items
from mathlint.elaborate.lower_calculus import d_sign
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import text_of, unwrap
from mathlint.elaborate.notation_letters import (
    differentials_in,
    full_name,
    kind_of,
    letters,
    may_integrate,
    mentions,
    range_of,
    script_of,
    unclear,
)
from mathlint.elaborate.notation_place import notice, others_free, own_terms, place, sign
from mathlint.elaborate.page import RawChain, Term
from mathlint.syntax.surface import (
    Big,
    Decorated,
    Fence,
    Fraction,
    Group,
    Node,
    Number,
    Operator,
    Product,
    Relation,
    Run,
    Script,
    Scripted,
    Sequence,
    Signed,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import Part, walk

_INTEGRAL = re.compile(r"\\[io]*int|∫")
_STEPS = frozenset("htuxyz") | {"\\epsilon", "\\varepsilon", "\\delta"}
"""Letters of small steps."""
_LOWER = frozenset("xyztu") | {"\\theta", "\\phi", "\\tau", "\\xi"}


def integral_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain but missing differentials, which need the whole page."""
    for at, term in enumerate(chain.terms):
        if term.node is None or term.broken or (chain.continued and at == 0):
            continue
        if has_integral(term.node):
            yield from mismatched(page, chain, at)
            yield from survives(page, chain, at)
        else:
            if not any(t.node is not None and has_integral(t.node) for t in chain.terms):
                yield from summed(page, term)
            yield from under_a_limit(page, term)
        yield from empty_limit(page, chain, at)


def has_integral(node: Node) -> bool:
    return any(isinstance(p, Big) and kind_of(p) == "integral" for p in walk(node))


def missing_differentials(page: Page) -> Iterator[Notice]:
    """An integral with limits and no differential, in a note that writes them in all its other integrals."""
    with_one = 0
    lacking: list[tuple[Term, Big]] = []
    for chain in page.chains:
        for term in own_terms(chain):
            if term.node is None or not _INTEGRAL.search(page.document.blocks[term.block].text):
                continue
            inner: list[Part] = []
            for part in walk(term.node):
                if not isinstance(part, Big) or kind_of(part) != "integral" or part in inner:
                    continue
                inner += [p for p in walk(part.body) if isinstance(p, Big)]
                if may_integrate_after(term.node, part):
                    with_one += 1
                elif not term.broken and not unclear(part) and chain.links and chain.display:
                    lacking.append((term, part))
    if len(lacking) > 2:  # the author's habit
        return
    for term, part in lacking:
        found = integrated_over(part)
        if found is not None:
            variable, stated = found
            data = {"variable": variable} if variable else {}
            sure = stated or with_one >= 2 * len(lacking)
            yield Notice("missing-differential", place(page, term, sign(page, term, part)), data, sure=sure)


def may_integrate_after(term: Node, node: Big) -> bool:
    """Whether a differential could stand anywhere from the integral sign to the end of its term."""
    for part in walk(term):
        if part.end > node.start and part is not term and part.start >= node.start and may_integrate(part):  # type: ignore[arg-type]
            return True
    return may_integrate(node.body)


def integrated_over(node: Big) -> tuple[str, bool] | None:
    """The letter that is surely meant, ("" if none is), and whether it is said, as in `\\int_{x ∈ X}`."""
    sub, sup = script_of(node, "sub"), script_of(node, "super")
    if sub is not None:
        items = subscript_items(sub)
        if len(items) > 2 and isinstance(items[1], Relation) and items[1].name in ("\\in", "∈"):
            key = full_name(items[0])
            return (key, True) if key is not None and mentions(node.body, key) else None
    if sub is None or sup is None:
        return None
    limits = {x.name for script in node.scripts for x in letters(script)}
    found = {
        x.full for x in letters(node.body) if x.place == "plain" and x.name not in limits and x.name not in "fghFGpPe"
    }
    if not found:
        return None
    return (found.pop() if len(found) == 1 else "", False)


def mismatched(page: Page, chain: RawChain, at: int) -> Iterator[Notice]:
    """`\\int_{-∞}^x f(z) dx`: the one differential is of a letter that the integrand lacks; its argument has no value."""
    term = chain.terms[at]
    assert term.node is not None
    found = [p for p in walk(term.node) if isinstance(p, Big) and kind_of(p) == "integral"]
    if len(found) != 1 or unclear(term.node):
        return
    node = found[0]
    if range_of(node).keys and any(
        isinstance(i, Relation) for i in subscript_items(script_of(node, "sub") or node.body)
    ):
        return
    over = differentials_in(term.node)
    if len(over) != 1:
        return
    variable = next(iter(over))
    if variable not in ("x", "y", "z") or script_of(node, "sub") is None or script_of(node, "super") is None:
        return
    inside = list(letters(node.body, frozenset((variable,))))
    if any(x.name == variable for x in letters(node.body) if not _is_differential(node.body, x.start)):
        return
    arguments = {
        name
        for part in walk(node.body)
        if isinstance(part, Run)
        for f, a in zip(part.items, part.items[1:], strict=False)
        if isinstance(a, Fence)
        and a.open == "("
        and full_name(f) is not None
        and (name := full_name(unwrap(a.body))) is not None
    }
    limits = {x.name for script in node.scripts for x in letters(script)}
    for letter in inside:
        if letter.full not in arguments or letter.name not in _LOWER or letter.name in limits:
            continue
        if variable not in limits and letter.name != "z":  # `y` may stand for `y(x)`, `u` for `u(x)`, …
            continue
        if (
            letter.name in others_free(chain, at)
            or letter.name in page.scope.bindings
            or letter.name in page.scope.said
        ):
            continue
        yield notice(page, term, node, "mismatched-differential", variable=letter.full, differential=variable)
        return


def survives(page: Page, chain: RawChain, at: int) -> Iterator[Notice]:
    """`\\int_0^1 2x dx = x^2`: the letter that is integrated over stands beside the integral's value, in that term alone."""
    node = unwrap(chain.terms[at].node)  # type: ignore[arg-type]
    if not isinstance(node, Big) or unclear(node) or any(link.relation != "=" for link in chain.links):
        return
    low, high = script_of(node, "sub"), script_of(node, "super")
    over = differentials_in(node.body)
    if low is None or high is None or len(over) != 1:
        return
    variable = next(iter(over))
    if variable not in ("x", "y", "z", "t", "u") or mentions(low, variable) or mentions(high, variable):
        return
    free = [
        k for k, t in enumerate(chain.terms) if t.node is not None and any(x.name == variable for x in letters(t.node))
    ]
    beside = [k for k in free if k in (at - 1, at + 1)]
    if len(free) != 1 or free != beside or chain.terms[free[0]].broken:
        return
    term = chain.terms[free[0]]
    if term.node is None or not elementary(term.node, variable):
        return
    letter = next(x for x in letters(term.node) if x.name == variable)
    yield Notice(
        "escaping-index",
        page.document.blocks[term.block].source_span(letter.start, letter.end),
        {"index": variable, "binder": "integral"},
    )


def elementary(node: Node, variable: str) -> bool:
    """A polynomial or a fraction of such, in letters: nothing in it could take the variable at some place or on average."""
    for part in walk(node):
        if isinstance(part, Fence) and part.open != "(":
            return False
        if isinstance(part, Scripted):
            powers = [text_of(s.value) for s in part.scripts if s.kind == "super"]
            if (
                not isinstance(unwrap(part.base), Symbol)
                or len(powers) != len(part.scripts)
                or not all(p.isdigit() for p in powers)
            ):
                return False
        if not isinstance(
            part,
            Fence
            | Scripted
            | Script
            | Symbol
            | Number
            | Fraction
            | Run
            | Sum
            | Product
            | Operator
            | Group
            | Sequence
            | Signed,
        ):
            return False
        if isinstance(part, Symbol) and (part.name.isupper() or (part.name.startswith("\\") and part.name != "\\pi")):
            return False
        if isinstance(part, Sequence) and len(part.items) != 1:
            return False
        if isinstance(part, Run) and any(
            isinstance(b, Fence) and full_name(a) is not None for a, b in zip(part.items, part.items[1:], strict=False)
        ):
            return False
    return True


def empty_limit(page: Page, chain: RawChain, at: int) -> Iterator[Notice]:
    """`\\lim_{h→0} (f(x+t) - f(x)) / t`: the limit's letter is not there, another one is, which no other term has."""
    term = chain.terms[at]
    assert term.node is not None
    node = unwrap(term.node)
    if not isinstance(node, Run) or len(node.items) < 2 or len(chain.terms) < 2 or unclear(node):
        return
    head = node.items[0]
    if not isinstance(head, Scripted) or text_of(head.base) != "\\lim":
        return
    sub = next((s.value for s in head.scripts if s.kind == "sub" and s.value is not None), None)
    parts = subscript_items(sub) if sub is not None else ()
    variable = full_name(parts[0]) if len(parts) == 3 else None
    operand = Run(node.items[1:], node.items[1].start, node.items[-1].end)
    if variable is None or mentions(operand, variable):
        return
    elsewhere = others_free(chain, at) | {x.name for x in letters(head.scripts[0])}
    seen = Counter(
        x.full for x in letters(operand) if x.place == "plain" and x.name not in elsewhere and x.name in _STEPS
    )
    if len(seen) == 1 and next(iter(seen.values())) >= 2:
        yield notice(page, term, head, "unused-index", index=variable, binder="limit", meant=next(iter(seen)))


def _is_differential(body: Node, start: int) -> bool:
    """Whether the letter at a place follows a `d`."""
    for part in walk(body):
        if isinstance(part, Run):
            for a, b in zip(part.items, part.items[1:], strict=False):
                if d_sign(a) == "d" and b.start == start:
                    return True
    return False


def last_differential(body: Node) -> tuple[str, bool, Node] | None:
    """The differential at the end of a product: its letter, whether its `d` is upright, and where it stands."""
    body = unwrap(body)
    if isinstance(body, Product):
        return last_differential(body.factors[-1])
    if isinstance(body, Sum):
        return None
    if isinstance(body, Run) and len(body.items) >= 2:
        sign_, variable = body.items[-2], body.items[-1]
        if d_sign(sign_) == "d" and (key := full_name(variable)) is not None:
            upright = isinstance(unwrap(sign_), Word | Decorated)
            return key, upright, Run((sign_, variable), sign_.start, variable.end)
        inner = unwrap(variable)
        if isinstance(inner, Big | Product | Run):
            return last_differential(inner)
    return None


def substantial(body: Node) -> bool:
    """Whether anything stands before the differential."""
    body = unwrap(body)
    return not isinstance(body, Run) or len(body.items) > 2


def summed(page: Page, term: Term) -> Iterator[Notice]:
    """`\\sum_x p(x) dx`: a differential of the index, or an upright one, and no integral anywhere."""
    assert term.node is not None
    for part in walk(term.node):
        if not isinstance(part, Big) or kind_of(part) not in ("sum", "product"):
            continue
        if isinstance(unwrap(part.body), Big):
            continue
        found = last_differential(part.body)
        if found is None or not substantial(part.body):
            continue
        key, upright, where = found
        keys = range_of(part).keys
        if (key in keys and (upright or not names_something(page, "d"))) or (upright and not keys):
            yield notice(page, term, where, "sum-with-differential", differential=key, binder=kind_of(part))


def names_something(page: Page, key: str) -> bool:
    """Whether the page uses a letter as a name: defined, described, indexed, applied, or the bound of a sum."""
    use = page.survey.of(key)
    scope = page.scope
    indexed = use.digit_subs or use.letter_subs or use.before_comma
    return bool(
        key in scope.bindings or key in scope.said or indexed or key in page.survey.bounds or key in page.survey.binders
    )


def under_a_limit(page: Page, term: Term) -> Iterator[Notice]:
    """`\\lim_{y→∞} F(x, y) dy`: the letter of the limit carries a differential."""
    assert term.node is not None
    node = unwrap(term.node)
    if not isinstance(node, Run):
        return
    found = last_differential(node)
    if found is None:
        return
    for item in node.items:
        if not isinstance(item, Scripted):
            continue
        word = text_of(item.base)
        if word not in ("\\lim", "lim", "m"):
            continue
        for script in item.scripts:
            if script.kind == "sub" and script.value is not None:
                parts = subscript_items(script.value)
                arrow = (
                    len(parts) > 2
                    and isinstance(parts[1], Relation)
                    and "arrow" in parts[1].name + ("arrow" if parts[1].name == "\\to" else "")
                )
                if arrow and full_name(parts[0]) == found[0]:
                    yield notice(page, term, found[2], "sum-with-differential", differential=found[0], binder="limit")
                    return


__all__ = ["integral_notices", "missing_differentials"]

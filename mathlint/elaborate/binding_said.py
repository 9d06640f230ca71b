"""What the prose says of names: sizes, spaces, kinds and remarks, with how long each is in force."""

from __future__ import annotations

import re
from dataclasses import replace

from mathlint.elaborate.binding import Page, names_of, pattern_of
from mathlint.elaborate.laws import Law, law_of, rows_of, scalar_form
from mathlint.elaborate.letters import is_bold, is_upper
from mathlint.elaborate.lexicon import TRAITS
from mathlint.elaborate.lower import lower
from mathlint.elaborate.lower_name import IDENTITY
from mathlint.elaborate.lowering import CannotRead
from mathlint.elaborate.names import peel, unwrap
from mathlint.elaborate.page import RawChain, Statement
from mathlint.elaborate.roles import STEPS
from mathlint.elaborate.scope import Obscure, Said
from mathlint.elaborate.spread import spreads
from mathlint.elaborate.words import kind_of, set_of, space_of
from mathlint.expr.obligation import Trait
from mathlint.expr.shape import Dim
from mathlint.expr.tree import name
from mathlint.operators.distributions import Distribution
from mathlint.operators.notation import big_named
from mathlint.syntax.surface import Big, Dots, Relation, Separator, Sequence

_REMARK = re.compile(r"(?:^|[^A-Za-z])\$?([A-Za-z])\$?,?\s+(?:is\s+|are\s+)?([a-z][a-z -]*)")


def remarked(page: Page, chain: RawChain) -> None:
    """`\\text{when A is symmetric}` beside a step: it holds for that chain."""
    order = page.order(chain)
    section = page.scope.section_at(order)
    span = page.span(chain.terms[-1])
    for remark in chain.remarks:
        if re.search(r"\b(?:not|non|no|without|neither)\b", remark):
            continue
        words = re.sub(r"[^a-z -]", " ", remark.lower())
        found = next((TRAITS[w] for w in sorted(TRAITS, key=len, reverse=True) if re.search(rf"\b{w}\b", words)), None)
        if not found:
            continue
        keys = [k for c in chain.conditions if not page.chains[c].links for k in subjects(page, page.chains[c])]
        named = _REMARK.search(remark)
        if not keys and named is not None:
            keys = [named.group(1)]
        for key in keys:
            page.scope.say(Said(key, order, section, span, f"{key}: {remark}", traits=found, only=chain.number))


def subjects(page: Page, chain: RawChain) -> list[str]:
    """The names that a formula in prose speaks of: a bare name, a list of names, or the left side of a relation."""
    node = chain.terms[0].node
    if node is None:
        return []
    form = page.first_form(chain, 0)
    found = pattern_of(form)
    if found is not None:
        return [found[0]]
    node = unwrap(node)
    out: list[str] = []
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Relation):
                break
            if isinstance(item, Separator):
                continue
            try:
                part = pattern_of(lower(item, page.lowering(page.view(chain), {})))
            except (CannotRead, RecursionError):
                continue
            if part is not None:
                out.append(part[0])
    return out


_CASE = re.compile(r"\b(?:if|when|whenever|unless|in case)\b", re.IGNORECASE)


_GOES_ON = re.compile(r"\s*(?:\$\$|\\\[|\\begin\b|\\\(|[a-z$])")


def case_end(page: Page, statement: Statement) -> int:
    """The end of the paragraph of a sentence, with the displays in it and what goes on after them in small letters."""
    text = page.document.source.text
    end = text.find("\n\n", statement.span.end)
    while end >= 0 and _GOES_ON.match(text, end):
        end = text.find("\n\n", end + 2)
    return len(text) if end < 0 else end


def say(page: Page, chain: RawChain, statement: Statement) -> None:
    """Keep what a sentence says of the names of a formula."""
    if chain.links and chain.links[0].relation in STEPS and statement.kind not in ("quantify",):
        return
    order = page.order(chain)
    section = page.scope.section_at(order)
    kind = kind_of(statement.noun)
    usable = (
        statement.inert
        or bool(statement.traits)
        or kind != ""
        or statement.kind == "quantify"
        or (statement.kind in ("describe", "assume") and not statement.noun)
    )
    if statement.kind == "named" or (statement.of is not None and not statement.inert and kind == ""):
        usable = False
    until = (
        case_end(page, statement) if (statement.traits or statement.group) and _CASE.search(statement.text) else None
    )
    keys = subjects(page, chain)
    if not keys and not statement.inert and (statement.traits or statement.kind in ("named", "mean")):
        unclear = names_of(page, chain)
        if unclear:
            page.scope.obscures(Obscure(unclear, order, section, statement.span, statement.text))
    node = chain.terms[0].node
    listed = isinstance(inner := unwrap(node), Sequence) if node is not None else False
    slots = (slots_of(page, chain) or 0) if kind in ("vector", "row", "matrix") and not listed else 0
    apart = bool(statement.group) and listed and any(isinstance(i, Dots) for i in inner.items)  # type: ignore[union-attr]
    for key in keys:
        law = with_slots(page, chain, law_in_words(page, chain, key))
        lawful_shapes(page, chain, law)
        page.scope.say(
            Said(
                key, order, section, statement.span, statement.text, kind=kind if kind in ("scalar", "vector", "row", "matrix", "function", "set") else "",
                traits=statement.traits, random=kind == "random" or law is not None, usable=usable, law=law, apart=apart, group=statement.group,
                quantified=statement.kind == "quantify", dims=size_of(page, statement, kind), until=until,
                noun=statement.noun if statement.kind == "named" and statement.of is None else "", slots=slots,
            )
        )  # fmt: skip


def size_of(page: Page, statement: Statement, kind: str) -> tuple[Dim, Dim] | None:
    """The dimensions that a sentence gives: "an ⟦n × n⟧ matrix", "a vector in ⟦ℝ^n⟧"."""
    if statement.size is None or kind not in ("vector", "row", "matrix"):
        return None
    node = page.chains[statement.size].terms[0].node
    if node is None or page.chains[statement.size].links:
        return None
    found = set_of(node) or space_of(node)
    return found[1] if found is not None and found[0] == kind else None


_SUPPOSED = re.compile(r"\b(?:if|under|when|whenever|unless|were)\b", re.IGNORECASE)
"""Before a law: it holds in one case only."""


def is_plain_list(chain: RawChain) -> bool:
    """A name, or names with commas between them: nothing is given."""
    node = chain.terms[0].node
    inner = unwrap(node) if node is not None else None
    return not isinstance(inner, Sequence) or not any(
        isinstance(i, Relation) or (isinstance(i, Separator) and i.kind != "punctuation") for i in inner.items
    )


_MOMENTS = re.compile(
    r"[^.$]{0,80}?\bwith (?:a )?(?:common |known |finite )?(?:mean|expectation|expected value) \$([^$]+)\$ ?(?:and|,) (?:a )?(?:common |known |finite )?"
    r"(variance|covariance(?: matrix)?) \$([^$]+)\$"
)


_SPREAD = re.compile(r"[^.$]{0,80}?\bwith (?:a )?(variance|covariance(?: matrix)?) \$([^$]+)\$")


def with_slots(page: Page, chain: RawChain, law: Law | None) -> Law | None:
    """The law, with the number of indices of the names that the chain begins with."""
    slots = None if law is None else slots_of(page, chain)
    return law if law is None or slots is None else replace(law, slots=slots)


def slots_of(page: Page, chain: RawChain) -> int | None:
    """How many indices the names have that a formula begins with: of a list with dots one, of `x_n` one; None: no name."""
    node = chain.terms[0].node
    if node is None:
        return None
    inner = unwrap(node)
    if isinstance(inner, Sequence):
        if any(isinstance(i, Dots) for i in inner.items):
            return 1
        first = next((i for i in inner.items if not isinstance(i, Relation | Separator)), None)
        try:
            form = None if first is None else lower(first, page.lowering(page.view(chain), {}))
        except (CannotRead, RecursionError):
            form = None
    else:
        form = page.first_form(chain, 0)
    return len(form.args) - 1 if form is not None and form.head == "item" else None


def lawful_shapes(page: Page, chain: RawChain, law: Law | None) -> None:
    """The mean of a random vector is a vector, and its variance a matrix."""
    if law is None or law.kind != "vector":
        return
    order = page.order(chain)
    section, span = page.scope.section_at(order), page.span(chain.terms[0])
    for form, kind, traits in ((law.mean, "vector", frozenset[Trait]()), (law.variance, "matrix", _COVARIANCE)):
        if form.head == "name":
            page.scope.say(Said(str(form.datum), order, section, span, "of a law", kind=kind, traits=traits))


_COVARIANCE = frozenset((Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE))


def law_in_words(page: Page, chain: RawChain, key: str) -> Law | None:
    """ "with mean ⟦m⟧ and variance ⟦v⟧" after a name."""
    text = page.document.source.text
    end = page.span(chain.terms[-1]).end
    after = text[end : end + 240].lstrip("$").replace("\n", " ")
    found = _MOMENTS.match(after)
    alone = _SPREAD.match(after) if found is None else None
    if found is None and alone is None:
        return None
    offset = end + len(text[end : end + 240]) - len(text[end : end + 240].lstrip("$"))
    forms = [] if found is not None else [name(f"{key}°")]
    for start in (offset + m.start(g) for m, g in ((found, 1), (found, 3), (alone, 2)) if m is not None):
        at = next((c for c in page.chains if page.span(c.terms[0]).start == start and not c.links), None)
        form = page.first_form(at, 0) if at is not None else None
        if form is None:
            return None
        forms.append(form)
    view = page.view(chain)
    word = found[2] if found is not None else alone[1] if alone is not None else ""
    vector = word != "variance" or any(
        r.kind == "vector" and page.scope.in_force(r, view) for r in page.scope.remarks(key, view)
    )
    if vector:
        return Law(forms[0], forms[1], "vector") if all(f.head == "name" for f in forms) else None
    plain = [scalar_form(f) for f in forms]
    return Law(plain[0], plain[1]) if plain[0] is not None and plain[1] is not None else None


def amount(page: Page, chain: RawChain) -> None:
    """`I = \\int …`: the letter stands for that number, and for no identity."""
    left, right = chain.terms[0].node, chain.terms[1].node
    if chain.links[0].relation not in STEPS or left is None or right is None:
        return
    if not isinstance(whole := unwrap(right), Big):
        return
    row, peeled = big_named(whole.name), peel(left)
    if row is None or not row.head.startswith("integral") or peeled is None or peeled.key not in IDENTITY:
        return
    if not (peeled.subs or peeled.sups or peeled.primes):
        order = page.order(chain)
        span = page.span(chain.terms[0])
        page.scope.say(Said(peeled.key, order, page.scope.section_at(order), span, page.text(chain.terms[0]), "scalar"))


_SPACE = re.compile(r"\s+")
_OUTCOMES = re.compile(r"\s*(?:\\Omega|\\mathcal\{S\}|S)\s*(?:\\to|\\rightarrow|\\mapsto)")
"""A sample space that is mapped: a random variable is told of as a map."""
_IN = re.compile(r"[$\\)\s]*(?:(?:is|are|lies?|lives?) in|belongs? to)\s+(?=[$\\])", re.IGNORECASE)


def placed(page: Page, chain: RawChain) -> None:
    """ "the features ⟦X⟧ are in ⟦ℝ^{n×d}⟧": as if it were written with the sign."""
    following = page.chains[chain.number + 1 : chain.number + 2]
    if not following or following[0].links or chain.display or following[0].terms[0].node is None:
        return
    span, next_span = page.span(chain.terms[0]), page.span(following[0].terms[0])
    between = _IN.match(page.document.source.text, span.end, next_span.start)
    found = set_of(following[0].terms[0].node) if between is not None else None
    if found is None or next_span.start - between.end() > 2:  # type: ignore[union-attr]
        return
    kind, dims, traits = found
    section = page.scope.section_at(page.order(chain))
    for key in subjects(page, chain):
        text = _SPACE.sub(" ", page.document.source.slice(span.join(next_span)))
        said = Said(key, page.order(chain), section, span, text, kind=kind, dims=dims, traits=traits)
        page.scope.say(replace(said, slots=(slots_of(page, chain) or 0) if kind in ("vector", "row", "matrix") else 0))


def member(page: Page, chain: RawChain) -> None:
    """`x \\in \\mathbb{R}^n`, `X \\sim D`, `f: A \\to B`."""
    link = chain.links[0]
    right = chain.terms[1]
    order = page.order(chain)
    section = page.scope.section_at(order)
    span = page.span(chain.terms[0]).join(page.span(right)) if right.node is not None else page.span(chain.terms[0])
    text = _SPACE.sub(" ", page.document.source.slice(span))
    keys = subjects(page, chain)
    if link.relation == "sim":
        view = page.view(chain)
        for key in keys:
            vector = any(
                r.kind == "vector" and page.scope.in_force(r, view) for r in page.scope.remarks(key, view)
            ) or is_bold(key)
            law: Law | None = None
            rows: tuple[Distribution, ...] = ()
            before = page.document.source.text[max(0, span.start - 80) : span.start].rsplit(". ", 1)[-1]
            if is_plain_list(chain) and right.node is not None and not _SUPPOSED.search(before):
                law = with_slots(page, chain, law_of(right.node, page.lowering(view, {}), vector))
                rows = rows_of(right.node, page.lowering(view, {}), vector)
            spread = right.node is not None and spreads(right.node, page.lowering(view, {}))
            page.scope.say(
                Said(
                    key,
                    order,
                    section,
                    span,
                    text,
                    random=True,
                    usable=law is not None,
                    law=law,
                    spread=spread,
                    named=rows,
                )
            )
            lawful_shapes(page, chain, law)
        return
    if link.relation == "maps" or right.node is None:
        outcomes = right.node is not None and _OUTCOMES.match(page.document.source.slice(page.span(right)))
        for key in keys:
            random = bool(outcomes) and is_upper(key)
            page.scope.say(Said(key, order, section, span, text, kind="" if random else "function", random=random))
        return
    if link.relation != "in":
        return
    found = set_of(right.node)
    for key in keys:
        if found is None:
            page.scope.say(Said(key, order, section, span, text, usable=True))
            continue
        kind, dims, traits = found
        slots = (slots_of(page, chain) or 0) if kind in ("vector", "row", "matrix") and len(keys) == 1 else 0
        page.scope.say(Said(key, order, section, span, text, kind=kind, dims=dims, traits=traits, slots=slots))

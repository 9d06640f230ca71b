"""The fold over a page in reading order: roles, bindings, facts and what is said of names (P4 and P5 together)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence as Sequence_
from dataclasses import dataclass, field
from functools import cached_property

from mathlint.document.model import Document, Prose
from mathlint.elaborate.lexicon import TRAITS
from mathlint.elaborate.lower import lower
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.model import Role, Strength
from mathlint.elaborate.names import Survey, text_of, unwrap
from mathlint.elaborate.page import Clauses, Cue, RawChain, Statement, Term
from mathlint.elaborate.roles import STEPS, Heads, Judged, roles
from mathlint.elaborate.scope import Binding, Condition, Fact, Obscure, Said, Scope, View
from mathlint.elaborate.words import kind_of, set_of, space_of
from mathlint.expr.obligation import Trait
from mathlint.expr.shape import Dim
from mathlint.expr.tree import ZERO, Expr, expr, rebuild
from mathlint.source import Span
from mathlint.syntax.surface import Number, Relation, Separator, Sequence


def _start(item: Prose) -> int:
    return item.span.start


@dataclass
class Page:
    """Everything known of a page while it is read."""

    document: Document
    chains: tuple[RawChain, ...]
    clauses: Clauses
    scope: Scope
    survey: Survey
    roles: dict[int, tuple[Judged, ...]] = field(default_factory=dict)
    orders: dict[int, int] = field(default_factory=dict)
    lowered: dict[tuple[int, int], Expr | None] = field(default_factory=dict)
    names: dict[int, frozenset[str]] = field(default_factory=dict)
    bounds: dict[str, list[tuple[int, int, Term, Term]]] = field(default_factory=dict)
    loose_words: dict[tuple[int, str], str | None] = field(default_factory=dict)
    votes: dict[tuple[int, str], Counter[str]] = field(default_factory=dict)
    """(section, variable) → how often steps gave it which kind."""

    def span(self, term: Term) -> Span:
        return self.document.blocks[term.block].source_span(term.start, term.end)

    def text(self, term: Term) -> str:
        return self.document.blocks[term.block].text[term.start : term.end].strip()

    def order(self, chain: RawChain) -> int:
        found = self.orders.get(chain.number)
        if found is None:
            term = chain.terms[1] if chain.continued and len(chain.terms) > 1 else chain.terms[0]
            found = self.span(term).start
            self.orders[chain.number] = found
        return found

    def loose(self, section: int, words: re.Pattern[str]) -> str | None:
        """A word of the section's prose, or of the headings around it, that matches and that was not understood of any name."""
        key = (section, words.pattern)
        if key not in self.loose_words:
            self.loose_words[key] = self._loose(section, words)
        return self.loose_words[key]

    def _loose(self, section: int, words: re.Pattern[str]) -> str | None:
        place = self.scope.sections[section]
        above = self.scope.above(section)
        for number in above:
            if found := words.search(self.scope.sections[number].title):
                return found.group(0)
        prose, understood = self._prose
        for index in range(bisect_left(prose, place.start, key=_start), len(prose)):
            item = prose[index]
            if item.span.start >= place.end:
                break
            found = words.search(item.text)
            if found and not any(
                item.text.strip()[:60] in text or found.group(0).lower() in text.lower() for text in understood
            ):
                return found.group(0)
        return None

    @cached_property
    def _prose(self) -> tuple[list[Prose], list[str]]:
        """All prose in reading order, and the sentences that were understood."""
        prose = sorted((item for item in self.document.items if isinstance(item, Prose)), key=_start)
        return prose, [s.text for s in self.clauses.statements if s.traits or s.group]

    def indexed(self, chain: int) -> frozenset[str]:
        """The names that stand as indices anywhere in a chain: integers in all of it."""
        found: set[str] = set()
        for k in range(len(self.chains[chain].terms)):
            form = self.first_form(self.chains[chain], k)
            if form is not None:
                found |= {
                    n
                    for node in form.walk()
                    if node.head == "item"
                    for a in node.args[1:]
                    for n in a.free
                    if "#" not in n
                }
        return frozenset(found)

    def view(self, chain: RawChain, link: int = 0) -> View:
        order = self.order(chain)
        attached = set(self.clauses.attached.get(chain.number, ())) | set(chain.conditions)
        return View(chain.number, link, order, self.scope.section_at(order), frozenset(attached))

    def first_form(self, chain: RawChain, k: int) -> Expr | None:
        """The k-th term under the first reading, or None if it cannot be read."""
        key = (chain.number, k)
        if key not in self.lowered:
            self.lowered[key] = self._form(chain, k)
        return self.lowered[key]

    def _form(self, chain: RawChain, k: int) -> Expr | None:
        term = chain.terms[k]
        if term.node is None or term.broken:
            return None
        view = self.view(chain)
        second = chain.terms[1].node if k == 0 and len(chain.terms) > 1 else None
        number = second is not None and (isinstance(unwrap(second), Number) or text_of(term.node) == "e")
        low = Lowering(self.survey, lambda key: self.scope.known(key, view), {"letter:e alone": 1} if number else {})
        try:
            return lower(term.node, low)
        except (CannotRead, RecursionError):
            return None


def pattern_of(form: Expr | None) -> tuple[str, tuple[str, ...], tuple[str, ...]] | None:
    """The name that a left side defines, with its index letters and its parameters; None if it is no pattern."""
    if form is None:
        return None
    if form.head == "name" and "#" not in form.datum:
        return form.datum, (), ()
    if form.head == "item":
        found = _slots(form)
        return None if found is None else (*found, ())
    if form.head == "apply":
        function, *args = form.args
        params = tuple(p for a in args if (p := parameter_key(a)) is not None)
        if len(params) != len(args) or len(set(params)) != len(args):
            return None
        if function.head == "name":
            return function.datum, (), params
        if function.head == "item":
            found = _slots(function)
            return None if found is None else (*found, params)
    return None


def parameter_key(node: Expr) -> str | None:
    """The key of a parameter: a name, or a numbered entry (`x@1`)."""
    if node.head == "name" and "#" not in node.datum:
        return str(node.datum)
    if node.head == "item" and len(node.args) == 2 and node.args[0].head == "name" and node.args[1].head == "number":
        return f"{node.args[0].datum}@{node.args[1].datum}"
    return None


def _slots(form: Expr) -> tuple[str, tuple[str, ...]] | None:
    base, *indices = form.args
    if base.head != "name" or not all(i.head == "name" for i in indices):
        return None
    letters = tuple(i.datum for i in indices)
    return (base.datum, letters) if len(set(letters)) == len(letters) else None


def read_page(page: Page) -> None:
    """Fill the page's scope and roles, in reading order."""
    followed = {c.follows for c in page.chains if c.follows is not None}
    statements: dict[int, list[Statement]] = {}
    for statement in page.clauses.statements:
        statements.setdefault(statement.chain, []).append(statement)
    # what the words say first: shapes and kinds hold for the whole section, wherever they stand in it
    for chain in page.chains:
        for statement in statements.get(chain.number, ()):
            say(page, chain, statement)
        if chain.links and chain.links[0].relation in ("in", "sim", "maps", "notin"):
            member(page, chain)
        if chain.remarks:
            remarked(page, chain)
    for chain in page.chains:
        read_chain(page, chain, chain.number in followed)
    for unread in page.clauses.unread:
        keys = (
            frozenset().union(*(names_of(page, page.chains[c]) for c in unread.chains))
            if unread.chains
            else frozenset()
        )
        if keys:
            order = unread.span.start
            page.scope.obscures(Obscure(keys, order, page.scope.section_at(order), unread.span, unread.text))


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


def names_of(page: Page, chain: RawChain) -> frozenset[str]:
    """The keys in a chain, as far as it can be read."""
    found = page.names.get(chain.number)
    if found is None:
        forms = [page.first_form(chain, k) for k in range(len(chain.terms))]
        found = frozenset(n.split("#", 1)[0] for f in forms if f is not None for n in f.free)
        page.names[chain.number] = found
    return found


def read_chain(page: Page, chain: RawChain, followed: bool) -> None:
    if not chain.links:
        return
    view = page.view(chain)
    if chain.links[0].relation not in STEPS:
        page.roles[chain.number] = tuple(Judged(Role.CONDITION, "it is no equation") for _ in chain.links)
        return
    forms = {k: f for k in range(len(chain.terms)) if (f := page.first_form(chain, k)) is not None}
    patterns = {k: p for k, f in forms.items() if (p := pattern_of(f)) is not None}
    cues = page.clauses.cues.get(chain.number, frozenset())
    members = {
        k: key
        for k, f in forms.items()
        if k not in patterns and f.head == "item" and (key := parameter_key(f)) is not None
    }
    heads = Heads(
        {k: p[0] for k, p in patterns.items()} | members,
        lambda key: page.scope.is_bound(key, view),
        forms,
        lambda key: bool(page.scope.said.get(key)),
    )
    judged = roles(chain, cues, page.clauses.governing.get(chain.number, ""), followed, heads)
    page.roles[chain.number] = judged
    if ranges(page, chain):
        return
    for k, role in enumerate(judged):
        bind_link(page, chain, k, role, patterns, forms, view)


def ranges(page: Page, chain: RawChain) -> bool:
    """`i = 1, …, n` bounds an index; it is no definition."""
    term = chain.terms[-1]
    if term.node is None or len(chain.links) != 1 or chain.links[0].relation != "=":
        return False
    text = text_of(term.node)
    if "dots" not in text and "..." not in text and "\\ldots" not in text:
        return False
    form = page.first_form(chain, 0)
    node = unwrap(term.node)
    if form is None or form.head != "name" or not isinstance(node, Sequence):
        return False
    parts = [i for i in node.items if not isinstance(i, Separator | Relation)]
    if len(parts) < 2:
        return False
    first = Term(term.block, parts[0], parts[0].start, parts[0].end)
    last = Term(term.block, parts[-1], parts[-1].start, parts[-1].end)
    page.bounds.setdefault(form.datum, []).append((chain.number, page.scope.section_at(page.order(chain)), first, last))
    page.roles[chain.number] = (Judged(Role.CONDITION, "it is an index range"),)
    return True


def bind_link(
    page: Page, chain: RawChain, k: int, role: Judged, patterns: Mapping[int, tuple[str, tuple[str, ...], tuple[str, ...]]],
    forms: Mapping[int, Expr], view: View,
) -> None:  # fmt: skip
    """What one link adds to the scope."""
    link = chain.links[k]
    left, right = chain.terms[k], chain.terms[k + 1]
    if link.relation not in ("=", "definition", "≈") or right.node is None or left.node is None:
        if link.relation in ("<", "<=", ">", ">=", "!=") and k == 0:
            compared(page, chain, forms, view, role.role is not Role.CLAIM)
        return
    status = (
        "goal"
        if role.goal
        else "definition"
        if role.role is Role.DEFINITION
        else "hypothesis"
        if role.role is Role.CONDITION
        else "derived"
    )
    span = page.span(left).join(page.span(right)) if left.block == right.block else page.span(right)
    text = f"{page.text(left)} = {page.text(right)}"
    if link.relation == "≈":
        return
    found = patterns.get(k)
    form = forms.get(k)
    if (
        found is None
        and k == 0
        and form is not None
        and form.head == "item"
        and form.args[0].head == "name"
        and status in ("definition", "derived")
    ):
        numbers = tuple(int(i.datum) for i in form.args[1:] if i.head == "number")
        if len(numbers) == len(form.args) - 1:
            page.scope.bind(
                Binding(
                    form.args[0].datum,
                    form,
                    (),
                    (),
                    right,
                    chain.number,
                    k,
                    view.order,
                    view.section,
                    status,
                    span,
                    text,
                    numbers,
                )
            )
    if found is not None and (k == 0 or role.role is Role.DEFINITION or role.restates) and status != "goal":
        key, slots, params = found
        if (
            role.role is not Role.CONDITION
            or chain.condition_of is not None
            or (chain.display and "stands on both sides" not in role.why)
        ):
            value_names = forms[k + 1].free if k + 1 in forms else frozenset()
            if (
                params
                and value_names.isdisjoint(params)
                and not chain.display
                and _ONLY_FOR.match(page.document.source.text, span.end)
            ):
                suppose(page, chain, k, forms, view, "derived", span, text)
                return
            placed = any("@" in p and p.split("@", 1)[0] not in value_names for p in params)
            if params and (
                placed or _is_value(forms.get(k + 1)) and any(page.scope.is_bound(n, view) for n in (key, *params))
            ):
                # `f(x, y) = -12` after `x = 3`, `f(x_0) = 0`: a value, no definition
                suppose(page, chain, k, forms, view, "derived", span, text)
                return
            if key in value_names and not params:
                suppose(page, chain, k, forms, view, status, span, text)
                return
            page.scope.bind(
                Binding(
                    key, forms[k], slots, params, right, chain.number, k, view.order, view.section, status, span, text
                )
            )
            return
    if role.role is Role.DEFINITION and (end := patterns.get(k + 1)) is not None and found is None:
        key, slots, params = end
        if not slots and not params and not (k in forms and key in forms[k].free):
            page.scope.bind(
                Binding(key, forms[k + 1], (), (), left, chain.number, k, view.order, view.section, status, span, text)
            )
            return
    if (
        k > 0
        and k == len(chain.links) - 1
        and k + 1 in forms
        and forms[k + 1].head in ("number", "decimal")
        and (own := headed(forms.get(0))) is not None
    ):
        # `x = … = 0`: the first term has a value now
        page.scope.suppose(Fact(frozenset((own,)), chain.number, k, view.order, view.section, span, text, "derived"))
        return
    if status in ("hypothesis", "definition") or (k == 0 and status == "derived" and role.strength is Strength.WEAK):
        suppose(page, chain, k, forms, view, status, span, text)


_ONLY_FOR = re.compile(r"[\s$)\\]*(?:for|if|when|whenever|unless|on|outside)\b(?! (?:all|any|every|each|some)\b)")
"""What follows `f(x) = 0` where it is no definition of f: "for $x$ outside of $[a, b]$"."""


def _is_value(form: Expr | None) -> bool:
    return form is not None and (form.head in ("number", "decimal") or form.head == "neg" and _is_value(form.args[0]))


def suppose(
    page: Page, chain: RawChain, k: int, forms: Mapping[int, Expr], view: View, status: str, span: Span, text: str
) -> None:
    """Keep an equation as a fact about its names."""
    sides = [frozenset(n.split("#", 1)[0] for n in forms[j].free) if j in forms else frozenset() for j in (k, k + 1)]
    if (
        status in ("hypothesis", "definition")
        and k in forms
        and k + 1 in forms
        and trait_fact(page, forms[k], forms[k + 1], view, span, text)
    ):
        return
    if (
        status == "derived"
        and pattern_of(forms.get(k)) is None
        and (sides[0] == sides[1] or unfolded(page, sides[0], view) == unfolded(page, sides[1], view))
    ):
        return
    names = sides[0] | sides[1]
    derived = [
        n
        for f in (forms.get(k), forms.get(k + 1))
        if f is not None
        for n in f.walk()
        if n.head in ("?derivative", "?gradient")
    ]
    if derived and all((v := headed(n.args[1])) is not None and v not in n.args[0].free for n in derived):
        return
    if (
        status == "derived"
        and k in forms
        and any(n.head in ("?derivative", "?gradient", "tabulate", "matrix", "limit") for n in forms[k].walk())
    ):
        return
    if status == "derived" and (own := headed(forms.get(k))) is not None:
        names = frozenset((own,))
    if names:
        page.scope.suppose(Fact(names, chain.number, k, view.order, view.section, span, text, status))


def unfolded(page: Page, names: frozenset[str], view: View) -> frozenset[str]:
    """The names that an equation is about once the definitions before it are put in; sizes and ends of sums aside."""
    found: set[str] = set()
    waiting = sorted(names)
    while waiting:
        key = waiting.pop()
        if key in found or key.startswith("N(") or key in page.survey.bounds:
            continue
        live = (
            [b for b in page.scope.definitions(key, view) if b.status == "definition" and page.scope.is_near(b, view)]
            if key in page.scope.bindings
            else []
        )
        form = page.first_form(page.chains[live[0].chain], live[0].link + 1) if live else None
        found.add(key)
        if form is not None:
            waiting += [n for n in form.free if "#" not in n and n not in live[0].params and n not in live[0].slots]
    return frozenset(
        k
        for k in found
        if not (k in page.scope.bindings and any(b.status == "definition" for b in page.scope.definitions(k, view)))
    )


def headed(form: Expr | None) -> str | None:
    """The name whose member or value a left side is: an equation about it says nothing of the names on its right."""
    while form is not None and form.head in ("item", "apply", "row", "column"):
        form = form.args[0]
    return str(form.datum) if form is not None and form.head == "name" and "#" not in form.datum else None


def trait_fact(page: Page, left: Expr, right: Expr, view: View, span: Span, text: str) -> bool:
    """`W = W^T`, `Q^T Q = I`, `‖v‖ = 1`: what a sampler can honour. True if the fact is used up by that."""
    for a, b in ((left, right), (right, left)):
        found: tuple[str, Trait] | None = None
        if a.head == "name" and b.head == "transpose" and b.args[0] is a:
            found = a.datum, Trait.SYMMETRIC
        elif a.head == "mul" and len(a.args) == 2 and b.head == "identity":
            x, y = a.args
            if x.head == "transpose" and x.args[0] is y and y.head == "name":
                found = y.datum, Trait.ORTHOGONAL
        elif b.head == "number" and b.datum == 1:
            inside = a.args[0] if a.head == "?power" and a.args[0].head == "norm" else a
            if inside.head == "norm" and inside.datum in ("2", "?") and inside.args[0].head == "name":
                found = inside.args[0].datum, Trait.UNIT
        if found is not None:
            page.scope.say(Said(found[0], view.order, view.section, span, text, traits=frozenset((found[1],))))
            return True
    return False


def compared(page: Page, chain: RawChain, forms: Mapping[int, Expr], view: View, supposed: bool) -> None:
    """`x > 0`, `0 < p < 1`: what a comparison says of a name. What no trait holds is kept as a condition, if it is supposed."""
    if chain.display and chain.condition_of is None:
        return
    sides = [forms.get(k) for k in range(len(chain.terms))]
    if any(s is None for s in sides):
        return
    traits: dict[str, set[Trait]] = {}
    for a, link, b in zip(sides, chain.links, sides[1:], strict=False):
        assert a is not None and b is not None
        relation = link.relation
        if a.head == "number" and b.head == "name":
            a, b, relation = b, a, {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}.get(relation, relation)
        if a.head == "name" and b.head == "number":
            found = traits.setdefault(a.datum, set())
            if relation == ">" and b.datum >= 0 or relation == ">=" and b.datum > 0:
                found.add(Trait.POSITIVE)
            elif relation == ">=" and b.datum == 0:
                found.add(Trait.NONNEGATIVE)
            elif relation == "!=" and b.datum == 0:
                found.add(Trait.NONZERO)
            elif (
                relation in ("<", "<=")
                and b.datum == 1
                and Trait.POSITIVE in found | ({Trait.POSITIVE} if Trait.NONNEGATIVE in found else set())
            ):
                found.add(Trait.UNIT_INTERVAL)
    span = page.span(chain.terms[0]).join(page.span(chain.terms[-1]))
    text = " ".join(
        [
            page.text(chain.terms[0]),
            *(f"{link.name} {page.text(t)}" for link, t in zip(chain.links, chain.terms[1:], strict=True)),
        ]
    )
    kept = keep_conditions(page, chain, sides, traits, view) if supposed else frozenset()
    for key, found in traits.items():
        page.scope.say(
            Said(key, view.order, view.section, span, text, traits=frozenset(found), usable=bool(found) or key in kept)
        )


def keep_conditions(
    page: Page, chain: RawChain, sides: Sequence_[Expr | None], traits: Mapping[str, set[Trait]], view: View
) -> frozenset[str]:
    """Keep the comparisons of a chain that traits do not hold in full; the value: their names."""
    names: set[str] = set()
    for a, link, b in zip(sides, chain.links, sides[1:], strict=False):
        left, right = plain(a), plain(b)
        if left is None or right is None or link.relation not in ("<", "<=", ">", ">=", "!="):
            continue
        only = next((s.datum for s in (left, right) if s.head == "name"), None)
        if any(s is ZERO for s in (left, right)) and traits.get(only or ""):
            continue
        if (
            only is not None
            and Trait.UNIT_INTERVAL in traits.get(only, ())
            and any(s.head == "number" for s in (left, right))
        ):
            continue
        form = expr("compare", (left, right), link.relation)
        page.scope.conditions.setdefault(view.section, []).append(
            Condition(form, chain.number, chain.condition_of, view.order, view.section)
        )
        names |= form.free
    return frozenset(names)


def plain(form: Expr | None) -> Expr | None:
    """A comparison's side as numbers, if it is one of plain names: the shapes of those that use it are checked there."""
    if form is None:
        return None
    heads = {"?dot": "mul", "?times": "mul", "?power": "pow", "?bars": "abs"}
    if any(n.head not in _PLAIN and n.head not in heads or (n.head == "name" and "#" in n.datum) for n in form.walk()):
        return None
    return rebuild(form, lambda n: expr(heads[n.head], n.args) if n.head in heads else n)


_PLAIN = frozenset(("number", "name", "constant", "add", "neg", "mul", "div", "pow", "abs", "root", "fn"))


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
            view = page.view(chain)
            low = Lowering(page.survey, lambda key, view=view: page.scope.known(key, view), {})  # type: ignore[misc]
            try:
                part = pattern_of(lower(item, low))
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
    for key in keys:
        page.scope.say(
            Said(
                key, order, section, statement.span, statement.text, kind=kind if kind in ("scalar", "vector", "row", "matrix", "function", "set") else "",
                traits=statement.traits, random=kind == "random", usable=usable, group=statement.group,
                quantified=statement.kind == "quantify", dims=size_of(page, statement, kind), until=until,
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


_SPACE = re.compile(r"\s+")


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
        for key in keys:
            page.scope.say(Said(key, order, section, span, text, random=True, usable=False))
        return
    if link.relation == "maps" or right.node is None:
        for key in keys:
            page.scope.say(Said(key, order, section, span, text, kind="function"))
        return
    if link.relation != "in":
        return
    found = set_of(right.node)
    for key in keys:
        if found is None:
            page.scope.say(Said(key, order, section, span, text, usable=True))
            continue
        kind, dims, traits = found
        page.scope.say(Said(key, order, section, span, text, kind=kind, dims=dims, traits=traits))


__all__ = ["Cue", "Dim", "Page", "names_of", "pattern_of", "read_page"]

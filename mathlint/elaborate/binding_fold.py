"""The fold over a page in reading order: what each chain and each remark adds to the scope."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from mathlint.elaborate.binding import Page, names_of, pattern_of
from mathlint.elaborate.binding_links import bind_link
from mathlint.elaborate.binding_said import amount, member, placed, remarked, say
from mathlint.elaborate.cross_products import tell_vectors
from mathlint.elaborate.letters import core_letter
from mathlint.elaborate.model import Role, Strength
from mathlint.elaborate.names import peel, text_of, unwrap
from mathlint.elaborate.noncommuting import tell_operators
from mathlint.elaborate.page import Cue, RawChain, Statement, Term
from mathlint.elaborate.role_forms import recalls, spelled
from mathlint.elaborate.role_model import Heads, Judged, Live
from mathlint.elaborate.roles import STEPS, roles
from mathlint.elaborate.scope import Binding, Obscure, View
from mathlint.expr.tree import Expr
from mathlint.syntax.surface import Relation, Separator, Sequence


@dataclass
class Memory:
    """What the chains before were about. letters: the letters of an equation's names → the sections where they stand.

    words: the runs of capitals that headed a chain. recurring: the keys that recurrences were supposed for → the sections.
    """

    letters: dict[str, set[int]] = field(default_factory=dict)
    words: set[str] = field(default_factory=set)
    recurring: dict[str, set[int]] = field(default_factory=dict)


_OF_SIZE = re.compile(r"[$\\)\s]*(?:[a-z][a-z-]* ){0,4}(?:matri(?:x|ces)|block|identity)\b", re.IGNORECASE)


def spoken_of(page: Page, number: int) -> frozenset[str]:
    """The names that a formula in a sentence speaks of: not the size n in "the `n × n` matrix", nor the index in `J_n`."""
    chain = page.chains[number]
    form = None if chain.links else page.first_form(chain, 0)
    if form is not None and form.head == "item" and form.args[0].head == "name":
        return frozenset((str(form.args[0].datum),))
    if form is not None and form.head == "?times" and all(a.head in ("name", "number") for a in form.args):
        if _OF_SIZE.match(page.document.source.text, page.span(chain.terms[0]).end):
            return frozenset()
    return names_of(page, chain)


def read_page(page: Page) -> None:
    """Fill the page's scope and roles, in reading order."""
    followed = {c.follows for c in page.chains if c.follows is not None}
    statements: dict[int, list[Statement]] = {}
    for statement in page.clauses.statements:
        statements.setdefault(statement.chain, []).append(statement)
    tell_operators(page)
    tell_vectors(page)
    # what the words say first: shapes and kinds hold for the whole section, wherever they stand in it
    for chain in page.chains:
        for statement in statements.get(chain.number, ()):
            say(page, chain, statement)
        if chain.links and chain.links[0].relation in ("in", "sim", "maps", "notin"):
            member(page, chain)
        elif chain.links:
            amount(page, chain)
        else:
            placed(page, chain)
        if chain.remarks:
            remarked(page, chain)
    memory = Memory()
    for chain in page.chains:
        read_chain(page, chain, chain.number in followed, memory)
    for unread in page.clauses.unread:
        keys = frozenset().union(*(spoken_of(page, c) for c in unread.chains)) if unread.chains else frozenset()
        if keys:
            order = unread.span.start
            page.scope.obscures(Obscure(keys, order, page.scope.section_at(order), unread.span, unread.text))


def read_chain(page: Page, chain: RawChain, followed: bool, memory: Memory) -> None:
    """Judge the roles of a chain's links, and add what they define or assume to the scope."""
    if not chain.links:
        return
    view = page.view(chain)
    if chain.links[0].relation not in STEPS:
        page.roles[chain.number] = tuple(_after(page, chain, k) for k in range(len(chain.links)))
        return
    forms = {k: f for k in range(len(chain.terms)) if (f := page.first_form(chain, k)) is not None}
    patterns = {k: p for k, f in forms.items() if (p := pattern_of(f)) is not None}
    cues = page.clauses.cues.get(chain.number, frozenset())
    members = {k: key for k, f in forms.items() if k not in patterns and (key := member_key(f)) is not None}
    above = page.scope.above(view.section)
    heads = Heads(
        {k: p[0] for k, p in patterns.items()} | members,
        lambda key: page.scope.is_bound(key, view),
        forms,
        live=lambda key: live(page, chain, key, view),
        far=lambda key: [
            f
            for b in page.scope.definitions(key, view)
            if not page.scope.is_near(b, view) and (f := value_form(page, b))
        ],
        used=lambda letter: not above.isdisjoint(memory.letters.get(letter, ())),
        told=memory.words.__contains__,
        recurring=lambda key: not above.isdisjoint(memory.recurring.get(key, ())),
        placed=any(page.chains[c].word == "at" and page.chains[c].links for c in chain.conditions),
    )
    judged = roles(chain, cues, page.clauses.governing.get(chain.number, ""), followed, heads)
    page.roles[chain.number] = judged
    if 0 in heads.pattern and judged[0].role is not Role.CLAIM and recalls(heads.pattern[0], forms[0], forms.get(1)):
        memory.recurring.setdefault(heads.pattern[0], set()).add(view.section)
    if word := spelled(chain.terms[0]):
        memory.words.add(word)
    for letter in {core_letter(n) for f in forms.values() for n in f.free if "#" not in n}:
        memory.letters.setdefault(letter, set()).add(view.section)
    if ranges(page, chain):
        return
    for k, role in enumerate(judged):
        bind_link(page, chain, k, role, patterns, forms, view)


def member_key(form: Expr) -> str | None:
    """The key of a numbered member: `x@1`, `x@0,1`."""
    if form.head != "item" or form.args[0].head != "name" or any(i.head != "number" for i in form.args[1:]):
        return None
    return f"{form.args[0].datum}@{','.join(map(str, form.args[1:]))}"


def live(page: Page, chain: RawChain, key: str, view: View) -> list[Live]:
    """The definitions of a name in force, as the roles of a chain need them."""
    own = page.clauses.items.get(chain.number)
    found = [b for b in page.scope.definitions(key, view) if page.scope.is_near(b, view) and not b.members]
    return [Live(b.pattern, value_form(page, b), _beside(own, page.clauses.items.get(b.chain))) for b in found]


def _beside(one: tuple[int, int] | None, other: tuple[int, int] | None) -> bool:
    """Two items of one list."""
    return one is not None and other is not None and one[0] == other[0] and one[1] != other[1]


def value_form(page: Page, binding: Binding) -> Expr | None:
    """The value of a definition as it reads at first."""
    chain = page.chains[binding.chain]
    at = next((k for k, term in enumerate(chain.terms) if term is binding.value), None)
    return None if at is None else page.first_form(chain, at)


def _after(page: Page, chain: RawChain, k: int) -> Judged:
    """The role of a link in a chain that begins with no equation: `x \\in S = \\{1, 2\\}`, `Y \\sim N(a + a, b) = N(2 a, b)`."""
    if k == 0 or chain.links[k].relation != "=":
        return Judged(Role.CONDITION, "it is no equation")
    cues = page.clauses.cues.get(chain.number, frozenset())
    node = chain.terms[k].node
    if Cue.CONDITION in cues or chain.condition_of is not None:
        return Judged(Role.CONDITION, "the words around it suppose it")
    if Cue.DEFINITION in cues or chain.links[k - 1].relation == "in" or node is None or peel(node) is not None:
        return Judged(Role.DEFINITION, "it says what stands before it")
    return Judged(Role.CLAIM, "it goes on from the line before", Strength.MEDIUM, Cue.GOAL in cues)


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

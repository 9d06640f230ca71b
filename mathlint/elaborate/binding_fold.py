"""The fold over a page in reading order: what each chain and each remark adds to the scope."""

from __future__ import annotations

from mathlint.elaborate.binding import Page, names_of, parameter_key, pattern_of
from mathlint.elaborate.binding_links import bind_link
from mathlint.elaborate.binding_said import member, remarked, say
from mathlint.elaborate.model import Role
from mathlint.elaborate.names import text_of, unwrap
from mathlint.elaborate.page import RawChain, Statement, Term
from mathlint.elaborate.roles import STEPS, Heads, Judged, roles
from mathlint.elaborate.scope import Obscure
from mathlint.syntax.surface import Relation, Separator, Sequence


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


def read_chain(page: Page, chain: RawChain, followed: bool) -> None:
    """Judge the roles of a chain's links, and add what they define or assume to the scope."""
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

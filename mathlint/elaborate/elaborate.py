"""`elaborate`: from a note and its parsed formulas to steps with roles and readings."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from mathlint.document.model import Document
from mathlint.elaborate.binding import Page
from mathlint.elaborate.binding_fold import read_page
from mathlint.elaborate.clauses import read_clauses
from mathlint.elaborate.congruences import congruent_readings
from mathlint.elaborate.consequence import Equations
from mathlint.elaborate.echoes import echoes
from mathlint.elaborate.idle import idle
from mathlint.elaborate.model import Block, Blockage, Elaboration, Impediment, Notice, Reading, Role, Step, Strength
from mathlint.elaborate.notation import notices
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.parts import parts
from mathlint.elaborate.readings import Readings, never_fits, readings_of
from mathlint.elaborate.residue_classes import in_residues
from mathlint.elaborate.restated import Statements
from mathlint.elaborate.roles import STEPS
from mathlint.elaborate.scope import Scope
from mathlint.elaborate.sections import sections
from mathlint.elaborate.survey import survey
from mathlint.elaborate.terms import read_chains
from mathlint.elaborate.unrolled import Recurrences
from mathlint.source import Span
from mathlint.syntax.surface import ParsedBlock, SyntaxIssue


def elaborate(document: Document, parsed: Mapping[int, ParsedBlock]) -> Elaboration:
    """Everything understood of a page. parsed: index of a block in `document.blocks` → its tree. Never raises on odd notes."""
    page = read(document, parsed)
    steps: list[Step] = []
    seen: set[tuple[Span, Span]] = set()
    recovered = {
        number: rows
        for number, block in parsed.items()
        if (rows := broken_rows(document.blocks[number].text, block.issues))
    }
    said, recurrences, equations = Statements(page), Recurrences(page), Equations(page)
    given = [block.span for block in document.blocks if block.given]
    for chain in page.chains:
        recurrences.add(chain)
        if not (chain.links and document.blocks[chain.links[0].block].given):
            steps += chain_steps(page, chain, recovered, seen, said, recurrences, equations)
        said.add(chain)
        equations.add(chain)
    misfits = tuple(misfit for s in steps if (misfit := shape_misfit(page, s)) is not None)
    unread = tuple(
        (s.left_span.join(s.right_span), s.impediment.detail)
        for s in steps
        if s.impediment is not None and s.impediment.reason == "unread"
    )
    noticed = [n for n in notices(page, steps) if not any(n.span in place for place in given)]
    return Elaboration(
        tuple(steps),
        (*noticed, *misfits, *idle(page)),
        unread,
        sparse_sections(steps),
        tuple(echoes(page)),
        understood(page),
    )


def read(document: Document, parsed: Mapping[int, ParsedBlock]) -> Page:
    """The page before its steps: chains, clauses, scope, roles."""
    chains = read_chains(document, parsed)
    page = Page(
        document,
        chains,
        read_clauses(document, chains),
        Scope(sections(document), parts(document)),
        survey(parsed.values()),
    )
    read_page(page)
    return page


def chain_steps(
    page: Page,
    chain: RawChain,
    recovered: Mapping[int, frozenset[int]],
    seen: set[tuple[Span, Span]],
    said: Statements,
    recurrences: Recurrences,
    equations: Equations,
) -> list[Step]:
    judged = page.roles.get(chain.number)
    if judged is None:
        return []
    out = []
    for k, (link, role) in enumerate(zip(chain.links, judged, strict=True)):
        if link.relation not in STEPS:
            continue
        left, right = chain.terms[k], chain.terms[k + 1]
        left_span, right_span = page.span(left), page.span(right)
        if (left_span, right_span) in seen:
            continue
        seen.add((left_span, right_span))
        view = page.view(chain, k)
        relation_span = page.document.blocks[link.block].source_span(link.start, link.end)
        source = page.document.source
        readings: Sequence[Reading] = ()
        consequences: Sequence[Reading] = ()
        impediment = None
        if role.role is Role.CLAIM:
            more: tuple[Block, ...] = ()
            if role.restates and link.relation != "≈":
                more = (Block(Blockage.CONTEXT, role.restates, f"`{role.restates}` is restated here, or bound anew"),)
            if chain.arrow and chain.links and supposes(page, chain.follows) and not of_numbers(page, chain, k):
                more = (*more, Block(Blockage.CONTEXT, "", "it is concluded from the equation before", firm=True))
            if link.relation == "=" and any(before.relation == "propto" for before in chain.links[:k]):
                more = (
                    *more,
                    Block(
                        Blockage.CONTEXT, "", "the whole may be meant, and not what it is proportional to", firm=True
                    ),
                )
            if link.modulus is not None:
                readings, impediment = congruent_readings(page, left, right, link.modulus, view, more)
            else:
                readings, impediment = readings_of(page, left, right, link.relation, view, more)
            if link.relation == "=" and readings:
                readings = in_residues(page, chain, left, right, view, readings, more)
            if link.relation == "=":
                further = itertools.chain(said.readings(chain, k, view, more), recurrences.readings(chain, k, view))
                readings = Readings(itertools.chain(readings, further))
                consequences = Readings(equations.readings(chain, k, view, more))
                impediment = None if readings else impediment
        out.append(
            Step(
                chain.number, k, left_span, relation_span, right_span, source.slice(left_span), link.name, source.slice(right_span),
                role.role, role.why, role.goal, role.strength, readings, consequences, impediment,
                recovered=any(is_recovered(page, term, recovered) for term in (left, right)), section=view.section,
            )
        )  # fmt: skip
    return out


def broken_rows(text: str, issues: Sequence[SyntaxIssue]) -> frozenset[int]:
    """The rows of a block that needed a recovering parse; what is amiss in one row leaves the others as they are."""
    return frozenset(row for issue in issues for row in (_row(text, issue.start), _row(text, issue.end)))


def is_recovered(page: Page, term: Term, broken: Mapping[int, frozenset[int]]) -> bool:
    """Whether a term stands in such a row, or goes on over one."""
    rows = broken.get(term.block)
    if rows is None:
        return False
    text = page.document.blocks[term.block].text
    return not rows.isdisjoint(range(_row(text, term.start), _row(text, term.end) + 1))


def _row(text: str, offset: int) -> int:
    return text.count("\\\\", 0, offset)


def of_numbers(page: Page, chain: RawChain, k: int) -> bool:
    """Whether a step is about numbers alone, so that nothing supposed before it could make it true."""
    forms = page.first_form(chain, k), page.first_form(chain, k + 1)
    return all(form is not None and not form.free for form in forms)


def supposes(page: Page, number: int | None) -> bool:
    """Whether a chain says more than what a name stands for from here on: `x^2 = 4` does, `f(x) = 1/x` does not. number: its own."""
    if number is None or not page.chains[number].links:
        return False
    if page.chains[number].links[0].relation == "sim":
        return False  # a law; where it is not used, what is said of its variable stands against the step
    return not all(
        judged.role is Role.DEFINITION or any(b.chain == number for b in page.scope.bindings.get(judged.restates, ()))
        for judged in page.roles.get(number, ())
    )


def shape_misfit(page: Page, step: Step) -> Notice | None:
    """A step whose shapes fit in no reading at all. Said loudly only of what is surely claimed."""
    if (
        step.impediment is None
        or step.impediment.reason != "ill-typed"
        or step.recovered
        or step.strength is Strength.WEAK
    ):
        return None
    chain = page.chains[step.chain]
    words = never_fits(page, chain.terms[step.link], chain.terms[step.link + 1], page.view(chain, step.link))
    if words is None:
        return None
    return Notice(
        "shape-mismatch",
        step.right_span,
        {"what": words},
        (step.chain, step.link),
        sure=words.startswith("the left side"),
    )


def sparse_sections(steps: list[Step]) -> frozenset[int]:
    """Sections of which more than a third was not read."""
    count: dict[int, list[int]] = {}
    for step in steps:
        if step.role is Role.CLAIM:
            entry = count.setdefault(step.section, [0, 0])
            entry[0] += 1
            entry[1] += step.impediment is not None and step.impediment.reason == "unread"
    return frozenset(s for s, (n, bad) in count.items() if n >= 3 and 3 * bad > n)


def understood(page: Page) -> tuple[tuple[Span, str], ...]:
    """Bindings and remarks in reading order, a line each."""
    out = [(b.span, f"{b.text}") for found in page.scope.bindings.values() for b in found]
    out += [(s.span, s.text) for found in page.scope.said.values() for s in found]
    return tuple(sorted(dict.fromkeys(out), key=lambda p: (p[0].start, p[1])))


__all__ = ["Impediment", "elaborate", "read"]

"""Pass P3: what the prose says of the formulas. Patterns and a lexicon; what is not understood is kept as unread."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mathlint.document.model import Document, MathKind
from mathlint.elaborate.clause_cues import connective, last_cue, opens_where
from mathlint.elaborate.clause_statements import statements
from mathlint.elaborate.clause_words import Page, page
from mathlint.elaborate.names import peel
from mathlint.elaborate.page import Clauses, Cue, RawChain, Statement, UnreadSentence
from mathlint.elaborate.sentences import ATOM, Opening, Sentence, sentences

_ASKED = re.compile(r"\s*(?:do|does|is|are|will)\s*", re.IGNORECASE)
_ASKING = re.compile(r"\b(?:for|at) (?:what|which)(?: \w+){0,3} ⟦\d+⟧$", re.IGNORECASE)
"""Together, "for what ⟦7⟧ does ⟦8⟧": the second is asked for."""
_CASE = re.compile(r"\W*For (?:an?|the|any|every|each|odd|even|all)\b(?: \w+){0,4} ", re.DOTALL)


@dataclass
class _Region:
    """The statement of a theorem or a definition, as far as it reaches."""

    opening: Opening = Opening.NONE
    paragraph: int = 0
    displayed: bool = False


def read_clauses(document: Document, chains: tuple[RawChain, ...]) -> Clauses:
    """All that the prose of the document says of its chains. Never raises on odd input; time linear in the document."""
    look = page(document.blocks, chains)
    cues: dict[int, frozenset[Cue]] = {}
    said: list[Statement] = []
    unread: list[UnreadSentence] = []
    attached: dict[int, list[int]] = {}
    governing: dict[int, str] = {}
    region = _Region()
    before: list[int] = []  # displays that a list of explanations may speak of
    waiting = False  # the sentence before ended with "where"
    groups = 0
    items: dict[int, tuple[int, int]] = {}
    lists = 0
    listed = False
    for sentence in sentences(document):
        region = _region(region, sentence)
        goal = region.opening is Opening.GOAL
        found = statements(sentence, look, goal, groups)
        groups = max([groups, *(each.group for each in found.statements)])
        said.extend(found.statements)
        if found.unread:
            unread.append(
                UnreadSentence(
                    tuple(found.unread), sentence.span, " ".join(look.words(sentence, sentence.text[:400]).split())
                )
            )
        _read_cues(sentence, look, region, cues, governing)
        lists += sentence.item and not listed
        listed = sentence.item
        if sentence.item:
            items.update((c.number, (lists, sentence.paragraph)) for b in sentence.blocks for c in look.chains_of(b))
        _attach(sentence, look, attached, cues)
        if sentence.after is not None or (waiting and sentence.item):
            for owner in before if sentence.after is None else [sentence.after]:
                _explain(sentence, look, owner, attached, cues)
        elif sentence.displays:
            before = sorted(sentence.displays)
        if not sentence.item:
            waiting = sentence.text.rstrip(" :*,").lower().endswith(("where", "with", "here", "and"))
    return Clauses(
        cues=cues,
        statements=tuple(said),
        unread=tuple(unread),
        attached={chain: tuple(dict.fromkeys(seen)) for chain, seen in attached.items()},
        governing=governing,
        items=items,
    )


def _region(region: _Region, sentence: Sentence) -> _Region:
    if sentence.heading:
        return _Region(sentence.opening)
    if sentence.opening is not Opening.NONE:
        return _Region(sentence.opening, paragraph=sentence.paragraph, displayed=bool(sentence.displays))
    if region.displayed and sentence.paragraph != region.paragraph and not sentence.item:
        return _Region()
    return _Region(region.opening, sentence.paragraph, region.displayed or bool(sentence.displays))


def _read_cues(
    sentence: Sentence, look: Page, region: _Region, cues: dict[int, frozenset[Cue]], governing: dict[int, str]
) -> None:
    """Cues of the formulas of one sentence, and the words that govern its displays."""
    start = 0
    clause = 0  # where the words since the last display begin
    previous: frozenset[Cue] = frozenset()
    system = False  # the last formula is a display that is supposed
    text = sentence.text
    for match in ATOM.finditer(text):
        block = int(match[1])
        display = block in sentence.displays
        words = text[start : match.start()]
        chains = look.chains_of(block)
        several = any(len(chain.links) > 1 for chain in chains)
        found = last_cue(text[clause : match.start()], False, several) if display else last_cue(words, inline=True)
        shown = look.blocks[block].kind is not MathKind.INLINE and re.search(r"\w", words) is None
        if not found and not display and _ASKED.fullmatch(words) and _ASKING.search(text, clause, start):
            found = frozenset({Cue.CONDITION})
        if not found and not display and not shown and connective(words):
            found = previous
        if not found and display and system and not re.search(r"\w", words) and not any(map(_names, chains)):
            found = previous  # one more equation of a system
        system = display and found == {Cue.CONDITION}
        case = not display and start == 0 and _CASE.fullmatch(words) is not None
        previous = found
        if region.opening is Opening.GOAL and not found & {Cue.DEFINITION, Cue.CONDITION, Cue.NOTATION}:
            found = frozenset({Cue.GOAL})
        elif region.opening is Opening.DEFINITION and not found & {Cue.CONDITION, Cue.NOTATION}:
            found = (found - {Cue.RESULT}) | {Cue.DEFINITION}
        for chain in chains:
            if found and (chain.links or display):
                cues[chain.number] = found
            if case and chain.links:
                cues[chain.number] = found | {Cue.CASE}
        if display:
            told = " ".join(look.words(sentence, text[max(0, match.start() - 600) : match.start()]).split())
            if told:
                governing.update((chain.number, told) for chain in chains)
            clause = match.end()
        start = match.end()


def _names(chain: RawChain) -> bool:
    """The chain begins with a name, or with nothing: it need not be supposed as the one before is."""
    first = chain.terms[0].node
    return first is None or peel(first) is not None


def _attach(sentence: Sentence, look: Page, attached: dict[int, list[int]], cues: dict[int, frozenset[Cue]]) -> None:
    """The formulas of a display's sentence: those before it, and those of the where-clause after it."""
    if not sentence.displays:
        return
    text = sentence.text
    seen: list[int] = []
    owners: list[int] = []  # chains of the displays so far
    where = ""
    place = 0
    for match in ATOM.finditer(text):
        block = int(match[1])
        words = text[place : match.start()]
        numbers = [chain.number for chain in look.chains_of(block)]
        opened = opens_where(words) if owners and _is_display(text, place, sentence) else ""
        if opened:
            where = opened
        if where:
            for owner in owners:
                attached[owner].extend(numbers)
        if where == "where":
            for chain in look.chains_of(block):
                told = cues.get(chain.number, frozenset())
                if chain.links and (block not in sentence.displays or told <= {Cue.DEFINITION, Cue.WHERE}):
                    cues[chain.number] = _where(told)
        if block in sentence.displays:
            for number in numbers:
                attached.setdefault(number, []).extend(seen[-40:])
            owners = (owners + numbers)[-12:]
        seen.extend(numbers)
        place = match.end()


def _is_display(text: str, place: int, sentence: Sentence) -> bool:
    """What ends at `place` in the text is a display."""
    begin = text.rfind("⟦", 0, place)
    return (
        begin >= 0 and text[begin + 1 : place - 1].isdigit() and int(text[begin + 1 : place - 1]) in sentence.displays
    )


def _explain(
    sentence: Sentence, look: Page, owner: int, attached: dict[int, list[int]], cues: dict[int, frozenset[Cue]]
) -> None:
    """A later sentence or list item that speaks of a display."""
    if not (sentence.item or opens_where(sentence.text)):
        return
    chains = [chain for block in sentence.blocks for chain in look.chains_of(block)]
    for display in look.chains_of(owner):
        attached.setdefault(display.number, []).extend(chain.number for chain in chains)
    for chain in chains:
        if chain.links and (chain.block not in sentence.displays or opens_where(sentence.text) == "where"):
            cues[chain.number] = _where(cues.get(chain.number, frozenset()))


def _where(cues: frozenset[Cue]) -> frozenset[Cue]:
    """In a where-clause an equation without a cue of its own defines."""
    return cues | {Cue.WHERE} if cues else frozenset({Cue.WHERE, Cue.DEFINITION})

"""Writing down what a sentence says: which traits a chain can bear, and when a saying is only a doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mathlint.elaborate import lexicon
from mathlint.elaborate.clause_phrase import Phrase
from mathlint.elaborate.clause_words import Page, Token, subject
from mathlint.elaborate.page import RawChain, Statement
from mathlint.elaborate.sentences import Sentence
from mathlint.expr.obligation import Trait

_SUPPOSING = ("if", "when", "whenever", "suppose", "unless", "once", "until", "because", "since", "assume", "say")
_SIZE = re.compile(r"\S+\s*\\times\s*\S+")
_ORDINAL = re.compile(r"(?:th|st|nd|rd)\}*\s*$")
_LETTER = re.compile(r"[A-Za-z]")
_EXISTS = re.compile(r"(?:\bthere (?:is|are|exists?)(?! no\b| not\b)|\bexists|⟧ for some)(?: [^\s⟦,]+){0,3}$")
_GOAL = re.compile(
    r"\b(?:show|prove|verify|check|claim|guess|demonstrate|want to|need to|whether|establish|conjecture|imagine|decide|only if|(?:probability|chance|event|case|likely|possible|confident|sure|means|implies|imply) (?:\w+ )?that)\b"
)


_TURNED = re.compile(
    r"^\s*(?:\\(?:bar|overline)\b.*|.*\^\s*\{?\s*(?:\*|\\ast|\\dagger|H|\\mathrm\s*\{?H\}?|T|\\top|\\mathrm\s*\{?T\}?|\\mathsf\s*\{?T\}?|\\intercal)\s*\}?)\s*$"
)
"""`\\bar z`, `A^*`, `A^\\dagger`, `A^H`, `A^\\top`: a formula that is a notation for what is turned or conjugated."""


@dataclass
class Findings:
    """What was found so far in one sentence."""

    statements: list[Statement] = field(default_factory=list)
    unread: dict[int, None] = field(default_factory=dict)


class Scribe:
    """One sentence, its tokens, and what is written down of it."""

    def __init__(
        self, sentence: Sentence, page: Page, row: Sequence[Token], goal: bool, groups: int, found: Findings
    ) -> None:
        self.sentence, self.page, self.row, self.goal, self.groups, self.found = (
            sentence,
            page,
            row,
            goal,
            groups,
            found,
        )
        self.used: set[int] = set()
        self.lawful = any(
            link.relation == "sim"
            for block in sentence.blocks
            for chain in page.chains_of(block)
            for link in chain.links
        )
        self.text = " ".join(page.words(sentence, sentence.text[:400]).split())

    def _what(self, index: int) -> str:
        """What the formula at `index` is as a subject."""
        chain = self.page.first(self.row[index].block)
        return subject(chain) if chain is not None else "term"

    def _verb_before(self, place: int, verbs: tuple[str, ...]) -> bool:
        row = self.row
        for token in reversed(row[max(0, place - 9) : place]):
            if token.word in verbs:
                return True
            if token.kind == "mark" and token.text != ",":
                return False
        return False

    def _is_goal(self, place: int) -> bool:
        return bool(_GOAL.search(self._words_before(place)))

    def _words_before(self, place: int) -> str:
        return " ".join(token.text for token in self.row[max(0, place - 30) : place])

    def _say(self, group: list[int], phrase: Phrase, mood: str, apposed: bool = False) -> None:
        number = 0
        if phrase.traits and any(token.text == "or" for token in self.row[group[0] : group[-1]]):
            phrase = replace(phrase, traits=frozenset(), clear=False)
        if phrase.grouped and phrase.of is None and len(group) == 1 and not plural(phrase):
            if phrase.noun != "random" and self._what(group[0]) != "list":
                phrase = replace(phrase, grouped=False)  # "the independent variable ⟦x⟧"
        if phrase.grouped:
            self.groups += 1
            number = self.groups
        joined = list(group)
        if phrase.grouped and phrase.of is not None:
            for chain in self.page.chains_of(phrase.of):
                self._say_of(chain, group[-1], replace(phrase, of=None), mood, number, True)
            phrase = replace(phrase, of=None)
        for index in joined:
            for chain in self.page.chains_of(self.row[index].block):
                self._say_of(chain, index, phrase, mood, number, len(group) > 1, apposed)

    def _say_of(
        self, chain: RawChain, index: int, phrase: Phrase, mood: str, group: int, several: bool, apposed: bool = False
    ) -> None:
        if not _LETTER.search(self.page.blocks[chain.block].text):
            return
        if phrase.noun in lexicon.CONJUGATES and phrase.clear and _TURNED.search(self.page.blocks[chain.block].text):
            return  # what the notation says without words
        text = self._words_before(index)
        if _EXISTS.search(text):
            self.found.unread[chain.number] = None
            return
        if self._is_goal(index) or (
            self.goal and mood == "describe" and not self._verb_before(index, ("where", "with"))
        ):
            return
        what = subject(chain)
        traits, clear = admissible(phrase, chain, what, several, self.page)
        written = apposed and (what == "equation" or what == "term" and not phrase.traits)
        shown = what == "equation" and self.row[index].block in self.sentence.displays
        if not (clear and phrase.clear) and not written and not shown:
            self.found.unread[chain.number] = None
        group = 0 if what == "term" else group
        value = self.page.first(phrase.value) if phrase.value is not None else None
        of = self.page.first(phrase.of) if phrase.of is not None else None
        ordinal = phrase.size is not None and _ORDINAL.search(self.page.blocks[phrase.size].text)
        size = self.page.first(phrase.size) if phrase.size is not None and not ordinal else None
        kind = "mean" if value is not None else "named" if phrase.named else mood
        if value is None and not (phrase.noun or traits or group or size or phrase.inert or of):
            return
        if value is not None:
            if self._verb_before(index, _SUPPOSING):
                self.found.unread[chain.number] = None
                return
            if what == "equation" or value.links or value is chain:
                return
            source = self.page.blocks[value.block].text.strip()
            if "\\mathcal" in source or source.startswith(("(", "\\mathbb")):
                self.found.unread[chain.number] = None
                return
            if _SIZE.fullmatch(source):
                value, size = None, value
                kind = mood
        if what in ("equation", "term") and phrase.named:
            kind, phrase = mood, replace(phrase, noun="", named=False, inert=True)
        block = self.row[index].block
        self._add(
            Statement(
                chain.number, kind, phrase.noun, traits, value.number if value else None, of.number if of else None, group,
                phrase.inert and not traits and clear, size=size.number if size else None,
            ),
            block, block,
        )  # fmt: skip

    def _add(self, statement: Statement, start: int, end: int) -> None:
        blocks = self.page.blocks
        span = blocks[start].span.join(blocks[end].span)
        self.found.statements.append(replace(statement, span=span, text=self.text))

    def _doubt(self, group: Sequence[int]) -> None:
        if self._is_goal(group[0]):
            return
        for index in group:
            if self.row[index].block in self.sentence.displays:
                continue  # a display has a role of its own
            for chain in self.page.chains_of(self.row[index].block):
                self.found.unread[chain.number] = None


def plural(phrase: Phrase) -> bool:
    """The phrase can be said of several things: "vectors", or adjectives alone."""
    last = phrase.head.split()[-1] if phrase.head else ""
    return not last or lexicon.singular(last) != last


def admissible(phrase: Phrase, chain: RawChain, what: str, several: bool, page: Page) -> tuple[frozenset[Trait], bool]:
    """The traits of a phrase that may be said of this chain, and whether none had to be dropped."""
    traits, noun = phrase.traits, phrase.noun
    if not traits:
        return traits, True
    if phrase.named:
        return frozenset(), True
    if what in ("term", "equation", "application"):
        if what == "application" and noun in ("", "function") and Trait.POSITIVE in traits:
            return frozenset({Trait.SMOOTH_POSITIVE}), True
        if what == "equation":
            return traits & lexicon.OPEN_TRAITS, True
        harmless = lexicon.OPEN_TRAITS | {Trait.UNIT_INTERVAL}
        return frozenset(), traits <= (harmless | {Trait.INTEGER} if what == "application" else harmless)
    kept = set(traits)
    if (
        Trait.COMPLEX in kept
        and not kept & lexicon.MATRIX_TRAITS
        and noun not in ("scalar", "vector", "matrix", "constant", "random")
    ):
        kept.discard(Trait.COMPLEX)  # "a complex model"
    text = page.blocks[chain.block].text.strip()
    letter = re.sub(r"\\(?:mathbf|boldsymbol|bm|mathrm|hat|tilde|vec|bf|mathcal|cal)\b|[{}\s]", "", text)[:1]
    other = bool(phrase.head) and noun == ""  # an adjective before a noun that the lexicon does not know as a thing
    if other and kept & (lexicon.MATRIX_TRAITS | {Trait.UNIT, Trait.EVEN, Trait.ODD, Trait.INTEGER}):
        return frozenset(), phrase.inert
    if other and lexicon.singular(phrase.head.split()[-1]) in lexicon.CLASS_NOUNS:
        return frozenset(), True
    if kept & lexicon.MATRIX_TRAITS:
        if noun not in ("", "matrix"):
            return frozenset(), False
        if noun == "" and not (
            letter.isupper() or (letter == "\\" and re.match(r"\\[A-Z]|\\[a-z]+[A-Z]$", text.lstrip("{ ")))
        ):
            return frozenset(), False
        if Trait.ORTHOGONAL in kept and several and noun == "":
            return frozenset(), False
    if Trait.UNIT in kept and noun not in ("vector", "", "index"):
        kept.discard(Trait.UNIT)
    if kept & {Trait.POSITIVE, Trait.NONNEGATIVE} and noun in (
        "matrix",
        "vector",
        "set",
        "event",
        "distribution",
        "random",
    ):
        kept -= {Trait.POSITIVE, Trait.NONNEGATIVE}
        return frozenset(kept), False
    if kept & {Trait.POSITIVE, Trait.NONNEGATIVE} and noun == "function":
        return frozenset({Trait.SMOOTH_POSITIVE}), True
    if kept & {Trait.EVEN, Trait.ODD} and (
        noun not in ("", "scalar", "integer", "index", "constant") or (noun == "" and letter in "fghFGH\\")
    ):
        return frozenset(), False
    if Trait.INTEGER in kept and noun in ("vector", "matrix", "function", "random", "set"):
        return frozenset(kept - {Trait.INTEGER}), False
    return frozenset(kept), True

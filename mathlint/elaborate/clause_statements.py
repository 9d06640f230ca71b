"""What one sentence says of its formulas, and for which of them something was said that is not understood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mathlint.elaborate import lexicon
from mathlint.elaborate.clause_phrase import UNCLEAR, Phrase, adjectives, classify, clause_end, complement, noun_phrase
from mathlint.elaborate.clause_words import Page, Token, subject, tokens
from mathlint.elaborate.page import RawChain, Statement
from mathlint.elaborate.sentences import Sentence
from mathlint.expr.obligation import Trait

_ASSUMING = frozenset(
    "let suppose assume assuming given consider take fix letting supposing if when choose pick where".split()
)
_HYPOTHESIS = _ASSUMING - {"where"}
_VERBS = _ASSUMING | frozenset(
    """
    using use define denote compute computing obtain get find write call set gives yields want show prove see note recall estimate
    introduce have has contains defines returns takes add adding multiply multiplying apply applying choose replace calls uses let's
    with by denoting calculate assigns updates update learn learns represents represent is are be was were means
    """.split()
)
_NAMING = ("denote", "call", "represent", "let", "with", "where", "denoting", "calling")
_BEFORE_NAME = frozenset({"(", "denoted", "namely", "called", "say", "by", "labelled", "written", "named"})
_UNREAD_VERBS = frozenset(
    """
    sum sums add adds vanish vanishes commute commutes follow follows obey obeys minimize minimizes maximize maximizes minimizes
    solve solves integrate integrates equal equals minimise minimises maximise maximises cancel cancels normalize normalizes
    satisfy satisfies fulfil fulfils fulfill fulfills must
    """.split()
)
_SINGULAR = frozenset("is denotes represents equals has stands indicates satisfies lies belongs".split())
_AFTER_COMMA = frozenset({"which", "that", "both", "each", "all"})
_NAMES = frozenset({"name", "list", "member"})
_SUPPOSING = ("if", "when", "whenever", "suppose", "unless", "once", "until", "because", "since", "assume", "say")
_SIZE = re.compile(r"\S+\s*\\times\s*\S+")
_MODALS = frozenset("can could may might would".split())
_EXISTS = re.compile(r"\b(?:there (?:is|are|exists?)|for some|exists)(?: [^\s⟦,]+){0,3}$")
_GOAL = re.compile(
    r"\b(?:show|prove|verify|check|claim|guess|demonstrate|want to|need to|whether|establish|conjecture|imagine|decide|(?:probability|chance|event|case|likely|possible|means|implies|imply) (?:\w+ )?that)\b"
)


@dataclass
class Findings:
    """What was found so far in one sentence."""

    statements: list[Statement] = field(default_factory=list)
    unread: dict[int, None] = field(default_factory=dict)


def statements(sentence: Sentence, page: Page, goal: bool, groups: int) -> Findings:
    """Everything the sentence says. goal: it states what is to be shown. groups: independence groups are numbered from here on."""
    found = Findings()
    if sentence.heading or not sentence.blocks or sentence.text.endswith("?"):
        return found
    row = tokens(sentence.text)
    if any(link.relation == "sim" for block in sentence.blocks for chain in page.chains_of(block) for link in chain.links):
        row = tuple(token for token in row if token.word not in lexicon.LAWS)  # the formula says it better
    _Reader(sentence, page, row, goal, groups, found).run()
    return found


class _Reader:
    """Goes once along a row of tokens."""

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
            link.relation == "sim" for block in sentence.blocks for chain in page.chains_of(block) for link in chain.links
        )
        self.text = " ".join(page.words(sentence, sentence.text[:400]).split())

    def run(self) -> None:
        place = 0
        while place < len(self.row):
            if self.row[place].kind != "math":
                place += 1
                continue
            group = self._group(place)
            self._around(group)
            place = group[-1] + 1

    def _group(self, start: int) -> list[int]:
        """The formulas that stand together from `start`: "⟦X⟧, ⟦Y⟧ and ⟦Z⟧"."""
        group, place = [start], start + 1
        if start > 0 and self.row[start - 1].word == "in":
            return group
        while place < len(self.row):
            ahead = place
            while ahead < len(self.row) and ahead < place + 2 and self.row[ahead].text in (",", "and", "or", "&"):
                ahead += 1
            if ahead == place or ahead >= len(self.row) or self.row[ahead].kind != "math":
                break
            if self.row[ahead].block in self.sentence.displays or self.row[group[-1]].block in self.sentence.displays:
                break
            group.append(ahead)
            place = ahead + 1
        led = start > 0 and self.row[start - 1].word in lexicon.PREPOSITIONS
        if len(group) > 1 and not led and place < len(self.row) and self.row[place].text in _SINGULAR:
            group.pop()  # "the mean of ⟦X⟧ and ⟦T⟧ is …": the verb speaks of the last alone
        return group

    # -- what stands before and after a group of formulas

    def _around(self, group: list[int]) -> None:
        first = group[0]
        row = self.row
        before = first - 1
        while before >= 0 and (
            row[before].text in _BEFORE_NAME or (row[before].text == "," and row[before + 1].text == "denoted")
        ):
            before -= 1
        stop = before + 1
        start = stop
        while start > 0 and stop - start < 8 and self._nominal(row[start - 1], stop - start):
            start -= 1
            if row[start].word in lexicon.DETERMINERS:
                break
        while start < stop and row[start].word == "and":
            start += 1
        lead = row[start - 1].word if start > 0 else ""
        apposed = self._apposed(start, stop) if start < stop else None
        if before < first - 1 and row[first - 1].text == "by" and row[first - 2].text not in ("denoted", "denote"):
            apposed = None
        mood = self._mood(start)
        if apposed is not None:
            if (
                apposed.noun in lexicon.PARAMETERS
                and lead in ("with", "has", "have", "having", "and", "of")
                and apposed.of is None
            ):
                positive = apposed.noun in ("variance", "standard deviation")
                traits = frozenset({Trait.POSITIVE}) if positive else apposed.traits
                apposed = replace(apposed, noun="", named=False, inert=True, traits=traits)
            plural = not apposed.head or lexicon.singular(apposed.head.split()[-1]) != apposed.head.split()[-1]
            self._say(group if plural else group[:1], apposed, mood, True)
        elif mood == "quantify":
            for index in group:
                for chain in self.page.chains_of(row[index].block):
                    if start < stop or subject(chain) in ("member", "equation"):
                        self._say_of(chain, index, Phrase(inert=True), mood, 0, len(group) > 1)
        if lead and lead in lexicon.PREPOSITIONS and lead not in ("for", "with"):
            if lead in ("of", "over", "on", "between"):
                self._possessed(group, start - 1)
        else:
            self._predicate(group, mood, lead)
        self._reversed(group, first)

    def _nominal(self, token: Token, taken: int) -> bool:
        """The token can belong to the noun phrase before a name."""
        if token.kind == "attribute":
            return True
        if token.kind == "math":
            return False
        word = token.word
        if not word or word in lexicon.PREPOSITIONS or word in lexicon.BREAKS or word in lexicon.NEGATIONS:
            return False
        if word == "and":
            return taken > 0
        return word not in _VERBS and word not in ("or", "as", "then", "thus", "hence", "therefore")

    def _apposed(self, start: int, stop: int) -> Phrase | None:
        """The noun phrase directly before a name, if its head is a known noun or a word of consequence stands in it."""
        row = self.row
        while start < stop and row[start].word == "and":
            start += 1
        if stop - start == 1 and row[start].word in lexicon.DETERMINERS:
            return None
        if start >= 2 and row[start - 1].kind == "math" and row[start - 2].word in lexicon.DETERMINERS:
            start -= 2  # "an ⟦n×n⟧ matrix ⟦A⟧"
        phrase = noun_phrase(row, start, stop)
        if phrase is None:
            return None
        if start >= 1 and row[start - 1].word in lexicon.NEGATIONS:
            return UNCLEAR
        last = lexicon.singular(phrase.head.split()[-1]) if phrase.head else ""
        if phrase.noun or (phrase.traits or phrase.grouped or not phrase.clear) and (not last or last in lexicon.INERT_NOUNS):
            return phrase
        return replace(phrase, traits=frozenset(), inert=True, clear=True) if phrase.inert else None

    def _mood(self, start: int) -> str:
        """ "assume", "quantify" or "describe", by the words before the noun phrase or name at `start`."""
        row = self.row
        inside = row[start].word if start < len(row) else ""
        place = start - 1
        if place >= 0 and row[place].word == "for":
            return "quantify" if inside in ("all", "any", "each", "every", "arbitrary", "") else "describe"
        for token in reversed(row[max(0, place - 9) : place + 1]):
            if token.word in ("for",) and inside in ("all", "any", "each", "every"):
                return "quantify"
            if token.word in _ASSUMING:
                return "assume" if token.word in _HYPOTHESIS else "describe"
            if (token.kind == "mark" and token.text != ",") or token.word in (
                "then",
                "we",
                "thus",
                "hence",
                "therefore",
                "so",
            ):
                break
        if inside in ("all", "any", "every", "each"):
            return "quantify" if place >= 0 and row[place].word == "for" else "describe"
        return "describe"

    def _predicate(self, group: list[int], mood: str, lead: str) -> None:
        """What the words after the group say of it."""
        row, place = self.row, group[-1] + 1
        following = row[place + 1].word if place + 1 < len(row) else ""
        if place < len(row) and (row[place].text == ")" or row[place].text == "," and following in _AFTER_COMMA):
            place += 1
        relative = False
        while place < len(row) and (row[place].word in lexicon.ADVERBS or row[place].word in ("which", "that")):
            relative = relative or row[place].word in ("which", "that")
            place += 1
        if relative and (lead in lexicon.PREPOSITIONS or any(self._what(index) not in _NAMES for index in group)):
            return
        if place >= len(row):
            return
        word = row[place].word
        end = clause_end(row, place + 1)
        if word in _MODALS:
            return
        if word in lexicon.NEGATIONS:
            if any(token.word in lexicon.BINDING or token.word in lexicon.TRAITS for token in row[place + 1 : end]):
                self._doubt(group)
            return
        if (word in ("to", "as") or word == "for" and self._verb_before(group[0], ("write",))) and self._verb_before(group[0], ("define", "set", "write", "call", "denote", "let", "defining", "assume", "take", "choose", "consider")):  # fmt: skip
            verb_value = word == "to" and place + 1 < end and row[place + 1].word == "be"
            self._complement(group, place + (2 if verb_value else 1), end, mood)
        elif word in ("stands", "stand"):
            self._complement(group, place + 2, end, mood)
        elif word in lexicon.COPULAS:
            if lead in ("for", "with") and word != "being":
                return
            self._complement(group if word in ("are", "be", "were", "denote", "represent", "being", "stand", "indicate") else group[-1:], place + 1, end, mood)  # fmt: skip
        elif (
            word in ("should", "must", "will", "has", "have")
            and place + 1 < end
            and row[place + 1].word in ("be", "to")
        ):
            phrase = complement(row, place + 2, end)
            if phrase is not None and (
                phrase.traits or not phrase.clear or (word != "will" and phrase.value is not None)
            ):
                self._doubt(group)
        elif word in ("has", "have", "having"):
            self._having(group, place + 1, end)
        elif word in ("lies", "lie", "belongs", "belong"):
            if place + 2 < len(row) and row[place + 2].kind == "math":
                self._say(group, Phrase(size=row[place + 2].block), mood)
        elif word in ("takes", "take") and any(
            token.word in ("value", "values", "on") for token in row[place + 1 : end]
        ):
            self._doubt(group)
        elif word in ("equals", "equal") and place + 1 < end and row[place + 1].kind == "math":
            self._complement(group[-1:], place + 1, end, mood)
        elif word in ("satisfies", "satisfy") and any(token.kind == "math" for token in row[place + 1 : place + 4]):
            return
        elif word in _UNREAD_VERBS and not (
            word.startswith("follow") and (self.lawful or following not in ("a", "an", "the", ""))
        ):
            self._doubt(group)
        elif word in lexicon.TRAITS or word == "independent":
            traits, clear, grouped, after = adjectives(row, place, end)
            if after >= end and (traits or grouped):
                self._say(group, Phrase(traits=traits, clear=clear, grouped=grouped), "assume")
        elif word in ("a", "an", "the", "its") and self._verb_before(group[0], _NAMING):
            phrase = noun_phrase(row, place, end)
            if phrase is not None:
                self._say(group, self._settled(phrase), mood)

    def _complement(self, group: list[int], start: int, end: int, mood: str) -> None:
        phrase = complement(self.row, start, end)
        if phrase is None:
            return
        trailing = self.row[end].word if end < len(self.row) else ""
        if trailing in ("if", "iff", "when", "unless", "whenever"):
            if phrase.traits or not phrase.clear or phrase.value is not None:
                said = any(token.word in ("called", "said") for token in self.row[start:end])
                if not said:
                    self._doubt(group)
            return
        relative = self._relative(end)
        self._say(group, self._settled(replace(phrase, clear=phrase.clear and relative)), mood)

    def _relative(self, end: int) -> bool:
        """A relative clause after the complement holds no word of consequence: True."""
        row = self.row
        if (
            end + 1 < len(row)
            and row[end].text == ","
            and row[end + 1].word in ("which", "whose", "such", "that", "with")
        ):
            after = clause_end(row, end + 2)
            return not any(
                token.word in lexicon.BINDING or token.word in lexicon.NEGATIONS for token in row[end + 2 : after]
            )
        return True

    @staticmethod
    def _settled(phrase: Phrase) -> Phrase:
        """A phrase with an unknown head and no word of consequence adds nothing that could matter."""
        empty = not (
            phrase.noun or phrase.traits or phrase.grouped or phrase.value is not None or phrase.size is not None
        )
        return replace(phrase, inert=True) if empty and phrase.clear else phrase

    def _having(self, group: list[int], start: int, end: int) -> None:
        """ "⟦X⟧ has mean ⟦m⟧ and variance ⟦v⟧"."""
        row = self.row
        place, known = start, False
        owner = self.page.first(row[group[-1]].block)
        while place < len(row) and place < start + 24:
            words: list[str] = []
            while place < len(row) and row[place].kind == "word" and row[place].text not in ("and", "or"):
                words.append(row[place].text)
                place += 1
            noun, named, _, clear = classify([word for word in words if word not in lexicon.DETERMINERS])
            if place < len(row) and row[place].kind == "math" and named and clear and owner is not None:
                known = True
                for chain in self.page.chains_of(row[place].block):
                    self._add(
                        Statement(chain.number, "named", noun, of=owner.number), row[group[-1]].block, row[place].block
                    )
                place += 1
            else:
                break
            while place < len(row) and row[place].text in ("and", ","):
                place += 1
        if not known and any(
            token.word in lexicon.BINDING
            or token.word in lexicon.NEGATIONS
            or token.word == "same"
            or lexicon.singular(token.word) in lexicon.NAMED
            for token in row[start : min(end, start + 4)]
        ):
            self._doubt(group)

    def _possessed(self, group: list[int], lead: int) -> None:
        """ "The columns of ⟦A⟧ are orthonormal", "the mean of ⟦X⟧ is ⟦m⟧"."""
        row = self.row
        place = group[-1] + 1
        while place < len(row) and row[place].word in lexicon.ADVERBS:
            place += 1
        if place >= len(row):
            return
        word = row[place].word
        end = clause_end(row, place + 1)
        if word in _UNREAD_VERBS - {"must", "follows", "follow"}:
            self._doubt(group)
        if word not in lexicon.COPULAS:
            return
        phrase = complement(row, place + 1, end)
        if phrase is None:
            return
        if len(group) > 1 and word in _SINGULAR and not phrase.inert:
            self._doubt(group[-1:])  # "the mean of ⟦X⟧ and ⟦T⟧ is …": of which?
            return
        start = lead
        while start > 0 and lead - start < 5 and row[start - 1].word and self._nominal(row[start - 1], lead - start):
            start -= 1
            if row[start].word in lexicon.DETERMINERS:
                start += 1
                break
        noun, named, _, clear = classify([token.text for token in row[start:lead]])
        if phrase.value is not None and phrase.clear:
            if row[lead].word == "of" and named and clear and not self._is_goal(group[0]):
                owner = self.page.first(row[group[-1]].block)
                for chain in self.page.chains_of(phrase.value):
                    if owner is not None and subject(chain) != "equation":
                        self._add(
                            Statement(chain.number, "named", noun, of=owner.number), row[group[-1]].block, phrase.value
                        )
                        self.used.add(phrase.value)
            return
        parts = any(lexicon.singular(token.word) in lexicon.STRUCTURE for token in row[start:lead])
        definite = any(token.word == "the" for token in row[place + 1 : place + 5])
        if (phrase.traits or not phrase.clear) and (parts or not definite):
            self._doubt(group)

    def _reversed(self, group: list[int], first: int) -> None:
        """ "The learning rate is ⟦a⟧", "the gradient of ⟦f⟧ is denoted by ⟦g⟧"."""
        row = self.row
        place = first - 1
        passive = False
        while place >= 0 and row[place].word in (
            "by",
            "as",
            "denoted",
            "written",
            "called",
            "simply",
            "just",
            "usually",
        ):
            passive = passive or row[place].word in ("denoted", "written", "called")
            place -= 1
        if passive is False and place != first - 1 and not self._verb_before(first, ("denote", "write", "represent")):
            return
        if place < 0 or row[first].block in self.used:
            return
        if not (row[place].word in ("is", "are", "be", "being") or passive or row[first - 1].word in ("by", "as")):
            return
        stop = place if row[place].word in ("is", "are", "be", "being") else place + 1
        if stop > 0 and row[stop - 1].text == ",":
            stop -= 1
        start = stop
        while start > 0 and stop - start < 10:
            token = row[start - 1]
            if token.kind == "mark" or token.word in (
                "denote",
                "write",
                "represent",
                "where",
                "that",
                "then",
                "if",
                "so",
                "suppose",
                "let",
                "we",
                "and",
            ):
                break
            start -= 1
        if start == stop or row[start].kind == "math":
            return
        phrase = noun_phrase(row, start, stop)
        if phrase is None or not (phrase.noun or phrase.inert or not phrase.clear or phrase.traits):
            return
        for index in group[:1] if row[place].word != "are" else group:
            for chain in self.page.chains_of(row[index].block):
                if subject(chain) in ("name", "list", "member", "application"):
                    self._say_of(chain, index, phrase, self._mood(start), 0, False)

    def _verb_before(self, place: int, verbs: tuple[str, ...]) -> bool:
        row = self.row
        for token in reversed(row[max(0, place - 9) : place]):
            if token.word in verbs:
                return True
            if token.kind == "mark" and token.text != ",":
                return False
        return False

    def _what(self, index: int) -> str:
        """What the formula at `index` is as a subject."""
        chain = self.page.first(self.row[index].block)
        return subject(chain) if chain is not None else "term"

    # -- writing down what was said

    def _is_goal(self, place: int) -> bool:
        return bool(_GOAL.search(self._words_before(place)))

    def _words_before(self, place: int) -> str:
        return " ".join(token.text for token in self.row[max(0, place - 30) : place])

    def _say(self, group: list[int], phrase: Phrase, mood: str, apposed: bool = False) -> None:
        number = 0
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

    def _say_of(self, chain: RawChain, index: int, phrase: Phrase, mood: str, group: int, several: bool, apposed: bool = False) -> None:
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
        if not (clear and phrase.clear) and not (what == "equation" and apposed):
            self.found.unread[chain.number] = None
        value = self.page.first(phrase.value) if phrase.value is not None else None
        of = self.page.first(phrase.of) if phrase.of is not None else None
        size = self.page.first(phrase.size) if phrase.size is not None else None
        kind = "mean" if value is not None else "named" if phrase.named else mood
        if value is None and not (phrase.noun or traits or group or size or phrase.inert or of):
            return
        if value is not None:
            if self._verb_before(index, _SUPPOSING):
                self.found.unread[chain.number] = None
                return
            if what == "equation" or value.links or value is chain:
                return
            written = self.page.blocks[value.block].text.strip()
            if written.startswith(("\\mathcal", "\\mathbb")):
                self.found.unread[chain.number] = None
                return
            if _SIZE.fullmatch(written):
                value, size = None, value
                kind = mood
        if what == "equation" and phrase.named:
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
            for chain in self.page.chains_of(self.row[index].block):
                self.found.unread[chain.number] = None


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
        return frozenset(), traits <= lexicon.OPEN_TRAITS | {Trait.UNIT_INTERVAL}
    kept = set(traits)
    if Trait.COMPLEX in kept and noun not in ("scalar", "vector", "matrix", "constant", "random"):
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
        if noun == "" and not (letter.isupper() or (letter == "\\" and re.match(r"\\[A-Z]|\\[a-z]+[A-Z]$", text.lstrip("{ ")))):
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

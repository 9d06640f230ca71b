"""What one sentence says of its formulas, and for which of them something was said that is not understood."""

from __future__ import annotations

from dataclasses import replace

from mathlint.elaborate import lexicon
from mathlint.elaborate.clause_phrase import UNCLEAR, Phrase, noun_phrase
from mathlint.elaborate.clause_predicate import Predicates
from mathlint.elaborate.clause_scribe import Findings, plural
from mathlint.elaborate.clause_words import Page, subject, tokens
from mathlint.elaborate.sentences import Sentence
from mathlint.expr.obligation import Trait

_BEFORE_NAME = frozenset({"(", "denoted", "namely", "called", "say", "by", "labelled", "written", "named"})
_SINGULAR = frozenset("is denotes represents equals has stands indicates satisfies lies belongs".split())


def statements(sentence: Sentence, page: Page, goal: bool, groups: int) -> Findings:
    """Everything the sentence says. goal: it states what is to be shown. groups: independence groups are numbered from here on."""
    found = Findings()
    if sentence.heading or not sentence.blocks or sentence.text.endswith("?"):
        return found
    row = tokens(sentence.text)
    if any(
        link.relation == "sim" for block in sentence.blocks for chain in page.chains_of(block) for link in chain.links
    ):
        row = tuple(token for token in row if token.word not in lexicon.LAWS)  # the formula says it better
    Reader(sentence, page, row, goal, groups, found).run()
    return found


class Reader(Predicates):
    """Goes once along a row of tokens."""

    def run(self) -> None:
        place = 0
        while place < len(self.row):
            if self.row[place].kind != "math":
                place += 1
                continue
            group = self._group(place)
            if not self._attributive(group):
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

    def _attributive(self, group: list[int]) -> bool:
        """The formula is part of a noun phrase: "a symmetric ⟦n×n⟧ matrix"."""
        row, first, after = self.row, group[0], group[-1] + 1
        if len(group) > 1 or first == 0 or after >= len(row):
            return False
        before, word = row[first - 1].word, row[after].word
        held = before in lexicon.DETERMINERS or before in lexicon.TRAITS or before in lexicon.INERT_ADJECTIVES
        return held and (lexicon.singular(word) in lexicon.NOUNS or word in lexicon.TRAITS)

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
                and (lead in ("with", "has", "have", "having", "and", "of", "by") or row[start].word == "a")
                and apposed.of is None
            ):
                positive = apposed.noun in ("variance", "standard deviation")
                traits = frozenset({Trait.POSITIVE}) if positive else apposed.traits
                apposed = replace(apposed, noun="", named=False, inert=True, traits=traits)
            self._say(group if plural(apposed) else group[:1], apposed, mood, True)
        elif mood == "quantify":
            for index in group:
                for chain in self.page.chains_of(row[index].block):
                    several = "dots" in (text := self.page.blocks[chain.block].text) or "," in text
                    if start < stop or subject(chain) == "member" or (subject(chain) == "equation" and several):
                        self._say_of(chain, index, Phrase(inert=True), mood, 0, len(group) > 1)
        if lead and lead in lexicon.PREPOSITIONS and lead not in ("for", "with"):
            if lead in ("of", "over", "on", "between"):
                self._possessed(group, start - 1)
        else:
            self._predicate(group, mood, lead)
        self._reversed(group, first)

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
            return UNCLEAR if phrase.noun or phrase.traits else None
        if not phrase.head and not phrase.traits and row[stop - 1].word.endswith("ing") and start == stop - 1:
            return None  # "increasing ⟦x⟧ a little"
        last = lexicon.singular(phrase.head.split()[-1]) if phrase.head else ""
        if phrase.noun or (
            (phrase.traits or phrase.grouped or not phrase.clear) and (not last or last in lexicon.INERT_NOUNS)
        ):
            return phrase
        return replace(phrase, traits=frozenset(), inert=True, clear=True) if phrase.inert else None

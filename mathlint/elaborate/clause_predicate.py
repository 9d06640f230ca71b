"""What the words after, before and around a formula say of it: "is …", "has …", "the mean of … is", "denoted by"."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from mathlint.elaborate import lexicon
from mathlint.elaborate.clause_phrase import Phrase, adjectives, classify, clause_ends, complement, noun_phrase
from mathlint.elaborate.clause_scribe import Scribe
from mathlint.elaborate.clause_words import Token, subject
from mathlint.elaborate.page import Statement

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
_LETTER = re.compile(r"[A-Za-z]")
_NAMING = ("denote", "call", "represent", "let", "with", "where", "denoting", "calling")
_UNREAD_VERBS = frozenset(
    """
    sum sums add adds vanish vanishes commute commutes follow follows obey obeys minimize minimizes maximize maximizes minimizes
    solve solves integrate integrates equal equals minimise minimises maximise maximises cancel cancels normalize normalizes
    satisfy satisfies fulfil fulfils fulfill fulfills
    """.split()
)
_SINGULAR = frozenset("is denotes represents equals has stands indicates satisfies lies belongs".split())
_AFTER_COMMA = frozenset({"which", "that", "both", "each", "all"})
_NAMES = frozenset({"name", "list", "member"})
_MODALS = frozenset("can could may might would".split())


class Predicates(Scribe):
    """What the words around a group of formulas say of it."""

    _ends: list[int] | None = None

    def _clause_end(self, start: int) -> int:
        """Where the clause that begins at `start` ends."""
        if self._ends is None:
            self._ends = clause_ends(self.row)
        return self._ends[min(bisect_left(self._ends, start), len(self._ends) - 1)]

    def _predicate(self, group: list[int], mood: str, lead: str) -> None:
        """What the words after the group say of it."""
        row, place = self.row, group[-1] + 1
        following = row[place + 1].word if place + 1 < len(row) else ""
        if place < len(row) and (row[place].text == ")" or (row[place].text == "," and following in _AFTER_COMMA)):
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
        end = self._clause_end(place + 1)
        if word in _MODALS:
            return
        if word in lexicon.NEGATIONS:
            if any(token.word in lexicon.BINDING or token.word in lexicon.TRAITS for token in row[place + 1 : end]):
                self._doubt(group)
            return
        if (word in ("to", "as") or (word == "for" and self._verb_before(group[0], ("write",)))) and self._verb_before(group[0], ("define", "set", "write", "call", "denote", "let", "defining", "assume", "take", "choose", "consider")):  # fmt: skip
            verb_value = word == "to" and place + 1 < end and row[place + 1].word == "be"
            self._complement(group, place + (2 if verb_value else 1), end, mood)
        elif word in ("stands", "stand"):
            self._complement(group, place + 2, end, mood)
        elif word in lexicon.COPULAS:
            if lead in ("for", "with", "given") and word != "being":
                return  # "the cost for ⟦x⟧ is …" says nothing of x
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
        if trailing == "" and end + 1 < len(self.row) and self.row[end].text == ",":
            trailing = self.row[end + 1].word
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
            after = self._clause_end(end + 2)
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
        full = row[start : start + 2] and row[start].word == "full"
        if (
            not known
            and not full
            and any(
                token.word in lexicon.BINDING
                or token.word in lexicon.NEGATIONS
                or token.word == "same"
                or lexicon.singular(token.word) in lexicon.NAMED
                for token in row[start : min(end, start + 4)]
            )
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
        end = self._clause_end(place + 1)
        if word in _UNREAD_VERBS - {"follows", "follow"}:
            self._doubt(group)
        if word not in lexicon.COPULAS:
            return
        phrase = complement(row, place + 1, end)
        if phrase is None:
            return
        if place + 1 < end and row[place + 1].kind == "math":
            if not _LETTER.search(self.page.blocks[row[place + 1].block].text):
                self._doubt(group)  # "the mean of ⟦X⟧ is ⟦0⟧"
                return
            if self._what(place + 1) == "equation":
                return
        if (
            len(group) > 1
            and word in _SINGULAR
            and not phrase.inert
            and self._verb_before(group[0], ("is", "be", "denotes"))
        ):
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
        if place < 0 or row[first].block in self.used or row[first].block in self.sentence.displays:
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

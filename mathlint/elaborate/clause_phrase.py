"""Noun phrases and what follows "is": the words turned into traits, a class, a named value, or nothing understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mathlint.elaborate import lexicon
from mathlint.elaborate.clause_words import Token
from mathlint.expr.obligation import Trait


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase says of its subject.

    noun: the class or the named value, or "". named: the noun fixes a value. inert: nothing that could matter.
    clear: every word with a consequence was understood; if not, the sentence is unread for the subject.
    of: block of the formula after "of". size: block of the formula that gives the shape ("in ⟦R^n⟧", "⟦n×m⟧ matrix").
    value: block of the formula that the subject is said to be. end: index of the first token after the phrase.
    """

    noun: str = ""
    traits: frozenset[Trait] = frozenset()
    named: bool = False
    inert: bool = False
    clear: bool = True
    grouped: bool = False
    of: int | None = None
    size: int | None = None
    value: int | None = None
    end: int = 0
    head: str = ""


UNCLEAR = Phrase(clear=False)
_STARTERS = frozenset("where because since so it they there but while then we whereas when if".split())


def clause_ends(row: Sequence[Token]) -> list[int]:
    """Every place where a clause may end: a stop, a comma, or a word that begins another clause; the last is the row's end."""
    return [*(place for place in range(len(row)) if _ends(row, place)), len(row)]


def _ends(row: Sequence[Token], place: int) -> bool:
    token = row[place]
    if token.kind == "mark":
        return token.text in ".;:!?,()—–"
    return token.kind == "word" and (token.text in _STARTERS or (token.text == "and" and _new_clause(row, place + 1)))


def _new_clause(row: Sequence[Token], start: int) -> bool:
    """After "and": a new subject with its own verb, a formula at once, or an article before a noun."""
    for token in row[start : start + 6]:
        if token.kind == "word" and token.text in lexicon.COPULAS:
            return True
        if token.kind == "math":
            return True
        if token.kind == "mark":
            return False
    return False


def adjectives(row: Sequence[Token], start: int, end: int) -> tuple[frozenset[Trait], bool, bool, int]:
    """Reads adjectives from `start`: (traits, clear, grouped, next). Stops at the first word that may be a noun."""
    traits: frozenset[Trait] = frozenset()
    clear, grouped, mixed = True, False, False
    place = start
    while place < end:
        token = row[place]
        if token.kind == "attribute":
            place += 1
            continue
        if token.kind != "word" or _compound(row, place, end):
            break
        length, phrase = _longest(row, place, end, lexicon.TRAITS)
        if length and not (length == 1 and _is_noun(row, place, end)):
            traits |= lexicon.TRAITS[phrase]
            place += length
            continue
        length, _ = _longest(row, place, end, lexicon.GROUPING)
        if length:
            grouped = True
            clear = clear and token.text != "iid"
            place += length
            continue
        if token.text in lexicon.LOOSE and place + 1 < end and _plain(row[place + 1]):
            break
        if token.text in lexicon.BINDING and not _is_noun(row, place, end):
            clear = False
            mixed = mixed or token.text == "negative"
            place += 1
            continue
        if token.text in lexicon.INERT_ADJECTIVES or token.text in lexicon.DETERMINERS or token.text == "and":
            place += 1
            continue
        break
    return frozenset() if mixed else traits, clear, grouped, place


def _longest(row: Sequence[Token], start: int, end: int, table: object) -> tuple[int, str]:
    for length in (3, 2, 1):
        if start + length <= end:
            phrase = " ".join(token.word for token in row[start : start + length])
            if phrase in table:  # type: ignore[operator]
                return length, phrase
    return 0, ""


def _compound(row: Sequence[Token], start: int, end: int) -> bool:
    """A noun of several words begins here: "standard deviation"."""
    for length in (3, 2):
        if start + length <= end:
            words = [token.word for token in row[start : start + length]]
            phrase = " ".join([*words[:-1], lexicon.singular(words[-1])])
            if phrase in lexicon.NAMED or phrase in lexicon.NOUNS or phrase in lexicon.PROBABILITY_NOUNS:
                return True
    return False


def _is_noun(row: Sequence[Token], place: int, end: int) -> bool:
    """The word is the head of its phrase: "an integer", "the constant", not "the integer part"."""
    word = lexicon.singular(row[place].text)
    if word not in lexicon.NOUNS and word not in lexicon.NAMED:
        return False
    following = row[place + 1] if place + 1 < end else None
    return (
        following is None
        or following.kind != "word"
        or following.text in lexicon.PREPOSITIONS
        or following.text in lexicon.BREAKS
    )


def classify(words: Sequence[str]) -> tuple[str, bool, bool, bool]:
    """The head of a noun phrase, given as words: (noun, named, inert, clear), by its longest known ending."""
    words = [lexicon.singular(word) for word in words]
    while len(words) > 1 and words[-1].endswith(("ing", "ed")) and words[-1] not in lexicon.BINDING:
        words.pop()  # "a matrix representing …"
    for length in (3, 2, 1):
        if len(words) < length:
            continue
        phrase = " ".join(words[-length:])
        rest = words[:-length]
        clear = not any(word in lexicon.BINDING for word in rest)
        if phrase in lexicon.NAMED:
            return phrase, True, False, clear
        loosely = not any(word in lexicon.BINDING - lexicon.LOOSE for word in rest)
        if phrase in lexicon.PROBABILITY_NOUNS:
            return "probability", False, False, clear
        if phrase in lexicon.NOUNS:
            return lexicon.NOUNS[phrase], False, False, clear
        if length == 1 and phrase in lexicon.INERT_NOUNS:
            return "", False, True, loosely
    clear = not any(word in lexicon.BINDING for word in words)
    return "", False, False, clear


def noun_phrase(row: Sequence[Token], start: int, end: int) -> Phrase | None:
    """A noun phrase from `start`: determiner, adjectives, noun, "of …". None if no noun stands there."""
    size: int | None = None
    place = start
    while place < end and row[place].word in lexicon.DETERMINERS:
        place += 1
    if place < end and row[place].kind == "math" and place + 1 < end and row[place + 1].kind == "word":
        if row[place + 1].text not in lexicon.PREPOSITIONS and row[place + 1].text not in lexicon.BREAKS:
            size = row[place].block
            place += 1
    traits, clear, grouped, place = adjectives(row, place, end)
    if (
        place < end
        and row[place].kind == "math"
        and size is None
        and place > start
        and place + 1 < end
        and _plain(row[place + 1])
    ):
        size = row[place].block
        more, still, joint, place = adjectives(row, place + 1, end)
        traits, clear, grouped = traits | more, clear and still, grouped or joint
    words: list[str] = []
    while place < end and _plain(row[place]):
        words.append(row[place].text)
        place += 1
    if not words:
        if place >= end and (traits or grouped):
            return Phrase(traits=traits, clear=clear, grouped=grouped, size=size, end=end)  # "for positive ⟦x⟧"
        return UNCLEAR if traits or not clear else None
    noun, named, inert, known = classify(words)
    if noun == "probability":
        plural = words[-1].endswith("ies")
        noun, traits = ("distribution", traits) if plural else ("scalar", traits | {Trait.UNIT_INTERVAL})
    pair = words[-2:] if len(words) > 1 else ["", *words]
    if pair[1] in ("integer", "integers", "naturals") or (
        pair[0] in ("natural", "whole") and pair[1].startswith("number")
    ):
        noun, traits = "integer", traits | {Trait.INTEGER} | ({Trait.POSITIVE} if pair[0] == "natural" else frozenset())
    counted = place < end and row[place].word == "of" and noun == "scalar" and words[-1] in ("number", "numbers")
    if counted:
        noun, traits = "integer", traits | {Trait.INTEGER}  # "the number of samples"
    if place < end and row[place].word == "or":
        known = False
    of: int | None = None
    tail = place
    while tail < end:
        token = row[tail]
        if token.word == "of" and of is None and tail + 1 < end:
            follower = tail + 1
            while follower < end and row[follower].word in (
                "the",
                "a",
                "an",
                "its",
                "function",
                "vector",
                "matrix",
                "variable",
            ):
                follower += 1
            if follower < end and row[follower].kind == "math":
                if row[tail + 1].word in ("length", "size", "dimension", "order"):
                    size = row[follower].block
                else:
                    of = row[follower].block
                tail = follower + 1
                continue
            if (
                follower + 1 < end
                and row[follower].word in ("length", "size", "dimension", "shape")
                and row[follower + 1].kind == "math"
            ):
                size = row[follower + 1].block
                tail = follower + 2
                continue
        elif (
            token.word in ("in", "on", "from")
            and row[tail + 1 : tail + 2]
            and row[tail + 1].kind == "math"
            and tail == place
        ):
            size = row[tail + 1].block
            tail += 2
            continue
        if counted:
            pass
        elif (
            token.word in lexicon.BINDING
            or token.word in lexicon.NEGATIONS
            or token.word in _TELLING
            or token.kind == "number"
        ):
            known = False
        tail += 1
    return Phrase(
        noun, traits, named, inert and not traits, clear and known, grouped, of, size, None, tail, " ".join(words)
    )  # fmt: skip


_TELLING = frozenset({"only", "takes", "take", "counts"})
_OUTSIDE = frozenset(
    "and or has have having can may must will should would as given using following satisfying containing takes take such".split()
)


def _plain(token: Token) -> bool:
    """A word that can belong to the core of a noun phrase."""
    word = token.word
    return bool(word) and not (
        word in lexicon.PREPOSITIONS
        or word in lexicon.BREAKS
        or word in lexicon.COPULAS
        or word in lexicon.NEGATIONS
        or word in _OUTSIDE
    )


def complement(row: Sequence[Token], start: int, end: int) -> Phrase | None:
    """What stands after a copula. None: it says nothing of the subject's value ("is shown below").

    >>> from mathlint.elaborate.clause_words import tokens
    >>> row = tokens("a symmetric positive definite matrix")
    >>> sorted(str(trait) for trait in complement(row, 0, len(row)).traits)
    ['positive definite', 'symmetric']
    """
    while start < end and (row[start].word in lexicon.ADVERBS or _adverb(row[start].word)):
        start += 1
    while start < end and row[start].word in ("assumed", "supposed", "taken", "chosen", "known", "said", "required", "to", "be", "considered", "defined", "as", "equal", "given", "by", "denoted", "exactly", "simply", "just"):  # fmt: skip
        start += 1
    if start >= end:
        return None
    if any(token.word in lexicon.NEGATIONS for token in row[start : min(end, start + 4)]):
        return UNCLEAR if any(_meant(token) for token in row[start:end]) else None
    token = row[start]
    if token.kind == "math" and (start + 1 >= end or not _plain(row[start + 1])):
        return Phrase(value=token.block, end=end) if start + 1 >= end else UNCLEAR
    if token.kind == "number":
        return UNCLEAR
    if token.word in ("in", "on", "from") and start + 1 < end and row[start + 1].kind == "math":
        clear = not any(_meant(other) for other in row[start + 2 : end])
        return Phrase(size=row[start + 1].block, clear=clear, end=end)
    if token.word == "between":
        ends = [other.text for other in row[start + 1 : end] if other.kind == "number"]
        return Phrase(traits=frozenset({Trait.UNIT_INTERVAL}), end=end) if ends == ["0", "1"] else UNCLEAR
    if token.word in lexicon.PREPOSITIONS or token.word in lexicon.BREAKS:
        return UNCLEAR if any(_meant(other) for other in row[start:end]) else None
    if token.word.endswith("ed") and token.word not in lexicon.BINDING | lexicon.SAMPLED | {"called", "named"}:
        return None
    traits, clear, grouped, place = adjectives(row, start, end)
    if place >= end or (not _plain(row[place]) and row[place].kind != "math"):
        rest = row[place:end]
        if grouped and len(rest) == 2 and rest[0].word == "of" and rest[1].kind == "math":
            return Phrase(grouped=True, of=rest[1].block, clear=clear, end=end)
        if any(other.word == "or" or other.word in lexicon.NEGATIONS for other in rest):
            return UNCLEAR if traits or not clear else None
        said = bool(traits) or grouped
        clear = clear and not any(_meant(other) or said and other.kind in ("number", "math") for other in rest)
        if traits or grouped or not clear:
            return Phrase(traits=traits, grouped=grouped, clear=clear, end=end)
        return None
    if row[start].word in lexicon.SAMPLED:
        return UNCLEAR if any(_meant(other) for other in row[start:end]) else None
    if row[start].word in lexicon.INERT_PARTICIPLES or row[place].word in lexicon.INERT_PARTICIPLES:
        if row[place].word in ("called", "known", "named", "referred"):
            after = place + 1
            while after < end and row[after].word in ("as", "to"):
                after += 1
            return noun_phrase(row, after, end)
        if row[place].word in lexicon.SAMPLED and any(_meant(other) for other in row[place:end]):
            return UNCLEAR
        return UNCLEAR if traits or not clear else None
    return noun_phrase(row, start, end)


def _adverb(word: str) -> bool:
    return word.endswith("ly") and word not in lexicon.BINDING and word != "strictly"


def _meant(token: Token) -> bool:
    return token.word != "complex" and (token.word in lexicon.BINDING or token.word in lexicon.TRAITS)

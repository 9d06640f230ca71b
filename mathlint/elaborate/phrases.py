"""What a phrase of words between two formulas says of the second one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final


class PhraseKind(StrEnum):
    CONDITION = "condition"
    """"if", "for all", "where": what follows is supposed, or says for which values."""
    ARROW = "arrow"
    """"thus", "if and only if": what follows is said to follow."""
    AND = "and"
    OR = "or"
    LET = "let"
    REMARK = "remark"
    """Anything else: a comment, or the name of a quantity in words."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """word: for a condition, what introduces it ("if", "for", …); for an arrow, "implies", "iff" or "therefore"; else "".

    open: the words end with it, so that a formula is due ("for all", not "by symmetry").
    """

    kind: PhraseKind
    word: str
    text: str
    open: bool = True


_CONDITION: Final = (
    "if", "for", "where", "when", "whenever", "with", "since", "because", "given", "such that", "as", "at", "provided",
    "assuming", "unless", "subject to", "using", "by", "in which", "on", "under", "while", "from",
)  # fmt: skip
_SAME: Final = {
    "s.t.": "such that", "st": "such that", "s.t": "such that", "whenever": "when", "assuming": "if", "provided": "if",
    "in which": "where",
}  # fmt: skip
_ALTERNATIVES: Final = "|".join(map(re.escape, sorted((*_CONDITION, *_SAME), key=len, reverse=True)))
_HEAD: Final = re.compile(rf"(?:(?:and|but|or|only|even|valid|holds|true)\s+)?(?P<word>{_ALTERNATIVES})(?![\w'])")
_TAIL: Final = re.compile(
    rf"(?:^|.*\s)(?P<word>{_ALTERNATIVES})(?:\s+(?:all|any|each|every|some|that|both|either|the|an?))*"
)
_NO_CONDITION: Final = re.compile(r"for (?:example|instance)\b|as (?:well as|required|desired|before|above)\b")
_IFF: Final = re.compile(
    r"(?:if and only if|iff|is equivalent to|which is equivalent to|or equivalently|equivalently)\b.*"
)
_IMPLIES: Final = re.compile(r"(?:which |this |and this |that )?(?:implies|implying)\b.*")
_THEREFORE: Final = re.compile(
    r"(?:and |and so |so )?(?:so|so that|thus|hence|therefore|then|it follows that|gives|giving|we (?:get|have|obtain|find))\b.*"
)
_AND: Final = re.compile(r"(?:and|&|also|and also|as well as|respectively|and similarly|similarly|whereas|but|resp\.?)")


@lru_cache(maxsize=4096)
def phrase(text: str) -> Phrase:
    """What the words say. Case, punctuation at either end and an opening parenthesis do not matter."""
    words = " ".join(text.replace("~", " ").replace("\\ ", " ").split()).lower().strip(" ,;:([")
    if not words.endswith("s.t."):
        words = words.rstrip(" .")
    if _IFF.fullmatch(words):
        return Phrase(PhraseKind.ARROW, "iff", text)
    if _IMPLIES.fullmatch(words):
        return Phrase(PhraseKind.ARROW, "implies", text)
    if _THEREFORE.fullmatch(words):
        return Phrase(PhraseKind.ARROW, "therefore", text)
    if _AND.fullmatch(words):
        return Phrase(PhraseKind.AND, "", text)
    if words in ("or", "or else"):
        return Phrase(PhraseKind.OR, "", text)
    if words in ("let", "define", "set", "and let", "we define", "denote", "put"):
        return Phrase(PhraseKind.LET, "let", text)
    if words in ("here", "and here"):
        return Phrase(PhraseKind.CONDITION, "where", text)
    found = _HEAD.match(words)
    if found is None or _NO_CONDITION.match(words):
        found = _TAIL.fullmatch(words)
    if found is not None:
        word = found["word"]
        return Phrase(PhraseKind.CONDITION, _SAME.get(word, word), text, _TAIL.fullmatch(words) is not None)
    return Phrase(PhraseKind.REMARK, "", text)

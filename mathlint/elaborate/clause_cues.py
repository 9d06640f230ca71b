"""What the words before a formula make of it: the last cue before it counts."""

from __future__ import annotations

import re

from mathlint.elaborate.page import Cue

_PATTERNS = (
    (
        Cue.GOAL,
        r"(?:we (?:will |shall |now )?(?:show|prove|verify|check)|(?:to|will|us|must) (?:show|prove|verify|check|demonstrate)|prove|show|verify"
        r"|check|demonstrate|claim|conjecture|guess)\s+(?:by induction )?that|we (?:want|wish|need|aim|have|would like) to (?:show|prove)"
        r"|(?:want|like) to (?:show|prove|verify)|claims? (?:is|that)|(?:^|[.:]\s*)(?:show|prove|verify|derive|guess|check)\b|we guess|our guess"
        r"|remains to (?:show|prove)|suffices to (?:show|prove)|is it true that|whether",
    ),
    (
        Cue.NOTATION,
        r"(?:all|both) mean the same|notations?(?: \w+){0,6}|also (?:be )?written(?: as)?|is often written(?: as)?|alternatively written as"
        r"|(?:are|is) (?:all )?equivalent|can also be (?:written|denoted)(?: as| by)?|interchangeably|synonym\w*|also denoted(?: as| by)?",
    ),
    (
        Cue.CONDITION,
        r"if|iff|if and only if|whenever|unless|suppose(?: that)?|assum(?:e|es|ing|ed)(?: that)?|provided(?: that)?|such that|s\.t\.?|subject to"
        r"|satisf(?:y|ies|ying|ied)(?: by)?|constraints?(?: \w+){0,3}|(?:is|are) called(?: \w+){1,3}|(?:is|are) said to be(?: \w+){1,3}"
        r"|sett?(?:ing)?(?: \S+){1,8} (?:equal )?to (?:zero|0)|setting|solv(?:e|es|ing)(?: \w+){0,3}|must(?: \w+){0,4}|equations? (?:of|for)(?: \w+){0,5}"
        r"|since|because|using|given(?: that)?(?! by)|(?:the|an?) (?:\w+ )?(?:equation|constraint|condition|requirement)s?|requires?(?: that)?"
        r"|when|would be|were|not",
    ),
    (
        Cue.DEFINITION,
        r"let|define[sd]?|defining|denot(?:e|es|ed|ing)|(?:is|are|be) (?:then |often |usually |formally )?(?:defined|given)(?: \w+){0,2}|given by"
        r"|we (?:can )?(?:write|set|put|call|model|parametri[sz]e|represent)|writing|(?:is|are) called|formulas?|formulae|definitions?(?: \w+){0,4}"
        r"|the \w+(?: \w+){0,4} (?:is|are)\s*:?\s*$|notation|(?:is|are) (?:modell?ed|represented|expressed|described|parametri[sz]ed) (?:as|by)"
        r"|consider|take|introduce|where|with|here|in which|as follows|has the (?:form|density|pdf)|of the form|set",
    ),
    (
        Cue.RESULT,
        r"thus|hence|therefore|so(?! far| called| much| many)|we (?:\w+ )?(?:get|have|obtain|find|see|arrive at|conclude|deduce)|we(?:'ve| have) got|it follows"
        r"|follows(?: that)?|yields?|yielding|gives?|giving|simplif(?:y|ies|ying)(?: \w+){0,3}|which (?:equals|is|means)|then|implies|implying|leads to|results? in"
        r"|becomes?|reduces to|obtain(?:s|ed|ing)?|equals|consequently|finally|comput(?:e|ing)|expands?(?: to)?|expanding|calculat(?:e|ing)|evaluat(?:e|es|ing)(?: to)?"
        r"|rewrit(?:e|ten|ing)(?: \w+){0,3}|can be (?:re)?written as|substituting|plugging|equivalently|i\.e\.?|that is|derive[sd]?|differentiating",
    ),
)
_CUE = re.compile(
    "|".join(rf"(?P<{cue.name}>\b(?:{pattern})(?!\w))" for cue, pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE
)
_LETS = re.compile(
    r"\blet[’']s\b|\blet us\b|\bset of\b|\bthe set\b|\b(?:training|test|data|validation) set\b|\bso that\b(?= we)",
    re.IGNORECASE,
)
_WHERE = re.compile(r"\b(?:where|in which|here)\b|^\s*with\b|,\s*with\b", re.IGNORECASE)
_CONNECTIVE = re.compile(
    r"^[\s,;:()&*+-]*(?:(?:and|or|with|both|also|as well as|respectively|the|a|an|then)[\s,;:()]*)*$", re.IGNORECASE
)
_COLON_IF = re.compile(r"\b(?:if|when|whenever|iff|if and only if)\s*:?\s*$", re.IGNORECASE)


def last_cue(words: str) -> frozenset[Cue]:
    """The cue that stands last in the words; "where" gives two. Empty if none stands there."""
    words = _LETS.sub(" ", words[-400:])
    if _COLON_IF.search(words):
        return frozenset({Cue.CONDITION})
    best: Cue | None = None
    word = ""
    for match in _CUE.finditer(words):
        best = Cue[match.lastgroup or ""]
        word = match[0].lower()
    if best is None:
        return frozenset()
    if (best is Cue.DEFINITION and _WHERE.match(word)) or word == "with":
        return frozenset({Cue.DEFINITION, Cue.WHERE})
    return frozenset({best})


def connective(words: str) -> bool:
    """Nothing but words that join: what was said of the formula before holds for the next as well."""
    return bool(_CONNECTIVE.match(words[-80:])) if len(words) <= 80 else False


def begins_where(words: str) -> bool:
    """The words begin a where-clause."""
    return bool(_WHERE_START.match(words))


_WHERE_START = re.compile(
    r"\s*[,.;(]?\s*(?:where|with|here|in which|such that|for|and|whose|if|when)\b", re.IGNORECASE
)  # fmt: skip

"""What the words before a formula make of it: the last cue that reaches as far as the formula counts."""

from __future__ import annotations

import re

from mathlint.elaborate.page import Cue

_NONE: frozenset[Cue] = frozenset()

_PATTERNS = {
    "goal": r"(?:we (?:will |shall |now )?(?:show|prove|verify|check)|(?:to|will|us|must) (?:show|prove|verify|check|demonstrate)"
    r"|prove|show|verify|check|demonstrate|claim|conjecture|guess)\s+(?:by induction )?that"
    r"|we (?:want|wish|need|aim|would like) to (?:show|prove)|(?:want|like) to (?:show|prove|verify)|claims? (?:is|that)"
    r"|(?:^|[.:]\s*)(?:show|prove|verify|guess)\b|we guess|our guess|remains to (?:show|prove)|suffices to (?:show|prove)"
    r"|is it true that|whether",
    "notation": r"(?:all|both) mean the same|(?:these|following|below|other|common|several|various|different|two|three|all|equivalent) (?:\w+ )?notations"
    r"|notational conventions|also (?:be )?denoted|(?<!can )(?<!may )(?<!could )also written|often (?:written|denoted)(?! in)"
    r"|alternatively written|(?:are|is) (?:all )?equivalent(?! to)|interchangeably|synonym\w*",
    # holds for the formula wherever it stands in the same part of the sentence
    "condition": r"such that|s\.t\.?|subject to|satisf(?:y|ies|ying|ied)(?: by)?|constraints?|(?:is|are) said to be"
    r"|sett?(?:ing)?(?: \S+){1,8} (?:equal )?to (?:zero|0)(?! (?:gives|yields))|solv(?:e|es|ing) the|equations? of motion"
    r"|equations? of state"
    r"|must (?:be|have|satisfy|hold|obey)|the (?:\w+ )?(?:constraint|condition|requirement)s?|requires? that|boundary conditions?|initial conditions?",
    # must stand right before it
    "condition_near": r"if|iff|if and only if|whenever|unless|(?<!is )(?<!are )given(?: that)?(?! by| as| in)|when|solve|provided(?: that)?|not|were|would be",
    # … unless it is a display of several steps, which is claimed
    "reason_near": r"since|because",
    # must be the very word before it
    "condition_next": r"(?:using|applying|employing|exploiting)(?: the (?:fact|identity|property|relation|rule|recurrence)(?: that)?)?|for|for all|for any|for each|for every|at",
    # … where that is no display
    "locus_next": r"(?:line|curve|plane|hyperplane|circle|sphere|ellipse|parabola|hyperbola|surface|boundary|contour|equation|constraint|inequality|(?:root|solution)s? (?:of|to)"
    r"|(?:bounded|enclosed|cut off|given implicitly) by|intersections? of)s?|equations|inequalities",
    "where_next": r"with",
    # may have a few words after it
    "condition_open": r"suppos(?:e|ing)(?: that)?|assum(?:e|es|ing|ed)(?: that)?",
    "definition": r"(?:is|are|be|as) (?:then |often |usually |formally |commonly )?defined(?: \w+){0,2}|we (?:define|call|denote|model|parametri[sz]e)|denot(?:e|es|ed|ing)"
    r"|(?<!by )(?<!by the )(?<!from the )(?<!using the )definitions?|(?:is|are) called|(?<!into the )(?<!using the )(?<!by the )(?<!from the )formulas?|formulae|(?<!matrix )(?<!vector )(?<!same )notations?|(?:is|are) (?:modell?ed|represented|parametri[sz]ed) (?:as|by)"
    r"|has the (?:form|density|pdf)|of the form|with (?:density|pdf|probability density function)",
    "definition_open": r"let|define[sd]?|defining|consider|take|introduce|set|writing",
    "where": r"where|in which(?! cases?\b)|(?:^\s*|,\s*)with",
    "result": r"thus|hence|therefore|so(?! far| called| much| many)|we (?:\w+ )?(?:get|have|obtain|find|see|know|arrive at|conclude|deduce|write|compute)"
    r"|we(?:'ve| have) got|it follows|follows|yields?|yielding|gives?|giving|simplif(?:y|ies|ying)|which (?:equals|is|means)|then|implies|implying"
    r"|leads to|results? in|becomes?|reduces to|obtain(?:s|ed|ing)?|equals|equal to|consequently|finally|comput(?:e|ed|ing)|expands?(?: to)?|expanding"
    r"|calculat(?:e|ed|ing)|evaluat(?:e|es|ed|ing)|rewrit(?:e|ten|ing)|(?:can|may|could) (?:also |equivalently )?be (?:also |equivalently )?(?:re)?written|substituting|plugging|equivalently|i\.e\.?|that is"
    r"|end(?:s|ed)? up with|derive[sd]?|differentiating|find|rearrang(?:e|ed|ing)|reformulat\w*",
}
_CUE = re.compile("|".join(rf"(?P<{name}>\b(?:{pattern})(?!\w))" for name, pattern in _PATTERNS.items()), re.IGNORECASE)
_MEANING = {
    "goal": frozenset({Cue.GOAL}),
    "notation": frozenset({Cue.NOTATION}),
    "condition": frozenset({Cue.CONDITION}),
    "condition_near": frozenset({Cue.CONDITION}),
    "condition_open": frozenset({Cue.CONDITION}),
    "condition_next": frozenset({Cue.CONDITION}),
    "reason_near": frozenset({Cue.CONDITION}),
    "locus_next": frozenset({Cue.CONDITION}),
    "where_next": frozenset({Cue.DEFINITION, Cue.WHERE}),
    "definition": frozenset({Cue.DEFINITION}),
    "definition_open": frozenset({Cue.DEFINITION}),
    "where": frozenset({Cue.DEFINITION, Cue.WHERE}),
    "result": frozenset({Cue.RESULT}),
}
_REACH = {
    "condition_next": 0,
    "locus_next": 0,
    "where_next": 0,
    "condition_near": 4,
    "reason_near": 4,
    "condition_open": 8,
    "definition_open": 12,
}
"""How many words may stand between the cue and the formula; no comma and no formula may. Other cues reach further."""
_SHAPED = re.compile(
    r"\b(?:assum|suppos)\w*\b[^.;]*\b(?:of|has|have|takes?) (?:the|this) (?:\w+ )?form$", re.IGNORECASE
)
_LETS = re.compile(r"\blet[’']s\b|\blet us\b|\bset of\b|\b(?:the|a|training|test|data|validation) set\b", re.IGNORECASE)
_BREAK = re.compile(r"⟦\d+⟧|,(?=.*\w)|;", re.DOTALL)
_MEANT_TO_BE = re.compile(r"\s*(?:to )?(?:be|as|by|denote|equal)\b(?!\s*(?:above|before))", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_CONNECTIVE = re.compile(
    r"^[\s,;:()&*+-]*(?:(?:and|or|both|also|as well as|respectively|the|a|an)[\s,;:()]*)*$", re.IGNORECASE
)
_STARTS = re.compile(
    r"\s*[,.;(]?\s*(?:(?P<where>where|with|here|in which|whose)|(?P<weak>such that|for|and|if|when))\b", re.IGNORECASE
)


def last_cue(words: str, inline: bool = False, chain: bool = False) -> frozenset[Cue]:
    """What the words before a formula make of it. Formulas among the words are written `⟦7⟧`.

    inline: it is no display. chain: it has more than one relation.

    >>> sorted(last_cue("Let ⟦3⟧ be positive, then we get "))
    [<Cue.RESULT: 'result'>]
    >>> last_cue("Let ⟦3⟧ grow and look at: ")
    frozenset()
    """
    words = _LETS.sub(" ", words[-400:])
    last_break = 0
    for found in _BREAK.finditer(words):
        last_break = found.end()
    best = ""
    for match in _CUE.finditer(words):
        name = match.lastgroup or ""
        if name == "locus_next" and not inline:
            continue
        if name in _REACH:
            between = words[match.end() :]
            near = match.start() >= last_break and len(_WORD.findall(between)) <= _REACH[name]
            near = near and (_REACH[name] > 0 or not between.strip())
            taken_up = (
                name == "definition_open"
                and "," not in words[match.end() : last_break]
                and _MEANT_TO_BE.match(words, last_break) is not None
            )
            if not (near or taken_up):
                continue
        elif name in ("condition", "where") and match.end() < last_break and "⟦" in words[match.end() :]:
            continue
        if name == "definition" and _SHAPED.search(words, 0, match.end()):
            best = "condition"  # "we assume that ⟦p⟧ is a model of the form"
            continue
        best = name if name != "reason_near" or inline or not chain else ""
    return _MEANING.get(best, _NONE)


def connective(words: str) -> bool:
    """Nothing but words that join: what was said of the formula before holds for the next as well."""
    return len(words) <= 80 and bool(_CONNECTIVE.match(words))


def opens_where(words: str) -> str:
    """ "where" if the words after a display open a where-clause, "weak" if they only go on with "for …" or "and …", else ""."""
    match = _STARTS.match(words)
    return (match.lastgroup or "") if match else ""

"""A patch applied to the LaTeX that an author wrote: the same tokens are found, whatever the spaces and the sizes of brackets."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from mathlint.engine.repair_patches import How, Patch

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|\S", re.DOTALL)
_SPACE: Final = frozenset({
    "\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\left", "\\right", "\\big", "\\bigl", "\\bigr", "\\Big", "\\Bigl", "\\Bigr", "~",
})  # fmt: skip
_SAME: Final = {
    "\\lvert": "|", "\\rvert": "|", "\\lVert": "\\|", "\\rVert": "\\|", "\\Vert": "\\|", "\\dfrac": "\\frac", "\\tfrac": "\\frac",
    "\\cdot": "", "\\times": "", "\\ln": "\\log", "\\mathrm": "", "T": "\\top", "\\intercal": "\\top",
}  # fmt: skip
"""Spellings of one thing, and signs of products, which may be left out."""
_TAKES_ONE: Final = frozenset({"^", "_", "\\frac", "\\sqrt"})
"""Tokens that take the one token after them unless there are braces."""
_OPENS: Final = frozenset({"(", "[", "{", "&", "="})
_CLOSES: Final = frozenset({")", "]", "}", "&", "\\\\", "+", "-"})


class Token(NamedTuple):
    text: str
    start: int
    end: int


class Splice(NamedTuple):
    """Put `text` at `start` up to `end` (offsets in what is written)."""

    start: int
    end: int
    text: str


def _tokens(text: str) -> list[Token]:
    found = (Token(_SAME.get(m.group(), m.group()), m.start(), m.end()) for m in _TOKEN.finditer(text))
    return _without_needless_braces([t for t in found if t.text and t.text not in _SPACE])


def _without_needless_braces(tokens: list[Token]) -> list[Token]:
    """`x^{2}` as `x^2`: the one token stands for its braces as well."""
    out: list[Token] = []
    for token in tokens:
        if token.text == "}" and len(out) > 2 and out[-2].text == "{" and out[-3].text in ("^", "_"):
            inner = out.pop()
            out[-1] = Token(inner.text, out[-1].start, token.end)
        else:
            out.append(token)
    return out


def spliced(patch: Patch, written: str) -> Splice | None:
    """Where and what to change; None unless what the patch speaks of stands exactly once in what is written."""
    tokens = _tokens(written)
    if not tokens:
        return None
    match patch.how:
        case How.PREFIX:
            return Splice(tokens[0].start, tokens[0].start, patch.after) if tokens[0].text not in ("-", "+") else None
        case How.APPEND:
            return Splice(tokens[-1].end, tokens[-1].end, patch.after)
    place = _find([t.text for t in _tokens(patch.before)], [t.text for t in tokens])
    if place is None:
        return None
    first, last = tokens[place[0]], tokens[place[1]]
    before = tokens[place[0] - 1] if place[0] else None
    after = tokens[place[1] + 1] if place[1] + 1 < len(tokens) else None
    match patch.how:
        case How.REPLACE:
            return Splice(first.start, last.end, _fitted(patch, before, first, after))
        case How.TURN | How.DROP if after is None or after.text in _CLOSES:
            leading = place[0] < 2 or tokens[place[0] - 2].text in _OPENS
            change = _turned if patch.how is How.TURN else _dropped
            return change(before, first, last, after, leading)
    return None


def _find(want: list[str], have: list[str]) -> tuple[int, int] | None:
    """The first and last number of the one place where a run of tokens stands."""
    size = len(want)
    places = [k for k in range(len(have) - size + 1) if have[k : k + size] == want] if want else []
    return (places[0], places[0] + size - 1) if len(places) == 1 else None


def _fitted(patch: Patch, before: Token | None, first: Token, after: Token | None) -> str:
    """In braces where TeX would take only the first token; apart from a control word before it."""
    around = (before.text if before else "", after.text if after else "")
    if around in (("{", "}"), ("(", ")"), ("[", "]")):
        return patch.bare
    if around[0] in _TAKES_ONE and len(_tokens(patch.after)) > 1:
        return f"{{{patch.after}}}"
    glued = before is not None and before.end == first.start and re.match(r"\\[A-Za-z]", before.text) is not None
    return f" {patch.after}" if glued and patch.after[:1].isalpha() else patch.after


def _turned(before: Token | None, first: Token, last: Token, after: Token | None, leading: bool) -> Splice | None:
    if before is None or before.text in _OPENS:
        return Splice(first.start, first.start, "-")
    if before.text == "-" and leading:
        return Splice(before.start, first.start, "")
    if before.text in ("+", "-"):
        return Splice(before.start, before.end, "-" if before.text == "+" else "+")
    return None


def _dropped(before: Token | None, first: Token, last: Token, after: Token | None, leading: bool) -> Splice | None:
    follows = after is not None and after.text in ("+", "-")
    if before is None or before.text in _OPENS or (before.text in ("+", "-") and leading):
        start = before.start if before is not None and before.text in ("+", "-") else first.start
        if after is None or not follows:
            return None
        return Splice(start, _after_sign(after), "") if after.text == "+" else Splice(start, after.start, "")
    if before.text not in ("+", "-"):
        return None
    return (
        Splice(before.start, after.start, "") if after is not None and follows else Splice(before.start, last.end, "")
    )


def _after_sign(sign: Token) -> int:
    return sign.end

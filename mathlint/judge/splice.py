"""Finding a printed term in the LaTeX that an author wrote: the same tokens, whatever the spaces and the sizes of brackets."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|[0-9]+(?:\.[0-9]+)?|\S", re.DOTALL)
_SPACE: Final = frozenset(
    {"\\,", "\\;", "\\:", "\\!", "\\ ", "\\quad", "\\left", "\\right", "\\big", "\\bigl", "\\bigr", "~"}
)
_SAME: Final = {
    "\\lvert": "|",
    "\\rvert": "|",
    "\\lVert": "\\|",
    "\\rVert": "\\|",
    "\\Vert": "\\|",
    "\\dfrac": "\\frac",
    "\\tfrac": "\\frac",
}
_TAKES_ONE: Final = frozenset({"^", "_", "\\frac", "\\dfrac", "\\tfrac", "\\sqrt"})
"""Tokens that take the one token after them unless there are braces."""


def _tokens(text: str) -> list[tuple[str, int, int]]:
    found = ((m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text))
    return [(_SAME.get(token, token), start, end) for token, start, end in found if token not in _SPACE]


def find(printed: str, written: str) -> tuple[int, int] | None:
    """The place in `written`, as offsets, where the tokens of `printed` stand; None unless there is exactly one."""
    want = [token for token, _, _ in _tokens(printed)]
    if not want:
        return None
    have = _tokens(written)
    places = [
        (have[k][1], have[k + len(want) - 1][2])
        for k in range(len(have) - len(want) + 1)
        if [token for token, _, _ in have[k : k + len(want)]] == want
    ]
    return places[0] if len(places) == 1 else None


def enclosed(written: str, place: tuple[int, int]) -> bool:
    """Whether the place is all that stands between a pair of brackets or braces."""
    tokens = _tokens(written)
    before = [t for t, _, end in tokens if end <= place[0]][-1:]
    after = [t for t, start, _ in tokens if start >= place[1]][:1]
    return (*before, *after) in (("{", "}"), ("(", ")"), ("[", "]"))


def fitted(replacement: str, written: str, place: tuple[int, int]) -> str:
    """The replacement, in braces where TeX would take only its first token, and apart from a control word before it."""
    before = [t for t in _tokens(written) if t[2] <= place[0]]
    if before and before[-1][0] in _TAKES_ONE and len(_tokens(replacement)) > 1:
        return f"{{{replacement}}}"
    glued = (
        bool(before) and before[-1][2] == place[0] and before[-1][0][-1].isalpha() and before[-1][0].startswith("\\")
    )
    return f" {replacement}" if glued and replacement[:1].isalpha() else replacement

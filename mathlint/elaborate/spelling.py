"""How formulas are spelled, for comparing them mark by mark: without spaces, dress of brackets, and loose braces."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_DRESS: Final = re.compile(
    r"\\(?:left|right|bigg?|Bigg?|[lr]vert|limits|displaystyle)(?![A-Za-z])|\\[,;:! ]|\\q?quad|[\s&~]"
)
_LABEL: Final = re.compile(r"\\label\{[^{}]*\}")
_SPACED: Final = re.compile(r"(\\[A-Za-z]+)\s+(?=[A-Za-z])")
_BAR: Final = re.compile(r"\\(?:mid|vert)(?![A-Za-z])|\\middle\s*\|")
_MARK: Final = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|.", re.DOTALL)
_STYLED: Final = re.compile(r"\\(?:mathrm|mathbf|mathsf|mathit|boldsymbol|bm|text|operatorname)\{(\w+)\}")
_UNBRACED: Final = re.compile(
    r"(\\(?:hat|bar|tilde|vec|widehat|overline|mathbf|mathcal|mathbb|mathrm|mathsf|boldsymbol|bm))(?![A-Za-z])\s*([A-Za-z]|\\[a-z]+)"
)
_SINGLE: Final = re.compile(r"(?<=[_^])\{(\w|\\[A-Za-z]+)\}")
_NAME: Final = re.compile(
    r"(?:\\(?:mathcal|mathbb|mathbf|boldsymbol|bm|mathrm|mathsf|hat|bar|tilde|vec)\{(?:[A-Za-z]|\\[a-z]+)\}|(?<!\\)[A-Za-z]|\\[A-Za-z]+)(?:_(?:\{[^{}]*\}|\\[A-Za-z]+|\w))?'*"
)

Marks = tuple[str, ...]


@lru_cache(maxsize=4096)
def spelled(text: str) -> str:
    """A formula without what does not change its meaning."""
    text = _LABEL.sub("", text)
    text = _BAR.sub("|", text)
    text = _UNBRACED.sub(r"\1{\2}", text)
    # a control word keeps its distance from a letter that follows
    text = _SPACED.sub(r"\1{}", text)
    text = _DRESS.sub("", text)
    return _SINGLE.sub(r"\1", text).rstrip(".,;")


def plain(text: str) -> str:
    """A spelled formula in which a letter is the same whatever its style: `\\mathrm{H}(X)` is `H(X)`."""
    return _STYLED.sub(r"\1", text)


def shown(text: str) -> str:
    """A spelled formula as people are shown it."""
    return text.replace("{}", " ")


def marks(text: str) -> Marks:
    """The marks of a spelled formula: letters, control words, numbers, signs, braces."""
    return tuple(m for m in _MARK.findall(text.replace("{}", " ")) if m != " ")


def names(text: str) -> list[str]:
    """The names in a spelled formula with their subscripts and primes, each once, in the order written."""
    return list(dict.fromkeys(m.group() for m in _NAME.finditer(text)))


def exchanged(text: str, one: str, other: str) -> str:
    """The formula with two names in each other's place."""
    pattern = "|".join(
        rf"{re.escape(n)}(?![\w'])" if n[-1].isalnum() else re.escape(n) + r"(?!')"
        for n in sorted((one, other), key=len, reverse=True)
    )
    return re.sub(rf"(?<![\\A-Za-z])(?:{pattern})", lambda m: other if m.group() == one else one, text)


def split_at_top(text: str, sign: str) -> list[str]:
    """The parts of a formula between the signs that stand outside of all brackets."""
    parts, depth, start = [], 0, 0
    for at, mark in enumerate(text):
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        elif mark == sign and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def arguments(call: str) -> tuple[str, list[str]] | None:
    """`g(a, b)` → ("g", ["a", "b"]); None if it is no application and nothing else."""
    found = re.fullmatch(r"((?:\\[A-Za-z]+|[A-Za-z])(?:_(?:\{[^{}]*\}|\w))?)\((.*)\)", call)
    if found is None or split_depth(found.group(2)):
        return None
    return found.group(1), split_at_top(found.group(2), ",")


def split_depth(text: str) -> bool:
    """Whether a bracket closes that was not opened in it."""
    depth = 0
    for mark in text:
        depth += (mark in "([{") - (mark in ")]}")
        if depth < 0:
            return True
    return False


__all__ = ["arguments", "exchanged", "marks", "names", "plain", "shown", "spelled", "split_at_top"]

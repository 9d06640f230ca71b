"""The table of meaning: which LaTeX spelling stands for what. Lookups take plain strings as in `Notation.latex`.

A spelling may have several meanings; they come the more plausible first. The plural functions give them all.

kind        where it stands
function    `\\sin x`, `\\log_2 x`: applied to the next factor or to a parenthesis; a power on it applies to the value
operator    `\\operatorname{tr}(x)`, `\\mathbb{E}[x]`: a named operator with its own core head
binder      `\\lim_{x \\to 0}`, `\\max_x`, `\\operatorname{argmin}_x`: takes a variable below
constant    `\\pi`, `\\mathbf{1}`, `I`
set         `\\mathbb{R}`; role: which
binary      `x \\odot y`
relation    `x \\le y`; role: "=", "≈", "<", "<=", ">", ">=", "!=", or "definition", "implies", "implied", "iff", "in",
            "contains", "notin", "sim", "propto", "to", "maps", "subset", "superset", "other"
big         `\\sum`, `\\int`
accent      `\\hat x`; role: "accent" (part of the name), "style" (part of the name; `datum` says which), "transparent"
            (means nothing)
superscript `x^\\top`, `x'`; role "mark": only part of the name
fence       `|x|`: spelled as its two delimiters with a space between
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Final

from mathlint.operators.marks import NORMS, mark_rows
from mathlint.operators.row import Notation, NotationKind
from mathlint.operators.signs import sign_rows
from mathlint.operators.words import word_rows

NOTATIONS: Final[dict[str, Notation]] = {row.key: row for rows in (word_rows, sign_rows, mark_rows) for row in rows()}
"""Every row, by key. A row that is found by a spelling has `letter` set for that spelling."""

_INVERSES: Final = {
    "sin": "arcsin", "cos": "arccos", "tan": "arctan", "cot": "arccot", "sec": "arcsec", "csc": "arccsc",
    "sinh": "arsinh", "cosh": "arcosh", "tanh": "artanh",
}  # fmt: skip


def _index() -> dict[tuple[NotationKind, str], tuple[Notation, ...]]:
    found: dict[tuple[NotationKind, str], tuple[Notation, ...]] = {}
    for row in NOTATIONS.values():
        for spelling in dict.fromkeys(row.latex):
            meant = replace(row, letter=False) if row.letter and _is_word(row.kind, spelling) else row
            found[row.kind, spelling] = (*found.get((row.kind, spelling), ()), meant)
    return found


def _is_word(kind: NotationKind, spelling: str) -> bool:
    """Whether a spelling is too much of a word to be an ordinary name: `Var`, `\\Pr`, but not `V`, `\\mathbb{V}`, `\\Gamma`."""
    bare = spelling.removeprefix("\\")
    return (
        kind in ("function", "operator") and len(bare) > 1 and bare.isalpha() and bare not in ("Gamma", "zeta", "Beta")
    )


_INDEX: Final = _index()
_SPACE: Final = re.compile(r"(?:\\[,:;!> ]|~|\\quad|\\qquad|\s)+")
_WRAPPED: Final = re.compile(
    r"\\(?:(?:operatorname\*?|text|textrm|textnormal|textup|mbox)\{([^{}\\]*)|mathrm\{(\w{2,}))\}"
)
_BARE: Final = re.compile(r"(\\[A-Za-z]+)\s+([A-Za-z0-9]|\\[A-Za-z]+)")


def normal(spelling: str) -> str:
    """A spelling as the table has it: no spaces but between words, `\\text{…}` unwrapped, `\\mathbb E` with braces."""
    found = _WRAPPED.sub(r"\1\2", spelling.strip())
    if found.startswith("\\"):
        return _BARE.sub(r"\1{\2}", found).replace(" ", "")
    return _SPACE.sub(" ", found).strip()


@lru_cache(maxsize=8192)
def meanings(kind: NotationKind, spelling: str) -> tuple[Notation, ...]:
    """Every row of this kind with this spelling, the more plausible first; () if there is none."""
    return _INDEX.get((kind, spelling)) or _INDEX.get((kind, normal(spelling)), ())


def _first(kind: NotationKind, spelling: str) -> Notation | None:
    return next(iter(meanings(kind, spelling)), None)


@lru_cache(maxsize=4096)
def functions_named(word: str) -> tuple[Notation, ...]:
    """Functions, then operators, then binders: `\\sin`, `tr`, `arg max`, `\\mathbb{E}`."""
    return meanings("operator", word) + meanings("function", word) + meanings("binder", word)


def function_named(word: str) -> Notation | None:
    """The first of `functions_named`."""
    return next(iter(functions_named(word)), None)


def binder_named(word: str) -> Notation | None:
    """`\\lim`, `\\max` (over a variable), `argmin`, …"""
    return _first("binder", word)


def constants_named(spelling: str) -> tuple[Notation, ...]:
    """`\\pi`, `e` (a constant, or a unit vector), `\\mathbf{1}`, …"""
    return meanings("constant", spelling)


def constant_named(spelling: str) -> Notation | None:
    return _first("constant", spelling)


def set_named(spelling: str) -> Notation | None:
    return _first("set", spelling)


def binaries_named(sign: str) -> tuple[Notation, ...]:
    """`\\times`: product, cross product."""
    return meanings("binary", sign)


def binary_named(sign: str) -> Notation | None:
    return _first("binary", sign)


def relation_named(sign: str) -> Notation | None:
    """Its `role` is the canonical relation."""
    return _first("relation", sign)


def big_named(sign: str) -> Notation | None:
    return _first("big", sign)


def accent_named(command: str) -> Notation | None:
    """Its `role` says what it does, its `datum` which accent or style it is."""
    return _first("accent", command)


def superscripts_named(spelling: str) -> tuple[Notation, ...]:
    """`'`: transpose, derivative, mark."""
    return meanings("superscript", spelling)


def superscript_named(spelling: str) -> Notation | None:
    return _first("superscript", spelling)


def fences_named(open_: str, close: str) -> tuple[Notation, ...]:
    """`|`, `|`: absolute value, determinant, Euclidean norm, cardinality."""
    return meanings("fence", f"{open_} {close}")


def inverse_function(name: str) -> str | None:
    """The function that `\\sin^{-1}` means, by names in FUNCTIONS."""
    return _INVERSES.get(name)


def norm_named(subscript: str) -> str | None:
    """The datum of "norm" for its subscript as written ("" if none): `F`, `\\infty`, …"""
    return NORMS.get(subscript) or NORMS.get(normal(subscript))


__all__ = [
    "NORMS", "NOTATIONS", "Notation", "NotationKind", "accent_named", "big_named", "binaries_named", "binary_named",
    "binder_named", "constant_named", "constants_named", "fences_named", "function_named", "functions_named",
    "inverse_function", "meanings", "norm_named", "normal", "relation_named", "set_named", "superscript_named",
    "superscripts_named",
]  # fmt: skip

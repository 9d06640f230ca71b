"""Decompositions of matrices that are called by name: what is known of the factors, of their columns and diagonal entries.

`X = U D V^T` beside the words "singular value decomposition" makes U and V orthogonal and D diagonal; `u_j` is then a column of U,
and `d_j` an entry of D, if nothing else is said of them.
"""

from __future__ import annotations

import re
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import core_letter, is_upper
from mathlint.elaborate.scope import Said, View
from mathlint.expr.obligation import Trait
from mathlint.expr.tree import Expr
from mathlint.source import Span

_BEFORE: Final = 500
_AFTER: Final = 200
"""How far from an equation the name of its decomposition may stand, in characters."""
_SINGULAR: Final = re.compile(r"\bSVD\b|\bsingular[- ]values?\b", re.IGNORECASE)
_SPECTRAL: Final = re.compile(
    r"\beigen(?:value|vector)?[- ]?decompos\w+|\bspectral (?:decomposition|theorem)|\bdiagonali[sz]\w+", re.IGNORECASE
)
_ORTHOGONAL: Final = re.compile(r"\bQR\b|\bGram[-–— ]Schmidt\b|\bpolar decomposition\b")


def decomposition(page: Page, value: Expr, view: View, span: Span, text: str) -> None:
    """Keep what is known of the factors of a matrix, if `value` is a product of names whose decomposition is spoken of nearby."""
    factors = value.args if value.head == "mul" else ()
    keys = [_key(f) for f in factors]
    if len(keys) not in (2, 3) or any(k is None or not is_upper(k) for k in keys):
        return
    source = page.document.source.text
    words = source[max(span.start - _BEFORE, 0) : span.end + _AFTER]
    first, last = factors[0], factors[-1]
    traits: dict[str, Trait] = {}
    if len(keys) == 2:
        if first.head == "name" and last.head == "name" and first is not last and _ORTHOGONAL.search(words):
            traits = {str(keys[0]): Trait.ORTHOGONAL}
    elif factors[1].head == "name" and first.head == "name" and keys[1] not in (keys[0], keys[2]):
        over = last.head == "transpose"
        if over and keys[0] != keys[2] and _SINGULAR.search(words) or over and keys[0] == keys[2] and _named(words):
            traits = {str(keys[0]): Trait.ORTHOGONAL, str(keys[1]): Trait.DIAGONAL, str(keys[2]): Trait.ORTHOGONAL}
        elif not over and keys[0] == keys[2] and last.head != "name" and _SPECTRAL.search(words):
            traits = {str(keys[0]): Trait.INVERTIBLE, str(keys[1]): Trait.DIAGONAL}
    for key, trait in traits.items():
        page.scope.say(Said(key, view.order, view.section, span, text, kind="matrix", traits=frozenset((trait,))))


def _named(words: str) -> bool:
    return _SPECTRAL.search(words) is not None or _SINGULAR.search(words) is not None


def _key(factor: Expr) -> str | None:
    """The name of a factor, of its transpose or of its inverse."""
    inner = factor.args[0] if factor.head in ("transpose", "inverse", "?power", "pow") and factor.args else factor
    return str(inner.datum) if inner.head == "name" and "#" not in inner.datum else None


def factor_of(page: Page, key: str, reached: frozenset[str], view: View) -> tuple[str, bool] | None:
    """The orthogonal or diagonal matrix with whose small letter a family is written, and whether it is diagonal; or None.

    reached: the names that the step has led to so far.
    """
    if is_upper(key):
        return None
    for matrix in sorted(reached):
        if not is_upper(matrix) or core_letter(matrix).lower() != core_letter(key):
            continue
        for said in page.scope.remarks(matrix, view):
            if page.scope.in_force(said, view) and said.traits & {Trait.ORTHOGONAL, Trait.DIAGONAL}:
                return matrix, Trait.DIAGONAL in said.traits
    return None


__all__ = ["decomposition", "factor_of"]

"""Printed LaTeX in the spelling of the page: `^T` for a transpose, `\\ln`, `\\mathrm{E}`, bars for a determinant."""

from __future__ import annotations

import re
from typing import Final

_SPELLINGS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        r"^\top",
        ("^T", "^{T}", r"^\mathrm{T}", r"^{\mathrm{T}}", r"^\mathsf{T}", r"^{\mathsf{T}}", r"^\intercal", r"^t", "'"),
    ),
    (r"\log", (r"\ln",)),
    (r"\mathbb{E}", (r"\mathrm{E}", r"\operatorname{E}", r"\operatorname{\mathbb{E}}", r"\E", "E")),
    (r"\operatorname{Var}", (r"\mathrm{Var}", r"\text{Var}", r"\Var", r"\mathbb{V}", r"\mathrm{var}", "Var")),
    (r"\operatorname{Cov}", (r"\mathrm{Cov}", r"\text{Cov}", r"\Cov", r"\mathrm{cov}", "Cov")),
    (r"\operatorname{tr}", (r"\mathrm{tr}", r"\text{tr}", r"\tr", r"\mathrm{Tr}", r"\operatorname{Tr}", "tr")),
    (r"\operatorname{diag}", (r"\mathrm{diag}", r"\text{diag}", r"\diag")),
)
"""What the printer writes → other spellings, the longer first where one begins another."""
_DETERMINANT: Final = re.compile(r"\\det\(([^()|]*)\)")


def restyled(printed: str, written: str) -> str:
    """The printed LaTeX, with each notation spelled as in `written`, which is LaTeX of the same page."""
    for ours, theirs in _SPELLINGS:
        if ours in printed and ours not in written:
            found = next((spelling for spelling in theirs if _has(written, spelling)), None)
            if found is not None:
                printed = printed.replace(ours, found)
    if "|" in written and "\\det" not in written:
        printed = _DETERMINANT.sub(r"|\1|", printed)
    return printed


def _has(written: str, spelling: str) -> bool:
    """Whether a spelling stands in a text, and not only the beginning of a longer word."""
    after = r"(?![A-Za-z])" if spelling[-1].isalpha() else ""
    before = r"(?<![A-Za-z\\{])" if spelling[0].isalpha() else ""
    return re.search(before + re.escape(spelling) + after, written) is not None

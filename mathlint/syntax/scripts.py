"""Finds what TeX refuses although the grammar allows it: two superscripts, or two subscripts, on one base."""

from __future__ import annotations

from collections.abc import Iterable

from mathlint.syntax.surface import Big, Operator, Row, Script, Scripted, SyntaxIssue
from mathlint.syntax.surface_walk import walk

_WORDS = {"super": "superscript", "sub": "subscript"}


def doubled(rows: Iterable[Row]) -> list[SyntaxIssue]:
    """An issue for each second superscript or subscript of one base; primes before a superscript are no second one."""
    issues: list[SyntaxIssue] = []
    for row in rows:
        for part in walk(row):
            if isinstance(part, (Scripted, Big, Operator)) and len(part.scripts) > 1:
                issues.extend(_second(part.scripts))
    return issues


def _second(scripts: tuple[Script, ...]) -> Iterable[SyntaxIssue]:
    seen: set[str] = set()
    for script in scripts:
        word = _WORDS.get(script.kind)
        if word is None:
            continue
        if word in seen:
            yield SyntaxIssue(script.start, script.end, f"a second {word} on the same base; put braces")
        seen.add(word)

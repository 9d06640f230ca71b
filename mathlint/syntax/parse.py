"""The entry of the room: the text of one formula in, its surface tree and what could not be read out."""

from __future__ import annotations

from contextlib import suppress

from mathlint.syntax.surface import ParsedBlock, Row, SyntaxIssue

MOST_CHARACTERS = 50_000
DEEPEST = 250
"""Surface nodes inside each other; the rooms that follow may recurse."""
_SMALL = 120
"""So few characters cannot nest deeper than that."""


def parse(text: str) -> ParsedBlock:
    """Read one formula, without its delimiters. Never raises.

    With issues, the tree is what could be read: a part that could not is `Broken`. A formula beyond the limits
    (50,000 characters, 20,000 symbols, 60 brackets inside each other) has no rows.
    """
    if len(text) > MOST_CHARACTERS:
        return _refused(
            SyntaxIssue(0, len(text), f"this formula has more than {MOST_CHARACTERS} characters and was not read")
        )
    from mathlint.syntax.arrange import arrange
    from mathlint.syntax.reader import NotRead, read
    from mathlint.syntax.recover import recover
    from mathlint.syntax.scan import scan
    from mathlint.syntax.scripts import doubled
    from mathlint.syntax.tokens import Limit

    try:
        tokens, issues = arrange(scan(text), text)
        rows: tuple[Row, ...] | None = None
        if not issues:
            with suppress(NotRead):
                rows = read(tokens, len(text))
        if rows is None:
            rows = recover(tokens, text, issues)
            issues.sort(key=lambda issue: issue.start)
        issues.extend(doubled(rows))
        if len(text) > _SMALL and _depth(rows) > DEEPEST:
            return _refused(SyntaxIssue(0, len(text), "this is nested too deeply and was not read"))
        return ParsedBlock(rows, tuple(issues))
    except Limit as limit:
        return _refused(SyntaxIssue(limit.start, limit.end, limit.message))
    except RecursionError:
        return _refused(SyntaxIssue(0, len(text), "this is nested too deeply and was not read"))


def _refused(issue: SyntaxIssue) -> ParsedBlock:
    return ParsedBlock((), (issue,))


def _depth(rows: tuple[Row, ...]) -> int:
    from mathlint.syntax.surface_walk import Part, children

    depth = 0
    level: list[Part] = list(rows)
    while level and depth <= DEEPEST:
        depth += 1
        level = [child for part in level for child in children(part)]
    return depth

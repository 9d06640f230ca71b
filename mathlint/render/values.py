"""Words for exact values: `x = (3/7, −6/7, 1)`."""

from __future__ import annotations

from mathlint.diagnostic import Entry, Evidence


def point(evidence: Evidence) -> str:
    """The names and what was put for them, sizes last; empty if nothing was drawn."""
    parts = [f"{name} = {entry(value)}" for name, value in evidence.point.items()]
    parts += [f"{name} = {size}" for name, size in evidence.dims.items() if not name.startswith("?")]
    return ", ".join(parts)


def entry(value: Entry) -> str:
    """A number, `(1, 2, 3)` for a column, `[1 2; 3 4]` for any other matrix."""
    if isinstance(value, str):
        return minus(value)
    rows = [row if isinstance(row, list) else [row] for row in value]
    if all(len(row) == 1 for row in rows):
        return "(" + ", ".join(entry(row[0]) for row in rows) + ")"
    return "[" + "; ".join(" ".join(entry(cell) for cell in row) for row in rows) + "]"


def minus(text: str) -> str:
    """Hyphens that are signs as the sign that people read."""
    return text.replace("-", "−")

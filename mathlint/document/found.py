"""What the scanner hands to the finishing pass: regions of the file, not yet turned into LaTeX. Private to this room."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from mathlint.document.model import Boundary, Directive, Heading, Macro, MathKind, Prose
from mathlint.source import Span


class Guard(Enum):
    """Who reads the mathematics first: it decides which Markdown escapes are undone before TeX sees them."""

    SINGLE = auto()
    """`$…$` and bare environments: many processors read them as ordinary text and undo escapes."""
    DOUBLE = auto()
    """`$$…$$`: most processors protect it."""
    DOUBLED = auto()
    """`\\\\(…\\\\)`, `\\\\[…\\\\]`: written so that Markdown undoes the escapes."""
    SAFE = auto()
    """Fences, `\\(…\\)`, `` $`…`$ ``: nothing is undone."""


@dataclass(frozen=True, slots=True)
class Found:
    """A region of mathematics. `lines` are the intervals of its content, one a line, container prefixes left out."""

    span: Span
    kind: MathKind
    guard: Guard
    lines: tuple[tuple[int, int], ...]
    in_table: bool = False
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Defined:
    """A macro defined in running text, outside of mathematics."""

    macro: Macro


Event: TypeAlias = Found | Defined | Prose | Heading | Boundary | Directive

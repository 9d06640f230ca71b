"""A Markdown note as the linter sees it: mathematics, prose and structure, in reading order. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TypeAlias

from mathlint.source import SourceFile, Span


class MathKind(StrEnum):
    INLINE = "inline"
    DISPLAY = "display"
    """`$$…$$`, `\\[…\\]`, a Liquid or MyST block."""
    ENVIRONMENT = "environment"
    """A bare `\\begin{align}…\\end{align}`; its text keeps the `\\begin` and `\\end`."""
    FENCE = "fence"


@dataclass(frozen=True, slots=True)
class MathBlock:
    """One region of mathematics.

    span: the region in the file, delimiters included.
    text: its LaTeX, without delimiters, container prefixes (`> `, indentation) and Markdown escapes, macros expanded.
    starts, ends: for each code point of `text`, the interval of the file it comes from; a code point that a macro's
    body wrote comes from the whole call. Both have len(text) entries.
    issues: what went wrong while macros were expanded (span of the file, message).
    closed: False if the delimiter was never closed (then `text` is empty and nothing is checked in it).
    given: it only tells what the page supposes (in a preamble, in a comment for mathlint), and nothing is checked in it.
    """

    span: Span
    kind: MathKind
    text: str
    starts: tuple[int, ...] = field(repr=False)
    ends: tuple[int, ...] = field(repr=False)
    issues: tuple[tuple[Span, str], ...] = ()
    closed: bool = True
    given: bool = False

    def source_span(self, start: int, end: int) -> Span:
        """The place in the file of `text[start:end]`. An empty interval gives an empty span at its place."""
        if not self.text:
            return Span(self.span.start, self.span.start)
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.ends[-1]
            return Span(at, at)
        first, last = start, end - 1
        return Span(min(self.starts[first], self.starts[last]), max(self.ends[first], self.ends[last]))


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text between two pieces of mathematics or boundaries, container prefixes removed. Never spans a paragraph break."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's own text and mathematics follow it as items, up to the next Boundary. level: 1..6."""

    span: Span
    level: int


class BoundaryKind(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A list item begins."""
    CELL = "cell"
    """A table cell or row ends."""
    QUOTE = "quote"
    """A block quote begins or ends."""
    OTHER = "other"
    """Code, HTML, a container such as `:::` or an admonition: anything else that text does not run through."""


@dataclass(frozen=True, slots=True)
class Boundary:
    """A place where a sentence cannot go on."""

    span: Span
    kind: BoundaryKind
    level: int = 0
    """For ITEM: the nesting depth, from 1; 0 where text at the left margin ends a list."""


@dataclass(frozen=True, slots=True)
class Directive:
    """A comment for the linter: `<!-- mathlint: … -->`; `text` is what follows the colon."""

    span: Span
    text: str


Item: TypeAlias = MathBlock | Prose | Heading | Boundary | Directive


@dataclass(frozen=True, slots=True)
class Macro:
    """`\\newcommand{\\name}[parameters][default]{body}`; `name` has its backslash. `pattern` is a `\\def`'s delimited parameter text, or None."""

    name: str
    parameters: int
    body: str
    default: str | None = None
    pattern: str | None = None
    operator: bool = False
    """From `\\DeclareMathOperator`: the name is an operator's."""
    alias: bool = False
    """From `\\let`: the body is the old meaning of a name, and is not expanded again."""


@dataclass(frozen=True)
class Document:
    """A note: its items in reading order, and the macros it defines (for the notes that name it as preamble)."""

    source: SourceFile
    items: tuple[Item, ...]
    macros: Mapping[str, Macro] = field(default_factory=dict)

    @cached_property
    def blocks(self) -> tuple[MathBlock, ...]:
        return tuple(item for item in self.items if isinstance(item, MathBlock))

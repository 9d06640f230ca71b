"""The pragma `<!-- mathlint: assume x > 0; A symmetric; n integer -->`, read as if the author had written it out.

Each part becomes a sentence of its own with a formula in it, and every formula has its place in the comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mathlint.document.macros import Traced, expand
from mathlint.document.model import Boundary, BoundaryKind, Directive, Item, Macro, MathBlock, MathKind, Prose
from mathlint.source import SourceFile, Span

_ASSUME: Final = re.compile(r"<!--\s*mathlint:\s*assume\b\s*:?", re.IGNORECASE)
_WORDS: Final = re.compile(
    r"(?<![\\\w{_^])(?:(?:is|are|be)\s+)?((?:(?:a|an)\s+)?[A-Za-z]{2,}(?:[ -][A-Za-z]{2,})*)\s*\Z"
)
_NOUNS: Final = re.compile(
    r"(?:integer|scalar|vector|matrix|function|constant|set|event|(?:[a-z]+ )?number|random variable|unit vector)s?\Z"
)
_PREFIX: Final = re.compile(r"(?:\s*>)+[ \t]?")
"""What a line of a comment begins with inside a quote."""


@dataclass(frozen=True, slots=True)
class Assumed:
    """One part of the pragma. span: its place in the file. latex: where its formula stands. words: "symmetric", or "" where the
    formula says it all."""

    span: Span
    latex: Span
    words: str


def is_assumption(directive: Directive) -> bool:
    return re.match(r"\s*assume\b", directive.text, re.IGNORECASE) is not None


def parts(source: SourceFile, directive: Directive) -> tuple[Assumed, ...]:
    """The parts between semicolons; nothing for any other directive.

    >>> text = "<!-- mathlint: assume x > 0; A symmetric; n, m integer; \\\\Sigma is positive definite -->"
    >>> found = parts(SourceFile("a.md", text), Directive(Span(0, len(text)), text[15:-4]))
    >>> [(text[p.latex.start : p.latex.end], p.words) for p in found]
    [('x > 0', ''), ('A', 'symmetric'), ('n, m', 'integer'), ('\\\\Sigma', 'positive definite')]
    """
    text = source.text[directive.span.start : directive.span.end]
    opening = _ASSUME.match(text)
    if opening is None:
        return ()
    end = text.rfind("--") if text.endswith("-->") else len(text)
    return tuple(_parts(text, directive.span.start, opening.end(), end))


def _parts(text: str, offset: int, start: int, end: int) -> Iterator[Assumed]:
    for segment in re.finditer(r"[^;]+", text[start:end]):
        first, last = _trimmed(text, start + segment.start(), start + segment.end())
        if first >= last:
            continue
        words = _WORDS.search(text[first:last])
        latex_end = first + words.start() if words and words.start() else last
        inner = _trimmed(text, first, latex_end)
        said = " ".join(words[1].split()) if words and words.start() else ""
        yield Assumed(Span(offset + first, offset + last), Span(offset + inner[0], offset + inner[1]), said)


def _trimmed(text: str, first: int, last: int) -> tuple[int, int]:
    """Without blanks, dollars and the signs of a quote around it."""
    while first < last and (text[first].isspace() or text[first] in "$>"):
        first += 1
    while last > first and (text[last - 1].isspace() or text[last - 1] == "$"):
        last -= 1
    return first, last


def written_out(source: SourceFile, directive: Directive, macros: dict[str, Macro]) -> tuple[Item, ...]:
    """The sentences: "Let $A$ be symmetric." for `A symmetric`, "Assume that $x > 0$." for `x > 0`."""
    items: list[Item] = []
    for part in parts(source, directive):
        before, after = Span(part.span.start, part.latex.start), Span(part.latex.end, part.span.end)
        block = _block(source, part.latex, macros)
        several = "," in block.text and "=" not in block.text
        words = re.sub(r"^(?:a|an)\s+", "", part.words)
        words = f"{words} number" if words in ("complex", "real", "natural", "rational") else words
        if words and _NOUNS.fullmatch(words):
            words = words.removesuffix("s") + "s" if several else ("an " if words[0] in "aeio" else "a ") + words
        items += [
            Boundary(Span(part.span.start, part.span.start), BoundaryKind.PARAGRAPH),
            Prose(before, "Let " if words or "=" in block.text else "Assume that "),
            block,
            Prose(after, f" be {words}." if words else "."),
        ]
    if items:
        items.append(Boundary(Span(directive.span.end, directive.span.end), BoundaryKind.PARAGRAPH))
    return tuple(items)


def _block(source: SourceFile, place: Span, macros: dict[str, Macro]) -> MathBlock:
    """The formula; dollars are left out, and what stands for a comma is one."""
    written = source.text[place.start : place.end]
    kept = [(k, c) for k, c in enumerate(re.sub(r"\band\b", ",  ", written)) if c != "$"]
    starts = [place.start + k for k, _ in kept]
    traced = Traced("".join(c for _, c in kept), tuple(starts), tuple([k + 1 for k in starts]))
    text, issues, _ = expand(traced, macros)
    return MathBlock(place, MathKind.INLINE, text.text, text.starts, text.ends, issues, given=True)

"""From a file to a `Document`. Never raises, whatever the text; linear in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mathlint.document import frontmatter
from mathlint.document.assumed import is_assumption, written_out
from mathlint.document.blocks import Blocks
from mathlint.document.escapes import flavour_of, latex
from mathlint.document.found import Defined, Found
from mathlint.document.macros import Traced, definitions, expand
from mathlint.document.model import Directive, Document, Item, Macro, MathBlock
from mathlint.source import SourceFile, Span

_DEFINES = re.compile(r"\\(?:newcommand|def|DeclareMathOperator)(?![A-Za-z])")
MAX_FILE_WORK = 1_000_000
"""Tokens that the macros of one file may write; what comes after stays unexpanded, with an issue."""


def read(source: SourceFile, macros: Mapping[str, Macro] | None = None) -> Document:
    """Finds the mathematics, prose and structure of a Markdown note.

    macros: those of the preambles, by name with its backslash; the note's own come on top. They are global and
    sequential, as in MathJax, except that a macro may be used before its only definition.
    """
    start, own = frontmatter.split(source.text)
    events = Blocks(source.text, start).read()
    regions = [event for event in events if isinstance(event, Found)]
    flavour = flavour_of(source.text, regions)
    texts = [latex(source.text, region, flavour) for region in regions]
    known = {**(macros or {}), **own}
    for text in texts:
        for command, macro in definitions(text.text) if _DEFINES.search(text.text) else ():
            if command in (r"\newcommand", r"\def", r"\DeclareMathOperator"):
                known.setdefault(macro.name, macro)
    items: list[Item] = []
    remaining = MAX_FILE_WORK
    upcoming = iter(texts)
    for event in events:
        match event:
            case Defined(macro):
                known[macro.name] = macro
            case Directive() if is_assumption(event):
                items += [event, *written_out(source, event, known)]
            case Found():
                block, spent = _finish(event, next(upcoming), known, remaining)
                remaining -= spent
                items.append(block)
            case _:
                items.append(event)
    given = macros or {}
    return Document(source, tuple(items), {n: m for n, m in known.items() if given.get(n) is not m})


def _finish(region: Found, text: Traced, known: dict[str, Macro], remaining: int) -> tuple[MathBlock, int]:
    if not region.closed:
        return MathBlock(region.span, region.kind, "", (), (), closed=False), 0
    if remaining <= 0:
        issue = (Span(region.span.start, region.span.end), "the macros of this file write more than can be read here")
        return MathBlock(region.span, region.kind, text.text, text.starts, text.ends, (issue,)), 0
    text, issues, work = expand(text, known)
    return MathBlock(region.span, region.kind, text.text, text.starts, text.ends, issues), work

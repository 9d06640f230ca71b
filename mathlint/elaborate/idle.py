"""Parts of a comment `<!-- mathlint: assume … -->` from which nothing was learnt: a slip of the pen there would go unseen."""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.document.assumed import parts
from mathlint.document.model import Directive
from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.scope import Said
from mathlint.source import Span


def idle(page: Page) -> Iterator[Notice]:
    """A notice for each part of a pragma that says nothing of any name, or something that was not understood."""
    learnt = sorted(_learnt(page))
    unread = [sentence.span for sentence in page.clauses.unread]
    for directive in page.document.items:
        if isinstance(directive, Directive):
            for part in parts(page.document.source, directive):
                known = any(part.span.start <= at < part.span.end for at in learnt)
                if not known or any(part.latex in span for span in unread):
                    yield Notice("suppression", part.span, {"what": page.document.source.slice(part.span)})


def _tells(said: Said) -> bool:
    return bool(
        said.kind or said.dims or said.traits or said.random or said.group or said.law or said.eigen or said.noun
    )


def _learnt(page: Page) -> Iterator[int]:
    """Where something was said or supposed of a name."""
    scope = page.scope
    spans: list[Span] = [s.span for found in scope.said.values() for s in found if _tells(s)]
    spans += [b.span for found in scope.bindings.values() for b in found]
    spans += [f.span for sections in scope.facts.values() for found in sections.values() for f in found]
    yield from (span.start for span in spans)
    yield from (c.order for found in scope.conditions.values() for c in found)

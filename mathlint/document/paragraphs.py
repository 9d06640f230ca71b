"""The paragraph that is being read: its lines, the displays that open on them, and the boundaries at its end."""

from __future__ import annotations

import re

from mathlint.document.containers import Containers
from mathlint.document.displays import TRIGGER, Closers, Opened, label_end, next_opened
from mathlint.document.dollars import INLINE, is_inline
from mathlint.document.found import Defined, Event, Found
from mathlint.document.inline import read_run
from mathlint.document.macros import definition_at
from mathlint.document.model import Boundary, BoundaryKind, Directive
from mathlint.source import Span

_DIRECTIVE = re.compile(r"<!--\s*mathlint\s*:\s*(.*?)\s*-->", re.DOTALL)
_MAX_BAD_DEFINITIONS = 50


class Paragraphs:
    """Collects events. `lines` counts the lines of the open paragraph; `run` holds those not yet written as events."""

    def __init__(self, containers: Containers) -> None:
        self.events: list[Event] = []
        self.lines = 0
        self.run: list[tuple[int, int]] = []
        self.in_table = False
        self._containers = containers
        self._text = containers.text
        self._closers = Closers(containers.text)
        self._bad_definitions = 0

    def add_plain(self, start: int, end: int, lines: int) -> None:
        """Lines without displays."""
        self.run.append((start, end))
        self.lines += lines

    def add(self, start: int, end: int, behind: int) -> int:
        """A line of text, whose ending ends at `behind`. Displays that open on it are read to their ends.

        The offset behind the last line that was read.
        """
        text = self._text
        self.lines += 1
        while start < end and TRIGGER.search(text, start, end):
            line = (start, end, behind)
            inner = text.startswith("\\begin", start) and sum(text.count("$", *part) for part in self.run) % 2 == 0
            following = self._containers.following
            opened = next_opened(text, start, line, following, self._closers, self.in_table, inner)
            if opened is None:
                break
            if opened.start > start:
                self.run.append((start, opened.start))
            if opened.macro >= 0:
                start = self._definition(opened)
            else:
                self.flush()
                self._opened(opened)
                start = opened.end if opened.kind is None else label_end(text, opened.end)
            if start > end:
                end, behind = self._containers.bounds(start)
                self.lines += 1
        if start < end:
            self.run.append((start, end))
        return behind

    def goes_on_in_dollars(self, start: int, end: int) -> bool:
        """Whether this line goes on with a formula that the line above began: `$a` and below it `+ b$`."""
        if not self.run:
            return False
        above = self.run[-1]
        opening = self._text.rfind("$", *above)
        closing = self._text.find("$", start, end)
        if opening < 0 or closing < 0 or self._text.count("$", *above) % 2 == 0:
            return False
        formula = INLINE.fullmatch(self._text, opening, closing + 1)
        return formula is not None and is_inline(self._text, opening, closing + 1)

    def _definition(self, opened: Opened) -> int:
        """Takes a definition out of running text; where it ends (or behind the command, if it is none)."""
        found = None
        if self._bad_definitions < _MAX_BAD_DEFINITIONS:
            found = definition_at(self._text, opened.macro)
        if found is None:
            self._bad_definitions += 1
            self.run.append((opened.start, opened.end))
            return opened.end
        self.flush()
        self.events.append(Defined(found[0]))
        return found[1]

    def _opened(self, opened: Opened) -> None:
        span = Span(opened.start, opened.end)
        if opened.comment:
            directive = _DIRECTIVE.match(self._text, opened.start, opened.end)
            if directive:
                self.flush()
                self.events.append(Directive(span, directive[1]))
        elif opened.kind is not None:
            found = Found(span, opened.kind, opened.guard, opened.lines, self.in_table, closed=opened.closed)
            self.events.append(found)
        elif not self._text.startswith("<code", opened.start):
            self.boundary(BoundaryKind.OTHER)

    def flush(self) -> None:
        """Writes the text that was read as events, without ending the paragraph."""
        if self.run:
            read_run(self._text, self.run, self.events, self.in_table)
            self.run = []

    def finish(self) -> None:
        """Ends the paragraph, if one is open, with a boundary."""
        self.flush()
        if self.lines:
            self.lines = 0
            self.boundary(BoundaryKind.PARAGRAPH)

    def interrupt(self, kind: BoundaryKind = BoundaryKind.OTHER) -> None:
        """Ends the paragraph at something that text does not run through."""
        self.finish()
        self.in_table = False
        self.boundary(kind)

    def boundary(self, kind: BoundaryKind) -> None:
        """A boundary behind what was written last; a second of the same kind in a row says nothing new."""
        last = self.events[-1] if self.events else None
        if isinstance(last, Boundary) and last.kind == kind:
            return
        at = 0 if last is None or isinstance(last, Defined) else last.span.end
        self.events.append(Boundary(Span(at, at), kind))

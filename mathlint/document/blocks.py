"""The block structure of a note: containers, headings, rules, fences, tables, paragraphs; and in it the displays.

One pass over the lines. Where a display opens, its end is looked for at once, so that no line of mathematics is ever
taken for a list, a heading or a Setext underline. Lenient where people are: an indented display in a list or an
admonition is mathematics even where CommonMark sees indented code.
"""

from __future__ import annotations

import re

from mathlint.document.containers import QUOTE, Container, ContainerKind, Containers
from mathlint.document.displays import code_end
from mathlint.document.fences import COLONS, FENCE, MATH_INFO, OPTION, Fences, holds_markdown
from mathlint.document.found import Event, Found, Guard
from mathlint.document.model import Boundary, BoundaryKind, Heading, MathKind
from mathlint.document.paragraphs import Paragraphs
from mathlint.source import Span

_PLAIN = re.compile(r"(?:[^\W\d_][^\r\n$\\`<{|]*+(?:\r\n?|\n))++")
"""Lines of plain text at the left margin: nothing of Markdown's begins with a letter."""
_BREAK = re.compile(r"[\r\n]")
_RULE = re.compile(r"(?:\*[ \t]*){3,}+\Z|(?:-[ \t]*){3,}+\Z|(?:_[ \t]*){3,}+\Z")
_MARKER = re.compile(r"([-*+]|(\d{1,9})[.)])([ \t]+|\Z)")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===\+?)[ \t]+(.*)")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_HEADING_TAIL = re.compile(r"(?:[ \t]+#+)?[ \t]*\Z")
_SETEXT = re.compile(r"(=+|-{2,})[ \t]*\Z")
_TABLE_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_CELL = re.compile(r"\\.|(`+)|\$\$|\$[^$`]*\$|(\|)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_SPHINX_LINE = re.compile(r":([a-z_]+):`")
_ATTRIBUTES = re.compile(r"\{:[^}]*\}[ \t]*\Z")
_MATH_LINE = re.compile(r"\$\$|\\\[|\\begin\{")
_MAX_NESTING = 60


class Blocks:
    """Reads `text` from `start`. `read` gives what was found, in reading order."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self._at = start
        self._containers = Containers(text)
        self._stack = self._containers.stack
        self._paragraph = Paragraphs(self._containers)
        self._fences = Fences(self._containers)
        self._open_fences: list[tuple[str, int]] = []
        """Those whose content is Markdown (MyST directives): character and length."""
        self._options = False
        """The line is directly below the opening of a directive, where options stand."""

    def read(self) -> list[Event]:
        size = len(self.text)
        while self._at < size:
            if not self._stack and not self._paragraph.in_table and (plain := _PLAIN.match(self.text, self._at)):
                self._options = False
                end = plain.end()
                stop = end - (2 if self.text.endswith("\r\n", self._at, end) else 1)
                several = _BREAK.search(self.text, self._at, stop)
                self._paragraph.add_plain(self._at, stop, 2 if several else 1)
                self._at = end
            else:
                self._line()
        self._paragraph.finish()
        return self._paragraph.events

    # ------------------------------------------------------------- lines

    def _line(self) -> None:
        start = self._at
        end, self._at = self._containers.bounds(start)
        at, matched = self._containers.enter(start, end)
        first = self._containers.skip(at, end)
        if first >= end:
            if any(c.kind is ContainerKind.QUOTE for c in self._stack[matched:]):
                self._leave(matched)
            self._paragraph.finish()
            self._paragraph.in_table = False
            return
        popped = False
        if matched < len(self._stack):
            if self._paragraph.lines and not self._paragraph.in_table and not self._begins_block(first, end):
                self._text(first, end)
                return
            popped = any(c.kind is ContainerKind.ITEM for c in self._stack[matched:])
            self._leave(matched)
        self._blocks(at, end, popped)

    def _begins_block(self, at: int, end: int) -> bool:
        text = self.text
        return bool(
            text[at] in ">|"
            or _MARKER.match(text, at, end)
            or FENCE.match(text, at, end)
            or _HEADING.match(text, at, end)
            or COLONS.match(text, at, end)
            or _ADMONITION.match(text, at, end)
            or _RULE.match(text, at, end)
        )

    def _leave(self, matched: int) -> None:
        """Closes the containers from `matched` on."""
        quote = any(c.kind is ContainerKind.QUOTE for c in self._stack[matched:])
        other = any(c.kind is ContainerKind.BLOCK for c in self._stack[matched:])
        del self._stack[matched:]
        self._paragraph.finish()
        self._paragraph.in_table = False
        if quote or other:
            self._paragraph.boundary(BoundaryKind.QUOTE if quote else BoundaryKind.OTHER)

    # ------------------------------------------------------------- what a line begins

    def _blocks(self, at: int, end: int, popped: bool) -> None:
        """Opens containers, then reads the leaf."""
        text = self.text
        while True:
            first = self._containers.skip(at, end)
            indent = self._containers.columns(at, first)
            if first >= end:
                self._paragraph.finish()
                return
            if indent >= 4 and not self._paragraph.lines:
                inside = any(c.kind is not ContainerKind.QUOTE for c in self._stack)
                if not (inside and (_MATH_LINE.match(text, first, end) or _MARKER.match(text, first, end))):
                    self._paragraph.interrupt()
                    return
            if len(self._stack) >= _MAX_NESTING:
                break
            if text[first] == ">" and (mark := QUOTE.match(text, first, end)):
                self._paragraph.finish()
                self._stack.append(Container(ContainerKind.QUOTE, 0))
                self._paragraph.boundary(BoundaryKind.QUOTE)
                at = mark.end()
                continue
            if text[first] in "*-_" and self._paragraph.lines != 1 and _RULE.match(text, first, end):
                self._paragraph.interrupt()
                return
            marker = _MARKER.match(text, first, end)
            if marker and not self._is_rule_or_text(marker, first, end, popped):
                self._paragraph.finish()
                self._paragraph.in_table = False
                # a tab reaches as far as the marker before it leaves
                gap = self._containers.columns(at, marker.end(3)) - self._containers.columns(at, marker.start(3))
                width = indent + marker.end(1) - first + (gap if 1 <= gap <= 4 else 1)
                self._stack.append(Container(ContainerKind.ITEM, width))
                level = sum(c.kind is ContainerKind.ITEM for c in self._stack)
                self._paragraph.events.append(Boundary(Span(first, marker.end(1)), BoundaryKind.ITEM, level))
                at = marker.end() if gap <= 4 else marker.end(1) + 1
                popped = False
                continue
            block = _ADMONITION.match(text, first, end)
            if block:
                self._paragraph.interrupt()
                self._title(block.start(1), end)
                self._stack.append(Container(ContainerKind.BLOCK, indent + 4))
                return
            note = _FOOTNOTE.match(text, first, end)
            if note:
                self._paragraph.interrupt()
                self._stack.append(Container(ContainerKind.BLOCK, 2))
                at = note.end()
                continue
            break
        if popped and not any(c.kind is ContainerKind.ITEM for c in self._stack):
            self._paragraph.events.append(Boundary(Span(first, first), BoundaryKind.ITEM, 0))
        self._leaf(first, end)

    def _is_rule_or_text(self, marker: re.Match[str], first: int, end: int, popped: bool) -> bool:
        """A marker that is none: a rule, a Setext underline, or a number that a paragraph's line begins with."""
        if marker[1] in "-*" and _RULE.match(self.text, first, end):
            return True
        if not self._paragraph.lines or popped:
            return False
        if self._paragraph.goes_on_in_dollars(first, end):
            return True
        return marker.end() >= end or (marker[2] is not None and marker[2] != "1")

    def _leaf(self, first: int, end: int) -> None:
        text = self.text
        options, self._options = self._options, False
        character = text[first]
        above = self._paragraph.run if self._paragraph.lines == 1 else []
        if above and character in "=-" and _SETEXT.match(text, first, end):
            span = Span(above[0][0], above[-1][1])
            self._paragraph.events.append(Heading(span, 1 if character == "=" else 2))
            self._paragraph.finish()
            return
        if character in "-*_" and _RULE.match(text, first, end):
            self._paragraph.interrupt()
            return
        if character in "`~" and (fence := FENCE.match(text, first, end)):
            self._fence(fence, first)
            return
        if character == ":":
            if (colons := COLONS.match(text, first, end)) is not None:
                self._colons(colons, first)
                return
            if options and OPTION.match(text, first, end):
                self._options = True
                return
            if (role := _SPHINX_LINE.match(text, first, end)) is not None:
                if role[1] in ("begin_tab", "end_tab"):
                    self._paragraph.interrupt()
                    return
                if role[1] in ("eqlabel", "label", "width"):
                    return
        if character == "#" and (heading := _HEADING.match(text, first, end)):
            self._paragraph.finish()
            self._paragraph.in_table = False
            tail = _HEADING_TAIL.search(text, heading.end(), end)
            self._paragraph.events.append(Heading(Span(first, end), len(heading[1])))
            self._text(heading.end(), tail.start() if tail else end)
            self._paragraph.finish()
            return
        if character == "{" and _ATTRIBUTES.match(text, first, end):
            return
        if self._paragraph.in_table or (text.find("|", first, end) >= 0 and self._begins_table(first, end)):
            self._row(first, end)
            return
        self._text(first, end)

    def _title(self, start: int, end: int) -> None:
        title = self.text[start:end].strip()
        if title:
            self._paragraph.add_plain(start, end, 1)
            self._paragraph.finish()
        self._options = True

    # ------------------------------------------------------------- fences

    def _fence(self, fence: re.Match[str], first: int) -> None:
        which = ("mark", "info") if fence["mark"] else ("tildes", "words")
        mark, info = fence[which[0]], fence[which[1]].strip()
        inner = self._open_fences[-1] if self._open_fences else None
        if not info and inner and inner[0] == mark[0] and inner[1] <= len(mark):
            self._open_fences.pop()
            self._paragraph.interrupt()
        elif MATH_INFO.match(info):
            self._mathematics(first, mark, MathKind.FENCE)
        elif holds_markdown(info):
            self._paragraph.interrupt()
            self._open_fences.append((mark[0], len(mark)))
            self._title(fence.start(which[1]), fence.end())
        else:
            self._paragraph.interrupt()
            self._at = self._fences.end(mark, self._at)[2]

    def _mathematics(self, first: int, mark: str, kind: MathKind) -> None:
        """A fence that holds mathematics. It does not end the paragraph: a sentence may run through it."""
        self._paragraph.flush()
        self._paragraph.lines += 1
        found = self._fences.mathematics(mark, self._at)
        if found is None:
            span = Span(first, first + len(mark))
            self._paragraph.events.append(Found(span, kind, Guard.SAFE, (), closed=False))
        else:
            lines, end, self._at = found
            self._paragraph.events.append(Found(Span(first, end), kind, Guard.SAFE, lines))

    def _colons(self, colons: re.Match[str], first: int) -> None:
        info = colons[2].strip()
        if MATH_INFO.match(info):
            self._mathematics(first, colons[1], MathKind.DISPLAY)
            return
        self._paragraph.interrupt()
        if info:
            self._title(colons.start(2), colons.end())

    # ------------------------------------------------------------- tables

    def _begins_table(self, first: int, end: int) -> bool:
        if self.text[first] == "|" and self.text[first:end].rstrip().endswith("|") and end - first > 2:
            return True
        following = self._containers.following(self._at)
        if following is None:
            return False
        return "|" in self.text[following[0] : following[1]] and bool(
            _TABLE_RULE.match(self.text, following[0], following[1])
        )

    def _row(self, first: int, end: int) -> None:
        self._paragraph.flush()
        if not self._paragraph.in_table:
            self._paragraph.finish()
        self._paragraph.in_table = True
        if _TABLE_RULE.match(self.text, first, end):
            return
        at = first
        absent: set[int] = set()
        display, code = False, first
        for found in _CELL.finditer(self.text, first, end):
            if found.start() < code:
                continue
            if found[1]:
                code = code_end(self.text, found, end, absent)
            elif found[0] == "$$":
                display = not display
            elif found[2] and not display:
                self._cell(at, found.start())
                at = found.end()
        self._cell(at, end)

    def _cell(self, start: int, end: int) -> None:
        start = self._containers.skip(start, end)
        if start < end:
            self._text(start, end)
            self._paragraph.flush()
            self._paragraph.lines = 0
            self._paragraph.boundary(BoundaryKind.CELL)

    def _text(self, start: int, end: int) -> None:
        """A line of a paragraph."""
        self._at = self._paragraph.add(start, end, self._at)

"""The block structure of a note: containers, paragraphs, fences, tables; and in it the displays.

One pass over the lines. Where a display opens, its end is looked for at once, so that no line of mathematics is ever
taken for a list, a heading or a Setext underline. Lenient where people are: an indented display in a list or an
admonition is mathematics even where CommonMark sees indented code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mathlint.document.displays import TRIGGER, Closers, Opened, code_end, label_end, next_opened
from mathlint.document.dollars import INLINE, is_inline
from mathlint.document.found import Defined, Event, Found, Guard
from mathlint.document.inline import read_run
from mathlint.document.macros import definition_at
from mathlint.document.model import Boundary, BoundaryKind, Directive, Heading, MathKind, Prose
from mathlint.source import Span

_PLAIN = re.compile(r"(?:[^\W\d_][^\r\n$\\`<{|]*+(?:\r\n?|\n))++")
"""Lines of plain text at the left margin: nothing of Markdown's begins with a letter."""
_BREAK = re.compile(r"[\r\n]")
_LINE = re.compile(r"([^\r\n]*)(?:\r\n?|\n)?")
_BLANKS = re.compile(r"[ \t]*")
_QUOTE = re.compile(r"[ \t]*>[ ]?")
_RULE = re.compile(r"(?:\*[ \t]*){3,}+\Z|(?:-[ \t]*){3,}+\Z|(?:_[ \t]*){3,}+\Z")
_MARKER = re.compile(r"([-*+]|(\d{1,9})[.)])([ \t]+|\Z)")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?|===\+?)[ \t]+(.*)")
_FENCE = re.compile(r"(`{3,})([^`]*)\Z|(~{3,})(.*)\Z")
_COLONS = re.compile(r"(:{3,})[ \t]*(.*)\Z")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]+|\Z)")
_HEADING_TAIL = re.compile(r"(?:[ \t]+#+)?[ \t]*\Z")
_SETEXT = re.compile(r"(=+|-{2,})[ \t]*\Z")
_TABLE_RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_CELL = re.compile(r"\\.|(`+)|\$\$|\$[^$`]*\$|(\|)")
_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:[ \t]*")
_OPTION = re.compile(r":[A-Za-z_][\w-]*:(?:[ \t].*)?\Z")
_SPHINX_LINE = re.compile(r":([a-z_]+):`")
_ATTRIBUTES = re.compile(r"\{:[^}]*\}[ \t]*\Z")
_MATH_LINE = re.compile(r"\$\$|\\\[|\\begin\{")
_MATH_INFO = re.compile(r"\{?(?:math|latex-math|katex)\}?(?=[\s{]|\Z)")
_DIRECTIVE = re.compile(r"<!--\s*mathlint\s*:\s*(.*?)\s*-->", re.DOTALL)
_CODE_DIRECTIVES = frozenset(
    "code code-block code-cell literalinclude mermaid figure image toctree bibliography eval-rst list-table csv-table "
    "raw glue glue:figure parsed-literal prf:algorithm include tableofcontents video iframe".split()
)
_MAX_NESTING = 60
_MAX_BAD_DEFINITIONS = 50


@dataclass(slots=True)
class _Container:
    """kind: 'quote', 'item' or 'block' (an admonition or footnote). width: the indentation that content needs, in columns."""

    kind: str
    width: int


class Blocks:
    """Reads `text` from `start`; `events` holds what was found, in reading order."""

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.events: list[Event] = []
        self._at = start
        self._closers = Closers(text)
        self._stack: list[_Container] = []
        self._run: list[tuple[int, int]] = []
        self._paragraph = 0
        """Lines of the paragraph that is open."""
        self._table = False
        self._fences: list[tuple[str, int]] = []
        """Open fences whose content is Markdown (MyST directives): character and length."""
        self._hopeless: dict[str, tuple[int, int]] = {}
        """By fence character: up to this offset no fence of this length or longer is closed."""
        self._options = False
        """The line is directly below the opening of a directive, where options stand."""
        self._bad_definitions = 0

    def read(self) -> list[Event]:
        size = len(self.text)
        while self._at < size:
            if not self._stack and not self._table and (plain := _PLAIN.match(self.text, self._at)):
                self._options = False
                end = plain.end()
                stop = end - (2 if self.text.endswith("\r\n", self._at, end) else 1)
                self._paragraph += 2 if _BREAK.search(self.text, self._at, stop) else 1
                self._run.append((self._at, stop))
                self._at = end
            else:
                self._line()
        self._end_paragraph()
        return self.events

    # ------------------------------------------------------------- lines

    def _bounds(self, at: int) -> tuple[int, int]:
        """The end of the line that begins at `at`, and the offset behind its ending."""
        line = _LINE.match(self.text, at)
        assert line is not None
        return line.end(1), line.end()

    def _following(self, at: int) -> tuple[int, int, int] | None:
        """The next line inside a region: quote marks and, in a container, indentation left out. None where a quote ends."""
        if at >= len(self.text):
            return None
        end, behind = self._bounds(at)
        start = at
        for container in self._stack:
            if container.kind == "quote":
                mark = _QUOTE.match(self.text, start, end)
                if mark is None:
                    if not self.text[start:end].strip():
                        return None
                    break
                start = mark.end()
        if self._stack:
            start = self._skip(start, end)
        return start, end, behind

    def _skip(self, at: int, end: int) -> int:
        blanks = _BLANKS.match(self.text, at, end)
        return blanks.end() if blanks else at

    def _columns(self, start: int, end: int) -> int:
        """The width of the blanks between two offsets, tabs filling up to multiples of four."""
        if "\t" not in self.text[start:end]:
            return end - start
        width = 0
        for character in self.text[start:end]:
            width += 4 - width % 4 if character == "\t" else 1
        return width

    def _consume(self, start: int, end: int, width: int) -> int | None:
        """Behind `width` columns of blanks, or None if there are fewer."""
        at = start
        done = 0
        while done < width:
            if at >= end or self.text[at] not in " \t":
                return None
            done += 4 - done % 4 if self.text[at] == "\t" else 1
            at += 1
        return at

    def _line(self) -> None:
        text, start = self.text, self._at
        end, self._at = self._bounds(start)
        at, matched = start, 0
        for container in self._stack:
            if container.kind == "quote":
                mark = _QUOTE.match(text, at, end)
                if mark is None:
                    break
                at = mark.end()
            elif self._skip(at, end) < end:
                inside = self._consume(at, end, container.width)
                if inside is None:
                    break
                at = inside
            matched += 1
        first = self._skip(at, end)
        if first >= end:
            if matched < len(self._stack) and any(c.kind == "quote" for c in self._stack[matched:]):
                self._leave(matched)
            self._end_paragraph()
            self._table = False
            return
        popped = False
        if matched < len(self._stack):
            if self._paragraph and not self._table and not self._begins_block(first, end):
                self._text(first, end)
                return
            popped = any(c.kind == "item" for c in self._stack[matched:])
            self._leave(matched)
        self._blocks(at, end, popped)

    def _begins_block(self, at: int, end: int) -> bool:
        text = self.text
        return bool(
            text[at] in ">|"
            or _MARKER.match(text, at, end)
            or _FENCE.match(text, at, end)
            or _HEADING.match(text, at, end)
            or _COLONS.match(text, at, end)
            or _ADMONITION.match(text, at, end)
            or _RULE.match(text, at, end)
        )

    def _leave(self, matched: int) -> None:
        """Closes the containers from `matched` on."""
        quote = any(c.kind == "quote" for c in self._stack[matched:])
        other = any(c.kind == "block" for c in self._stack[matched:])
        del self._stack[matched:]
        self._end_paragraph()
        self._table = False
        if quote or other:
            self._boundary(BoundaryKind.QUOTE if quote else BoundaryKind.OTHER)

    # ------------------------------------------------------------- what a line begins

    def _blocks(self, at: int, end: int, popped: bool) -> None:
        """Opens containers, then reads the leaf."""
        text = self.text
        while True:
            first = self._skip(at, end)
            indent = self._columns(at, first)
            if first >= end:
                self._end_paragraph()
                return
            if indent >= 4 and not self._paragraph:
                if not self._stack or not _MATH_LINE.match(text, first, end):
                    lenient = any(c.kind != "quote" for c in self._stack) and _MARKER.match(text, first, end)
                    if not lenient:
                        self._interrupt()
                        return
            if len(self._stack) >= _MAX_NESTING:
                break
            if text[first] == ">" and (mark := _QUOTE.match(text, first, end)):
                self._end_paragraph()
                self._stack.append(_Container("quote", 0))
                self._boundary(BoundaryKind.QUOTE)
                at = mark.end()
                continue
            if text[first] in "*-_" and self._paragraph != 1 and _RULE.match(text, first, end):
                self._interrupt()
                return
            marker = _MARKER.match(text, first, end)
            if marker and not self._is_rule_or_text(marker, first, end, popped):
                self._end_paragraph()
                self._table = False
                gap = self._columns(marker.start(3), marker.end(3))
                width = indent + marker.end(1) - first + (gap if 1 <= gap <= 4 else 1)
                self._stack.append(_Container("item", width))
                level = sum(c.kind == "item" for c in self._stack)
                self.events.append(Boundary(Span(first, marker.end(1)), BoundaryKind.ITEM, level))
                at = marker.end() if gap <= 4 else marker.end(1) + 1
                popped = False
                continue
            block = _ADMONITION.match(text, first, end)
            if block:
                self._end_paragraph()
                self._boundary(BoundaryKind.OTHER)
                self._title(block.start(1), end)
                self._stack.append(_Container("block", indent + 4))
                return
            note = _FOOTNOTE.match(text, first, end)
            if note:
                self._end_paragraph()
                self._boundary(BoundaryKind.OTHER)
                self._stack.append(_Container("block", 2))
                at = note.end()
                continue
            break
        self._leaf(first, end)

    def _is_rule_or_text(self, marker: re.Match[str], first: int, end: int, popped: bool) -> bool:
        """A marker that is none: a rule, a Setext underline, or a number that a paragraph's line begins with."""
        if marker[1] in "-*" and _RULE.match(self.text, first, end):
            return True
        if not self._paragraph or popped:
            return False
        if self._inside_dollars(first, end):
            return True
        return marker.end() >= end or (marker[2] is not None and marker[2] != "1")

    def _inside_dollars(self, first: int, end: int) -> bool:
        """Whether the line goes on with a formula that the line above it began: `$a` and below it `+ b$`."""
        if not self._run:
            return False
        start, stop = self._run[-1]
        opening = self.text.rfind("$", start, stop)
        closing = self.text.find("$", first, end)
        if opening < 0 or closing < 0 or self.text.count("$", start, stop) % 2 == 0:
            return False
        return INLINE.fullmatch(self.text, opening, closing + 1) is not None and is_inline(
            self.text, opening, closing + 1
        )

    def _leaf(self, first: int, end: int) -> None:
        text = self.text
        options, self._options = self._options, False
        character = text[first]
        if self._paragraph == 1 and self._run and character in "=-" and (under := _SETEXT.match(text, first, end)):
            self.events.append(Heading(Span(self._run[0][0], self._run[-1][1]), 1 if under[1][0] == "=" else 2))
            self._end_paragraph()
            return
        if character in "-*_" and _RULE.match(text, first, end):
            self._interrupt()
            return
        if character in "`~" and (fence := _FENCE.match(text, first, end)):
            self._fence(fence, first)
            return
        if character == ":":
            if (colons := _COLONS.match(text, first, end)) is not None:
                self._colons(colons, first)
                return
            if options and _OPTION.match(text, first, end):
                self._options = True
                return
            if (role := _SPHINX_LINE.match(text, first, end)) is not None:
                if role[1] in ("begin_tab", "end_tab"):
                    self._interrupt()
                    return
                if role[1] in ("eqlabel", "label", "width"):
                    return
        if character == "#" and (heading := _HEADING.match(text, first, end)):
            self._end_paragraph()
            self._table = False
            tail = _HEADING_TAIL.search(text, heading.end(), end)
            self.events.append(Heading(Span(first, end), len(heading[1])))
            self._paragraph = 1
            self._text(heading.end(), tail.start() if tail else end)
            self._end_paragraph()
            return
        if character == "{" and _ATTRIBUTES.match(text, first, end):
            return
        if self._table or (text.find("|", first, end) >= 0 and self._begins_table(first, end)):
            self._row(first, end)
            return
        self._text(first, end)

    def _title(self, start: int, end: int) -> None:
        title = self.text[start:end].strip()
        if title:
            self._run.append((start, end))
            self._paragraph = 1
            self._end_paragraph()
        self._options = True

    # ------------------------------------------------------------- fences

    def _fence(self, fence: re.Match[str], first: int) -> None:
        mark = fence[1] or fence[3]
        info = (fence[2] if fence[1] else fence[4]).strip()
        if not info and self._fences and self._fences[-1][0] == mark[0] and len(mark) >= self._fences[-1][1]:
            self._fences.pop()
            self._interrupt()
            return
        if _MATH_INFO.match(info):
            self._math_fence(first, mark, MathKind.FENCE)
            return
        self._interrupt()
        directive = re.match(r"\{([\w:-]+)\}[ \t]*", info)
        if directive and directive[1] not in _CODE_DIRECTIVES:
            self._fences.append((mark[0], len(mark)))
            start = fence.start(2) if fence[1] else fence.start(4)
            self._title(start, fence.end())
            return
        self._at = self._fence_end(mark, self._at)[2]

    def _fence_end(self, mark: str, at: int) -> tuple[list[tuple[int, int]] | None, int, int]:
        """The lines up to the closing fence, its end, and the offset behind it.

        A fence that is not closed ends with its quote or with the file; the lines are then None.
        """
        lines: list[tuple[int, int]] = []
        hopeless, length = self._hopeless.get(mark[0], (0, 0))
        if at < hopeless and len(mark) >= length:
            return None, hopeless, hopeless
        begin = at
        while (line := self._following(at)) is not None:
            start, end, at = line
            first = self._skip(start, end)
            stop = end
            while stop > first and self.text[stop - 1] in " \t":
                stop -= 1
            if stop - first >= len(mark) and self.text.startswith(mark, first):
                if not self.text[first:stop].strip(mark[0]):
                    return lines, stop, at
            lines.append((start, end))
        if at > begin:
            self._hopeless[mark[0]] = (at, len(mark))
        return None, at, at

    def _math_fence(self, first: int, mark: str, kind: MathKind) -> None:
        """A fence that holds mathematics. It does not end the paragraph: a sentence may run through it."""
        self._flush()
        lines = None
        if self._closers.may_follow(mark, self._at):
            lines, end, behind = self._fence_end(mark, self._at)
        if lines is None:
            self.events.append(Found(Span(first, first + len(mark)), kind, Guard.SAFE, (), closed=False))
            return
        self._at = behind
        while lines and (not (text := self.text[lines[0][0] : lines[0][1]].strip()) or _OPTION.match(text)):
            del lines[0]
        self.events.append(Found(Span(first, end), kind, Guard.SAFE, tuple(lines) or ((end, end),)))
        self._paragraph += 1

    def _colons(self, colons: re.Match[str], first: int) -> None:
        info = colons[2].strip()
        if _MATH_INFO.match(info):
            self._math_fence(first, colons[1], MathKind.DISPLAY)
            return
        self._interrupt()
        if info:
            self._title(colons.start(2), colons.end())

    # ------------------------------------------------------------- tables

    def _begins_table(self, first: int, end: int) -> bool:
        if self.text[first] == "|" and self.text[first:end].rstrip().endswith("|") and end - first > 2:
            return True
        following = self._following(self._at)
        if following is None:
            return False
        return "|" in self.text[following[0] : following[1]] and bool(
            _TABLE_RULE.match(self.text, following[0], following[1])
        )

    def _row(self, first: int, end: int) -> None:
        self._flush()
        if not self._table:
            self._end_paragraph()
        self._table = True
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
        start = self._skip(start, end)
        if start < end:
            self._text(start, end)
            self._flush()
            self._paragraph = 0
            self._boundary(BoundaryKind.CELL)

    # ------------------------------------------------------------- text

    def _text(self, start: int, end: int) -> None:
        """A line of a paragraph; displays that open on it are read to their ends."""
        self._paragraph += 1
        behind = self._at
        while start < end and TRIGGER.search(self.text, start, end):
            opened = next_opened(self.text, start, (start, end, behind), self._following, self._closers, self._table)
            if opened is None:
                break
            if opened.start > start:
                self._run.append((start, opened.start))
            if opened.macro >= 0:
                start = self._definition(opened)
            else:
                self._flush()
                self._opened(opened)
                start = opened.end if opened.kind is None else label_end(self.text, opened.end)
            if start > end:
                end, behind = self._bounds(start)
                self._at = behind
                self._paragraph += 1
        if start < end:
            self._run.append((start, end))

    def _definition(self, opened: Opened) -> int:
        """Takes a definition out of running text; where it ends (or behind the command, if it is none)."""
        found = None
        if self._bad_definitions < _MAX_BAD_DEFINITIONS:
            found = definition_at(self.text, opened.macro)
        if found is None:
            self._bad_definitions += 1
            self._run.append((opened.start, opened.end))
            return opened.end
        self._flush()
        self.events.append(Defined(found[0]))
        return found[1]

    def _opened(self, opened: Opened) -> None:
        span = Span(opened.start, opened.end)
        if opened.comment:
            directive = _DIRECTIVE.match(self.text, opened.start, opened.end)
            if directive:
                self.events.append(Directive(span, directive[1]))
        elif opened.kind is None and not self.text.startswith("<code", opened.start):
            self._boundary(BoundaryKind.OTHER)
        elif opened.kind is not None:
            self.events.append(
                Found(span, opened.kind, opened.guard, opened.lines, self._table, closed=opened.closed)
            )

    # ------------------------------------------------------------- ends

    def _flush(self) -> None:
        if self._run:
            read_run(self.text, self._run, self.events, self._table)
            self._run = []

    def _end_paragraph(self) -> None:
        """Ends the paragraph, if one is open, with a boundary."""
        self._flush()
        if self._paragraph:
            self._paragraph = 0
            self._boundary(BoundaryKind.PARAGRAPH)

    def _interrupt(self) -> None:
        """Something that text does not run through."""
        self._end_paragraph()
        self._table = False
        self._boundary(BoundaryKind.OTHER)

    def _boundary(self, kind: BoundaryKind) -> None:
        """A boundary at the end of what was read; a second of the same kind in a row says nothing new."""
        last = self.events[-1] if self.events else None
        if isinstance(last, Boundary) and last.kind == kind:
            return
        at = last.span.end if isinstance(last, (Found, Prose, Heading, Boundary, Directive)) else 0
        self.events.append(Boundary(Span(at, at), kind))

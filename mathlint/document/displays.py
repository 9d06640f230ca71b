"""Openers on a line of text, and where what they open ends: displays, comments, code in HTML, definitions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from mathlint.document.dollars import INLINE, is_bracketed, is_inline
from mathlint.document.found import Guard
from mathlint.document.model import MathKind

_ENVIRONMENTS = (
    "equation|align|gather|multline|eqnarray|flalign|alignat|xalignat|dmath|dgroup|darray|displaymath|IEEEeqnarray"
)
_INNER = "aligned|gathered|split|cases|array|[bpvVB]?matrix"
"""Environments for use inside a display. Outside of mathematics MathJax reads them too, but then on lines of their own."""

TRIGGER = re.compile(
    r"\$\$|\\\[|\\begin\{|<!--|<(?:pre|script|style|textarea|code)\b|\{%"
    r"|\\(?:(?:re|provide)?newcommand|providecommand|[gex]?def|let|Declare[MP])"
)
"""A line without any of these opens nothing."""

_TOKEN = re.compile(
    rf"(?P<env>\\begin\{{(?P<name>(?:{_ENVIRONMENTS}|{_INNER})\*?)\}})"
    r"|(?P<define>\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator|DeclarePairedDelimiter)(?![A-Za-z]))"
    r"|(?P<kramdown>\\\\\[)|(?P<bracket>\\\[)|\\.|(?P<double>\$\$)|(?P<ticked>\$`)|(?P<dollar>\$)|(?P<ticks>`+)"
    r"|(?P<comment><!--)|<(?P<html>pre|script|style|textarea|code)\b[^<>]*>"
    r"|\{%-?\s*(?P<liquid>math|katex|highlight|comment)\b[^%]*%\}"
)
_INNER_NAME = re.compile(_INNER)
_TICKS = re.compile(r"`+")
_PROSE = re.compile(
    r"[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(?:\*\*|\*|_)?[A-Za-z]?[a-z]{2,}[,:]?(?:\*\*|\*)?[ \t]+(?:[a-z]{2,}\b|\$[^$]|\\\()"
    r"|[ \t]*#{1,6}[ \t]|[ \t]*(?:```|~~~)"
)
"""A line that no display contains, if it begins a paragraph."""
_TAIL = re.compile(r"[ \t]*(?:\{[#:.][^{}\n]*\}|\([A-Za-z][\w:.-]*\)|\\[ \t]*)[ \t]*(?=\r|\n|\Z)")
"""A label behind a display: Pandoc's `{#eq:x}`, MyST's `(eq-x)`."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A region that begins at `start`: a display, or something to leave out (`kind` is None).

    lines: the content's intervals, one a line. end: just behind the closing delimiter.
    """

    start: int
    end: int
    kind: MathKind | None
    guard: Guard
    lines: tuple[tuple[int, int], ...]
    comment: bool = False
    closed: bool = True
    macro: int = -1
    """For a definition in running text: where it begins."""


Lines: TypeAlias = Callable[[int], "tuple[int, int, int] | None"]
"""Given the offset behind a line's ending: the next line's (content start, content end, offset behind its ending) with
container prefixes left out, or None where the container or the file ends."""


class Closers:
    """Finds where regions end. Remembers the last occurrence of each closer, so that it looks for none in vain."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._last: dict[str, int] = {}

    def may_follow(self, closer: str, at: int) -> bool:
        if closer not in self._last:
            self._last[closer] = self._text.rfind(closer)
        return self._last[closer] >= at

    def find(
        self, stop: re.Pattern[str], closer: str, line: tuple[int, int, int], following: Lines, prose_ends: bool
    ) -> tuple[tuple[tuple[int, int], ...], int] | None:
        """The content's lines and the end of the closer; None where it is not closed.

        `stop` matches the closer, escapes to skip (two characters), and what cannot stand inside (its group `bad`).
        """
        if not self.may_follow(closer, line[0]):
            return None
        lines: list[tuple[int, int]] = []
        current: tuple[int, int, int] | None = line
        blank = False
        while current is not None:
            start, end, behind = current
            if start >= end or not self._text[start:end].strip():
                blank = bool(lines)
            elif blank:
                if prose_ends and _PROSE.match(self._text, start, end):
                    return None
                blank = False
            for found in stop.finditer(self._text, start, end):
                if found.lastgroup == "bad":
                    return None
                if found.lastgroup == "close":
                    lines.append((start, found.start()))
                    return tuple(lines), found.end()
            lines.append((start, end))
            current = following(behind)
        return None


_STOPS = {
    "$$": re.compile(r"\\.|(?P<close>\$\$)"),
    r"\]": re.compile(r"(?P<close>\\\])|(?P<bad>\\\[)|\\."),
    r"\\]": re.compile(r"(?P<close>\\\\\])|(?P<bad>\\\\\[)|\\."),
    "-->": re.compile(r"(?P<close>-->)"),
}


def _environment_stop(name: str) -> re.Pattern[str]:
    quoted = re.escape(name)
    return re.compile(rf"(?P<close>\\end\{{{quoted}\}})|(?P<bad>\\begin\{{{quoted}\}})")


def _tag_stop(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<close></{name}\s*>)", re.IGNORECASE)


def _liquid_stop(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<close>\{{%-?\s*end{name}\s*-?%\}})|(?P<bad>\{{%-?\s*{name}\b)")


def next_opened(
    text: str, at: int, line: tuple[int, int, int], following: Lines, closers: Closers, one_line: bool, inner: bool
) -> Opened | None:
    """The first region that opens on the line (content start, content end, offset behind its ending) from `at` on.

    one_line: it must end on the line. inner: an environment that belongs inside a display may begin the line.
    """
    _, end, behind = line
    absent: set[int] = set()
    if one_line:
        following = _nothing
    while (found := _TOKEN.search(text, at, end)) is not None:
        start, at = found.start(), found.end()
        rest = (at, end, behind)
        match found.lastgroup:
            case "dollar":
                inline = INLINE.match(text, start, end)
                if inline and is_inline(text, start, inline.end()):
                    at = inline.end()
            case "ticked":
                high = text.find("`$", at, end)
                at = high + 2 if high >= 0 else at
            case "ticks":
                at = code_end(text, found, end, absent)
            case "define":
                return Opened(start, at, None, Guard.SAFE, (), macro=start)
            case "double":
                closed = closers.find(_STOPS["$$"], "$$", rest, following, prose_ends=True)
                if closed is None:
                    return Opened(start, at, MathKind.DISPLAY, Guard.DOUBLE, (), closed=False)
                return Opened(start, closed[1], MathKind.DISPLAY, Guard.DOUBLE, closed[0])
            case "bracket" | "kramdown" as which:
                closer, guard = (r"\]", Guard.SAFE) if which == "bracket" else (r"\\]", Guard.DOUBLED)
                closed = closers.find(_STOPS[closer], closer, rest, following, prose_ends=True)
                if closed is not None:
                    low, high = closed[0][0]
                    if len(closed[0]) > 1 or is_bracketed(text[low:high]):
                        return Opened(start, closed[1], MathKind.DISPLAY, guard, closed[0])
                elif which == "bracket" and not text[at:end].strip() and not text[line[0] : start].strip():
                    return Opened(start, at, MathKind.DISPLAY, guard, (), closed=False)
            case "env":
                name = found["name"]
                if _INNER_NAME.fullmatch(name) and (start != line[0] or not inner):
                    continue
                stop = _environment_stop(name)
                closed = closers.find(stop, f"\\end{{{name}}}", rest, following, prose_ends=True)
                if closed is None:
                    return Opened(start, at, MathKind.ENVIRONMENT, Guard.SINGLE, (), closed=False)
                size = len(f"\\end{{{name}}}")
                lines = (
                    (start, closed[0][0][1]) if len(closed[0]) > 1 else (start, closed[1]),
                    *closed[0][1:-1],
                    *([(closed[0][-1][0], closed[0][-1][1] + size)] if len(closed[0]) > 1 else []),
                )
                return Opened(start, closed[1], MathKind.ENVIRONMENT, Guard.SINGLE, lines)
            case "comment":
                closed = closers.find(_STOPS["-->"], "-->", rest, following, prose_ends=False)
                if closed is not None:
                    return Opened(start, closed[1], None, Guard.SAFE, closed[0], comment=True)
            case "html":
                name = found["html"]
                closed = closers.find(_tag_stop(name), f"</{name}", rest, following, prose_ends=False)
                if closed is not None:
                    return Opened(start, closed[1], None, Guard.SAFE, closed[0])
            case "liquid":
                name = found["liquid"]
                closed = closers.find(_liquid_stop(name), f"end{name}", rest, following, prose_ends=False)
                if closed is not None:
                    kind = MathKind.DISPLAY if name in ("math", "katex") else None
                    if name == "katex" and "display" not in found[0] and len(closed[0]) == 1:
                        kind = MathKind.INLINE
                    return Opened(start, closed[1], kind, Guard.SAFE, closed[0])
    return None


def label_end(text: str, at: int) -> int:
    """Behind a label that follows a display, or `at`."""
    tail = _TAIL.match(text, at)
    return tail.end() if tail else at


def _nothing(behind: int) -> None:
    return None


def code_end(text: str, ticks: re.Match[str], end: int, absent: set[int]) -> int:
    """Where the code span that `ticks` open ends on this line, or the end of the ticks. `absent`: lengths not found."""
    size = len(ticks[0])
    if size not in absent:
        for other in _TICKS.finditer(text, ticks.end(), end):
            if len(other[0]) == size:
                return other.end()
        absent.add(size)
    return ticks.end()

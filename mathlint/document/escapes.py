"""From regions of the file to LaTeX: container prefixes taken out, Markdown escapes and entities undone.

Which escapes are undone depends on who reads the page. A kramdown page writes `\\|` for `|` and `\\\\{` for `\\{` inside
`$…$`, because Markdown takes the escape away before TeX looks; a MkDocs or GitHub page writes `\\|` for a norm.
So the page itself is asked: does it contain escapes that would be wrong as TeX?
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from mathlint.document.found import Found, Guard
from mathlint.document.macros import Traced

_NEEDED = re.compile(r"\\[_*()\[\]'\"=+|-]|\\\\|&(?:[a-z]+|#\d+);|\{%")
_ESCAPE = re.compile(r"(\\+)(.?)|&(?:lt|gt|amp|nbsp|ast|vert|#\d{1,6});|\{%-?\s*(?:end)?raw\s*-?%\}", re.DOTALL)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "nbsp": " ", "ast": "*", "vert": "|"}
_LONG_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}\Z")

_STRONG = re.compile(
    r"(?<!\\)(?:\\\\[{}|_,;#%]"  # an escaped backslash before what TeX would escape
    r"|\\\\\\(?:[ \t]+\S|&))"  # three backslashes between two rows
    r"|(?<![^\s=($])\\\|\\\|(?! *[)=])"  # two escaped bars that open something
)
_WEAK = re.compile(r"(?<!\\)(?:(?<![A-Za-z]{2})\\_(?![A-Za-z]{2})|\\\*|\\\\\\\\(?!\\))")


@dataclass(frozen=True, slots=True)
class Flavour:
    """What this page's processor does before TeX reads the mathematics, by guard.

    undone: escapes are undone, `\\\\{` is `\\{`. bars: and `\\|` is `|`.
    """

    undone: frozenset[Guard]
    bars: frozenset[Guard]


def flavour_of(text: str, regions: Iterable[Found]) -> Flavour:
    """Judged by what the author had to write: escapes that make no sense as TeX."""
    strong, weak, odd = {Guard.DOUBLED}, set(), set()
    for region in regions:
        guard = region.guard
        if guard not in (Guard.SINGLE, Guard.DOUBLE) or guard in strong or region.in_table:
            continue
        bars = 0
        for start, end in region.lines:
            if text.find("\\", start, end) < 0:
                continue
            bars += text.count("\\|", start, end)
            if _STRONG.search(text, start, end):
                strong.add(guard)
                break
            if guard not in weak and _WEAK.search(text, start, end):
                weak.add(guard)
        if bars % 2:
            odd.add(guard)
    return Flavour(frozenset(strong | weak), frozenset(strong | (weak & odd)))


def latex(text: str, region: Found, flavour: Flavour) -> Traced:
    """The LaTeX of a region, with the place in the file of each of its code points."""
    if len(region.lines) == 1:
        start, end = region.lines[0]
        plain = Traced(text[start:end], tuple(range(start, end)), tuple(range(start + 1, end + 1)))
    else:
        starts: list[int] = []
        for n, (start, end) in enumerate(region.lines):
            if n:
                starts.append(region.lines[n - 1][1])
            starts.extend(range(start, end))
        whole = "\n".join(text[start:end] for start, end in region.lines)
        plain = Traced(whole, tuple(starts), tuple(at + 1 for at in starts))
    if not _NEEDED.search(plain.text):
        return plain
    return _unescape(plain, region.guard in flavour.undone, region.guard in flavour.bars or region.in_table)


def _unescape(block: Traced, undone: bool, bars: bool) -> Traced:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0

    def keep(until: int) -> None:
        parts.append(block.text[done:until])
        starts.extend(block.starts[done:until])
        ends.extend(block.ends[done:until])

    for found in _ESCAPE.finditer(block.text):
        if found[1] is None:
            replacement = _entity(found[0])
        else:
            replacement = _backslashes(block.text, found, undone, bars)
        if replacement is None or replacement == found[0]:
            continue
        keep(found.start())
        done = found.end()
        parts.append(replacement)
        starts.extend([block.starts[found.start()]] * len(replacement))
        ends.extend([block.ends[done - 1]] * len(replacement))
    keep(len(block.text))
    return Traced("".join(parts), tuple(starts), tuple(ends))


def _entity(written: str) -> str | None:
    if written.startswith("{"):
        return ""
    name = written[1:-1]
    if name.startswith("#"):
        code = int(name[1:])
        return chr(code) if 32 <= code < 0xD800 else None
    return _ENTITIES[name]


def _backslashes(text: str, found: re.Match[str], undone: bool, bars: bool) -> str | None:
    """What stands for a run of backslashes and the character after it, or None to leave them."""
    count, then = len(found[1]), found[2]
    if count >= 4:
        return "\\" * (2 if count % 2 == 0 or not then.isalpha() else 3) + then
    if count == 3:
        if not then or then.isspace() or then == "&":
            return "\\\\" + then
        return "\\" + then if undone and then in "{}|" else None
    if count == 2:
        if undone and then and then in "{}|,;:!#%_":
            return "_" if then == "_" else "\\" + then
        return None
    match then:
        case "|":
            return "|" if bars else None
        case "_":
            before = _LONG_WORD.search(text, max(0, found.start() - 24), found.start())
            after = re.match(r"[A-Za-z]+", text[found.end() : found.end() + 2])
            literal = before and after and (len(before[0]) > 2 or len(after[0]) > 1)
            return None if literal else "_"
        case "*" | "(" | ")" | "[" | "]" | "'" | '"' | "=" | "+" | "-":
            return then
        case _:
            return None

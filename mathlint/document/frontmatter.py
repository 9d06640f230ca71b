"""The block of metadata at the top of a note: where it ends, and the macros that it defines."""

from __future__ import annotations

import re

from mathlint.document.model import Macro

_OPEN = re.compile(r"\ufeff?(---|\+\+\+)[ \t]*(?:\r\n?|\n)")
_CLOSE = {
    "---": re.compile(r"(?<![^\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": re.compile(r"(?<![^\r\n])\+\+\+[ \t]*(?=[\r\n]|\Z)"),
}
_METADATA = re.compile(r"\s*\Z|#|\s*[^\s#:=][^\r\n:=]*[:=]")
"""What metadata begins with; a note may also begin with a thematic break."""
_TABLE = re.compile(r"^([ \t]*)[\"']?macros[\"']?[ \t]*:[ \t]*$", re.IGNORECASE)
_ENTRY = re.compile(r"^([ \t]+)(\"(?:[^\"\\]|\\.)+\"|'[^']+'|\\?[A-Za-z]+|\\\S)[ \t]*:[ \t]*(.*)$")
_STRING = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^']|'')*)'|([^,\[\]]+)")
_ELEMENT = re.compile(r"^[ \t]*-[ \t]+(.*)$")


def split(text: str) -> tuple[int, dict[str, Macro]]:
    """Where the note itself begins, and the macros of its `macros:` table (MathJax's and KaTeX's forms).

    Only the shape that such tables have is read: one name a line, its body a string or a list of body, number of
    parameters and default.
    """
    opening = _OPEN.match(text)
    if opening is None:
        return 0, {}
    closing = _CLOSE[opening[1]].search(text, opening.end())
    if closing is None:
        return 0, {}
    metadata = text[opening.end() : closing.start()]
    if not _METADATA.match(metadata):
        return 0, {}
    return closing.end(), _macros(metadata)


def _macros(metadata: str) -> dict[str, Macro]:
    result: dict[str, Macro] = {}
    indent = -1
    name = ""
    elements: list[str] = []
    for line in [*metadata.splitlines(), ""]:
        table = _TABLE.match(line)
        if table:
            indent = len(table[1])
            continue
        if indent < 0:
            continue
        element = _ELEMENT.match(line)
        if element and name and len(line) - len(line.lstrip()) > indent:
            elements.append(element[1])
            continue
        if name and elements:
            result[name] = _macro(name, [_unquoted(e.strip()) for e in elements])
        name, elements = "", []
        entry = _ENTRY.match(line)
        if entry is None or len(entry[1]) <= indent:
            if line.strip():
                indent = -1
            continue
        name = _unquoted(entry[2])
        name = name if name.startswith("\\") else "\\" + name
        value = entry[3].strip()
        if value.startswith("["):
            elements = [found[0].strip() for found in _STRING.finditer(value.strip("[]")) if found[0].strip()]
        elif value:
            elements = [value]
    return result


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    if len(value) >= 2 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return value


def _macro(name: str, parts: list[str]) -> Macro:
    body = parts[0]
    if len(parts) > 1 and parts[1].isascii() and parts[1].isdigit():
        count = min(int(parts[1]), 9)
    else:
        count = max((int(n) for n in re.findall(r"#([1-9])", body)), default=0)
    return Macro(name, count, body, parts[2] if len(parts) > 2 else None)

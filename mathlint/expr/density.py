"""What an opaque density says: `p(x, y | z; t)` as a measure, the names that it is about, and what is given.

Elaboration writes densities as `opaque` nodes whose datum is the text with its names, and whose arguments are the values at
those names. Only densities over plain names, values and events (`A \\cap B`) are read; all else is None.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from mathlint.expr.tree import Expr

Event: TypeAlias = "str | tuple[str, Event] | tuple[str, Event, Event]"
"""The letter of an event, or ("not", event), ("and", event, event), ("or", event, event)."""

_P: Final = frozenset(("p", "P", "\\mathbb{P}", "\\mathrm{Pr}", "\\Pr", "\\mathrm{P}"))
_HEAD: Final = re.compile(r"^(\\mathbb\{P\}|\\mathrm\{Pr?\}|\\Pr|[pPqQ])((?:_\{.*?\})*)$")
_TOKENS: Final = re.compile(
    r"\\cap|\\cup|\\wedge|\\vee|\\land|\\lor|\\setminus|\\backslash|\\neg|\\lnot|\(|\)|\\(?:bar|overline)\{[A-Z]\}|[A-Z](?:\^\{?(?:c|C|\\complement)\}?)?"
)
_EVENT: Final = re.compile(r"\\(?:cap|cup|wedge|vee|land|lor|setminus|backslash|neg|lnot|bar|overline)(?![a-z])|\^")
_COMPLEMENT: Final = re.compile(r"^(?:\\bar\{([A-Z])\}|([A-Z])\^\{?c\}?)$")
_PLAIN: Final = re.compile(r"^(?:\\[a-z]+\{)*(?:\\[A-Za-z]+|[A-Za-z])\}*(?:_\{?\w+\}?)?'*$")
_LETTERS: Final = re.compile(r"\\[A-Za-z]+|[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument. name: the axis as it is written, with its primes. at: the value, None for an event. equated: `X = x`."""

    name: str
    at: Expr | None = None
    event: Event | None = None
    equated: bool = False


@dataclass(frozen=True, slots=True)
class Density:
    measure: str
    slots: tuple[Slot, ...]
    given: tuple[Slot, ...]


@lru_cache(maxsize=2048)
def density_of(node: Expr) -> Density | None:
    """The density that an opaque node is, if all of it is plain."""
    if node.head != "opaque":
        return None
    text = str(node.datum)
    head, opened, rest = text.partition("(")
    match = _HEAD.match(head)
    if match is None or not opened or not rest.endswith(")"):
        return None
    measure = "p" if match[1] in _P else "q"
    waiting = list(node.args)
    places: dict[str, list[Slot]] = {"": [], "|": []}
    where, label = "", ""
    for part in re.split(r"([,;|])", rest[:-1]):
        if part in ("|", ";"):
            if where == ";" or (where == "|" and part == "|"):
                return None
            where = part
        elif part and part != ",":
            if where == ";":
                if not waiting:
                    return None
                label += f";{waiting.pop(0)!r}"
                continue
            slot = _slot(part, waiting)
            if slot is None:
                return None
            places[where].append(slot)
    if waiting or not places[""]:
        return None
    names = {letter.lower() for slot in (*places[""], *places["|"]) for letter in _LETTERS.findall(slot.name)}
    subs = match[2]
    if subs and {letter.lower() for letter in _LETTERS.findall(subs)} <= names:
        subs = ""
    return Density(measure + subs + label, tuple(places[""]), tuple(places["|"]))


def _slot(text: str, waiting: list[Expr]) -> Slot | None:
    if _EVENT.search(text) and not (waiting and text.startswith(("\\bar", "\\overline"))):
        event = _event(text)
        return None if event is None else Slot(text, event=event)
    if not waiting or text.startswith("#"):
        return None
    value = waiting.pop(0)
    if text.endswith("="):
        return Slot(text[:-1], value, equated=True) if _PLAIN.match(text[:-1]) else None
    if not _PLAIN.match(text):
        return None
    if value.head == "name":
        written = value.datum.split("#", 1)[0]
        if complement := _COMPLEMENT.match(written):
            return Slot(written, event=("not", complement[1] or complement[2]))
        return Slot(written, value)
    if value.head == "item" and value.args[0].head == "name":
        return Slot(str(value.args[0].datum), value)
    return None


def letters(event: Event) -> frozenset[str]:
    """The letters of an event."""
    if isinstance(event, str):
        return frozenset((event,))
    return frozenset().union(*(letters(part) for part in event[1:]))


def _event(text: str) -> Event | None:
    tokens = _TOKENS.findall(text)
    if "".join(tokens) != text.replace(" ", ""):
        return None
    event, rest = _union(tokens)
    return event if not rest else None


def _union(tokens: list[str]) -> tuple[Event | None, list[str]]:
    left, rest = _meet(tokens)
    while left is not None and rest and rest[0] in ("\\cup", "\\vee", "\\lor"):
        right, rest = _meet(rest[1:])
        left = None if right is None else ("or", left, right)
    return left, rest


def _meet(tokens: list[str]) -> tuple[Event | None, list[str]]:
    left, rest = _single(tokens)
    while left is not None and rest and rest[0] in ("\\cap", "\\wedge", "\\land", "\\setminus", "\\backslash"):
        sign = rest[0]
        right, rest = _single(rest[1:])
        if right is None:
            return None, rest
        left = ("and", left, ("not", right) if sign in ("\\setminus", "\\backslash") else right)
    return left, rest


def _single(tokens: list[str]) -> tuple[Event | None, list[str]]:
    if not tokens:
        return None, []
    head, rest = tokens[0], tokens[1:]
    if head in ("\\neg", "\\lnot"):
        inner, rest = _single(rest)
        return (None if inner is None else ("not", inner)), rest
    if head == "(":
        inner, rest = _union(rest)
        return (inner, rest[1:]) if rest and rest[0] == ")" else (None, rest)
    if head.startswith(("\\bar", "\\overline")):
        return ("not", head[head.index("{") + 1]), rest
    if "^" in head:
        return ("not", head[0]), rest
    return (head, rest) if head.isalpha() else (None, rest)


_DOMAIN: Final = re.compile(r"^(?:set|domain) (.*)$")


def is_whole_space(domain: Expr, variable: str) -> bool:
    """Whether a named domain of a sum or integral is all that its variable may be."""
    text = str(domain.datum)
    if domain.head == "name":
        found = text
    elif domain.head == "opaque":
        if text == "all of the space" or text.startswith("set of "):
            return True
        match = _DOMAIN.match(text)
        if match is None:
            return False
        found = match[1]
    else:
        return False
    if found.startswith(("\\mathbb{R}", "\\Omega", "\\mathbb R")):
        return True
    letter = _LETTERS.findall(variable.split("#", 1)[0])[-1:]
    inside = _LETTERS.findall(re.sub(r"\\(?:mathcal|mathbb|mathscr|mathbf|boldsymbol|mathrm|text)", "", found))
    return len(inside) == 1 and bool(letter) and inside[0].lower() == letter[0].lower()


def densities(nodes: Iterable[Expr]) -> dict[Expr, Density] | None:
    """All densities of some expressions; None if there are none, or something opaque stands there that is none."""
    found: dict[Expr, Density] = {}
    for side in nodes:
        domains = {n.args[1] for n in side.walk() if n.head in ("sum_over", "product_over", "integral_over")}
        for node in side.walk():
            if node.head == "opaque" and node not in domains:
                read = density_of(node)
                if read is None:
                    return None
                found[node] = read
    return found or None

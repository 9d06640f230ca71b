"""Cutting a term where words or a quantifier interrupt it: `b \\text{ and } c`, `f(x) \\; \\forall x`, `x^2 \\, (x > 0)`."""

from __future__ import annotations

from typing import Final, TypeAlias

from mathlint.elaborate.phrases import PhraseKind, phrase
from mathlint.elaborate.rows import Item, holds_relation
from mathlint.syntax.surface import (
    Big,
    Fence,
    Fraction,
    Node,
    Number,
    Product,
    Run,
    Scripted,
    Separator,
    Signed,
    Sum,
    Symbol,
    Word,
)

_TEXT: Final = frozenset(
    {"\\text", "\\textrm", "\\textit", "\\textbf", "\\mbox", "\\hbox", "\\textnormal", "\\mathrm", "\\rm"}
)
_QUANTIFIERS: Final = {"\\forall": "for all", "∀": "for all", "\\exists": "exists"}

_Cut: TypeAlias = tuple[Node | None, Separator | None, Node | None]


def cut(node: Node) -> list[Item]:
    """The node in pieces, the words between them as separators. Most nodes come back whole."""
    found: list[Item] = []
    rest: Node | None = node
    while rest is not None:
        parts = _first_cut(rest, True)
        if parts is None:
            found.append(rest)
            break
        left, separator, rest = parts
        if left is not None:
            found.append(left)
        if separator is not None:
            found.append(separator)
    return found


def _first_cut(node: Node, last: bool) -> _Cut | None:
    """The part before the first interruption, the interruption, the part after it. last: nothing follows the node."""
    match node:
        case Symbol(name) if name in _QUANTIFIERS:
            return None, _words(_QUANTIFIERS[name], node), None
        case Word() if _interrupts(node):
            return None, _words(node.text, node), None
        case Run(items):
            return _cut_run(items, last)
        case Sum(terms, signs):
            for i, term in enumerate(terms):
                parts = _first_cut(term, last and i == len(terms) - 1)
                if parts is None:
                    continue
                left, separator, right = parts
                before = (*terms[:i], left) if left is not None else terms[:i]
                after = (right, *terms[i + 1 :]) if right is not None else terms[i + 1 :]
                if (i and left is None) or (right is None and i + 1 < len(terms)):
                    return None
                return _sum(before, signs[: len(before)]), separator, _sum(after, ((), *signs[i + 1 :]))
            return None
        case Product(factors, operators):
            parts = _first_cut(factors[-1], last)
            if parts is None or parts[0] is None:
                return None
            left, separator, right = parts
            assert left is not None
            return Product((*factors[:-1], left), operators, node.start, left.end), separator, right
        case Signed(sign, body):
            parts = _first_cut(body, last)
            if parts is None or parts[0] is None:
                return None
            return Signed(sign, parts[0], node.start, parts[0].end), parts[1], parts[2]
        case Big(name, scripts, body):
            parts = _first_cut(body, last)
            if parts is None or parts[0] is None:
                return None
            return Big(name, scripts, parts[0], node.start, parts[0].end), parts[1], parts[2]
        case _:
            return None


def _cut_run(items: tuple[Node, ...], last: bool) -> _Cut | None:
    for i, item in enumerate(items):
        match item:
            case Symbol(name) if name in _QUANTIFIERS:
                return _run(items[:i]), _words(_QUANTIFIERS[name], item), _run(items[i + 1 :])
            case Word() if _interrupts(item):
                return _run(items[:i]), _words(item.text, item), _run(items[i + 1 :])
            case Big():
                parts = _first_cut(item, last)
                if parts is not None and parts[0] is not None:
                    return _run((*items[:i], parts[0])), parts[1], parts[2]
    if last and len(items) > 1 and _is_condition(items[-1]) and not _may_apply(items[-2]):
        at = items[-1].start
        return _run(items[:-1]), Separator("wide", "", at, at), items[-1]
    return None


def _interrupts(word: Word) -> bool:
    return word.command in _TEXT and phrase(word.text).kind is not PhraseKind.REMARK and len(word.text) > 1


def _words(text: str, node: Node) -> Separator:
    return Separator("text", text, node.start, node.end)


def _is_condition(node: Node) -> bool:
    return isinstance(node, Fence) and node.open == "(" and holds_relation(node.body)


def _may_apply(node: Node) -> bool:
    """Whether a parenthesis after it may be its argument."""
    match node:
        case Number() | Fence() | Fraction():
            return False
        case Scripted(_, scripts):
            return not (scripts[-1].kind == "super" and isinstance(scripts[-1].value, Number))
        case _:
            return True


def _run(items: tuple[Node, ...]) -> Node | None:
    if len(items) < 2:
        return items[0] if items else None
    return Run(items, items[0].start, items[-1].end)


def _sum(terms: tuple[Node, ...], signs: tuple[tuple[Node, ...], ...]) -> Node | None:
    if not terms:
        return None
    if len(terms) == 1 and not signs[0]:
        return terms[0]
    start = signs[0][0].start if signs[0] else terms[0].start
    return Sum(terms, signs, start, terms[-1].end)  # type: ignore[arg-type]

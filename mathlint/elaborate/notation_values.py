"""Findings about values: one name that gets two different numbers in one section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.page import Term
from mathlint.elaborate.scope import Binding
from mathlint.expr.tree import Expr
from mathlint.syntax.surface import Number, Signed, Sum

_MARK: Final = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[A-Za-z]|[-+*/^_=<>|!]")
_LOOKS: Final = frozenset(
    ("\\,", "\\;", "\\:", "\\!", "\\ ", "\\left", "\\right", "\\cdot", "\\quad", "\\\\", "\\times", "*")
)


def two_values(page: Page) -> Iterator[Notice]:
    """`R^2 = 0.81` and later `R^2 = 0.63`, or a formula said again with one small change.

    Information only: the page may be at another example without a heading.
    """
    for key, bindings in page.scope.bindings.items():
        earlier: dict[tuple[int, Expr], Binding] = {}
        for binding in bindings:
            if not page.chains[binding.chain].display or page.chains[binding.chain].condition_of is not None:
                continue
            place = binding.section, binding.pattern
            before = earlier.get(place)
            earlier[place] = binding
            if before is None or not (
                differ(before.value, binding.value) or slipped(page, before.value, binding.value)
            ):
                continue
            line = page.place(before.span.start).removeprefix("line ")
            data = {"name": key, "value": page.text(binding.value), "other": page.text(before.value), "line": line}
            yield Notice("two-values", binding.span, data, sure=False)


def slipped(page: Page, one: Term, other: Term) -> bool:
    """The same letters in the same order, and one or two marks (a sign, a number) put in, left out or changed."""
    if one.node is None or other.node is None or one.broken or other.broken:
        return False
    first, second = marks(page.text(one)), marks(page.text(other))
    if min(len(first), len(second)) < 4 or sorted(first) == sorted(second) or one.block == other.block:
        return False
    if not any(is_name(m) for m in first):
        return False  # another example
    if [m for m in first if is_name(m)] != [m for m in second if is_name(m)]:
        return False
    edits = [e for e in SequenceMatcher(None, first, second, False).get_opcodes() if e[0] != "equal"]
    if len(edits) != 1:
        return False
    _, a, b, c, d = edits[0]
    return max(b - a, d - c) == 1


def is_name(mark: str) -> bool:
    return mark.isalpha() or mark[1:].isalpha()


def marks(text: str) -> list[str]:
    """The letters, numbers and signs of a formula; looks, spaces and braces are left out."""
    return [m for m in _MARK.findall(text.replace("−", "-")) if m not in _LOOKS]


def differ(one: Term, other: Term) -> bool:
    """Two numbers that are not the same one rounded."""
    a, b = value(one), value(other)
    if a is None or b is None:
        return False
    (x, unit_x), (y, unit_y) = a, b
    return abs(x - y) > max(unit_x, unit_y)


def value(term: Term) -> tuple[Decimal, Decimal] | None:
    """A written decimal and the unit of its last place."""
    if term.node is None or term.broken:
        return None
    node = unwrap(term.node)
    negative = False
    if isinstance(node, Sum) and len(node.terms) == 1 and [s.name for s in node.signs[0]] == ["-"]:
        node, negative = unwrap(node.terms[0]), True
    elif isinstance(node, Signed):
        negative = node.sign.name == "-"
        node = unwrap(node.body)
    if not isinstance(node, Number) or "." not in node.text:
        return None
    try:
        number = Decimal(node.text.replace(",", "").replace("{", "").replace("}", ""))
    except InvalidOperation:
        return None
    return -number if negative else number, Decimal(1).scaleb(-len(node.text.partition(".")[2]))

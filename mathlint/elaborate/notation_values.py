"""Findings about values: one name that gets two different numbers in one section."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import unwrap
from mathlint.elaborate.page import Term
from mathlint.elaborate.scope import Binding
from mathlint.syntax.surface import Number, Signed, Sum


def two_values(page: Page) -> Iterator[Notice]:
    """`R^2 = 0.81` and later `R^2 = 0.63`. Information only: the page may be at another example without a heading."""
    for key, bindings in page.scope.bindings.items():
        earlier: dict[int, Binding] = {}
        for binding in bindings:
            if binding.slots or binding.params or not page.chains[binding.chain].display:
                continue
            before = earlier.get(binding.section)
            earlier[binding.section] = binding
            if before is None or not differ(before.value, binding.value):
                continue
            line = page.document.source.position(before.span.start).line
            data = {"name": key, "value": page.text(binding.value), "other": page.text(before.value), "line": str(line)}
            yield Notice("two-values", binding.span, data, sure=False)


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

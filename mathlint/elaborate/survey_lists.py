"""What an ellipsis says of subscripts: in `x_1, …, x_d` the `d` is an index, whatever letter it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from mathlint.elaborate.names import peel, text_of, unwrap
from mathlint.syntax.surface import (
    Dots,
    Environment,
    Node,
    Product,
    Relation,
    Row,
    Run,
    Script,
    Separator,
    Sequence,
    Sum,
)
from mathlint.syntax.surface_walk import Part, walk


def last_indices(parts: Iterable[Part]) -> dict[str, frozenset[str]]:
    """For each name the letters in the subscript of its last member, where members with numbers stand before the dots.

    parts: what may be a list with dots.
    """
    found: dict[str, set[str]] = {}
    for part in parts:
        for key, letter in _ends(_listed(part)):
            found.setdefault(key, set()).add(letter)
    return {key: frozenset(letters) for key, letters in found.items()}


def _listed(part: Part) -> list[Node]:
    match part:
        case Sum(terms=items) | Product(factors=items) | Run(items=items):
            return list(items)
        case Sequence(items=found):
            return [i for i in found if not isinstance(i, Separator | Relation)]
        case Environment(rows=rows):
            columns = [r.cells[0].items for r in rows if r.cells and r.cells[0].items]
            return [c[0] for c in columns if not isinstance(c[0], Separator | Relation)]
    return []


def _ends(items: list[Node]) -> Iterator[tuple[str, str]]:
    places = [k for k, item in enumerate(items) if isinstance(unwrap(item), Dots)]
    if len(places) != 1 or not 0 < places[0] < len(items) - 1:
        return
    numbered = {key for item in items[: places[0]] for key, sub in _members(item) if sub.isdigit()}
    for key, sub in _members(items[places[0] + 1]):
        if key in numbered and len(sub) == 1 and sub.isalpha():
            yield key, sub


def _members(item: Node) -> Iterator[tuple[str, str]]:
    """The names with one subscript in an entry, each with it."""
    for part in walk(item):
        if isinstance(part, Relation | Separator | Script | Row):
            continue
        peeled = peel(part)
        if peeled is not None and len(peeled.subs) == 1:
            yield peeled.key, text_of(peeled.subs[0])

"""Lists with dots in which one entry stands out: `(x_1, …, x_i + h, …, x_n)`, and a column of zeros but for one row."""

from __future__ import annotations

from mathlint.elaborate import pattern
from mathlint.elaborate.lowering import Lowering
from mathlint.expr.tree import ONE, ZERO, Expr, add, expr, mul, number

Cell = Expr | None


def placed_column(cells: list[Cell], low: Lowering) -> Expr | None:
    """The column of a list with two ellipses, or None if it is of neither kind. cells: None for dots."""
    if sum(c is None for c in cells) != 2 or cells[0] is None or cells[-1] is None:
        return None
    return _changed(cells, low) or _alone(cells, low)


def _changed(cells: list[Cell], low: Lowering) -> Expr | None:
    """`x_1, …, x_{k-1}, x_k + h, x_{k+1}, …, x_n`: the entries of x, one of them changed."""
    first, *inner, last = cells
    assert first is not None and last is not None
    index = low.fresh("i")
    found = pattern.generalize(first, last, index)
    if found is None or found.step != 1 or found.body.head != "item" or found.body.args[-1] is not index:
        return None
    family = found.body.args[:-1]
    middle = [c for c in inner if c is not None]
    between = [k for k, c in enumerate(inner) if c is None]
    if between[0] != 0 or between[-1] != len(inner) - 1:
        return None
    odd = [(k, e) for k, e in enumerate(middle) if e.head != "item" or e.args[:-1] != family]
    if len(odd) != 1:
        return None
    at, changed = odd[0]
    places = dict.fromkeys(n.args[-1] for n in changed.walk() if n.head == "item" and n.args[:-1] == family)
    if len(places) != 1:
        return None
    place = next(iter(places))
    for k, cell in enumerate(middle):
        neighbour = expr("item", (*family, add(place, number(k - at))))
        if k != at and pattern.canonical(cell) is not pattern.canonical(neighbour):
            return None
    bottom, top = pattern.from_linear(found.low), pattern.from_linear(found.high)
    low.integers.update(n for n in (bottom.free | top.free) if "#" not in n)
    entry = expr("piecewise", (changed, expr("compare", (index, place), "="), found.body))
    return expr("tabulate", (index, bottom, top, low.fresh("j"), ONE, ONE, entry))


def _alone(cells: list[Cell], low: Lowering) -> Expr | None:
    """`0, …, v, …, 0`: nothing but one entry, or one row, at a place that is not said. Its shape is known; nothing binds the place, so that it has no value."""
    solid = [c for c in cells if c is not None and not _is_nothing(c)]
    if len(solid) != 1:
        return None
    direction = expr("unit", (low.fresh("place"),), low.fresh("?d").datum)
    return mul(direction, solid[0])


def _is_nothing(cell: Expr) -> bool:
    while cell.head == "transpose":
        cell = cell.args[0]
    return cell is ZERO or cell.head == "zeros"

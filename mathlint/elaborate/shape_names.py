"""Shapes of names, entries, applications and binders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mathlint.elaborate.dims import KIND_NAMES, SCALAR, Sh, one_more
from mathlint.elaborate.shape_typing import Rule, Typing
from mathlint.expr.shape import Dim
from mathlint.expr.tree import ONE, Expr, expr, name


def _name(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    key = node.datum
    if "#" not in key and key in t.values and key not in t.local:
        value_shape(t, key)
    return t.shape_of(key), node


def value_shape(t: Typing, key: str) -> Sh:
    """Type a definition once, and give its name the shape of its value."""
    shape = t.shape_of(key)
    if key in t.final_values or key in t._typing:
        return shape
    t._typing.add(key)
    found, done = t.type(t.values[key][1])
    t._typing.discard(key)
    t.final_values[key] = done
    if not t.same(shape, found):
        a, b = t.kind(shape), t.kind(found)
        if {a, b} == {"C", "R"}:
            t.cost += 8
        if key not in t.declared:
            t.shapes[key] = found
            t.cost += 1
            return found
        t.fault(f"`{key}` is a {KIND_NAMES[a]} and is defined as a {KIND_NAMES[b]}")
    return shape


def _item(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    base, *indices = node.args
    done = tuple(t.scalar(i) for i in indices)
    count = len(indices)
    if base.head == "name" and "#" not in base.datum:
        key = base.datum
        if key in t.values and t.values[key][0]:
            # an indexed definition: a family with a value
            t.families[key] = count
            shape = value_shape(t, key)
            return shape, expr("item", (base, *done))
        if key in t.values:
            value_shape(t, key)
        kind = t.kind(t.shape_of(key)) if (key in t.bare or key in t.declared or key in t.values) else "S"
        if (kind in "CR" and count == 1) or (kind == "M" and count == 2):
            entry_ranges(t, key, t.shape_of(key), indices)
            return SCALAR, expr("item", (base, *done))
        if count == 2 and f"{key}/1" in t.kinds and t.kind(t.shape_of(f"{key}/1")) == "C" and f"{key}/1" in t.shapes:
            member = expr("item", (family(t, key, 1), done[0]))
            entry_ranges(t, "", t.shape_of(f"{key}/1"), indices[1:])
            return SCALAR, expr("item", (member, done[1]))
        return t.shape_of(f"{key}/{count}"), expr("item", (family(t, key, count), *done))
    shape, inner = t.type(base)
    kind = t.kind(shape)
    if (kind in "CR" and count == 1) or (kind == "M" and count == 2):
        entry_ranges(t, "", shape, indices)
        return SCALAR, expr("item", (inner, *done))
    if kind == "S" and base.head == "item" and base.args[0].head == "name" and inner.head == "item":
        key, both = base.args[0].datum, count + len(base.args) - 1
        if f"{key}/{both}" in t.kinds:
            return t.shape_of(f"{key}/{both}"), expr("item", (family(t, key, both), *inner.args[1:], *done))
    return t.fault(f"{count} indices on a {KIND_NAMES[kind]}"), expr("item", (inner, *done))


def family(t: Typing, key: str, count: int) -> Expr:
    """The name of a family: apart from the bare name of the same letter, and from families with other numbers of slots."""
    arities = [k for k in t.kinds if k.startswith(f"{key}/")]
    apart = key in t.bare or key in t.values or len(arities) > 1
    made = f"{key}_{{{',' * (count - 1)}}}" if apart else key
    t.families[made] = count
    t.shapes[made] = t.shape_of(f"{key}/{count}")
    return name(made)


def entry_ranges(t: Typing, key: str, shape: Sh, indices: list[Expr]) -> None:
    """An index that runs over 1..n says that the vector has n entries; one that starts at 0, that counting starts there."""
    sizes = shape if len(indices) == 2 else (shape[0] if t.kind(shape) == "C" else shape[1],)
    for index, size in zip(indices, sizes, strict=False):
        if index.head != "name" or index.datum not in t.ranges:
            continue
        low, high = t.ranges[index.datum]
        if low is ONE and high.head == "name" and "#" not in high.datum:
            t.dims.unify(size, high.datum)
        elif low is ONE and high.head == "number":
            t.dims.unify(size, int(high.datum))
        elif low.head == "number" and low.datum == 0 and key:
            t.bases[key] = 0
            if high.head == "number":
                t.dims.unify(size, int(high.datum) + 1)
            elif (
                high.head == "add"
                and len(high.args) == 2
                and high.args[0].head == "name"
                and high.args[1] is expr("number", (), -1)
            ):
                t.dims.unify(size, high.args[0].datum)
            elif high.head == "name" and "#" not in high.datum:
                t.dims.unify(size, one_more(high.datum))


def _dim_of(value: Expr) -> Dim | None:
    if value.head == "number" and value.datum.denominator == 1:
        return int(value.datum)
    if value.head == "name" and "#" not in value.datum:
        return str(value.datum)
    return None


def _tabulate(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    i, i_low, i_high, j, j_low, j_high, body = node.args
    sizes: list[Dim] = []
    for index, low, high in ((i, i_low, i_high), (j, j_low, j_high)):
        t.local[index.datum] = SCALAR
        t.ranges[index.datum] = (low, high)
        size = _dim_of(high) if low is ONE else 1 if low is high else None
        sizes.append(t.dims.fresh() if size is None else size)
    shape, done = t.type(body)
    if t.kind(shape) == "R" and j_low is j_high:
        return (sizes[0], shape[1]), expr("tabulate", (*node.args[:6], done))
    if t.kind(shape) == "C" and i_low is i_high:
        return (shape[0], sizes[1]), expr("tabulate", (*node.args[:6], done))
    if t.kind(shape) != "S":
        t.fault("a matrix whose entries are no numbers")
    return (sizes[0], sizes[1]), expr("tabulate", (*node.args[:6], done))


def _binder(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    """sum, product, integral, limit, extremum, …: the body's shape."""
    variable, *middle, body = node.args
    t.local[variable.datum] = SCALAR
    if node.head in ("sum", "product", "sum_where", "mean"):
        t.ranges[variable.datum] = (middle[0], middle[1])
    if (
        node.head in ("sum_over", "product_over", "integral_over", "argmax", "argmin", "extremum")
        and variable.datum in t.kinds
    ):
        t.local[variable.datum] = t.of_kind(t.kinds[variable.datum])
    outer = tuple(t.scalar(m) for m in middle)
    shape, done = t.type(body)
    if node.head == "product" and t.kind(shape) == "M":
        t.dims.unify(shape[0], shape[1])
    if node.head in ("argmax", "argmin"):
        shape = t.local[variable.datum]
    return shape, expr(node.head, (variable, *outer, done), node.datum)


def _apply(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    function, *args = node.args
    typed = [t.type(a) for a in args]
    done = tuple(d for _, d in typed)
    if function.head == "lambda":
        *variables, body = function.args
        for variable, (shape, _) in zip(variables, typed, strict=False):
            t.local[variable.datum] = shape
        shape, inner = t.type(body)
        return shape, expr("apply", (expr("lambda", (*variables, inner)), *done))
    key = function.args[0].datum if function.head == "item" else function.datum
    if key in t.values:
        params, _ = t.values[key]
        slots = len(function.args) - 1 if function.head == "item" else 0
        for param, (shape, _) in zip(params[slots:], typed, strict=False):
            if param not in t.shapes:
                t.shapes[param] = shape
            elif not t.same(t.shapes[param], shape):
                t.fault(f"`{key}` is applied to a {KIND_NAMES[t.kind(shape)]}")
        for param in params[:slots]:
            t.local[param] = SCALAR
        shape = value_shape(t, key)
    else:
        shape = t.shape_of(f"{key}()")
    if function.head == "item":
        indices = tuple(t.scalar(i) for i in function.args[1:])
        return shape, expr("apply", (expr("item", (function.args[0], *indices)), *done))
    return shape, expr("apply", (function, *done))


def _opaque(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    return SCALAR, expr("opaque", tuple(t.type(a)[1] for a in node.args), node.datum)


def _moment(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    typed = [t.type(a) for a in node.args]
    done = expr(node.head, tuple(d for _, d in typed), node.datum)
    shape = typed[0][0]
    if node.head == "expect":
        return shape, done
    if t.kind(shape) == "S":
        return SCALAR, done
    other = typed[1][0] if node.head == "covariance" else shape
    if "M" in (t.kind(shape), t.kind(other)):
        t.fault("a covariance of matrices")
    return (shape[0], other[0]), done


NAMES: Final[Mapping[str, Rule]] = {
    "name": _name,
    "item": _item,
    "tabulate": _tabulate,
    "sum": _binder,
    "product": _binder,
    "sum_over": _binder,
    "product_over": _binder,
    "sum_where": _binder,
    "integral": _binder,
    "integral_over": _binder,
    "antiderivative": _binder,
    "limit": _binder,
    "argmax": _binder,
    "argmin": _binder,
    "extremum": _binder,
    "mean": _binder,
    "apply": _apply,
    "opaque": _opaque,
    "expect": _moment,
    "variance": _moment,
    "covariance": _moment,
}
"""Names, entries, applications, and what binds a name."""

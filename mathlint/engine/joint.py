"""Evaluation where a problem has tables: densities, sums and integrals along an axis, expectations by a density.

The methods below stand in front of those for opaque notions, sums and expectations, and leave all else to them.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from fractions import Fraction

from mathlint.engine.binders import is_infinite
from mathlint.engine.evaluate import METHODS, Element, Evaluator, Method
from mathlint.engine.failures import OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Value
from mathlint.engine.tables import (
    LARGEST,
    Place,
    Tables,
    average_of,
    axis_of_bound,
    density,
    known_axis,
    marginal,
    outcome,
    size,
    value_at,
)
from mathlint.expr.density import is_whole_space
from mathlint.expr.tree import Expr


def _tables(ev: Evaluator) -> Tables | None:
    tables = ev.problem.tables
    return tables if isinstance(tables, Tables) else None


def _opaque(ev: Evaluator, tables: Tables, node: Expr) -> Value:
    if node not in tables.read:
        raise Unsupported("a notion that is only named")
    return ev.rational(density(ev, tables, node))


def _along(ev: Evaluator, tables: Tables, variable: str, body: Expr, axis: str, product: bool) -> Value:
    if any(variable in i.free for n in body.walk() if n.head in ("item", "row", "column") for i in n.args[1:]):
        raise Unsupported("an outcome that is an index as well")
    total: Value = None
    with ev.scope(variable):
        for k in range(size(ev, tables, axis)):
            ev.bind(variable, Element(k, ev.rational(value_at(ev, tables, axis, k))))
            value = ev.value(body)
            total = value if total is None else (ev.jets.multiply if product else ev.jets.add)(total, value)
    return total


def _over(ev: Evaluator, tables: Tables, node: Expr) -> Value:
    """A sum, product or integral over a domain that is only named: over the axis, if that is all of it."""
    variable, domain, body = node.args
    axis = axis_of_bound(tables, variable.datum, body)
    if axis is None:
        if node.head == "integral_over":
            raise Unsupported("an integral of no density")
        return _BEFORE[node.head](ev, node)
    if not is_whole_space(domain, variable.datum):
        raise Unsupported("a part of the space")
    return _along(ev, tables, variable.datum, body, axis, node.head == "product_over")


def _between(ev: Evaluator, tables: Tables, node: Expr) -> Value:
    """A sum over integers or an integral with ends."""
    variable, low, high, body = node.args
    axis = axis_of_bound(tables, variable.datum, body)
    if axis is not None and axis not in tables.ends and not (is_infinite(low) and is_infinite(high)):
        raise Unsupported("a part of the space")
    if node.head == "integral":
        if axis is None:
            return _BEFORE[node.head](ev, node)
        return _along(ev, tables, variable.datum, body, axis, False)
    if axis is not None and (high.head == "name" and str(high.datum).startswith("N(") or is_infinite(high)):
        return _along(ev, tables, variable.datum, body, axis, False)
    if axis is not None and tables.ends[axis] != (low, high):
        raise Unsupported("a part of the space")
    return _BEFORE[node.head](ev, node)


def _average(ev: Evaluator, tables: Tables, node: Expr, body: Expr) -> Value:
    """The expectation of a body with what stands below and behind the bar of a node."""
    found = average_of(ev, node)
    fixed: dict[Place, int] = {}
    held: set[str] = set()
    conditions = node.args[2:] if node.head == "covariance" else node.args[1:]
    for given in conditions:
        if given.head == "compare" and given.datum == "=" and given.args[0].head == "name":
            axis = known_axis(tables, given.args[0].datum)
            fixed[axis, ()] = outcome(ev, tables, axis, given.args[1])
            held.add(axis)
        elif given.head == "name":
            axis = known_axis(tables, given.datum)
            fixed[axis, ()] = outcome(ev, tables, axis, given)
            held.add(axis)
        else:
            raise Unsupported("what is given is no name")
    for name in found.given:
        axis = known_axis(tables, name)
        key = next((k for k in ev.bound if k.split("#", 1)[0] == name), name)
        value = ev.bound.get(key)
        fixed[axis, ()] = value.index if value.__class__ is Element else outcome(ev, tables, axis, _named(name))
    below = marginal(ev, tables, found.measure, fixed) if fixed else Fraction(1)
    if not below:
        raise Undefined("a condition of probability zero")
    axes = {name: known_axis(tables, name) for name in found.over}
    if any(axis in tables.families for axis in axes.values()) or len(set(axes.values())) < len(axes):
        raise Unsupported("an expectation over members of a family")
    counts = [range(size(ev, tables, a)) if (a, ()) not in fixed else (fixed[a, ()],) for a in axes.values()]
    if len(fixed) + len(axes) > 6 or _product(counts) > LARGEST:
        raise OutOfBudget("a large table")
    total: Value = None
    with ev.scope(*axes):
        for outcomes in itertools.product(*counts):
            cell = dict(fixed)
            for (name, axis), k in zip(axes.items(), outcomes, strict=True):
                cell[axis, ()] = k
                ev.bind(name, Element(k, ev.rational(value_at(ev, tables, axis, k))))
            term = ev.jets.scale(ev.value(body), marginal(ev, tables, found.measure, cell) / below)
            total = term if total is None else ev.jets.add(total, term)
    return total


def _product(counts: Sequence[Sequence[int]]) -> int:
    total = 1
    for c in counts:
        total *= len(c)
    return total


def _named(name: str) -> Expr:
    from mathlint.expr.tree import name as make

    return make(name)


def _expect(ev: Evaluator, tables: Tables, node: Expr) -> Value:
    return _average(ev, tables, node, node.args[0])


def _variance(ev: Evaluator, tables: Tables, node: Expr) -> Value:
    """E[XY] - E[X] E[Y] of scalars."""
    from mathlint.expr.tree import mul

    x, y = (node.args[0], node.args[1]) if node.head == "covariance" else (node.args[0], node.args[0])
    means = [_average(ev, tables, node, z) for z in (x, y)]
    if any(ev.jets.is_matrix(m) for m in means):
        raise Unsupported("a covariance of vectors")
    return ev.jets.subtract(_average(ev, tables, node, mul(x, y)), ev.jets.multiply(*means))


_BEFORE: dict[str, Method] = {}


def install() -> None:
    """Put these methods in front; the others must have been registered."""
    front = {
        "opaque": _opaque, "sum_over": _over, "product_over": _over, "integral_over": _over, "sum": _between, "product": _between,
        "integral": _between, "expect": _expect, "variance": _variance, "covariance": _variance,
    }  # fmt: skip
    for head, compute in front.items():
        before = _BEFORE[head] = METHODS[head]

        def chosen(ev: Evaluator, node: Expr, before: Method = before, compute=compute) -> Value:  # type: ignore[no-untyped-def]
            tables = _tables(ev)
            return before(ev, node) if tables is None else compute(ev, tables, node)

        METHODS[head] = chosen

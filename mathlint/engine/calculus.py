"""Derivatives. Each operator opens a fresh tag on its variable and reads the coefficients of the body's jet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from mathlint.engine.evaluate import Element, Evaluator, method
from mathlint.engine.failures import IllTyped, OutOfBudget, Unsupported
from mathlint.engine.jets import Value
from mathlint.engine.linear import locate, position
from mathlint.expr.tree import Expr

MOST_DIRECTIONS = 120
"""Entries of a variable, or of a Hessian, beyond which a derivative is not computed."""


@dataclass(frozen=True, slots=True)
class Partials:
    """The derivatives of a body in each direction of a variable.

    shape: of the variable. parts: one value of the body's shape a direction, row by row of the variable.
    """

    shape: tuple[int, int]
    parts: list[Value]


@contextmanager
def _open(ev: Evaluator, variable: Expr, tag: int) -> Iterator[tuple[int, int]]:
    """Seed the variable; yields its shape."""
    match variable.head:
        case "name":
            key = variable.datum
            if key in ev.bound:
                value = ev.name(key)
                with ev.scope(key):
                    ev.bind(key, ev.jets.seed(value, tag, None))
                    yield ev.jets.shape(value)
                return
            declared = ev.problem.declarations.get(key)
            if declared is not None and declared.slots:
                raise Unsupported(f"a derivative by the family {key} as a whole")
            if declared is not None and declared.value is not None and not declared.params:
                arranged = _arranged(ev, declared.value)
                if arranged is not None:
                    yield from _open_members(ev, *arranged, tag)
                    return
            value = ev.member(key, ())
            with ev.seeded(key, (), ev.jets.seed(value, tag, None)):
                yield ev.jets.shape(value)
        case "item":
            place = locate(ev, variable)
            if place is None:
                yield from _open_bound_item(ev, variable, tag)
                return
            key, indices, rest = place
            value = ev.member(key, indices)
            at = None
            if rest:
                at = [position(ev, ev.jets.shape(value), rest, ev.problem.declarations[key].base)]
            with ev.seeded(key, indices, ev.jets.seed(value, tag, at)):
                yield (1, 1) if rest else ev.jets.shape(value)
        case "row" | "column":
            base = variable.args[0]
            if base.head != "name" or base.datum in ev.bound:
                raise Unsupported("a derivative by a row of an expression")
            value = ev.member(base.datum, ())
            rows, cols = ev.jets.shape(value)
            k = ev.integer(variable.args[1]) - ev.problem.declarations[base.datum].base
            by_row = variable.head == "row"
            ev.undefined_unless(0 <= k < (rows if by_row else cols), "an index out of range")
            line = [(k, j) for j in range(cols)] if by_row else [(i, k) for i in range(rows)]
            with ev.seeded(base.datum, (), ev.jets.seed(value, tag, line)):
                yield (1, cols) if by_row else (rows, 1)
        case _:
            raise Unsupported("a derivative by an expression")


Members: TypeAlias = "list[tuple[str, tuple[int, ...]]]"


def _arranged(ev: Evaluator, node: Expr) -> tuple[tuple[int, int], Members] | None:
    """The members that a vector is made of, where its definition is nothing but their arrangement: x = (x₁, …, xₙ)."""
    match node.head:
        case "transpose":
            inner = _arranged(ev, node.args[0])
            return None if inner is None or 1 not in inner[0] else (inner[0][::-1], inner[1])
        case "matrix":
            found = [_member(ev, a) for a in node.args]
            members = [m for m in found if m is not None]
            return (node.datum, members) if len(members) == len(found) == len(set(members)) else None
        case "tabulate":
            i, low, high, j, left, right, body = node.args
            rows = range(ev.integer(low), ev.integer(high) + 1)
            cols = range(ev.integer(left), ev.integer(right) + 1)
            members = []
            with ev.scope(i.datum, j.datum):
                for r, c in product(rows, cols):
                    ev.bind(i.datum, r)
                    ev.bind(j.datum, c)
                    member = _member(ev, body)
                    if member is None:
                        return None
                    members.append(member)
            return ((len(rows), len(cols)), members) if len(members) == len(set(members)) else None
    return None


def _member(ev: Evaluator, node: Expr) -> tuple[str, tuple[int, ...]] | None:
    """The declared scalar that a node is."""
    place: tuple[str, tuple[int, ...], tuple[Expr, ...]] | None = None
    if node.head == "name" and node.datum not in ev.bound:
        place = (node.datum, (), ())
    elif node.head == "item":
        place = locate(ev, node)
    if place is None:
        return None
    key, indices, rest = place
    declared = ev.problem.declarations.get(key)
    usable = declared is not None and not rest and declared.shape.is_scalar and len(indices) == declared.slots
    return (key, indices) if usable else None


def _open_members(ev: Evaluator, shape: tuple[int, int], members: Members, tag: int) -> Iterator[tuple[int, int]]:
    with ExitStack() as stack:
        for direction, (key, indices) in enumerate(members):
            value = ev.jets.seed(ev.member(key, indices), tag, None, direction)
            stack.enter_context(ev.seeded(key, indices, value))
        yield shape


def _open_bound_item(ev: Evaluator, variable: Expr, tag: int) -> Iterator[tuple[int, int]]:
    """An entry of a lambda's vector."""
    base = variable.args[0]
    if base.head != "name" or base.datum not in ev.bound or isinstance(ev.bound[base.datum], int | Element):
        raise Unsupported("a derivative by an expression")
    value = ev.bound[base.datum]
    at = [position(ev, ev.jets.shape(value), variable.args[1:], 1)]
    with ev.scope(base.datum):
        ev.bind(base.datum, ev.jets.seed(value, tag, at))
        yield 1, 1


def partials(ev: Evaluator, body: Expr, variable: Expr, hold: bool = False) -> Partials:
    """All first derivatives of a body by a variable."""
    ev.tag += 1
    tag = ev.tag
    with ExitStack() as stack:
        if hold:
            for key in _held(ev, body, variable):
                stack.enter_context(ev.seeded(key, (), ev.member(key, ())))
        shape = stack.enter_context(_open(ev, variable, tag))
        count = shape[0] * shape[1]
        if count > MOST_DIRECTIONS:
            raise OutOfBudget("a derivative in very many directions")
        value = ev.value(body)
    return Partials(shape, [ev.jets.part(value, tag, k) for k in range(count)])


def _held(ev: Evaluator, body: Expr, variable: Expr) -> list[str]:
    """Defined names that stand beside the variable in the body and depend on it."""
    names = variable.free
    if body.free.isdisjoint(names):
        return []
    held = []
    for key in sorted(body.free - names):
        declared = ev.problem.declarations.get(key)
        if declared is None or declared.value is None or declared.params or declared.slots or key in ev.bound:
            continue
        if not ev.problem.closure(declared.value).isdisjoint(names):
            held.append(key)
    return held


def by(ev: Evaluator, body: Expr, variable: Expr, partial: bool) -> Value:
    """A derivative in the shape that `gradient` documents."""
    if variable.head == "transpose":
        return ev.jets.transpose(by(ev, body, variable.args[0], partial))
    if variable.head == "matrix":
        return _stacked(ev, body, variable, partial)
    found = partials(ev, body, variable, hold=partial and ev.options.hold)
    if found.shape == (1, 1):
        return found.parts[0]
    rows, cols = ev.jets.shape(found.parts[0])
    if (rows, cols) == (1, 1):
        return ev.jets.pack(*found.shape, found.parts)
    if 1 not in (rows, cols) or 1 not in found.shape:
        raise Unsupported("a derivative of a matrix by a vector, or of a vector by a matrix")
    # n×m: one row a direction
    return ev.jets.pack(len(found.parts), rows * cols, [e for p in found.parts for e in ev.jets.entries(p)])


def _stacked(ev: Evaluator, body: Expr, variable: Expr, partial: bool) -> Value:
    """By a vector that is written out: (∂f/∂x, ∂f/∂y)."""
    parts = [by(ev, body, v, partial) for v in variable.args]
    if any(ev.jets.is_matrix(p) for p in parts):
        rows = [ev.jets.entries(p) for p in parts]
        if len({len(r) for r in rows}) != 1:
            raise IllTyped("derivatives of different shapes")
        return ev.jets.pack(len(rows), len(rows[0]), [e for r in rows for e in r])
    rows, cols = variable.datum
    return ev.jets.pack(rows, cols, parts)


@method("derivative")
def derivative(ev: Evaluator, node: Expr) -> Value:
    """The derivative by one variable, total or partial as the datum says."""
    return by(ev, node.args[0], node.args[1], node.datum == "partial")


@method("gradient")
def gradient(ev: Evaluator, node: Expr) -> Value:
    """The derivative in denominator layout: of a number it has the shape of the variable, of an m×1 vector by an n×1 one it is n×m."""
    return by(ev, node.args[0], node.args[1], True)


@method("jacobian")
def jacobian(ev: Evaluator, node: Expr) -> Value:
    """The derivative in numerator layout: of an m×1 vector by an n×1 one it is m×n."""
    body, variable = node.args
    if variable.head == "transpose":
        variable = variable.args[0]
    if variable.head == "matrix":
        return ev.jets.transpose(_stacked(ev, body, variable, True))
    found = partials(ev, body, variable, hold=ev.options.hold)
    rows, cols = ev.jets.shape(found.parts[0])
    if found.shape == (1, 1):
        return found.parts[0]
    if (rows, cols) == (1, 1):
        return (
            ev.jets.pack(1, len(found.parts), found.parts)
            if 1 in found.shape
            else ev.jets.pack(*found.shape, found.parts)
        )
    if 1 not in (rows, cols) or 1 not in found.shape:
        raise Unsupported("a Jacobian of a matrix")
    columns = [ev.jets.entries(p) for p in found.parts]
    return ev.jets.pack(rows * cols, len(columns), [c[i] for i in range(rows * cols) for c in columns])


def _second(ev: Evaluator, body: Expr, variable: Expr) -> tuple[int, list[list[Value]]]:
    """All second derivatives of a scalar body."""
    ev.tag += 2
    outer, inner = ev.tag - 1, ev.tag
    with ExitStack() as stack:
        shape = stack.enter_context(_open(ev, variable, outer))
        stack.enter_context(_open(ev, variable, inner))
        n = shape[0] * shape[1]
        if n * n > MOST_DIRECTIONS:
            raise OutOfBudget("a large Hessian")
        value = ev.value(body)
    if ev.jets.is_matrix(value):
        raise IllTyped("a Hessian of a vector")
    first = [ev.jets.part(value, inner, j) for j in range(n)]
    return n, [[ev.jets.part(f, outer, i) for f in first] for i in range(n)]


@method("hessian")
def hessian(ev: Evaluator, node: Expr) -> Value:
    """The n×n matrix of second derivatives of a number by an n×1 vector."""
    n, entries = _second(ev, *node.args)
    return ev.jets.pack(n, n, [e for row in entries for e in row])


@method("laplacian")
def laplacian(ev: Evaluator, node: Expr) -> Value:
    """The sum of the second derivatives by every entry of a vector."""
    body, variable = node.args
    if variable.head == "matrix":
        total = ev.jets.zero
        for v in variable.args:
            total = ev.jets.add(total, _second(ev, body, v)[1][0][0])
        return total
    n, entries = _second(ev, body, variable)
    total = entries[0][0]
    for k in range(1, n):
        total = ev.jets.add(total, entries[k][k])
    return total


@method("divergence")
def divergence(ev: Evaluator, node: Expr) -> Value:
    """The sum of the derivatives of a vector's entries by its variable's entries."""
    body, variable = node.args
    if variable.head == "matrix":
        total = ev.jets.zero
        for k, v in enumerate(variable.args):
            total = ev.jets.add(total, ev.jets.entries(by(ev, body, v, True))[k])
        return total
    found = partials(ev, body, variable)
    total = ev.jets.zero
    for k, part in enumerate(found.parts):
        entries = ev.jets.entries(part)
        if len(entries) != len(found.parts):
            raise IllTyped("a divergence of a field of another dimension")
        total = ev.jets.add(total, entries[k])
    return total

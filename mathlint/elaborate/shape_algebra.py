"""Shapes of sums, products, quotients, powers and functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mathlint.elaborate.dims import KIND_NAMES, SCALAR, Sh
from mathlint.elaborate.letters import is_bold, is_upper
from mathlint.elaborate.shape_typing import Rule, Typing, is_zero
from mathlint.expr.tree import Expr, expr, mul

_ENTRYWISE: Final = 2.0


_BROADCAST: Final = 6.0


def _add(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    result: Sh = SCALAR
    done = []
    for arg in node.args:
        shape, final = t.type(arg)
        done.append(final)
        if is_zero(arg):
            continue
        if not done[:-1]:
            result = shape
            continue
        a, b = t.kind(result), t.kind(shape)
        if a == b:
            if not t.same(result, shape):
                t.fault("a sum of things of different sizes")
        elif "S" in (a, b):
            t.cost += 3 if (arg.head in ("number", "neg") or node.args[0].head == "number") else _BROADCAST
            result = shape if a == "S" else result
        elif {a, b} == {"C", "R"}:
            t.cost += 20
        else:
            t.cost += 12
            result = result if a == "M" else shape
    return result, expr("add", tuple(done)) if len(done) > 1 else done[0]


def _mul(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    typed = [t.type(a) for a in node.args]
    shape = SCALAR
    for k, (s, _) in enumerate(typed):
        middle = node.args[k]
        if 0 < k < len(typed) - 1 and middle.head == "name" and is_upper(middle.datum) and t.kind(s) == "S":
            # `x^T A x`: a capital between two vectors is a matrix
            t.cost += 2 * (t.kind(typed[k - 1][0]) == "R" and t.kind(typed[k + 1][0]) == "C")
        shape = product(t, shape, s)
    return shape, mul(*(d for _, d in typed))


def product(t: Typing, a: Sh, b: Sh) -> Sh:
    """The shape of a matrix product: a number goes with anything; else the inner dimensions become one."""
    ka, kb = t.kind(a), t.kind(b)
    if ka == "S":
        return b
    if kb == "S":
        return a
    if ka == "C" and kb == "C" or ka == "R" and kb == "R":
        t.fault("a product of two vectors")
        return a
    if not t.dims.unify(a[1], b[0]):
        t.fault("a product of things whose sizes do not fit")
    return (a[0], b[1])


def _dot(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    (a, x), (b, y) = (t.type(n) for n in node.args)
    ka, kb = t.kind(a), t.kind(b)
    if ka == kb and ka in "CR":
        if not t.dims.unify(a[0], b[0]) or not t.dims.unify(a[1], b[1]):
            t.fault("an inner product of vectors of different lengths")
        return SCALAR, expr("inner", (x, y))
    return product(t, a, b), mul(x, y)


def _times(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    (a, x), (b, y) = (t.type(n) for n in node.args)
    if t.kind(a) == t.kind(b) == "C":
        t.cost += 2
        if t.dims.unify(a[0], 3) and t.dims.unify(b[0], 3):
            return (3, 1), expr("cross", (x, y))
        return t.fault("a cross product outside three dimensions"), mul(x, y)
    return product(t, a, b), mul(x, y)


def _div(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    (a, x), (b, y) = (t.type(n) for n in node.args)
    if t.kind(b) == "S":
        return a, expr("div", (x, y))
    if t.kind(a) == t.kind(b) and t.same(a, b):
        t.cost += 30
        return a, expr("hadamard_div", (x, y))
    if t.kind(a) == "S":
        t.cost += 40
        return b, expr("hadamard_div", (x, y))
    t.fault(f"a division by a {KIND_NAMES[t.kind(b)]}")
    return a, expr("div", (x, y))


def _power(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, base = t.type(node.args[0])
    exponent = t.scalar(node.args[1])
    kind = t.kind(shape)
    if kind == "S":
        return SCALAR, expr("pow", (base, exponent))
    if kind == "M" and t.dims.unify(shape[0], shape[1]):
        if exponent.head == "number" and exponent.datum.denominator in (1, 2):
            return shape, expr("pow", (base, exponent))
        if _may_be_whole(exponent):
            t.cost += 1
            return shape, expr("pow", (base, exponent))
        t.fault("a matrix with an exponent that is no integer")
        return shape, expr("pow", (base, exponent))
    if kind in "CR" and exponent.head == "number" and exponent.datum == 2:
        # physics writes v² for the squared length; others mean entry by entry
        t.cost += 40
        return shape, expr("hadamard_pow", (base, exponent))
    t.fault(f"a power of a {KIND_NAMES[kind]}")
    return shape, expr("pow", (base, exponent))


def _may_be_whole(exponent: Expr) -> bool:
    """`k`, `-k`, `n - 1`."""
    match exponent.head:
        case "number":
            return bool(exponent.datum.denominator == 1)
        case "name":
            return True
        case "neg" | "add":
            return all(_may_be_whole(a) for a in exponent.args)
    return False


def _fn(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    typed = [t.type(a) for a in node.args]
    shape = typed[0][0]
    if node.datum in ("softmax", "logsumexp"):
        return (shape if node.datum == "softmax" else SCALAR), expr("fn", tuple(d for _, d in typed), node.datum)
    if t.kind(shape) != "S":
        t.cost += _ENTRYWISE
        if node.datum == "exp" and t.kind(shape) == "M":
            t.cost += 20
    return shape, expr("fn", tuple(d for _, d in typed), node.datum)


def _inner(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    (a, x), (b, y) = (t.type(n) for n in node.args)
    if not t.same(a, b):
        t.fault("an inner product of things of different sizes")
    if t.kind(a) == "S":
        # of bold letters, hardly
        t.cost += 6 if all(any(is_bold(n) for n in side.free) for side in node.args) else 1
        return SCALAR, mul(x, y)
    return SCALAR, expr("inner", (x, y))


def _outer(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    (a, x), (b, y) = (t.type(n) for n in node.args)
    if t.kind(a) == "C" and t.kind(b) == "C":
        return (a[0], b[0]), expr("outer", (x, y))
    return t.fault("an outer product of things that are no vectors"), expr("outer", (x, y))


def _hadamard(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    typed = [t.type(a) for a in node.args]
    shape = typed[0][0]
    for other, _ in typed[1:]:
        if t.kind(shape) == "S":
            shape = other
            t.cost += 1
        elif t.kind(other) != "S" and not t.same(shape, other):
            t.cost += 12
            if t.kind(shape) != t.kind(other):
                t.fault("an entrywise product of different shapes")
    return shape, expr(node.head, tuple(d for _, d in typed), node.datum)


def _same_shape(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    rest = tuple(t.type(a)[1] for a in node.args[1:])
    return shape, expr(node.head, (x, *rest), node.datum)


def _neg(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    return shape, expr(node.head, (x,), node.datum)


def _compare(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    a, b = t.equation(*node.args)
    return SCALAR, expr("compare", (a, b), node.datum)


def _piecewise(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    done = []
    shape: Sh | None = None
    for k, arg in enumerate(node.args):
        s, d = t.type(arg)
        done.append(d)
        if k % 2 == 0 and not is_zero(arg):
            if shape is None:
                shape = s
            elif not t.same(shape, s):
                t.fault("cases of different shapes")
    return shape or SCALAR, expr("piecewise", tuple(done))


def _cross(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    return _times(t, expr("?times", node.args))


def _growth(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    return SCALAR, expr("growth", tuple(t.scalar(a) for a in node.args), node.datum)


ALGEBRA: Final[Mapping[str, Rule]] = {
    "add": _add,
    "mul": _mul,
    "?dot": _dot,
    "?times": _times,
    "div": _div,
    "?power": _power,
    "pow": _power,
    "fn": _fn,
    "inner": _inner,
    "outer": _outer,
    "hadamard": _hadamard,
    "hadamard_div": _hadamard,
    "hadamard_pow": _same_shape,
    "neg": _neg,
    "plusminus": _neg,
    "compare": _compare,
    "piecewise": _piecewise,
    "cross": _cross,
    "growth": _growth,
}
"""Sums, products, quotients, powers and functions."""

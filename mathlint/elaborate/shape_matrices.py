"""Shapes of what takes or makes a vector or a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mathlint.elaborate.dims import SCALAR, Sh
from mathlint.elaborate.shape_names import entry_ranges
from mathlint.elaborate.shape_typing import Rule, Typing, is_zero
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr, expr, fn, mul


def _transpose(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    if t.kind(shape) == "S":
        t.cost += 8 if node.args[0].head == "name" and node.head in ("transpose", "adjoint") else 0.5
        return SCALAR, fn("conjugate", x) if node.head == "adjoint" else x
    return (shape[1], shape[0]), expr(node.head, (x,))


def _prime(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    if t.kind(shape) == "S":
        t.fault("a prime on a number")
    return (shape[1], shape[0]), expr("transpose", (x,))


def _square(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    """inverse, and the like: a square matrix or a scalar."""
    shape, x = t.type(node.args[0])
    if t.kind(shape) == "M":
        if not t.dims.unify(shape[0], shape[1]):
            t.fault("an inverse of a matrix that is not square")
    elif t.kind(shape) != "S":
        t.fault("an inverse of a vector")
    return shape, expr(node.head, (x,), node.datum)


def _trace(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    if t.kind(shape) == "M":
        if not t.dims.unify(shape[0], shape[1]):
            t.fault("a trace or determinant of a matrix that is not square")
    elif t.kind(shape) != "S":
        t.fault("a trace or determinant of a vector")
    else:
        t.cost += 1
        return SCALAR, x
    return SCALAR, expr(node.head, (x,), node.datum)


def _bars(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    match t.kind(shape):
        case "S":
            return SCALAR, expr("abs", (x,))
        case "M":
            t.dims.unify(shape[0], shape[1])
            return SCALAR, expr("determinant", (x,))
    return SCALAR, expr("norm", (x,), "2")


def _norm(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    kind = t.kind(shape)
    if kind == "S":
        t.cost += 1
        return SCALAR, expr("abs", (x,))
    datum = node.datum
    if datum == "?":
        datum = "F" if kind == "M" else "2"
    elif datum == "F" and kind != "M":
        datum = "2"
    return SCALAR, expr("norm", (x,), datum)


def _kronecker(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    typed = [t.type(a) for a in node.args]
    done = tuple(d for _, d in typed)
    kinds = {t.kind(s) for s, _ in typed}
    if kinds == {"S"}:
        return SCALAR, mul(*done)
    rows: Dim = 1 if kinds <= {"S", "R"} else t.dims.fresh()
    cols: Dim = 1 if kinds <= {"S", "C"} else t.dims.fresh()
    return (rows, cols), expr("kronecker", done)


def _diagonal(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    match t.kind(shape):
        case "C":
            return (shape[0], shape[0]), expr("diagonal", (x,))
        case "R":
            return (shape[1], shape[1]), expr("diagonal", (x,))
        case "M":
            t.dims.unify(shape[0], shape[1])
            return (shape[0], 1), expr("diagonal_of", (x,))
    return t.fault("the diagonal of a number"), expr("diagonal", (x,))


def _diagonal_of(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    return (shape[0], 1), expr("diagonal_of", (x,))


def _vec(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    return (t.dims.fresh(), 1), expr("vec", (t.type(node.args[0])[1],))


def _identity(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    dim = node.datum
    return (dim, dim), node


def _ones(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    return node.datum, node


def _row(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    index = t.scalar(node.args[1])
    if t.kind(shape) != "M":
        t.fault("a row or column of something that is no matrix")
    entry_ranges(t, "", (shape[0] if node.head == "row" else shape[1], 1), [index])
    return ((1, shape[1]) if node.head == "row" else (shape[0], 1)), expr(node.head, (x, index))


def _matrix(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    typed = [t.type(a) for a in node.args]
    kinds = {t.kind(s) for s, a in zip((s for s, _ in typed), node.args, strict=True) if not is_zero(a)}
    done = expr("matrix", tuple(d for _, d in typed), node.datum)
    rows, cols = node.datum
    if kinds <= {"S"}:
        return (rows, cols), done
    first = next(s for s, a in zip((s for s, _ in typed), node.args, strict=True) if t.kind(s) != "S")
    if cols == 1 and kinds == {"R"}:
        for s, _ in typed:
            t.dims.unify(s[1], first[1])
        return (rows, first[1]), done
    if rows == 1 and kinds == {"C"}:
        for s, _ in typed:
            t.dims.unify(s[0], first[0])
        return (first[0], cols), done
    if cols == 1 and kinds == {"C"}:
        return (t.dims.fresh(), 1), done
    if rows == 1 and kinds == {"R"}:
        return (1, t.dims.fresh()), done
    t.cost += 2
    return (t.dims.fresh(), t.dims.fresh()), done


def _unit(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    """A column of zeros and a one."""
    return (node.datum, 1), expr("unit", tuple(t.scalar(a) for a in node.args), node.datum)


MATRICES: Final[Mapping[str, Rule]] = {
    "unit": _unit,
    "transpose": _transpose,
    "adjoint": _transpose,
    "?prime": _prime,
    "inverse": _square,
    "pseudoinverse": _transpose,
    "trace": _trace,
    "determinant": _trace,
    "?bars": _bars,
    "norm": _norm,
    "kronecker": _kronecker,
    "diagonal": _diagonal,
    "diagonal_of": _diagonal_of,
    "vec": _vec,
    "identity": _identity,
    "ones": _ones,
    "zeros": _ones,
    "row": _row,
    "column": _row,
    "matrix": _matrix,
}
"""What takes or makes a vector or a matrix."""

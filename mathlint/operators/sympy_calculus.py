"""Derivatives by scalars, vectors and matrices in sympy's terms, in the layout that `HEADS` fixes."""

from __future__ import annotations

from typing import Any


def derivative(sp: Any, head: str, body: Any, by: Any) -> Any:
    """The sympy object, unevaluated; None if sympy has no notion of it. sp: the sympy module."""
    vector = _is_matrix(by)
    if not vector:
        return _by_scalar(sp, head, body, by)
    column = by.shape[1] == 1
    match head:
        case "gradient" if not _is_matrix(body):
            return _array(body, by) if _whole(by) else _entries(sp, body, by)
        case "jacobian" if not _is_matrix(body):
            made = _array(body, by) if _whole(by) else _entries(sp, body, by)
            return sp.Transpose(made) if column and _is_matrix(made) else made
        case "hessian" if isinstance(by, sp.MatrixBase) and column and not _is_matrix(body):
            return sp.hessian(body, list(by))
        case "divergence" if isinstance(by, sp.MatrixBase) and isinstance(body, sp.MatrixBase) and column:
            return sp.Add(*(sp.Derivative(body[k, 0], by[k, 0]) for k in range(by.shape[0])))
        case "laplacian" if isinstance(by, sp.MatrixBase) and not _is_matrix(body):
            return sp.Add(*(sp.Derivative(body, (entry, 2)) for entry in by))
        case "gradient" | "jacobian" if isinstance(body, sp.MatrixBase) and isinstance(by, sp.MatrixBase) and column:
            jacobian = body.jacobian(by)
            return jacobian.T if head == "gradient" else jacobian
        case "gradient" | "jacobian" if column and body.shape[1] == 1:
            # sympy's derivative of a column by a column is the gradient: variables along the rows
            made = _array(body, by)
            return made if head == "gradient" else _transposed(sp, made)
    return None


def _array(body: Any, by: Any) -> Any:
    from sympy import MatrixSymbol
    from sympy.matrices.expressions.matexpr import MatrixElement
    from sympy.tensor.array.array_derivatives import ArrayDerivative

    if isinstance(by, MatrixSymbol) and any(e.parent == by for e in body.atoms(MatrixElement)):
        return None  # sympy takes the derivative of x[i, 0] by the vector x for zero
    return ArrayDerivative(body, by)


def _whole(by: Any) -> bool:
    return type(by).__name__ == "MatrixSymbol"


def _is_matrix(value: Any) -> bool:
    return bool(getattr(value, "is_Matrix", False) or getattr(value, "is_MatrixExpr", False))


def _transposed(sp: Any, made: Any) -> Any:
    return sp.Transpose(made) if _is_matrix(made) else None


def _entries(sp: Any, body: Any, by: Any) -> Any:
    if not isinstance(by, sp.MatrixBase):
        return None
    return by.applyfunc(lambda entry: sp.Derivative(body, entry))


def _by_scalar(sp: Any, head: str, body: Any, by: Any) -> Any:
    if head in ("hessian", "laplacian"):
        return sp.Derivative(body, (by, 2))
    if isinstance(body, sp.MatrixBase):
        return body.applyfunc(lambda entry: sp.Derivative(entry, by))
    if _is_matrix(body):
        return _array(body, by)
    return sp.Derivative(body, by)

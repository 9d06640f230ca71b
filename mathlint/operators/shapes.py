"""Shape rules: from the shapes of the arguments to the shape of the value. One rule a name; rows say its name.

Each takes the arguments' shapes and gives the value's, or None if they do not fit. Dimensions fit if they are equal, or
if either is a symbol: whether two symbols are the same is for unification to say.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from mathlint.expr.shape import SCALAR, Dim, Shape

Rule: TypeAlias = Callable[[tuple[Shape, ...]], "Shape | None"]


def fits(a: Dim, b: Dim) -> bool:
    """Whether two dimensions may be the same."""
    return a == b or isinstance(a, str) or isinstance(b, str)


def _times(a: Dim, b: Dim) -> Dim:
    if a == 1 or b == 1:
        return b if a == 1 else a
    return a * b if isinstance(a, int) and isinstance(b, int) else f"{a}*{b}"


def product(shapes: tuple[Shape, ...]) -> Shape | None:
    """The matrix product; scalars may stand anywhere."""
    value = SCALAR
    for shape in shapes:
        if value.is_scalar or shape.is_scalar:
            value = shape if value.is_scalar else value
        elif fits(value.cols, shape.rows):
            value = Shape(value.rows, shape.cols)
        else:
            return None
    return value


def total(shapes: tuple[Shape, ...]) -> Shape | None:
    """A sum or an entrywise product: equal shapes; scalars, rows and columns are broadcast."""
    value = SCALAR
    for shape in shapes:
        if not all(a == 1 or b == 1 or fits(a, b) for a, b in ((value.rows, shape.rows), (value.cols, shape.cols))):
            return None
        value = Shape(shape.rows if value.rows == 1 else value.rows, shape.cols if value.cols == 1 else value.cols)
    return value


def _same(shapes: tuple[Shape, ...]) -> Shape | None:
    return shapes[0] if shapes else None


def _scalar(shapes: tuple[Shape, ...]) -> Shape | None:
    return SCALAR


def _square(shapes: tuple[Shape, ...]) -> Shape | None:
    (x,) = shapes
    return x if fits(x.rows, x.cols) else None


def _square_scalar(shapes: tuple[Shape, ...]) -> Shape | None:
    return SCALAR if _square(shapes) else None


def _transpose(shapes: tuple[Shape, ...]) -> Shape | None:
    (x,) = shapes
    return Shape(x.cols, x.rows)


def _diagonal(shapes: tuple[Shape, ...]) -> Shape | None:
    """Of a vector the matrix. `diag(a, b, …)` of scalars has as many rows as arguments."""
    if len(shapes) > 1:
        return Shape(len(shapes), len(shapes)) if all(s.is_scalar for s in shapes) else None
    (x,) = shapes
    if x.is_column:
        return Shape(x.rows, x.rows)
    return Shape(x.cols, x.cols) if x.is_row else None


def _diagonal_of(shapes: tuple[Shape, ...]) -> Shape | None:
    return Shape(shapes[0].rows, 1) if _square(shapes) else None


def _vec(shapes: tuple[Shape, ...]) -> Shape | None:
    (x,) = shapes
    return Shape(_times(x.rows, x.cols), 1)


def _kronecker(shapes: tuple[Shape, ...]) -> Shape | None:
    x, y = shapes
    return Shape(_times(x.rows, y.rows), _times(x.cols, y.cols))


def _outer(shapes: tuple[Shape, ...]) -> Shape | None:
    x, y = shapes
    return Shape(x.rows, y.rows) if x.cols == 1 and y.cols == 1 else None


def _pairing(shapes: tuple[Shape, ...]) -> Shape | None:
    x, y = shapes
    return SCALAR if fits(x.rows, y.rows) and fits(x.cols, y.cols) else None


def _cross(shapes: tuple[Shape, ...]) -> Shape | None:
    x, y = shapes
    return x if fits(x.rows, 3) and fits(y.rows, 3) and x.cols == y.cols == 1 else None


def _quotient(shapes: tuple[Shape, ...]) -> Shape | None:
    x, y = shapes
    return x if y.is_scalar else None


def _covariance(shapes: tuple[Shape, ...]) -> Shape | None:
    x, y = shapes[0], shapes[1] if len(shapes) > 1 else shapes[0]
    return Shape(x.rows, y.rows)


def gradient(shapes: tuple[Shape, ...]) -> Shape | None:
    """(body, variable): see "gradient" in `HEADS`."""
    if len(shapes) == 1:
        return None
    body, variable = shapes
    if body.is_scalar:
        return variable
    return Shape(variable.rows, body.rows) if body.cols == 1 and variable.cols == 1 else None


def _hessian(shapes: tuple[Shape, ...]) -> Shape | None:
    if len(shapes) == 1:
        return None
    body, variable = shapes
    return Shape(variable.rows, variable.rows) if body.is_scalar and variable.cols == 1 else None


def _last(shapes: tuple[Shape, ...]) -> Shape | None:
    return shapes[-1] if shapes else None


def _unknown(shapes: tuple[Shape, ...]) -> Shape | None:
    return None


RULES: Final[dict[str, Rule]] = {
    "scalar": _scalar,
    "condition": _scalar,
    "same": _same,
    "entrywise": total,
    "sum": total,
    "product": product,
    "quotient": _quotient,
    "square": _square,
    "square-scalar": _square_scalar,
    "transpose": _transpose,
    "diagonal": _diagonal,
    "diagonal-of": _diagonal_of,
    "vec": _vec,
    "kronecker": _kronecker,
    "outer": _outer,
    "pairing": _pairing,
    "cross": _cross,
    "covariance": _covariance,
    "gradient": gradient,
    "hessian": _hessian,
    "body": _last,
    # told by the place it stands in, not by arguments
    "variable": _unknown,
    "identity": _unknown,
    "any": _unknown,
    "set": _unknown,
    "none": _unknown,
    "function": _unknown,
    "derivative": _unknown,
}

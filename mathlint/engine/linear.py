"""Vectors and matrices: access, products, norms, builders."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Final

from mathlint.engine.arithmetic import _conjugate, _square_norm
from mathlint.engine.evaluate import Evaluator, method
from mathlint.engine.exact import as_integer
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Jet, Value, constant, each
from mathlint.engine.rings import Balls, Raw, Residues
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr

LARGEST: Final = 40
"""Rows or columns beyond this are not computed."""


def _size(ev: Evaluator, dim: Dim) -> int:
    n = ev.dimension(dim)
    if n > LARGEST:
        raise OutOfBudget("a large matrix")
    return n


# ---------------------------------------------------------------- builders
@method("identity")
def identity(ev: Evaluator, node: Expr) -> Value:
    """The n×n identity; its datum is the dimension."""
    return ev.jets.identity(_size(ev, node.datum))


@method("ones", "zeros")
def filled(ev: Evaluator, node: Expr) -> Value:
    """A matrix of ones or of zeros; the datum is its shape."""
    entry = ev.jets.one if node.head == "ones" else ev.jets.zero
    if node.datum is None:
        return entry
    rows, cols = (_size(ev, d) for d in node.datum)
    return ev.jets.pack(rows, cols, [entry] * (rows * cols))


@method("unit")
def unit(ev: Evaluator, node: Expr) -> Value:
    """A unit vector: an n×1 column."""
    n, i = _size(ev, node.datum), ev.integer(node.args[0])
    ev.undefined_unless(1 <= i <= n, "an index out of range")
    return ev.jets.pack(n, 1, [ev.jets.one if k == i else ev.jets.zero for k in range(1, n + 1)])


@method("matrix")
def matrix(ev: Evaluator, node: Expr) -> Value:
    """A written matrix, row by row; an entry may be a block, and a zero takes the size of its place."""
    rows, cols = node.datum
    values = [ev.value(a) for a in node.args]
    if not any(ev.jets.is_matrix(v) for v in values):
        return ev.jets.pack(rows, cols, values)
    return _blocks(ev, rows, cols, values, node)


def _blocks(ev: Evaluator, rows: int, cols: int, values: list[Value], node: Expr) -> Value:
    """Blocks side by side. A scalar 0 is a zero block, a scalar 1 beside square blocks an identity."""
    shapes = [ev.jets.shape(v) for v in values]
    scalar = [not ev.jets.is_matrix(v) for v in values]
    heights = [max(shapes[r * cols + c][0] for c in range(cols)) for r in range(rows)]
    widths = [max(shapes[r * cols + c][1] for r in range(rows)) for c in range(cols)]
    entries: list[list[Value]] = [[] for _ in range(sum(heights))]
    top = 0
    for r in range(rows):
        for c in range(cols):
            k, want = r * cols + c, (heights[r], widths[c])
            value = values[k]
            if scalar[k] and want != (1, 1):
                if not _is_zero(node.args[k]):
                    raise IllTyped("a scalar among blocks")
                value = ev.jets.spread(ev.jets.zero, *want)
            elif shapes[k] != want:
                raise IllTyped("blocks that do not fit")
            flat = ev.jets.entries(value)
            for i in range(want[0]):
                entries[top + i].extend(flat[i * want[1] : (i + 1) * want[1]])
        top += heights[r]
    return ev.jets.pack(len(entries), len(entries[0]), [e for row in entries for e in row])


def _is_zero(node: Expr) -> bool:
    return node.head == "zeros" or (node.head == "number" and node.datum == 0)


@method("tabulate")
def tabulate(ev: Evaluator, node: Expr) -> Value:
    """The m×n matrix of an expression in two indices."""
    i, low, high, j, left, right, body = node.args
    top, bottom, first, last = (ev.integer(a) for a in (low, high, left, right))
    rows, cols = bottom - top + 1, last - first + 1
    if rows < 1 or cols < 1:
        raise Undefined("an empty matrix")
    if rows > LARGEST or cols > LARGEST:
        raise OutOfBudget("a large matrix")
    entries = []
    with ev.scope(i.datum, j.datum):
        for r in range(top, bottom + 1):
            for c in range(first, last + 1):
                ev.bind(i.datum, r)
                ev.bind(j.datum, c)
                entries.append(ev.value(body))
    if any(ev.jets.is_matrix(e) for e in entries):
        return _table_of_blocks(ev, rows, cols, entries)
    return ev.jets.pack(rows, cols, entries)


def _table_of_blocks(ev: Evaluator, rows: int, cols: int, blocks: list[Value]) -> Value:
    """Blocks of one shape side by side: a column of rows, a row of columns."""
    shapes = {ev.jets.shape(b) for b in blocks}
    if len(shapes) != 1:
        raise IllTyped("blocks that do not fit")
    ((height, width),) = shapes
    if rows * height > LARGEST or cols * width > LARGEST:
        raise OutOfBudget("a large matrix")
    flat = [ev.jets.entries(b) for b in blocks]
    entries = [
        e
        for r in range(rows)
        for i in range(height)
        for c in range(cols)
        for e in flat[r * cols + c][i * width : (i + 1) * width]
    ]
    return ev.jets.pack(rows * height, cols * width, entries)


# ---------------------------------------------------------------- access
def locate(ev: Evaluator, node: Expr) -> tuple[str, tuple[int, ...], tuple[Expr, ...]] | None:
    """Of an `item`: the declared name, the family indices, and the indices into the member; None if the base is no name."""
    base, indices = node.args[0], node.args[1:]
    while base.head == "item":
        base, indices = base.args[0], (*base.args[1:], *indices)
    if base.head != "name" or base.datum in ev.bound:
        return None
    declared = ev.problem.declarations.get(base.datum)
    if declared is None:
        return None
    if len(indices) < declared.slots:
        raise Unsupported(f"the family {base.datum} without all of its indices")
    return base.datum, tuple(ev.label(k) for k in indices[: declared.slots]), indices[declared.slots :]


@method("item")
def item(ev: Evaluator, node: Expr) -> Value:
    """An entry of a vector or a matrix, or a member of a family. Raises Undefined for an index outside."""
    place = locate(ev, node)
    if place is None:
        return pick(ev, ev.value(node.args[0]), node.args[1:], 1)
    key, indices, rest = place
    value = ev.member(key, indices)
    return pick(ev, value, rest, ev.problem.declarations[key].base) if rest else value


def pick(ev: Evaluator, value: Value, indices: tuple[Expr, ...], base: int) -> Value:
    """An entry of a vector or matrix."""
    i, j = position(ev, ev.jets.shape(value), indices, base)
    return ev.jets.entry(value, i, j)


def position(ev: Evaluator, shape: tuple[int, int], indices: tuple[Expr, ...], base: int) -> tuple[int, int]:
    """The row and column, from 0, that indices point at."""
    numbers = [ev.integer(k) - base for k in indices]
    rows, cols = shape
    if len(numbers) == 1:
        if rows != 1 and cols != 1:
            raise IllTyped("one index into a matrix")
        i, j = (numbers[0], 0) if cols == 1 else (0, numbers[0])
    elif len(numbers) == 2:
        i, j = numbers
    else:
        raise IllTyped("more than two indices")
    ev.undefined_unless(0 <= i < rows and 0 <= j < cols, "an index out of range")
    return i, j


@method("row", "column")
def line(ev: Evaluator, node: Expr) -> Value:
    """A row (1×n) or a column (m×1) of a matrix."""
    value = ev.value(node.args[0])
    base = 1
    if node.args[0].head == "name" and node.args[0].datum in ev.problem.declarations:
        base = ev.problem.declarations[node.args[0].datum].base
    k = ev.integer(node.args[1]) - base
    rows, cols = ev.jets.shape(value)
    if node.head == "row":
        ev.undefined_unless(0 <= k < rows, "an index out of range")
        return ev.jets.pack(1, cols, [ev.jets.entry(value, k, j) for j in range(cols)])
    ev.undefined_unless(0 <= k < cols, "an index out of range")
    return ev.jets.pack(rows, 1, [ev.jets.entry(value, i, k) for i in range(rows)])


# ---------------------------------------------------------------- operations
@method("transpose")
def transpose(ev: Evaluator, node: Expr) -> Value:
    """m×n → n×m."""
    return ev.jets.transpose(ev.value(node.args[0]))


@method("adjoint")
def adjoint(ev: Evaluator, node: Expr) -> Value:
    """The conjugate transpose: m×n → n×m."""
    return ev.jets.transpose(ev.jets.entrywise(ev.value(node.args[0]), lambda v: _conjugate(ev, v)))


@method("inverse")
def inverse(ev: Evaluator, node: Expr) -> Value:
    """n×n → n×n. Raises Undefined where there is none, IllTyped if it is not square."""
    return ev.jets.inverse(ev.value(node.args[0]))


@method("pseudoinverse")
def pseudoinverse(ev: Evaluator, node: Expr) -> Value:
    """Of a matrix of full rank, which a random one has."""
    a = ev.value(node.args[0])
    if not ev.jets.is_matrix(a):
        return ev.jets.reciprocal(a)
    t = ev.jets.transpose(a)
    rows, cols = ev.jets.shape(a)
    if rows >= cols:
        return ev.jets.multiply(ev.jets.inverse(ev.jets.multiply(t, a)), t)
    return ev.jets.multiply(t, ev.jets.inverse(ev.jets.multiply(a, t)))


@method("trace")
def trace(ev: Evaluator, node: Expr) -> Value:
    """n×n → a number."""
    return ev.jets.trace(ev.value(node.args[0]))


@method("determinant")
def determinant(ev: Evaluator, node: Expr) -> Value:
    """n×n → a number."""
    return ev.jets.determinant(ev.value(node.args[0]))


@method("rank")
def rank(ev: Evaluator, node: Expr) -> Value:
    """Over the residues: the true rank for all but a negligible share of points."""
    if any(ev.seeds):
        raise Unsupported("a rank under a derivative")
    other = ev.sibling(Residues(ev.draw.key), _no_carry)
    value = other.value(node.args[0])
    return ev.rational(int(value.rank()) if other.jets.is_matrix(value) else int(int(value) != 0))


def _no_carry(value: Value) -> Value:
    raise Unsupported("a rank inside a scope")


@method("norm")
def norm(ev: Evaluator, node: Expr) -> Value:
    """The norm that the datum names, of a vector or a matrix: a number."""
    x = ev.value(node.args[0])
    which = node.datum or "2"
    if not ev.jets.is_matrix(x):
        return ev.jets.absolute(x)
    rows, cols = ev.jets.shape(x)
    if which == "F" or (which == "2" and 1 in (rows, cols)):
        return ev.jets.root(_square_norm(ev, x), 2)
    sizes = [[ev.jets.absolute(ev.jets.entry(x, i, j)) for j in range(cols)] for i in range(rows)]
    add = ev.jets.add
    match which:
        case "1":
            if rows == 1:
                return reduce(add, sizes[0])
            return _largest(ev, [reduce(add, [row[j] for row in sizes]) for j in range(cols)])
        case "inf":
            return _largest(ev, [reduce(add, row) for row in sizes]) if rows > 1 else _largest(ev, sizes[0])
        case "max":
            return _largest(ev, [e for row in sizes for e in row])
    return _spectral(ev, x)


def _largest(ev: Evaluator, values: list[Value]) -> Value:
    best = values[0]
    for v in values[1:]:
        if ev.ring.sign(constant(v) - constant(best)) > 0:
            best = v
    return best


def _spectral(ev: Evaluator, x: Value) -> Value:
    if isinstance(x, Jet) or not isinstance(ev.ring, Balls):
        raise Unsupported("a derivative of a spectral norm")
    from flint import acb_mat

    try:
        values = acb_mat(x.transpose() * x if x.ncols() <= x.nrows() else x * x.transpose()).eig()
    except ValueError:
        raise Undefined("eigenvalues that do not separate") from None
    return ev.jets.root(_largest(ev, [v.real for v in values]), 2)


@method("inner")
def inner(ev: Evaluator, node: Expr) -> Value:
    """The sum of the products of the entries of two values of one shape: a number.

    Of complex values one is conjugated. Books differ in which, so a difference proves nothing.
    """
    x, y = (ev.value(a) for a in node.args)
    if ev.problem.is_complex:
        ev.abstract = True
        x = ev.jets.entrywise(x, lambda v: _conjugate(ev, v))
    return ev.jets.dot(x, y)


@method("outer")
def outer(ev: Evaluator, node: Expr) -> Value:
    """m×1, n×1 → m×n."""
    x, y = (_as_column(ev, ev.value(a)) for a in node.args)
    return ev.jets.multiply(x, ev.jets.transpose(y))


def _as_column(ev: Evaluator, x: Value) -> Value:
    return ev.jets.transpose(x) if ev.jets.shape(x)[0] == 1 else x


@method("cross")
def cross(ev: Evaluator, node: Expr) -> Value:
    """The vector product in three dimensions."""
    x, y = (ev.value(a) for a in node.args)
    rows, cols = ev.jets.shape(x)
    if rows * cols != 3 or ev.jets.shape(y) != (rows, cols):
        if rows * cols > 3 and 1 in (rows, cols):
            raise Undefined("a cross product outside three dimensions")
        raise IllTyped("a cross product of other than three entries")
    a, b = ev.jets.entries(x), ev.jets.entries(y)
    mul, sub = ev.jets.multiply, ev.jets.subtract
    entries = [sub(mul(a[(k + 1) % 3], b[(k + 2) % 3]), mul(a[(k + 2) % 3], b[(k + 1) % 3])) for k in range(3)]
    return ev.jets.pack(rows, cols, entries)


@method("hadamard")
def hadamard(ev: Evaluator, node: Expr) -> Value:
    """The product entry by entry; a number goes to every entry."""
    return reduce(ev.jets.hadamard, [ev.value(a) for a in node.args])


@method("hadamard_div")
def hadamard_div(ev: Evaluator, node: Expr) -> Value:
    """The quotient entry by entry."""
    x, y = (ev.value(a) for a in node.args)
    return ev.jets.hadamard(x, ev.jets.entrywise(y, ev.jets.reciprocal))


@method("hadamard_pow")
def hadamard_pow(ev: Evaluator, node: Expr) -> Value:
    """The power entry by entry."""
    x = ev.value(node.args[0])
    n = as_integer(ev.exact(node.args[1]))
    if n is not None:
        return ev.jets.entrywise(x, lambda e: ev.jets.integer_power(e, n))
    y = ev.value(node.args[1])
    if ev.jets.is_matrix(y):
        raise Unsupported("a matrix of exponents")
    return ev.jets.entrywise(x, lambda e: ev.jets.power(e, y))


@method("kronecker")
def kronecker(ev: Evaluator, node: Expr) -> Value:
    """m×n, p×q → mp×nq."""
    x, y = (ev.value(a) for a in node.args)
    (r, c), (s, d) = ev.jets.shape(x), ev.jets.shape(y)
    if r * s > LARGEST or c * d > LARGEST:
        raise OutOfBudget("a large matrix")

    def product(a: Raw, b: Raw) -> Raw:
        at = ev.ring.is_matrix
        entry = [
            (a[i, j] if at(a) else a) * (b[k, m] if at(b) else b)
            for i in range(r)
            for k in range(s)
            for j in range(c)
            for m in range(d)
        ]
        return entry[0] if len(entry) == 1 else ev.ring.matrix(r * s, c * d, entry)

    return ev.jets.bilinear(x, y, product)


def _linear(ev: Evaluator, value: Value, change: Callable[[Raw], Raw]) -> Value:
    return each(value, change) if ev.jets.is_matrix(value) else value


@method("diagonal")
def diagonal(ev: Evaluator, node: Expr) -> Value:
    """n×1 → the n×n matrix with it on the diagonal."""
    v = ev.value(node.args[0])
    rows, cols = ev.jets.shape(v)
    if 1 not in (rows, cols):
        return _keep_diagonal(ev, v)
    n, zero = rows * cols, ev.jets.zero

    def spread(x: Raw) -> Raw:
        flat = x.entries()
        return ev.ring.matrix(n, n, [flat[i] if i == j else zero for i in range(n) for j in range(n)])

    return _linear(ev, v, spread)


def _keep_diagonal(ev: Evaluator, v: Value) -> Value:
    rows, cols = ev.jets.shape(v)
    return _linear(
        ev,
        v,
        lambda x: ev.ring.matrix(
            rows, cols, [x[i, j] if i == j else ev.jets.zero for i in range(rows) for j in range(cols)]
        ),
    )


@method("diagonal_of")
def diagonal_of(ev: Evaluator, node: Expr) -> Value:
    """n×n → its diagonal, n×1."""
    v = ev.value(node.args[0])
    n = min(ev.jets.shape(v))
    return _linear(ev, v, lambda x: ev.ring.matrix(n, 1, [x[i, i] for i in range(n)]))


@method("vec")
def vec(ev: Evaluator, node: Expr) -> Value:
    """m×n → its columns below each other, mn×1."""
    v = ev.value(node.args[0])
    rows, cols = ev.jets.shape(v)
    return _linear(ev, v, lambda x: ev.ring.matrix(rows * cols, 1, [x[i, j] for j in range(cols) for i in range(rows)]))

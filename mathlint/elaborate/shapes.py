"""Pass P6, shapes: an assignment of kinds to names under which a step makes sense, by least cost, and its final core form.

A name is a scalar, a column, a row or a matrix. `Typing` types an expression under one assignment: it unifies dimensions,
adds up what is implausible (`cost`) and impossible (`faults`), and rewrites the provisional heads of `lowering`.
`assign` searches the kinds: declared over usage over convention.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from mathlint.elaborate.letters import is_upper
from mathlint.expr.shape import Dim
from mathlint.expr.tree import ONE, Expr, expr, mul, name

Sh = tuple[Dim, Dim]
SCALAR: Final[Sh] = (1, 1)
KINDS: Final = "SCRM"
"""Scalar, column, row, matrix."""

_ENTRYWISE: Final = 2.0
_BROADCAST: Final = 6.0
_FAULT: Final = 100.0


@dataclass
class Dims:
    """Unification of dimensions: numbers, names, and anonymous ones that begin with "?"."""

    parent: dict[Dim, Dim] = field(default_factory=dict)
    count: int = 0

    def fresh(self) -> str:
        self.count += 1
        return f"?{self.count}"

    def find(self, dim: Dim) -> Dim:
        while dim in self.parent:
            dim = self.parent[dim]
        return dim

    def unify(self, a: Dim, b: Dim) -> bool:
        a, b = self.find(a), self.find(b)
        if a == b:
            return True
        if isinstance(a, int) and isinstance(b, int):
            return False
        if isinstance(a, int) or (isinstance(b, str) and b.startswith("?")):
            a, b = b, a
        self.parent[a] = b
        return True


@dataclass
class Typing:
    """One typing of a step and its definitions under one assignment.

    kinds: variable → kind, where a variable is a name's key ("x") or a family of a key ("x/1": one slot). values: the
    definitions in force: key → (params, value). layout: "denominator" (gradients are columns) or "numerator".
    """

    kinds: Mapping[str, str]
    values: Mapping[str, tuple[tuple[str, ...], Expr]]
    layout: str = "denominator"
    declared: Mapping[str, Sh] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    dims: Dims = field(default_factory=Dims)
    cost: float = 0.0
    faults: list[str] = field(default_factory=list)
    shapes: dict[str, Sh] = field(default_factory=dict)
    local: dict[str, Sh] = field(default_factory=dict)
    ranges: dict[str, tuple[Expr, Expr]] = field(default_factory=dict)
    bases: dict[str, int] = field(default_factory=dict)
    families: dict[str, int] = field(default_factory=dict)
    """Names that stand as families in the result, and their number of slots."""
    function_shapes: dict[str, Sh] = field(default_factory=dict)
    layouts: bool = False
    """Whether the layout mattered."""
    transposed: bool = False
    final_values: dict[str, Expr] = field(default_factory=dict)
    _typing: set[str] = field(default_factory=set)

    # ------------------------------------------------------------ shapes of names
    def fault(self, what: str) -> Sh:
        self.faults.append(what)
        self.cost += _FAULT
        return SCALAR

    def of_kind(self, kind: str) -> Sh:
        match kind:
            case "C":
                return self.dims.fresh(), 1
            case "R":
                return 1, self.dims.fresh()
            case "M":
                return self.dims.fresh(), self.dims.fresh()
        return SCALAR

    def shape_of(self, variable: str) -> Sh:
        if variable in self.local:
            return self.local[variable]
        found = self.shapes.get(variable)
        if found is None:
            found = self.declared.get(variable) or self.of_kind(self.kinds.get(variable, "S"))
            self.shapes[variable] = found
        return found

    def same(self, a: Sh, b: Sh) -> bool:
        """Unify two shapes; False if they cannot be the same."""
        if self.kind(a) != self.kind(b):
            return False
        return self.dims.unify(a[0], b[0]) and self.dims.unify(a[1], b[1])

    def kind(self, shape: Sh) -> str:
        rows, cols = self.dims.find(shape[0]), self.dims.find(shape[1])
        if rows == 1 and cols == 1:
            return "S"
        return "C" if cols == 1 else "R" if rows == 1 else "M"

    # ------------------------------------------------------------ expressions
    def type(self, node: Expr) -> tuple[Sh, Expr]:
        """The shape of an expression and its final form."""
        rule = _RULES.get(node.head)
        if rule is not None:
            return rule(self, node)
        args = tuple(self.scalar(a) for a in node.args)
        return SCALAR, expr(node.head, args, node.datum)

    def scalar(self, node: Expr) -> Expr:
        """The final form of something that must be a scalar."""
        shape, done = self.type(node)
        if self.kind(shape) != "S":
            self.fault(f"a {KIND_NAMES[self.kind(shape)]} where a number is needed")
        return done

    def equation(self, left: Expr, right: Expr) -> tuple[Expr, Expr]:
        a, left_done = self.type(left)
        b, right_done = self.type(right)
        if not self.same(a, b):
            ka, kb = self.kind(a), self.kind(b)
            if {ka, kb} == {"C", "R"}:
                self.cost += 4
                self.transposed = True
                self.dims.unify(a[0] if ka == "C" else a[1], b[0] if kb == "C" else b[1])
            elif is_zero(left) or is_zero(right) or ({ka, kb} == {"M"}):
                if ka == kb == "M":
                    self.fault("the sides have different sizes")
            else:
                self.fault(f"the left side is a {KIND_NAMES[ka]}, the right side a {KIND_NAMES[kb]}")
        return left_done, right_done


KIND_NAMES: Final = {"S": "number", "C": "vector", "R": "row vector", "M": "matrix"}
Rule = Callable[[Typing, Expr], tuple[Sh, Expr]]


def is_zero(node: Expr) -> bool:
    while node.head in ("transpose", "neg"):
        node = node.args[0]
    return (node.head == "number" and node.datum == 0) or node.head == "zeros"


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
        if exponent.head == "number" and exponent.datum.denominator == 1:
            return shape, expr("pow", (base, exponent))
        if exponent.head == "name":
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


def _transpose(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    shape, x = t.type(node.args[0])
    if t.kind(shape) == "S":
        t.cost += 8 if node.args[0].head == "name" and node.head == "transpose" else 0.5
        return SCALAR, x
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


def _gradient(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    kb, kv = t.kind(shape), t.kind(variable_shape)
    if kv == "S":
        t.cost += 1
        return shape, expr("derivative", (body, variable), "total")
    if kb == "S":
        return variable_shape, expr("gradient", (body, variable))
    if kb in "CR" and kv in "CR":
        n, m = variable_shape[0] if kv == "C" else variable_shape[1], shape[0] if kb == "C" else shape[1]
        return (n, m), expr("gradient", (body, variable))
    t.fault(f"a gradient of a {KIND_NAMES[kb]} by a {KIND_NAMES[kv]}")
    return variable_shape, expr("gradient", (body, variable))


def _derivative(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    kb, kv = t.kind(shape), t.kind(variable_shape)
    if kv == "S":
        return shape, expr("derivative", (body, variable), node.datum)
    if kb == "S":
        if kv == "M":
            return variable_shape, expr("gradient", (body, variable))
        t.layouts = True
        if t.layout == "numerator" and kv == "C":
            return (1, variable_shape[0]), expr("jacobian", (body, variable))
        return variable_shape, expr("gradient", (body, variable))
    if kb in "CR" and kv in "CR":
        t.layouts = True
        n, m = variable_shape[0] if kv == "C" else variable_shape[1], shape[0] if kb == "C" else shape[1]
        if t.layout == "numerator":
            return (m, n), expr("jacobian", (body, variable))
        return (n, m), expr("gradient", (body, variable))
    t.fault(f"a derivative of a {KIND_NAMES[kb]} by a {KIND_NAMES[kv]}")
    return variable_shape, expr("gradient", (body, variable))


def _hessian(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    if t.kind(shape) == "S" and t.kind(variable_shape) == "C":
        return (variable_shape[0], variable_shape[0]), expr("hessian", (body, variable))
    if t.kind(variable_shape) == "S" and t.kind(shape) == "S":
        once = expr("derivative", (body, variable), "total")
        return SCALAR, expr("derivative", (once, variable), "total")
    t.fault("a second derivative of this kind")
    return SCALAR, expr("hessian", (body, variable))


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
        t.cost += 1
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
    return (shape[0], other[0]), done


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


_RULES: Final[dict[str, Rule]] = {
    "name": _name, "item": _item, "add": _add, "mul": _mul, "?dot": _dot, "?times": _times, "div": _div, "?power": _power, "pow": _power,
    "transpose": _transpose, "adjoint": _transpose, "?prime": _prime, "inverse": _square, "pseudoinverse": _transpose,
    "trace": _trace, "determinant": _trace, "?bars": _bars, "norm": _norm, "?gradient": _gradient, "gradient": _gradient,
    "?derivative": _derivative, "derivative": _derivative, "hessian": _hessian, "fn": _fn, "inner": _inner, "outer": _outer,
    "hadamard": _hadamard, "hadamard_div": _hadamard, "hadamard_pow": _same_shape, "neg": _neg, "plusminus": _neg,
    "kronecker": _kronecker, "diagonal": _diagonal, "diagonal_of": _diagonal_of, "vec": _vec, "identity": _identity, "ones": _ones,
    "zeros": _ones, "row": _row, "column": _row, "matrix": _matrix, "tabulate": _tabulate, "sum": _binder, "product": _binder,
    "sum_over": _binder, "product_over": _binder, "sum_where": _binder, "integral": _binder, "integral_over": _binder,
    "antiderivative": _binder, "limit": _binder, "argmax": _binder, "argmin": _binder, "extremum": _binder, "mean": _binder,
    "apply": _apply, "opaque": _opaque, "expect": _moment, "variance": _moment, "covariance": _moment, "compare": _compare,
    "piecewise": _piecewise, "cross": _cross,
}  # fmt: skip


def variables_of(
    nodes: list[Expr], values: Mapping[str, tuple[tuple[str, ...], Expr]]
) -> tuple[dict[str, None], frozenset[str]]:
    """The variables to assign kinds to, in order of first occurrence; and the keys that stand bare (without an index)."""
    found: dict[str, None] = {}
    bare: set[str] = set()
    bound: set[str] = set()

    def visit(node: Expr) -> None:
        match node.head:
            case "name":
                if "#" not in node.datum:
                    found.setdefault(node.datum)
                    bare.add(node.datum)
                return
            case "item" if node.args[0].head == "name" and "#" not in node.args[0].datum:
                found.setdefault(f"{node.args[0].datum}/{len(node.args) - 1}")
                for a in node.args[1:]:
                    visit(a)
                return
            case "apply" if node.args[0].head in ("name", "item"):
                function = node.args[0]
                key = function.args[0].datum if function.head == "item" else function.datum
                if key not in values:
                    found.setdefault(f"{key}()")
                for a in (*function.args[1:], *node.args[1:]):
                    visit(a)
                return
            case "sum_over" | "product_over" | "integral_over" | "argmax" | "argmin" | "extremum":
                found.setdefault(node.args[0].datum)
                bound.add(node.args[0].datum)
        for a in node.args:
            visit(a)

    for node in nodes:
        visit(node)
    return found, frozenset(bare)


def assign(
    variables: Mapping[str, tuple[str, ...]],
    attempt: Callable[[Mapping[str, str]], Typing],
    weight: Callable[[str], float],
    budget: int = 60,
) -> Typing:
    """Search for the kinds of least cost: start from the preferred ones and turn one at a time, then two.

    variables: variable → its possible kinds, the preferred first; each place further costs weight(variable).
    """
    current = {v: kinds[0] for v, kinds in variables.items()}
    best = attempt(current)
    if best.cost <= 0.5:
        return best
    best_cost = best.cost
    open_ = [v for v, kinds in variables.items() if len(kinds) > 1]
    spent = 0
    for _ in range(4):
        improved = None
        for v in open_:
            for place, kind in enumerate(variables[v]):
                if kind == current[v] or spent >= budget:
                    continue
                spent += 1
                trial = {**current, v: kind}
                typed = attempt(trial)
                cost = (
                    typed.cost
                    + place * weight(v)
                    + sum(variables[o].index(current[o]) * weight(o) for o in open_ if o != v)
                )
                if cost < best_cost - 1e-9:
                    best_cost, improved, best = cost, trial, typed
        if improved is None:
            break
        current = improved
        if best.cost <= 0.5:
            break
    if best.faults and spent < budget:
        lower = [v for v in open_ if "C" in variables[v]]
        for a in range(len(lower)):
            for b in range(a + 1, len(lower)):
                if spent >= budget:
                    return best
                spent += 1
                typed = attempt({**current, lower[a]: "C", lower[b]: "C"})
                if typed.cost + 2 < best_cost:
                    best_cost, best = typed.cost + 2, typed
    return best

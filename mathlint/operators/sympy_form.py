"""Core expressions as sympy objects, made on demand: the sympy column of the table, for every head.

sympy is imported here only when it is asked for. A matrix becomes a `MatrixSymbol` with symbolic dimensions,
a family an
`IndexedBase`, a function a `Function`; what sympy has no notion of raises `NotInSympy` with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mathlint.expr.obligation import Declaration, Kind, Trait
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr
from mathlint.operators.functions import FUNCTIONS
from mathlint.operators.sympy_calculus import derivative

_ASSUMPTIONS: Final[Mapping[Trait, dict[str, bool]]] = {
    Trait.POSITIVE: {"positive": True},
    Trait.NONNEGATIVE: {"nonnegative": True},
    Trait.NONZERO: {"nonzero": True},
    Trait.INTEGER: {"integer": True, "positive": True},
    Trait.INDEX: {"integer": True},
    Trait.UNIT_INTERVAL: {"positive": True},
    Trait.EVEN: {"even": True},
    Trait.ODD: {"odd": True},
}
_REPRESENTED: Final = frozenset({"sum", "product", "integral", "antiderivative", "limit"})


class NotInSympy(Exception):
    """sympy has no notion of this; the message says of what."""


def to_sympy(node: Expr, declarations: Iterable[Declaration] = ()) -> Any:
    """The sympy object of an expression.

    Names without a declaration are real scalars. Definitions (`Declaration.value`) are not unfolded. Sums, integrals,
    limits and derivatives stay unevaluated. A scalar that is written as a matrix product, such as x.T*A*x, stays a 1×1
    matrix where it stands alone and becomes its trace among scalars. Raises NotInSympy.
    """
    try:
        return _Maker(declarations).make(node)
    except NotInSympy:
        raise
    except Exception as error:  # sympy's own kinds have no common ancestor, and its internals fail with plain ones
        raise NotInSympy(f"sympy refuses: {error}") from error


class _Maker:
    def __init__(self, declarations: Iterable[Declaration]) -> None:
        import sympy

        self.sp = sympy
        self.declared = {d.name: d for d in declarations}
        self.bound: dict[str, Any] = {}

    def many(self, nodes: Iterable[Expr]) -> list[Any]:
        return [self.make(n) for n in nodes]

    def dim(self, dim: Dim) -> Any:
        return self.sp.Integer(dim) if isinstance(dim, int) else self.sp.Symbol(dim, integer=True, positive=True)

    def is_matrix(self, value: Any) -> bool:
        return bool(getattr(value, "is_Matrix", False) or getattr(value, "is_MatrixExpr", False))

    def scalar(self, value: Any, what: str) -> Any:
        if self.is_matrix(value):
            if value.shape == (1, 1):
                # the entry of a symbolic product is a sum of entries, whose matrix derivative sympy takes for zero
                return value[0, 0] if isinstance(value, self.sp.MatrixBase) else self.sp.Trace(value)
            raise NotInSympy(f"{what} of a matrix")
        return value

    def make(self, node: Expr) -> Any:
        sp, args = self.sp, node.args
        match node.head:
            case "number":
                return sp.Rational(node.datum.numerator, node.datum.denominator)
            case "decimal":
                return sp.Rational(node.datum[0].numerator, node.datum[0].denominator)
            case "constant":
                return {"pi": sp.pi, "e": sp.E, "i": sp.I, "infinity": sp.oo, "euler_gamma": sp.EulerGamma}[node.datum]
            case "name":
                return self.named(node.datum)
            case "identity":
                return sp.Identity(self.dim(node.datum))
            case "ones":
                return sp.OneMatrix(*map(self.dim, node.datum))
            case "zeros":
                return sp.S.Zero if node.datum == (1, 1) else sp.ZeroMatrix(*map(self.dim, node.datum))
            case "unit" | "row" | "column" | "item":
                return self.part(node)
            case "apply":
                return self.function(args[0])(*self.many(args[1:]))
            case "lambda":
                names = [self.bind(a.datum) for a in args[:-1]]
                return sp.Lambda(tuple(names), self.make(args[-1]))
            case "opaque":
                values = self.many(args)
                return sp.Function(node.datum)(*values) if values else sp.Symbol(node.datum)
            case "fn":
                return self.named_function(node)
            case "compare" | "and" | "or" | "not" | "piecewise" | "indicator":
                return self.condition(node)
            case "derivative" | "gradient" | "jacobian" | "hessian" | "divergence" | "laplacian":
                body, by = self.make(args[0]), self.make(args[1])
                if self.is_matrix(body) and body.shape == (1, 1):
                    body = self.scalar(body, "")
                made = derivative(sp, node.head, body, by)
                if made is None:
                    raise NotInSympy(f"a {node.head} of a {self.word(body)} by a {self.word(by)}")
                return made
            case head if head in _REPRESENTED:
                return self.binder(node)
            case "sum_where":
                where, body = self.bind_then(args[0], lambda: (self.make(args[3]), self.make(args[4])))
                low, high = self.many(args[1:3])
                term = sp.Piecewise((self.scalar(body, "a sum"), where), (0, True))
                return sp.Sum(term, (self.bound[args[0].datum], low, high))
            case "mean":
                low, high = self.many(args[1:3])
                body = self.bind_then(args[0], lambda: self.scalar(self.make(args[3]), "a mean"))
                return sp.Sum(body, (self.bound[args[0].datum], low, high)) / (high - low + 1)
            case "tabulate":
                return self.table(node)
            case "matrix":
                return self.matrix(node)
            case _:
                return self.arithmetic(node)

    def word(self, value: Any) -> str:
        return "matrix" if self.is_matrix(value) else "scalar"

    # ------------------------------------------------------------ names

    def named(self, key: str) -> Any:
        if key in self.bound:
            return self.bound[key]
        declared = self.declared.get(key)
        if declared is None:
            return self.sp.Symbol(key, real=True)
        if declared.kind is Kind.FUNCTION or declared.arity:
            return self.sp.Function(key)
        if declared.kind in (Kind.SET, Kind.RANDOM):
            raise NotInSympy(f"the {declared.kind} {key}")
        if declared.slots:
            return self.sp.IndexedBase(key)
        if not declared.shape.is_scalar:
            return self.sp.MatrixSymbol(key, self.dim(declared.shape.rows), self.dim(declared.shape.cols))
        given: dict[str, bool] = {} if Trait.COMPLEX in declared.traits else {"real": True}
        for trait in sorted(declared.traits):
            given |= _ASSUMPTIONS.get(trait, {})
        return self.sp.Symbol(key, **given)

    def bind(self, key: str, **assumptions: bool) -> Any:
        self.bound[key] = self.sp.Symbol(key, **(assumptions or {"real": True}))
        return self.bound[key]

    def bind_then(self, variable: Expr, make: Any) -> Any:
        """Bind an integer index, then make what stands in its scope."""
        self.bind(variable.datum, integer=True)
        return make()

    def function(self, node: Expr) -> Any:
        if node.head == "name":
            return self.sp.Function(node.datum)
        if node.head == "lambda":
            return self.make(node)
        if node.head == "item" and node.args[0].head == "name":
            indices = ",".join(str(i) for i in self.many(node.args[1:]))
            return self.sp.Function(f"{node.args[0].datum}_{indices}")
        raise NotInSympy(f"the application of a {node.head}")

    def part(self, node: Expr) -> Any:
        sp = self.sp
        if node.head == "unit":
            rows, at = self.dim(node.datum), self.make(node.args[0])
            return sp.FunctionMatrix(
                rows, 1, sp.Lambda(sp.symbols("_p _q"), sp.KroneckerDelta(sp.Symbol("_p"), at - 1))
            )
        base, indices = node.args[0], self.many(node.args[1:])
        declared = self.declared.get(base.datum) if base.head == "name" else None
        whole = self.make(base)
        first = declared.base if declared else 1
        if node.head in ("row", "column"):
            at = indices[0] - 1
            if not self.is_matrix(whole):
                raise NotInSympy(f"a {node.head} of a scalar")
            return whole[at, :] if node.head == "row" else whole[:, at]
        if self.is_matrix(whole):
            places = [i - first for i in indices]
            if len(places) == 1:
                places = [0, *places] if whole.shape[0] == 1 else [*places, 0]
            return whole[tuple(places)]
        if base.head == "name":
            return sp.IndexedBase(base.datum)[tuple(indices)]
        raise NotInSympy("an item of a scalar")

    # ------------------------------------------------------------ functions and conditions

    def named_function(self, node: Expr) -> Any:
        row = FUNCTIONS.get(node.datum)
        if row is None or not row.sympy:
            raise NotInSympy(f"the function {node.datum}")
        values = [self.scalar(v, "") if self.is_matrix(v) and v.shape == (1, 1) else v for v in self.many(node.args)]
        if any(self.is_matrix(v) for v in values):
            if len(values) != 1:
                raise NotInSympy(f"{node.datum} of matrices")
            x = self.sp.Dummy("x")
            return values[0].applyfunc(self.sp.Lambda(x, self.called(row.sympy, x)))
        return self.called(row.sympy, *values)

    def called(self, spelling: str, *values: Any) -> Any:
        """A row's sympy column: a name in sympy, or an expression in {0}, {1}."""
        if "{" not in spelling:
            return getattr(self.sp, spelling)(*values)
        places = {f"_argument{k}": v for k, v in enumerate(values)}
        return self.sp.sympify(spelling.format(*places), locals=places)

    def condition(self, node: Expr) -> Any:
        sp, args = self.sp, node.args
        match node.head:
            case "compare":
                x, y = self.many(args)
                x, y = (self.scalar(v, "") if self.is_matrix(v) and v.shape == (1, 1) else v for v in (x, y))
                made = {"=": sp.Eq, "!=": sp.Ne, "<": sp.Lt, "<=": sp.Le, ">": sp.Gt, ">=": sp.Ge}[node.datum]
                return made(x, y)
            case "and":
                return sp.And(*self.many(args))
            case "or":
                return sp.Or(*self.many(args))
            case "not":
                return sp.Not(self.make(args[0]))
            case "indicator":
                return sp.Piecewise((1, self.make(args[0])), (0, True))
            case _:
                values = [self.scalar(v, "a case") if k % 2 == 0 else v for k, v in enumerate(self.many(args))]
                pairs = [(values[k], values[k + 1]) for k in range(0, len(values) - 1, 2)]
                return sp.Piecewise(*pairs, *([(values[-1], True)] if len(values) % 2 else []))

    # ------------------------------------------------------------ binders and tables

    def binder(self, node: Expr) -> Any:
        sp, args, head = self.sp, node.args, node.head
        bounds = self.many(args[1:-1])
        whole = head in ("sum", "product")
        variable = self.bind(args[0].datum, **({"integer": True} if whole else {"real": True}))
        body = self.make(args[-1])
        match head:
            case "sum":
                return sp.Sum(body, (variable, *bounds))
            case "product":
                return sp.Product(self.scalar(body, "a product"), (variable, *bounds))
            case "integral" | "antiderivative":
                return sp.Integral(self.scalar(body, "an integral"), (variable, *bounds))
            case _:
                return sp.Limit(self.scalar(body, "a limit"), variable, bounds[0], node.datum or "+-")

    def table(self, node: Expr) -> Any:
        sp = self.sp
        i, i_low, i_high, j, j_low, j_high, body = node.args
        bounds = self.many((i_low, i_high, j_low, j_high))
        row, column = self.bind(i.datum, integer=True), self.bind(j.datum, integer=True)
        entry = self.scalar(self.make(body), "an entry")
        p, q = sp.Dummy("p", integer=True), sp.Dummy("q", integer=True)
        moved = entry.subs({row: p + bounds[0], column: q + bounds[2]}, simultaneous=True)
        return sp.FunctionMatrix(bounds[1] - bounds[0] + 1, bounds[3] - bounds[2] + 1, sp.Lambda((p, q), moved))

    def matrix(self, node: Expr) -> Any:
        rows, cols = node.datum
        values = self.many(node.args)
        grid = [values[r * cols : (r + 1) * cols] for r in range(rows)]
        return self.sp.BlockMatrix(grid) if any(map(self.is_matrix, values)) else self.sp.Matrix(grid)

    # ------------------------------------------------------------ arithmetic and linear algebra

    def arithmetic(self, node: Expr) -> Any:
        sp, head = self.sp, node.head
        values = self.many(node.args)
        x: Any = values[0]
        y: Any = values[1] if len(values) > 1 else None
        x_matrix = self.is_matrix(x)
        match head:
            case "add":
                return self.added(values)
            case "neg":
                return -x
            case "mul":
                return self.multiplied(values)
            case "div":
                return x / self.scalar(y, "a division by")
            case "pow":
                return (self.scalar(x, "") if x_matrix and x.shape == (1, 1) else x) ** y
            case "root":
                return sp.sqrt(self.scalar(x, "a root")) if y == 2 else sp.Pow(self.scalar(x, "a root"), 1 / y)
            case "transpose" | "adjoint" | "inverse" | "trace" | "determinant" if not x_matrix:
                return {"adjoint": sp.conjugate, "inverse": lambda v: 1 / v}.get(head, lambda v: v)(x)
            case "transpose":
                return x.T
            case "adjoint":
                return sp.Adjoint(x)
            case "inverse":
                return sp.Inverse(x)
            case "trace":
                return sp.Trace(x)
            case "determinant":
                return sp.Determinant(x)
            case "inner":
                return (
                    self.scalar(x.T * y, "")
                    if x_matrix and x.shape[1] == 1
                    else sp.Trace(x.T * y)
                    if x_matrix
                    else x * y
                )
            case "outer":
                return x * y.T if self.is_matrix(x) else x * y
            case "norm":
                return self.norm(x, node.datum)
            case "hadamard":
                return sp.HadamardProduct(*values) if all(map(self.is_matrix, values)) else self.multiplied(values)
            case "hadamard_pow":
                return sp.HadamardPower(x, y)
            case "hadamard_div":
                return sp.HadamardProduct(x, sp.HadamardPower(y, -1)) if self.is_matrix(y) else x / y
            case "kronecker":
                return sp.KroneckerProduct(x, y)
            case "diagonal":
                return sp.diag(*values) if not self.is_matrix(x) else sp.DiagMatrix(x)
            case "diagonal_of":
                return sp.DiagonalOf(x)
            case "cross" if isinstance(x, sp.MatrixBase) and isinstance(y, sp.MatrixBase):
                return x.cross(y)
            case "abs" | "floor" | "ceiling" | "factorial":
                x, x_matrix = (x, x_matrix) if not x_matrix or x.shape != (1, 1) else (self.scalar(x, ""), False)
                made = {"abs": sp.Abs, "floor": sp.floor, "ceiling": sp.ceiling, "factorial": sp.factorial}[head]
                return x.applyfunc(made) if x_matrix else made(x)
            case "binomial":
                return sp.binomial(x, y)
            case "mod":
                return sp.Mod(x, y)
            case "max" | "min":
                made = sp.Max if head == "max" else sp.Min
                return made(*(self.scalar(v, f"the {head}") for v in values))
        raise NotInSympy(f"no notion of {head.replace('_', ' ')}")

    def added(self, values: list[Any]) -> Any:
        matrices = [v for v in values if self.is_matrix(v)]
        if not matrices:
            return self.sp.Add(*values)
        rows, cols = matrices[0].shape
        if any(m.shape != (rows, cols) for m in matrices):
            if all((m.shape == (1, 1)) for m in matrices):
                return self.sp.Add(*(self.scalar(v, "a sum") for v in values))
            raise NotInSympy("a sum of matrices of different sizes")
        if (rows, cols) == (1, 1):
            return self.sp.Add(*(self.scalar(v, "a sum") for v in values))
        return self.sp.MatAdd(*(v if self.is_matrix(v) else v * self.sp.OneMatrix(rows, cols) for v in values)).doit(
            deep=False
        )

    def multiplied(self, values: list[Any]) -> Any:
        """In order; a 1×1 product stands for its entry."""
        total: Any = self.sp.S.One
        for value in values:
            if self.is_matrix(total) and self.is_matrix(value) and (1, 1) in (total.shape, value.shape):
                if total.shape[1] != value.shape[0]:
                    total, value = (self.scalar(v, "") if v.shape == (1, 1) else v for v in (total, value))
            total = total * value
        return total

    def norm(self, x: Any, which: str) -> Any:
        sp = self.sp
        if not self.is_matrix(x):
            return sp.Abs(x)
        if which == "F" or (which == "2" and 1 in x.shape):
            return sp.sqrt(self.scalar(x.T * x, "") if x.shape[1] == 1 else sp.Trace(x.T * x))
        if isinstance(x, sp.MatrixBase) and 1 in x.shape:
            return x.norm({"1": 1, "inf": sp.oo, "max": sp.oo}[which])
        raise NotInSympy(f"the {which} norm of a matrix")

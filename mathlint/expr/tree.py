"""Core expressions: what is meant, with no ambiguity of notation left.

An `Expr` is a head, arguments and a datum. It is immutable and interned: equal expressions are the same object, so
`is` and `==` agree, and the hash is that of the object. It carries no spans. What each head means, how many arguments and what datum
it takes, is said in `HEADS` and enforced by `expr.spec.check`.

Binders (`sum`, `integral`, `limit`, …) bind the `name` in their first argument; elaboration has already made every bound
name unique within a step (alpha-renaming), so no evaluator needs to think about capture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, TypeAlias
from weakref import ref

HEADS: Final[dict[str, str]] = {
    # --- leaves
    "number": "datum: Fraction. An exact rational.",
    "decimal": "datum: (Fraction value, Fraction ulp). A literal with a decimal point: any real within one ulp of value.",
    "constant": "datum: 'pi' | 'e' | 'i' | 'infinity' | 'euler_gamma'.",
    "name": "datum: str, the canonical key of a declared or bound name.",
    "identity": "datum: Dim. The n×n identity matrix.",
    "ones": "datum: (Dim, Dim). All ones.",
    "zeros": "datum: (Dim, Dim). All zeros; compares equal to a zero of any shape.",
    "unit": "datum: Dim; args: (index,). The standard basis column vector e_index.",
    # --- access and application
    "item": "(base, i[, j]). Member of a family, entry of a vector (one index) or matrix (two; one: a column vector's). "
    "Indices are integers, counted from the declaration's `base` (1 unless it says 0).",
    "row": "(matrix, i). Its i-th row, as a 1×n row vector.",
    "column": "(matrix, j). Its j-th column, as a column vector.",
    "apply": "(function, argument…). function: a name declared as a function (or an item of a family of functions), or a lambda.",
    "lambda": "(name…, body). A function of its names.",
    "growth": "datum: 'O' | 'o'; (bound, variable, target). Anything of the order of the bound as the variable, a name, goes to "
    "the target. A term of a sum.",
    "opaque": "datum: str; args: what it depends on. A notion that is not understood, such as `p(x|y)` or `O(n)`: the same "
    "datum and arguments give the same scalar value, and nothing else is known of it.",
    # --- arithmetic. `mul` is the ordered matrix product; scalars may stand anywhere in it.
    "add": "(term, term, …). Same shapes; a scalar, column or row is broadcast.",
    "neg": "(x).",
    "mul": "(factor, factor, …), in order.",
    "div": "(x, scalar).",
    "pow": "(base, exponent). A square matrix base takes an integer exponent; inverse: `inverse`.",
    "root": "(x, n). The principal real n-th root; sqrt is (x, 2).",
    "plusminus": "(x). Both signs: never refuted.",
    # --- linear algebra
    "transpose": "(x).",
    "adjoint": "(x). Conjugate transpose.",
    "inverse": "(x). Of a square matrix, or 1/x of a scalar.",
    "pseudoinverse": "(x).",
    "trace": "(x).",
    "determinant": "(x).",
    "rank": "(x).",
    "norm": "(x); datum: '2' | '1' | 'inf' | 'F' | 'max'. Of a matrix, '2' is the spectral norm.",
    "inner": "(x, y). <x, y>: the sum of products of entries.",
    "outer": "(x, y). x yᵀ.",
    "cross": "(x, y). In three dimensions.",
    "hadamard": "(x, y, …). Entrywise product.",
    "hadamard_div": "(x, y). Entrywise quotient.",
    "hadamard_pow": "(x, exponent). Entrywise power.",
    "kronecker": "(x, y).",
    "diagonal": "(v). The diagonal matrix of a vector.",
    "diagonal_of": "(A). The column vector of a matrix' diagonal.",
    "vec": "(A). Columns stacked.",
    "matrix": "datum: (rows, cols); args: entries, row by row. Entries may be matrices: blocks.",
    "tabulate": "(i, i_low, i_high, j, j_low, j_high, body). The matrix with this body as entry; a column: j_low == j_high.",
    # --- functions
    "fn": "datum: a function's name in operators.FUNCTIONS ('sin', 'exp', 'log', …); (x) or (x, parameter). Entrywise on matrices.",
    "abs": "(x).",
    "floor": "(x).",
    "ceiling": "(x).",
    "factorial": "(n).",
    "binomial": "(n, k).",
    "mod": "(x, m).",
    "max": "(x, y, …).",
    "min": "(x, y, …).",
    "piecewise": "(value, condition, value, condition, …[, otherwise]).",
    "indicator": "(condition). 1 or 0.",
    # --- conditions
    "compare": "datum: '=' | '!=' | '<' | '<=' | '>' | '>=' ; (x, y).",
    "and": "(p, q, …).",
    "or": "(p, q, …).",
    "not": "(p).",
    # --- binders; the first argument is the bound `name`
    "sum": "(i, low, high, body). Over the integers low..high; high may be infinity; empty if high < low.",
    "product": "(i, low, high, body).",
    "sum_over": "(i, set, body). Over an index set that is only a name: a `name` declared as a set, or opaque.",
    "product_over": "(i, set, body).",
    "sum_where": "(i, low, high, condition, body). Over those i that satisfy the condition (such as i ≠ j).",
    "integral": "(x, low, high, body).",
    "integral_over": "(x, set, body). Over a domain that is only named, or all of the space.",
    "antiderivative": "(x, body). Up to a constant.",
    "limit": "(x, target, body); datum: '+' | '-' | ''.",
    "argmax": "(x, body).",
    "argmin": "(x, body).",
    "extremum": "datum: 'max' | 'min' | 'sup' | 'inf'; (x, body).",
    # --- derivatives. The variable is a name or an item/row of a name; it is not a binder: the value is taken at its present value.
    "derivative": "(body, variable); datum: 'total' | 'partial'. Scalar variable, entrywise on the body.",
    "gradient": "(body, variable). Scalar body: the shape of the variable. Vector body (m) by a column (n): the n×m transposed Jacobian.",
    "jacobian": "(body, variable). Vector body (m) by vector (n): m×n. Scalar body by a column: the 1×n row; by a matrix p×q: "
    "the p×q matrix of partials. Matrix body by scalar: entrywise.",
    "hessian": "(body, variable).",
    "divergence": "(body, variable).",
    "laplacian": "(body, variable).",
    # --- probability (finite sample spaces)
    "expect": "(body[, given…]); datum: str, the measure's name, or ''.",
    "variance": "(body[, given…]); datum: as expect.",
    "covariance": "(x, y[, given…]); datum: as expect.",
    # --- statistics of families
    "mean": "(i, low, high, body). The arithmetic mean over i.",
}


_NO_NAMES: Final[frozenset[str]] = frozenset()


class Expr:
    """An interned core expression. Make one with `expr()` or the constructors below, never directly."""

    __slots__ = ("__weakref__", "_free", "_nodes", "args", "datum", "head", "size")

    head: str
    args: tuple[Expr, ...]
    datum: Any
    size: int
    """How many nodes the tree has."""
    _free: frozenset[str] | None
    _nodes: tuple[Expr, ...] | None

    def __reduce__(self) -> tuple[Callable[..., Expr], tuple[Any, ...]]:
        return expr, (self.head, self.args, self.datum)

    def __repr__(self) -> str:
        match self.head:
            case "number" | "name" | "constant":
                return str(self.datum)
            case "decimal":
                return f"{float(self.datum[0])}"
        inside = [] if self.datum is None else [repr(self.datum)]
        return f"{self.head}({', '.join(inside + [repr(a) for a in self.args])})"

    @property
    def free(self) -> frozenset[str]:
        """The names that occur and are not bound inside."""
        if self._free is None:
            names: frozenset[str]
            if not self.args:
                names = frozenset((self.datum,)) if self.head == "name" else _NO_NAMES
            elif len(self.args) == 1:
                names = self.args[0].free
            else:
                names = _NO_NAMES.union(*[a.free for a in self.args])
                bound = bound_names(self)
                if bound:
                    # the range of a binder is outside its scope
                    names = names.difference(bound).union(*[a.free for a in range_arguments(self)])
            self._free = names
        return self._free

    def walk(self) -> Iterator[Expr]:
        """Every node, parents before children."""
        if self._nodes is not None:
            return iter(self._nodes)
        nodes = []
        stack = [self]
        while stack:
            node = stack.pop()
            nodes.append(node)
            if node.args:
                stack.extend(node.args[::-1])
        if self.size <= MOST_KEPT:
            self._nodes = tuple(nodes)
        return iter(nodes)


MOST_KEPT: Final = 200
"""Up to this size an expression keeps the list of its nodes: it is walked over dozens of times."""


class _Kept(ref[Expr]):
    """An expression in the table, with its key there. It goes when nothing else holds the expression."""

    __slots__ = ("key",)
    key: _Key


def _gone(kept: Any) -> None:
    _table.pop(kept.key, None)


_Key: TypeAlias = tuple[str, tuple[Expr, ...], Any]
_table: dict[_Key, _Kept] = {}
_NO_KEY: Final = ("", (), None)


def expr(head: str, args: tuple[Expr, ...] = (), datum: Any = None) -> Expr:
    """The one expression with this head, these arguments and this datum."""
    key = (head, args, datum)
    kept = _table.get(key)
    if kept is not None:
        found = kept()
        if found is not None:
            return found
        kept.key = _NO_KEY  # what has gone must not take its successor along
    made = Expr()
    made.head, made.args, made.datum, made._free, made._nodes = head, args, datum, None, None
    made.size = 1
    for a in args:
        made.size += a.size
    kept = _Kept(made, _gone)
    kept.key = key
    _table[key] = kept
    return made


_BINDERS: Final = {
    "sum": (0,), "product": (0,), "sum_over": (0,), "product_over": (0,), "sum_where": (0,), "integral": (0,),
    "integral_over": (0,), "antiderivative": (0,), "limit": (0,), "argmax": (0,), "argmin": (0,), "extremum": (0,),
    "mean": (0,), "tabulate": (0, 3),
}  # fmt: skip
_RANGES: Final = {
    "sum": (1, 2), "product": (1, 2), "sum_over": (1,), "product_over": (1,), "sum_where": (1, 2), "integral": (1, 2),
    "integral_over": (1,), "limit": (1,), "mean": (1, 2), "tabulate": (1, 2, 4, 5),
}  # fmt: skip


def bound_names(node: Expr) -> tuple[str, ...]:
    """The names that this node itself binds (not its children)."""
    places = _BINDERS.get(node.head)
    if places is not None:
        return tuple([node.args[i].datum for i in places])
    return tuple([a.datum for a in node.args[:-1]]) if node.head == "lambda" else ()


def range_arguments(node: Expr) -> tuple[Expr, ...]:
    """The arguments of a binder that lie outside its scope: bounds, sets, targets."""
    return tuple(node.args[i] for i in _RANGES.get(node.head, ()))


def substitute(node: Expr, names: dict[str, Expr]) -> Expr:
    """Put expressions for free names. Bound names are unique in a step, so nothing is captured."""
    if not names or node.free.isdisjoint(names):
        return node
    if node.head == "name":
        return names.get(node.datum, node)
    bound = bound_names(node)
    inner = {k: v for k, v in names.items() if k not in bound} if bound else names
    return expr(node.head, tuple([substitute(a, inner) for a in node.args]), node.datum)


def rebuild(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Apply `change` to every node, children first."""
    if node.args:
        args = tuple([rebuild(a, change) for a in node.args])
        if args != node.args:
            node = expr(node.head, args, node.datum)
    return change(node)


# ---------------------------------------------------------------- constructors


@lru_cache(maxsize=1024)
def number(value: int | Fraction) -> Expr:
    """An exact rational."""
    return expr("number", (), Fraction(value))


def name(key: str) -> Expr:
    """A name by its key."""
    return expr("name", (), key)


def constant(which: str) -> Expr:
    """A mathematical constant: π, e, i, ∞."""
    return expr("constant", (), which)


def add(*terms: Expr) -> Expr:
    """Flattens nested sums."""
    flat = [t for term in terms for t in (term.args if term.head == "add" else (term,))]
    return flat[0] if len(flat) == 1 else expr("add", tuple(flat))


def neg(x: Expr) -> Expr:
    """−x; of a number, the number."""
    if x.head == "number":
        return number(-x.datum)
    return x.args[0] if x.head == "neg" else expr("neg", (x,))


def mul(*factors: Expr) -> Expr:
    """Flattens nested products; order is kept."""
    flat = [f for factor in factors for f in (factor.args if factor.head == "mul" else (factor,))]
    return flat[0] if len(flat) == 1 else expr("mul", tuple(flat))


def div(x: Expr, y: Expr) -> Expr:
    """x / y, as it is written."""
    return expr("div", (x, y))


def power(base: Expr, exponent: Expr) -> Expr:
    """base to the exponent, as it is written."""
    return expr("pow", (base, exponent))


def fn(which: str, *args: Expr) -> Expr:
    """A function of the table, by its key."""
    return expr("fn", args, which)


ZERO: Final = number(0)
ONE: Final = number(1)

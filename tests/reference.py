"""An independent evaluator of core expressions: plain mpmath, slow and simple, sharing nothing with the engine.

It is what a refutation is checked against: at its own witness, the two sides must differ here as well. Derivatives are
central differences at three times the precision, sums are loops, integrals are quadratures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import mpmath
from mpmath import mp, mpf

from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import Expr

Value = Any
"""An mpf or mpc, an mpmath matrix, a bool, a Python callable, or an `Outcomes`."""

LOOP_LIMIT = 20_000


class NotEvaluable(Exception):
    """This evaluator has no value for the expression at this point."""


class Outcomes(list):  # type: ignore[type-arg]
    """A random variable: its value at each outcome."""


def evaluate(
    node: Expr,
    point: Mapping[str, Any],
    dims: Mapping[str, int] | None = None,
    declarations: Iterable[Declaration] = (),
    digits: int = 30,
) -> Value:
    """The value of an expression at a point, to about `digits` digits.

    point: name → a number, a Fraction, a text such as "3/7", a list (a column), a list of rows,
    a callable (a function);
    a member of a family is "x_2" or "A_1_2". A random variable is a list with a value for each outcome; the outcomes'
    weights are `point["weights"]`, uniform if left out. dims: dimensions and integers.
    """
    with mp.workdps(digits + 10):
        return Evaluator(point, dims or {}, declarations).value(node)


def scalar(entry: Any) -> Any:
    """One entry of a point as a number: "3/7", "0.5", Fraction(3, 7), 2, mpf; "1/2+3/4i" for a complex one."""
    if isinstance(entry, str):
        text = entry.replace(" ", "").replace("*", "")
        if text.endswith(("i", "j")):
            body = text[:-1]
            cut = max(body.rfind("+", 1), body.rfind("-", 1))
            real, imaginary = (body[:cut], body[cut:]) if cut > 0 else ("0", body)
            imaginary = {"": "1", "+": "1", "-": "-1"}.get(imaginary, imaginary)
            return mpmath.mpc(scalar(real), scalar(imaginary.removeprefix("+")))
        entry = Fraction(text)
    if isinstance(entry, Fraction):
        return mpf(entry.numerator) / entry.denominator
    if isinstance(entry, int | float):
        return mpf(entry)
    return entry


def is_matrix(value: Value) -> bool:
    return isinstance(value, mpmath.matrix)


def loosen(value: Value) -> Value:
    """A 1×1 matrix is a scalar."""
    return value[0, 0] if is_matrix(value) and value.rows == value.cols == 1 else value


def entries(value: Value) -> list[Any]:
    return [value[r, c] for r in range(value.rows) for c in range(value.cols)] if is_matrix(value) else [value]


def tabulate(rows: int, cols: int, entry: Callable[[int, int], Any]) -> Value:
    made = mpmath.matrix(rows, cols)
    for r in range(rows):
        for c in range(cols):
            made[r, c] = entry(r, c)
    return made


def entrywise(operation: Callable[..., Any], *values: Value) -> Value:
    """Entry by entry; scalars, rows and columns are broadcast."""
    values = tuple(loosen(v) for v in values)
    if not any(is_matrix(v) for v in values):
        return operation(*values)
    rows = max(v.rows for v in values if is_matrix(v))
    cols = max(v.cols for v in values if is_matrix(v))
    for v in values:
        if is_matrix(v) and (v.rows not in (1, rows) or v.cols not in (1, cols)):
            raise NotEvaluable("shapes do not fit")

    def pick(v: Value, r: int, c: int) -> Any:
        return v[r if v.rows > 1 else 0, c if v.cols > 1 else 0] if is_matrix(v) else v

    return tabulate(rows, cols, lambda r, c: operation(*(pick(v, r, c) for v in values)))


def close(a: Value, b: Value, digits: int = 15) -> bool:
    """Whether two values agree to so many digits, relative to the larger (and to 1 near zero)."""
    a, b = loosen(a), loosen(b)
    if is_matrix(a) != is_matrix(b):
        # a zero that does not say its size
        return all(abs(e) < mpf(10) ** -digits for e in entries(a) + entries(b))
    if is_matrix(a) and (a.rows, a.cols) != (b.rows, b.cols):
        return False
    tolerance = mpf(10) ** -digits
    return all(
        abs(p - q) <= tolerance * max(abs(p), abs(q), tolerance if abs(p) + abs(q) < tolerance else mpf(1) / 10**6)
        for p, q in zip(entries(a), entries(b), strict=True)
    )


def integer(value: Value) -> int:
    value = loosen(value)
    if not isinstance(value, mpf) or value != int(value):
        raise NotEvaluable(f"{value} is no integer")
    return int(value)


def product(a: Value, b: Value) -> Value:
    a, b = loosen(a), loosen(b)
    if is_matrix(a) and is_matrix(b) and a.cols != b.rows:
        raise NotEvaluable(f"{a.rows}×{a.cols} times {b.rows}×{b.cols}")
    return loosen(a * b)


def softmax(x: Value) -> Value:
    powers = x.apply(mp.exp)
    return powers / mp.fsum(entries(powers))


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{
        n: getattr(mp, n)
        for n in (
            "exp sin cos tan cot sec csc sinh cosh tanh coth sech csch gamma loggamma digamma erf erfc zeta lambertw log "
            "re im arg sinc sign beta"
        ).split()
    },
    "arcsin": mp.asin, "arccos": mp.acos, "arctan": mp.atan, "arccot": mp.acot, "arcsec": mp.asec, "arccsc": mp.acsc,
    "arsinh": mp.asinh, "arcosh": mp.acosh, "artanh": mp.atanh, "atan2": mp.atan2, "conjugate": mp.conj,
    "log2": lambda x: mp.log(x) / mp.log(2), "log10": lambda x: mp.log(x) / mp.log(10),
    "sigmoid": lambda x: 1 / (1 + mp.exp(-x)), "logit": lambda x: mp.log(x / (1 - x)),
    "softplus": lambda x: mp.log(1 + mp.exp(x)), "silu": lambda x: x / (1 + mp.exp(-x)),
    "relu": lambda x: x if x > 0 else mpf(0), "heaviside": lambda x: (mp.sign(x) + 1) / 2,
    "normal_cdf": lambda x: mp.ncdf(x), "normal_pdf": lambda x: mp.npdf(x),
    "gcd": lambda x, y: mpf(math.gcd(integer(x), integer(y))),
    "lcm": lambda x, y: mpf(math.lcm(integer(x), integer(y))),
}  # fmt: skip
_WHOLE: dict[str, Callable[[Value], Value]] = {
    "softmax": softmax,
    "logsumexp": lambda x: mp.log(mp.fsum(mp.exp(e) for e in entries(x))),
}


class Evaluator:
    """Values of expressions in one scope: `bound` holds the values of bound names, and of perturbed variables."""

    def __init__(self, point: Mapping[str, Any], dims: Mapping[str, int], declarations: Iterable[Declaration]) -> None:
        self.point, self.dims = dict(point), dict(dims)
        self.declared = {d.name: d for d in declarations}
        self.bound: dict[str, Value] = {}
        self.outcome: int | None = None

    def inside(self, **changes: Any) -> Evaluator:
        """The same scope with a few more bound values."""
        other = Evaluator(self.point, self.dims, ())
        other.declared, other.outcome = self.declared, self.outcome
        other.bound = {**self.bound, **changes.get("bound", {})}
        if "outcome" in changes:
            other.outcome = changes["outcome"]
        return other

    def value(self, node: Expr) -> Value:
        method = getattr(self, f"_{node.head}", None)
        if method is None:
            raise NotEvaluable(f"{node.head} has no value here")
        try:
            return loosen(method(node))
        except (ZeroDivisionError, ValueError, TypeError, IndexError, OverflowError, AttributeError) as error:
            raise NotEvaluable(f"{node!r}: {error}") from error

    def values(self, node: Expr) -> list[Value]:
        return [self.value(a) for a in node.args]

    def dim(self, dim: int | str) -> int:
        if isinstance(dim, int):
            return dim
        for key in (dim, dim.removeprefix("?")):
            if key in self.dims:
                return self.dims[key]
            if key in self.point:
                return integer(scalar(self.point[key]))
        raise NotEvaluable(f"the dimension {dim} is not given")

    # ------------------------------------------------------------ leaves and access

    def _number(self, node: Expr) -> Value:
        return scalar(node.datum)

    def _decimal(self, node: Expr) -> Value:
        return scalar(node.datum[0])

    def _constant(self, node: Expr) -> Value:
        return {"pi": +mp.pi, "e": +mp.e, "i": mpmath.mpc(0, 1), "infinity": mp.inf, "euler_gamma": +mp.euler}[
            node.datum
        ]

    def _name(self, node: Expr) -> Value:
        key = node.datum
        if key in self.bound:
            return self.bound[key]
        declared = self.declared.get(key)
        if key in self.point:
            entry = self.point[key]
            if declared is not None and declared.kind is Kind.RANDOM:
                if self.outcome is None:
                    raise NotEvaluable(f"{key} is random")
                return self.entry(entry[self.outcome])
            return self.entry(entry)
        if key in self.dims:
            return mpf(self.dims[key])
        if declared is not None and declared.value is not None and not declared.params:
            return self.value(declared.value)
        raise NotEvaluable(f"{key} has no value")

    def entry(self, entry: Any) -> Value:
        if callable(entry) or is_matrix(entry):
            return entry
        if isinstance(entry, list | tuple):
            rows = [list(r) if isinstance(r, list | tuple) else [r] for r in entry]
            return loosen(tabulate(len(rows), len(rows[0]), lambda r, c: scalar(rows[r][c])))
        return scalar(entry)

    def _identity(self, node: Expr) -> Value:
        return mp.eye(self.dim(node.datum))

    def _ones(self, node: Expr) -> Value:
        return mpmath.ones(*(self.dim(d) for d in node.datum))

    def _zeros(self, node: Expr) -> Value:
        return mpmath.zeros(*(self.dim(d) for d in node.datum))

    def _unit(self, node: Expr) -> Value:
        at = integer(self.value(node.args[0]))
        size = self.dim(node.datum)
        if not 1 <= at <= size:
            raise NotEvaluable(f"e_{at} in {size} dimensions")
        return tabulate(size, 1, lambda r, _: mpf(r == at - 1))

    def _item(self, node: Expr) -> Value:
        indices = [integer(self.value(a)) for a in node.args[1:]]
        base, first = node.args[0], 1
        if base.head == "name":
            declared = self.declared.get(base.datum)
            first = declared.base if declared else 1
            slots = declared.slots if declared else 0
            if slots == 0 and base.datum not in self.point and base.datum not in self.bound:
                slots = len(indices) if declared is None or declared.value is None else 0
            if slots:
                whole = self.member(base.datum, indices[:slots], declared)
                indices = indices[slots:]
                return self.pick(whole, indices, 1) if indices else whole
        return self.pick(self.value(base), indices, first)

    def member(self, key: str, indices: list[int], declared: Declaration | None) -> Value:
        """The member of a family, by its key in the point, or by the family's definition."""
        for spelled in family_keys(key, indices):
            if spelled in self.bound:
                return self.bound[spelled]
            if spelled in self.point:
                entry = self.point[spelled]
                if declared is not None and declared.kind is Kind.RANDOM:
                    if self.outcome is None:
                        raise NotEvaluable(f"{spelled} is random")
                    entry = entry[self.outcome]
                return self.entry(entry)
        if declared is not None and declared.value is not None:
            return self.inside(bound=dict(zip(declared.params, map(mpf, indices), strict=False))).value(declared.value)
        raise NotEvaluable(f"{key} has no member {indices}")

    @staticmethod
    def pick(whole: Value, indices: list[int], first: int) -> Value:
        places = [i - first for i in indices]
        if not is_matrix(whole) or min(places) < 0:
            raise NotEvaluable("an index out of range")
        if len(places) == 1:
            places = [0, *places] if whole.rows == 1 and whole.cols > 1 else [*places, 0]
        if places[0] >= whole.rows or places[1] >= whole.cols:
            raise NotEvaluable("an index out of range")
        return whole[places[0], places[1]]

    def _row(self, node: Expr) -> Value:
        whole, at = self.value(node.args[0]), integer(self.value(node.args[1]))
        return tabulate(1, whole.cols, lambda _, c: self.pick(whole, [at, c + 1], 1))

    def _column(self, node: Expr) -> Value:
        whole, at = self.value(node.args[0]), integer(self.value(node.args[1]))
        return tabulate(whole.rows, 1, lambda r, _: self.pick(whole, [r + 1, at], 1))

    def _lambda(self, node: Expr) -> Value:
        names = [a.datum for a in node.args[:-1]]
        return lambda *values: self.inside(bound=dict(zip(names, values, strict=True))).value(node.args[-1])

    def _apply(self, node: Expr) -> Value:
        function, values = node.args[0], [self.value(a) for a in node.args[1:]]
        key = function.datum if function.head == "name" else ""
        if function.head == "item" and function.args[0].head == "name":
            key = function.args[0].datum
            given = [self.value(a) for a in function.args[1:]]
            if key in self.declared and self.declared[key].value is not None:
                values = given + values
            else:
                spelled = next((k for k in family_keys(key, [integer(v) for v in given]) if k in self.point), None)
                key = spelled or key
        held = self.bound.get(key, self.point.get(key))
        if callable(held):
            return held(*values)
        declared = self.declared.get(key)
        if declared is not None and declared.value is not None and len(declared.params) == len(values):
            return self.inside(bound=dict(zip(declared.params, values, strict=True))).value(declared.value)
        if function.head == "lambda":
            return self._lambda(function)(*values)
        raise NotEvaluable(f"the function {function!r} is not given")

    def _opaque(self, node: Expr) -> Value:
        held = self.point.get(node.datum)
        if callable(held):
            return held(*self.values(node))
        if held is not None and not node.args:
            return self.entry(held)
        raise NotEvaluable(f"{node.datum} is opaque")

    # ------------------------------------------------------------ arithmetic

    def _add(self, node: Expr) -> Value:
        total, *rest = self.values(node)
        for term in rest:
            total = entrywise(lambda a, b: a + b, total, term)
        return total

    def _neg(self, node: Expr) -> Value:
        return -self.value(node.args[0])

    def _mul(self, node: Expr) -> Value:
        total, *rest = self.values(node)
        for factor in rest:
            total = product(total, factor)
        return total

    def _div(self, node: Expr) -> Value:
        x, y = self.values(node)
        if is_matrix(y):
            raise NotEvaluable("a division by a matrix")
        if y == 0:
            raise NotEvaluable("a division by zero")
        return x / y

    def _pow(self, node: Expr) -> Value:
        base, exponent = self.values(node)
        if is_matrix(base):
            return base ** integer(exponent)
        if is_matrix(exponent):
            raise NotEvaluable("a matrix as exponent")
        if base == 0 and mp.re(exponent) < 0:
            raise NotEvaluable("zero to a negative power")
        return base ** (int(exponent) if mp.isint(exponent) and abs(exponent) < 10**6 else exponent)

    def _root(self, node: Expr) -> Value:
        x, n = self.values(node)

        def root(x: Any) -> Any:
            if mp.im(x) == 0 and mp.re(x) < 0 and mp.isint(n) and int(n) % 2 == 1:
                return -mp.root(-x, int(n))
            return x ** (1 / n)

        return entrywise(root, x)

    # ------------------------------------------------------------ linear algebra

    def _transpose(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return x.T if is_matrix(x) else x

    def _adjoint(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return x.H if is_matrix(x) else mp.conj(x)

    def _inverse(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return x**-1 if is_matrix(x) else 1 / x

    def _pseudoinverse(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        if not is_matrix(x):
            return 1 / x if x else mpf(0)
        u, s, v = mp.svd_c(x)
        small = mpf(10) ** (-mp.dps // 2)
        weights = mp.diag([1 / e if e > small else mpf(0) for e in s])
        return (v.H * weights * u.H).apply(lambda e: mp.re(e) if abs(mp.im(e)) < small * small else e)

    def _trace(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        if not is_matrix(x):
            return x
        if x.rows != x.cols:
            raise NotEvaluable("the trace of a matrix that is not square")
        return mp.fsum(x[k, k] for k in range(x.rows))

    def _determinant(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mp.det(x) if is_matrix(x) else x

    def _rank(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mpf(sum(s > mpf(10) ** (-mp.dps // 2) for s in entries(mp.svd_c(x, compute_uv=False))))

    def _norm(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        sizes = [abs(e) for e in entries(x)]
        vector = not is_matrix(x) or 1 in (x.rows, x.cols)
        match node.datum:
            case "F":
                return mp.sqrt(mp.fsum(s * s for s in sizes))
            case "max":
                return max(sizes)
            case "2" if vector:
                return mp.sqrt(mp.fsum(s * s for s in sizes))
            case "2":
                return max(entries(mp.svd_c(x, compute_uv=False)))
            case "1":
                return mp.fsum(sizes) if vector else mp.mnorm(x, 1)
            case _:
                return max(sizes) if vector else mp.mnorm(x, mp.inf)

    def _inner(self, node: Expr) -> Value:
        x, y = self.values(node)
        return mp.fsum(entries(entrywise(lambda a, b: a * b, x, y)))

    def _outer(self, node: Expr) -> Value:
        x, y = self.values(node)
        return product(x, y.T if is_matrix(y) else y)

    def _cross(self, node: Expr) -> Value:
        (a, b, c), (p, q, r) = (entries(v) for v in self.values(node))
        return mpmath.matrix([b * r - c * q, c * p - a * r, a * q - b * p])

    def _hadamard(self, node: Expr) -> Value:
        total, *rest = self.values(node)
        for factor in rest:
            total = entrywise(lambda a, b: a * b, total, factor)
        return total

    def _hadamard_div(self, node: Expr) -> Value:
        return entrywise(lambda a, b: a / b, *self.values(node))

    def _hadamard_pow(self, node: Expr) -> Value:
        return entrywise(lambda a, b: a**b, *self.values(node))

    def _kronecker(self, node: Expr) -> Value:
        x, y = (v if is_matrix(v) else mpmath.matrix([[v]]) for v in self.values(node))
        p, q = y.rows, y.cols
        return tabulate(x.rows * p, x.cols * q, lambda r, c: x[r // p, c // q] * y[r % p, c % q])

    def _diagonal(self, node: Expr) -> Value:
        return mp.diag(entries(self.value(node.args[0])))

    def _diagonal_of(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mpmath.matrix([x[k, k] for k in range(x.rows)]) if is_matrix(x) else x

    def _vec(self, node: Expr) -> Value:
        x = self.value(node.args[0])
        return mpmath.matrix(entries(x.T)) if is_matrix(x) else x

    def _matrix(self, node: Expr) -> Value:
        rows, cols = node.datum
        blocks = [v if is_matrix(v) else mpmath.matrix([[v]]) for v in self.values(node)]
        heights = [blocks[r * cols].rows for r in range(rows)]
        widths = [blocks[c].cols for c in range(cols)]
        whole = mpmath.matrix(sum(heights), sum(widths))
        for r in range(rows):
            for c in range(cols):
                block = blocks[r * cols + c]
                if (block.rows, block.cols) != (heights[r], widths[c]):
                    raise NotEvaluable("blocks do not fit")
                for p in range(block.rows):
                    for q in range(block.cols):
                        whole[sum(heights[:r]) + p, sum(widths[:c]) + q] = block[p, q]
        return whole

    def _tabulate(self, node: Expr) -> Value:
        i, i_low, i_high, j, j_low, j_high, body = node.args
        a, b, c, d = (integer(self.value(e)) for e in (i_low, i_high, j_low, j_high))

        def entry(r: int, s: int) -> Any:
            return self.inside(bound={i.datum: mpf(a + r), j.datum: mpf(c + s)}).value(body)

        return tabulate(b - a + 1, d - c + 1, entry)

    # ------------------------------------------------------------ functions and conditions

    def _fn(self, node: Expr) -> Value:
        values = self.values(node)
        if node.datum in _WHOLE:
            return _WHOLE[node.datum](*values)
        if node.datum not in _FUNCTIONS:
            raise NotEvaluable(f"the function {node.datum} is not known here")
        return entrywise(_FUNCTIONS[node.datum], *values)

    def _abs(self, node: Expr) -> Value:
        return entrywise(abs, self.value(node.args[0]))

    def _floor(self, node: Expr) -> Value:
        return entrywise(mp.floor, self.value(node.args[0]))

    def _ceiling(self, node: Expr) -> Value:
        return entrywise(mp.ceil, self.value(node.args[0]))

    def _factorial(self, node: Expr) -> Value:
        return mp.factorial(self.value(node.args[0]))

    def _binomial(self, node: Expr) -> Value:
        return mp.binomial(*self.values(node))

    def _mod(self, node: Expr) -> Value:
        x, m = self.values(node)
        return x - m * mp.floor(x / m)

    def _max(self, node: Expr) -> Value:
        return (
            max(e for v in self.values(node) for e in entries(v))
            if len(node.args) == 1
            else entrywise(max, *self.values(node))
        )

    def _min(self, node: Expr) -> Value:
        return (
            min(e for v in self.values(node) for e in entries(v))
            if len(node.args) == 1
            else entrywise(min, *self.values(node))
        )

    def _piecewise(self, node: Expr) -> Value:
        for k in range(0, len(node.args) - 1, 2):
            if self.value(node.args[k + 1]):
                return self.value(node.args[k])
        if len(node.args) % 2 == 0:
            raise NotEvaluable("no case holds")
        return self.value(node.args[-1])

    def _indicator(self, node: Expr) -> Value:
        return mpf(bool(self.value(node.args[0])))

    def _compare(self, node: Expr) -> Value:
        x, y = self.values(node)
        same = close(x, y, mp.dps - 8)
        if node.datum in ("=", "!="):
            return same == (node.datum == "=")
        if same:
            return node.datum in ("<=", ">=")
        return x < y if node.datum in ("<", "<=") else x > y

    def _and(self, node: Expr) -> Value:
        return all(self.values(node))

    def _or(self, node: Expr) -> Value:
        return any(self.values(node))

    def _not(self, node: Expr) -> Value:
        return not self.value(node.args[0])

    # ------------------------------------------------------------ binders

    def terms(self, node: Expr) -> Iterable[tuple[Evaluator, Expr]]:
        low, high = self.value(node.args[1]), self.value(node.args[2])
        if mp.isinf(high) or high - low > LOOP_LIMIT:
            raise NotEvaluable("a sum that is too long to loop over")
        for k in range(integer(low), integer(high) + 1):
            yield self.inside(bound={node.args[0].datum: mpf(k)}), node.args[-1]

    def total(self, values: Iterable[Value]) -> Value:
        total: Value = mpf(0)
        for v in values:
            total = entrywise(lambda a, b: a + b, total, v)
        return total

    def _sum(self, node: Expr) -> Value:
        return self.total(scope.value(body) for scope, body in self.terms(node))

    def _sum_where(self, node: Expr) -> Value:
        return self.total(scope.value(body) for scope, body in self.terms(node) if scope.value(node.args[3]))

    def _product(self, node: Expr) -> Value:
        total: Value = mpf(1)
        for scope, body in self.terms(node):
            total = product(total, scope.value(body))
        return total

    def _mean(self, node: Expr) -> Value:
        values = [scope.value(body) for scope, body in self.terms(node)]
        return self.total(values) / len(values)

    def members(self, node: Expr) -> list[Value]:
        held = self.point.get(node.args[1].datum) if node.args[1].head in ("name", "opaque") else None
        if not isinstance(held, list | tuple | set | frozenset | range):
            raise NotEvaluable(f"the set {node.args[1]!r} is not given")
        return [self.entry(e) for e in held]

    def _sum_over(self, node: Expr) -> Value:
        key = node.args[0].datum
        return self.total(self.inside(bound={key: v}).value(node.args[-1]) for v in self.members(node))

    def _product_over(self, node: Expr) -> Value:
        total: Value = mpf(1)
        for v in self.members(node):
            total = product(total, self.inside(bound={node.args[0].datum: v}).value(node.args[-1]))
        return total

    def _integral(self, node: Expr) -> Value:
        key, body = node.args[0].datum, node.args[3]
        low, high = self.value(node.args[1]), self.value(node.args[2])
        if low == high:
            return mpf(0)
        points = [low, 0, high] if mp.isinf(low) and mp.isinf(high) else [low, high]
        return mp.quad(lambda t: self.inside(bound={key: t}).value(body), points)

    def _limit(self, node: Expr) -> Value:
        key, target, body = node.args[0].datum, self.value(node.args[1]), node.args[2]
        digits = mp.dps

        def near(step: Any) -> Value:
            return self.inside(bound={key: step}).value(body)

        with mp.workdps(4 * digits):
            tiny = mpf(10) ** -digits
            if mp.isinf(target):
                return near(mp.sign(target) / tiny)
            values = [near(target + s * tiny) for s in {"+": (1,), "-": (-1,), "": (1, -1)}[node.datum]]
        if not close(values[0], values[-1], digits // 2):
            raise NotEvaluable("the limits from the two sides differ")
        return values[0]

    # ------------------------------------------------------------ derivatives

    def variable_places(self, variable: Expr) -> tuple[Value, str, Callable[[int, int, Any], Value]]:
        """The value of a variable, the name to perturb, and the name's value when an entry of the variable moves."""
        value = self.value(variable)
        match variable.head:
            case "name":
                key = variable.datum

                def moved(r: int, c: int, by: Any) -> Value:
                    return bump(value, r, c, by)
            case "transpose":
                inner, key, move = self.variable_places(variable.args[0])
                del inner

                def moved(r: int, c: int, by: Any) -> Value:
                    return move(c, r, by)
            case "item" | "row" | "column":
                base = variable.args[0]
                if base.head != "name":
                    raise NotEvaluable("a derivative by a part of something that is no name")
                at = [integer(self.value(a)) for a in variable.args[1:]]
                declared = self.declared.get(base.datum)
                slots = declared.slots if declared else 0
                if variable.head == "item" and (
                    slots or (base.datum not in self.point and base.datum not in self.bound)
                ):
                    at, rest = (at[:slots], at[slots:]) if slots else (at, [])
                    whole = self.member(base.datum, at, declared)
                    key, first = family_keys(base.datum, at)[0], 1
                    if not rest:
                        return whole, key, lambda r, c, by: bump(whole, r, c, by)
                    at = rest
                else:
                    whole, key, first = self.value(base), base.datum, declared.base if declared else 1

                def moved(r: int, c: int, by: Any) -> Value:
                    if variable.head == "row":
                        return bump(whole, at[0] - 1, c, by)
                    if variable.head == "column":
                        return bump(whole, r, at[0] - 1, by)
                    places = [a - first for a in at]
                    if len(places) == 1:
                        places = [0, *places] if whole.rows == 1 else [*places, 0]
                    return bump(whole, places[0], places[1], by)
            case _:
                raise NotEvaluable(f"a derivative by {variable!r}")
        return value, key, moved

    def partial(self, body: Expr, variable: Expr, r: int = 0, c: int = 0) -> Value:
        """The derivative of `body` by one entry of the variable: a central difference whose error is beyond the precision."""
        digits = mp.dps
        with mp.workdps(3 * digits + 5):
            _, key, moved = self.variable_places(variable)
            step = mpf(10) ** -digits
            above, below = (self.inside(bound={key: moved(r, c, by)}).value(body) for by in (step, -step))
            return entrywise(lambda a, b: (a - b) / (2 * step), above, below)

    def _derivative(self, node: Expr) -> Value:
        body, variable = node.args
        if is_matrix(self.variable_places(variable)[0]):
            return self._jacobian(node)
        return self.partial(body, variable)

    def _gradient(self, node: Expr) -> Value:
        body, variable = node.args
        at, value = self.variable_places(variable)[0], self.value(body)
        if not is_matrix(at):
            return self.partial(body, variable)
        if not is_matrix(value):
            return tabulate(at.rows, at.cols, lambda r, c: self.partial(body, variable, r, c))
        jacobian = self._jacobian(node)
        return jacobian.T if is_matrix(jacobian) else jacobian

    def _jacobian(self, node: Expr) -> Value:
        body, variable = node.args
        at, value = self.variable_places(variable)[0], self.value(body)
        if not is_matrix(at):
            return self.partial(body, variable)
        if not is_matrix(value):
            grid = tabulate(at.rows, at.cols, lambda r, c: self.partial(body, variable, r, c))
            return grid.T if at.cols == 1 else grid
        if 1 not in (at.rows, at.cols) or 1 not in (value.rows, value.cols):
            raise NotEvaluable("a Jacobian of or by a matrix")
        length = at.rows * at.cols
        columns = [entries(self.partial(body, variable, *((k, 0) if at.cols == 1 else (0, k)))) for k in range(length)]
        return tabulate(len(columns[0]), length, lambda r, c: columns[c][r])

    def second(self, body: Expr, variable: Expr, p: int, q: int) -> Value:
        digits = mp.dps
        with mp.workdps(5 * digits + 5):
            _, key, moved = self.variable_places(variable)
            step = mpf(10) ** -digits

            def first(by: Any) -> Value:
                scope = self.inside(bound={key: moved(p, 0, by)})
                return scope.partial(body, variable, q, 0)

            return (first(step) - first(-step)) / (2 * step)

    def _hessian(self, node: Expr) -> Value:
        body, variable = node.args
        at = self.variable_places(variable)[0]
        if not is_matrix(at):
            return self.second(body, variable, 0, 0)
        return tabulate(at.rows, at.rows, lambda r, c: self.second(body, variable, r, c))

    def _laplacian(self, node: Expr) -> Value:
        body, variable = node.args
        at = self.variable_places(variable)[0]
        return mp.fsum(self.second(body, variable, r, r) for r in range(at.rows if is_matrix(at) else 1))

    def _divergence(self, node: Expr) -> Value:
        body, variable = node.args
        at = self.variable_places(variable)[0]
        return mp.fsum(self.partial(body, variable, r, 0)[r, 0] for r in range(at.rows))

    # ------------------------------------------------------------ probability

    def outcomes(self, node: Expr) -> list[Any]:
        """The weights of the outcomes, by the measure."""
        given = self.point.get(f"weights_{node.datum}" if node.datum else "weights")
        if given is not None:
            return [scalar(w) for w in given]
        sizes = {
            len(entry)
            for key, entry in self.point.items()
            for d in (self.declared.get(key) or self.declared.get(key.split("_")[0]),)
            if d is not None and d.kind is Kind.RANDOM
        }
        if len(sizes) != 1:
            raise NotEvaluable("the sample space is not given")
        size = sizes.pop()
        return [mpf(1) / size] * size

    def average(self, node: Expr, operands: int, value: Callable[[Evaluator], Value]) -> Value:
        weights = self.outcomes(node)
        given = node.args[operands:]
        chosen = []
        for k, weight in enumerate(weights):
            scope = self.inside(outcome=k)
            if all(self.agrees(scope, g) for g in given):
                chosen.append((weight, value(scope)))
        mass = mp.fsum(w for w, _ in chosen)
        if mass == 0:
            raise NotEvaluable("a condition of probability zero")
        return entrywise(lambda t: t / mass, self.total(entrywise(lambda v, w=w: v * w, v) for w, v in chosen))

    def agrees(self, scope: Evaluator, given: Expr) -> bool:
        """An event holds at the outcome; a variable has the value there that it has at the present outcome."""
        if given.head in ("compare", "and", "or", "not"):
            return bool(scope.value(given))
        if self.outcome is None:
            raise NotEvaluable("a conditional expectation is random")
        return close(scope.value(given), self.value(given))

    def _expect(self, node: Expr) -> Value:
        return self.average(node, 1, lambda scope: scope.value(node.args[0]))

    def _variance(self, node: Expr) -> Value:
        return self.covariation(node, 1, node.args[0], node.args[0])

    def _covariance(self, node: Expr) -> Value:
        return self.covariation(node, 2, node.args[0], node.args[1])

    def covariation(self, node: Expr, operands: int, x: Expr, y: Expr) -> Value:
        def times(a: Value, b: Value) -> Value:
            return product(a, b.T if is_matrix(b) else b)

        mean_x = self.average(node, operands, lambda scope: scope.value(x))
        mean_y = self.average(node, operands, lambda scope: scope.value(y))
        both = self.average(node, operands, lambda scope: times(scope.value(x), scope.value(y)))
        return entrywise(lambda a, b: a - b, both, times(mean_x, mean_y))


def family_keys(key: str, indices: list[int]) -> list[str]:
    """How a point may spell a member of a family, the engine's way first."""
    texts = [str(i) for i in indices]
    return [f"{key}_{'_'.join(texts)}", f"{key}_{','.join(texts)}", f"{key}_{{{','.join(texts)}}}"]


def bump(value: Value, r: int, c: int, by: Any) -> Value:
    """A value with one entry moved."""
    if not is_matrix(value):
        return value + by
    moved = value.copy()
    moved[r, c] += by
    return moved


__all__ = ["NotEvaluable", "Value", "close", "evaluate"]

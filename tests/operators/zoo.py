"""One declared world of names, and expressions over it: at least one for every head that has a value."""

from __future__ import annotations

import random
from fractions import Fraction

from mathlint.expr.obligation import Declaration, Kind, Trait
from mathlint.expr.shape import Dim, Shape
from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, name, neg, number, power
from mathlint.operators.functions import FUNCTIONS


def head(which: str, *args: Expr, datum: object = None) -> Expr:
    return expr(which, args, datum)


def _matrix(key: str, rows: Dim, cols: Dim, *traits: Trait, base: int = 1) -> Declaration:
    return Declaration(key, shape=Shape(rows, cols), traits=frozenset(traits), base=base)


def _scalar(key: str, *traits: Trait) -> Declaration:
    return Declaration(key, traits=frozenset(traits))


DECLARATIONS = {
    d.name: d
    for d in (
        _matrix("x", "n", 1), _matrix("y", "n", 1), _matrix("c", "n", 1, base=0), _matrix("R", 1, "n"), _matrix("v3",
        3, 1),
        _matrix("w3", 3, 1), _matrix("A", "n", "n"), _matrix("B", "m", "n"), _matrix("S", "n", "n", Trait.SYMMETRIC),
        _matrix("P", "n", "n", Trait.POSITIVE_DEFINITE), _matrix("Q", "n", "n", Trait.ORTHOGONAL),
        _scalar("s"), _scalar("t"), _scalar("p", Trait.POSITIVE), _scalar("u", Trait.UNIT_INTERVAL),
        _scalar("n", Trait.INTEGER), _scalar("m", Trait.INTEGER), _scalar("i", Trait.INDEX), _scalar("j", Trait.INDEX),
        Declaration("a", slots=1), Declaration("d", slots=2), Declaration("K", value=power(name("t"), number(2))),
        Declaration("h", Kind.FUNCTION, arity=1, value=fn("sin", name("r")), params=("r",)),
        Declaration("X", Kind.RANDOM, group="g"), Declaration("Y", Kind.RANDOM, group="g"),
        Declaration("Z", Kind.RANDOM, group="h"), Declaration("W", Kind.RANDOM, shape=Shape("n", 1), group="g"),
    )
}  # fmt: skip

x, y, c, R, v3, w3, A, B, S, P, Q, s, t, p, u, n, m, i, j, a, d, K, h, X, Y, Z, W = (
    name(key)
    for key in ("x", "y", "c", "R", "v3", "w3", "A", "B", "S", "P", "Q", "s", "t", "p", "u", "n", "m", "i", "j", "a",
    "d",
                "K", "h", "X", "Y", "Z", "W")
)  # fmt: skip
k, l = name("k"), name("l")  # noqa: E741
TWO, THREE = number(2), number(3)


def transpose(e: Expr) -> Expr:
    return head("transpose", e)


def item(*args: Expr) -> Expr:
    return head("item", *args)


def compare(sign: str, left: Expr, right: Expr) -> Expr:
    return head("compare", left, right, datum=sign)


def partial(body: Expr, by: Expr) -> Expr:
    return head("derivative", body, by, datum="partial")


FORM = mul(transpose(x), A, x)
LESS = compare("<", t, s)

ALGEBRA = [
    FORM, mul(B, x), mul(Q, x), mul(S, x), head("trace", A), head("determinant", A), head("determinant", P),
    head("inverse", A),
    head("outer", x, y), head("inner", x, y), head("cross", v3, w3), head("hadamard", x, y), head("hadamard_div", x, y),
    head("hadamard_pow", x, TWO), head("kronecker", x, B), head("diagonal", x), head("diagonal_of", A), head("vec", B),
    head("pseudoinverse", transpose(B)), head("rank", head("outer", x, y)), head("adjoint", A), power(A, TWO),
    power(A, number(-1)), head("identity", datum="n"), head("ones", datum=("n", "m")), head("unit", TWO, datum="n"),
    add(x, t), add(A, x), add(A, transpose(x)), item(x, TWO), item(c, ZERO), item(A, i, j), item(d, i, j),
    head("row", A, TWO), head("column", A, TWO), head("matrix", t, s, s, t, datum=(2, 2)),
    head("matrix", A, x, transpose(x), ONE, datum=(2, 2)),
    head("tabulate", k, ONE, n, l, ONE, n, mul(item(x, k), item(y, l))),
    *(head("norm", x, datum=which) for which in ("2", "1", "inf")),
    *(head("norm", B, datum=which) for which in ("F", "max", "1", "inf", "2")),
]  # fmt: skip
SCALARS = [
    power(t, THREE), power(p, t), neg(t), div(s, t), head("root", p, TWO), head("root", t, THREE), head("abs", t),
    head("abs", x),
    head("floor", t), head("ceiling", t), head("factorial", n), head("binomial", n, TWO), head("binomial", t, TWO),
    head("mod", t, s), head("max", t, s), head("min", t, s), head("max", x), head("piecewise", t, LESS, s),
    head("piecewise", t, head("and", LESS, head("not", compare("=", t, ONE))), s), head("apply", h, t), K,
    add(ONE, head("indicator", head("or", LESS, compare(">=", t, s)))), constant("pi"), constant("e"),
    constant("euler_gamma"),
    head("apply", head("lambda", k, power(k, TWO)), t), fn("log", p, add(ONE, p)),
]  # fmt: skip
BINDERS = [
    head("sum", k, ONE, n, power(item(x, k), TWO)), head("sum", k, ONE, n, item(a, k)), head("product", k, ONE, n,
    item(a, k)),
    head("mean", k, ONE, n, item(a, k)), head("sum_where", k, ONE, n, compare("!=", k, i), item(a, k)),
    head("integral", k, ZERO, t, fn("exp", neg(power(k, TWO)))),
]  # fmt: skip
DERIVATIVES = [
    head("derivative", fn("sin", power(t, TWO)), t, datum="total"), partial(partial(fn("exp", mul(t, s)), t), s),
    head("gradient", FORM, x), head("gradient", head("norm", x, datum="2"), x), head("gradient", mul(B, x), x),
    head("jacobian", mul(B, x), x), head("jacobian", FORM, x), head("hessian", power(FORM, TWO), x),
    head("laplacian", power(head("inner", x, y), THREE), x), head("divergence", mul(A, x), x),
    head("gradient", head("determinant", A), A), head("gradient", head("norm", B, datum="F"), B),
    head("jacobian", head("norm", B, datum="F"), B), partial(FORM, item(x, TWO)), head("gradient", mul(R, A,
    transpose(R)), R),
    head("derivative", head("inverse", mul(t, A)), t, datum="total"), partial(x, item(x, i)), partial(mul(K, t), K),
    head("derivative", mul(K, t), t, datum="total"), head("gradient", fn("softmax", x), x),
    partial(head("sum", k, ONE, n, power(item(a, k), TWO)), item(a, TWO)),
]  # fmt: skip
CHANCE = [
    head("expect", mul(X, Y), datum=""), head("variance", X, datum=""), head("covariance", X, Y, datum=""),
    head("expect", mul(X, Z), datum=""), head("expect", head("expect", power(X, TWO), Y, datum=""), datum=""),
    head("expect", X, compare(">", X, Y), datum=""), head("variance", W, datum=""), head("covariance", W, X, datum=""),
    head("expect", mul(X, Y), datum="q"), head("expect", head("variance", X, Z, datum=""), datum=""),
    head("expect", head("indicator", compare("<", X, Z)), datum=""),
]  # fmt: skip


def _called(which: str, arity: int) -> Expr:
    special = {
        "gcd": (n, m), "lcm": (n, m), "softmax": (x,), "logsumexp": (x,), "artanh": (u,), "arcsin": (u,),
        "arccos": (u,),
        "logit": (u,), "arcosh": (add(ONE, p),), "arcsec": (add(ONE, p),), "arccsc": (add(ONE, p),), "zeta": (add(ONE,
        p),),
        "beta": (p, u),
    }  # fmt: skip
    return fn(which, *special.get(which, (p, s)[:arity]))


CALLS = [_called(f.name, f.arity) for f in FUNCTIONS.values() if f.name not in ("im", "arg")]
EXPRESSIONS = ALGEBRA + SCALARS + BINDERS + DERIVATIVES + CHANCE + CALLS


def declared(*nodes: Expr) -> tuple[Declaration, ...]:
    """The declarations that nodes reach, sorted by name."""
    seen: set[str] = set()
    waiting = [key for node in nodes for key in node.free]
    waiting += [dim for node in nodes for e in node.walk() for dim in _dims(e)]
    while waiting:
        key = waiting.pop()
        if key in seen or key not in DECLARATIONS:
            continue
        seen.add(key)
        found = DECLARATIONS[key]
        waiting += found.value.free if found.value is not None else ()
        waiting += [dim for dim in (found.shape.rows, found.shape.cols) if isinstance(dim, str)]
    return tuple(DECLARATIONS[key] for key in sorted(seen))


def _dims(e: Expr) -> list[str]:
    datum = e.datum if e.head in ("identity", "unit", "ones", "zeros") else ()
    return [dim for dim in (datum if isinstance(datum, tuple) else (datum,)) if isinstance(dim, str)]


class Grower:
    """Random well-shaped expressions over the same names."""

    def __init__(self, seed: int) -> None:
        self.random, self.count = random.Random(seed), 0

    def bound(self) -> Expr:
        self.count += 1
        return name(f"k#{self.count}")

    def any(self, depth: int) -> Expr:
        return self.random.choice((self.scalar, self.vector, self.matrix))(depth, ())

    def scalar(self, depth: int, at: tuple[Expr, ...] = ()) -> Expr:
        pick = self.random.choice
        if depth == 0:
            leaves = [t, s, p, u, number(pick((2, 3, -1, Fraction(1, 2)))), item(x, TWO), item(a, pick((ONE, TWO, i)))]
            return pick([*leaves, *at, *(item(x, index) for index in at), *(item(A, index, ONE) for index in at)])

        def one() -> Expr:
            return self.scalar(depth - 1, at)

        def two() -> Expr:
            return self.vector(depth - 1, at)

        key = self.bound()
        return pick((
            lambda: add(one(), one()), lambda: mul(one(), one()), lambda: div(one(), one()),
            lambda: power(one(), number(pick((2, 3, -1)))), lambda: fn(pick(("sin", "cos", "exp", "tanh", "sigmoid")),
            one()),
            lambda: fn("log", add(ONE, power(one(), TWO))), lambda: head("norm", two(), datum="2"),
            lambda: mul(transpose(two()), two()), lambda: head("trace", self.matrix(depth - 1, at)),
            lambda: head("determinant", self.matrix(depth - 1, at)),
            lambda: head("sum", key, ONE, n, self.scalar(depth - 1, (*at, key))),
            lambda: head("mean", key, ONE, n, self.scalar(depth - 1, (*at, key))),
            lambda: partial(one(), pick((t, s, p))), lambda: partial(one(), item(x, pick((ONE, TWO, *at)))),
            lambda: item(two(), pick((ONE, TWO, *at))), lambda: head("max", one(), one()), lambda: head("abs", one()),
            lambda: head("piecewise", one(), compare("<", one(), one()), one()), lambda: head("inner", two(), two()),
        ))()  # fmt: skip

    def vector(self, depth: int, at: tuple[Expr, ...] = ()) -> Expr:
        pick = self.random.choice
        if depth == 0:
            return pick((x, y))

        def two() -> Expr:
            return self.vector(depth - 1, at)

        key, other = self.bound(), self.bound()
        return pick((
            lambda: add(two(), two()), lambda: mul(self.matrix(depth - 1, at), two()),
            lambda: mul(self.scalar(depth - 1, at), two()), lambda: head("hadamard", two(), two()),
            lambda: fn(pick(("sin", "exp", "tanh")), two()), lambda: head("gradient", self.scalar(depth - 1, at), x),
            lambda: head("diagonal_of", self.matrix(depth - 1, at)),
            lambda: head("tabulate", key, ONE, n, other, ONE, ONE, self.scalar(depth - 1, (*at, key))),
        ))()  # fmt: skip

    def matrix(self, depth: int, at: tuple[Expr, ...] = ()) -> Expr:
        pick = self.random.choice
        if depth == 0:
            return pick((A, S, P, Q))

        def some() -> Expr:
            return self.matrix(depth - 1, at)

        return pick((
            lambda: add(some(), some()), lambda: mul(some(), some()), lambda: transpose(some()),
            lambda: head("inverse", some()),
            lambda: head("outer", self.vector(depth - 1, at), self.vector(depth - 1, at)),
            lambda: head("diagonal", self.vector(depth - 1, at)), lambda: head("jacobian", self.vector(depth - 1, at),
            x),
            lambda: head("hessian", self.scalar(1, at), x), lambda: head("gradient", self.scalar(depth - 1, at), A),
        ))()  # fmt: skip

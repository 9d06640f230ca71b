"""A short way of writing core expressions in tests."""

from __future__ import annotations

from fractions import Fraction

from mathlint.expr.obligation import Declaration, Kind, Obligation, Trait
from mathlint.expr.shape import SCALAR, Shape
from mathlint.expr.tree import Expr, add, constant, div, expr, fn, mul, name, neg, number, power

Like = "Term | int | Fraction"


class Term:
    """An expression with operators: `*` is the ordered product."""

    def __init__(self, node: Expr) -> None:
        self.node = node

    def __add__(self, other: Like) -> Term:
        return Term(add(self.node, of(other)))

    def __radd__(self, other: Like) -> Term:
        return Term(add(of(other), self.node))

    def __sub__(self, other: Like) -> Term:
        return Term(add(self.node, neg(of(other))))

    def __rsub__(self, other: Like) -> Term:
        return Term(add(of(other), neg(self.node)))

    def __neg__(self) -> Term:
        return Term(neg(self.node))

    def __mul__(self, other: Like) -> Term:
        return Term(mul(self.node, of(other)))

    def __rmul__(self, other: Like) -> Term:
        return Term(mul(of(other), self.node))

    def __truediv__(self, other: Like) -> Term:
        return Term(div(self.node, of(other)))

    def __rtruediv__(self, other: Like) -> Term:
        return Term(div(of(other), self.node))

    def __pow__(self, other: Like) -> Term:
        return Term(power(self.node, of(other)))

    def __rpow__(self, other: Like) -> Term:
        return Term(power(of(other), self.node))

    @property
    def T(self) -> Term:
        return head("transpose", self)

    def __getitem__(self, index: Like | tuple[Like, ...]) -> Term:
        indices = index if isinstance(index, tuple) else (index,)
        return head("item", self, *indices)

    def __call__(self, *arguments: Like) -> Term:
        return head("apply", self, *arguments)


def of(value: Like) -> Expr:
    return value.node if isinstance(value, Term) else number(Fraction(value))


def head(which: str, *arguments: Like, datum: object = None) -> Term:
    return Term(expr(which, tuple(of(a) for a in arguments), datum))


def decimal(text: str) -> Term:
    places = len(text.split(".")[1]) if "." in text else 0
    return Term(expr("decimal", (), (Fraction(text), Fraction(1, 10**places))))


def var(key: str) -> Term:
    return Term(name(key))


def f_(which: str, *arguments: Like) -> Term:
    return Term(fn(which, *(of(a) for a in arguments)))


def exp(x: Like) -> Term:
    return f_("exp", x)


def log(x: Like) -> Term:
    return f_("log", x)


def sin(x: Like) -> Term:
    return f_("sin", x)


def cos(x: Like) -> Term:
    return f_("cos", x)


def sqrt(x: Like) -> Term:
    return head("root", x, 2)


def norm(x: Like, which: str = "2") -> Term:
    return head("norm", x, datum=which)


def D(body: Like, x: Like) -> Term:
    return head("derivative", body, x, datum="total")


def partial(body: Like, x: Like) -> Term:
    return head("derivative", body, x, datum="partial")


def grad(body: Like, x: Like) -> Term:
    return head("gradient", body, x)


def jac(body: Like, x: Like) -> Term:
    return head("jacobian", body, x)


def inv(x: Like) -> Term:
    return head("inverse", x)


def det(x: Like) -> Term:
    return head("determinant", x)


def tr(x: Like) -> Term:
    return head("trace", x)


def eye(dim: str | int) -> Term:
    return head("identity", datum=dim)


def ones(rows: str | int, cols: str | int = 1) -> Term:
    return head("ones", datum=(rows, cols))


def total(i: Term, low: Like, high: Like, body: Like) -> Term:
    return head("sum", i, low, high, body)


def E(body: Like, *given: Like, measure: str = "") -> Term:
    return head("expect", body, *given, datum=measure)


def is_(x: Like, relation: str, y: Like) -> Term:
    return head("compare", x, y, datum=relation)


INFINITY = Term(constant("infinity"))
PI = Term(constant("pi"))
e_ = Term(constant("e"))
HALF = Fraction(1, 2)


def scalar(key: str, *traits: Trait, **more: object) -> Declaration:
    return Declaration(key, traits=frozenset(traits), **more)  # type: ignore[arg-type]


def vector(key: str, dim: str | int = "n", *traits: Trait) -> Declaration:
    return Declaration(key, shape=Shape(dim, 1), traits=frozenset(traits))


def matrix(key: str, rows: str | int = "n", cols: str | int = "n", *traits: Trait) -> Declaration:
    return Declaration(key, shape=Shape(rows, cols), traits=frozenset(traits))


def function(key: str, arity: int = 1, *traits: Trait, shape: Shape = SCALAR) -> Declaration:
    return Declaration(key, Kind.FUNCTION, shape=shape, arity=arity, traits=frozenset(traits))


def random(key: str, group: str = "", shape: Shape = SCALAR, **more: object) -> Declaration:
    return Declaration(key, Kind.RANDOM, shape=shape, group=group, **more)  # type: ignore[arg-type]


def family(key: str, *traits: Trait, slots: int = 1) -> Declaration:
    return Declaration(key, slots=slots, traits=frozenset(traits))


STANDARD = {
    d.name: d
    for d in (
        *(scalar(k) for k in "abcdhstxyz"),
        *(scalar(k, Trait.POSITIVE) for k in ("lam", "sigma", "tau")),
        scalar("mu"), scalar("theta"), scalar("rho", Trait.UNIT_INTERVAL),
        *(scalar(k, Trait.INTEGER) for k in ("n", "m", "k")),
        *(scalar(k, Trait.INDEX) for k in ("p", "q")),
        *(vector(k) for k in ("u", "v", "w")), *(vector(k, "m") for k in ("r", "g")),
        vector("unit", "n", Trait.UNIT), vector("prob", "n", Trait.DISTRIBUTION),
        matrix("A"), matrix("B"), matrix("C"), matrix("R", "m", "n"), matrix("Q", "n", "n", Trait.ORTHOGONAL),
        matrix("K", "n", "n", Trait.POSITIVE_DEFINITE), matrix("S", "n", "n", Trait.SYMMETRIC), matrix("U", "n", "m"),
        matrix("V", "m", "n"), matrix("M", "m", "m"),
        function("f"), function("phi"), function("pos", 1, Trait.SMOOTH_POSITIVE), function("F", 2), function("potential"),
        random("X", "1"), random("Y", "1"), random("Z", "2"), random("W", "1", Shape("n", 1)),
        family("xs"), family("ys"), family("as_", Trait.POSITIVE), family("mat", slots=2),
        Declaration("domain", Kind.SET),
    )
}  # fmt: skip


def claim(
    left: Like, right: Like, *more: Declaration, relation: str = "=", assumptions: tuple[Term, ...] = ()
) -> Obligation:
    """An obligation with the declarations that it needs, the standard ones unless given."""
    known = {**STANDARD, **{d.name: d for d in more}}
    needed: set[str] = set()
    queue = [of(left), of(right), *(a.node for a in assumptions)]
    while queue:
        for key in queue.pop().free - needed:
            if key in known:
                needed.add(key)
                declared = known[key]
                needed.update(
                    d for d in (declared.shape.rows, declared.shape.cols) if isinstance(d, str) and d in known
                )
                queue.extend(x for x in (declared.value, *(declared.bounds or ())) if x is not None)
    declarations = tuple(known[k] for k in sorted(needed))
    return Obligation(of(left), relation, of(right), declarations, (), tuple(a.node for a in assumptions))

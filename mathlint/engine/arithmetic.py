"""Leaves, arithmetic, and functions of numbers."""

from __future__ import annotations

import math
from fractions import Fraction
from functools import reduce
from typing import Final

from mathlint.engine.evaluate import Evaluator, method
from mathlint.engine.exact import as_integer
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Jet, Value, constant
from mathlint.engine.rings import Balls, Complex
from mathlint.engine.roots import square_root
from mathlint.expr.obligation import Kind
from mathlint.expr.tree import Expr, substitute
from mathlint.operators.functions import FUNCTIONS

LARGEST_EXPONENT: Final = 1 << 60
LARGEST_FACTORIAL: Final = 2000
HALF: Final = Fraction(1, 2)


@method("number")
def number(ev: Evaluator, node: Expr) -> Value:
    return ev.ring.rational(node.datum)


@method("decimal")
def decimal(ev: Evaluator, node: Expr) -> Value:
    """Exact, or any real that would be rounded or cut to it, or wider: as the options say."""
    value, ulp = node.datum
    if ev.options.ulps is None:
        return ev.ring.rational(value)
    below, above = ev.options.ulps
    return ev.ring.interval(value - below * ulp, value + above * ulp)


@method("constant")
def named_constant(ev: Evaluator, node: Expr) -> Value:
    return ev.ring.constant(node.datum)


@method("name")
def name(ev: Evaluator, node: Expr) -> Value:
    return ev.name(node.datum)


@method("add")
def add(ev: Evaluator, node: Expr) -> Value:
    return reduce(ev.jets.add, [ev.value(a) for a in node.args])


@method("neg")
def neg(ev: Evaluator, node: Expr) -> Value:
    return ev.jets.negate(ev.value(node.args[0]))


@method("mul")
def mul(ev: Evaluator, node: Expr) -> Value:
    """In order, but scalars first, so that x (yᵀx) may stand for x yᵀx in either grouping."""
    values = [ev.value(a) for a in node.args]
    try:
        return reduce(ev.jets.multiply, values)
    except IllTyped:
        scalars = [v for v in values if not ev.jets.is_matrix(v)]
        if not scalars or len(scalars) == len(values):
            raise
        return reduce(ev.jets.multiply, scalars + [v for v in values if ev.jets.is_matrix(v)])


@method("div")
def div(ev: Evaluator, node: Expr) -> Value:
    top, bottom = ev.value(node.args[0]), ev.value(node.args[1])
    if ev.jets.is_matrix(bottom):
        raise IllTyped("a division by a matrix")
    return ev.jets.multiply(top, ev.jets.reciprocal(bottom))


@method("pow")
def power(ev: Evaluator, node: Expr) -> Value:
    base, exponent = node.args
    exact = ev.exact(exponent)
    n = as_integer(exact)
    if n is not None:
        if abs(n) > LARGEST_EXPONENT:
            raise OutOfBudget("a huge exponent")
        if base.head == "norm" and base.datum in ("2", "F", None) and n > 0 and n % 2 == 0:
            x = ev.value(base.args[0])
            if base.datum == "F" or 1 in ev.jets.shape(x):
                return ev.jets.integer_power(_square_norm(ev, x), n // 2)
        return ev.jets.integer_power(ev.value(base), n)
    if base.head == "constant" and base.datum == "e":
        return matrix_exponential(ev, ev.value(exponent))
    x, y = ev.value(base), ev.value(exponent)
    if exact is not None and exact.denominator == 2 and ev.jets.is_matrix(x):
        return ev.jets.integer_power(square_root(ev, x), exact.numerator)
    if ev.jets.is_matrix(y) or ev.jets.is_matrix(x):
        raise Unsupported("a matrix in a real power")
    if exact is not None and exact.numerator == 1:
        return ev.jets.root(x, exact.denominator) if exact.denominator % 2 == 0 else _odd_root(ev, x, exact.denominator)
    return ev.jets.power(x, y)


def _odd_root(ev: Evaluator, x: Value, n: int) -> Value:
    return ev.jets.root(x, n)


def _square_norm(ev: Evaluator, x: Value) -> Value:
    if isinstance(ev.ring, Complex):
        conjugate = ev.jets.entrywise(x, lambda v: _conjugate(ev, v))
        return ev.jets.dot(conjugate, x)
    return ev.jets.dot(x, x)


def matrix_exponential(ev: Evaluator, x: Value) -> Value:
    if not ev.jets.is_matrix(x):
        return ev.jets.function("exp", x)
    rows, cols = ev.jets.shape(x)
    if rows != cols:
        return ev.jets.function("exp", x)
    if isinstance(x, Jet) or not isinstance(ev.ring, (Balls, Complex)):
        raise Unsupported("a derivative of a matrix exponential")
    return x.exp()


@method("root")
def root(ev: Evaluator, node: Expr) -> Value:
    degree = node.args[1]
    whole = as_integer(found) if (found := ev.exact(degree)) is not None else None
    if whole is None and degree.head != "number":
        return ev.jets.power(ev.value(node.args[0]), ev.jets.reciprocal(ev.value(degree)))
    n = whole if whole is not None else int(degree.datum)
    if n < 1:
        raise Undefined("a root of degree below one")
    x = node.args[0]
    if n == 2 and x.head == "pow" and ev.ring.exact:
        raise Unsupported("a root among residues")
    return ev.jets.root(ev.value(x), n)


@method("plusminus")
def plusminus(ev: Evaluator, node: Expr) -> Value:
    ev.abstract = True
    return ev.jets.scale(ev.value(node.args[0]), Fraction(ev.options.plus))


# ---------------------------------------------------------------- functions
@method("fn")
def function(ev: Evaluator, node: Expr) -> Value:
    row = FUNCTIONS.get(node.datum)
    if row is None:
        raise Unsupported(f"the function {node.datum}")
    if not row.arity <= len(node.args) <= row.arity + row.optional:
        raise IllTyped(f"{node.datum} of {len(node.args)} arguments")
    special = _SPECIAL.get(node.datum)
    if special is not None:
        return special(ev, node)
    if row.flint and len(node.args) == row.arity:
        return ev.jets.function(row.flint, ev.value(node.args[0]))
    if row.value is None:
        raise Unsupported(f"the function {node.datum}")
    values = [ev.value(a) for a in node.args]
    if not any(ev.jets.is_matrix(v) for v in values):
        return _formula(ev, row.value, values)
    rest = values[1:]
    return ev.jets.entrywise(values[0], lambda entry: _formula(ev, row.value, [entry, *rest]))


def _formula(ev: Evaluator, body: Expr | None, values: list[Value]) -> Value:
    """A function that is given by a formula in x and y."""
    assert body is not None
    names = ("x", "y")[: len(values)]
    with ev.scope(*names):
        for key, value in zip(names, values, strict=True):
            ev.bind(key, value)
        return ev.value(body)


def _softmax(ev: Evaluator, node: Expr) -> Value:
    weights = ev.jets.function("exp", ev.value(node.args[0]))
    return ev.jets.multiply(ev.jets.reciprocal(ev.jets.sum_entries(weights)), weights)


def _log_sum_exp(ev: Evaluator, node: Expr) -> Value:
    return ev.jets.function("log", ev.jets.sum_entries(ev.jets.function("exp", ev.value(node.args[0]))))


def _divisor(ev: Evaluator, node: Expr) -> Value:
    a, b = ev.integer(node.args[0]), ev.integer(node.args[1])
    return ev.rational(math.gcd(a, b) if node.datum == "gcd" else math.lcm(a, b))


def _conjugate(ev: Evaluator, value: Value) -> Value:
    if not isinstance(ev.ring, Complex):
        return value
    if ev.ring.analytic or isinstance(value, Jet):
        raise Unsupported("a derivative of a complex conjugate")
    return value.conjugate()


def _complex_part(ev: Evaluator, node: Expr) -> Value:
    value = ev.value(node.args[0])
    if isinstance(ev.ring, Complex):
        if ev.ring.analytic or isinstance(value, Jet):
            raise Unsupported("a derivative of a complex part")
        from flint import acb

        parts = {"re": lambda z: acb(z.real), "im": lambda z: acb(z.imag), "arg": lambda z: acb(z.arg())}
        part = parts.get(node.datum, lambda z: z.conjugate())
        return ev.jets.entrywise(value, part)
    if node.datum in ("re", "conjugate"):
        return value
    if node.datum == "im":
        return ev.jets.scale(value, Fraction(0))
    raise Unsupported("the argument of a real number")


_SPECIAL: Final = {
    "softmax": _softmax, "logsumexp": _log_sum_exp, "gcd": _divisor, "lcm": _divisor,
    "re": _complex_part, "im": _complex_part, "arg": _complex_part, "conjugate": _complex_part,
}  # fmt: skip


@method("abs")
def absolute(ev: Evaluator, node: Expr) -> Value:
    inner = node.args[0]
    if inner.head == "name" and ev.problem.kind(inner.datum) is Kind.SET:
        return ev.rational(ev.draw.set_size(repr(inner)))
    return ev.jets.entrywise(ev.value(inner), ev.jets.absolute)


@method("floor", "ceiling", "mod")
def rounding(ev: Evaluator, node: Expr) -> Value:
    exact = ev.exact(node)
    if exact is not None:
        return ev.rational(exact)
    x = ev.value(node.args[0])
    if node.head == "mod":
        modulus = ev.value(node.args[1])
        quotient = ev.jets.multiply(x, ev.jets.reciprocal(modulus))
        return ev.jets.subtract(x, ev.jets.multiply(modulus, _floor(ev, quotient)))
    return _floor(ev, x) if node.head == "floor" else ev.jets.negate(_floor(ev, ev.jets.negate(x)))


def _floor(ev: Evaluator, x: Value) -> Value:
    """The floor is constant near a point, so it has no derivative part."""
    if not isinstance(ev.ring, Balls):
        raise Unsupported("a floor outside the reals")

    def at(entry: Value) -> Value:
        whole = constant(entry).floor().unique_fmpz()
        if whole is None:
            raise Undefined("a floor that is not certain")
        return ev.rational(int(whole))

    return ev.jets.entrywise(x, at)


@method("factorial")
def factorial(ev: Evaluator, node: Expr) -> Value:
    n = as_integer(ev.exact(node.args[0]))
    if n is None:
        return ev.jets.function("gamma", ev.jets.add(ev.value(node.args[0]), ev.jets.one))
    if n < 0:
        raise Undefined("a factorial of a negative number")
    if n > LARGEST_FACTORIAL:
        raise OutOfBudget("a huge factorial")
    return ev.rational(math.factorial(n))


@method("binomial")
def binomial(ev: Evaluator, node: Expr) -> Value:
    n, k = (as_integer(ev.exact(a)) for a in node.args)
    if k is None:
        top, low = ev.value(node.args[0]), ev.value(node.args[1])
        one = ev.jets.one
        gamma = [ev.jets.function("gamma", ev.jets.add(v, one)) for v in (top, low, ev.jets.subtract(top, low))]
        return ev.jets.multiply(gamma[0], ev.jets.reciprocal(ev.jets.multiply(gamma[1], gamma[2])))
    if abs(k) > LARGEST_FACTORIAL or (n is not None and abs(n) > LARGEST_FACTORIAL * 100):
        raise OutOfBudget("a huge binomial coefficient")
    if k < 0:
        return ev.rational(0)
    if n is not None and n >= 0:
        # zero by convention; just beyond the edge is meant to work, far beyond it nobody looks
        ev.undefined_unless(k <= n + 1, "a choice of more than there is")
        return ev.rational(math.comb(n, k))
    value, top = ev.jets.one, ev.value(node.args[0])
    for j in range(k):
        value = ev.jets.scale(ev.jets.multiply(value, ev.jets.add(top, ev.rational(-j))), Fraction(1, j + 1))
    return value


@method("max", "min")
def extreme(ev: Evaluator, node: Expr) -> Value:
    values = [ev.value(a) for a in node.args]
    if len(values) == 1:
        values = ev.jets.entries(values[0])
    want = 1 if node.head == "max" else -1
    best = values[0]
    for value in values[1:]:
        a, b = ev.jets.conform(best, value)
        if not ev.jets.is_matrix(a):
            best = _choose(ev, a, b, want)
            continue
        pairs = zip(ev.jets.entries(a), ev.jets.entries(b), strict=True)
        best = ev.jets.pack(*ev.jets.shape(a), [_choose(ev, p, q, want) for p, q in pairs])
    return best


def _choose(ev: Evaluator, a: Value, b: Value, want: int) -> Value:
    sign = ev.ring.sign(constant(a) - constant(b))
    if sign == 0 and (isinstance(a, Jet) or isinstance(b, Jet)):
        raise Undefined("a tie")
    return b if sign == -want else a


@method("piecewise")
def piecewise(ev: Evaluator, node: Expr) -> Value:
    pairs, otherwise = divmod(len(node.args), 2)
    for k in range(pairs):
        if ev.truth(node.args[2 * k + 1]):
            return ev.value(node.args[2 * k])
    if otherwise:
        return ev.value(node.args[-1])
    raise Undefined("no case applies")


@method("compare", "and", "or", "not")
def bracket(ev: Evaluator, node: Expr) -> Value:
    """A condition as a number: Iverson's bracket."""
    return ev.rational(int(ev.truth(node)))


@method("indicator")
def indicator(ev: Evaluator, node: Expr) -> Value:
    return ev.rational(int(ev.truth(node.args[0])))


# ---------------------------------------------------------------- application
@method("apply")
def apply(ev: Evaluator, node: Expr) -> Value:
    target, *arguments = node.args
    if target.head == "lambda":
        names = [a.datum for a in target.args[:-1]]
        if len(names) != len(arguments):
            raise IllTyped(f"a function of {len(names)} arguments given {len(arguments)}")
        values = [_argument(ev, a) for a in arguments]
        with ev.scope(*names):
            for key, value in zip(names, values, strict=True):
                ev.bind(key, value)
            return ev.value(target.args[-1])
    indices: tuple[int, ...] = ()
    if target.head == "item":
        indices = tuple(ev.label(i) for i in target.args[1:])
        target = target.args[0]
    if target.head != "name":
        raise Unsupported(f"`{target.head}` as a function")
    if target.datum in ev.bound:
        raise Unsupported("a function as an argument")
    declared = ev.problem.declarations.get(target.datum)
    if declared is None:
        raise Unsupported(f"the undeclared function {target.datum}")
    if declared.value is None:
        from mathlint.engine.opaque import random_function

        return random_function(ev, declared, indices, [ev.value(a) for a in arguments])
    if declared.value.head == "lambda" and not declared.params:
        return apply(ev, substitute_function(node, target, declared.value))
    return ev.unfold(declared, indices, tuple(_argument(ev, a) for a in arguments))


def substitute_function(node: Expr, target: Expr, function: Expr) -> Expr:
    return substitute(node, {target.datum: function})


def _argument(ev: Evaluator, node: Expr) -> object:
    """An integer stays one, so that it may serve as an index inside."""
    exact = as_integer(ev.exact(node))
    return exact if exact is not None else ev.value(node)

"""Functions that are only named, and notions that are not understood: random smooth functions.

A function is a random polynomial of degree four in a random form of its arguments (linear, with a square term), so it is exact
in every ring, and its derivatives are those of one function. Positive ones are 1 + p²/4. Values stay moderate, so that an
exponential of one does not saturate.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from mathlint.engine.evaluate import Evaluator, method
from mathlint.engine.failures import IllTyped, Undefined, Unsupported
from mathlint.engine.jets import Value
from mathlint.engine.rings import Scalar
from mathlint.engine.sample import Draw, Signs, Source
from mathlint.expr.obligation import Declaration, Kind, Trait
from mathlint.expr.tree import Expr

DEGREE = 4


@lru_cache(maxsize=4096)
def _drawn(state: int, counts: tuple[int, ...]) -> tuple[list[list[tuple[Fraction, Fraction]]], list[Fraction]]:
    """What a stream of choices makes of a function: for each argument a weight and a square's weight for each of its entries,
    and the coefficients of the polynomial. A function is met at many places of a step."""
    source = Source()
    source.state = state
    weights: list[list[tuple[Fraction, Fraction]]] = []
    for count in counts:
        linear = [Fraction(1 + source.below(9), 7) for _ in range(count)]
        weights.append([(weight, Fraction(1 + source.below(9), 11)) for weight in linear])
    return weights, _coefficients(source)


def _form(ev: Evaluator, arguments: list[list[Value]], drawn: list[list[tuple[Fraction, Fraction]]]) -> Value:
    """A random scalar form of the arguments' entries that treats no two of them alike."""
    total: Value = None
    for entries, weights in zip(arguments, drawn, strict=True):
        term = ev.jets.combine(entries, [w for w, _ in weights])
        if len(weights) > 1:
            square = ev.jets.combine(entries, [s for _, s in weights])
            term = ev.jets.add(term, ev.jets.scale(ev.jets.multiply(square, square), Fraction(1, 3)))
        total = term if total is None else ev.jets.add(ev.jets.add(total, term), ev.jets.multiply(total, term))
    return ev.jets.one if total is None else total


def _coefficients(source: Source) -> list[Fraction]:
    return [Fraction(1 + source.below(19), 10) * (1 if source.below(3) else -1) for _ in range(DEGREE + 1)]


def printed(draw: Draw, key: str, indices: tuple[int, ...], positive: bool) -> str:
    """A function of one number as a polynomial in t, for a witness: what `random_function` computes."""
    source = Source(draw.key, "function", key, *indices, 0)
    slope = Fraction(1 + source.below(9), 7) / 9
    source.below(9)
    terms: list[str] = []
    for power, coefficient in enumerate(_coefficients(source)):
        value = coefficient * slope**power
        sign = ("- " if terms else "-") if value < 0 else ("+ " if terms else "")
        terms.append(f"{sign}{abs(value)}" + ("" if power == 0 else " t" if power == 1 else f" t^{power}"))
    text = " ".join(terms)
    return f"1 + ({text})^2/4" if positive else text


def _component(ev: Evaluator, arguments: list[Value], source: Source, positive: bool) -> Value:
    entries = [ev.jets.entries(argument) for argument in arguments]
    weights, coefficients = _drawn(source.state, tuple(map(len, entries)))
    form = ev.jets.scale(_form(ev, entries, weights), Fraction(1, 9))
    polynomial = [ev.rational(c) for c in coefficients]
    return ev.jets.lift(form, lambda x, order: _taylor(ev, polynomial, x, order, positive))


def _taylor(ev: Evaluator, polynomial: list[Scalar], x: Scalar, order: int, positive: bool) -> list[Scalar]:
    """The Taylor coefficients about x of a polynomial p, or of 1 + p²/4: by division by (t - x) again and again."""
    rest, out = list(polynomial), []
    for _ in range(order + 1):
        value = rest[-1] if rest else ev.jets.zero
        quotient = [value]
        for c in reversed(rest[:-1]):
            value = value * x + c
            quotient.append(value)
        out.append(value)
        rest = quotient[-2::-1] if rest else []
    if not positive:
        return out
    quarter = ev.rational(Fraction(1, 4))
    squares = [sum((out[i] * out[k - i] for i in range(k + 1)), ev.jets.zero) * quarter for k in range(order + 1)]
    return [squares[0] + ev.jets.one, *squares[1:]]


def expanded(ev: Evaluator, declared: Declaration, x: Scalar, order: int) -> list[Scalar]:
    """The Taylor coefficients about x of a function of one number without a definition: of what `random_function` computes."""
    positive = bool(declared.traits & {Trait.SMOOTH_POSITIVE, Trait.POSITIVE}) or ev.draw.signs == Signs.POSITIVE
    ev.draw.functions[declared.name, ()] = positive
    weights, coefficients = _drawn(Source(ev.draw.key, "function", declared.name, 0).state, (1,))
    slope = ev.rational(weights[0][0][0] / 9)
    found = _taylor(ev, [ev.rational(c) for c in coefficients], x * slope, order, positive)
    out, power = [], ev.rational(1)
    for c in found:
        out.append(c * power)
        power = power * slope
    return out


def random_function(ev: Evaluator, declared: Declaration, indices: tuple[int, ...], arguments: list[Value]) -> Value:
    """A function without a definition, at its arguments."""
    if declared.kind is not Kind.FUNCTION:
        raise Unsupported(f"{declared.name} as a function")
    if declared.arity and declared.arity != len(arguments):
        raise IllTyped(f"{declared.name} of {len(arguments)} arguments")
    positive = bool(declared.traits & {Trait.SMOOTH_POSITIVE, Trait.POSITIVE}) or ev.draw.signs == Signs.POSITIVE
    rows, cols = ev.dimension(declared.shape.rows), ev.dimension(declared.shape.cols)
    if rows == 1 == cols and len(arguments) == 1 and not ev.jets.is_matrix(arguments[0]):
        ev.draw.functions[declared.name, indices] = positive
    key = ev.draw.key
    entries = [
        _component(ev, arguments, Source(key, "function", declared.name, *indices, k), positive)
        for k in range(rows * cols)
    ]
    return ev.jets.pack(rows, cols, entries)


@method("opaque")
def opaque(ev: Evaluator, node: Expr) -> Value:
    """The same notion of the same arguments is the same number; what cannot be computed counts by how it is written."""
    arguments, text = [], [str(node.datum)]
    for a in node.args:
        if a.head == "name" and ev.problem.kind(a.datum) in (Kind.FUNCTION, Kind.SET):
            text.append(a.datum)
            continue
        try:
            arguments.append(ev.value(a))
        except (Unsupported, Undefined):
            text.append(repr(a))
    return _component(ev, arguments, Source(ev.draw.key, "opaque", *text), positive=ev.draw.signs == Signs.POSITIVE)

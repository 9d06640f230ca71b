"""Sums and products over integers and named sets, means, and binders that are only compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from mathlint.engine.evaluate import Element, Evaluator, method
from mathlint.engine.failures import OutOfBudget, Undefined, Unsupported
from mathlint.engine.jets import Value, nilpotent
from mathlint.engine.rings import Residues, mix
from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import Expr, name, substitute


def is_infinite(node: Expr) -> bool:
    """Whether a bound is ±infinity."""
    return (node.head == "constant" and node.datum == "infinity") or (node.head == "neg" and is_infinite(node.args[0]))


def bounds(ev: Evaluator, low: Expr, high: Expr) -> range:
    """The integers of a sum. A range that would have to run backwards is outside what the author meant."""
    first, last = ev.integer(low), ev.integer(high)
    if last < first - 1:
        raise Undefined("a range that runs backwards")
    if last - first > ev.meter.terms:
        raise OutOfBudget("a sum of very many terms")
    return range(first, last + 1)


def fold(
    ev: Evaluator, index: str, numbers: Iterable[int], body: Expr, combine: Callable[[Value, Value], Value]
) -> Value:
    """Combine the body's values; None if there are none."""
    total: Value = None
    with ev.scope(index):
        for k in numbers:
            ev.bind(index, k)
            value = ev.value(body)
            total = value if total is None else combine(total, value)
    return total


@method("sum")
def add_up(ev: Evaluator, node: Expr) -> Value:
    index, low, high, body = node.args
    if is_infinite(high) or is_infinite(low):
        from mathlint.engine.series import infinite_sum

        return infinite_sum(ev, node)
    total = fold(ev, index.datum, bounds(ev, low, high), body, ev.jets.add)
    return ev.jets.zero if total is None else total


@method("product")
def multiply_up(ev: Evaluator, node: Expr) -> Value:
    index, low, high, body = node.args
    if is_infinite(high):
        raise Unsupported("an infinite product")
    total = fold(ev, index.datum, bounds(ev, low, high), body, ev.jets.multiply)
    return ev.jets.one if total is None else total


@method("mean")
def average(ev: Evaluator, node: Expr) -> Value:
    index, low, high, body = node.args
    numbers = bounds(ev, low, high)
    if not numbers:
        raise Undefined("a mean of nothing")
    return ev.jets.scale(fold(ev, index.datum, numbers, body, ev.jets.add), Fraction(1, len(numbers)))


@method("sum_where")
def add_up_where(ev: Evaluator, node: Expr) -> Value:
    index, low, high, condition, body = node.args
    if is_infinite(high):
        raise Unsupported("an infinite sum with a condition")
    numbers = bounds(ev, low, high)
    kept = []
    with ev.scope(index.datum):
        for k in numbers:
            ev.bind(index.datum, k)
            if ev.truth(condition):
                kept.append(k)
    total = fold(ev, index.datum, kept, body, ev.jets.add)
    return ev.jets.zero if total is None else total


def _element(ev: Evaluator, text: str, k: int, declared: Declaration | None) -> Value:
    """The k-th element of a set that is only named."""
    return ev.remember(("element", text, k), lambda: ev.ring.convert(ev.draw.element(text, k, declared)))


@method("sum_over", "product_over")
def over_named_set(ev: Evaluator, node: Expr) -> Value:
    """A set that is only named is a random finite one, and its elements are random."""
    index, domain, body = node.args
    if not (domain.head == "name" and ev.problem.kind(domain.datum) is Kind.SET):
        ev.abstract = True
    text = repr(domain)
    if around := [k for k in sorted(domain.free) if k in ev.bound]:
        # a set that depends on an outer index is another one for each of its values
        text = f"{domain.datum} {[ev.integer_of(k) for k in around]}"
    declared = ev.problem.declarations.get(index.datum)
    combine = ev.jets.add if node.head == "sum_over" else ev.jets.multiply
    total: Value = None
    with ev.scope(index.datum):
        for k in range(1, ev.draw.set_size(text) + 1):
            element = _element(ev, text, k, declared)
            ev.bind(index.datum, Element(k, element))
            value = ev.value(body)
            total = value if total is None else combine(total, value)
    return total


@method("integral_over")
def over_named_domain(ev: Evaluator, node: Expr) -> Value:
    """An integral over a domain that is only named: a random positive linear functional. Linear identities survive it."""
    ev.abstract = True
    variable, domain, body = node.args
    text = "integral " + repr(domain)
    declared = ev.problem.declarations.get(variable.datum)
    total: Value = None
    with ev.scope(variable.datum):
        for k in range(1, 4):
            element = _element(ev, text, k, declared)
            ev.bind(variable.datum, element)
            weight = Fraction(2 + mix(ev.draw.key, text, k) % 17, 7)
            value = ev.jets.scale(ev.value(body), weight)
            total = value if total is None else ev.jets.add(total, value)
    return total


@method("argmax", "argmin", "extremum")
def written(ev: Evaluator, node: Expr) -> Value:
    """Equal only to itself, up to the name of the bound variable."""
    ev.abstract = True
    index, body = node.args
    if node.free & set(ev.bound) or ev.seeds:
        raise Unsupported(f"`{node.head}` inside a scope")
    canonical = substitute(body, {index.datum: name("•")})
    if isinstance(ev.ring, Residues):
        raise Unsupported(f"`{node.head}` among residues")
    return ev.rational(Fraction(3 + mix(ev.draw.key, node.head, str(node.datum), repr(canonical)) % 1009, 1013))


@method("antiderivative")
def antiderivative(ev: Evaluator, node: Expr) -> Value:
    """Unknown as a value, but its derivative is the body: so antiderivatives are compared by their derivatives."""
    variable, body = node.args
    key = variable.datum
    at = ev.bound.get(key)
    if at is None:
        at = ev.seeds.get((key, ()))
    unknown = ev.rational(Fraction(3 + mix(ev.draw.key, "antiderivative", repr(body)) % 1009, 1013))
    parts = getattr(at, "parts", None)
    if parts is None:
        ev.abstract = True
        return unknown
    if len({tag for m in parts for tag, _ in m}) > 1 or any(place[0] != key for place in ev.seeds):
        raise Unsupported("a second derivative of an antiderivative")
    point = parts[()]
    with ev.scope(key):
        ev.bind(key, point)
        slope = ev.value(body)
    if hasattr(slope, "parts") or ev.jets.is_matrix(slope):
        raise Unsupported("an antiderivative of a vector")
    return ev.jets.compose([unknown, slope], nilpotent(at))

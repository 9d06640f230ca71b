"""Integrals between bounds: rigorous where the integrand is analytic, estimated elsewhere.

Over a finite range the integrand is carried to [0, 1] and FLINT's `acb.integral` encloses the integral, one coefficient of the
jet at a time. Infinite ranges and singular ends use double-exponential quadrature (Takahasi and Mori, 1974), whose error is
only estimated, from the last two levels: such a value never refutes.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import acb, acb_mat, arb, arb_mat, ctx

from mathlint.engine.broken import pieces
from mathlint.engine.evaluate import Evaluator, method
from mathlint.engine.failures import IllTyped, OutOfBudget, Unclear, Undefined, Unsupported
from mathlint.engine.infinite import infinite
from mathlint.engine.jets import CONSTANT, Jet, Value, each
from mathlint.engine.rings import Balls, Complex, precision
from mathlint.engine.smooth import is_smooth
from mathlint.expr.tree import ZERO, Expr

MOST_DEGREES = 40
EVALUATIONS = 500
"""How often a rigorous integral may ask for its integrand."""
_nodes: dict[tuple[str, int], list[tuple[Any, Any]]] = {}


@method("integral")
def integral(ev: Evaluator, node: Expr) -> Value:
    variable, low, high, body = node.args
    if not isinstance(ev.ring, Balls):
        raise Unsupported("an integral outside the reals")
    if body is ZERO:
        return ev.rational(0)
    parts = pieces(ev, node)
    if parts is not None:
        total: Value = ev.rational(0)
        for part in parts:
            total = ev.jets.add(total, integral(ev, part))
        return total
    ends = infinite(ev, low), infinite(ev, high)
    if ends[0] and ends[0] == ends[1]:
        raise Undefined("an integral from infinity to infinity")
    if ends == (0, 0):
        degree = degree_in(variable.datum, body)
        if degree is not None and degree <= MOST_DEGREES:
            return _gauss(ev, variable.datum, ev.value(low), ev.value(high), body, degree // 2 + 1)
        try:
            return _rigorous(ev, variable.datum, ev.value(low), ev.value(high), body)
        except (Unsupported, Undefined):
            pass
    if ends[0] > 0 or ends[1] < 0:
        return ev.jets.scale(_double_exponential(ev, variable.datum, high, low, body, ends[::-1]), Fraction(-1))
    return _double_exponential(ev, variable.datum, low, high, body, ends)


def degree_in(key: str, node: Expr) -> int | None:
    """The degree of a polynomial in a variable; None for what is not written as one."""
    if key not in node.free:
        return 0
    parts = [degree_in(key, a) for a in node.args]
    match node.head:
        case "name":
            return 1
        case "add" | "neg":
            return None if None in parts else max(d for d in parts if d is not None)
        case "mul" | "inner":
            return None if None in parts else sum(d for d in parts if d is not None)
        case "div":
            return parts[0] if parts[1] == 0 else None
        case "pow":
            exponent = node.args[1]
            whole = exponent.head == "number" and exponent.datum.denominator == 1 and exponent.datum >= 0
            return int(exponent.datum) * parts[0] if whole and parts[0] is not None else None
        case "integral":
            inner, _, _, body = node.args
            own = degree_in(inner.datum, body)
            ends, whole_body = (parts[1], parts[2]), parts[3]
            if own is None or whole_body is None or ends[0] is None or ends[1] is None:
                return None
            return whole_body + (own + 1) * max(ends[0], ends[1])
    return None


def _gauss(ev: Evaluator, key: str, low: Value, high: Value, body: Expr, count: int) -> Value:
    """A polynomial of degree below 2·count, exactly: Gauss and Legendre's points."""
    jets = ev.jets
    half = jets.scale(jets.subtract(high, low), Fraction(1, 2))
    middle = jets.scale(jets.add(high, low), Fraction(1, 2))
    total: Value = None
    with ev.scope(key):
        for k in range(count):
            point, weight = arb.legendre_p_root(count, k, weight=True)
            ev.bind(key, jets.add(middle, jets.multiply(half, point)))
            term = jets.multiply(ev.value(body), weight)
            total = term if total is None else jets.add(total, term)
    return jets.multiply(total, half)


def _carry(value: Value) -> Value:
    """From the reals to the complex plane."""
    return each(value, lambda v: acb_mat(v) if isinstance(v, arb_mat) else acb(v))


def _rigorous(ev: Evaluator, key: str, low: Value, high: Value, body: Expr) -> Value:
    """∫₀¹ f(a + (b - a)u)(b - a) du by balls in the complex plane."""
    ring = Complex()
    inner = ev.sibling(ring, _carry)
    jets = inner.jets
    start, width = _carry(low), _carry(ev.jets.subtract(high, low))
    estimates_before = inner.estimated

    def at(u: Any) -> Value:
        inner._memory.clear()
        inner.bind(key, jets.add(start, jets.multiply(width, u)))
        return jets.multiply(inner.value(body), width)

    with precision(min(ctx.prec, 160)):
        probe = at(acb(arb("0.3819660112501")))
        if jets.is_matrix(probe):
            raise Unsupported("an integral of a vector")
        monomials = list(probe.parts) if isinstance(probe, Jet) else [CONSTANT]
        parts = {m: _coefficient(inner, ring, at, m) for m in monomials}
    ev.abstract |= inner.abstract
    ev.rough |= inner.rough
    ev.coarse |= inner.coarse
    ev.estimated |= inner.estimated and not estimates_before
    return Jet(parts) if isinstance(probe, Jet) else parts[CONSTANT]


def _coefficient(inner: Evaluator, ring: Complex, at: Callable[[Any], Value], monomial: Any) -> Any:
    over: list[OutOfBudget] = []

    def integrand(u: Any, analytic: bool) -> Any:
        ring.analytic = bool(analytic)
        try:
            value = at(u)
        except OutOfBudget as error:
            over.append(error)
            return acb("nan")
        except (Undefined, Unsupported, IllTyped, ZeroDivisionError):
            return acb("nan")
        if isinstance(value, Jet):
            return value.parts.get(monomial, acb(0))
        return value if not monomial else acb(0)

    for bits, enough, evaluations in ((ctx.prec - 10, 30, EVALUATIONS), (60, 14, 4 * EVALUATIONS)):
        tolerance = arb(2) ** -bits
        result = acb.integral(integrand, 0, 1, rel_tol=tolerance, abs_tol=tolerance / 64, eval_limit=evaluations)
        if over:
            raise over[0]
        if result.is_finite() and result.real.rad() < arb(10) ** -enough * (1 + abs(result.real)):
            inner.coarse |= enough < 30
            return result.real
        if not result.is_finite():
            break
    raise Unclear("an integral that cannot be enclosed")


# ---------------------------------------------------------------- estimated
def _levels(kind: str, level: int) -> list[tuple[Any, Any]]:
    """Points and weights of one level, without those of the level before: on (0, 1), (0, ∞) or the line."""
    key = (kind, level)
    if key not in _nodes:
        with precision(140):
            step = arb(2) ** -level
            half_pi = arb.pi() / 2
            reach = {"finite": 4.6, "half": 4.8, "line": 4.0}[kind]
            out = []
            for k in range(-int(reach * 2**level), int(reach * 2**level) + 1):
                if level > 3 and k % 2 == 0:
                    continue
                t = step * k
                s, c = half_pi * t.sinh(), half_pi * t.cosh()
                if kind == "finite":
                    e = (-2 * s).exp()
                    x, w = 1 / (1 + e), 2 * c * e / (1 + e) ** 2
                elif kind == "half":
                    x, w = s.exp(), c * s.exp()
                else:
                    x, w = s.sinh(), c * s.cosh()
                out.append((x.mid(), (w * step).mid()))
            _nodes[key] = out
    return _nodes[key]


def _double_exponential(ev: Evaluator, key: str, low: Expr, high: Expr, body: Expr, ends: tuple[int, int]) -> Value:
    """ends: which of the bounds is infinite, the lower one downwards and the upper one upwards."""
    jets = ev.jets
    if ends[0] and ends[1]:
        kind, origin, width = "line", jets.zero, jets.one
    elif ends[1]:
        kind, origin, width = "half", ev.value(low), jets.one
    elif ends[0]:
        kind, origin, width = "half", ev.value(high), ev.rational(-1)
    else:
        kind, origin = "finite", ev.value(low)
        width = jets.subtract(ev.value(high), origin)
    weight = jets.one if kind != "finite" else width
    total: Value = None
    before: Value = None
    with precision(110), ev.scope(key):
        for level in (3, 4, 5, 6):
            here: Value = None
            for u, w in _levels(kind, level):
                ev.bind(key, jets.add(origin, jets.multiply(width, u)))
                try:
                    value = jets.multiply(jets.multiply(ev.value(body), w), weight)
                except Undefined:
                    continue
                if jets.is_matrix(value) or not all(v.is_finite() for v in _parts(value)):
                    continue
                here = value if here is None else jets.add(here, value)
            if here is None:
                raise Undefined("an integrand that is nowhere defined")
            total = here if total is None else jets.add(each(total, lambda v: v / 2), here)
            if before is not None:
                gap, size = largest(jets.subtract(total, before)), largest(total)
                if gap < arb(10) ** -22 * size or (level == 6 and gap < arb(10) ** -12 * size):
                    ev.estimated = True
                    ev.rough |= not is_smooth(body, key)
                    return widen(total, 16 * gap + size * arb(10) ** -30)
            before = total
    raise Unclear("an integral whose value could not be found")


def widen(value: Value, radius: Any) -> Value:
    """The same with a radius added."""
    margin = arb(0, radius)
    return each(value, lambda v: v + margin)


def _parts(value: Value) -> list[Any]:
    return list(value.parts.values()) if isinstance(value, Jet) else [value]


def largest(value: Value) -> Any:
    best = arb(0)
    for v in _parts(value):
        upper = abs(v).upper()
        if not upper < best:
            best = upper
    return best

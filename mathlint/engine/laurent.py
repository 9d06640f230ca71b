"""Truncated Laurent series in one small variable t, with balls as coefficients, and what expressions come to in them.

The variable of an expansion is put in as x = a + t^m towards a number a, and as x = ±t^(-m) towards infinity; m clears the
denominators of fractional powers. What does not depend on the variable is evaluated as everywhere else.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from mathlint.engine.binders import is_infinite
from mathlint.engine.evaluate import Evaluator
from mathlint.engine.exact import as_integer
from mathlint.engine.failures import Undefined, Unsupported
from mathlint.engine.opaque import expanded
from mathlint.engine.rings import Scalar, binomials
from mathlint.expr.tree import Expr, name, substitute
from mathlint.operators.functions import FUNCTIONS

NEGLIGIBLE: Final = 1e-25
"""The radius under which a ball around zero counts as zero: it comes from terms that cancel."""


@dataclass(frozen=True, slots=True)
class Laurent:
    """Σ coefficients[k] t^(start + k), known up to an error of the order t^end. The first coefficient is not zero."""

    start: int
    coefficients: tuple[Scalar, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.coefficients)

    def at(self, exponent: int) -> Scalar | None:
        """The coefficient of t^exponent; None if it is zero because the series begins later."""
        place = exponent - self.start
        return self.coefficients[place] if place >= 0 else None


def vanishes(x: Scalar) -> bool:
    return bool(x.contains(0) and x.rad() < NEGLIGIBLE)


def laurent(start: int, coefficients: list[Scalar]) -> Laurent:
    """The series with its leading zeros taken off."""
    lead = 0
    while lead < len(coefficients) and vanishes(coefficients[lead]):
        lead += 1
    return Laurent(start + lead, tuple(coefficients[lead:]))


class Expansion:
    """Expands expressions at one draw. terms: how many coefficients are kept. env: names that have a series here."""

    def __init__(self, ev: Evaluator, terms: int, env: Mapping[str, Laurent]) -> None:
        self.ev, self.terms, self.env = ev, terms, dict(env)

    def series(self, node: Expr) -> Laurent:
        """Raises Unsupported for what has no expansion here, Undefined outside the domain."""
        self.ev.meter.spend(self.terms)
        if self.env.keys().isdisjoint(self._closure(node)):
            return self.constant(node)
        args = node.args
        match node.head:
            case "name":
                return self._name(node)
            case "add":
                return self._sum([self.series(a) for a in args])
            case "neg":
                return self._scaled(self.series(args[0]), Fraction(-1))
            case "mul" | "inner":
                found = self.series(args[0])
                for a in args[1:]:
                    found = self._product(found, self.series(a))
                return found
            case "div":
                return self._product(self.series(args[0]), self._reciprocal(self.series(args[1])))
            case "inverse":
                return self._reciprocal(self.series(args[0]))
            case "pow":
                return self._power(self.series(args[0]), args[1])
            case "root":
                degree = as_integer(self.ev.exact(args[1]))
                if degree is None:
                    raise Unsupported("a root of no fixed degree in an expansion")
                return self._fractional(self.series(args[0]), Fraction(1, degree))
            case "fn":
                return self._function(node)
            case "apply":
                return self._apply(node)
        raise Unsupported(f"an expansion of `{node.head}`")

    def _closure(self, node: Expr) -> frozenset[str]:
        return node.free | self.ev.problem.closure(node)

    def constant(self, node: Expr) -> Laurent:
        value = self.ev.value(node)
        if self.ev.jets.is_matrix(value) or hasattr(value, "parts"):
            raise Unsupported("an expansion of matrices")
        return laurent(0, [value, *self._zeros(self.terms - 1)])

    def _zeros(self, count: int) -> list[Scalar]:
        return [self.ev.rational(0)] * count

    def _name(self, node: Expr) -> Laurent:
        key = node.datum
        if key in self.env:
            return self.env[key]
        declared = self.ev.problem.declarations.get(key)
        if declared is None or declared.value is None or declared.params:
            raise Unsupported(f"an expansion of {key}")
        return self.series(declared.value)

    # ------------------------------------------------------------ arithmetic
    def _sum(self, parts: list[Laurent]) -> Laurent:
        start, end = min(p.start for p in parts), min(p.end for p in parts)
        total = self._zeros(max(0, end - start))
        for p in parts:
            for k, c in enumerate(p.coefficients):
                if p.start + k < end:
                    total[p.start - start + k] = total[p.start - start + k] + c
        return laurent(start, total)

    def _scaled(self, a: Laurent, factor: Fraction) -> Laurent:
        by = self.ev.rational(factor)
        return Laurent(a.start, tuple(c * by for c in a.coefficients))

    def _product(self, a: Laurent, b: Laurent) -> Laurent:
        count = min(len(a.coefficients), len(b.coefficients), self.terms)
        out = self._zeros(count)
        for i in range(count):
            for j in range(count - i):
                out[i + j] = out[i + j] + a.coefficients[i] * b.coefficients[j]
        return laurent(a.start + b.start, out)

    def _reciprocal(self, a: Laurent) -> Laurent:
        if not a.coefficients:
            raise Unsupported("a division by what vanishes")
        first = self.ev.ring.reciprocal(a.coefficients[0])
        out = [first]
        for k in range(1, len(a.coefficients)):
            total = self.ev.rational(0)
            for j in range(1, k + 1):
                total = total + a.coefficients[j] * out[k - j]
            out.append(-total * first)
        return Laurent(-a.start, tuple(out))

    def _power(self, base: Laurent, exponent: Expr) -> Laurent:
        exact = self.ev.exact(exponent)
        if exact is not None:
            whole = as_integer(exact)
            if whole is not None and abs(whole) <= 60:
                factor = base if whole >= 0 else self._reciprocal(base)
                found = laurent(0, [self.ev.rational(1), *self._zeros(self.terms - 1)])
                for _ in range(abs(whole)):
                    found = self._product(found, factor)
                return found
            return self._fractional(base, exact)
        logarithm = self._compose("log", base, "a power in an expansion")  # a^b = exp(b log a)
        return self._compose("exp", self._product(self.series(exponent), logarithm), "a power in an expansion")

    def _fractional(self, base: Laurent, exponent: Fraction) -> Laurent:
        """(c t^v (1 + u))^e = c^e t^(ve) (1 + u)^e."""
        start = base.start * exponent
        if not base.coefficients or start.denominator != 1:
            raise Unsupported("a root of what vanishes in an expansion")
        lead = base.coefficients[0]
        scaled = [c * self.ev.ring.reciprocal(lead) for c in base.coefficients]
        rest = laurent(0, [self.ev.rational(0), *scaled[1:]])
        if not lead > 0 and exponent.denominator % 2 == 0:
            raise Undefined("a root of a negative number")
        head = self.ev.ring.power(lead, self.ev.rational(exponent))
        weights = [self.ev.rational(b) * head for b in binomials(exponent, self.terms)]
        found = self._substituted(weights, rest, len(base.coefficients))
        return Laurent(found.start + int(start), found.coefficients)

    # ------------------------------------------------------------ functions
    def _function(self, node: Expr) -> Laurent:
        function = FUNCTIONS.get(str(node.datum))
        if function is None or len(node.args) > 1 + function.optional or function.arity != 1:
            raise Unsupported(f"an expansion of {node.datum}")
        if len(node.args) == 2 or not function.flint:
            if function.value is None or any(n.head == "piecewise" for n in function.value.walk()):
                raise Unsupported(f"an expansion of {node.datum}")
            given = dict(zip(("x", "y"), node.args, strict=False))
            with_values = {f"{k}@fn": self.series(v) for k, v in given.items()}
            body = substitute(function.value, {k: name(f"{k}@fn") for k in given})
            return Expansion(self.ev, self.terms, {**self.env, **with_values}).series(body)
        return self._compose(function.flint, self.series(node.args[0]), f"an expansion of {node.datum}")

    def _compose(self, which: str, inner: Laurent, what: str) -> Laurent:
        return self._inserted(lambda x, order: self.ev.ring.taylor(which, x, order), inner, what)

    def _inserted(self, taylor: Callable[[Scalar, int], list[Scalar]], inner: Laurent, what: str) -> Laurent:
        """A function of a series, given its Taylor coefficients about a point."""
        if inner.start < 0:
            raise Unsupported(f"{what} at a pole")
        if inner.end <= 0:
            raise Unsupported(f"{what} of what is not known")
        at = inner.at(0) if inner.start == 0 else None
        centre = self.ev.rational(0) if at is None else at
        rest = laurent(0, [self.ev.rational(0), *(inner.at(k) or self.ev.rational(0) for k in range(1, inner.end))])
        return self._substituted(taylor(centre, self.terms), rest, inner.end)

    def _substituted(self, weights: list[Scalar], rest: Laurent, known: int) -> Laurent:
        """Σ weights[k] rest^k, for a rest that vanishes at t = 0; known up to t^known."""
        total = self._zeros(known)
        term = laurent(0, [self.ev.rational(1), *self._zeros(known - 1)])
        for k, weight in enumerate(weights):
            if k:
                if not rest.coefficients or not term.coefficients or k * rest.start >= known:
                    break
                term = self._product(term, rest)
            for j, c in enumerate(term.coefficients):
                if term.start + j < known:
                    total[term.start + j] = total[term.start + j] + weight * c
        return laurent(0, total)

    def _apply(self, node: Expr) -> Laurent:
        target, *arguments = node.args
        if target.head == "lambda":
            names = [a.datum for a in target.args[:-1]]
            given = {k: self.series(a) for k, a in zip(names, arguments, strict=True)}
            return Expansion(self.ev, self.terms, {**self.env, **given}).series(target.args[-1])
        declared = self.ev.problem.declarations.get(target.datum) if target.head == "name" else None
        if declared is None:
            raise Unsupported("an expansion of a function of a family")
        if declared.value is not None:
            params = declared.params
            if len(params) != len(arguments):
                raise Unsupported(f"an expansion of {declared.name}")
            given = {k: self.series(a) for k, a in zip(params, arguments, strict=True)}
            return Expansion(self.ev, self.terms, {**self.env, **given}).series(declared.value)
        if len(arguments) != 1 or not declared.shape.is_scalar:
            raise Unsupported(f"an expansion of {declared.name} in several variables")
        return self._inserted(
            lambda x, order: expanded(self.ev, declared, x, order), self.series(arguments[0]), declared.name
        )


def near(ev: Evaluator, target: Expr, step: int, count: int) -> Laurent:
    """x = a + t^step, or x = ±t^(-step), to `count` coefficients."""
    one, zero = ev.rational(1), ev.rational(0)
    if is_infinite(target):
        sign = -1 if target.head == "neg" else 1
        return Laurent(-step, (ev.rational(sign), *[zero] * (count - 1)))
    centre = ev.value(target)
    if hasattr(centre, "parts") or ev.jets.is_matrix(centre):
        raise Unsupported("an expansion about what varies")
    return laurent(0, [centre, *[zero] * (step - 1), one, *[zero] * (count - step - 1)])


def denominators(node: Expr) -> int:
    """The least common multiple of the denominators of all fractional powers and roots in an expression."""
    found = 1
    for n in node.walk():
        if n.head == "root" and n.args[1].head == "number":
            found = math.lcm(found, int(n.args[1].datum))
        elif n.head == "pow" and n.args[1].head in ("number", "neg", "div"):
            for m in n.args[1].walk():
                if m.head == "number" and m.datum.denominator != 1:
                    found = math.lcm(found, m.datum.denominator)
            if (
                (inner := n.args[1]).head == "div"
                and inner.args[1].head == "number"
                and inner.args[1].datum.denominator == 1
            ):
                found = math.lcm(found, abs(int(inner.args[1].datum)) or 1)
    return found

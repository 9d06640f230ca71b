"""What the values of two different sides have to do with each other: a constant factor, a term too much, a transposition."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from mathlint.engine.problem import Problem
from mathlint.engine.repair_atoms import atoms, products
from mathlint.engine.repair_points import Point, constant_ratio, is_zero, same
from mathlint.engine.tally import closed
from mathlint.expr.tree import Expr, bound_names, constant, div, mul, name, neg, number, power

_MOST_SUBTERMS: Final = 60
_MOST_PARTS: Final = 12
_PI: Final = constant("pi")


@dataclass(frozen=True, slots=True)
class Factor:
    """The right side is `factor` times `by` times the left (or divided by it)."""

    factor: Fraction
    by: Expr | None = None
    divided: bool = False

    @property
    def node(self) -> Expr:
        """What the right side is the left times of."""
        if self.by is None:
            return number(self.factor)
        by = div(number(self.factor), self.by) if self.divided else self.by
        return (
            by if self.divided or self.factor == 1 else neg(by) if self.factor == -1 else mul(number(self.factor), by)
        )


@dataclass(frozen=True, slots=True)
class Transposed:
    """Each side is the transpose of the other."""


@dataclass(frozen=True, slots=True)
class Vanishing:
    """The left side is zero everywhere."""


@dataclass(frozen=True, slots=True)
class Power:
    """The right side is the left to this power: 2, 1/2 or -1."""

    exponent: Fraction


@dataclass(frozen=True, slots=True)
class Shifted:
    """The right side is the left plus a number."""

    by: Fraction


@dataclass(frozen=True, slots=True)
class Scaled:
    """A term of the right side should be `factor` times what it is: -1 (its sign), 0 (it does not belong), 2, 1/2, …

    place: which of the right side's terms. twice: it stands there more than once.
    """

    term: Expr
    place: int
    factor: Fraction
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """`factor` times this term is missing on the right side. written: the term is one of the left side's, and the right side is a sum."""

    term: Expr
    factor: Fraction
    written: bool = False

    @property
    def node(self) -> Expr:
        if self.factor in (1, -1):
            return self.term if self.factor == 1 else neg(self.term)
        return mul(number(self.factor), self.term)


def is_plain(cause: Cause) -> bool:
    """Whether the words for it say more than those for any edit. A term or factor that merely fits may be chance."""
    match cause:
        case Factor(_, by):
            return by is None
        case Missing(_, _, written):
            return written
        case Transposed() | Vanishing() | Shifted() | Scaled():
            return True
    return False


Cause: TypeAlias = Factor | Transposed | Vanishing | Power | Shifted | Scaled | Missing


def causes(problem: Problem, found: Sequence[Point]) -> Iterator[Cause]:
    """Every simple relation between the sides that holds at all points, the plainest first."""
    left, right = [p.left for p in found], [p.right for p in found]
    if all(is_zero(e) for entries in left for e in entries):
        yield Vanishing()
        return
    numbers = closed(problem) or _steady(left, right)
    ratio = constant_ratio(right, left)
    if ratio is not None and (not numbers or ratio.numerator in (1, -1) or ratio.denominator == 1):
        yield Factor(ratio)
    square = found[0].shape[0] == found[0].shape[1] > 1
    if square and all(same(p.left, _turned(p)) for p in found):
        yield Transposed()
    yield from _terms(problem, found)
    if numbers:
        return  # among numbers everything is a multiple of everything
    if found[0].shape == (1, 1):
        yield from _powers(left, right)
    yield from _factors(problem, found)
    yield from _missing(problem, found)


def _steady(left: list[list[Any]], right: list[list[Any]]) -> bool:
    """Whether both sides have the same value at all points."""
    return len(left) > 1 and all(same(side[0], other) for side in (left, right) for other in side[1:])


def _turned(point: Point) -> list[Any]:
    rows, cols = point.shape
    return [point.right[j * cols + i] for i in range(rows) for j in range(cols)]


def terms(node: Expr) -> tuple[Expr, ...]:
    return node.args if node.head == "add" else (node,)


def unsigned(term: Expr) -> tuple[Fraction, Expr]:
    """A term as a number times the rest."""
    if term.head == "neg":
        factor, rest = unsigned(term.args[0])
        return -factor, rest
    if term.head == "mul" and term.args[0].head == "number" and term.args[0].datum != 0:
        return term.args[0].datum, mul(*term.args[1:])
    return Fraction(1), term


# ---------------------------------------------------------------- differences
def _differences(found: Sequence[Point]) -> list[list[Any]]:
    return [[p - q for p, q in zip(point.left, point.right, strict=True)] for point in found]


def _values(found: Sequence[Point], node: Expr) -> list[list[Any]] | None:
    out = []
    for point in found:
        entries = point.entries(node)
        if entries is None:
            return None
        out.append(entries)
    return out


def _terms(problem: Problem, found: Sequence[Point]) -> Iterator[Cause]:
    """A term of the right side that is wrong by a factor."""
    gaps = _differences(found)
    all_terms = terms(problem.right)
    if len(all_terms) > 1:
        for place, term in enumerate(all_terms):
            values = _values(found, term)
            share = None if values is None else constant_ratio(gaps, values, 12)
            if share is not None:
                yield Scaled(term, place, 1 + share, all_terms.count(term) > 1)
    if found[0].shape == (1, 1):
        one = [[point.ev.rational(Fraction(1))] for point in found]
        shift = constant_ratio(gaps, one)
        if shift is not None:
            yield Shifted(-shift)


def _missing(problem: Problem, found: Sequence[Point]) -> Iterator[Cause]:
    """A term of the left side, or any subterm, that makes up the difference."""
    gaps = _differences(found)
    rest = [unsigned(t)[1] for t in terms(problem.left)]
    parts = atoms(problem)
    for node in _distinct([*rest, *_subterms(problem), *parts, *products(parts[:_MOST_PARTS])]):
        values = _values(found, node)
        share = None if values is None else constant_ratio(gaps, values, 12)
        if share is not None and abs(share.numerator) <= 12:
            yield Missing(node, share, node in rest and problem.right.head == "add")
            return


def _distinct(nodes: Sequence[Expr]) -> list[Expr]:
    return list(dict.fromkeys(nodes))


def _subterms(problem: Problem) -> list[Expr]:
    """The subterms of both sides that stand under no binder of theirs, small ones first."""
    out: list[Expr] = []

    def visit(node: Expr, bound: frozenset[str]) -> None:
        if node.head in ("number", "compare", "and", "or", "not"):
            return
        if node.free.isdisjoint(bound) and (node.free or node.args):
            out.append(node)
        inner = bound.union(bound_names(node))
        for a in node.args:
            visit(a, inner)

    visit(problem.left, frozenset())
    visit(problem.right, frozenset())
    return sorted(_distinct(out), key=lambda n: n.size)[:_MOST_SUBTERMS]


# ---------------------------------------------------------------- factors
def _powers(left: list[list[Any]], right: list[list[Any]]) -> Iterator[Cause]:
    forms: tuple[tuple[Fraction, Callable[[Any, Any], Any]], ...] = (
        (Fraction(2), lambda p, q: q - p * p),
        (Fraction(1, 2), lambda p, q: q * q - p),
        (Fraction(-1), lambda p, q: p * q - 1),
    )
    for exponent, gap in forms:
        if all(is_zero(gap(p[0], q[0])) for p, q in zip(left, right, strict=True)):
            yield Power(exponent)


def _factors(problem: Problem, found: Sequence[Point]) -> Iterator[Cause]:
    """The right side is a number times a scalar name or subterm, or π, times the left; or divided by it."""
    left, right = [p.left for p in found], [p.right for p in found]
    sizes = [name(k) for k in sorted(problem.integers) if not k.startswith("?")]
    scalars = [power(n, number(2)) for n in sizes]
    names = [n for n in _subterms(problem) if n.head == "name"]
    scalars += [power(n, number(2)) for n in names]
    for node in _distinct([_PI, *sizes, *_subterms(problem), *scalars, *atoms(problem)]):
        if node is problem.left or node is problem.right:
            continue
        values = [p.entries(node, (1, 1)) for p in found]
        if any(v is None or is_zero(v[0]) for v in values):
            continue
        factors = [v[0] for v in values if v is not None]
        for divided in (False, True):
            scaled = [[e / f if divided else e * f for e in side] for side, f in zip(left, factors, strict=True)]
            ratio = constant_ratio(right, scaled, 24)
            if ratio is not None:
                yield Factor(ratio, node, divided)
                return


__all__ = [
    "Cause",
    "Factor",
    "Missing",
    "Power",
    "Scaled",
    "Shifted",
    "Transposed",
    "Vanishing",
    "causes",
    "is_plain",
    "terms",
    "unsigned",
]

"""A recurrence is used as a derivation uses it: `T(n/2) + n` below `T(n) = T(n/2) + n` claims what one more unrolling says.

A term is replaced by what the recurrence makes of it where all that it is led back to lies within the range of the arguments that the
step itself holds: `T(n/2)` beside `T(n/4)`, `F_{k+1}` beside `F_k` and `F_{k-1}`, but never the least of them. So both sides are led
back to the same few values, which stand for anything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Given, Reading
from mathlint.elaborate.page import RawChain, Term
from mathlint.elaborate.readings import readings_of
from mathlint.elaborate.restated import NEAR_LINES
from mathlint.elaborate.scope import View
from mathlint.elaborate.slices import Slice, equation_at
from mathlint.expr.tree import Expr, add, number, rebuild, substitute

RULES: Final = 2
"""How many recurrences are tried for a step, the latest first."""
READINGS: Final = 2
ROUNDS: Final = 8
"""How often a step is unrolled at most."""
MOST_NODES: Final = 600
_TRIED: Final = 2**9 * 3**6 * 5**4
"""What an unknown stands for when arguments are compared: halves, thirds and fifths of it stay whole."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`T(n + offset) = value`: function is T, called so or indexed so (head "apply" or "item"); calls are the arguments in value."""

    head: str
    function: Expr
    variable: str
    offset: Fraction
    value: Expr
    calls: tuple[Expr, ...]


@dataclass(frozen=True)
class Recurrence:
    """An equation that leads a member of a sequence back to earlier ones."""

    left: Term
    right: Term

    def put_into(self, page: Page, part: Slice, view: View, picks: Mapping[str, int]) -> None:
        """Unroll the sides of a step as far as they allow."""
        found = equation_at(page, part, self.left, self.right, view, picks)
        rule = shape_of(*found[:2]) if found is not None else None
        sides = unrolled(part.left, part.right, rule) if rule is not None else None
        if found is not None and sides is not None:
            part.left, part.right = sides
            part.low = part.low.joined(found[2], picks).joined(found[3], picks)


class Recurrences:
    """The recurrences of a page so far, by the key of their function."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.by_function: dict[str, list[tuple[RawChain, Shape]]] = {}

    def add(self, chain: RawChain) -> None:
        if not chain.links or chain.links[0].relation != "=" or chain.condition_of is not None:
            return
        left, right = self.page.first_form(chain, 0), self.page.first_form(chain, 1)
        if left is None or right is None:
            return
        rule = shape_of(left, right)
        if rule is not None:
            self.by_function.setdefault(rule.function.datum, []).append((chain, rule))

    def readings(self, chain: RawChain, k: int, view: View) -> Iterator[Reading]:
        """A step with its terms unrolled. They support; of refutations only a fixed factor counts, of the whole or of one term."""
        for other, rule in self._rules(chain, k, view):
            left, right = (self.page.first_form(chain, term) for term in (k, k + 1))
            if left is None or right is None or not unrolled(left, right, rule):
                continue
            fact = Recurrence(other.terms[0], other.terms[1])
            found, _ = readings_of(self.page, chain.terms[k], chain.terms[k + 1], "=", view, (), (fact,))
            for reading in found[:READINGS]:
                yield self._marked(reading, other, chain)

    def _rules(self, chain: RawChain, k: int, view: View) -> list[tuple[RawChain, Shape]]:
        if not self.by_function:
            return []
        forms = [form for term in (k, k + 1) if (form := self.page.first_form(chain, term)) is not None]
        names = sorted(frozenset().union(*(form.free for form in forms)))
        found = [
            (other, rule)
            for key in names
            for other, rule in self.by_function.get(key, ())
            if self.page.view(other, 0).section in self.page.scope.above(view.section)
            and not self.page.scope.parts.apart(self.page.order(other), view.order)
            and (other.number < chain.number or (other is chain and k > 0))
        ]
        return sorted(found, key=lambda pair: -pair[0].number)[:RULES]

    def _near(self, other: RawChain, chain: RawChain) -> bool:
        """Whether the recurrence was said a few lines before, in the same section."""
        here, there = self.page.span(chain.terms[0]).start, self.page.span(other.terms[0]).start
        same = self.page.view(other, 0).section == self.page.view(chain, 0).section
        return same and self.page.row(here) - self.page.row(there) <= NEAR_LINES

    def _marked(self, reading: Reading, other: RawChain, chain: RawChain) -> Reading:
        source = self.page.document.source
        span = self.page.span(other.terms[0]).join(self.page.span(other.terms[1]))
        text, place = source.slice(self.page.span(other.terms[0])), self.page.place(span.start)
        return replace(
            reading,
            choices=(f"`{text}` unrolled as in {place}", *reading.choices),
            given=(Given(span, source.slice(span)), *reading.given),
            again=f"`{text}` may go on otherwise than in {place}",
            near=self._near(other, chain),
            unrolled=True,
        )


def shape_of(left: Expr, right: Expr) -> Shape | None:
    """The recurrence that an equation is, or None: `T(n) = … T(n/2) …`, `F_{k+1} = … F_k …`."""
    if left.head not in ("apply", "item") or len(left.args) != 2 or left.args[0].head != "name":
        return None
    function, argument = left.args
    free = [key for key in argument.free if key != function.datum]
    if len(free) != 1 or "#" in free[0]:
        return None
    at, next_ = (_value(argument, {free[0]: Fraction(x)}) for x in (7, 8))
    if at is None or next_ is None or next_ - at != 1:
        return None
    value = right
    if right.head == "piecewise":
        branches = [a for a in right.args if any(_is_call(n, left.head, function) for n in a.walk())]
        if len(branches) != 1:
            return None
        value = branches[0]
    calls = dict.fromkeys(n.args[1] for n in value.walk() if _is_call(n, left.head, function))
    if not calls or left in value.walk() or any("#" in key for call in calls for key in call.free):
        return None
    return Shape(left.head, function, free[0], at - 7, value, tuple(calls))


def unrolled(left: Expr, right: Expr, rule: Shape) -> tuple[Expr, Expr] | None:
    """The sides of a step with members replaced by what leads to them, within the range of the step; None if none can be."""
    inside = [v for v in map(_value, _arguments((left, right), rule)) if v is not None]
    if len(set(inside)) < 2:
        return None
    low, high, sides = min(inside), max(inside), (left, right)
    for _ in range(ROUNDS):
        put: dict[Expr, Expr] = {}
        for argument in _arguments(sides, rule):
            value = _value(argument)
            if value is None:
                continue
            led = [_value(call, {rule.variable: value - rule.offset}) for call in rule.calls]
            if all(v is not None and low <= v <= high and v != value for v in led):
                start = argument if not rule.offset else add(argument, number(-rule.offset))
                put[argument] = substitute(rule.value, {rule.variable: start})
        if not put or sides[0].size + sides[1].size > MOST_NODES:
            break
        change = _putting(put, rule)
        sides = rebuild(sides[0], change), rebuild(sides[1], change)
    return sides if sides != (left, right) else None


def _putting(put: Mapping[Expr, Expr], rule: Shape) -> Callable[[Expr], Expr]:
    return lambda node: put.get(node.args[1], node) if _is_call(node, rule.head, rule.function) else node


def _arguments(sides: Sequence[Expr], rule: Shape) -> dict[Expr, None]:
    """What the function is applied to; bound names aside, whose values are many."""
    found: dict[Expr, None] = {}
    for side in sides:
        for node in side.walk():
            if _is_call(node, rule.head, rule.function) and not any("#" in key for key in node.args[1].free):
                found[node.args[1]] = None
    return found


def _is_call(node: Expr, head: str, function: Expr) -> bool:
    return node.head == head and len(node.args) == 2 and node.args[0] is function


def _value(node: Expr, known: Mapping[str, Fraction] | None = None) -> Fraction | None:
    """An argument as a number, every unknown another large one; None for what is no plain arithmetic."""
    values = []
    for a in node.args:
        value = _value(a, known)
        if value is None:
            return None
        values.append(value)
    match node.head:
        case "number":
            return Fraction(node.datum)
        case "name":
            given = (known or {}).get(node.datum)
            return given if given is not None else Fraction(_TRIED * (97 + sum(map(ord, node.datum))))
        case "add":
            return sum(values, Fraction(0))
        case "neg":
            return -values[0]
        case "mul":
            return math.prod(values, start=Fraction(1))
        case "div":
            return values[0] / values[1] if values[1] else None
        case "floor":
            return Fraction(math.floor(values[0]))
        case "ceiling":
            return Fraction(math.ceil(values[0]))
        case "pow" if values[1].denominator == 1 and 0 <= values[1] <= 20:
            return values[0] ** int(values[1])
        case _:
            return None

"""Pass P8: a reading with its shapes as an obligation that the engine can decide alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.blocks import blocks_of
from mathlint.elaborate.dims import Sh, one_less
from mathlint.elaborate.model import Block, Blockage, Given, Reading
from mathlint.elaborate.scope import Said, View
from mathlint.elaborate.shape_typing import Typing
from mathlint.elaborate.slices import Slice
from mathlint.elaborate.substitution import substituted
from mathlint.expr.obligation import Declaration, Kind, Obligation, Rewrite, Trait
from mathlint.expr.shape import SCALAR, Shape
from mathlint.expr.tree import ONE, Expr, add, div, expr, mul, name, neg, number, rebuild

BASES = {"log base", "lg base"}
FILE_WIDE = {*BASES, "layout"}
"""Choices of a whole file: two of them at once are not tried."""
RELATIONS = {"=": "=", "≈": "≈", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "!=": "!=", "propto": "propto"}


def proper_ranges(sides: Iterable[Expr]) -> Iterator[Expr]:
    """`a < b` where cases speak of `a ≤ z ≤ b`: an interval that something holds on is not empty."""
    found: dict[Expr, None] = {}
    for side in sides:
        for node in side.walk():
            if node.head == "and" and len(node.args) == 2 and all(a.head == "compare" for a in node.args):
                one, other = sorted(node.args, key=lambda a: str(a.datum), reverse=True)
                over, under = one.datum in (">", ">="), other.datum in ("<", "<=")
                if over and under and one.args[0] is other.args[0] and all(a.args[1].head == "name" for a in node.args):
                    found[expr("compare", (one.args[1], other.args[1]), "<")] = None
    yield from found


def reading(page: Page, part: Slice, typed: Typing, view: View, relation: str, picks: Mapping[str, int]) -> Reading:
    """One reading of a step: its obligation with declarations and assumptions, what it uses and what it could not use."""
    left, right = typed.final_sides
    resolve = Resolver(typed)
    left, right = resolve(left), resolve(right)
    values = {k: resolve(v) for k, v in typed.final_values.items()}
    declarations = declarations_of(page, part, typed, view, (left, right), values, resolve)
    rewrites: tuple[Rewrite, ...] = ()
    numbers = frozenset(d.name for d in declarations if d.kind is Kind.VARIABLE and d.shape == SCALAR and not d.slots)
    assumptions = page.scope.supposing(numbers, view)
    assumptions += tuple(form for form in proper_ranges((left, right, *values.values())) if form.free <= numbers)
    obligation = Obligation(left, RELATIONS[relation], right, declarations, rewrites, assumptions)
    choices = [option for low in part.all_lows for key, option in low.taken.items() if picks.get(key) or key in BASES]
    if typed.layouts:
        choices.append(f"layout: {typed.layout}")
    given = tuple(Given(b.span, f"{b.text}") for b in part.used.values())
    blocks = blocks_of(page, part, obligation, view)
    if any(picks.get(choice) for choice in part.low.reserve):
        blocks = (
            *blocks,
            Block(Blockage.CONTEXT, "", "a definition that stands near does not fit, and was left out"),
        )
    shown = {
        d.name: shown_as(d.name)
        for d in declarations
        if d.name != d.name.split("#", 1)[0] or "_{" in d.name or "(" in d.name
    }
    frame = tuple(
        sorted(
            {
                option
                for low in part.all_lows
                for key, option in low.taken.items()
                if not key.startswith("definition:") and key not in FILE_WIDE
            }
        )
    )
    sure = relation == "=" and not part.foreign and inverts(obligation)
    if relation == "≈" and any(d.value is None for d in declarations):
        sure = _EXPANDED.search(page.clauses.governing.get(view.chain, "")) is not None
        if not sure:
            blocks = (*blocks, Block(Blockage.CONTEXT, "", "how near the two are meant to be is not said"))
    return Reading(tuple(dict.fromkeys(choices)), obligation, given, blocks, shown, frame=frame, sure=sure)


_EXPANDED = re.compile(
    r"\b(?:Taylor|quadratic|linear approximation|tangent|linearis\w+|lineariz\w+|(?:first|second|third)[- ]order)\b"
)
"""What says that an approximation is a Taylor polynomial."""


def inverts(obligation: Obligation) -> bool:
    """`x = g(y, a)` with `y = f(x, a)`: a definition is solved for a name in it, in terms of all the others."""
    left = obligation.left.args[0] if obligation.left.head == "pow" else obligation.left
    values = {d.name: d.value for d in obligation.declarations if d.value is not None and not d.params}
    used = [key for key in obligation.right.free if key in values]
    if left.head != "name" or left.datum in values or left.datum in obligation.right.free or len(used) != 1:
        return False
    others = values[used[0]].free - {left.datum}
    return left.datum in values[used[0]].free and bool(others) and obligation.right.free - {used[0]} == others


def shown_as(key: str) -> str:
    """How a name is printed: without what tells it from others of its letter; indices in their places before and after dots."""
    if (dots := _PLACES.match(key)) and (places := _PLACE.findall(dots[2])).count("."):
        numbers = count(1)
        return f"{dots[1]}_{{{' '.join(f'#{next(numbers)}' if p == '.' else p for p in places)}}}"
    return key.split("_{,")[0].removesuffix("_{}").split("#", 1)[0].split("(", 1)[0]


_PLACES: Final = re.compile(r"^(.+)_\{((?:\.|\\bullet|\\cdot)+)\}$")
_PLACE: Final = re.compile(r"\.|\\[a-z]+")


class Resolver:
    """Puts the dimensions that unification found into an expression."""

    def __init__(self, typed: Typing) -> None:
        self.typed = typed

    def dim(self, dim: int | str) -> int | str:
        return self.typed.dims.find(dim)

    def __call__(self, node: Expr) -> Expr:

        def change(n: Expr) -> Expr:
            if n.head in ("identity", "unit") and isinstance(n.datum, str):
                return expr(n.head, n.args, self.dim(n.datum))
            if n.head in ("ones", "zeros") and n.datum is not None:
                return expr(n.head, n.args, tuple(self.dim(d) for d in n.datum))
            if n.head == "name" and n.datum in self.typed.dims.parent:
                found = self.dim(n.datum)
                return number(found) if isinstance(found, int) else name(found)
            return n

        return rebuild(node, change)

    def shape(self, shape: Sh) -> Shape:
        made = Shape(self.dim(shape[0]), self.dim(shape[1]))
        return SCALAR if made.is_scalar else made


def declarations_of(
    page: Page,
    part: Slice,
    typed: Typing,
    view: View,
    sides: tuple[Expr, Expr],
    values: Mapping[str, Expr],
    resolve: Resolver,
) -> tuple[Declaration, ...]:
    integers = {n for low in part.all_lows for n in low.integers} | page.indexed(view.chain)
    indices = {n for low in part.all_lows for n in low.indices}
    random = {n for low in part.all_lows for n in low.random}
    functions = {n: c for low in part.all_lows for n, c in low.functions.items()}
    for node in (*sides, *values.values()):
        for inner in node.walk():
            if inner.head in ("factorial", "binomial"):
                integers |= {n for a in inner.args for n in a.free}
            elif inner.head == "pow" and inner.args[1].head == "name" and inner.args[0].head == "neg":
                integers.add(inner.args[1].datum)
    out: dict[str, Declaration] = {}
    given: dict[str, Shape] = {}
    """Of the names that only a law speaks of."""
    spreads: set[str] = set()
    symmetric: dict[str, frozenset[Trait]] = {}
    """What is known of the rest of a matrix that has an eigenvector."""
    waiting = sorted(frozenset().union(*(s.free for s in sides)) | substituted(*sides) & part.values.keys())
    while waiting:
        key = waiting.pop(0)
        if key in out or "#" in key:
            continue
        base = key.split("_{,", 1)[0].removesuffix("_{}") if key in typed.families else key
        remarks = page.scope.remarks(base, view)
        near = [r for r in remarks if page.scope.in_force(r, view)]
        traits = frozenset().union(*(r.traits for r in near)) if near else frozenset()
        traits |= symmetric.get(key, frozenset())
        if {Trait.EVEN, Trait.ODD} <= traits:
            latest = next(r.traits for r in near if r.traits & {Trait.EVEN, Trait.ODD})
            traits = traits - {Trait.EVEN, Trait.ODD} | latest
        value = values.get(key)
        slots = typed.families.get(key, 0)
        shape = resolve.shape(typed.shapes[key]) if key in typed.shapes else given.get(key, SCALAR)
        kind = Kind.VARIABLE
        params: tuple[str, ...] = ()
        arity = 0
        if key in part.values:
            params = part.values[key][0]
            slots = len(part.used[key].slots) if key in part.used else part.indexed.get(key, 0)
            arity = len(part.used[key].params) if key in part.used else part.conventional.get(key, 0)
            if arity:
                kind = Kind.FUNCTION
            if value is None:
                value = resolve(typed.final_values.get(key, part.values[key][1]))
        elif key in functions and f"{key}()" in typed.shapes:
            kind, arity = Kind.FUNCTION, functions[key]
            shape = resolve.shape(typed.shapes[f"{key}()"])
            slots = next(
                (
                    len(n.args[0].args) - 1
                    for s in (*sides, *values.values())
                    for n in s.walk()
                    if n.head == "apply" and n.args[0].head == "item" and n.args[0].args[0] is name(key)
                ),
                0,
            )
        elif base in random and base not in indices:
            kind = Kind.RANDOM
        counts = key == base and not slots and shape.is_scalar and page.survey.counts(key)
        if value is None and kind is Kind.VARIABLE and (base in integers or counts):
            traits = (
                traits
                | {Trait.INTEGER}
                | ({Trait.INDEX} if base in indices and base not in page.survey.bounds else frozenset())
            )
        bounds = bounds_of(page, base) if Trait.INDEX in traits else None
        group = (
            str(next((r.group for r in remarks if r.group and (r.until is None or page.scope.in_force(r, view))), ""))
            if kind is Kind.RANDOM
            else ""
        )
        if group:
            group = f"{group}:{base}"
            if slots and any(r.apart for r in near):
                group = f"independent {group}"
        if value is None and kind is Kind.VARIABLE and not slots and shape.rows == shape.cols != 1:
            value = with_eigenvector(key, near, traits)
            if value is not None:
                given[f"{key}°"], symmetric[f"{key}°"] = shape, traits & {Trait.SYMMETRIC}
                given.update({str(r.eigen[0].datum): Shape(shape.rows, 1) for r in near if r.eigen is not None})
                traits = frozenset()
        moments = moments_of(near, shape, slots) if kind is Kind.RANDOM and value is None else None
        out[key] = Declaration(
            key,
            kind,
            shape,
            slots,
            arity,
            traits,
            value,
            params,
            0 if key in part.zero_based else typed.bases.get(key, 1),
            bounds,
            group,
            moments,
        )
        more = set() if value is None else set(value.free) - set(params)
        if moments is not None:
            more |= moments[0].free | moments[1].free
            if not shape.is_scalar:
                given.update({str(moments[0].datum): shape, str(moments[1].datum): Shape(shape.rows, shape.rows)})
                spreads.add(str(moments[1].datum))
        if bounds is not None:
            more |= bounds[0].free | bounds[1].free
        waiting += sorted(more)
    for key in spreads & out.keys():
        out[key] = replace(out[key], traits=out[key].traits | {Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE})
    for dim in dimensions(out.values(), (*sides, *values.values())):
        if dim not in out:
            last = one_less(dim)
            value = None if last is None else add(name(last), ONE)
            out[dim] = Declaration(dim, Kind.VARIABLE, SCALAR, traits=frozenset((Trait.INTEGER,)), value=value)
            if last is not None and last not in out:
                out[last] = Declaration(last, Kind.VARIABLE, SCALAR, traits=frozenset((Trait.INTEGER,)))
        elif out[dim].value is None:
            out[dim] = replace(out[dim], traits=(out[dim].traits | {Trait.INTEGER}) - {Trait.INDEX}, bounds=None)
    return tuple(sorted(out.values(), key=lambda d: d.name))


def with_eigenvector(key: str, near: Sequence[Said], traits: frozenset[Trait]) -> Expr | None:
    """A matrix that is anything but for having the eigenvector that the page gives it; None if the page gives it none.

    B + (λv - Bv)vᵀ/vᵀv, and of a symmetric B (I - P)B(I - P) + λP with the projection P = vvᵀ/vᵀv.
    """
    pairs = dict.fromkeys(r.eigen for r in near if r.eigen is not None)
    if len(pairs) != 1 or traits - {Trait.SYMMETRIC, Trait.INVERTIBLE}:
        return None
    v, value = next(iter(pairs))
    rest = name(f"{key}°")
    over = expr("transpose", (v,))
    length = expr("inner", (v, v))
    if Trait.SYMMETRIC not in traits:
        return add(rest, div(mul(add(mul(value, v), neg(mul(rest, v))), over), length))
    onto = div(mul(v, over), length)
    both = mul(onto, rest, onto)
    return add(rest, neg(mul(onto, rest)), neg(mul(rest, onto)), both, mul(value, onto))


def moments_of(near: Sequence[Said], shape: Shape, slots: int) -> tuple[Expr, Expr] | None:
    """The mean and the variance that the page gives a random variable of this shape, the nearest first."""
    laws = dict.fromkeys(r.law for r in near if r.law is not None and r.law.slots == slots)
    law = next(iter(laws), None)
    if (
        law is None
        or len(laws) > 1
        or any(r.random and not r.usable for r in near)
        or not (shape.is_scalar if law.kind == "scalar" else shape.is_column and not shape.is_scalar)
    ):
        return None
    return law.mean, law.variance


def bounds_of(page: Page, letter: str) -> tuple[Expr, Expr] | None:
    return page.ranges.get(letter)


def dimensions(declarations: object, nodes: tuple[Expr, ...]) -> set[str]:
    found: set[str] = set()
    for d in declarations:  # type: ignore[attr-defined]
        found |= {x for x in (d.shape.rows, d.shape.cols) if isinstance(x, str) and not x.startswith("?")}
    for node in nodes:
        for n in node.walk():
            if n.head in ("identity", "unit") and isinstance(n.datum, str) and not n.datum.startswith("?"):
                found.add(n.datum)
            elif n.head in ("ones", "zeros") and n.datum is not None:
                found |= {x for x in n.datum if isinstance(x, str) and not x.startswith("?")}
    return found

"""Ellipses: the pattern behind a first, a second and a last entry (ELABORATE §4, "ellipses, dotted matrices")."""

from __future__ import annotations

from fractions import Fraction

from mathlint.expr.tree import ONE, ZERO, Expr, add, bound_names, expr, mul, number

Linear = tuple[tuple[tuple[str, Fraction], ...], Fraction]


def linear(value: Expr) -> Linear | None:
    """An index expression as a sum of multiples of names and a constant, or None."""
    found = _linear(value)
    if found is None:
        return None
    names, constant = found
    return tuple(sorted((k, v) for k, v in names.items() if v)), constant


def _linear(value: Expr) -> tuple[dict[str, Fraction], Fraction] | None:
    match value.head:
        case "number":
            return {}, value.datum
        case "name":
            return {value.datum: Fraction(1)}, Fraction(0)
        case "neg":
            inner = _linear(value.args[0])
            return None if inner is None else ({k: -v for k, v in inner[0].items()}, -inner[1])
        case "add":
            names: dict[str, Fraction] = {}
            constant = Fraction(0)
            for term in value.args:
                part = _linear(term)
                if part is None:
                    return None
                for k, v in part[0].items():
                    names[k] = names.get(k, Fraction(0)) + v
                constant += part[1]
            return names, constant
        case "mul" | "?dot" | "?times":
            scale = Fraction(1)
            rest: tuple[dict[str, Fraction], Fraction] = ({}, Fraction(1))
            for factor in value.args:
                part = _linear(factor)
                if part is None:
                    return None
                if not part[0]:
                    scale *= part[1]
                elif not rest[0]:
                    rest = part[0], part[1]
                    if part[1]:
                        return (
                            None
                            if rest[1] and scale != 1
                            else ({k: v * scale for k, v in part[0].items()}, part[1] * scale)
                        )
                else:
                    return None
            if not rest[0]:
                return {}, scale
            return {k: v * scale for k, v in rest[0].items()}, Fraction(0)
    return None


def from_linear(value: Linear) -> Expr:
    terms = [_scaled(k, v) for k, v in value[0]]
    if value[1] or not terms:
        terms.append(number(value[1]))
    return add(*terms)


def _scaled(key: str, factor: Fraction) -> Expr:
    variable = expr("name", (), key)
    if factor == 1:
        return variable
    if factor == -1:
        return expr("neg", (variable,))
    return mul(number(factor), variable)


def minus(a: Linear, b: Linear) -> Linear:
    names = dict(a[0])
    for k, v in b[0]:
        names[k] = names.get(k, Fraction(0)) - v
    return tuple(sorted((k, v) for k, v in names.items() if v)), a[1] - b[1]


def alpha(value: Expr, names: dict[str, Expr], depth: int) -> Expr:
    """Bound names by their depth only, so that two sums that differ in the letter are the same."""
    if value.head == "name":
        return names.get(value.datum, value)
    bound = bound_names(value)
    if bound:
        names = {**names, **{b: expr("name", (), f"k#d{depth + k}") for k, b in enumerate(bound)}}
        depth += len(bound)
    if not value.args:
        return value
    return expr(value.head, tuple(alpha(a, names, depth) for a in value.args), value.datum)


def canonical(value: Expr) -> Expr:
    """Index arithmetic in one form, bound names by depth, first and zeroth powers taken away: for comparing patterns."""
    return _canonical(alpha(value, {}, 0))


def _canonical(value: Expr) -> Expr:
    form = linear(value)
    if form is not None and value.head != "number":
        return from_linear(form)
    args = tuple(_canonical(a) for a in value.args)
    if value.head in ("?power", "pow"):
        if args[1] is ONE:
            return args[0]
        if args[1] is ZERO:
            return ONE
    if value.head in ("mul", "?dot", "?times"):
        kept = tuple(a for a in args if a is not ONE)
        flat = tuple(x for a in kept for x in (a.args if a.head == "mul" else (a,)))
        return ONE if not flat else flat[0] if len(flat) == 1 else expr("mul", flat)
    return expr(value.head, args, value.datum)


class Pattern:
    """A body with an index: `body` at index value v is the v-th entry; `low`, `high` are the first and the last index."""

    def __init__(self, body: Expr, low: Linear, high: Linear, step: int) -> None:
        self.body, self.low, self.high, self.step = body, low, high, step


def generalize(first: Expr, last: Expr, index: Expr, second: Expr | None = None) -> Pattern | None:
    """The pattern whose first and last entries these are, or None.

    All places where the two differ must be index expressions that move together.
    """
    places: list[tuple[Linear, Linear]] = []
    if not _differences(canonical(first), canonical(last), places) or not places:
        return None
    low, high = places[0]
    step = 1
    if second is not None:
        steps: list[tuple[Linear, Linear]] = []
        if not _differences(canonical(first), canonical(second), steps):
            return None
        if not steps:
            return None
        move = minus(steps[0][1], steps[0][0])
        if move[0] or move[1].denominator != 1 or not move[1]:
            return None
        step = int(move[1])
    if any(k == index.datum for k, _ in (*low[0], *high[0])):
        return None
    distance = minus(high, low)
    scales: list[Fraction] = []
    for a, b in places:
        other = minus(b, a)
        scale = _ratio(other, distance)
        if scale is None:
            return None
        scales.append(scale)
    body = _merge(canonical(first), canonical(last), index, low, distance)
    return None if body is None else Pattern(body, low, high, step)


def _ratio(a: Linear, b: Linear) -> Fraction | None:
    """a / b if it is one number."""
    if [k for k, _ in a[0]] != [k for k, _ in b[0]]:
        return None
    pairs = [(x[1], y[1]) for x, y in zip(a[0], b[0], strict=True)] + [(a[1], b[1])]
    ratio = next((x / y for x, y in pairs if y), None)
    return ratio if ratio is not None and all(x == ratio * y for x, y in pairs) else None


def _differences(a: Expr, b: Expr, places: list[tuple[Linear, Linear]]) -> bool:
    """Collect where two expressions differ; False if they differ in more than index expressions."""
    if a is b:
        return True
    la, lb = linear(a), linear(b)
    if la is not None and lb is not None:
        places.append((la, lb))
        return True
    if a.head != b.head or a.datum != b.datum or len(a.args) != len(b.args):
        return False
    return all(_differences(x, y, places) for x, y in zip(a.args, b.args, strict=True))


def _merge(a: Expr, b: Expr, index: Expr, low: Linear, distance: Linear) -> Expr | None:
    if a is b:
        return a
    la, lb = linear(a), linear(b)
    if la is not None and lb is not None:
        ratio = _ratio(minus(lb, la), distance)
        if ratio is None:
            return None
        # a + ratio · (index − low)
        names = dict(la[0])
        names[index.datum] = names.get(index.datum, Fraction(0)) + ratio
        for k, v in low[0]:
            names[k] = names.get(k, Fraction(0)) - ratio * v
        return from_linear((tuple(sorted((k, v) for k, v in names.items() if v)), la[1] - ratio * low[1]))
    args = [_merge(x, y, index, low, distance) for x, y in zip(a.args, b.args, strict=True)]
    if any(x is None for x in args):
        return None
    return expr(a.head, tuple(x for x in args if x is not None), a.datum)


def at(pattern: Pattern, index: Expr, steps: int) -> Expr:
    """The entry that many steps after the first, for comparing with what is written."""
    from mathlint.expr.tree import substitute

    place = from_linear((pattern.low[0], pattern.low[1] + pattern.step * steps))
    return canonical(substitute(pattern.body, {index.datum: place}))

"""Integrals: limits, and differentials at either end of the integrand or inside a fraction."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from mathlint.elaborate import lower as core
from mathlint.elaborate import lower_calculus
from mathlint.elaborate.letters import is_letter
from mathlint.elaborate.lower_name import indexed_key
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import Peeled, letters_of, peel, text_of, unwrap
from mathlint.expr.tree import ONE, Expr, constant, expr, mul, name, neg, number, substitute
from mathlint.operators.notation import Notation, big_named
from mathlint.syntax.surface import (
    Big,
    Fence,
    Fraction,
    Node,
    Product,
    Relation,
    Run,
    Scripted,
    Separator,
    Sequence,
    Signed,
    Sum,
    Symbol,
)
from mathlint.syntax.surface_walk import walk


def integral(node: Big, row: Notation, low: Lowering) -> Expr:
    """Integrals, nested ones too; the differentials stand after the body, before it, or in a numerator."""
    levels = [node]
    body = unwrap(node.body)
    while isinstance(body, Big) and (inner := big_named(body.name)) is not None and inner.head == "integral":
        levels.append(body)
        body = unwrap(body.body)
    count = len(levels) if row.head == "integral" else {"double": 2, "triple": 3}.get(row.role, 0)
    if not count:
        raise CannotRead("unsupported", f"`{node.name}`", node.name)
    variables, rest = differentials(body)
    if len(levels) == 1 and len(variables) > 1 and not any(s.kind == "super" for s in node.scripts):
        # `\int f(x, y) \, dx \, dy`: one sign for all of them
        count = len(variables)
    if len(variables) != count:
        words = (
            "an integral without its differential" if len(variables) < count else "more differentials than integrals"
        )
        raise CannotRead("unsupported", words, "\\int")
    if row.head != "integral" or len(levels) < count:
        levels = [replace(node, scripts=()) for _ in range(count - 1)] + [node]
    keys = []
    for variable in variables:
        peeled = peel(variable)
        if isinstance(unwrap(variable), Fence):
            keys.append(within(variable, rest, levels, low))
        elif peeled is not None and is_square(peeled):
            keys.append(peeled.key)
        elif peeled is None or peeled.sups:
            raise CannotRead("unsupported", f"an integral by `{text_of(variable)}`")
        else:
            keys.append(indexed_key(peeled))
    limits: list[tuple[Expr, Expr] | Expr | None] = []
    cube = cube_of(node, count, low)
    with ExitStack() as stack:
        bound: list[Expr] = []
        for level, key in zip(levels, reversed(keys), strict=True):
            # the ends of an inner integral may hold the variables of the outer ones
            limits.append(cube if cube is not None else integral_limits(level, low))
            bound.insert(0, stack.enter_context(low.binding(key)))
        value = core.lower(rest, low) if rest is not None else ONE
        for over, variable in zip(bound, variables, strict=True):
            if isinstance(unwrap(variable), Fence):
                value = mul(value, slope(over, core.lower(variable, low)))
            elif (peeled := peel(variable)) is not None and is_square(peeled):
                # `\int f(\sigma) \, d\sigma^2`: the square runs, and σ is its root
                value = substitute(value, {over.datum: expr("root", (over, number(2)))})
    # the first differential belongs to the innermost integral sign
    for over, limit in zip(bound, reversed(limits), strict=True):
        if limit is None:
            low.alone = False
            whole_space = low.densities or any(n.head == "opaque" for n in value.walk())
            if whole_space:
                value = expr("integral_over", (over, expr("opaque", (), "all of the space"), value))
            else:
                value = expr("antiderivative", (over, value))
        elif isinstance(limit, Expr):
            value = expr("integral_over", (over, limit, value))
        else:
            value = expr("integral", (over, *limit, value))
    return value


def is_square(peeled: Peeled) -> bool:
    return not peeled.subs and not peeled.primes and [text_of(s) for s in peeled.sups] == ["2"]


def within(differential: Node, body: Node | None, levels: list[Big], low: Lowering) -> str:
    """`d(a s + b)`: the name that runs, the one of several that stands in the integrand, in no limit, and after a `d` elsewhere."""
    fixed = {p.name for level in levels for s in level.scripts if s.value is not None for p in names_in(s.value)}
    found = {p.name for p in names_in(differential) if body is None or p.name in {q.name for q in names_in(body)}}
    free = [n for n in found if n not in fixed and n not in low.bound] or [n for n in found if n not in low.bound]
    if not free:
        raise CannotRead("unsupported", f"an integral by `{text_of(differential)}`")
    return min(free, key=lambda n: (n not in low.survey.differentials, low.known(n).valued, n.startswith("\\"), n))


def names_in(node: Node) -> list[Symbol]:
    """The letters in a node."""
    return [p for p in walk(node) if isinstance(p, Symbol) and is_letter(p.name)]


def slope(variable: Expr, value: Expr) -> Expr:
    """How fast a value moves with the variable of an integral."""
    over = name(variable.datum + "'")
    moved = substitute(value, {variable.datum: over})
    return expr("apply", (expr("lambda", (over, expr("derivative", (moved, over), "total"))), variable))


def integral_limits(node: Big, low: Lowering) -> tuple[Expr, Expr] | Expr | None:
    sub = next((s.value for s in node.scripts if s.kind == "sub" and s.value is not None), None)
    sup = next((s.value for s in node.scripts if s.kind == "super" and s.value is not None), None)
    if sub is None and sup is None:
        return None
    if sub is not None and sup is not None:
        return core.lower(end_of(sub), low), core.lower(end_of(sup), low)
    text = text_of(sub)
    if text in ("\\mathbb{R}", "\\R", "R", "\\mathbf{R}", "ℝ"):
        return neg(constant("infinity")), constant("infinity")
    return expr("opaque", (), f"domain {text}")


def end_of(script: Node) -> Node:
    """`0` of `\\int_{y=0}`: which variable begins there is known by its differential."""
    bare = unwrap(script)
    if isinstance(bare, Sequence) and len(bare.items) == 3:
        first, relation, last = bare.items
        if isinstance(relation, Relation) and relation.name == "=" and peel(first) is not None:  # type: ignore[arg-type]
            return last  # type: ignore[return-value]
    return script


def cube_of(node: Big, count: int, low: Lowering) -> tuple[Expr, Expr] | None:
    """`\\iint_{[0,1]^2}`: the ends of every one of the integrals."""
    sub = next((unwrap(s.value) for s in node.scripts if s.kind == "sub" and s.value is not None), None)
    if count < 2 or not isinstance(sub, Scripted) or not isinstance(base := unwrap(sub.base), Fence):
        return None
    if base.open != "[" or base.close != "]" or [text_of(s.value) for s in sub.scripts] != [str(count)]:
        return None
    parts = [i for i in base.body.items if not isinstance(i, Separator)]
    if len(parts) != 2 or any(isinstance(p, Relation) for p in parts):
        return None
    return core.lower(parts[0], low), core.lower(parts[1], low)  # type: ignore[arg-type]


def differentials(body: Node) -> tuple[list[Node], Node | None]:
    """The variables of integration at the end (or the beginning) of a body, and what is left of it."""
    body = unwrap(body)
    match body:
        case Run(items=items):
            found, left = take_back(list(items))
            if not found:
                found, left = take_front(list(items))
            if not found and isinstance(unwrap(items[-1]), Big | Fraction | Product):
                inner, rest = differentials(items[-1])
                if inner:
                    kept = [*items[:-1], *([rest] if rest is not None else [])]
                    return inner, as_run(kept)
            return found, as_run(left)
        case Product(factors=factors, operators=operators):
            found, rest = differentials(factors[-1])
            if not found:
                return [], body
            if rest is None:
                left_node = (
                    factors[0] if len(factors) == 2 else replace(body, factors=factors[:-1], operators=operators[:-1])
                )
                return found, left_node
            return found, replace(body, factors=(*factors[:-1], rest))
        case Sum(terms=terms):
            found, rest = differentials(terms[-1])
            if not found or rest is None:
                return [], body
            return found, replace(body, terms=(*terms[:-1], rest))
        case Fraction(numerator=numerator):
            found, rest = differentials(numerator)
            if not found:
                return [], body
            return found, replace(body, numerator=rest if rest is not None else core_one(body))
        case Big(name=sign, body=inner):
            return from_inner(body, differentials(inner)) if sign else ([], body)
        case Signed(body=inner):
            found, rest = differentials(inner)
            return (found, replace(body, body=rest)) if found and rest is not None else ([], body)
        case Sequence(items=parts):
            kept_parts = [p for p in parts if not (isinstance(p, Separator) and p.kind == "wide")]
            if kept_parts and not any(isinstance(p, Relation) for p in kept_parts):
                found, rest = differentials(kept_parts[-1])  # type: ignore[arg-type]
                if found and len(kept_parts) == 1:
                    return found, rest
                if found and len(kept_parts) == 2 and rest is None:
                    return found, kept_parts[0]  # type: ignore[return-value]
    return [], body


def from_inner(node: Big, inside: tuple[list[Node], Node | None]) -> tuple[list[Node], Node | None]:
    """The differentials that an operator inside an integrand leaves for it: `\\int f \\int g \\, dx \\, dz`, `\\int \\sum_k f_k \\, dx`."""
    found, rest = inside
    row = big_named(node.name)
    kept = 0
    if row is not None and row.head == "integral":
        kept = 1
    elif row is not None and row.head == "integral_over":
        kept = {"double": 2, "triple": 3}.get(row.role, 0)
    if len(found) <= kept:
        return [], node
    own = [x for v in found[:kept] for x in (Symbol("d", v.start, v.start), v)]
    parts = [*([rest] if rest is not None else []), *own]
    body = as_run(parts)
    if body is None:
        return [], node
    return found[kept:], replace(node, body=body)


def core_one(node: Node) -> Node:
    from mathlint.syntax.surface import Number

    return Number("1", node.start, node.start)


def as_run(items: list[Node]) -> Node | None:
    if not items:
        return None
    return items[0] if len(items) == 1 else Run(tuple(items), items[0].start, items[-1].end)


def _is_grouped(node: Node) -> bool:
    """`d(a s + b)`: an expression that an integral runs by."""
    node = unwrap(node)
    return isinstance(node, Fence) and node.open in ("(", "[") and isinstance(unwrap(node.body), Run | Sum | Product)


def _is_variable(node: Node) -> bool:
    return peel(node) is not None


def take_back(items: list[Node]) -> tuple[list[Node], list[Node]]:
    found: list[Node] = []
    while (
        len(items) >= 2
        and lower_calculus.d_sign(items[-2]) == "d"
        and (_is_variable(items[-1]) or (not found and _is_grouped(items[-1])))
    ):
        found.insert(0, items[-1])
        items = items[:-2]
    while (
        not found
        and items
        and (word := letters_of(items[-1])) is not None
        and len(word) == 2
        and word[0] == "d"
        and not isinstance(items[-1], Run)
    ):
        found.insert(0, Symbol(word[1], items[-1].end - 1, items[-1].end))
        items = items[:-1]
    return found, items


def take_front(items: list[Node]) -> tuple[list[Node], list[Node]]:
    found: list[Node] = []
    while len(items) > 2 and lower_calculus.d_sign(items[0]) == "d" and _is_variable(items[1]):
        found.append(items[1])
        items = items[2:]
    return found[::-1], items

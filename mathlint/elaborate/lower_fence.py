"""Lowering of what stands between delimiters, and of conditions."""

from __future__ import annotations

from contextlib import ExitStack

from mathlint.elaborate import lower as core
from mathlint.elaborate.lower_name import with_scripts
from mathlint.elaborate.lowering import OPERATOR, CannotRead, Lowering
from mathlint.elaborate.names import index_parts, peel, text_of, unwrap
from mathlint.expr.tree import Expr, add, constant, div, expr, mul, name, neg, number, substitute
from mathlint.operators.notation import norm_named, relation_named
from mathlint.syntax.surface import Dots, Environment, Fence, Node, Relation, Run, Script, Separator, Sequence

_INFINITY = constant("infinity")
_GROUPING = {
    ("(", ")"),
    ("[", "]"),
    ("\\{", "\\}"),
    ("\\lbrace", "\\rbrace"),
    ("\\lbrack", "\\rbrack"),
    (".", "."),
    ("{", "}"),
}


def lower_fence(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr:
    """A fence with the scripts that stand on it."""
    pair = (node.open, node.close)
    if pair in (("\\|", "\\|"), ("|", "|")):
        inner = unwrap(node.body)
        if pair == ("|", "|") and isinstance(inner, Environment):
            return with_scripts(expr("determinant", (core.lower(inner, low),)), scripts, low)
        if pair == ("\\|", "\\|"):
            return norm(node, scripts, low)
        return bars(node, scripts, low)
    if pair == ("\\lfloor", "\\rfloor"):
        return with_scripts(expr("floor", (core.lower(node.body, low),)), scripts, low)
    if pair == ("\\lceil", "\\rceil"):
        return with_scripts(expr("ceiling", (core.lower(node.body, low),)), scripts, low)
    if pair in (("\\langle", "\\rangle"), ("<", ">")):
        return inner_product(node, scripts, low)
    if node.close in ("|", ".", "]") and scripts and node.open in (".", "[", "("):
        at = evaluated(node, scripts, low)
        if at is not None:
            return at
    if pair in (("\\{", "\\}"), ("\\lbrace", "\\rbrace")) and is_collection(scripts):
        text = text_of(node) + "".join(text_of(s.value) for s in scripts)
        low.sets.add(text)
        return expr("opaque", (), f"set {text}")
    if pair in _GROUPING:
        whole = by_entries(node, scripts, low)
        return whole if whole is not None else with_scripts(grouped(node, low), scripts, low)
    raise CannotRead("unsupported", f"something between `{node.open}` and `{node.close}`")


def is_collection(scripts: tuple[Script, ...]) -> bool:
    """`\\{x_i\\}_{i=1}^n`: all members of a family, as one thing."""
    for script in scripts:
        inner = unwrap(script.value) if script.kind == "sub" and script.value is not None else None
        if isinstance(inner, Sequence) and any(isinstance(i, Relation) for i in inner.items):
            return True
    return False


def by_entries(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr | None:
    """`[a_{ij}]_{ij}`: the matrix (or column) with these entries."""
    from mathlint.elaborate.lower_big import hidden, mentions

    if node.open not in ("[", "(") or not scripts or scripts[0].kind != "sub" or scripts[0].value is None:
        return None
    parts = index_parts(scripts[0].value)
    if parts is None or len(parts) > 2:
        return None
    keys = [p.key for part in parts if (p := peel(part)) is not None and not p.subs and not p.sups]
    if (
        len(keys) != len(parts)
        or len(set(keys)) != len(keys)
        or any(k in low.bound or not mentions(node.body, frozenset((k,))) for k in keys)
    ):
        return None
    ranges = [low.range_of(k) or (number(1), hidden(k, low)) for k in keys]
    with ExitStack() as stack:
        bound = [stack.enter_context(low.binding(k)) for k in keys]
        body = core.lower(node.body, low)
    if len(bound) == 1:
        bound.append(low.fresh("j"))
        ranges.append((number(1), number(1)))
    made = expr("tabulate", (bound[0], *ranges[0], bound[1], *ranges[1], body))
    return with_scripts(made, scripts[1:], low)


def grouped(node: Fence, low: Lowering) -> Expr:
    """`(x)`: the thing itself. `(x, y, …)`: a column. `\\{…\\}`: only a grouping if it is one expression."""
    inner = unwrap(node.body)
    if isinstance(inner, Sequence):
        parts = pieces(inner)
        infix = any(isinstance(i, Separator) and i.kind == "infix" for i in inner.items)
        if (
            not infix
            and len(parts) > 1
            and all(len(p) == 1 and not isinstance(p[0], Relation | Separator) for p in parts)
        ):
            items = [p[0] for p in parts]
            braced = node.open in ("\\{", "\\lbrace")
            if braced and len(items) != 2:
                raise CannotRead("unsupported", "a set that is listed")
            if any(isinstance(unwrap(i), Dots) for i in items):  # type: ignore[arg-type]
                from mathlint.elaborate.lower_dotted import dotted_column

                listed = dotted_column(tuple(items), low)  # type: ignore[arg-type]
            else:
                values = tuple(core.lower(i, low) for i in items)  # type: ignore[arg-type]
                if (made := operator_bracket(node.open, values, low)) is not None:
                    return made
                listed = expr("matrix", values, (len(values), 1))
            if braced:
                raise CannotRead("unsupported", "a set that is listed")
            ends = listed.args if listed.head == "matrix" and len(listed.args) == 2 and not listed.free else ()
            if ends and low.survey.plusminus and all(e.head in ("number", "decimal", "neg") for e in ends):
                options = ("two numbers are a column", "two numbers are the ends of an interval")
                if low.choose(f"interval:{node.start}", options) == 1:
                    half = div(add(ends[1], neg(ends[0])), number(2))
                    return add(div(add(*ends), number(2)), expr("plusminus", (half,)))
            if node.open == "[" and low.choose(f"list:{node.start}", ("a list is a column", "a list is a row")):
                return expr("transpose", (listed,))
            return listed
        if node.open in ("[", "("):
            from mathlint.elaborate.lower_matrix import spaced_row

            row = spaced_row(inner.items, low)
            if row is not None:
                return row
        if (
            node.open in ("\\{", "\\lbrace")
            and not infix
            and any(isinstance(i, Relation | Separator) for i in inner.items)
        ):
            raise CannotRead("unsupported", "a set")
    if node.open == "[" and isinstance(inner, Run):
        place = next((k for k, item in enumerate(inner.items) if isinstance(unwrap(item), Dots)), None)
        if place is not None and 0 < place < len(inner.items) - 1:
            from mathlint.elaborate.lower_dotted import dotted_matrix

            options = ("a row of entries", "a product")
            if place > 1:
                options = options[::-1]
            if options[low.choose(f"dots:{node.start}", options)] == "a row of entries":
                ends = core.run(inner.items[:place], low), core.run(inner.items[place + 1 :], low)
                return dotted_matrix([[ends[0], None, ends[1]]], low)
    if isinstance(inner, Environment) and node.open in ("\\{", "\\lbrace") and node.close == ".":
        raise CannotRead("unsupported", "cases in braces")
    return core.lower(node.body, low)


def operator_bracket(opening: str, values: tuple[Expr, ...], low: Lowering) -> Expr | None:
    """`[A, B]` and `\\{A, B\\}`: the commutator and the anticommutator of two operators."""
    if len(values) != 2 or not all(any(low.known(k).meaning == OPERATOR for k in v.free) for v in values):
        return None
    if opening not in ("[", "\\{", "\\lbrace"):
        return None
    first, second = mul(*values), mul(*reversed(values))
    return add(first, neg(second) if opening == "[" else second)


def pieces(node: Sequence) -> list[tuple[Node | Relation | Separator, ...]]:
    """The parts of a sequence between commas (or semicolons); wide space counts for nothing."""
    out: list[list[Node | Relation | Separator]] = [[]]
    for item in node.items:
        if isinstance(item, Separator):
            if item.kind == "punctuation" and item.text in (",", ";"):
                out.append([])
                continue
            if item.kind == "wide":
                continue
        out[-1].append(item)
    return [tuple(p) for p in out]


def norm(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr:
    datum = None
    rest: list[Script] = []
    for script in scripts:
        if script.kind == "sub" and datum is None and script.value is not None:
            datum = norm_named(text_of(script.value))
            if datum is None:
                raise CannotRead("unsupported", f"the norm with subscript `{text_of(script.value)}`", "norm")
        else:
            rest.append(script)
    value = expr("norm", (core.lower(node.body, low),), datum or "?")
    return with_scripts(value, tuple(rest), low)


def bars(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr:
    rest = tuple(s for s in scripts if s.kind != "sub")
    subs = [s for s in scripts if s.kind == "sub" and s.value is not None]
    if subs:
        datum = norm_named(text_of(subs[0].value))
        if datum is None:
            raise CannotRead("unsupported", f"bars with subscript `{text_of(subs[0].value)}`")
        return with_scripts(expr("norm", (core.lower(node.body, low),), datum), rest, low)
    return with_scripts(expr("?bars", (core.lower(node.body, low),)), rest, low)


def average(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr:
    """`\\langle f(x) \\rangle_{p(x)}`: an expectation, as physicists write it."""
    from mathlint.elaborate.lower_moment import mark_random

    below = [s for s in scripts if s.kind == "sub"]
    measure = text_of(below[0].value) if below else ""
    body = core.lower(node.body, low)
    mark_random((body,), measure, low)
    return with_scripts(expr("expect", (body,), measure), tuple(s for s in scripts if s.kind != "sub"), low)


def inner_product(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr:
    inner = unwrap(node.body)
    parts = pieces(inner) if isinstance(inner, Sequence) else []
    if len(parts) < 2:
        return average(node, scripts, low)
    if len(parts) != 2 or any(len(p) != 1 for p in parts):
        raise CannotRead("unsupported", "angle brackets")
    x, y = (core.lower(p[0], low) for p in parts)  # type: ignore[arg-type]
    rest = []
    for script in scripts:
        if script.kind == "sub":
            if text_of(script.value) not in ("F", "2", "\\mathrm{F}"):
                raise CannotRead("unsupported", f"an inner product with subscript `{text_of(script.value)}`")
        else:
            rest.append(script)
    return with_scripts(expr("inner", (x, y)), tuple(rest), low)


def evaluated(node: Fence, scripts: tuple[Script, ...], low: Lowering) -> Expr | None:
    """`f |_{x=a}`: the value at a place; `[F]_a^b`: the difference of two values."""
    sub = next((s.value for s in scripts if s.kind == "sub" and s.value is not None), None)
    sup = next((s.value for s in scripts if s.kind == "super" and s.value is not None), None)
    if sub is None:
        return None
    place = unwrap(sub)
    if (
        isinstance(place, Sequence)
        and len(place.items) == 3
        and isinstance(place.items[1], Relation)
        and place.items[1].name in ("=", "\\to")
    ):
        variable = core.lower(place.items[0], low)  # type: ignore[arg-type]
        body = core.lower(node.body, low)
        if variable.head != "name":
            return None
        at = core.lower(place.items[2], low)  # type: ignore[arg-type]
        there = applied(variable, body, at, low)
        if sup is None:
            return there
        end = unwrap(sup)
        if isinstance(end, Sequence) and len(end.items) == 3 and isinstance(end.items[1], Relation):
            end = end.items[2]  # type: ignore[assignment]
        return add(applied(variable, body, core.lower(end, low), low), neg(there))
    if sup is not None and node.open in ("[", ".") and node.close in ("]", "|"):
        body = core.lower(node.body, low)
        top, bottom = core.lower(sup, low), core.lower(sub, low)
        free = [n for n in sorted(body.free) if "#" not in n]
        inside = [n for n in free if n not in top.free | bottom.free] or free
        inside = [n for n in inside if n in low.survey.differentials] or inside
        inside.sort(key=lambda n: (low.known(n).valued, "xtyzuvrsw".find(n) if n in "xtyzuvrsw" else 99, n))
        if not inside:
            raise CannotRead("unsupported", "an expression between two limits whose variable is not clear")
        options = tuple(f"`{n}` runs between the limits" for n in inside[:3])
        variable = name(inside[low.choose(f"limits:{node.start}", options)])
        return add(applied(variable, body, top, low), neg(applied(variable, body, bottom, low)))
    return None


def applied(variable: Expr, body: Expr, at: Expr, low: Lowering) -> Expr:
    """The body's value where the variable has another value, or its limit at infinity; derivatives inside are taken first."""
    if at in (_INFINITY, neg(_INFINITY)) and variable.datum in body.free:
        place = low.fresh("t")
        return expr("limit", (place, at, substitute(body, {variable.datum: place})), "")
    if any(n.head in ("?derivative", "?gradient", "derivative", "gradient", "limit") for n in body.walk()):
        return expr("apply", (expr("lambda", (variable, body)), at))
    return substitute(body, {variable.datum: at})


def condition(items: tuple[Node | Relation | Separator, ...], low: Lowering) -> Expr:
    """`a < b \\le c`: a conjunction of comparisons. Raises CannotRead for other relations."""
    operands: list[Expr] = []
    signs: list[str] = []
    pending: list[Node] = []
    for item in items:
        if isinstance(item, Relation):
            row = relation_named(item.name)
            if row is None or row.head != "compare" or len(pending) != 1:
                raise CannotRead("unsupported", f"the relation `{item.name}` inside an expression", item.name)
            operands.append(core.lower(pending.pop(), low))
            signs.append(str(row.datum))
        elif isinstance(item, Separator):
            raise CannotRead("unsupported", "several conditions side by side")
        else:
            pending.append(item)
    if len(pending) != 1:
        raise CannotRead("unread", "a relation without a right side")
    operands.append(core.lower(pending[0], low))
    parts = tuple(expr("compare", (a, b), sign) for a, b, sign in zip(operands, operands[1:], signs, strict=False))
    return parts[0] if len(parts) == 1 else expr("and", parts)


__all__ = ["applied", "bars", "condition", "evaluated", "grouped", "lower_fence", "norm", "number", "pieces"]

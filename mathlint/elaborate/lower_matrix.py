"""Lowering of matrices, cases, and everything with an ellipsis in it."""

from __future__ import annotations

from mathlint.elaborate import lower as core
from mathlint.elaborate import pattern
from mathlint.elaborate.lower_dotted import UNCLEAR, Cell, counter, dotted_matrix, raised
from mathlint.elaborate.lower_fence import condition
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import text_of, unwrap
from mathlint.expr.tree import ZERO, Expr, add, constant, expr, mul, name, neg, number, rebuild, substitute
from mathlint.syntax.surface import Dots, Environment, Node, Relation, Row, Separator, Sequence, Sum

_MATRICES = frozenset(
    "matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix smallmatrix array psmallmatrix bsmallmatrix".split()
)


def lower_environment(node: Environment, low: Lowering) -> Expr:
    if node.name in _MATRICES:
        value = matrix(node, low)
        if node.name == "vmatrix":
            return expr("determinant", (value,))
        if node.name == "Vmatrix":
            return expr("norm", (value,), "?")
        return value
    if node.name in ("cases", "dcases", "rcases"):
        return cases(node, low)
    if (
        node.name in ("split", "aligned", "gathered", "alignedat")
        and len(node.rows) == 1
        and len(node.rows[0].cells) == 1
    ):
        return core.lower(node.rows[0].cells[0], low)
    raise CannotRead("unsupported", f"`{node.name}` inside an expression", node.name)


# ---------------------------------------------------------------- cases


def cases(node: Environment, low: Lowering) -> Expr:
    """Piecewise: each row a value and its condition."""
    parts: list[Expr] = []
    for row in node.rows:
        cells = [c for c in row.cells if c.items]
        if not cells:
            continue
        value, rest = split_case([i for c in cells for i in (*c.items, Separator("wide", "&", c.end, c.end))])
        body = core.lower_sequence(tuple(value), low)
        if not rest:
            parts.append(body)
            continue
        parts += [body, condition(tuple(rest), low)]
    if not parts:
        raise CannotRead("unread", "empty cases")
    return expr("piecewise", tuple(parts))


def split_case(
    items: list[Node | Relation | Separator],
) -> tuple[list[Node | Relation | Separator], list[Node | Relation | Separator]]:
    """The value, and the condition; "otherwise" is no condition."""
    value: list[Node | Relation | Separator] = []
    rest: list[Node | Relation | Separator] = []
    seen = False
    for item in items:
        if isinstance(item, Separator):
            word = item.text.strip(" ,.:;").lower()
            if item.kind == "text" and word in ("otherwise", "else", "otherwise.", "in all other cases"):
                return value, []
            if item.kind == "text" and word not in ("if", "for", "when", "where", "if and only if", "with"):
                raise CannotRead("unsupported", f"the case “{item.text}”")
            if value:
                seen = True
            continue
        if not isinstance(item, Relation) and text_of(item).strip(" .").lower() in ("otherwise", "else"):
            return value, []
        if not isinstance(item, Relation) and text_of(item).strip().lower() in ("if", "for", "when"):
            seen = True
            continue
        (rest if seen else value).append(item)
    if rest and not any(isinstance(i, Relation) for i in rest):
        raise CannotRead("unsupported", "a case whose condition is not clear")
    return value, rest


# ---------------------------------------------------------------- matrices


def is_dots(node: Node | Relation | Separator) -> bool:
    return not isinstance(node, Relation | Separator) and isinstance(unwrap(node), Dots)


def matrix(node: Environment, low: Lowering) -> Expr:
    rows: list[list[Cell]] = []
    dotted = False
    for row in node.rows:
        cells: list[Cell] = []
        if not any(c.items for c in row.cells):
            continue
        for items in cells_of(row):
            parts = [i for i in items if not (isinstance(i, Separator) and i.kind in ("wide", "punctuation"))]
            if not parts or all(is_dots(p) for p in parts):
                dotted = True
                cells.append(None)
            else:
                cells.append(core.lower_sequence(tuple(parts), low))
        rows.append(cells)
    if not rows:
        raise CannotRead("unread", "an empty matrix")
    if not dotted:
        if len({len(r) for r in rows}) != 1:
            raise CannotRead("unread", "the rows of a matrix have different lengths")
        return expr("matrix", tuple(c for r in rows for c in r if c is not None), (len(rows), len(rows[0])))
    return dotted_matrix(rows, low)


def cells_of(row: Row) -> list[tuple[Node | Relation | Separator, ...]]:
    """The cells of a row; where only wide spaces separate entries, they count as `&`."""
    if len(row.cells) > 1:
        return [c.items for c in row.cells]
    out: list[list[Node | Relation | Separator]] = [[]]
    for item in row.cells[0].items:
        if isinstance(item, Separator) and item.kind == "wide":
            out.append([])
        else:
            out[-1].append(item)
    return [tuple(c) for c in out if c]


def spaced_row(items: tuple[Node | Relation | Separator, ...], low: Lowering) -> Expr | None:
    """`[a \\quad b \\quad c]`: a row vector."""
    if not any(isinstance(i, Separator) and i.kind == "wide" for i in items) or any(
        isinstance(i, Relation) for i in items
    ):
        return None
    cells: list[Cell] = []
    for item in items:
        if isinstance(item, Separator):
            if item.kind != "wide":
                return None
        elif not isinstance(item, Relation):
            cells.append(None if is_dots(item) else core.lower(item, low))
    if len(cells) < 2:
        return None
    if None not in cells:
        return expr("matrix", tuple(c for c in cells if c is not None), (1, len(cells)))
    return dotted_matrix([cells], low)


# ---------------------------------------------------------------- dotted sums and products


def series(head: str, before: list[Expr], last: Expr, low: Lowering) -> tuple[int, Expr]:
    """`… x_1, x_2, …, x_n`: how many of `before` stand outside the pattern, and the sum or product over it."""
    index = counter("k", low)
    for start in range(len(before)):
        second = before[start + 1] if start + 1 < len(before) else None
        found = pattern.generalize(before[start], last, index, second)
        if found is None:
            continue
        if any(pattern.at(found, index, k) is not pattern.canonical(v) for k, v in enumerate(before[start:])):
            continue
        bottom, top = pattern.from_linear(found.low), pattern.from_linear(found.high)
        low.integers.update(n for n in (bottom.free | top.free) if "#" not in n)
        if found.step == 1:
            return start, expr(head, (index, bottom, top, found.body))
        if found.step == -1:
            return start, expr(head, (index, top, bottom, found.body))
        distance = pattern.minus(found.high, found.low)
        if not distance[0] and (distance[1] / found.step).denominator != 1:
            continue
        steps = (tuple((k, v / found.step) for k, v in distance[0]), distance[1] / found.step)
        if any(v.denominator != 1 for _, v in steps[0]) or steps[1].denominator != 1:
            continue
        place = add(bottom, mul(number(found.step), index))
        return start, expr(
            head, (index, ZERO, pattern.from_linear(steps), substitute(found.body, {index.datum: place}))
        )
    raise CannotRead("unsupported", UNCLEAR, "\\dots")


def dotted_sum(node: Sum, low: Lowering) -> Expr:
    """`x_1 + x_2 + … + x_n`."""
    places = [k for k, t in enumerate(node.terms) if isinstance(unwrap(t), Dots)]
    if len(places) != 1 or places[0] == 0:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    at = places[0]
    values = []
    for k, (term, signs) in enumerate(zip(node.terms, node.signs, strict=True)):
        if k == at:
            continue
        value = core.lower(term, low)
        for sign in reversed(signs):
            value = core.signed(sign.name, value)
        values.append(value)
    before, after = values[:at], values[at:]
    if not after:
        return endless(before, low)
    for size in (2, 3):
        if len(after) >= size and at % size == 0 and at > size:
            # `a_1 - b_1 + a_2 - b_2 + \dots + a_n - b_n`: the pattern is of several terms
            groups = [add(*before[k : k + size]) for k in range(0, at, size)]
            try:
                start, total = series("sum", groups, add(*after[:size]), low)
            except CannotRead:
                continue
            return add(*groups[:start], total, *after[size:])
    if after[0].head == "neg" and all(b.head == "neg" for b in before[1:]):
        start, total = series(
            "sum", [b.args[0] for b in before if b.head == "neg"] or [neg(before[0])], after[0].args[0], low
        )
        outside = [b for b in before if b.head != "neg"] + [b for b in before if b.head == "neg"][:start]
        return add(*outside, neg(total), *after[1:])
    start, total = series("sum", before, after[0], low)
    return add(*before[:start], total, *after[1:])


def endless(terms: list[Expr], low: Lowering) -> Expr:
    """`x_0 + x_1 + x_2 + …`: the sum of all of them, where three terms show the pattern."""
    index = counter("k", low)
    last = len(terms) - 1 if len(terms) == 2 else len(terms) - 2
    for start in range(last):
        for shown in (terms[start:], raised(terms[start:])):
            found = pattern.generalize(shown[0], shown[-1], index, shown[1])
            if found is None or found.step != 1:
                continue
            distance = pattern.minus(found.high, found.low)
            if distance[0] or distance[1] != len(shown) - 1:
                continue
            if all(pattern.at(found, index, k) is pattern.canonical(v) for k, v in enumerate(shown)):
                body = rebuild(found.body, lambda n: expr("?power", n.args) if n.head == "?raised" else n)
                total = expr("sum", (index, pattern.from_linear(found.low), end_of(terms, low), body))
                return add(*terms[:start], total)
    raise CannotRead("unsupported", "an ellipsis without an end", "\\dots")


def end_of(terms: list[Expr], low: Lowering) -> Expr:
    """Where a sum goes whose last term is not written: on and on, or as far as a letter of the page runs without a written end."""
    from mathlint.elaborate.lower_big import hidden

    letters = sorted(k for k in low.survey.binders if len(k) == 1 and low.range_of(k) is None)[:2]
    options = ["the sum goes on and on", *(f"the sum ends where `{k}` ends" for k in letters)]
    if len(terms) == 2:
        options = [*options[1:], options[0]]
    pick = options[low.choose("last term", tuple(options))]
    return constant("infinity") if pick.endswith("on") else hidden(pick.split("`")[1], low)


def dotted_product(items: tuple[Node, ...], low: Lowering) -> Expr:
    """`x_1 x_2 \\cdots x_n`, or `p_1 q_1 p_2 q_2 \\cdots p_n q_n`, of which each entry is a product of several factors."""
    groups: list[list[Node]] = [[]]
    for item in items:
        if isinstance(unwrap(item), Dots):
            groups.append([])
        else:
            groups[-1].append(item)
    if len(groups) != 2 or not groups[0]:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    if not groups[1]:
        raise CannotRead("unsupported", "an ellipsis without an end", "\\dots")
    if len(groups[0]) == 1 and text_of(groups[0][0]) in ("0", "1") and len(items) == 3:
        raise CannotRead("unsupported", "a range of numbers", "\\dots")  # `c = 1 \\cdots n` counts
    before = flat_factors(groups[0], low)
    after = flat_factors(groups[1], low)
    for size in (1, 2, 3):
        if len(after) < size or len(before) < size:
            break
        outside = len(before) % size
        entries = [mul(*before[k : k + size]) for k in range(outside, len(before), size)]
        try:
            start, total = series("product", entries, mul(*after[:size]), low)
        except CannotRead:
            continue
        return mul(*before[:outside], *entries[:start], total, *after[size:])
    raise CannotRead("unsupported", UNCLEAR, "\\dots")


def flat_factors(items: list[Node], low: Lowering) -> list[Expr]:
    value = core.run(tuple(items), low)
    return list(value.args) if value.head == "mul" else [value]


__all__ = ["Sequence", "dotted_product", "dotted_sum", "lower_environment", "name"]

"""Lowering of operators that bind: sums and products over ranges and sets, limits, extrema."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import TypeGuard

from mathlint.elaborate import lower as core
from mathlint.elaborate.letters import INDEX_LETTERS, PLAIN_INDEX_LETTERS
from mathlint.elaborate.lower_fence import condition, pieces
from mathlint.elaborate.lower_integral import integral
from mathlint.elaborate.lower_name import indexed_key
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import Peeled, peel, text_of, unwrap
from mathlint.expr.tree import ONE, Expr, add, constant, expr, mul, name, neg
from mathlint.operators.notation import Notation, big_named
from mathlint.syntax.surface import (
    Big,
    Environment,
    Node,
    Number,
    Product,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Symbol,
)
from mathlint.syntax.surface_walk import walk

Item = Node | Relation | Separator


def lower_big(node: Big, low: Lowering) -> Expr:
    row = big_named(node.name)
    if row is None or row.key.startswith("big.unread"):
        raise CannotRead("unsupported", f"`{node.name}`", node.name)
    sub = next((s.value for s in node.scripts if s.kind == "sub" and s.value is not None), None)
    sup = next((s.value for s in node.scripts if s.kind == "super" and s.value is not None), None)
    if row.head in ("integral", "integral_over"):
        return integral(node, row, low)
    return over_ranges(row.head, sub, sup, node.body, low)


def over_ranges(head: str, sub: Node | None, sup: Node | None, body: Node, low: Lowering) -> Expr:
    """A sum or product: one range or several, such as `i, j = 1`, `i < j`, `i ≠ j`."""
    if sub is None:
        letters_used = {
            p.name for part in walk(body) if isinstance(part, Script) and part.kind == "sub" and part.value is not None
            for p in walk(part.value) if isinstance(p, Symbol) and p.name in PLAIN_INDEX_LETTERS and p.name not in low.bound
        }  # fmt: skip
        if len(letters_used) != 1:
            raise CannotRead("unsupported", "a sum without an index")
        sub = Symbol(letters_used.pop(), body.start, body.start)
    items = subscript_items(sub)
    groups = [g for g in pieces(Sequence(items, sub.start, sub.end)) if g]
    letters: list[Node] = []
    ranges: list[tuple[Node, tuple[Item, ...]]] = []
    conditions: list[tuple[Item, ...]] = []
    for group in groups:
        described = such_that(group)
        if described is not None:
            letters.append(described[0])
            drawn = Relation("\\in", None, group[1].start, group[1].end)
            ranges += [(letter, (drawn, *described[1])) for letter in letters]
            letters = []
            continue
        head_item = group[0]
        relation = group[1] if len(group) > 1 else None
        if len(group) == 1 and not isinstance(head_item, Relation | Separator):
            run = unwrap(head_item)
            letters.extend(run.items if isinstance(run, Run) else (run,))
        elif (
            isinstance(relation, Relation)
            and relation.name in ("=", "\\in", "∈")
            and len(group) >= 3
            and not isinstance(head_item, Relation | Separator)
        ):
            letters.append(head_item)
            ranges += [(letter, group[1:]) for letter in letters]
            letters = []
        elif letters or ranges or len(groups) == 1:
            conditions.append(group)
        else:
            raise CannotRead("unsupported", f"the range `{text_of(sub)}`")
    ranges += [(letter, ()) for letter in letters]
    if conditions and not ranges:
        found = bounded(conditions[0], low)
        if found is None and sup is None:
            found = from_on(conditions[0], low)
        if found is not None:
            letter, bottom, top = found
            return one(head, letter, bottom, top, body, low)
        ranges = [(letter, ()) for letter in condition_letters(conditions[0], low)]
    if not ranges or len(ranges) > 3:
        raise CannotRead("unsupported", f"the range `{text_of(sub)}`")
    return nested(head, ranges, conditions, sup, body, low)


def such_that(group: tuple[Item, ...]) -> tuple[Node, tuple[Item, ...]] | None:
    """`i : x_i \\in R`: the letter that runs, and what is said of it."""
    if len(group) < 4 or not isinstance(group[1], Separator) or isinstance(group[0], Relation | Separator):
        return None
    if group[1].text not in (":", "\\mid", "|", "\\colon") or not any(isinstance(i, Relation) for i in group[2:]):
        return None
    return group[0], group[2:]


def subscript_items(sub: Node) -> tuple[Item, ...]:
    node = unwrap(sub)
    if isinstance(node, Environment):
        out: list[Item] = []
        for row in node.rows:
            for cell in row.cells:
                if out:
                    out.append(Separator("punctuation", ",", cell.start, cell.start))
                out.extend(cell.items)
        return tuple(out)
    return node.items if isinstance(node, Sequence) else (node,)


def nested(
    head: str,
    ranges: list[tuple[Node, tuple[Item, ...]]],
    conditions: list[tuple[Item, ...]],
    sup: Node | None,
    body: Node,
    low: Lowering,
) -> Expr:
    """The first letter is the outermost."""
    keys = []
    for letter, tail in ranges:
        peeled = peel(letter)
        if peeled is None or peeled.sups or len(peeled.subs) > 1:
            raise CannotRead("unsupported", f"a sum over `{text_of(letter)}`", text_of(letter))
        keys.append(runner(peeled, tail, low))
    limits = [
        limits_of(key, tail, sup, low, "" if key == text_of(letter) else text_of(letter))
        for key, (letter, tail) in zip(keys, ranges, strict=True)
    ]
    body, behind = within_reach(head, body, frozenset(keys), low)
    with ExitStack() as stack:
        bound = [stack.enter_context(low.binding(key)) for key in keys]
        test = None
        for group in conditions:
            part = condition(group, low)
            test = part if test is None else expr("and", (test, part))
        value = core.lower(body, low)
    for place in range(len(bound) - 1, -1, -1):
        limit = limits[place]
        innermost = place == len(bound) - 1
        if isinstance(limit, Expr):
            if test is not None and innermost:
                raise CannotRead("unsupported", "a sum over a named set with a condition")
            value = expr(f"{head}_over", (bound[place], limit, value))
        elif test is not None and innermost:
            if head != "sum":
                raise CannotRead("unsupported", "a product with a condition")
            value = expr("sum_where", (bound[place], *limit, test, value))
        else:
            value = expr(head, (bound[place], *limit, value))
    return value if behind is None else mul(value, core.lower(behind, low))


def within_reach(head: str, body: Node, keys: frozenset[str], low: Lowering) -> tuple[Node, Node | None]:
    """What a product runs over, and the factors behind it: a product ends where nothing of its letters follows, or takes all."""
    if head != "product":
        return body, None
    parts = divided(unwrap(body), keys)
    if parts is None:
        return body, None
    options = ("the product ends with its letter", "the product takes all that follows")
    return parts if low.choose(f"reach:{body.start}", options) == 0 else (body, None)


def divided(body: Node, keys: frozenset[str]) -> tuple[Node, Node] | None:
    """The factors up to the last one with one of the letters, and the others; None if there are no others, or only others."""
    if isinstance(body, Run):
        last = max((k for k, item in enumerate(body.items) if mentions_freely(item, keys)), default=-1)
        if not 0 <= last < len(body.items) - 1:
            return None
        return joined(body.items[: last + 1]), joined(body.items[last + 1 :])
    if isinstance(body, Product):
        factors, signs = body.factors, body.operators
        last = max((k for k, factor in enumerate(factors) if mentions_freely(factor, keys)), default=-1)
        if last < 0 or any(o.name not in ("\\cdot", "\\times", "*", "·", "×") for o in signs[last:]):
            return None
        inner = divided(unwrap(factors[last]), keys)
        if inner is None and last == len(factors) - 1:
            return None
        kept, rest = (factors[last], ()) if inner is None else (inner[0], (inner[1],))
        ahead, after = (*factors[:last], kept), (*rest, *factors[last + 1 :])
        front = ahead[0] if len(ahead) == 1 else replace(body, factors=ahead, operators=signs[:last], end=kept.end)
        if len(after) == 1:
            return front, after[0]
        return front, replace(body, factors=after, operators=signs[-(len(after) - 1) :], start=after[0].start)
    return None


def joined(items: tuple[Node, ...]) -> Node:
    return items[0] if len(items) == 1 else Run(items, items[0].start, items[-1].end)


def mentions_freely(node: Node, keys: frozenset[str]) -> bool:
    """Whether a node uses one of the letters and does not bind it itself."""
    from mathlint.elaborate.lower_reach import uses_freely

    return uses_freely(node, keys)


def runner(peeled: Peeled, tail: tuple[Item, ...], low: Lowering) -> str:
    """The key that a sum binds. `x_i \\in R` runs over the members of a family, so over i; `x_1` is a name of its own."""
    if not peeled.subs:
        return peeled.key + "'" * peeled.primes
    index = unwrap(peeled.subs[0])
    letter = index.name if isinstance(index, Symbol) else ""
    drawn = bool(tail) and isinstance(tail[0], Relation) and tail[0].name in ("\\in", "∈")
    if drawn and letter in INDEX_LETTERS and letter not in low.bound:
        return letter
    if tail and not drawn:
        raise CannotRead("unsupported", f"a sum over the values of `{peeled.key}`", peeled.key)
    return indexed_key(peeled)


def limits_of(
    key: str, tail: tuple[Item, ...], sup: Node | None, low: Lowering, drawn: str = ""
) -> tuple[Expr, Expr] | Expr:
    """The range of a letter: its least and greatest value, or the set it is drawn from.

    drawn: what is drawn from the set, where that is not the letter itself.
    """
    if tail and isinstance(tail[0], Relation) and tail[0].name == "=":
        if len(tail) != 2:
            raise CannotRead("unsupported", "a sum over values that are listed")
        bottom = whole(core.lower(tail[1], low), low)  # type: ignore[arg-type]
        if sup is None:
            return bottom, hidden(key, low)
        return bottom, whole(upper(key, sup, low), low)
    if tail:
        text = "".join(
            i.name if isinstance(i, Relation) else i.text if isinstance(i, Separator) else text_of(i) for i in tail[1:]
        )
        low.sets.add(text)
        outer = sorted(k for k in low.bound if any(mentions(i, frozenset((k,))) for i in tail[1:] if is_node(i)))
        return expr("opaque", tuple(name(low.bound[k]) for k in outer), f"set {drawn}{text}")
    if sup is not None:
        return ONE, whole(upper(key, sup, low), low)
    known = low.range_of(key)
    if known is not None:
        bottom, top = known
        whole(bottom, low)
        return bottom, whole(top, low)
    if low.survey.of(key).bare and not _indexes_something(key, low):
        return expr("opaque", (), f"set of {key}")
    return ONE, hidden(key, low)


def is_node(item: Item) -> TypeGuard[Node]:
    return not isinstance(item, Relation | Separator)


def _indexes_something(key: str, low: Lowering) -> bool:
    return any(
        key in text for usage in low.survey.usage.values() for text in usage.letter_subs | usage.sub_sups | usage.sups
    )


def upper(key: str, sup: Node, low: Lowering) -> Expr:
    """The upper limit; `i=n` repeats the letter."""
    node = unwrap(sup)
    if isinstance(node, Sequence) and len(node.items) == 3 and isinstance(node.items[1], Relation):
        node = node.items[2]  # type: ignore[assignment]
    return core.lower(node, low)


def hidden(key: str, low: Lowering) -> Expr:
    """The unwritten end of a letter's range: one and the same wherever the letter ranges."""
    found = f"N({key})"
    low.integers.add(found)
    return name(found)


def whole(value: Expr, low: Lowering) -> Expr:
    low.integers.update(n for n in value.free if "#" not in n)
    return value


def bounded(group: tuple[Item, ...], low: Lowering) -> tuple[Node, Expr, Expr] | None:
    """`1 \\le i \\le n`."""
    if len(group) != 5 or not all(isinstance(group[k], Relation) for k in (1, 3)):
        return None
    first, middle, last = group[0], group[2], group[4]
    signs = (group[1].name, group[3].name)  # type: ignore[union-attr]
    if not all(s in ("\\le", "\\leq", "≤", "\\leqslant", "<", "\\lt") for s in signs):
        return None
    bottom, top = whole(core.lower(first, low), low), whole(core.lower(last, low), low)  # type: ignore[arg-type]
    if signs[0] in ("<", "\\lt"):
        bottom = add(bottom, ONE)
    if signs[1] in ("<", "\\lt"):
        top = add(top, neg(ONE))
    return middle, bottom, top  # type: ignore[return-value]


def from_on(group: tuple[Item, ...], low: Lowering) -> tuple[Node, Expr, Expr] | None:
    """`k \\ge 0`: from a written number on, without end."""
    if (
        len(group) != 3
        or not isinstance(group[1], Relation)
        or isinstance(group[0], Relation | Separator)
        or isinstance(group[2], Relation | Separator)
    ):
        return None
    letter, relation, last = group[0], group[1].name, unwrap(group[2])
    if (
        relation not in ("\\ge", "\\geq", "\\geqslant", "≥", ">", "\\gt")
        or not isinstance(last, Number)
        or peel(letter) is None
    ):
        return None
    bottom = core.lower(last, low)
    return letter, add(bottom, ONE) if relation in (">", "\\gt") else bottom, constant("infinity")


def condition_letters(group: tuple[Item, ...], low: Lowering) -> list[Node]:
    """`i < j`: both letters are bound, unless one of them is bound outside; then only the other."""
    found = []
    low.alone = False
    for item in group:
        if isinstance(item, Relation | Separator):
            continue
        peeled = peel(item)
        if peeled is None or peeled.subs:
            continue
        if peeled.key not in low.bound and (not low.indices or peeled.key not in low.indices):
            found.append(item)
    if len(found) == 2 and any(isinstance(i, Relation) and i.name in ("\\neq", "\\ne", "≠") for i in group):
        # `i ≠ j`: the first letter runs, the second is fixed
        return found[:1]
    return found


def one(head: str, letter: Node, bottom: Expr, top: Expr, body: Node, low: Lowering) -> Expr:
    peeled = peel(letter)
    if peeled is None or peeled.subs:
        raise CannotRead("unsupported", f"a sum over `{text_of(letter)}`")
    body, behind = within_reach(head, body, frozenset((peeled.key,)), low)
    with low.binding(peeled.key) as bound:
        value = core.lower(body, low)
    made = expr(head, (bound, bottom, top, value))
    return made if behind is None else mul(made, core.lower(behind, low))


def binder(
    row: Notation, scripts: tuple[Script, ...], items: tuple[Node, ...], i: int, low: Lowering
) -> tuple[Expr, int]:
    """`\\lim_{x \\to a}`, `\\max_x`, `\\operatorname{argmin}_x`: it takes all that is left of its product."""
    sub = next((s.value for s in scripts if s.kind == "sub" and s.value is not None), None)
    if sub is None:
        raise CannotRead("unsupported", f"`{row.latex[0]}` without a variable", row.latex[0])
    if i + 1 >= len(items):
        raise CannotRead("unsupported", f"`{row.latex[0]}` of nothing", row.latex[0])
    parts = subscript_items(sub)
    target: Expr | None = None
    side = ""
    if (
        len(parts) >= 3
        and isinstance(parts[1], Relation)
        and parts[1].name in ("\\to", "\\rightarrow", "→", "\\longrightarrow")
    ):
        goal = parts[2]
        assert not isinstance(goal, Relation | Separator)
        inner = unwrap(goal)
        if isinstance(inner, Scripted) and text_of(inner.scripts[-1].value) in ("+", "-"):
            side = text_of(inner.scripts[-1].value)
            goal = inner.base
        target = core.lower(goal, low)
    variable = parts[0]
    peeled = peel(variable) if not isinstance(variable, Relation | Separator) else None
    if peeled is None or peeled.subs or peeled.sups:
        raise CannotRead("unsupported", f"`{row.latex[0]}` over `{text_of(sub)}`", row.latex[0])
    with low.binding(peeled.key) as bound:
        body = core.run(items[i + 1 :], low)
    if row.head == "limit":
        if target is None:
            raise CannotRead("unsupported", "a limit without a target", "\\lim")
        return expr("limit", (bound, target, body), side), len(items)
    if len(parts) > 1:
        raise CannotRead("unsupported", f"`{row.latex[0]}` over a set", row.latex[0])
    if row.head in ("argmax", "argmin"):
        return expr(row.head, (bound, body)), len(items)
    datum = row.datum if row.head == "extremum" else {"max": "max", "min": "min"}.get(row.head, "sup")
    return expr("extremum", (bound, body), datum), len(items)


def mentions(node: Node, keys: frozenset[str]) -> bool:
    return any(isinstance(part, Symbol) and part.name in keys for part in walk(node))

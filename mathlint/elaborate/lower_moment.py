"""Expectations, variances, covariances and probabilities, with what is random in them."""

from __future__ import annotations

import re
from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate.letters import core_letter, is_upper
from mathlint.elaborate.lower_fence import pieces
from mathlint.elaborate.lower_name import superscript, with_scripts
from mathlint.elaborate.lowering import CannotRead, Lowering, Taken
from mathlint.elaborate.names import text_of, unwrap
from mathlint.expr.tree import Expr, expr
from mathlint.operators.notation import Notation
from mathlint.syntax.surface import (
    Fence,
    Node,
    Relation,
    Script,
    Scripted,
    Separator,
    Sequence,
)


def moment(row: Notation, scripts: tuple[Script, ...], items: tuple[Node, ...], i: int, low: Lowering) -> Taken:
    """`E[X \\mid Y]`, `Var(X)`, `Cov(X, Y)`; what stands below names the measure."""
    measure = ""
    for script in scripts:
        if script.kind == "sub":
            measure = text_of(script.value)
    head = unwrap(items[i + 1])
    trailing: tuple[Script, ...] = ()
    if isinstance(head, Scripted) and isinstance(unwrap(head.base), Fence):
        trailing = head.scripts
        head = unwrap(head.base)
    given: tuple[Node | Relation | Separator, ...] = ()
    if isinstance(head, Fence) and head.open in ("[", "(", "\\{"):
        after = i + 2
        body, given = split_bar(head.body)
        parts = [p for p in pieces(Sequence(body, head.start, head.end)) if p]
        values = tuple(core.lower_sequence(p, low) for p in parts)
        conditions = (
            tuple(core.lower_sequence(p, low) for p in pieces(Sequence(given, head.start, head.end)) if p)
            if given
            else ()
        )
    else:
        after = len(items)
        values, conditions = (core.run(items[i + 1 :], low),), ()
    mark_random(values + conditions, measure, low)
    wanted = 2 if row.key in ("covariance", "correlation") else 1
    if row.key == "covariance" and len(values) == 1:
        value = expr("variance", (*values, *conditions), measure)
    elif len(values) != wanted:
        raise CannotRead("unsupported", f"`{row.latex[0]}` with {len(values)} arguments")
    elif row.key in ("expect", "variance", "covariance"):
        value = expr(row.head, (*values, *conditions), measure)
    elif conditions or measure:
        raise CannotRead("unsupported", f"a conditional `{row.latex[0]}`")
    else:
        value = row.build(*values)
    for script in scripts:
        if script.kind == "super" and script.value is not None:
            value = superscript(value, script.value, "", low)
    return with_scripts(value, trailing, low), after


def counting(value: Expr) -> frozenset[str]:
    """The names that index or bound something: they count, and are not random."""
    found: set[str] = set()
    for node in value.walk():
        if node.head in ("item", "row", "column"):
            found.update(k for place in node.args[1:] for k in place.free)
        elif node.head in ("sum", "product", "mean", "sum_where"):
            found |= node.args[1].free | node.args[2].free
    return frozenset(found)


_MEASURES: Final = re.compile(r"^(\\mathbb\{P\}|\\mathcal\{[A-Z]\}|[pqPQ]|\\pi|\\mu|\\rho|\\theta|\\phi)(_.*|\(.*\))?$")


def mark_random(values: tuple[Expr, ...], measure: str, low: Lowering) -> None:
    """Which names under an expectation vary: those that the subscript names; capitals and estimators if there are any; Latin letters."""
    counted = {n for v in values for n in counting(v) if not low.known(n).random}
    free = {n for v in values for n in v.free if "#" not in n and n not in low.functions and n not in counted}
    inside = re.search(r"\(([^|;)]*)", measure)
    low.alone = False
    if inside and (over := {n for n in free if core_letter(n) in inside[1] or n in inside[1]}):
        low.random |= over
        return
    if measure and not _MEASURES.match(measure):
        varying = measure.split("\\sim")[0]
        named = {n for n in free if core_letter(n) in varying or n in varying}
        if named:
            low.random |= named
            return
        if low.choose(f"random:{measure}", ("the usual names are random", "nothing is random")) == 1:
            return
    free = {n for n in free if low.known(n).shape != "matrix" or low.known(n).random} or free
    capitals = {
        n
        for n in free
        if (is_upper(n) and not n.startswith("\\mathcal")) or "\\hat{" in n or "\\epsilon" in n or "\\varepsilon" in n
    }
    small = {n for n in free - capitals if not core_letter(n).startswith("\\") and "_" not in n}
    if capitals and small and not any(low.known(n).random for n in capitals):
        pick = low.choose("random names", ("capitals are random", "small letters are random"))
        low.random |= small if pick else capitals
        return
    latin = {n for n in free if not core_letter(n).startswith("\\")}
    # an expectation of one Greek letter alone is one over that letter, as of a parameter that has a prior
    low.random |= capitals or latin or (free if len(free) == 1 else set())


def split_bar(
    node: Sequence,
) -> tuple[tuple[Node | Relation | Separator, ...], tuple[Node | Relation | Separator, ...]]:
    """The parts before and after a `|` or `\\mid`."""
    items = node.items
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = items[0].items
    for at, item in enumerate(items):
        if isinstance(item, Separator) and item.kind == "bar":
            return items[:at], items[at + 1 :]
        if isinstance(item, Relation) and item.name in ("\\mid", "|"):
            return items[:at], items[at + 1 :]
    return items, ()

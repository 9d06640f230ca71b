"""Differentials of expressions, and derivatives of functions that are named without their argument.

`d(X^{-1})` to first order in dX; `(f g)'(x)`, `(f \\circ g)'(x)`; `f''` and `\\ddot x` where f and x are functions of one number.
"""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate import lower_calculus
from mathlint.elaborate.lower_function import arguments_of, fence_of, function_row, next_operand
from mathlint.elaborate.lowering import CannotRead, Lowering, Taken, parameter
from mathlint.elaborate.names import peel, unwrap
from mathlint.expr.tree import ZERO, Expr, add, expr, mul, name, rebuild, substitute
from mathlint.syntax.surface import Fence, Node, Product, Scripted, Sequence

_ROUND: Final = ("(", "[", "\\{")


def differential_at(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """`d(…)`, `d \\operatorname{tr}(…)`: the part that is linear in the dX that the page has, if d is meant so."""
    if i + 1 >= len(items) or lower_calculus.d_sign(items[i]) != "d" or not core.is_differential(items[i], low):
        return None
    following = unwrap(items[i + 1])
    after = unwrap(items[i + 2]) if i + 2 < len(items) else None
    fenced = isinstance(fence_of(following), Fence) and fence_of(following).open in _ROUND  # type: ignore[union-attr]
    if not fenced and (after is None or function_row(following, after, low) is None):
        return None
    if not low.survey.differentials:
        return None
    options = ("d is a differential", "d is a factor")
    body, end = next_operand(items, i + 1, low)
    varying = sorted(n for n in body.free if n in low.survey.differentials)
    if not varying or low.choose("differential", options) == 1:
        return None
    small = low.fresh("t")
    moved = {n: add(name(n), mul(small, name(f"\\mathrm{{d{n}}}"))) for n in varying}
    slope = expr("derivative", (substitute(body, moved), small), "total")
    return expr("apply", (expr("lambda", (small, slope)), ZERO)), end


def group_at(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """`(f + g)(x)`, `(f g)'(x)`, `(f \\circ g)(x)`: a function made of functions, at its argument."""
    if i + 1 >= len(items):
        return None
    item, following = unwrap(items[i]), unwrap(items[i + 1])
    scripts = item.scripts if isinstance(item, Scripted) else ()
    group = fence_of(item)
    if not isinstance(group, Fence) or not isinstance(following, Fence) or group.open != "(" or following.open != "(":
        return None
    if any(s.kind != "prime" for s in scripts) or isinstance(unwrap(group.body), Sequence):
        return None
    inside = unwrap(group.body)
    composed = _composed(inside, low)
    if composed is None and not _of_functions(inside, low):
        return None
    arguments = arguments_of(following, low)
    if len(arguments) != 1:
        return None
    place = low.fresh("t")
    if composed is not None:
        body: Expr = place
        for key in reversed(composed):
            low.functions[key] = 1
            body = expr("apply", (name(key), body))
    else:
        body = applied(core.lower(inside, low), place, low)
    for _ in range(sum(s.count for s in scripts)):
        body = expr("derivative", (body, place), "total")
    return expr("apply", (expr("lambda", (place, body)), arguments[0])), i + 2


def _composed(node: Node, low: Lowering) -> list[str] | None:
    """The functions of `f \\circ g \\circ h`."""
    if not isinstance(node, Product) or any(o.name != "\\circ" for o in node.operators):
        return None
    keys = [peeled.key for f in node.factors if (peeled := peel(f)) is not None]
    return keys if len(keys) == len(node.factors) and all(is_function(k, low) for k in keys) else None


def _of_functions(node: Node, low: Lowering) -> bool:
    """Whether nothing but functions and numbers stands in a group."""
    try:
        value = core.lower(node, low)
    except CannotRead:
        return False
    found = [str(n.datum) for n in value.walk() if n.head == "name"]
    params = {p for k in found for p in low.known(k).params or ()}
    return bool(found) and all(is_function(k, low) or k in params for k in found)


def is_function(key: str, low: Lowering) -> bool:
    said = low.known(key)
    return (
        key not in low.bound
        and not said.random
        and (said.function or (not said.shape and low.survey.is_function(key) is True))
    )


def applied(body: Expr, place: Expr, low: Lowering) -> Expr:
    """The body with every bare function in it taken at the place."""

    def change(node: Expr) -> Expr:
        if node.head == "apply" and node.args[0].head == "apply":
            return expr("apply", (node.args[0].args[0], place))  # its own name was given the place already
        if node.head == "name" and "#" not in str(node.datum) and is_function(str(node.datum), low):
            low.functions[str(node.datum)] = 1
            return expr("apply", (node, place))
        return node

    return rebuild(body, change)


def derived(key: str, order: int, low: Lowering) -> Expr | None:
    """`f''` without an argument, as the derivative at the function's usual variable; None if the prime is part of the name."""
    said, marked = low.known(key), low.known(key + "'" * order)
    if marked.valued or marked.described or marked.function or not _may_be_derived(key, low):
        return None
    if said.params is not None and len(said.params) != 1:
        return None
    low.functions[key] = 1
    at = variable_of(key, low)
    place = low.fresh("t")
    body = expr("apply", (name(key), place))
    for _ in range(order):
        body = expr("derivative", (body, place), "total")
    return expr("apply", (expr("lambda", (place, body)), at))


def _may_be_derived(key: str, low: Lowering) -> bool:
    """Whether a prime on this name is a derivative: a choice of the page, where it says or the letter tells that it is a function."""
    said = low.known(key)
    if key in low.bound or said.shape or not (said.function or key in _LETTERS and not said.valued):
        return False
    options = ("a prime is a derivative", "a prime tells names apart")
    if not said.function:
        options = options[::-1]
    return "derivative" in options[low.choose("prime of a function", options)]


_LETTERS: Final = frozenset("fghFGH")


def variable_of(key: str, low: Lowering) -> Expr:
    """The argument that a function is named without: its parameter, or x (t where the page has no x)."""
    said = low.known(key)
    if said.params:
        return parameter(said.params[0])
    timed = low.survey.of("t").bare and not low.survey.of("x").bare
    return name("t" if timed else "x")


def undressed(key: str, low: Lowering) -> Expr | None:
    """A function that is named without its argument beside its own bare derivative."""
    usage = low.survey.of(key)
    if low.known(key).params or usage.primed <= usage.primed_call or not _may_be_derived(key, low):
        return None
    low.functions[key] = 1
    return expr("apply", (name(key), variable_of(key, low)))


__all__ = ["derived", "differential_at", "group_at", "undressed", "variable_of"]

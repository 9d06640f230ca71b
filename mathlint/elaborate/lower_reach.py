"""How far a big operator reaches: over the terms that follow it, as long as they use its variable."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mathlint.elaborate import lower_calculus
from mathlint.elaborate.lower_big import mentions, subscript_items
from mathlint.elaborate.lower_integral import as_run, differentials
from mathlint.elaborate.lowering import Lowering
from mathlint.elaborate.names import peel, unwrap
from mathlint.operators.notation import big_named
from mathlint.syntax.surface import (
    Big,
    Node,
    Relation,
    Run,
    Scripted,
    Separator,
    Sum,
)
from mathlint.syntax.surface_walk import walk


def trailing_operator(term: Node) -> tuple[tuple[Node, ...], Node | None, Node | None] | None:
    """A term that ends with an operator and its operand: (what stands before, the operator, its operand)."""
    node = unwrap(term)
    if isinstance(node, Big):
        return (), node, node.body
    if isinstance(node, Run):
        last = unwrap(node.items[-1])
        if isinstance(last, Big):
            return node.items[:-1], last, last.body
    return None


def bound_keys(node: Big) -> frozenset[str]:
    sub = next((s.value for s in node.scripts if s.kind == "sub" and s.value is not None), None)
    if sub is None:
        return frozenset()
    keys = set()
    for item in subscript_items(sub):
        if isinstance(item, Relation):
            break
        if not isinstance(item, Separator):
            for part in lower_calculus.flat(item):
                peeled = peel(part)
                if peeled is not None:
                    keys.add(peeled.key)
    return frozenset(keys)


def widen(node: Sum, low: Lowering) -> Sum:
    """Let a sum or integral in one term reach over the terms after it: as far as they use its index, or to its differential."""
    for at in range(len(node.terms) - 1):
        optimum = optimising(node, at, low)
        if optimum is not None:
            return optimum
        found = trailing_operator(node.terms[at])
        if found is None:
            reached = reaching(node, at, low)
            if reached is not None:
                return reached
            continue
        before, operator, operand = found
        assert isinstance(operator, Big) and operand is not None
        row = big_named(operator.name)
        if row is None:
            continue
        end = at + 1
        following = node.terms[at + 1 :]
        if row.head in ("integral", "integral_over"):
            if differentials(operand)[0]:
                continue
            for k, term in enumerate(following):
                if differentials(term)[0]:
                    end = at + k + 2
                    break
                if trailing_operator(term) is not None:
                    break
        else:
            keys = frozenset(k for k in bound_keys(operator) if k not in low.bound)
            last = max((k for k, term in enumerate(following) if uses_freely(term, keys)), default=-1)
            end = at + 2 + last
            if any(trailing_operator(term) is None for term in node.terms[end:]):
                # beside further sums, `Σ a_i + Σ b_j`, each one stands for itself
                options = ("the sum ends before the next sign", "the sum reaches to the end")
                if low.choose(f"reach:{operator.start}", options) == 1:
                    end = len(node.terms)
        if end == at + 1:
            continue
        inner = Sum(
            (operand, *node.terms[at + 1 : end]),
            ((), *node.signs[at + 1 : end]),
            operand.start,
            node.terms[end - 1].end,
        )
        wide: Node = replace(operator, body=inner, end=inner.end)
        if before:
            wide = Run((*before, wide), before[0].start, inner.end)
        terms = (*node.terms[:at], wide, *node.terms[end:])
        signs = (*node.signs[: at + 1], *node.signs[end:])
        return (
            widen(replace(node, terms=terms, signs=signs), low)
            if end < len(node.terms)
            else replace(node, terms=terms, signs=signs)
        )
    return node


_OPTIMA: Final = frozenset(("extremum", "max", "min", "argmax", "argmin"))


def optimising(node: Sum, at: int, low: Lowering) -> Sum | None:
    """`\\min_b f(b) + λ b^2`: an optimum is taken over all the terms that use its variable."""
    from mathlint.elaborate.lower_function import function_row

    term = unwrap(node.terms[at])
    items = term.items if isinstance(term, Run) else ()
    for place, item in enumerate(items[:-1]):
        sign = unwrap(item)
        row = function_row(sign, items[place + 1], low) if isinstance(sign, Scripted) else None
        if row is None or row.head not in _OPTIMA:
            continue
        keys = bound_keys(sign) - frozenset(low.bound)  # type: ignore[arg-type]
        following = node.terms[at + 1 :]
        last = max((k for k, other in enumerate(following) if uses_freely(other, keys)), default=-1)
        if last < 0:
            return None
        end = at + 2 + last
        operand = as_run(list(items[place + 1 :]))
        assert operand is not None
        inner = Sum(
            (operand, *node.terms[at + 1 : end]),
            ((), *node.signs[at + 1 : end]),
            operand.start,
            node.terms[end - 1].end,
        )
        wide = Run((*items[: place + 1], inner), term.start, inner.end)
        terms, signs = (*node.terms[:at], wide, *node.terms[end:]), (*node.signs[: at + 1], *node.signs[end:])
        return replace(node, terms=terms, signs=signs)
    return None


def reaching(node: Sum, at: int, low: Lowering) -> Sum | None:
    """`∇_x x^T A x + b^T x`: the reading in which a derivative or limit reaches over the terms after it."""
    from mathlint.elaborate.lower_function import function_row

    term = unwrap(node.terms[at])
    if not isinstance(term, Run):
        return None
    place = None
    for k, item in enumerate(term.items[:-1]):
        row = function_row(item, term.items[k + 1], low)
        if lower_calculus.waiting(item, low) is not None or (row is not None and row.head == "limit"):
            place = k
            break
    if place is None:
        return None
    options = ("the operator ends before the next sign", "the operator reaches to the end")
    if low.choose(f"reach:{term.start}", options) == 0:
        return None
    operand = as_run(list(term.items[place + 1 :]))
    assert operand is not None
    inner = Sum((operand, *node.terms[at + 1 :]), ((), *node.signs[at + 1 :]), operand.start, node.end)
    wide = Run((*term.items[: place + 1], inner), term.start, node.end)
    return replace(node, terms=(*node.terms[:at], wide), signs=node.signs[: at + 1])


def uses_freely(term: Node, keys: frozenset[str]) -> bool:
    """Whether a term uses one of the letters without binding it itself."""
    if not mentions(term, keys):
        return False
    rebound = frozenset(k for part in walk(term) if isinstance(part, Big) for k in bound_keys(part))
    return mentions(term, keys - rebound)

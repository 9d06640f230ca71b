"""What may be missing from a side: names, factors and function values that the step suggests, and products of two of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mathlint.engine.problem import Problem
from mathlint.engine.repair_edits import ALTERNATIVES
from mathlint.expr.obligation import Kind
from mathlint.expr.tree import Expr, expr, fn, mul, name, number, power

MOST: Final = 30
_WHOLE: Final = frozenset({"apply", "inverse", "transpose", "item", "norm", "determinant", "trace", "expect", "fn"})
"""Heads that are factors in their own right."""


def nodes(problem: Problem) -> Iterator[Expr]:
    yield from problem.left.walk()
    yield from problem.right.walk()


def functions(problem: Problem) -> tuple[str, ...]:
    """The functions of one argument that the step applies."""
    return tuple(sorted({n.datum for n in nodes(problem) if n.head == "fn" and len(n.args) == 1}))


def atoms(problem: Problem) -> tuple[Expr, ...]:
    """Names first, then what the step's terms are made of, then the same functions and moments of other names."""
    names = [n for n in dict.fromkeys(nodes(problem)) if n.head == "name" and _is_value(problem, n.datum)]
    names += [n for n in map(name, sorted(problem.names)) if n not in names and _is_plain(problem, n.datum)]
    shaped = [n for n in names if not problem.declarations[n.datum].shape.is_scalar]
    out = [*names, *(expr("transpose", (n,)) for n in shaped)]
    out += [n for n in nodes(problem) if n.head in _WHOLE and n.free <= problem.names]
    for node in nodes(problem):
        if node.head == "fn" and len(node.args) == 1 and node.free <= problem.names:
            out += [fn(other, *node.args) for other in ALTERNATIVES.get(node.datum, ())[:1]]
    words = dict.fromkeys(w for f in functions(problem) for w in (f, *ALTERNATIVES.get(f, ())[:1]))
    out += [fn(word, n) for word in words for n in names if problem.declarations[n.datum].shape.is_scalar]
    for node in dict.fromkeys(n for n in nodes(problem) if n.head in ("expect", "variance") and len(n.args) == 1):
        out += [expr(node.head, (name(k),), node.datum) for k in sorted(problem.random_names)]
    out += [power(n, number(2)) for n in names if problem.declarations[n.datum].shape.is_scalar]
    return tuple(dict.fromkeys(out))[:MOST]


def _is_value(problem: Problem, key: str) -> bool:
    declared = problem.declarations.get(key)
    return declared is not None and declared.kind not in (Kind.FUNCTION, Kind.SET) and not declared.slots


def _is_plain(problem: Problem, key: str) -> bool:
    """A scalar that a definition uses, though the step does not."""
    return (
        _is_value(problem, key)
        and problem.declarations[key].value is None
        and problem.declarations[key].shape.is_scalar
    )


def products(parts: tuple[Expr, ...]) -> Iterator[Expr]:
    """Every product of two, in both orders, and the squares."""
    for k, one in enumerate(parts):
        yield power(one, number(2))
        for other in parts[k + 1 :]:
            yield mul(one, other)
            yield mul(other, one)

"""What a valid core expression is: arity, datum and binders of every head. For tests, and for debugging a pass.

`HEADS` says the same in words; a head without a row here is a bug that the tests find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from mathlint.expr.tree import HEADS, Expr, bound_names

DatumTest = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class HeadRule:
    """least, most: how many arguments (most None: any number). datum: what must hold of the datum.

    names: the arguments that must be a bare `name`. conditions: the arguments that must be a condition.
    variable: the argument that must be something a derivative can be taken by.
    """

    least: int
    most: int | None
    datum: DatumTest
    names: tuple[int, ...] = ()
    conditions: tuple[int, ...] = ()
    variable: int | None = None


def _none(datum: Any) -> bool:
    return datum is None


def _text(datum: Any) -> bool:
    return isinstance(datum, str)


def _dim(datum: Any) -> bool:
    return isinstance(datum, str) or (isinstance(datum, int) and datum >= 0)


def _dims(datum: Any) -> bool:
    return isinstance(datum, tuple) and len(datum) == 2 and all(_dim(d) for d in datum)


def _size(datum: Any) -> bool:
    return isinstance(datum, tuple) and len(datum) == 2 and all(isinstance(d, int) and d > 0 for d in datum)


def _one_of(*choices: str) -> DatumTest:
    return lambda datum: datum in choices


def _fixed(count: int, datum: DatumTest = _none) -> HeadRule:
    return HeadRule(count, count, datum)


def _many(least: int, most: int | None = None, datum: DatumTest = _none) -> HeadRule:
    return HeadRule(least, most, datum)


def _binder(count: int, datum: DatumTest = _none) -> HeadRule:
    return HeadRule(count, count, datum, names=(0,))


def _by(count: int, datum: DatumTest = _none) -> HeadRule:
    return HeadRule(count, count, datum, variable=1)


_DECIMAL: Final = HeadRule(
    0, 0, lambda d: isinstance(d, tuple) and len(d) == 2 and all(isinstance(v, Fraction) for v in d)
)
_RULES: Final[dict[str, HeadRule]] = {
    "number": _fixed(0, lambda d: isinstance(d, Fraction)),
    "decimal": _DECIMAL,
    "constant": _fixed(0, _one_of("pi", "e", "i", "infinity", "euler_gamma")),
    "name": _fixed(0, lambda d: isinstance(d, str) and d != ""),
    "identity": _fixed(0, _dim),
    "ones": _fixed(0, _dims),
    "zeros": _fixed(0, _dims),
    "unit": _fixed(1, _dim),
    "item": _many(2, 4),
    "row": _fixed(2),
    "column": _fixed(2),
    "apply": _many(2),
    "lambda": _many(2),
    "opaque": _many(0, None, _text),
    "growth": HeadRule(3, 3, _one_of("O", "o"), variable=1),
    "add": _many(2),
    "mul": _many(2),
    "matrix": _many(1, None, _size),
    "tabulate": HeadRule(7, 7, _none, names=(0, 3)),
    "hadamard": _many(2),
    "fn": _many(1, 2, _text),
    "max": _many(1),
    "min": _many(1),
    "piecewise": _many(2),
    "indicator": HeadRule(1, 1, _none, conditions=(0,)),
    "compare": _fixed(2, _one_of("=", "!=", "<", "<=", ">", ">=")),
    "and": _many(1),
    "or": _many(1),
    "not": HeadRule(1, 1, _none, conditions=(0,)),
    "norm": _fixed(1, _one_of("2", "1", "inf", "F", "max")),
    "sum": _binder(4),
    "product": _binder(4),
    "sum_over": _binder(3),
    "product_over": _binder(3),
    "sum_where": HeadRule(5, 5, _none, names=(0,), conditions=(3,)),
    "integral": _binder(4),
    "integral_over": _binder(3),
    "antiderivative": _binder(2),
    "limit": _binder(3, _one_of("+", "-", "")),
    "argmax": _binder(2),
    "argmin": _binder(2),
    "extremum": _binder(2, _one_of("max", "min", "sup", "inf")),
    "mean": _binder(4),
    "derivative": _by(2, _one_of("total", "partial")),
    "gradient": _by(2),
    "jacobian": _by(2),
    "hessian": _by(2),
    "divergence": _by(2),
    "laplacian": _by(2),
    "expect": _many(1, None, _text),
    "variance": _many(1, None, _text),
    "covariance": _many(2, None, _text),
    **{
        head: _fixed(1)
        for head in (
            "neg", "plusminus", "transpose", "adjoint", "inverse", "pseudoinverse", "trace", "determinant", "rank",
            "diagonal", "diagonal_of", "vec", "abs", "floor", "ceiling", "factorial",
        )
    },
    **{
        head: _fixed(2)
        for head in (
            "div", "pow", "root", "inner", "outer", "cross", "hadamard_div", "hadamard_pow", "kronecker", "binomial",
            "mod",
        )
    },
}  # fmt: skip

_CONDITIONS: Final = frozenset({"compare", "and", "or", "not", "opaque", "name", "apply", "item"})
"""A name, application or item may be an event."""
_VARIABLES: Final = frozenset({"name", "item", "row", "column", "transpose"})
_FUNCTIONS: Final = frozenset({"name", "item", "lambda"})


def check(root: Expr) -> list[str]:
    """What is wrong with an expression, one line a fault; empty if it is valid."""
    faults: list[str] = []
    stack: list[tuple[Expr, frozenset[str]]] = [(root, frozenset())]
    while stack:
        node, bound = stack.pop()
        faults.extend(f"{fault} in {node!r}" for fault in _check_node(node, bound))
        if bound_names_valid(node):
            bound = bound.union(bound_names(node))
        stack.extend((a, bound) for a in reversed(node.args))
    return faults


def bound_names_valid(node: Expr) -> bool:
    """Whether the names that this node binds can be told at all."""
    rule = _RULES.get(node.head)
    if rule is None or len(node.args) < rule.least:
        return False
    places = range(len(node.args) - 1) if node.head == "lambda" else rule.names
    return all(node.args[i].head == "name" for i in places)


def _check_node(node: Expr, bound: frozenset[str]) -> list[str]:
    rule = _RULES.get(node.head)
    if rule is None:
        return [f"unknown head {node.head!r}"]
    count = len(node.args)
    if count < rule.least or (rule.most is not None and count > rule.most):
        return [f"{node.head} has {count} arguments"]
    faults = [] if rule.datum(node.datum) else [f"{node.head} has the datum {node.datum!r}"]
    if not bound_names_valid(node):
        faults.append(f"{node.head} binds something that is no name")
    else:
        names = bound_names(node)
        faults += [f"{n!r} is bound twice" for n in names if n in bound or names.count(n) > 1]
    conditions = rule.conditions
    match node.head:
        case "and" | "or":
            conditions = tuple(range(count))
        case "piecewise":
            conditions = tuple(range(1, count, 2))
        case "matrix" if rule.datum(node.datum) and count != node.datum[0] * node.datum[1]:
            faults.append(f"a {node.datum[0]} by {node.datum[1]} matrix has {count} entries")
        case "apply" if node.args[0].head not in _FUNCTIONS:
            faults.append(f"{node.args[0].head} is applied as a function")
    faults += [
        f"argument {i} of {node.head} is no condition" for i in conditions if node.args[i].head not in _CONDITIONS
    ]
    if rule.variable is not None and node.args[rule.variable].head not in _VARIABLES:
        faults.append(f"{node.head} is taken by a {node.args[rule.variable].head}")
    return faults


def heads_without_rule() -> frozenset[str]:
    """Heads that `HEADS` describes and this file does not know, and the other way round: empty, says a test."""
    return frozenset(HEADS).symmetric_difference(_RULES)

"""Planting a slip: every way of changing one place of an expression that an author might have changed by mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import Expr, add, expr, mul, name, neg, number, power

CONFUSED = {"sin": "cos", "cos": "sin", "sinh": "cosh", "cosh": "sinh", "log": "exp"}
ASIDE = frozenset({"compare", "and", "or", "not", "lambda", "opaque", "indicator"})


@dataclass(frozen=True)
class Planted:
    kind: str
    tree: Expr


def planted(root: Expr, declarations: Mapping[str, Declaration], others: frozenset[str] = frozenset()) -> list[Planted]:
    """Every slip, each result once. others: names beside the expression's own that may be put for one of them."""
    names = sorted(root.free | others)
    found: dict[Expr, str] = {}
    for kind, tree in _everywhere(root, declarations, names):
        if tree is not root:
            found.setdefault(tree, kind)
    return [Planted(kind, tree) for tree, kind in found.items()]


def _everywhere(node: Expr, declarations: Mapping[str, Declaration], names: list[str]) -> Iterator[tuple[str, Expr]]:
    yield from _here(node, declarations, names)
    if node.head in ASIDE:
        return
    for k, child in enumerate(node.args):
        if node.head in ("derivative", "gradient", "jacobian", "hessian") and k == 1:
            continue
        if node.head in ("sum", "product", "mean", "integral", "limit", "antiderivative") and k == 0:
            continue
        for kind, changed in _everywhere(child, declarations, names):
            if node.head == "pow" and k == 1 and kind == "factor":
                continue
            yield kind, expr(node.head, (*node.args[:k], changed, *node.args[k + 1 :]), node.datum)


def _here(node: Expr, declarations: Mapping[str, Declaration], names: list[str]) -> Iterator[tuple[str, Expr]]:
    args = node.args
    match node.head:
        case "add":
            for k, term in enumerate(args):
                yield "sign", add(*args[:k], neg(term), *args[k + 1 :])
                yield "term", add(*args[:k], *args[k + 1 :])
        case "mul":
            for k, factor in enumerate(args):
                yield "factor" if factor.head == "number" else "lost factor", mul(*args[:k], *args[k + 1 :])
            for k in range(len(args) - 1):
                yield "order", mul(*args[:k], args[k + 1], args[k], *args[k + 2 :])
        case "div":
            yield "factor", expr("div", (args[0], mul(number(2), args[1])))
        case "pow" if args[1].head == "number":
            for step in (1, -1):
                value = args[1].datum + step
                yield "exponent", args[0] if value == 1 else power(args[0], number(value))
        case "number" if node.datum not in (0, 1):
            yield "factor", number(node.datum * 2)
        case "name":
            declared = declarations.get(node.datum)
            for key in names:
                twin = declarations.get(key)
                if declared and twin and key != node.datum and Kind.FUNCTION not in (twin.kind, declared.kind):
                    if (twin.shape, twin.slots) == (declared.shape, declared.slots):
                        yield "name", name(key)
        case "transpose":
            yield "transpose", args[0]
        case "inverse":
            yield "inverse", args[0]
        case "item" if len(args) == 3:
            yield "index", expr("item", (args[0], args[2], args[1]))
        case "fn" if node.datum in CONFUSED:
            yield "function", expr("fn", args, CONFUSED[node.datum])
    if node.head in ("sum", "product", "mean"):
        for k in (1, 2):
            if args[k].head == "number":
                yield "bound", expr(node.head, (*args[:k], number(args[k].datum + 1), *args[k + 1 :]))
            elif args[k].head == "name":
                yield "bound", expr(node.head, (*args[:k], add(args[k], number(-1)), *args[k + 1 :]))

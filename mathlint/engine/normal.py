"""A cheap normal form: equal forms are equal mathematics, different forms say nothing."""

from __future__ import annotations

from fractions import Fraction

from mathlint.expr.tree import Expr, add, bound_names, expr, mul, name, neg, number, rebuild, substitute


def normal(node: Expr) -> Expr:
    """Sums sorted, numbers folded, signs and double transposes gone, bound names numbered."""
    return rebuild(_rename(node, 0), _step)


def _rename(node: Expr, depth: int) -> Expr:
    """Number the bound names by depth, so that they do not matter."""
    bound = bound_names(node)
    if bound and node.head != "antiderivative":
        fresh = {b: name(f"•{depth + k}") for k, b in enumerate(bound)}
        args = tuple(
            fresh[a.datum] if a.head == "name" and a.datum in fresh else substitute(a, fresh) for a in node.args
        )
        node = expr(node.head, args, node.datum)
        depth += len(bound)
    if not node.args:
        return node
    return expr(node.head, tuple(_rename(a, depth) for a in node.args), node.datum)


def _step(node: Expr) -> Expr:
    match node.head:
        case "add":
            return _sum(node)
        case "neg":
            return neg(node.args[0])
        case "mul":
            return _product(node)
        case "transpose" if node.args[0].head == "transpose":
            return node.args[0].args[0]
        case "inverse" if node.args[0].head == "inverse":
            return node.args[0].args[0]
        case "div" if node.args[1].head == "number" and node.args[1].datum != 0:
            return _product(mul(number(1 / node.args[1].datum), node.args[0]))
        case "pow" if node.args[1].head == "number" and node.args[1].datum == 1:
            return node.args[0]
        case "root" if node.args[0].head == "number" and node.args[0].datum == 1:
            return node.args[0]
    return node


def _sum(node: Expr) -> Expr:
    terms = add(*node.args).args
    constant = sum((t.datum for t in terms if t.head == "number"), Fraction(0))
    rest = sorted((t for t in terms if t.head != "number"), key=hash)
    if constant and rest:
        rest.append(number(constant))
    return add(*rest) if rest else number(constant)


def _product(node: Expr) -> Expr:
    """Numbers and signs go to the front; the order of the others is kept."""
    factor, rest = Fraction(1), []
    for f in mul(node).args if node.head == "mul" else (node,):
        while f.head == "neg":
            factor, f = -factor, f.args[0]
        if f.head == "number":
            factor *= f.datum
        else:
            rest.append(f)
    if not rest:
        return number(factor)
    if factor == 1:
        return mul(*rest)
    if factor == -1:
        return neg(mul(*rest))
    return mul(number(factor), *rest)

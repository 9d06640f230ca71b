"""Shapes of gradients, Jacobians and derivatives, by the layout in force."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from mathlint.elaborate.dims import KIND_NAMES, SCALAR, Sh
from mathlint.elaborate.shape_typing import Rule, Typing
from mathlint.expr.tree import Expr, expr


def _gradient(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    kb, kv = t.kind(shape), t.kind(variable_shape)
    if kv == "S":
        t.cost += 1
        return shape, expr("derivative", (body, variable), "total")
    if kb == "S":
        return variable_shape, expr("gradient", (body, variable))
    if kb in "CR" and kv in "CR":
        n, m = variable_shape[0] if kv == "C" else variable_shape[1], shape[0] if kb == "C" else shape[1]
        return (n, m), expr("gradient", (body, variable))
    t.fault(f"a gradient of a {KIND_NAMES[kb]} by a {KIND_NAMES[kv]}")
    return variable_shape, expr("gradient", (body, variable))


def _derivative(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    kb, kv = t.kind(shape), t.kind(variable_shape)
    if kv == "S":
        return shape, expr("derivative", (body, variable), node.datum)
    if kb == "S":
        if kv == "M":
            return variable_shape, expr("gradient", (body, variable))
        t.layouts = True
        if t.layout == "numerator" and kv == "C":
            return (1, variable_shape[0]), expr("jacobian", (body, variable))
        return variable_shape, expr("gradient", (body, variable))
    if kb in "CR" and kv in "CR":
        t.layouts = True
        n, m = variable_shape[0] if kv == "C" else variable_shape[1], shape[0] if kb == "C" else shape[1]
        if t.layout == "numerator":
            return (m, n), expr("jacobian", (body, variable))
        return (n, m), expr("gradient", (body, variable))
    t.fault(f"a derivative of a {KIND_NAMES[kb]} by a {KIND_NAMES[kv]}")
    return variable_shape, expr("gradient", (body, variable))


def _hessian(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    if t.kind(shape) == "S" and t.kind(variable_shape) == "C":
        return (variable_shape[0], variable_shape[0]), expr("hessian", (body, variable))
    if t.kind(variable_shape) == "S" and t.kind(shape) == "S":
        once = expr("derivative", (body, variable), "total")
        return SCALAR, expr("derivative", (once, variable), "total")
    t.fault("a second derivative of this kind")
    return SCALAR, expr("hessian", (body, variable))


def _divergence(t: Typing, node: Expr) -> tuple[Sh, Expr]:
    variable_shape, variable = t.type(node.args[1])
    shape, body = t.type(node.args[0])
    if t.kind(variable_shape) != "C" or t.kind(shape) != "C" or not t.dims.unify(shape[0], variable_shape[0]):
        t.fault("a divergence of what is no field of vectors")
    return SCALAR, expr("divergence", (body, variable))


CALCULUS: Final[Mapping[str, Rule]] = {
    "?gradient": _gradient,
    "gradient": _gradient,
    "?derivative": _derivative,
    "derivative": _derivative,
    "hessian": _hessian,
    "divergence": _divergence,
}
"""Derivatives, by the shape of what varies."""

"""One formula by itself: `mathlint read`, and `mathlint.to_sympy`. It is read as it would be on a page with little else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from mathlint.document import read
from mathlint.elaborate import elaborate
from mathlint.elaborate.model import Reading, Step
from mathlint.expr.obligation import Declaration
from mathlint.expr.shape import SCALAR, Shape
from mathlint.expr.tree import Expr, expr, name, substitute
from mathlint.operators.latex import to_latex
from mathlint.operators.shapes import RULES
from mathlint.operators.sympy_form import NotInSympy
from mathlint.operators.sympy_form import to_sympy as sympy_of
from mathlint.source import SourceFile
from mathlint.syntax import parse


class Unreadable(Exception):
    """A formula that has no reading, or no sympy form; the message says why."""


def to_sympy(latex: str, context: str = "") -> Any:
    """The sympy object of a formula; for an equation a `sympy.Eq`.

    context: prose as it would stand on the page before it, such as "where $A$ is a symmetric $n \\times n$ matrix".
    Sums, integrals, limits and derivatives stay unevaluated. Where the notation leaves a choice the first is taken.
    Raises Unreadable.
    """
    try:
        return _sympy(*_read(latex, context)[0])
    except NotInSympy as error:
        raise Unreadable(str(error)) from error


def show(latex: str, context: str = "") -> Iterator[str]:
    """Every reading of a formula: its tree with shapes, and its sympy form. Raises Unreadable before the first line."""
    readings = _read(latex, context)
    for number, (reading, equation) in enumerate(readings, 1):
        if len(readings) > 1:
            yield f"reading {number} of {len(readings)}: {', '.join(reading.choices) or 'as written'}"
        obligation = reading.obligation
        declared = {declaration.name: declaration for declaration in obligation.declarations}
        sides = (obligation.left, obligation.right) if equation else (obligation.right,)
        if equation:
            yield obligation.relation
        for side in sides:
            yield from _tree(side, declared, reading.shown, "  " if equation else "")
        yield f"LaTeX: {f' {obligation.relation} '.join(to_latex(side, reading.shown) for side in sides)}"
        try:
            yield f"sympy: {_sympy(reading, equation)}"
        except NotInSympy as error:
            yield f"sympy: none: {error}"


def _sympy(reading: Reading, equation: bool) -> Any:
    obligation = reading.obligation
    whole = obligation.right
    if equation:
        relation = "=" if obligation.relation == "≈" else obligation.relation
        whole = expr("compare", (obligation.left, whole), relation)
    names = {declaration.name: _plain(declaration.name, reading.shown) for declaration in obligation.declarations}
    declarations = [_renamed(declaration, names) for declaration in obligation.declarations]
    return sympy_of(substitute(whole, {key: name(new) for key, new in names.items()}), declarations)


def _plain(key: str, shown: Mapping[str, str]) -> str:
    """How the formula writes a name, without the places of its indices and the backslash of a control word."""
    return re.sub(r"[_^]\{?[(\[]?#.*", "", shown.get(key, key)).removeprefix("\\")


def _renamed(declaration: Declaration, names: Mapping[str, str]) -> Declaration:
    rows, cols = declaration.shape.rows, declaration.shape.cols
    shape = Shape(*(names.get(dim, dim) if isinstance(dim, str) else dim for dim in (rows, cols)))
    return replace(declaration, name=names[declaration.name], shape=shape)


def _read(latex: str, context: str) -> list[tuple[Reading, bool]]:
    """Readings, each with whether the formula is an equation. An expression is read as both sides of one."""
    issues = parse(latex).issues
    if issues:
        raise Unreadable(issues[0].message)
    steps = _steps(latex, context)
    equation = bool(steps)
    if len(steps) > 1:
        raise Unreadable("it has more than one relation; give one equation or one expression")
    if not steps or not steps[0].readings:
        steps = _steps(f"{latex} = {latex}", context) if not equation else steps
    if not steps:
        raise Unreadable("there is no expression in it")
    (step,) = steps[:1]
    if not step.readings:
        raise Unreadable(step.impediment.detail if step.impediment else f"it is a {step.role}: {step.why}")
    return [(reading, equation) for reading in step.readings]


def _steps(latex: str, context: str) -> tuple[Step, ...]:
    before = f"{context}\n\n" if context else ""
    document = read(SourceFile("formula", f"{before}$$\n{latex}\n$$\n"))
    parsed = {number: parse(block.text) for number, block in enumerate(document.blocks)}
    last = document.blocks[-1].span
    return tuple(step for step in elaborate(document, parsed).steps if step.relation_span in last)


_SHAPES: Final = {
    "add": "sum", "neg": "same", "mul": "product", "div": "quotient", "transpose": "transpose", "adjoint": "transpose",
    "inverse": "square", "pseudoinverse": "transpose", "trace": "scalar", "determinant": "scalar", "rank": "scalar",
    "norm": "scalar", "inner": "scalar", "outer": "outer", "cross": "cross", "hadamard": "sum", "hadamard_div": "sum",
    "kronecker": "kronecker", "diagonal": "diagonal", "diagonal_of": "diagonal-of", "vec": "vec", "abs": "same",
    "fn": "same", "sum": "body", "product": "body", "gradient": "gradient", "hessian": "hessian",
}  # fmt: skip


def _shape(node: Expr, declared: Mapping[str, Declaration]) -> Shape | None:
    """The shape of a node's value; None where only the engine would know."""
    match node.head:
        case "number" | "decimal" | "constant":
            return SCALAR
        case "name":
            return declared[node.datum].shape if node.datum in declared else SCALAR
        case "pow":
            return _shape(node.args[0], declared)
        case head if head in _SHAPES:
            shapes = [_shape(argument, declared) for argument in node.args]
            known = tuple(shape for shape in shapes if shape is not None)
            return RULES[_SHAPES[head]](known) if len(known) == len(shapes) else None
    return None


def _tree(node: Expr, declared: Mapping[str, Declaration], shown: Mapping[str, str], indent: str) -> Iterator[str]:
    what = node.head
    if node.head == "name":
        what = f"name {shown.get(node.datum, node.datum)}"
    elif node.datum is not None:
        what = f"{node.head} {node.datum}"
    shape = _shape(node, declared)
    yield f"{indent}{what}" + (f" : {shape}" if shape else "")
    for argument in node.args:
        yield from _tree(argument, declared, shown, indent + "  ")

"""One formula by itself: `mathlint read`, and `mathlint.to_sympy`. It is read as it would be on a page with little else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from mathlint.document import read
from mathlint.elaborate import elaborate
from mathlint.elaborate.model import Reading, Step
from mathlint.expr.obligation import Declaration
from mathlint.expr.shape import SCALAR, Shape, sized
from mathlint.expr.tree import Expr, expr, name, rebuild, substitute
from mathlint.operators.latex import to_latex
from mathlint.operators.shapes import RULES
from mathlint.operators.sympy_form import NotInSympy
from mathlint.operators.sympy_form import to_sympy as sympy_of
from mathlint.source import SourceFile
from mathlint.syntax import parse


class Unreadable(Exception):
    """A formula that has no reading, or no sympy form; the message says why."""


@dataclass(frozen=True)
class Formula:
    """One way to read a formula: an expression (one side), or two sides and the relation between them."""

    sides: tuple[Expr, ...]
    relation: str
    declarations: tuple[Declaration, ...]
    shown: Mapping[str, str]
    choices: tuple[str, ...]


def to_sympy(latex: str, context: str = "") -> Any:
    """The sympy object of a formula; for an equation a `sympy.Eq`.

    context: prose as it would stand on the page before it, such as "where $A$ is a symmetric $n \\times n$ matrix".
    Sums, integrals, limits and derivatives stay unevaluated. Where the notation leaves a choice the first is taken.
    Raises Unreadable.
    """
    try:
        return _sympy(_formulas(latex, context)[0])
    except NotInSympy as error:
        raise Unreadable(str(error)) from error


def show(latex: str, context: str = "") -> Iterator[str]:
    """Every reading of a formula: its tree with shapes, and its sympy form. Raises Unreadable before the first line."""
    formulas = _formulas(latex, context)
    for number, formula in enumerate(formulas, 1):
        if len(formulas) > 1:
            yield f"reading {number} of {len(formulas)}: {', '.join(formula.choices) or 'as written'}"
        declared = {declaration.name: declaration for declaration in formula.declarations}
        if formula.relation:
            yield formula.relation
        sizes: dict[str, str] = {}
        for side in formula.sides:
            for line in _tree(side, declared, formula.shown, "  " if formula.relation else ""):
                yield sized(line, sizes)
        yield f"LaTeX: {f' {formula.relation} '.join(to_latex(side, formula.shown) for side in formula.sides)}"
        try:
            yield f"sympy: {_sympy(formula)}"
        except NotInSympy as error:
            yield f"sympy: none: {error}"


# ---------------------------------------------------------------- reading


def _formulas(latex: str, context: str) -> list[Formula]:
    """The readings, at least one. Raises Unreadable."""
    if not latex.strip():
        raise Unreadable("there is nothing in it")
    issues = parse(latex).issues
    if issues:
        raise Unreadable(issues[0].message)
    steps = _steps(latex, context)
    if len(steps) > 1:
        raise Unreadable("it has more than one relation; give one equation or one expression")
    if not steps:
        return [_formula(reading, 1) for reading in _expression(latex, context)]
    (step,) = steps
    if step.readings:
        return [_formula(reading, 2) for reading in step.readings]
    # a definition or a condition: what it says is not a claim, so its sides are read one by one
    left, right = (_formula(_expression(side, context)[0], 1) for side in (step.left, step.right))
    known = {declaration.name: declaration for declaration in (*left.declarations, *right.declarations)}
    return [Formula(left.sides + right.sides, "=", tuple(known.values()), {**left.shown, **right.shown}, ())]


def _formula(reading: Reading, sides: int) -> Formula:
    """The last `sides` sides of a reading, its bound names without the numbers that keep them apart."""
    obligation = reading.obligation
    chosen = (obligation.left, obligation.right)[-sides:]
    names = {node.datum for side in chosen for node in side.walk() if node.head == "name"}
    plain = {key: key.split("#")[0] for key in names if "#" in key and key.split("#")[0] not in names}
    plain = {key: new for key, new in plain.items() if list(plain.values()).count(new) == 1}

    def renamed(node: Expr) -> Expr:
        return name(plain[node.datum]) if node.head == "name" and node.datum in plain else node

    relation = obligation.relation if sides == 2 else ""
    trees = tuple(rebuild(side, renamed) for side in chosen)
    return Formula(trees, relation, obligation.declarations, reading.shown, reading.choices)


def _expression(latex: str, context: str) -> tuple[Reading, ...]:
    """An expression makes no claim by itself; as the right side of one it is read like any other."""
    step = None
    for claim in (f"{latex} = {latex}", f"2 {latex} = {latex}"):
        steps = _steps(claim, context)
        step = steps[0] if len(steps) == 1 else step
        if step and step.readings:
            return tuple(step.readings)
    if step is None:
        raise Unreadable("there is no expression in it")
    raise Unreadable(step.impediment.detail if step.impediment else step.why)


def _steps(latex: str, context: str) -> tuple[Step, ...]:
    before = f"{context}\n\n" if context else ""
    document = read(SourceFile("formula", f"{before}$$\n{latex}\n$$\n"))
    parsed = {number: parse(block.text) for number, block in enumerate(document.blocks)}
    last = document.blocks[-1].span
    return tuple(step for step in elaborate(document, parsed).steps if step.relation_span in last)


# ---------------------------------------------------------------- sympy


def _sympy(formula: Formula) -> Any:
    whole = formula.sides[-1]
    if formula.relation:
        whole = expr("compare", formula.sides, "=" if formula.relation == "≈" else formula.relation)
    names = {declaration.name: _plain(declaration.name, formula.shown) for declaration in formula.declarations}
    declarations = [_renamed(declaration, names) for declaration in formula.declarations]
    return sympy_of(substitute(whole, {key: name(new) for key, new in names.items()}), declarations)


def _plain(key: str, shown: Mapping[str, str]) -> str:
    """How the formula writes a name, without the places of its indices and the backslash of a control word."""
    return re.sub(r"[_^]\{?[(\[]?#.*", "", shown.get(key, key)).removeprefix("\\")


def _renamed(declaration: Declaration, names: Mapping[str, str]) -> Declaration:
    rows, cols = declaration.shape.rows, declaration.shape.cols
    shape = Shape(*(names.get(dim, dim) if isinstance(dim, str) else dim for dim in (rows, cols)))
    return replace(declaration, name=names[declaration.name], shape=shape)


# ---------------------------------------------------------------- the tree

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
        case "item" if node.args[0].head == "name" and node.args[0].datum in declared:
            family = declared[node.args[0].datum]
            return family.shape if family.slots else SCALAR
        case head if head in _SHAPES:
            shapes = [_shape(argument, declared) for argument in node.args]
            known = tuple(shape for shape in shapes if shape is not None)
            return RULES[_SHAPES[head]](known) if len(known) == len(shapes) else None
    return None


def _tree(node: Expr, declared: Mapping[str, Declaration], shown: Mapping[str, str], indent: str) -> Iterator[str]:
    what = node.head
    if node.head == "name":
        what = f"name {_written(node.datum, shown)}"
    elif node.datum is not None:
        what = f"{node.head} {node.datum}"
    shape = _shape(node, declared)
    family = node.head == "name" and node.datum in declared and declared[node.datum].slots
    yield f"{indent}{what}" + (f" : {'family of ' if family else ''}{shape}" if shape else "")
    for argument in node.args:
        yield from _tree(argument, declared, shown, indent + "  ")


def _written(key: str, shown: Mapping[str, str]) -> str:
    return re.sub(r"[_^]\{?[(\[]?#.*", "", shown.get(key, key))

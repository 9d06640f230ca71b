"""Functions that are named without their arguments: `df/dt`, `g'(f)`, `∂g/∂f`.

A bare `f` is its value: at the arguments that it has elsewhere in the step, or at the parameters of its definition.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from mathlint.elaborate.dependence_quotients import QUOTIENTS, base_of, is_argued, quotients, written
from mathlint.elaborate.lowering import parameter
from mathlint.expr.tree import Expr, expr, name

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

Arguments = tuple[Expr, ...]


@dataclass
class Uses:
    """How the functions of a step are written.

    calls: function → the arguments that it is applied to. argued: function → what it is derived by without an argument.
    bare: the functions that stand as a value, or as what is derived by.
    """

    calls: dict[Expr, dict[Arguments, None]] = field(default_factory=dict)
    argued: dict[Expr, dict[str, None]] = field(default_factory=dict)
    bare: dict[Expr, None] = field(default_factory=dict)
    derived: set[Expr] = field(default_factory=set)
    """The functions that are derived somewhere, or derived by; another letter before parentheses may be a factor."""
    onward: dict[str, set[str]] = field(default_factory=dict)
    """Name → the names that it is derived by."""


def uses_of(part: Slice) -> Uses:
    """Read them off a step and its definitions."""
    uses = Uses()
    at: dict[str, Expr] = {}
    """Parameter of a lambda → where it is taken."""

    def visit(node: Expr) -> None:
        args = node.args
        if node.head in QUOTIENTS or node.head == "derivative":
            uses.derived.update(a.args[0] if a.head == "apply" else a for a in args[:2])
        if node.head in QUOTIENTS:
            body, variables = args[0], written(args[1])
            function = body.args[0] if body.head == "apply" else body
            if (derived := base_of(function)) is not None:
                uses.onward.setdefault(derived, set()).update(b for v in variables if (b := base_of(v)) is not None)
            bare = body.head == "name" and body.datum in part.low.functions
            if bare or is_argued(body, variables):
                bases = [b for v in variables if (b := base_of(v)) is not None]
                uses.argued.setdefault(function, {}).update(dict.fromkeys(bases))
                args = args[1:]
        elif node.head == "apply":
            function = args[0]
            if function.head == "lambda":
                if len(function.args) == 2 and len(args) == 2:
                    at[function.args[0].datum] = args[1]
            elif function.head in ("name", "item"):
                place = tuple(at.get(a.datum, a) if a.head == "name" else a for a in args[1:])
                uses.calls.setdefault(function, {})[place] = None
                args = (*(function.args[1:] if function.head == "item" else ()), *args[1:])
        elif node.head == "name" or (node.head == "item" and base_of(node) is not None):
            uses.bare[node] = None
            args = args[1:]
        for a in args:
            visit(a)

    for node in part.nodes:
        visit(node)
    return uses


def settle_calls(part: Slice) -> dict[Expr, Arguments]:
    """Write the functions of a step out; returns what became a variable, with the arguments that it was written with."""
    drop_arguments(part)
    uses = uses_of(part)
    shown: dict[Expr, Arguments] = {}
    for function in [*uses.calls, *(f for f in uses.argued if f not in uses.calls)]:
        own = arguments_of(part, function, uses)
        if function.head == "item":
            bare = function in uses.bare and base_of(function) not in part.values
            if function not in uses.calls and (bare or is_variable(part, function, uses)):
                unwrap_calls(part, function)
            elif own is not None and bare:
                unwrap_calls(part, function)
                shown[function] = own
        elif own is not None and function in uses.derived:
            write_out(part, function, own, uses)
        elif function not in uses.calls and is_variable(part, function, uses):
            unwrap_calls(part, function)
    return shown


def drop_arguments(part: Slice) -> None:
    """`z_l(X)` beside `∂z_i/∂X_j`: z depends on X, which its argument says once more."""
    onward: dict[str, set[str]] = {}
    for quotient in quotients(part.nodes):
        body = base_of(quotient.body)
        if quotient.body.head == "item" and body is not None and body not in part.values:
            onward.setdefault(body, set()).update(b for v in quotient.variables if (b := base_of(v)) is not None)
    if not onward:
        return
    places: dict[str, set[Arguments]] = {}
    for root in part.nodes:
        for node in root.walk():
            if node.head == "apply" and node.args[0].head == "name":
                places.setdefault(node.args[0].datum, set()).add(node.args[1:])

    def is_place(argument: Expr, bases: set[str]) -> bool:
        """Whether an argument is what the name depends on, or a parameter that stands for it in a definition."""
        key, _, owner = str(argument.datum).partition("#") if argument.head == "name" else ("", "", "")
        return key in bases and (not owner or places.get(owner) == {(name(key),)})

    def change(node: Expr) -> Expr:
        if node.head == "apply" and node.args[0].head == "item" and len(node.args) == 2:
            bases = onward.get(base_of(node.args[0]) or "", set())
            if is_place(node.args[1], bases):
                return node.args[0]
        return node

    part.rewrite(change)


def arguments_of(part: Slice, function: Expr, uses: Uses) -> Arguments | None:
    """The one list of arguments that a function has in a step, or in its definition."""
    found = [a for a in uses.calls.get(function, {}) if all("#" not in n for x in a for n in x.free)]
    if len(found) == 1:
        return found[0]
    if found or function.head != "name":
        return None
    binding = part.used.get(function.datum)
    if binding is not None and binding.params and not binding.slots:
        return tuple(parameter(p) for p in binding.params)
    varied = uses.argued.get(function, {})
    if len(varied) == 1 and function in uses.bare and function.datum not in part.values:
        return (name(next(iter(varied))),)
    return None


def is_variable(part: Slice, function: Expr, uses: Uses) -> bool:
    """Whether a function that is never applied is derived by several things: a variable that depends on them."""
    return base_of(function) not in part.values and len(uses.argued.get(function, {})) > 1


def unwrap_calls(part: Slice, function: Expr) -> None:
    """Take a function for the variable that carries its value."""
    part.rewrite(lambda node: function if node.head == "apply" and node.args[0] is function else node)
    if function.head == "name":
        part.low.functions.pop(function.datum, None)


def write_out(part: Slice, function: Expr, own: Arguments, uses: Uses) -> None:
    """Put a function's value in the place of its bare name, and derive by it as by a variable."""
    value = expr("apply", (function, *own))
    free = frozenset().union(*(a.free for a in own))

    def depends(variable: str) -> bool:
        seen, waiting = set(free), sorted(free)
        while waiting:
            key = waiting.pop()
            onward = set(uses.onward.get(key, ())) | set(part.values[key][1].free if key in part.values else ())
            waiting += sorted(onward - seen)
            seen |= onward
        return variable in seen

    place = part.low.fresh("t")

    def change(node: Expr) -> Expr:
        """From the root down: the body of a quotient is read together with what it is derived by."""
        if node.head in QUOTIENTS:
            body, variable = node.args
            bases = [base_of(v) for v in written(variable)]
            if (body is function or is_argued(body, written(variable)) and body.args[0] is function) and all(
                b is not None and depends(b) for b in bases
            ):
                return expr(node.head, (value, variable), node.datum)
            if variable is function:
                slope = expr(node.head, (moved(body), place), node.datum)
                return expr("apply", (expr("lambda", (place, slope)), value))
        if node is function and function in uses.bare:
            part.guessed.add(function.datum)
            return value
        args = node.args
        if node.head == "apply" and node.args[0].head in ("name", "item"):
            return expr("apply", (node.args[0], *(change(a) for a in args[1:])), node.datum)
        return expr(node.head, tuple(change(a) for a in args), node.datum) if function.datum in node.free else node

    def moved(node: Expr) -> Expr:
        """With the value of the function in the place of a variable: `∂g/∂f`."""
        if node is value or node is function:
            return place
        if node.head == "apply" and node.args[0].head in ("name", "item"):
            return expr("apply", (node.args[0], *(moved(a) for a in node.args[1:])), node.datum)
        return expr(node.head, tuple(moved(a) for a in node.args), node.datum)

    part.left, part.right = change(part.left), change(part.right)
    part.values = {k: (p, v if k == function.datum else change(v)) for k, (p, v) in part.values.items()}

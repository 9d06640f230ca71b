"""The laws that a page gives its random variables: mean and variance of `X \\sim D`, or said in words."""

from __future__ import annotations

from dataclasses import dataclass

from mathlint.elaborate.lower_function import arguments_of, spelling
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import unwrap
from mathlint.expr.tree import Expr, expr, rebuild
from mathlint.operators.distributions import STANDARD, Distribution, distributions_named
from mathlint.syntax.surface import Fence, Node, Run, Scripted


@dataclass(frozen=True, slots=True)
class Law:
    """The first two moments, as core expressions in the page's names. kind: "scalar" | "vector"."""

    mean: Expr
    variance: Expr
    kind: str = "scalar"
    slots: int = 0
    """How many indices the names have that it is said of: `x_i ~ D` is said of the members of a family."""


_FINAL = {"?power": "pow", "?dot": "mul", "?times": "mul", "?bars": "abs"}
_PLAIN = frozenset(("number", "decimal", "name", "constant", "add", "neg", "mul", "div", "pow", "root", "abs", "fn"))


def scalar_form(form: Expr) -> Expr | None:
    """A form of plain numbers; None if it is something else."""
    made = rebuild(form, lambda n: expr(_FINAL[n.head], n.args, n.datum) if n.head in _FINAL else n)
    plain = all(n.head in _PLAIN and not (n.head == "name" and "#" in str(n.datum)) for n in made.walk())
    return made if plain else None


def law_of(node: Node, low: Lowering, vector: bool) -> Law | None:
    """The first two moments of the law that the right side of `X \\sim …` names. vector: the page says that X is one."""
    rows = [r for r in rows_of(node, low, vector) if r.mean is not None and r.variance is not None]
    if not rows:
        return None
    mean, variance = rows[0].mean, rows[0].variance
    if mean is None or variance is None or any((r.mean, r.variance) != (mean, variance) for r in rows):
        return None  # gamma by rate or by scale: two laws, and the page does not say which
    return Law(mean, variance, "vector" if vector else "scalar")


def rows_of(node: Node, low: Lowering, vector: bool) -> tuple[Distribution, ...]:
    """The distributions that the right side of `X \\sim …` may name, with the page's expressions for their parameters, likeliest first."""
    node = unwrap(node)
    items = node.items if isinstance(node, Run) else (node,)
    word = spelling(items[0])
    if word is None or len(items) > 2 or isinstance(items[0], Scripted):
        return ()
    arguments: tuple[Expr, ...] | None = None
    if len(items) == 2:
        fence = unwrap(items[1])
        if not isinstance(fence, Fence) or fence.open not in ("(", "["):
            return ()
        try:
            arguments = arguments_of(fence, low)
        except CannotRead:
            return ()
    rows = [
        row
        for row in distributions_named(word, None if arguments is None else len(arguments))
        if (row.value == "vector") == vector
    ]
    if arguments is None:
        standard = {row.key: STANDARD[row.key] for row in rows if row.key in STANDARD}
        return tuple(row.with_arguments(*standard[row.key]) for row in rows if row.key in standard)
    if vector:
        if not all(a.head == "name" for a in arguments):
            return ()
        return tuple(row.with_arguments(*arguments) for row in rows)
    forms = [scalar_form(a) for a in arguments]
    plain = tuple(f for f in forms if f is not None)
    return tuple(row.with_arguments(*plain) for row in rows) if len(plain) == len(forms) else ()

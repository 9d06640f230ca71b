"""The differential quotients of a step: what is derived, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mathlint.expr.tree import Expr, name

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

QUOTIENTS: Final = frozenset(("?derivative", "?gradient"))


@dataclass(frozen=True, slots=True)
class Quotient:
    """One quotient, second derivatives in one. body: what is derived in the end. variables: by what, the innermost first.

    sign: "total" or "partial" of a fraction, "" of a nabla.
    """

    body: Expr
    variables: tuple[Expr, ...]
    sign: str


def quotients(nodes: Iterable[Expr]) -> Iterator[Quotient]:
    """The quotients in some expressions, a nested one once with its innermost body."""
    for root in nodes:
        for node in root.walk():
            if node.head in QUOTIENTS:
                variables: list[Expr] = []
                body = node
                while body.head in QUOTIENTS:
                    variables = [*written(body.args[1]), *variables]
                    body = body.args[0]
                yield Quotient(body, tuple(variables), str(node.datum or ""))


def written(variable: Expr) -> tuple[Expr, ...]:
    """The variables that a quotient is taken by: one, or those of `∂(s, t)`."""
    return variable.args if variable.head == "matrix" else (variable,)


def base_of(node: Expr) -> str | None:
    """The free name behind entries and derivatives."""
    while node.head in ("item", "row", "column") or node.head in QUOTIENTS:
        node = node.args[0]
    return str(node.datum) if node.head == "name" and "#" not in node.datum else None


def is_argued(body: Expr, variables: tuple[Expr, ...]) -> bool:
    """Whether a derived function may have been written without its argument: it is taken at the variable itself."""
    if body.head != "apply" or body.args[0].head not in ("name", "item") or len(body.args) != 2:
        return False
    at = body.args[1]
    return at.head == "name" and "#" not in at.datum and any(base_of(v) == at.datum for v in variables)


def rates(part: Slice, key: str) -> frozenset[str]:
    """The names that a bare name is derived by in the sides of a step."""
    found = (q for q in quotients((part.left, part.right)) if q.body is name(key))
    return frozenset(b for q in found for v in q.variables if (b := base_of(v)) is not None)

"""Lowering of orders of growth, `O(x^3)` and `o(h)`: of what variable, and where that goes."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import Peeled, unwrap
from mathlint.expr.tree import ONE, ZERO, Expr, expr
from mathlint.syntax.surface import Fence, Node, Sequence

_KINDS: Final = {"O": "O", "\\mathcal{O}": "O", "\\mathrm{O}": "O", "o": "o", "\\mathrm{o}": "o"}
SMALL: Final = frozenset(("h", "\\epsilon", "\\varepsilon", "\\delta", "Δx", "\\mathrm{Δx}", "\\mathrm{Δt}"))
"""Letters of what goes to zero even where no page says so."""


def growth(peeled: Peeled, fenced: Fence, low: Lowering) -> Expr:
    """Raises CannotRead where the page does not say what goes where, and the order does not show it."""
    kind = _KINDS.get(peeled.key)
    body = unwrap(fenced.body)
    if kind is None or peeled.subs or peeled.sups or isinstance(body, Sequence):
        raise CannotRead("unsupported", "an order of growth", peeled.key)
    bound = core.lower(body, low)
    going = [(n, targets) for n in sorted(bound.free) if (targets := low.survey.targets.get(n))]
    if len(going) == 1:
        variable, targets = going[0]
        return expr("growth", (bound, _named(variable, bound), _chosen(targets, low)), kind)
    if going or (found := _evident(bound)) is None:
        raise CannotRead("unsupported", "an order of growth", peeled.key)
    variable, centre = found
    if variable not in SMALL:
        options = (f"`{variable}` goes to where the order vanishes", f"`{variable}` goes to infinity")
        if low.choose(f"growth:{variable}", options) == 1:
            centre = expr("constant", (), "infinity")
    return expr("growth", (bound, _named(variable, bound), centre), kind)


def _named(variable: str, bound: Expr) -> Expr:
    return next(n for n in bound.walk() if n.head == "name" and n.datum == variable)


def _chosen(targets: tuple[Node, ...], low: Lowering) -> Expr:
    """The target, a choice of the page if it names several."""
    forms: list[Expr] = []
    for target in targets:
        node = unwrap(target)
        scripts = getattr(node, "scripts", ())
        if scripts and all(s.kind == "super" for s in scripts):
            node = unwrap(node.base)  # type: ignore[union-attr]
        form = core.lower(node, low)
        if form not in forms:
            forms.append(form)
    if len(forms) == 1:
        return forms[0]
    return forms[low.choose("growth target", tuple(f"it goes to {n}" for n in range(len(forms))))]


def _evident(bound: Expr) -> tuple[str, Expr] | None:
    """`x^3`, `|h|^2`, `(x - a)^2`: the variable, and where this vanishes."""
    base = bound
    if base.head == "?power" and base.args[1].head == "number" and base.args[1].datum > 0:
        base = base.args[0]
    if base.head == "?bars":
        base = base.args[0]
    if base.head == "name":
        return (base.datum, ZERO) if base.datum not in ("n", "N", "m", "k", "T", "d") else None
    if base.head == "add" and len(base.args) == 2 and base.args[0].head == "name" and base is not bound:
        shift = base.args[1]
        if shift.head == "neg" and (shift.args[0] is ONE or not shift.args[0].args):
            return base.args[0].datum, shift.args[0]
    return None

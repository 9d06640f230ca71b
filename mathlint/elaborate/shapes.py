"""Pass P6, shapes: an assignment of kinds to names under which a step makes sense, by least cost, and its final core form.

A name is a scalar, a column, a row or a matrix. `Typing` types an expression under one assignment: it unifies dimensions,
adds up what is implausible (`cost`) and impossible (`faults`), and rewrites the provisional heads of `lowering`.
`assign` searches the kinds: declared over usage over convention.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from mathlint.elaborate.letters import is_bold, is_upper
from mathlint.elaborate.shape_algebra import ALGEBRA
from mathlint.elaborate.shape_calculus import CALCULUS
from mathlint.elaborate.shape_matrices import MATRICES
from mathlint.elaborate.shape_names import NAMES
from mathlint.elaborate.shape_typing import Rule, TooDear, Typing
from mathlint.expr.tree import Expr

RULES: Final[Mapping[str, Rule]] = {**NAMES, **ALGEBRA, **MATRICES, **CALCULUS}
"""How each head is typed, and rewritten to its final form."""


def variables_of(
    nodes: list[Expr], values: Mapping[str, tuple[tuple[str, ...], Expr]]
) -> tuple[dict[str, None], frozenset[str]]:
    """The variables to assign kinds to, in order of first occurrence; and the keys that stand bare (without an index)."""
    found: dict[str, None] = {}
    bare: set[str] = set()
    bound: set[str] = set()

    def visit(node: Expr) -> None:
        match node.head:
            case "name":
                if "#" not in node.datum:
                    found.setdefault(node.datum)
                    bare.add(node.datum)
                return
            case "item" if node.args[0].head == "name" and "#" not in node.args[0].datum:
                found.setdefault(f"{node.args[0].datum}/{len(node.args) - 1}")
                for a in node.args[1:]:
                    visit(a)
                return
            case "item" if node.args[0].head == "item" and node.args[0].args[0].head == "name":
                # bold, `x^{(0)}_j`: an entry of the vector `x^{(0)}`, or a member of a family with two indices
                inner = node.args[0]
                if is_bold(str(inner.args[0].datum)):
                    found.setdefault(f"{inner.args[0].datum}/{len(inner.args) + len(node.args) - 2}")
            case "apply" if node.args[0].head in ("name", "item"):
                function = node.args[0]
                key = function.args[0].datum if function.head == "item" else function.datum
                if key not in values:
                    found.setdefault(f"{key}()")
                for a in (*function.args[1:], *node.args[1:]):
                    visit(a)
                return
            case "sum_over" | "product_over" | "integral_over" | "argmax" | "argmin" | "extremum":
                found.setdefault(node.args[0].datum)
                bound.add(node.args[0].datum)
        for a in node.args:
            visit(a)

    for node in nodes:
        visit(node)
    return found, frozenset(bare)


def assign(
    variables: Mapping[str, tuple[str, ...]],
    attempt: Callable[..., Typing],
    weight: Callable[[str], float],
    budget: int = 60,
) -> Typing:
    """Search for the kinds of least cost: start from the preferred ones and turn one at a time, then two.

    variables: variable → its possible kinds, the preferred first; each place further costs weight(variable). attempt: types
    under an assignment, and may raise `TooDear` where the cost reaches a limit.
    """
    start = {v: kinds[0] for v, kinds in variables.items()}
    best = attempt(start)
    if best.cost <= 0.5:
        return best
    weights = {v: weight(v) for v, kinds in variables.items() if len(kinds) > 1}
    return _Assigning(variables, attempt, weights, budget, {tuple(start.values()): best}).best_from(start, best)


@dataclass
class _Assigning:
    """The search itself. weights: of the variables that have a choice. tried: assignment → its typing, None if it was too dear."""

    variables: Mapping[str, tuple[str, ...]]
    attempt: Callable[..., Typing]
    weights: Mapping[str, float]
    budget: int
    tried: dict[tuple[str, ...], Typing | None]

    def typed(self, chosen: Mapping[str, str], limit: float) -> Typing | None:
        """The typing under an assignment, None if its cost reaches the limit; limits only sink for one assignment."""
        key = tuple(chosen.values())
        if key not in self.tried:
            try:
                self.tried[key] = self.attempt(chosen, limit=limit)
            except TooDear:
                self.tried[key] = None
        return self.tried[key]

    def places(self, chosen: Mapping[str, str]) -> float:
        """What it costs that the kinds are not the preferred ones."""
        return sum(self.variables[v].index(chosen[v]) * w for v, w in self.weights.items())

    def best_from(self, start: dict[str, str], best: Typing) -> Typing:
        variables, weights = self.variables, self.weights
        current, best_cost = start, best.cost
        spent = 0
        for _ in range(4):
            improved = None
            places_now = self.places(current)
            for v, own in weights.items():
                others = places_now - variables[v].index(current[v]) * own
                for place, kind in enumerate(variables[v]):
                    if kind == current[v] or spent >= self.budget:
                        continue
                    spent += 1
                    places = place * own + others
                    if places >= best_cost:
                        continue
                    trial = {**current, v: kind}
                    typed = self.typed(trial, best_cost - places)
                    if typed is not None and typed.cost + places < best_cost - 1e-9:
                        best_cost, improved, best = typed.cost + places, trial, typed
            if improved is None:
                break
            current = improved
            if best.cost <= 0.5:
                break
        turned = {v: "M" if is_upper(v) and "M" in variables[v] else "C" for v in weights if "C" in variables[v]}
        together = start | turned
        if best.cost > 0.5 and together not in (current, start):
            # `\nabla_x \|A x - b\|`: no one name can turn alone
            typed = self.attempt(together)
            if typed.cost + self.places(together) < best_cost - 1e-9:
                return typed
        if best.faults and spent < self.budget:
            lower = [v for v in weights if "C" in variables[v]]
            for one, other in combinations(lower, 2):
                if spent >= self.budget:
                    return best
                spent += 1
                try:
                    typed = self.attempt({**current, one: "C", other: "C"}, limit=best_cost - 2)
                except TooDear:
                    continue
                if typed.cost + 2 < best_cost:
                    best_cost, best = typed.cost + 2, typed
        return best

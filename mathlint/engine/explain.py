"""After a refutation: what is wrong, in words, and the single edit of the right side that makes the step hold.

First the values of the two sides are compared at a few points: a constant quotient, a difference that is a term, a
transposition, each gives words. Then edits of the right side are tried, the most likely slips first, each at one point and
where it fits at the others. What is offered has been decided anew as a step of its own. Nothing here changes a verdict.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from mathlint.engine.decide import Budget
from mathlint.engine.exact import exact_value
from mathlint.engine.failures import OutOfBudget
from mathlint.engine.normal import normal
from mathlint.engine.repair_patches import SCRIPTED, Patch, patches
from mathlint.engine.repair_tree import at, common, put
from mathlint.engine.verdict import Witness
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import Expr, div, number
from mathlint.operators.latex import Level, to_latex

if TYPE_CHECKING:
    from mathlint.engine.repair_causes import Cause
    from mathlint.engine.repair_edits import Edit

SECONDS: Final = 0.25
"""The clock behind the counters, for one explanation."""
NODES: Final = 60_000
_MOST: Final = 10**12
OPPOSITE: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


@dataclass(frozen=True, slots=True)
class Repair:
    """words: what is wrong, names as the page writes them; None if nothing plain was found.

    path: where in the right side's tree the edit is; node: what to put there; replacement: its LaTeX, safe at that place.
    whole: the LaTeX of the whole right side after the edit. patches: the same edit as a small change of what is written, the
    smallest first. node, replacement and whole are None where no edit makes the step hold.
    """

    words: str | None
    path: tuple[int, ...] = ()
    node: Expr | None = None
    replacement: str | None = None
    whole: str | None = None
    patches: tuple[Patch, ...] = ()


def explain(
    obligation: Obligation,
    witness: Witness | None = None,
    shown: Mapping[str, str] | None = None,
    budget: Budget | None = None,
) -> Repair | None:
    """What is wrong with a refuted step; None if nothing simple is. Never raises; the same in every process.

    witness: of the refutation (it says whether the sides are each other's transposes). shown: see `Reading.shown`.
    """
    try:
        return _explain(obligation, shown or {}, budget or Budget())
    except Exception:  # words are a courtesy: their failure must never cost the finding
        return None


def _explain(obligation: Obligation, shown: Mapping[str, str], budget: Budget) -> Repair | None:
    from mathlint.engine.evaluate import Meter
    from mathlint.engine.primitives import differentiated
    from mathlint.engine.problem import prepare
    from mathlint.engine.repair_causes import Factor, causes, is_plain
    from mathlint.engine.repair_points import points, working
    from mathlint.engine.repair_search import holds, search
    from mathlint.engine.repair_words import Writer

    if obligation.relation in OPPOSITE:
        turned = replace(obligation, relation=OPPOSITE[obligation.relation])
        return Repair("the inequality holds the other way round") if holds(turned, budget) else None
    if obligation.relation != "=":
        return None
    if obligation.left.head == "mod" == obligation.right.head and obligation.left.args[1] is obligation.right.args[1]:
        return Repair("the sides leave different remainders")
    written = prepare(obligation)
    moved = differentiated(written)
    problem = written if moved is None else moved.problem
    value = _plain_number(obligation)
    if value is not None:
        text = to_latex(value)
        return Repair(f"the left side is `{text}`", (), value, text, text)
    writer = Writer(shown)
    known: list[Cause] = []
    words: str | None = None
    try:
        with working():
            found = points(problem, Meter(NODES, SECONDS, budget.terms))
            if not found:
                return None
            known = [c for c in causes(problem, found) if problem is written or isinstance(c, Factor) and c.by is None]
            words = next((w for w in map(writer.cause, filter(is_plain, known)) if w), None)
            edit = search(obligation, problem, found, known, budget)
    except OutOfBudget:
        edit = None
    words = words or (edit and writer.edit(edit)) or next((w for w in map(writer.cause, known) if w), None)
    if edit is None:
        return None if words is None else Repair(words)
    return _written(words, edit, obligation.right, shown)


def _plain_number(obligation: Obligation) -> Expr | None:
    """The value of the left side, where that is a simple fraction and the right side is just another."""
    right = normal(obligation.right)
    left = exact_value(obligation.left, _no_integer)
    if right.head != "number" or left is None or left.denominator > _MOST or abs(left.numerator) > _MOST:
        return None
    return div(number(left.numerator), number(left.denominator)) if left.denominator > 1 and left > 0 else number(left)


def _no_integer(*_: object) -> None:
    return None


def _written(words: str | None, edit: Edit, right: Expr, shown: Mapping[str, str]) -> Repair:
    side = put(right, edit.path, edit.node)
    path = _bracketed(right, common(right, side, edit.path))
    node, parent = at(side, path), at(right, path[:-1])
    least = (
        Level.ATOM if path and path[-1] == 0 and parent.head in SCRIPTED else Level.FACTOR if path else Level.RELATION
    )
    return Repair(words, path, node, to_latex(node, shown, least), to_latex(side, shown), patches(right, side, shown))


def _bracketed(root: Expr, path: tuple[int, ...]) -> tuple[int, ...]:
    """The nearest place above where what is printed does not depend on its neighbours: no term of a sum, no factor."""
    nodes = [root]
    for step in path:
        nodes.append(nodes[-1].args[step])
    end = len(path)
    while end and nodes[end - 1].head in ("add", "mul", "neg", "plusminus"):
        end -= 1
    return path[:end]

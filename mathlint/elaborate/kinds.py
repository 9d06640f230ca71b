"""What kinds of thing the names of a reading may be: scalars, vectors, matrices; the page's word first, then the letter's habit."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

from mathlint.elaborate.binding import Page
from mathlint.elaborate.dependence_members import member_of
from mathlint.elaborate.dims import Sh
from mathlint.elaborate.letters import core_letter, is_bold, is_upper
from mathlint.elaborate.scope import View
from mathlint.elaborate.shape_typing import Typing
from mathlint.elaborate.shapes import RULES, assign, variables_of
from mathlint.elaborate.slices import Slice
from mathlint.elaborate.substitution import substituted
from mathlint.expr.obligation import Trait
from mathlint.expr.tree import name


def typing_of(page: Page, part: Slice, view: View, layout: str) -> Typing:
    """The typing of least cost of a step and its definitions, in the layout given; its shapes are those of the obligation."""
    nodes = part.nodes
    variables, bare = variables_of(nodes, part.values)
    linked = {*part.guessed, *(n for k in part.guessed & part.values.keys() for n in part.values[k][1].free)}
    entries = {
        n.args[0].datum for node in nodes for n in node.walk() if n.head == "item" and len(n.args) == 2 and n.args[0].head == "name" and n.args[0].datum in linked
    }  # fmt: skip
    barred = {
        n.datum for node in nodes for outer in node.walk() if outer.head in ("?bars", "determinant", "trace") for n in outer.args[0].walk() if n.head == "name"
    }  # fmt: skip
    declared: dict[str, Sh] = {}
    kinds: dict[str, tuple[str, ...]] = {}
    for variable in variables:
        key = variable.split("/", 1)[0].removesuffix("()")
        whole = moved_by(key)
        count = variable.rpartition("/")[2] if "/" in variable else ""
        indices = int(count) if count.isdecimal() else 0
        if indices and (of_members := said_kinds(page, key, view, indices)):
            kinds[variable] = of_members
            continue
        said = next((r for r in page.scope.remarks(whole or key, view) if r.kind in _KINDS and not r.slots), None)
        if said is not None and not page.scope.in_force(said, view):
            said = None
        if said is not None and not variable.endswith("()"):
            if variable == key or key not in bare:
                kinds[variable] = said_kinds(page, whole or key, view)
                if variable != key and said.kind in ("vector", "row", "matrix"):
                    # `x \in R^n` and `x_i`: an entry; only without a bare `x` in the step
                    kinds[variable] = ("S",)
                if said.dims is not None and variable == key and len(kinds[variable]) == 1:
                    declared[variable] = said.dims
                continue
        if variable == key and is_upper(key) and of_a_matrix(page, key, view):
            kinds[variable] = ("M",)
            continue
        if key in entries or key.removesuffix("~") in entries:
            if variable == key or variable.endswith("~()"):
                kinds[variable] = ("C",)
                continue
        if listed(part, key):
            kinds[variable] = ("S",)
            continue
        if (member := member_of(key)) and not variable.endswith("()"):
            kinds[variable] = kinds_of(page, f"{member}/1", member, False)
            continue
        kinds[variable] = kinds_of(
            page, variable, member_of(key) or key.removesuffix("~"), key in part.low.integers or key in part.low.indices
        )
        votes = page.votes.get((view.section, variable))
        if votes and len(kinds[variable]) > 1:
            best = votes.most_common(1)[0][0]
            if best in kinds[variable] and best != "S":
                kinds[variable] = (best, *(k for k in kinds[variable] if k != best))
        if (
            variable == key
            and key in barred
            and is_upper(key)
            and kinds[variable][0] == "S"
            and len(kinds[variable]) > 1
        ):
            kinds[variable] = ("M", *(k for k in kinds[variable] if k != "M"))

    def attempt(chosen: Mapping[str, str], limit: float = math.inf) -> Typing:
        typed = Typing(RULES, chosen, part.values, layout, declared, bare, limit=limit)
        typed.final_sides = typed.equation(part.left, part.right)
        for key in sorted(substituted(part.left, part.right) & part.values.keys()):
            typed.type(name(key))
        return typed

    def weight(variable: str) -> float:
        key = variable.split("/", 1)[0]
        return 4.0 if is_bold(key) else 3.0 if is_upper(key) and kinds[variable][0] == "M" else 1.0

    typed = assign(kinds, attempt, weight)
    if not typed.faults:
        for variable in kinds:
            page.votes.setdefault((view.section, variable), Counter())[typed.kinds.get(variable, "S")] += 1
    return typed


def listed(part: Slice, key: str) -> bool:
    """Whether a name is an entry of a vector that the step lists."""
    return any(
        k in part.guessed and v.head == "matrix" and any(a.datum == key for a in v.args)
        for k, (_, v) in part.values.items()
    )


_OF_MATRICES = frozenset({Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE, Trait.SKEW, Trait.DIAGONAL, Trait.ORTHOGONAL})


def of_a_matrix(page: Page, key: str, view: View) -> bool:
    """Whether the page says of a name what is said of matrices only: that it is diagonal, orthogonal, …"""
    return any(r.traits & _OF_MATRICES and page.scope.in_force(r, view) for r in page.scope.remarks(key, view))


_KINDS = {"scalar": "S", "vector": "C", "row": "R", "matrix": "M"}


def said_kinds(page: Page, key: str, view: View, slots: int = 0) -> tuple[str, ...]:
    """The kinds that the page gives a name around a place, the nearest first: several where it takes the letter for several things.

    slots: of the name with so many indices: "`x_n` is a vector".
    """
    found = (r for r in page.scope.remarks(key, view) if r.kind in _KINDS and r.slots == slots)
    force = [r for r in found if page.scope.in_force(r, view)]
    return tuple(dict.fromkeys(_KINDS[r.kind] for r in force))


def moved_by(key: str) -> str:
    """The name that `dX` is a small change of, or ""."""
    found = _DIFFERENTIAL.fullmatch(key)
    return found[1] if found else ""


_DIFFERENTIAL = re.compile(r"\\mathrm\{d([A-Za-z]|\\[A-Za-z]+|\\math\w+\{\\?[A-Za-z]+\})\}")


def kinds_of(page: Page, variable: str, key: str, integer: bool) -> tuple[str, ...]:
    """The kinds a name may have when the page does not say, the usual one first."""
    if whole := moved_by(key):
        return kinds_of(page, whole, whole, integer)
    if integer:
        return ("S",)
    usage = page.survey.of(key)
    upper, bold = is_upper(key), is_bold(key)
    if variable.endswith("()"):
        return ("C", "S", "M") if bold else ("S", "C", "M") if upper else ("S", "C")
    if "/" in variable:
        if bold and key.endswith("^{()}"):
            return ("M", "C", "S") if upper else ("C", "S", "M")
        if bold:
            if not (usage.letter_subs or usage.digit_subs or usage.other_subs):
                return ("S",)  # `x_1` beside a bold `x`: the entries
            return ("C", "M", "S") if not upper else ("M", "C", "S")
        return ("S", "C", "M") if upper else ("S", "C")
    letter = core_letter(key)
    if len(letter) == 1 and letter in "ijklmnNKMTd" and not bold and not usage.transposed:
        return ("S",) if letter.islower() else ("S", "M")
    if bold:
        return ("M", "C", "S") if upper else ("C", "S", "M")
    if usage.transposed or usage.normed:
        return ("M", "C", "S") if upper else ("C", "S")
    if usage.inverted and upper:
        return ("M", "S")
    return ("S", "M", "C") if upper else ("S", "C")

"""An edit as the smallest change of what is written: a sign turned, a term struck out, a factor put in front.

The text of a page is not known here. A patch says which printed term to look for and what to do with it; whoever has the
text looks whether it stands there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mathlint.engine.repair_tree import Path, at
from mathlint.expr.tree import Expr, mul, neg
from mathlint.operators.latex import Level, to_latex


class How(StrEnum):
    REPLACE = "replace"
    """`before` by `after`, or by `bare` where brackets or braces enclose it."""
    TURN = "turn"
    """The sign of the term `before`."""
    DROP = "drop"
    """The term `before`, with its sign."""
    APPEND = "append"
    """`after`, which begins with a sign, at the end of the whole."""
    PREFIX = "prefix"
    """`after` in front of the whole."""


@dataclass(frozen=True, slots=True)
class Patch:
    how: How
    before: str = ""
    after: str = ""
    bare: str = ""


SCRIPTED: Final = frozenset(
    {"pow", "hadamard_pow", "transpose", "adjoint", "inverse", "pseudoinverse", "factorial", "item"}
)


def patches(old: Expr, new: Expr, shown: Mapping[str, str]) -> tuple[Patch, ...]:
    """Ways to patch one tree into another, the smallest change first; none where only printing the whole anew will do."""
    path = _difference(old, new)
    found = [_patch(old, new, path, shown)]
    for end in range(len(path) - 1, 0, -1):
        found.append(
            _replaced(at(old, path[: end - 1]), path[end - 1], at(old, path[:end]), at(new, path[:end]), shown)
        )
    return tuple(p for p in found if p is not None)


def _patch(old: Expr, new: Expr, path: Path, shown: Mapping[str, str]) -> Patch | None:
    one, two = at(old, path), at(new, path)
    parent = at(old, path[:-1]) if path else None
    if parent is not None and parent.head == "add" and (one is neg(two) or two is neg(one)):
        return Patch(How.TURN, to_latex(_bare(one), shown, Level.SIGN))
    if one.head == "add" or two.head == "add":
        return _of_terms(one, two, path, shown)
    if parent is None:
        return _of_whole(one, two, shown)
    return _replaced(parent, path[-1], one, two, shown)


def _difference(old: Expr, new: Expr) -> Path:
    """The way down to the smallest place outside which both trees are the same."""
    path: list[int] = []
    while old.head == new.head and old.datum == new.datum and len(old.args) == len(new.args):
        apart = [k for k, (a, b) in enumerate(zip(old.args, new.args, strict=True)) if a is not b]
        if len(apart) != 1:
            break
        path.append(apart[0])
        old, new = old.args[apart[0]], new.args[apart[0]]
    return tuple(path)


def _bare(node: Expr) -> Expr:
    return neg(node) if node.head == "neg" or (node.head == "number" and node.datum < 0) else node


def _of_terms(one: Expr, two: Expr, path: Path, shown: Mapping[str, str]) -> Patch | None:
    """One term more or less."""
    terms, others = ((s.args if s.head == "add" else (s,)) for s in (one, two))
    for k, term in enumerate(terms):
        if (*terms[:k], *terms[k + 1 :]) == others:
            return Patch(How.DROP, to_latex(_bare(term), shown, Level.SIGN))
    if not path and others[:-1] == terms and not _swallows(terms[-1], shown):
        sign = "-" if _bare(others[-1]) is not others[-1] else "+"
        return Patch(How.APPEND, after=f" {sign} {to_latex(_bare(others[-1]), shown, Level.SIGN)}")
    return None


def _swallows(term: Expr, shown: Mapping[str, str]) -> bool:
    """Whether a sign after the term might be read as part of it, as after a sum without brackets."""
    return to_latex(term, shown, Level.SIGN) != to_latex(term, shown)


def _of_whole(one: Expr, two: Expr, shown: Mapping[str, str]) -> Patch | None:
    """A number put in front of a product."""
    if two.head == "neg" and two.args[0] is one and one.head != "number":
        return Patch(How.PREFIX, after="-")
    if (
        two.head == "mul"
        and two.args[0].head == "number"
        and mul(*two.args[1:]) is one
        and one.head not in ("div", "neg")
    ):
        return Patch(How.PREFIX, after=to_latex(two.args[0], shown, Level.FACTOR) + " ")
    return None


def _replaced(parent: Expr, place: int, one: Expr, two: Expr, shown: Mapping[str, str]) -> Patch | None:
    if parent.head in ("add", "neg", "mul", "plusminus") and (_bare(one) is not one or _bare(two) is not two):
        return None
    least = Level.FACTOR
    if parent.head in ("add", "neg"):
        least = Level.SIGN
    elif parent.head in SCRIPTED and place == 0:
        least = Level.ATOM
    after = to_latex(two, shown, least)
    if parent.head == "mul" and place and after[:1].isdigit():
        return None
    before = to_latex(one, shown, least if least is Level.ATOM else Level.RELATION)
    return Patch(How.REPLACE, before, after, to_latex(two, shown))

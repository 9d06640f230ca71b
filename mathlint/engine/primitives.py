"""Indefinite integrals: equal up to a constant where their derivatives are equal, whatever letter each of them runs by.

All are brought to one variable first. `∫ g(u) du` where the page says `u = x + 1` is `∫ g(x + 1) (x + 1)' dx`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mathlint.engine.failures import Unsupported
from mathlint.engine.problem import Problem
from mathlint.engine.unfold import put_in
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import Expr, expr, mul, name, substitute

HEAD: Final = "antiderivative"
_CONSTANT: Final = re.compile(r"(?:[CcKk]|\\text\{const\.?\}|\\mathrm\{const\.?\})(?:_\{?\w+\}?)?'*")
"""What the constant of an integration is called."""


@dataclass(frozen=True)
class Moved:
    """The derivatives of the two sides. doubt: why a difference between them shows nothing, or ""."""

    problem: Problem
    doubt: str = ""


def differentiated(problem: Problem) -> Moved | None:
    """The derivatives of both sides by the variable of the integrals in them, or None where there are none.

    Raises Unsupported where integrals by several variables stand in one step and nothing ties the variables to each other.
    """
    problem = _spelled_out(problem)
    found = [n for side in (problem.left, problem.right) for n in side.walk() if n.head == HEAD]
    if not found:
        return None
    if any(
        n.head in ("derivative", "gradient") and any(m.head == HEAD for m in n.walk())
        for side in (problem.left, problem.right)
        for n in side.walk()
    ):
        return None
    bound = list(dict.fromkeys(n.args[0].datum for n in found))
    variable, certain = _variable(problem, bound)
    tied = _tied(problem, variable)
    moving = {k for k in map(_written, bound) if k in tied and k != variable}
    sides = []
    for side in (problem.left, problem.right):
        whole = put_in(_by(side, variable, moving), tied)
        sides.append(expr("derivative", (whole, name(variable)), "total"))
    declared = problem.declarations.get(variable) or Declaration(variable)
    doubt = "" if certain else "an integral and a term of which it is not known how their variables are connected"
    return Moved(problem.about(sides[0], sides[1], [declared]), doubt or _loose(problem, variable))


def _written(bound: str) -> str:
    """The letter of a bound name."""
    return bound.split("#", 1)[0]


def _spelled_out(problem: Problem) -> Problem:
    """Names that stand for an indefinite integral, as that integral."""
    named = {
        k: d
        for k, d in problem.declarations.items()
        if d.value is not None and not d.params and any(n.head == HEAD for n in d.value.walk())
    }
    if problem.names.isdisjoint(named):
        return problem
    return problem.about(put_in(problem.left, named), put_in(problem.right, named))


def _tied(problem: Problem, variable: str) -> dict[str, Declaration]:
    """The definitions through which names depend on the variable."""
    return {
        k: d
        for k, d in problem.declarations.items()
        if k != variable and d.value is not None and variable in problem.closure(d.value)
    }


def _by(node: Expr, variable: str, moving: set[str]) -> Expr:
    """The same with all indefinite integrals by this variable. moving: the letters that are functions of it."""
    if node.head != HEAD:
        return expr(node.head, tuple(_by(a, variable, moving) for a in node.args), node.datum) if node.args else node
    bound, body = node.args
    letter = _written(bound.datum)
    body = _by(body, variable, moving)
    if letter not in moving:
        return expr(HEAD, (name(variable), substitute(body, {bound.datum: name(variable)})))
    slope = expr("derivative", (name(letter), name(variable)), "total")
    return expr(HEAD, (name(variable), mul(substitute(body, {bound.datum: name(letter)}), slope)))


def _variable(problem: Problem, bound: list[str]) -> tuple[str, bool]:
    """The free name that all integrals are functions of, and whether the page says so.

    It is the letter of the integrals, or what that letter is a function of. Else it is the only name that one side has outside
    its integrals and the other has not at all.
    """
    outside = [free_outside(side) for side in (problem.left, problem.right)]
    for key in bound:
        if key in outside[0] | outside[1]:
            return key, True
    letters = list(dict.fromkeys(map(_written, bound)))
    reached = {k: problem.closure(name(k)) for k in (*letters, *outside[0], *outside[1])}
    beside = frozenset().union(*(reached[k] for k in outside[0] | outside[1]))
    if len(letters) > 1:
        common = frozenset.intersection(*(reached[k] for k in letters))
        return _only(problem, common, set(letters) | beside, "integrals by variables that nothing connects"), True
    letter = letters[0]
    if problem.closure(name(letter)) == {letter}:
        if letter in beside:  # what stands beside it is a constant: `∫ x^2 dx = x^3/3 + C`
            return letter, True
        both = [outside[0] | problem.left.free, outside[1] | problem.right.free]
        only = (outside[0] - both[1]) | (outside[1] - both[0])
        if not only:
            return letter, True
        varying = [k for k in only if not _CONSTANT.fullmatch(k)] or list(only)
        if len(varying) > 1:
            raise Unsupported("an antiderivative of an unclear variable")
        return varying[0], False
    if letter in outside[0] | outside[1] and not beside - {letter} & reached[letter]:
        return letter, True
    return _only(problem, reached[letter], beside, "an integral by a variable that depends on several"), True


def _only(problem: Problem, among: frozenset[str], wanted: set[str] | frozenset[str], why: str) -> str:
    """The one name without a value that is wanted."""
    open_ = [k for k in among if not problem.declarations.get(k) or problem.declarations[k].value is None]
    found = open_ if len(open_) == 1 else [k for k in open_ if k in wanted]
    if len(found) != 1:
        raise Unsupported(why)
    return found[0]


def _loose(problem: Problem, variable: str) -> str:
    """Why a difference shows nothing: a name on one side only, which may depend on the variable as well as any other."""
    for key in sorted(problem.left.free ^ problem.right.free):
        declared = problem.declarations.get(key)
        if key != variable and (declared is None or declared.value is None) and not _CONSTANT.fullmatch(key):
            return f"whether `{key}` depends on the variable is not known"
    return ""


def free_outside(node: Expr) -> frozenset[str]:
    """The free names of a node that stand outside all indefinite integrals."""
    if node.head == HEAD:
        return frozenset()
    if node.head == "name":
        return node.free
    return frozenset().union(*(free_outside(a) for a in node.args)) & node.free if node.args else frozenset()

"""Orders of growth: `n^2 + 3n = Θ(n^2)` says that the right side is as large as the left one for large n, up to a factor.

Terms such as O(g) stand here as opaque notions "growth O" of g. Where both sides hold the same of them, they are numbers like any
other. Else the right side must be what is known and one order of growth: its g is compared with what is left of the left side,
where every O(g) is some multiple of g, at n = 2^(2^k). How the logarithm of their ratio moves from one k to the next tells a
bounded ratio from one that grows, down to log log log n. Sampling shows no more than that; it supports, and never refutes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Final

from mathlint.engine.evaluate import Evaluator, Meter
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.problem import Problem
from mathlint.engine.rings import Balls, mix, precision
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.verdict import Proved, Reason, Supported, Undecided, Verdict
from mathlint.expr.obligation import Kind
from mathlint.expr.tree import ONE, ZERO, Expr, add, expr, mul, neg, number, rebuild

GROWTH: Final = "growth "
"""How the datum of an opaque order of growth begins; its sign follows."""
UNKNOWN: Final = Undecided(Reason.UNSUPPORTED, "an order of growth")
LADDERS: Final = ((16, 32, 64, 128, 256, 512), (3, 4, 5, 6, 7, 8))
"""Exponents of two: what grows like a power is looked at far out; what grows like 2^n nearer, where it has a value."""
BITS: Final = 2400
_LEFT: Final = {"O": {"O", "Θ", "o"}, "Θ": {"Θ", "O"}, "Ω": {"Ω", "Θ", "ω"}, "o": {"o", "Θ", "O"}, "ω": {"ω", "Ω", "Θ"}}
"""Which orders may stand on the left of each; with another one, no sample says anything."""
_CONSTANTS: Final = frozenset("abcd")


def signs(node: Expr) -> Iterator[Expr]:
    """The orders of growth in an expression, as often as they occur."""
    if node.head == "opaque" and str(node.datum).startswith(GROWTH):
        yield node
    for a in node.args:
        yield from signs(a)


def by_growth(problem: Problem, meter: Meter, as_numbers: Callable[[], Verdict]) -> Verdict | None:
    """The verdict on a step between orders of growth; None if there is none in it. as_numbers: decides as if they were numbers."""
    left, right = Counter(signs(problem.left)), Counter(signs(problem.right))
    if not left and not right:
        return None
    alike = left == right and (problem.relation in ("=", "≈") or _are_terms(problem))
    if alike and isinstance(found := as_numbers(), Proved | Supported):
        return found
    if problem.relation != "=" or not right or _hidden(problem):
        return UNKNOWN
    parted = _parted(problem.right)
    if parted is None:
        return UNKNOWN
    known, orders = parted
    kinds = {_kind(o) for o in orders}
    if len(kinds) != 1 or any(_kind(s) not in _LEFT[next(iter(kinds))] for s in left):
        return UNKNOWN
    kind = kinds.pop()
    bare = problem.left is next(iter(left), None)
    if kind in ("o", "ω") and bare and _kind(problem.left) == kind:
        kind = {"o": "O", "ω": "Ω"}[kind]
    elif kind == "o" and not {_kind(s) for s in left} <= {"Θ", "O"}:
        return UNKNOWN
    size = add(*(o.args[0] for o in orders)) if len(orders) > 1 else orders[0].args[0]
    variables = _variables(problem, size)
    if not variables:
        return UNKNOWN
    for turn in range(2):
        for speeds in _directions(variables):
            rest = add(_sampled(problem.left, turn), neg(known)) if known is not ZERO else _sampled(problem.left, turn)
            if not _fits(kind, _steps(problem, meter, rest, size, speeds, turn)):
                return UNKNOWN
    if kind == "Θ" and any(_kind(s) == "O" for s in left):
        # what is at most g may be nothing
        least = rebuild(problem.left, lambda n: ZERO if n in left and _kind(n) == "O" else n)
        rest = add(_sampled(least, 0), neg(known)) if known is not ZERO else _sampled(least, 0)
        if rest is ZERO or not all(
            _fits(kind, _steps(problem, meter, rest, size, s, 0)) for s in _directions(variables)
        ):
            return UNKNOWN
    return Supported(2, 0, "orders of growth")


def _are_terms(problem: Problem) -> bool:
    """Whether every order of growth is a term of its side: the same amount more on both sides of an inequality."""
    for side in (problem.left, problem.right):
        terms = side.args if side.head == "add" else (side,)
        if sum(1 for _ in signs(side)) != sum(t.head == "opaque" for t in terms):
            return False
    return True


def _kind(node: Expr) -> str:
    return str(node.datum)[len(GROWTH) :]


def _hidden(problem: Problem) -> bool:
    """Whether a definition holds an order of growth, or an unknown function stands in a side."""
    declared = [problem.declarations[k] for k in problem.names if k in problem.declarations]
    return any(d.kind is Kind.FUNCTION and d.value is None for d in declared) or any(
        n.head == "opaque" for d in declared if d.value is not None for n in d.value.walk()
    )


def _parted(right: Expr) -> tuple[Expr, list[Expr]] | None:
    """The right side as known terms and orders of growth."""
    terms = list(right.args) if right.head == "add" else [right]
    known: list[Expr] = []
    orders: list[Expr] = []
    for term in terms:
        inner = term.args[0] if term.head == "neg" else term
        if inner.head == "opaque":
            orders.append(inner)
        elif any(True for _ in signs(term)):
            return None
        else:
            known.append(term)
    return (add(*known) if known else ZERO), orders


def _variables(problem: Problem, size: Expr) -> list[str]:
    """The names that grow: all but Greek letters and the first of the alphabet, unless there are no others."""
    names = size.free | problem.left.free
    found = sorted(k for k in names if k in problem.declarations and problem.declarations[k].value is None)
    if len(found) > 1:
        found = [k for k in found if not k.startswith("\\") and k not in _CONSTANTS] or found
    return found if len(found) <= 3 else []


def _directions(variables: list[str]) -> Iterator[dict[str, int]]:
    """How fast the names grow, each by itself and all together. 0: it stays where it is."""
    if len(variables) == 1:
        yield {variables[0]: 1}
        return
    for key in variables:
        yield {k: int(k == key) for k in variables}
    for key in variables:
        yield {k: 2 if k == key else 1 for k in variables}


def _sampled(node: Expr, turn: int) -> Expr:
    """Every order of growth of g is a multiple of g."""

    def multiple(n: Expr) -> Expr:
        if n.head == "opaque" and str(n.datum).startswith(GROWTH):
            factor = Fraction(3 + mix(repr(n), turn) % 11, 7)
            return mul(number(factor), n.args[0]) if n.args[0] is not ONE else number(factor)
        return n

    return rebuild(node, multiple)


def _steps(
    problem: Problem, meter: Meter, rest: Expr, size: Expr, speeds: dict[str, int], turn: int
) -> list[float] | None:
    """How the logarithm of |rest| / size moves from one size of the names to the next; None where it has no value."""
    for ladder in LADDERS:
        found: list[float] = []
        for exponent in ladder:
            draw = Draw(problem, turn, Signs.POSITIVE)
            for key, speed in speeds.items():
                draw.fix(key, 2 ** (exponent * speed) if speed else 8)
            try:
                with precision(BITS):
                    ev = Evaluator(Balls(), draw, meter)
                    ratio = ev.value(expr("abs", (expr("div", (rest, size)),)))
                    if not ratio.is_finite() or not ratio > 0:
                        break
                    found.append(float(ratio.log()))
            except (Undefined, Unsupported, IllTyped, OutOfBudget, OverflowError, ValueError):
                break
        if len(found) == len(ladder):
            return [b - a for a, b in zip(found, found[1:], strict=False)]
    return None


def _fits(kind: str, steps: list[float] | None) -> bool:
    if steps is None:
        return False
    settles = abs(steps[-1]) < 0.2 and all(
        abs(b) <= 0.8 * abs(a) + 1e-6 for a, b in zip(steps[-3:], steps[-2:], strict=False)
    )
    match kind:
        case "Θ":
            return settles
        case "O":
            return settles or all(s < 0 for s in steps)
        case "Ω":
            return settles or all(s > 0 for s in steps)
        case "o":
            return not settles and all(s < -0.02 for s in steps)
        case "ω":
            return not settles and all(s > 0.02 for s in steps)
    return False

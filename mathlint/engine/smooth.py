"""Which estimates can be trusted to settle on the right value: those of what neither jumps nor oscillates.

A limit is looked at along powers of two and a series at its first terms, so what depends on parity, on whole parts or on the
phase of a wave can settle on a value that is none.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import Undefined, Unsupported
from mathlint.engine.jets import constant
from mathlint.expr.tree import Expr

JUMPING: Final = frozenset({
    "floor", "ceiling", "piecewise", "compare", "indicator", "mod", "sum", "product", "sum_where", "argmax", "argmin", "extremum", "limit",
    "integral", "apply", "opaque", "derivative", "gradient", "rank", "plusminus", "root", "max", "min",
})  # fmt: skip
"""Heads whose value at a point need not be the limit there, or that may have no neighbourhood in their domain."""
STEPS: Final = frozenset({"sign", "sgn", "heaviside", "arg", "floor", "ceil", "round", "gcd"})
WAVES: Final = frozenset({"sin", "cos", "tan", "cot", "sec", "csc", "sinc"})
FAR: Final = Fraction(10007, 7)
_LEAPING: Final = frozenset(
    {"floor", "ceiling", "compare", "mod", "argmax", "argmin", "extremum", "limit", "rank", "max", "min"}
)
"""Of these an estimate is rough; the others are smooth in what they stand over. Cases leap where what they compare moves."""


def is_continuous(body: Expr) -> bool:
    """Whether the body is made of functions that are continuous wherever a ball around the point has a finite image."""
    return all(n.head not in JUMPING and not (n.head == "fn" and n.datum in STEPS) for n in body.walk())


def is_smooth(body: Expr, key: str) -> bool:
    """Whether nothing in the body leaps as the variable moves."""
    return all(
        key not in n.free or (n.head not in _LEAPING and not (n.head == "fn" and n.datum in STEPS)) for n in body.walk()
    )


def is_steady(ev: Evaluator, key: str, body: Expr) -> bool:
    """Whether the body goes far out without leaps, waves, or signs that alternate."""
    if not is_smooth(body, key):
        return False
    for n in body.walk():
        if n.head == "fn" and n.datum in WAVES and key in n.free:
            return False
        if n.head == "pow" and key in n.args[1].free and not _is_positive(ev, key, n.args[0]):
            return False
    return True


def _is_positive(ev: Evaluator, key: str, base: Expr) -> bool:
    """Whether the base of a power is, far out."""
    with ev.scope(key):
        ev.bind(key, ev.rational(FAR))
        try:
            return bool(constant(ev.value(base)) > 0)
        except (Undefined, Unsupported, TypeError):
            return False

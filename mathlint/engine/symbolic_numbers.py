"""The numbers behind a derivation: both sides at points of their domain, by quadrature and by summing up."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, Final

POINTS: Final = 2
"""So many points must agree."""
ATTEMPTS: Final = 24
DIGITS: Final = 15
NEAR: Final = 1e-9
"""How far apart values may be, by their size."""
NEAR_LIMIT: Final = 1e-4
"""The same where a limit is taken for the value of its body close by."""
CLOSE: Final = 8
"""How close: so many decimal places."""


def agree(left: Any, right: Any, assumed: Sequence[Any]) -> bool:
    """Whether two sympy expressions have the same value at a few points that meet what is assumed.

    False where they have not, and where no value can be found: a function without a definition, a matrix, a divergent integral.
    """
    import sympy as sp

    draw = random.Random(20)
    limits = left.has(sp.Limit) or right.has(sp.Limit)
    found = 0
    needed = POINTS if (left - right).free_symbols else 1
    for _ in range(ATTEMPTS):
        point = _point((left, right, *assumed), draw)
        if not all(_true(a, point) for a in assumed):
            continue
        x, y = _value(left, point), _value(right, point)
        if x is None or y is None:
            continue
        if abs(x - y) > (NEAR_LIMIT if limits else NEAR) * max(abs(x), abs(y), 1e-3):
            return False
        found += 1
        if found == needed:
            return True
    return False


def _point(trees: Sequence[Any], draw: random.Random) -> dict[Any, Any]:
    """A number for every free symbol, as its assumptions want it."""
    import sympy as sp

    symbols = sorted({s for tree in trees for s in tree.free_symbols if isinstance(s, sp.Symbol)}, key=str)
    return {s: _number(s, draw) for s in symbols}


def _number(symbol: Any, draw: random.Random) -> Any:
    import sympy as sp

    if symbol.is_integer:
        size = draw.randint(2, 6)
        return sp.Integer(2 * size if symbol.is_even else 2 * size + 1 if symbol.is_odd else size)
    value = sp.Rational(draw.randint(23, 190), 97)
    return value if symbol.is_nonnegative or draw.random() < 0.5 else -value


def _true(condition: Any, point: dict[Any, Any]) -> bool:
    return bool(condition.subs(point) == True)  # noqa: E712  a relation that stays open is neither


def _value(side: Any, point: dict[Any, Any]) -> complex | None:
    """The value, or None where it has none."""
    import sympy as sp

    try:
        at = _without_limits(side.subs(point))
        for finite in sorted(at.atoms(sp.Sum, sp.Product), key=str):
            if all(bound.is_Integer for _, *bounds in finite.limits for bound in bounds):
                at = at.subs(finite, finite.doit())
        members = sorted(at.atoms(sp.Indexed), key=str)
        at = at.subs({m: sp.Rational(k * k + 7, 11 + k) for k, m in enumerate(members)})
        value = complex(at.evalf(DIGITS))
    except Exception:  # sympy's own kinds have no common ancestor
        return None
    return value if abs(value) < 1e200 else None  # False for nan as well


def _without_limits(tree: Any) -> Any:
    """Every limit replaced by its body close to the target, to many digits."""
    import sympy as sp

    def near(limit: Any) -> Any:
        body, variable, target, side = limit.args
        step = sp.Rational(1, 10**CLOSE)
        if target in (sp.oo, -sp.oo):
            at = sp.Integer(10**CLOSE) * (1 if target == sp.oo else -1)
        else:
            at = target - step if str(side) == "-" else target + step
        return body.subs(variable, at).evalf(80)

    return tree.replace(lambda n: isinstance(n, sp.Limit), near)

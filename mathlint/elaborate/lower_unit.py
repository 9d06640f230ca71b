"""Units that are left in a calculation: `1.5\\,\\text{kg}`, `60\\,\\text{km/h}`, `\\$12`."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mathlint.elaborate.lowering import Lowering, Taken
from mathlint.elaborate.names import unwrap
from mathlint.expr.tree import Expr, div, mul, name, number
from mathlint.syntax.surface import Decorated, Node, Number, Run, Symbol, Word

_BASE: Final[dict[str, tuple[int | Fraction, str]]] = {
    "km": (1000, "m"), "m": (1, "m"), "dm": (Fraction(1, 10), "m"), "cm": (Fraction(1, 100), "m"), "mm": (Fraction(1, 1000), "m"),
    "t": (10**6, "g"), "kg": (1000, "g"), "g": (1, "g"), "mg": (Fraction(1, 1000), "g"),
    "d": (86400, "s"), "h": (3600, "s"), "hr": (3600, "s"), "hours": (3600, "s"), "hour": (3600, "s"), "min": (60, "s"),
    "minutes": (60, "s"), "s": (1, "s"), "sec": (1, "s"), "seconds": (1, "s"), "ms": (Fraction(1, 1000), "s"),
    "kJ": (1000, "J"), "J": (1, "J"), "kW": (1000, "W"), "W": (1, "W"), "kN": (1000, "N"), "N": (1, "N"),
    "l": (1, "l"), "L": (1, "l"), "ml": (Fraction(1, 1000), "l"), "mL": (Fraction(1, 1000), "l"),
}  # fmt: skip
"""A unit → how many of the basic unit of its kind."""


def unit_at(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """A unit after a number, in terms of the basic unit of its kind, if units are meant so; the sign of a currency."""
    item = unwrap(items[i])
    if isinstance(item, Symbol) and item.name == "\\$" and (i + 1 < len(items) or i):
        return number(1), i + 1
    if not i or not isinstance(unwrap(items[i - 1]), Number):
        return None
    value = _unit(item)
    if value is None or low.choose("units", ("units stand as they are", "units are told by basic ones")) == 0:
        return None
    return value, i + 1


def _unit(node: Node) -> Expr | None:
    text = _text(node)
    if text is None:
        return None
    factors = [_BASE.get(part) for part in text.replace(" ", "").split("/")]
    if not 1 <= len(factors) <= 2 or None in factors:
        return None
    known = [f for f in factors if f is not None]
    made = [mul(number(Fraction(count)), name(f"\\mathrm{{{base}}}")) for count, base in known]
    return made[0] if len(made) == 1 else div(made[0], made[1])


def _text(node: Node) -> str | None:
    """What `\\text{…}` or `\\mathrm{…}` holds."""
    if isinstance(node, Word):
        return node.text.strip()
    if isinstance(node, Decorated) and node.command in ("\\mathrm", "\\rm"):
        inner = unwrap(node.body)
        letters = inner.items if isinstance(inner, Run) else (inner,)
        if all(isinstance(x, Symbol) for x in letters):
            return "".join(x.name for x in letters if isinstance(x, Symbol))
    return None

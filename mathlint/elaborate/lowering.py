"""From surface to core: the state of one lowering, and the choices that the notation leaves (P7).

The functions that lower one kind of notation stand in `lower_*.py`; this file holds what they share. Where the notation
has several plausible meanings, a function asks `Lowering.choose`: the first run takes every first option, and
`readings.py` runs again with other picks. Shapes are not known yet, so some heads are provisional:

"?derivative" (body, variable), datum "total" | "partial" | "total'": a fraction of differentials
"?gradient"   (body, variable): nabla; "?bars" (x): |x|; "?prime" (x): x' of no function; "?star" (x): x^*
"?dot" (x, y): x \\cdot y; "?times" (x, y): x \\times y; "?power" (base, exponent)
`shapes.py` turns them into heads of `expr.tree`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from mathlint.elaborate.survey import Survey
from mathlint.expr.tree import Expr, expr, name, number

Taken = tuple[Expr, int]
"""What was read from a run of factors, and the index of the next one."""


class CannotRead(Exception):
    """Raised inside a lowering, and caught where a step is made: why a term has no core expression.

    reason: as in `model.Impediment`. detail: in people's words. symbol: the name or notion that is missing.
    """

    def __init__(self, reason: str, detail: str, symbol: str = "") -> None:
        super().__init__(detail)
        self.reason, self.detail, self.symbol = reason, detail, symbol


@dataclass(frozen=True, slots=True)
class Known:
    """What the scope says of a key, as far as lowering needs it. params: of a function, the keys of its parameters, or None."""

    function: bool = False
    params: tuple[str, ...] | None = None
    valued: bool = False
    held: bool = False
    """It has a value in this section or those around it."""
    shape: str = ""
    """"scalar" | "vector" | "row" | "matrix" | "" (not said)."""
    random: bool = False
    described: bool = False


NOTHING_KNOWN = Known()


@dataclass
class Lowering:
    """One lowering of the terms of one step (or definition) under one set of picks.

    known: what the scope says of a key. picks: choice key → option number. ranges: letter → (low, high) as core, for sums
    without a range. bound: the key of a bound letter → the unique name that stands for it.
    """

    survey: Survey
    known: Callable[[str], Known]
    picks: Mapping[str, int]
    ranges: Mapping[str, tuple[Expr, Expr]] = field(default_factory=dict)
    bound: dict[str, str] = field(default_factory=dict)
    offered: dict[str, tuple[str, ...]] = field(default_factory=dict)
    taken: dict[str, str] = field(default_factory=dict)
    reserve: set[str] = field(default_factory=set)
    """Choices whose other options count only if nothing else can be read."""
    integers: set[str] = field(default_factory=set)
    """Names that must be integers: bounds, indices, dimensions."""
    indices: set[str] = field(default_factory=set)
    """Free names that index."""
    random: set[str] = field(default_factory=set)
    sets: set[str] = field(default_factory=set)
    functions: dict[str, int] = field(default_factory=dict)
    """Names that were applied, and to how many arguments."""
    densities: set[str] = field(default_factory=set)
    """Opaque notions that the step uses: `p(x|y)`. They block a refutation."""
    positive: set[str] = field(default_factory=set)
    anything: dict[str, int] = field(default_factory=dict)
    """Of a choice between definitions: the option that leaves the name without one."""
    depth: int = 0
    tag: str = ""
    """Sets the bound names of one lowering apart from those of another."""
    _fresh: int = 0

    def choose(self, key: str, options: tuple[str, ...]) -> int:
        """Which of the options to take. The key says where the choice has its home: the same key, the same pick."""
        self.offered.setdefault(key, options)
        pick = min(self.picks.get(key, 0), len(options) - 1)
        self.taken[key] = options[pick]
        return pick

    def copy(self, picks: Mapping[str, int]) -> Lowering:
        """The same state under picks that agree in all that was offered; what happens to the copy stays with it."""
        return replace(
            self, picks=picks, bound=dict(self.bound), offered=dict(self.offered), taken=dict(self.taken), reserve=set(self.reserve),
            integers=set(self.integers), indices=set(self.indices), random=set(self.random), sets=set(self.sets),
            functions=dict(self.functions), densities=set(self.densities), positive=set(self.positive), anything=dict(self.anything),
        )  # fmt: skip

    def fresh(self, key: str) -> Expr:
        """A unique name for a bound letter."""
        self._fresh += 1
        return name(f"{key}#{self.tag}{self._fresh}")

    def binding(self, key: str) -> _Bound:
        """Bind a letter within a `with` block; the value is its unique name."""
        return _Bound(self, key)


def parameter(key: str) -> Expr:
    """The expression that a parameter's key stands for: a name, or with `x@1` the first entry of x."""
    base, at, place = key.partition("@")
    return expr("item", (name(base), number(int(place)))) if at else name(key)


class _Bound:
    def __init__(self, low: Lowering, key: str) -> None:
        self.low, self.key = low, key
        self.unique = low.fresh(key)

    def __enter__(self) -> Expr:
        self.before = self.low.bound.get(self.key)
        self.low.bound[self.key] = self.unique.datum
        return self.unique

    def __exit__(self, *_: object) -> None:
        if self.before is None:
            self.low.bound.pop(self.key, None)
        else:
            self.low.bound[self.key] = self.before

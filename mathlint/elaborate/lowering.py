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
from dataclasses import MISSING, dataclass, field, fields, replace
from typing import Final

from mathlint.elaborate.survey import Survey
from mathlint.expr.tree import Expr, expr, name, number, rebuild

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
    told: bool = False
    """The page says something of the name itself, and does not only use it in an equation."""
    complex: bool = False
    meaning: str = ""
    """The named value that the page calls it: "gamma function", "imaginary unit"."""


NOTHING_KNOWN = Known()
OPERATOR: Final = "operator"
"""The meaning of a name whose products are written in both orders on purpose."""


_NOTHING: Final[Mapping[type, object]] = {dict: {}, set: set()}
"""What was not found; nothing is ever added to these."""


@dataclass(slots=True)
class Lowering:
    """One lowering of the terms of one step (or definition) under one set of picks.

    scope: what the scope says of a key. picks: choice key → option number. ranges: letter → (low, high) as core, for sums
    without a range. bound: the key of a bound letter → the unique name that stands for it.
    """

    survey: Survey
    scope: Callable[[str], Known]
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
    constants: set[str] = field(default_factory=set)
    """Names over which it is written that they are constant."""
    anything: dict[str, int] = field(default_factory=dict)
    """Of a choice between definitions: the option that leaves the name without one."""
    answers: dict[str, Known] = field(default_factory=dict)
    """The keys that the scope was asked about, with what it said."""
    ranged: dict[str, tuple[Expr, Expr] | None] = field(default_factory=dict)
    """The letters whose range was asked for, with the answers."""
    alone: bool = True
    """Whether nothing depended on what had been found out before; whoever looks at that sets it to False."""
    depth: int = 0
    tag: str = ""
    """Sets the bound names of one lowering apart from those of another."""
    made: int = 0
    """How many unique names it has made."""

    def choose(self, key: str, options: tuple[str, ...]) -> int:
        """Which of the options to take. The key says where the choice has its home: the same key, the same pick."""
        self.offered.setdefault(key, options)
        pick = min(self.picks.get(key, 0), len(options) - 1)
        self.taken[key] = options[pick]
        return pick

    def known(self, key: str) -> Known:
        """What the scope says of a key."""
        found = self.answers.get(key)
        if found is None:
            found = self.answers[key] = self.scope(key)
        return found

    def range_of(self, key: str) -> tuple[Expr, Expr] | None:
        """The ends of the range that the file gives a letter."""
        found = self.ranged[key] = self.ranges.get(key)
        return found

    def joined(self, other: Lowering, picks: Mapping[str, int]) -> Lowering:
        """What two lowerings found out together, as if the other had gone on where this one ended."""
        return replace(
            self, picks=picks, made=self.made + other.made, bound={}, offered={**self.offered, **{k: v for k, v in other.offered.items() if k not in self.offered}},
            taken=self.taken | other.taken, reserve=self.reserve | other.reserve, integers=self.integers | other.integers,
            indices=self.indices | other.indices, random=self.random | other.random, sets=self.sets | other.sets,
            functions=self.functions | other.functions, densities=self.densities | other.densities,
            positive=self.positive | other.positive, constants=self.constants | other.constants, anything=self.anything | other.anything,
        )  # fmt: skip

    def settled(self) -> Lowering:
        """The same, for keeping: it finds out nothing more, and what is empty takes no room."""
        for kept in _COLLECTED:
            found = getattr(self, kept)
            if not found:
                setattr(self, kept, _NOTHING[type(found)])
        return self

    def fresh(self, key: str) -> Expr:
        """A unique name for a bound letter."""
        self.made += 1
        return name(f"{key}#{self.tag}{self.made}")

    def binding(self, key: str) -> _Bound:
        """Bind a letter within a `with` block; the value is its unique name."""
        return _Bound(self, key)


_COLLECTED: Final = tuple(f.name for f in fields(Lowering) if f.default_factory is not MISSING)


@dataclass(frozen=True, slots=True)
class Lowered:
    """One lowering of a node, kept with all that it depends on. form: what it came to; if that is None, problem: why."""

    form: Expr | None
    problem: CannotRead | None
    low: Lowering

    def stands(
        self, scope: Callable[[str], Known], picks: Mapping[str, int], ranges: Mapping[str, tuple[Expr, Expr]]
    ) -> bool:
        """Whether lowering the node once more, under these picks and seen from where the scope answers so, would come to the same."""
        low = self.low
        return (
            all(picks.get(choice, 0) == low.picks.get(choice, 0) for choice in low.offered)
            and all(ranges.get(letter) == ends for letter, ends in low.ranged.items())
            and all(scope(key) == answer for key, answer in low.answers.items())
        )


def renumbered(form: Expr, by: int) -> Expr:
    """A form whose unique names are counted from a later number on."""

    def change(node: Expr) -> Expr:
        if node.head != "name" or "#" not in node.datum:
            return node
        key, _, count = node.datum.partition("#")
        return name(f"{key}#{int(count) + by}") if count.isdigit() else node

    return rebuild(form, change)


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

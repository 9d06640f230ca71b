"""Points: exact rational values for every name of a problem, drawn lazily and reproducibly.

The policy (each rule was once a false alarm or a missed error): no integers, halves or units; several patterns of signs;
dimensions of at least 3, of both parities, with m < n and m > n; free indices equal and distinct. A `Draw` knows no ring, so
one point serves every ring and every precision.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Final

from mathlint.engine.exact import as_integer, exact_value
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.orientation import turned
from mathlint.engine.problem import Problem
from mathlint.engine.rings import Exact, Gaussian, mix, remix
from mathlint.engine.structured import (
    Rows,
    cayley,
    complex_matrix,
    gaussian,
    householder,
    positive_definite,
    unit_vector,
)
from mathlint.expr.obligation import Declaration, Kind, Trait
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr

NUMERATORS: Final = (3, 4, 5, 6, 8, 9, 10, 12, 15, 16, 17, 18, 19, 20, 23, 24, 25, 27, 29, 30, 31, 32)
DENOMINATORS: Final = (7, 11, 13)
SCALES: Final = (Fraction(1), Fraction(1, 5), Fraction(17, 5), Fraction(1, 29), Fraction(23, 3), Fraction(3, 11))
"""Magnitudes tried in turn where a side is undefined."""
SIZES: Final = ((3, 4, 5, 4), (4, 3, 3, 5), (5, 4, 3, 3), (4, 5, 4, 3), (3, 5, 4, 5), (5, 3, 4, 4))
"""Dimensions by turn: at least 3, both parities, and any two of the first ones ordered both ways."""
DIVISORS: Final = ((2, 5), (3, 4), (5, 3), (7, 2))
"""Primes, and how many powers of each: numbers that have divisors in common, and not all with all."""
MANY: Final = 7
"""One of several dimensions after failures: `(Y - XB)ᵀ(Y - XB)` has an inverse where there are more rows than columns of both."""
LARGEST: Final = 1600
"""Entries of a matrix beyond which none is drawn."""
ATOMS: Final = 4
"""Outcomes of each independent part of the sample space."""
MEMBER_ATOMS: Final = 2
"""Outcomes of each member of an independent family: there are many of them, and they multiply."""
LEVELS: Final = 3
"""Different values of a random variable: fewer than the outcomes, so that conditioning is not trivial."""


@lru_cache(maxsize=4096)
def _number(numerator: int, denominator: int, scale: int, up: int, down: int) -> Fraction:
    """A value before its sign: there are few of them, and they are drawn again and again."""
    return Fraction(numerator, denominator) * SCALES[scale] * Fraction(up, down)


IDENTICAL: Final = "iid"
INDEPENDENT: Final = ("iid", "independent")
"""How the group of a family begins whose members are independent, and identically distributed or not."""


class Source:
    """A small reproducible stream of choices."""

    __slots__ = ("state",)

    def __init__(self, *key: int | str) -> None:
        self.state = mix(*key)

    def below(self, n: int) -> int:
        self.state = remix(self.state)
        return (self.state >> 16) % n


class Signs:
    """Patterns of signs."""

    POSITIVE: Final = "positive"
    NEGATIVE: Final = "negative"
    MIXED: Final = "mixed"


@dataclass
class Draw:
    """One point.

    turn: which of the draws; it rotates dimensions, parities and equal indices. signs: of scalars and entries.
    attempt: grows while a side is undefined; it rescales. used: the printable names that have been asked for.
    """

    problem: Problem
    turn: int
    signs: str = Signs.POSITIVE
    attempt: int = 0
    used: dict[tuple[str, tuple[int, ...]], Exact] = field(default_factory=dict)
    at_outcomes: set[tuple[str, tuple[int, ...]]] = field(default_factory=set)
    """Which of the used are values of random variables; their last index is the outcome."""
    functions: dict[tuple[str, tuple[int, ...]], bool] = field(default_factory=dict)
    """The functions of one number that have been applied, and whether they are positive."""
    weighed: set[tuple[str, str]] = field(default_factory=set)
    """The measures and groups whose probabilities have been asked for."""

    def __post_init__(self) -> None:
        self.key = mix(self.problem.seed, self.turn, self.attempt, self.signs)
        self.magnitude = self.problem.magnitude
        self._integers: dict[str, int] = {}
        self._values: dict[object, Exact] = {}
        self._drawing: set[str] = set()

    # ------------------------------------------------------------ integers
    def dimension(self, dim: Dim) -> int:
        if isinstance(dim, int):
            return dim
        found = self.integer(dim)
        if found is None:
            raise Unsupported(f"the dimension {dim}")
        if found < 1:
            raise Undefined("an empty dimension")
        return found

    def integer(self, key: str) -> int | None:
        """The integer of a name that is one, else None."""
        if key in self._integers:
            return self._integers[key]
        if key not in self.problem.integers and key not in self.problem.dimensions:
            return None
        if key in self._drawing:
            raise Unsupported("bounds that need each other")
        self._drawing.add(key)
        try:
            value = self._draw_integer(key)
        finally:
            self._drawing.discard(key)
        self._integers[key] = value
        return value

    def fix(self, key: str, value: int) -> None:
        """Give a name this value, whatever it was to be."""
        self._integers[key] = value

    def _integer_of(self, key: str, indices: tuple[int, ...]) -> int | None:
        return self.member_integer(key, indices) if indices else self.integer(key)

    def member_integer(self, key: str, indices: tuple[int, ...]) -> int | None:
        """The integer that a member of a family of integers is."""
        if key not in self.problem.integer_families or len(indices) != self.problem.declarations[key].slots:
            return None
        value = self.value(key, indices)
        return value if isinstance(value, int) else None

    def integers_used(self) -> dict[str, int]:
        """The dimensions, indices and bounds that have been drawn."""
        return dict(self._integers)

    def _draw_integer(self, key: str) -> int:
        declared = self.problem.declarations.get(key)
        traits = self.problem.traits(key)
        if declared is not None and declared.value is not None:
            found = as_integer(exact_value(declared.value, self._integer_of))
            if found is None:
                raise Unsupported(f"the integer {key}")
            return found
        if key in self.problem.free_indices:
            return self._draw_index(key)
        if declared is not None and declared.bounds is not None:
            low, high = self._bounds(declared, 3, 6)
            value = low + Source(self.key, key).below(high - low + 1)
        elif key in self.problem.dimensions:
            place = self.problem.dimensions.index(key)
            count = len(self.problem.dimensions)
            if count > 1 and self.attempt >= 2 and (self.attempt + self.turn) % count == place:
                value = MANY
            else:
                row = SIZES[(self.turn + self.attempt + self.problem.seed) % len(SIZES)]
                value = row[place] if place < len(row) else 3 + Source(self.key, key).below(3)
        elif key in self.problem.divided and self.attempt < 2:
            source = Source(self.key, key)
            value = math.prod(p ** source.below(n) for p, n in DIVISORS)
        else:
            # the parity alternates, the rest is random, so that differences of integers vary as well; small after failures
            parity = (mix(self.problem.seed, key) + self.turn + self.attempt) % 2
            wide = self.attempt < 2 or (self.problem.assumptions and self.attempt % 2)
            value = 3 + parity + 2 * (mix(self.key, key) % 2) if wide else 2 + parity
        if key in self.problem.spaced:
            how, other = self.problem.spaced[key]
            step = as_integer(exact_value(other, self._integer_of))
            if step is not None and 2 <= step <= 64:
                value = step ** (2 + value % 2) if how == "power" else step * value
        if (Trait.EVEN in traits and value % 2) or (Trait.ODD in traits and not value % 2):
            value += 1
        return value

    def _bounds(self, declared: Declaration, low: int, high: int) -> tuple[int, int]:
        if declared.bounds is not None:
            ends = [as_integer(exact_value(b, self._integer_of)) for b in declared.bounds]
            least, most = (low if ends[0] is None else ends[0]), (max(high, low) if ends[1] is None else ends[1])
            low, high = least, most
        if high < low:
            raise Undefined("an empty range")
        return low, high

    def _draw_index(self, key: str) -> int:
        declared = self.problem.declarations[key]
        low, high = self._bounds(declared, 1, 3)
        others = self.problem.free_indices
        choice = Source(self.key, key, "index").below(high - low + 1)
        if len(others) < 2 or self.problem.indices == "equal" and others.index(key) == 0:
            return low + choice
        equal = {"equal": True, "distinct": False}.get(self.problem.indices, self.turn % 2 == 1)
        place = others.index(key)
        if place == 0:
            return low + choice
        earlier = [self.integer(k) for k in others[:place]]
        if equal:
            target = earlier[Source(self.key, key, "equal").below(len(earlier))]
            if target is not None and low <= target <= high:
                return target
            raise Undefined("indices with disjoint ranges")
        for step in range(high - low + 1):
            value = low + (choice + step) % (high - low + 1)
            if value not in earlier:
                return value
        raise Undefined("no distinct index")

    # ------------------------------------------------------------ values
    def value(self, key: str, indices: tuple[int, ...] = ()) -> Exact:
        """The value of a name without a definition, or of one member of a family."""
        known = self._values.get((key, indices))
        if known is not None:
            return known
        number = self.integer(key) if not indices else None
        if number is not None:
            value: Exact = number
        elif key in self.problem.integer_families:
            value = 2 + Source(self.key, key, *indices).below(4)
        else:
            value = self.shaped(self._declared(key), Source(self.key, key, *indices))
            levels = self.problem.levels.get(key, ())
            choice = Source(self.key, key, *indices, "label").below(max(2, len(levels)))
            if choice < len(levels):
                value = levels[choice]
        self._values[key, indices] = value
        self.used[key, indices] = value
        return value

    def _declared(self, key: str) -> Declaration:
        declared = self.problem.declarations.get(key)
        if declared is None:
            raise Unsupported(f"the undeclared name {key}")
        if declared.kind in (Kind.FUNCTION, Kind.SET):
            raise Unsupported(f"the {declared.kind} {key} as a value")
        return declared

    def outcome_value(self, key: str, indices: tuple[int, ...], atom: int) -> Exact:
        """The value of a random variable at an outcome of its group."""
        declared = self._declared(key)
        level = atom if indices and declared.group.startswith(INDEPENDENT) else self._level(key, indices, atom)
        members = () if declared.group.startswith(IDENTICAL) else indices
        cache = (key, members, "level", level)
        known = self._values.get(cache)
        if known is None:
            known = self.shaped(declared, Source(self.key, key, *members, "level", level))
            self._values[cache] = known
        place = (*indices, atom)
        self.used[key, place] = known
        self.at_outcomes.add((key, place))
        return known

    @staticmethod
    def atoms(group: str) -> int:
        """How many outcomes a part of the sample space has; the parts of members of families end in their indices."""
        return MEMBER_ATOMS if group.endswith("]") else ATOMS

    def _level(self, key: str, indices: tuple[int, ...], atom: int) -> int:
        """One pair of outcomes shares a value; which pair differs from name to name."""
        source = Source(self.problem.seed, self.turn, key, *indices, "pair")
        first = source.below(ATOMS)
        second = (first + 1 + source.below(ATOMS - 1)) % ATOMS
        return first if atom == second else atom

    def event(self, key: str, atom: int) -> bool:
        """Whether a random name that serves as an event holds at an outcome: on some of them and not on all."""
        first = mix(self.key, key, "event") % ATOMS
        return atom == first or (atom != (first + 1) % ATOMS and mix(self.key, key, "event", atom) % 2 == 0)

    def weights(self, measure: str, group: str) -> list[Fraction]:
        """The probabilities of the outcomes of a group."""
        self.weighed.add((measure, group))
        shared = group.split("[")[0] if group.startswith(IDENTICAL) else group
        source = Source(self.key, "weights", measure, shared)
        raw = [2 + source.below(17) for _ in range(self.atoms(group))]
        return [Fraction(w, sum(raw)) for w in raw]

    def outcomes(self, groups: Iterable[str]) -> Iterator[dict[str, int]]:
        names = sorted(groups)
        for atoms in itertools.product(*(range(self.atoms(g)) for g in names)):
            yield dict(zip(names, atoms, strict=True))

    def set_size(self, text: str) -> int:
        """How many elements a set that is only named has here."""
        return 3 + (mix(self.problem.seed, text) + self.turn) % 3

    def element(self, text: str, k: int, declared: Declaration | None) -> Exact:
        """The k-th element of a named set, as a value."""
        source = Source(self.key, "element", text, k)
        return self.shaped(declared, source) if declared is not None else self._rational(source, frozenset())

    def shaped(self, declared: Declaration, source: Source) -> Exact:
        """A value of a declaration's shape and traits."""
        rows, cols = self.dimension(declared.shape.rows), self.dimension(declared.shape.cols)
        if rows * cols > LARGEST:
            raise OutOfBudget("a large matrix")
        if rows == 1 == cols:
            return self._scalar(source, declared.traits)
        value = self._matrix(rows, cols, source, declared.traits)
        if rows == cols and not declared.traits and declared.name in self.problem.oriented:
            return turned(value)  # type: ignore[arg-type]
        return value

    # ------------------------------------------------------------ numbers
    def _rational(self, source: Source, traits: frozenset[Trait]) -> Fraction:
        numerator, denominator = (
            NUMERATORS[source.below(len(NUMERATORS))],
            DENOMINATORS[source.below(len(DENOMINATORS))],
        )
        scale = self.magnitude.numerator, self.magnitude.denominator
        value = _number(numerator, denominator, self.attempt % len(SCALES), *scale)
        if self.signs == Signs.POSITIVE or traits & {Trait.POSITIVE, Trait.NONNEGATIVE}:
            return value
        if self.signs == Signs.NEGATIVE or source.below(2):
            return -value
        return value

    def _scalar(self, source: Source, traits: frozenset[Trait]) -> Fraction | Gaussian | int:
        if Trait.UNIT_INTERVAL in traits:
            return Fraction(3 + source.below(14), 19)
        if traits & {Trait.INTEGER, Trait.EVEN, Trait.ODD}:
            value = 3 + source.below(4)
            odd = Trait.ODD in traits or (Trait.EVEN not in traits and value % 2)
            return value if value % 2 == int(odd) else value + 1
        if Trait.UNIT in traits:
            return 1 if self.signs == Signs.POSITIVE or source.below(2) else -1
        if Trait.COMPLEX in traits:
            return Gaussian(self._rational(source, traits), self._rational(source, traits))
        return self._rational(source, traits)

    def _matrix(self, rows: int, cols: int, source: Source, traits: frozenset[Trait]) -> Exact:
        if Trait.COMPLEX in traits:
            real = [[self._rational(source, traits) for _ in range(cols)] for _ in range(rows)]
            imag = [[self._rational(source, traits) for _ in range(cols)] for _ in range(rows)]
            if rows == cols:
                return complex_matrix(real, imag, traits)
            if Trait.ORTHOGONAL in traits:
                raise Undefined("a unitary matrix that is not square")
            return gaussian(real, imag)
        if traits & {Trait.INTEGER, Trait.UNIT_INTERVAL}:
            entry = traits & {Trait.INTEGER, Trait.UNIT_INTERVAL}
            out = [[Fraction(self._as_fraction(source, frozenset(entry))) for _ in range(cols)] for _ in range(rows)]
        else:
            out = [[self._rational(source, traits) for _ in range(cols)] for _ in range(rows)]
        if Trait.DISTRIBUTION in traits:
            total = sum(abs(x) for row in out for x in row)
            out = [[abs(x) / total for x in row] for row in out]
        if rows != cols:
            if Trait.ORTHOGONAL in traits:
                return self._orthonormal(rows, cols, source)
            return unit_vector(out) if Trait.UNIT in traits else out
        return self._square(out, traits)

    def _orthonormal(self, rows: int, cols: int, source: Source) -> Rows:
        """Orthonormal columns: the first columns of an orthogonal matrix."""
        if cols > rows:
            raise Undefined("orthonormal columns of a wide matrix")
        whole = cayley([[self._as_fraction(source, frozenset()) for _ in range(rows)] for _ in range(rows)])
        return [row[:cols] for row in whole]

    def _as_fraction(self, source: Source, traits: frozenset[Trait]) -> Fraction:
        value = self._scalar(source, traits)
        if isinstance(value, Gaussian):
            raise IllTyped("a complex entry")
        return Fraction(value)

    def _square(self, out: Rows, traits: frozenset[Trait]) -> Rows:
        n = len(out)
        if Trait.ORTHOGONAL in traits:
            return householder(out) if Trait.SYMMETRIC in traits else cayley(out)
        if Trait.DIAGONAL in traits:
            positive = Trait.POSITIVE_DEFINITE in traits
            return [
                [(abs(out[i][i]) if positive else out[i][i]) if i == j else Fraction(0) for j in range(n)]
                for i in range(n)
            ]
        if Trait.POSITIVE_DEFINITE in traits:
            return positive_definite(out)
        if Trait.SYMMETRIC in traits:
            return [[out[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]
        if Trait.SKEW in traits:
            return [[out[i][j] if i < j else -out[j][i] if i > j else Fraction(0) for j in range(n)] for i in range(n)]
        return out


def named_set(node: Expr) -> str:
    """A key for a set that is only named."""
    return repr(node)

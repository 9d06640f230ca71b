"""Densities as numbers: one random joint table a measure, with an axis for each name.

A table is a mixture: a hidden outcome of random weights, given which every axis has random weights of its own. So each
marginal of any number of axes is a short sum, and it never matters which other axes there are. With one hidden outcome all axes
are independent; with as many as `HIDDEN` no two of them are, given any others.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Final

from mathlint.engine.evaluate import Element, Evaluator
from mathlint.engine.failures import OutOfBudget, Undefined, Unsupported
from mathlint.engine.problem import Problem
from mathlint.engine.rings import mix
from mathlint.engine.sample import Source
from mathlint.expr.density import Density, Event, Slot, densities, letters
from mathlint.expr.obligation import Kind
from mathlint.expr.tree import Expr

HIDDEN: Final = 5
OUTCOMES: Final = 3
LARGEST: Final = 2000
"""Cells that one probability may sum over."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which of its meanings a step is tried in.

    alike: all names are independent, and members of a family identically distributed. single: members of a family are values of
    one name (`m_1`, `m_2` of `m`), not names of their own. binary: a name that is compared with at most two numbers has no
    other values.
    """

    alike: bool = False
    single: bool = False
    binary: bool = False


Place = tuple[str, tuple[int, ...]]
"""An axis: a name, and which member of its family."""


@dataclass(frozen=True, eq=False)
class Tables:
    """What the densities of a problem are about. numbers: of each axis, those it is compared with. ends: of a family, or of an
    axis that is summed over integers, its first and last."""

    meaning: Meaning
    read: Mapping[Expr, Density]
    merged: frozenset[str]
    """Primed letters that are another value of the letter without primes."""
    numbers: Mapping[str, tuple[Fraction, ...]]
    ends: Mapping[str, tuple[Expr, Expr]]
    families: frozenset[str]
    lowered: frozenset[str]
    """Capitals that are equated with their small letters: `X = x`."""
    drawn: dict[object, list[Fraction]] = field(default_factory=dict)

    def axis(self, written: str) -> str:
        if written in self.merged:
            return written.rstrip("'")
        return written.lower() if written in self.lowered else written


def tables_of(problem: Problem, meaning: Meaning) -> Tables | None:
    """None where something is opaque that is no density over plain names."""
    read = densities(problem.reached)
    if read is None:
        return None
    for key in problem.names:
        declared = problem.declarations.get(key)
        if (
            declared is not None
            and declared.value is not None
            and not declared.value.free.isdisjoint({s.name for d in read.values() for s in (*d.slots, *d.given)})
        ):
            return None
    together: set[frozenset[str]] = set()
    bound: dict[str, bool] = {}
    numbers: dict[str, set[Fraction]] = {}
    lowered: set[str] = set()
    families: set[str] = set()
    for density in read.values():
        slots = (*density.slots, *density.given)
        together.add(frozenset(s.name for s in slots))
        for slot in slots:
            if slot.at is None:
                continue
            name = slot.at.head == "name"
            bound[slot.name] = bound.get(slot.name, True) and name and "#" in slot.at.datum
            if slot.at.head == "number":
                numbers.setdefault(slot.name, set()).add(slot.at.datum)
            elif slot.at.head == "item" and not slot.equated:
                families.add(slot.name)
            if slot.equated and name and slot.at.datum.split("#", 1)[0].rstrip("'") == slot.name.lower() != slot.name:
                lowered.add(slot.name)
    merged = frozenset(
        name for name, all_bound in bound.items()
        if name.endswith("'") and all_bound and not any({name, name.rstrip("'")} <= group for group in together)
    )  # fmt: skip
    ends: dict[str, tuple[Expr, Expr]] = {}
    for node in problem.reached:
        for n in node.walk():
            if n.head == "sum":
                for inner in n.args[3].walk():
                    for slot in _slots(read.get(inner)):
                        if slot.at is not None and n.args[0].datum in slot.at.free:
                            ends.setdefault(slot.name, (n.args[1], n.args[2]))
    return Tables(
        meaning,
        read,
        merged,
        {k: tuple(sorted(v)) for k, v in numbers.items()},
        ends,
        frozenset(families),
        frozenset(lowered),
    )


def _slots(density: Density | None) -> tuple[Slot, ...]:
    return () if density is None else (*density.slots, *density.given)


# ---------------------------------------------------------------- places and outcomes
def place(ev: Evaluator, tables: Tables, slot: Slot) -> Place:
    if slot.at is not None and slot.at.head == "item" and not slot.equated and not tables.meaning.single:
        return slot.name, tuple(ev.label(i) for i in slot.at.args[1:])
    return tables.axis(slot.name), ()


def size(ev: Evaluator, tables: Tables, axis: str) -> int:
    numbers = tables.numbers.get(axis, ())
    if axis in tables.ends and (axis not in tables.families or tables.meaning.single):
        low, high = tables.ends[axis]
        return max(1, ev.integer(high) - ev.integer(low) + 1)
    if axis in tables.families and tables.meaning.single:
        return 2 * OUTCOMES
    if tables.meaning.binary and numbers:
        if len(numbers) > 2:
            raise Unsupported("more than two values")
        return 2
    return max(OUTCOMES, len(numbers) + 1)


def outcome(ev: Evaluator, tables: Tables, axis: str, at: Expr) -> int:
    """Which outcome of an axis a value is. A name without a value is an outcome chosen at random."""
    count = size(ev, tables, axis)
    match at.head:
        case "number":
            numbers = tables.numbers.get(axis, ())
            if axis in tables.ends:
                return int(at.datum) - ev.integer(tables.ends[axis][0])
            if tables.meaning.binary and numbers == (Fraction(1),):
                return 1
            return numbers.index(at.datum) if at.datum in numbers else 0
        case "name":
            value = ev.bound.get(at.datum)
            if value.__class__ is Element:
                return int(value.index)
            if value.__class__ is int and axis in tables.ends:
                return int(value) - ev.integer(tables.ends[axis][0])
            if value is not None:
                raise Unsupported("a value that is no outcome")
            return mix(ev.draw.key, "outcome", axis, at.datum) % count
        case "item":
            labels = tuple(ev.label(i) for i in at.args[1:])
            if tables.meaning.single and axis in tables.families:
                low = ev.integer(tables.ends[axis][0]) if axis in tables.ends else 1
                if not 0 <= labels[0] - low < count:
                    raise Undefined("a value that is none")
                return labels[0] - low
            if at.args[0].datum in ev.bound:
                raise Unsupported("a member of a bound family")
            return mix(ev.draw.key, "outcome", axis, str(at.args[0].datum), *labels) % count
    raise Unsupported("a density at a compound value")


def event_outcome(ev: Evaluator, letter: str) -> int:
    return mix(ev.draw.key, "outcome", letter, letter) % OUTCOMES


# ---------------------------------------------------------------- probabilities
@lru_cache(maxsize=4096)
def _weights(state: int, count: int) -> tuple[Fraction, ...]:
    source = Source()
    source.state = state
    raw = [2 + source.below(23) for _ in range(count)]
    return tuple(Fraction(w, sum(raw)) for w in raw)


def _conditional(
    ev: Evaluator, tables: Tables, measure: str, hidden: int, at: Place, count: int
) -> tuple[Fraction, ...]:
    name, members = at
    if tables.meaning.alike:
        name, members = name.rstrip("'"), ()
    return _weights(mix(ev.draw.key, "axis", measure, hidden, name, *members), count)


def marginal(ev: Evaluator, tables: Tables, measure: str, cell: Mapping[Place, int]) -> Fraction:
    """The probability that these axes have these outcomes."""
    hidden = 1 if tables.meaning.alike else HIDDEN
    total = Fraction(0)
    for h, weight in enumerate(_weights(mix(ev.draw.key, "hidden", measure), hidden)):
        for at, k in cell.items():
            weight *= _conditional(ev, tables, measure, h, at, size(ev, tables, at[0]))[k]
        total += weight
    return total


def _holds(event: Event, ev: Evaluator, cell: Mapping[Place, int]) -> bool:
    match event:
        case str():
            return cell[event, ()] == event_outcome(ev, event)
        case ("not", inner):
            return not _holds(inner, ev, cell)
        case (kind, left, right):
            both = _holds(left, ev, cell), _holds(right, ev, cell)
            return all(both) if kind == "and" else any(both)
    raise Unsupported("an event")


def probability(ev: Evaluator, tables: Tables, measure: str, slots: tuple[Slot, ...]) -> Fraction:
    cell: dict[Place, int] = {}
    events: list[Event] = []
    for slot in slots:
        if slot.event is not None:
            events.append(slot.event)
            continue
        assert slot.at is not None
        at = place(ev, tables, slot)
        k = outcome(ev, tables, at[0], slot.at)
        if cell.setdefault(at, k) != k:
            return Fraction(0)
    open_axes = sorted({letter for event in events for letter in letters(event)})
    total = Fraction(0)
    if OUTCOMES ** len(open_axes) > LARGEST:
        raise OutOfBudget("a large table")
    for outcomes in itertools.product(range(OUTCOMES), repeat=len(open_axes)):
        full = dict(cell)
        for letter, k in zip(open_axes, outcomes, strict=True):
            if full.setdefault((letter, ()), k) != k:
                break
        else:
            if all(_holds(event, ev, full) for event in events):
                total += marginal(ev, tables, measure, full)
    return total


def density(ev: Evaluator, tables: Tables, node: Expr) -> Fraction:
    found = tables.read[node]
    whole = probability(ev, tables, found.measure, (*found.slots, *found.given))
    if not found.given:
        return whole
    below = probability(ev, tables, found.measure, found.given)
    if not below:
        raise Undefined("a condition of probability zero")
    return whole / below


# ---------------------------------------------------------------- sums over an axis, expectations
def value_at(ev: Evaluator, tables: Tables, axis: str, k: int) -> Fraction:
    """The number that a name is at an outcome."""
    numbers = tables.numbers.get(axis, ())
    if tables.meaning.binary and numbers == (Fraction(1),):
        return Fraction(k)
    if k < len(numbers):
        return numbers[k]
    return Fraction(3 + mix(ev.draw.key, "value", axis, k) % 29, 7)


def axis_of_bound(tables: Tables, variable: str, body: Expr) -> str | None:
    """The axis that a bound name runs along: the one of the densities that it stands in."""
    found = {
        tables.axis(slot.name)
        for n in body.walk()
        for slot in _slots(tables.read.get(n))
        if slot.at is not None and slot.at.head == "name" and slot.at.datum == variable
    }
    if not found:
        for n in body.walk():
            if n.head == "expect" and n.datum and variable in n.free:
                raise Unsupported("a sum of expectations")
        return None
    if len(found) > 1:
        raise Unsupported("a name with two meanings")
    return found.pop()


_WORDS: Final = re.compile(
    r"^(?:(?P<over>[^()|]*?)\\sim)?(?P<measure>[pPqQ](?:_\{?\\?[A-Za-z]+\}?)?)?(?:\((?P<inside>[^()]*)\))?$"
)


@dataclass(frozen=True, slots=True)
class Average:
    """Over which names an expectation is taken, by which measure, and what is held fixed."""

    over: tuple[str, ...]
    measure: str
    given: tuple[str, ...]


def average_of(ev: Evaluator, node: Expr) -> Average:
    """Reads what stands below an expectation."""
    text, body = str(node.datum or ""), node.args[0]
    random = tuple(sorted(k for k in body.free if ev.problem.kind(k) is Kind.RANDOM))
    if not text or text in random:
        return Average(random, "p", ())
    match = _WORDS.match(text)
    if match is None or match["measure"] is None:
        raise Unsupported(f"an expectation over `{text}`")
    measure = match["measure"]
    measure = ("p" if measure[0] in "pP" else "q") + (f"_{{{measure[1:].strip('_{}')}}}" if len(measure) > 1 else "")
    if match["inside"] is None:
        return Average(tuple((match["over"] or "").split(",")) if match["over"] else random, measure, ())
    over, _, given = match["inside"].replace("\\mid", "|").partition("|")
    names, fixed = tuple(n for n in over.split(",") if n), tuple(n for n in given.split(",") if n)
    if (
        match["over"]
        and match["over"] != over
        or any(not re.fullmatch(r"[A-Za-z]'?|\\[a-z]+|\\mathbf\{[A-Za-z]\}", n) for n in (*names, *fixed))
    ):
        raise Unsupported(f"an expectation over `{text}`")
    return Average(names, measure, fixed)


def known_axis(tables: Tables, name: str) -> str:
    axes = {tables.axis(s.name) for d in tables.read.values() for s in (*d.slots, *d.given)}
    return name.lower() if name not in axes and name.lower() in axes else tables.axis(name)


__all__ = ["Average", "Meaning", "Tables", "average_of", "axis_of_bound", "density", "tables_of", "value_at"]

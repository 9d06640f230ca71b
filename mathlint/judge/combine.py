"""From the verdicts of a step's readings to one verdict. The first reading that holds is the one that was meant.

A step is false only if every reading of it is false, and nothing that the page says about its names was left out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

from mathlint.elaborate.model import Block, Blockage, Reading
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided, Verdict
from mathlint.expr.obligation import Obligation
from mathlint.judge.witness import names

Decide: TypeAlias = Callable[[Obligation], Verdict]

TRANSPOSED: Final = Undecided(Reason.AMBIGUOUS, "the two sides are each other's transposes")
"""A step that holds in the other layout of gradients: never an alarm."""


DOUBTFUL: Final = "as it stands it is false, and it holds only in a reading that is in doubt"


BARE: Final = Undecided(Reason.UNKNOWN_SYMBOL, "two names are set equal, and neither has a value")
"""`μ_1 = μ_2 = μ_3` after "the hypothesis is" supposes something; it claims nothing of all numbers."""


_DERIVED: Final = frozenset(("derivative", "gradient", "jacobian", "hessian", "divergence", "laplacian", "limit"))
"""What gives nothing where a name was read that should have been a function."""
FIXED: Final = ("constant ratio", "constant difference", "factor of a term", "nowhere defined")
WIDER: Final = frozenset({"e is a variable", "π is a variable"})
"""Readings of letters that leave open what a constant is."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is known of a step under one reading. differs: the sides do, though what the page says keeps it from being refuted."""

    reading: Reading
    verdict: Verdict
    differs: bool = False


def opinion(reading: Reading, verdict: Verdict, settled: bool = False) -> Opinion:
    """The engine's verdict, tempered by what the page says and the engine could not use."""
    match verdict:
        case Refuted(witness=witness) | Conditional(witness=witness):
            if witness.transposed:
                return Opinion(reading, TRANSPOSED)
            if _two_bare_names(reading.obligation):
                return Opinion(reading, BARE)
            if reading.again and not _told(reading, verdict):
                return Opinion(reading, Undecided(Reason.CONTEXT, reading.again), isinstance(verdict, Refuted))
            blocks = () if settled else standing(reading, verdict)
            if blocks:
                block = min(blocks, key=_urgency)
                return Opinion(reading, Undecided(Reason(block.why.value), block.what), isinstance(verdict, Refuted))
    return Opinion(reading, verdict)


def _told(reading: Reading, verdict: Refuted | Conditional) -> bool:
    """Whether what the page said before makes a step false: by a factor, in numbers alone that stand close by, or in one term of what a
    recurrence close by leads to."""
    if not isinstance(verdict, Refuted):
        return False
    numbers = reading.near and not reading.blocks and not verdict.witness.point and not verdict.witness.dims
    fixed = verdict.method == "constant ratio" or (reading.unrolled and reading.near and verdict.method in FIXED)
    return fixed or numbers


def standing(reading: Reading, verdict: Verdict) -> tuple[Block, ...]:
    """The blocks that count against this verdict: sides a fixed multiple apart are so whatever is known of the names."""
    if isinstance(verdict, Refuted) and verdict.method in FIXED:
        return tuple(b for b in reading.blocks if b.firm)
    return reading.blocks


MOST_FACTS: Final = 6
"""So many supposed equations are looked at for one step."""


def unmoved(blocks: Sequence[Block], ask: Decide) -> bool:
    """Whether all that stands against a verdict are equations that hold of themselves: `using $(ab)^2 = a^2 b^2$`."""
    facts: list[Sequence[Reading]] = []
    for block in blocks:
        if block.bearing is None or block.firm:
            return False
        facts += block.bearing()
    if not facts or len(facts) > MOST_FACTS:
        return False
    return all(any(holds(ask(reading.obligation)) for reading in islice(readings, 2)) for readings in facts)


def _two_bare_names(obligation: Obligation) -> bool:
    valued = {d.name for d in obligation.declarations if d.value is not None}
    return all(
        side.head in ("name", "item") and side.free.isdisjoint(valued) for side in (obligation.left, obligation.right)
    )


def _urgency(block: Block) -> int:
    return 0 if block.why is Blockage.UNKNOWN_SYMBOL else 1


def holds(verdict: Verdict | None) -> bool:
    return isinstance(verdict, Proved | Supported)


def combine(opinions: Sequence[Opinion]) -> Opinion:
    """One opinion for the step; `opinions` is not empty and stands in order of preference.

    A reading in which the shapes do not fit is no plausible reading as long as another one has a meaning; nor is one that
    needs a name of which the page knows nothing, where the preferred reading does without (`T` in `x^T` as an exponent).
    """
    surely_false = isinstance(opinions[0].verdict, Refuted)
    for found in opinions:
        if holds(found.verdict) and not _empty_order(found.reading, opinions[0].reading):
            if surely_false and any(block.firm for block in found.reading.blocks):
                return replace(found, verdict=Undecided(Reason.AMBIGUOUS, DOUBTFUL))
            return found
    opinions = [o for o in opinions if not holds(o.verdict)]
    # what was said before may support a step, or make it false by a factor; it saves none
    opinions = [o for o in opinions if not o.reading.again or isinstance(o.verdict, Refuted)] or opinions
    opinions = _undoubted(opinions)
    preferred = opinions[0].reading
    likely = [o for o in opinions if o.reading is preferred or not _far_fetched(o.reading, preferred)]
    meaningful = [o for o in likely if not _meaningless(o)] or likely
    for kind in (Undecided, Conditional):
        for found in meaningful:
            if isinstance(found.verdict, kind):
                return found
    return meaningful[0]


def _undoubted(opinions: Sequence[Opinion]) -> Sequence[Opinion]:
    """What is false by a fixed factor with the names left open stays so with any definition put in for them."""
    false = [
        o.reading for o in opinions if isinstance(o.verdict, Refuted) and (o.verdict.method in FIXED or o.reading.again)
    ]
    frames = {reading.frame for reading in false}
    sides = {(reading.obligation.left, reading.obligation.right) for reading in false}

    def settled(reading: Reading) -> bool:
        claimed = (reading.obligation.left, reading.obligation.right)
        return reading.frame in frames or claimed in sides or any(_split(reading, other) for other in false)

    kept = [o for o in opinions if isinstance(o.verdict, Refuted) or not settled(o.reading)] or opinions
    if false and (settled(opinions[0].reading) or opinions[0].reading in false or any(r.again for r in false)):
        # what it means at first sight is false for certain, and no other way to read it is known to make it true
        kept = [o for o in kept if not o.differs and not _unread(o.verdict)]
    plain = [o.reading for o in kept if isinstance(o.verdict, Refuted) and not o.reading.blocks]
    surely = [o.reading for o in kept if isinstance(o.verdict, Refuted) and o.verdict.method in FIXED]
    kept = [o for o in kept if not any(_has_a_meaning(o, other) for other in plain)]
    kept = [o for o in kept if not any(_is_wider(o, other) for other in (*plain, *surely))]
    related = [o for o in kept if _related(o.reading)]
    return related or kept


def _has_a_meaning(found: Opinion, other: Reading) -> bool:
    """Whether all that keeps this reading from being false is a letter without a value, which has its usual meaning in the other."""
    here, there = ({d.name for d in r.obligation.declarations} for r in (found.reading, other))
    unknown = {b.name for b in found.reading.blocks if b.why is Blockage.UNKNOWN_SYMBOL}
    return (
        found.differs
        and there < here
        and here - there <= unknown
        and all(b.why is Blockage.UNKNOWN_SYMBOL and b.name not in there for b in found.reading.blocks)
    )


def _unread(verdict: Verdict) -> bool:
    """Whether a reading says nothing: it was not computed, or no point was found at which it means anything."""
    return isinstance(verdict, Undecided) and verdict.reason in (Reason.UNSUPPORTED, Reason.NO_DOMAIN)


def _is_wider(found: Opinion, other: Reading) -> bool:
    """Whether this reading takes for a variable what is a constant in the other: what is false of the constant holds of no variable."""
    more = set(found.reading.choices) - set(other.choices)
    return bool(more) and more <= WIDER and isinstance(found.verdict, Undecided)


def _split(reading: Reading, other: Reading) -> bool:
    """Whether this reading takes for two names what is one in the other, and needs a value that nothing gives: `v` and **v**."""
    here, there = ({d.name for d in r.obligation.declarations} for r in (reading, other))
    unknown = {block.name for block in reading.blocks if block.why is Blockage.UNKNOWN_SYMBOL}
    return (
        there < here
        and here - there <= unknown
        and all(d.value is None for r in (reading, other) for d in r.obligation.declarations)
    )


def _related(reading: Reading) -> bool:
    """Whether the two sides have a name in common, as far as they have names: sides about different things were misread."""
    left, right = reading.obligation.left.free, reading.obligation.right.free
    return (
        not left
        or not right
        or not left.isdisjoint(right)
        or any(d.value is not None for d in reading.obligation.declarations)
    )


def _empty_order(reading: Reading, preferred: Reading) -> bool:
    """Whether this reading is an inequality that may hold only by its choices: of a base, of a name that no one knows."""
    if reading is preferred or reading.obligation.relation in ("=", "≈"):
        return False
    bases = [{choice for choice in r.choices if " base: " in choice} for r in (reading, preferred)]
    return bases[0] != bases[1] or _far_fetched(reading, preferred)


def _far_fetched(reading: Reading, preferred: Reading) -> bool:
    known = set(names(preferred).values())
    return any(block.why is Blockage.UNKNOWN_SYMBOL and block.name not in known for block in reading.blocks)


def _meaningless(opinion: Opinion) -> bool:
    """In this reading the shapes do not fit, or both sides are nothing. The sizes of Kronecker products are drawn, not known."""
    verdict = opinion.verdict
    if not isinstance(verdict, Undecided) or verdict.reason not in (Reason.ILL_TYPED, Reason.VACUOUS):
        return False
    sides = (opinion.reading.obligation.left, opinion.reading.obligation.right)
    if verdict.reason is Reason.VACUOUS:
        # nothing with the definitions put in: the step may hold for that very reason; so it does without any derivative
        derived = any(n.head in _DERIVED for side in sides for n in side.walk())
        return derived and all(d.value is None for d in opinion.reading.obligation.declarations)
    return not any(n.head == "kronecker" for side in sides for n in side.walk())

"""What a whole file agrees on, found from the verdicts of its steps: the base of logarithms, the layout of gradients.

A convention never makes a step false that some reading makes true. It says which reading comes first, and, once it is
settled, it closes the readings that contradict it for steps that hold in none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from mathlint.elaborate.model import Reading
from mathlint.judge.combine import Opinion, holds

FILE_WIDE: Final = ("log base", "lg base", "layout", "imaginary unit")
"""The choices that an author makes once for a page; a choice reads "what: which"."""

VOTES_TO_SETTLE: Final = 2


def choices(reading: Reading) -> dict[str, str]:
    """The file-wide choices of a reading: what → which."""
    parts = (choice.partition(":") for choice in reading.choices)
    return {what.strip(): which.strip() for what, _, which in parts if what.strip() in FILE_WIDE}


@dataclass(frozen=True, slots=True)
class Conventions:
    """preferred: the choice with the most votes. settled: those of them that no step speaks against."""

    preferred: Mapping[str, str] = field(default_factory=dict)
    settled: frozenset[str] = frozenset()

    def order(self, opinions: Sequence[Opinion]) -> list[Opinion]:
        """The same opinions, those that follow the conventions first; without those that a settled one excludes."""
        if all(not choices(o.reading) for o in opinions):
            return list(opinions)
        ordered = sorted(opinions, key=self._against)
        if any(holds(o.verdict) for o in opinions):
            return ordered
        return [o for o in ordered if not self._excluded(o)] or ordered

    def _against(self, opinion: Opinion) -> int:
        return sum(self.preferred.get(what, which) != which for what, which in choices(opinion.reading).items())

    def _excluded(self, opinion: Opinion) -> bool:
        mine = choices(opinion.reading)
        return any(what in mine and mine[what] != self.preferred[what] for what in self.settled)


def agree(steps: Iterable[Sequence[Opinion]]) -> Conventions:
    """An equality votes for a choice if it holds under it and under none of the others."""
    votes: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for opinions in steps:
        fitting: defaultdict[str, set[str]] = defaultdict(set)
        offered: defaultdict[str, set[str]] = defaultdict(set)
        for opinion in opinions:
            for what, which in choices(opinion.reading).items():
                offered[what].add(which)
                if holds(opinion.verdict) and opinion.reading.obligation.relation in ("=", "≈"):
                    fitting[what].add(which)
        for what, which_ones in fitting.items():
            if len(which_ones) == 1 and len(offered[what]) > 1:
                votes[what].update(which_ones)
    preferred = {what: count.most_common(1)[0][0] for what, count in votes.items()}
    settled = (what for what, count in votes.items() if len(count) == 1 and count.total() >= VOTES_TO_SETTLE)
    return Conventions(preferred, frozenset(settled))

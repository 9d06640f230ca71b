"""The plan of draws: how many points, of which signs, and what they said together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from mathlint.engine.compare import Answer
from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.failures import OutOfBudget, TooLarge, Unclear, Undefined, Unmet
from mathlint.engine.problem import Problem
from mathlint.engine.sample import Draw, Signs
from mathlint.engine.trial import Trial, try_at

POINTS: Final = 3
"""How many points must agree."""
ATTEMPTS: Final = 6
"""How often a draw is rescaled while a side is undefined."""
REDRAWS: Final = 30
"""How often more while an assumption is not met."""
UNCLEAR: Final = 2
"""At how many points a numerical method may fail before it is given up."""
PLAN: Final = (Signs.POSITIVE, Signs.POSITIVE, Signs.NEGATIVE, Signs.MIXED)
HEAVY: Final = frozenset({"integral", "limit"})
HEAVY_PLAN: Final = (Signs.POSITIVE, Signs.POSITIVE, Signs.MIXED)
"""For heads whose evaluation is costly."""
EXTRA: Final = (Signs.POSITIVE, Signs.MIXED, Signs.POSITIVE, Signs.NEGATIVE)


@dataclass
class Tally:
    """What the trials of one plan said."""

    agreed: list[tuple[str, Trial]] = field(default_factory=list)
    differed: list[tuple[str, Trial]] = field(default_factory=list)
    vague: int = 0
    undefined: str = ""

    def certain(self) -> list[Trial]:
        return [t for _, t in self.differed if t.certain]


def trials_at(
    problem: Problem, meter: Meter, options: Options, plan: tuple[str, ...], first: int = 0
) -> Iterator[tuple[str, Trial | str]]:
    """A trial for each pattern of signs, drawn again while undefined; where it stays so, the reason."""
    unclear = 0
    for turn, signs in enumerate(plan, first):
        reason = "no point in the common domain"
        undefined = 0
        for attempt in range(ATTEMPTS + REDRAWS):
            if undefined == ATTEMPTS:
                yield signs, reason
                break
            try:
                trial = try_at(problem, Draw(problem, turn, signs, attempt), meter, options)
            except Undefined as error:
                undefined += not isinstance(error, Unmet)
                if isinstance(error, TooLarge) and (undefined == ATTEMPTS or closed(problem)):
                    raise OutOfBudget(str(error)) from None
                reason = str(error)
                continue
            except Unclear as error:
                yield signs, str(error)
                unclear += 1
                if unclear > UNCLEAR or closed(problem):
                    return
                break
            yield signs, trial
            break
        else:
            yield signs, reason


def count(tally: Tally, signs: str, outcome: Trial | str) -> None:
    if isinstance(outcome, str):
        tally.undefined = outcome
    elif outcome.answer is Answer.AGREE:
        tally.agreed.append((signs, outcome))
    elif outcome.answer is Answer.DIFFER:
        tally.differed.append((signs, outcome))
    else:
        tally.vague += 1


def closed(problem: Problem) -> bool:
    """Nothing is drawn: one evaluation decides."""
    return not problem.names and not problem.dimensions and problem.heads.isdisjoint({
        "opaque", "sum_over", "product_over", "integral_over", "argmax", "argmin", "extremum",
    })  # fmt: skip


def take(
    problem: Problem,
    meter: Meter,
    options: Options,
    strict: bool = False,
    ends: Callable[[str, Trial | str], bool] | None = None,
) -> Tally:
    """strict: one difference is enough to know. ends: whether this outcome, at these signs, ends the plan."""
    tally = Tally()
    if closed(problem):
        for signs, outcome in trials_at(problem, meter, options, (Signs.POSITIVE,)):
            count(tally, signs, outcome)
        return tally
    heavy = not problem.heads.isdisjoint(HEAVY)
    plan = HEAVY_PLAN if heavy else PLAN + ((Signs.MIXED, Signs.POSITIVE) if problem.integers else ())
    for signs, outcome in trials_at(problem, meter, options, plan):
        count(tally, signs, outcome)
        if (strict and tally.differed) or (ends is not None and ends(signs, outcome)):
            return tally
        if len(tally.differed) >= 2 and not tally.agreed and all(s == Signs.POSITIVE for s, _ in tally.differed[:2]):
            return tally
    enough = len(tally.agreed) >= POINTS or len(tally.differed) >= 2
    if not enough and (tally.agreed or tally.differed or tally.undefined):
        for signs, outcome in trials_at(problem, meter, options, EXTRA, len(plan)):
            count(tally, signs, outcome)
            nowhere = not (tally.agreed or tally.differed or tally.vague)
            if nowhere or len(tally.agreed) >= POINTS or len(tally.differed) >= 2:
                break
    return tally

"""What a slower prover adds: steps that the engine left open may hold after all, and steps that agree may be proved.

It never makes a step false, and it is asked only after everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from mathlint.engine.verdict import SIDES_DIFFER, Proved, Reason, Supported, Undecided
from mathlint.expr.obligation import Obligation
from mathlint.judge.combine import Opinion, holds
from mathlint.judge.model import Judgement

OPEN: Final = (Reason.BUDGET, Reason.UNSUPPORTED, Reason.NO_DOMAIN)
"""The reasons that speak of computing, and not of what the page means."""


class Prover(Protocol):
    """Derives identities, and says how; None where it cannot. numbers_known: the sides are known to agree at random points."""

    def derive(self, obligation: Obligation, numbers_known: bool = False) -> str | None: ...


@dataclass(frozen=True)
class Effort:
    """What to ask a prover for. deep: steps that were left open. prove: steps that agree at random points."""

    prover: Prover
    deep: bool = False
    prove: bool = False


def deepened(opinions: Sequence[Opinion], effort: Effort) -> list[Opinion]:
    """The opinions on one step; where no reading holds, the first one that is open and can be derived does."""
    found = list(opinions)
    if any(holds(o.verdict) for o in found):
        return found
    for number, one in enumerate(found):
        if _is_open(one) and (how := effort.prover.derive(one.reading.obligation)) is not None:
            found[number] = replace(one, verdict=Proved(how))
            break
    return found


def _is_open(one: Opinion) -> bool:
    return (
        isinstance(one.verdict, Undecided)
        and one.verdict.reason in OPEN
        and not one.verdict.detail.startswith(SIDES_DIFFER)
        and not one.differs
        and not any(block.firm for block in one.reading.blocks)  # a reading in doubt is not saved by a proof
    )


def proved(judgement: Judgement, effort: Effort) -> Judgement:
    """The judgement, with a proof in the place of agreement where there is one."""
    if not isinstance(judgement.verdict, Supported) or judgement.reading is None:
        return judgement
    how = effort.prover.derive(judgement.reading.obligation, numbers_known=True)
    return judgement if how is None else replace(judgement, verdict=Proved(how))

"""The sanity brakes: where too much comes out false, it is the reading that went wrong, not the page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mathlint.elaborate.model import Elaboration, Role
from mathlint.engine.verdict import Reason, Refuted, Undecided
from mathlint.judge.model import Judgement, Pattern, Weight

CHAIN_ALARMS: Final = 3
"""So many false links, if they are three quarters of their chain, mean that the chain was misread."""
FILE_ALARMS: Final = 3
"""So many chains with alarms, if they are more than one for ten claims, mean that the file may be misread."""
CLAIMS_PER_ALARM: Final = 10

MISREAD_CHAIN: Final = Undecided(Reason.AMBIGUOUS, "most of this chain came out false, so it was probably misread")
MISREAD_SECTION: Final = "much of this section could not be read, so this step may have been misread"
MISREAD_FILE: Final = "unusually many steps of this file came out false, so it may have been misread"


def brake(judgements: Sequence[Judgement], elaboration: Elaboration) -> list[Judgement]:
    """All three brakes, the narrowest first."""
    slowed = _chains(judgements)
    slowed = [_soften(j, MISREAD_SECTION) if j.step.section in elaboration.sections_unread else j for j in slowed]
    claims = sum(j.step.role is Role.CLAIM for j in slowed)
    # two alarms of one chain have one cause as a rule; and there is no misreading of numbers
    alarms = len({j.step.chain for j in slowed if is_alarm(j) and not _of_numbers(j)})
    if alarms >= FILE_ALARMS and alarms * CLAIMS_PER_ALARM > claims:
        slowed = [j if _of_numbers(j) else _soften(j, MISREAD_FILE) for j in slowed]
    return slowed


def _of_numbers(judgement: Judgement) -> bool:
    """Whether two numbers were compared that stand there written out."""
    verdict, reading = judgement.verdict, judgement.reading
    if not isinstance(verdict, Refuted) or reading is None or verdict.witness.point or verdict.witness.dims:
        return False
    return not reading.obligation.declarations and not reading.given


def is_alarm(judgement: Judgement) -> bool:
    return judgement.weight is not Weight.INFO and isinstance(judgement.verdict, Refuted)


def _soften(judgement: Judgement, note: str) -> Judgement:
    if judgement.weight is Weight.INFO:
        return judgement
    return replace(judgement, weight=Weight.INFO, notes=(*judgement.notes, note))


def _chains(judgements: Sequence[Judgement]) -> list[Judgement]:
    links: defaultdict[int, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        if judgement.step.role is Role.CLAIM:
            links[judgement.step.chain].append(judgement)
    misread = {chain for chain, members in links.items() if _misread(members)}
    return [
        replace(j, verdict=MISREAD_CHAIN, weight=Weight.INFO, pattern=Pattern.MISREAD, explanation=None)
        if j.step.chain in misread and isinstance(j.verdict, Refuted)
        else j
        for j in judgements
    ]


def _misread(members: Sequence[Judgement]) -> bool:
    false = sum(isinstance(j.verdict, Refuted) and j.pattern is not Pattern.FOLLOWS for j in members)
    return false >= CHAIN_ALARMS and 4 * false >= 3 * len(members)

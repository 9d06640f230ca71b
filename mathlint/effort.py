"""`--deep` and `--prove`: the one process of sympy that a process of mathlint may have, started when it is first asked."""

from __future__ import annotations

import atexit
from typing import Final

from mathlint.engine.symbolic_process import TOTAL_SECONDS, Sympy
from mathlint.judge.deep import Effort

_kept: Final[list[Sympy]] = []


def effort_for(deep: bool, prove: bool) -> Effort | None:
    """For the next note, with all of its time; None where nothing more was asked for."""
    if not (deep or prove):
        return None
    if not _kept:
        _kept.append(Sympy())
        atexit.register(_kept[0].close)
    _kept[0].renew()
    return Effort(_kept[0], deep, prove)


def remarks(effort: Effort | None) -> tuple[str, ...]:
    """What a reader must know of what was asked for and not done."""
    prover = effort.prover if effort is not None else None
    if not isinstance(prover, Sympy):
        return ()
    if prover.fault is not None:
        return (prover.fault,)
    if prover.unasked:
        steps = "1 step was" if prover.unasked == 1 else f"{prover.unasked} steps were"
        return (f"{steps} not put to sympy: its {TOTAL_SECONDS:g} s for one note were used up",)
    return ()

"""Steps about densities: decided on random tables, in every meaning that the notation leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from mathlint.engine.evaluate import Meter, Options
from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.problem import Problem
from mathlint.engine.proportion import fixed
from mathlint.engine.tables import Meaning, Tables, tables_of
from mathlint.engine.tally import POINTS, Tally, take
from mathlint.engine.verdict import Reason, Refuted, Supported, Undecided, Verdict
from mathlint.engine.witness import witness

PLAIN: Final = Meaning()
OPEN: Final = "it holds only for some densities"


def on_tables(problem: Problem, meter: Meter, agreement: Callable[[Problem, Tally], Verdict]) -> Verdict | None:
    """A verdict for an equality of densities over plain names; None where it is none, or cannot be computed.

    Refuted only if the step fails for names that depend on each other, for independent and identical ones, for members of
    families as values of one name, and for names with two values: each of them may be what the page leaves out. Sides
    that differ in all of these, and are a fixed multiple of each other whatever depends on what, are said to be that.
    """
    tables = tables_of(problem, PLAIN)
    if tables is None or problem.relation != "=":
        return None
    first = _tried(problem, tables, meter)
    if first is None:
        return None
    if not first.differed:
        found = agreement(problem, first)
        return replace(found, method="random tables") if isinstance(found, Supported) else None
    tallies = [(tables, first)]
    others = [Meaning(alike=True)]
    if tables.families:
        others += [Meaning(single=True), Meaning(single=True, alike=True)]
    if any(len(n) <= 2 for n in tables.numbers.values()):
        others += [Meaning(binary=True), Meaning(binary=True, alike=True)]
    for meaning in others:
        variant = replace(tables, meaning=meaning)
        tally = _tried(problem, variant, meter)
        if tally is None:
            return Undecided(Reason.CONTEXT, OPEN)
        if len(tally.certain()) < 2 or tally.agreed:
            if meaning == Meaning(single=True) and not tally.differed:
                found = agreement(problem, tally)
                if isinstance(found, Supported):
                    return replace(found, method="random tables")
            return Undecided(Reason.CONTEXT, "it holds if its names are independent" if meaning.alike else OPEN)
        if not meaning.binary and not meaning.alike:
            tallies.append((variant, tally))
    certain = first.certain()
    if len(certain) < 2 or first.agreed:
        return Undecided(Reason.CONTEXT, OPEN)
    trial = certain[0]
    words = (
        fixed(replace(problem, tables=variant), [t for _, t in tally.differed], meter, Options())
        for variant, tally in tallies
    )
    return Refuted(witness(trial.evaluator, trial.left, trial.right), next(filter(None, words), "random tables"))


def _tried(problem: Problem, tables: Tables, meter: Meter) -> Tally | None:
    try:
        tally = take(replace(problem, tables=tables), meter, Options())
    except (Unsupported, IllTyped, Undefined, OutOfBudget):
        return None
    return tally if len(tally.agreed) >= POINTS or tally.differed else None

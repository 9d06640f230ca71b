"""argmax, argmin and extrema: equal where the bodies put points in the same order. Never refuted."""

from __future__ import annotations

from mathlint.engine.evaluate import Evaluator, Meter
from mathlint.engine.failures import IllTyped, Undefined
from mathlint.engine.jets import constant
from mathlint.engine.problem import Problem
from mathlint.engine.rings import precision
from mathlint.engine.sample import Draw, Signs, Source
from mathlint.engine.trial import ring_for
from mathlint.engine.verdict import Reason, Supported, Undecided, Verdict
from mathlint.expr.obligation import Declaration
from mathlint.expr.tree import substitute

PAIRS = 24
"""Pairs of points that must be ordered alike; unrelated functions pass with probability 2⁻²⁴."""


def same_order(problem: Problem, meter: Meter) -> Verdict:
    left, right = problem.left, problem.right
    if left.head == "extremum" or right.head == "extremum":
        return Undecided(Reason.UNSUPPORTED, "an extremum that is not evaluated")
    variable = left.args[0]
    body = substitute(right.args[1], {right.args[0].datum: variable})
    known = problem.declarations.get(variable.datum) or problem.declarations.get(right.args[0].datum)
    pair = problem.about(left.args[1], body, [known or Declaration(variable.datum)])
    want = 1 if left.head == right.head else -1
    alike = 0
    with precision(160):
        for turn in range(PAIRS * 2):
            signs = (Signs.MIXED, Signs.POSITIVE, Signs.NEGATIVE)[turn % 3]
            try:
                order = _orders(pair, variable.datum, turn, signs, meter)
            except Undefined:
                continue
            if order[0] != want * order[1]:
                return Undecided(Reason.UNSUPPORTED, "optima of functions that are not ordered alike")
            alike += 1
            if alike == PAIRS:
                return Supported(PAIRS, 0, "ordered alike")
    return Undecided(Reason.NO_DOMAIN, "no points to compare two optima at")


def _orders(problem: Problem, key: str, turn: int, signs: str, meter: Meter) -> tuple[int, int]:
    """How each body orders two values of the variable, all else equal."""
    ev = Evaluator(ring_for(problem), Draw(problem, turn, signs), meter)
    declared = problem.declarations[key]
    out = []
    here_index = ev.draw.integer(key)
    if here_index is None:
        other = ev.ring.convert(ev.draw.shaped(declared, Source(ev.draw.key, key, "other")))
    else:
        other = 1 + here_index % 3
    for side in (problem.left, problem.right):
        here = constant(ev.value(side))
        with ev.scope(key):
            ev.bind(key, other)
            there = constant(ev.value(side))
        if ev.ring.is_matrix(here) or ev.ring.is_matrix(there):
            raise IllTyped("an optimum of a vector")
        out.append(ev.ring.sign(here - there))
    return out[0], out[1]

"""The entry point: is this obligation true?

`decide` is total and deterministic: it never raises, and the same obligation gets the same verdict in every process. The
arithmetic library is loaded at the first call only.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from mathlint.engine.failures import Circular, IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.verdict import Proved, Reason, Refuted, Supported, Undecided, Verdict
from mathlint.expr.obligation import Kind, Obligation, Trait


@dataclass(frozen=True, slots=True)
class Budget:
    """What deciding one obligation may cost. Counters first, the clock last.

    nodes: evaluations of one node. terms: of one sum. size: nodes of both sides together. seconds: of processor time.
    supporting: only whether the step holds is asked. A difference is then answered at once by a Refuted with an empty witness,
    and no condition is looked for under which the step would hold.
    """

    nodes: int = 120_000
    terms: int = 2_000
    size: int = 4_000
    seconds: float = 0.5
    supporting: bool = False


def decide(obligation: Obligation, budget: Budget = Budget()) -> Verdict:
    """The verdict on one reading of one step.

    Where no point meets what is assumed, a step may still hold at all points. It is refuted there only if one factor stands between
    its sides everywhere, which no assumption undoes.
    """
    verdict = _decide(obligation, budget)
    if not obligation.assumptions or not isinstance(verdict, Undecided) or verdict.reason is not Reason.NO_DOMAIN:
        return verdict
    anywhere = _decide(replace(obligation, assumptions=()), replace(budget, supporting=True))
    if isinstance(anywhere, Refuted) and anywhere.method == "constant ratio":
        return anywhere
    return anywhere if isinstance(anywhere, Proved | Supported) else verdict


_OF_MATRICES = frozenset({Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE, Trait.SKEW, Trait.DIAGONAL, Trait.ORTHOGONAL})


def _number_for_matrix(obligation: Obligation) -> str | None:
    """A name that the page says of what only matrices are, in a reading that takes it for a number: numbers commute."""
    for d in obligation.declarations:
        if d.kind is Kind.VARIABLE and d.shape.is_scalar and not d.slots and d.traits & _OF_MATRICES:
            return d.name
    return None


def _said(obligation: Obligation, name: str) -> str:
    traits = next(d.traits for d in obligation.declarations if d.name == name)
    return min(str(t.value) for t in traits & _OF_MATRICES).replace("_", " ")


def _decide(obligation: Obligation, budget: Budget) -> Verdict:
    if obligation.left.size + obligation.right.size > budget.size:
        return Undecided(Reason.BUDGET, "a very long step")
    if (misread := _number_for_matrix(obligation)) is not None:
        return Undecided(Reason.ILL_TYPED, f"`{misread}` is {_said(obligation, misread)}, and was read as a number")
    from mathlint.engine import expansion, procedure
    from mathlint.engine.evaluate import Meter

    try:
        if expansion.has_orders(obligation):
            return expansion.decide_orders(obligation, Meter(budget.nodes, budget.seconds, budget.terms))
        return procedure.run(obligation, budget)
    except OutOfBudget as error:
        return Undecided(Reason.BUDGET, str(error))
    except IllTyped as error:
        return Undecided(Reason.ILL_TYPED, str(error))
    except Undefined as error:
        return Undecided(Reason.NO_DOMAIN, str(error))
    except Circular as error:
        return Undecided(Reason.CONTEXT, str(error))
    except Unsupported as error:
        return Undecided(Reason.UNSUPPORTED, str(error))
    except RecursionError:
        return Undecided(Reason.BUDGET, "a very deep expression")
    except Exception as error:  # the one place that catches everything: a step must never break the page
        return Undecided(Reason.INTERNAL, f"{type(error).__name__}: {error}")

"""After a refutation: a common assumption under which the step does hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from mathlint.engine.problem import Problem
from mathlint.engine.sample import INDEPENDENT
from mathlint.engine.verdict import Supported, Verdict
from mathlint.expr.obligation import Kind, Trait

SIGNED = frozenset(
    {Trait.POSITIVE, Trait.NONNEGATIVE, Trait.UNIT_INTERVAL, Trait.INTEGER, Trait.INDEX, Trait.DISTRIBUTION}
)
STRUCTURED = frozenset({
    Trait.SYMMETRIC, Trait.SKEW, Trait.POSITIVE_DEFINITE, Trait.DIAGONAL, Trait.ORTHOGONAL,
})  # fmt: skip


def weakest(problem: Problem, holds: Callable[[Problem], Verdict], positive_helps: bool) -> str | None:
    """The first assumption, in people's words, under which the problem is supported. positive_helps: it agreed wherever all
    values were positive."""
    for words, variant in _candidates(problem, positive_helps):
        if isinstance(holds(variant), Supported):
            return words
    return None


def _candidates(problem: Problem, positive_helps: bool) -> Iterator[tuple[str, Problem]]:
    if len(problem.free_indices) > 1 and problem.indices == "any":
        yield "the indices are distinct", replace(problem, indices="distinct")
        yield "the indices are equal", replace(problem, indices="equal")
    for key in _integers(problem):
        yield f"{key} is even", problem.with_traits({key: Trait.EVEN})
        yield f"{key} is odd", problem.with_traits({key: Trait.ODD})
    matrices = list(_square(problem))
    for key in matrices:
        word = "Hermitian" if Trait.COMPLEX in problem.traits(key) else "symmetric"
        yield f"{key} is {word}", problem.with_traits({key: Trait.SYMMETRIC})
    if len(matrices) > 1 and not problem.is_complex:
        yield f"{_listed(matrices)} are symmetric", problem.with_traits(dict.fromkeys(matrices, Trait.SYMMETRIC))
    for key in matrices:
        word = "unitary" if Trait.COMPLEX in problem.traits(key) else "orthogonal"
        yield f"{key} is {word}", problem.with_traits({key: Trait.ORTHOGONAL})
    if len(problem.random_names) > 1:
        yield f"{_listed(sorted(problem.random_names))} are independent", problem.independent()
    for key in sorted(problem.random_names):
        declared = problem.declarations[key]
        if declared.slots and not declared.group.startswith(INDEPENDENT):
            members = f"the members of {key} are independent"
            yield members, problem.declaring(replace(declared, group=f"independent {key}"))
            yield f"{members} and identically distributed", problem.declaring(replace(declared, group=f"iid {key}"))
        if 1 not in (declared.shape.rows, declared.shape.cols) and declared.value is None:
            yield f"{key} is not random", problem.declaring(replace(declared, kind=Kind.VARIABLE))
    if positive_helps:
        yield from _positive(problem)


def _positive(problem: Problem) -> Iterator[tuple[str, Problem]]:
    names = sorted(k for k in problem.names if _may_be_signed(problem, k))
    for key in names:
        yield f"{key} > 0", problem.with_traits({key: Trait.POSITIVE})
    if len(names) > 1:
        yield " and ".join(f"{k} > 0" for k in names), problem.with_traits(dict.fromkeys(names, Trait.POSITIVE))


def _may_be_signed(problem: Problem, key: str) -> bool:
    declared = problem.declarations.get(key)
    return (
        declared is not None
        and declared.value is None
        and declared.kind in (Kind.VARIABLE, Kind.RANDOM)
        and not declared.traits & SIGNED
        and key not in problem.integers
    )


def _integers(problem: Problem) -> Iterator[str]:
    """Integers that occur as a number, or as the size of a square matrix."""
    for key in sorted(problem.integers):
        traits = problem.traits(key)
        if key in problem.declarations and not traits & {Trait.EVEN, Trait.ODD, Trait.INDEX}:
            yield key


def _square(problem: Problem) -> Iterator[str]:
    for key in sorted(problem.names):
        declared = problem.declarations.get(key)
        if declared is None or declared.value is not None or declared.kind is not Kind.VARIABLE:
            continue
        if declared.shape.rows == declared.shape.cols != 1 and not declared.traits & STRUCTURED:
            yield key


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]

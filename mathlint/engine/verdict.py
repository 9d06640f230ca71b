"""What the engine can say of an obligation. Three honest answers and their witnesses; see `decide`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeAlias

Entry: TypeAlias = "str | list[Entry]"
"""An exact rational as text, or the rows of a matrix of them."""


class Reason(StrEnum):
    """Why a step was not decided. The first six come from reading the page, the others from computing."""

    UNREAD = "unread"
    UNSUPPORTED = "unsupported"
    UNKNOWN_SYMBOL = "unknown-symbol"
    CONTEXT = "context"
    AMBIGUOUS = "ambiguous"
    VACUOUS = "vacuous"
    NO_DOMAIN = "no-domain"
    BUDGET = "budget"
    ILL_TYPED = "ill-typed"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Witness:
    """An exact point where the two sides' enclosures are disjoint.

    point: name → exact rational (a list of rows for a matrix; families as "x_2"; a random variable as its values at the outcomes,
    whose probabilities are "P", "P_q" by the measure q, "P[g]" of the group g; an unknown function of one number as a
    polynomial in t). dims: integers and dimensions.
    left, right: the values there, rounded to a few digits, as text.
    transposed: in every draw the left side was the transpose of the right.
    """

    point: Mapping[str, Entry] = field(hash=False)
    dims: Mapping[str, int] = field(hash=False)
    left: str = ""
    right: str = ""
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Proved:
    """Exact: equal normal forms, or an argument that leaves no doubt. method: which."""

    method: str


@dataclass(frozen=True, slots=True)
class Supported:
    """Agrees at independent random points. digits: the fewest digits agreed on (99 for exact arithmetic)."""

    points: int
    digits: int
    method: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """False in general, true under the assumption. witness: where it fails without it."""

    assumption: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class Refuted:
    """False at the witness, and at a second independent draw of all dimensions.

    method "constant ratio" or "constant difference": the sides are a fixed multiple of each other, or a fixed amount apart, at
    every draw; no condition on the names can make such a step true. method "factor of a term": they differ by a multiple of one
    of their own terms; conditions can make it true only where that term vanishes.
    """

    witness: Witness
    method: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """reason: see `Reason`. detail: what exactly, in people's words ("a sum over a set that is only named")."""

    reason: Reason
    detail: str = ""


SIDES_DIFFER: Final = "the sides differ, but by"
"""How the detail of a step begins whose sides came out different, though not for certain."""

Verdict: TypeAlias = Proved | Supported | Conditional | Refuted | Undecided

"""What elaboration makes of a page: steps with roles and readings, and findings about notation. Pure data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import Expr
from mathlint.source import Span


class Role(StrEnum):
    CLAIM = "claim"
    DEFINITION = "definition"
    CONDITION = "condition"


class Strength(StrEnum):
    """How sure it is that the author claims this. Only a strong claim may be an error whatever the page holds."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


class Blockage(StrEnum):
    """Why the refutation of a step would not stand (ELABORATE §3)."""

    UNKNOWN_SYMBOL = "unknown-symbol"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Block:
    """One thing that the page says, or leaves out, about a name of the step, and that the engine cannot use.

    what: in people's words: "`s_x` is nowhere defined", "line 12 says something about `S` that was not understood".
    name: the name as written, for counting what would raise coverage most.
    bearing: of equations that the page supposes, the readings of each: those that hold of themselves bear on nothing.
    firm: it is the reading itself that is in doubt, not what is known of its names: it blocks even a refutation that no condition
    on the names could undo.
    """

    why: Blockage
    name: str
    what: str
    firm: bool = False
    bearing: Callable[[], Sequence[Sequence[Reading]]] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """A binding or fact that a reading uses: where it stands, and what it says in one line ("x is a vector of length n")."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One plausible meaning of a step.

    choices: in people's words, only where the notation left a choice ("log base: e").
    shown: the canonical name of each free name → how the page writes it.
    origin: path of argument numbers in the right side's tree → span in the file, for suggestions.
    """

    choices: tuple[str, ...]
    obligation: Obligation
    given: tuple[Given, ...] = ()
    blocks: tuple[Block, ...] = ()
    shown: Mapping[str, str] = field(default_factory=dict, hash=False)
    origin: Mapping[tuple[int, ...], Span] = field(default_factory=dict, hash=False)
    frame: tuple[str, ...] = ()
    """The choices about notation alone: readings of one frame differ only in which definitions are put in."""
    again: str = ""
    """Why a term may be another thing here, where the reading puts in its stead what the page said before that it equals."""
    sure: bool = False
    """Whether it surely is claimed: it solves a definition, `x = g(y, a)` after `y = f(x, a)`, or is called a Taylor polynomial."""
    near: bool = False
    """Whether all of that was said a few lines before, in the same section."""
    unrolled: bool = False
    """Whether what was put in follows from a recurrence, which holds for every member."""


@dataclass(frozen=True, slots=True)
class Impediment:
    """Why a claim has no reading at all: reason is "unread", "unsupported", "ambiguous", "ill-typed", …"""

    reason: str
    detail: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Two neighbours in a chain and the relation between them. Spans are places in the file."""

    chain: int
    link: int
    left_span: Span
    relation_span: Span
    right_span: Span
    left: str
    relation: str
    right: str
    role: Role
    why: str
    """Why it has this role, in people's words."""
    goal: bool = False
    strength: Strength | None = None
    readings: Sequence[Reading] = ()
    """The most plausible first; they may be made as they are asked for."""
    consequences: Sequence[Reading] = ()
    """With earlier equations solved for its names: they may support a step that is not decided otherwise, and refute none."""
    impediment: Impediment | None = None
    recovered: bool = False
    """The formula needed a recovering parse: it never raises a false-step or shape finding."""
    section: int = 0
    """Number of the section of the file, for the brakes."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding about notation or scope, whatever the step's role.

    rule: the name of the rule that words it ("escaping-index", "undefined-name", …).
    data: what the rule's words need, by name. sure: False makes it information.
    replacement: text to put where `span` is, if one thing surely was meant.
    """

    rule: str
    span: Span
    data: Mapping[str, str] = field(default_factory=dict, hash=False)
    step: tuple[int, int] | None = None
    sure: bool = True
    replacement: str | None = None


@dataclass(frozen=True, slots=True)
class Echo:
    """A value that a theorem gives a term, and the one that its proof ends with. span: of the proof's value. proof: the whole proof.

    readings: of "the two are equal", as seen from the proof. line: of the theorem's value.
    """

    name: str
    span: Span
    proof: Span
    value: str
    other: str
    line: str
    readings: Sequence[Reading] = ()


@dataclass(frozen=True)
class Elaboration:
    """Everything understood of a page."""

    steps: tuple[Step, ...]
    notices: tuple[Notice, ...] = ()
    unread: tuple[tuple[Span, str], ...] = ()
    sections_unread: frozenset[int] = frozenset()
    """Sections of which more than a third was not read."""
    echoes: tuple[Echo, ...] = ()
    understood: tuple[tuple[Span, str], ...] = ()
    """Bindings and facts in reading order, in one line each, for `mathlint explain FILE:LINE`."""


__all__ = [
    "Block", "Blockage", "Echo", "Elaboration", "Expr", "Given", "Impediment", "Notice", "Reading", "Role", "Step", "Strength",
]  # fmt: skip

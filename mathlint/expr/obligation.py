"""An `Obligation`: one reading of one step, with everything about its names that deciding it needs. Pure, hashable data.

It holds names, never places: the same derivation elsewhere, renamed or moved, is the same obligation.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mathlint.expr.shape import SCALAR, Shape
from mathlint.expr.tree import Expr


class Kind(StrEnum):
    VARIABLE = "variable"
    FUNCTION = "function"
    RANDOM = "random"
    """A random variable: a value at each point of a finite sample space."""
    SET = "set"


class Trait(StrEnum):
    """What the page says of a name, as far as a sampler can honour it."""

    POSITIVE = "positive"
    NONNEGATIVE = "nonnegative"
    NONZERO = "nonzero"
    INTEGER = "integer"
    """Drawn from small positive integers; also every name that serves as a dimension or a bound of a sum."""
    INDEX = "index"
    """A free index: drawn inside `bounds`, or else from 1..3; two of them are drawn equal and distinct."""
    UNIT_INTERVAL = "unit interval"
    """Strictly between 0 and 1."""
    EVEN = "even"
    ODD = "odd"
    SYMMETRIC = "symmetric"
    SKEW = "skew"
    POSITIVE_DEFINITE = "positive definite"
    """Symmetric positive definite."""
    DIAGONAL = "diagonal"
    ORTHOGONAL = "orthogonal"
    INVERTIBLE = "invertible"
    UNIT = "unit"
    """A vector of norm 1."""
    DISTRIBUTION = "distribution"
    """Entries positive, with sum 1."""
    COMPLEX = "complex"
    SMOOTH_POSITIVE = "smooth positive"
    """Of a function: its values are positive."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What is known of one name.

    name: its canonical key. kind: see `Kind`.
    shape: of its value; for a family of one member, for a function of its value.
    slots: how many indices a member of the family takes (0: not a family). `x_i` where the vector `x` is used bare as
    well is an entry of a vector: slots 0, shape n×1.
    arity: how many arguments a function takes.
    traits: what samplers must honour. On a family they hold for each member.
    value: its definition, or None. It is unfolded lazily: a derivative by this very name must not look inside.
    params: the names in `value` that stand for the slots, then the arguments.
    base: the first index of a vector or matrix (0 or 1).
    bounds: for an index, its least and greatest value.
    group: random variables in the same group are dependent; groups are independent. "" : all in one.
    moments: of a random variable, its mean and its variance (of a vector, the covariance matrix), where they are known.
    """

    name: str
    kind: Kind = Kind.VARIABLE
    shape: Shape = SCALAR
    slots: int = 0
    arity: int = 0
    traits: frozenset[Trait] = frozenset()
    value: Expr | None = None
    params: tuple[str, ...] = ()
    base: int = 1
    bounds: tuple[Expr, Expr] | None = None
    group: str = ""
    moments: tuple[Expr, Expr] | None = None


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A fact `pattern = value` about a compound term, used wherever the very same term occurs."""

    pattern: Expr
    value: Expr


@dataclass(frozen=True, slots=True)
class Obligation:
    """Does `left relation right` hold?

    relation: "=", "≈", "<", "<=", ">", ">=", "!=", "propto". declarations: of every free name of both sides, and of every
    definition reached from them; sorted by name. rewrites: facts about compound terms that may be used.
    assumptions: conditions (`compare`, …) that a sample point must satisfy; points are drawn until they do.
    weak: names whose samplers are only a guess ("a letter under a root is positive"): agreement under the guess supports.
    """

    left: Expr
    relation: str
    right: Expr
    declarations: tuple[Declaration, ...] = ()
    rewrites: tuple[Rewrite, ...] = ()
    assumptions: tuple[Expr, ...] = ()

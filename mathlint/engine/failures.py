"""Why an expression has no value at a point. Raised inside the engine, never out of it."""

from __future__ import annotations


class Undefined(Exception):
    """Outside the domain at this point (a pole, a negative logarithm, an index out of range): another point may do."""


class Unmet(Undefined):
    """A point at which an assumption does not hold: drawing another one costs little."""


class TooLarge(Undefined):
    """A value that overflows: a smaller point may do."""


class Unsupported(Exception):
    """Not computable by the engine at any point. The message names what, in people's words."""


class Circular(Unsupported):
    """A definition that needs its own value."""


class IllTyped(Exception):
    """The shapes do not fit."""


class OutOfBudget(Exception):
    """A counter or the clock ran out, or a value is too large to compute."""


class Unclear(Unsupported):
    """A numerical method did not converge, or convergence cannot be trusted."""

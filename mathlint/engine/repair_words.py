"""What is wrong, in words. Terms are printed as the page writes them, between backquotes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, assert_never

from mathlint.engine.repair_causes import Cause, Factor, Missing, Power, Scaled, Shifted, Transposed
from mathlint.engine.repair_edits import Change, Edit
from mathlint.expr.tree import Expr, number
from mathlint.operators.latex import to_latex

LONGEST: Final = 60
"""Longer terms are not quoted."""
_POWERS: Final = {
    Fraction(2): "the right side is the square of the left",
    Fraction(1, 2): "the right side is the square root of the left",
    Fraction(-1): "the right side is the reciprocal of the left",
}


class Writer:
    """shown: the canonical name of each free name → how the page writes it."""

    def __init__(self, shown: Mapping[str, str]) -> None:
        self.shown = shown

    def term(self, node: Expr) -> str | None:
        text = to_latex(node, self.shown)
        return f"`{text}`" if len(text) <= LONGEST and "?" not in text else None

    def cause(self, cause: Cause) -> str | None:
        """The words for a relation between the sides; None where they would be too long."""
        match cause:
            case Factor(factor, None):
                return self._factor(factor)
            case Factor(factor, by, divided):
                if divided and by is not None:
                    above, below = number(1 / factor), self.term(by)
                    if factor == 1:
                        return below and f"the left side is {below} times the right"
                    inverse = Factor(above.datum, by)
                    return self._times("left", inverse.node, "right")
                return self._times("right", cause.node, "left")
            case Transposed():
                return "each side is the transpose of the other"
            case Power(exponent):
                return _POWERS[exponent]
            case Shifted(by):
                size = "large" if by > 0 else "small"
                return f"the right side is `{to_latex(number(abs(by)))}` too {size}"
            case Scaled(term, _, factor, twice):
                return self._scaled(term, factor, twice)
            case Missing():
                text = self.term(cause.node)
                return text and f"the term {text} is missing on the right side"
            case _:
                assert_never(cause)

    def _factor(self, factor: Fraction) -> str:
        if factor == -1:
            return "the right side is the negative of the left"
        if abs(factor) < 1 and factor.numerator in (1, -1):
            return f"the left side is {1 / factor} times the right"
        if factor.denominator == 1:
            return f"the right side is {factor} times the left"
        return f"the right side is `{to_latex(number(factor))}` times the left"

    def _times(self, side: str, by: Expr, other: str) -> str | None:
        text = self.term(by)
        return text and f"the {side} side is {text} times the {other}"

    def _scaled(self, term: Expr, factor: Fraction, twice: bool) -> str | None:
        bare = self.term(term.args[0] if term.head == "neg" and factor != 0 else term)
        if bare is None:
            return None
        if factor == -1:
            return f"the sign of {bare} is wrong"
        if factor == 0:
            return f"the term {bare} is counted twice" if twice else f"the term {bare} is too much"
        times = f"{factor}" if factor.denominator == 1 else f"`{to_latex(number(factor))}`"
        return f"the term {bare} should be {times} times that"

    def edit(self, edit: Edit) -> str | None:
        """The words for an edit that makes the step hold."""
        old, new = self.term(edit.old), self.term(edit.new)
        match edit.change:
            case Change.SIGN:
                return old and f"the sign of {old} is wrong"
            case Change.EXTRA_TERM:
                return old and f"the term {old} is too much"
            case Change.EXTRA_FACTOR:
                return old and f"the factor {old} is too much"
            case Change.MISSING_FACTOR:
                return new and f"a factor {new} is missing"
            case Change.EXPONENT:
                return new and f"the exponent should be {new}"
            case Change.TRANSPOSE:
                return old and f"{old} should be transposed"
            case Change.UNTRANSPOSE:
                return old and f"{old} should not be transposed"
            case Change.ORDER:
                return new and f"the factors stand in the wrong order: {new}"
            case Change.BOUND:
                return old and new and f"the bound {old} should be {new}"
            case Change.SWAP:
                return old and new and f"{old} should be {new}"
            case Change.WHOLE:
                return None
            case _:
                assert_never(edit.change)

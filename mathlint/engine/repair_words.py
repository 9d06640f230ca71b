"""What is wrong, in words. Terms are printed as the page writes them, between backquotes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, assert_never

from mathlint.engine.repair_causes import Cause, Factor, Missing, Power, Scaled, Shifted, Transposed, Vanishing
from mathlint.engine.repair_edits import TWO, Change, Edit
from mathlint.engine.repair_tree import scaled
from mathlint.expr.tree import Expr, number
from mathlint.operators.latex import to_latex

LONGEST: Final = 60
"""Longer terms are not quoted."""
_POWERS: Final = {
    Fraction(2): "the right side is the square of the left",
    Fraction(1, 2): "the right side is the square root of the left",
    Fraction(-1): "the right side is the reciprocal of the left",
}
_ORDINALS: Final = {0: "first", 1: "second", 2: "third", 3: "fourth", 4: "fifth", 5: "sixth"}


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
            case Vanishing():
                return "the left side is `0`"
            case Power(exponent):
                return _POWERS[exponent]
            case Shifted(by):
                size = "large" if by > 0 else "small"
                return f"the right side is `{to_latex(number(abs(by)))}` too {size}"
            case Scaled():
                return self._scaled(cause)
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

    def _scaled(self, cause: Scaled) -> str:
        term, factor = cause.term, cause.factor
        bare = self.term(term.args[0] if term.head == "neg" else term)
        which = f"the term {bare}" if bare else f"the {_ORDINALS.get(cause.place, 'last')} term"
        if factor == -1:
            return f"the sign of {bare or which} is wrong"
        if factor == 0:
            return f"{which} is counted twice" if cause.twice else f"{which} is too much"
        whole, should = self.term(term), self.term(scaled(term, factor))
        if whole and should:
            return f"the term {whole} should be {should}"
        return f"{which} should be `{to_latex(number(factor))}` times what it is"

    def edit(self, edit: Edit) -> str | None:
        """The words for an edit that makes the step hold."""
        old, new = self.term(edit.old), self.term(edit.new)
        match edit.change:
            case Change.SIGN:
                return f"the sign of {old} is wrong" if old else "a sign is wrong"
            case Change.EXTRA_TERM:
                return f"the term {old} is too much" if old else "a term is too much"
            case Change.EXTRA_FACTOR:
                return old and f"the factor {old} is too much"
            case Change.MISSING_TERM:
                return new and (f"the term {new} is missing in {old}" if old else f"the term {new} is missing")
            case Change.MISSING_FACTOR:
                return new and (f"a factor {new} is missing in {old}" if old else f"a factor {new} is missing")
            case Change.EXPONENT:
                return self._exponent(edit.old, edit.new)
            case Change.TRANSPOSE:
                return old and f"{old} should be transposed"
            case Change.UNTRANSPOSE:
                return old and f"{old} should not be transposed"
            case Change.ORDER:
                return f"the factors of {old} stand in the wrong order" if old else "factors stand in the wrong order"
            case Change.BOUND:
                return old and new and f"the bound {old} should be {new}"
            case Change.SWAP:
                return old and new and f"{old} should be {new}"
            case Change.WHOLE:
                return None
            case _:
                assert_never(edit.change)

    def _exponent(self, old: Expr, new: Expr) -> str | None:
        raised = old.head in ("pow", "hadamard_pow")
        base, exponent = self.term(old.args[0] if raised else old), self.term(new)
        if base is None or exponent is None:
            return exponent and f"an exponent should be {exponent}"
        if new is TWO and not raised:
            return f"{base} should be squared"
        return f"the exponent of {base} should be {exponent}"

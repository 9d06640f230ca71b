"""Letters that the field gives a meaning where the page gives none: the imaginary unit, conjugates, functions such as Γ."""

from __future__ import annotations

import re
from typing import Final

from mathlint.elaborate.letters import averaged
from mathlint.elaborate.lowering import Lowering
from mathlint.expr.tree import Expr, constant, fn, name
from mathlint.operators.notation import NOTATIONS, Notation

MEANT: Final = {
    "gamma function": "gamma", "beta function": "beta", "digamma function": "digamma", "zeta function": "zeta",
    "riemann zeta function": "zeta", "error function": "erf", "sigmoid": "sigmoid", "sigmoid function": "sigmoid",
    "logistic function": "sigmoid", "logistic sigmoid": "sigmoid", "softmax": "softmax", "softmax function": "softmax",
    "relu": "relu", "standard normal cdf": "normal_cdf", "normal distribution function": "normal_cdf",
}  # fmt: skip
"""What a page calls a function → its name in the table."""
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|[A-Za-z]")


def lettered(key: str, low: Lowering) -> Notation | None:
    """The function that a letter before a parenthesis is if the page says so, or if it may be one by convention."""
    said = low.known(key)
    if said.valued or said.function or key in low.bound:
        return None
    if said.meaning in MEANT:
        return NOTATIONS[f"fn.{MEANT[said.meaning]}"]
    if key == "\\zeta" and not said.described:
        options = ("ζ is a name of the page", "ζ is the zeta function")
        return NOTATIONS["fn.zeta"] if low.choose("letter:zeta", options) == 1 else None
    return None


def imaginary(key: str, low: Lowering) -> Expr | None:
    """`i` as the imaginary unit: if the page says so or has it in exponents of e, and no index of this letter."""
    if key not in ("i", "\\mathrm{i}", "\\imath"):
        return None
    said, survey = low.known(key), low.survey
    if said.valued or said.function or key in low.bound:
        return None
    if said.meaning == "imaginary unit" or key == "\\mathrm{i}" and not said.told:
        return constant("i")
    if key in survey.binders or key in survey.bounds or survey.indexing(key):
        return None
    turning = any(key in _TOKEN.findall(exponent) for exponent in survey.of("e").sups)
    squared = said.described and "2" in survey.of(key).sups
    if turning and not said.told or squared:
        return constant("i")
    options = ("i is a number", "i is the imaginary unit")
    return constant("i") if not said.told and low.choose("letter:i", options) == 1 else None


def conjugated(key: str, low: Lowering) -> Expr | None:
    """`\\bar z` where the page says that z is complex, and nothing else of the bar."""
    base = averaged(key)
    if not base or base in low.bound or not low.known(base).complex or low.known(key).valued:
        return None
    return fn("conjugate", name(base))

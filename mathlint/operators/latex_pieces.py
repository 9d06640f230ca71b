"""What printing as LaTeX is made of: pieces with their level, scripts, parentheses, and the words of the heads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """How tightly a printed piece holds together, loosest first."""

    RELATION = 0
    SUM = 10
    OPEN = 20
    """A big operator or a derivative: swallows the product to its right, so it may only stand last in a product."""
    SIGN = 30
    """x ⊙ y, x ⊗ y, x × y: explicit operators; juxtaposition binds tighter."""
    PRODUCT = 40
    APPLICATION = 50
    """`\\sin x`, without parentheses: swallows the factor to its right."""
    FACTOR = 60
    SCRIPTED = 70
    """Has a superscript, so it takes no other."""
    ATOM = 80


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    level: Level


_TALL: Final = re.compile(r"\\(?:frac|sum|prod|int|begin|binom|sqrt|left|lim)(?![A-Za-z])")
STARTS_AS_NUMBER: Final = re.compile(r"[0-9.]")
CONTROL: Final = frozenset(
    "\\" + word
    for word in (
        "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "coth", "arcsin", "arccos", "arctan", "exp",
        "log",
        "ln", "lg", "gcd", "arg", "Gamma", "Re", "Im",
    )
)  # fmt: skip
"""The functions that every LaTeX knows by a control word."""
LETTERS: Final = {
    "zeta": "\\zeta",
    "normal_cdf": "\\Phi",
    "normal_pdf": "\\varphi",
    "beta": "\\mathrm{B}",
}
CONSTANTS: Final = {"pi": "\\pi", "e": "e", "i": "i", "infinity": "\\infty", "euler_gamma": "\\gamma"}
RELATIONS: Final = {
    "=": "=",
    "!=": "\\ne",
    "<": "<",
    "<=": "\\le",
    ">": ">",
    ">=": "\\ge",
    "≈": "\\approx",
    "propto": "\\propto",
}
NORMS: Final = {"2": "2", "1": "1", "inf": "\\infty", "F": "F", "max": "\\max"}
SIGNS: Final = {
    "cross": "\\times", "hadamard": "\\odot", "hadamard_div": "\\oslash", "kronecker": "\\otimes", "mod": "\\bmod",
}  # fmt: skip
WORDS: Final = {
    "trace": "\\operatorname{tr}", "determinant": "\\det", "rank": "\\operatorname{rank}", "vec": "\\operatorname{vec}",
    "diagonal": "\\operatorname{diag}", "diagonal_of": "\\operatorname{diag}", "max": "\\max", "min": "\\min",
    "variance": "\\operatorname{Var}", "covariance": "\\operatorname{Cov}",
}  # fmt: skip
SCRIPTS: Final = {"transpose": "\\top", "adjoint": "*", "inverse": "-1", "pseudoinverse": "+"}
BIGS: Final = {
    "sum": "\\sum",
    "product": "\\prod",
    "sum_over": "\\sum",
    "product_over": "\\prod",
    "sum_where": "\\sum",
}


def script(sign: str, text: str) -> str:
    """A sub- or superscript; braces unless it is one token."""
    single = len(text) == 1 or re.fullmatch(r"\\[A-Za-z]+", text)
    return f"{sign}{text}" if single else f"{sign}{{{text}}}"


def paren(text: str, left: str = "(", right: str = ")") -> str:
    """Between delimiters, which grow if what they hold is tall."""
    if _TALL.search(text):
        return f"\\left{left} {text} \\right{right}"
    glue = " " if left.startswith("\\") and left[1:].isalpha() else ""
    return f"{left}{glue}{text}{glue}{right}"


def variable_d(sign: str, variable: str) -> str:
    """`dx`, `\\partial x`, `d \\theta`."""
    return f"{sign} {variable}" if sign.startswith("\\") or variable.startswith("\\") else f"{sign}{variable}"

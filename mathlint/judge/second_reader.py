"""The second reader: before a scalar step is called false, another parser of LaTeX reads its sides.

If `latex2sympy2_extended` reads them so that they agree at our own counterexample, then the step is false only in our
reading, and the alarm becomes a question. It is imported only here, and only once a step is about to be reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.verdict import Reason, Undecided, Witness
from mathlint.judge.witness import page_point

DISAGREES: Final = Undecided(
    Reason.AMBIGUOUS, "read in another way, which a second reader of LaTeX prefers, the two sides agree"
)

_PLAIN_WORDS: Final = """
    frac dfrac tfrac sqrt cdot times left right binom sin cos tan exp pi big Big bigl bigr Bigl Bigr quad , ; ! : { }
    alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu xi rho sigma tau phi varphi chi psi
    omega Gamma Delta Theta Lambda Xi Sigma Phi Psi Omega
    sum prod int ln arcsin arccos arctan sinh cosh tanh cot lfloor rfloor lceil rceil
"""
"""The control words of plain scalar algebra, finite sums and integrals. Anything else, and any prime or transpose, is not for
this reader; nor is a logarithm without a base, which it takes for one to the base 10."""
_PLAIN: Final = frozenset(_PLAIN_WORDS.split())
_CONTROL: Final = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_UNFIT: Final = re.compile(
    r"""
    ['&%|] | _\s*\{[^{}]*\\
    | \^\s*(?:\{\s*)?(?:\\top|T\b|\d{4,}|\()     # a transpose, a large power, an index above
    | \^\s*\{(?:[^{}]|\{[^{}]*\})*\^               # a power of a power
    """,
    re.VERBOSE,
)
_LONGEST: Final = 400
_MOST_TERMS: Final = 200
_DIGITS: Final = 30


def second_opinion(step: Step, reading: Reading, witness: Witness) -> Undecided | None:
    """`DISAGREES` if the other reader finds the two sides equal at the witness; None if not, or if it cannot say."""
    if not is_fit(step, reading):
        return None
    point, dims = page_point(witness, reading)
    values = {_plain_name(written): Fraction(size) for written, size in dims.items()}
    for written, value in point.items():
        if not isinstance(value, str):
            return None
        values[_plain_name(written)] = Fraction(value)
    try:
        sides = [_read(step.left), _read(step.right)]
        symbols = {s for side in sides for s in side.free_symbols}
        if {_plain_name(str(s)) for s in symbols} != set(values) or any(_applies(side) for side in sides):
            return None
        at = {symbol: values[_plain_name(str(symbol))] for symbol in symbols}
        left, right = (_worked_out(side.subs(at)) for side in sides)
        size = max(abs(complex(left)), abs(complex(right)), 1.0)
        return DISAGREES if abs(complex((left - right).evalf(_DIGITS))) < size * 1e-20 else None
    except Exception:  # a foreign parser may raise anything at all; then it has no opinion
        return None


def is_fit(step: Step, reading: Reading) -> bool:
    """Whether a step is for this reader at all: an equality of scalars in plain algebra, without definitions."""
    declared = reading.obligation.declarations
    return (
        reading.obligation.relation == "="
        and _fit(step.left)
        and _fit(step.right)
        and all(d.value is None and not d.slots and not d.arity and d.shape.is_scalar for d in declared)
    )


def _fit(latex: str) -> bool:
    return (
        len(latex) <= _LONGEST
        and all(word in _PLAIN for word in _CONTROL.findall(latex))
        and not _UNFIT.search(latex)
        and bool(latex.strip())
    )


def _worked_out(side: Any) -> Any:
    """With its sums and products written out. Raises ValueError where they are infinite, or too long."""
    for outer in dict.fromkeys(_repeated(side)):
        indices = {index for index, *_ in outer.limits}
        for bound in _bounds(outer):
            short = (
                abs(bound) <= _MOST_TERMS if bound.is_Integer else bound.free_symbols and bound.free_symbols <= indices
            )
            if not short:
                raise ValueError("a sum without an end")
        if any(b.is_infinite for inner in _repeated(outer.function) for b in _bounds(inner)):
            raise ValueError("a series in a sum")
        side = side.subs(outer, outer.doit())
    return side


def _repeated(node: Any) -> Iterator[Any]:
    """The sums and products in it that stand in no other one."""
    if type(node).__name__ in ("Sum", "Product"):
        yield node
        return
    for argument in node.args:
        yield from _repeated(argument)


def _bounds(repeated: Any) -> list[Any]:
    return [bound for _, *bounds in repeated.limits for bound in bounds]


def _plain_name(written: str) -> str:
    return re.sub(r"[\\{}\s]", "", written)


def _read(latex: str) -> Any:
    from latex2sympy2_extended import latex2sympy
    from latex2sympy2_extended.latex2sympy2 import ConversionConfig

    return latex2sympy(latex, conversion_config=ConversionConfig(lowercase_symbols=False))


def _applies(node: Any) -> bool:
    """Does it hold a function that is only a name, such as the f of `f(x)`?"""
    return type(node.func).__name__ == "UndefinedFunction" or any(_applies(argument) for argument in node.args)

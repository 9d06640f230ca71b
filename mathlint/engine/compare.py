"""Whether two values agree: enclosures that overlap to many digits, or are disjoint, or do not say."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flint import arb

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.failures import IllTyped
from mathlint.engine.jets import Value, constant
from mathlint.expr.tree import Expr

EXACT_DIGITS = 99


class Answer(StrEnum):
    AGREE = "agree"
    DIFFER = "differ"
    VAGUE = "vague"
    """The enclosures overlap, but are too wide to mean anything."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """answer. digits: agreed on, at least. transposed: the left side is the transpose of the right and not the right itself.
    layout: compared after transposing one side, because the shapes demanded it. tripled: the right side times three would
    agree as well, so agreement says nothing.
    """

    answer: Answer
    digits: int
    transposed: bool = False
    layout: bool = False
    tripled: bool = False


def written_zero(node: Expr) -> bool:
    """Whether a side is written as zero."""
    if node.head == "zeros" or (node.head == "number" and node.datum == 0):
        return True
    if node.head == "mul" and any(written_zero(a) for a in node.args):
        return True
    return node.head in ("matrix", "transpose", "neg", "diagonal", "add") and all(written_zero(a) for a in node.args)


def compare(ev: Evaluator, left: Value, right: Value, zero: bool, enough: int, layout: bool) -> Comparison:
    """zero: one side is written as zero, and fits any shape. enough: digits that count as agreement. layout: a derivative's
    layout is open, so a row may stand for a column, and of matrices it is only told that they are transposes."""
    left, right = constant(left), constant(right)
    shape, other = ev.jets.shape(left), ev.jets.shape(right)
    turned = False
    if shape != other:
        if zero:
            rows, cols = max(shape, other)
            left, right = (ev.jets.spread(v, rows, cols) if ev.jets.shape(v) == (1, 1) else v for v in (left, right))
            if ev.jets.shape(left) != ev.jets.shape(right):
                raise IllTyped("sides of different shapes")
        elif shape == other[::-1] and layout:
            if 1 not in shape:
                agrees = _entries(ev, left, right.transpose(), enough)[0] is Answer.AGREE
                return Comparison(Answer.DIFFER, 0, transposed=agrees)
            right, turned = right.transpose(), True
        else:
            raise IllTyped(_shapes(shape, other))
    answer, digits = _entries(ev, left, right, enough)
    transposed = False
    if answer is Answer.DIFFER and not turned and shape == other and shape[0] == shape[1] > 1:
        transposed = _entries(ev, left, right.transpose(), enough)[0] is Answer.AGREE
    tripled = answer is Answer.AGREE and _overlap(ev, left, right)
    return Comparison(answer, digits, transposed, turned, tripled)


def _shapes(shape: tuple[int, int], other: tuple[int, int]) -> str:
    if shape == other[::-1]:
        return f"the left side is {shape[0]}×{shape[1]}, the right side its transpose's shape"
    return f"the left side is {shape[0]}×{shape[1]}, the right side {other[0]}×{other[1]}"


def _flat(ev: Evaluator, value: Any) -> list[Any]:
    return list(value.entries()) if ev.ring.is_matrix(value) else [value]


def _overlap(ev: Evaluator, left: Any, right: Any) -> bool:
    """Whether left = 3·right is possible in every entry."""
    pairs = zip(_flat(ev, left), _flat(ev, right), strict=True)
    if ev.ring.exact:
        return all(p == q * 3 for p, q in pairs)
    return all((p - q * 3).contains(0) for p, q in pairs)


def _entries(ev: Evaluator, left: Any, right: Any, enough: int) -> tuple[Answer, int]:
    pairs = list(zip(_flat(ev, left), _flat(ev, right), strict=True))
    if ev.ring.exact:
        same = all(p == q for p, q in pairs)
        return (Answer.AGREE if same else Answer.DIFFER), EXACT_DIGITS if same else 0
    digits = float(EXACT_DIGITS)
    vague = False
    for p, q in pairs:
        gap = p - q
        if not gap.is_finite():
            vague = True
            continue
        if not gap.contains(0):
            return Answer.DIFFER, 0
        scale = abs(p).upper()
        other = abs(q).upper()
        scale = other if other > scale else scale
        floor = arb("0.001")
        ratio = float(abs(gap).upper() / (scale if scale > floor else floor))
        if ratio > 0:
            digits = min(digits, -math.log10(ratio))
    agreed = max(0, int(digits))
    return (Answer.VAGUE if vague or agreed < enough else Answer.AGREE), agreed

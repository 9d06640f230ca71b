"""Tells text that stands between formulas (`x = 1 \\text{ if } y > 0`) from text that is an operand (`\\text{MSE} = …`)."""

from __future__ import annotations

from mathlint.syntax.tokens import CLOSERS, OPENERS, RELATIONS, SCRIPTS, SEPARATORS, Token, Types
from mathlint.syntax.vocabulary import CONNECTIVES

_EDGES = frozenset((Types.ROW, Types.AMP))
_IN_ROWS = frozenset((Types.BEGIN, Types.END))
_OPERATORS = frozenset((Types.SIGN, Types.MULOP, Types.LOOSE, Types.BIGOP))
_NAMES = frozenset((r"\operatorname", r"\operatornamewithlimits"))


def is_phrase(tokens: list[Token], place: int) -> bool:
    """Whether the text at `place`, which is no argument of a command, separates rather than names."""
    token = tokens[place]
    if token.extra in _NAMES or (place + 1 < len(tokens) and tokens[place + 1].type in SCRIPTS):
        return False
    left, left_at = _neighbour(tokens, place, -1)
    right, right_at = _neighbour(tokens, place, 1)
    if left == "bracket" and right == "bracket":
        return False
    if left == "operator" or right == "operator":
        return False
    words = token.name.split()
    joins = _joins(words)
    if left == "operand" or right == "operand":
        return joins or len(words) > 1
    if left == "relation" or right == "relation":
        return joins and not (left == "relation" and right != "relation")
    if left_at is None and right_at is None:
        return False
    in_brackets = left == "bracket" or right == "bracket"
    return joins if in_brackets else True


def _joins(words: list[str]) -> bool:
    """Whether a phrase begins or ends with a connective, or is punctuation."""
    bare = [word.strip(".,;:()").lower() or word for word in words]
    if not any(character.isalnum() for word in words for character in word):
        return True
    return bare[0] in CONNECTIVES or bare[-1] in CONNECTIVES or words[0].lower() in CONNECTIVES


def _neighbour(tokens: list[Token], place: int, step: int) -> tuple[str, int | None]:
    """What stands beside, alignment marks left out: an operand unless named otherwise; None: the formula's edge."""
    at = place + step
    while 0 <= at < len(tokens) and tokens[at].type == Types.AMP:
        at += step
    if not 0 <= at < len(tokens):
        return "edge", None
    kind = tokens[at].type
    crossed = at != place + step
    if kind in RELATIONS:
        return "relation", at
    if crossed or kind in _EDGES or (kind in _IN_ROWS and (kind == Types.BEGIN) == (step < 0)):
        return "edge", at
    if kind in SEPARATORS:
        return "edge", at
    if kind in _OPERATORS:
        return "operator", at
    if kind in (OPENERS if step < 0 else CLOSERS):
        return "bracket", at
    return "operand", at

"""Decides what each bar does: opens, closes, separates (`P(A | B)`), or evaluates (`f |_{x = 0}`)."""

from __future__ import annotations

from mathlint.syntax.tokens import CLOSERS, ENDS_OPERAND, OPENERS, Token, Types

_CUTS = frozenset((Types.ROW, Types.AMP))
_OPERATORS = frozenset((Types.SIGN, Types.MULOP))
_SHORT = frozenset((Types.SUB1, Types.SUP1))
_RAISES = frozenset((Types.SUP, Types.SUB))
"""A sign right after these is a script (`x^+`) and ends an operand."""
_LOWERS = frozenset((Types.SUB, Types.SUB1, Types.SUBS))


def settle_bars(tokens: list[Token]) -> list[Token]:
    """Give every BAR another type. `||` that closes one bar and opens the next is split in two."""
    if not any(token.type in (Types.BAR, Types.MID) for token in tokens):
        return tokens
    left_over = _left_over(tokens)
    out: list[Token] = []
    levels: list[list[Token]] = [[]]
    before = 0
    for place, token in enumerate(tokens):
        kind = token.type
        if kind == Types.MID:
            ended = token.name == r"\mid" and before in ENDS_OPERAND and not _after_big(out)
            if token.name != r"\mid" or not _encloses(tokens, place, ended, levels[-1]):
                pass
            elif ended:
                token.name = "|"
                token.type = Types.RBAR
                _marry(levels[-1].pop(), token)
            else:
                token.type, token.name = Types.LBAR, "|"
                levels[-1].append(token)
            kind = token.type
        elif kind == Types.BAR:
            pending = levels[-1]
            operand = before in ENDS_OPERAND
            if token.name == r"\|" and token.end - token.start == 2 and operand and pending and pending[-1].name == "|":
                middle = token.start + 1
                out.append(Token(Types.RBAR, "|", token.start, middle))
                _marry(pending.pop(), out[-1])
                token = Token(Types.LBAR, "|", middle, token.end)
                pending.append(token)
            elif pending and pending[-1].name == token.name and operand:
                token.type = Types.RBAR
                _marry(pending.pop(), token)
            elif operand and token.name == "|" and place + 1 < len(tokens) and tokens[place + 1].type in _LOWERS:
                token.type = Types.EVALBAR
            elif operand and left_over.get(place, 0) % 2 == 0:
                token.type = Types.MID
            else:
                token.type = Types.LBAR
                pending.append(token)
            kind = token.type
        elif kind in OPENERS and token.mate is not None:
            levels.append([])
        elif kind in CLOSERS and token.mate is not None and len(levels) > 1:
            _separate(levels.pop())
        elif kind in _CUTS:
            _separate(levels[-1])
        out.append(token)
        alone = kind == Types.MULOP and before not in ENDS_OPERAND
        raised = kind in _OPERATORS and before in _RAISES
        before = Types.WORD if alone or raised else kind
    for pending in levels:
        _separate(pending)
    return out


def _after_big(out: list[Token]) -> bool:
    """Whether a big operator and its scripts stand last."""
    place = len(out) - 1
    while place >= 0:
        token = out[place]
        if token.type in _SHORT:
            place -= 1
        elif token.type == Types.RBRACE and token.mate in out and out[out.index(token.mate) - 1].type in _RAISES:
            place = out.index(token.mate) - 2
        else:
            return bool(token.type == Types.BIGOP)
    return False


def _encloses(tokens: list[Token], place: int, operand: bool, pending: list[Token]) -> bool:
    """Whether a `\\mid` that has nothing to its left to separate, or closes one such, is a bar of an absolute value."""
    if operand:
        return bool(pending) and pending[-1].name == "|" and pending[-1].end - pending[-1].start == len(r"\mid")
    depth = 0
    for token in tokens[place + 1 :]:
        depth += (token.type in OPENERS) - (token.type in CLOSERS)
        if depth < 0 or token.type in _CUTS:
            return False
        if depth == 0 and token.type == Types.MID and token.name == r"\mid":
            return True
    return False


def _left_over(tokens: list[Token]) -> dict[int, int]:
    """For the place of each bar, how many bars of the same kind follow before its level or its cell ends."""
    after: dict[int, int] = {}
    levels: list[dict[str, int]] = [{}]
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        kind = token.type
        if kind == Types.BAR:
            after[place] = levels[-1].get(token.name, 0)
            levels[-1][token.name] = after[place] + 1
        elif kind in CLOSERS and token.mate is not None:
            levels.append({})
        elif kind in OPENERS and token.mate is not None and len(levels) > 1:
            levels.pop()
        elif kind in _CUTS:
            levels[-1] = {}
    return after


def _separate(pending: list[Token]) -> None:
    for token in pending:
        token.type = Types.MID
    pending.clear()


def _marry(opener: Token, closer: Token) -> None:
    opener.mate, closer.mate = closer, opener

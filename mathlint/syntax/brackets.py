"""Pairs the brackets of a formula, before it is parsed: braces, parentheses, `\\left … \\right`, environments."""

from __future__ import annotations

from collections.abc import Callable

from mathlint.syntax.surface import SyntaxIssue
from mathlint.syntax.tokens import CLOSERS, ENDS_OPERAND, RELATIONS, Limit, Token, Types
from mathlint.syntax.vocabulary import bare

MOST_NESTED = 60

_OPENS = {Types.LBRACE: Types.RBRACE, Types.OPEN: Types.CLOSE, Types.LEFT: Types.RIGHT, Types.BEGIN: Types.END}
_CLOSES = {closer: opener for opener, closer in _OPENS.items()}
_STRENGTH = {Types.OPEN: 0, Types.LEFT: 1, Types.LBRACE: 2, Types.BEGIN: 3}
"""A closing bracket looks for its opening one through unclosed brackets that are weaker, never through stronger ones."""
_CUTS = frozenset((Types.ROW, Types.AMP))
_BETWEEN_ROWS = frozenset((Types.ROW, Types.AMP, Types.WIDE, Types.SIGN, Types.MULOP))
_TURNED = frozenset((Types.OPEN, Types.CLOSE))
_BEFORE_INTERVAL = RELATIONS | {0, Types.MULOP, Types.PUNCT, Types.AMP, Types.ROW}
_AFTER_INTERVAL = RELATIONS | CLOSERS | {0, Types.MULOP, Types.PUNCT, Types.WIDE, Types.AMP, Types.ROW, Types.WORD}
_STRAIGHT = frozenset(("|", r"\|"))
"""Names of the delimiters that a plain bar may stand for: `\\lvert x \\vert`."""
_MIRROR = {
    "(": ")",
    "[": "]",
    r"\{": r"\}",
    "|": "|",
    r"\|": r"\|",
    r"\langle": r"\rangle",
    r"\lfloor": r"\rfloor",
    r"\lceil": r"\rceil",
}


def pair(tokens: list[Token], text: str) -> list[SyntaxIssue]:
    """Set `mate` on every bracket that has a partner; an environment without `\\end` gets one at the end.

    Raises Limit if they nest too deeply. Mismatched kinds such as `[0, 1)` are pairs.
    """
    issues: list[SyntaxIssue] = []
    open_: list[Token] = []
    bars: list[list[Token]] = [[]]

    def give_up(place: int) -> None:
        """The brackets from `place` on are never closed, but `\\langle x |` is."""
        for token, inside in zip(open_[place:], bars[place + 1 :], strict=True):
            if token.name == r"\langle" and inside:
                inside[0].type = Types.CLOSE
                token.mate, inside[0].mate = inside[0], token
                continue
            if token.type == Types.OPEN and token.name in _STRAIGHT:
                token.type = Types.BAR
                continue
            issues.append(SyntaxIssue(token.start, token.end, f"`{text[token.start : token.end]}` is never closed"))
        del open_[place:], bars[place + 1 :]

    for at, token in enumerate(tokens):
        if token.type in _TURNED and token.name in "[]" and not token.argument:
            _turn(tokens, at, open_)
        kind = token.type
        if kind in _OPENS:
            open_.append(token)
            bars.append([])
            if len(open_) > MOST_NESTED:
                raise Limit(f"more than {MOST_NESTED} brackets inside each other were not read", token.start, len(text))
        elif kind == Types.BAR:
            bars[-1].append(token)
        elif kind in _CLOSES:
            place = _find(open_, token)
            if place is None and kind == Types.CLOSE and token.name in _STRAIGHT:
                token.type = Types.BAR
                bars[-1].append(token)
                continue
            if place is None and token.name == r"\rangle" and bars[-1]:
                ket = bars[-1].pop()
                ket.type = Types.OPEN
                ket.mate, token.mate = token, ket
                continue
            if place is None:
                issues.append(SyntaxIssue(token.start, token.end, _no_opening(token, text)))
                continue
            give_up(place + 1)
            opener = open_.pop()
            bars.pop()
            opener.mate, token.mate = token, opener
            if kind == Types.END and opener.name != token.name:
                message = f"`\\begin{{{opener.name}}}` is closed by `\\end{{{token.name}}}`"
                issues.append(SyntaxIssue(token.start, token.end, message))
    for token in reversed(open_):
        if token.type == Types.BEGIN:
            end = Token(Types.END, token.name, len(text), len(text))
            end.mate, token.mate = token, end
            tokens.append(end)
    give_up(0)
    issues.sort(key=lambda issue: issue.start)
    return issues


def join_rows(tokens: list[Token]) -> list[Token]:
    """A parenthesis that closes in a later row makes one row of them: `(a + \\\\ & b)`; so does `\\right. \\\\ \\left.`."""
    if not any(token.type == Types.ROW or token.type == Types.AMP for token in tokens):
        return tokens
    dropped = _bridges(tokens)
    out: list[Token] = []
    open_: list[Token] = []
    after_cut = False
    for place, token in enumerate(tokens):
        kind = token.type
        if place in dropped or (after_cut and kind == Types.WIDE):
            continue
        after_cut = False
        if kind in _CUTS and open_ and open_[-1].type == Types.OPEN:
            after_cut = True
            continue
        if token.mate is not None and kind in _OPENS:
            open_.append(token)
        elif token.mate is not None and kind in _CLOSES and open_:
            open_.pop()
        out.append(token)
    return out


def _bridges(tokens: list[Token]) -> set[int]:
    """Places of the tokens of each `\\right. \\\\ & \\left.` between `\\left[` and its true `\\right]`, which become a pair."""
    dropped: set[int] = set()
    place = 0
    while place < len(tokens):
        rights, at = _run_of(tokens, place, _is_open_right)
        place = max(at, place + 1)
        if not rights:
            continue
        between: list[int] = []
        while at < len(tokens) and tokens[at].type in _BETWEEN_ROWS:
            if tokens[at].type not in (Types.SIGN, Types.MULOP):
                between.append(at)
            at += 1
        lefts, place = _run_of(tokens, at, _is_open_left)
        if not any(tokens[x].type == Types.ROW for x in between):
            continue
        for right, left in zip(reversed(rights), lefts, strict=False):
            opener, closer = tokens[right].mate, tokens[left].mate
            if opener is None or closer is None or closer.name not in (".", _MIRROR.get(opener.name)):
                break
            opener.mate, closer.mate = closer, opener
            dropped.update((right, left, *between))
    return dropped


def _run_of(tokens: list[Token], place: int, wanted: Callable[[Token], bool]) -> tuple[list[int], int]:
    start = place
    while place < len(tokens) and wanted(tokens[place]):
        place += 1
    return list(range(start, place)), place


def _is_open_right(token: Token) -> bool:
    return token.type == Types.RIGHT and token.name == "." and token.mate is not None


def _is_open_left(token: Token) -> bool:
    return token.type == Types.LEFT and token.name == "." and token.mate is not None


def _find(open_: list[Token], closer: Token) -> int | None:
    """The place of the opening bracket that `closer` closes."""
    wanted = _CLOSES[closer.type]
    strength = _STRENGTH[wanted]
    for place in range(len(open_) - 1, -1, -1):
        opener = open_[place]
        if opener.type == wanted and (
            opener.name == closer.name or not _STRAIGHT & {opener.name, closer.name} or strength
        ):
            return place
        if _STRENGTH[opener.type] > strength:
            return None
    return None


def _turn(tokens: list[Token], at: int, open_: list[Token]) -> None:
    """In `]0, 1[` the brackets are turned round, and in `[0, 1[` the second is."""
    token = tokens[at]
    before = tokens[at - 1].type if at else 0
    after = tokens[at + 1].type if at + 1 < len(tokens) else 0
    inside = bool(open_) and open_[-1].type == Types.OPEN and open_[-1].name in "[]"
    if token.name == "]" and not inside and before in _BEFORE_INTERVAL:
        token.type = Types.OPEN
    elif token.name == "[" and inside and before in ENDS_OPERAND and after in _AFTER_INTERVAL:
        token.type = Types.CLOSE


def _no_opening(token: Token, text: str) -> str:
    written = text[token.start : token.end]
    if token.type == Types.END:
        return f"`{written}` has no `\\begin{{{token.name}}}`"
    if token.type == Types.RIGHT:
        return f"`{written}` has no `\\left`"
    opener = "{" if token.type == Types.RBRACE else {bare(v): k for k, v in _MIRROR.items()}.get(bare(token.name), "(")
    return f"`{written}` has no opening `{opener}`"

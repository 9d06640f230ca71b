"""The token filters: what one token cannot decide is decided here, so that the grammar stays LL(1).

In order: brackets are paired, rows inside parentheses joined, bars settled, arguments marked, relations with something
over them found, wide spaces that separate nothing dropped, and the rest told by its neighbours.
"""

from __future__ import annotations

from mathlint.syntax.bars import settle_bars
from mathlint.syntax.brackets import join_rows, pair
from mathlint.syntax.phrases import is_phrase
from mathlint.syntax.surface import SyntaxIssue
from mathlint.syntax.tokens import CLOSERS, OPENERS, RELATIONS, SCRIPTS, SEPARATORS, Token, Types
from mathlint.syntax.vocabulary import MARKS

_ARGUMENTS = {
    Types.SUP: 1, Types.SUB: 1, Types.FRAC: 2, Types.STACK: 2, Types.DECOR: 1, Types.SQRT: 1, Types.XARROW: 1,
    Types.STACKREL: 2, Types.DECORREL: 1,
}  # fmt: skip
_TAKES_INDEX = frozenset((Types.SQRT, Types.XARROW))
_ROW_EDGES = frozenset((Types.ROW, Types.AMP))
_STARTS = OPENERS | _ROW_EDGES | SEPARATORS | RELATIONS | {0}
"""After these no operand has begun. 0: the start of the formula."""
_ENDS = CLOSERS | _ROW_EDGES | SEPARATORS | RELATIONS | {0}
_OPEN_ENDS = _ROW_EDGES | {0, Types.END, Types.RBRACE}
"""Before these an operator may dangle: the row goes on below, or the operator is all there is (`x^{+}`)."""
_BASELESS = OPENERS | _ROW_EDGES | SEPARATORS | {0}
_UNWRAPPED = frozenset((Types.REL, Types.SIGN, Types.MULOP, Types.PUNCT))
_MOST_SIGNS = 8
_OPERATORS = frozenset((Types.SIGN, Types.MULOP))
_NEGATED = {"=": r"\ne", r"\in": r"\notin"}
_NO_OPERAND = _ENDS | _OPERATORS | {Types.SWITCH}


def arrange(tokens: list[Token], text: str) -> tuple[list[Token], list[SyntaxIssue]]:
    """The tokens as the parser wants them, and what is wrong with the brackets."""
    issues = pair(tokens, text)
    tokens = settle_bars(join_rows(tokens))
    _mark_arguments(tokens)
    tokens = _without_idle_spaces(_unwrap(tokens))
    return _by_neighbours(tokens), issues


def _extents(tokens: list[Token]) -> list[int]:
    """For each place, the place after the TeX argument that begins there: a group, or a command with its own arguments.

    Sets `place` on every token, and the types of the brackets of `\\sqrt[…]`.
    """
    size = len(tokens)
    for place, token in enumerate(tokens):
        token.place = place
    ends = [*range(1, size + 1), size, size]
    for place in range(size - 1, -1, -1):
        token = tokens[place]
        kind = token.type
        if kind == Types.LBRACE or kind == Types.BEGIN:
            if token.mate is not None:
                ends[place] = token.mate.place + 1
        elif kind in _ARGUMENTS:
            at = _first_argument(tokens, place)
            ends[place] = ends[ends[at]] if _ARGUMENTS[kind] == 2 else ends[at]
    return ends


def _first_argument(tokens: list[Token], place: int) -> int:
    """Where the first argument of the command at `place` begins, its `[…]` left out."""
    at = place + 1
    if tokens[place].type in _TAKES_INDEX and at < len(tokens) and tokens[at].name == "[":
        index = tokens[at]
        if index.mate is not None and index.mate.name == "]":
            index.type, index.mate.type = Types.INDEXOPEN, Types.INDEXCLOSE
            return index.mate.place + 1
    return at


def _mark_arguments(tokens: list[Token]) -> None:
    """Set `argument` where an argument begins, and find the relations among stacks and decorations. From the right."""
    ends = _extents(tokens)
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        kind = token.type
        count = _ARGUMENTS.get(kind, 0)
        at = _first_argument(tokens, place) if count else 0
        for rest in range(count, 0, -1):
            if at >= len(tokens):
                break
            tokens[at].argument = True
            if kind in (Types.SUP, Types.SUB) and tokens[at].type == Types.REL and tokens[at].name in MARKS:
                tokens[at].type = Types.COMMAND
            if rest == 1 and kind in (Types.STACK, Types.DECOR) and _is_relation(tokens, at, ends):
                token.type = Types.STACKREL if kind == Types.STACK else Types.DECORREL
            at = ends[at]


def _is_relation(tokens: list[Token], place: int, ends: list[int]) -> bool:
    """Whether the argument at `place` is one relation."""
    token = tokens[place]
    if token.type != Types.LBRACE or token.mate is None:
        return token.type in (Types.REL, Types.STACKREL, Types.DECORREL)
    inside = tokens[place + 1].type
    end = token.mate.place
    if inside == Types.REL:
        return end == place + 2 or (end == place + 3 and tokens[place + 2].type == Types.REL)
    return inside in (Types.STACKREL, Types.DECORREL) and ends[place + 1] == end


def _unwrap(tokens: list[Token]) -> list[Token]:
    """`{=}` is `=`, `\\mathbin{/}` is `/`; `\\not` and its relation are one, and so are `:` and `=`."""
    out: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if token.type == Types.LBRACE and token.mate is not None and token.mate.place == place + 2:
            if following is not None and following.type in _UNWRAPPED and not token.argument:
                following.start, following.end = token.start, token.mate.end
                out.append(following)
                place += 3
                continue
        if (
            token.name == r"\mathbin"
            and following is not None
            and following.type == Types.LBRACE
            and following.mate is not None
        ):
            operator = tokens[place + 2]
            if following.mate.place == place + 3 and operator.type in _OPERATORS and not token.argument:
                operator.start, operator.end = token.start, following.mate.end
                out.append(operator)
                place += 4
                continue
        if (
            token.name in (":", r"\colon")
            and following is not None
            and following.name == "="
            and following.type == Types.REL
        ):
            following.name, following.start = ":=", token.start
            place += 1
            continue
        if (
            token.name == r"\not"
            and token.type == Types.COMMAND
            and following is not None
            and following.type == Types.REL
        ):
            following.name = _NEGATED.get(following.name, rf"\not{following.name}")
            following.start = token.start
            place += 1
            continue
        out.append(token)
        place += 1
    return out


def _without_idle_spaces(tokens: list[Token]) -> list[Token]:
    """Wide spaces at the edge of a cell or a group, or beside an operator, separate nothing."""
    if not any(token.type == Types.WIDE for token in tokens):
        return tokens
    out: list[Token] = []
    for place, token in enumerate(tokens):
        if token.type != Types.WIDE or token.argument:
            out.append(token)
            continue
        if place and tokens[place - 1].type == Types.WIDE and not tokens[place - 1].argument:
            continue
        before = out[-1].type if out else 0
        at = place + 1
        while at < len(tokens) and tokens[at].type == Types.WIDE:
            at += 1
        after = tokens[at].type if at < len(tokens) else 0
        spaced = after in _OPERATORS and at + 1 < len(tokens) and tokens[at + 1].type == Types.WIDE
        edge = (
            before in OPENERS
            or before in _ROW_EDGES
            or after in CLOSERS
            or after in _ROW_EDGES
            or not before
            or not after
        )
        if edge or spaced or before in _OPERATORS or before == Types.BIGOP or after in SCRIPTS:
            continue
        out.append(token)
    return out


def _by_neighbours(tokens: list[Token]) -> list[Token]:
    """Types that depend on what stands to the left and to the right."""
    ends = _extents(tokens)
    out: list[Token] = []
    size = len(tokens)
    after_relation: set[int] = set()
    negations: set[int] = set()
    before = 0
    for place, token in enumerate(tokens):
        kind = token.type
        after = tokens[place + 1].type if place + 1 < size else 0
        if kind == Types.WORD:
            if not token.argument and is_phrase(tokens, place):
                token.type = Types.PHRASE
        elif kind in SCRIPTS:
            if before in _BASELESS and not token.argument:
                out.append(Token(Types.EMPTY, "", token.start, token.start))
        elif token.argument and kind != Types.BIGOP and kind != Types.SWITCH:
            pass
        elif kind == Types.MULOP:
            end = _after_scripts(tokens, ends, place + 1)
            for _ in range(_MOST_SIGNS):
                if end >= size or tokens[end].type != Types.MULOP:
                    break
                end = _after_scripts(tokens, ends, end + 1)
            if before in _STARTS or before == Types.LOOSE or end >= size or tokens[end].type in _OPEN_ENDS:
                token.type = Types.LOOSE
        elif kind == Types.SIGN:
            if place in negations:
                token.type = Types.NEG
            elif _dangles(tokens, ends, place, before):
                token.type = Types.LOOSE
        elif kind == Types.BIGOP:
            _settle_big(tokens, ends, place, negations)
        elif kind == Types.SWITCH:
            if token.argument or after == Types.LBRACE:
                token.type = Types.DECOR
            elif after in _NO_OPERAND:
                continue
        elif kind in RELATIONS and kind != Types.REL:
            after_relation.add(ends[place] - 1)
        out.append(token)
        before = Types.REL if place in after_relation else token.type
    return out


def _after_scripts(tokens: list[Token], ends: list[int], place: int) -> int:
    """The place after the scripts that begin at `place`."""
    while place < len(tokens) and tokens[place].type in SCRIPTS:
        place = ends[place]
    return place


def _dangles(tokens: list[Token], ends: list[int], place: int, before: int) -> bool:
    end = _after_scripts(tokens, ends, place + 1)
    for _ in range(_MOST_SIGNS):
        if end >= len(tokens) or tokens[end].type != Types.SIGN:
            break
        end = _after_scripts(tokens, ends, end + 1)
    if end >= len(tokens) or tokens[end].type in _OPEN_ENDS:
        return True
    alone = before in OPENERS or before in SEPARATORS or before in _ROW_EDGES or before in (0, Types.LOOSE)
    return alone and (tokens[end].type in CLOSERS or tokens[end].type in SEPARATORS)


def _settle_big(tokens: list[Token], ends: list[int], place: int, negations: set[int]) -> None:
    """A big operator without a body is a name; a sign right after it is its body's."""
    token = tokens[place]
    end = _after_scripts(tokens, ends, place + 1)
    following = tokens[end] if end < len(tokens) else None
    while following is not None and following.type == Types.SIGN and not token.argument:
        negations.add(end)
        end += 1
        following = tokens[end] if end < len(tokens) else None
    if token.argument or following is None or following.type in _NO_OPERAND - {Types.SWITCH}:
        token.type = Types.BIGNAME
        negations.difference_update(range(place, end))
    elif following.type == Types.WORD:
        following.argument = True

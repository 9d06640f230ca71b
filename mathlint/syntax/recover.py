"""Reads what can be read of a formula that does not fit the grammar: good rows, good cells, good sides stay.

Environments are read from the inside out. One that does not fit is taken apart at its row ends, its `&`, its relations
and its separators; each piece that still does not fit becomes `Broken`, with one message.
"""

from __future__ import annotations

from bisect import bisect_left, insort

from mathlint.syntax.reader import NotRead, describe, read
from mathlint.syntax.surface import Broken, Environment, Node, Relation, Row, Separator, Sequence, SyntaxIssue
from mathlint.syntax.tokens import CLOSERS, END_OF_INPUT, OPENERS, RELATIONS, SEPARATORS, Token, Types


def recover(tokens: list[Token], text: str, issues: list[SyntaxIssue]) -> tuple[Row, ...]:
    """The rows of a formula with an error in it; appends to `issues` what was wrong where nothing was said yet."""
    return _Recovery(text, issues).rows(tokens, len(text))


class _Recovery:
    def __init__(self, text: str, issues: list[SyntaxIssue]) -> None:
        self.text = text
        self.issues = issues
        self.blamed = sorted(issue.start for issue in issues)

    def rows(self, tokens: list[Token], end: int) -> tuple[Row, ...]:
        tokens = self.without_environments(tokens)
        rows = []
        for line, stop in _split(tokens, Types.ROW, end):
            cells = tuple(self.cell(cell, edge) for cell, edge in _split(line, Types.AMP, stop))
            rows.append(Row(cells, cells[0].start, cells[-1].end))
        return tuple(rows)

    def without_environments(self, tokens: list[Token]) -> list[Token]:
        """Each environment becomes one TREE, recovered on its own."""
        out: list[Token] = []
        begins: list[int] = []
        for token in tokens:
            out.append(token)
            if token.type == Types.BEGIN and token.mate is not None:
                begins.append(len(out) - 1)
            elif token.type == Types.END and token.mate is not None and begins:
                place = begins.pop()
                out[place:] = [self.environment(out[place:])]
        return out

    def environment(self, tokens: list[Token]) -> Token:
        begin, end = tokens[0], tokens[-1]
        inside = tokens[1:-1]
        node: Node
        try:
            rows = read(inside, end.start)
        except NotRead:
            rows = self.rows(inside, end.start)
        node = Environment(begin.name, begin.extra, rows, begin.start, end.end)
        tree = Token(Types.TREE, begin.name, begin.start, end.end, node=node)
        tree.argument = begin.argument
        return tree

    def cell(self, tokens: list[Token], end: int) -> Sequence:
        """One cell; its pieces are parsed on their own if it cannot be parsed as one."""
        try:
            return read(tokens, end)[0].cells[0]
        except NotRead:
            pass
        items: list[Node | Relation | Separator] = []
        for piece, stop, closing in _pieces(tokens, end):
            try:
                items.extend(read(piece, stop)[0].cells[0].items)
            except NotRead as problem:
                start, last = piece[0].start, piece[-1].end
                self.say(problem, closing, start, max(stop, last))
                items.append(Broken(self.text[start:last], (), start, last))
        if not items:
            return Sequence((), end, end)
        return Sequence(tuple(items), items[0].start, items[-1].end)

    def say(self, problem: NotRead, closing: Token | None, start: int, end: int) -> None:
        place = bisect_left(self.blamed, start)
        if place < len(self.blamed) and self.blamed[place] < max(end, start + 1):
            return
        token = problem.token
        if token.type == END_OF_INPUT and closing is not None:
            token = closing
        problem = NotRead(token, problem.wanted)
        insort(self.blamed, token.start)
        self.issues.append(SyntaxIssue(token.start, token.end, describe(problem, self.text[token.start : token.end])))


def _split(tokens: list[Token], kind: int, end: int) -> list[tuple[list[Token], int]]:
    """The parts between tokens of a kind outside brackets, each with the offset where it ends."""
    parts: list[tuple[list[Token], int]] = []
    part: list[Token] = []
    level = 0
    for token in tokens:
        level += _step(token)
        if token.type == kind and level <= 0:
            parts.append((part, token.start))
            part = []
        else:
            part.append(token)
    parts.append((part, end))
    return parts


def _pieces(tokens: list[Token], end: int) -> list[tuple[list[Token], int, Token | None]]:
    """Operands, relations and separators, each on its own, with where it ends and the token that follows."""
    pieces: list[tuple[list[Token], int, Token | None]] = []
    piece: list[Token] = []
    level = 0
    own = 0
    place = 0
    while place < len(tokens):
        token = tokens[place]
        cut = level <= 0 and (token.type in RELATIONS or (token.type in SEPARATORS and not token.argument))
        if cut:
            if piece:
                pieces.append((piece, token.start, token))
            stop = _end_of_relation(tokens, place)
            own = tokens[stop].start if stop < len(tokens) else end
            pieces.append((tokens[place:stop], own, tokens[stop] if stop < len(tokens) else None))
            piece = []
            place = stop
            continue
        level += _step(token)
        piece.append(token)
        place += 1
    if piece:
        pieces.append((piece, end, None))
    return pieces


def _end_of_relation(tokens: list[Token], place: int) -> int:
    """The place after a relation and its arguments and scripts, or after a separator."""
    kind = tokens[place].type
    place += 1
    arguments = {Types.XARROW: 1, Types.STACKREL: 2, Types.DECORREL: 1}.get(kind, 0)
    if kind not in RELATIONS:
        return place
    while place < len(tokens):
        token = tokens[place]
        scripts = token.type in (Types.SUP, Types.SUB, Types.SUP1, Types.SUB1, Types.SUPS, Types.SUBS, Types.PRIME)
        if scripts:
            place += 1
            arguments += token.type in (Types.SUP, Types.SUB)
        elif arguments > 0 and token.argument:
            place = _after_group(tokens, place)
            arguments -= 1
        else:
            break
    return place


def _after_group(tokens: list[Token], place: int) -> int:
    level = 0
    while place < len(tokens):
        level += _step(tokens[place])
        place += 1
        if level <= 0:
            break
    return place


def _step(token: Token) -> int:
    """How a token changes the depth. Brackets without a partner do not."""
    if token.mate is None:
        return 0
    return 1 if token.type in OPENERS else -1 if token.type in CLOSERS else 0

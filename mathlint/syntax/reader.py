"""Runs the generated parser over tokens. No parse tree is built: each rule is folded to a surface node as it ends."""

from __future__ import annotations

from typing import Any

from mathlint.syntax.fold import FOLDS
from mathlint.syntax.generated.MathLintParser import MathLintParser
from mathlint.syntax.surface import Row
from mathlint.syntax.tokens import END_OF_INPUT, Limit, Token, Types

MOST_RULES = 420
"""Grammar rules inside each other; 60 brackets take about 300. Each is one Python frame."""

_WANTED = {
    MathLintParser.RULE_arg: "an argument",
    MathLintParser.RULE_relarg: "an argument",
    MathLintParser.RULE_product: "an operand",
    MathLintParser.RULE_addition: "an operand",
    MathLintParser.RULE_factor: "an operand",
}


class NotRead(Exception):
    """The grammar does not allow `token` here. wanted: what had to come instead, or None."""

    def __init__(self, token: Token, wanted: str | None) -> None:
        super().__init__(token.name)
        self.token, self.wanted = token, wanted


def read(tokens: list[Token], end: int) -> tuple[Row, ...]:
    """The rows that the tokens make. Raises NotRead at the first token that does not fit, Limit if they nest too deeply.

    end: the offset where the text of the tokens ends.
    """
    parser = _Folding(_Stream(tokens, Token(END_OF_INPUT, "", end, end)))
    parser.math()
    rows: tuple[Row, ...] = parser.folded[0]
    return rows


class _Stream:
    """Just what the generated parser asks of a token stream."""

    __slots__ = ("index", "tokens", "types")

    def __init__(self, tokens: list[Token], end: Token) -> None:
        self.tokens = [*tokens, end]
        self.types = [token.type for token in self.tokens]
        self.index = 0

    def LA(self, ahead: int) -> int:
        return self.types[self.index]

    def LT(self, ahead: int) -> Token:
        return self.tokens[self.index]


class _Stop:
    """An error strategy that does not recover: the caller does that, with the whole row in view."""

    def sync(self, parser: Any) -> None:
        pass

    def reset(self, parser: Any) -> None:
        pass

    def reportMatch(self, parser: Any) -> None:
        pass

    def inErrorRecoveryMode(self, parser: Any) -> bool:
        return False

    def reportError(self, parser: Any, error: Any) -> None:
        parser.give_up()

    def recover(self, parser: Any, error: Any) -> None:
        parser.give_up()

    def recoverInline(self, parser: Any) -> None:
        parser.give_up()


_STOP = _Stop()


class _Nowhere:
    """What the generated parser takes for the context of every rule."""

    exception = property(lambda self: None, lambda self, value: None)


_NOWHERE = _Nowhere()
for _rule in MathLintParser.ruleNames:
    # no parse tree is built, so no rule needs a context of its own
    setattr(MathLintParser, f"{_rule[0].upper()}{_rule[1:]}Context", lambda parser, parent, state: _NOWHERE)


class _Folding(MathLintParser):  # type: ignore[misc]
    """The generated parser with a stack of folded nodes in place of its parse tree. Nothing of the runtime's parser is needed."""

    state = -1
    """Shadows the runtime's property: a plain attribute is faster, and only prediction needs more."""
    _stateNumber = property(lambda self: self.state, lambda self, value: None)

    _ctx = None
    _errHandler = _STOP
    buildParseTrees = False

    def __init__(self, stream: _Stream) -> None:
        self._input = stream
        self.folded: list[Any] = []
        self.waiting: list[tuple[list[Any], int, int]] = []
        self.failed = False

    def give_up(self) -> None:
        self.failed = True
        stream = self._input
        raise NotRead(stream.tokens[stream.index], _WANTED.get(self.waiting[-1][1] if self.waiting else -1))

    def match(self, ttype: int) -> Token:
        stream = self._input
        token: Token = stream.tokens[stream.index]
        if token.type != ttype:
            self.give_up()
        if ttype != END_OF_INPUT:
            stream.index += 1
        self.folded.append(token)
        return token

    def consume(self) -> Token:
        stream = self._input
        token: Token = stream.tokens[stream.index]
        stream.index += 1
        self.folded.append(token)
        return token

    def enterRule(self, localctx: Any, state: int, ruleIndex: int) -> None:
        stream = self._input
        waiting = self.waiting
        waiting.append((self.folded, ruleIndex, stream.tokens[stream.index].start))
        self.folded = []
        if len(waiting) > MOST_RULES:
            self.failed = True
            token = stream.tokens[stream.index]
            raise Limit("this is nested too deeply and was not read", token.start, token.end)

    def exitRule(self) -> None:
        if self.failed:
            return
        folded, rule, at = self.waiting.pop()
        try:
            folded.append(FOLDS[rule](self.folded, at))
        except Limit:
            self.failed = True
            raise
        self.folded = folded

    def enterOuterAlt(self, localctx: Any, altNum: int) -> None:
        pass


def describe(problem: NotRead, written: str) -> str:
    """What is wrong, for people. written: the text of the token that does not fit, empty at the end."""
    kind = problem.token.type
    if problem.token.type == Types.CHAR:
        return f"unexpected character `{written}`"
    before = f"before `{written}`" if written else "before the end"
    if problem.wanted:
        return f"expected {problem.wanted} {before}"
    if kind == Types.ROW or kind == Types.AMP:
        return f"`{written}` stands inside brackets that are still open"
    return f"unexpected `{written}`" if written else "unexpected end"

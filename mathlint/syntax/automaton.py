"""Runs the generated lexer over a text.

The runtime builds the lexer's automaton while it reads, one edge for each state and character that it meets. Edges that are
there are followed here, which costs a fraction of asking the runtime; it is asked only for what is new.
"""

from __future__ import annotations

from typing import Any

from antlr4.atn.LexerATNSimulator import LexerATNSimulator
from antlr4.InputStream import InputStream
from antlr4.Lexer import Lexer

from mathlint.syntax.generated.MathLintLexer import MathLintLexer

_AUTOMATON = MathLintLexer.decisionsToDFA[Lexer.DEFAULT_MODE]
_NOWHERE = LexerATNSimulator.ERROR
_LAST_EDGE = LexerATNSimulator.MAX_DFA_EDGE
"""The runtime keeps no edges for characters beyond."""


class Automaton:
    """The lexer of one text."""

    __slots__ = ("_lexer", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._lexer: Any = None

    def match(self, place: int) -> tuple[int, int]:
        """The type of the longest token at a place, 0 for what is skipped, and the offset of its end."""
        text, state, at = self._text, _AUTOMATON.s0, place
        size = len(text)
        accepted = None
        end = place
        while at < size:
            code = ord(text[at])
            edges = None if state is None or code > _LAST_EDGE else state.edges
            state = None if edges is None else edges[code]
            if state is None:
                return self._ask(place)
            if state is _NOWHERE:
                break
            at += 1
            if state.isAcceptState:
                accepted, end = state, at
        if accepted is None:
            return self._ask(place)
        # the only action that the lexer knows is to skip
        return 0 if accepted.lexerActionExecutor is not None else accepted.prediction, end

    def _ask(self, place: int) -> tuple[int, int]:
        """What the runtime says; it draws the edges that it needs."""
        lexer = self._lexer
        if lexer is None:
            lexer = self._lexer = MathLintLexer(InputStream(self._text))
            lexer.removeErrorListeners()
        lexer._type = 0
        lexer._input._index = place
        kind = lexer._interp.match(lexer._input, Lexer.DEFAULT_MODE)
        return (0 if lexer._type else kind), lexer._input._index

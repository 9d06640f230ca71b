"""Tokens: what the scanner writes, the filters retype, and the parser reads."""

from __future__ import annotations

from mathlint.syntax.generated.MathLintLexer import MathLintLexer as Types
from mathlint.syntax.surface import Node

__all__ = [
    "CLOSERS",
    "ENDS_OPERAND",
    "END_OF_INPUT",
    "OPENERS",
    "RELATIONS",
    "SCRIPTS",
    "SEPARATORS",
    "Limit",
    "Token",
    "Types",
]

END_OF_INPUT = -1


class Limit(Exception):
    """The block is longer or deeper than anything a person writes. The message is for people."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message, self.start, self.end = message, start, end


class Token:
    """One token. Filters may change `type`, `start` and `end`; nothing else changes after the scanner.

    type: a token type of the grammar. name: the word under its one name (`≤` is `\\le`), or the text of a raw argument.
    start, end: half-open interval of the parsed text. extra: the column specification of a BEGIN, the command of a
    WORD. mate: the partner of a bracket that has one. argument: whether it begins the argument of a command. node: what
    a TREE stands for.
    """

    __slots__ = ("argument", "end", "extra", "mate", "name", "node", "place", "start", "type")

    def __init__(self, type: int, name: str, start: int, end: int, extra: str = "", node: Node | None = None) -> None:
        self.type = type
        self.name = name
        self.start = start
        self.end = end
        self.extra = extra
        self.mate: Token | None = None
        self.argument = False
        self.node = node
        self.place = -1
        """Its index in the list, set by the filter that needs it."""


def _types(names: str) -> frozenset[int]:
    return frozenset(getattr(Types, name) for name in names.split())


OPENERS = _types("LBRACE OPEN LBAR LEFT BEGIN INDEXOPEN")
CLOSERS = _types("RBRACE CLOSE RBAR RIGHT END INDEXCLOSE")
RELATIONS = _types("REL XARROW STACKREL DECORREL")
SEPARATORS = _types("PUNCT WIDE TAG MID INFIX PHRASE")
SCRIPTS = _types("SUP SUB SUP1 SUB1 SUPS SUBS PRIME BANG")
ENDS_OPERAND = _types(
    "CLOSE RBRACE RIGHT END RBAR LETTER NUMBER COMMAND DOTS WORD EMPTY TREE BIGNAME EVALBAR"
) | _types("SUP1 SUB1 SUPS SUBS PRIME BANG")
"""Types of a last token of an operand."""

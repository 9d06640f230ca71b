"""The tokens that are found along known edges of the automaton are those that the runtime finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from antlr4.InputStream import InputStream
from antlr4.Token import Token

from mathlint.syntax.automaton import Automaton
from mathlint.syntax.generated.MathLintLexer import MathLintLexer

FORMULAS = (Path(__file__).parent / "formulas.txt").read_text(encoding="utf-8").split("\n\n")


def by_the_runtime(text: str) -> list[tuple[int, int, int]]:
    lexer = MathLintLexer(InputStream(text))
    found = []
    while (token := lexer.nextToken()).type != Token.EOF:
        found.append((token.type, token.start, token.stop + 1))
    return found


@pytest.mark.parametrize(
    "text", [*FORMULAS, r"α + \beta\,_é \begin {array} % to the end", "\\", "x^", r"\left \{ 1{,}5.2", ""]
)
def test_tokens_are_those_of_the_runtime(text: str) -> None:
    wanted = by_the_runtime(text)
    for _ in range(2):  # the second time every edge is known
        automaton, place, found = Automaton(text), 0, []
        while place < len(text):
            kind, end = automaton.match(place)
            assert end > place
            if kind:
                found.append((kind, place, end))
            place = end
        assert found == wanted


def test_known_edges_are_followed_without_the_runtime(monkeypatch: pytest.MonkeyPatch) -> None:
    text = r"\frac{a}{b} + x_i^2 = 1.5"

    def read() -> list[int]:
        automaton, place, found = Automaton(text), 0, []
        while place < len(text):
            kind, place = automaton.match(place)
            found.append(kind)
        return found

    first = read()
    monkeypatch.setattr(Automaton, "_ask", None)
    assert read() == first

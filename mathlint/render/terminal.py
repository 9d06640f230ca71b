"""Colour, on a terminal only. rich is loaded here and nowhere else, and only when there is something to colour."""

from __future__ import annotations

from typing import IO

from mathlint.render.line import Line, Style

_LOOK = {
    Style.PLAIN: "",
    Style.ERROR: "bold red",
    Style.WARNING: "bold yellow",
    Style.INFO: "bold cyan",
    Style.PLACE: "bold",
    Style.GUTTER: "blue",
    Style.OTHER: "blue",
    Style.HELP: "bold green",
}


class Terminal:
    """Writes lines to a stream that is a terminal. NO_COLOR and TERM are honoured."""

    def __init__(self, stream: IO[str]) -> None:
        from rich.console import Console

        self._console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)

    def write(self, line: Line) -> None:
        from rich.text import Text

        text = Text()
        for piece in line.pieces:
            text.append(piece.text, _LOOK[piece.style])
        self._console.print(text, soft_wrap=True)

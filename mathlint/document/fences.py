"""Fenced blocks: what their opening line says, and where they end."""

from __future__ import annotations

import re

from mathlint.document.containers import Containers

FENCE = re.compile(r"(?P<mark>`{3,})(?P<info>[^`]*)\Z|(?P<tildes>~{3,})(?P<words>.*)\Z")
COLONS = re.compile(r"(:{3,})[ \t]*(.*)\Z")
MATH_INFO = re.compile(r"\{?(?:math|latex-math|katex)\}?(?=[\s{]|\Z)")
OPTION = re.compile(r":[A-Za-z_][\w-]*:(?:[ \t].*)?\Z")
"""MyST's `:label: x` below the opening of a directive."""
_DIRECTIVE = re.compile(r"\{([\w:-]+)\}")
_CODE_DIRECTIVES = frozenset(
    "code code-block code-cell literalinclude mermaid figure image toctree bibliography eval-rst list-table csv-table "
    "raw glue glue:figure parsed-literal prf:algorithm include tableofcontents video iframe "
    "r python julia octave matlab bash sh sql js javascript ojs stan rcpp c cpp rust go sas perl ruby haskell dot css html yaml json".split()
)
"""MyST's directives that hold no text, and the languages that R Markdown and Quarto write in braces."""


def holds_markdown(info: str) -> bool:
    """Whether a fence is a MyST directive whose content is ordinary text, such as ```` ```{admonition} Title ````."""
    directive = _DIRECTIVE.match(info)
    return directive is not None and directive[1] not in _CODE_DIRECTIVES


class Fences:
    """Looks for the ends of fences. Remembers what is never closed, so that it looks once."""

    def __init__(self, containers: Containers) -> None:
        self._containers = containers
        self._hopeless: dict[str, tuple[int, int]] = {}
        """By fence character: up to this offset no fence of this length or longer is closed."""

    def end(self, mark: str, at: int) -> tuple[list[tuple[int, int]] | None, int, int]:
        """The lines from `at` up to the closing fence, its end, and the offset behind its line.

        A fence that is not closed ends with its quote or with the file; the lines are then None.
        """
        text = self._containers.text
        hopeless, length = self._hopeless.get(mark[0], (0, 0))
        if at < hopeless and len(mark) >= length:
            return None, hopeless, hopeless
        lines: list[tuple[int, int]] = []
        begin = at
        while (line := self._containers.following(at)) is not None:
            start, end, at = line
            first = self._containers.skip(start, end)
            if text.startswith(mark, first):
                stop = first + len(text[first:end].rstrip(" \t"))
                if not text[first:stop].strip(mark[0]):
                    return lines, stop, at
            lines.append((start, end))
        if at > begin:
            self._hopeless[mark[0]] = (at, len(mark))
        return None, at, at

    def mathematics(self, mark: str, at: int) -> tuple[tuple[tuple[int, int], ...], int, int] | None:
        """As `end`, for a fence that holds mathematics: options are left out. None if it is not closed."""
        lines, end, behind = self.end(mark, at)
        if lines is None:
            return None
        text = self._containers.text
        first = 0
        while first < len(lines):
            content = text[lines[first][0] : lines[first][1]].strip()
            if content and not OPTION.match(content):
                break
            first += 1
        return tuple(lines[first:]) or ((end, end),), end, behind

"""Names that a page speaks of nowhere but in one formula: not defined, not described, not used before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Final, TypeAlias

from mathlint.document.model import Document, MathKind, Prose
from mathlint.source import Span

Marks: TypeAlias = tuple[str, ...]

_WORDS: Final = re.compile(
    r"\\(?:text\w*|operatorname|mathrm|mathsf|mathit)\*?\s*\{[^{}]{2,}\}|\\(?:begin|end|label|tag|eqref|ref|color|textcolor)\*?\s*\{[^{}]*\}"
)
"""What holds letters that are no names."""
_MARK: Final = re.compile(r"\\[A-Za-z]+|[A-Za-z]|\d|[_^,=<>']")
_GREEK: Final = frozenset(
    (
        r"\alpha \beta \gamma \delta \epsilon \varepsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi \pi \rho "
        r"\varrho \sigma \varsigma \tau \upsilon \phi \varphi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Upsilon "
        r"\Phi \Psi \Omega \ell \in \le \leq \ge \geq \neq \to \colon \sim"
    ).split()
)
"""Control words that are kept: letters, and the relations that begin a description. All others are dress."""
_RELATIONS: Final = frozenset(("=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\neq"))
_ENGLISH: Final = frozenset(("a", "A", "I"))


def marks(text: str) -> Marks:
    """The letters, digits, scripts and relations of a formula, without braces and dress: `\\mathbf{x}_{1}` → x _ 1."""
    found = _MARK.findall(_WORDS.sub(" ", text))
    return tuple(m for m in found if len(m) == 1 or m in _GREEK)


def occurs(name: Marks, text: Marks) -> bool:
    return any(text[at : at + len(name)] == name for at in range(len(text) - len(name) + 1))


class Strangers:
    """Asks of a name at a place of the page whether it is a stranger there."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._known: dict[str, set[int]] = {}
        """By name: the formulas in which it was found to stand for another one."""

    @cached_property
    def _formulas(self) -> tuple[Marks, ...]:
        return tuple(marks(block.text) for block in self._document.blocks)

    @cached_property
    def _words(self) -> frozenset[str]:
        prose = (item.text for item in self._document.items if isinstance(item, Prose))
        return frozenset(word for text in prose for word in re.findall(r"(?<![\w\\'’-])\w+(?![\w'’-])", text))

    def holds(self, written: str, side: Span, since: int | None = None) -> bool:
        """Is the name new in this side of a step, and does nothing after it say what it is?

        since: an offset of the file after which the formulas of the page may have it already.
        """
        name, own = marks(written), self._block(side)
        if own is None or not name or not name[0][-1:].isalpha():
            return False
        letter = name[0].lstrip("\\")
        if letter in _ENGLISH or (len(name) == 1 and letter in self._words):
            return False
        told = self._known.get(written, set())
        blocks = self._document.blocks
        allowed = len(blocks) if since is None else bisect_right(blocks, since, key=lambda block: block.span.start)
        if any(occurs(name, self._formulas[k]) for k in range(min(own, allowed)) if k not in told):
            return False
        if any(
            self._described(name, (self._formulas[k], blocks[k].kind is MathKind.INLINE)) for k in range(allowed, own)
        ):
            return False
        before = marks(self._document.source.text[self._document.blocks[own].span.start : side.start])
        return not occurs(name, before) and not any(self._described(name, later) for later in self._after(own))

    def tell(self, written: str, side: Span) -> None:
        """Here it was written for another name; that is no use of it."""
        if (own := self._block(side)) is not None:
            self._known.setdefault(written, set()).add(own)

    def told(self, written: str) -> bool:
        return written in self._known

    def _block(self, side: Span) -> int | None:
        return next((k for k, block in enumerate(self._document.blocks) if side in block.span), None)

    def _after(self, own: int) -> Iterator[tuple[Marks, bool]]:
        blocks = self._document.blocks
        return ((self._formulas[k], blocks[k].kind is MathKind.INLINE) for k in range(own + 1, len(blocks)))

    @staticmethod
    def _described(name: Marks, later: tuple[Marks, bool]) -> bool:
        """`b = …`, `b ∈ …`, `$a, b$`: it begins a formula, or stands in one of the text that states no equation."""
        formula, inline = later
        if not occurs(name, formula):
            return False
        return formula[: len(name)] == name or (inline and _RELATIONS.isdisjoint(formula))


__all__ = ["Strangers", "marks", "occurs"]

"""Sentences: words with formulas as atoms, across the displays that they run through.

In a sentence's text a formula is written `⟦7⟧`, where 7 is its index in `Document.blocks`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from mathlint.document.model import Boundary, BoundaryKind, Document, Heading, MathBlock, MathKind, Prose
from mathlint.source import Span

ATOM = re.compile(r"⟦(\d+)⟧")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_BRACKETED = re.compile(r"\[([A-Za-z][^\]\[\d⟦,;]*)\]")
"""What is left of a link whose address is no prose."""
_MARKUP = re.compile(r"\*+|(?<![\w⟧])_+(?=\w)|(?<=\w)_+(?!\w)|`+|~~|</?[a-zA-Z][^<>]*>")
_STOP = re.compile(r"[.!?](?=[)\]\"'”’]*(?:\s|$|⟦))")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|i\.i\.d|i\. ?i\. ?d|cf|eqs?|eqn|figs?|secs?|thm|def|w\.r\.t|wrt|s\.t|resp|vs|viz|approx|no|ch|pp?|al|dr|prof|mr|st|a\.s|a\.e|w\.l\.o\.g)|^\s*\d+|\b[A-Za-z]\.[A-Za-z])$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\s*(?:[Ww]here|[Hh]ere|[Ii]n which|with|such that|and|for|whose|when|if|or|so that)\b")
_WHERE = re.compile(r"\s*[,(]?\s*(?:where|with|here|in which|such that|for|and|whose)\b", re.IGNORECASE)
_OPENING = re.compile(r"\s*(?:#+\s*)?(?:\*\*|__|\*|_)?\s*([A-Z][A-Za-z]+)\b")
_HANGS = re.compile(r"\b(?:if|iff|that|when|where|and|or|for|is|are|equals|satisfies)\s*$", re.IGNORECASE)
"""What cannot end a sentence."""
_LABELLED = re.compile(r"\s*(?:\*\*|__|\*|_)\s*[A-Z]|\s*[A-Z][a-z]+(?:\s+[\d.]+)?\s*(?:\([^)]*\))?\s*[.:]")
_BLANK_END = re.compile(r"(?:\\(?:tag|label)\*?\{[^{}]*\}|\\[,;:! ]|\\q?quad|\s|\\\\|\\end\{[a-z*]+\})+$")


class Opening(StrEnum):
    """How a paragraph announces itself."""

    NONE = ""
    GOAL = "goal"
    """Theorem, Lemma, Exercise, …"""
    PROOF = "proof"
    """Proof, Solution, …: a goal's statement ends here."""
    DEFINITION = "definition"
    LABEL = "label"
    """Any other bold label: "**Example.**"."""


_KINDS = {
    **dict.fromkeys(
        "theorem lemma proposition corollary exercise exercises problem question claim conjecture task".split(),
        Opening.GOAL,
    ),
    **dict.fromkeys("proof solution answer derivation sketch".split(), Opening.PROOF),
    **dict.fromkeys("definition notation".split(), Opening.DEFINITION),
}


_SOFT = frozenset({BoundaryKind.PARAGRAPH, BoundaryKind.QUOTE, BoundaryKind.OTHER})
"""Boundaries that a sentence may run over when a display stands at them."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    text: its words, markup removed, formulas as `⟦7⟧`. blocks: the formulas, in order. displays: which of them are set apart.
    span: its place in the file. opening: of its paragraph, on the paragraph's first sentence only. heading: it is a heading.
    paragraph: number of its paragraph; a list item and a table cell count as paragraphs. item: it stands in a list item.
    after: the display that the sentence before ended with, when this one speaks of it ("Here $x$ is …"), or None.
    """

    text: str
    span: Span
    blocks: tuple[int, ...]
    displays: frozenset[int]
    opening: Opening = Opening.NONE
    heading: bool = False
    paragraph: int = 0
    item: bool = False
    after: int | None = None


def plain(text: str) -> str:
    """Prose without Markdown's signs."""
    if "⟦" in text:
        text = text.replace("⟦", "[").replace("⟧", "]")
    if "](" in text:
        text = _LINK.sub(r"\1", text)
    if "[" in text:
        text = _BRACKETED.sub(r"\1", text)
    return _MARKUP.sub("", text)


def sentences(document: Document) -> tuple[Sentence, ...]:
    """All sentences in reading order, headings among them."""
    builder = _Builder()
    number = -1
    for item in document.items:
        match item:
            case MathBlock():
                number += 1
                builder.formula(item, number, _set_apart(item, document.source.text))
            case Prose():
                builder.prose(item)
            case Heading():
                builder.close()
                builder.begin_paragraph(item=False)
                builder.heading = True
            case Boundary():
                builder.boundary(item)
            case _:
                pass
    builder.close()
    return tuple(builder.done)


def _set_apart(block: MathBlock, text: str) -> bool:
    """A display that is no part of a line of text: kramdown writes inline formulas with `$$` as well."""
    if block.kind is MathKind.INLINE:
        return False
    if block.kind is not MathKind.DISPLAY or "\n" in text[block.span.start : block.span.end]:
        return True
    before = text[text.rfind("\n", 0, block.span.start) + 1 : block.span.start]
    end = text.find("\n", block.span.end)
    after = text[block.span.end : end if end >= 0 else len(text)]
    return not (before.strip(" \t>*-+:") or after.strip(" \t.,;:|"))


class _Builder:
    """Gathers the text of the sentence at hand; `done` holds the finished ones."""

    def __init__(self) -> None:
        self.done: list[Sentence] = []
        self.parts: list[str] = []
        self.blocks: list[int] = []
        self.displays: set[int] = set()
        self.span: Span | None = None
        self.heading = False
        self.item = False
        self.paragraph = 0
        self.opening = Opening.NONE
        self.fresh = True  # nothing of this paragraph yet
        self.waiting = False  # a paragraph break was met; what follows decides whether the sentence goes on
        self.last_display: int | None = None  # the sentence so far ends with this display
        self.stopped = False  # … whose own text ends with a full stop
        self.after: int | None = None

    def close(self) -> None:
        text = "".join(self.parts).strip()
        if self.span is not None and (text or self.blocks):
            self.done.append(
                Sentence(
                    text, self.span, tuple(self.blocks), frozenset(self.displays), self.opening, self.heading,
                    self.paragraph, self.item, self.after,
                )
            )  # fmt: skip
            self.opening = Opening.NONE
        self.parts, self.blocks, self.displays, self.span = [], [], set(), None
        self.last_display, self.stopped, self.after = None, False, None

    def begin_paragraph(self, item: bool) -> None:
        self.paragraph += 1
        self.item = item
        self.heading = False
        self.waiting = False
        self.fresh = True
        self.opening = Opening.NONE

    def boundary(self, boundary: Boundary) -> None:
        list_end = boundary.kind is BoundaryKind.ITEM and boundary.level == 0
        if self.heading or not (list_end or boundary.kind in _SOFT):
            self.close()
            self.begin_paragraph(item=boundary.kind is BoundaryKind.ITEM)
        else:
            self.waiting = True

    def _ended(self) -> bool:
        """The sentence so far is complete, or there is none."""
        return self.span is None or (self.last_display is None and bool(_STOP.search(self.tail())))

    def tail(self) -> str:
        return self.parts[-1].rstrip()[-3:] if self.parts else ""

    def formula(self, block: MathBlock, number: int, display: bool) -> None:
        if self.waiting:
            if not display and self.last_display is None and _HANGS.search("".join(self.parts[-2:])):
                self.waiting = False
            elif not display or self._ended() or self.stopped:
                last = self.last_display
                self.close()
                item = self.item and not display
                self.begin_paragraph(item)
                self.after = last if not display else None
            else:
                self.waiting = False
        elif self.stopped and display:
            self.close()
        self.fresh = False
        self._grow(block.span, f" ⟦{number}⟧ " if display else f"⟦{number}⟧")
        self.blocks.append(number)
        self.stopped = _BLANK_END.sub("", block.text).endswith(".")
        if display:
            self.displays.add(number)
            self.last_display = number
        else:
            self.last_display = None
            if self.stopped:
                self.parts.append(".")

    def prose(self, item: Prose) -> None:
        raw = item.text
        if not raw.strip():
            if self.parts:
                self.parts.append(" ")
            return
        last = self.last_display
        if self.waiting:
            if last is None or not (_GOES_ON.match(raw) or raw.lstrip()[:1].islower()):
                self.close()
                self.begin_paragraph(item=False)
            self.waiting = False
        elif last is not None and raw.lstrip()[:1].isupper() and not _GOES_ON.match(raw):
            self.close()
        if self.fresh:
            self.opening = _opening(raw, self.heading)
            self.fresh = False
        text = plain(raw)
        start = 0
        for stop in _STOP.finditer(text):
            if _ABBREVIATION.search(text, max(start, stop.start() - 12), stop.start()):
                continue
            following = text[stop.end() : stop.end() + 8].lstrip(" \n\t)]\"'”’")[:1]
            if following.islower() and text[stop.start()] == ".":
                continue
            self._grow(item.span, text[start : stop.end()])
            carried = self.last_display if not text[start : stop.start()].strip() else None
            self.last_display = None
            self.close()
            if carried is not None and _WHERE.match(text, stop.end()):
                self.after = carried
            start = stop.end()
        if text[start:].strip():
            self._grow(item.span, text[start:])
            self.last_display, self.stopped = None, False

    def _grow(self, span: Span, text: str) -> None:
        self.span = span if self.span is None else self.span.join(span)
        self.parts.append(text)


def _opening(raw: str, heading: bool) -> Opening:
    first = _OPENING.match(raw)
    if first is None:
        return Opening.NONE
    kind = _KINDS.get(first[1].lower(), Opening.NONE)
    if heading or (kind is Opening.NONE and not raw.lstrip().startswith(("**", "__"))):
        return kind
    if not _LABELLED.match(raw):
        return Opening.NONE
    return Opening.LABEL if kind is Opening.NONE else kind

"""A sentence as words and formulas, and what kind of thing each formula can be as a subject."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, field
from typing import Literal

from mathlint.document.model import MathBlock
from mathlint.elaborate.lexicon import spelled
from mathlint.elaborate.page import RawChain
from mathlint.elaborate.sentences import Sentence
from mathlint.syntax.surface import (
    Decorated,
    Dots,
    Fence,
    Group,
    Node,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Symbol,
    Word,
)

Kind = Literal["word", "math", "attribute", "number", "mark"]

_TOKEN = re.compile(
    r"⟦(\d+)⟧(-\w[\w-]*|(?:th|st|nd|rd|D|d)\b)?|([A-Za-zÀ-ÿ](?:[\w'’-]*\w)?)|(\d+(?:[.,]\d+)*)|([.,;:!?()\"“”—–/&=<>%+])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """kind "math": a formula; "attribute": a formula that is part of a word ("⟦3⟧-dimensional"); "mark": punctuation.

    text: as written, lower case for words; block: index into the document's blocks, -1 for words.
    """

    kind: Kind
    text: str
    block: int = -1

    @property
    def word(self) -> str:
        return self.text if self.kind == "word" else ""


def tokens(text: str) -> tuple[Token, ...]:
    """The words, formulas, numbers and marks of a sentence's text."""
    found: list[Token] = []
    for match in _TOKEN.finditer(spelled(text)):
        if match[1] is not None:
            kind: Kind = "attribute" if match[2] else "math"
            found.append(Token(kind, match[0], int(match[1])))
        elif match[3] is not None:
            found.append(Token("word", match[3].lower().replace("’", "'")))
        elif match[4] is not None:
            found.append(Token("number", match[4]))
        else:
            found.append(Token("mark", match[5]))
    return tuple(found)


Subject = Literal["name", "list", "member", "equation", "application", "term"]
"""What a formula is when something is said of it.

name: `x`, `x_i`, `\\hat x`, `X^{(t)}`. list: `x, y`. member: a name or list with a relation after it that no definition makes
(`x > 0`, `A \\in …`, `X \\sim …`). equation: a name or term that a relation defines or equates. application: `f(x)`. term: the rest.
"""


def subject(chain: RawChain) -> Subject:
    """What the chain is as a subject."""
    first = chain.terms[0].node
    if chain.links:
        relation = chain.links[0].relation
        if relation in ("=", "definition", "≈", "other", "propto") or not (is_name(first) or is_list(first)):
            return "equation"
        return "member"
    if is_name(first):
        return "name"
    if is_list(first):
        return "list"
    bare = _bare(first)
    if isinstance(bare, Run) and len(bare.items) == 2 and is_name(bare.items[0]) and isinstance(bare.items[1], Fence):
        return "application"
    return "term"


def is_name(node: Node | None) -> bool:
    """A letter with its scripts, accents and style; a power is no name, an index is part of one."""
    bare = _bare(node)
    match bare:
        case Symbol():
            return True
        case Word(command=command, text=text):
            return command != "\\text" or len(text) <= 3
        case Decorated(body=body):
            return is_name(body)
        case Scripted(base=base, scripts=scripts):
            return is_name(base) and all(_names(script) for script in scripts)
        case _:
            return False


def is_list(node: Node | None) -> bool:
    """Names with commas between them, `x_1, \\dots, x_n` too."""
    bare = _bare(node)
    if not isinstance(bare, Sequence) or len(bare.items) < 2:
        return False
    return all(
        (isinstance(item, Separator) and item.kind in ("punctuation", "wide", "text")) or _lists(item)
        for item in bare.items
    )


def _lists(item: object) -> bool:
    return isinstance(item, Dots) or is_name(item)  # type: ignore[arg-type]


def _names(script: Script) -> bool:
    if script.kind == "sub" or script.kind == "prime":
        return True
    if script.kind != "super":
        return False
    value = _bare(script.value)
    return isinstance(value, Fence) or (
        isinstance(value, Symbol) and value.name in ("*", "\\star", "\\ast", "+", "\\dagger")
    )


def _bare(node: Node | None) -> Node | None:
    while isinstance(node, Group) or (isinstance(node, Sequence) and len(node.items) == 1):
        inner = node.body if isinstance(node, Group) else node.items[0]
        node = inner if not isinstance(inner, Separator) else None  # type: ignore[assignment]
    return node


@dataclass(frozen=True)
class Page:
    """What every pattern looks things up in."""

    blocks: tuple[MathBlock, ...]
    chains: tuple[RawChain, ...]
    by_block: Mapping[int, tuple[RawChain, ...]] = field(default_factory=dict)

    def chains_of(self, block: int) -> tuple[RawChain, ...]:
        """The chains of a block that something can be said of: side conditions left out."""
        return self.by_block.get(block, ())

    def first(self, block: int) -> RawChain | None:
        found = self.by_block.get(block, ())
        return found[0] if found else None

    def words(self, sentence: Sentence, text: str) -> str:
        """Text of a sentence with its formulas written out."""
        return re.sub(r"⟦(\d+)⟧", lambda match: f"${self.blocks[int(match[1])].text.strip()}$", text)


def page(blocks: tuple[MathBlock, ...], chains: SequenceOf[RawChain]) -> Page:
    """The chains by their blocks."""
    grouped: dict[int, list[RawChain]] = {}
    for chain in chains:
        if chain.condition_of is None:
            grouped.setdefault(chain.block, []).append(chain)
    return Page(blocks, tuple(chains), {block: tuple(found) for block, found in grouped.items()})

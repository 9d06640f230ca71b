"""Chains of a note, written so that a person can read them: `a = b = c`."""

from __future__ import annotations

from mathlint.document.read import read
from mathlint.elaborate.page import RawChain
from mathlint.elaborate.terms import read_chains
from mathlint.source import SourceFile
from mathlint.syntax.parse import parse


def chains_of(note: str) -> tuple[tuple[RawChain, ...], list[str]]:
    """The chains, and the text of each block."""
    document = read(SourceFile("note.md", note))
    texts = [block.text for block in document.blocks]
    return read_chains(document, {i: parse(text) for i, text in enumerate(texts)}), texts


def shown(chain: RawChain, texts: list[str]) -> str:
    """The chain with canonical relations; `∅` where nothing stands. Space is one space."""
    parts: list[str] = []
    for i, term in enumerate(chain.terms):
        if i:
            parts.append(chain.links[i - 1].relation)
        written = texts[term.block][term.start : term.end]
        parts.append(" ".join(written.split()) if term.node is not None else "∅")
    return " ".join(parts)


def display(latex: str) -> list[str]:
    """Every chain of one display: `a = b`, with `[if of 0]` after a side condition and `implies 0:` before what follows."""
    chains, texts = chains_of(f"$$\n{latex}\n$$\n")
    return [described(chain, texts) for chain in chains]


def described(chain: RawChain, texts: list[str]) -> str:
    before = f"{chain.arrow} {chain.follows}: " if chain.arrow else ""
    after = f" [{chain.word or 'side'} of {chain.condition_of}]" if chain.condition_of is not None else ""
    return before + shown(chain, texts) + after

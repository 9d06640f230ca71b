"""A page written as Markdown, with chains made by a crude reader of its own: enough for prose, independent of the grammar."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mathlint.document.model import Document, MathKind
from mathlint.document.read import read
from mathlint.elaborate.clauses import read_clauses
from mathlint.elaborate.page import Clauses, Cue, Link, RawChain, Statement, Term
from mathlint.source import SourceFile
from mathlint.syntax.surface import Fence, Node, Run, Script, Scripted, Separator, Sequence, Symbol

_RELATION = re.compile(r"(=|<|>|\\in\b|\\sim\b|\\le\b|\\ge\b)")
_NAMES = {"=": "=", "<": "<", ">": ">", "\\in": "in", "\\sim": "sim", "\\le": "<=", "\\ge": ">="}
_NAME = re.compile(r"\s*(\\?[A-Za-z]+|[A-Za-z])(_\w|_\{\w+\})?\s*\Z")
_APPLIED = re.compile(r"\s*(\\?[A-Za-z]+)\(([^()]*)\)\s*\Z")


def node(text: str) -> Node:
    found = _NAME.match(text)
    if found:
        letter = Symbol(found[1], 0, 1)
        return Scripted(letter, (Script("sub", Symbol("i", 0, 1), 1, 0, 1),), 0, 1) if found[2] else letter
    parts = text.split(",")
    if len(parts) > 1 and all(_NAME.match(part) for part in parts):
        items: list[Node | Separator] = []
        for part in parts:
            items += [node(part), Separator("punctuation", ",", 0, 1)]
        return Sequence(tuple(items[:-1]), 0, 1)  # type: ignore[arg-type]
    applied = _APPLIED.match(text)
    if applied:
        return Run((Symbol(applied[1], 0, 1), Fence("(", ")", Sequence((node(applied[2]),), 0, 1), 0, 1)), 0, 1)
    return Run((Symbol("a", 0, 1), Symbol("b", 0, 1), Symbol("c", 0, 1)), 0, 1)


def chains(document: Document) -> tuple[RawChain, ...]:
    made: list[RawChain] = []
    for index, block in enumerate(document.blocks):
        pieces = _RELATION.split(block.text)
        terms = tuple(Term(index, node(text), 0, len(text)) for text in pieces[::2])
        links = tuple(Link(_NAMES[text], text, index, 0, 1) for text in pieces[1::2])
        made.append(RawChain(len(made), terms, links, block.kind is not MathKind.INLINE))
    return tuple(made)


@dataclass(frozen=True)
class Read:
    document: Document
    clauses: Clauses

    def latex(self, chain: int) -> str:
        return self.document.blocks[chain].text.strip()

    def said(self, latex: str) -> list[Statement]:
        return [each for each in self.clauses.statements if self.latex(each.chain) == latex]

    def traits(self, latex: str) -> set[str]:
        return {str(trait) for each in self.said(latex) for trait in each.traits}

    def nouns(self, latex: str) -> set[str]:
        return {each.noun for each in self.said(latex)} - {""}

    @property
    def unread(self) -> set[str]:
        return {self.latex(chain) for each in self.clauses.unread for chain in each.chains}

    def cues(self, latex: str) -> set[Cue]:
        return {cue for chain, found in self.clauses.cues.items() if self.latex(chain) == latex for cue in found}

    def sees(self, latex: str) -> set[str]:
        return {
            self.latex(other)
            for chain, seen in self.clauses.attached.items()
            if self.latex(chain) == latex
            for other in seen
        }


def note(text: str) -> Read:
    document = read(SourceFile("note.md", text))
    return Read(document, read_clauses(document, chains(document)))

"""What the first passes hand to each other: sections, chains of surface terms, and what the prose says of them. Pure data.

A *chain* is a maximal run `t0 r1 t1 r2 t2 …` of terms and relations. Every formula of a page, inline ones too, becomes one
or more chains; a formula without a relation is a chain of one term. Chains are numbered in reading order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mathlint.expr.obligation import Trait
from mathlint.source import Span
from mathlint.syntax.surface import Node


@dataclass(frozen=True, slots=True)
class Section:
    """The text under one heading. number: from 0 (the text before the first heading). parent: None for the outermost.

    level: 0 for the root, else 1..6. title: the heading's words, formulas left out. start, end: offsets in the file.
    """

    number: int
    parent: int | None
    level: int
    title: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """One side of a relation.

    block: index into `Document.blocks`. start, end: half-open, in that block's text. node: what stands there; a term that
    goes on over several rows is one node (a `Sum` or `Product` joined across them). None: nothing stands there.
    broken: it holds something that the parser could not place; it can never be read.
    """

    block: int
    node: Node | None
    start: int
    end: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two neighbouring terms.

    relation: its canonical name ("=", "≈", "<", "<=", ">", ">=", "!=", "definition", "in", "sim", "propto", "maps", "subset",
    "other", "≡" of congruences). name: as written. annotation: what stands over it. block, start, end: where.
    modulus: of a congruence.
    """

    relation: str
    name: str
    block: int
    start: int
    end: int
    annotation: Node | None = None
    modulus: Node | None = None


@dataclass(frozen=True, slots=True)
class RawChain:
    """terms[0] links[0] terms[1] …; len(terms) == len(links) + 1.

    display: it stands in a display. continued: its first term is the last term of an earlier block.
    arrow: "" or the sign that stands between it and chain `follows`: "implies", "iff", "therefore".
    conditions: numbers of the chains that are side conditions of this one (", k = w/v", "if x > 0", "for all i").
    condition_of: the chain that this one is a side condition of, or None; word: what introduces it ("if", "for", "where", "").
    remarks: words inside the formula that comment on it. row: its row in the block, for telling lists from derivations.
    """

    number: int
    terms: tuple[Term, ...]
    links: tuple[Link, ...]
    display: bool
    continued: bool = False
    arrow: str = ""
    follows: int | None = None
    conditions: tuple[int, ...] = ()
    condition_of: int | None = None
    word: str = ""
    remarks: tuple[str, ...] = ()
    row: int = 0

    @property
    def block(self) -> int:
        return self.terms[-1].block


class Cue(StrEnum):
    """What the words around a formula make of it."""

    DEFINITION = "definition"
    """"let …", "define …", "where … is", "we write": the formula gives a name its meaning."""
    CONDITION = "condition"
    """"if", "suppose that", "such that", "satisfies", "setting to zero", "solve", "is called … if": it is supposed, not claimed."""
    GOAL = "goal"
    """"show that", "prove", a theorem's or exercise's statement: claimed, and never evidence."""
    RESULT = "result"
    """"thus", "hence", "therefore", "we get", "simplifies to": introduced as following from what stands before."""
    NOTATION = "notation"
    """A list of notations: "all of these mean the same"."""
    CASE = "case"
    """"For an even $n$ …" at the head of a sentence: it says which case is meant."""
    WHERE = "where"
    """It stands in the where-clause after a display, or in the clause that governs one; see `Clauses.attached`."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence says of one formula (a chain): "let $A \\in \\mathbb R^{n×n}$ be symmetric", "$x$ is a unit vector".

    chain: the formula spoken of. Every name of it is meant when it is a bare name or a list of names ("$X, Y$").
    kind: "assume" (let, suppose, given), "quantify" (for all, for any), "describe" (is, denotes), "mean" (its value is
    `value`, the number of another chain), "named" (its value is known by a word: `noun` such as "transpose", "mean").
    noun: the lexicon's class: "scalar" "vector" "matrix" "function" "set" "event" "random" "integer" "constant" "index" "distribution" …, or "".
    traits: what samplers can honour. group: a number shared by names that are jointly said to be independent (0: none).
    of: the chain that "of $M$" names ("the inverse of $A$"), or None. inert: True if the words add nothing that could matter.
    size: the chain that gives its shape or space ("an $n \\times n$ matrix", "a vector in $\\mathbb R^n$", "of length $n$"), or None.
    """

    chain: int
    kind: str
    noun: str = ""
    traits: frozenset[Trait] = frozenset()
    value: int | None = None
    of: int | None = None
    group: int = 0
    inert: bool = False
    span: Span = field(default=Span(0, 0))
    text: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True)
class UnreadSentence:
    """A sentence with a binding word whose meaning for these formulas was not understood. Blocks refutations that need their names."""

    chains: tuple[int, ...]
    span: Span
    text: str


@dataclass(frozen=True)
class Clauses:
    """All that the prose says.

    cues: chain number → what its words make of it. attached: display chain → chains in its where-clause and governing
    clause (visible to it although they may stand after it). governing: display chain → the words since the last full stop.
    items: chain in a list → numbers of the list and of its item.
    """

    cues: Mapping[int, frozenset[Cue]]
    statements: tuple[Statement, ...]
    unread: tuple[UnreadSentence, ...]
    attached: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    governing: Mapping[int, str] = field(default_factory=dict)
    items: Mapping[int, tuple[int, int]] = field(default_factory=dict)

"""The surface tree: LaTeX mathematics as it is written, its ambiguity kept.

Five things are left open on purpose, for `elaborate/`: juxtaposition (`Run`), how far an operator such as a sum
reaches, what bars mean, what a superscript means, and what a prime means.

Every node has `start` and `end`: a half-open interval of the parsed text. Groups that only braces make are kept
(`Group`), so that spans stay true; `Group`, colours and the like mean nothing by themselves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Symbol:
    """A letter (`x`, `α`) or a control word that stands for one thing (`\\alpha`, `\\sin`, `\\nabla`, `\\infty`, `\\lim`).

    name: as written, backslash included.
    """

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Number:
    """Digits, perhaps with a decimal point: `12`, `0.5`, `.5`, also `1{,}234` and `1,234` read as written; text: as written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """Upright letters: `\\text{if}`, `\\operatorname{tr}`, `\\mathrm{Var}`, `\\textrm{KL}`.

    command: `\\text`, `\\operatorname`, … text: the argument, whitespace trimmed; it may be a whole phrase.
    """

    command: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dots:
    """An ellipsis: `\\dots`, `\\cdots`, `\\vdots`, `\\ddots`, `...`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Script:
    """One script. kind "prime": `value` is None and `count` tells how many; "factorial": `value` is None."""

    kind: Literal["super", "sub", "prime", "factorial"]
    value: Node | None
    count: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scripted:
    """A base with its scripts, in the order written."""

    base: Node
    scripts: tuple[Script, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fraction:
    """`\\frac{a}{b}` and its kin, also `\\binom`. command: as written."""

    command: str
    numerator: Node
    denominator: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Root:
    """`\\sqrt[index]{radicand}`."""

    index: Node | None
    radicand: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Annotated:
    """`\\overset{a}{x}`, `\\underset{a}{x}`, `\\stackrel{a}{x}`; also `\\underbrace{x}_{a}` comes as Decorated with a script."""

    command: str
    annotation: Node
    base: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Decorated:
    """One-argument commands that change the look: `\\hat x`, `\\mathbf x`, `\\boxed{…}`, `\\underbrace{…}`, `\\cancel{…}`."""

    command: str
    body: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Group:
    """Braces: `{…}`."""

    body: Sequence
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fence:
    """Something between delimiters: `( )`, `[ ]`, `\\{ \\}`, `| |`, `\\| \\|`, `\\langle \\rangle`, `\\left. \\right|`.

    open, close: the bare delimiter without `\\left`, `\\right` or `\\big`: "(", "[", "\\{", "|", "\\|", "\\langle",
    "\\lfloor", "." (none), …; `||`, `\\Vert`, `\\lVert` come as "\\|"; `\\vert`, `\\lvert` as "|".
    """

    open: str
    close: str
    body: Sequence
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Environment:
    """`\\begin{name}…\\end{name}`; name without a star. arguments: its column specification, if any, as written."""

    name: str
    arguments: str
    rows: tuple[Row, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Operator:
    """A written operator: `+`, `-`, `\\pm`, `\\cdot`, `\\times`, `/`, `*`, `\\odot`, `\\circ`, … with its scripts, if any."""

    name: str
    scripts: tuple[Script, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Two or more factors side by side, nothing written between them: a product, an application, or both."""

    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A sign before a factor, inside a product: the `-b` of `a \\cdot -b`."""

    sign: Operator
    body: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Product:
    """factors[0] operators[0] factors[1] …: explicit operators; len(operators) == len(factors) - 1."""

    factors: tuple[Node, ...]
    operators: tuple[Operator, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms with their signs. signs[i] holds every sign before terms[i] (none for a first term without sign)."""

    terms: tuple[Node, ...]
    signs: tuple[tuple[Operator, ...], ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Big:
    """`\\sum`, `\\prod`, `\\int`, `\\bigcup`, … with scripts; the body is the rest of its product (and may reach further)."""

    name: str
    scripts: tuple[Script, ...]
    body: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation sign, by its control word or character: "=", "\\approx", "\\le", "\\in", "\\Rightarrow", ":=", "\\xrightarrow".

    annotation: what stands over or under it (`\\stackrel{(4)}{=}`, `\\overset{!}{=}`), or None.
    """

    name: str
    annotation: Node | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Separator:
    """What separates formulas in a row: punctuation, wide space, a tag, a `\\mid`, `\\choose`, or a phrase of text.

    kind "text" is a `\\text{…}` of several words or one that stands between relations, punctuation or wide spaces.
    text: as written; for "text" the phrase itself.
    """

    kind: Literal["punctuation", "wide", "tag", "bar", "infix", "text"]
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Broken:
    """What a recovering parse could not place. Nothing that holds one is ever checked."""

    text: str
    children: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Operands, relations and separators, side by side. May be empty. An `Operator` here leads a row or stands alone (`f(\\cdot)`)."""

    items: tuple[Node | Relation | Separator, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a block or an environment: the sequences between its `&`."""

    cells: tuple[Sequence, ...]
    start: int
    end: int


Node: TypeAlias = (
    Symbol
    | Number
    | Word
    | Dots
    | Scripted
    | Fraction
    | Root
    | Annotated
    | Decorated
    | Group
    | Fence
    | Environment
    | Operator
    | Run
    | Signed
    | Product
    | Sum
    | Big
    | Broken
    | Sequence
)


@dataclass(frozen=True, slots=True)
class SyntaxIssue:
    """A half-open interval of the text, and what is wrong there, in people's words."""

    start: int
    end: int
    message: str


@dataclass(frozen=True, slots=True)
class ParsedBlock:
    """The rows of a block, and what could not be read. With any issue the tree came from the recovering pass."""

    rows: tuple[Row, ...]
    issues: tuple[SyntaxIssue, ...] = ()

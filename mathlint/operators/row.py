"""One row of the table of meaning: a notation, how it is written, and the core expression that it stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from mathlint.expr.tree import HEADS, Expr, expr, name, substitute

NotationKind: TypeAlias = Literal[
    "function", "operator", "binder", "constant", "set", "binary", "relation", "big", "accent", "superscript", "fence"
]
Arity: TypeAlias = "int | tuple[int, int | None]"
"""How many arguments: exactly so many, or (least, most); most None: any number."""

ARGUMENTS: Final = tuple(name(key) for key in ("x", "y", "z", "w"))
"""The arguments of a row's `value`, in order."""
X, Y = ARGUMENTS[:2]


@dataclass(frozen=True, slots=True)
class Notation:
    """A notation and its meaning.

    key: unique within the table. kind: where in a formula it stands; see `notation`.
    latex: every way of writing it, the one to print first. Control words keep their backslash (`\\sin`); upright
    words (`\\operatorname{tr}`, `\\text{tr}`,
    `\\mathrm{tr}`) are their bare text (`tr`); a decorated letter is written with
    its braces (`\\mathbb{E}`); a fence is its two delimiters with a space between.
    example: LaTeX that is readable on its own.
    head, datum: of the core expression, or "" where the meaning is no core expression (a relation, an accent, a set).
    arity: of the core expression's arguments that are written as operands.
    shape: the name of a rule in `shapes.RULES`.
    role: of a relation its canonical form, of an accent what it does, of a set what it is; "" elsewhere.
    value: the meaning in the names x, y, z where it is not simply head(x, y, …).
    domain: a condition on x, y, or None.
    letter: it is also an ordinary name (`E`, `H`, `P`, `d`), so a binding of that name on the page goes first.
    """

    key: str
    kind: NotationKind
    latex: tuple[str, ...]
    example: str
    head: str = ""
    datum: Any = None
    arity: Arity = 1
    shape: str = "scalar"
    role: str = ""
    value: Expr | None = None
    domain: Expr | None = None
    letter: bool = False

    def takes(self, count: int) -> bool:
        """Whether it can have `count` arguments."""
        if isinstance(self.arity, int):
            return count == self.arity
        least, most = self.arity
        return count >= least and (most is None or count <= most)

    def build(self, *arguments: Expr) -> Expr:
        """The core expression for these arguments. Raises ValueError if there is none, or if the arity is wrong."""
        if not self.takes(len(arguments)) or (self.value is None and self.head not in HEADS):
            raise ValueError(f"{self.key} has no core expression with {len(arguments)} arguments")
        if self.value is not None:
            # simultaneous, since the names x, y of the template may occur in the arguments
            return substitute(self.value, {a.datum: b for a, b in zip(ARGUMENTS, arguments, strict=False)})
        return expr(self.head, arguments, self.datum)

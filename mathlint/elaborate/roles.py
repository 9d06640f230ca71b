"""Pass P4, roles: which links of a chain are claims, and how sure it is that the author claims them (ELABORATE §2, R1 to R11)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mathlint.elaborate.model import Role, Strength
from mathlint.elaborate.names import peel, text_of, unwrap
from mathlint.elaborate.page import Cue, RawChain, Term
from mathlint.expr.tree import Expr
from mathlint.syntax.surface import (
    Big,
    Environment,
    Fence,
    Fraction,
    Node,
    Number,
    Relation,
    Run,
    Scripted,
    Separator,
    Signed,
    Sum,
    Symbol,
    Word,
)

STEPS: Final = frozenset(("=", "definition", "≈", "<", "<=", ">", ">=", "!=", "propto"))
"""Relations that make steps; the others (∈, ∼, →) make facts."""
_DEFINING: Final = re.compile(r"def|:=|Δ|\\Delta|\\triangle", re.IGNORECASE)
_SETTING: Final = re.compile(
    r"\b(set|setting|equate|equating|solve|solving|zero|vanish\w*|optim\w+|stationar\w+|critical|root|minimi\w+|maximi\w+)\b",
    re.IGNORECASE,
)
_OPERATORS: Final = frozenset(
    "\\nabla \\partial \\lim \\det \\tr \\Tr \\E \\Var \\Cov \\sum \\prod \\int \\Pr tr det E Var Cov \\mathbb{E} \\mathbb{V} Tr rank".split()
)


@dataclass(frozen=True, slots=True)
class Judged:
    """One link's role. restates: the name that it restates or binds anew, or "" (R7: such a link is never false)."""

    role: Role
    why: str
    strength: Strength | None = None
    goal: bool = False
    restates: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """What the scope knows of a chain's terms: the name that a term is a pattern of, and whether that name is bound.

    pattern: term number → key, if the term is a bare name or a name with plain slots or arguments. bound: whether that key was bound
    before. lowered: term number → core form, where it could be lowered.
    """

    pattern: Mapping[int, str]
    bound: Callable[[str], bool]
    lowered: Mapping[int, Expr]
    described: Callable[[str], bool]


def roles(chain: RawChain, cues: frozenset[Cue], governing: str, followed: bool, heads: Heads) -> tuple[Judged, ...]:
    """The role of each link. followed: an arrow leads from this chain to another."""
    last = len(chain.links) - 1
    out: list[Judged] = []
    fresh = True
    for k in range(len(chain.links)):
        role = _role(chain, k, last, cues, governing, followed, heads, fresh)
        if k > 0 and out[-1].role is Role.CONDITION and role.role is Role.CLAIM and _bounds(chain, k, heads):
            role = Judged(Role.CONDITION, "it bounds a name")
        out.append(role)
        fresh = fresh and k in heads.pattern and (out[-1].role is Role.DEFINITION or bool(out[-1].restates))
    return tuple(out)


def _bounds(chain: RawChain, k: int, heads: Heads) -> bool:
    """A link of `n > k > 0`: an order between names and numbers alone."""
    ends = (k, k + 1)
    return chain.links[k].relation in ("<", "<=", ">", ">=", "!=") and all(
        j in heads.pattern or constant(chain.terms[j]) for j in ends
    )


def closed(left: Expr | None, right: Expr | None) -> bool:
    """Whether nothing in an equation could be supposed: it is about numbers alone."""
    return left is not None and right is not None and not any("#" not in n for n in left.free | right.free)


def _role(
    chain: RawChain, k: int, last: int, cues: frozenset[Cue], governing: str, followed: bool, heads: Heads, fresh: bool
) -> Judged:
    link, left, right = chain.links[k], chain.terms[k], chain.terms[k + 1]
    if link.relation == "definition" or (link.annotation is not None and _DEFINING.search(text_of(link.annotation))):
        return Judged(Role.DEFINITION, "it is written as a definition")
    if link.annotation is not None and text_of(link.annotation) in ("!", "set", "?"):
        return Judged(Role.CONDITION, "it is required to hold")
    if chain.condition_of is not None:
        return Judged(Role.CONDITION, "it is a side condition")
    if Cue.NOTATION in cues:
        return Judged(Role.DEFINITION, "it is a list of notations")
    goal = Cue.GOAL in cues
    proven = (
        k == 0
        and derivative_headed(left)
        and not constant(right)
        or operator_headed(left)
        and closed(heads.lowered.get(k), heads.lowered.get(k + 1))
    )
    if (
        Cue.CONDITION in cues
        and not proven
        and (k == 0 or not chain.display)
        and not goal
        and not (k == 0 and operator_headed(left) and chain.display and last > 0)
    ):
        return Judged(Role.CONDITION, "the words around it suppose it")
    if Cue.DEFINITION in cues and not chain.display and not goal and link.relation in ("<", "<=", ">", ">=", "!="):
        return Judged(Role.CONDITION, "the words around it suppose it")
    key = heads.pattern.get(k)
    if k == 0 and Cue.DEFINITION in cues and not goal and (key or not operator_headed(left)):
        return Judged(Role.DEFINITION, "the words around it define it")
    if fresh and key is not None and link.relation in ("=", "≈", "propto") and not (goal and heads.bound(key)):
        if k > 0 and occurs_in(key, heads.lowered.get(k + 1)):
            pass
        elif not heads.bound(key):
            if k < last or right.node is None or not occurs(key, k, chain, heads):
                if occurs_in(key, heads.lowered.get(k + 1)):
                    return Judged(Role.CONDITION, f"`{key}` stands on both sides")
                return Judged(Role.DEFINITION, f"`{key}` gets its meaning here")
            return Judged(Role.CONDITION, f"`{key}` stands on both sides")
        elif occurs_in(key, heads.lowered.get(k + 1)) and is_bare(left):
            return Judged(Role.CONDITION, f"`{key}` stands on both sides")
        elif k == 0 or k < last or not same_pattern(right, heads, k + 1):
            return Judged(Role.CLAIM, f"it restates `{key}`, or binds it anew", Strength.WEAK, goal, key)
    if k == last and constant(right) and not goal and link.relation == "=":
        if any(derivative_headed(t) for t in chain.terms[: k + 1]) and (
            followed or _SETTING.search(governing) or zero(right)
        ):
            return Judged(Role.CONDITION, "it is set to a value")
        if followed and k == 0:
            return Judged(Role.CONDITION, "what follows is concluded from it")
    if followed and k == 0 and k == last and not goal and not operator_headed(left) and chain.follows is None:
        return Judged(Role.CONDITION, "what follows is concluded from it")
    if k == 0 and number(left) and link.relation == "=":
        return Judged(Role.CONDITION, "it begins with a number")
    if (
        k == last
        and k > 0
        and (end := heads.pattern.get(k + 1)) is not None
        and not heads.bound(end)
        and not occurs(end, -1, chain, heads, k)
    ):
        return Judged(Role.DEFINITION, f"`{end}` gets its meaning here")
    if k == 0 and key is not None and len(key) <= 2 and number_like(right) and not chain.display:
        return Judged(Role.CONDITION, "a letter takes a value")
    if link.relation in ("<", "<=", ">", ">=", "!=") and k == 0 and (number(left) or key is not None) and not goal:
        return Judged(Role.CONDITION, "it bounds a name")
    if link.relation != "=" and k == 0 and key is not None:
        return Judged(
            Role.CONDITION if link.relation in ("<", "<=", ">", ">=", "!=") else Role.CLAIM,
            "it bounds a name",
            Strength.WEAK if link.relation in ("≈", "propto") else None,
            goal,
        )
    if k > 0:
        return Judged(Role.CLAIM, "it goes on from the line before", Strength.STRONG, goal)
    if chain.continued:
        return Judged(Role.CLAIM, "it goes on from the block before", Strength.MEDIUM, goal)
    if operator_headed(left):
        return Judged(Role.CLAIM, "its left side is an operator's value", Strength.MEDIUM, goal)
    if Cue.RESULT in cues:
        return Judged(Role.CLAIM, "it is introduced as a result", Strength.MEDIUM, goal)
    return Judged(Role.CLAIM, "it is stated", Strength.WEAK, goal)


def occurs(key: str, own: int, chain: RawChain, heads: Heads, before: int | None = None) -> bool:
    """Whether a name occurs in the chain's last term (or in any term up to `before`)."""
    terms = range(before + 1) if before is not None else (len(chain.terms) - 1,)
    return any(occurs_in(key, heads.lowered.get(t)) for t in terms if t != own)


def occurs_in(key: str, value: Expr | None) -> bool:
    if value is None:
        return False
    base, at, place = key.partition("@")
    if at:
        return any(
            n.head == "item" and n.args[0].head == "name" and n.args[0].datum == base and str(n.args[1]) == place
            for n in value.walk()
        )
    return key in value.free


def is_bare(term: Term) -> bool:
    return term.node is not None and peel(term.node) is not None


def same_pattern(term: Term, heads: Heads, k: int) -> bool:
    return k in heads.pattern and term.node is not None


def number(term: Term) -> bool:
    return term.node is not None and isinstance(unwrap(term.node), Number)


def number_like(term: Term) -> bool:
    return constant(term) or (
        term.node is not None
        and text_of(term.node).replace(",", "").replace("\\dots", "").replace("\\ldots", "").isalnum()
    )


def zero(term: Term) -> bool:
    node = term.node
    return node is not None and text_of(node) in ("0", "\\mathbf{0}", "\\vec{0}", "\\boldsymbol{0}")


def constant(term: Term) -> bool:
    node = term.node
    if node is None:
        return False
    node = unwrap(node)
    if isinstance(node, Signed):
        node = unwrap(node.body)
    return isinstance(node, Number) or zero(term)


def head_of(node: Node) -> Node:
    """The first factor of the first term."""
    while True:
        node = unwrap(node)
        if isinstance(node, Sum):
            node = node.terms[0]
        elif isinstance(node, Run):
            node = node.items[0]
        elif isinstance(node, Signed):
            node = node.body
        else:
            return node


def operator_headed(term: Term) -> bool:
    """∇ ∂ d/dx ∫ Σ Π lim det tr E Var, or a norm."""
    if term.node is None:
        return False
    node = head_of(term.node)
    if isinstance(node, Big):
        return True
    while isinstance(node, Fence | Scripted):
        node = unwrap(node.body if isinstance(node, Fence) else node.base)
    if isinstance(node, Environment):
        # a matrix of derivatives
        first = next(
            (
                i
                for row in node.rows
                for cell in row.cells
                for i in cell.items
                if not isinstance(i, Relation | Separator)
            ),
            None,
        )
        return first is not None and derivative_node(head_of(first))
    node = head_of(term.node)
    return derivative_node(node) or _is_operator(node)


def _is_operator(node: Node) -> bool:
    if isinstance(node, Scripted):
        node = unwrap(node.base)
    if isinstance(node, Symbol | Word):
        return text_of(node) in _OPERATORS
    open_ = getattr(node, "open", "")
    return open_ == "\\|" or text_of(node) in _OPERATORS


def derivative_node(node: Node) -> bool:
    from mathlint.elaborate.lower_calculus import differential, nabla_of, partial_of

    if isinstance(node, Fraction):
        return differential(node) is not None
    return nabla_of(node) is not None or partial_of(node) is not None


def derivative_headed(term: Term) -> bool:
    return term.node is not None and derivative_node(head_of(term.node))

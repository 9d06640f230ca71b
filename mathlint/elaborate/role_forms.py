"""What the sides of a relation look like, as far as it tells claims from definitions and conditions (pass P4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from mathlint.elaborate.letters import core_letter
from mathlint.elaborate.names import letters_of, peel, text_of, unwrap
from mathlint.elaborate.page import Term
from mathlint.expr.tree import Expr
from mathlint.expr.tree import number as number_
from mathlint.syntax.surface import (
    Big,
    Decorated,
    Dots,
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
from mathlint.syntax.surface_walk import walk

_OPERATORS: Final = frozenset(
    "\\nabla \\partial \\lim \\det \\tr \\Tr \\E \\Var \\Cov \\sum \\prod \\int \\Pr tr det E Var Cov \\mathbb{E} \\mathbb{V} Tr rank".split()
)
_NAMING: Final = (Symbol, Word, Decorated, Scripted)
_LETTER: Final = re.compile(r"\\[A-Za-z]+|[A-Za-z]")
_CHANCES: Final = frozenset("pqPQ")
"""Letters of probabilities, unless they are applied to a counting letter."""
_COUNTS: Final = frozenset("nmkijt")


def is_bare(term: Term) -> bool:
    return term.node is not None and peel(term.node) is not None


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


def of_a_constant(term: Term) -> bool:
    """`∂/∂x c` with "constant" written over c: it vanishes, and nobody sets it to zero."""
    from mathlint.elaborate.lower import is_constant

    return term.node is not None and any(is_constant(n) for n in walk(term.node))


# ---------------------------------------------------------------- functions and families


def call(node: Node | None) -> tuple[str, str] | None:
    """The spelling of a letter and of what stands in parentheses after it, if the node is nothing else: `T(n)`."""
    node = unwrap(node) if node is not None else None
    if isinstance(node, Run) and len(node.items) == 2 and (found := _call(*node.items)) is not None:
        return found[0], text_of(found[1])
    return None


def _call(before: Node, after: Node) -> tuple[str, Node] | None:
    if isinstance(after, Fence) and after.open == "(" and peel(before) is not None:
        return text_of(before), after.body
    return None


def calls(node: Node) -> Iterator[tuple[str, Node]]:
    """The spelling of every letter with a parenthesis after it in a formula, and what stands in the parenthesis."""
    for part in walk(node):
        if isinstance(part, Run):
            for before, after in zip(part.items, part.items[1:], strict=False):
                if (found := _call(before, after)) is not None:
                    yield found


def recurs(left: Term, right: Term) -> str:
    """The function of `T(n) = 2 T(n/2) + n`: a letter applied to a letter, and to something made of it on the right. Else ""."""
    found = call(left.node)
    if found is None or right.node is None or _LETTER.fullmatch(found[1]) is None or not _is_letter(left.node):
        return ""
    function, variable = found
    if core_letter(function) in _CHANCES and variable not in _COUNTS:
        return ""
    for other, at in calls(right.node):
        spelling = text_of(at)
        letters = {text_of(part) for part in walk(at) if isinstance(part, Symbol)}
        if other == function and spelling != variable and variable in letters and not set(spelling) & set(",|;"):
            return function
    return ""


def _is_letter(node: Node | None) -> bool:
    """The head of an application is a letter, no word and no operator."""
    run = unwrap(node) if node is not None else None
    head = peel(run.items[0]) if isinstance(run, Run) else None
    if head is None or head.key in _OPERATORS or head.key.startswith("\\mathrm"):
        return False
    return _LETTER.fullmatch(core_letter(head.key)) is not None


def next_member(left: Term, right: Term) -> str:
    """The family of `x_{t+1} = x_t - h g_t`: a member at a moved index on the left, one at that index elsewhere on the right. Else ""."""
    if left.node is None or right.node is None:
        return ""
    found = peel(left.node)
    if found is None:
        return ""
    place = next((t for n in (*found.subs, *found.sups) if _moved(t := text_of(n))), "")
    letters = set(_LETTER.findall(place))
    if not letters:
        return ""
    for part in walk(right.node):
        if isinstance(part, Scripted) and (other := peel(part)) is not None and other.key == found.key:
            for n in (*other.subs, *other.sups):
                at = text_of(n)
                if at != place and letters & set(_LETTER.findall(at)):
                    return found.key
    return ""


def _moved(index: str) -> bool:
    """`t+1`, `(k-1)`: an index letter and a step."""
    return re.fullmatch(r"\(?\\?[A-Za-z]+[+-]\d+\)?", index) is not None


_DOTTED: Final = re.compile(r"\\(?:dot|ddot|dddot)\{(.+)\}((?:@[\d,]+)?)")


def rate_of(key: str) -> str:
    """The name whose rate a dotted name is: `\\ddot{x}` is that of `x`, `\\dot{w}@3` that of `w@3`; else ""."""
    found = _DOTTED.fullmatch(key)
    return found.group(1) + found.group(2) if found is not None else ""


def recalls(key: str, left: Expr, right: Expr | None) -> bool:
    """Whether a function or family stands on the right at a place made of the one on the left: `X_t` and `X_{t-1}`."""
    own = frozenset().union(*(a.free for a in left.args[1:])) if left.head in ("item", "apply") else frozenset()
    if right is None or not own:
        return False
    return any(
        (n.head, len(n.args)) == (left.head, len(left.args))
        and n.args[0] is left.args[0]
        and n is not left
        and not own.isdisjoint(n.free - {key})
        for n in right.walk()
    )


def names_in(term: Term) -> frozenset[str]:
    """The keys of the names that are written in a term, those in indices too."""
    found = [peel(part) for part in walk(term.node) if isinstance(part, _NAMING)] if term.node is not None else []
    return frozenset(name.key for name in found if name is not None)


# ---------------------------------------------------------------- what only gives names


def entries(term: Term) -> tuple[str, ...]:
    """The keys of a matrix or column whose entries are names and dots alone, two names at least; else ()."""
    node = unwrap(term.node) if term.node is not None else None
    while isinstance(node, Scripted):
        if any(text_of(s.value) not in ("T", "\\top", "\\mathrm{T}", "'") for s in node.scripts):
            return ()
        node = unwrap(node.base)
    if (
        isinstance(node, Fence)
        and len(node.body.items) == 1
        and not isinstance(node.body.items[0], Relation | Separator)
    ):
        node = unwrap(node.body.items[0])
    if not isinstance(node, Environment) or node.name == "cases":
        return ()
    keys: list[str] = []
    for row in node.rows:
        for cell in row.cells:
            for item in cell.items:
                if isinstance(item, Dots | Separator):
                    continue
                found = None if isinstance(item, Relation) else peel(item)
                if (
                    found is None
                    or found.key == "e"
                    or any(text_of(sup)[:1] not in ("(", "[", "*") for sup in found.sups)
                ):
                    return ()
                keys.append(found.key)
    return tuple(keys) if len(keys) > 1 else ()


def label(term: Term) -> bool:
    """Words that name nothing in particular: `\\text{"a"}`, `\\text{(even)}`."""
    node = unwrap(term.node) if term.node is not None else None
    return isinstance(node, Word) and bool(node.text) and not node.text[0].isalnum()


def spelled(term: Term) -> str:
    """The capitals of `KE(v)`: two letters or more that touch, before a parenthesis and nothing else; else ""."""
    node = unwrap(term.node) if term.node is not None else None
    if not isinstance(node, Run):
        return ""
    if all(isinstance(i, Symbol) for i in node.items[:-1]) and isinstance(node.items[-1], Scripted):
        return _doubled(node)
    if len(node.items) < 3 or not isinstance(node.items[-1], Fence):
        return ""
    letters, fence = node.items[:-1], node.items[-1]
    touching = all(a.end == b.start for a, b in zip(node.items, node.items[1:], strict=False))
    if not touching or not isinstance(fence, Fence) or fence.open != "(":
        return ""
    text = "".join(letters_of(i) or " " if isinstance(i, Symbol) else " " for i in letters)
    return text if text.isalpha() and text.isupper() else ""


def _doubled(node: Run) -> str:
    """`SS_{xy}`: nobody writes a product of one letter with itself so."""
    *letters, last = node.items
    head = last.base if isinstance(last, Scripted) and all(s.kind == "sub" for s in last.scripts) else last
    text = "".join(letters_of(i) or " " for i in (*letters, head))
    touching = all(a.end == b.start for a, b in zip(node.items, node.items[1:], strict=False))
    return text if touching and text.isupper() and len(set(text)) == 1 else ""


def squared(form: Expr | None) -> str:
    """The name under a square: `R^2`, `\\hat\\sigma^2`; else ""."""
    if form is None or form.head not in ("pow", "?power") or form.args[1] is not number_(2):
        return ""
    base = form.args[0]
    return str(base.datum) if base.head == "name" and "#" not in base.datum else ""


def laid_out(left: Expr | None, right: Expr | None) -> bool:
    """`∂S/∂Z = [∂S/∂z_ij]`: how the derivative of a thing by its entries is arranged."""
    if left is None or right is None or left.head not in _DERIVATIVES or right.head not in ("matrix", "tabulate"):
        return False
    parts = right.args if right.head == "matrix" else right.args[6:]
    own = _function(left.args[0])
    return (
        len(parts) > 1
        and own is not None
        and all(p.head in _DERIVATIVES and _function(p.args[0]) == own for p in parts)
        and all(p.args[1].head == "item" for p in parts)
    )


_DERIVATIVES: Final = frozenset(("?derivative", "?gradient"))


def _function(node: Expr) -> str | None:
    while node.head in ("apply", "item"):
        node = node.args[0]
    return str(node.datum) if node.head == "name" else None

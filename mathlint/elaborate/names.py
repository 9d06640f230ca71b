"""Pass P2, names: what a written symbol is called, and how the whole file uses it (index, mark or power; applied or multiplied).

A name's *key* is its LaTeX, normalised: `\\mathbf{x}`, `\\hat{\\theta}`, `\\mathrm{loss}`, `x_{\\mathrm{max}}`. Index slots are no
part of a key; marks (`f_X`, `x_{\\text{max}}`, `x^*`) are.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from mathlint.elaborate.letters import (
    ACCENTS,
    INDEX_LETTERS,
    STYLES,
    TRANSPARENT,
    UNICODE_LETTERS,
    is_letter,
)
from mathlint.syntax.surface import (
    Decorated,
    Fence,
    Group,
    Node,
    Number,
    Operator,
    Product,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Signed,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import children

BRACES = frozenset(("\\underbrace", "\\overbrace", "\\underbracket", "\\overbracket"))
"""Braces whose script is a remark."""
_NAMED = frozenset((Scripted, Decorated, Word))
"""What may be a name, besides a symbol."""
_WRAPPINGS = frozenset((Group, Sequence, Decorated, Scripted))
"""What may hold a single thing and mean no more than that."""


def unwrap(node: Node) -> Node:
    """Strip braces, colours and boxes that hold a single thing."""
    while type(node) in _WRAPPINGS:
        if isinstance(node, Group):
            node = node.body
        elif (
            isinstance(node, Sequence) and len(node.items) == 1 and not isinstance(node.items[0], Relation | Separator)
        ):
            node = node.items[0]
        elif isinstance(node, Decorated) and node.command in TRANSPARENT:
            node = node.body
        elif isinstance(node, Scripted) and isinstance(node.base, Decorated) and node.base.command in BRACES:
            node = node.base.body
        else:
            break
    return node


def base_key(node: Node) -> str | None:
    """The key of a symbol without scripts, or None if the node is not a symbol."""
    node = unwrap(node)
    match node:
        case Symbol(name=name):
            name = UNICODE_LETTERS.get(name, name)
            return name if is_letter(name) else "\\mathrm{Pr}" if name == "\\Pr" else None
        case Word(command=command, text=text):
            text = text.strip()
            if command in ("\\textbf", "\\bm", "\\boldsymbol") and len(text) == 1 and text.isalpha():
                return f"\\mathbf{{{text}}}"
            return f"\\mathrm{{{text}}}" if text and text[0].isalpha() else None
        case Decorated(command=command, body=body) if command in STYLES or command in ACCENTS or command == "\\mathrm":
            inner = base_key(body)
            if inner is None:
                letters = letters_of(body)
                inner = letters if letters and (len(letters) > 1 or command in ACCENTS) else None
                if inner is None:
                    return None
            return decorate(command, inner)
    return None


def decorate(command: str, key: str) -> str:
    """A key under a style or accent; one style replaces nothing and accents stand outside."""
    if command == "\\mathrm":
        return key if key.startswith("\\") else f"\\mathrm{{{key}}}"
    return f"{STYLES.get(command) or ACCENTS[command]}{{{key}}}"


def letters_of(node: Node) -> str | None:
    """The letters and digits of a node that is only letters side by side ("max" in `x_{max}`), else None."""
    node = unwrap(node)
    match node:
        case Symbol(name=name) if len(name) == 1 and name.isalnum():
            return name
        case Number(text=text) if text.isdigit():
            return text
        case Word(text=text):
            return text
        case Decorated(command="\\mathrm", body=body):
            return letters_of(body)
        case Run(items=items):
            parts = [letters_of(item) for item in items]
            return "".join(p for p in parts if p) if all(parts) else None
    return None


@dataclass(frozen=True, slots=True)
class Peeled:
    """A symbol with its scripts: key of the bare symbol, subscripts, superscripts and the number of primes, in the order written."""

    key: str
    subs: tuple[Node, ...] = ()
    sups: tuple[Node, ...] = ()
    primes: int = 0
    factorial: bool = False


def peel(node: Node) -> Peeled | None:
    """Take a symbol apart: `\\hat{x_i}^2` → key `\\hat{x}`, subs (i), sups (2). None if it is no symbol."""
    node = unwrap(node)
    if isinstance(node, Symbol):
        return symbol(node.name)
    if type(node) not in _NAMED:
        return None
    match node:
        case Scripted(base=base, scripts=scripts):
            inner = peel(base)
            if inner is None:
                return None
            subs, sups, primes, bang = list(inner.subs), list(inner.sups), inner.primes, inner.factorial
            for script in scripts:
                match script.kind:
                    case "sub" if script.value is not None:
                        subs.append(script.value)
                    case "super" if script.value is not None:
                        count, rest = primed(script.value)
                        primes += count
                        sups.extend(split_superscript(rest) if rest is not None else ())
                    case "prime":
                        primes += script.count
                    case "factorial":
                        bang = True
            return Peeled(inner.key, tuple(subs), tuple(sups), primes, bang)
        case Decorated(command=command, body=body) if command in STYLES or command in ACCENTS or command == "\\mathrm":
            key = base_key(node)
            if key is not None:
                return bare(key)
            inner = peel(body)
            return replace(inner, key=decorate(command, inner.key)) if inner else None
    key = base_key(node)
    return bare(key) if key is not None else None


@lru_cache(maxsize=1024)
def symbol(name: str) -> Peeled | None:
    """A letter or a control word without scripts; None if it names nothing."""
    key = "\\mathrm{Pr}" if name == "\\Pr" else UNICODE_LETTERS.get(name, name)
    return bare(key) if is_letter(key) or name == "\\Pr" else None


@lru_cache(maxsize=1024)
def bare(key: str) -> Peeled:
    """A symbol without scripts."""
    return Peeled(key)


def primed(value: Node) -> tuple[int, Node | None]:
    """`^{\\prime}`, `^{\\prime 2}`: how many primes a superscript begins with, and what is left of it."""
    node = unwrap(value)
    items = node.items if isinstance(node, Run) else (node,)
    count = 0
    while count < len(items) and _is_prime(items[count]):
        count += 1
    if not count:
        return 0, value
    rest = items[count:]
    if not rest:
        return count, None
    return count, rest[0] if len(rest) == 1 else Run(rest, rest[0].start, rest[-1].end)


def _is_prime(node: Node) -> bool:
    """`\\prime`, alone or as a script of nothing."""
    if isinstance(node, Scripted) and isinstance(node.base, Group) and not node.base.body.items:
        return len(node.scripts) == 1 and node.scripts[0].kind == "prime" and node.scripts[0].count == 1
    return isinstance(node, Symbol) and node.name == "\\prime"


def split_superscript(value: Node) -> tuple[Node, ...]:
    """`^{(r)\\top}`: an index, then a transpose."""
    node = unwrap(value)
    if isinstance(node, Run) and len(node.items) == 2:
        first, second = unwrap(node.items[0]), unwrap(node.items[1])
        if (isinstance(first, Fence) or text_of(first) in ("*", "-1")) and text_of(second) in (
            "T",
            "\\top",
            "\\intercal",
            "\\mathrm{T}",
        ):
            return (first, second)
    return (value,)


def text_of(node: Node | None) -> str:
    """A compact spelling of a script, for comparing fillers: "i", "i+1", "(t)", "max"."""
    if node is None:
        return ""
    node = unwrap(node)
    match node:
        case Symbol(name=name):
            return UNICODE_LETTERS.get(name, name)
        case Number() | Word():
            return node.text
        case Operator():
            return node.name
        case Fence(open=left, close=right, body=body):
            return f"{left}{text_of(body)}{right}"
        case Scripted(base=base, scripts=scripts):
            return text_of(base) + "".join(
                {"sub": "_", "super": "^", "prime": "'", "factorial": "!"}[s.kind] + text_of(s.value) for s in scripts
            )
        case Sum(terms=terms, signs=signs):
            return "".join(
                "".join(s.name for s in sign) + text_of(term) for sign, term in zip(signs, terms, strict=True)
            )
        case Decorated(command=command, body=body):
            return f"{command}{{{text_of(body)}}}"
        case Sequence(items=items) | Run(items=items):
            return "".join(
                text_of(i)
                if not isinstance(i, Relation | Separator)
                else (i.name if isinstance(i, Relation) else i.text)
                for i in items
            )
        case Product(factors=factors, operators=operators):
            parts = [text_of(factors[0])]
            for op, factor in zip(operators, factors[1:], strict=True):
                parts += [op.name, text_of(factor)]
            return "".join(parts)
    return "".join(text_of(c) for c in children(node) if not isinstance(c, Script))  # type: ignore[arg-type]


def index_parts(node: Node) -> tuple[Node, ...] | None:
    """The indices in a script: `i,j` → i, j; `ij` → i, j; `n-1` → one. None if it does not look like indices."""
    node = unwrap(node)
    match node:
        case Sequence(items=items):
            out: list[Node] = []
            for item in items:
                if isinstance(item, Separator):
                    if item.kind == "punctuation" and item.text in (",", ";"):
                        continue
                    if item.kind == "wide":
                        continue
                    return None
                if isinstance(item, Relation):
                    return None
                inner = index_parts(item)
                if inner is None:
                    return None
                out.extend(inner)
            return tuple(out) or None
        case Run(items=items):
            if all(_single_index(i) for i in items):
                if isinstance(unwrap(items[0]), Number) and not all(isinstance(unwrap(i), Number) for i in items):
                    return (node,)
                return tuple(items)
            return None
        case Number(text=text):
            return (node,) if text.isdigit() else None
        case Sum(terms=terms):
            return (node,) if all(index_parts(t) is not None for t in terms) else None
        case Product(factors=factors, operators=operators):
            return (
                (node,)
                if all(o.name in ("\\cdot", "/", "\\times") for o in operators) and all(index_parts(f) for f in factors)
                else None
            )
        case Fence(open="(" | "[", body=body):
            return index_parts(body)
        case Signed(body=body):
            return (node,) if index_parts(body) else None
    return (node,) if _single_index(node) else None


def split_pair(node: Node) -> tuple[Node, Node] | None:
    """`12`, `1n`: two indices, where the name takes two."""
    node = unwrap(node)
    if isinstance(node, Number) and len(node.text) == 2 and node.text.isdigit():
        middle = node.start + 1
        return Number(node.text[0], node.start, middle), Number(node.text[1], middle, node.end)
    if isinstance(node, Run) and len(node.items) == 2:
        first, second = node.items
        if isinstance(unwrap(first), Number) and len(unwrap(first).text) == 1 and _single_index(second):  # type: ignore[union-attr]
            return first, second
    return None


def _single_index(node: Node) -> bool:
    node = unwrap(node)
    if isinstance(node, Number):
        return node.text.isdigit()
    if isinstance(node, Symbol):
        return UNICODE_LETTERS.get(node.name, node.name) in INDEX_LETTERS or (
            len(node.name) == 1 and node.name.isupper()
        )
    if isinstance(node, Scripted):
        return isinstance(unwrap(node.base), Symbol) and _single_index(node.base)
    return False


def index_letters(node: Node) -> frozenset[str]:
    """The letters in an index expression."""
    node = unwrap(node)
    if isinstance(node, Symbol):
        return frozenset((UNICODE_LETTERS.get(node.name, node.name),))
    letters: set[str] = set()
    for child in children(node):
        if isinstance(child, Script):
            continue
        if not isinstance(child, Relation | Separator | Operator):
            letters |= index_letters(child)  # type: ignore[arg-type]
    return frozenset(letters)

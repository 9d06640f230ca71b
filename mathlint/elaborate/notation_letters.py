"""Letters on a surface tree: where they occur, and what binds them there. The ground for findings about notation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from mathlint.elaborate.letters import UNICODE_LETTERS, core_letter, is_letter
from mathlint.elaborate.lower_big import subscript_items
from mathlint.elaborate.lower_calculus import d_sign, differential
from mathlint.elaborate.names import base_key, peel, text_of, unwrap
from mathlint.operators.notation import big_named
from mathlint.syntax.surface import (
    Big,
    Broken,
    Decorated,
    Dots,
    Fence,
    Fraction,
    Node,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import Part, children, walk

Place: TypeAlias = Literal["plain", "index", "power"]

_HIDES: Final = frozenset((Dots, Broken))
STRICT_INDICES: Final = frozenset("ijkl") | {"\\ell"}
"""Letters that hardly ever are anything but indices."""
_BINDING_WORDS: Final = frozenset(
    "\\lim \\max \\min \\sup \\inf \\argmax \\argmin \\limsup \\liminf \\E \\mathbb{E} E max min sup inf argmax argmin lim Var P \\Pr".split()
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One occurrence of a letter. full: with its subscript ("x_1"). place: within a subscript, a superscript, or neither."""

    name: str
    full: str
    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Range:
    """What a sum runs over. keys: the index with its own subscript, if it has one ("i", "x_1"), in the order written."""

    keys: tuple[str, ...]
    low: Node | None
    high: Node | None
    explicit: bool
    """It is written as `i = …`, `x ∈ …`, or as a bare letter; not as a set alone."""


def kind_of(node: Big) -> str:
    """ "sum", "product", "integral", or "" for the others."""
    return kind_of_sign(node.name)


def kind_of_sign(name: str) -> str:
    row = big_named(name)
    head = "" if row is None else row.head
    return {"sum": "sum", "product": "product", "integral": "integral", "integral_over": "integral"}.get(head, "")


def script_of(node: Big | Scripted, kind: str) -> Node | None:
    return next((s.value for s in node.scripts if s.kind == kind and s.value is not None), None)


def range_of(node: Big | Scripted) -> Range:
    """The index of a sum or product, as written under it."""
    sub, sup = script_of(node, "sub"), script_of(node, "super")
    keys: list[str] = []
    low: Node | None = None
    if sub is not None:
        items = subscript_items(sub)
        for at, item in enumerate(items):
            if isinstance(item, Relation):
                if item.name == "=" and at + 1 < len(items) and not isinstance(items[at + 1], Relation | Separator):
                    low = items[at + 1]  # type: ignore[assignment]
                break
            if not isinstance(item, Separator):
                inner = unwrap(item)
                for part in inner.items if isinstance(inner, Run) else (inner,):
                    key = full_name(part)
                    if key is not None:
                        keys.append(key)
        if not any(isinstance(i, Relation) for i in items) and any(is_set(k) for k in keys):
            return Range((), None, sup, False)
    return Range(tuple(keys), low, upper_of(sup), bool(keys))


def is_set(key: str) -> bool:
    """A letter that names a set rather than an index: `\\mathcal{Y}`, `\\Omega`."""
    return key.startswith(("\\mathcal{", "\\mathbb{", "\\Omega"))


def upper_of(sup: Node | None) -> Node | None:
    """The upper bound; `i = n` repeats the index."""
    if sup is None:
        return None
    node = unwrap(sup)
    if isinstance(node, Sequence) and len(node.items) == 3 and isinstance(node.items[1], Relation):
        last = node.items[2]
        return None if isinstance(last, Relation | Separator) else last
    return sup


def full_name(node: Node | Relation | Separator) -> str | None:
    """ "x", "x_1", "x'": a symbol with its subscript and primes; None if it is no symbol."""
    if isinstance(node, Relation | Separator):
        return None
    peeled = peel(node)
    if peeled is None:
        return None
    return (
        peeled.key
        + "".join(f"_{text_of(s)}" for s in peeled.subs)
        + "".join(f"^{text_of(s)}" for s in peeled.sups)
        + "'" * peeled.primes
    )


def bound_by(node: Big) -> frozenset[str]:
    """The letters that a sum, product or integral gives their values."""
    if kind_of(node) == "integral":
        return differentials_in(node.body) | (frozenset(range_of(node).keys) if _has_relation(node) else frozenset())
    found = set(range_of(node).keys)
    sub = script_of(node, "sub")
    if sub is not None:  # `1 ≤ i ≤ n`, `i < j`: whatever stands alone between relations
        items = subscript_items(sub)
        if any(isinstance(i, Relation) for i in items):
            found |= {k for i in items if (k := full_name(i)) is not None}
    return frozenset(found)


def _has_relation(node: Big) -> bool:
    sub = script_of(node, "sub")
    return sub is not None and any(isinstance(i, Relation) for i in subscript_items(sub))


def differentials_in(node: Node) -> frozenset[str]:
    """Every letter after a `d`, derivatives left out."""
    found: set[str] = set()
    for part in walk(node):
        if isinstance(part, Run):
            for sign, following in zip(part.items, part.items[1:], strict=False):
                if d_sign(sign) == "d" and (key := full_name(following)) is not None:
                    found.add(key)
        if isinstance(part, Word) and len(part.text) == 2 and part.text[0] == "d":
            found.add(part.text[1])
    return frozenset(found)


def may_integrate(node: Node) -> bool:
    """Whether anything in it could be a differential: a `d` of any kind, a word that begins with one."""
    for part in walk(node):
        if isinstance(part, Symbol) and part.name in (
            "d",
            "\\dd",
            "\\diff",
            "\\d",
            "\\delta",
            "\\mathrm{d}",
            "\\D",
            "\\Delta",
            "\\dif",
            "D",
        ):
            return True
        if isinstance(part, Word) and part.text.strip()[:1] in ("d", "D"):
            return True
        if isinstance(part, Scripted) and d_sign(part.base) is not None:
            return True
        if isinstance(part, Decorated) and d_sign(part) is not None:
            return True
    return False


def mentions(node: Part, key: str) -> bool:
    """Whether the letter of a key occurs anywhere in a tree, however it is dressed."""
    letter = core_letter(key).split("'", 1)[0]
    for part in walk(node):
        if isinstance(part, Symbol) and UNICODE_LETTERS.get(part.name, part.name) == letter:
            return True
        if isinstance(part, Word) and letter in part.text.split():
            return True
    return False


def unclear(node: Part) -> bool:
    """Whether something in a tree may hide letters: dots, or a part that was not read."""
    return not _HIDES.isdisjoint(map(type, walk(node)))


def letters(node: Part, bound: frozenset[str] = frozenset(), place: Place = "plain") -> Iterator[Letter]:
    """The letters of a tree that nothing in it binds. Letters of derivatives (`∂x`) count as occurrences."""
    match node:
        case Big():
            inside = bound | bound_by(node)
            for script in node.scripts:
                if script.value is not None:
                    yield from letters(script.value, inside if script.kind == "sub" else bound, place)
            yield from letters(node.body, inside, place)
            return
        case Run(items=items):
            yield from _run(items, bound, place)
            return
        case Fence(open="\\{", body=body):
            at = next(
                (k for k, i in enumerate(body.items) if isinstance(i, Separator) and i.text in (":", "|", "\\mid")),
                None,
            )
            first = body.items[: at or 0]
            inner = bound | {k for i in first for k in _simple(i)}
            for item in body.items:
                yield from letters(item, inner, place)
            return
        case Symbol() | Decorated() | Scripted():
            yield from _symbol(node, bound, place)
            return
    for child in children(node):
        yield from letters(child, bound, place)


def _simple(item: Part) -> list[str]:
    key = None if isinstance(item, Script) else full_name(item)  # type: ignore[arg-type]
    return [] if key is None else [key]


def _run(items: tuple[Node, ...], bound: frozenset[str], place: Place) -> Iterator[Letter]:
    inner = bound
    skip = 0
    for at, item in enumerate(items):
        if skip:
            skip -= 1
            continue
        if isinstance(item, Scripted) and _is_binder(item):
            for script in item.scripts:
                if script.kind == "sub" and script.value is not None:
                    inner = inner | {k for i in subscript_items(script.value)[:1] for k in _simple(i)}
        if d_sign(item) == "d" and at + 1 < len(items) and full_name(items[at + 1]) in inner:
            skip = 1
            continue
        yield from letters(item, inner, place)


def _is_binder(item: Scripted) -> bool:
    base = unwrap(item.base)
    if isinstance(base, Word):
        return True
    return text_of(base) in _BINDING_WORDS or (base_key(base) or "") in _BINDING_WORDS


def _symbol(node: Symbol | Decorated | Scripted, bound: frozenset[str], place: Place) -> Iterator[Letter]:
    peeled = peel(node)
    if peeled is None:
        for child in children(node):
            where: Place = place
            if isinstance(child, Script):
                where = "index" if child.kind == "sub" else "power"
            yield from letters(child, bound, where)
        return
    full = full_name(node) or peeled.key
    below = peeled.key + "".join(f"_{text_of(s)}" for s in peeled.subs)
    if not {peeled.key, full, below} & bound and is_letter(core_letter(peeled.key)):
        yield Letter(core_letter(peeled.key), below + "'" * peeled.primes, place, node.start, node.end)
    for sub in peeled.subs:
        yield from letters(sub, bound, "index")
    for sup in peeled.sups:
        yield from letters(sup, bound, "index" if isinstance(unwrap(sup), Fence) else "power")


def free_names(node: Part) -> frozenset[str]:
    return frozenset(letter.name for letter in letters(node))


def derivative(node: Part) -> bool:
    return isinstance(node, Fraction) and differential(node) is not None


__all__ = [
    "STRICT_INDICES", "Letter", "Range", "bound_by", "derivative", "differentials_in", "free_names", "full_name", "kind_of", "kind_of_sign", "letters",
    "may_integrate", "mentions", "range_of", "script_of", "unclear", "upper_of",
]  # fmt: skip

"""Going through a surface tree: the parts of a part, in the order written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, Final, TypeAlias

from mathlint.syntax.surface import (
    Annotated,
    Big,
    Broken,
    Decorated,
    Dots,
    Environment,
    Fence,
    Fraction,
    Group,
    Node,
    Number,
    Operator,
    Product,
    Relation,
    Root,
    Row,
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

Part: TypeAlias = Node | Relation | Separator | Script | Row


def _nothing(part: Part) -> tuple[Part, ...]:
    return ()


def _value(part: Script) -> tuple[Part, ...]:
    return () if part.value is None else (part.value,)


def _annotation(part: Relation) -> tuple[Part, ...]:
    return () if part.annotation is None else (part.annotation,)


def _body(part: Decorated | Group | Fence) -> tuple[Part, ...]:
    return (part.body,)


def _radicand(part: Root) -> tuple[Part, ...]:
    return (part.radicand,) if part.index is None else (part.index, part.radicand)


def _scripted(part: Scripted) -> tuple[Part, ...]:
    return (part.base, *part.scripts)


def _big(part: Big) -> tuple[Part, ...]:
    return (*part.scripts, part.body)


def _product(part: Product) -> tuple[Part, ...]:
    return tuple(sorted((*part.factors, *part.operators), key=_place))


def _sum(part: Sum) -> tuple[Part, ...]:
    return tuple(x for sign, term in zip(part.signs, part.terms, strict=True) for x in (*sign, term))


PARTS: Final[Mapping[type, Callable[[Any], tuple[Part, ...]]]] = {
    Symbol: _nothing, Number: _nothing, Word: _nothing, Dots: _nothing, Separator: _nothing,
    Scripted: _scripted, Script: _value, Operator: attrgetter("scripts"), Fraction: attrgetter("numerator", "denominator"),
    Root: _radicand, Annotated: attrgetter("annotation", "base"), Decorated: _body, Group: _body, Fence: _body,
    Environment: attrgetter("rows"), Run: attrgetter("items"), Sequence: attrgetter("items"), Signed: attrgetter("sign", "body"),
    Product: _product, Sum: _sum, Big: _big, Relation: _annotation, Broken: attrgetter("children"), Row: attrgetter("cells"),
}  # fmt: skip
"""The direct parts of each kind of part. A table, for the finders walk over every formula many times."""


def children(part: Part) -> tuple[Part, ...]:
    """The direct parts of a part, in the order written: scripts and signs included, as `Script` and `Operator`."""
    return PARTS[type(part)](part)


def walk(part: Part) -> Iterator[Part]:
    """The part itself and everything below it, parents before children, in the order written."""
    waiting = [part]
    while waiting:
        current = waiting.pop()
        yield current
        inside = PARTS[type(current)](current)
        if inside:
            waiting.extend(inside[::-1])


def _place(part: Node) -> tuple[int, int]:
    return part.start, part.end

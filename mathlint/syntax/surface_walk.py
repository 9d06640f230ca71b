"""Going through a surface tree: the parts of a part, in the order written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias, assert_never

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


def children(part: Part) -> tuple[Part, ...]:
    """The direct parts of a part, in the order written: scripts and signs included, as `Script` and `Operator`."""
    match part:
        case Symbol() | Number() | Word() | Dots() | Separator():
            return ()
        case Scripted(base, scripts):
            return (base, *scripts)
        case Script(value=value):
            return () if value is None else (value,)
        case Operator(scripts=scripts):
            return scripts
        case Fraction(_, numerator, denominator):
            return (numerator, denominator)
        case Root(index, radicand):
            return (radicand,) if index is None else (index, radicand)
        case Annotated(_, annotation, base):
            return (annotation, base)
        case Decorated(body=body) | Group(body) | Fence(body=body):
            return (body,)
        case Environment(rows=rows):
            return rows
        case Run(items) | Sequence(items):
            return items
        case Signed(sign, body):
            return (sign, body)
        case Product(factors, operators):
            return tuple(sorted((*factors, *operators), key=_place))
        case Sum(terms, signs):
            return tuple(x for sign, term in zip(signs, terms, strict=True) for x in (*sign, term))
        case Big(_, scripts, body):
            return (*scripts, body)
        case Relation(annotation=annotation):
            return () if annotation is None else (annotation,)
        case Broken(children=parts):
            return parts
        case Row(cells):
            return cells
        case _:
            assert_never(part)


def walk(part: Part) -> Iterator[Part]:
    """The part itself and everything below it, parents before children, in the order written."""
    waiting = [part]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))


def _place(part: Node) -> tuple[int, int]:
    return part.start, part.end

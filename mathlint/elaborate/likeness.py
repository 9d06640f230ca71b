"""Small questions about the form of an operand, and whether two are written alike."""

from __future__ import annotations

from mathlint.elaborate.rows import Item
from mathlint.syntax.surface import (
    Decorated,
    Fence,
    Group,
    Number,
    Operator,
    Script,
    Scripted,
    Separator,
    Sequence,
    Sum,
    Symbol,
    Word,
)


def needs_left(item: Item) -> bool:
    """Whether it begins with an operator that needs a left side."""
    match item:
        case Sum(signs=signs):
            return bool(signs[0])
        case Operator():
            return True
        case _:
            return False


def is_name(items: list[Item]) -> bool:
    """A bare letter, perhaps decorated or with a subscript."""
    if len(items) != 1:
        return False
    match items[0]:
        case Symbol() | Word():
            return True
        case Decorated(body=body):
            return is_name([_bare(body)])
        case Scripted(base, scripts):
            return is_name([base]) and all(s.kind in ("sub", "prime") for s in scripts)
        case _:
            return False


def is_names(items: list[Item]) -> bool:
    """Names with nothing but commas between them: `a, b, c`."""
    names = [item for item in items if not isinstance(item, Separator)]
    return (
        bool(names)
        and all(is_name([item]) for item in names)
        and all(item.kind == "punctuation" and item.text == "," for item in items if isinstance(item, Separator))
    )


def _bare(item: Item) -> Item:
    if isinstance(item, Group):
        item = item.body
    return item.items[0] if isinstance(item, Sequence) and len(item.items) == 1 else item


def is_label(items: list[Item]) -> bool:
    """An equation's number: `(3)`, `(a)`."""
    if len(items) != 1 or not isinstance(items[0], Fence):
        return False
    return all(isinstance(x, Number | Symbol | Word) for x in items[0].body.items)


def same(name: Item, part: object) -> bool:
    """Equal but for where they stand; a part may have more scripts: `x_0` in `x_0^2`."""
    if type(name) is not type(part):
        return False
    match name, part:
        case Symbol(a), Symbol(b):
            return a == b
        case Word(text=a), Word(text=b):
            return a == b
        case Decorated(a, inner), Decorated(b, other):
            return a == b and same(_bare(inner), _bare(other))
        case Scripted(base, scripts), Scripted(base_too, scripts_too):
            return same(base, base_too) and all(any(_same_script(s, t) for t in scripts_too) for s in scripts)
        case Number(a), Number(b):
            return a == b
        case _:
            return False


def _same_script(one: Script, other: Script) -> bool:
    if one.kind != other.kind or one.value is None or other.value is None:
        return one.kind == other.kind and one.value is other.value and one.count == other.count
    return same(_bare(one.value), _bare(other.value))

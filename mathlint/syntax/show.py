"""A surface tree on one line, for tests and for explaining: `(row (cell (sum x +(y))))`."""

from __future__ import annotations

from typing import assert_never

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
from mathlint.syntax.surface_walk import Part

_MARKS = {"super": "^", "sub": "_"}


def show(part: Part) -> str:
    """Compact and unambiguous: a leaf is its text, a word is in quotes, all else is `(kind parts…)`; spans are left out."""
    match part:
        case Symbol(name) | Dots(name):
            return name
        case Number(text):
            return text
        case Word(command, text):
            return f'{command}"{text}"'
        case Operator(name, scripts):
            return f"<{name}{_all(scripts)}>"
        case Script("prime", _, count):
            return "'" * count
        case Script("factorial", _, count):
            return "!" * count
        case Script(kind, value):
            return _MARKS[kind] + (show(value) if value is not None else "")
        case Scripted(base, scripts):
            return f"({show(base)}{_all(scripts)})"
        case Fraction(command, top, bottom):
            return f"({command} {show(top)} {show(bottom)})"
        case Root(index, radicand):
            return f"(root {show(radicand)})" if index is None else f"(root {show(radicand)} index {show(index)})"
        case Annotated(command, annotation, base):
            return f"({command} {show(annotation)} {show(base)})"
        case Decorated(command, body):
            return f"({command} {show(body)})"
        case Group(body):
            return f"{{{show(body)}}}"
        case Fence(open_, close, body):
            return f"[{open_} {show(body)} {close}]"
        case Environment(name, arguments, rows):
            columns = f" {arguments}" if arguments else ""
            return f"({name}{columns}{_all(rows)})"
        case Run(items):
            return f"(run{_all(items)})"
        case Signed(sign, body):
            return f"({show(sign)} {show(body)})"
        case Product(factors, operators):
            rest = "".join(f" {show(sign)} {show(factor)}" for sign, factor in zip(operators, factors[1:], strict=True))
            return f"(product {show(factors[0])}{rest})"
        case Sum(terms, signs):
            return "(sum" + "".join(f"{_all(sign)} {show(term)}" for sign, term in zip(signs, terms, strict=True)) + ")"
        case Big(name, scripts, body):
            return f"({name}{_all(scripts)} {show(body)})"
        case Relation(name, annotation):
            return f"«{name}»" if annotation is None else f"«{name} {show(annotation)}»"
        case Separator(kind, text):
            return f"|{kind} {text}|"
        case Broken(text):
            return f"(broken {text!r})"
        case Sequence(items):
            return " ".join(show(item) for item in items)
        case Row(cells):
            return "(row " + " & ".join(show(cell) for cell in cells) + ")"
        case _:
            assert_never(part)


def _all(parts: tuple[Part, ...]) -> str:
    return "".join(text if text.startswith(" ") else f" {text}" for text in map(show, parts))

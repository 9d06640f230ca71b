"""Lowering of the functions that the table knows, and of what they take: `\\sin 2x`, `\\operatorname{tr}(A)`, `E[X]`."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate import lower_big
from mathlint.elaborate.letters import DENSITY_LETTERS, STYLES, core_letter
from mathlint.elaborate.lower_fence import condition, pieces
from mathlint.elaborate.lower_moment import moment
from mathlint.elaborate.lower_name import TRANSPOSES, superscript, with_scripts
from mathlint.elaborate.lowering import CannotRead, Lowering, Taken
from mathlint.elaborate.names import base_key, peel, text_of, unwrap
from mathlint.expr.tree import Expr, expr, fn, number
from mathlint.operators.notation import Notation, functions_named, inverse_function
from mathlint.syntax.surface import (
    Big,
    Decorated,
    Fence,
    Fraction,
    Node,
    Number,
    Relation,
    Script,
    Scripted,
    Separator,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import walk

_LETTER_OPERATORS: Final = frozenset(("expect", "variance", "indicator"))


_LETTERS_TAKEN: Final = frozenset(
    (
        "E",
        "\\mathbb{E}",
        "\\mathrm{E}",
        "\\mathsf{E}",
        "\\mathbb{V}",
        "\\mathbb{1}",
        "\\mathbf{1}",
        "\\mathbbm{1}",
        "\\mathds{1}",
    )
)


def spelling(node: Node) -> str | None:
    """How the table spells a symbol: `\\sin`, `tr`, `\\mathbb{E}`."""
    node = unwrap(node)
    match node:
        case Symbol(name=symbol):
            return symbol
        case Word(text=text):
            return text
        case Decorated(command=command, body=body):
            inner = unwrap(body)
            if command == "\\mathrm":
                return text_of(inner)
            if command in STYLES and isinstance(inner, Symbol | Number | Word):
                return f"{command}{{{inner.text if not isinstance(inner, Symbol) else inner.name}}}"
    return None


def function_row(node: Node, following: Node | None, low: Lowering) -> Notation | None:
    """The table's row for a named function or operator at this place, if it is one and the page does not use the name itself."""
    base = node.base if isinstance(node, Scripted) else node
    word = spelling(base)
    if word is None:
        return None
    rows = functions_named(word)
    if not rows:
        return None
    row = rows[0]
    peeled = peel(base)
    if peeled is not None:
        said = low.known(peeled.key)
        if said.valued or said.function or peeled.key in low.bound:
            return None
    if following is None and isinstance(unwrap(base), Word):
        return None
    if True:
        if row.letter or (peeled is not None and len(core_letter(peeled.key)) == 1):
            fenced = following.base if isinstance(following, Scripted) else following
            called = isinstance(fenced, Fence) and fenced.open in ("[", "(", "\\{")
            if row.key not in _LETTER_OPERATORS or word not in _LETTERS_TAKEN:
                return None
            if not called and not (word == "\\mathbb{E}" and following is not None):
                return None
    return row


def function_at(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """A named function, operator or binder at items[i], with its operand."""
    node = unwrap(items[i])
    following = unwrap(items[i + 1]) if i + 1 < len(items) else None
    row = function_row(node, following, low)
    if row is None:
        return None
    scripts = node.scripts if isinstance(node, Scripted) else ()
    if row.kind == "binder" or (row.key in ("max", "min") and any(s.kind == "sub" for s in scripts)):
        return lower_big.binder(row, scripts, items, i, low)
    if following is None:
        raise CannotRead("unsupported", f"`{text_of(node)}` without an operand", text_of(node))
    if row.head.startswith("unread") or row.key.startswith("unread"):
        raise CannotRead("unsupported", f"`{text_of(node)}`", text_of(node))
    if row.key in ("expect", "variance", "covariance", "covariance_matrix", "correlation", "standard_deviation"):
        return moment(row, scripts, items, i, low)
    if row.key == "probability":
        return None
    arguments, after, trailing = operand(items, i + 1, low, row)
    subs = [s.value for s in scripts if s.kind == "sub" and s.value is not None]
    if subs and row.key == "fn.log":
        arguments = (*arguments, core.lower(subs[0], low))
        subs = []
    if subs:
        raise CannotRead("unsupported", f"`{text_of(node)}` with a subscript", text_of(node))
    value = build(row, arguments, node, low)
    for script in scripts:
        if script.kind == "super" and script.value is not None:
            if text_of(script.value) in ("*", "\\ast", "\\star", "+"):
                raise CannotRead("unsupported", f"`{text_of(node)}` with a star", text_of(node))
            if text_of(script.value) == "-1" and row.head == "fn":
                inverse = inverse_function(str(row.datum))
                if inverse is None:
                    raise CannotRead("unsupported", f"`{text_of(node)}`")
                value = fn(inverse, *arguments)
            else:
                value = superscript(value, script.value, "", low)
    return with_scripts(value, trailing, low), after


def build(row: Notation, arguments: tuple[Expr, ...], node: Node, low: Lowering) -> Expr:
    if row.head == "fn" and row.datum in ("log", "log2", "log10") and len(arguments) == 1:
        base = node.base if isinstance(node, Scripted) else node
        word = spelling(base)
        if word in ("\\log", "log"):
            pick = low.choose("log base", ("log base: e", "log base: 2", "log base: 10"))
            return fn("log", *arguments) if pick == 0 else fn("log", *arguments, number((2, 10)[pick - 1]))
        if word in ("\\lg", "lg"):
            pick = low.choose("lg base", ("lg base: 2", "lg base: 10"))
            return fn("log", *arguments, number((2, 10)[pick]))
    if row.head == "rank":
        raise CannotRead("unsupported", "the rank of a matrix", "rank")
    if row.key == "diagonal" and len(arguments) > 1:
        arguments = (expr("matrix", arguments, (len(arguments), 1)),)
    try:
        return row.build(*arguments)
    except ValueError:
        raise CannotRead("unsupported", f"`{text_of(node)}` with {len(arguments)} arguments", text_of(node)) from None


def arguments_of(fence: Fence, low: Lowering) -> tuple[Expr, ...]:
    """The arguments between parentheses: separated by commas, each an expression or a condition."""
    inner = fence.body
    out = []
    for part in pieces(inner):
        if not part:
            raise CannotRead("unread", "an argument is missing")
        if any(isinstance(p, Relation) for p in part):
            out.append(condition(part, low))
        elif len(part) == 1 and not isinstance(part[0], Separator | Relation):
            out.append(core.lower(part[0], low))
        else:
            out.append(core.lower_sequence(part, low))
    return tuple(out)


def operand(
    items: tuple[Node, ...], i: int, low: Lowering, row: Notation
) -> tuple[tuple[Expr, ...], int, tuple[Script, ...]]:
    """What a function at items[i-1] is applied to: (arguments, next place, scripts that stand on the closing parenthesis)."""
    head = unwrap(items[i])
    if not isinstance(head, Fence) and (nested := function_at(items, i, low)) is not None:
        return (nested[0],), nested[1], ()
    if (
        isinstance(head, Fence)
        and head.open in ("(", "[", "\\{", "|", "\\|")
        and head.close in (")", "]", "\\}", "|", "\\|")
    ):
        if head.open in ("|", "\\|"):
            return (core.lower(head, low),), i + 1, ()
        return arguments_of(head, low), i + 1, ()
    if isinstance(head, Scripted):
        inner = unwrap(head.base)
        if isinstance(inner, Fence) and inner.open in ("(", "[", "\\{"):
            options = ("the power stands on the value", "the power stands on the argument")
            if row.datum == "softmax":
                return arguments_of(inner, low), i + 1, head.scripts
            if all(s.kind == "sub" for s in head.scripts) or low.choose(f"power:{head.start}", options) == 1:
                return (core.lower(head, low),), i + 1, ()
            return arguments_of(inner, low), i + 1, head.scripts
    end = i + 1
    taken = core.run(items[i:end], low) if single(items, i) else None
    while end < len(items) and not stops(items[end], low):
        end += 1
    if end > i + 1:
        first_end = i + 2 if is_call(items, i, low) else i + 1
        if first_end < end and row.kind == "function":
            fraction_first = isinstance(head, Fraction) or isinstance(fence_of(items[first_end]), Fence)
            options = ("the function takes the next factor only", "the function takes all that follows")
            if not fraction_first:
                options = options[::-1]
            pick = options[low.choose(f"argument:{items[i].start}", options)]
            if "only" in pick:
                end = first_end
        return (core.run(items[i:end], low),), end, ()
    return (taken if taken is not None else core.run(items[i:end], low),), end, ()


def is_call(items: tuple[Node, ...], i: int, low: Lowering) -> bool:
    """Whether items[i] is applied to the parenthesis that follows it."""
    if i + 1 >= len(items):
        return False
    peeled, fenced = peel(items[i]), fence_of(items[i + 1])
    if peeled is None or not isinstance(fenced, Fence) or peeled.key in low.bound or peeled.factorial:
        return False
    if any(text_of(s) in TRANSPOSES for s in peeled.sups):
        return False
    said = low.known(peeled.key)
    if peeled.key in DENSITY_LETTERS and fenced.open in ("(", "["):
        return not holds_itself(peeled.key, fenced)
    return (
        fenced.open == "("
        and not (said.shape and not said.function)
        and bool(said.function or low.survey.is_function(peeled.key))
    )


def holds_itself(key: str, fenced: Fence) -> bool:
    """`p(1 - p)`: a number times a sum in which it stands itself, and no density."""
    body = unwrap(fenced.body)
    return isinstance(body, Sum) and any(key == base_key(unwrap(p)) for p in walk(body) if isinstance(p, Symbol))


def single(items: tuple[Node, ...], i: int) -> bool:
    return i + 1 >= len(items)


def fence_of(node: Node) -> Node:
    node = unwrap(node)
    return unwrap(node.base) if isinstance(node, Scripted) else node


def stops(node: Node, low: Lowering) -> bool:
    """Whether a function's argument without parentheses ends before this factor."""
    node = unwrap(node)
    return isinstance(node, Big) or function_row(node, None, low) is not None

"""Lowering of the functions that the table knows, and of what they take: `\\sin 2x`, `\\operatorname{tr}(A)`, `E[X]`."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate import lower_big
from mathlint.elaborate.letters import DENSITY_LETTERS, STYLES, core_letter
from mathlint.elaborate.lower_divergence import divergence
from mathlint.elaborate.lower_fence import condition, pieces
from mathlint.elaborate.lower_letter import lettered
from mathlint.elaborate.lower_moment import moment
from mathlint.elaborate.lower_name import TRANSPOSES, dimension, index, superscript, with_scripts
from mathlint.elaborate.lowering import CannotRead, Lowering, Taken
from mathlint.elaborate.names import Peeled, base_key, index_parts, peel, text_of, unwrap
from mathlint.expr.tree import Expr, add, constant, div, expr, fn, mul, name, neg, number
from mathlint.operators.distributions import distributions_named
from mathlint.operators.notation import Notation, functions_named, inverse_function
from mathlint.syntax.surface import (
    Big,
    Decorated,
    Dots,
    Fence,
    Fraction,
    Node,
    Number,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
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
        "\\E",
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
    peeled = peel(base)
    fenced_by = fence_of(following) if following is not None else None
    if peeled is not None and isinstance(fenced_by, Fence):
        called_so = lettered(peeled.key, low)
        if called_so is not None and takes(called_so, len(pieces(fenced_by.body))):
            return called_so
    rows = functions_named(word)
    if not rows:
        return None
    row = rows[0]
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
            if row.key in _SPECIAL and word in _SPECIAL[row.key] and called and peeled is not None:
                return row if is_special(row, peeled, fenced, low) else None
            if row.key not in _LETTER_OPERATORS or word not in _LETTERS_TAKEN:
                return None
            if not called and not (following is not None and (word == "\\mathbb{E}" or names_measure(node))):
                return None
    return row


def names_measure(node: Node) -> bool:
    """`E_{x \\sim p}`: what stands below says that it is an expectation."""
    scripts = node.scripts if isinstance(node, Scripted) else ()
    return any(s.kind == "sub" and "\\sim" in text_of(s.value) for s in scripts)


def takes(row: Notation, count: int) -> bool:
    """Whether a notation may stand before so many arguments."""
    if isinstance(row.arity, int):
        return count == row.arity
    least, most = row.arity
    return least <= count and (most is None or count <= most)


_SPECIAL: Final = {"fn.gamma": ("\\Gamma",), "fn.beta": ("B", "\\mathrm{B}", "Beta", "\\Beta")}


def is_special(row: Notation, peeled: Peeled, fenced: Node | None, low: Lowering) -> bool:
    """Whether `\\Gamma(x)` is the gamma function, and `B(x, y)` the beta function, on a page that says nothing else of them."""
    said, usage = low.known(peeled.key), low.survey.of(peeled.key)
    if said.shape or said.described or usage.bare or usage.arrow or not isinstance(fenced, Fence):
        return False
    if is_barred(fenced) or any(isinstance(i, Separator) and i.text == ";" for i in between(fenced)):
        return False
    count = len(pieces(fenced.body))
    if row.key == "fn.gamma":
        return count == 1
    options = ("B is the beta function", "B is a function of its own")
    return count == 2 and not usage.letter_subs and low.choose("letter:B", options) == 0


def is_distribution(node: Node, following: Node | None) -> bool:
    """`\\mathrm{Exp}(x; r)`: the density of a distribution, and no expectation."""
    fenced = fence_of(following) if following is not None else None
    if not isinstance(fenced, Fence) or not isinstance(node, Word) or not distributions_named(node.text):
        return False
    return any(isinstance(i, Separator) and i.text == ";" for i in fenced.body.items)


def function_at(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """A named function, operator or binder at items[i], with its operand."""
    node = unwrap(items[i])
    following = unwrap(items[i + 1]) if i + 1 < len(items) else None
    row = function_row(node, following, low)
    if row is None or (row.key == "expect" and is_distribution(node, following)):
        return None
    scripts = node.scripts if isinstance(node, Scripted) else ()
    if row.kind == "binder" or (row.key in ("max", "min") and any(s.kind == "sub" for s in scripts)):
        return lower_big.binder(row, scripts, items, i, low)
    if following is None:
        raise CannotRead("unsupported", f"`{text_of(node)}` without an operand", text_of(node))
    unread = row.head.startswith("unread") or row.key.startswith("unread")
    if row.key == "kl" and not scripts and isinstance(fenced := fence_of(following), Fence):
        distance = divergence(between(fenced), low)
        if distance is not None:
            return with_scripts(distance, following.scripts if isinstance(following, Scripted) else (), low), i + 2
    if (unread and row.kind == "operator") or (row.key in _OF_DISTRIBUTIONS and is_barred(fence_of(following))):
        named = only_named(items, i, low)
        if named is not None:
            return named
    if unread:
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
    if subs and row.key == "fn.gamma" and (order := dimension(subs[0], low)) is not None:
        value = multivariate_gamma(name(order) if isinstance(order, str) else number(order), arguments[0], low)
    elif subs and row.datum == "softmax" and len(parts := index_parts(subs[0]) or ()) == 1:
        value = expr("item", (build(row, arguments, node, low), index(parts[0], low)))
    elif subs:
        raise CannotRead("unsupported", f"`{text_of(node)}` with a subscript", text_of(node))
    else:
        value = build(row, arguments, node, low)
    order = sum(script.count for script in scripts if script.kind == "prime")
    if order and row.head == "fn" and len(arguments) == 1:
        value = differentiated(str(row.datum), arguments[0], order, low)
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


def differentiated(function: str, at: Expr, order: int, low: Lowering) -> Expr:
    """`\\Gamma'(x)`: the derivative of a function of the table, taken at a place."""
    variable = low.fresh("t")
    body = fn(function, variable)
    for _ in range(order):
        body = expr("derivative", (body, variable), "total")
    return expr("apply", (expr("lambda", (variable, body)), at))


_OF_DISTRIBUTIONS: Final = frozenset(("kl", "entropy", "cross_entropy"))


def is_barred(node: Node) -> bool:
    """Whether a bar separates what stands between parentheses."""
    return isinstance(node, Fence) and any(
        (isinstance(i, Separator) and i.kind == "bar" and i.text != "/") or (isinstance(i, Relation) and i.name in BARS)
        for i in between(node)
    )


def between(fence: Fence) -> tuple[Node | Relation | Separator, ...]:
    """What stands between parentheses; in `(\\left. x \\right| y)` the bar separates."""
    inner = unwrap(fence.body)
    out: list[Node | Relation | Separator] = []
    for item in inner.items if isinstance(inner, Sequence) else (inner,):
        parts = item.items if isinstance(item, Run) else (item,)
        first = parts[0]
        if isinstance(first, Fence) and (first.open, first.close) == (".", "|"):
            out += [*first.body.items, Separator("bar", "|", first.end - 1, first.end)]
            rest = parts[1:]
            if rest:
                out.append(rest[0] if len(rest) == 1 else Run(rest, rest[0].start, rest[-1].end))
        else:
            out.append(item)
    return tuple(out)


BARS: Final = frozenset(("\\mid", "|", "\\|", "\\parallel", "\\Vert"))


def only_named(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """A notion that cannot be computed, applied to what stands in the parentheses after it."""
    from mathlint.elaborate.lower_call import opaque

    base = unwrap(items[i])
    scripts = base.scripts if isinstance(base, Scripted) else ()
    word = spelling(base.base if isinstance(base, Scripted) else base) or ""
    following = unwrap(items[i + 1])
    trailing = following.scripts if isinstance(following, Scripted) else ()
    fence = fence_of(following)
    if not isinstance(fence, Fence) or fence.open not in ("(", "[") or any(s.kind == "prime" for s in scripts):
        return None
    subs = tuple(s.value for s in scripts if s.kind == "sub" and s.value is not None)
    sups = tuple(s.value for s in scripts if s.kind == "super" and s.value is not None)
    return with_scripts(opaque(Peeled(f"\\mathrm{{{word}}}", subs, sups), fence, low), trailing, low), i + 2


def multivariate_gamma(order: Expr, x: Expr, low: Lowering) -> Expr:
    """`\\Gamma_p(x)` = π^{p(p-1)/4} ∏_{j=1}^p Γ(x + (1-j)/2)."""
    j = low.fresh("j")
    power = div(mul(order, add(order, number(-1))), number(4))
    factor = fn("gamma", add(x, div(add(number(1), neg(j)), number(2))))
    return mul(expr("?power", (constant("pi"), power)), expr("product", (j, number(1), order, factor)))


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
    out: list[Expr] = []
    listed = pieces(inner)
    dots = [k for k, p in enumerate(listed) if len(p) == 1 and isinstance(p[0], Dots)]
    if len(dots) in (1, 2) and all(len(p) == 1 and not isinstance(p[0], Separator | Relation) for p in listed):
        # `f(x_1, \dots, x_n)`: a function of the column
        from mathlint.elaborate.lower_dotted import dotted_column

        return (dotted_column(tuple(p[0] for p in listed), low),)  # type: ignore[misc]
    for part in listed:
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


def next_operand(items: tuple[Node, ...], i: int, low: Lowering) -> tuple[Expr, int]:
    """The factor at items[i], an application with its parentheses, and the index of the next one."""
    taken = function_at(items, i, low)
    if taken is not None:
        return taken
    return core.run(items[i : i + 1], low), i + 1


def single(items: tuple[Node, ...], i: int) -> bool:
    return i + 1 >= len(items)


def fence_of(node: Node) -> Node:
    node = unwrap(node)
    return unwrap(node.base) if isinstance(node, Scripted) else node


def stops(node: Node, low: Lowering) -> bool:
    """Whether a function's argument without parentheses ends before this factor."""
    node = unwrap(node)
    return isinstance(node, Big) or function_row(node, None, low) is not None

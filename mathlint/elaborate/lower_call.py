"""Lowering of applications: named functions and operators (`\\sin x`, `\\operatorname{tr}(A)`, `E[X]`), and `f(x)`."""

from __future__ import annotations

import re
from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate import lower_big
from mathlint.elaborate.letters import DENSITY_LETTERS, STYLES, core_letter, is_upper
from mathlint.elaborate.lower_fence import condition, pieces
from mathlint.elaborate.lower_name import TRANSPOSES, index, mark_of, superscript, with_scripts
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import Peeled, base_key, index_parts, peel, text_of, unwrap
from mathlint.expr.tree import Expr, expr, fn, mul, name, number
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
    Sequence,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import walk

Taken = tuple[Expr, int]
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


def moment(row: Notation, scripts: tuple[Script, ...], items: tuple[Node, ...], i: int, low: Lowering) -> Taken:
    """`E[X \\mid Y]`, `Var(X)`, `Cov(X, Y)`; what stands below names the measure."""
    measure = ""
    for script in scripts:
        if script.kind == "sub":
            measure = text_of(script.value)
    head = unwrap(items[i + 1])
    trailing: tuple[Script, ...] = ()
    if isinstance(head, Scripted) and isinstance(unwrap(head.base), Fence):
        trailing = head.scripts
        head = unwrap(head.base)
    given: tuple[Node | Relation | Separator, ...] = ()
    if isinstance(head, Fence) and head.open in ("[", "(", "\\{"):
        after = i + 2
        body, given = split_bar(head.body)
        parts = [p for p in pieces(Sequence(body, head.start, head.end)) if p]
        values = tuple(core.lower_sequence(p, low) for p in parts)
        conditions = (
            tuple(core.lower_sequence(p, low) for p in pieces(Sequence(given, head.start, head.end)) if p)
            if given
            else ()
        )
    else:
        after = len(items)
        values, conditions = (core.run(items[i + 1 :], low),), ()
    mark_random(values + conditions, measure, low)
    wanted = 2 if row.key in ("covariance", "correlation") else 1
    if row.key == "covariance" and len(values) == 1:
        value = expr("variance", (*values, *conditions), measure)
    elif len(values) != wanted:
        raise CannotRead("unsupported", f"`{row.latex[0]}` with {len(values)} arguments")
    elif row.key in ("expect", "variance", "covariance"):
        value = expr(row.head, (*values, *conditions), measure)
    elif conditions or measure:
        raise CannotRead("unsupported", f"a conditional `{row.latex[0]}`")
    else:
        value = row.build(*values)
    for script in scripts:
        if script.kind == "super" and script.value is not None:
            value = superscript(value, script.value, "", low)
    return with_scripts(value, trailing, low), after


_MEASURES: Final = re.compile(r"^(\\mathbb\{P\}|\\mathcal\{[A-Z]\}|[pqPQ]|\\pi|\\mu|\\rho|\\theta|\\phi)(_.*|\(.*\))?$")


def mark_random(values: tuple[Expr, ...], measure: str, low: Lowering) -> None:
    """Which names under an expectation vary: those that the subscript names; capitals and estimators if there are any; Latin letters."""
    free = {n for v in values for n in v.free if "#" not in n and n not in low.functions}
    inside = re.search(r"\(([^|;)]*)", measure)
    if inside and (over := {n for n in free if core_letter(n) in inside[1] or n in inside[1]}):
        low.random |= over
        return
    if measure and not _MEASURES.match(measure):
        varying = measure.split("\\sim")[0]
        named = {n for n in free if core_letter(n) in varying or n in varying}
        if not named:
            raise CannotRead("unsupported", f"an expectation over `{measure}`", measure)
        low.random |= named
        return
    free = {n for n in free if low.known(n).shape != "matrix" or low.known(n).random}
    capitals = {
        n
        for n in free
        if (is_upper(n) and not n.startswith("\\mathcal")) or "\\hat{" in n or "\\epsilon" in n or "\\varepsilon" in n
    }
    small = {n for n in free - capitals if not core_letter(n).startswith("\\") and "_" not in n}
    if capitals and small and not any(low.known(n).random for n in capitals):
        pick = low.choose("random names", ("capitals are random", "small letters are random"))
        low.random |= small if pick else capitals
        return
    low.random |= capitals or {n for n in free if not core_letter(n).startswith("\\")}


def split_bar(
    node: Sequence,
) -> tuple[tuple[Node | Relation | Separator, ...], tuple[Node | Relation | Separator, ...]]:
    """The parts before and after a `|` or `\\mid`."""
    items = node.items
    if len(items) == 1 and isinstance(items[0], Sequence):
        items = items[0].items
    for at, item in enumerate(items):
        if isinstance(item, Separator) and item.kind == "bar":
            return items[:at], items[at + 1 :]
        if isinstance(item, Relation) and item.name in ("\\mid", "|"):
            return items[:at], items[at + 1 :]
    return items, ()


def call_at(items: tuple[Node, ...], i: int, low: Lowering) -> Taken | None:
    """`f(x)` at items[i], items[i+1], if the name is a function there."""
    if i + 1 >= len(items):
        return None
    peeled = peel(items[i])
    fenced = unwrap(items[i + 1])
    trailing: tuple[Script, ...] = ()
    if isinstance(fenced, Scripted):
        trailing = fenced.scripts
        fenced = unwrap(fenced.base)
    if peeled is None or not isinstance(fenced, Fence) or peeled.key in low.bound or peeled.factorial:
        return None
    if fenced.open not in ("(", "[", "\\{") or fenced.close not in (")", "]", "\\}"):
        return None
    if any(text_of(s) in TRANSPOSES for s in peeled.sups):
        return None
    said = low.known(peeled.key)
    density = peeled.key in DENSITY_LETTERS and not (said.function and said.valued)
    if density and holds_itself(peeled.key, fenced):
        return None
    if peeled.key in _GROWTH and not said.valued and not said.function:
        raise CannotRead("unsupported", "an order of growth", peeled.key)
    if density and (fenced.open in ("(", "[") or peeled.key in ("\\Pr", "P", "\\mathbb{P}", "\\mathrm{Pr}")):
        return with_scripts(opaque(peeled, fenced, low), trailing, low), i + 2
    if fenced.open != "(":
        return None
    verdict = True if said.function else low.survey.is_function(peeled.key)
    if said.shape and not said.function:
        verdict = False
    if verdict and peeled.subs and not said.function and not fenced_single(fenced):
        usage = low.survey.of(peeled.key)
        if not (usage.defined_call or usage.arrow or usage.before_comma or usage.primed_call) and usage.letter_subs:
            # `h_{ij} (1 - h_{ij})`: an indexed letter before a sum is a factor, unless the page says otherwise
            verdict = (
                low.choose(f"apply:{peeled.key}", (f"{peeled.key} is a factor", f"{peeled.key} is a function")) == 1
            )
    if verdict is None:
        verdict = low.choose(f"apply:{peeled.key}", (f"{peeled.key} is a function", f"{peeled.key} is a factor")) == 0
    if not verdict:
        return None
    return with_scripts(call(peeled, fenced, low), trailing, low), i + 2


_GROWTH: Final = frozenset(
    ("O", "o", "\\Theta", "\\Omega", "\\mathcal{O}", "\\mathrm{O}", "\\mathrm{o}", "\\omega", "\\tilde{O}")
)


def fenced_single(fenced: Fence) -> bool:
    """Whether one symbol or number stands between the parentheses."""
    inner = unwrap(fenced.body)
    return peel(inner) is not None or isinstance(inner, Number)


def call(peeled: Peeled, fenced: Fence, low: Lowering) -> Expr:
    key = peeled.key
    slots: list[Expr] = []
    order = peeled.primes
    powers: list[Node] = []
    for sup in peeled.sups:
        node = unwrap(sup)
        inside = text_of(node.body) if isinstance(node, Fence) else ""
        if isinstance(node, Fence) and node.open == "(" and inside.isdigit():
            order += int(inside)
        elif isinstance(node, Fence) and index_parts(node.body) is not None:
            key = f"{key}^{{()}}"
            slots += [index(p, low) for p in index_parts(node.body) or ()]
        elif text_of(sup) == "-1":
            key = f"{key}^{{-1}}"
        elif text_of(sup) in ("*", "\\ast", "\\star", "+", "-", "\\prime"):
            key = f"{key}^{{{text_of(sup)}}}"
        else:
            powers.append(sup)
    for sub in peeled.subs:
        parts = low.survey.indexes(peeled.key, sub)
        if parts is not None:
            slots += [index(p, low) for p in parts]
            continue
        mark = mark_of(sub)
        if mark is None:
            raise CannotRead("unsupported", f"the subscript of `{key}`", key)
        key = f"{key}_{{{mark}}}"
    args = arguments_of(fenced, low)
    if not args:
        raise CannotRead("unread", "a function without an argument")
    low.functions[key] = len(args)
    function = expr("item", (name(key), *slots)) if slots else name(key)
    if order:
        if len(args) != 1:
            raise CannotRead("unsupported", "a prime on a function of several arguments", "'")
        value = primed(function, args[0], order, low)
    else:
        value = expr("apply", (function, *args))
    for sup in powers:
        value = superscript(value, sup, key, low)
    return value


def primed(function: Expr, at: Expr, order: int, low: Lowering) -> Expr:
    """f^(order)(at)."""
    variable = low.fresh("t")
    body = expr("apply", (function, variable))
    for _ in range(order):
        body = expr("derivative", (body, variable), "total")
    return expr("apply", (expr("lambda", (variable, body)), at))


def opaque(peeled: Peeled, fenced: Fence, low: Lowering) -> Expr:
    """`p(x \\mid y)`: a value that depends on its arguments, told apart by the names of the arguments."""
    low.densities.add(peeled.key)
    datum: list[str] = [peeled.key + "".join(f"_{{{text_of(s)}}}" for s in peeled.subs) + "("]
    args: list[Expr] = []
    part: list[Node | Relation | Separator] = []
    inner = unwrap(fenced.body)
    items = inner.items if isinstance(inner, Sequence) else (inner,)
    for item in (*items, None):
        if (
            item is None
            or (isinstance(item, Separator) and item.kind in ("punctuation", "bar"))
            or (isinstance(item, Relation) and item.name == "\\mid")
        ):
            if part:
                slot(part, datum, args, low)
                part = []
            if item is not None:
                datum.append("|" if (isinstance(item, Relation) or item.kind == "bar") else item.text)
        elif not (isinstance(item, Separator) and item.kind == "wide"):
            part.append(item)
    datum.append(")")
    value = expr("opaque", tuple(args), "".join(datum))
    for sup in peeled.sups:
        if text_of(sup) in ("*", "\\ast", "\\star", "+", "-") or isinstance(unwrap(sup), Fence | Word):
            value = expr("opaque", tuple(args), "".join(datum) + "^" + text_of(sup))
        else:
            value = superscript(value, sup, "", low)
    return value


def slot(part: list[Node | Relation | Separator], datum: list[str], args: list[Expr], low: Lowering) -> None:
    """One argument of a density: its name goes into the datum, its value into the arguments."""
    if (
        len(part) == 3
        and isinstance(part[1], Relation)
        and not isinstance(part[0], Relation | Separator)
        and not isinstance(part[2], Relation | Separator)
    ):
        try:
            value = core.lower(part[2], low)
        except CannotRead:
            value = None
        if value is not None:
            datum.append(text_of(part[0]) + part[1].name)
            args.append(value)
            return
    if len(part) == 1 and not isinstance(part[0], Relation | Separator):
        peeled = peel(part[0])
        try:
            args.append(core.lower(part[0], low))
            datum.append(peeled.key if peeled is not None else f"#{len(args)}")
            return
        except CannotRead:
            pass
    datum.append(
        "".join(p.name if isinstance(p, Relation) else p.text if isinstance(p, Separator) else text_of(p) for p in part)
    )


__all__ = ["arguments_of", "call_at", "function_at", "function_row", "mul", "operand"]

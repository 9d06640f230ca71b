"""Folds what a grammar rule matched into a surface node, one function a rule, while the parser runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from mathlint.syntax import surface as s
from mathlint.syntax.generated.MathLintParser import MathLintParser as Rules
from mathlint.syntax.tokens import Limit, Token, Types
from mathlint.syntax.vocabulary import bare

MOST_NESTED_OPERATORS = 40

Matched: TypeAlias = Any
"""A Token, a surface node, or one of the markers below."""


@dataclass(frozen=True, slots=True)
class _BigMark:
    """A big operator that waits for the rest of its product."""

    name: str
    scripts: tuple[s.Script, ...]
    signs: tuple[s.Operator, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _BarMark:
    """The bar of `f |_{x=0}`, which waits for the factors before it."""

    scripts: tuple[s.Script, ...]
    start: int
    end: int


_SMALL = {
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀ", "0123456789+-niT", strict=True)),
    **dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-", strict=True)),
}
_SEPARATOR_KINDS: dict[int, Any] = {
    Types.PUNCT: "punctuation", Types.WIDE: "wide", Types.TAG: "tag", Types.MID: "bar", Types.INFIX: "infix", Types.PHRASE: "text",
}  # fmt: skip


def _leaf(token: Token) -> s.Node:
    """One token that is an operand, or an argument, by itself."""
    kind, start, end = token.type, token.start, token.end
    if kind == Types.NUMBER:
        return s.Number(token.name, start, end)
    if kind == Types.WORD:
        return s.Word(token.extra, token.name, start, end)
    if kind == Types.DOTS:
        return s.Dots(token.name, start, end)
    if kind == Types.SIGN or kind == Types.MULOP:
        return s.Operator(token.name, (), start, end)
    if kind == Types.EMPTY:
        return s.Group(s.Sequence((), start, start), start, start)
    if kind == Types.TREE and token.node is not None:
        return token.node
    return s.Symbol(token.name, start, end)


def _node(part: Matched) -> Any:
    return _leaf(part) if part.__class__ is Token else part


def _math(parts: list[Matched], at: int) -> Matched:
    return tuple(part for part in parts if part.__class__ is s.Row)


def _row(parts: list[Matched], at: int) -> Matched:
    cells = tuple(part for part in parts if part.__class__ is s.Sequence)
    return s.Row(cells, parts[0].start, parts[-1].end)


def _seq(parts: list[Matched], at: int) -> Matched:
    if not parts:
        return s.Sequence((), at, at)
    return s.Sequence(tuple(parts), parts[0].start, parts[-1].end)


def _rel(parts: list[Matched], at: int) -> Matched:
    head = parts[0]
    scripts = [part for part in parts if part.__class__ is s.Script]
    rest = [part for part in parts[1:] if part.__class__ is not s.Script]
    annotation: Any = scripts[0].value if scripts else None
    name = head.name
    if head.type == Types.XARROW:
        annotation = _node(rest[-1])
    elif rest:
        inner = _relation_in(rest[-1])
        name = inner.name
        annotation = _node(rest[0]) if len(rest) > 1 else annotation or inner.annotation
    return s.Relation(name, annotation, head.start, parts[-1].end)


def _relation_in(part: Matched) -> s.Relation:
    """The one relation that an annotated relation's argument holds; two (`{\\Rightarrow =}`) count as the first."""
    if part.__class__ is s.Group:
        return _relation_in(part.body.items[0])
    if part.__class__ is Token:
        return s.Relation(part.name, None, part.start, part.end)
    assert isinstance(part, s.Relation)
    return part


def _relarg(parts: list[Matched], at: int) -> Matched:
    return parts[0] if parts[0].__class__ is Token and parts[0].type == Types.REL else _node(parts[0])


def _sep(parts: list[Matched], at: int) -> Matched:
    token = parts[0]
    return s.Separator(_SEPARATOR_KINDS[token.type], token.name, token.start, token.end)


def _operator(parts: list[Matched], at: int) -> Matched:
    return s.Operator(parts[0].name, tuple(parts[1:]), parts[0].start, parts[-1].end)


def _addition(parts: list[Matched], at: int) -> Matched:
    if len(parts) == 1:
        return parts[0]
    terms: list[s.Node] = []
    signs: list[tuple[s.Operator, ...]] = []
    waiting: list[s.Operator] = []
    for part in parts:
        if part.__class__ is s.Operator:
            waiting.append(part)
        else:
            terms.append(part)
            signs.append(tuple(waiting))
            waiting = []
    return s.Sum(tuple(terms), tuple(signs), parts[0].start, parts[-1].end)


def _product(parts: list[Matched], at: int) -> Matched:
    if len(parts) == 1 and parts[0].__class__ not in _MARKS:
        return parts[0]
    nested = 0
    end = len(parts)
    tail: list[Matched] = []
    for place in range(len(parts) - 1, -1, -1):
        mark = parts[place]
        if not isinstance(mark, (_BigMark, Token)):
            continue
        nested += 1
        if nested > MOST_NESTED_OPERATORS:
            raise Limit(
                f"more than {MOST_NESTED_OPERATORS} operators inside each other were not read", mark.start, mark.end
            )
        rest = [*parts[place + 1 : end], *tail]
        end = place
        if not rest:
            tail = [] if isinstance(mark, Token) else [_without_body(mark)]
            continue
        body = _flat_product(rest)
        if isinstance(mark, Token):
            tail = [s.Decorated(mark.name, body, mark.start, body.end)]
        else:
            for sign in reversed(mark.signs):
                body = s.Signed(sign, body, sign.start, body.end)
            tail = [s.Big(mark.name, mark.scripts, body, mark.start, body.end)]
    rest = [*parts[:end], *tail]
    return _flat_product(rest) if rest else s.Group(s.Sequence((), at, at), at, at)


def _without_body(mark: _BigMark) -> s.Node:
    symbol = s.Symbol(mark.name, mark.start, mark.start + len(mark.name))
    return s.Scripted(symbol, mark.scripts, mark.start, mark.end) if mark.scripts else symbol


_MARKS = (_BarMark, _BigMark, Token)


def _flat_product(parts: list[Matched]) -> s.Node:
    """Factors and explicit operators, no big operators left."""
    factors: list[s.Node] = []
    operators: list[s.Operator] = []
    signs: list[s.Operator] = []
    run: list[s.Node] = []
    for part in parts:
        if part.__class__ is s.Operator:
            if run:
                factors.append(_factor_of(run, signs))
                operators.append(part)
                run, signs = [], []
            else:
                signs.append(part)
        elif part.__class__ is _BarMark:
            inside = (
                s.Sequence((_side_by_side(run),), run[0].start, run[-1].end)
                if run
                else s.Sequence((), part.start, part.start)
            )
            bar = part.scripts[0].start if part.scripts else part.end
            fence = s.Fence(".", "|", inside, inside.start, bar)
            run = [s.Scripted(fence, part.scripts, inside.start, part.end) if part.scripts else fence]
        else:
            run.append(part)
    if not factors and not signs:
        return _side_by_side(run)
    if not run:  # `x*\bf!`: what followed the sign was no operand
        end = (signs or operators)[-1].end
        run = [s.Group(s.Sequence((), end, end), end, end)]
    factors.append(_factor_of(run, signs))
    if len(factors) == 1:
        return factors[0]
    return s.Product(tuple(factors), tuple(operators), factors[0].start, factors[-1].end)


def _factor_of(run: list[s.Node], signs: list[s.Operator]) -> s.Node:
    node = _side_by_side(run)
    if len(signs) > MOST_NESTED_OPERATORS:
        raise Limit(f"more than {MOST_NESTED_OPERATORS} signs in a row were not read", signs[0].start, signs[-1].end)
    for sign in reversed(signs):
        node = s.Signed(sign, node, sign.start, node.end)
    return node


def _side_by_side(run: list[s.Node]) -> s.Node:
    return run[0] if len(run) == 1 else s.Run(tuple(run), run[0].start, run[-1].end)


def _big(parts: list[Matched], at: int) -> Matched:
    scripts = tuple(part for part in parts if part.__class__ is s.Script)
    signs = tuple(s.Operator(part.name, (), part.start, part.end) for part in parts[1:] if part.__class__ is Token)
    return _BigMark(parts[0].name, scripts, signs, parts[0].start, parts[-1].end)


def _factor(parts: list[Matched], at: int) -> Matched:
    base = parts[0]
    if base.__class__ is Token and base.type == Types.EVALBAR:
        return _BarMark(tuple(parts[1:]), base.start, parts[-1].end)
    node = _node(base)
    if len(parts) == 1:
        return node
    return s.Scripted(node, merge_counts(parts[1:]), node.start, parts[-1].end)


def merge_counts(scripts: list[s.Script]) -> tuple[s.Script, ...]:
    """Primes side by side are one script, and so are factorials."""
    merged: list[s.Script] = []
    for script in scripts:
        last = merged[-1] if merged else None
        if last is not None and script.kind in ("prime", "factorial") and last.kind == script.kind:
            merged[-1] = s.Script(script.kind, None, last.count + script.count, last.start, script.end)
        else:
            merged.append(script)
    return tuple(merged)


def _script(parts: list[Matched], at: int) -> Matched:
    token = parts[0]
    kind, start, end = token.type, token.start, token.end
    if kind == Types.SUP1 or kind == Types.SUB1:
        name = token.name[-1]
        value: s.Node
        if name.isdigit():
            value = s.Number(name, end - 1, end)
        elif name == "*":
            value = s.Operator(name, (), end - 1, end)
        else:
            value = s.Symbol(name, end - 1, end)
        return s.Script("super" if kind == Types.SUP1 else "sub", value, 1, start, end)
    if kind == Types.SUP or kind == Types.SUB:
        primes = _primes_in(parts[1]) if kind == Types.SUP else 0
        if primes:
            return s.Script("prime", None, primes, start, parts[1].end)
        return s.Script("super" if kind == Types.SUP else "sub", parts[1], 1, start, parts[1].end)
    if kind == Types.PRIME:
        return s.Script("prime", None, 1 if token.name[0] == "\\" else len(token.name), start, end)
    if kind == Types.BANG:
        return s.Script("factorial", None, 1, start, end)
    return s.Script("super" if kind == Types.SUPS else "sub", _small(token), 1, start, end)


def _primes_in(node: s.Node) -> int:
    """`^\\prime`, `^{\\prime\\prime}`, `^{'}` are primes."""
    match node:
        case s.Symbol(name="\\prime"):
            return 1
        case s.Symbol(name=name) if name and set(name) <= set("'’′"):
            return len(name)
        case s.Group(s.Sequence((s.Scripted(s.Group(s.Sequence(())), (s.Script("prime", None, count),)),))):
            return count
        case _:
            return 0


def _small(token: Token) -> s.Node:
    """The value of small characters: `⁻¹`, `₁₂`."""
    text = "".join(_SMALL[character] for character in token.name)
    start, end = token.start, token.end
    signs = len(text) - len(text.lstrip("+-"))
    rest = text[signs:]
    operators = tuple(s.Operator(sign, (), start + place, start + place + 1) for place, sign in enumerate(text[:signs]))
    if not rest:
        return operators[0] if len(operators) == 1 else s.Sequence(operators, start, end)
    value: s.Node
    if rest.isdigit():
        value = s.Number(rest, start + signs, end)
    elif len(rest) == 1:
        value = s.Symbol(rest, start + signs, end)
    else:
        value = s.Word("", rest, start + signs, end)
    return s.Sum((value,), (operators,), start, end) if operators else value


def _frac(parts: list[Matched], at: int) -> Matched:
    return s.Fraction(parts[0].name, parts[1], parts[2], parts[0].start, parts[2].end)


def _sqrt(parts: list[Matched], at: int) -> Matched:
    return s.Root(parts[1] if len(parts) == 3 else None, parts[-1], parts[0].start, parts[-1].end)


def _index(parts: list[Matched], at: int) -> Matched:
    return parts[1]


def _stack(parts: list[Matched], at: int) -> Matched:
    return s.Annotated(parts[0].name, parts[1], parts[2], parts[0].start, parts[2].end)


def _decor(parts: list[Matched], at: int) -> Matched:
    return s.Decorated(parts[0].name, parts[1], parts[0].start, parts[1].end)


def _group(parts: list[Matched], at: int) -> Matched:
    return s.Group(parts[1], parts[0].start, parts[2].end)


def _fence(parts: list[Matched], at: int) -> Matched:
    left, right, body = bare(parts[0].name), bare(parts[2].name), parts[1]
    if left in ("\\{", "\\lbrace") and right == "." and isinstance(body, s.Sequence) and len(body.items) == 1:
        inner = body.items[0]
        if isinstance(inner, s.Environment) and inner.name in _COLUMNS and all(map(_is_case, inner.rows)):
            return s.Environment("cases", "", inner.rows, parts[0].start, parts[2].end)
    return s.Fence(left, right, body, parts[0].start, parts[2].end)


_COLUMNS = ("array", "aligned", "alignedat", "split", "matrix", "darray")


def _is_case(row: s.Row) -> bool:
    """`x & x > 0`, `-x & \\text{otherwise}`: a value, then when it holds; `x + y &= 1` is one of several equations."""
    cells = [[i for i in cell.items if not (isinstance(i, s.Separator) and i.kind == "wide")] for cell in row.cells]
    cells = [items for items in cells if items]
    if not cells:
        return True
    value, *when = cells
    if len(when) != 1 or isinstance(when[0][0], s.Relation) or any(isinstance(i, s.Relation) for i in value):
        return False
    return any(isinstance(i, s.Relation) or (isinstance(i, s.Separator) and i.kind == "text") for i in when[0])


def _env(parts: list[Matched], at: int) -> Matched:
    rows = tuple(part for part in parts if part.__class__ is s.Row)
    return s.Environment(parts[0].name, parts[0].extra, rows, parts[0].start, parts[-1].end)


def _one(parts: list[Matched], at: int) -> Matched:
    return parts[0]


def _arg(parts: list[Matched], at: int) -> Matched:
    return _node(parts[0])


_BY_NAME: dict[str, Callable[[list[Matched], int], Matched]] = {
    "math": _math, "row": _row, "seq": _seq, "rel": _rel, "relarg": _relarg, "sep": _sep, "loose": _operator,
    "addition": _addition, "sign": _operator, "product": _product, "times": _operator, "big": _big, "factor": _factor,
    "script": _script, "frac": _frac, "sqrt": _sqrt, "index": _index, "stack": _stack, "decor": _decor, "group": _group,
    "fence": _fence, "env": _env, "arg": _arg, "token": _one,
}  # fmt: skip

FOLDS: tuple[Callable[[list[Matched], int], Matched], ...] = tuple(_BY_NAME[name] for name in Rules.ruleNames)
"""By rule index: what the rule matched, and the place of the token it began at → a node."""

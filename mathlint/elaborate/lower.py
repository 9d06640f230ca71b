"""Lowering of terms, sums, products and runs of factors. See `lowering` for the state that is handed around."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction as Rational
from typing import Final

from mathlint.elaborate import (
    lower_big,
    lower_calculus,
    lower_call,
    lower_differential,
    lower_fence,
    lower_function,
    lower_matrix,
    lower_nabla,
    lower_name,
    lower_reach,
    lower_unit,
)
from mathlint.elaborate.letters import FUNCTION_LETTERS
from mathlint.elaborate.lower_spelled import spelled
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import peel, text_of, unwrap
from mathlint.expr.tree import Expr, add, constant, div, expr, fn, mul, name, neg, number
from mathlint.operators.notation import accent_named, binary_named, function_named
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

MAX_DEPTH = 60


BOLD = frozenset(("\\mathbf", "\\boldsymbol", "\\bm", "\\bf", "\\vec", "\\mathbb", "\\mathbbm"))


def lower(node: Node, low: Lowering) -> Expr:
    """The core expression of a surface node. Raises CannotRead."""
    node = unwrap(node)
    low.depth += 1
    try:
        if low.depth > MAX_DEPTH:
            raise CannotRead("unsupported", "it is nested too deeply")
        return _lower(node, low)
    finally:
        low.depth -= 1


def _lower(node: Node, low: Lowering) -> Expr:
    match node:
        case Number(text=text):
            return literal(text)
        case Symbol() | Word():
            return run((node,), low)
        case Scripted():
            return run((node,), low)
        case Sum():
            return lower_sum(node, low)
        case Product():
            return lower_product(node, low)
        case Run(items=items):
            return run(items, low)
        case Signed(sign=sign, body=body):
            return signed(sign.name, lower(body, low))
        case Fraction():
            return lower_fraction(node, low)
        case Root(index=index, radicand=radicand):
            return expr("root", (lower(radicand, low), number(2) if index is None else lower(index, low)))
        case Fence():
            return lower_fence.lower_fence(node, (), low)
        case Big():
            return lower_big.lower_big(node, low)
        case Environment():
            return lower_matrix.lower_environment(node, low)
        case Decorated(command=command, body=body):
            return lower_decorated(node, command, body, low)
        case Annotated(command=command, base=base):
            if command == "\\underset" and text_of(base) in (
                "max",
                "min",
                "argmax",
                "argmin",
                "lim",
                "\\max",
                "\\min",
                "\\lim",
            ):
                raise CannotRead("unsupported", f"`{text_of(base)}` over something")
            value = lower(base, low)
            if is_constant(node) and value.head == "name":
                low.constants.add(value.datum)
            return value
        case Sequence(items=items):
            return lower_sequence(items, low)
        case Dots():
            raise CannotRead("unsupported", "an ellipsis whose pattern is not clear", "\\dots")
        case Operator(name=name):
            raise CannotRead("unread", f"`{name}` without operands")
        case Broken():
            raise CannotRead("unread", "it could not be parsed")
        case Group(body=body):
            return lower(body, low)
    raise CannotRead("unsupported", "a form that is not known")


_REPEATING: Final = re.compile(r"([0-9]+)\.([0-9]*)\\(?:overline|bar|dot)\s*\{?\s*([0-9]+)\s*\}?")


def is_constant(node: object) -> bool:
    """`\\overset{\\text{constant}}{c}`."""
    return isinstance(node, Annotated) and text_of(node.annotation).strip().lower() in ("constant", "const", "const.")


def literal(text: str) -> Expr:
    """A written number; thousands separators are taken out, and a decimal point makes it a decimal, unless digits repeat for ever."""
    if repeating := _REPEATING.fullmatch(text):
        whole, once, again = repeating.groups()
        places = Rational(10) ** len(once)
        return number(Rational(int(whole + once)) / places + Rational(int(again)) / (places * (10 ** len(again) - 1)))
    whole, comma, rest = text.replace("\\,", "").replace(" ", "").partition("{,}")
    if comma and rest.isdigit() and (len(rest) != 3 or whole == "0"):
        whole, comma = f"{whole}.", ""  # no group of thousands: a decimal comma
    plain = (whole + comma + rest).replace("{,}", "").replace(",", "")
    try:
        value = Rational(plain)
    except (ValueError, ZeroDivisionError):
        raise CannotRead("unread", f"`{text}` is no number") from None
    if "." in plain:
        return expr("decimal", (), (value, Rational(1, 10 ** len(plain.split(".", 1)[1]))))
    return number(value)


def signed(sign: str, value: Expr) -> Expr:
    if sign in ("-", "−"):
        return neg(value)
    if sign in ("\\pm", "\\mp", "±", "∓"):
        return expr("plusminus", (value,))
    return value


def lower_sum(node: Sum, low: Lowering) -> Expr:
    """A sum; an operator in one of its terms may reach over the terms after it, and dots are expanded by their neighbours."""
    if any(isinstance(unwrap(t), Dots) for t in node.terms):
        return lower_matrix.dotted_sum(node, low)
    node = lower_reach.widen(node, low)
    parts = []
    for term, signs in zip(node.terms, node.signs, strict=True):
        value = lower(term, low)
        for sign in reversed(signs):
            value = signed(sign.name, value)
        parts.append(value)
    return add(*parts)


def lower_product(node: Product, low: Lowering) -> Expr:
    slashed = slash_derivative(node)
    if slashed is not None:
        return lower(slashed, low)
    if any(isinstance(unwrap(f), Dots) for f in node.factors):
        return lower_matrix.dotted_product(node.factors, low)
    first = unwrap(node.factors[0])
    reach = lower_calculus.open_operator(first, low)
    if reach is not None:
        # an operator that waits for its operand takes what the written operator joins
        if len(node.factors) == 2:
            rest: Node = node.factors[1]
        else:
            rest = Product(node.factors[1:], node.operators[1:], node.factors[1].start, node.end)
        scripts = lower_calculus.nabla_of(lower_calculus.flat(first)[-1])
        if scripts is not None:
            value = lower_nabla.joined(scripts, node.operators[0].name, lower(rest, low), low)
            lead = lower_calculus.flat(first)[:-1]
            return mul(run(lead, low), value) if lead else value
        if isinstance(first, Run) or node.operators[0].name in ("\\cdot", "*", "\\ast"):
            return reach(rest)
    value = lower(node.factors[0], low)
    for operator, factor in zip(node.operators, node.factors[1:], strict=True):
        if isinstance(factor, Signed) and factor.sign.name == "+" and low.choose("stray point", _STRAY) == 1:
            value = add(value, lower(factor.body, low))
        else:
            value = joined(operator, value, factor, low)
    return value


_STRAY: Final = ("a sign after a point is that of the factor", "the point before a plus is a slip")
"""How `a \\cdot b \\cdot + 1` may be meant."""


def slash_derivative(node: Product) -> Node | None:
    """`∂y/∂x`: the fraction that it stands for, with what follows."""
    if not node.operators or node.operators[0].name != "/":
        return None
    top, bottom = node.factors[0], node.factors[1]
    made = Fraction("\\frac", top, bottom, top.start, bottom.end)
    if lower_calculus.differential(made) is None:
        return None
    if len(node.factors) == 2:
        return made
    return Product((made, *node.factors[2:]), node.operators[1:], node.start, node.end)


def joined(operator: Operator, value: Expr, factor: Node, low: Lowering) -> Expr:
    """`value operator factor`."""
    sign = operator.name
    if sign in ("/", "\\div", "÷"):
        return quotient(value, factor, low)
    right = lower(factor, low)
    if sign in ("*", "\\ast"):
        return mul(value, right)
    if sign in ("\\cdot", "·", "\\bullet", "\\cdotp"):
        return expr("?dot", (value, right))
    if sign in ("\\times", "×"):
        return expr("?times", (value, right))
    if sign == "\\circ" and (
        value.head != "name"
        or value.datum in FUNCTION_LETTERS
        or low.known(value.datum).function
        or low.survey.is_function(value.datum)
    ):
        raise CannotRead("unsupported", "a composition of functions", "\\circ")
    if sign == "\\otimes":
        options = ("⊗ is the Kronecker product", "⊗ is taken entry by entry", "⊗ is the outer product")
        return expr(("kronecker", "hadamard", "outer")[low.choose("otimes", options)], (value, right))
    row = binary_named(sign)
    if row is None or not row.head or row.head.startswith("unread"):
        raise CannotRead("unsupported", f"the operation `{sign}`", sign)
    try:
        return row.build(value, right)
    except ValueError:
        raise CannotRead("unsupported", f"the operation `{sign}`", sign) from None


def quotient(value: Expr, factor: Node, low: Lowering) -> Expr:
    """`a/bc`: divided by the whole run, or by its first factor only."""
    factor = unwrap(factor)
    if isinstance(factor, Run) and len(factor.items) > 1:
        head = factor.items[0]
        following = unwrap(factor.items[1])
        called = isinstance(following, Fence) or (isinstance(following, Scripted) and isinstance(following.base, Fence))
        word = isinstance(unwrap(head), Symbol) and function_named(unwrap(head).name) is not None  # type: ignore[union-attr]
        if not called and not word:
            wide = low.choose(
                f"quotient:{factor.start}", ("divided by all that follows", "divided by the next factor only")
            )
            if wide == 1:
                rest = factor.items[1:]
                return mul(div(value, lower(head, low)), run(rest, low))
    return div(value, lower(factor, low))


def lower_fraction(node: Fraction, low: Lowering) -> Expr:
    if node.command in ("\\binom", "\\dbinom", "\\tbinom"):
        return choose(node.numerator, node.denominator, low)
    top = unwrap(node.numerator)
    if isinstance(top, Sum) and not top.signs[0] and lower_calculus.d_sign(top.terms[0]) == "∂":
        # `\frac{\partial -\log f}{\partial x}`: the sign belongs to what is differentiated
        rest = Sum(top.terms[1:], top.signs[1:], top.terms[1].start, top.end)
        inside = Fence("(", ")", Sequence((rest,), rest.start, rest.end), rest.start, rest.end)
        node = replace(node, numerator=Run((top.terms[0], inside), top.start, top.end))
    derivative = lower_calculus.differential_fraction(node, low)
    if derivative is not None:
        return derivative
    return div(lower(node.numerator, low), lower(node.denominator, low))


def lower_decorated(node: Node, command: str, body: Node, low: Lowering) -> Expr:
    """A style or accent over something: part of the name if it is a symbol, else nothing, or a notion that is not known."""
    if peel(node) is not None:
        return run((node,), low)
    row = accent_named(command)
    if row is not None and row.role == "hidden":
        return number(1)
    if command in BOLD and isinstance(unwrap(body), Number) and text_of(body) == "1":
        return expr("ones", (), (f"?one{node.start}", 1))
    if row is None or row.role in ("style", "transparent"):
        return lower(restyled(command, body), low) if row is not None and row.role == "style" else lower(body, low)
    if command in ("\\bar", "\\overline"):
        value = lower(body, low)
        imaginary = any(n.head == "constant" and n.datum == "i" for n in value.walk())
        if imaginary or any(low.known(n).complex for n in value.free):
            return fn("conjugate", value)
        raise CannotRead("unsupported", "a bar over an expression", "\\overline")
    raise CannotRead("unsupported", f"`{command}` over an expression", command)


def restyled(command: str, body: Node) -> Node:
    """`\\mathbf{Ax}`: the style goes to each letter."""
    body = unwrap(body)
    match body:
        case Symbol(start=start, end=end):
            return Decorated(command, body, start, end) if peel(body) is not None else body
        case Scripted(base=base):
            return replace(body, base=restyled(command, base))
        case Run(items=items):
            return replace(body, items=tuple(restyled(command, i) for i in items))
        case Product(factors=factors):
            return replace(body, factors=tuple(restyled(command, f) for f in factors))
        case Sum(terms=terms):
            return replace(body, terms=tuple(restyled(command, t) for t in terms))
    return body


def lower_sequence(items: tuple[Node | Relation | Separator, ...], low: Lowering) -> Expr:
    """Operands with separators and relations: a condition, or a list; anything else is not an expression."""
    items = grouped_digits(items)
    at = next((k for k, i in enumerate(items) if isinstance(i, Separator) and i.kind == "infix"), 0)
    if 0 < at < len(items) - 1:
        top = Sequence(items[:at], items[0].start, items[at - 1].end)
        bottom = Sequence(items[at + 1 :], items[at + 1].start, items[-1].end)
        over = isinstance(infix := items[at], Separator) and infix.text == "\\over"
        return div(lower(top, low), lower(bottom, low)) if over else choose(top, bottom, low)
    kept = [
        i
        for i in items
        if not (isinstance(i, Separator) and (i.kind in ("wide", "tag") or i.text in (".", ",", ";", ":")))
    ]
    if any(isinstance(i, Relation) for i in kept):
        return lower_fence.condition(tuple(kept), low)
    plain = [i for i in kept if not isinstance(i, Separator)]
    if len(plain) == 1 and len(kept) == 1:
        return lower(plain[0], low)  # type: ignore[arg-type]
    if not kept:
        raise CannotRead("unread", "nothing stands here")
    if len(kept) == 3 and len(plain) == 2 and isinstance(between := kept[1], Separator):
        if between.text == "/":
            return div(lower(plain[0], low), lower(plain[1], low))  # type: ignore[arg-type]
        if between.kind == "text" and between.text.strip(" ,").lower() in _SAME:
            # `0.7 \text{ or } 70\%`: two spellings of one value
            options = ("the first of two spellings", "the second of two spellings")
            return lower(plain[low.choose(f"spelling:{between.start}", options)], low)  # type: ignore[arg-type]
    raise CannotRead("unsupported", "several expressions side by side")


def grouped_digits(items: tuple[Node | Relation | Separator, ...]) -> tuple[Node | Relation | Separator, ...]:
    """`60,000` where nothing is listed: digits in groups of three are one number."""
    if len(items) < 3 or len(items) % 2 == 0 or not isinstance(items[0], Number) or len(items[0].text) > 3:
        return items
    for place, item in enumerate(items[1:], 1):
        follows = item.start == items[place - 1].end
        comma = place % 2 == 1 and isinstance(item, Separator) and item.text == ","
        digits = place % 2 == 0 and isinstance(item, Number) and len(item.text.split(".")[0]) == 3
        if not follows or not (comma or digits):
            return items
    text = "".join(i.text for i in items if isinstance(i, Number))  # the commas group
    return (Number(text, items[0].start, items[-1].end),)


def choose(top: Node, bottom: Node, low: Lowering) -> Expr:
    """A binomial coefficient; with several numbers below, a multinomial one."""
    bottom = unwrap(bottom)
    if isinstance(bottom, Sequence):
        bottom = replace(bottom, items=grouped_digits(bottom.items))
    parts = [p for p in lower_fence.pieces(bottom) if p] if isinstance(bottom, Sequence) else []
    if len(parts) < 2:
        return expr("binomial", (lower(top, low), lower(bottom, low)))
    factorials: list[Node] = []
    for part in parts:
        if len(part) != 1 or isinstance(part[0], Relation | Separator):
            raise CannotRead("unsupported", "a multinomial coefficient of conditions")
        value = unwrap(part[0])
        bang = Script("factorial", None, 1, value.end, value.end)
        factorials.append(value if isinstance(value, Dots) else Scripted(value, (bang,), value.start, value.end))
    return div(expr("factorial", (lower(top, low),)), run(tuple(factorials), low))


_SAME = frozenset(("or", "i.e.", "i.e", "that is", "so", "aka", "equivalently"))
_LEADING = frozenset(
    "here where let so and thus hence then with note recall since now also for if when we have therefore i.e e.g or but".split()
)


def run(items: tuple[Node, ...], low: Lowering) -> Expr:
    """Factors side by side: applications are found, operators take what follows, the rest is an ordered product."""
    while (
        len(items) > 1
        and isinstance(items[0], Word)
        and items[0].command.startswith("\\text")
        and items[0].text.strip(" :,").lower() in _LEADING
    ):
        items = items[1:]
    if len(items) > 1:
        items = tuple(i for i in items if not (isinstance(i, Group) and not i.body.items)) or items[:1]
        items = spelled(items, low)
        modulus = next((k for k, x in enumerate(items) if isinstance(x, Symbol) and x.name in ("\\mod", "\\bmod")), 0)
        if 0 < modulus < len(items) - 1:
            left, right = run(items[:modulus], low), run(items[modulus + 1 :], low)
            return expr("mod", (left, right))
        if any(isinstance(unwrap(i), Dots) for i in items):
            return lower_matrix.dotted_product(items, low)
    factors: list[Expr] = []
    i = 0
    while i < len(items):
        if (moved := lower_differential.differential_at(items, i, low)) is not None:
            factors.append(moved[0])
            i = moved[1]
            continue
        if (
            i + 1 < len(items)
            and lower_calculus.d_sign(items[i]) == "d"
            and peel(items[i + 1]) is not None
            and is_differential(items[i], low)
        ):
            value, i = differential_name(items[i + 1], low), i + 2
            factors.append(value)
            continue
        taken = (
            lower_unit.unit_at(items, i, low)
            or lower_differential.group_at(items, i, low)
            or lower_calculus.operator_at(items, i, low)
            or lower_function.function_at(items, i, low)
            or lower_call.call_at(items, i, low)
        )
        if taken is not None:
            value, i = taken
        else:
            item = items[i]
            value, i = factor(item, low), i + 1
            if factors and is_mixed(items[i - 2], item) and low.choose(f"mixed:{item.start}", _MIXED) == 1:
                factors.append(add(factors.pop(), value))
                continue
            if factors and isinstance(item, Number) and item.text.startswith("."):
                # `(2x).3`: the point is a multiplication sign
                value = literal(
                    (item.text[1:], item.text)[
                        low.choose("point", ("a point before digits multiplies", "a point before digits is decimal"))
                    ]
                )
        factors.append(value)
    return mul(*factors)


_MIXED = ("a number multiplies the fraction after it", "a number and the fraction after it are one number")


def is_mixed(before: Node, item: Node) -> bool:
    """`2\\tfrac{1}{2}`: a whole number and a proper fraction of written numbers."""
    if not (isinstance(before, Number) and before.text.isdigit() and isinstance(item, Fraction)):
        return False
    top, bottom = unwrap(item.numerator), unwrap(item.denominator)
    if not (isinstance(top, Number) and isinstance(bottom, Number) and top.text.isdigit() and bottom.text.isdigit()):
        return False
    return int(top.text) < int(bottom.text)


def differential_name(node: Node, low: Lowering) -> Expr:
    """`dx` outside an integral: a small number of its own, `a dt + b dz`."""
    peeled = peel(node)
    assert peeled is not None
    if peeled.subs or peeled.primes:
        raise CannotRead("unsupported", "a differential outside an integral", "d")
    value = name(f"\\mathrm{{d{peeled.key}}}")
    for sup in peeled.sups:
        value = lower_name.superscript(value, sup, "", low)
    return value


def is_differential(sign: Node, low: Lowering) -> bool:
    """Whether a `d` before a name is a differential and no factor."""
    if not isinstance(unwrap(sign), Symbol):
        return True
    if low.survey.constant_d and not low.survey.calculus:
        return False
    return not low.known("d").valued and not low.known("d").described and low.survey.of("d").letter_subs == set()


def factor(node: Node, low: Lowering) -> Expr:
    """One factor that is neither an application nor an operator."""
    node = unwrap(node)
    peeled = peel(node)
    if peeled is not None:
        return lower_name.lower_name(peeled, node, low)
    match node:
        case Scripted(base=base, scripts=scripts):
            inner = unwrap(base)
            if isinstance(inner, Fence):
                return lower_fence.lower_fence(inner, scripts, low)
            return lower_name.with_scripts(lower(inner, low), scripts, low)
        case Symbol(name=symbol):
            if symbol in ("\\infty", "∞"):
                return constant("infinity")
            if symbol in ("\\%",):
                pick = low.choose("percent", ("% is a hundredth", "% is only a unit"))
                return number(1) if pick else number(Rational(1, 100))
            raise CannotRead("unsupported", f"`{symbol}`", symbol)
        case Word(command="\\textbf" | "\\bm" | "\\boldsymbol", text="1"):
            return expr("ones", (), (f"?one{node.start}", 1))
        case Word(command="\\textbf" | "\\bm" | "\\boldsymbol", text="0"):
            return number(0)
        case Word(text=text):
            raise CannotRead("unsupported", f"the words “{text}”", text)
    return lower(node, low)

"""Lowering of applications of the page's own functions: `f(x)`, `f'(x)`, `f_n(x)`, densities, and growth as in `O(n)`."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate import lower_growth
from mathlint.elaborate.letters import DENSITY_LETTERS
from mathlint.elaborate.lower_density import named_density
from mathlint.elaborate.lower_divergence import divergence
from mathlint.elaborate.lower_function import BARS, arguments_of, between, fence_of, holds_itself, is_barred
from mathlint.elaborate.lower_name import TRANSPOSES, index, mark_of, superscript, with_scripts
from mathlint.elaborate.lowering import CannotRead, Lowering, Taken
from mathlint.elaborate.names import Peeled, index_parts, peel, text_of, unwrap
from mathlint.expr.tree import Expr, expr, name
from mathlint.syntax.surface import (
    Fence,
    Node,
    Number,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Word,
)
from mathlint.syntax.surface_walk import walk


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
    if fenced.open in ("(", "[") and (named := named_density(peeled, between(fenced), low)) is not None:
        return with_scripts(named, trailing, low), i + 2
    if peeled.key == "D" and [text_of(s) for s in peeled.subs] in (["KL"], ["\\mathrm{KL}"]) and not peeled.sups:
        distance = divergence(between(fenced), low)
        if distance is not None:
            return with_scripts(distance, trailing, low), i + 2
    if fenced.open in ("(", "[") and is_barred(fenced):
        # `\mathrm{H}(X \mid Y)`, `\mathrm{KL}[p \,\|\, q]`: nothing but an application has a bar between its arguments
        return with_scripts(opaque(peeled, fenced, low), trailing, low), i + 2
    density = peeled.key in DENSITY_LETTERS and not (said.function and said.valued)
    if density and holds_itself(peeled.key, fenced):
        return None
    if peeled.key in _GROWTH and not said.valued and not said.function:
        return with_scripts(growth(peeled, fenced, low), trailing, low), i + 2
    if density and (fenced.open in ("(", "[") or peeled.key in ("\\Pr", "P", "\\mathbb{P}", "\\mathrm{Pr}")):
        return with_scripts(opaque(peeled, fenced, low), trailing, low), i + 2
    if fenced.open != "(":
        return None
    if not said.function and multiplies_itself(peeled.key, fenced):
        return None  # `N (N^T N)^{-1}` is a product, although elsewhere `N(0, 1)` is a law
    verdict = True if said.function else low.survey.is_function(peeled.key)
    if said.shape and not said.function:
        verdict = False
    if said.function and said.params is None and said.valued and low.survey.is_function(peeled.key) is False:
        # "the output $y$ of the function", `y = g(x)`, and then `y (1 - y)`
        verdict = low.choose(f"apply:{peeled.key}", (f"{peeled.key} is a factor", f"{peeled.key} is a function")) == 1
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


def multiplies_itself(key: str, fenced: Fence) -> bool:
    """Whether a name is a factor within the parentheses after it: `N (N^T N)`, and not `f(x f(x))`."""
    for part in walk(fenced.body):
        if isinstance(part, Run):
            for at, item in enumerate(part.items):
                peeled = peel(item)
                if peeled is not None and peeled.key == key:
                    after = part.items[at + 1 : at + 2]
                    if not after or not isinstance(fence_of(after[0]), Fence):
                        return True
    return False


_GROWTH: Final = {
    "O": "O", "o": "o", "\\Theta": "Θ", "\\Omega": "Ω", "\\mathcal{O}": "O", "\\mathrm{O}": "O", "\\mathrm{o}": "o",
    "\\omega": "ω", "\\tilde{O}": "",
}  # fmt: skip


def growth(peeled: Peeled, fenced: Fence, low: Lowering) -> Expr:
    """`O(n)`: something of which only the order is known, in an expansion about a point or of what grows."""
    try:
        expansion = lower_growth.growth(peeled, fenced, low)
    except CannotRead:
        expansion = None
    if expansion is not None:
        variable = str(expansion.args[1].datum)
        if variable in low.survey.targets or variable in lower_growth.SMALL:
            return expansion
        options = ("an order in an expansion", "an order of what grows")
        if low.choose("order", options) == 0:
            return expansion
    args = arguments_of(fenced, low)
    if len(args) != 1 or not _GROWTH[peeled.key] or peeled.subs or peeled.sups or peeled.primes:
        raise CannotRead("unsupported", "an order of growth", peeled.key)
    low.densities.add(peeled.key)
    return expr("opaque", args, f"growth {_GROWTH[peeled.key]}")


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
    for item in (*between(fenced), None):
        if (
            item is None
            or (isinstance(item, Separator) and item.kind in ("punctuation", "bar"))
            or (isinstance(item, Relation) and item.name in BARS)
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

"""Lowering of a symbol with its scripts: indices, marks, powers, transposes, and the letters that are constants."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate.letters import FUNCTION_LETTERS, core_letter, is_bold, is_upper
from mathlint.elaborate.lower_letter import conjugated, imaginary
from mathlint.elaborate.lowering import CannotRead, Lowering, parameter
from mathlint.elaborate.names import Peeled, index_parts, letters_of, text_of, unwrap
from mathlint.expr.tree import Expr, constant, div, expr, fn, mul, name, number
from mathlint.syntax.surface import Fence, Node, Number, Relation, Script, Separator, Sequence, Symbol, Word
from mathlint.syntax.surface_walk import walk

TRANSPOSES: Final = frozenset(
    (
        "T",
        "\\top",
        "\\intercal",
        "\\mathrm{T}",
        "\\mathsf{T}",
        "\\mathit{T}",
        "\\tran",
        "\\trans",
        "\\mathbf{T}",
        "\\rm{T}",
        "\\sf{T}",
        "\\mathtt{T}",
        "\\boldsymbol{T}",
        "\\bm{T}",
        "\\bf{T}",
        "ᵀ",
    )
)
_STARS: Final = frozenset(("*", "\\ast", "\\star"))
IDENTITY: Final = frozenset(("I", "\\mathbf{I}", "\\mathbb{I}", "\\mathrm{I}"))
_ONES: Final = frozenset(("\\mathbf{1}", "\\vec{1}", "\\mathbb{1}", "\\mathbbm{1}"))


def lower_name(peeled: Peeled, node: Node, low: Lowering) -> Expr:
    """A symbol that is not applied to anything."""
    value, sups = special(peeled, node, low) or stem(peeled, low)
    for sup in sups:
        value = superscript(value, sup, peeled.key, low)
    if peeled.factorial:
        value = expr("factorial", (value,))
    return value


def special(peeled: Peeled, node: Node, low: Lowering) -> tuple[Expr, tuple[Node, ...]] | None:
    """Letters that the field gives a fixed meaning: e, π, I. The superscripts that are left to apply come with it."""
    key = peeled.key
    if key in low.bound:
        return None
    if not peeled.subs and not peeled.primes and (found := imaginary(key, low) or conjugated(key, low)) is not None:
        return found, peeled.sups
    if key == "\\delta" and len(peeled.subs) == 1 and (unit := kronecker(peeled.subs[0], low)) is not None:
        return unit, peeled.sups
    said = low.known(key)
    if key in ("e", "\\mathrm{e}") and peeled.sups and not peeled.subs and not said.valued:
        exponent = peeled.sups[0]
        bare = low.survey.of("e").bare and key == "e"
        if bare or said.described:
            plain = isinstance(unwrap(exponent), Number)
            options = (
                ("e is a variable", "e is Euler's number") if plain else ("e is Euler's number", "e is a variable")
            )
            if "variable" in options[low.choose("letter:e", options)]:
                return None
        return fn("exp", core.lower(exponent, low)), peeled.sups[1:]
    if key in ("e", "\\mathrm{e}") and not peeled.sups and not peeled.subs and not said.valued and not said.described:
        usage = low.survey.of(key)
        if usage.sups and not (usage.letter_subs or usage.digit_subs or usage.other_subs):
            if low.choose("letter:e alone", ("e is Euler's number", "e is a variable")) == 0:
                return constant("e"), peeled.sups
            return None
        alone = not (usage.letter_subs or usage.digit_subs or usage.other_subs or usage.transposed or usage.normed)
        if alone and low.choose("letter:e by itself", ("e is a variable", "e is Euler's number")) == 1:
            return constant("e"), peeled.sups
    if key == "\\pi" and not peeled.subs and not said.valued and not said.function:
        usage = low.survey.of(key)
        if not (usage.letter_subs or usage.other_subs or said.described):
            return constant("pi"), peeled.sups
        if low.choose("letter:pi", ("π is the constant", "π is a variable")) == 0:
            return constant("pi"), peeled.sups
        return None
    if key in IDENTITY and not said.valued and not said.function and not said.described:
        if not peeled.subs:
            low.choose("letter:I", ("I is the identity",))
            return expr("identity", (), f"?I{node.start}"), peeled.sups
        dim = dimension(peeled.subs[0], low)
        if dim is not None:
            return expr("identity", (), dim), peeled.sups
    if key in _ONES and not said.valued:
        dim = dimension(peeled.subs[0], low) if peeled.subs else f"?one{node.start}"
        if dim is not None:
            return expr("ones", (), (dim, 1)), peeled.sups
    return None


def kronecker(sub: Node, low: Lowering) -> Expr | None:
    """`\\delta_{ij}`: 1 where the indices are equal, else 0; if the page gives δ no other meaning."""
    said = low.known("\\delta")
    parts = low.survey.indexes("\\delta", sub)
    if parts is None or len(parts) != 2 or said.valued or said.function:
        return None
    if said.meaning != "kronecker delta":
        usage = low.survey.of("\\delta")
        if said.described or usage.bare or usage.arity[1]:
            return None
        if low.choose("letter:delta", ("δ is a family of numbers", "δ is the Kronecker delta")) == 0:
            return None
    return expr("indicator", (expr("compare", tuple(index(p, low) for p in parts), "="),))


def dimension(node: Node, low: Lowering) -> int | str | None:
    """A subscript that gives a size: `n`, `3`."""
    node = unwrap(node)
    if isinstance(node, Number) and node.text.isdigit():
        return int(node.text)
    if isinstance(node, Symbol) and len(node.name) == 1 and node.name not in low.bound:
        low.integers.add(node.name)
        return node.name
    return None


def is_label(node: Node, low: Lowering) -> bool:
    """`\\beta^{(X)}`: a capital that nothing runs over tells one of several things apart; it counts nothing."""
    text = text_of(node)
    return (
        len(text) == 1
        and text.isupper()
        and text not in low.survey.binders
        and text not in low.survey.bounds
        and text not in low.bound
    )


def stem(peeled: Peeled, low: Lowering) -> tuple[Expr, tuple[Node, ...]]:
    """The name with its marks and index slots; and the superscripts that are left to apply."""
    key = peeled.key
    whole = indexed_key(peeled)
    if whole in low.bound:
        return name(low.bound[whole]), peeled.sups
    slots: list[Expr] = []
    left: list[Node] = []
    upper: list[Expr] = []
    for sup in peeled.sups:
        kind = superscript_kind(sup, peeled, low)
        if kind == "slot":
            body = unwrap(sup)
            inside = body.body if isinstance(body, Fence) else body
            if is_label(inside, low):
                key = f"{key}^{{({text_of(inside)})}}"
                continue
            upper.extend(index(i, low) for i in index_parts(inside) or (inside,))
        elif kind == "mark":
            key = f"{key}^{{{text_of(sup)}}}"
        else:
            left.append(sup)
    if upper:
        key = f"{key}^{{()}}"
    for sub in peeled.subs:
        parts = low.survey.indexes(peeled.key, sub)
        if parts is None or (peeled.key in low.bound):
            found = dotted(sub) if not slots else None
            if found is not None and (of := matrix_of(peeled.key, found[0], low)):
                part = "row" if found[0].startswith(".") else "column"
                return expr(part, (name(of), index(found[1][0], low))), tuple(left)
            if found is not None:
                key = f"{key}_{{{found[0]}}}"
                slots.extend(index(i, low) for i in found[1])
                continue
            if slice_of(sub) is not None and not slots:
                return sliced(key, sub, low), tuple(left)
            mark = mark_of(sub)
            if mark is None:
                raise CannotRead("unsupported", f"the subscript `{text_of(sub)}` of `{key}`", key)
            key = f"{key}_{{{mark}}}"
        else:
            slots.extend(index(p, low) for p in parts)
    turned = peeled.primes == 1 and not upper and transposes(key, low)
    if not slots and not upper and key == peeled.key:
        from mathlint.elaborate.lower_differential import derived, undressed

        bare = derived(key, peeled.primes, low) if peeled.primes and not turned else undressed(key, low)
        if bare is not None:
            return bare, tuple(left)
    if peeled.primes and not turned:
        key = key + "'" * peeled.primes
    if slots and not upper and not left_mark(key, peeled.key):
        key = entry_of(key, len(slots), low)
    base = named(key, low)
    if upper and slots and is_twofold(peeled.key, low):
        base = expr("item", (base, *upper, *slots))
    else:
        if upper:
            base = expr("item", (base, *upper))
        if slots:
            base = expr("item", (base, *slots))
    if turned:
        base = expr("?prime", (base,))
    return base, tuple(left)


def is_twofold(key: str, low: Lowering) -> bool:
    """Whether a name with indices above and below is a family of both: `a_0^{(1)}` is no entry of a vector `a^{(1)}`."""
    usage = low.survey.of(key)
    return "0" in usage.digit_subs and not any(s.startswith(("(", "[")) for s in usage.sups)


def indexed_key(peeled: Peeled) -> str:
    """`x_1` as one name, for a sum or an integral that runs over it."""
    return peeled.key + "".join(f"_{{{text_of(s)}}}" for s in peeled.subs) + "'" * peeled.primes


def transposes(key: str, low: Lowering) -> bool:
    """Whether a prime on a name is a transpose: a choice of the file, where primes stand on names that also stand without."""
    marked = low.known(key + "'")
    usage = low.survey.of(key)
    if (
        key in low.bound
        or marked.valued
        or marked.described
        or marked.shape
        or marked.function
        or low.known(key).function
    ):
        return False
    if low.survey.is_function(key) or key in FUNCTION_LETTERS or not (usage.bare or usage.letter_subs):
        return False
    options = ("a prime is part of the name", "a prime transposes")
    solid = any(
        u.primed and not u.primed_call and low.known(k).shape in ("vector", "matrix")
        for k, u in low.survey.usage.items()
    )
    if solid:
        options = options[::-1]
    return "transposes" in options[low.choose("prime", options)]


def left_mark(key: str, bare: str) -> bool:
    return key != bare


def entry_of(key: str, count: int, low: Lowering) -> str:
    """`x_i` beside a bold `x` that is never indexed, `a_{ij}` beside a matrix `A`: entries of that vector or matrix."""
    if key in low.bound or "{" in key or low.known(key).held:
        return key
    usage = low.survey.of(key)
    candidates = [f"\\mathbf{{{key}}}", f"\\vec{{{key}}}"]
    if count == 2 and len(key) == 1 and key.islower():
        capitals = [f"\\mathbf{{{key.upper()}}}", key.upper()]
        # with two indices it is an entry of the matrix, if there is one
        candidates = [*capitals[: 1 if usage.bare else 2], *candidates]
    for whole in candidates:
        other = low.survey.of(whole)
        if other.bare and (other.letter_subs or other.digit_subs) and whole not in low.bound and not usage.bare:
            options = (f"`{key}` with indices stands by itself", f"`{key}` with indices is an entry of `{whole}`")
            return whole if low.choose(f"entry:{key}/{count}", options) == 1 else key
        if other.bare and not other.letter_subs and not other.digit_subs and whole not in low.bound:
            options = (f"`{key}` with indices is an entry of `{whole}`", f"`{key}` with indices stands by itself")
            if usage.bare > 3 * other.bare:
                options = options[::-1]
            if options[0].endswith("`") and not (usage.bare and count == 2):
                low.reserve.add(f"entry:{key}/{count}")
            return whole if "entry" in options[low.choose(f"entry:{key}/{count}", options)] else key
    return key


def named(key: str, low: Lowering) -> Expr:
    """The name itself; a function that is named without its argument stands for its value at its usual parameters."""
    if key in low.bound:
        return name(low.bound[key])
    said = low.known(key)
    if said.function and said.params is not None and said.params:
        low.functions[key] = len(said.params)
        return expr(
            "apply", (name(key), *(name(low.bound[p]) if p in low.bound else parameter(p) for p in said.params))
        )
    if said.random:
        low.random.add(key)
    return name(key)


def superscript_kind(sup: Node, peeled: Peeled, low: Lowering) -> str:
    """ "slot", "mark" or "apply" (a power, transpose, inverse, …)."""
    node = unwrap(sup)
    if isinstance(node, Fence) and node.open in ("(", "[", "\\langle", "<"):
        return "slot" if index_parts(node.body) is not None else "mark"
    text = text_of(sup)
    if text in TRANSPOSES or text in ("-1", "\\dagger", "-\\top", "-T", "H", "\\mathrm{H}", "\\mathsf{H}"):
        return "mark" if text == "H" and not is_upper(peeled.key) else "apply"
    if text in _STARS or text in ("+", "-", "\\circ", "\\dag", "o", "\\prime", "'", "\\pm"):
        if text in _STARS and low.known(peeled.key).complex and not low.known(f"{peeled.key}^{{{text}}}").valued:
            return "apply"
        if is_upper(peeled.key) and text in _STARS:
            return (
                "mark"
                if low.choose(f"star:{peeled.key}", ("the star is part of the name", "the star transposes")) == 0
                else "apply"
            )
        return "apply" if text == "+" and is_upper(peeled.key) else "mark"
    if isinstance(node, Word):
        return "mark"
    letters = letters_of(node)
    if letters is not None and len(letters) > 2 and letters.isalpha():
        return "mark"
    usage = low.survey.of(peeled.key)
    seen = usage.sub_sups if peeled.subs else usage.sups
    if (
        text.isalpha()
        and len(text) == 1
        and text not in low.bound
        and peeled.subs
        and text + "+1" in seen
        and not seen & {"2", "3"}
    ):
        return "slot"
    if peeled.subs and text.endswith("+1") and text[:-2] in seen and text[:-2].isalpha() and not seen & {"2", "3"}:
        return "slot"
    if text in ("c", "C", "\\complement") and is_upper(peeled.key):
        return "mark"
    return "apply"


def superscript(value: Expr, sup: Node, key: str, low: Lowering) -> Expr:
    """Apply a superscript that is no part of the name."""
    node = unwrap(sup)
    text = text_of(sup)
    if text in TRANSPOSES:
        if text == "T" and "T" in low.survey.bounds and not is_bold(key) and not isinstance(node, Word):
            options = ("T transposes", "T is an exponent")
            if low.choose(f"exponent T:{key}", options) == 1:
                low.integers.add("T")
                return expr("?power", (value, core.lower(sup, low)))
        return expr("transpose", (value,))
    if text == "-1":
        return expr("inverse", (value,))
    if text in ("-T", "-\\top", "-\\mathrm{T}", "-\\intercal"):
        return expr("inverse", (expr("transpose", (value,)),))
    if text in _STARS or text in ("H", "\\mathrm{H}", "\\mathsf{H}"):
        return expr("adjoint", (value,))
    if text in ("\\dagger", "\\dag"):
        options = ("† is the pseudoinverse", "† is the adjoint")
        if low.known(key).complex or any(low.known(n).complex for n in value.free):
            options = options[::-1]
        return expr(options[low.choose("dagger", options)].split()[-1], (value,))
    if text == "+":
        return expr("pseudoinverse", (value,))
    if text == "\\circ":
        return mul(value, div(constant("pi"), number(180)))
    if text in ("'", "\\prime"):
        return primed(value, low)
    if isinstance(node, Fence) and node.open == "(" and isinstance(unwrap(node.body), Symbol | Number):
        raise CannotRead("unsupported", f"the superscript `({text_of(node.body)})` on an expression")
    if text.startswith(("\\circ", "\\odot")):
        inside = (
            [i for i in node.items if not isinstance(i, Separator | Relation)] if isinstance(node, Sequence) else []
        )
        if len(inside) == 2:
            return expr("hadamard_pow", (value, core.lower(inside[1], low)))
        raise CannotRead("unsupported", f"the superscript `{text}`")
    return power(value, core.lower(sup, low))


def power(base: Expr, exponent: Expr) -> Expr:
    """base^exponent; a written fraction of integers becomes one number."""
    if exponent.head == "div" and all(a.head == "number" for a in exponent.args) and exponent.args[1].datum:
        exponent = number(Fraction(exponent.args[0].datum) / exponent.args[1].datum)
    elif exponent.head == "neg" and exponent.args[0].head == "div":
        inner = exponent.args[0]
        if all(a.head == "number" for a in inner.args) and inner.args[1].datum:
            exponent = number(-Fraction(inner.args[0].datum) / inner.args[1].datum)
    return expr("?power", (base, exponent))


def mark_of(sub: Node) -> str | None:
    """The text of a subscript that only marks; None if it is too complicated for a name."""
    letters = letters_of(sub)
    if letters is not None:
        return letters
    node = unwrap(sub)
    if isinstance(node, Sequence) and len(node.items) > 1:
        if any(isinstance(i, Relation) and "arrow" not in i.name and i.name not in ("\\to", "→") for i in node.items):
            return None
    text = text_of(sub)
    return text if text and len(text) <= 40 else None


_DOTTED: Final = re.compile(r"(\\bullet|\\cdot)|[a-z]")


def dotted(sub: Node) -> tuple[str, tuple[Node, ...]] | None:
    """`i \\bullet`: a mark with a place for each index, and the indices; None if there are no dots or no indices."""
    text = text_of(sub).replace(" ", "")
    parts = list(_DOTTED.finditer(text))
    if "".join(p[0] for p in parts) != text or not any(p[1] for p in parts):
        return None
    letters = tuple(s for s in walk(sub) if isinstance(s, Symbol) and len(s.name) == 1)
    mark = "".join(p[1] or "." for p in parts)
    return (mark, letters) if letters and len(letters) == mark.count(".") else None


def matrix_of(key: str, mark: str, low: Lowering) -> str:
    """The matrix that `x_{i \\bullet}` is a row of: X, on a page that has it; else ""."""
    rows = len(key) == 1 and key.islower() and mark.count("\\") == mark.count(".") == 1
    return key.upper() if rows and low.survey.of(key.upper()).bare and key.upper() not in low.bound else ""


def slice_of(sub: Node) -> tuple[str, Node] | None:
    """`i,:` → ("row", i); `:,j` → ("column", j)."""
    node = unwrap(sub)
    if not isinstance(node, Sequence):
        return None
    flat = [i for i in node.items if not isinstance(i, Relation)]
    texts = [i.text if isinstance(i, Separator) else text_of(i) for i in flat]
    for dot in (":", "\\cdot", "*"):
        if len(flat) == 3 and texts[1] == "," and texts[2] == dot and not isinstance(flat[0], Separator):
            return "row", flat[0]
        if len(flat) == 3 and texts[1] == "," and texts[0] == dot and not isinstance(flat[2], Separator):
            return "column", flat[2]
    return None


def sliced(key: str, sub: Node, low: Lowering) -> Expr:
    found = slice_of(sub)
    assert found is not None
    return expr(found[0], (name(low.bound.get(key, key)), index(found[1], low)))


def index(node: Node, low: Lowering) -> Expr:
    """An index expression. Its free letters are indices."""
    value = core.lower(node, low)
    for inner in value.walk():
        if inner.head == "name" and "#" not in inner.datum:
            low.integers.add(inner.datum)
            low.indices.add(inner.datum)
        elif inner.head not in ("number", "name", "add", "neg", "mul", "div", "?dot", "?power", "item"):
            raise CannotRead("unsupported", f"the index `{text_of(node)}`")
    return value


def primed(value: Expr, low: Lowering) -> Expr:
    """`(f(x)g(x))'`: a derivative where functions of one name stand inside, else what shapes make of it."""
    args = {a for n in value.walk() if n.head == "apply" for a in n.args[1:]}
    if (
        len(args) == 1
        and (at := next(iter(args))).head == "name"
        and "#" not in at.datum
        and low.choose("prime of a group", ("a derivative", "a transpose")) == 0
    ):
        return expr("?derivative", (value, at), "total")
    return expr("?prime", (value,))


def with_scripts(value: Expr, scripts: tuple[Script, ...], low: Lowering) -> Expr:
    """Scripts on something that is no symbol: `(Ax)_i`, `(AB)^\\top`."""
    for script in scripts:
        match script.kind:
            case "factorial":
                value = expr("factorial", (value,))
            case "prime":
                for _ in range(script.count):
                    value = primed(value, low)
            case "super" if script.value is not None:
                value = superscript(value, script.value, "", low)
            case "sub" if script.value is not None:
                if value.head == "ones" or (value.head == "number" and value.datum == 1):
                    dim = dimension(script.value, low)
                    if dim is not None:
                        value = expr("ones", (), (dim, 1))
                        continue
                if value.head == "number" and value.datum == 0:
                    continue
                if "\\times" in text_of(script.value):
                    continue
                parts = index_parts(script.value)
                if parts is None or len(parts) > 2:
                    raise CannotRead("unsupported", f"the subscript `{text_of(script.value)}` on an expression")
                value = expr("item", (value, *(index(p, low) for p in parts)))
    return value


__all__ = [
    "TRANSPOSES",
    "core_letter",
    "dimension",
    "index",
    "lower_name",
    "power",
    "stem",
    "superscript",
    "with_scripts",
]

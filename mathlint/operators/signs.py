"""Rows of notations that are signs between operands or before them: binary operators, relations, big operators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mathlint.expr.tree import add, expr, neg
from mathlint.operators.row import Notation, X, Y


def _binaries() -> Iterable[Notation]:
    def row(key: str, latex: tuple[str, ...], head: str, shape: str, *, many: bool = False) -> Notation:
        sign = latex[0]
        return Notation(f"binary.{key}", "binary", latex, f"x {sign} y", head, None, (2, None) if many else 2, shape)

    yield row(
        "mul",
        ("\\cdot", "*", "\\times", "\\ast", "·", "×", "\\bullet", "\\centerdot", "\\boldsymbol{\\cdot}", "⋅"),
        "mul",
        "product",
        many=True,
    )
    yield row("inner", ("\\cdot", "\\bullet", "·", "⋅", ":"), "inner", "pairing")
    yield row("cross", ("\\times", "\\cross", "×", "\\wedge"), "cross", "cross")
    yield row("div", ("/", "\\div", "÷", "\\slash"), "div", "quotient")
    yield row(
        "hadamard",
        ("\\odot", "⊙", "\\circ", "∘", "\\star", "\\otimes", ".*", "*", "\\ast"),
        "hadamard",
        "sum",
        many=True,
    )
    yield row("hadamard_div", ("\\oslash", "⊘", "\\odiv"), "hadamard_div", "sum")
    yield row("kronecker", ("\\otimes", "⊗"), "kronecker", "kronecker")
    yield Notation("binary.outer", "binary", ("\\otimes", "⊗"), r"x \otimes y", "outer", None, 2, "outer")
    yield row("mod", ("\\bmod", "\\mod", "\\%"), "mod", "scalar")
    yield row("and", ("\\land", "\\wedge", "∧", "\\&"), "and", "condition", many=True)
    yield row("or", ("\\lor", "\\vee", "∨"), "or", "condition", many=True)
    yield Notation("binary.add", "binary", ("+",), "x + y", "add", None, (2, None), "sum")
    yield Notation(
        "binary.subtract", "binary", ("-", "−", "\\minus"), "x - y", "add", None, 2, "sum", value=add(X, neg(Y))
    )
    plus_minus = add(X, expr("plusminus", (Y,)))
    yield Notation(
        "binary.plusminus", "binary", ("\\pm", "±", "\\mp", "∓"), r"x \pm y", "add", None, 2, "sum", value=plus_minus
    )
    yield row("compose", ("\\circ", "∘"), "", "function")
    yield row("convolution", ("*", "\\ast", "\\star"), "", "same")
    for key, latex in _UNREAD_BINARIES.items():
        yield row(f"unread.{key}", latex, "", "same")


_UNREAD_BINARIES: Final = {
    "union": ("\\cup", "∪", "\\sqcup", "\\uplus"),
    "intersection": ("\\cap", "∩", "\\sqcap"),
    "difference": ("\\setminus", "\\smallsetminus", "\\backslash"),
    "direct_sum": ("\\oplus", "⊕"),
    "direct_difference": ("\\ominus",),
    "box": ("\\boxtimes", "\\boxplus", "\\bigcirc", "\\diamond", "\\triangle", "\\amalg", "\\rtimes", "\\ltimes"),
}

_RELATIONS: Final[dict[str, tuple[str, ...]]] = {
    "=": ("=", "\\eq", "＝"),
    "≈": ("\\approx", "\\simeq", "\\approxeq", "≈", "\\doteq", "≃", "\\fallingdotseq", "\\dot="),
    "<": ("<", "\\lt", "&lt;"),
    "<=": ("\\le", "\\leq", "\\leqslant", "≤", "\\leqq", "<=", "⩽"),
    ">": (">", "\\gt", "&gt;"),
    ">=": ("\\ge", "\\geq", "\\geqslant", "≥", "\\geqq", ">=", "⩾"),
    "!=": ("\\ne", "\\neq", "≠", "\\not=", "!=", "\\lneq"),
    "definition": (
        ":=", "\\coloneqq", "\\triangleq", "\\equiv", "≜", "≡", "≔", "\\overset{def}{=}", "\\stackrel{def}{=}",
        "\\defeq",
        "\\eqdef", "=:", "\\eqqcolon", "\\bydef", "\\coloneq", "\\doteqdot", "\\vcentcolon=", "::=", "\\equalscolon",
        "\\leftarrow", "\\gets", "←", "\\mathrel{:=}",
    ),
    "implies": (
        "\\implies", "\\Rightarrow", "\\Longrightarrow", "\\therefore", "⇒", "∴", "⟹", "\\vdash", "\\models", "\\rArr",
    ),
    "implied": ("\\impliedby", "\\Leftarrow", "\\Longleftarrow", "\\because", "⇐", "∵"),
    "iff": ("\\iff", "\\Leftrightarrow", "\\Longleftrightarrow", "⇔", "⟺", "\\lrArr"),
    "in": ("\\in", "∈", "\\isin"),
    "contains": ("\\ni", "\\owns", "∋"),
    "notin": ("\\notin", "∉", "\\not\\in"),
    "sim": ("\\sim", "∼", "~", "\\thicksim", "\\overset{iid}{\\sim}", "\\dist"),
    "propto": ("\\propto", "∝", "\\varpropto"),
    "to": (
        "\\to", "\\rightarrow", "→", "\\longrightarrow", "\\xrightarrow", "\\nearrow", "\\searrow", "\\uparrow",
        "\\downarrow", "\\hookrightarrow", "\\rightsquigarrow", "\\leadsto", "⟶", "\\rightharpoonup", "\\xleftarrow",
    ),
    "maps": ("\\mapsto", "\\longmapsto", "↦"),
    "subset": ("\\subset", "\\subseteq", "⊂", "⊆", "\\subsetneq", "\\sqsubseteq"),
    "superset": ("\\supset", "\\supseteq", "⊃", "⊇", "\\supsetneq"),
    "other": (
        "\\cong", "≅", "\\ll", "\\gg", "\\prec", "\\succ", "\\preceq", "\\succeq", "\\perp", "\\parallel", "\\asymp",
        "\\lesssim", "\\gtrsim", "\\bowtie", "\\nsim", "\\not\\equiv", "\\leftrightarrow", "\\rightleftharpoons",
        "\\mid",
        "\\nmid", "\\curlyeqprec", "\\preccurlyeq", "\\succcurlyeq", "\\ngeq", "\\nleq", "\\nsubseteq", "≪", "≫", "⊥",
        "\\independent", "\\indep", "\\perp\\!\\!\\!\\perp", "\\asymp", "\\lessgtr", "\\gtrless", "\\xleftrightarrow",
        "\\not\\subset", "\\triangleleft", "\\smile", "\\frown",
    ),
}  # fmt: skip
_COMPARED: Final = ("=", "<", "<=", ">", ">=", "!=")


def _relations() -> Iterable[Notation]:
    for role, latex in _RELATIONS.items():
        head, datum = ("compare", role) if role in _COMPARED else ("", None)
        yield Notation(f"relation.{role}", "relation", latex, f"x {latex[0]} y", head, datum, 2, "condition", role)


def _bigs() -> Iterable[Notation]:
    def row(key: str, latex: tuple[str, ...], head: str, arity: int, role: str = "") -> Notation:
        return Notation(f"big.{key}", "big", latex, f"{latex[0]}_{{i=1}}^{{3}} i", head, None, arity, "body", role)

    yield row("sum", ("\\sum", "∑", "\\Sum", "\\textstyle\\sum"), "sum", 4)
    yield row("product", ("\\prod", "∏"), "product", 4)
    integral = ("\\int", "∫", "\\intop", "\\smallint")
    yield Notation("big.integral", "big", integral, r"\int_0^1 x \, dx", "integral", None, 4, "body")
    repeated: dict[str, tuple[str, ...]] = {
        "double": ("\\iint", "∬"), "triple": ("\\iiint", "∭"), "many": ("\\idotsint", "\\iiiint"),
        "contour": ("\\oint", "∮", "\\oiint", "\\varointclockwise"),
    }  # fmt: skip
    for key, latex in repeated.items():
        example = rf"{latex[0]}_D x \, dx"
        yield Notation(f"big.integral.{key}", "big", latex, example, "integral_over", None, 3, "body", key)
    unread: dict[str, tuple[str, ...]] = {
        "union": ("\\bigcup", "\\bigsqcup", "\\biguplus"), "intersection": ("\\bigcap",), "direct_sum": ("\\bigoplus",),
        "tensor": ("\\bigotimes", "\\bigodot"), "and": ("\\bigwedge",), "or": ("\\bigvee",), "coproduct": ("\\coprod",),
    }  # fmt: skip
    for key, latex in unread.items():
        yield row(f"unread.{key}", latex, "", 4, role=key)


def sign_rows() -> Iterable[Notation]:
    """Every notation of this file, the more plausible meaning of a spelling first."""
    for rows in (_binaries, _relations, _bigs):
        yield from rows()

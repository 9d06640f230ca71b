"""Rows of notations that are signs between operands or before them: binary operators, relations, big operators."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mathlint.expr.tree import add, expr, neg
from mathlint.operators.row import Notation, X, Y


def _binaries() -> Iterable[Notation]:
    def row(key: str, signs: str, head: str, shape: str, *, many: bool = False) -> Notation:
        latex = tuple(signs.split())
        sign = latex[0]
        return Notation(f"binary.{key}", "binary", latex, f"x {sign} y", head, None, (2, None) if many else 2, shape)

    yield row("mul", r"\cdot * \times \ast \bullet \cdotp", "mul", "product", many=True)
    yield row("inner", r"\cdot \bullet", "inner", "pairing")
    yield row("cross", r"\times \wedge", "cross", "cross")
    yield row("div", r"/ \div", "div", "quotient")
    yield row("hadamard", r"\odot \circ \star \otimes * \ast \circledast \boxdot", "hadamard", "sum", many=True)
    yield row("hadamard_div", r"\oslash", "hadamard_div", "sum")
    yield row("kronecker", r"\otimes", "kronecker", "kronecker")
    yield row("outer", r"\otimes", "outer", "outer")
    yield row("mod", r"\bmod \mod", "mod", "scalar")
    yield row("and", r"\land \wedge", "and", "condition", many=True)
    yield row("or", r"\lor \vee", "or", "condition", many=True)
    yield row("add", "+", "add", "sum", many=True)
    subtract, plus_minus = add(X, neg(Y)), add(X, expr("plusminus", (Y,)))
    yield Notation("binary.subtract", "binary", ("-",), "x - y", "add", None, 2, "sum", value=subtract)
    yield Notation("binary.plusminus", "binary", ("\\pm", "\\mp"), r"x \pm y", "add", None, 2, "sum", value=plus_minus)
    yield row("compose", r"\circ", "", "function")
    yield row("convolution", r"* \ast \star \circledast", "", "same")
    for key, signs in _UNREAD_BINARIES.items():
        yield row(f"unread.{key}", signs, "", "same")


_UNREAD_BINARIES: Final = {
    "union": r"\cup \sqcup \uplus",
    "intersection": r"\cap \sqcap",
    "difference": r"\setminus \smallsetminus \backslash",
    "direct_sum": r"\oplus \dotplus",
    "direct_difference": r"\ominus",
    "box": r"\boxtimes \boxplus \diamond \amalg \rtimes \ltimes \wr \circledcirc \barwedge \veebar",
}

_RELATIONS: Final[dict[str, str]] = {
    "=": r"= == \xlongequal",
    "≈": r"\approx \simeq \approxeq \thickapprox",
    "<": r"< \lt \ngeq \lneq",
    "<=": r"\le \leq \leqslant \leqq <= \ngtr",
    ">": r"> \gt \nleq \gneq",
    ">=": r"\ge \geq \geqslant \geqq >= \nless",
    "!=": r"\ne \neq \not=",
    "definition": r"""
        := \coloneqq \triangleq \equiv \defeq \eqdef =: \eqqcolon \coloneq \eqcolon ::= \Coloneqq \doteq
        \leftarrow \gets <- \longleftarrow
    """,
    "implies": r"\implies \Rightarrow \Longrightarrow \therefore => \xRightarrow \vdash \models \vDash \Vdash",
    "implied": r"\impliedby \Leftarrow \Longleftarrow \xLeftarrow",
    "iff": r"\iff \Leftrightarrow \Longleftrightarrow",
    "in": r"\in",
    "contains": r"\ni \owns",
    "notin": r"\notin",
    "sim": r"\sim \thicksim",
    "propto": r"\propto \varpropto",
    "to": r"""
        \to \rightarrow -> \longrightarrow \xrightarrow \xleftarrow \hookrightarrow \twoheadrightarrow
        \rightsquigarrow \leadsto \rightharpoonup \rightharpoondown \nearrow \searrow \uparrow \downarrow
    """,
    "maps": r"\mapsto \longmapsto \xmapsto",
    "subset": r"\subset \subseteq \subsetneq \sqsubseteq",
    "superset": r"\supset \supseteq \supsetneq",
    "other": r"""
        \cong \ncong \nsim \asymp \ll \gg \lll \ggg \lesssim \gtrsim \lessapprox \gtrapprox \lessgtr \nsubseteq
        \nsupseteq \succ \succeq \succcurlyeq \prec \preceq \preccurlyeq \curlyeqprec \curlyeqsucc
        \trianglelefteq \vartriangleleft \perp \parallel \nparallel \nmid \leftrightarrow \longleftrightarrow
        \nrightarrow \hookleftarrow \rightleftharpoons \rightleftarrows \leftrightarrows \rightrightarrows
        \updownarrow \swarrow \nwarrow \Uparrow \Downarrow \dashv \nvdash \between \bowtie \multimap
        \xleftrightarrow
    """,
}
"""Canonical relation → the signs that write it, as the parser names them (it reads `≤` as `\\le`)."""
_COMPARED: Final = ("=", "<", "<=", ">", ">=", "!=")


def _relations() -> Iterable[Notation]:
    for role, signs in _RELATIONS.items():
        latex = tuple(signs.split())
        head, datum = ("compare", role) if role in _COMPARED else ("", None)
        yield Notation(f"relation.{role}", "relation", latex, f"x {latex[0]} y", head, datum, 2, "condition", role)


def _bigs() -> Iterable[Notation]:
    def row(key: str, latex: tuple[str, ...], head: str, arity: int, role: str = "") -> Notation:
        return Notation(f"big.{key}", "big", latex, f"{latex[0]}_{{i=1}}^{{3}} i", head, None, arity, "body", role)

    yield row("sum", ("\\sum",), "sum", 4)
    yield row("product", ("\\prod",), "product", 4)
    integral = ("\\int", "\\intop", "\\smallint")
    yield Notation("big.integral", "big", integral, r"\int_0^1 x \, dx", "integral", None, 4, "body")
    repeated: dict[str, tuple[str, ...]] = {
        "double": ("\\iint",), "triple": ("\\iiint",), "many": ("\\idotsint", "\\iiiint"),
        "contour": ("\\oint", "\\oiint"),
    }  # fmt: skip
    for key, latex in repeated.items():
        example = rf"{latex[0]}_D x \, dx \, dy"
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

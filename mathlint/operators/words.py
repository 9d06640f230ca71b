"""Rows of notations that are words: operators (`tr`, `Var`), binders (`lim`, `argmax`), constants and sets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from mathlint.expr.tree import Expr, add, div, expr, fn, mul, neg, number
from mathlint.operators.functions import FUNCTIONS
from mathlint.operators.row import Notation, X, Y


def _functions() -> Iterable[Notation]:
    """Every row of FUNCTIONS is a notation."""
    for f in FUNCTIONS.values():
        most = f.arity + f.optional
        arity = f.arity if most == f.arity else (f.arity, most)
        shape = "entrywise" if f.entrywise else ("same" if f.name == "softmax" else "scalar")
        yield Notation(
            f"fn.{f.name}", "function", f.latex, f.example, "fn", f.name, arity, shape, domain=f.domain,
            letter=f.name in ("gamma", "zeta", "beta"),
        )  # fmt: skip


def _variance(x: Expr) -> Expr:
    return expr("variance", (x,), "")


def _sqrt(x: Expr) -> Expr:
    return expr("root", (x, number(2)))


def _linear_algebra() -> Iterable[Notation]:
    def row(key: str, latex: tuple[str, ...], example: str, shape: str, head: str = "") -> Notation:
        return Notation(key, "operator", latex, example, head or key, shape=shape)

    trace = ("tr", "Tr", "trace", "Trace", "TR", "\\tr", "\\Tr", "\\trace", "Sp")
    yield row("trace", trace, r"\operatorname{tr}(x)", "square-scalar")
    yield row("determinant", ("\\det", "det", "Det"), r"\det(x)", "square-scalar")
    yield row("rank", ("rank", "\\rank", "rk", "Rank"), r"\operatorname{rank}(x)", "scalar")
    yield Notation(
        "diagonal", "operator", ("diag", "\\diag", "Diag", "\\Diag"), r"\operatorname{diag}(x)", "diagonal", arity=1,
        shape="diagonal",
    )  # fmt: skip
    yield row("diagonal_of", ("diag", "\\diag"), r"\operatorname{diag}(x)", "diagonal-of")
    yield row("vec", ("vec",), r"\operatorname{vec}(x)", "vec")
    adjugate = expr("mul", (expr("determinant", (X,)), expr("inverse", (X,))))
    yield Notation("adjugate", "operator", ("adj",), r"\operatorname{adj}(x)", "mul", shape="square", value=adjugate)
    yield Notation(
        "symmetric_part", "operator", ("sym",), r"\operatorname{sym}(x)", "div", shape="square",
        value=div(add(X, expr("transpose", (X,))), number(2)),
    )  # fmt: skip
    ones = expr("hadamard_pow", (X, number(0)))
    yield Notation("sum_of_entries", "operator", ("sum",), r"\operatorname{sum}(x)", value=expr("inner", (X, ones)))
    # they do not say by which variable
    for words in (("grad", "\\grad"), ("div",), ("Hess", "hess"), ("curl", "\\curl"), ("rot",)):
        yield Notation(f"unread.{words[0]}", "operator", words, rf"\operatorname{{{words[0]}}} x", shape="same")
    for key in ("span", "ker", "im", "dim", "null", "col", "deg", "sgn.permutation", "supp", "conv", "proj"):
        word = key.split(".")[0]
        if word not in ("im", "sgn"):
            latex = (word, "\\" + word) if word in ("ker", "dim", "deg") else (word,)
            yield Notation(f"unread.{key}", "operator", latex, rf"\operatorname{{{word}}} x", shape="scalar")


def _probability() -> Iterable[Notation]:
    expect = (
        "\\mathbb{E}",
        "E",
        "\\E",
        "\\mathrm{E}",
        "\\mathsf{E}",
        "\\mathcal{E}",
        "\\expect",
        "Exp",
        "\\operatorname{E}",
    )
    many = (1, None)
    yield Notation("expect", "operator", expect, r"\mathbb{E}[x]", "expect", "", many, "same", letter=True)
    variance = ("Var", "var", "\\Var", "\\var", "VAR", "\\mathbb{V}", "V", "\\mathbb{V}\\mathrm{ar}", "Variance", "D")
    yield Notation(
        "variance", "operator", variance, r"\operatorname{Var}(x)", "variance", "", many, "covariance", letter=True
    )
    covariance = ("Cov", "cov", "\\Cov", "\\cov", "COV")
    yield Notation(
        "covariance", "operator", covariance, r"\operatorname{Cov}(x, y)", "covariance", "", (2, None), "covariance"
    )
    yield Notation(
        "covariance_matrix", "operator", covariance, r"\operatorname{Cov}(x)", "variance", "", 1, "covariance"
    )
    deviation = ("SD", "sd", "Std", "std", "\\SD", "stdev", "SE")
    yield Notation(
        "standard_deviation", "operator", deviation, r"\operatorname{SD}(x)", "root", value=_sqrt(_variance(X))
    )
    correlation = ("Corr", "corr", "Cor", "cor", "\\Corr")
    ratio = div(expr("covariance", (X, Y), ""), _sqrt(mul(_variance(X), _variance(Y))))
    yield Notation("correlation", "operator", correlation, r"\operatorname{Corr}(x, y)", "div", arity=2, value=ratio)
    probability = ("\\Pr", "Pr", "P", "\\mathbb{P}", "\\P", "\\mathrm{P}", "Prob", "\\mathsf{P}", "prob")
    yield Notation(
        "probability", "operator", probability, r"\Pr(x > y)", "expect", value=expr("expect", (expr("indicator",
        (X,)),), ""),
        letter=True,
    )  # fmt: skip
    indicator = (
        "\\mathbb{1}",
        "\\mathbbm{1}",
        "\\mathds{1}",
        "\\mathbf{1}",
        "\\mathbb{I}",
        "\\mathds{I}",
        "\\indicator",
        "\\ind",
        "1",
        "I",
    )
    yield Notation("indicator", "operator", indicator, r"\mathbb{1}[x > y]", "indicator", letter=True)
    log_ratio = fn("log", expr("hadamard_div", (X, Y)))
    kl = ("D_{KL}", "KL", "\\KL", "D_{\\mathrm{KL}}", "D_{\\text{KL}}", "\\mathrm{KL}", "D_\\mathrm{KL}")
    yield Notation("kl", "operator", kl, r"\mathrm{KL}(x \| y)", "inner", arity=2, value=expr("inner", (X, log_ratio)))
    entropy = neg(expr("inner", (X, fn("log", X))))
    yield Notation(
        "entropy", "operator", ("H", "Ent", "\\mathrm{H}", "\\mathbb{H}", "\\mathcal{H}"), r"\mathrm{H}(x)", "neg",
        value=entropy, letter=True,
    )  # fmt: skip
    cross_entropy = neg(expr("inner", (X, fn("log", Y))))
    yield Notation(
        "cross_entropy", "operator", ("CE", "H", "\\mathrm{H}"), r"\mathrm{CE}(x, y)", "neg", arity=2,
        value=cross_entropy, letter=True,
    )  # fmt: skip
    for word in ("MI", "Bias", "bias", "median", "mode", "Skew", "Kurt", "MSE", "RSS", "SSE", "TSS"):
        yield Notation(f"unread.{word}", "operator", (word,), rf"\operatorname{{{word}}}(x)")


def _extremes() -> Iterable[Notation]:
    for which in ("max", "min"):
        yield Notation(
            which, "operator", ("\\" + which, which), rf"\{which}(x, y)", which, arity=(1, None), shape="sum"
        )
    ceiling = ("ceil", "\\ceil")
    yield Notation("ceil", "operator", ceiling, r"\operatorname{ceil}(x)", "ceiling", shape="entrywise")
    yield Notation(
        "floor_word", "operator", ("floor", "\\floor"), r"\operatorname{floor}(x)", "floor", shape="entrywise"
    )
    yield Notation("abs_word", "operator", ("abs", "\\abs"), r"\operatorname{abs}(x)", "abs", shape="entrywise")
    yield Notation("norm_word", "operator", ("\\norm",), r"\norm{x}", "norm", "2")
    yield Notation(
        "sqrt_word", "operator", ("sqrt",), r"\operatorname{sqrt}(x)", "root", shape="entrywise", value=_sqrt(X)
    )
    yield Notation("mod_word", "operator", ("mod", "\\mod"), r"\operatorname{mod}(x, y)", "mod", arity=2)


def _binders() -> Iterable[Notation]:
    """They take a variable below, and reach over what follows."""
    yield Notation("limit", "binder", ("\\lim", "lim", "l.i.m."), r"\lim_{x \to 0} x", "limit", "", 3)
    for word in ("limsup", "liminf", "varlimsup", "plim"):
        yield Notation(f"unread.{word}", "binder", ("\\" + word, word), rf"\{word}_{{x \to 0}} x")
    for which in ("max", "min", "sup", "inf"):
        yield Notation(f"extremum.{which}", "binder", ("\\" + which, which), rf"\{which}_x x^2", "extremum", which, 2)
    for which in ("argmax", "argmin"):
        end = which[3:]
        latex = (which, "\\" + which, f"arg {end}", f"\\arg\\{end}", f"arg{end.capitalize()}", f"Arg{end}")
        yield Notation(which, "binder", latex, rf"\operatorname{{{which}}}_x x^2", which, None, 2, "variable")


def _constants() -> Iterable[Notation]:
    def row(datum: str, latex: tuple[str, ...], letter: bool = False) -> Notation:
        return Notation(f"constant.{datum}", "constant", latex, latex[0], "constant", datum, 0, letter=letter)

    yield row("pi", ("\\pi", "π", "\\uppi"), letter=True)
    yield row("infinity", ("\\infty", "∞"))
    yield row("e", ("e", "\\mathrm{e}", "\\e", "\\rme"), letter=True)
    yield row("i", ("i", "\\mathrm{i}", "\\i", "\\imath", "\\mathrm{j}"), letter=True)
    yield row("euler_gamma", ("\\gamma",), letter=True)
    identity = (
        "I",
        "\\mathbf{I}",
        "\\mathbb{I}",
        "\\bm{I}",
        "\\boldsymbol{I}",
        "\\mathbb{1}",
        "\\mathrm{I}",
        "\\eye",
        "\\bI",
        "\\mathcal{I}",
        "E",
    )
    yield Notation("identity", "constant", identity, "I", "identity", None, 0, "identity", letter=True)
    ones = (
        "\\mathbf{1}",
        "\\mathbb{1}",
        "\\bm{1}",
        "\\boldsymbol{1}",
        "\\vec{1}",
        "\\1",
        "\\one",
        "\\bone",
        "\\mathbf{e}",
    )
    yield Notation("ones", "constant", ones, r"\mathbf{1}", "ones", None, 0, "any", letter=True)
    zeros = (
        "\\mathbf{0}",
        "\\bm{0}",
        "\\boldsymbol{0}",
        "\\vec{0}",
        "\\0",
        "\\mathbb{0}",
        "\\mathbf{O}",
        "\\zero",
        "\\bzero",
    )
    yield Notation("zeros", "constant", zeros, r"\mathbf{0}", "zeros", None, 0, "any")
    unit = ("e", "\\mathbf{e}", "\\bm{e}", "\\vec{e}", "\\hat{e}", "\\boldsymbol{e}")
    yield Notation("unit", "constant", unit, "e_i", "unit", None, 1, "any", letter=True)


_SETS: Final = {
    "reals": "R", "integers": "Z", "naturals": "N", "rationals": "Q", "complex": "C",
}  # fmt: skip


def _sets() -> Iterable[Notation]:
    for role, letter in _SETS.items():
        latex = (
            f"\\mathbb{{{letter}}}",
            f"\\mathbf{{{letter}}}",
            f"\\{letter}",
            f"\\Bbb{{{letter}}}",
            f"\\mathds{{{letter}}}",
        )
        yield Notation(f"set.{role}", "set", latex, latex[0], arity=0, shape="set", role=role)
    yield Notation(
        "set.positive",
        "set",
        ("\\mathbb{R}_+", "\\mathbb{R}_{+}", "\\mathbb{R}^+", "\\mathbb{R}_{>0}", "\\mathbb{R}_{++}"),
        r"\mathbb{R}_+",
        arity=0,
        shape="set",
        role="positive reals",
    )
    yield Notation(
        "set.positive_definite",
        "set",
        ("\\mathbb{S}_{++}", "\\mathbb{S}_{++}^n", "\\mathbf{S}_{++}"),
        r"\mathbb{S}_{++}",
        arity=0,
        shape="set",
        role="positive definite",
    )
    yield Notation(
        "set.symmetric", "set", ("\\mathbb{S}", "\\mathbf{S}"), r"\mathbb{S}", arity=0, shape="set", role="symmetric"
    )
    yield Notation(
        "set.empty", "set", ("\\emptyset", "\\varnothing", "∅"), r"\emptyset", arity=0, shape="set", role="empty"
    )


def word_rows() -> Iterable[Notation]:
    """Every notation of this file, the more plausible meaning of a spelling first."""
    for rows in (_linear_algebra, _probability, _extremes, _functions, _binders, _constants, _sets):
        yield from rows()

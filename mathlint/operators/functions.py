"""The named scalar functions of head "fn": one row a function, one column an interpreter.

A row says what the function *is* in one of two ways: by a `value` in terms of other functions, which then works in every
ring and through every derivative, or as a primitive that the arithmetic library computes (`flint`). So a new function that
the field defines by a formula is one row and no code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from mathlint.expr.tree import ONE, ZERO, Expr, add, constant, div, expr, fn, mul, name, neg, number, power

X: Final = name("x")
"""The first argument, in `value` and `domain`."""
Y: Final = name("y")
"""The second argument, or the parameter."""


@dataclass(frozen=True, slots=True)
class Function:
    """One named function.

    name: the datum of its "fn" nodes.
    latex: how it is written: control words with their backslash (`\\sin`), operator names without (`sech`, for
    `\\operatorname{sech}`, `\\mathrm{sech}`, `\\text{sech}`).
    arity: how many arguments it must have. optional: how many more it may have (the base of a logarithm).
    value: its definition in the names `x` and `y`, or None for a primitive; of a function with an optional argument, the
    definition where that argument is given.
    flint: the method of a ball (and of a power series) that computes a primitive; "" if it is not a ball method.
    domain: a condition on `x` and `y`, None for all real arguments.
    entrywise: False for functions of a whole vector (softmax).
    sympy: the name in sympy, or an expression in `{0}`, `{1}`. example: LaTeX, readable on its own.
    """

    name: str
    latex: tuple[str, ...]
    sympy: str
    example: str
    arity: int = 1
    optional: int = 0
    value: Expr | None = None
    flint: str = ""
    domain: Expr | None = None
    entrywise: bool = True


def _half(x: Expr) -> Expr:
    return mul(number(Fraction(1, 2)), x)


def _over(x: Expr) -> Expr:
    return div(ONE, x)


def _compare(relation: str, x: Expr, y: Expr) -> Expr:
    return expr("compare", (x, y), relation)


def _sqrt(x: Expr) -> Expr:
    return expr("root", (x, number(2)))


def _inside(x: Expr) -> Expr:
    """-1 <= x <= 1."""
    return expr("and", (_compare("<=", number(-1), x), _compare("<=", x, ONE)))


_POSITIVE: Final = _compare(">", X, ZERO)
_SQUARE: Final = power(X, number(2))
_EXP: Final = fn("exp", X)
_EXP_NEG: Final = fn("exp", neg(X))
_SIN: Final = fn("sin", X)
_COS: Final = fn("cos", X)
_SINH: Final = fn("sinh", X)
_COSH: Final = fn("cosh", X)
_SIGMOID: Final = _over(add(ONE, _EXP_NEG))
_NOT_POLE: Final = expr("or", (_POSITIVE, _compare("!=", X, expr("floor", (X,)))))


def _primitives() -> Iterable[Function]:
    yield Function("exp", ("\\exp", "exp"), "exp", r"\exp(x)", flint="exp")
    yield Function("sin", ("\\sin", "sin"), "sin", r"\sin x", flint="sin")
    yield Function("cos", ("\\cos", "cos"), "cos", r"\cos x", flint="cos")
    yield Function("arcsin", ("\\arcsin", "arcsin", "asin"), "asin", r"\arcsin x", flint="asin", domain=_inside(X))
    yield Function("arccos", ("\\arccos", "arccos", "acos"), "acos", r"\arccos x", flint="acos", domain=_inside(X))
    yield Function("arctan", ("\\arctan", "arctan", "atan", "arctg"), "atan", r"\arctan x", flint="atan")
    yield Function("gamma", ("\\Gamma",), "gamma", r"\Gamma(x)", flint="gamma", domain=_NOT_POLE)
    yield Function(
        "loggamma",
        ("lgamma", "loggamma", "gammaln"),
        "loggamma",
        r"\operatorname{lgamma}(x)",
        flint="lgamma",
        domain=_POSITIVE,
    )
    yield Function("digamma", ("digamma",), "digamma", r"\operatorname{digamma}(x)", flint="digamma", domain=_NOT_POLE)
    yield Function("erf", ("\\erf", "erf"), "erf", r"\operatorname{erf}(x)", flint="erf")
    yield Function("erfc", ("\\erfc", "erfc"), "erfc", r"\operatorname{erfc}(x)", flint="erfc")
    yield Function("zeta", (), "zeta", r"\zeta(x)", flint="zeta", domain=_compare("!=", X, ONE))
    yield Function(
        "lambertw", ("LambertW",), "LambertW", r"\operatorname{LambertW}(x)", flint="lambertw", domain=_POSITIVE
    )


def _logarithms() -> Iterable[Function]:
    log_x = fn("log", X)
    yield Function(
        "log", ("\\log", "\\ln", "log", "ln"), "log", r"\log_y x", optional=1, flint="log", domain=_POSITIVE,
        value=div(log_x, fn("log", Y)),
    )  # fmt: skip
    yield Function(
        "log2", ("lb", "log2"), "log({0}, 2)", r"\log_2 x", value=div(log_x, fn("log", number(2))), domain=_POSITIVE
    )
    yield Function(
        "log10",
        ("\\lg", "lg", "log10"),
        "log({0}, 10)",
        r"\lg x",
        value=div(log_x, fn("log", number(10))),
        domain=_POSITIVE,
    )


def _trigonometric() -> Iterable[Function]:
    yield Function("tan", ("\\tan", "\\tg", "tan", "tg"), "tan", r"\tan x", value=div(_SIN, _COS))
    yield Function("cot", ("\\cot", "\\ctg", "cot", "ctg"), "cot", r"\cot x", value=div(_COS, _SIN))
    yield Function("sec", ("\\sec", "sec"), "sec", r"\sec x", value=_over(_COS))
    yield Function("csc", ("\\csc", "csc", "cosec"), "csc", r"\csc x", value=_over(_SIN))
    yield Function("sinc", ("\\sinc", "sinc"), "sinc", r"\operatorname{sinc}(x)", value=div(_SIN, X))
    yield Function("arccot", ("arccot", "acot"), "acot", r"\operatorname{arccot} x", value=fn("arctan", _over(X)))
    yield Function("arcsec", ("arcsec", "asec"), "asec", r"\operatorname{arcsec} x", value=fn("arccos", _over(X)))
    yield Function("arccsc", ("arccsc", "acsc"), "acsc", r"\operatorname{arccsc} x", value=fn("arcsin", _over(X)))
    yield Function("atan2", ("atan2", "arctan2"), "atan2", r"\operatorname{atan2}(x, y)", arity=2, value=_atan2())


def _atan2() -> Expr:
    """The angle of the point (y, x): the first argument is the ordinate."""
    positive, negative = _compare(">", Y, ZERO), _compare("<", Y, ZERO)
    pi, angle = constant("pi"), fn("arctan", div(X, Y))
    upper = expr("and", (negative, _compare(">=", X, ZERO)))
    return expr(
        "piecewise", (angle, positive, add(angle, pi), upper, add(angle, neg(pi)), negative, mul(_sign(), _half(pi)))
    )


def _sign() -> Expr:
    return expr("piecewise", (ONE, _compare(">", X, ZERO), number(-1), _compare("<", X, ZERO), ZERO))


def _hyperbolic() -> Iterable[Function]:
    yield Function("sinh", ("\\sinh", "sinh"), "sinh", r"\sinh x", value=_half(add(_EXP, neg(_EXP_NEG))))
    yield Function("cosh", ("\\cosh", "cosh"), "cosh", r"\cosh x", value=_half(add(_EXP, _EXP_NEG)))
    yield Function(
        "tanh", ("\\tanh", "tanh"), "tanh", r"\tanh x", value=div(add(_EXP, neg(_EXP_NEG)), add(_EXP, _EXP_NEG))
    )
    yield Function(
        "coth", ("\\coth", "coth"), "coth", r"\coth x", value=div(add(_EXP, _EXP_NEG), add(_EXP, neg(_EXP_NEG)))
    )
    yield Function("sech", ("sech",), "sech", r"\operatorname{sech} x", value=_over(_COSH))
    yield Function("csch", ("csch", "cosech"), "csch", r"\operatorname{csch} x", value=_over(_SINH))
    yield Function(
        "arsinh",
        ("arsinh", "arcsinh", "asinh"),
        "asinh",
        r"\operatorname{arsinh} x",
        value=fn("log", add(X, _sqrt(add(_SQUARE, ONE)))),
    )
    yield Function(
        "arcosh", ("arcosh", "arccosh", "acosh"), "acosh", r"\operatorname{arcosh} x",
        value=fn("log", add(X, mul(_sqrt(add(X, ONE)), _sqrt(add(X, neg(ONE)))))), domain=_compare(">=", X, ONE),
    )  # fmt: skip
    yield Function(
        "artanh", ("artanh", "arctanh", "atanh"), "atanh", r"\operatorname{artanh} x",
        value=_half(fn("log", div(add(ONE, X), add(ONE, neg(X))))), domain=_inside(X),
    )  # fmt: skip


def _learning() -> Iterable[Function]:
    """Functions that notes on statistics and machine learning name and seldom define."""
    yield Function(
        "sigmoid", ("sigmoid", "logistic", "expit"), "1/(1+exp(-{0}))", r"\operatorname{sigmoid}(x)", value=_SIGMOID
    )
    yield Function(
        "logit", ("logit",), "log({0}/(1-{0}))", r"\operatorname{logit}(x)", value=fn("log", div(X, add(ONE, neg(X)))),
        domain=expr("and", (_POSITIVE, _compare("<", X, ONE))),
    )  # fmt: skip
    yield Function(
        "softplus", ("softplus",), "log(1+exp({0}))", r"\operatorname{softplus}(x)", value=fn("log", add(ONE, _EXP))
    )
    yield Function(
        "silu", ("silu", "SiLU", "swish"), "{0}/(1+exp(-{0}))", r"\operatorname{SiLU}(x)", value=mul(X, _SIGMOID)
    )
    yield Function("relu", ("relu", "ReLU"), "Max({0}, 0)", r"\operatorname{ReLU}(x)", value=expr("max", (X, ZERO)))
    yield Function("softmax", ("softmax",), "", r"\operatorname{softmax}(x)", entrywise=False)
    yield Function("logsumexp", ("logsumexp", "LSE"), "", r"\operatorname{LSE}(x)", entrywise=False)
    normal = _half(add(ONE, fn("erf", div(X, _sqrt(number(2))))))
    yield Function("normal_cdf", (), "(1+erf({0}/sqrt(2)))/2", r"\Phi(x)", value=normal)
    density = div(fn("exp", neg(_half(_SQUARE))), _sqrt(mul(number(2), constant("pi"))))
    yield Function("normal_pdf", (), "exp(-{0}**2/2)/sqrt(2*pi)", r"\varphi(x)", value=density)


def _others() -> Iterable[Function]:
    yield Function("sign", ("\\sgn", "\\sign", "sgn", "sign"), "sign", r"\operatorname{sgn}(x)", value=_sign())
    yield Function(
        "heaviside", ("heaviside",), "Heaviside", r"\operatorname{heaviside}(x)",
        value=expr("piecewise", (ONE, _compare(">", X, ZERO), ZERO, _compare("<", X, ZERO), number(Fraction(1, 2)))),
    )  # fmt: skip
    product = mul(fn("gamma", X), fn("gamma", Y))
    yield Function(
        "beta",
        ("\\Beta", "B", "Beta", "\\mathrm{B}"),
        "beta",
        r"\mathrm{B}(x, y)",
        arity=2,
        value=div(product, fn("gamma", add(X, Y))),
    )
    yield Function("gcd", ("\\gcd", "gcd"), "gcd", r"\gcd(x, y)", arity=2)
    yield Function("lcm", ("\\lcm", "lcm"), "lcm", r"\operatorname{lcm}(x, y)", arity=2)
    yield Function("re", ("\\Re", "Re"), "re", r"\operatorname{Re}(x)")
    yield Function("im", ("\\Im", "Im"), "im", r"\operatorname{Im}(x)")
    yield Function("arg", ("\\arg", "arg"), "arg", r"\arg(x)")
    yield Function("conjugate", ("conj",), "conjugate", r"\operatorname{conj}(x)")


FUNCTIONS: Final[dict[str, Function]] = {
    f.name: f for rows in (_primitives, _logarithms, _trigonometric, _hyperbolic, _learning, _others) for f in rows()
}
"""Every named function, by name."""

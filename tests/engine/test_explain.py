"""What is said of a false step: the words, and the one edit that makes it hold."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import replace
from fractions import Fraction

import pytest

from mathlint.engine import Budget, decide
from mathlint.engine.explain import Repair, explain
from mathlint.engine.repair_tree import common, joined, put, scaled, times
from mathlint.engine.sample import Source
from mathlint.engine.verdict import Proved, Refuted, Supported
from mathlint.expr.obligation import Obligation
from mathlint.expr.tree import Expr, add, div, mul, name, neg, number
from tests.engine.identities import (
    A,
    B,
    E,
    R,
    X,
    Y,
    a,
    b,
    c,
    f,
    i,
    j,
    lam,
    log,
    mu,
    n,
    phi,
    sigma,
    t,
    theta,
    tr,
    u,
    v,
    w,
    x,
    xs,
    y,
    ys,
    z,
)  # fmt: skip
from tests.engine.terms import (
    HALF,
    PI,
    D,
    Term,
    claim,
    cos,
    decimal,
    det,
    exp,
    grad,
    head,
    inv,
    norm,
    sin,
    total,
)  # fmt: skip
from tests.engine.test_laws import ROOT, _any_expression

LATIN = {"lam": r"\lambda", "mu": r"\mu", "sigma": r"\sigma", "theta": r"\theta", "xs": "x", "ys": "y"}
WORDS = (
    # a constant factor
    (sin(2 * x), sin(x) * cos(x), "the left side is 2 times the right", r"2 (\sin x) \cos x"),
    (grad(norm(u) ** 2, u), 4 * u, "the right side is 2 times the left", "2 u"),
    (D(x**3, x), x**2, "the left side is 3 times the right", "3 x^2"),
    (D(cos(x), x), sin(x), "the right side is the negative of the left", r"-\sin x"),
    (a - b, b - a, "the right side is the negative of the left", "a - b"),
    (x * (y + z), 2 * x * (y + z) / 3, r"the right side is `\frac{2}{3}` times the left", None),
    (total(i, 1, n, x), x, "the left side is `n` times the right", "n x"),
    (head("mean", i, 1, n, xs[i]), total(i, 1, n, xs[i]), "the right side is `n` times the left", r"\frac{\sum_{i=1}^n x_i}{n}"),
    (det(t * A), t * det(A), "the exponent of `t` should be `n`", r"t^n \det(A)"),
    (head("integral", z, 0, PI, sin(z) * lam), lam, "the left side is 2 times the right", r"2 \lambda"),
    (head("integral", z, 0, 1, PI * z * lam), lam / 2, r"the left side is `\pi` times the right", None),
    # a power
    (norm(u) ** 2, norm(u), "the right side is the square root of the left", None),
    (1 / (a + b), a + b, "the right side is the reciprocal of the left", r"\frac{1}{a + b}"),
    # a term
    ((a + b) ** 2, a**2 + b**2, "the term `2 a b` is missing on the right side", "a^2 + b^2 + 2 a b"),
    ((a + b) ** 2, a**2 + a * b + b**2, "the term `a b` should be `2 a b`", "a^2 + 2 a b + b^2"),
    ((a - b) ** 2, a**2 + 2 * a * b + b**2, "the sign of `2 a b` is wrong", "a^2 - 2 a b + b^2"),
    (a * (b + c), a * b + a * c + c, "the term `c` is too much", "a b + a c"),
    (a * (b + c), a * b + a * c + a * c, "the term `a c` is counted twice", "a b + a c"),
    (E(a * X + b * Y + c), a * E(X) + b * E(Y), "the term `c` is missing on the right side", None),
    (log(a * b), log(a) - log(b), r"the sign of `\log b` is wrong", r"\log a + \log b"),
    (exp(-((x - mu) ** 2)), exp((x - mu) ** 2), r"the sign of `(x - \mu)^2` is wrong", r"\exp(-(x - \mu)^2)"),
    ((x - mu) * (x + mu), x**2 - mu**2 + 3, "the term `3` is too much", r"x^2 - \mu^2"),
    # a matrix
    ((A * B).T, A * B, "each side is the transpose of the other", None),
    ((A * B).T, A.T * B.T, r"the factors of `A^\top B^\top` stand in the wrong order", r"B^\top A^\top"),
    (inv(A * B), inv(A) * inv(B), "the factors of `A^{-1} B^{-1}` stand in the wrong order", "B^{-1} A^{-1}"),
    (grad(u.T * A * u, u), A * u, r"`A` should be `A + A^\top`", r"(A + A^\top) u"),
    (grad(u.T * A * u, u), A * u + A.T * v, None, r"A u + A^\top u"),
    (norm(R * u) ** 2, u.T * R.T * R * v, "`v` should be `u`", None),
    (tr(A * B), tr(A) * tr(B), None, None),
    ((A + B) * (A + B), A * A + 2 * A * B + B * B, "`2 A B` should be `A B + B A`", "A A + A B + B A + B B"),
    # names, bounds, exponents, functions
    (
        u.T * A * v, total(i, 1, n, total(j, 1, n, u[j] * A[i, j] * v[j])), "`j` should be `i`",
        r"\sum_{i=1}^n \sum_{j=1}^n u_i A_{ij} v_j",
    ),
    (total(i, 1, n, total(j, 1, n, u[i] * A[i, j] * v[j])), v.T * A * v, "`v` should be `u`", r"u^\top A v"),
    (total(i, 1, n, xs[i + 1]), total(i, 1, n + 1, xs[i]), None, r"\sum_{i=2}^{n + 1} x_i"),
    (total(i, 0, n, t**i), (1 - t**n) / (1 - t), None, None),
    (D(sin(x) ** 2, x), 2 * sin(x) * sin(x), r"`\sin x` should be `\cos x`", None),
    (x**2 * x**3, x**6, "the exponent of `x` should be `5`", "x^5"),
    (E(X**2) - E(X) ** 2, E(X**2) - E(X), r"`\mathbb{E}[X]` should be squared", None),
    (1 / ((x + 1) * (x + 2)), 1 / ((x + 1) * (x + 3)), "`3` should be `2`", r"\frac{1}{(x + 1) (x + 2)}"),
    # numbers
    (Term(number(12)) * 12, Term(number(142)), "the left side is `144`", "144"),
    (Term(number(1)) / 3 + HALF, Term(number(1)) / 6, r"the left side is `\frac{5}{6}`", r"\frac{5}{6}"),
)  # fmt: skip


def explained(obligation: Obligation, shown: dict[str, str] | None = None) -> Repair | None:
    verdict = decide(obligation, Budget(seconds=10))
    assert isinstance(verdict, Refuted), verdict
    return explain(obligation, verdict.witness, shown, Budget(seconds=10))


@pytest.mark.parametrize("left, right, words, whole", WORDS, ids=lambda t: repr(getattr(t, "node", t))[:50])
def test_the_words_and_the_edit(left: Term, right: Term, words: str | None, whole: str | None) -> None:
    obligation = claim(left, right)
    found = explained(obligation, LATIN)
    if words is None and whole is None:
        assert found is None or found.words
        return
    assert found is not None
    assert found.words is not None
    assert words is None or found.words == words
    assert whole is None or found.whole == whole


@pytest.mark.parametrize("left, right", [t[:2] for t in WORDS], ids=lambda t: repr(t.node)[:50])
def test_what_is_offered_makes_the_step_hold(left: Term, right: Term) -> None:
    obligation = claim(left, right)
    found = explained(obligation)
    if found is not None and found.node is not None:
        mended = replace(obligation, right=put(obligation.right, found.path, found.node))
        assert isinstance(decide(mended, Budget(seconds=10)), Proved | Supported)


def test_an_inequality_the_wrong_way_round() -> None:
    found = explained(claim(a**2 + b**2, 2 * a * b, relation="<="))
    assert found == Repair("the inequality holds the other way round")


def test_nothing_is_said_of_sides_that_have_nothing_in_common() -> None:
    found = explained(claim(f(x) + sin(y), phi(z) * exp(w[2])))
    assert found is None


def test_names_are_written_as_on_the_page() -> None:
    found = explained(claim(lam * (a + b), lam * a - lam * b), LATIN)
    assert found is not None and found.words == r"the sign of `\lambda b` is wrong"


def test_long_terms_are_not_quoted() -> None:
    long = total(i, 1, n, (ys[i] - a * xs[i] - b) ** 2 / (2 * sigma**2 + theta**2 + lam**2))
    found = explained(claim(x - long, x + long))
    assert found is not None and found.words == "the sign of the second term is wrong"


def test_rounded_numbers_are_left_alone() -> None:
    obligation = claim(Term(number(1)) / 3, decimal("0.44"))
    verdict = decide(obligation)
    assert isinstance(verdict, Refuted)
    found = explain(obligation, verdict.witness)
    assert found is None or found.whole is None or "0.44" not in found.whole


def test_the_same_every_time() -> None:
    for left, right, *_ in WORDS[::5]:
        assert explained(claim(left, right), LATIN) == explained(claim(left, right), LATIN)


@pytest.mark.parametrize("start", range(0, 300, 100))
def test_nothing_is_raised(start: int) -> None:
    """Not even where the step is nonsense; failures that only this search could have are not swallowed here."""
    from mathlint.engine.explain import _explain
    from mathlint.engine.failures import IllTyped, OutOfBudget, Undefined, Unsupported

    for seed in range(start, start + 100):
        source = Source("explained", seed)
        obligation = claim(Term(_any_expression(source, 2)), Term(_any_expression(source, 2)))
        try:
            _explain(obligation, {}, Budget(nodes=4000))
        except (IllTyped, OutOfBudget, Undefined, Unsupported, RecursionError):
            continue


def test_the_same_in_every_process() -> None:
    script = (
        "from tests.engine.test_explain import WORDS, LATIN, explained, claim\n"
        "for left, right, *_ in WORDS[::3]:\n"
        "    print(explained(claim(left, right), LATIN))\n"
    )
    printed = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        printed.append(run.stdout)
    assert printed[0] == printed[1]
    assert "Repair(words='" in printed[0]


def test_a_long_step_costs_little() -> None:
    parts = [sin(m * x + y) ** 2 * exp(-m * z) / (a + m * b) for m in range(2, 22)]
    side = parts[0]
    for part in parts[1:]:
        side = side + part
    obligation = claim(side * (c + t), c * side + t * side + parts[3] * parts[5] * parts[7])
    verdict = decide(obligation, Budget(seconds=10))
    assert isinstance(verdict, Refuted)
    start = time.process_time()
    explain(obligation, verdict.witness)
    assert time.process_time() - start < 0.6


# ---------------------------------------------------------------- trees
def test_what_is_put_in_joins_its_surroundings() -> None:
    one, two, three = name("x"), name("y"), name("z")
    root = add(one, number(1))
    assert put(root, (0,), add(two, number(-1))) is two
    assert put(mul(one, two), (1,), mul(two, three)) is mul(one, two, three)
    assert joined(one, number(2), number(-2)) is one
    assert times(number(2), neg(one), number(3)) is neg(mul(number(6), one))
    assert times(number(HALF), number(2), one) is one


@pytest.mark.parametrize(
    "node, factor, result",
    [
        (div(name("x"), number(2)), Fraction(2), name("x")),
        (div(name("x"), number(2)), Fraction(1, 2), div(name("x"), number(4))),
        (neg(name("x")), Fraction(-1), name("x")),
        (mul(number(2), name("x")), Fraction(1, 2), name("x")),
        (name("x"), Fraction(-3), neg(mul(number(3), name("x")))),
    ],
)
def test_scaling_joins_numbers(node: Expr, factor: Fraction, result: Expr) -> None:
    assert scaled(node, factor) is result


def test_the_common_path_ends_where_trees_differ() -> None:
    one = add(mul(number(2), name("x")), name("y"))
    assert common(one, put(one, (0, 1), name("z")), (0, 1)) == (0, 1)
    assert common(one, put(one, (0, 1), mul(name("z"), name("z"))), (0, 1)) == (0,)

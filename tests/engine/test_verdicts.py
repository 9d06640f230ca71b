"""What each kind of answer is given for."""

from __future__ import annotations

from fractions import Fraction

import pytest

from mathlint.engine import Budget, decide, tally
from mathlint.engine.trial import try_at
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided, Verdict
from mathlint.expr.obligation import Declaration, Kind, Obligation, Rewrite, Trait
from mathlint.expr.shape import Shape
from tests.engine.identities import (
    A,
    B,
    Q,
    R,
    S,
    X,
    Y,
    Z,
    a,
    b,
    c,
    f,
    i,
    integral,
    j,
    k,
    lam,
    limit,
    n,
    p,
    phi,
    q,
    sigma,
    tt,
    u,
    v,
    var_,
    w,
    x,
    xs,
    y,
    z,
)
from tests.engine.terms import (
    HALF,
    INFINITY,
    PI,
    D,
    E,
    Term,
    claim,
    cos,
    decimal,
    det,
    exp,
    eye,
    f_,
    grad,
    head,
    inv,
    is_,
    jac,
    log,
    matrix,
    norm,
    of,
    ones,
    partial,
    scalar,
    sin,
    sqrt,
    total,
    tr,
    var,
    vector,
)  # fmt: skip

BUDGET = Budget(seconds=10)
IMAGINARY = head("constant", datum="i")


def verdict(
    left: object, right: object, *more: Declaration, relation: str = "=", assumptions: tuple[Term, ...] = ()
) -> Verdict:
    return decide(claim(left, right, *more, relation=relation, assumptions=assumptions), BUDGET)


def holds(found: Verdict) -> bool:
    return isinstance(found, Proved | Supported)


def reason(found: Verdict) -> Reason | None:
    return found.reason if isinstance(found, Undecided) else None


# ---------------------------------------------------------------- proofs
def test_equal_normal_forms_are_proved() -> None:
    assert verdict(a + b * 2, b * 2 + a) == Proved("identical")
    assert verdict(total(i, 1, n, xs[i]), total(j, 1, n, xs[j])) == Proved("identical")


def test_matrix_products_keep_their_order() -> None:
    assert isinstance(verdict(A * B, B * A), Refuted)
    assert isinstance(verdict(A[1, 2], A[2, 1]), Conditional)


def test_exact_arithmetic_decides() -> None:
    assert verdict(Term(of(2)) ** 10, 1024) == Proved("exact arithmetic")
    found = verdict(Term(of(16335)) * 7, 114346)
    assert isinstance(found, Refuted)
    assert (found.witness.left, found.witness.right) == ("114345", "114346")
    assert isinstance(verdict(Term(of(5)), 4, relation="<"), Refuted)


# ---------------------------------------------------------------- conditions
def test_names_under_roots_are_positive() -> None:
    assert holds(verdict(sqrt(x**2), x))
    assert holds(verdict(log(x**2), 2 * log(x)))
    assert isinstance(verdict(sqrt(x**2), -x), Refuted)


def test_sign_conditions() -> None:
    found = verdict(D(head("abs", x), x), 1)
    assert isinstance(found, Conditional)
    assert found.assumption == "x > 0"
    assert found.witness.left == "-1"


@pytest.mark.parametrize(
    ("left", "right", "needed"),
    [
        (grad(u.T * A * u, u), 2 * A * u, "A is symmetric"),
        (A.T * A, A * A, "A is symmetric"),
        (A.T * A, eye("n"), "A is orthogonal"),
        (E(X * Y), E(X) * E(Y), "X and Y are independent"),
        (var_(X + Y), var_(X) + var_(Y), "X and Y are independent"),
        (Term(of(-1)) ** n, 1, "n is even"),
        (det(-A), -det(A), "n is odd"),
        (head("indicator", is_(p, "=", q)), 0, "the indices are distinct"),
        (D(u[p] * u[q], u[p]), u[q], "the indices are distinct"),
    ],
)  # fmt: skip
def test_common_assumptions(left: Term, right: object, needed: str) -> None:
    found = verdict(left, right)
    assert isinstance(found, Conditional), found
    assert found.assumption == needed


def test_declared_structure_is_honoured() -> None:
    assert holds(verdict(grad(u.T * S * u, u), 2 * S * u))
    assert holds(verdict(Q.T * Q, eye("n")))
    assert holds(verdict(E(X * Z), E(X) * E(Z)))
    assert holds(verdict(tr(var("skew")), 0, matrix("skew", "n", "n", Trait.SKEW)))
    assert holds(
        verdict(
            var("d1") * var("d2"),
            var("d2") * var("d1"),
            matrix("d1", "n", "n", Trait.DIAGONAL),
            matrix("d2", "n", "n", Trait.DIAGONAL),
        )
    )
    assert holds(verdict(total(i, 1, n, var("prob")[i]), 1))
    assert holds(verdict(Term(of(-1)) ** var("ev"), 1, scalar("ev", Trait.EVEN)))


# ---------------------------------------------------------------- layout and shapes
def test_layout_of_derivatives_is_open() -> None:
    assert holds(verdict(grad(a * (v.T * u), u), a * v.T))
    assert isinstance(verdict(grad(a * (v.T * u), u), v.T), Refuted)
    assert reason(verdict(u.T, u)) is Reason.ILL_TYPED
    found = verdict(jac(R * u, u), R.T)
    assert isinstance(found, Refuted)
    assert found.witness.transposed
    assert isinstance(verdict(jac(R * u, u), 2 * R.T), Refuted)
    found = verdict(jac(A * u, u), A.T)
    assert isinstance(found, Refuted | Conditional)
    assert found.witness.transposed


def test_shapes_that_do_not_fit() -> None:
    assert reason(verdict(R * R, R)) is Reason.ILL_TYPED
    assert reason(verdict(u, 1 + 0 * x)) is Reason.ILL_TYPED
    assert reason(verdict(R + A, R)) is Reason.ILL_TYPED


def test_zero_has_any_shape() -> None:
    assert holds(verdict(A - A, 0))
    assert isinstance(verdict(A * u, 0), Refuted)
    assert holds(verdict(A - A.T + A.T - A, head("zeros", datum=("n", "n"))))


def test_scalars_broadcast() -> None:
    assert holds(verdict(u + x, u + x * ones("n")))
    assert holds(verdict((u + x).T * v, u.T * v + x * total(i, 1, n, v[i])))


def test_blocks() -> None:
    block = head("matrix", A, 0, 0, B, datum=(2, 2))
    assert holds(verdict(det(block), det(A) * det(B)))
    assert isinstance(verdict(det(block), det(A) + det(B)), Refuted)
    entry = var("ei") - var("ej")
    assert entry is not None
    table = head("tabulate", i, 1, n, j, 1, n, u[i] * v[j])
    assert holds(verdict(table, u * v.T))
    assert isinstance(verdict(table, v * u.T), Refuted)


# ---------------------------------------------------------------- order
def test_inequalities() -> None:
    for smaller, larger in (
        ((u.T * v) ** 2, (u.T * u) * (v.T * v)),
        (norm(u + v), norm(u) + norm(v)),
        (a * b, (a**2 + b**2) / 2),
    ):
        assert holds(verdict(smaller, larger, relation="<="))
        assert holds(verdict(larger, smaller, relation=">="))
        # true as well, but so far from tight that sampling says too little about such a step to pass it
        assert reason(verdict(smaller, 3 * larger, relation="<=")) is Reason.VACUOUS
        assert reason(verdict(3 * larger, smaller, relation=">=")) is Reason.VACUOUS
        assert isinstance(verdict(2 * smaller, larger, relation="<="), Refuted | Conditional)
    assert holds(verdict(exp(x), 1 + x, relation=">="))
    assert isinstance(verdict(a * b, a**2 + b**2 - 5, relation="<="), Refuted)
    assert isinstance(verdict(x**3, 0, relation=">="), Conditional)
    assert isinstance(verdict(lam, 0, relation="<"), Refuted)
    assert isinstance(verdict(x**2 + 1, x, relation="!="), Undecided)


def test_a_bound_that_is_a_constant_is_no_evidence() -> None:
    assert reason(verdict(sin(x) ** 2, 1, relation="<=")) is Reason.VACUOUS


# ---------------------------------------------------------------- a fixed factor
def test_a_fixed_factor_between_notions_refutes() -> None:
    thing = head("opaque", x, datum="thing")
    found = verdict(thing * a, 2 * a * thing)
    assert isinstance(found, Refuted) and found.method == "constant ratio"
    assert holds(verdict(thing * a, a * thing))
    domain = var("domain")
    body = head("integral_over", z, domain, a * f(z))
    assert holds(verdict(body, a * head("integral_over", z, domain, f(z))))
    assert isinstance(verdict(body, 2 * a * head("integral_over", z, domain, f(z))), Refuted)
    assert isinstance(verdict(body, a * head("integral_over", z, domain, phi(z))), Undecided)


def test_a_fixed_factor_between_estimates_refutes() -> None:
    series = integral(tt, 0, INFINITY, lam * exp(-lam * tt))
    assert holds(verdict(series, 1 + 0 * lam))
    assert isinstance(verdict(series * lam, 3 * lam), Refuted)
    assert isinstance(found := verdict(series, 1 / lam), Refuted) and found.method == "guarded estimate"


def test_an_estimate_of_what_leaps_or_alternates_refutes_nothing() -> None:
    far = limit(z, INFINITY, (1 + 1 / z) ** z)
    assert isinstance(verdict(far, 3 + 0 * lam), Refuted)
    signs = limit(z, INFINITY, (0 * lam - 1) ** z)
    assert isinstance(verdict(signs + lam, 2 + lam), Undecided)
    steps = integral(tt, 0, INFINITY, head("floor", tt) * exp(-lam * tt))
    assert isinstance(verdict(steps, 1 + lam), Undecided)


def test_infinity_in_a_sum_or_a_multiple_is_still_infinite() -> None:
    bell = lambda low, high: integral(tt, low, high, exp(-(tt**2)))  # noqa: E731
    assert holds(verdict(bell((-INFINITY - a) / 2, (INFINITY - a) / 2), PI**HALF))
    assert holds(verdict(bell(INFINITY, a), -bell(a, INFINITY)))
    assert isinstance(verdict(bell((-INFINITY - a) / 2, a), bell((-INFINITY - a) / 2, 2 * a)), Refuted)
    assert reason(verdict(bell(INFINITY - INFINITY, a), a)) is Reason.NO_DOMAIN


def test_where_no_values_are_there_nothing_is_refuted() -> None:
    never = log(-(x * x) - 1)
    for wrong in (never * 3, never + never, -never):
        assert verdict(never, wrong) == Undecided(Reason.NO_DOMAIN, "log")


def test_no_assumption_undoes_a_fixed_factor() -> None:
    never = is_(x**2 + 1, "<", 0)
    assert isinstance(verdict(x + y, 3 * x + 3 * y, assumptions=(never,)), Refuted)
    assert holds(verdict(x + y, y + x, assumptions=(never,)))
    assert isinstance(verdict(x + y, x * y, assumptions=(never,)), Undecided)


def test_limits_of_continuous_bodies_are_certain() -> None:
    assert holds(verdict(limit(tt, 1, tt + 1), 2))
    assert isinstance(verdict(limit(tt, 1, tt + 1), 1), Refuted)
    assert isinstance(verdict(limit(tt, 0, sin(tt) / tt), 2), Refuted)
    assert isinstance(verdict(limit(tt, 0, sin(tt) / tt), Term(of(Fraction(41, 31)))), Refuted), "by its expansion"
    assert isinstance(verdict(limit(tt, 0, sqrt(tt)), 1), Undecided)


def test_a_number_is_not_put_in_behind_a_proportion() -> None:
    assert holds(verdict(3 * exp(-x), exp(-x), relation="propto"))
    assert holds(verdict(3 * exp(-x), 3 * exp(-x), relation="propto"))
    assert isinstance(verdict(exp(-x), 3 * exp(-x), relation="propto"), Undecided)


def test_a_wrong_factor_before_a_term_is_told_from_a_term_that_may_vanish() -> None:
    wrong = verdict((x - y) ** 2, x**2 - x * y + y**2)
    assert isinstance(wrong, Refuted) and wrong.method == "factor of a term"
    gone = verdict((x - y) ** 2, x**2 + y**2)
    assert isinstance(gone, Refuted) and gone.method != "factor of a term"
    apart = verdict(x - y, x + y + z)
    assert isinstance(apart, Refuted) and apart.method != "factor of a term"


# ---------------------------------------------------------------- decimals
def test_rounding() -> None:
    third = Term(of(Fraction(1, 3)))
    assert holds(verdict(third, decimal("0.333")))
    assert reason(verdict(third, decimal("0.334"))) is Reason.AMBIGUOUS
    assert isinstance(verdict(third, decimal("0.353")), Refuted)
    assert holds(verdict(sqrt(2), decimal("1.414")))
    assert holds(verdict(PI, decimal("3.1415")))
    assert isinstance(verdict(PI, decimal("3.1615")), Refuted)
    assert holds(verdict(decimal("0.333") * 3, decimal("1.00")))
    assert holds(verdict(decimal("0.5") * (x + y), decimal("0.5") * x + decimal("0.5") * y))


def test_approximations() -> None:
    assert holds(verdict(PI, decimal("3.14"), relation="≈"))
    assert holds(verdict(PI, Fraction(22, 7), relation="≈"))
    assert isinstance(verdict(PI, 31, relation="≈"), Refuted)
    assert isinstance(verdict(sin(x), x, relation="≈"), Undecided)


# ---------------------------------------------------------------- what supports and never refutes
def test_argmax() -> None:
    objective = -((u - w).T * (u - w))
    best = head("argmax", u, exp(objective))
    assert holds(verdict(best, head("argmax", u, objective)))
    assert holds(verdict(best, head("argmin", u, -3 * objective + x)))
    assert isinstance(verdict(best, head("argmin", u, objective)), Undecided)


def test_the_largest_entry() -> None:
    assert holds(verdict(head("argmax", j, w[j]), head("argmax", j, exp(w[j]) / total(i, 1, n, exp(w[i])))))
    assert isinstance(verdict(head("argmax", j, w[j]), head("argmax", j, v[j])), Undecided)


def test_named_domains() -> None:
    domain = var("domain")
    body = head("integral_over", z, domain, a * f(z) + b * phi(z))
    assert holds(
        verdict(body, a * head("integral_over", z, domain, f(z)) + b * head("integral_over", z, domain, phi(z)))
    )
    assert isinstance(verdict(body, a * head("integral_over", z, domain, f(z))), Undecided)
    summed = head("sum_over", i, domain, a * xs[i])
    assert holds(verdict(summed, a * head("sum_over", i, domain, xs[i])))
    assert isinstance(verdict(summed, head("sum_over", i, domain, xs[i])), Refuted)


def test_both_signs() -> None:
    root = head("plusminus", sqrt(b**2 - 4 * a * c))
    solution = (-b + root) / (2 * a)
    assert holds(verdict(a * solution**2 + b * solution + c, 0))
    assert isinstance(verdict(a * solution**2 + b * solution, 0), Undecided)


def test_opaque_notions() -> None:
    thing = head("opaque", x, datum="thing")
    assert holds(verdict(2 * thing + thing, 3 * thing))
    assert holds(verdict(log(thing * x), log(thing) + log(x)))
    assert not holds(verdict(thing, head("opaque", y, datum="thing")))


def test_divergent_and_slow_limits_stay_open() -> None:
    assert isinstance(verdict(total(i, 1, INFINITY, 1 / i), 9), Undecided)
    assert isinstance(verdict(limit(tt, INFINITY, log(tt) / tt), 1), Refuted)
    assert isinstance(verdict(limit(tt, INFINITY, log(log(tt))), 3), Undecided)
    assert isinstance(verdict(limit(tt, 0, head("abs", tt) / tt), 1), Undecided)
    assert holds(verdict(limit(tt, 0, head("abs", tt) / tt, side="+"), 1))


def test_integrals_over_all_of_space_by_their_bodies() -> None:
    left = integral(z, -INFINITY, INFINITY, f(z) * (a + b))
    right = integral(y, -INFINITY, INFINITY, a * f(y) + b * f(y))
    assert holds(verdict(left, right))
    assert not isinstance(verdict(left, integral(y, -INFINITY, INFINITY, a * f(y))), Refuted)


# ---------------------------------------------------------------- vacuity and missing knowledge
def test_nothing_is_no_support() -> None:
    assert reason(verdict(D(a, x), D(b, x))) is Reason.VACUOUS
    assert holds(verdict(D(a, x), 0))


def test_empty_domains() -> None:
    assert reason(verdict(sqrt(-(x**2)) * 2, sqrt(-(x**2)) + sqrt(-1 * x**2 * 1))) in (Reason.NO_DOMAIN, None)
    assert reason(verdict(log(-(lam**2)) + x, x + 2 * log(-lam))) is Reason.NO_DOMAIN


def test_few_points_are_tried_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []

    def counted(*given: object) -> object:
        tried.append(given)
        return try_at(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(tally, "try_at", counted)
    assert reason(verdict(log(-(lam**2)) + x, x + 2 * log(-lam))) is Reason.NO_DOMAIN
    assert len(tried) == tally.ATTEMPTS * (len(tally.PLAN) + 1)


def test_unknown_things() -> None:
    assert isinstance(verdict(var("nowhere") + x, x), Undecided)
    assert reason(verdict(E(a * b), a)) is Reason.UNSUPPORTED
    assert reason(verdict(x, y, relation="∝")) is Reason.UNSUPPORTED


# ---------------------------------------------------------------- assumptions, definitions, rewrites
def test_assumptions() -> None:
    one = is_(x + y, "=", 1)
    assert holds(verdict((x + y) ** 3 + x, 1 + x, assumptions=(one,)))
    assert isinstance(verdict(x, y, assumptions=(one,)), Refuted)
    assert holds(verdict(u, inv(A) * w, assumptions=(is_(w, "=", A * u),)))
    assert holds(verdict(head("abs", x - y), x - y, assumptions=(is_(x, ">", y),)))
    assert isinstance(verdict(head("abs", x - y), y - x, assumptions=(is_(x, ">", y),)), Refuted)
    assert holds(
        verdict(
            total(i, 1, n, (w[i] - 1 / n) ** 2),
            total(i, 1, n, w[i] ** 2) - 1 / n,
            assumptions=(is_(total(i, 1, n, w[i]), "=", 1),),
        )
    )
    assert holds(verdict(u.T * u * x, x, assumptions=(is_(norm(u), "=", 1),)))
    assert reason(verdict(x, y, assumptions=(is_(x**2 + y**2, "=", 1),))) is Reason.CONTEXT


def test_rewrites() -> None:
    obligation = claim(E(X**2) - E(X) ** 2, sigma**2)
    fact = Rewrite(of(E(X**2)), of(sigma**2 + E(X) ** 2))
    assert holds(decide(Obligation(obligation.left, "=", obligation.right, obligation.declarations, (fact,)), BUDGET))
    assert isinstance(decide(obligation, BUDGET), Refuted)


def test_partial_derivatives_may_hold_definitions_fixed() -> None:
    inner = Declaration("inner", value=of(x**2))
    body = x * var("inner")
    assert holds(verdict(partial(body, x), 3 * x**2, inner))
    assert holds(verdict(partial(body, x), x**2, inner))
    assert isinstance(verdict(D(body, x), x**2, inner), Refuted)
    assert isinstance(verdict(partial(body, x), 2 * x**2, inner), Refuted)


def test_a_parameter_does_not_capture() -> None:
    square = Declaration("sq", Kind.FUNCTION, arity=1, value=of(var("x") ** 2 + var("other")), params=("x",))
    other = Declaration("other", value=of(var("x") + 1))
    assert holds(verdict(var("sq")(y), y**2 + x + 1, square, other))


def test_a_derivative_by_a_vector_of_members() -> None:
    vec = Declaration("vec", shape=Shape("n", 1), value=of(head("tabulate", i, 1, n, j, 1, 1, xs[i])))
    square = Declaration("square", value=of(total(k, 1, n, xs[k] ** 2)))
    assert holds(verdict(grad(var("square"), var("vec")), 2 * var("vec"), vec, square))
    assert isinstance(verdict(grad(var("square"), var("vec")), var("vec"), vec, square), Refuted)
    pair = Declaration("pair", shape=Shape(1, 2), value=of(head("matrix", x, y, datum=(1, 2))))
    assert holds(verdict(grad(x * y**2, var("pair")), head("matrix", y**2, 2 * x * y, datum=(1, 2)), pair))


def test_integers_in_families() -> None:
    sizes = Declaration("ns", slots=1)
    double = total(i, 1, 2, total(j, 1, var("ns")[i], a))
    assert holds(verdict(double, (var("ns")[1] + var("ns")[2]) * a, sizes))
    assert isinstance(verdict(double, var("ns")[1] * a, sizes), Refuted)
    assert holds(verdict(f_("gcd", n * k, k), k))
    bessel = Declaration("bessel", Kind.FUNCTION, slots=1, arity=1)
    assert holds(verdict(2 * var("bessel")[HALF](x) - var("bessel")[HALF](x), var("bessel")[HALF](x), bessel))
    assert not holds(verdict(var("bessel")[HALF](x), var("bessel")[1](x), bessel))


def test_labels_take_the_values_of_their_cases() -> None:
    rho = var("rho")
    label = xs[p]
    cases = head("piecewise", -log(rho), is_(label, "=", 1), -log(1 - rho), is_(label, "=", 0))
    entropy = -label * log(rho) - (1 - label) * log(1 - rho)
    assert holds(verdict(cases, entropy))
    assert isinstance(verdict(cases, -entropy), Refuted)


def test_recursive_definitions_end() -> None:
    loop = Declaration("loop", value=of(var("loop") + 1))
    assert isinstance(verdict(var("loop"), 1, loop), Undecided)


# ---------------------------------------------------------------- complex numbers
def test_complex_numbers() -> None:
    zeta = scalar("zeta", Trait.COMPLEX)
    assert holds(verdict(exp(IMAGINARY * x), cos(x) + IMAGINARY * sin(x)))
    assert isinstance(verdict(exp(IMAGINARY * x), cos(x) - IMAGINARY * sin(x)), Refuted)
    assert holds(verdict(head("abs", var("zeta")) ** 2, var("zeta") * head("adjoint", var("zeta")), zeta))
    assert isinstance(verdict(head("abs", var("zeta")) ** 2, var("zeta") ** 2, zeta), Refuted)
    assert holds(verdict(IMAGINARY**2, -1))


# ---------------------------------------------------------------- probability
def test_independent_families() -> None:
    draws = Declaration("Xs", Kind.RANDOM, slots=1, group="iid")
    mean = total(i, 1, n, var("Xs")[i]) / n
    assert holds(verdict(E(mean), total(i, 1, n, E(var("Xs")[i])) / n, draws))
    assert holds(verdict(var_(total(i, 1, 3, var("Xs")[i])), total(i, 1, 3, var_(var("Xs")[i])), draws))
    assert holds(verdict(var_(mean), var_(var("Xs")[1]) / n, draws))
    assert isinstance(verdict(var_(mean), var_(var("Xs")[1]), draws), Refuted)


def test_families_that_would_have_to_be_independent() -> None:
    draws = Declaration("Xs", Kind.RANDOM, slots=1)
    found = verdict(var_(total(i, 1, n, var("Xs")[i])), total(i, 1, n, var_(var("Xs")[i])), draws)
    assert isinstance(found, Conditional)
    assert found.assumption == "the members of Xs are independent"
    W = var("W")
    matrix_ = Declaration("H", Kind.RANDOM, shape=Shape("n", "n"))
    found = verdict(E(W.T * var("H") * W), tr(var("H") * E(W * W.T)), matrix_)
    assert isinstance(found, Conditional)
    assert found.assumption == "H is not random"
    assert isinstance(verdict(E(X**2), E(X) ** 2), Refuted)
    found = verdict(var_(total(i, 1, n, var("Xs")[i])), n * var_(var("Xs")[1]), draws)
    assert isinstance(found, Conditional)
    assert found.assumption == "the members of Xs are independent and identically distributed"


def test_measures_and_conditioning() -> None:
    assert isinstance(verdict(E(X, measure="q"), E(X)), Refuted)
    assert holds(verdict(E(X, measure="X"), E(X)))
    assert holds(verdict(E(a * X, measure="q"), a * E(X, measure="q")))
    assert isinstance(verdict(E(X, Y), E(X)), Refuted | Conditional)
    assert holds(verdict(E(E(X, Y) * Y), E(X * Y)))


# ---------------------------------------------------------------- budgets
def test_budgets() -> None:
    tower = Term(of(9)) ** (Term(of(9)) ** (Term(of(9)) ** 9))
    assert reason(verdict(tower, tower + 1)) is Reason.BUDGET
    assert reason(verdict(total(i, 1, 10**12, i * x), x)) is Reason.BUDGET
    assert reason(verdict(eye(100) * vec100, vec100 * 2, vector("v100", 100))) is Reason.BUDGET
    assert reason(verdict(head("factorial", 10**9), 1 + x - x)) is Reason.BUDGET
    deep = x
    for _ in range(700):
        deep = sin(deep)
    obligation = Obligation(of(deep), "=", of(x), (scalar("x"),))
    assert reason(decide(obligation, BUDGET)) is Reason.BUDGET
    nested = total(i, 1, 900, total(j, 1, 900, i * j * x))
    assert reason(verdict(nested, x)) is Reason.BUDGET


vec100 = var("v100")

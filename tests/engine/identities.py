"""Identities that the field knows, each with a wrong twin of its right side."""

from __future__ import annotations

from dataclasses import dataclass

from mathlint.expr.obligation import Declaration
from mathlint.expr.shape import Shape
from tests.engine.terms import (
    HALF,
    INFINITY,
    PI,
    D,
    E,
    Term,
    cos,
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
    norm,
    of,
    ones,
    partial,
    sin,
    sqrt,
    total,
    tr,
    var,
)  # fmt: skip


@dataclass(frozen=True)
class Identity:
    """left = right is true, left = wrong is not. estimated: only a numerical estimate sees it, so `wrong` is left open.
    needs: the assumption under which `wrong` would hold."""

    name: str
    left: Term
    right: Term
    wrong: Term
    more: tuple[Declaration, ...] = ()
    estimated: bool = False
    needs: str = ""


a, b, c, d, h, s, t, x, y, z = (var(k) for k in "abcdhstxyz")
lam, sigma, tau, mu, theta, rho = (var(k) for k in ("lam", "sigma", "tau", "mu", "theta", "rho"))
n, m, k, p, q, i, j, l_ = (var(v) for v in ("n", "m", "k", "p", "q", "i", "j", "l"))
u, v, w, r, g, unit, prob = (var(s) for s in ("u", "v", "w", "r", "g", "unit", "prob"))
A, B, C, R, Q, K, S, U, V, M = (var(s) for s in ("A", "B", "C", "R", "Q", "K", "S", "U", "V", "M"))
f, phi, pos, F = (var(s) for s in ("f", "phi", "pos", "F"))
X, Y, Z, W = (var(s) for s in ("X", "Y", "Z", "W"))
xs, ys, as_, mat = (var(s) for s in ("xs", "ys", "as_", "mat"))
tt = var("tt")
sigmoid = f_("sigmoid", x)


def lam1(name: Term, body: Term) -> Term:
    return head("lambda", name, body)


def slope(function: Term, at: Term) -> Term:
    """f'(at)."""
    return lam1(tt, D(function(tt), tt))(at)


def var_(body: Term) -> Term:
    return head("variance", body, datum="")


def cov(one: Term, two: Term) -> Term:
    return head("covariance", one, two, datum="")


def integral(over: Term, low: object, high: object, body: Term) -> Term:
    return head("integral", over, low, high, body)


def limit(over: Term, target: object, body: Term, side: str = "") -> Term:
    return head("limit", over, target, body, datum=side)


def lse(vector: Term) -> Term:
    return log(total(i, 1, n, exp(vector[i])))


softmax = exp(w) / total(i, 1, n, exp(w[i]))
EXACT = (
    Identity("square of a sum", (a + b) ** 2, a**2 + 2 * a * b + b**2, a**2 + a * b + b**2),
    Identity("difference of squares", (a**2 - b**2) / (a - b), a + b, a - b),
    Identity("partial fractions", 1 / (x * (x + 1)), 1 / x - 1 / (x + 1), 1 / x + 1 / (x + 1)),
    Identity("completing the square", x**2 + b * x + c, (x + b / 2) ** 2 + c - b**2 / 4, (x + b / 2) ** 2 + c - b**2 / 2),
    Identity("sine of a double angle", sin(2 * x), 2 * sin(x) * cos(x), sin(x) * cos(x)),
    Identity("cosine of a sum", cos(a + b), cos(a) * cos(b) - sin(a) * sin(b), cos(a) * cos(b) + sin(a) * sin(b)),
    Identity("logarithm of a product", log(a * b), log(a) + log(b), log(a) * log(b)),
    Identity("logarithm of a power", log(x**a), a * log(x), log(x) ** a),
    Identity("powers by exponentials", a**x, exp(x * log(a)), exp(a * log(x))),
    Identity("change of base", f_("log", x, 2), log(x) / log(2), log(2) / log(x)),
    Identity("hyperbolic tangent", f_("tanh", x), (exp(2 * x) - 1) / (exp(2 * x) + 1), (exp(2 * x) + 1) / (exp(2 * x) - 1)),
    Identity("the logistic function mirrored", 1 - sigmoid, f_("sigmoid", -x), sigmoid),
    Identity("root of a square", sqrt(x**2), head("abs", x), -head("abs", x)),
    Identity("factorials", head("factorial", n) / head("factorial", n - 1), n, n - 1),
    Identity("Pascal's rule", head("binomial", n, k) + head("binomial", n, k - 1), head("binomial", n + 1, k), head("binomial", n + 1, k + 1)),
    Identity("the gamma function", f_("gamma", lam + 1), lam * f_("gamma", lam), (lam + 1) * f_("gamma", lam)),
    Identity("product rule", D(f(x) * phi(x), x), slope(f, x) * phi(x) + f(x) * slope(phi, x), slope(f, x) * slope(phi, x)),
    Identity("quotient rule", D(f(x) / pos(x), x), (slope(f, x) * pos(x) - f(x) * slope(pos, x)) / pos(x) ** 2,
             (f(x) * slope(pos, x) - slope(f, x) * pos(x)) / pos(x) ** 2),
    Identity("chain rule", D(f(x**2), x), 2 * x * slope(f, x**2), slope(f, x**2)),
    Identity("logarithmic derivative", D(log(pos(x)), x), slope(pos, x) / pos(x), slope(pos, x) / pos(x) ** 2),
    Identity("second derivative of a product", D(D(f(x) * phi(x), x), x),
             D(D(f(x), x), x) * phi(x) + 2 * slope(f, x) * slope(phi, x) + f(x) * D(D(phi(x), x), x),
             D(D(f(x), x), x) * phi(x) + slope(f, x) * slope(phi, x) + f(x) * D(D(phi(x), x), x)),
    Identity("derivative of the sigmoid", D(sigmoid, x), sigmoid * (1 - sigmoid), sigmoid * (1 + sigmoid)),
    Identity("derivative of x^x", D(x**x, x), x**x * (log(x) + 1), x**x * log(x)),
    Identity("derivative of arctan", D(f_("arctan", x), x), 1 / (1 + x**2), 1 / (1 - x**2)),
    Identity("derivative of arcsin", D(f_("arcsin", rho), rho), 1 / sqrt(1 - rho**2), 1 / sqrt(1 + rho**2)),
    Identity("derivative of log gamma", D(f_("loggamma", lam), lam), f_("digamma", lam), f_("digamma", lam + 1)),
    Identity("mixed partials", partial(partial(F(x, y), x), y), partial(partial(F(x, y), y), x), partial(partial(F(x, y), x), x)),
    Identity("derivative of |x|", D(head("abs", x), x), f_("sign", x), -f_("sign", x)),
    Identity("Gauss' sum", total(i, 1, n, i), n * (n + 1) / 2, n * (n - 1) / 2),
    Identity("geometric sum", total(i, 0, n, t**i), (1 - t ** (n + 1)) / (1 - t), (1 - t**n) / (1 - t)),
    Identity("telescoping", total(i, 1, n, 1 / (i * (i + 1))), n / (n + 1), (n - 1) / (n + 1)),
    Identity("the binomial theorem", total(i, 0, n, head("binomial", n, i) * a**i * b ** (n - i)), (a + b) ** n, (a + b) ** (n - 1)),
    Identity("an index shifted", total(i, 1, n, u[i] ** 2), total(i, 0, n - 1, u[i + 1] ** 2), total(i, 0, n - 1, u[i + 1])),
    Identity("sums exchanged", total(i, 1, n, total(j, 1, n, xs[i] * ys[j])), total(i, 1, n, xs[i]) * total(j, 1, n, ys[j]),
             n * total(i, 1, n, xs[i] * ys[i])),
    Identity("a product of exponentials", head("product", i, 1, n, exp(xs[i])), exp(total(i, 1, n, xs[i])), exp(head("product", i, 1, n, xs[i]))),
    Identity("quadratic form as a sum", total(i, 1, n, total(j, 1, n, u[i] * A[i, j] * v[j])), u.T * A * v, v.T * A * u, needs="A is symmetric"),
    Identity("deviations sum to zero", total(i, 1, n, xs[i] - head("mean", j, 1, n, xs[j])), of_zero := Term(of(0)), of_zero + 1),
    Identity("variance of numbers", head("mean", i, 1, n, (xs[i] - head("mean", j, 1, n, xs[j])) ** 2),
             head("mean", i, 1, n, xs[i] ** 2) - head("mean", i, 1, n, xs[i]) ** 2,
             head("mean", i, 1, n, xs[i] ** 2) - head("mean", i, 1, n, xs[i])),
    Identity("derivative of a sum by its member", D(total(i, 1, n, xs[i] ** 2), xs[2]), 2 * xs[2], xs[2]),
    Identity("Gaussian log-likelihood", log(head("product", i, 1, n, exp(-((xs[i] - mu) ** 2) / (2 * sigma**2)) / sqrt(2 * PI * sigma**2))),
             -(n / 2) * log(2 * PI * sigma**2) - total(i, 1, n, (xs[i] - mu) ** 2) / (2 * sigma**2),
             -(n / 2) * log(2 * PI * sigma**2) + total(i, 1, n, (xs[i] - mu) ** 2) / (2 * sigma**2)),
    Identity("gradient of a norm", grad(norm(u), u), u / norm(u), u / norm(u) ** 2),
    Identity("gradient of least squares", grad(norm(R * u - r) ** 2, u), 2 * R.T * (R * u - r), R.T * (R * u - r)),
    Identity("gradient of a quadratic form", grad(u.T * A * u, u), (A + A.T) * u, A * u),
    Identity("gradient of a symmetric form", grad(u.T * S * u, u), 2 * S * u, S * u),
    Identity("Jacobian of a linear map", jac(R * u, u), R, 2 * R),
    Identity("Jacobian of a logarithm", jac(log(u), u), head("diagonal", head("hadamard_div", ones("n"), u)), head("diagonal", u)),
    Identity("Hessian of a form", head("hessian", HALF * (u.T * A * u), u), HALF * (A + A.T), A + A.T),
    Identity("gradient of log-sum-exp", grad(lse(w), w), softmax, exp(w)),
    Identity("softmax by name", f_("softmax", w), softmax, exp(w) / total(i, 1, n, w[i])),
    Identity("Jacobian of the softmax", jac(f_("softmax", w), w),
             head("diagonal", softmax) - softmax * softmax.T, head("diagonal", softmax) + softmax * softmax.T),
    Identity("Laplacian of a square", head("laplacian", u.T * u, u), 2 * n, n),
    Identity("divergence of the unit field", head("divergence", u / norm(u), u), (n - 1) / norm(u), n / norm(u)),
    Identity("logistic loss", grad(log(1 + exp(-(y * (u.T * w)))), w), -y * u / (1 + exp(y * (u.T * w))), -y * u / (1 + exp(-(y * (u.T * w))))),
    Identity("derivative of a trace", grad(tr(V * U), U), V.T, -(V.T)),
    Identity("derivative of a log-determinant", grad(log(det(K)), K), inv(K).T, -inv(K).T),
    Identity("derivative through an inverse", grad(u.T * inv(A) * v, A), -(inv(A).T * u * v.T * inv(A).T), -(inv(A) * u * v.T * inv(A)), needs="A is symmetric"),
    Identity("inverse of a moving matrix", D(inv(K + t * A), t), -(inv(K + t * A) * A * inv(K + t * A)), -(inv(K + t * A) * inv(K + t * A))),
    Identity("Woodbury", inv(K + U * M * V), inv(K) - inv(K) * U * inv(inv(M) + V * inv(K) * U) * V * inv(K),
             inv(K) - inv(K) * U * inv(M + V * inv(K) * U) * V * inv(K)),
    Identity("push-through", inv(eye("n") + U * V) * U, U * inv(eye("m") + V * U), U * inv(eye("m") + U.T * U)),
    Identity("determinant of a product", det(A * B), det(A) * det(B), det(A) + det(B)),
    Identity("determinant of a multiple", det(t * A), t**n * det(A), t * det(A)),
    Identity("determinant lemma", det(eye("n") + u * v.T), 1 + v.T * u, 1 - v.T * u),
    Identity("cyclic trace", tr(A * B * C), tr(C * A * B), tr(A * C * B), needs="A, B and C are symmetric"),
    Identity("inverse of a product", inv(A * B), inv(B) * inv(A), inv(A) * inv(B)),
    Identity("transpose of a product", (A * B).T, B.T * A.T, A.T * B.T),
    Identity("orthogonal maps keep norms", norm(Q * u) ** 2, u.T * u, norm(u)),
    Identity("a unit vector", unit.T * unit * x, x, 2 * x),
    Identity("a reflection", (eye("n") - 2 * unit * unit.T) * (eye("n") - 2 * unit * unit.T), eye("n"), eye("n") - 2 * unit * unit.T),
    Identity("square of a matrix sum", (A + B) * (A + B), A * A + A * B + B * A + B * B, A * A + 2 * A * B + B * B),
    Identity("pseudoinverse", R * head("pseudoinverse", R) * R, R, R * head("pseudoinverse", R)  * R * 2),
    Identity("vec and Kronecker", head("vec", A * B * C), head("kronecker", C.T, A) * head("vec", B), head("kronecker", A, C.T) * head("vec", B)),
    Identity("diagonal times vector", head("diagonal", u) * v, head("hadamard", u, v), head("hadamard", u, u)),
    Identity("rank-one entries", (u * v.T)[p, q], u[p] * v[q], v[p] * u[q], needs="the indices are equal"),
    Identity("a distribution", total(i, 1, n, prob[i] * (u[i] - x)), prob.T * u - x, prob.T * u + x),
    Identity("linearity", E(a * X + b * Y + c), a * E(X) + b * E(Y) + c, a * E(X) + b * E(Y)),
    Identity("variance", var_(X), E(X**2) - E(X) ** 2, E(X**2) - E(X)),
    Identity("variance of a sum", var_(X + Y), var_(X) + var_(Y) + 2 * cov(X, Y), var_(X) + var_(Y) - 2 * cov(X, Y)),
    Identity("variance of a multiple", var_(a * X + b), a**2 * var_(X), a * var_(X)),
    Identity("independence", E(X * Z), E(X) * E(Z), E(X) + E(Z)),
    Identity("total expectation", E(E(X, Y)), E(X), E(Y)),
    Identity("total variance", var_(X), E(head("variance", X, Y, datum="")) + var_(E(X, Y)), E(head("variance", X, Y, datum="")), needs="X and Y are independent"),
    Identity("what is known comes out", E(X * Y, Y), Y * E(X, Y), Y * E(X), needs="X and Y are independent"),
    Identity("covariance matrix", E((W - E(W)) * (W - E(W)).T), E(W * W.T) - E(W) * E(W).T, E(W * W.T) + E(W) * E(W).T),
    Identity("expected quadratic form", E(W.T * A * W), tr(A * E(W * W.T)), tr(A * E(W) * E(W).T)),
    Identity("bias and variance", E((X - theta) ** 2), var_(X) + (E(X) - theta) ** 2, var_(X) + E(X) - theta),
    Identity("an indicator", E(head("indicator", is_(X, "<=", 1))) + E(head("indicator", is_(X, ">", 1))), Term(of(1)), Term(of(2))),
    Identity("integral of a power", integral(z, 0, 1, z**n), 1 / (n + 1), 1 / n),
    Identity("by parts", integral(z, 0, lam, z * cos(z)), lam * sin(lam) + cos(lam) - 1, lam * sin(lam) + cos(lam)),
    Identity("fundamental theorem", D(integral(z, 0, lam, exp(-(z**2))), lam), exp(-(lam**2)), -2 * lam * exp(-(lam**2))),
    Identity("Leibniz' rule", D(integral(z, 0, lam, exp(-(lam * z))), lam), exp(-(lam**2)) - integral(z, 0, lam, z * exp(-(lam * z))),
             exp(-(lam**2)) + integral(z, 0, lam, z * exp(-(lam * z)))),
    Identity("area of a quarter circle", integral(z, 0, 1, sqrt(1 - z**2)), PI / 4, PI / 2),
    Identity("antiderivative by parts", head("antiderivative", x, x * exp(x)), (x - 1) * exp(x), x * exp(x)),
)  # fmt: skip
ESTIMATED = (
    Identity("Gaussian integral", integral(z, -INFINITY, INFINITY, exp(-(lam**2) * z**2)), sqrt(PI) / lam, sqrt(PI / lam), estimated=True),
    Identity("mean of an exponential", integral(z, 0, INFINITY, z * lam * exp(-(lam * z))), 1 / lam, lam, estimated=True),
    Identity("exponential series", total(i, 0, INFINITY, t**i / head("factorial", i)), exp(t), exp(t) - 1, estimated=True),
    Identity("geometric series", total(i, 0, INFINITY, rho**i), 1 / (1 - rho), rho / (1 - rho), estimated=True),
    Identity("Basel", total(i, 1, INFINITY, 1 / i**2), PI**2 / 6, PI**2 / 8, estimated=True),
    Identity("definition of the derivative", limit(h, 0, (f(x + h) - f(x)) / h), slope(f, x), -slope(f, x), estimated=True),
    Identity("sinc", limit(h, 0, sin(a * h) / h), a, 1 + 0 * a),
    Identity("Euler's limit", limit(h, INFINITY, (1 + a / h) ** h), exp(a), exp(-a)),
    Identity("one minus cosine", limit(h, 0, (1 - cos(h)) / h**2), Term(of(HALF)), Term(of(1))),
)  # fmt: skip


def defined(
    key: str, value: Term, shape: Shape | None = None, params: tuple[str, ...] = (), slots: int = 0
) -> Declaration:
    return Declaration(key, shape=shape or Shape(1, 1), value=value.node, params=params, slots=slots)


out, loss, hidden = var("out"), var("loss"), var("hidden")
BACKPROPAGATION = (
    defined("out", R * u + r, Shape("m", 1)),
    defined("loss", HALF * norm(out - g) ** 2),
)
DEFINED = (
    Identity("dL/dz", grad(loss, out), out - g, g - out, BACKPROPAGATION),
    Identity("dL/dW", grad(loss, R), grad(loss, out) * u.T, 2 * grad(loss, out) * u.T, BACKPROPAGATION),
    Identity("dL/dx", grad(loss, u), R.T * grad(loss, out), -(R.T * grad(loss, out)), BACKPROPAGATION),
    Identity("chain rule by name", D(sin(hidden), x), cos(hidden) * 2 * x, cos(hidden), (defined("hidden", x**2),)),
    Identity("a defined family", total(i, 1, n, var("e")[i] ** 2), total(i, 1, n, (ys[i] - a * xs[i] - b) ** 2),
             total(i, 1, n, (ys[i] - a * xs[i] + b) ** 2), (defined("e", ys[i] - a * xs[i] - b, params=("i",), slots=1),)),
    Identity("derivative of a defined family", D(total(j, 1, n, var("e")[j] ** 2), a), -2 * total(j, 1, n, var("e")[j] * xs[j]),
             2 * total(j, 1, n, var("e")[j] * xs[j]), (defined("e", ys[i] - a * xs[i] - b, params=("i",), slots=1),)),
)  # fmt: skip
IDENTITIES = EXACT + DEFINED + ESTIMATED

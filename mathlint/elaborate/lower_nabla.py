"""Nabla over coordinates: gradients, divergences, curls and Laplacians where the page has `x`, `y`, `z` and no one vector."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.expr.tree import ONE, ZERO, Expr, add, expr, name, neg, number
from mathlint.syntax.surface import Script

_LETTERS: Final = ("x", "y", "z")


def coordinates(body: Expr, low: Lowering) -> tuple[Expr, ...] | None:
    """The coordinates that a body is a function of: the parameters of the functions in it, or x, y (and z) themselves."""
    params = {
        n.args[1:]
        for n in body.walk()
        if n.head == "apply" and len(n.args) > 2 and all(a.head == "name" for a in n.args[1:])
    }
    if len(params) == 1 and len(found := params.pop()) in (2, 3):
        return found
    free = {n for n in body.free if n in _LETTERS}
    valued = any(low.known(n).valued for n in body.free)
    if not valued and len(free) < 2 or any(_is_vector(n, low) for n in _LETTERS):
        return None
    if valued and len(free) < 2:
        free = {n for n in _LETTERS if low.survey.of(n).bare}
    if not {"x", "y"} <= free:
        return None
    space = "z" in free or _components(body) == 3
    return tuple(name(n) for n in (_LETTERS if space else _LETTERS[:2]))


def _is_vector(letter: str, low: Lowering) -> bool:
    usage = low.survey.of(letter)
    return bool(
        low.known(letter).shape not in ("", "scalar") or usage.transposed or usage.normed or low.known(letter).random
    )


def _components(body: Expr) -> int:
    return next((int(n.datum[0]) for n in body.walk() if n.head == "matrix" and n.datum[1] == 1), 0)


def by(body: Expr, variable: Expr) -> Expr:
    """The partial derivative; coordinates do not depend on each other."""
    if body is variable:
        return ONE
    if body.head in ("number", "constant") or (body.head == "name" and body.datum in _LETTERS):
        return ZERO
    if body.head == "neg":
        return neg(by(body.args[0], variable))
    return expr("?derivative", (body, variable), "partial")


def laplacian(body: Expr, low: Lowering) -> Expr | None:
    """`Δ(…)`, if that is how Δ is meant."""
    at = coordinates(body, low)
    if at is None or low.choose("Delta", ("Δ is a factor", "Δ is the Laplacian")) == 0:
        return None
    return add(*(by(by(body, x), x) for x in at))


def over_coordinates(body: Expr, at: tuple[Expr, ...], twice: bool, low: Lowering) -> Expr:
    """`∇f`, a column; twice: `∇²f`, the Laplacian or the Hessian."""
    if not twice:
        return expr("matrix", tuple(by(body, x) for x in at), (len(at), 1))
    if low.choose("nabla squared", ("∇² is the Laplacian", "∇² is the Hessian")) == 0:
        return add(*(by(by(body, x), x) for x in at))
    return expr("matrix", tuple(by(by(body, x), y) for x in at for y in at), (len(at), len(at)))


def joined(scripts: tuple[Script, ...], sign: str, body: Expr, low: Lowering) -> Expr:
    """`∇ · body`, `∇ × body`."""
    if scripts:
        raise CannotRead("unsupported", "a divergence or a curl by what is written below", "\\nabla")
    if sign in ("\\cdot", "·", "\\bullet", "\\cdotp"):
        return divergence(body, low)
    if sign in ("\\times", "×"):
        return curl(body, low)
    raise CannotRead("unsupported", f"nabla before `{sign}`", "\\nabla")


def divergence(body: Expr, low: Lowering) -> Expr:
    at = coordinates(body, low)
    if at is not None:
        return add(*(by(component(body, k), x) for k, x in enumerate(at, 1)))
    free = sorted(n for n in body.free if "#" not in n)
    if len(free) == 1 and low.known(free[0]).shape == "vector":
        return expr("divergence", (body, name(free[0])))
    raise CannotRead("unsupported", "a divergence whose coordinates are not written", "\\nabla")


def curl(body: Expr, low: Lowering) -> Expr:
    at = coordinates(body, low)
    if at is None or len(at) not in (2, 3) or (len(at) == 2 and _components(body) != 3):
        raise CannotRead("unsupported", "a curl whose coordinates are not written", "\\nabla")
    if len(at) == 2:
        at = (*at, name("z"))
    x = at
    pairs = ((3, 2), (1, 3), (2, 1))
    entries = (add(by(component(body, k), x[j - 1]), neg(by(component(body, j), x[k - 1]))) for k, j in pairs)
    return expr("matrix", tuple(entries), (3, 1))


def component(body: Expr, k: int) -> Expr:
    """The k-th entry of a vector field."""
    match body.head:
        case "matrix" if body.datum[1] == 1 or body.datum[0] == 1:
            if k <= len(body.args):
                return body.args[k - 1]
        case "add":
            return add(*(component(a, k) for a in body.args))
        case "neg":
            return neg(component(body.args[0], k))
    return expr("item", (body, number(k)))

"""What follows from the law that a page gives a random variable: its density `f_X`, its moments of any order, its probabilities.

All of it is put into a step as further readings, the law first: an expectation of one variable with a named law becomes a
derivative of its moment-generating function, or else the sum or integral that defines it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.scope import View
from mathlint.expr.density import is_whole_space
from mathlint.expr.tree import ONE, ZERO, Expr, add, expr, fn, mul, name, neg, number, power, rebuild
from mathlint.operators import transforms
from mathlint.operators.distributions import DISTRIBUTIONS, Distribution

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

_OF_LAW: Final = re.compile(r"^([fFpM])_\{?(?:\\mathrm\{)?([A-Z])\}{0,2}$")
_NOUNS: Final = {"f": "density", "p": "density", "F": "distribution function", "M": "moment-generating function"}
_PROBABILITY: Final = re.compile(
    r"^(?:P|p|\\Pr|\\mathbb\{P\}|\\mathrm\{Pr?\})\((?:#1(<|\\leq?))?([A-Z])(=|<|>|\\leq?|\\geq?)\)$"
)
_MOST_TERMS: Final = 24


def rows_at(page: Page, atom: Expr, view: View) -> tuple[Distribution, ...]:
    """The distributions that a random name, or a member of a family, may have at a place, likeliest first.

    None if the page gives it two laws, or a value.
    """
    slots = len(atom.args) - 1 if atom.head == "item" else 0
    key = str((atom.args[0] if slots else atom).datum)
    near = [r for r in page.scope.remarks(key, view) if r.random and page.scope.in_force(r, view)]
    laws = dict.fromkeys(r.named for r in near if r.named and (r.law.slots if r.law is not None else 0) == slots)
    if len(laws) != 1 or any(not r.usable and not r.named for r in near) or page.scope.is_bound(key, view):
        return ()
    return tuple(row for row in otherwise(next(iter(laws))) if row.value == "scalar")


def otherwise(rows: tuple[Distribution, ...]) -> tuple[Distribution, ...]:
    """The rows, and those that some authors mean: a deviation in the place of the variance, a scale in the place of the rate."""
    out = list(rows)
    for row in rows:
        last = row.arguments[-1] if row.arguments else ZERO
        if last.head == "name" and row.key == "normal":
            out.append(DISTRIBUTIONS["normal"].with_arguments(row.arguments[0], power(last, number(2))))
        elif last.head == "name" and row.key == "exponential":
            out.append(DISTRIBUTIONS["exponential"].with_arguments(expr("div", (ONE, last))))
    return tuple(out)


def function_of_law(page: Page, part: Slice, key: str, view: View) -> Expr | None:
    """`f_X`, `F_X`, `M_X` of a variable with a named law, put into the slice."""
    match = _OF_LAW.match(key)
    if match is None or part.low.functions.get(key) != 1:
        return None
    rows = rows_at(page, name(match[2]), view)
    variable = name(f"x#{key}")
    values: list[tuple[str, Expr]] = []
    for row in rows:
        words = f"`{key}` is the {_NOUNS[match[1]]} of {_words(row)}"
        if match[1] in "fp":
            formula, everywhere = transforms.density_at(row, variable), transforms.density_everywhere(row, variable)
            values += [(words, formula)] if formula is not None else []
            if everywhere is not None and everywhere is not formula:
                values.append((f"{words}, 0 elsewhere", everywhere))
        else:
            made = (
                transforms.generating(row, variable)
                if match[1] == "M"
                else transforms.below(row, variable, part.low.fresh("law"))
            )
            values += [(words, made)] if made is not None else []
    if not values:
        return None
    pick = part.low.choose(f"law:{key}", (*(words for words, _ in values), f"`{key}` is any function"))
    if pick == len(values):
        return None
    part.values[key] = ((str(variable.datum),), values[pick][1])
    part.conventional[key] = 1
    return values[pick][1]


def by_law(page: Page, part: Slice, form: Expr, view: View) -> Expr:
    """A side of a step, or a value, with its expectations and probabilities of one variable with a named law computed."""
    if not any(n.head in _CONCERNED for n in form.walk()):
        return form

    def change(node: Expr) -> Expr:
        found = _computed(page, part, node, view)
        return node if found is None else found

    return rebuild(rebuild(form, lambda n: _over_all(page, part, n, view)), change)


_CONCERNED: Final = frozenset({"expect", "variance", "opaque", "sum_over", "integral_over"})


def _over_all(page: Page, part: Slice, node: Expr, view: View) -> Expr:
    """A sum or an integral over all values of a variable with a named law, beside its density: between the ends of its support."""
    if node.head not in ("sum_over", "integral_over"):
        return node
    variable, domain, body = node.args
    if not is_whole_space(domain, str(variable.datum)):
        return node
    key = str(variable.datum).split("#", 1)[0].upper()
    mass = f"(?:P|\\\\Pr|\\\\mathbb\\{{P\\}}|\\\\mathrm\\{{Pr?\\}})\\({re.escape(key)}=\\)"
    used = any(
        n.args[-1:] == (variable,)
        and (
            (n.head == "opaque" and re.fullmatch(mass, str(n.datum)))
            or (n.head == "apply" and (m := _OF_LAW.match(str(n.args[0].datum))) and m[2] == key)
        )
        for n in body.walk()
    )
    row = _row(page, part, name(key), view) if used else None
    if row is None or row.discrete is not (node.head == "sum_over"):
        return node
    return expr("sum" if row.discrete else "integral", (variable, *transforms.ends(row), body))


def _computed(page: Page, part: Slice, node: Expr, view: View) -> Expr | None:
    if node.head == "opaque":
        return _probability(page, part, node, view)
    if node.head not in ("expect", "variance") or len(node.args) != 1 or node.datum:
        return None
    body = node.args[0]
    atom = _atom(body, part)
    if atom is None:
        return None
    row = _row(page, part, atom, view)
    if row is None or (_two_suffice(body, atom, node) and len(rows_at(page, atom, view)) == 1):
        return None
    if node.head == "expect":
        return _mean(part, row, body, atom)
    first, second = _mean(part, row, body, atom), _mean(part, row, power(body, number(2)), atom)
    return None if first is None or second is None else add(second, neg(power(first, number(2))))


def _two_suffice(body: Expr, atom: Expr, node: Expr) -> bool:
    """Whether mean and variance tell the value, which the engine then computes from these."""
    terms = _terms(body, atom)
    most = 2 if node.head == "expect" else 1
    return terms is not None and all(t.order <= most and t.at is ZERO for t in terms)


def _row(page: Page, part: Slice, atom: Expr, view: View) -> Distribution | None:
    rows = rows_at(page, atom, view)
    if not rows:
        return None
    key = str((atom.args[0] if atom.head == "item" else atom).datum)
    return rows[part.low.choose(f"law of {key}", tuple(f"`{key}` has {_words(row)}" for row in rows))]


def _words(row: Distribution) -> str:
    return f"the {row.key.replace('_', ' ')} law"


def _atom(body: Expr, part: Slice) -> Expr | None:
    """The one random variable in an expression: a name, or a member of a family; None if there are several or none."""
    random = {n for n in body.free if n in part.low.random}
    if len(random) != 1:
        return None
    key = random.pop()
    members = {n for n in body.walk() if n.head == "item" and n.args[0] is name(key)}
    if not members:
        return name(key)
    if (
        len(members) > 1
        or any(not m.free <= body.free for m in members)
        or _count(body, name(key)) != sum(_count(body, m) for m in members)
    ):
        return None
    return members.pop()


def _count(body: Expr, what: Expr) -> int:
    return int(body is what) + sum(_count(a, what) for a in body.args)


def _mean(part: Slice, row: Distribution, body: Expr, atom: Expr) -> Expr | None:
    """E[body]. None if its mean and its variance tell it already."""
    if any(n.head in ("expect", "variance", "covariance", "opaque") for n in body.walk()):
        return None
    terms = _terms(body, atom)
    if terms is not None and len(terms) <= _MOST_TERMS:
        if all(t.order <= 2 and t.at is ZERO for t in terms) and row.mean is not None and row.variance is not None:
            return _from_moments(row, terms)
        parts = [
            transforms.moment(row, t.order, t.at, part.low.fresh("law")) if t.order or t.at is not ZERO else ONE
            for t in terms
        ]
        known = [mul(t.factor, m) for t, m in zip(terms, parts, strict=True) if m is not None]
        if len(known) == len(terms):
            return add(*known)
    fresh = part.low.fresh("law")
    return transforms.total(row, _put(body, atom, fresh), fresh)


def _from_moments(row: Distribution, terms: Sequence[_Term]) -> Expr:
    assert row.mean is not None and row.variance is not None
    moments = (ONE, row.mean, add(row.variance, power(row.mean, number(2))))
    return add(*(mul(t.factor, moments[t.order]) for t in terms))


def _put(body: Expr, atom: Expr, value: Expr) -> Expr:
    if body is atom:
        return value
    if not body.args or atom.free.isdisjoint(body.free):
        return body
    return expr(body.head, tuple(_put(a, atom, value) for a in body.args), body.datum)


# ---------------------------------------------------------------- polynomials times exponentials
@dataclass(frozen=True, slots=True)
class _Term:
    """factor · X^order · exp(at · X)."""

    factor: Expr
    order: int = 0
    at: Expr = ZERO


def _terms(body: Expr, atom: Expr) -> list[_Term] | None:
    """The body as a sum of such terms; None if it is none."""
    key = next(iter(atom.free - (atom.args[1].free if atom.head == "item" else frozenset())), "")
    if body is atom:
        return [_Term(ONE, 1)]
    if key not in body.free:
        return [_Term(body)]
    match body.head:
        case "add":
            return _joined([_terms(a, atom) for a in body.args])
        case "neg":
            inner = _terms(body.args[0], atom)
            return None if inner is None else [_Term(neg(t.factor), t.order, t.at) for t in inner]
        case "div" if key not in body.args[1].free:
            inner = _terms(body.args[0], atom)
            return (
                None if inner is None else [_Term(expr("div", (t.factor, body.args[1])), t.order, t.at) for t in inner]
            )
        case "mul" | "?dot" | "?times":
            return _multiplied([_terms(a, atom) for a in body.args])
        case "pow" | "?power" if body.args[1].head == "number" and body.args[1].datum in range(1, 7):
            return _multiplied([_terms(body.args[0], atom)] * int(body.args[1].datum))
        case "pow" | "?power" if body.args[0] is _E:
            return _exponential(body.args[1], atom)
        case "fn" if body.datum == "exp" and len(body.args) == 1:
            return _exponential(body.args[0], atom)
    return None


_E: Final = expr("constant", (), "e")


def _exponential(exponent: Expr, atom: Expr) -> list[_Term] | None:
    inner = _terms(exponent, atom)
    if inner is None or any(t.order > 1 or t.at is not ZERO for t in inner):
        return None
    slope = add(*(t.factor for t in inner if t.order)) if any(t.order for t in inner) else ZERO
    rest = [t.factor for t in inner if not t.order]
    return [_Term(fn("exp", add(*rest)) if rest else ONE, 0, slope)]


def _joined(parts: list[list[_Term] | None]) -> list[_Term] | None:
    out: list[_Term] = []
    for p in parts:
        if p is None:
            return None
        out += p
    return out


def _multiplied(parts: list[list[_Term] | None]) -> list[_Term] | None:
    out = [_Term(ONE)]
    for p in parts:
        if p is None or len(out) * len(p) > 4 * _MOST_TERMS:
            return None
        out = [_Term(mul(a.factor, b.factor), a.order + b.order, _plus(a.at, b.at)) for a in out for b in p]
    return out


def _plus(x: Expr, y: Expr) -> Expr:
    return y if x is ZERO else x if y is ZERO else add(x, y)


# ---------------------------------------------------------------- probabilities
def _probability(page: Page, part: Slice, node: Expr, view: View) -> Expr | None:
    """`P(X ≤ a)`, `P(X = a)`, `P(a ≤ X ≤ b)` of a variable with a named law."""
    match = _PROBABILITY.match(str(node.datum))
    if match is None or len(node.args) != (2 if match[1] else 1):
        return None
    row = _row(page, part, name(match[2]), view)
    if row is None:
        return None
    sign, at = match[3].removesuffix("q"), node.args[-1]
    if sign == "=":
        return transforms.density_at(row, at) if row.discrete and not match[1] else None
    if row.discrete and (match[1] or not _integral(at)):
        return None
    strict = row.discrete and sign in ("<", "\\ge")
    under = transforms.below(row, add(at, number(-1)) if strict else at, part.low.fresh("law"))
    if under is None or (match[1] and sign not in ("<", "\\le")):
        return None
    if match[1]:
        start = transforms.below(row, node.args[0], part.low.fresh("law"))
        return None if start is None else add(under, neg(start))
    return under if sign in ("<", "\\le") else add(ONE, neg(under))


def _integral(at: Expr) -> bool:
    """Whether a bound is a whole number by its letter."""
    return all(
        (n.head == "number" and n.datum.denominator == 1)
        or (n.head == "name" and n.datum[0] in "ijkmnrx")
        or n.head in ("add", "neg")
        for n in at.walk()
    )


__all__ = ["by_law", "function_of_law", "rows_at"]

"""Lowering of densities that a distribution's name gives: `\\mathcal{N}(x; \\mu, \\sigma^2)`, `\\mathrm{Bin}(k \\mid n, p)`."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate import lower as core
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import Peeled
from mathlint.expr.tree import ONE, Expr, add, div, expr, mul, name, neg, number, power, substitute
from mathlint.operators.distributions import Distribution, X, distributions_named
from mathlint.operators.transforms import density_everywhere
from mathlint.syntax.surface import Node, Relation, Separator

Item = Node | Relation | Separator
_COUNTS: Final = ("n", "v", "p", "d", "k", "m")
_NAME_ONLY: Final = "a name that says no more"


def named_density(peeled: Peeled, items: tuple[Item, ...], low: Lowering) -> Expr | None:
    """The density or mass at what stands before the `;` or `|`, with what follows for parameters; None if it is no such thing.

    A name may stand for several distributions, or several ways to give their parameters; and it may be none of them.
    """
    if peeled.subs or peeled.sups or peeled.primes or low.known(peeled.key).valued:
        return None
    cut = next((k for k, i in enumerate(items) if isinstance(i, Separator) and (i.text == ";" or i.kind == "bar")), 0)
    parts = _listed(items[cut + 1 :])
    if cut != 1 or parts is None or isinstance(items[0], Relation | Separator):
        return None
    rows = [r for r in distributions_named(_spelling(peeled.key), len(parts)) if r.density is not None]
    if not rows:
        return None
    kinds = [(r, size, r.density) for r in rows for size in ((), *_sizes(r.value, low))]
    others = [(r, (), other) for r in rows if (other := _otherwise(r)) is not None]
    words = [_words(peeled.key, r, size) for r, size, _ in kinds] + [
        f"{_words(peeled.key, r, ())}, given otherwise" for r, _, _ in others
    ]
    bounded = [(r, (), density_everywhere(r, X)) for r in rows if r.support is not None and not r.discrete]
    words += [f"{_words(peeled.key, r, ())}, 0 elsewhere" for r, _, _ in bounded]
    pick = low.choose(f"distribution:{peeled.key}", (*words, _NAME_ONLY))
    if pick >= len(words):
        return None
    row, size, density = (*kinds, *others, *bounded)[pick]
    try:
        at = core.lower(items[0], low)
        given = dict(zip(row.parameters, (core.lower(p, low) for p in parts), strict=True))
    except CannotRead:
        return None
    assert density is not None
    if size:
        # a unit matrix beside it says how many entries there are
        low.integers.update(size)
        at = mul(expr("identity", (), size[0]), at, *(expr("identity", (), n) for n in size[1:]))
    return substitute(density, {**given, X.datum: at})


def _otherwise(row: Distribution) -> Expr | None:
    """The density where a page gives the deviation and not the variance, the scale and not the rate, or whole numbers only."""
    last = name(row.parameters[-1])
    if row.density is None:
        return None
    if row.key == "normal":
        return substitute(row.density, {row.parameters[-1]: power(last, number(2))})
    if row.key == "exponential":
        return substitute(row.density, {row.parameters[-1]: div(ONE, last)})
    if row.key == "uniform":
        return div(ONE, add(last, neg(name(row.parameters[0])), ONE))
    return None


def _sizes(value: str, low: Lowering) -> tuple[tuple[str, ...], ...]:
    """Letters of the page that may count the entries of what is random."""
    found = [n for n in _COUNTS if low.survey.of(n).bare and not low.known(n).described and not low.known(n).valued]
    if value == "vector":
        return tuple((n,) for n in found[:2])
    if value == "matrix" and len(found) > 1:
        return ((found[0], found[1]),)
    return ()


def _words(key: str, row: Distribution, size: tuple[str, ...]) -> str:
    what = f"`{key}` is the {row.key.replace('_', ' ')} distribution"
    return f"{what} of {' × '.join(f'`{n}`' for n in size)} entries" if size else what


def _spelling(key: str) -> str:
    return key[len("\\mathrm{") : -1] if key.startswith("\\mathrm{") else key


def _listed(items: tuple[Item, ...]) -> list[Node] | None:
    """Expressions with commas between them."""
    kept = [i for i in items if not (isinstance(i, Separator) and i.kind == "wide")]
    out: list[Node] = []
    for place, item in enumerate(kept):
        comma = isinstance(item, Separator) and item.text == ","
        if isinstance(item, Relation) or comma is (place % 2 == 0) or (isinstance(item, Separator) and not comma):
            return None
        if not isinstance(item, Separator):
            out.append(item)
    return out or None

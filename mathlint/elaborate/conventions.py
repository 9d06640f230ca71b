"""Values that names have by convention, as further readings of a step: `σ(z)`, `\\bar x`, `s_x^2`, `s_{xy}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lawful import function_of_law
from mathlint.elaborate.letters import averaged, core_letter
from mathlint.elaborate.scope import View
from mathlint.expr.tree import ONE, ZERO, Expr, add, div, expr, fn, mul, name, neg, number, power

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

CONVENTIONS: Final = {
    "\\sigma": ("sigmoid", "the logistic function"),
    "\\Phi": ("normal_cdf", "the normal distribution function"),
}
"""Functions that the field writes with a letter and seldom defines."""
_MEANS: Final = re.compile(r"\b(?:sample|empirical|arithmetic) (?:means?|averages?)\b", re.IGNORECASE)
_SPREADS: Final = re.compile(
    r"\b(?:sample|empirical) (?:co)?variances?\b|\bsample standard deviations?\b", re.IGNORECASE
)
_SPREAD: Final = re.compile(r"^(s|S)_\{?([A-Za-z])([A-Za-z]?)\}?$")
_AXES: Final = {"\\imath": 0, "\\jmath": 1, "i": 0, "j": 1, "k": 2}
_DERIVATIVES: Final = frozenset(("?derivative", "?gradient"))
_CORRELATION: Final = re.compile(r"^r_\{?([A-Za-z])([A-Za-z])\}?$")


def conventional(page: Page, part: Slice, key: str, view: View) -> Expr | None:
    """A value that a name has by convention, put into the slice; None if it has none, or stands for anything in this reading."""
    low = part.low
    if key in CONVENTIONS and low.functions.get(key) == 1:
        which, words = CONVENTIONS[key]
        if low.choose(f"convention:{key}", (f"`{key}` is any function", f"`{key}` is {words}")) == 1:
            variable = f"x#{key}"
            part.values[key] = ((variable,), fn(which, name(variable)))
            part.conventional[key] = 1
            return part.values[key][1]
        return None
    if (lawful := function_of_law(page, part, key, view)) is not None:
        return lawful
    if (value := mean_of_first(page, part, key)) is not None:
        return value
    value = mean_of(page, part, key) or spread_of(page, part, key) or axis_of(page, part, key)
    if value is not None:
        part.values[key] = ((), value)
        part.conventional[key] = 0
    return value


def axis_of(page: Page, part: Slice, key: str) -> Expr | None:
    """`\\hat{\\imath}` on a page that writes `\\hat{\\jmath}` as well: the first of three right-handed unit vectors.

    They may turn with time: where anything is differentiated they stand for any vectors first.
    """
    letter = core_letter(key)
    place = _AXES.get(letter)
    if place is None or "\\hat{" not in key or "_" in key or "^" in key:
        return None
    dotless = letter.startswith("\\") or (letter == "k" and _written(page, key, letter, "\\imath"))
    if not all(_written(page, key, letter, other) for other in (("\\imath", "\\jmath") if dotless else ("i", "j"))):
        return None
    options = ("hats tell the unit vectors of a right-handed frame", "the vectors under hats are any")
    if any(n.head in _DERIVATIVES for side in part.nodes for n in side.walk()):
        options = options[::-1]
    if options[part.low.choose("axes", options)].endswith("any"):
        return None
    return expr("matrix", tuple(ONE if row == place else ZERO for row in range(3)), (3, 1))


def _written(page: Page, key: str, letter: str, other: str) -> bool:
    return page.survey.of(key.replace("{" + letter + "}", "{" + other + "}")).alone > 0


def mean_of_first(page: Page, part: Slice, key: str) -> Expr | None:
    """`\\bar{x}_n`: the mean of the first n members of the family x, where a sum of the step runs over so many."""
    family = averaged(key)
    ends = summed(part).get(family)
    if not family or ends is None or ends[0] is not ONE or ends[1].head != "name":
        return None
    taken = expr("item", (name(key), ends[1]))
    uses = [n for side in part.nodes for n in side.walk() if n.head == "item" and n.args[0] is name(key)]
    bare = sum(n is name(key) for side in part.nodes for n in side.walk())
    if not uses or any(n is not taken for n in uses) or bare != len(uses) or not _chosen(page, part):
        return None
    top = name(f"n#{key}")
    value = mean(part, (ONE, top), lambda i: expr("item", (name(family), i)))
    part.values[key] = ((str(top.datum),), value)
    part.conventional[key], part.indexed[key] = 0, 1
    return value


def _chosen(page: Page, part: Slice) -> bool:
    """Whether bars are means in this reading: all bars of a step are read alike."""
    options = ("a bar tells names apart", "a bar is the mean")
    if speaks(page, _MEANS):
        options = options[::-1]
    return "mean" in options[part.low.choose("bars", options)]


def mean_of(page: Page, part: Slice, key: str) -> Expr | None:
    """`\\bar{x}`: the mean of the family x."""
    family = averaged(key)
    ends = summed(part).get(family)
    if not family or ends is None or not _chosen(page, part):
        return None
    return mean(part, ends, lambda i: expr("item", (name(family), i)))


def spread_of(page: Page, part: Slice, key: str) -> Expr | None:
    """`s_x` and `s_{xy}` on a page that speaks of sample variances: the root of the first, the sample covariance."""
    found, ratio = _SPREAD.match(key), _CORRELATION.match(key)
    match = found or ratio
    if match is None or not speaks(page, _SPREADS):
        return None
    ends = summed(part)
    first, second = match.groups()[-2], match.groups()[-1] or match.groups()[-2]
    if first not in ends or second not in ends or ends[first] != ends[second]:
        return None
    words = (f"`{key}` is any number", "sample variances and covariances are meant")
    if part.low.choose("sample spreads", words[::-1]) == 1:
        return None
    if ratio is not None:
        both = mul(spread(part, ends[first], first, first), spread(part, ends[first], second, second))
        return div(spread(part, ends[first], first, second), expr("root", (both, number(2))))
    value = spread(part, ends[first], first, second)
    return expr("root", (value, number(2))) if found is not None and not found[3] else value


def spread(part: Slice, ends: tuple[Expr, Expr], x: str, y: str) -> Expr:
    """Σ (x_i - x̄)(y_i - ȳ) / (n - 1)."""

    def off(family: str, i: Expr) -> Expr:
        own = mean(part, ends, lambda j: expr("item", (name(family), j)))
        return add(expr("item", (name(family), i)), neg(own))

    index = part.low.fresh("i")
    body = power(off(x, index), number(2)) if x == y else mul(off(x, index), off(y, index))
    return div(expr("sum", (index, *ends, body)), add(count(ends), number(-1)))


def mean(part: Slice, ends: tuple[Expr, Expr], member: Callable[[Expr], Expr]) -> Expr:
    index = part.low.fresh("i")
    return div(expr("sum", (index, *ends, member(index))), count(ends))


def count(ends: tuple[Expr, Expr]) -> Expr:
    bottom, top = ends
    return top if bottom is ONE else add(top, neg(bottom), ONE)


def summed(part: Slice) -> Mapping[str, tuple[Expr, Expr]]:
    """The families that a sum of the step runs over, with its ends."""
    found: dict[str, tuple[Expr, Expr]] = {}
    for side in part.nodes:
        for node in side.walk():
            if node.head != "sum":
                continue
            for n in node.args[3].walk():
                if n.head == "item" and n.args[0].head == "name" and n.args[1:] == (node.args[0],):
                    found.setdefault(str(n.args[0].datum), (node.args[1], node.args[2]))
    return found


def speaks(page: Page, words: re.Pattern[str]) -> bool:
    """Whether the prose of the file holds such words."""
    key = (-1, words.pattern)
    if key not in page.loose_words:
        found = next((m for item in page.prose if (m := words.search(item.text))), None)
        page.loose_words[key] = found[0] if found else None
    return page.loose_words[key] is not None

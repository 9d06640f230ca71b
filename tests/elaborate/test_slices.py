"""What a reading takes from the page: circles of definitions are broken the same way in every run."""

from __future__ import annotations

from string import ascii_lowercase

from mathlint.elaborate.lowering import NOTHING_KNOWN, Lowering
from mathlint.elaborate.slices import Slice, circular
from mathlint.elaborate.survey import survey
from mathlint.expr.tree import ZERO, add, name


def test_of_several_circles_the_first_by_name_is_found() -> None:
    """`a = b + c + …`, `b = a`, `c = a`, …: sets of names have no order, and the choice must not depend on one."""
    others = ascii_lowercase[1:]
    part = Slice(ZERO, ZERO, Lowering(survey([]), lambda _key: NOTHING_KNOWN, {}))
    part.values.update({k: ((), name("a")) for k in others}, a=((), add(*(name(k) for k in others))))
    circle = circular(part)
    assert circle is not None
    assert sorted(circle) == ["a", "b"]


def test_definitions_without_a_circle_have_none() -> None:
    part = Slice(ZERO, ZERO, Lowering(survey([]), lambda _key: NOTHING_KNOWN, {}))
    part.values.update(a=((), name("b")), b=((), name("c")))
    assert circular(part) is None

"""Bringing the outer terms of two steps together although each has names of its own."""

from __future__ import annotations

from mathlint.elaborate.model import Reading
from mathlint.expr.obligation import Declaration, Obligation
from mathlint.expr.shape import Shape
from mathlint.expr.tree import add, expr, mul, name
from mathlint.judge.bridge import bridge


def reading(left: object, right: object, shown: dict[str, str], **shapes: Shape) -> Reading:
    declarations = tuple(Declaration(key, shape=shapes.get(key, Shape(1, 1))) for key in sorted(shown))
    return Reading((), Obligation(left, "=", right, declarations), shown=shown)  # type: ignore[arg-type]


def test_names_meet_in_how_the_page_writes_them() -> None:
    first = reading(name("c0"), add(name("c0"), name("c1")), {"c0": "x", "c1": "y"})
    second = reading(add(name("c1"), name("c0")), mul(name("c0"), name("c1")), {"c0": "y", "c1": "x"})
    made = bridge(first, second)
    assert made is not None
    assert (made.left, made.right) == (name("c0"), mul(name("c1"), name("c0")))
    assert [d.name for d in made.declarations] == ["c0", "c1"]


def test_a_name_declared_in_two_ways_joins_nothing() -> None:
    first = reading(name("c0"), name("c0"), {"c0": "x"}, c0=Shape("n", 1))
    second = reading(name("c0"), name("c0"), {"c0": "x"})
    assert bridge(first, second) is None


def test_a_bound_name_in_the_way_joins_nothing() -> None:
    first = reading(name("c0"), name("c1"), {"c0": "x", "c1": "y"})
    total = expr("sum", (name("c1"), name("c0"), name("c0"), name("c1")))
    second = reading(name("c0"), total, {"c0": "y"})
    assert bridge(first, second) is None

"""A side is lowered once for all places and picks that make no difference to it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from mathlint.document import read
from mathlint.elaborate import elaborate as whole
from mathlint.elaborate import lower as core
from mathlint.elaborate.lowering import NOTHING_KNOWN, Known, Lowered, Lowering, renumbered
from mathlint.elaborate.survey import survey
from mathlint.expr.tree import add, expr, name, number
from mathlint.source import SourceFile
from mathlint.syntax import parse


def lowering(**state: object) -> Lowering:
    return Lowering(survey(()), lambda _key: NOTHING_KNOWN, {}, **state)  # type: ignore[arg-type]


def test_joined_lowerings_know_what_either_found_out() -> None:
    sample = {"set[str]": ({"a"}, {"b"}), "dict[str, int]": ({"a": 1}, {"b": 2})}
    sample |= {"dict[str, str]": ({"a": "x"}, {"b": "y"}), "dict[str, tuple[str, ...]]": ({"a": ("x",)}, {"b": ("y",)})}
    found = [f for f in fields(Lowering) if f.name != "bound" and str(f.type) in sample]
    assert len(found) >= 10
    one = lowering(**{f.name: sample[str(f.type)][0] for f in found})
    other = lowering(**{f.name: sample[str(f.type)][1] for f in found})
    both = one.joined(other, {})
    for f in found:
        assert set(getattr(both, f.name)) == {"a", "b"}, f.name
        assert set(getattr(one, f.name)) == {"a"}, f.name


def test_a_lowering_stands_as_long_as_its_questions_have_the_same_answers() -> None:
    low = lowering(ranges={"i": (number(1), name("n"))})
    low.choose("how", ("so", "otherwise"))
    low.known("x")
    low.range_of("i")
    kept = Lowered(name("x"), None, low)
    said = {"x": NOTHING_KNOWN}
    ranges = {"i": (number(1), name("n")), "j": (number(1), name("m"))}
    assert kept.stands(said.__getitem__, {"other": 1}, ranges)
    assert not kept.stands(said.__getitem__, {"how": 1}, ranges)
    assert not kept.stands(said.__getitem__, {}, {})
    assert not kept.stands({"x": Known(function=True)}.__getitem__, {}, ranges)


def test_unique_names_are_counted_on() -> None:
    index = name("i#2")
    form = expr("sum", (index, number(1), name("n"), add(index, name("x#far"))))
    assert renumbered(form, 3) is expr("sum", (name("i#5"), number(1), name("n"), add(name("i#5"), name("x#far"))))


def test_no_side_of_a_chain_is_lowered_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    times: dict[int, int] = {}
    lower = core.lower

    def counted(node: object, low: Lowering) -> object:
        times[id(node)] = times.get(id(node), 0) + (not low.depth)
        return lower(node, low)  # type: ignore[arg-type]

    monkeypatch.setattr("mathlint.elaborate.binding.lower", counted)
    monkeypatch.setattr("mathlint.elaborate.slices.lower", counted)
    document = read(SourceFile("note.md", "$$\n(a+b)^2 = (a+b)(a+b) = a^2 + 2ab + b^2\n$$\n"))
    parsed = {number: parse(block.text) for number, block in enumerate(document.blocks)}
    steps = whole(document, parsed).steps
    assert [len(step.readings) > 0 for step in steps] == [True, True]
    assert sorted(times.values()) == [1, 1, 1]

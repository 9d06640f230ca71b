"""Where the value of a name comes from: the definitions that a step sees, nearest first, and the conditions on its names."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import declared, readings


@pytest.mark.parametrize(
    ("context", "value"),
    [
        ("Let $c = a + b$.", "add(a, b)"),
        ("$$ c = a + b $$", "add(a, b)"),
        ("$$ c := a + b $$", "add(a, b)"),
        ("Set $c = a b$.\n\nNow let $c = a + b$.", "add(a, b)"),
        ("# One\n\nLet $c = a + b$.\n\n## Inside", "add(a, b)"),
    ],
)
def test_the_value_of_a_name(context: str, value: str) -> None:
    assert repr(declared("c", "c + 1", context).value) == value


def test_a_pattern_defines_a_function() -> None:
    found = declared("f", "f(2, 3)", "Let $f(x, y) = x y + 1$.")
    assert (found.arity, found.params, repr(found.value)) == (2, ("x#f", "y#f"), "add(mul(x#f, y#f), 1)")


def test_a_family_is_defined_by_its_member() -> None:
    found = declared("u", "u_3", "Let $u_i = i^2 + 1$ for all $i$.")
    assert (found.slots, found.params) == (1, ("i#u",))


def test_an_older_definition_is_a_further_reading() -> None:
    found, _ = readings("c + 1", "Set $c = a b$.\n\nNow let $c = a + b$.")
    values = {repr({d.name: d for d in r.obligation.declarations}["c"].value) for r in found}
    assert {"add(a, b)"} <= values


@pytest.mark.parametrize(
    ("context", "conditions"),
    [
        ("Let $a < b$.", ["compare('<', a, b)"]),
        ("For $|a| < 1$ this holds.", ["compare('<', abs(a), 1)"]),
        ("For $a \\neq 1$ this holds.", ["compare('!=', a, 1)"]),
        ("For $a > 0$ this holds.", []),
        ("For $0 < a < 1$ this holds.", []),
        ("For $a > 1$ this holds.\n\nFor $a < 0$ it is otherwise.", ["compare('<', a, 0)"]),
        ("Let $a < c$.", []),
        ("# One\n\nLet $a < b$.\n\n# Two", []),
    ],
)
def test_conditions_on_the_names_of_a_step(context: str, conditions: list[str]) -> None:
    found, _ = readings("a + b", context)
    assert [repr(c) for c in found[0].obligation.assumptions] == conditions


@pytest.mark.parametrize(
    ("latex", "context", "what"),
    [
        ("a + 1 = a + b", "", "`b` stands on one side only, and nothing gives it a value"),
        ("s^2 + a = a s^2 + a", "$s$ is the sample variance.", "line 1 says something about `s` that cannot be used"),
        ("|x - z| + 1 = z - x + 1", "Let $x < y$ and $y < z$.", "`y` ties names of this step to each other"),
        (r"\mathbf{1}^\top \mathbf{1} + x = n + x", "", "the size of an identity or of a vector of ones is not known"),
    ],
)
def test_what_blocks_a_refutation(latex: str, context: str, what: str) -> None:
    found, _ = readings(latex, context)
    assert what in [block.what for block in found[0].blocks]

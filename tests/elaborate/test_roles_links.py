"""The table of roles, a page for each of its lines (ELABORATE §2, P4)."""

from __future__ import annotations

import pytest

from tests.elaborate.lowered import roles

CLAIM, MEDIUM, STRONG = "claim weak", "claim medium", "claim strong"
DEFINITION, CONDITION = "definition", "condition"


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        # R1: written as a definition
        (r"$$ f(x) := x^2 + 1 $$", [(DEFINITION,)]),
        (r"$$ A \triangleq B^\top B $$", [(DEFINITION,)]),
        (r"$$ g \stackrel{\text{def}}{=} x + 1 $$", [(DEFINITION,)]),
        # R2: a fresh name, or several
        (r"$$ y = m x + b $$", [(DEFINITION,)]),
        (r"$$ u = v = 2 w + 1 $$", [(DEFINITION, DEFINITION)]),
        (r"$$ u_i = 2 v_i + 1 $$", [(DEFINITION,)]),
        (r"$$ T(n) = 2 T(n/2) + n $$", [(CONDITION,)]),
        (r"$$ F = F(\rho) $$", [(CONDITION,)]),
        # R3: the words around it
        ("Define\n\n$$ q + 1 = a + b $$", [(DEFINITION,)]),
        ("Suppose that\n\n$$ a + b = 1 $$", [(CONDITION,)]),
        ("such that\n\n$$ a + b = 1 $$", [(CONDITION,)]),
        ("We have\n\n$$ q + 1 = a + b $$\n\nwhere $q = a + b - 1$.", [(MEDIUM,), (DEFINITION,)]),
        ("Let $a < b$.", [(CONDITION,)]),
        ("Let $0 < x < 1$.", [(CONDITION, CONDITION)]),
        ("For integers $n > k > 0$ we are done.", [(CONDITION, CONDITION)]),
        # R4: a goal is a claim
        ("Show that\n\n$$ (x + 1)^2 = x^2 + 2x + 1 $$", [(CLAIM,)]),
        # R5: set to a value
        ("Setting the derivative to zero,\n\n$$ \\frac{d}{dx} (x^2 - 2x) = 2x - 2 = 0 $$", [(MEDIUM, CONDITION)]),
        (r"$$ \frac{d L}{d w} = 2 w x = 0 $$", [(MEDIUM, CONDITION)]),
        (r"$$ a x + b = c \implies x = \frac{c - b}{a} $$", [(CONDITION,), (DEFINITION,)]),
        # R6: a number first
        (r"$$ 0 = x^2 - 1 $$", [(CONDITION,)]),
        (r"$$ 3 = x + 1 $$", [(CONDITION,)]),
        # R7: a name that has a value
        ("Let $p = x + 1$.\n\n$$ p = 2 x + 5 $$", [(DEFINITION,), (CLAIM,)]),
        # R8: a list of notations
        ("The following are equivalent ways to write it:\n\n$$ f'(x) = \\frac{df}{dx} $$", [(DEFINITION,)]),
        # R9: inside a chain
        (r"$$ (x + 1)^2 = x^2 + 2x + 1 = x(x + 2) + 1 $$", [(CLAIM, STRONG)]),
        # R10: headed by an operator, or introduced as a result
        (r"$$ \int_0^1 x \, dx = \frac{1}{2} $$", [(MEDIUM,)]),
        (r"$$ \sum_{i=1}^n i = n(n + 1)/2 $$", [(MEDIUM,)]),
        ("Thus\n\n$$ a b + 1 = b a + 1 $$", [(MEDIUM,)]),
        # R11: the rest
        (r"$$ a b + 1 = b a + 1 $$", [(CLAIM,)]),
        (r"$$ x^2 + 1 \ge 1 $$", [(CLAIM,)]),
    ],
)
def test_roles(note: str, expected: list[tuple[str, ...]]) -> None:
    assert roles(note) == expected


@pytest.mark.parametrize(
    "words",
    ["For $x > 0$,", "If $x > 0$,", "Since $x > 0$,", "For $n = 2$,", "Assuming $x > 0$,", "When $x > 0$ we get"],
)
@pytest.mark.parametrize("gap", [" ", "\n", "\n\n"])
def test_a_condition_before_a_display_is_no_condition_on_it(words: str, gap: str) -> None:
    assert roles(f"{words}{gap}$$ a b + 1 = b a + 1 $$")[-1][0].startswith("claim")

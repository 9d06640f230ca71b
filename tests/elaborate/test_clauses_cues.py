"""What the words before a formula make of it, and which formulas a display sees."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from clause_page import note

from mathlint.elaborate.page import Cue
from mathlint.elaborate.sections import section_at, sections


@pytest.mark.parametrize(
    ("words", "cue"),
    [
        ("We define the loss by", Cue.DEFINITION),
        ("Let", Cue.DEFINITION),
        ("The matrix is called normal if", Cue.CONDITION),
        ("Setting the derivative equal to zero gives", Cue.RESULT),
        ("We look for the point such that", Cue.CONDITION),
        ("The vector must satisfy", Cue.CONDITION),
        ("It remains to show that", Cue.GOAL),
        ("Thus", Cue.RESULT),
        ("If the sum is finite, then we get", Cue.RESULT),
        ("Therefore we define", Cue.DEFINITION),
        ("The following notations all mean the same:", Cue.NOTATION),
    ],
)
def test_the_last_cue_before_a_display_counts(words: str, cue: Cue) -> None:
    assert note(f"{words}\n\n$$\na = b\n$$\n").cues("a = b") == {cue}


def test_a_full_stop_ends_the_clause() -> None:
    read = note("Let us define much.\nIt is late.\n$$\na = b\n$$\n")
    assert read.cues("a = b") == set()
    assert not read.clauses.governing


def test_a_where_clause_belongs_to_its_display_across_a_blank_line() -> None:
    read = note("So\n\n$$\nu = v\n$$\n\nwhere $c = d$ and $w$ is the width. Later $e = f$.\n")
    assert read.sees("u = v") == {"c = d", "w"}
    assert Cue.WHERE in read.cues("c = d")
    assert Cue.WHERE not in read.cues("e = f")


def test_a_list_after_where_belongs_to_the_display() -> None:
    read = note("So\n\n$$\nu = v\n$$\n\nwhere\n\n- $c = d$\n- $g$ is the gain\n\nThen $e = f$.\n")
    assert read.sees("u = v") == {"c = d", "g"}


def test_a_theorem_states_goals_until_its_proof() -> None:
    read = note("**Theorem 1.** For all $x$:\n$$\na = b\n$$\n\n**Proof.** We get\n$$\nc = d\n$$\n")
    assert read.cues("a = b") == {Cue.GOAL}
    assert read.cues("c = d") == {Cue.RESULT}


def test_a_goal_lends_no_traits() -> None:
    read = note("**Theorem.** Let $A$ be symmetric. Then $B$ is orthogonal.\n\n**Proof.** Clear.")
    assert read.traits("A") == {"symmetric"}
    assert read.traits("B") == set()


def test_inline_equations_carry_the_cue_along() -> None:
    read = note("Let $a = b$ and $c = d$. If $e = f$, then $g = h$.")
    assert read.cues("a = b") == read.cues("c = d") == {Cue.DEFINITION}
    assert read.cues("e = f") == {Cue.CONDITION}
    assert read.cues("g = h") == {Cue.RESULT}


def test_sections_nest_by_level() -> None:
    read = note("One $a$\n\n# Top\n\ntwo\n\n## Inner $x$ part\n\nthree\n\n# Next\n")
    outline = sections(read.document)
    assert [(each.level, each.parent, each.title) for each in outline] == [
        (0, None, ""), (1, 0, "Top"), (2, 1, "Inner part"), (1, 0, "Next"),
    ]  # fmt: skip
    text = read.document.source.text
    assert section_at(outline, text.index("three")).title == "Inner part"
    assert section_at(outline, 0).number == 0
    assert outline[1].end == outline[2].end == outline[3].start


@pytest.mark.parametrize(
    "words",
    [
        "Since $c = d$, the first line is",
        "Let $x$ grow and look at the outcome:",
        "By definition of the step, at the end",
    ],
)
def test_a_cue_reaches_no_further_than_its_words(words: str) -> None:
    assert not note(f"{words}\n\n$$\na = b\n$$\n").cues("a = b") & {Cue.CONDITION, Cue.DEFINITION}


def test_a_display_after_a_list_item_still_belongs_to_it() -> None:
    read = note("- The bound is defined as\n\n$$\na = b\n$$\n")
    assert read.cues("a = b") == {Cue.DEFINITION}

"""What the prose says of names: traits, classes, values, groups, and what stays unread."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from clause_page import note


@pytest.mark.parametrize(
    ("text", "name", "traits"),
    [
        ("Let $A$ be a symmetric matrix.", "A", {"symmetric"}),
        ("Suppose $A$ is symmetric and positive definite.", "A", {"symmetric", "positive definite"}),
        ("Take a positive semi-definite matrix $S$ of full size.", "S", {"symmetric", "positive definite"}),
        ("Here $Q$ is orthogonal.", "Q", {"orthogonal"}),
        ("Let $x$ be a unit vector.", "x", {"unit"}),
        ("For any nonzero real number $t$ this is fine.", "t", {"nonzero"}),
        ("Assume that $s$ is strictly positive.", "s", {"positive"}),
        ("where $k$ is an even integer", "k", {"even", "integer"}),
        ("and $n$ is a natural number", "n", {"integer", "positive"}),
        ("with $M$ non-singular, we go on", "M", {"invertible"}),
        ("Let $p$ be the probability of rain.", "p", {"unit interval"}),
        ("a skew-symmetric matrix $K$", "K", {"skew"}),
        ("Since $D$ is diagonal, the rest is easy.", "D", {"diagonal"}),
        ("Consider complex numbers $z$ and $w$.", "w", {"complex"}),
    ],
)
def test_adjectives_become_traits(text: str, name: str, traits: set[str]) -> None:
    read = note(text)
    assert read.traits(name) == traits
    assert name not in read.unread


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The matrix $A$ is not symmetric.", "A"),
        ("Let $A$ be a matrix that is never orthogonal.", "A"),
        ("Suppose $x$ isn't positive.", "x"),
        ("Let $A$ be a square matrix, which is not symmetric.", "A"),
    ],
)
def test_a_negation_is_never_a_trait(text: str, name: str) -> None:
    read = note(text)
    assert read.traits(name) == set()
    assert name in read.unread


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The label $y$ is one-hot.", "y"),
        ("Let $f$ be a convex function.", "f"),
        ("The columns of $U$ are orthonormal.", "U"),
        ("The weights $w$ sum to one.", "w"),
        ("Here $P$ is a projection matrix.", "P"),
        ("The variable $X$ is normally distributed.", "X"),
        ("where $v$ is a vector whose entries are all equal", "v"),
        ("The vectors $u$ and $v$ are orthogonal.", "v"),
        ("There is a constant $C$ such that this holds.", "C"),
        ("$A$ is invertible if the two are different.", "A"),
        ("The positive matrix $T$ is used.", "T"),
        ("The mean of $X$ is $0$.", "X"),
    ],
)
def test_what_no_sampler_can_honour_is_unread(text: str, name: str) -> None:
    assert name in note(text).unread


@pytest.mark.parametrize(
    "text",
    [
        "We see that $f$ grows quickly.",
        "Recall the definition of $f$.",
        "The derivative of $f$ is shown below.",
        "where $f$ is the cost of the model",
        "This takes us from $f$ to the next section.",
        "Is $f$ symmetric?",
        "When there is no ambiguity $f$ is written without its argument.",
        "The derivatives of $f$ are $g = 2$ and so on.",
        "We want to show that $f$ is symmetric.",
    ],
)
def test_talk_about_a_formula_is_neither_trait_nor_unread(text: str) -> None:
    read = note(text)
    assert not read.unread
    assert read.traits("f") == set()


@pytest.mark.parametrize(
    ("text", "name", "noun"),
    [
        ("Let $v$ be a vector.", "v", "vector"),
        ("The random variables $X$ and $Y$ are given.", "Y", "random"),
        ("Consider real numbers $a, b$ of any size.", "a, b", "scalar"),
        ("where $S$ denotes the sample space", "S", "set"),
        ("a differentiable function $g$", "g", "function"),
        ("Let $E$ be an event.", "E", "event"),
        ("where $c$ is a constant", "c", "constant"),
    ],
)
def test_nouns_become_classes(text: str, name: str, noun: str) -> None:
    assert noun in note(text).nouns(name)


def test_values_given_in_words_and_formulas() -> None:
    read = note(
        "Let $m$ be the mean of $X$. The transpose of $A$ is $B$. Define $z$ as $w + b$. We denote the density of $X$ by $r$."
    )
    (mean,) = read.said("m")
    assert (mean.kind, mean.noun) == ("named", "mean")
    assert mean.of is not None
    assert read.latex(mean.of) == "X"
    assert [(each.kind, each.noun) for each in read.said("B")] == [("named", "transpose")]
    (value,) = read.said("z")
    assert value.kind == "mean"
    assert value.value is not None
    assert read.latex(value.value) == "w + b"
    assert [(each.kind, each.noun) for each in read.said("r")] == [("named", "density")]


def test_independence_makes_a_group() -> None:
    read = note("Let $X$ and $Y$ be independent random variables. $U$ is independent of $V$.")
    (x,), (y,) = ([each for each in read.said(name) if each.group] for name in "XY")
    (u,), (v,) = ([each for each in read.said(name) if each.group] for name in "UV")
    assert x.group == y.group != u.group == v.group
    assert not read.unread


def test_a_size_is_kept() -> None:
    read = note(r"Let $C$ be an $n \times m$ matrix and $y$ a vector in $V$.")
    sizes = {read.latex(each.chain): each.size and read.latex(each.size) for each in read.clauses.statements}
    assert sizes == {"C": r"n \times m", "y": "V"}


def test_inert_words_are_inert() -> None:
    read = note("where $w$ is the weight, $b$ is the bias and $t$ is the time step")
    assert read.said("w")[0].inert
    assert read.said("b")[0].inert
    assert not read.unread


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We look at a complex model $f$.", "f"),
        ("This is a natural choice $c$.", "c"),
        ("where $S_i$ is the first diagonal element", "S_i"),
        ("This gives a positive example $x$.", "x"),
        ("The probability that $t$ is positive is small.", "t"),
        ("Here $x$ is positive or negative.", "x"),
        ("an even function $f$", "f"),
        ("Both hold if and only if $A$ is symmetric.", "A"),
    ],
)
def test_words_that_only_look_like_traits_give_none(text: str, name: str) -> None:
    assert note(text).traits(name) == set()


def test_a_value_in_a_supposition_or_an_aside_is_no_definition() -> None:
    assert not note("If $n$ is $0$, all is clear.").said("n")
    assert all(each.kind != "mean" for each in note("Take a card with number $i$, which is $1/13$ of them.").said("i"))
    assert not note("The cost for $t$ is $c$.").said("t")


def test_a_law_in_words_is_unread_unless_a_formula_gives_it() -> None:
    assert "X" in note("Let $X$ be a random variable following a normal distribution.").unread
    read = note(r"Let $X$ be a random variable following a normal distribution: $X \sim N$.")
    assert "X" not in read.unread
    assert read.nouns("X") == {"random"}


def test_dependent_variables_of_a_regression_are_inert_and_dependent_ones_are_not() -> None:
    read = note("where $Y$ is the dependent variable and $X$ is the independent variable. $U$ and $V$ are dependent.")
    assert read.unread == {"U", "V"}
    assert all(each.group == 0 for each in read.clauses.statements)

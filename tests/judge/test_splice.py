"""Patches applied to what an author wrote, in the author's spelling."""

from __future__ import annotations

import pytest

from mathlint.engine.repair_patches import How, Patch
from mathlint.judge.restyle import restyled
from mathlint.judge.splice import spliced


def applied(patch: Patch, written: str) -> str | None:
    change = spliced(patch, written)
    return None if change is None else written[: change.start] + change.text + written[change.end :]


@pytest.mark.parametrize(
    "before, after, written, result",
    [
        ("x^2", "-x^2", r"-2x\, e^{x^2}", r"-2x\, e^{-x^2}"),
        ("2 x y", "3 x y", r"x^2 + 2\,xy + y^2", "x^2 + 3 x y + y^2"),
        (r"\left( a + b \right)", "c", "3(a+b)", "3c"),
        (r"\frac{x}{2}", "x", r"1 + \dfrac{x}{2}", "1 + x"),
        (r"A^\top B", "B A", r"C + A^{T}B", "C + B A"),
        ("x^{2}", "x", "1 + x^2", "1 + x"),
        ("x", "y", r"\exp(2)", None),
        ("x", "y", "x + x^2", None),
        ("2", "3", "12", None),
        ("", "y", "x", None),
        ("x", "y", "", None),
        ("x", "2 x", "e^x", "e^{2 x}"),
        ("x", "y", "e^x", "e^y"),
        ("x", "2 x", r"\frac x y", r"\frac {2 x} y"),
        ("2", "y", r"\sin2", r"\sin y"),
    ],
)
def test_a_term_is_replaced_where_it_stands_once(before: str, after: str, written: str, result: str | None) -> None:
    assert applied(Patch(How.REPLACE, before, after, after), written) == result


@pytest.mark.parametrize(
    "written, result",
    [(r"\sin(x)", r"\sin(a + b)"), (r"\sin\left(x\right)", r"\sin\left(a + b\right)"), (r"\sin x", r"\sin (a + b)")],
)
def test_brackets_that_are_there_are_enough(written: str, result: str) -> None:
    assert applied(Patch(How.REPLACE, "x", "(a + b)", "a + b"), written) == result


@pytest.mark.parametrize(
    "term, written, result",
    [
        ("b", "a + b", "a - b"),
        ("b", "a - b + c", "a + b + c"),
        ("a", "a + b", "-a + b"),
        ("a", "-a + b", "a + b"),
        ("a", "c (-a + b)", "c (a + b)"),
        ("2 b", "a - 2b", "a + 2b"),
        ("b", "a - 2b", None),
        ("b", "a - b^2", None),
        ("y^2", r"\frac{x^2 - y^2}{2}", r"\frac{x^2 + y^2}{2}"),
    ],
)
def test_a_sign_is_turned(term: str, written: str, result: str | None) -> None:
    assert applied(Patch(How.TURN, term), written) == result


@pytest.mark.parametrize(
    "term, written, result",
    [
        ("b", "a + b", "a "),
        ("b", "a - b + c", "a + c"),
        ("a", "a + b", " b"),
        ("a", "a - b", "- b"),
        ("a", "-a + b", " b"),
        ("b", "a + 2b", None),
        ("a", "a", None),
    ],
)
def test_a_term_is_struck_out(term: str, written: str, result: str | None) -> None:
    assert applied(Patch(How.DROP, term), written) == result


def test_a_term_is_put_at_the_end_and_a_factor_in_front() -> None:
    assert applied(Patch(How.APPEND, after=" + c"), "a + b ") == "a + b + c "
    assert applied(Patch(How.PREFIX, after="2 "), "A b") == "2 A b"
    assert applied(Patch(How.PREFIX, after="2 "), "-A b") is None


@pytest.mark.parametrize(
    "printed, written, result",
    [
        (r"A^\top b", "x^T y", "A^T b"),
        (r"A^\top b", r"x^\top y + z^T", r"A^\top b"),
        (r"\log x", r"\ln y", r"\ln x"),
        (r"\mathbb{E}[X]", r"\mathrm{E}(Y)", r"\mathrm{E}[X]"),
        (r"\mathbb{E}[X]", r"\mathrm{Exp}(Y)", r"\mathbb{E}[X]"),
        (r"2 \det(V)", "|V| + 1", "2 |V|"),
        (r"2 \det(V)", "V + 1", r"2 \det(V)"),
    ],
)
def test_the_page_has_its_own_spelling(printed: str, written: str, result: str) -> None:
    assert restyled(printed, written) == result

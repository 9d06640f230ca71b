"""Printed terms found in what an author wrote."""

from __future__ import annotations

import pytest

from mathlint.judge.splice import enclosed, find, fitted


@pytest.mark.parametrize(
    "printed, written, found",
    [
        ("x^2", r"-2x\, e^{x^2}", "x^2"),
        ("2 x y", r"x^2 + 2\,xy + y^2", r"2\,xy"),
        (r"\left( a + b \right)", r"3(a+b)", "(a+b)"),
        (r"\frac{x}{2}", r"1 + \dfrac{x}{2}", r"\dfrac{x}{2}"),
        (r"\sin x", r"\sin x \cos x", r"\sin x"),
        ("x", r"\exp(2)", None),
        ("x", "x + x^2", None),
        ("2", "12", None),
        ("1", "n_{1} + 21", "1"),
        ("", "x", None),
    ],
)
def test_the_same_tokens_in_one_place(printed: str, written: str, found: str | None) -> None:
    place = find(printed, written)
    assert (None if place is None else written[slice(*place)]) == found


@pytest.mark.parametrize(
    "replacement, written, old, result",
    [
        ("2 x", "e^x", "x", "e^{2 x}"),
        ("y", "e^x", "x", "e^y"),
        ("2 x", r"\frac x y", "x", r"\frac {2 x} y"),
        ("y", r"\sin2", "2", r"\sin y"),
        ("(2 x)", r"\sin x", "x", r"\sin (2 x)"),
    ],
)
def test_a_replacement_fits_its_place(replacement: str, written: str, old: str, result: str) -> None:
    place = find(old, written)
    assert place is not None
    assert written[: place[0]] + fitted(replacement, written, place) + written[place[1] :] == result


@pytest.mark.parametrize(
    "written, inside", [("e^{x}", True), (r"\sin(x)", True), (r"\sin\left(x\right)", True), ("(x + 1)", False)]
)
def test_what_stands_alone_between_brackets(written: str, inside: bool) -> None:
    place = find("x", written)
    assert place is not None
    assert enclosed(written, place) is inside

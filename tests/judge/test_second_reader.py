"""The second reader speaks only where it can, and then only against an alarm."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from mathlint.elaborate.model import Reading
from mathlint.engine.verdict import Refuted, Witness
from mathlint.expr.obligation import Declaration, Obligation
from mathlint.expr.tree import name
from mathlint.judge.second_reader import DISAGREES, second_opinion


def ask(desk: Any, left: str, right: str, **point: str) -> Any:
    declarations = tuple(Declaration(f"v_{n}") for n in sorted(point))
    shown = {f"v_{n}": n for n in point}
    reading = Reading((), Obligation(name("l"), "=", name("r"), declarations), shown=shown)
    step = desk.step(reading, left=left, right=right)
    return second_opinion(step, reading, Witness({f"v_{n}": value for n, value in point.items()}, {}))


@pytest.mark.parametrize(
    "left, right",
    [
        (r"(x+y)^2", r"x^2 + 2xy + y^2"),
        (r"\frac{1}{2}x + y", r"\frac{x + 2y}{2}"),
        (r"x^{2} + y^{x - 1}", r"y^{x - 1} + x^{2}"),
        (r"X_{12}-\lambda X_{12}", r"(1-\lambda)X_{12}"),
    ],
)
def test_sides_that_it_finds_equal_are_a_question(desk: Any, left: str, right: str) -> None:
    point = {"X_{12}": "3/7", r"\lambda": "2/5"} if "lambda" in left else {"x": "3/7", "y": "-5/9"}
    assert ask(desk, left, right, **point) is DISAGREES


@pytest.mark.parametrize(
    "left, right, point",
    [
        (r"\sum_{k=1}^{n} k", r"\frac{n (n + 1)}{2}", {"n": "4"}),
        (r"\sum_{k=1}^{n} \sum_{j=1}^{k} j", r"\frac{n (n + 1) (n + 2)}{6}", {"n": "4"}),
        (r"\prod_{k=1}^{n} x k", r"n! x^n", {"n": "4", "x": "3/7"}),
        (r"\int_0^x t^2 \, dt", r"\frac{x^3}{3}", {"x": "3/7"}),
        (r"\lfloor x \rfloor + 1", r"\lceil x \rceil", {"x": "31/7"}),
        (r"\ln(x y)", r"\ln x + \ln y", {"x": "3/7", "y": "5/9"}),
    ],
)
def test_sums_and_integrals_are_read(desk: Any, left: str, right: str, point: dict[str, str]) -> None:
    assert ask(desk, left, right, **point) is DISAGREES


@pytest.mark.parametrize(
    "left, right, point",
    [
        (r"(x+y)^2", r"x^2 + y^2", {"x": "3/7", "y": "-5/9"}),
        (r"X + x", r"2x", {"x": "3/7", "X": "2/7"}),
        (r"f(x)", r"f(x)", {"x": "3/7"}),
        (r"x^T x", r"x^T x", {"x": "3/7"}),
        (r"\log x", r"\log x", {"x": "3/7"}),
        (r"x^{(2)} + x", r"x + x^{(2)}", {"x": "3/7"}),
        (r"x^{T} x", r"x^{T} x", {"x": "3/7"}),
        (r"x y", r"x y", {"x": "3/7"}),
        (r"9^{9^{9^{9}}}", r"9^{9^{9^{9}}}", {}),
        (r"x + (", r"x", {"x": "3/7"}),
        (r"\sum_{k=1}^{n} (k + 1)", r"\sum_{k=1}^{n} k + 1", {"n": "4"}),
        (r"\sum_{k=1}^{n} k", r"\frac{n}{2}", {"n": "4"}),
        (r"\sum_{k=1}^{n} k", r"\sum_{k=1}^{n} k", {"n": "100000"}),
        (r"\sum_{k=1}^{n} k", r"\sum_{k=1}^{n} k", {"n": "7/2"}),
        (r"\int_0^x t\, dt", r"x^2", {"x": "3/7"}),
    ],
)
def test_it_says_nothing_where_it_cannot_or_agrees(desk: Any, left: str, right: str, point: dict[str, str]) -> None:
    assert ask(desk, left, right, **point) is None


def test_it_is_not_loaded_for_a_page_without_alarms() -> None:
    import subprocess

    script = "import mathlint.judge, sys; sys.exit('latex2sympy2_extended' in sys.modules or 'sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_it_turns_an_alarm_into_a_question(desk: Any) -> None:
    reading = desk.reading("a", "b", Refuted(Witness({"a": "3/7", "b": "2/5"}, {})))
    desk.step(reading, left="a + b", right="b + a")
    assert desk.judged().judgements[0].verdict is DISAGREES

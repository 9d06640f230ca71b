"""From a page to the words and the edit, and back: the edit applied to the page, the step holds."""

from __future__ import annotations

import pytest

from mathlint.diagnostic import Diagnostic
from mathlint.pipeline import check
from mathlint.source import SourceFile

GIVEN = (
    r"Let $x, y > 0$ be real numbers, $A$ and $B$ be $n\times n$ matrices and $b$ in $\mathbb{R}^n$. "
    r"$X$ is a random variable. Then"
)
PAGES = (
    (r"(x+y)^2 + (x + y)^2 = 2 (x+y)^2 = 2 (x^2 + x y + y^2)", "a factor `2` is missing in `x y`"),
    (r"(x+y)(x+y)^2 = (x+y)^3 = x^3 + 3x^2 y + 3 x y^2 - y^3", "the sign of `y^3` is wrong"),
    (r"\frac{1}{x+1} - \frac{1}{x+2} = \frac{x + 2 - x - 1}{(x+1)(x+2)} = \frac{1}{(x+1)(x+3)}", "`3` should be `2`"),
    (r"\frac{d}{dx} e^{-x^2} = e^{-x^2} \frac{d}{dx} (-x^2) = -2x\, e^{x^2}", "the sign of `x^2` is wrong"),
    (r"\frac{d}{dx} e^{-x^2} = e^{-x^2} \frac{d}{dx} (-x^2) = -2x\, e^{-x}", "`x` should be squared"),
    (r"\sum_{k=1}^{n} 2 k = n(n+1) = n^2 - n", "the sign of `n` is wrong"),
    (r"\nabla_b \|A b\|^2 = \nabla_b (b^\top A^\top A b) = A^\top A b", "the left side is 2 times the right"),
    (r"(A B)^\top (A B) = B^\top A^\top A B = A^\top B^\top A B", r"the factors of `A^\top B^\top A B` stand in the wrong order"),
    (r"12 \cdot 12 + 0 = 144 = 142", "the left side is `144`"),
    (r"\log(x^2 y) = \log x^2 + \log y = 2 \log x - \log y", r"the sign of `\log y` is wrong"),
    (r"\int_0^1 x^2\,dx = \left[\frac{x^3}{3}\right]_0^1 = \frac{1}{2}", r"the left side is `\frac{1}{3}`"),
    (r"(A + B)(A + B) + 0 = A^2 + AB + BA + B^2 = A^2 + 2AB + B^2", "`2 A B` should be `A B + B A`"),
    (r"\sqrt{x^2 + y^2}\sqrt{x^2 + y^2} = x^2 + y^2 = x^2 + y^3", "the exponent of `y` should be `2`"),
    (r"\frac{x^2 - y^2}{x - y} = \frac{(x-y)(x+y)}{x-y} = x - y", "the sign of `y` is wrong"),
)  # fmt: skip


def page(formula: str) -> SourceFile:
    return SourceFile("page.md", f"{GIVEN}\n\n$$ {formula} $$\n")


def false_steps(source: SourceFile) -> list[Diagnostic]:
    return [d for d in check(source).diagnostics if d.code == "ML101"]


@pytest.mark.parametrize("formula, words", PAGES, ids=[formula for formula, _ in PAGES])
def test_the_words_of_a_page(formula: str, words: str) -> None:
    (finding,) = false_steps(page(formula))
    assert finding.message == f"this step is false: {words}"


@pytest.mark.parametrize("formula", [formula for formula, _ in PAGES])
def test_the_edit_applied_the_step_holds(formula: str) -> None:
    source = page(formula)
    (finding,) = false_steps(source)
    edit = finding.suggestion
    assert edit is not None
    text = source.text[: edit.span.start] + edit.replacement + source.text[edit.span.end :]
    mended = check(SourceFile(source.path, text))
    assert not [d for d in mended.diagnostics if d.code.startswith("ML1")], text
    claims = [s.verdict for s in mended.steps if s.role == "claim"]
    assert claims
    assert set(claims) <= {"proved", "supported"}, text


def test_what_the_author_wrote_around_the_edit_stays() -> None:
    (finding,) = false_steps(page(PAGES[3][0]))
    assert finding.suggestion is not None
    assert finding.suggestion.replacement == r"-2x\, e^{-x^2}"

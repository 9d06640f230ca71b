"""Which Markdown escapes are undone inside mathematics: the page is asked."""

from __future__ import annotations

import pytest

from mathlint.document import read
from mathlint.source import SourceFile


def texts(note: str) -> list[str]:
    return [block.text for block in read(SourceFile("n.md", note)).blocks]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (r"$\hat a\_{1}\^2 = f\'\_X$", [r"\hat a_{1}\^2 = f'_X"]),
        (r"$\theta^\* = \mu\(c\)$ and $\left\[ x \right\]$", [r"\theta^* = \mu(c)", r"\left[ x \right]"]),
        (r"$batch\_size = 2$, $\text{my\_var}$", [r"batch\_size = 2", r"\text{my\_var}"]),
        ("$$\na &= b \\\\\\\\\n&= c \\\\\\\\[2pt]\n&= d\n$$", ["\na &= b \\\\\n&= c \\\\[2pt]\n&= d\n"]),
        (r"\begin{align} a &= b \\\ &= c \\\ \end{align}", [r"\begin{align} a &= b \\ &= c \\ \end{align}"]),
        (r"$a &lt; b &gt; c$", ["a < b > c"]),
        (r"$\\{1, 2\\}$", [r"\{1, 2\}"]),
        (r"\\(a\_1 \\, b\\)", [r"a_1 \, b"]),
        (r"$\{x\} \, \$ \% \# \|v\| \\ \hline \\\hline$", [r"\{x\} \, \$ \% \# \|v\| \\ \hline \\\hline"]),
    ],
)
def test_escapes(note: str, expected: list[str]) -> None:
    assert texts(note) == expected


def test_bars_are_norms_unless_the_page_shows_that_escapes_are_undone() -> None:
    assert texts(r"$\|v\|^2$ and $D(p\|q)$") == [r"\|v\|^2", r"D(p\|q)"]
    assert texts(r"$\|\|v\|\|^2$ and $p(x \| y)$") == ["||v||^2", "p(x | y)"]
    assert texts(r"$p(\theta\_1 \| y)$ and $\\|v\\|$") == [r"p(\theta_1 | y)", r"\|v\|"]
    assert texts(r"$\mu\_1$ and $\|v\|$") == [r"\mu_1", r"\|v\|"]


def test_double_dollars_are_judged_by_themselves() -> None:
    assert texts(r"$p(x\_1 \| y)$ and $$\|v\|$$") == ["p(x_1 | y)", r"\|v\|"]


def test_an_escaped_bar_in_a_table_is_a_bar() -> None:
    note = "| a |\n|---|\n| $p(x \\| y)$ |\n\n$\\|v\\|$"
    assert texts(note) == ["p(x | y)", r"\|v\|"]


def test_an_undone_escape_keeps_its_place() -> None:
    note = r"$x\_1 = y$"
    (block,) = read(SourceFile("n.md", note)).blocks
    at = block.text.index("_")
    assert note[block.starts[at] : block.ends[at]] == r"\_"
    span = block.source_span(0, 3)
    assert note[span.start : span.end] == r"x\_1"

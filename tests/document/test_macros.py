"""Macros: where they may be defined, what their calls become, which place in the file the result comes from, and the bounds."""

from __future__ import annotations

import pytest

from mathlint.document import read
from mathlint.document.model import Macro
from mathlint.source import SourceFile


def texts(note: str, macros: dict[str, Macro] | None = None) -> list[str]:
    return [block.text.strip() for block in read(SourceFile("n.md", note), macros).blocks]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (r"$$\newcommand{\Z}{\mathbb{Z}}$$ then $n \in \Z$", ["", r"n \in \mathbb{Z}"]),
        (r"$\newcommand\Z{\mathbb Z} \Z$", [r"\mathbb Z"]),
        (
            r"$\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}} \pd{f}{x_1} + \pd gy$",
            [r"\frac{\partial f}{\partial x_1} + \frac{\partial g}{\partial y}"],
        ),
        (r"$\newcommand{\pow}[2][x]{#1^{#2}} \pow{2} + \pow[y]{3}$", ["x^{2} + y^{3}"]),
        (r"$\def\nrm#1{\|#1\|} \nrm{x + \nrm y}$", [r"\|x + \|y\|\|"]),
        (r"$\def\pair(#1;#2){\langle #1 | #2 \rangle} \pair(a;{b;c})$", [r"\langle a | b;c \rangle"]),
        (
            r"$\DeclareMathOperator{\rk}{rank}\DeclareMathOperator*{\amin}{arg\,min} \amin_x \rk A$",
            [r"\operatorname*{arg\,min}_x \operatorname{rank} A"],
        ),
        (r"$\DeclarePairedDelimiter{\abs}{\lvert}{\rvert} \abs{x}$", [r"\left\lvert x\right\rvert"]),
        (r"$\let\eps=\varepsilon \eps$ and $\let\e\eps \e x$", [r"\varepsilon", r"\varepsilon x"]),
        (r"$\let\old\vec \renewcommand{\vec}[1]{\old{\mathbf{#1}}} \vec{u}$", [r"\vec{\mathbf{u}}"]),
        (r"$\newcommand{iid}{\sim} X \iid Y$", [r"X \sim Y"]),
        (r"$\def\a{1} \a$ $\def\a{2} \a$", ["1", "2"]),
        (r"$\vec u$ $\renewcommand{\vec}[1]{\mathbf{#1}} \vec u$", [r"\vec u", r"\mathbf{u}"]),
        (r"$\late = 1$ $\newcommand{\late}{y}$", ["y = 1", ""]),
        (r"$\newcommand{\al}{\alpha} \al b$", [r"\alpha b"]),
        (r"$\newcommand{\id}[1]{#1} \id\alpha b$", [r"\alpha b"]),
        (r"$\newcommand{\bx}{\mathbf{x}} y_\bx + y^\bx$", [r"y_{\mathbf{x}} + y^{\mathbf{x}}"]),
        ("$$\\newcommand{\\R}{r}\n% \\R stays\n\\R$$", ["% \\R stays\nr"]),
        ("\\newcommand{\\bx}{\\mathbf{x}}\n\\def\\by{\\mathbf{y}}\n\nNow $\\bx = \\by$.", [r"\mathbf{x} = \mathbf{y}"]),
    ],
)
def test_expansion(note: str, expected: list[str]) -> None:
    assert texts(note) == expected


@pytest.mark.parametrize(
    "table",
    [
        'macros:\n  RR: "\\\\mathbb{R}"\n  nrm: ["\\\\|#1\\\\|", 1]',
        "mathjax:\n  other: 1\n  macros:\n    '\\RR': \\mathbb{R}\n    nrm:\n      - '\\|#1\\|'\n      - 1\nlater: 2",
        'katex:\n  macros:\n    "\\\\RR": "\\\\mathbb{R}"\n    "\\\\nrm": "\\\\|#1\\\\|"',
    ],
)
def test_tables_in_front_matter(table: str) -> None:
    assert texts(f"---\ntitle: a $b$\n{table}\n---\n$\\nrm x \\in \\RR$") == [r"\|x\| \in \mathbb{R}"]


def test_a_preamble_gives_its_macros_and_the_note_may_change_them() -> None:
    preamble = read(SourceFile("notation.md", r"$$\newcommand{\R}{\mathbb R}\newcommand{\bx}{\mathbf x}$$")).macros
    assert set(preamble) == {r"\R", r"\bx"}
    note = r"$\bx \in \R$, but $\renewcommand{\bx}{\vec x} \bx$"
    document = read(SourceFile("n.md", note), preamble)
    assert [b.text.strip() for b in document.blocks] == [r"\mathbf x \in \mathbb R", r"\vec x"]
    assert dict(document.macros) == {r"\bx": Macro(r"\bx", 0, r"\vec x")}
    assert preamble[r"\bx"].body == r"\mathbf x"


def test_places_map_back_to_the_call_and_to_the_arguments() -> None:
    note = r"$\newcommand{\half}[1]{\frac{#1}{2}} y = \half{u+v}$"
    (block,) = read(SourceFile("n.md", note)).blocks
    call = block.text.index(r"\frac")
    span = block.source_span(call, len(block.text))
    assert note[span.start : span.end] == r"\half{u+v}"
    argument = block.text.index("u+v")
    span = block.source_span(argument, argument + 3)
    assert note[span.start : span.end] == "u+v"
    assert note[block.starts[call] : block.ends[call]] == r"\half{u+v}"


@pytest.mark.parametrize(
    ("note", "place"),
    [
        (r"$\def\a{\a\a} x = \a$", r"\a"),
        (r"$\def\a{\b}\def\b{1 + \a} x = \a$", r"\a"),
        (r"$\def\a#1{\a{#1#1}} x = \a{y}$", ""),
        (
            "$"
            + "".join(
                rf"\def\{c}{{\{d}\{d}\{d}\{d}\{d}\{d}\{d}\{d}}}" for c, d in zip("abcdefg", "bcdefgh", strict=True)
            )
            + r"\def\h{xyz} \a$",
            "",
        ),
        (r"$\newcommand{\d}[1]{#1#1#1} " + r"\d{" * 30 + "x" + "}" * 30 + "$", ""),
    ],
    ids=["self", "mutual", "growing", "bomb", "arguments"],
)
def test_endless_macros_are_refused_with_an_issue(note: str, place: str) -> None:
    (block, after) = read(SourceFile("n.md", note + " $z$")).blocks
    assert len(block.issues) == 1
    span, message = block.issues[0]
    assert "calls itself" in message if place else "more than can be read" in message
    assert note[span.start : span.end].startswith(place)
    assert len(block.text) <= len(note)
    assert after.text == "z"


def test_a_call_without_its_argument_stays_as_it_is() -> None:
    (first, second) = read(SourceFile("n.md", r"$\newcommand{\f}[1]{g(#1)} x = \f$ and $\f{a$")).blocks
    assert [m for _, m in first.issues] == [r"this call of `\f` lacks an argument"]
    assert first.text.strip() == r"x = \f"
    assert second.text == r"\f{a"
    assert second.issues

"""The pragma that supposes something: its parts, their places, and what they are written out as."""

from __future__ import annotations

import pytest

from mathlint.document import read
from mathlint.document.assumed import parts
from mathlint.document.model import Directive, MathBlock, Prose
from mathlint.pipeline import check
from mathlint.source import SourceFile

NOTE = "<!-- mathlint: assume {} -->\n\nIn this note we have\n\n$$ x = x $$\n"


def written(assumption: str) -> str:
    """The sentences, with formulas in dollars."""
    items = read(SourceFile("a.md", NOTE.format(assumption))).items
    told = [i for i in items if isinstance(i, Prose) or (isinstance(i, MathBlock) and i.given)]
    return "".join(f"${i.text}$" if isinstance(i, MathBlock) else i.text for i in told).partition("In this")[0].strip()


@pytest.mark.parametrize(
    ("assumption", "sentence"),
    [
        ("x > 0", "Assume that $x > 0$."),
        ("A symmetric", "Let $A$ be symmetric."),
        ("A is symmetric", "Let $A$ be symmetric."),
        ("n integer", "Let $n$ be an integer."),
        ("n, m integers", "Let $n, m$ be integers."),
        ("z complex", "Let $z$ be a complex number."),
        (r"\Sigma positive definite", r"Let $\Sigma$ be positive definite."),
        ("$A$ symmetric; $x > 0$;", "Let $A$ be symmetric.Assume that $x > 0$."),
        ("$v$ is a unit vector", "Let $v$ be a unit vector."),
        ("f(x) = x^2", "Let $f(x) = x^2$."),
        ("", ""),
    ],
)
def test_it_is_written_out(assumption: str, sentence: str) -> None:
    assert written(assumption) == sentence


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_formulas_have_their_places_in_the_comment(ending: str) -> None:
    text = NOTE.format("A symmetric;\n  x, y > 0").replace("\n", ending)
    blocks = [b for b in read(SourceFile("a.md", text)).blocks if b.given]
    assert [text[b.source_span(0, len(b.text)).start : b.source_span(0, len(b.text)).end] for b in blocks] == [
        "A",
        "x, y > 0",
    ]


def test_macros_of_the_note_are_known_in_it() -> None:
    text = "$\\newcommand{\\half}{\\frac{1}{2}}$\n\n" + NOTE.format(r"x > \half")
    assert [b.text for b in read(SourceFile("a.md", text)).blocks if b.given] == [r"x > \frac{1}{2}"]


def test_other_comments_have_no_parts() -> None:
    text = "<!-- mathlint: ignore ML101 -->"
    (directive,) = (i for i in read(SourceFile("a.md", text)).items if isinstance(i, Directive))
    assert parts(SourceFile("a.md", text), directive) == ()


def test_it_is_no_formula_and_no_step_of_the_note() -> None:
    report = check(SourceFile("a.md", NOTE.format("x = 2 y; n integer; q >")))
    assert len(report.formulas) == 1
    assert len(report.steps) == 1
    assert report.unread == ()


def test_a_part_that_is_not_understood_is_named() -> None:
    report = check(SourceFile("a.md", NOTE.format("x > 0; A symetric; flurb")))
    told = [(d.code, report.source.slice(d.span)) for d in report.diagnostics]
    assert told == [("ML901", "A symetric"), ("ML901", "flurb")]


def test_an_assumption_without_anything_is_named() -> None:
    report = check(SourceFile("a.md", NOTE.format("")))
    assert [(d.code, d.severity) for d in report.diagnostics] == [("ML901", "warning")]


def test_it_holds_to_the_end_of_its_section() -> None:
    step = "We have\n\n$$ |x| = x $$\n"
    note = f"# One\n\n{step}\n<!-- mathlint: assume x > 0 -->\n\n{step}\n## Inside\n\n{step}\n# Two\n\n{step}"
    verdicts = [s.verdict for s in check(SourceFile("a.md", note)).steps]
    assert verdicts == ["supported", "supported", "supported", "conditional"]


@pytest.mark.parametrize(
    "note", ["> <!-- mathlint: assume\n> x > 0;\n> A symmetric -->\n>\n> We have\n>\n> $$ |x| = x $$\n"]
)
def test_it_may_stand_in_a_quote(note: str) -> None:
    report = check(SourceFile("a.md", note))
    assert ([s.verdict for s in report.steps], report.diagnostics) == (["supported"], ())

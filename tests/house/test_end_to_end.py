"""The whole way, nothing replaced: notes on disk to text, JSON and exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import mathlint
from mathlint.cli import main
from tests.house.contract import assert_contract

TRUE = "For real $a$ and $b$,\n\n$$\n(a + b)^2 - (a - b)^2 = a^2 + 2ab + b^2 - a^2 + 2ab - b^2 = 4ab\n$$\n"
FALSE = TRUE.replace("= 4ab", "= 2ab")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("true.md", TRUE), ("false.md", FALSE)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str, data: str | None = None) -> Result:
    result = CliRunner().invoke(main, arguments, input=data)
    assert "internal error" not in result.output
    return result


def test_what_is_right_is_passed_in_silence() -> None:
    result = run("true.md")
    assert result.exit_code == 0
    assert "2 hold, 0 false" in result.stdout
    assert len(result.stdout.splitlines()) == 1


def test_what_is_false_is_found_where_it_is() -> None:
    result = run("--output-format", "concise", "false.md")
    assert result.exit_code == 1
    first, *_ = result.stdout.splitlines()
    assert first.startswith("false.md:4:61: error: ML101 this step is false")


def test_the_full_text_shows_the_line_and_both_values() -> None:
    text = run("false.md").stdout
    assert "4 | (a + b)^2" in text
    assert "^^^" in text
    assert " at a = " in text or "at b = " in text
    assert all(len(line) <= 80 for line in text.splitlines()[:-1])


def test_the_json_keeps_its_contract() -> None:
    result = run("--output-format", "json", "--all-steps", ".")
    output = json.loads(result.stdout)
    assert_contract(output, {"true.md": TRUE, "false.md": FALSE})
    assert [record["path"] for record in output["files"]] == ["false.md", "true.md"]
    assert output["summary"]["refuted"] == 1


def test_two_runs_say_the_same() -> None:
    arguments = ("--output-format", "json", "--all-steps", ".")
    assert run(*arguments).stdout == run(*arguments).stdout == run("--jobs", "0", *arguments).stdout


def test_crlf_changes_no_column() -> None:
    Path("false.md").write_bytes(FALSE.replace("\n", "\r\n").encode())
    assert run("--output-format", "concise", "false.md").stdout.startswith("false.md:4:61: error: ML101")


def test_standard_input() -> None:
    result = run("--output-format", "concise", "-", "--stdin-filename", "here.md", data=FALSE)
    assert result.stdout.startswith("here.md:4:61: error: ML101")


def test_macros_of_a_preamble_are_in_scope() -> None:
    Path("mathlint.toml").write_text('preamble = ["notation.md"]', encoding="utf-8")
    Path("notation.md").write_text("$\\newcommand{\\half}[1]{\\frac{#1}{2}}$\n", encoding="utf-8")
    text = "For real $a$,\n\n$$\na \\half{a} + a \\half{a} = 2 a \\half{a} = WHAT\n$$\n"
    Path("true.md").write_text(text.replace("WHAT", "a^2"), encoding="utf-8")
    Path("false.md").write_text(text.replace("WHAT", "2 a^2"), encoding="utf-8")
    assert "2 hold, 0 false" in run("true.md").stdout
    assert run("--output-format", "concise", "false.md").stdout.startswith("false.md:4:42: error: ML101")


def test_a_line_is_explained() -> None:
    text = run("explain", "false.md:4").stdout
    assert "role: claim, strong" in text
    assert "verdict: refuted" in text
    assert "the left side is" in text


def test_every_rule_has_its_manual_page() -> None:
    from mathlint.rules import REGISTRY

    for code in REGISTRY:
        result = run("explain", code)
        assert result.exit_code == 0
        assert result.stdout.startswith(code)


def test_one_formula() -> None:
    where = r"Let $A \in \mathbb{R}^{m \times n}$, $x \in \mathbb{R}^n$ and $b \in \mathbb{R}^m$."
    text = run("read", r"\nabla_x \|Ax-b\|^2", "--context", where).stdout
    assert text.startswith("gradient : n×1\n")
    assert "norm 2 : scalar" in text
    assert "name A : m×n" in text
    assert "sympy: " in text
    broken = run("read", r"\frac{1}{")
    assert broken.exit_code == 1
    assert broken.stderr.startswith("not read: ")


@pytest.mark.parametrize(
    ("latex", "sympy"),
    [
        ("-x + 3", "3 - x"),
        ("x", "x"),
        (r"y = \frac{1}{2}x^2", "Eq(y, x**2/2)"),
        (r"\sum_{i=1}^n x_i^2 = 3", "Eq(Sum(x[i]**2, (i, 1, n)), 3)"),
        (r"A^\top A", "A.T*A"),
    ],
)
def test_formulas_as_sympy(latex: str, sympy: str) -> None:
    assert str(mathlint.to_sympy(latex)) == sympy
    assert run("read", latex).stdout.splitlines()[-1] == f"sympy: {sympy}"


@pytest.mark.parametrize("latex", ["", " ", r"\frac", "a = b = c", "="])
def test_what_is_no_formula(latex: str) -> None:
    result = run("read", latex)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("not read: ")


def test_the_public_interface() -> None:
    import sympy

    report = mathlint.check(mathlint.SourceFile("n.md", FALSE))
    assert isinstance(report, mathlint.Report)
    (found,) = [d for d in report.diagnostics if d.severity == "error"]
    assert isinstance(found, mathlint.Diagnostic)
    assert report.source.slice(found.span) == "2ab"
    x = sympy.Symbol("x", real=True)
    assert sympy.simplify(mathlint.to_sympy(r"\frac{1}{2} x^2") - x**2 / 2) == 0
    assert mathlint.to_sympy(r"x + 1 = 2") == sympy.Eq(x + 1, 2)


def test_nothing_else_is_public() -> None:
    with pytest.raises(AttributeError, match="no attribute 'checks'"):
        mathlint.checks  # noqa: B018


@pytest.mark.parametrize(
    "text", ["", "\n", "no mathematics at all\n", "$$", "$$\n$$", "$", "\ufffd $x = $", "$$=$$", "$$a=b=$$"]
)
def test_odd_notes_give_a_report(text: str) -> None:
    report = mathlint.check(mathlint.SourceFile("n.md", text))
    assert report.failure is None
    assert not [found for found in report.diagnostics if found.code.startswith("ML1")]


def test_cases_with_conditions_in_dollars() -> None:
    note = (
        "For a number $x$ we have\n\n"
        "$$ |x| = \\begin{cases} x & \\text{if $x \\ge 0$} \\\\ OTHER & \\text{for $x < 0$} \\end{cases} $$\n"
    )
    Path("true.md").write_text(note.replace("OTHER", "-x"), encoding="utf-8")
    Path("false.md").write_text(note.replace("OTHER", "x^2"), encoding="utf-8")
    assert "1 holds, 0 false" in run("true.md").stdout
    assert "1 holds only under an assumption" in run("false.md").stdout

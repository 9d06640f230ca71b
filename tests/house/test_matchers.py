"""Each pattern of `editors/` on what the concise format really writes."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mathlint.diagnostic import Diagnostic, Report, Severity
from mathlint.render import concise
from mathlint.source import SourceFile, Span
from tests.house.reports import norms, undecided

EDITORS = Path(__file__).parents[2] / "editors"
CLOSING = "2 files, 5 formulas: 1 of 3 steps checked, 0 hold, 1 false; 2 not decided (1 context, 1 unknown-symbol)"


def awkward() -> Report:
    """A path and a message with what could confuse a pattern."""
    text = "first\nsecond $x: y$\n"
    found = Diagnostic(
        "ML402", "n", Severity.WARNING, Span(13, 19), "`b: 3:4: error` is not defined; with `y` it holds"
    )
    return Report(SourceFile("notes/week 2/a-b.md", text), diagnostics=(found,))


def lines() -> list[str]:
    reports = (norms(), awkward(), undecided())
    return [str(line) for report in reports for line in concise.render(report, report.diagnostics)]


EXPECTED = [
    ("notes/norms.md", 8, 3, "error", "ML101", "this step is false: the right side is 2 times the left"),
    ("notes/week 2/a-b.md", 2, 8, "warning", "ML402", "`b: 3:4: error` is not defined; with `y` it holds"),
    ("notes/loss.md", 5, 11, "info", "ML801", "`{` is never closed"),
]


def test_the_lines_themselves() -> None:
    assert lines() == [f"{p}:{n}:{c}: {s}: {code} {text}" for p, n, c, s, code, text in EXPECTED]


def pattern(name: str) -> dict[str, Any]:
    data = json.loads((EDITORS / name).read_text(encoding="utf-8"))
    if "tasks" in data:
        return dict(data["tasks"][0]["problemMatcher"]["pattern"])
    return dict(data["problemMatcher"][0]["pattern"][0])


@pytest.mark.parametrize("name", ["vscode-tasks.json", "github-problem-matcher.json"])
def test_vs_code_and_github(name: str) -> None:
    rule = pattern(name)
    keys = ("file", "line", "column", "severity", "code", "message")
    for line, expected in zip(lines(), EXPECTED, strict=True):
        match = re.search(rule["regexp"], line)
        assert match
        assert tuple(match[rule[key]] for key in keys) == tuple(map(str, expected))
    assert not re.search(rule["regexp"], CLOSING)


def test_emacs() -> None:
    text = (EDITORS / "mathlint.el").read_text(encoding="utf-8")
    written = re.search(r'"(\^.*)"', text)
    assert written
    # Emacs: \\( \\) \\| group; Python groups without the backslashes
    python = written[1].replace("\\\\", "\\").replace(r"\(?:", "(?:").replace(r"\(", "(").replace(r"\)", ")")
    python = python.replace(r"\|", "|")
    for line, (path, number, column, severity, *_) in zip(lines(), EXPECTED, strict=True):
        match = re.search(python, line)
        assert match
        assert match.group(1, 2, 3) == (path, str(number), str(column))
        # (4 . 5): group 4 marks a warning, group 5 information
        assert (match[4] is not None, match[5] is not None) == (severity == "warning", severity == "info")
    assert not re.search(python, CLOSING)


@pytest.mark.skipif(shutil.which("emacs") is None, reason="needs Emacs")
def test_emacs_itself(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("\n".join([*lines(), CLOSING]), encoding="utf-8")
    script = (
        f'(progn (load "{EDITORS / "mathlint.el"}") (find-file "{log}") (goto-char (point-min))'
        "(let ((re (cadr (assq 'mathlint compilation-error-regexp-alist-alist))))"
        '(while (re-search-forward re nil t) (princ (format "%s|%s\\n" (match-string 1) (match-string 2))))))'
    )
    done = subprocess.run(["emacs", "--batch", "--eval", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"{path}|{line}" for path, line, *_ in EXPECTED]


def vim_errorformat() -> str:
    text = (EDITORS / "mathlint.vim").read_text(encoding="utf-8")
    written = re.search(r"^CompilerSet errorformat=(.*)$", text, re.MULTILINE)
    assert written
    return written[1]


def test_vim_errorformat() -> None:
    first, rest = vim_errorformat().replace("\\ ", " ").split(",", 1)
    assert rest == "%-G%.%#"  # everything else is left out
    items = {"%f": "(.+?)", "%l": r"(\d+)", "%c": r"(\d+)", "%t": "(.)", "%*[a-z]": "[a-z]+", "%m": "(.+)"}
    regex = re.sub(r"%\*\[a-z\]|%.", lambda item: items[item[0]], first)
    for line, (path, number, column, severity, code, message) in zip(lines(), EXPECTED, strict=True):
        match = re.fullmatch(regex, line)
        assert match
        assert match.groups() == (path, str(number), str(column), severity[0], f"{code} {message}")


@pytest.mark.skipif(shutil.which("vim") is None, reason="needs Vim")
def test_vim_itself(tmp_path: Path) -> None:
    log, out, script = tmp_path / "log", tmp_path / "out", tmp_path / "script.vim"
    log.write_text("\n".join([*lines(), CLOSING]) + "\n", encoding="utf-8")
    script.write_text(
        f"command! -nargs=+ CompilerSet set <args>\nsource {EDITORS / 'mathlint.vim'}\n"
        f"cgetfile {log}\n"
        "let rows = map(getqflist(), {_, q -> join([bufname(q.bufnr), q.lnum, q.col, q.type, q.text], '|')})\n"
        f"call writefile(rows, '{out}')\nqall!\n",
        encoding="utf-8",
    )
    subprocess.run(["vim", "-N", "-u", "NONE", "-i", "NONE", "-es", "-S", str(script)], timeout=20, check=False)
    expected = [f"{p}|{n}|{c}|{s[0]}|{code} {text}" for p, n, c, s, code, text in EXPECTED]
    assert [row.strip() for row in out.read_text(encoding="utf-8").splitlines()] == expected


def test_the_readme_shows_these_very_patterns() -> None:
    readme = (EDITORS.parent / "README.md").read_text(encoding="utf-8")
    assert pattern("vscode-tasks.json") == pattern("github-problem-matcher.json")
    assert pattern("vscode-tasks.json")["regexp"] in readme
    assert vim_errorformat() in readme
    emacs = re.search(r'"\^.*"', (EDITORS / "mathlint.el").read_text(encoding="utf-8"))
    assert emacs
    assert emacs[0] in readme

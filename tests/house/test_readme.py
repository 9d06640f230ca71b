"""The example of the README is what the command line prints for the note beside it, and its commands name what is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from mathlint.rules import REGISTRY

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
_EXAMPLE = re.compile(
    r"(?s)(?P<before><!-- example: begin -->\n+`(?P<file>[\w.]+)`:\n\n````markdown\n(?P<note>.*?)````\n.*?```text\n)"
    r"(?P<output>.*?)(?P<after>```\n+<!-- example: end -->)"
)


def test_the_example_is_real(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    text = README.read_text(encoding="utf-8")
    example = _EXAMPLE.search(text)
    assert example is not None, "README.md has no example between its marks"
    (tmp_path / example["file"]).write_text(example["note"], encoding="utf-8")
    command = f"mathlint {example['file']}"
    done = subprocess.run(
        [sys.executable, "-m", *command.split()],
        cwd=tmp_path,
        env={**os.environ, "COLUMNS": "80", "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    output = f"$ {command}\n{done.stdout}"
    if pytestconfig.getoption("--update"):
        README.write_text(text[: example.start("output")] + output + text[example.end("output") :], encoding="utf-8")
        return
    assert (done.returncode, done.stderr) == (1, "")
    assert output == example["output"]
    assert max(map(len, output.splitlines())) <= 80


def test_what_it_links_to_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_two_commands_are_those_of_ci() -> None:
    """The second of the two set-up commands is what `.ci/run` does, and the first runs on notes that are there."""
    commands = re.findall(r"(?m)^ {4}python3 -m venv .*$", README.read_text(encoding="utf-8"))
    assert len(commands) == 2
    assert commands[0].endswith(".venv/bin/mathlint fixtures/notes/")
    assert commands[1].endswith(".venv/bin/python -m pytest -n auto")
    ci = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert ".venv/bin/python -m pytest -n auto" in ci
    assert list((ROOT / "fixtures/notes").glob("*.md"))


def test_every_rule_is_listed(pytestconfig: pytest.Config) -> None:
    text = README.read_text(encoding="utf-8")
    begin, end = "<!-- rules: begin -->\n", "<!-- rules: end -->"
    assert begin in text
    rows = [f"| {rule.code} | {rule.name} | {rule.severity} | {rule.summary} |\n" for rule in REGISTRY.values()]
    table = "".join(("\n| code | name | at most | |\n|---|---|---|---|\n", *rows, "\n"))
    before, rest = text.split(begin)
    if pytestconfig.getoption("--update"):
        README.write_text(f"{before}{begin}{table}{rest[rest.index(end) :]}", encoding="utf-8")
        return
    assert rest.split(end)[0] == table

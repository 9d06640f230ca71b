"""The command line, with checking itself replaced: options, exit status, the closing line, misuse."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mathlint import workers
from mathlint.cli import main
from mathlint.diagnostic import Report
from mathlint.rules import REGISTRY
from mathlint.workers import Task
from tests.house import reports
from tests.house.contract import assert_contract


def pretend(task: Task) -> Report:
    """By the file's name."""
    name = Path(task.path).stem
    if name == "norms":
        return reports.norms(task.path)
    if name == "loss":
        return reports.undecided(task.path)
    if name == "broken":
        return replace(reports.empty(task.path), failure="it is not text (it holds NUL bytes)")
    return replace(reports.empty(task.path), remarks=("not valid UTF-8",) if name == "odd" else ())


@pytest.fixture(autouse=True)
def pretended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(workers, "check_file", pretend)
    monkeypatch.chdir(tmp_path)
    for name in ("norms", "loss", "broken", "odd", "empty"):
        Path(f"{name}.md").write_text("", encoding="utf-8")


def mathlint(*arguments: str, data: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=data)


def checked(*arguments: str, data: str | None = None) -> Result:
    return mathlint("--jobs", "0", *arguments, data=data)


def test_findings() -> None:
    result = checked("norms.md")
    assert result.exit_code == 1
    assert result.stdout.startswith("ML101 error: ")
    assert result.stdout.splitlines()[-1] == "1 error. 1 file, 3 formulas: 2 of 2 steps checked, 1 holds, 1 false"


def test_nothing_found_is_not_nothing_understood() -> None:
    found, understood = checked("empty.md"), checked("loss.md")
    assert (found.exit_code, understood.exit_code) == (0, 0)
    assert found.stdout == "1 file, no formulas found: nothing to check\n"
    assert understood.stdout.startswith("1 file, 2 formulas: none of 2 steps could be decided")


def test_the_command_may_be_named() -> None:
    assert mathlint("check", "--jobs", "0", "norms.md").stdout == checked("norms.md").stdout


def test_concise() -> None:
    result = checked("--output-format", "concise", "norms.md", "loss.md")
    assert result.stdout.splitlines()[0].startswith("norms.md:8:3: error: ML101 ")
    assert len([line for line in result.stdout.splitlines() if ": error: " in line]) == 1


def test_json() -> None:
    result = checked("--output-format", "json", "--all-steps", "norms.md", "loss.md", "empty.md", "broken.md")
    assert result.exit_code == 1
    output = json.loads(result.stdout)
    assert_contract(output)
    assert [record["path"] for record in output["files"]] == ["norms.md", "loss.md", "empty.md", "broken.md"]
    assert "4 files" in result.stderr


def test_coverage_is_shown_on_request() -> None:
    assert "ML801" not in checked("loss.md").stdout
    shown = checked("--show-unchecked", "loss.md")
    assert shown.stdout.count(": info: ML801 ") == shown.stdout.count("ML801") > 0, "a line each, and once"
    assert shown.exit_code == 0
    concise = checked("--show-unchecked", "--output-format", "concise", "norms.md", "loss.md").stdout
    assert concise.count(": info: ML801 ") == shown.stdout.count("ML801")
    assert "norms.md:8:3: error: ML101" in concise


def test_all_steps_and_statistics() -> None:
    result = checked("--all-steps", "--statistics", "loss.md")
    assert "loss.md:2:3: definition: L = a + b" in result.stdout
    assert "what is in the way of most of them:\n       2  no value for `s_x`\n" in result.stdout


def test_a_file_that_cannot_be_checked() -> None:
    result = checked("broken.md", "norms.md")
    assert result.exit_code == 1
    assert result.stderr == "broken.md: not checked: it is not text (it holds NUL bytes)\n"
    assert "ML101" in result.stdout
    assert result.stdout.split(";")[-1].split() == "1 file could not be checked".split()
    assert checked("broken.md").exit_code == 1


def test_remarks() -> None:
    result = checked("odd.md")
    assert (result.exit_code, result.stderr) == (0, "odd.md: not valid UTF-8\n")


def test_standard_input() -> None:
    assert checked("-", "--stdin-filename", "norms.md", data="").stdout.count("norms.md:8:3") == 1


def test_a_folder_without_notes() -> None:
    Path("inner").mkdir()
    result = checked("inner")
    assert (result.exit_code, result.stdout) == (0, "0 files, no formulas found: nothing to check\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Usage: "),
        (["gone.md"], "gone.md: no such file or folder"),
        (["--output-format", "xml", "norms.md"], "xml"),
        (["--no-such-option", "norms.md"], "--no-such-option"),
        (["-", "norms.md"], "standard input"),
        (["--stdin-filename", "a.md", "norms.md"], "--stdin-filename"),
        (["explain", "ML999"], "neither a rule"),
        (["explain", "gone.md:3"], "gone.md"),
        (["explain", "norms.md:99"], "has 1 lines; there is no line 99"),
    ],
)
def test_misuse(arguments: list[str], words: str) -> None:
    result = mathlint(*arguments)
    assert result.exit_code == 2
    assert words in result.output


def test_a_bad_setting_is_misuse() -> None:
    Path("mathlint.toml").write_text('preambel = ["a.md"]', encoding="utf-8")
    for output_format in ("full", "json"):
        result = checked("--output-format", output_format, "norms.md")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "did you mean `preamble`?" in result.stderr


def test_help_shows_the_options_of_check() -> None:
    result = mathlint("--help")
    assert result.exit_code == 0
    for word in ("--output-format", "--all-steps", "--statistics", "explain", "read", "Exit status"):
        assert word in result.output


def test_the_version_loads_little() -> None:
    script = (
        "import sys; from mathlint.cli import main; main(['--version'], standalone_mode=False); "
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'sympy','flint','antlr4','rich','pathspec','multiprocessing'}))"
        "; print(sorted(m for m in sys.modules if m.startswith('mathlint')))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    version, third, own = done.stdout.splitlines()
    assert version.startswith("mathlint ")
    assert third == "[]"
    assert own == "['mathlint', 'mathlint.cli', 'mathlint.version']"


def test_explain_alone_lists_the_rules() -> None:
    result = CliRunner().invoke(main, ["explain"])
    assert result.exit_code == 0
    assert result.output.splitlines()[0] == "ML101 error   false-step: A step of a derivation is false."
    assert len(result.output.splitlines()) == len(REGISTRY)


@pytest.mark.skipif(sys.platform != "linux", reason="a patched check reaches a worker only by fork")
def test_an_interrupted_run_ends_at_once_and_quietly() -> None:
    script = (  # a shell that starts a job in the background leaves SIGINT ignored
        "import os, signal, time; from mathlint import workers; from mathlint.cli import main;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "workers.check_file = lambda task: os.write(1, b'ready\\n') and time.sleep(50);"
        "main(['.'])"
    )
    started = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (130, "interrupted\n")
    assert time.monotonic() - started < 15


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe that closes")
def test_a_reader_that_leaves_early(tmp_path: Path) -> None:
    for n in range(300):  # far more output than a pipe holds
        Path(f"{n}").mkdir()
        Path(f"{n}/norms.md").touch()
    script = (
        "import sys; from mathlint import workers; from tests.house.test_cli import pretend; workers.check_file = pretend;"
        "from mathlint.cli import main; main(['--jobs', '0', '--output-format', 'json', '--all-steps', '.'])"
    )
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        errors = process.stderr.read()
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert "BrokenPipe" not in errors


@pytest.mark.skipif(os.name != "posix", reason="needs a pipe that closes")
@pytest.mark.parametrize("arguments", [["explain", "note.md:1"], ["explain", "ML101"], ["read", "x + y"]])
def test_a_reader_that_is_gone_is_no_fault(arguments: list[str]) -> None:
    Path("note.md").write_text("$x + x = 2 x$\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "mathlint", *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()
    assert errors == ""
    assert process.returncode == 0

"""`--deep` and `--prove` from the command line: off by default, in step with the workers, the same form of output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mathlint.source import SourceFile
from tests.house.contract import assert_contract

HOLDS = r"""# Sums

For a number $t$ with $0 < t < 1$ we have

$$\sum_{k=1}^{\infty} \frac{1}{k^2} = \frac{\pi^2}{6}$$

$$(t + 1)^2 - (t - 1)^2 = 4 t$$

$$\frac{1}{t} + \frac{1}{1 - t} = \frac{1}{t (1 - t)} = \frac{2}{t (1 - t)}$$
"""


def run(folder: Path, *options: str) -> tuple[dict[str, Any], subprocess.CompletedProcess[str]]:
    done = subprocess.run(
        [sys.executable, "-m", "mathlint", "--output-format", "json", "--all-steps", *options, "."],
        capture_output=True, text=True, cwd=folder, check=False,
        env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
    )  # fmt: skip
    output = json.loads(done.stdout)
    assert_contract(output)
    return output, done


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("notes")
    for number in range(5):
        (made / f"note{number}.md").write_text(HOLDS, encoding="utf-8")
    return made


def steps(output: dict[str, Any]) -> list[list[tuple[str, str]]]:
    return [[(s["verdict"], s["method"]) for s in f["steps"] if s["role"] == "claim"] for f in output["files"]]


@pytest.mark.parametrize("jobs", ["0", "1", "2"])
def test_proofs_with_any_number_of_processes(folder: Path, jobs: str) -> None:
    plain, _ = run(folder, "--jobs", jobs)
    proving, done = run(folder, "--jobs", jobs, "--deep", "--prove")
    assert done.returncode == 1, "the false step is still there"
    for before, after in zip(steps(plain), steps(proving), strict=True):
        assert [v for v, _ in before] == ["supported", "supported", "supported", "refuted"]
        assert after == [
            ("proved", "sympy: a sum"),
            ("proved", "sympy"),
            ("proved", "sympy"),
            before[3],
        ]
    plain["summary"], proving["summary"] = ({"files": o["summary"]["files"]} for o in (plain, proving))
    for output in (plain, proving):
        for record in output["files"]:
            for step in record["steps"]:
                step["verdict"] = step["method"] = None
    assert proving == plain, "nothing else changes, and nothing is added to the form"


def test_without_the_options_no_process_and_no_sympy() -> None:
    script = (
        "import sys, subprocess\n"
        "def never(*a, **k): raise AssertionError('a process')\n"
        "subprocess.Popen = never\n"
        "from mathlint.workers import Task, check_file\n"
        f"report = check_file(Task('a.md', {HOLDS.encode()!r}))\n"
        "assert report.steps and report.failure is None, report.failure\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'sympy'}), 'mathlint.engine.symbolic_process' in sys.modules)"
    )
    text = HOLDS.replace("= \\frac{2}{t (1 - t)}", "")
    script = script.replace(repr(HOLDS.encode()), repr(text.encode()))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[] False\n"


def test_a_fault_of_sympy_is_a_remark(monkeypatch: pytest.MonkeyPatch) -> None:
    from mathlint import effort
    from mathlint.engine.symbolic_process import Sympy
    from mathlint.workers import Task, check_file

    monkeypatch.setattr(effort, "_kept", [Sympy(command=("/no/such/program",))])
    report = check_file(Task("a.md", HOLDS.encode(), prove=True))
    assert report.failure is None
    assert [s.verdict for s in report.steps if s.verdict].count("supported") == 3
    (remark,) = report.remarks
    assert remark.startswith("sympy's process cannot be started")


def test_steps_for_which_no_time_was_left_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    from mathlint import effort
    from mathlint.engine.symbolic_process import Sympy
    from mathlint.pipeline import check

    monkeypatch.setattr(effort, "_kept", [Sympy(total=0)])
    made = effort.effort_for(False, True)
    check(SourceFile("a.md", HOLDS), effort=made)
    assert effort.remarks(made) == ("3 steps were not put to sympy: its 120 s for one note were used up",)


def test_a_line_is_explained_with_its_proof(folder: Path) -> None:
    def explained(*options: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "mathlint", "explain", "note0.md:5", *options],
            capture_output=True, text=True, cwd=folder, check=True,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PATH": ""},
        )  # fmt: skip
        return done.stdout

    assert "verdict: supported" in explained()
    assert "verdict: proved (sympy: a sum)" in explained("--prove")

"""Files that no note should be: each gives a result or a clear message in a few seconds and little memory, whatever it holds.

Every file goes through the whole pipe in a process of its own, as the command line does it.
"""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from mathlint.diagnostic import Report
from mathlint.workers import Task, check_file, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured as Linux counts it")

GOOD = "Let $x > 0$.\n\n$$(x+1)^2 = x^2 + 2x + 1$$\n\n"
SECONDS = 10.0
"""The processor time that a file may take, whatever else the machine does; most take a tenth of it or less."""
MEGABYTES = 400
MEGA = 2**20
_NEXT = r" \\ "


def display(formula: str) -> bytes:
    """A display after one that holds: the good one must be checked whatever the other is."""
    return f"{GOOD}$$\n{formula}\n$$\n".encode()


def nested(opening: str, closing: str, depth: int) -> bytes:
    return display(f"{opening * depth}x{closing * depth} = x")


def matrix(entry: Callable[[int, int], str], size: int = 100) -> str:
    rows = (" & ".join(entry(row, column) for column in range(size)) for row in range(size))
    return rf"\begin{{pmatrix}} {_NEXT.join(rows)} \end{{pmatrix}}"


def bomb() -> str:
    """Each macro writes the one before ten times."""
    names = [f"\\z{chr(97 + k)}" for k in range(13)]
    lines = [rf"\newcommand{{{name}}}{{{before * 10}}}" for before, name in zip(names, names[1:], strict=False)]
    return "\n".join((rf"\newcommand{{{names[0]}}}{{xxxxxxxxxx}}", *lines, rf"{names[-1]} = x"))


def noise() -> bytes:
    return random.Random(1).randbytes(20_000)


NUMBERS = matrix(lambda row, column: str(row * column % 7))
LETTERS = matrix(lambda row, column: f"a_{{{row},{column}}}")
PROSE = "Plain words about nothing in particular, without any mathematics.\n"
TERMS = [f"a_{{{k}}}" for k in range(5_000)]

# what it is → (bytes, words of the failure, of a remark or of a place that was not read; "" if there need be none)
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", ""),
    "binary": (noise(), "it is not text"),
    "UTF-16": ("\ufeff$$1 = 1$$".encode("utf-16-le"), "it is UTF-16"),
    "invalid UTF-8": (b"caf\xe9 $$1 + 1 = 2$$\n\xff\xfe\n", "not valid UTF-8"),
    "10 MB of text": ((PROSE * 12 + "\n").encode() * (10 * MEGA // (12 * len(PROSE))), ""),
    "10 MB in one line": (b"lorem ipsum dolor sit amet " * (10 * MEGA // 27), ""),
    "unclosed displays": (b"$$ a = b\n\n" * 10_001, "never closed"),
    "unclosed displays in a line": (b"$$ " * 10_001, "never closed"),
    "dollars": (b"$" * 50_000, ""),
    "backticks": (b"`" * 100_000 + b"\n\n$$1 = 1$$\n", ""),
    "tower": (display("9^{9^{9^{9}}} = 1"), ""),
    "factorials": (display(r"(10^9)! = 1 \\ \binom{10^9}{10^8} = 1 \\ 2^{10^{10}} = 0"), ""),
    "long sum": (display(r"\sum_{i=1}^{10^{12}} i = 1"), ""),
    "long product": (display(r"\prod_{i=1}^{10^{12}} i = 1"), ""),
    "sums in sums": (display(r"\sum_{i=1}^{1000}\sum_{j=1}^{1000}\sum_{k=1}^{1000} ijk = 1"), ""),
    "many digits": (display("9" * 100_000 + " = 1"), "more than 50000 characters"),
    "matrix of numbers": (display(f"{NUMBERS} = {NUMBERS}"), ""),
    "product of matrices": (display(f"{NUMBERS} {NUMBERS} = {NUMBERS}"), "more than 50000 characters"),
    "matrix of letters": (display(f"{LETTERS} x = {LETTERS}"), "more than 50000 characters"),
    "large declared matrices": (
        b"Let $A$ and $B$ be $100 \\times 100$ matrices.\n\n" + display(r"(AB)^\top = A^\top B^\top"), ""
    ),
    "macro that calls itself": (display(r"\newcommand{\foo}{\foo + 1} \foo = \foo + 1"), "calls itself"),
    "macros that call each other": (display(r"\def\foo{\baz} \def\baz{\foo} \foo = \baz"), "calls itself"),
    "macro bomb": (display(bomb()), "its macros write more"),
    "braces": (nested("{", "}", 5_000), "60 brackets inside each other"),
    "braces never closed": (nested("{", "", 5_000), "60 brackets inside each other"),
    "parentheses": (nested(r"\left(", r"\right)", 2_000), "60 brackets inside each other"),
    "fractions": (nested(r"\frac{1}{1+", "}", 2_000), "60 brackets inside each other"),
    "subscripts": (nested("x_{", "}", 2_000), "60 brackets inside each other"),
    "quotes": (b"> " * 5_000 + b"$$x = x$$\n", ""),
    "list": ("".join(f"{'  ' * depth}- $x = x$\n" for depth in range(1_000)).encode(), ""),
    "formulas in one sentence": (
        "; also ".join(f"$x_{{{k}}}$ is {k} and $y + {k} = {k} + y$" for k in range(1_000)).encode(), ""
    ),
    "long sum of terms": (display(f"{' + '.join(TERMS)} = {' + '.join(reversed(TERMS))}"), "more than 50000 characters"),
    "5,000 terms": (display(f"{' + '.join('abcdexyz'[k % 8] for k in range(5_000))} = x"), ""),
    "5,000 factors": (display(f"{' '.join('xyz'[k % 3] for k in range(5_000))} = x"), ""),
    "long chain": (display(" = ".join(f"x + {k} - {k}" for k in range(1_000))), ""),
    "definitions one on another": (
        "".join(f"Let $v_{{{k}}} = v_{{{k - 1}}} + 1$.\n\n" for k in range(1, 400)).encode()
        + display(r"v_{399} + 1 = v_{399} + 2"), ""
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("bad")
    made = {}
    for number, (what, (data, _)) in enumerate(FILES.items()):
        made[what] = folder / f"{number:02}.md"
        made[what].write_bytes(data)
    return made


def measured(task: Task) -> Report:
    """The check in the worker, with what it cost in the report's remarks: seconds and megabytes."""
    started = time.process_time()
    report = check_file(task)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Report(
        report.source, report.formulas, report.unread, report.steps, report.diagnostics,
        failure=report.failure, remarks=(*report.remarks, f"{seconds} {peak}"),
    )  # fmt: skip


@pytest.mark.parametrize("what", FILES)
def test_it_gives_a_result_or_a_clear_message(
    what: str, paths: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mathlint.workers.check_file", measured)
    monkeypatch.setattr("mathlint.workers._memory", lambda: 2**40)  # a new process for every file
    (report,) = run([Task(str(paths[what]))], 1, 12 * SECONDS)
    data, message = FILES[what]
    assert report.remarks, report.failure  # it was not stopped, and nothing killed it
    seconds, megabytes = map(float, report.remarks[-1].split())
    assert seconds < SECONDS
    assert megabytes < MEGABYTES
    said = (report.failure or "", *report.remarks[:-1], *(place.message for place in report.unread))
    assert any(message in words for words in said), said
    assert not (report.failure or "").startswith("internal error")
    if data.startswith(GOOD.encode()):
        good = [step for step in report.steps if step.left.strip() == "(x+1)^2"]
        assert [step.verdict for step in good] == ["supported"]
        assert all(step.verdict != "supported" for step in report.steps if step.right.strip() in ("1", "0"))


def test_the_other_files_of_the_run_are_unharmed(paths: dict[str, Path], tmp_path: Path) -> None:
    good = tmp_path / "good.md"
    good.write_text(GOOD, encoding="utf-8")
    bad = [
        paths[what] for what in ("empty", "binary", "dollars", "tower", "long sum", "macro bomb", "braces", "quotes")
    ]
    tasks = [Task(str(path)) for one in bad for path in (one, good)]
    reports = list(run(tasks, 2, 12 * SECONDS))
    assert [report.source.path for report in reports] == [task.path for task in tasks]
    for report in reports[1::2]:
        assert report.failure is None
        assert [step.verdict for step in report.steps if step.role == "claim"] == ["supported"]

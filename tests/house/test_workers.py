"""Files that hang, kill their process or raise: each is reported, and the others are unharmed."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from mathlint import workers
from mathlint.diagnostic import Report
from mathlint.source import SourceFile
from mathlint.workers import Task, run

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a patched check reaches a worker only by fork")


def pretend(task: Task) -> Report:
    """What the file's name says."""
    name = Path(task.path).stem
    if name.startswith("killed"):
        os.kill(os.getpid(), signal.SIGKILL)
    if name.startswith("exits"):
        os._exit(7)
    if name.startswith("hangs"):
        time.sleep(60)
    if name.startswith("slow"):
        time.sleep(0.2)
    return Report(SourceFile(task.path, f"{os.getpid()}"))


@pytest.fixture(autouse=True)
def pretended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "check_file", pretend)


def checked(names: list[str], jobs: int = 2, seconds: float = 1.0) -> dict[str, str | None]:
    reports = list(run([Task(name) for name in names], jobs, seconds))
    assert [report.source.path for report in reports] == names, "the order of the input"
    return {report.source.path: report.failure for report in reports}


def test_order_is_that_of_the_input() -> None:
    assert set(checked([*(f"slow{n}" if n % 5 == 0 else f"ok{n}" for n in range(20))]).values()) == {None}


@pytest.mark.parametrize("jobs", [1, 2, 8])
def test_one_that_dies_takes_no_other_down(jobs: int) -> None:
    found = checked(["ok1", "killed", "ok2", "exits", "ok3", "killed2", "ok4"], jobs)
    assert found["killed"] == found["killed2"]
    assert found["killed"] == "its process was killed by signal 9; perhaps it needs more memory than there is"
    assert found["exits"] == "its process ended with status 7"
    assert [found[f"ok{n}"] for n in (1, 2, 3, 4)] == [None] * 4


def test_one_that_hangs_is_stopped() -> None:
    started = time.monotonic()
    found = checked(["hangs", "ok1", "ok2"], seconds=0.5)
    assert found == {"hangs": "stopped after 0.5 s", "ok1": None, "ok2": None}
    assert time.monotonic() - started < 10


def test_no_more_workers_than_files_and_jobs() -> None:
    pids = {report.source.text for report in run([Task(f"ok{n}") for n in range(30)], 2)}
    assert 1 <= len(pids) <= 2
    assert str(os.getpid()) not in pids


def test_a_worker_that_has_grown_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_RECYCLE_BYTES", 0)
    pids = {report.source.text for report in run([Task(f"ok{n}") for n in range(6)], 1)}
    assert len(pids) == 6


def test_no_worker_outlives_a_run_that_is_left_early() -> None:
    reports = run([Task("ok"), Task("hangs"), Task("hangs2")], 2)
    pid = int(next(reports).source.text)
    reports.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_no_files() -> None:
    assert list(run([], 4)) == []

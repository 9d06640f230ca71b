"""Many files at once, each in a process that may fail, hang or be killed without harm to the others.

A worker takes one file at a time over its own pipe. The parent waits for answers, for deaths and for the clock: a file
whose worker died or ran out of time gets a report that says so, and a new worker goes on with the rest.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from mathlint.config import ConfigError, config_for
from mathlint.diagnostic import Report
from mathlint.source import SourceFile
from mathlint.text import NotText, decode

SECONDS = 60.0
"""The time that one file may take."""
_RECYCLE_BYTES = 300 * 2**20
"""A worker whose memory has reached this size is replaced after its file."""


@dataclass(frozen=True)
class Task:
    """One file. path: how it is called. data: its bytes, or None to read them from the path.

    deep, prove: what sympy is to be asked for as well; see `judge.deep`.
    """

    path: str
    data: bytes | None = None
    deep: bool = False
    prove: bool = False


def run(tasks: Sequence[Task], jobs: int, seconds: float = SECONDS) -> Iterator[Report]:
    """The reports, in the order of the tasks, each as soon as those before it are done. jobs: 0 uses this process.

    Raises ConfigError at once, before any work, for the first file whose `mathlint.toml` cannot be used.
    """
    for folder in dict.fromkeys(os.path.dirname(task.path) for task in tasks):
        config_for(Path(folder, "note.md"))
    if jobs == 0:
        return map(check_file, tasks)
    if any(task.deep or task.prove for task in tasks):
        from mathlint.engine.symbolic_process import START_SECONDS, TOTAL_SECONDS

        seconds += TOTAL_SECONDS + START_SECONDS
    return _Crew(tasks, min(jobs, len(tasks)), seconds).reports()


def check_file(task: Task) -> Report:
    """The report on one file; whatever goes wrong is its `failure`."""
    nothing = SourceFile(task.path, "")
    try:
        data = Path(task.path).read_bytes() if task.data is None else task.data
        source, remarks = decode(task.path, data)
    except OSError as error:
        return Report(nothing, failure=f"cannot be read: {error.strerror or error}")
    except NotText as error:
        return Report(nothing, failure=str(error))
    try:
        from mathlint.pipeline import check

        config = config_for(Path(task.path))
        if not (task.deep or task.prove):
            return replace(check(source, config), remarks=remarks)
        from mathlint.effort import effort_for
        from mathlint.effort import remarks as shortfalls

        effort = effort_for(task.deep, task.prove)
        report = check(source, config, effort)
        return replace(report, remarks=(*remarks, *shortfalls(effort)))
    except ConfigError as error:
        return Report(source, failure=str(error), remarks=remarks)
    except MemoryError:
        return Report(source, failure="it needs more memory than there is", remarks=remarks)
    except Exception as error:  # a defect must not take the other files down
        return Report(source, failure=defect(error), remarks=remarks)


def defect(error: Exception) -> str:
    """What to say of a fault of mathlint's own, and where it happened."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f" ({Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno})" if trace else ""
    text = " ".join(str(error).split())[:120]
    return f"internal error, please report it: {type(error).__name__}: {text}{where}"


# ---------------------------------------------------------------- in the worker


def _serve(connection: Connection, inherited: Sequence[Connection]) -> None:
    """Answer tasks with (report, whether this worker should be replaced) until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for other in inherited:
        other.close()
    try:
        while True:
            task = connection.recv()
            report = check_file(task)
            connection.send((report, _memory() > _RECYCLE_BYTES))
    except (EOFError, OSError):
        return


def _memory() -> int:
    """The most memory that this process has held, in bytes; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# ---------------------------------------------------------------- in the parent


def _order(tasks: Sequence[Task], few: int) -> list[int]:
    """The tasks a few at a time, the largest of these first: then no worker is left alone with a large one at the end."""
    return sorted(range(len(tasks)), key=lambda number: (number // few, -_bytes(tasks[number])))


def _bytes(task: Task) -> int:
    if task.data is not None:
        return len(task.data)
    try:
        return os.stat(task.path).st_size
    except OSError:
        return 0


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    task: int | None = None
    since: float = 0.0


class _Crew:
    """Workers, the tasks that wait, and the reports that wait for their turn."""

    def __init__(self, tasks: Sequence[Task], size: int, seconds: float) -> None:
        self._tasks, self._size, self._seconds = tasks, size, seconds
        self._waiting = deque(_order(tasks, 4 * size))
        self._done: dict[int, Report] = {}
        self._retried: set[int] = set()
        self._workers: list[_Worker] = []
        # A fork of this small process costs a few milliseconds; elsewhere than on Linux it is not safe.
        self._fork = sys.platform == "linux"
        self._context: Any = multiprocessing.get_context("fork" if self._fork else "spawn")

    def reports(self) -> Iterator[Report]:
        try:
            for number in range(len(self._tasks)):
                while number not in self._done:
                    self._hand_out()
                    self._wait()
                yield self._done.pop(number)
        finally:
            for worker in self._workers:
                worker.connection.close()
                worker.process.kill()
            for worker in self._workers:
                worker.process.join()

    def _hand_out(self) -> None:
        while len(self._workers) < min(self._size, len(self._waiting) + self._busy()):
            self._workers.append(self._hire())
        for worker in list(self._workers):
            if worker.task is None and self._waiting:
                number = self._waiting.popleft()
                worker.task, worker.since = number, time.monotonic()
                try:
                    worker.connection.send(self._tasks[number])
                except OSError:  # it died while it had nothing to do
                    self._dismiss(worker)
                    if number in self._retried:
                        self._done[number] = self._failed(number, _death(worker))
                    else:
                        self._retried.add(number)
                        self._waiting.appendleft(number)

    def _busy(self) -> int:
        return sum(worker.task is not None for worker in self._workers)

    def _hire(self) -> _Worker:
        sys.stdout.flush()  # or a fork would write what is still in the buffer a second time
        sys.stderr.flush()
        mine, theirs = self._context.Pipe()
        inherited = [worker.connection for worker in self._workers] + [mine] if self._fork else []
        process = self._context.Process(target=_serve, args=(theirs, inherited), daemon=True)
        with _uninterrupted():  # until the worker ignores it
            process.start()
        theirs.close()
        return _Worker(process, mine)

    def _wait(self) -> None:
        busy = {worker.connection: worker for worker in self._workers if worker.task is not None}
        deadline = min((worker.since for worker in busy.values()), default=time.monotonic()) + self._seconds
        for ready in wait(list(busy), timeout=max(deadline - time.monotonic(), 0)):
            self._receive(busy[ready])  # type: ignore[index]
        now = time.monotonic()
        for worker in list(self._workers):
            if worker.task is not None and now - worker.since >= self._seconds:
                self._lose(worker, f"stopped after {self._seconds:g} s")

    def _receive(self, worker: _Worker) -> None:
        try:
            report, tired = worker.connection.recv()
        except (EOFError, OSError):
            self._lose(worker, _death(worker))
            return
        assert worker.task is not None
        self._done[worker.task] = report
        worker.task = None
        if tired:
            self._dismiss(worker)

    def _lose(self, worker: _Worker, why: str) -> None:
        assert worker.task is not None
        self._done[worker.task] = self._failed(worker.task, why)
        self._dismiss(worker)

    def _failed(self, number: int, why: str) -> Report:
        return Report(SourceFile(self._tasks[number].path, ""), failure=why)

    def _dismiss(self, worker: _Worker) -> None:
        worker.connection.close()
        worker.process.kill()
        worker.process.join()
        self._workers.remove(worker)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """An interrupt waits until the end of the block; a process that is forked in it keeps it waiting."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _death(worker: _Worker) -> str:
    worker.process.join(timeout=1)
    code = worker.process.exitcode
    if code is not None and code < 0:
        return f"its process was killed by signal {-code}; perhaps it needs more memory than there is"
    return f"its process ended with status {code}"

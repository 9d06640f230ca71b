"""sympy in a process of its own, with a limit that is enforced: what overruns is killed, and the next question gets a new one.

The process is started at the first question and loads sympy once. It ends when its questions end, so it does not outlive the one
who asks; and it ends itself a little after the limit, should that one have gone while it was at work.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from mathlint.expr.obligation import Obligation

SECONDS: Final = 4.0
"""The time for one question."""
TOTAL_SECONDS: Final = 120.0
"""The time for all questions of one note."""
START_SECONDS: Final = 30.0
"""The time to start, and load sympy."""
MOST_STARTS: Final = 3
"""So many starts that fail one after the other mean that there is no sympy to ask."""
BYTES: Final = 2 * 2**30
"""The memory that the process may take, where the system can say so."""
GRACE: Final = 2.0
_PROGRAM: Final = "import sys; sys.path[:] = {path!r}; from mathlint.engine.symbolic_process import serve; serve()"


@dataclass
class _Running:
    process: subprocess.Popen[bytes]
    answers: queue.SimpleQueue[Any]


_GONE: Final = object()
"""In place of an answer: the process ended."""


class Sympy:
    """Asks, one question at a time.

    seconds: for one question. total: for all of them until `renew`. command: of the process, for tests.
    starts, killed: how many processes were started, and how many ended for being too slow. unasked: questions for which no time was
    left. fault: why nothing can be asked, or None.
    """

    def __init__(
        self, seconds: float = SECONDS, total: float = TOTAL_SECONDS, command: Sequence[str] | None = None
    ) -> None:
        self._seconds, self._total, self._command = seconds, total, command
        self._running: _Running | None = None
        self._left, self._failed = total, 0
        self.starts = self.killed = self.unasked = 0
        self.fault: str | None = None

    def derive(self, obligation: Obligation, numbers_known: bool = False) -> str | None:
        """As `symbolic.derive`, and None as well if it takes too long or the process dies over it."""
        if self.fault is not None:
            return None
        if self._left <= 0:
            self.unasked += 1
            return None
        running = self._running or self._start()
        if running is None:
            return None
        began = time.monotonic()
        answer = self._ask(running, (obligation, numbers_known, self._seconds))
        self._left -= time.monotonic() - began
        return answer if isinstance(answer, str) else None

    def renew(self) -> None:
        """A new note begins: all of its time is left."""
        self._left, self.unasked = self._total, 0

    def close(self) -> None:
        """End the process, if there is one."""
        running, self._running = self._running, None
        if running is None:
            return
        running.process.kill()
        running.process.wait()
        for stream in (running.process.stdin, running.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _ask(self, running: _Running, question: tuple[Obligation, bool, float]) -> object:
        try:
            pickle.dump(question, _open(running.process.stdin))
            _open(running.process.stdin).flush()
            answer = running.answers.get(timeout=self._seconds)
        except queue.Empty:
            self.killed += 1
            self.close()
            return None
        except OSError:
            answer = _GONE
        if answer is _GONE:
            self.close()
        return answer

    def _start(self) -> _Running | None:
        command = self._command or (sys.executable, "-c", _PROGRAM.format(path=sys.path))
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONHASHSEED": "0"},  # sympy's ways depend on the order of sets
            )
        except OSError as error:
            self.fault = f"sympy's process cannot be started: {error.strerror or error}"
            return None
        self.starts += 1
        running = self._running = _Running(process, queue.SimpleQueue())
        threading.Thread(target=_listen, args=(_open(process.stdout), running.answers), daemon=True).start()
        try:
            ready = running.answers.get(timeout=START_SECONDS) is not _GONE
        except queue.Empty:
            ready = False
        if ready:
            self._failed = 0
            return running
        self.close()
        self._failed += 1
        if self._failed >= MOST_STARTS:
            self.fault = "sympy's process ends before it can be asked"
        return None


def _open(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None
    return stream


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[Any]) -> None:
    """Pass on what comes, and say when nothing more will."""
    try:
        while True:
            answers.put(pickle.load(stream))
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        answers.put(_GONE)


# ---------------------------------------------------------------- in the process


def serve() -> None:
    """Answer questions from standard input on standard output until it ends."""
    import faulthandler
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    questions, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    import sympy  # noqa: F401

    from mathlint.engine.symbolic import derive

    _send(answers, "ready")
    while True:
        try:
            obligation, numbers_known, seconds = pickle.load(questions)
        except EOFError:
            return
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True)
        try:
            found = derive(obligation, numbers_known)
        except Exception:  # sympy may raise anything at all; then it has derived nothing
            found = None
        faulthandler.cancel_dump_traceback_later()
        _send(answers, found)


def _send(stream: IO[bytes], answer: str | None) -> None:
    pickle.dump(answer, stream)
    stream.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))

"""The limit is enforced, and whatever becomes of the process, the next question is answered."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator

import pytest

from mathlint.engine import symbolic_process
from mathlint.engine.symbolic_process import Sympy
from mathlint.expr.obligation import Declaration, Obligation
from mathlint.expr.tree import Expr, add, mul, name, number, power

NAMES = (Declaration("x"), Declaration("y"))

PRETENDING = """
import sys, os, time, signal, pickle
sys.path[:] = {path!r}
from mathlint.engine import symbolic

def derive(obligation, numbers_known):
    match sorted(obligation.left.free):
        case ["sleeps"]: time.sleep(60)
        case ["computes"]: return str(7 ** (3 ** 17) % 10)  # in one call that no signal interrupts
        case ["exits"]: os._exit(3)
        case ["killed"]: os.kill(os.getpid(), signal.SIGKILL)
        case ["raises"]: raise ArithmeticError
        case ["prints"]: print("not an answer", flush=True)
    return f"{{os.getpid()}}"

symbolic.derive = derive
from mathlint.engine.symbolic_process import serve
serve()
"""


def question(key: str) -> Obligation:
    return Obligation(name(key), "=", name(key), (Declaration(key),))


@pytest.fixture
def pretending() -> Iterator[Sympy]:
    asked = Sympy(0.5, command=(sys.executable, "-c", PRETENDING.format(path=sys.path)))
    yield asked
    asked.close()


@pytest.fixture
def sympy() -> Iterator[Sympy]:
    asked = Sympy()
    yield asked
    asked.close()


def squares(sign: int) -> tuple[Expr, Expr]:
    x, y = name("x"), name("y")
    both = add(power(x, number(2)), mul(number(2 * sign), x, y), power(y, number(2)))
    return power(add(x, y), number(2)), both


def test_it_answers(sympy: Sympy) -> None:
    assert sympy.starts == 0, "lazily"
    assert sympy.derive(Obligation(squares(1)[0], "=", squares(1)[1], NAMES)) == "sympy"
    assert sympy.derive(Obligation(squares(-1)[0], "=", squares(-1)[1], NAMES)) is None
    assert (sympy.starts, sympy.killed) == (1, 0)


@pytest.mark.parametrize("how", ["sleeps", "computes"])
def test_what_overruns_is_killed_and_the_next_is_answered(pretending: Sympy, how: str) -> None:
    first = pretending.derive(question("fine"))
    began = time.monotonic()
    assert pretending.derive(question(how)) is None
    assert 0.4 < time.monotonic() - began < 3
    assert pretending.killed == 1
    with pytest.raises(ProcessLookupError):
        os.kill(int(first or "0"), 0)
    second = pretending.derive(question("fine"))
    assert second is not None
    assert second != first
    assert pretending.starts == 2


@pytest.mark.parametrize("how", ["exits", "killed"])
def test_one_that_dies_is_replaced(pretending: Sympy, how: str) -> None:
    for number_of in (1, 2):
        assert pretending.derive(question(how)) is None
        assert pretending.derive(question("fine")) is not None
        assert (pretending.starts, pretending.killed) == (number_of + 1, 0)
    assert pretending.fault is None


@pytest.mark.parametrize("how", ["raises", "prints"])
def test_noise_and_faults_are_no_answers(pretending: Sympy, how: str) -> None:
    first = pretending.derive(question("fine"))
    assert pretending.derive(question(how)) in (None, first)
    assert pretending.derive(question("fine")) == first


def test_one_that_died_while_idle_is_replaced(pretending: Sympy) -> None:
    pid = int(pretending.derive(question("fine")) or "0")
    os.kill(pid, 9)
    time.sleep(0.1)
    answers = [pretending.derive(question("fine")) for _ in range(2)]
    assert answers[1] is not None
    assert pretending.starts == 2


def test_the_time_of_a_note_is_limited(pretending: Sympy) -> None:
    short = Sympy(0.3, total=0.5, command=(sys.executable, "-c", PRETENDING.format(path=sys.path)))
    try:
        assert [short.derive(question("sleeps")) for _ in range(4)] == [None] * 4
        assert (short.killed, short.unasked) == (2, 2)
        short.renew()
        assert short.unasked == 0
        assert short.derive(question("fine")) is not None
    finally:
        short.close()


@pytest.mark.parametrize("command", [("/no/such/program",), (sys.executable, "-c", "raise SystemExit(1)")])
def test_no_sympy_at_all_is_a_fault_that_is_told(command: tuple[str, ...]) -> None:
    asked = Sympy(command=command)
    assert [asked.derive(question("fine")) for _ in range(5)] == [None] * 5
    assert asked.fault is not None
    assert asked.starts <= symbolic_process.MOST_STARTS


def test_it_ends_with_the_one_who_asks() -> None:
    import subprocess

    script = (
        "import sys; from tests.engine.test_symbolic_process import *\n"
        "asked = Sympy(command=(sys.executable, '-c', PRETENDING.format(path=sys.path)))\n"
        "print(asked.derive(question('fine')), flush=True); os._exit(0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )  # fmt: skip
    pid = int(done.stdout)
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    pytest.fail("the process is still there")

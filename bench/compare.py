"""Time one step from LaTeX to verdict: mathlint, latex2sympy2_extended + sympy.simplify, and pycodemath.

    python3 bench/compare.py                  makes bench/.venv with everything in it, then runs
    python3 bench/compare.py --python PYTHON  runs in an environment that has everything already

All three check the same steps (`steps.tsv`) in one run, each in its own child process, which is warmed up on steps that
are not in the list. A step is timed once in a process, so no result that a tool keeps can be used again; the whole is
repeated in fresh processes, and the fastest time of a step counts. Whoever takes longer than the limit is stopped.

- mathlint: a note with the step (and the prose of the table before it) → verdict. Everything from the scanner to the judge.
- latex2sympy2_extended: both sides read, then `simplify(left - right)`. It has only two answers: zero (the step passes)
  or not (the step is flagged); whether "not zero" means "false" it cannot say.
- pycodemath reads no LaTeX itself. Its package has a translator of LaTeX in a benchmark of its own
  (`pycodemath.bench.real_bench.translate`); that, and then `pycodemath.verify.check_equal`, is what is timed.
"""

from __future__ import annotations

import argparse
import json
import re
import select
import statistics
import subprocess
import sys
import time
import venv
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ("latex2sympy2_extended[antlr4_13_2]", "sympy", "pycodemath")
WARM = (
    (r"(p+q)^2", "p^2 + 2pq + q^2"),
    (r"\frac{d}{dt} \sin(2t)", r"\cos(2t)"),
    (r"\sum_{m=1}^{N} m^3", r"\frac{N^2(N+1)^2}{4}"),
    (r"\int_0^2 t^3\,dt", "4"),
    (r"\tan t", r"\frac{\sin t}{\cos t}"),
    (r"\sqrt{p} + 1", r"\frac{1}{q}"),
)
"""Steps for warming up, as (left, right): right and wrong ones, so that all that is loaded late is loaded."""


@dataclass(frozen=True)
class Step:
    """One row of steps.tsv. context: prose that stands before the step; only mathlint reads it."""

    area: str
    true: bool
    context: str
    left: str
    right: str


@dataclass(frozen=True)
class Answer:
    """said: passes | flagged | undecided | unread | misread | timeout. seconds: wall time, the limit for a timeout."""

    said: str
    seconds: float
    detail: str = ""

    @property
    def read(self) -> bool:
        return self.said not in ("unread", "misread")


def steps() -> list[Step]:
    rows = [line.split("\t") for line in (HERE / "steps.tsv").read_text(encoding="utf-8").splitlines()]
    return [Step(area, truth == "true", *rest) for area, truth, *rest in rows if not area.startswith("#")]


# ---------------------------------------------------------------- the tools; each is loaded in its own process


def mathlint() -> Callable[[Step], tuple[str, str]]:
    from mathlint.engine.verdict import Conditional, Proved, Refuted, Supported, Undecided
    from mathlint.pipeline import review
    from mathlint.source import SourceFile

    def check(step: Step) -> tuple[str, str]:
        before = f"{step.context}\n\n" if step.context else ""
        note = SourceFile("step.md", f"{before}$$\n{step.left} = {step.right}\n$$\n")
        judgements = review(note).analysis.judgements
        match judgements[-1].verdict if judgements else None:
            case Proved() | Supported():
                return "passes", ""
            case Refuted() | Conditional():
                return "flagged", ""
            case Undecided(reason=reason):
                return "undecided", reason.value
        return "unread", "not taken for a claim"

    return check


def misread(step: Step, names: set[str]) -> str:
    """What a reading that has only numbers, by these names, makes of the step that it is not; empty if nothing."""
    if step.area == "matrices":
        return "matrices were read as numbers"
    if r"\frac{d" in step.left and names & {"d", "dx"}:
        return "the derivative was read as a quotient"
    if step.area == "sums" and names & {"x_i", "x_j"}:
        return "the index of a term was read as part of its name"
    return ""


def latex2sympy() -> Callable[[Step], tuple[str, str]]:
    import sympy
    from latex2sympy2_extended import latex2sympy as read

    def check(step: Step) -> tuple[str, str]:
        try:
            left, right = read(step.left), read(step.right)
            difference = left - right
        except Exception as error:
            return "unread", type(error).__name__
        wrong = misread(step, {symbol.name for symbol in difference.atoms(sympy.Symbol)})
        if wrong and not difference.has(sympy.MatrixSymbol, sympy.MatrixBase):
            return "misread", wrong
        return ("passes", "") if sympy.simplify(difference) == 0 else ("flagged", "")

    return check


def pycodemath() -> Callable[[Step], tuple[str, str]]:
    from pycodemath.bench.real_bench import Skip, translate
    from pycodemath.core.errors import PycodemathError
    from pycodemath.verify import check_equal

    says = {"verified": "passes", "refuted": "flagged", "undecided": "undecided"}

    def check(step: Step) -> tuple[str, str]:
        try:
            left, right = translate(step.left), translate(step.right)
            verdict = check_equal(left, right)
        except (Skip, PycodemathError) as error:
            return "unread", str(error)
        wrong = misread(step, set(re.findall("[A-Za-z]+", left)))
        if wrong:
            return "misread", wrong
        return says[verdict.status.value], verdict.method

    return check


TOOLS = {"mathlint": mathlint, "latex2sympy2_extended": latex2sympy, "pycodemath": pycodemath}


def serve(tool: str) -> None:
    """In the child: one step a line in, one answer a line out; the first line out says that it is warm."""
    answers, sys.stdout = sys.stdout, sys.stderr
    check = TOOLS[tool]()
    for left, right in WARM:
        check(Step("algebra", True, "", left, right))
    print("{}", file=answers, flush=True)
    for line in sys.stdin:
        step = Step(**json.loads(line))
        started = time.perf_counter()
        try:
            said, detail = check(step)
        except Exception as error:
            said, detail = "unread", f"{type(error).__name__}: {error}"
        seconds = time.perf_counter() - started
        print(json.dumps(asdict(Answer(said, seconds, detail))), file=answers, flush=True)


# ---------------------------------------------------------------- the run


class Child:
    """A warm process of one tool; one that takes too long is killed and another takes its place."""

    def __init__(self, python: str, tool: str) -> None:
        command = [python, str(HERE / "compare.py"), "--serve", tool]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        if self._line(120) is None:
            self.stop()
            raise SystemExit(f"{tool} does not start; is it installed? Try: {' '.join(command)}")

    def ask(self, step: Step, limit: float) -> Answer | None:
        """The answer; None if there was none in time."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(step)).encode() + b"\n")
        self._process.stdin.flush()
        line = self._line(limit)
        return None if line is None else Answer(**json.loads(line))

    def _line(self, limit: float) -> bytes | None:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], limit)
        return self._process.stdout.readline() or None if ready else None

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()


def answers(python: str, tool: str, todo: Sequence[Step], limit: float) -> list[Answer]:
    child, found = Child(python, tool), []
    for step in todo:
        answer = child.ask(step, limit)
        if answer is None:
            child.stop()
            child, answer = Child(python, tool), Answer("timeout", limit)
        found.append(answer)
    child.stop()
    return found


def fastest(rounds: Sequence[Sequence[Answer]]) -> list[Answer]:
    return [min(of_step, key=lambda answer: answer.seconds) for of_step in zip(*rounds, strict=True)]


# ---------------------------------------------------------------- the report


def table(todo: Sequence[Step], found: dict[str, list[Answer]], limit: float) -> Iterator[str]:
    areas = list(dict.fromkeys(step.area for step in todo))
    yield f"{len(todo)} steps: {sum(step.true for step in todo)} true, {sum(not step.true for step in todo)} wrong"
    yield ""
    yield "                          true steps                 wrong steps"
    yield "                       pass  flag   no answer    flag  pass   no answer   not read   misread   median"
    for tool, given in found.items():
        yield row(tool, list(zip(todo, given, strict=True)))
        for area in areas:
            yield row(f"  {area}", [(step, a) for step, a in zip(todo, given, strict=True) if step.area == area])
    yield ""
    yield "pass, flag: what the tool says of the step. To flag a true step, or to pass a wrong one, is an error."
    yield f"no answer: undecided, or stopped after {limit:g} s. The median is over the steps that the tool reads."
    yield "misread: matrices taken for numbers, a derivative for a quotient, x_i for a name; the answer is not counted."
    yield "latex2sympy2_extended and pycodemath read the step alone, mathlint also the prose before it (Let $a > 0$)."
    for tool in found:
        if tool != "mathlint":
            yield ""
            yield from ratios(tool, found["mathlint"], found[tool])


def row(title: str, given: Sequence[tuple[Step, Answer]]) -> str:
    said = Counter((step.true, answer.said) for step, answer in given)
    both = Counter(answer.said for _, answer in given)
    cells = []
    for true, first, second in ((True, "passes", "flagged"), (False, "flagged", "passes")):
        cells += [said[true, first], said[true, second], said[true, "undecided"] + said[true, "timeout"]]
    times = [answer.seconds for _, answer in given if answer.read]
    median = f"{statistics.median(times) * 1e3:7.2f} ms" if times else "      –"
    a, b, c, d, e, f = cells
    return (
        f"{title:22} {a:4}  {b:4}   {c:9}    {d:4}  {e:4}   {f:9}   {both['unread']:8}   {both['misread']:7} {median}"
    )


def ratios(tool: str, ours: Sequence[Answer], theirs: Sequence[Answer]) -> Iterator[str]:
    pairs = [(a.seconds, b.seconds) for a, b in zip(ours, theirs, strict=True) if a.read and b.read]
    if not pairs:
        yield f"{tool} reads none of the steps"
        return
    a, b = (statistics.median(column) for column in zip(*pairs, strict=True))
    each = sorted(theirs_ / ours_ for ours_, theirs_ in pairs)
    yield f"on the {len(pairs)} steps that mathlint and {tool} both read:"
    yield f"  medians {a * 1e3:.2f} ms and {b * 1e3:.2f} ms: mathlint is {b / a:.1f} times as fast"
    yield (
        f"  ratio step by step: median {statistics.median(each):.1f}, lower quartile {each[len(each) // 4]:.1f}, "
        f"upper quartile {each[3 * len(each) // 4]:.1f}; mathlint is faster on {sum(r > 1 for r in each)}"
    )


def environment() -> str:
    """The Python of bench/.venv, which is made and filled if it is not there."""
    home = HERE / ".venv"
    python = home / "bin" / "python"
    if not python.exists():
        venv.create(home, with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", *PACKAGES, "-e", str(HERE.parent)], check=True)
    return str(python)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", help="a Python that has mathlint and the others")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--limit", type=float, default=5.0, help="seconds that a step may take")
    parser.add_argument("--list", action="store_true", help="also list every step with its times")
    parser.add_argument("--serve", choices=TOOLS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve)
        return
    python, todo = options.python or environment(), steps()
    rounds: dict[str, list[list[Answer]]] = {tool: [] for tool in TOOLS}
    for _ in range(options.rounds):
        for tool in TOOLS:  # in turn, so that a busy minute of the machine meets them all
            rounds[tool].append(answers(python, tool, todo, options.limit))
    found = {tool: fastest(repeated) for tool, repeated in rounds.items()}
    print("\n".join(table(todo, found, options.limit)))
    if options.list:
        print()
        for number, step in enumerate(todo):
            each = (found[tool][number] for tool in TOOLS)
            cells = "  ".join(f"{answer.said:9} {answer.seconds * 1e3:8.2f}" for answer in each)
            print(f"{'true ' if step.true else 'wrong'}  {cells}  {step.left} = {step.right}")


if __name__ == "__main__":
    main()

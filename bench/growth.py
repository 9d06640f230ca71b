"""How the time of a check grows with the length of a note.

    python bench/growth.py [--blocks 100 1000 10000] [--profile]

The note is made up: headings, definitions, prose with inline formulas, and displays of true steps, every display with
numbers of its own so that no two are equal. Each size is checked in a fresh child process. Linear means: the time of a
block is the same within a factor of 1.5 from the shortest note to the longest; the exit status says whether it is.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path

FACTOR = 1.5
"""How much the time of a block may differ from one size to another and still count as linear."""


def note(blocks: int) -> str:
    """A note with this many displays: nine blocks of true steps under each heading, and one definition."""
    parts = ["# A long note\n"]
    for number in range(blocks):
        k = number + 2
        kind = number % 10
        if kind == 0:
            parts.append(
                f"## Section {number // 10 + 1}\n\nLet $x > 0$ and $y$ be real numbers, and let $A$ be an $n \\times n$ matrix.\n"
            )
        parts.append(f"For the case {k} we get, with $k = {k}$ in mind,\n")
        parts.append("$$\n" + display(kind, k) + "\n$$\n")
    return "\n".join(parts)


def display(kind: int, k: int) -> str:
    """The LaTeX of one display of true steps (kind 0: of a definition) with the number k in it."""
    return (
        rf"f(t) = t^2 + {k}t",
        rf"(x+{k})^2 = x^2 + {2 * k}x + {k * k}",
        rf"\frac{{d}}{{dx}} (x^2 + {k} x) = 2x + {k}",
        rf"f({k}) + {k}y = f({k}) + y \cdot {k}",
        rf"\sum_{{i=1}}^{{n}} (x_i + {k}) = \sum_{{i=1}}^{{n}} x_i + {k}n",
        rf"\sin({k}x) \cos({k}x) = \frac{{1}}{{2}} \sin({2 * k}x)",
        rf"\ln(x^{{{k}}}) = {k} \ln x",
        rf"\begin{{aligned}} (x+y)(x+{k}) &= x^2 + {k}x + xy + {k}y \\ &= x(x+{k}) + y(x+{k}) \end{{aligned}}",
        rf"(A + {k} A)^\top = {k + 1} A^\top",
        rf"\frac{{x}}{{{k}}} + \frac{{y}}{{{k}}} = \frac{{x+y}}{{{k}}}",
    )[kind]


def measure(blocks: int, profile: bool) -> dict[str, float]:
    """Check one note in this process. seconds: wall time; megabytes: the most memory that the process has held."""
    from mathlint.pipeline import check
    from mathlint.source import SourceFile

    check(SourceFile("warm.md", note(10)))
    source = SourceFile("growth.md", note(blocks))
    profiler = None
    if profile:
        import cProfile

        profiler = cProfile.Profile()
        profiler.enable()
    started = time.perf_counter()
    report = check(source)
    seconds = time.perf_counter() - started
    if profiler is not None:
        import pstats

        profiler.disable()
        pstats.Stats(profiler, stream=sys.stderr).sort_stats("tottime").print_stats(40)
    claims = [step for step in report.steps if step.role == "claim"]
    return {
        "seconds": seconds,
        "claims": len(claims),
        "hold": sum(step.verdict in ("proved", "supported") for step in claims),
        "found": len(report.diagnostics),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 1024),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--blocks", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--profile", action="store_true", help="also say where the time went (to standard error)")
    parser.add_argument("--serve", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve is not None:
        print(json.dumps(measure(options.serve, options.profile)))
        return 0
    print("blocks   seconds   ms a block   claims   hold   findings   memory")
    each = []
    for blocks in options.blocks:
        command = [sys.executable, str(Path(__file__).resolve()), "--serve", str(blocks)]
        found = json.loads(subprocess.check_output([*command, "--profile"] if options.profile else command))
        each.append(found["seconds"] / blocks)
        print(
            f"{blocks:6}   {found['seconds']:7.2f}   {each[-1] * 1e3:10.2f}   {found['claims']:6}   {found['hold']:4}   "
            f"{found['found']:8}   {found['megabytes']:3.0f} MB",
            flush=True,
        )
    linear = max(each) <= FACTOR * min(each)
    print(f"time of a block, largest to smallest: {max(each) / min(each):.2f} ({'' if linear else 'not '}linear)")
    return 0 if linear else 1


if __name__ == "__main__":
    raise SystemExit(main())

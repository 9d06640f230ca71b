"""What the second reader of LaTeX does to the alarms on real notes.

    python bench/second_reader.py [--jobs N] PATH…

Every note (a file, or a folder of them) is checked with the second reader asked before each alarm. Where it turns one into a
question, the note is checked once more without it. Listed are the steps whose alarm it took away, each with its place, what
is written, and the point at which the other parser finds the two sides equal. Whether that was right, only a person can say.
The last line counts: alarms that would stand without it, those it was able to read, and those it turned.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from mathlint.config import config_for
from mathlint.elaborate.model import Reading, Step
from mathlint.engine.verdict import Undecided, Witness
from mathlint.judge import conclude, second_reader
from mathlint.judge.brakes import is_alarm
from mathlint.judge.model import Judgement
from mathlint.paths import notes
from mathlint.pipeline import review
from mathlint.source import SourceFile
from mathlint.text import NotText, decode

asked: list[tuple[Step, Reading, Witness, Undecided | None]] = []


def recording(step: Step, reading: Reading, witness: Witness) -> Undecided | None:
    found = second_reader.second_opinion(step, reading, witness)
    asked.append((step, reading, witness, found))
    return found


def silent(step: Step, reading: Reading, witness: Witness) -> Undecided | None:
    return None


def alarms(source: SourceFile) -> dict[tuple[int, int], Judgement]:
    found = review(source, config_for(Path(source.path))).analysis.judgements
    return {(j.step.chain, j.step.link): j for j in found if is_alarm(j)}


def compared(path: str) -> tuple[Counter[str], list[str]]:
    """Counts, and a line for each alarm that was turned."""
    try:
        source, _ = decode(path, Path(path).read_bytes())
    except (OSError, NotText):
        return Counter(), []
    asked.clear()
    conclude.second_opinion = recording  # type: ignore[attr-defined]
    with_it = without = alarms(source)
    counts = Counter(asked=len(asked), read=sum(_read(step, reading) for step, reading, _, _ in asked))
    lines: list[str] = []
    if any(found is not None for *_, found in asked):
        conclude.second_opinion = silent  # type: ignore[attr-defined]
        without = alarms(source)
        points = {(step.chain, step.link): witness for step, _, witness, found in asked if found is not None}
        for place, judgement in without.items():
            if place not in with_it:
                lines.append(_line(source, judgement, points.get(place)))
    counts += Counter(without=len(without), turned=len(lines), raised=len(with_it.keys() - without.keys()))
    return counts, lines


def _read(step: Step, reading: Reading) -> bool:
    """Whether the other parser is given the step at all."""
    return second_reader.is_fit(step, reading)


def _line(source: SourceFile, judgement: Judgement, witness: Witness | None) -> str:
    at = source.position(judgement.step.relation_span.start)
    written = " ".join(f"{judgement.step.left} {judgement.step.relation} {judgement.step.right}".split())
    where = ", ".join(f"{name} = {value}" for name, value in witness.point.items()) if witness else "by a brake"
    return f"{source.path}:{at.line}:{at.column}: {written}\n    {where}"


def results(paths: list[str], jobs: int) -> Iterator[tuple[Counter[str], list[str]]]:
    with multiprocessing.Pool(jobs) as pool:
        yield from pool.imap(compared, paths, chunksize=4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", metavar="PATH")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments = parser.parse_args()
    total: Counter[str] = Counter()
    for counts, lines in results(list(notes(arguments.paths)), arguments.jobs):
        total += counts
        for line in lines:
            print(line)
    print(
        f"{total['without']} alarms on steps without the second reader; it was asked of {total['asked']}, "
        f"could read {total['read']}, and turned {total['turned']} into questions"
    )


if __name__ == "__main__":
    main()

"""What mathlint says of the identities that the field knows, and of a wrong twin of each.

    python bench/identities.py            a table by field
    python bench/identities.py --list     also every true one that does not pass and every wrong one that is not refuted
    python bench/identities.py --field integrals --list

`identities.tsv` has one identity a row: its field, the true step, the wrong step, and what a page would say before it. Each
step is checked as a small note of its own, by the same call that the README shows. The exit status is 1 if a true step is
refuted or a wrong one passes: both are errors, while an undecided step is only a notion that is still missing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import mathlint

TABLE = Path(__file__).resolve().parent / "identities.tsv"
PASSED, REFUTED, UNDECIDED = "passed", "refuted", "undecided"


@dataclass(frozen=True)
class Identity:
    """One row of identities.tsv. true, wrong: a step as LaTeX, its relation included. context: Markdown."""

    field: str
    true: str
    wrong: str
    context: str = ""


@dataclass(frozen=True)
class Answer:
    """said: passed | refuted | undecided. why: the reason for not deciding, or the assumption that a step was found to need."""

    said: str
    why: str = ""


def identities() -> list[Identity]:
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return [Identity(*row) for row in rows]


def answer(step: str, context: str) -> Answer:
    """What mathlint says of this step on a page with nothing but the context before it.

    A step counts as refuted as well if it is said to hold only under an assumption that the page does not make.
    """
    before = f"{context}\n\n" if context else ""
    report = mathlint.check(mathlint.SourceFile("step.md", f"{before}$$\n{step}\n$$\n"))
    links = [link for link in report.steps if link.left_span.start >= len(before)]
    said = {link.verdict for link in links}
    if said & {"refuted", "conditional"}:
        return Answer(REFUTED, "; ".join(assumption for link in links for assumption in link.assumptions))
    if said and said <= {"proved", "supported"}:
        return Answer(PASSED)
    return Answer(UNDECIDED, "; ".join(_why(link) for link in links) or "not read as a step")


def _why(link: mathlint.diagnostic.StepRecord) -> str:
    if link.verdict is None:
        return f"taken for a {link.role}"
    return f"{link.reason}: {link.missing}" if link.missing else str(link.reason)


def answers(rows: Sequence[Identity]) -> list[tuple[Answer, Answer]]:
    """For each row what is said of the true step and of the wrong one."""
    return [(answer(row.true, row.context), answer(row.wrong, row.context)) for row in rows]


def table(rows: Sequence[Identity], said: Sequence[tuple[Answer, Answer]]) -> Iterator[str]:
    yield f"{'':24}{'true steps':^36}{'wrong steps':^36}"
    yield f"{'':24}{3 * '{:>12}'}{3 * '{:>12}'}".format(PASSED, REFUTED, UNDECIDED, PASSED, REFUTED, UNDECIDED)
    for field in [*dict.fromkeys(row.field for row in rows), ""]:
        counts = Counter(
            (which, one.said)
            for row, pair in zip(rows, said, strict=True)
            if field in ("", row.field)
            for which, one in enumerate(pair)
        )
        cells = (counts[which, verdict] for which in (0, 1) for verdict in (PASSED, REFUTED, UNDECIDED))
        yield f"{field or 'all':24}" + "".join(f"{cell:12}" for cell in cells)


def listed(rows: Sequence[Identity], said: Sequence[tuple[Answer, Answer]]) -> Iterator[str]:
    """Every true step that does not pass, and every wrong one that is not refuted, with the reason."""
    for row, (of_true, of_wrong) in zip(rows, said, strict=True):
        for kind, step, one, hoped in (("true", row.true, of_true, PASSED), ("wrong", row.wrong, of_wrong, REFUTED)):
            if one.said != hoped:
                yield f"{row.field}: {kind} {one.said}" + (f" ({one.why})" if one.why else "")
                yield f"    {step}" + (f"    [{row.context}]" if row.context else "")


def mistakes(rows: Sequence[Identity], said: Sequence[tuple[Answer, Answer]]) -> Iterator[str]:
    """The true steps that were refuted and the wrong steps that passed."""
    for row, (of_true, of_wrong) in zip(rows, said, strict=True):
        if of_true.said == REFUTED:
            yield f"true, but refuted: {row.true}"
        if of_wrong.said == PASSED:
            yield f"wrong, but passed: {row.wrong}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", action="store_true", help="also list what does not pass and what is not refuted")
    parser.add_argument("--field", help="only this field")
    options = parser.parse_args()
    rows = [row for row in identities() if options.field in (None, row.field)]
    if not rows:
        parser.error(f"no such field; there are {', '.join(dict.fromkeys(row.field for row in identities()))}")
    started = time.perf_counter()
    said = answers(rows)
    print("\n".join(table(rows, said)))
    print(f"\n{len(rows)} identities, each true and wrong, in {time.perf_counter() - started:.1f} s")
    if options.list:
        print("", *listed(rows, said), sep="\n")
    wrong = list(mistakes(rows, said))
    if wrong:
        print("", *wrong, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

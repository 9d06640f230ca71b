"""Reads annotated notes: what is written in a fixture, and what it expects. Pure, apart from reading the files.

A fixture is a Markdown file under `fixtures/`. Each `## ` section is a case, a note of its own; what stands before the
first one is for people. In `fixtures/notes/` each file as a whole is one case.

An annotation is a TeX comment at the end of a line of mathematics, or an HTML comment, which speaks about its own line, or,
alone on its line, about the next line that holds more than an opening `$$`:

    % error: [false-step] "the right side is 2 times"       a finding: severity, rule, and a part of its message
    <!-- verdict: undecided(unsupported) -->                 the verdict of the claims on the line
    <!-- verdict: proved, refuted -->                        the same, one for each claim, from left to right
    <!-- role: definition -->                                the role of the steps on the line, one or one for each
    <!-- claims: 4 -->                                       how many claims the case holds; anywhere

`supported` stands for proved or supported. Annotations are taken out before the note is checked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2] / "fixtures"
GROUPS: Final = ("notation", "context", "steps", "rules", "notes")
"""The folders of annotated notes; the others hold input for tests of their own."""
FINDINGS: Final = ("error", "warning", "info")
VERDICTS: Final = ("proved", "supported", "conditional", "refuted", "undecided")
ROLES: Final = ("claim", "definition", "condition")

_WORDS: Final = "|".join((*FINDINGS, "verdict", "role", "claims"))
ANNOTATION: Final = re.compile(
    rf"[ \t]*(?:<!--[ ]*(?P<html>{_WORDS}):[ ]*(?P<html_body>.*?)[ ]*-->|(?<!\\)%[ ]*(?P<tex>{_WORDS}):[ ]*(?P<tex_body>.*?)[ ]*$)"
)
_SUSPECT: Final = re.compile(r"<!--(?!\s*mathlint:)|(?<!\\)%\s*\w+\s*:")
"""What looks like an annotation and was not read as one."""
_FINDING: Final = re.compile(r'\[(?P<rule>[a-z-]+)\](?:\s+"(?P<text>.*)")?')
_OPENING: Final = re.compile(r"\s*(?:>\s*)*(?:\$\$|\\\[|```\w*|\\begin\{[a-z*]+\}(?:\{[^}]*\})?)?\s*")
_HEADING: Final = re.compile(r"##\s+(?P<title>.*\S)")


class BadAnnotation(Exception):
    """An annotation that cannot be read, with its place."""


@dataclass(frozen=True)
class Expectation:
    """One annotation. line: the 1-based line of the clean text of its case that it speaks about.

    kind: one of `FINDINGS`, "verdict", "role" or "claims". rule, text: of a finding. values: of the others.
    """

    kind: str
    line: int
    rule: str = ""
    text: str = ""
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.kind in FINDINGS:
            return f"{self.kind}: [{self.rule}]" + (f' "{self.text}"' if self.text else "")
        return f"{self.kind}: {', '.join(self.values)}"


@dataclass(frozen=True)
class Case:
    """A note and what is expected of it. `text` is clean: without annotations. first: the line of the file it begins on.

    lines: for each clean line, the 1-based line of the file it comes from. size: how many lines of the file it takes.
    """

    path: Path
    title: str
    first: int
    text: str
    lines: tuple[int, ...]
    expectations: tuple[Expectation, ...] = ()
    size: int = 0

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.first} {self.title}"

    def place(self, line: int) -> str:
        """A clean line as file:line."""
        at = self.lines[min(line, len(self.lines)) - 1] if self.lines else self.first
        return f"{self.path.relative_to(ROOT.parent)}:{at}"


def all_cases() -> list[Case]:
    """Every case of every fixture."""
    paths = [path for group in GROUPS for path in sorted((ROOT / group).rglob("*.md"))]
    return [case for path in paths for case in cases_of(path)]


def cases_of(path: Path) -> list[Case]:
    lines = path.read_text(encoding="utf-8").splitlines()
    if path.parent.name == "notes":
        return [case_of(path, path.stem, 1, lines)]
    starts = [
        (n, m["title"]) for n, line in enumerate(lines) if (m := _HEADING.fullmatch(line)) and not _fenced(lines[:n])
    ]
    ends = [n for n, _ in starts[1:]] + [len(lines)]
    return [
        case_of(path, ANNOTATION.sub("", title), n + 1, lines[n:end])
        for (n, title), end in zip(starts, ends, strict=True)
    ]


def _fenced(before: list[str]) -> bool:
    return sum(line.lstrip().startswith("```") for line in before) % 2 == 1


def case_of(path: Path, title: str, first: int, lines: list[str]) -> Case:
    """Take the annotations out of a section's lines."""
    clean: list[str] = []
    origin: list[int] = []
    found: list[Expectation] = []
    waiting: list[tuple[str, str, int]] = []
    for number, line in enumerate(lines, first):
        here = [
            (m["html"] or m["tex"], (m["html_body"] if m["html"] else m["tex_body"]) or "", number)
            for m in ANNOTATION.finditer(line)
        ]
        rest = ANNOTATION.sub("", line)
        if _SUSPECT.search(rest):
            raise BadAnnotation(f"{path}:{number}: this comment is no annotation that is known: {line.strip()}")
        if here and not rest.strip():
            waiting.extend(here)
            continue
        clean.append(rest)
        origin.append(number)
        if waiting and not _OPENING.fullmatch(rest):
            here, waiting = [*waiting, *here], []
        found.extend(expectation(kind, body, len(clean), f"{path}:{at}") for kind, body, at in here)
    if waiting:
        found.extend(
            expectation(kind, body, max(1, len(clean)), f"{path}:{at}")
            for kind, body, at in waiting
            if kind == "claims"
        )
        if any(kind != "claims" for kind, _, _ in waiting):
            raise BadAnnotation(f"{path}:{waiting[0][2]}: this annotation speaks about no line")
    return Case(path, title, first, "\n".join(clean) + "\n", tuple(origin), tuple(found), len(lines))


def expectation(kind: str, body: str, line: int, place: str) -> Expectation:
    """Read one annotation. Raises BadAnnotation if a word of it is not known."""
    from mathlint.engine.verdict import Reason
    from mathlint.rules import REGISTRY

    values = tuple(value.strip() for value in body.split(","))
    match kind:
        case "verdict":
            known = {*VERDICTS, *(f"undecided({reason.value})" for reason in Reason)}
            if not set(values) <= known:
                raise BadAnnotation(f"{place}: no such verdict: {body}")
        case "role":
            if not set(values) <= set(ROLES):
                raise BadAnnotation(f"{place}: no such role: {body}")
        case "claims":
            if not body.isdigit():
                raise BadAnnotation(f"{place}: not a number: {body}")
        case _:
            read = _FINDING.fullmatch(body)
            if read is None or read["rule"] not in {rule.name for rule in REGISTRY.values()}:
                raise BadAnnotation(f"{place}: no such finding: {body}")
            return Expectation(kind, line, read["rule"], read["text"] or "")
    return Expectation(kind, line, values=values)

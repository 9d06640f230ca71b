"""The pragma `<!-- mathlint: assume x > 0; A symmetric; n integer -->`."""

from __future__ import annotations

import re

_ASSUME = re.compile(r"\s*assume\s*:?\s+(.*)\Z", re.IGNORECASE | re.DOTALL)
_WORDS = re.compile(r"(?<![\\\w{_^])(?:is|are)?\s*((?:(?:a|an)\s+)?[A-Za-z]{2,}(?:[ -][A-Za-z]{2,})*)\s*\Z")


def read_directive(text: str) -> tuple[tuple[str, str], ...]:
    """The parts of an "assume" directive, each as (LaTeX, words); words is "" where the LaTeX says it all (`x > 0`).

    Any other directive gives nothing.

    >>> read_directive("assume x > 0; A symmetric; n, m integer; \\\\Sigma is positive definite")
    (('x > 0', ''), ('A', 'symmetric'), ('n, m', 'integer'), ('\\\\Sigma', 'positive definite'))
    """
    match = _ASSUME.match(text)
    if match is None:
        return ()
    parts: list[tuple[str, str]] = []
    for part in match[1].split(";"):
        part = part.strip().replace("$", "")
        words = _WORDS.search(part)
        latex = part[: words.start()].strip() if words else ""
        if words and latex:
            said = re.sub(r"^(?:is|are)\s+", "", words[1].strip())
            parts.append((latex, re.sub(r"^(?:a|an)\s+", "", said)))
        elif part:
            parts.append((part, ""))
    return tuple(parts)

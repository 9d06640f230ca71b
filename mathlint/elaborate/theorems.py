"""What a theorem concludes is still to be shown in its proof: there it is no evidence."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

_LABEL: Final = re.compile(
    r"^[ \t>]*(?:\#+[ \t]+)?[*_]{0,3}(?:(?P<goal>Theorem|Lemma|Proposition|Corollary)|(?P<proof>Proof))\b|^(?P<end>\#)",
    re.MULTILINE,
)
_CONCLUDES: Final = re.compile(r"(?:[.;:][ \t]+|\n[ \t]*|^)(?:Then|It follows|In that case|Hence)\b")


@dataclass(frozen=True, slots=True)
class Theorem:
    """Offsets: concludes..proof is what is to be shown, proof..end the proof."""

    concludes: int
    proof: int
    end: int


class Theorems:
    """The theorems of a page that have a proof below them."""

    def __init__(self, text: str) -> None:
        self.found: list[Theorem] = []
        labels = [(m.start(), m.lastgroup or "") for m in _LABEL.finditer(text)]
        for at, (start, kind) in enumerate(labels[:-1]):
            if kind != "goal" or labels[at + 1][1] != "proof":
                continue
            proof = labels[at + 1][0]
            end = labels[at + 2][0] if at + 2 < len(labels) else len(text)
            then = [m.start() for m in _CONCLUDES.finditer(text, start, proof)]
            self.found.append(Theorem(then[-1] if then else start, proof, end))
        self._proofs = [t.proof for t in self.found]

    def in_proof_of(self, offset: int, statement: int) -> bool:
        """Whether a place stands in the proof of what a theorem concludes at another."""
        at = bisect_right(self._proofs, offset) - 1
        if at < 0:
            return False
        theorem = self.found[at]
        return offset < theorem.end and theorem.concludes <= statement < theorem.proof

"""How loudly a conclusion about one step may be said, before the rest of the file is looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mathlint.document.model import Document
from mathlint.elaborate.model import Elaboration, Reading, Step, Strength
from mathlint.engine.verdict import Conditional, Refuted, Verdict
from mathlint.judge.combine import FIXED, standing
from mathlint.judge.model import Weight
from mathlint.judge.witness import names

_EQUALITY: Final = ("=", "≈")
_DECLARING: Final = re.compile(r"\b(?:matri(?:x|ces)|vectors?|random variables?|integers?|reals?|numbers?)\b|\\in\b")
"""What a sentence or formula holds that says what an object is, and so could have said more of it."""
_NOT_CERTAIN: Final = "it is not certain that this is claimed"
_GLUED: Final = "letters written together, such as `{word}`, were read as a product"
_WORDS: Final = re.compile(r"(?<![A-Za-z\\])(?:[A-Za-z]{3,}(?=_)|[A-Za-z]{4,})(?![A-Za-z])")
_NAMED: Final = re.compile(r"\\[A-Za-z]+\*?\s*\{[A-Za-z\s]*\}")
"""A control word with letters only in its braces: `\\text{Var}`, `\\begin{cases}`."""
_RECOVERED: Final = "parts of this formula could not be read"


@dataclass(frozen=True)
class Page:
    """What a page says of its names, in the sentences that were understood."""

    document: Document
    elaboration: Elaboration

    def declares(self, name: str, before: int) -> bool:
        """Does an understood sentence or formula before this offset say what kind of object the name is?"""
        own = re.compile(rf"[$\\(\[\s]*{re.escape(name)}(?![\w^'{{])")
        return any(
            span.start < before and own.match(self.document.source.slice(span)) and _DECLARING.search(text)
            for span, text in self.elaboration.understood
        )

    def mentions(self, name: str) -> bool:
        """Is the name spoken of: in a formula that was understood, or as a formula of its own in the text?"""
        own = re.compile(rf"(?<![A-Za-z\\]){re.escape(name)}(?![A-Za-z])")
        understood = (self.document.source.slice(span) for span, _ in self.elaboration.understood)
        alone = (block.text.strip() for block in self.document.blocks)
        return name in alone or any(own.search(formula) for formula in understood)


def weigh(step: Step, verdict: Verdict, reading: Reading, page: Page) -> tuple[Weight, tuple[str, ...]]:
    """The weight, and the reasons for which it was softened, in people's words."""
    if not isinstance(verdict, Refuted | Conditional):
        return Weight.INFO, ()
    if step.recovered:
        return Weight.INFO, (_RECOVERED,)
    if reading.obligation.relation not in _EQUALITY:
        return Weight.INFO, ()
    if word := _glued(step, reading):
        return Weight.INFO, (_GLUED.format(word=word),)
    blocked = any(standing(r, verdict) for r in step.readings if not _settles(verdict, reading, r))
    match verdict, step.strength:
        case Refuted(), Strength.STRONG:
            return Weight.ERROR, ()
        case Refuted(), Strength.MEDIUM if not blocked:
            return Weight.ERROR, ()
        case Refuted(), Strength.WEAK if reading.sure and not blocked:
            return Weight.ERROR, ()
        case Conditional(assumption=assumption), Strength.STRONG | Strength.MEDIUM:
            omitted = not blocked and not step.goal and _omitted(assumption, step, reading, page)
            return (Weight.WARNING if omitted else Weight.INFO), ()
        case _:
            return Weight.INFO, (_NOT_CERTAIN,)


def _settles(verdict: Refuted | Conditional, reading: Reading, other: Reading) -> bool:
    """Whether a factor between the sides as they stand leaves nothing to a reading that only puts definitions into them."""
    if not isinstance(verdict, Refuted) or verdict.method not in FIXED or standing(reading, verdict):
        return False
    mine, theirs = reading.obligation, other.obligation
    return other is not reading and (mine.left, mine.right) == (theirs.left, theirs.right)


def _glued(step: Step, reading: Reading) -> str | None:
    """A word such as `size` in `size_i` that no name of the reading accounts for: it may be one name."""
    known = set(names(reading).values())
    for side in (step.left, step.right):
        for word in _WORDS.findall(_NAMED.sub(" ", side)):
            if not any(word in name for name in known):
                return str(word)
    return None


def _omitted(assumption: str, step: Step, reading: Reading, page: Page) -> bool:
    """Does the page say what every object of the assumption is, and yet leave the property out?"""
    spoken = set(re.split(r"[\s,]+", assumption))
    meant = [written for key, written in names(reading).items() if key in spoken or written in spoken]
    return bool(meant) and all(page.declares(name, step.left_span.start) for name in meant)

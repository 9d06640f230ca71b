"""How loudly a conclusion about one step may be said, before the rest of the file is looked at."""

from __future__ import annotations

from typing import Final

from mathlint.elaborate.model import Reading, Step, Strength
from mathlint.engine.verdict import Conditional, Refuted, Verdict
from mathlint.judge.model import Weight

_EQUALITY: Final = ("=", "≈")
_DECLARING: Final = ("matrix", "vector", "random variable", "integer", "real", "number", "variable", "function")
"""A given that says what a name is, and so could have said more of it, holds one of these words."""


def weight(step: Step, verdict: Verdict, reading: Reading) -> tuple[Weight, tuple[str, ...]]:
    """The weight, and the reasons for which it was softened, in people's words."""
    if not isinstance(verdict, Refuted | Conditional):
        return Weight.INFO, ()
    if step.recovered:
        return Weight.INFO, ("parts of this formula could not be read",)
    if reading.obligation.relation not in _EQUALITY:
        return Weight.INFO, ()
    match verdict, step.strength:
        case Refuted(), Strength.STRONG:
            return Weight.ERROR, ()
        case Refuted(), Strength.MEDIUM if not any(r.blocks for r in step.readings):
            return Weight.ERROR, ()
        case Conditional(assumption=assumption), Strength.STRONG | Strength.MEDIUM:
            if _declared_without(step, reading, assumption):
                return Weight.WARNING, ()
            return Weight.INFO, ()
        case _:
            return Weight.INFO, ("it is not certain that this is claimed",)


def _declared_without(step: Step, reading: Reading, assumption: str) -> bool:
    """Does the page say what the object of the assumption is, all of it understood, and leave the property out?"""
    if any(r.blocks for r in step.readings) or step.goal:
        return False
    spoken = set(assumption.split())
    names = [written for key, written in reading.shown.items() if key in spoken or written in spoken]
    said = [given.text for given in reading.given]
    return bool(names) and all(
        any(text.split()[:1] == [name] and any(word in text for word in _DECLARING) for text in said) for name in names
    )

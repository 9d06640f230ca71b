"""What an undecided step lacks: the one thing that was in the way, in a mathematician's words."""

from __future__ import annotations

import re
from typing import Final

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.verdict import SIDES_DIFFER, Reason, Undecided
from mathlint.judge.model import Judgement
from mathlint.judge.witness import speak

REASONS: Final = {
    Reason.UNREAD: "a part of it could not be read",
    Reason.UNSUPPORTED: "its notation is not supported",
    Reason.UNKNOWN_SYMBOL: "a name in it has no known value",
    Reason.CONTEXT: "the page says something about its names that was not understood",
    Reason.AMBIGUOUS: "it can be read in several ways",
    Reason.VACUOUS: "both sides vanish everywhere, which says nothing about the page",
    Reason.NO_DOMAIN: "no values were found for which both sides are defined",
    Reason.BUDGET: "it would have taken too long",
    Reason.ILL_TYPED: "its shapes do not fit",
    Reason.INTERNAL: "mathlint failed on it, which is a fault of mathlint",
}
"""What is said where nothing more is known."""
_LEADS: Final = {
    Reason.UNSUPPORTED: "mathlint cannot compute with",
    Reason.NO_DOMAIN: "no values could be tried:",
    Reason.ILL_TYPED: "the sizes do not fit:",
    Reason.BUDGET: "it would have taken too long:",
    Reason.VACUOUS: "that the sides agree shows nothing here:",
}
"""How the sentence begins where the detail is only a noun."""
_OF_THE_PAGE: Final = (Reason.UNKNOWN_SYMBOL, Reason.CONTEXT)
_SENTENCES: Final = (SIDES_DIFFER, "the sides ", "a side ", "this step ", "it ", "only ")
_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\S")
_PLAIN: Final = frozenset({"{", "}", "\\mathbf", "\\boldsymbol", "\\bm", "\\bf", "\\mathrm", "\\mathit", "\\mathsf"})
"""Braces and fonts."""
_ONE_SIDE: Final = " stands on one side only"
_LONGEST: Final = 50
"""Characters of a definition that are quoted."""
_FUNCTION: Final = re.compile(r"[a-z]\w*")


def lack(judgement: Judgement) -> str:
    """One sentence without a full stop, for an undecided step."""
    verdict, reading = judgement.verdict, judgement.reading
    if not isinstance(verdict, Undecided):
        raise ValueError("the step is decided")
    detail = speak(verdict.detail, reading.shown if reading is not None else {})
    if not detail:
        blocks = reading.blocks if reading is not None and verdict.reason in _OF_THE_PAGE else ()
        return blocks[0].what if blocks else REASONS[verdict.reason]
    if verdict.reason is Reason.UNKNOWN_SYMBOL and reading is not None:
        return _with_origin(detail, judgement.step, reading)
    if verdict.reason is Reason.NO_DOMAIN and _FUNCTION.fullmatch(detail):
        detail = f"`{detail}` is not defined at those that were drawn"
    lead = _LEADS.get(verdict.reason)
    return f"{lead} {detail}" if lead and not detail.startswith(_SENTENCES) else detail


def in_the_way(judgement: Judgement) -> str | None:
    """What to count this step under, in a few words; None where nothing that others share is in the way."""
    verdict = judgement.verdict
    if not isinstance(verdict, Undecided):
        return None
    name = _name(judgement)
    match verdict.reason:
        case Reason.UNKNOWN_SYMBOL if name:
            return f"no value for `{name}`"
        case Reason.CONTEXT if name:
            return f"words about `{name}`"
        case Reason.UNSUPPORTED if judgement.step.impediment is not None and judgement.step.impediment.name:
            return f"the notation `{judgement.step.impediment.name}`"
        case Reason.UNSUPPORTED | Reason.NO_DOMAIN | Reason.BUDGET if verdict.detail and "`" not in verdict.detail:
            return verdict.detail if not any(c.isdigit() or c == "\\" for c in verdict.detail) else None
    return None


def _name(judgement: Judgement) -> str | None:
    """The name that the verdict speaks of."""
    impediment, verdict = judgement.step.impediment, judgement.verdict
    if impediment is not None and impediment.name:
        return impediment.name
    readings = (judgement.reading,) if judgement.reading is not None else judgement.step.readings
    blocks = [block for reading in readings for block in reading.blocks if block.name]
    said = verdict.detail if isinstance(verdict, Undecided) else ""
    return next((block.name for block in blocks if block.what == said or not said), None)


def _with_origin(detail: str, step: Step, reading: Reading) -> str:
    """A name that is not written in the step must be said to come from elsewhere."""
    block = next((b for b in reading.blocks if b.what == detail), None)
    name = f"`{block.name}`" if block is not None else ""
    if block is None or not name or not detail.startswith(name):
        return detail
    wanted = _tokens(block.name)
    sides = [_holds(_tokens(side), wanted) for side in (step.left, step.right)]
    if all(sides) and _ONE_SIDE in detail:
        return f"{name} is one thing on the left side and another on the right, as far as it was understood"
    if any(sides):
        return detail
    via = next((given for given in reading.given if _holds(_tokens(given.text), wanted)), None)
    whence = f"which comes in with `{_quoted(via.text)}`" if via is not None else "which is not written but meant"
    return f"{name}, {whence},{detail.removeprefix(name)}"


def _holds(tokens: list[str], wanted: list[str]) -> bool:
    return any(tokens[k : k + len(wanted)] == wanted for k in range(len(tokens) - len(wanted) + 1))


def _tokens(latex: str) -> list[str]:
    """Without braces and fonts, in which a name may differ from how it is written."""
    return [t for t in _TOKEN.findall(latex) if t not in _PLAIN]


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"

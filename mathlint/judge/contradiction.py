"""A theorem and its proof that give one thing two values: one of the two is wrong, whatever the names stand for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mathlint.elaborate.model import Echo, Notice
from mathlint.engine.verdict import Refuted
from mathlint.judge.brakes import is_alarm
from mathlint.judge.combine import Decide, standing, unmoved
from mathlint.judge.model import Judgement


def contradictions(echoes: Sequence[Echo], judgements: Sequence[Judgement], ask: Decide) -> Iterator[Notice]:
    """Where every reading makes the two values differ, and nothing that the page says stands against it.

    Not where a step of the proof is known to be false: that says it better.
    """
    false = [j.step.left_span for j in judgements if is_alarm(j)]
    for echo in echoes:
        if any(span in echo.proof for span in false):
            continue
        readings = list(echo.readings)
        verdicts = [ask(reading.obligation) for reading in readings]
        if readings and all(
            isinstance(verdict, Refuted)
            and not verdict.witness.transposed
            and (not (blocks := standing(reading, verdict)) or unmoved(blocks, ask))
            for reading, verdict in zip(readings, verdicts, strict=True)
        ):
            data = {"name": echo.name, "value": echo.value, "other": echo.other, "line": echo.line}
            yield Notice("two-values", echo.span, data)

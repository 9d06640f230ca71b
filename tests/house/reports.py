"""Reports built by hand, for the tests of whatever shows reports."""

from __future__ import annotations

from mathlint.diagnostic import Diagnostic, Edit, Evidence, Report, Severity, StepId, StepRecord, Unread
from mathlint.source import SourceFile, Span

NORMS = r"""# Norms

For a vector $x$ of length $n$, the norm is smooth away from zero.

$$
\nabla_x \|x\|_2
= \frac{1}{2\sqrt{x^\top x}}\,\nabla_x (x^\top x)
= \frac{2}{\|x\|_2} x
$$
"""


def place(text: str, part: str, nth: int = 0) -> Span:
    """Where the nth occurrence of `part` is."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(part, start + 1)
    return Span(start, start + len(part))


def step(text: str, left: str, right: str, link: int, verdict: str | None, **more: object) -> StepRecord:
    left_span, right_span = place(text, left), place(text, right)
    relation = text.index("=", left_span.end)
    values: dict[str, object] = {
        "id": StepId(0, link), "left_span": left_span, "relation_span": Span(relation, relation + 1),
        "right_span": right_span, "left": left, "relation": "=", "right": right,
        "role": "claim" if verdict else "definition", "goal": False, "strength": "strong" if verdict else None,
        "verdict": verdict,
    }  # fmt: skip
    return StepRecord(**{**values, **more})  # type: ignore[arg-type]


def norms(path: str = "notes/norms.md") -> Report:
    """A chain of three terms whose second step is false by a factor of 2."""
    first, second = r"\frac{1}{2\sqrt{x^\top x}}\,\nabla_x (x^\top x)", r"\frac{2}{\|x\|_2} x"
    wrong = place(NORMS, second)
    return Report(
        source=SourceFile(path, NORMS),
        formulas=(place(NORMS, "$x$"), place(NORMS, "$n$"), Span(NORMS.index("$$"), NORMS.rindex("$$") + 2)),
        steps=(
            step(NORMS, r"\nabla_x \|x\|_2", first, 0, "supported", method="balls"),
            step(NORMS, first, second, 1, "refuted", method="balls"),
        ),
        diagnostics=(
            Diagnostic(
                "ML101",
                "false-step",
                Severity.ERROR,
                wrong,
                "this step is false: the right side is 2 times the left",
                help=r"`\frac{1}{\|x\|_2} x` makes it hold",
                notes=("x is a vector of length n (line 3)",),
                step=StepId(0, 1),
                evidence=Evidence(
                    {"x": [["3/7"], ["-6/7"], ["1"]]}, {"n": 3}, "(0.31, -0.62, 0.72)", "(0.62, -1.24, 1.44)"
                ),
                suggestion=Edit(wrong, r"\frac{1}{\|x\|_2} x"),
            ),
        ),
    )


def undecided(path: str = "notes/loss.md") -> Report:
    """A definition, two steps that wait for a name, and a place that was not read."""
    text = "$$\nL = a + b = s_x + c = s_x + d\n$$\n\nand $\\frac{$\n"
    steps = (
        step(text, "L", "a + b", 0, None),
        step(text, "a + b", "s_x + c", 1, "undecided", reason="unknown-symbol", missing="no value for `s_x`"),
        step(text, "s_x + c", "s_x + d", 2, "undecided", reason="context", missing="no value for `s_x`"),
    )
    return Report(
        source=SourceFile(path, text),
        formulas=(place(text, text[: text.index("\n\n")]), place(text, "$\\frac{$")),
        unread=(Unread(place(text, "{", 0), "`{` is never closed"),),
        steps=steps,
        diagnostics=(
            Diagnostic("ML801", "unread", Severity.INFO, place(text, "{"), "`{` is never closed"),
        ),
    )  # fmt: skip


def empty(path: str = "notes/empty.md") -> Report:
    return Report(source=SourceFile(path, ""))

"""`mathlint explain FILE:LINE`: how a line was read, and why it was concluded what was concluded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from mathlint.elaborate.model import Reading, Step
from mathlint.engine.verdict import Conditional, Entry, Proved, Refuted, Supported, Undecided, Witness
from mathlint.expr.obligation import Declaration
from mathlint.expr.shape import sized
from mathlint.expr.tree import Expr
from mathlint.judge.lack import lack
from mathlint.judge.model import Judgement
from mathlint.judge.witness import page_point, written_name
from mathlint.operators.latex import to_latex
from mathlint.pipeline import Reviewed, unread
from mathlint.source import SourceFile, Span

_METHODS: Final = {"arb": "decimals with proven error bounds", "Z/p": "in whole numbers modulo large primes"}
"""What the engine's short names for its ways to decide mean."""

_SHORT: Final = 120
"""Characters of what was understood that are shown."""


def explain_line(reviewed: Reviewed, line: int) -> Iterator[str]:
    """Every step that touches a 1-based line, the places there that were not read, and what is known up to there."""
    source = reviewed.document.source
    touched = [j for j in reviewed.analysis.judgements if _touches(source, _whole(j.step), line)]
    for judgement in touched:
        yield from _judgement(source, judgement)
        yield ""
    unreadable = [place for place in unread(reviewed) if _touches(source, place.span, line)]
    for place in unreadable:
        yield f"{_at(source, place.span)}: not read: {place.message}"
    if unreadable:
        yield ""
    if not touched:
        formulas = [block for block in reviewed.document.blocks if _touches(source, block.span, line)]
        what = "the formulas on it have no relation between two sides" if formulas else "there is no mathematics on it"
        yield f"{source.path}:{line}: no step touches this line: {what}"
        yield ""
    limit = source.line_span(line).end
    known = [(span, text) for span, text in reviewed.analysis.elaboration.understood if span.start <= limit]
    yield "understood up to this line:" if known else "nothing was understood of names up to this line"
    for span, text in known:
        yield f"  {source.place(span.start)}: {_short(text)}"


def _whole(step: Step) -> Span:
    return step.left_span.join(step.relation_span).join(step.right_span)


def _touches(source: SourceFile, span: Span, line: int) -> bool:
    last = source.position(max(span.start, span.end - 1)).line
    return source.position(span.start).line <= line <= last


def _at(source: SourceFile, span: Span) -> str:
    at = source.position(span.start)
    return f"{source.path}:{at.line}:{at.column}"


def _judgement(source: SourceFile, judgement: Judgement) -> Iterator[str]:
    step = judgement.step
    yield f"{_at(source, step.relation_span)}: {_line(step.left)} {step.relation} {_line(step.right)}"
    goal = ", a goal (checked, never used)" if step.goal else ""
    strength = f", {step.strength}" if step.strength else ""
    yield f"  role: {step.role}{strength}{goal}: {step.why}"
    if step.recovered:
        yield "  the formula could not be parsed as a whole; what is left of it is never called false"
    for number, reading in enumerate(step.readings, 1):
        chosen = " (the verdict speaks of it)" if reading is judgement.reading and len(step.readings) > 1 else ""
        yield f"  reading {number} of {len(step.readings)}{chosen}: {', '.join(reading.choices) or 'no choice'}"
        yield from (f"    {text}" for text in _reading(source, reading))
    yield from (f"  {text}" for text in _verdict(judgement))
    for note in judgement.notes:
        yield f"  note: {note}"


def _reading(source: SourceFile, reading: Reading) -> Iterator[str]:
    obligation = reading.obligation
    sizes: dict[str, str] = {}

    def latex(node: Expr) -> str:
        return to_latex(node, reading.shown)

    yield f"read as: {latex(obligation.left)} {obligation.relation} {latex(obligation.right)}"
    for declaration in obligation.declarations:
        yield f"{written_name(declaration.name, reading.shown)}: {sized(declared(declaration, latex), sizes)}"
    for rewrite in obligation.rewrites:
        yield f"with {latex(rewrite.pattern)} = {latex(rewrite.value)}"
    for assumption in obligation.assumptions:
        yield f"assuming {latex(assumption)}"
    for given in reading.given:
        yield f"uses {source.place(given.span.start)}: {given.text}"
    for block in reading.blocks:
        yield f"could not use: {block.what}"


def declared(declaration: Declaration, latex: Callable[[Expr], str] = to_latex) -> str:
    """What is known of a name, in one line: "variable, n×n, symmetric"."""
    parts: list[str] = [declaration.kind, *sorted(declaration.traits)]
    parts.insert(1, str(declaration.shape))
    if declaration.slots:
        parts.append(f"a family with {declaration.slots} index" + ("es" if declaration.slots > 1 else ""))
    if declaration.arity:
        parts.append(f"of {declaration.arity} argument" + ("s" if declaration.arity > 1 else ""))
    if declaration.value is not None:
        params = f"({', '.join(declaration.params)}) " if declaration.params else ""
        parts.append(f"defined as {params}{latex(declaration.value)}")
    return ", ".join(parts)


def _verdict(judgement: Judgement) -> Iterator[str]:
    match judgement.verdict:
        case None:
            yield "verdict: none; only claims are decided"
        case Proved(method=method):
            yield f"verdict: proved ({_METHODS.get(method, method)})"
        case Supported(points=points, digits=digits, method=method):
            exact = "exactly" if digits >= 99 else f"to {digits} digits"
            yield f"verdict: supported; the sides agree at {points} points {exact}" + (
                f" ({_METHODS.get(method, method)})" if method else ""
            )
        case Conditional(assumption=assumption, witness=witness):
            yield f"verdict: holds only if {assumption}; without that it fails"
            yield from _witness(witness, judgement.reading)
        case Refuted(witness=witness, method=method):
            yield "verdict: refuted" + (f" ({_METHODS.get(method, method)})" if method else "")
            yield from _witness(witness, judgement.reading)
        case Undecided(reason=reason):
            yield f"verdict: undecided ({reason})"
            yield f"missing: {lack(judgement)}"
    explanation = judgement.explanation
    if explanation and explanation.words:
        yield f"why: {explanation.words}"
    if explanation and explanation.replacement:
        yield f"this makes it hold: {explanation.replacement}"


def _witness(witness: Witness, reading: Reading | None) -> Iterator[str]:
    point, dims = page_point(witness, reading) if reading else (dict(witness.point), dict(witness.dims))
    for name, value in point.items():
        yield f"  at {name} = {_entry(value)}"
    for name, size in dims.items():
        yield f"  with {name} = {size}"
    yield f"  the left side is {witness.left}, the right side {witness.right}"


def _entry(value: Entry) -> str:
    return value if isinstance(value, str) else "[" + ", ".join(_entry(row) for row in value) + "]"


def _short(text: str) -> str:
    line = _line(text)
    return line if len(line) <= _SHORT else line[: _SHORT - 1] + "…"


def _line(latex: str) -> str:
    return " ".join(latex.split())

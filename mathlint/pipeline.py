"""The way of the data, from the text of a note to its report. No input or output.

document  finds the mathematics        syntax  reads what is written     elaborate  decides what is meant
judge     decides what is true (it asks the engine) and weighs it        rules      decide what to say
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from mathlint.config import DEFAULT, Config
from mathlint.diagnostic import Report, StepId, StepRecord, Unread
from mathlint.document import read
from mathlint.document.model import Document, Macro
from mathlint.document.preceded import preceded
from mathlint.elaborate import elaborate
from mathlint.engine.verdict import Conditional, Proved, Refuted, Supported, Undecided
from mathlint.judge import judge
from mathlint.judge.deep import Effort
from mathlint.judge.lack import in_the_way
from mathlint.judge.model import Analysis, Judgement
from mathlint.rules import diagnostics
from mathlint.source import SourceFile, Span
from mathlint.syntax import parse
from mathlint.syntax.surface import ParsedBlock


@dataclass(frozen=True)
class Reviewed:
    """A note and all that was concluded of it; `parsed` is by the number of the block in the document."""

    document: Document
    parsed: Mapping[int, ParsedBlock]
    analysis: Analysis


def check(source: SourceFile, config: Config = DEFAULT, effort: Effort | None = None) -> Report:
    """Everything there is to say of one note. Bad input is normal input: it never raises for what the note holds.

    effort: what to ask of a slower prover as well.
    """
    started = time.perf_counter()
    reviewed = review(source, config, effort)
    return Report(
        source=reviewed.document.source,
        formulas=tuple(block.span for block in reviewed.document.blocks if block.closed and not block.given),
        unread=unread(reviewed),
        steps=tuple(step_record(judgement) for judgement in reviewed.analysis.judgements),
        diagnostics=diagnostics(reviewed.analysis),
        seconds=time.perf_counter() - started,
    )


def review(source: SourceFile, config: Config = DEFAULT, effort: Effort | None = None) -> Reviewed:
    """The note, read and judged."""
    preamble = _preamble(config.preamble)
    document = preceded(read(source, macros=_macros(preamble)), preamble)
    parsed = _parsed(document)
    elaboration = elaborate(document, parsed)
    analysis = replace(judge(document, elaboration, effort=effort), unparsed=tuple(unparsed(document, parsed)))
    return Reviewed(document, parsed, analysis)


def _parsed(document: Document) -> dict[int, ParsedBlock]:
    """Every block by its number. The same text is parsed once: a page says `$x$` many times."""
    known: dict[str, ParsedBlock] = {}
    for block in document.blocks:
        if block.text not in known:
            known[block.text] = parse(block.text)
    return {number: known[block.text] for number, block in enumerate(document.blocks)}


@lru_cache(maxsize=8)
def _preamble(sources: tuple[SourceFile, ...]) -> tuple[Document, ...]:
    """The notes of a preamble; each sees the macros of those before it."""
    documents: tuple[Document, ...] = ()
    for source in sources:
        documents += (read(source, macros=_macros(documents)),)
    return documents


def _macros(documents: tuple[Document, ...]) -> dict[str, Macro]:
    return {name: macro for document in documents for name, macro in document.macros.items()}


def unread(reviewed: Reviewed) -> tuple[Unread, ...]:
    """Every place that could not be read, once, in the order of the file."""
    places = dict.fromkeys((*reviewed.analysis.elaboration.unread, *_never_closed(reviewed.document)))
    places |= dict.fromkeys((span, message) for _, span, message in reviewed.analysis.unparsed)
    return tuple(Unread(span, message) for span, message in sorted(places))


def _never_closed(document: Document) -> Iterator[tuple[Span, str]]:
    for block in document.blocks:
        if block.given:
            continue
        yield from block.issues
        if not block.closed:
            yield block.span, "this mathematics is never closed"


def unparsed(document: Document, parsed: Mapping[int, ParsedBlock]) -> Iterator[tuple[int, Span, str]]:
    """What could not be parsed: number of the block, place in the file, message."""
    for number, block in enumerate(document.blocks):
        for issue in () if block.given else parsed[number].issues:
            yield number, block.source_span(issue.start, issue.end), issue.message


def step_record(judgement: Judgement) -> StepRecord:
    """A judgement as it is reported."""
    step, reading = judgement.step, judgement.reading
    verdict = reason = method = None
    assumptions: tuple[str, ...] = ()
    match judgement.verdict:
        case None:
            pass
        case Proved(method=how):
            verdict, method = "proved", how
        case Supported(method=how):
            verdict, method = "supported", how
        case Conditional(assumption=assumption):
            verdict, assumptions = "conditional", (assumption,)
        case Refuted(method=how):
            verdict, method = "refuted", how
        case Undecided(reason=why):
            verdict, reason = "undecided", why.value
    return StepRecord(
        id=StepId(step.chain, step.link),
        left_span=step.left_span,
        relation_span=step.relation_span,
        right_span=step.right_span,
        left=step.left,
        relation=step.relation,
        right=step.right,
        role=step.role.value,
        goal=step.goal,
        strength=step.strength.value if step.strength else None,
        verdict=verdict,
        reason=reason,
        method=method or None,
        assumptions=assumptions,
        given=tuple(given.span for given in reading.given) if reading else (),
        missing=in_the_way(judgement),
    )

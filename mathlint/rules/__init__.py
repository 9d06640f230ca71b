"""The rules: one file each, and this folder is their registry. A file without a leading underscore holds one `RULE`.

A rule words what the judge has concluded and what elaboration has noticed; it decides nothing about mathematics.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import Final

from mathlint.diagnostic import Diagnostic, StepId
from mathlint.judge.model import Analysis
from mathlint.rules._rule import Rule
from mathlint.rules.suppression import apply, suppressions


def _discover() -> dict[str, Rule]:
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    rules: list[Rule] = [import_module(f"{__name__}.{name}").RULE for name in names]
    return {rule.code: rule for rule in sorted(rules, key=lambda rule: rule.code)}


REGISTRY: Final = _discover()
"""code → rule, in the order of the codes."""


def diagnostics(analysis: Analysis) -> tuple[Diagnostic, ...]:
    """All findings on a page in reading order, those left out that a comment silences."""
    found = [finding for rule in REGISTRY.values() for finding in rule.find(analysis)]
    found = _causes_first(found, analysis)
    silencers, problems = suppressions(analysis.document, REGISTRY.values())
    return tuple(_in_order([*apply(found, silencers), *problems]))


def _causes_first(found: list[Diagnostic], analysis: Analysis) -> list[Diagnostic]:
    """Without the false steps whose cause is a sure finding about notation in the same step."""
    explained = {StepId(*notice.step) for notice in analysis.notices if notice.step is not None and notice.sure}
    return [d for d in found if d.step not in explained or d.code not in ("ML101", "ML102")]


def _in_order(found: list[Diagnostic]) -> list[Diagnostic]:
    """Each finding once."""
    unique = {(d.code, d.span, d.message): d for d in found}
    return sorted(unique.values(), key=lambda d: (d.span.start, d.span.end, d.code, d.message))


def explain(code: str) -> str | None:
    """The manual page of a rule, by its code or its name; None if there is no such rule."""
    wanted = code.strip()
    for rule in REGISTRY.values():
        if wanted.upper() == rule.code or wanted.lower() == rule.name:
            return f"{rule.code} {rule.name} ({rule.severity})\n\n{rule.page.strip()}\n"
    return None


__all__ = ["REGISTRY", "Rule", "diagnostics", "explain"]

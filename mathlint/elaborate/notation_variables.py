"""Findings about names: one stands where the rest of the formula shows that another was meant.

Each finder compares marks, not values: densities and functions that are only names have no values, but a slip in their
arguments breaks a pattern that the same formula keeps everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from mathlint.elaborate.binding import Page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.notation_arguments import chain_rule, convex_combination, lost_total, moved_factor
from mathlint.elaborate.notation_densities import unbalanced_densities
from mathlint.elaborate.notation_equations import (
    blocks_multiplied,
    named_twice,
    other_unknown,
    solved_for_itself,
    stranger_mark,
)
from mathlint.elaborate.notation_introduced import other_family
from mathlint.elaborate.notation_letters import unclear
from mathlint.elaborate.notation_mirror import equal_halves, odd_ratio, unbalanced
from mathlint.elaborate.page import RawChain

_Finder: TypeAlias = Callable[[Page, RawChain], Iterator[Notice]]


def _needed(text: str) -> Iterator[_Finder]:
    """The finders that may have something to say of formulas with this text; each lacks what it looks for in the others."""
    minus, fractions = text.count("-") + text.count("−") + text.count("–"), text.count("frac") + text.count("binom")
    bar = "|" in text or "\\mid" in text or "\\vert" in text
    if minus > 1 or fractions > 1:
        yield equal_halves
    if bar and fractions > 1:
        yield odd_ratio
    if minus and "1" in text:
        yield convex_combination
    yield moved_factor
    if bar:
        yield lost_total
    if text.count("(") > 5:
        yield unbalanced
    yield solved_for_itself
    yield named_twice
    yield other_unknown
    if text.count("_") > 3:
        yield stranger_mark
    yield other_family
    if bar:
        yield unbalanced_densities


def variable_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain."""
    text = page.document.blocks[chain.block].text
    several, matrices = text.count("frac") > 1, text.count("matrix") + text.count("array")
    if not chain.display or not (chain.links or several):
        return
    if any(t.node is None or t.broken or unclear(t.node) for t in chain.terms):
        return
    if several:
        yield from chain_rule(page, chain)
    if not chain.links:
        return
    if chain.continued:
        text = page.document.blocks[chain.terms[0].block].text + text
    for find in _needed(text):
        yield from find(page, chain)
    if matrices > 2:
        yield from blocks_multiplied(page, chain)


__all__ = ["variable_notices"]

"""Findings about names: one stands where the rest of the formula shows that another was meant.

Each finder compares marks, not values: densities and functions that are only names have no values, but a slip in their
arguments breaks a pattern that the same formula keeps everywhere else.
"""

from __future__ import annotations

from collections.abc import Iterator

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


def variable_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain."""
    text = page.document.blocks[chain.block].text
    several = text.count("frac") > 1
    if not chain.display or not (chain.links or several):
        return
    if any(t.node is None or t.broken or unclear(t.node) for t in chain.terms):
        return
    if several:
        yield from chain_rule(page, chain)
    if not chain.links:
        return
    yield from equal_halves(page, chain)
    yield from odd_ratio(page, chain)
    yield from convex_combination(page, chain)
    yield from moved_factor(page, chain)
    yield from lost_total(page, chain)
    yield from unbalanced(page, chain)
    yield from solved_for_itself(page, chain)
    yield from named_twice(page, chain)
    yield from other_unknown(page, chain)
    yield from stranger_mark(page, chain)
    yield from other_family(page, chain)
    yield from unbalanced_densities(page, chain)
    if text.count("matrix") + text.count("array") > 2:
        yield from blocks_multiplied(page, chain)


__all__ = ["variable_notices"]

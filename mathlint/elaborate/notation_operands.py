"""Findings about operators: a derivative by an index, and an operator, a sum or a sign that nothing follows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import PLAIN_INDEX_LETTERS, core_letter, is_letter
from mathlint.elaborate.lower_calculus import differential
from mathlint.elaborate.model import Notice
from mathlint.elaborate.names import base_key, peel, text_of, unwrap
from mathlint.elaborate.notation_letters import STRICT_INDICES, kind_of, letters, mentions, range_of, unclear
from mathlint.elaborate.notation_place import is_empty, notice, own_terms
from mathlint.elaborate.page import RawChain, Term
from mathlint.syntax.surface import Big, Environment, Fence, Fraction, Node, Operator, Run, Scripted, Sequence, Signed
from mathlint.syntax.surface_walk import walk

_MATRICES = frozenset("matrix pmatrix bmatrix Bmatrix vmatrix Vmatrix array smallmatrix".split())
_DANGLING = frozenset(("+", "-", "\\cdot", "\\times", "\\pm"))


def operand_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """All of them for one chain."""
    for term in own_terms(chain):
        if term.node is None:
            continue
        for part in walk(term.node):
            if isinstance(part, Environment):
                yield from empty_entries(page, term, part)
            elif isinstance(part, Run):
                yield from by_an_index(page, term, part)
            elif isinstance(part, Fraction):
                yield from by_an_index_within(page, term, part)
    yield from by_another_letter(page, chain)
    yield from empty_sums(page, chain)
    yield from dangling_signs(page, chain)


# ---------------------------------------------------------------- derivatives


def by_an_index(page: Page, term: Term, run: Run) -> Iterator[Notice]:
    """`\\frac{∂}{∂k}` before its operand."""
    for at, item in enumerate(run.items[:-1]):
        fraction = unwrap(item)
        if not isinstance(fraction, Fraction):
            continue
        found = differential(fraction)
        if found is not None and not found[2]:
            rest = run.items[at + 1 :]
            yield from _by_an_index(page, term, fraction, found[3], Run(rest, rest[0].start, rest[-1].end))
            return


def by_an_index_within(page: Page, term: Term, fraction: Fraction) -> Iterator[Notice]:
    """`\\frac{∂ x_k^2}{∂k}`."""
    found = differential(fraction)
    if found is not None and found[2]:
        body = found[2]
        yield from _by_an_index(page, term, fraction, found[3], Run(body, body[0].start, body[-1].end))


def _by_an_index(
    page: Page, term: Term, fraction: Fraction, variables: tuple[tuple[Node, int], ...], operand: Run
) -> Iterator[Notice]:
    if len(variables) != 1 or unclear(operand):
        return
    peeled = peel(variables[0][0])
    if peeled is None or peeled.subs or peeled.sups or peeled.primes or peeled.key not in STRICT_INDICES:
        return
    key = peeled.key
    occurrences = [x for x in letters(operand) if x.name == key]
    if any(x.place != "index" for x in occurrences) or may_hide(page, operand):
        return
    families = Counter(x for part in walk(operand) if (x := family(part)) is not None)
    if not families:
        return
    exact = [base for base, sub in families if sub == key]
    binders = {k for part in walk(operand) if isinstance(part, Big) for k in range_of(part).keys}
    running = [base for base, sub in families if sub in binders]
    if occurrences and exact:
        meant = exact[0]
        use = page.survey.of(meant)
        if not use.digit_subs and not (use.letter_subs & PLAIN_INDEX_LETTERS) - {key}:
            return  # `dω_k/dk`: the letter is a variable that the name carries along
    elif not occurrences and running and len(set(running)) == 1:
        meant = running[0]
    else:
        return
    yield notice(page, term, fraction, "derivative-variable", variable=key, meant=f"{meant}_{key}")


def by_another_letter(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`\\frac{∂}{∂X} tr f(x) = tr \\frac{∂f(X)}{∂X}`: the operand has `x` where the other side has the variable."""
    for at, term in enumerate(chain.terms):
        if term.node is None or term.broken or (chain.continued and at == 0):
            continue
        sides = [
            chain.terms[k + d].node
            for k, d in ((at - 1, 0), (at, 1))
            if 0 <= k < len(chain.links) and chain.links[k].relation == "="
        ]
        for fraction, variables, operand in derivatives(term.node):
            key = base_key(variables[0][0]) if len(variables) == 1 else None
            if (
                key is None
                or unclear(operand)
                or mentions(operand, key)
                or any(isinstance(p, Big) for p in walk(operand))
            ):
                continue
            for function, argument in applications(operand):
                if any(
                    side is not None
                    and not unclear(side)
                    and not mentions(side, argument)
                    and (function, key) in applications(side)
                    for side in sides
                ):
                    yield notice(
                        page,
                        term,
                        fraction,
                        "derivative-variable",
                        variable=key,
                        operand=f"{function}({argument})",
                        instead=f"{function}({key})",
                    )
                    break


def derivatives(node: Node) -> Iterator[tuple[Fraction, tuple[tuple[Node, int], ...], Run]]:
    """Every derivative written as a fraction: the fraction, its variables, and what it acts on."""
    for part in walk(node):
        if isinstance(part, Run):
            for at, item in enumerate(part.items[:-1]):
                fraction = unwrap(item)
                found = differential(fraction)
                if isinstance(fraction, Fraction) and found is not None and not found[2]:
                    rest = part.items[at + 1 :]
                    yield fraction, found[3], Run(rest, rest[0].start, rest[-1].end)
                    break
        elif isinstance(part, Fraction) and (found := differential(part)) is not None and found[2]:
            yield part, found[3], Run(found[2], found[2][0].start, found[2][-1].end)


def applications(node: Node) -> list[tuple[str, str]]:
    """`f(x)`, a letter before a letter in parentheses: ("f", "x")."""
    found = []
    for part in walk(node):
        if isinstance(part, Run):
            for function, fence in zip(part.items, part.items[1:], strict=False):
                if isinstance(fence, Fence) and fence.open == "(":
                    name, argument = base_key(function), base_key(fence.body)
                    if (
                        name is not None
                        and argument is not None
                        and is_letter(core_letter(name))
                        and is_letter(core_letter(argument))
                    ):
                        found.append((name, argument))
    return found


def family(part: object) -> tuple[str, str] | None:
    """A name with one index letter: ("x", "i")."""
    if not isinstance(part, Scripted):
        return None
    peeled = peel(part)
    if peeled is None or len(peeled.subs) != 1:
        return None
    sub = text_of(peeled.subs[0])
    return (peeled.key, sub) if sub in PLAIN_INDEX_LETTERS else None


def may_hide(page: Page, operand: Run) -> bool:
    """Whether a name in the operand may depend on the variable without showing it: one that is applied or stands without index."""
    for part in walk(operand):
        if isinstance(part, Run):
            for a, b in zip(part.items, part.items[1:], strict=False):
                peeled = peel(a)
                if (
                    peeled is not None
                    and isinstance(b, Fence)
                    and b.open == "("
                    and page.survey.is_function(peeled.key)
                ):
                    return True
    within = (
        part.body if isinstance(part, Big) else part
        for part in (operand, *walk(operand))
        if isinstance(part, Big | Run)
    )
    sizes = {
        x.name for part in walk(operand) if isinstance(part, Big) for script in part.scripts for x in letters(script)
    }
    plain = {x.name for part in within for x in letters(part) if x.place == "plain" and x.full == x.name}
    return bool(plain - sizes - {"e", "\\pi"})


# ---------------------------------------------------------------- nothing follows


def empty_entries(page: Page, term: Term, matrix: Environment) -> Iterator[Notice]:
    """`∂²/∂x∂y` as an entry of a matrix whose other entries say of what."""
    if matrix.name not in _MATRICES:
        return
    entries = [unwrap(cell) for row in matrix.rows for cell in row.cells]
    derivatives = [(e, found) for e in entries if isinstance(e, Fraction) and (found := differential(e)) is not None]
    full = ["".join(text_of(b) for b in found[2]) for _, found in derivatives if found[2]]
    bare = [e for e, found in derivatives if not found[2]]
    if len(bare) == 1 and len(full) >= 2 and len(set(full)) == 1:
        yield notice(page, term, bare[0], "missing-operand", operator=_written(page, term, bare[0]), meant=full[0])


def _written(page: Page, term: Term, node: Node) -> str:
    return page.document.blocks[term.block].text[node.start : node.end]


def empty_sums(page: Page, chain: RawChain) -> Iterator[Notice]:
    """A sum with its range, in an equation, and no terms; but a page may speak of sum signs themselves."""
    if not chain.display or not chain.links:
        return
    found: list[tuple[Term, Big | Scripted]] = []
    for term in own_terms(chain):
        if term.node is None:
            continue
        for part in walk(term.node):
            if isinstance(part, Scripted) and is_empty(part):
                found.append((term, part))
            elif isinstance(part, Big) and kind_of(part) in ("sum", "product") and lacks_terms(part):
                found.append((term, part))
    if len(found) != 1:
        return
    term, part = found[0]
    end = max((s.end for s in part.scripts), default=part.end)
    text = page.document.blocks[term.block].text
    if range_of(part).low is not None and follows_nothing(text[end:].lstrip()):
        yield notice(page, term, Run((), part.start, end), "missing-operand", operator=text[part.start : end])


def lacks_terms(node: Big) -> bool:
    """A sign and a term without the index: `2n \\sum_{l=1}^n - 2 \\sum_{l=1}^n l^2`."""
    body = unwrap(node.body)
    keys = range_of(node).keys
    if not isinstance(body, Signed) or len(keys) != 1 or not mentions(body, keys[0]):
        return False
    return all(x.full != keys[0] and x.name != keys[0] for x in letters(body))


_OPERATES = re.compile(r"(\\\\)?\s*(&\s*)?(=|\+|-|\\leq?\b|\\geq?\b|<|>|\\approx|\\tag|\.?\s*\Z)")


def follows_nothing(text: str) -> bool:
    """Whether a relation, a sign or the end comes next."""
    return _OPERATES.match(text) is not None


def dangling_signs(page: Page, chain: RawChain) -> Iterator[Notice]:
    """`a = b + \\\\ = c`: a sign at the end of a row with nothing behind it before the next relation."""
    for k, term in enumerate(chain.terms[:-1]):
        if term.node is None or (chain.continued and k == 0):
            continue
        last = term.node.items[-1] if isinstance(term.node, Sequence) and len(term.node.items) > 1 else None
        link = chain.links[k]
        if not isinstance(last, Operator) or last.scripts or last.name not in _DANGLING or link.block != term.block:
            continue
        between = page.document.blocks[term.block].text[last.end : link.start]
        if "\\\\" in between and not re.sub(r"[\s&]|\\\\|\\[,;:! ]", "", between):
            yield notice(page, term, last, "missing-operand", operator=last.name)


__all__ = ["operand_notices"]

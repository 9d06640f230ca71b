"""Laws over all identities: determinism, independence of the random choices, witnesses that stand, nothing raised."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from mpmath import mpf

from mathlint.engine import Budget, decide
from mathlint.engine.sample import Source
from mathlint.engine.verdict import Conditional, Proved, Reason, Refuted, Supported, Undecided
from mathlint.expr.obligation import Declaration, Kind, Obligation
from mathlint.expr.spec import _RULES as RULES
from mathlint.expr.tree import HEADS, Expr, expr, name, number, substitute
from tests.engine.identities import EXACT, IDENTITIES, Identity
from tests.engine.terms import STANDARD, claim
from tests.reference import NotEvaluable, close, evaluate

BUDGET = Budget(seconds=20)
ROOT = Path(__file__).parents[2]


def reseeded(obligation: Obligation, salt: int) -> Obligation:
    """The same mathematics with other random choices: a name that nothing mentions goes into the seed."""
    return replace(obligation, declarations=(*obligation.declarations, Declaration(f"salt{salt}")))


@pytest.mark.parametrize("case", IDENTITIES, ids=lambda c: c.name)
def test_no_false_alarm_under_other_seeds(case: Identity) -> None:
    obligation = claim(case.left, case.right, *case.more)
    for salt in range(3 if case.estimated else 12):
        found = decide(reseeded(obligation, salt), BUDGET)
        assert not isinstance(found, Refuted | Conditional), (salt, found)


@pytest.mark.parametrize("case", IDENTITIES[::7], ids=lambda c: c.name)
def test_two_hundred_seeds(case: Identity) -> None:
    obligation = claim(case.left, case.right, *case.more)
    for salt in range(200):
        found = decide(reseeded(obligation, salt), BUDGET)
        assert isinstance(found, Proved | Supported), (salt, found)


@pytest.mark.parametrize("case", EXACT, ids=lambda c: c.name)
def test_no_missed_error_under_other_seeds(case: Identity) -> None:
    obligation = claim(case.left, case.wrong, *case.more)
    for salt in range(5):
        found = decide(reseeded(obligation, salt), BUDGET)
        assert not isinstance(found, Proved | Supported), (salt, found)


@pytest.mark.parametrize("case", EXACT, ids=lambda c: c.name)
def test_swapping_the_sides_changes_nothing(case: Identity) -> None:
    for right in (case.right, case.wrong):
        obligation = claim(case.left, right, *case.more)
        swapped = replace(obligation, left=obligation.right, right=obligation.left)
        assert type(decide(swapped, BUDGET)) is type(decide(obligation, BUDGET))


def test_the_same_in_every_process() -> None:
    script = (
        "from tests.engine.identities import IDENTITIES\nfrom tests.engine.terms import claim\n"
        "from mathlint.engine import Budget, decide\n"
        "for c in IDENTITIES[::4]:\n"
        "    print(c.name, decide(claim(c.left, c.wrong, *c.more), Budget(seconds=20)))\n"
    )
    printed = []
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        run = subprocess.run(
            [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        )
        printed.append(run.stdout)
    assert printed[0] == printed[1]
    assert "Refuted" in printed[0]


def polynomial(text: str) -> Callable[[Any], Any]:
    """The function that a witness prints."""
    code = re.sub(r"(\d+)/(\d+)", r"mpf(\1)/\2", text.replace(" t", "*t").replace("^", "**"))
    return lambda t: eval(code, {"t": t, "mpf": mpf})


@pytest.mark.parametrize("case", EXACT, ids=lambda c: c.name)
def test_witnesses_stand_under_the_reference(case: Identity) -> None:
    obligation = claim(case.left, case.wrong, *case.more)
    found = decide(obligation, BUDGET)
    if not isinstance(found, Refuted | Conditional):
        return
    shown = found.witness
    functions = {d.name for d in obligation.declarations if d.kind is Kind.FUNCTION}
    point = {k: polynomial(str(v)) if k in functions else v for k, v in shown.point.items()}
    try:
        sides = [evaluate(s, point, shown.dims, obligation.declarations) for s in (obligation.left, obligation.right)]
    except NotEvaluable as error:
        pytest.skip(str(error))
    assert not close(*sides)


# ---------------------------------------------------------------- any expression at all
LEAVES = ("x", "a", "n", "p", "u", "A", "f", "X", "xs", "domain")
DATA = {
    "fn": "sin", "norm": "2", "compare": "<", "opaque": "o", "derivative": "total", "unit": "n", "extremum": "max", "limit": "",
    "expect": "", "variance": "", "covariance": "",
}  # fmt: skip
NAMELESS = frozenset({"name", "number", "decimal", "constant", "identity", "ones", "zeros"})


def _any_expression(source: Source, depth: int) -> Expr:
    """A well-formed tree of any heads; what it means is mostly nonsense."""
    heads = sorted(set(HEADS) - NAMELESS)
    if depth == 0:
        return number(source.below(5)) if source.below(4) == 0 else name(LEAVES[source.below(len(LEAVES))])
    which = heads[source.below(len(heads))]
    rule = RULES[which]
    most = rule.most if rule.most is not None else rule.least + 2
    count = rule.least + source.below(most - rule.least + 1)
    arguments = [_any_expression(source, depth - 1) for _ in range(count)]
    for place in rule.names:
        arguments[place] = name(f"bound{place}")
    for place in rule.conditions:
        arguments[place] = expr("compare", (arguments[place], number(1)), "<")
    if rule.variable is not None:
        arguments[rule.variable] = name("xuA"[source.below(3)])
    if which == "lambda":
        arguments[:-1] = [name(f"bound{k}") for k in range(count - 1)]
    if which == "matrix":
        return expr(which, tuple(arguments), (1, count))
    return expr(which, tuple(arguments), DATA.get(which))


@pytest.mark.parametrize("start", range(0, 600, 100))
def test_nothing_is_raised(start: int) -> None:
    declarations = tuple(STANDARD[k] for k in sorted(LEAVES))
    for seed in range(start, start + 100):
        source = Source("any", seed)
        left, right = _any_expression(source, 3), _any_expression(source, 3)
        found = decide(Obligation(left, "=", right, declarations), Budget(nodes=4000))
        assert not (isinstance(found, Undecided) and found.reason is Reason.INTERNAL), (left, right, found)


def test_renaming_changes_nothing_but_names() -> None:
    for case in EXACT[:20]:
        obligation = claim(case.left, case.right, *case.more)
        if any(d.value is not None for d in obligation.declarations):
            continue
        new = {
            d.name: name(f"renamed_{d.name}")
            for d in obligation.declarations
            if d.shape.is_scalar and d.name not in ("n", "m")
        }
        declared = tuple(replace(d, name=new[d.name].datum) if d.name in new else d for d in obligation.declarations)
        renamed = replace(
            obligation,
            left=substitute(obligation.left, new),
            right=substitute(obligation.right, new),
            declarations=declared,
        )
        assert type(decide(renamed, BUDGET)) is type(decide(obligation, BUDGET))

"""Law: exchanging letters throughout the mathematics of a note changes no conclusion.

Letters are exchanged only with letters that conventions treat alike: x with y, u with v, a with b.
"""

from __future__ import annotations

import re
from typing import Final

import pytest

from tests.fixtures_harness.cases import Case, all_cases
from tests.fixtures_harness.checked import report_of

_TOKEN: Final = re.compile(
    r"\\(?:text\w*|operatorname\*?|mathrm|begin|end|label|tag|ref|eqref|newcommand|DeclareMathOperator)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|.",
    re.DOTALL,
)
_EXCHANGED: Final = str.maketrans("xyuvab", "yxvuba")


def exchange(latex: str) -> str:
    """The same LaTeX with the letters of single-letter names exchanged."""
    return "".join(t.translate(_EXCHANGED) if len(t) == 1 else t for t in _TOKEN.findall(latex))


def test_only_names_are_exchanged() -> None:
    assert (
        exchange(r"\frac{xa}{\alpha_b} + \text{by } \operatorname{Var}(u)")
        == r"\frac{yb}{\alpha_a} + \text{by } \operatorname{Var}(v)"
    )


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_renaming_changes_no_conclusion(case: Case) -> None:
    before = report_of(case.text)
    if re.search(r"\\(?:newcommand|def|DeclareMathOperator|let)\b", case.text):
        pytest.skip("macro definitions name letters of their own")
    renamed, end = [], 0
    for formula in sorted(before.formulas):
        renamed += [case.text[end : formula.start], exchange(case.text[formula.start : formula.end])]
        end = formula.end
    after = report_of("".join([*renamed, case.text[end:]]))
    assert [(s.id, s.role, s.verdict, s.reason) for s in after.steps] == [
        (s.id, s.role, s.verdict, s.reason) for s in before.steps
    ]
    assert [(d.name, d.severity, d.span) for d in after.diagnostics] == [
        (d.name, d.severity, d.span) for d in before.diagnostics
    ]

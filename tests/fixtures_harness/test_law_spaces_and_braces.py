"""Law: spaces and braces that TeX ignores change nothing but spans."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest

from tests.fixtures_harness.cases import Case, all_cases
from tests.fixtures_harness.checked import report_of

_TEXT: Final = re.compile(
    r"\\(?:text\w*|operatorname\*?|mathrm|begin|end|label|tag|ref|eqref|color|require)\s*\{[^{}]*\}|\\[A-Za-z]+|\\.|\\"
)


def outside_text(change: Callable[[str], str]) -> Callable[[str], str]:
    """Apply a change to what stands between control words."""

    def changed(latex: str) -> str:
        out, end = [], 0
        for word in _TEXT.finditer(latex):
            out += [change(latex[end : word.start()]), word.group()]
            end = word.end()
        return "".join([*out, change(latex[end:])])

    return changed


@outside_text
def spaced(latex: str) -> str:
    return re.sub(r"(?<=[\w)\]}])([+=])(?=[\w(\\{])", r"  \1 ", latex)


@outside_text
def braced(latex: str) -> str:
    return re.sub(r"(?<=[\w)\]}])([\^_])([A-Za-z0-9])", r"\1{\2}", latex)


def test_the_changes_leave_words_alone() -> None:
    assert braced(r"x^2_i + \text{a_b} + \sum_i y^\top") == r"x^{2}_{i} + \text{a_b} + \sum_i y^\top"
    assert spaced(r"a+b=\text{a+b}") == r"a  + b=\text{a+b}"


@pytest.mark.parametrize("change", [spaced, braced], ids=["spaces", "braces"])
@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_spaces_and_braces_change_no_conclusion(case: Case, change: Callable[[str], str]) -> None:
    before = report_of(case.text)
    written, end = [], 0
    for formula in sorted(before.formulas):
        written += [case.text[end : formula.start], change(case.text[formula.start : formula.end])]
        end = formula.end
    after = report_of("".join([*written, case.text[end:]]))
    assert [(s.id, s.role, s.verdict, s.reason) for s in after.steps] == [
        (s.id, s.role, s.verdict, s.reason) for s in before.steps
    ]
    assert [(d.name, d.severity) for d in after.diagnostics] == [(d.name, d.severity) for d in before.diagnostics]

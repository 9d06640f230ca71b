"""One test polices all rules: codes, names, manual pages, examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import mathlint.rules
from mathlint.diagnostic import Severity
from mathlint.rules import REGISTRY, Rule, explain
from mathlint.rules._rule import SECTIONS

RULES = list(REGISTRY.values())


def test_every_file_of_the_folder_is_a_rule() -> None:
    folder = Path(mathlint.rules.__file__).parent
    files = {p.stem for p in folder.glob("*.py") if not p.name.startswith("_")}
    assert len(files) == len(REGISTRY)
    assert len({rule.name for rule in RULES}) == len(RULES)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_codes_names_and_severities(rule: Rule) -> None:
    assert re.fullmatch(r"ML[1-9]\d\d", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    if rule.severity is Severity.ERROR:
        assert rule.code.startswith("ML1") or rule.code == "ML301"
    if rule.code.startswith("ML8"):
        assert rule.severity is Severity.INFO


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.code)
def test_the_page_has_its_parts(rule: Rule) -> None:
    headings = re.findall(r"^(.+)\n-+$", rule.page, re.MULTILINE)
    assert tuple(headings) == SECTIONS
    assert rule.summary.endswith(".")
    assert rule.example.count("$$") in (1, 2, 4)
    assert all(len(line) <= 120 for line in rule.page.splitlines())


def test_explain_finds_a_page_by_code_or_name() -> None:
    assert explain("ml101") == explain("false-step")
    assert (explain("ML101") or "").startswith("ML101 false-step (error)\n\nA step of a derivation is false.")
    assert explain("ML000") is None

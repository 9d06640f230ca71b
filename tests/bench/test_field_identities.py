"""The table of identities: nothing true is refuted, nothing wrong passes, and no field falls behind what it reached."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

FLOORS = {
    "algebra": (24, 24), "trigonometry": (26, 24), "logarithms and powers": (25, 25), "complex numbers": (22, 16),
    "combinatorics": (24, 23), "series and limits": (25, 12), "derivatives": (27, 24), "integrals": (26, 14),
    "Taylor expansions": (24, 23), "vector calculus": (20, 17), "special functions": (22, 16), "linear algebra": (53, 40),
    "matrix calculus": (31, 23), "probability": (40, 24), "arithmetic": (30, 25),
}  # fmt: skip
"""By field: how many true identities pass, and how many wrong ones are refuted, at least."""


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "identities.py"
    spec = importlib.util.spec_from_file_location("field_identities", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def said(bench: ModuleType) -> list[tuple[object, object]]:
    return bench.answers(bench.identities())  # type: ignore[no-any-return]


def test_every_row_has_a_true_and_a_wrong_step(bench: ModuleType) -> None:
    rows = bench.identities()
    assert len(rows) >= 300
    assert all(row.true and row.wrong and row.true != row.wrong for row in rows)
    assert len({(row.true, row.context) for row in rows}) == len(rows)


def test_nothing_true_is_refuted_and_nothing_wrong_passes(bench: ModuleType, said: list[tuple[object, object]]) -> None:
    assert not list(bench.mistakes(bench.identities(), said))


def test_every_field_keeps_what_it_reached(bench: ModuleType, said: list[tuple[object, object]]) -> None:
    rows = bench.identities()
    passed = Counter(row.field for row, (true, _) in zip(rows, said, strict=True) if true.said == bench.PASSED)  # type: ignore[attr-defined]
    refuted = Counter(row.field for row, (_, wrong) in zip(rows, said, strict=True) if wrong.said == bench.REFUTED)  # type: ignore[attr-defined]
    behind = {
        field: (passed[field], refuted[field])
        for field, (least, fewest) in FLOORS.items()
        if passed[field] < least or refuted[field] < fewest
    }
    assert not behind
    assert set(FLOORS) == {row.field for row in rows}

"""The script that measures the second reader counts what it was asked, what it could read and what it turned."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from mathlint.judge import conclude, second_reader

NOTE = r"""# Sums

For numbers $a$ and $b$ we have

$$ (a + b)^2 = a^2 + 2 a b + b^2 = a^2 + b^2 $$

and for $x > 0$ also

$$ \log x^2 = 2 \log x = 3 \log x $$
"""


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = Path(__file__).parents[2] / "bench" / "second_reader.py"
    spec = importlib.util.spec_from_file_location("second_reader_bench", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(conclude, "second_opinion", second_reader.second_opinion)
    return module


@pytest.fixture
def note(tmp_path: Path) -> str:
    path = tmp_path / "note.md"
    path.write_text(NOTE, encoding="utf-8")
    return str(path)


def test_what_it_leaves_is_counted(bench: ModuleType, note: str) -> None:
    counts, lines = bench.compared(note)
    assert dict(counts) == {"asked": 2, "read": 1, "without": 2}, "a logarithm is not for that reader"
    assert lines == []


def test_what_it_turns_is_listed(bench: ModuleType, note: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def first_only(step: object, reading: object, witness: object) -> object:
        return second_reader.DISAGREES if second_reader.is_fit(step, reading) else None  # type: ignore[arg-type]

    monkeypatch.setattr(second_reader, "second_opinion", first_only)
    counts, lines = bench.compared(note)
    assert (counts["turned"], counts["without"]) == (1, 2)
    (line,) = lines
    assert line.startswith(f"{note}:5:34: a^2 + 2 a b + b^2 = a^2 + b^2\n")
    assert "a = " in line


def test_a_note_that_cannot_be_read_is_passed_over(bench: ModuleType, tmp_path: Path) -> None:
    assert bench.compared(str(tmp_path / "gone.md")) == ({}, [])

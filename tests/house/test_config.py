"""`mathlint.toml`: found upward, and misuse said in clear words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathlint import config
from mathlint.config import ConfigError, config_for


@pytest.fixture(autouse=True)
def forget() -> None:
    config._nearest.cache_clear()
    config._load.cache_clear()


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))
    return path


def names(path: Path) -> list[str]:
    return [Path(source.path).name for source in config_for(path).preamble]


def test_none(tmp_path: Path) -> None:
    assert config_for(tmp_path / "a.md").preamble == ()


def test_the_nearest_counts_and_paths_are_relative_to_it(tmp_path: Path) -> None:
    write(tmp_path, "mathlint.toml", 'preamble = ["shared/notation.md"]')
    write(tmp_path, "shared/notation.md", "\ufeff$\\newcommand{\\R}{x}$\r\n")
    write(tmp_path, "inner/mathlint.toml", "")
    assert names(tmp_path / "week/one/a.md") == ["notation.md"]
    assert names(tmp_path / "inner/a.md") == []
    (source,) = config_for(tmp_path / "a.md").preamble
    assert source.text == "$\\newcommand{\\R}{x}$\r\n"


def test_a_preamble_sees_only_those_before_it(tmp_path: Path) -> None:
    write(tmp_path, "mathlint.toml", 'preamble = ["one.md", "two.md", "three.md"]')
    for name in ("one", "two", "three"):
        write(tmp_path, f"{name}.md", name)
    assert names(tmp_path / "two.md") == ["one.md"]
    assert names(tmp_path / "one.md") == []
    assert names(tmp_path / "four.md") == ["one.md", "two.md", "three.md"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('preambel = ["a.md"]', "`preambel` is not a setting; did you mean `preamble`?"),
        ("colour = 3", "`colour` is not a setting; known: `preamble`"),
        ('preamble = "a.md"', 'must be a list of paths, such as preamble = ["notation.md"]'),
        ("preamble = [1]", "must be a list of paths"),
        ('preamble = ["gone.md"]', "the preamble `gone.md` is not there (it is looked for beside mathlint.toml)"),
        ("preamble = [", "not valid TOML"),
    ],
)
def test_misuse(tmp_path: Path, text: str, words: str) -> None:
    path = write(tmp_path, "mathlint.toml", text)
    with pytest.raises(ConfigError) as caught:
        config_for(tmp_path / "a.md")
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)


def test_a_preamble_that_is_no_text(tmp_path: Path) -> None:
    write(tmp_path, "mathlint.toml", 'preamble = ["a.md"]')
    (tmp_path / "a.md").write_bytes(b"\xff\xfe\xfd")
    with pytest.raises(ConfigError, match="not valid UTF-8"):
        config_for(tmp_path / "b.md")

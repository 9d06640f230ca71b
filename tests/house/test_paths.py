"""Which files a run is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from mathlint.paths import notes


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.md", "a.MARKDOWN", "c.txt", ".hidden.md", ".hidden/x.md", "sub/two.md", "sub/one.md", "sub/deep/three.md",
        "build/out.md", "sub/draft-1.md", "sub/kept/draft-2.md",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("build/\ndraft-*\n", encoding="utf-8")
    (tmp_path / "sub/kept/.gitignore").write_text("!draft-2.md\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_folder(tree: Path) -> None:
    assert notes(["."]) == (
        "a.MARKDOWN",
        "b.md",
        "sub/one.md",
        "sub/two.md",
        "sub/deep/three.md",
        "sub/kept/draft-2.md",
    )


def test_rules_above_a_folder_count_too(tree: Path) -> None:
    assert notes(["sub"]) == ("sub/one.md", "sub/two.md", "sub/deep/three.md", "sub/kept/draft-2.md")


def test_what_is_named_is_taken(tree: Path) -> None:
    assert notes(["c.txt", "build/out.md", ".hidden.md"]) == ("c.txt", "build/out.md", ".hidden.md")
    assert notes(["build"]) == ("build/out.md",)


def test_order_is_the_users_and_each_file_comes_once(tree: Path) -> None:
    assert notes(["sub/two.md", "sub/../b.md", "sub", "b.md"]) == (
        "sub/two.md",
        "sub/../b.md",
        "sub/one.md",
        "sub/deep/three.md",
        "sub/kept/draft-2.md",
    )


def test_outside_a_repository_only_the_folder_counts(tree: Path) -> None:
    (tree / ".git").rmdir()
    assert "sub/draft-1.md" in notes(["sub"])
    assert "build/out.md" not in notes(["."])


def test_absolute_paths_stay_absolute(tree: Path) -> None:
    assert notes([str(tree / "build")]) == (str(tree / "build/out.md"),)


def test_what_is_not_there(tree: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        notes(["b.md", "nowhere.md"])
    assert caught.value.filename == "nowhere.md"

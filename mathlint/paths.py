"""Which files a run is about: those named, and the Markdown notes under the folders named.

Under a folder, hidden files and folders and whatever a `.gitignore` excludes are left out; a file named by itself is
always taken.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

SUFFIXES = (".md", ".markdown")


def notes(paths: Sequence[str]) -> tuple[str, ...]:
    """The files to check, as the user would write them: in the order given, sorted inside a folder, each once.

    Raises FileNotFoundError (with `filename`) for a path that is not there.
    """
    found: dict[str, str] = {}
    for path in paths:
        if not os.path.exists(path):
            raise FileNotFoundError(2, "no such file or folder", path)
        for file in _under(path) if os.path.isdir(path) else (path,):
            found.setdefault(os.path.realpath(file), file)
    return tuple(found.values())


def _under(folder: str) -> Iterator[str]:
    ignored, top = _outside(Path(os.path.abspath(folder))), os.path.abspath(folder)
    if ignored != top and _Rules.of(ignored, os.path.dirname(top)).exclude(os.path.dirname(top), f"{Path(top).name}/"):
        ignored = top  # named by itself although excluded: only what it says itself counts
    for root, folders, files in os.walk(folder):
        here = os.path.abspath(root)
        rules = _Rules.of(ignored, here)
        kept = sorted(name for name in folders if not name.startswith(".") and not rules.exclude(here, name + "/"))
        folders[:] = kept
        for name in sorted(files):
            if name.lower().endswith(SUFFIXES) and not name.startswith(".") and not rules.exclude(here, name):
                yield os.path.normpath(os.path.join(root, name)) if root != os.curdir else name


def _outside(folder: Path) -> str:
    """The outermost folder whose `.gitignore` counts: the repository's, or else the folder itself."""
    for parent in (folder, *folder.parents):
        if (parent / ".git").exists():
            return str(parent)
    return str(folder)


@dataclass(frozen=True)
class _Rules:
    """The `.gitignore` files in force in a folder, the nearest first."""

    specs: tuple[tuple[str, GitIgnoreSpec], ...]

    @staticmethod
    def of(outermost: str, folder: str) -> _Rules:
        specs, at = [], folder
        while True:
            spec = _gitignore(at)
            if spec is not None:
                specs.append((at, spec))
            if at == outermost or os.path.dirname(at) == at:
                return _Rules(tuple(specs))
            at = os.path.dirname(at)

    def exclude(self, folder: str, name: str) -> bool:
        """name: of a file, or of a folder with a slash after it. The nearest file that mentions it decides."""
        for home, spec in self.specs:
            inner = os.path.relpath(folder, home).replace(os.sep, "/")
            verdict = spec.check_file(name if inner == "." else f"{inner}/{name}").include
            if verdict is not None:
                return verdict
        return False


@lru_cache(maxsize=4096)
def _gitignore(folder: str) -> GitIgnoreSpec | None:
    try:
        lines = Path(folder, ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    return GitIgnoreSpec.from_lines(lines)

"""Data goes down the layers and never up: the imports of every file against the table of rooms."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "mathlint"

ROOMS: dict[str, set[str]] = {
    # layer 0
    "source": set(),
    "version": set(),
    # layer 1
    "diagnostic": {"source"},
    "document": {"source"},
    "expr": {"source"},
    # layer 2
    "syntax": {"source", "document"},
    "operators": {"expr"},
    # layer 3
    "elaborate": {"source", "document", "expr", "syntax", "operators"},
    "engine": {"expr", "operators"},
    "judge": {"source", "document", "expr", "elaborate", "engine"},
    # layer 4
    "rules": {"source", "diagnostic", "document", "expr", "syntax", "elaborate", "engine", "judge"},
    "render": {"source", "diagnostic"},
    "config": {"source", "diagnostic", "engine"},
    "text": {"source"},
    "paths": set(),
    # layer 5
    "pipeline": {
        "source", "diagnostic", "document", "expr", "syntax", "elaborate", "engine", "judge", "rules", "config",
    },
    "explanation": {"source", "diagnostic", "document", "expr", "operators", "elaborate", "engine", "judge", "pipeline"},
    "formula": {"source", "document", "expr", "syntax", "operators", "elaborate", "pipeline"},
    # layer 6
    "effort": {"engine", "judge"},
    "workers": {"source", "diagnostic", "config", "text", "pipeline", "engine", "effort"},
    "cli": {
        "source", "diagnostic", "config", "render", "rules", "pipeline", "explanation", "formula", "workers", "effort", "paths",
        "text", "version",
    },
    "__init__": {"source", "diagnostic", "pipeline", "formula", "config", "version"},
    "__main__": {"cli"},
}  # fmt: skip

THIRD_PARTY: dict[str, set[str]] = {
    "antlr4": {"syntax"},
    "flint": {"engine", "operators"},
    "sympy": {"operators", "engine"},
    "latex2sympy2_extended": {"judge"},
    "click": {"cli"},
    "rich": {"render"},
    "pathspec": {"paths"},
    "pygls": {"lsp"},
}


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0] if len(inside.parts) > 1 else inside.stem


def imports(path: Path) -> set[str]:
    """Every module that a file names in an import, wherever in the file, also by `import_module("…")`."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import():
                found.update(alias.name for alias in node.names)
            case ast.ImportFrom(module="mathlint", names=names, level=0):
                found.update(f"mathlint.{alias.name}" for alias in names)
            case ast.ImportFrom(module=module, level=level):
                assert level == 0 or "generated" in path.parts, f"{path}: imports are absolute"
                found.add(module or "")
            case ast.Call(func=ast.Name(id="import_module" | "find_spec"), args=[ast.Constant(value=str(module))]):
                found.add(module)
    return found


FILES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_file_imports_only_what_its_room_may(path: Path) -> None:
    room = room_of(path)
    assert room in ROOMS, f"{path} belongs to no room"
    for module in imports(path):
        if module.startswith("mathlint."):
            other = module.split(".")[1]
            assert other == room or other in ROOMS[room], f"{room} may not import {module}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_third_party_packages_stay_in_their_rooms(path: Path) -> None:
    room = room_of(path)
    for module in imports(path):
        top = module.split(".")[0]
        if top in ("mathlint", "__future__", "") or top in sys.stdlib_module_names:
            continue
        if "generated" in path.parts and top not in THIRD_PARTY:
            continue  # the parser generator's own neighbours
        assert top in THIRD_PARTY, f"{path}: {top} is no dependency"
        assert room in THIRD_PARTY[top], f"{room} may not import {top}"


def test_the_rooms_have_no_cycle() -> None:
    def below(room: str, above: tuple[str, ...] = ()) -> None:
        assert room not in above, f"a cycle: {' → '.join((*above, room))}"
        for other in ROOMS[room]:
            below(other, (*above, room))

    for room in ROOMS:
        below(room)


def test_only_the_edge_touches_files() -> None:
    """Outside the edge nothing opens, reads or writes a file."""
    edge = {"cli", "config", "paths", "workers", "__main__", "lsp"}
    for path in FILES:
        if room_of(path) in edge or "generated" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="open" | "print" | "input")):
                    pytest.fail(f"{path}:{node.lineno} touches a file or a stream")
                case ast.Call(func=ast.Attribute(attr="read_text" | "read_bytes" | "write_text" | "write_bytes")):
                    pytest.fail(f"{path}:{node.lineno} touches a file")

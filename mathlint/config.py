"""Settings, read once at the edge: the nearest `mathlint.toml` beside a note or above it.

One key for now:

    preamble = ["notation.md"]    # relative to the file that says so

names ordinary notes whose macros and definitions are in scope for every note beside and below that `mathlint.toml`.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from mathlint.source import SourceFile

FILE_NAME = "mathlint.toml"
KEYS = ("preamble",)


class ConfigError(Exception):
    """A `mathlint.toml` that cannot be used; the message names it and says what to change."""


@dataclass(frozen=True)
class Config:
    """What a check depends on besides the note itself.

    preamble: notes whose macros and definitions are in scope, in order; a later one sees the earlier ones.
    """

    preamble: tuple[SourceFile, ...] = ()


DEFAULT = Config()


def config_for(note: Path) -> Config:
    """The settings for a note. A note that is itself a preamble sees only those named before it.

    Raises ConfigError.
    """
    home = _nearest(Path(os.path.abspath(note)).parent)
    if home is None:
        return DEFAULT
    config = _load(home / FILE_NAME)
    me = os.path.realpath(note)
    for number, source in enumerate(config.preamble):
        if os.path.realpath(source.path) == me:
            return replace(config, preamble=config.preamble[:number])
    return config


@lru_cache(maxsize=1024)
def _nearest(folder: Path) -> Path | None:
    if (folder / FILE_NAME).is_file():
        return folder
    return None if folder.parent == folder else _nearest(folder.parent)


@lru_cache(maxsize=64)
def _load(path: Path) -> Config:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not valid UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error
    for key in table:
        if key not in KEYS:
            near = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"did you mean `{near[0]}`?" if near else f"known: {', '.join(f'`{k}`' for k in KEYS)}"
            raise ConfigError(f"{path}: `{key}` is not a setting; {hint}")
    return Config(preamble=_preamble(path, table.get("preamble", [])))


def _preamble(path: Path, names: object) -> tuple[SourceFile, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise ConfigError(f'{path}: `preamble` must be a list of paths, such as preamble = ["notation.md"]')
    return tuple(_note(path, name) for name in names)


def _note(path: Path, name: str) -> SourceFile:
    note = path.parent / name
    try:
        return SourceFile(str(note), note.read_bytes().decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: the preamble `{name}` is not valid UTF-8") from error
    except OSError as error:
        what = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read: {error.strerror}"
        raise ConfigError(f"{path}: the preamble `{name}` {what} (it is looked for beside mathlint.toml)") from error

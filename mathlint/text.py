"""Bytes of a file → a `SourceFile`, or why they are no text."""

from __future__ import annotations

import codecs

from mathlint.source import SourceFile


class NotText(Exception):
    """The bytes are no UTF-8 text; the message says what they look like."""


def decode(path: str, data: bytes) -> tuple[SourceFile, tuple[str, ...]]:
    """The text, and remarks on what was not read as it is. Line endings are kept; a byte order mark is left out.

    Raises NotText for binary data.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise NotText("it is UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise NotText("it is not text (it holds NUL bytes)")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return SourceFile(path, data.decode("utf-8")), ()
    except UnicodeDecodeError as error:
        source = SourceFile(path, data.decode("utf-8", errors="replace"))
        at = source.position(len(data[: error.start].decode("utf-8")))
        bad = f"not valid UTF-8: the byte 0x{data[error.start]:02x} on line {at.line}"
        return source, (f"{bad}; such bytes were read as “\ufffd”",)

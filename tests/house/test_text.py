"""Bytes that are no text, or nearly."""

from __future__ import annotations

import pytest

from mathlint.text import NotText, decode


def test_text_is_kept_as_it_is() -> None:
    source, remarks = decode("a.md", "α\r\nβ\rγ\n".encode())
    assert source.text == "α\r\nβ\rγ\n"
    assert remarks == ()


def test_a_byte_order_mark_is_left_out() -> None:
    source, remarks = decode("a.md", b"\xef\xbb\xbf---\n")
    assert (source.text, remarks) == ("---\n", ())


def test_invalid_bytes_are_replaced_and_named() -> None:
    source, (remark,) = decode("a.md", "one\nä ".encode() + b"\xe4 $x = y$\n")
    assert source.text == "one\nä \ufffd $x = y$\n"
    assert remark == "not valid UTF-8: the byte 0xe4 on line 2; such bytes were read as “\ufffd”"


def test_invalid_bytes_after_a_byte_order_mark() -> None:
    source, (remark,) = decode("a.md", b"\xef\xbb\xbfa\n\xff")
    assert source.text == "a\n\ufffd"
    assert "0xff on line 2" in remark


@pytest.mark.parametrize(
    ("data", "words"), [(b"\x89PNG\0\0", "NUL"), ("$x$".encode("utf-16"), "UTF-16"), (b"a" * 100000 + b"\0", "NUL")]
)
def test_binary(data: bytes, words: str) -> None:
    with pytest.raises(NotText, match=words):
        decode("a.md", data)


def test_nothing() -> None:
    assert decode("a.md", b"")[0].text == ""

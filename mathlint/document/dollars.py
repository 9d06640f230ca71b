"""Is `$…$` mathematics, or are these prices? And is `\\(…\\)` mathematics, or escaped brackets?"""

from __future__ import annotations

import re

INLINE = re.compile(r"\$(?:[^$\\`]++|\\.)++\$", re.DOTALL)
"""A candidate. It never crosses a code span, nor (the caller sees to it) a paragraph."""

_MATHEMATICAL = re.compile(r"[=\\^_<>+]")
_ARITHMETIC = re.compile(r"[-+*/|()]")
_TEXT = re.compile(r"\\(?:text\w*|mathrm|mathbf|mathit|mathsf|mathtt|operatorname|mbox|hbox|label|ref)\*?\s*\{[^{}]*\}")
_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")


def _words(body: str) -> int:
    """Plain words: runs of letters that are neither commands nor the text of one."""
    return len(_WORD.findall(_TEXT.sub(" ", body)))


def is_inline(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]`, a candidate with its dollars, is mathematics."""
    body = text[start + 1 : end - 1]
    stripped = body.strip()
    if not stripped or len(body) > 4000:
        return False
    following = text[end : end + 1]
    tight = not body[0].isspace() and not body[-1].isspace()
    mathematical = bool(_MATHEMATICAL.search(body))
    if tight:
        if following.isdigit() and not mathematical:
            return False
        if body[0].isdigit() and not re.search(r"[\\^]", body):
            if _words(body) > (1 if mathematical or _ARITHMETIC.search(body) else 0):
                return False
        if following.isascii() and following.isalpha() and not mathematical and _words(body):
            return False
        return not _inside_address(text, start)
    if following.isdigit() and body[-1].isspace():
        return False
    words = _words(body)
    if words == 0:
        return True
    if body[0].isspace() and body[-1].isspace():
        return mathematical or (words == 1 and len(body) <= 24)
    return mathematical and words < (4 if re.search(r"[\\^_]", body) else 2) and not body[0].isdigit()


def is_bracketed(body: str) -> bool:
    """Whether what stands on one line between `\\(` and `\\)` or `\\[` and `\\]` is mathematics."""
    stripped = body.strip()
    if not stripped:
        return False
    if re.search(r"[\\^_=]", stripped):
        return True
    return _words(stripped) == 0 and (not stripped.isdigit() or body != stripped)


def _inside_address(text: str, at: int) -> bool:
    space = max(text.rfind(c, max(0, at - 300), at) for c in " \n\t")
    return "://" in text[max(space + 1, at - 300) : at]

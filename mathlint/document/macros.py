"""Macros: reading their definitions and expanding their calls, within bounds, with places that map back to the call."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from mathlint.document.model import Macro
from mathlint.source import Span

MAX_DEPTH = 40
"""Calls inside the bodies of calls; a macro that calls itself ends here."""
FROZEN = -1
"""The depth of a token that is not expanded again."""
MAX_WORK = 60_000
"""Tokens that one block may write, or look at as arguments, while its macros are expanded."""

COMMANDS = frozenset(
    (
        r"\newcommand \renewcommand \providecommand \def \gdef \edef \xdef \let"
        r" \DeclareMathOperator \DeclarePairedDelimiter"
    ).split()
)

_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)|%[^\n]*|\s+|#[1-9]|.", re.DOTALL)
_CONTROL = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)
_PARAMETER = re.compile(r"#([1-9])")


class Token(NamedTuple):
    """A token and the interval of the file it comes from. `at` is its place in the block's text, or -1 for a body's."""

    text: str
    at: int
    start: int
    end: int
    depth: int


@dataclass(frozen=True, slots=True)
class Traced:
    """LaTeX with, for each code point, the interval of the file it comes from."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


class _Missing(Exception):
    """The input ended inside an argument or a definition, or is not one."""


class _Exhausted(Exception):
    """A bound was reached; the argument says which, in people's words."""


class _Input:
    """A stack of tokens to read, over a lazy source. Counts the work done."""

    def __init__(self, source: Iterator[Token], limit: int) -> None:
        self._source = source
        self._stack: list[Token] = []
        self._read: list[Token] = []
        self.work = 0
        self.limit = limit

    def next(self) -> Token:
        token = self._stack.pop() if self._stack else next(self._source, None)
        if token is None:
            raise _Missing
        self._read.append(token)
        return token

    def unread(self) -> None:
        """Gives the last token back."""
        self._stack.append(self._read.pop())

    def mark(self) -> None:
        """From here on, what is read can be given back."""
        self._read.clear()

    def rewind(self) -> None:
        """Gives back all that was read since the mark."""
        self._stack.extend(reversed(self._read))
        self._read.clear()

    def spend(self, amount: int = 1) -> None:
        self.work += amount
        if self.work > self.limit:
            raise _Exhausted("its macros write more than can be read here")

    def push(self, tokens: list[Token]) -> None:
        self._stack.extend(reversed(tokens))

    def skip_space(self) -> Token:
        """The next token that is neither space nor a comment."""
        while True:
            token = self.next()
            if not token.text.isspace() and not token.text.startswith("%"):
                return token
            self.spend()

    def peek(self) -> str:
        """The text of the next token that is not space, or an empty string; the spaces are gone."""
        try:
            token = self.skip_space()
        except _Missing:
            return ""
        self.unread()
        return token.text

    def argument(self) -> tuple[list[Token], Token]:
        """An undelimited argument without its braces, and its last token."""
        token = self.skip_space()
        if token.text == "}":
            raise _Missing
        return self.rest_of_group() if token.text == "{" else ([token], token)

    def rest_of_group(self, closer: str = "}") -> tuple[list[Token], Token]:
        """The tokens up to the closer of the group that was just opened, and the closer."""
        depth = 0
        tokens: list[Token] = []
        while True:
            token = self.next()
            self.spend()
            if depth == 0 and token.text == closer:
                return tokens, token
            depth += (token.text == "{") - (token.text == "}")
            if depth < 0:
                raise _Missing
            tokens.append(token)

    def until(self, stop: list[str]) -> tuple[list[Token], Token]:
        """A delimited argument: the tokens before the delimiter (which is consumed), and the delimiter's last token."""
        depth = 0
        tokens: list[Token] = []
        while True:
            token = self.next()
            self.spend()
            tokens.append(token)
            depth += (token.text == "{") - (token.text == "}")
            if depth == 0 and [t.text for t in tokens[-len(stop) :]] == stop:
                found = tokens[: -len(stop)]
                if len(found) >= 2 and found[0].text == "{" and found[-1].text == "}":
                    found = found[1:-1]
                return found, token


def _text(tokens: Iterable[Token]) -> str:
    """The tokens as LaTeX, control words kept apart from letters that follow."""
    parts: list[str] = []
    for token in tokens:
        if parts and token.text[0].isalpha() and _is_word(parts[-1]):
            parts.append(" ")
        parts.append(token.text)
    return "".join(parts)


def _is_word(text: str) -> bool:
    return len(text) > 1 and text[0] == "\\" and text[1].isalpha()


def _name(tokens: list[Token]) -> str:
    """The control sequence that a definition names; `{name}` without the backslash is accepted, as MathJax does."""
    text = "".join(t.text for t in tokens).strip()
    if text and text[0] != "\\":
        text = "\\" + text
    if not _CONTROL.fullmatch(text) or text in COMMANDS:
        raise _Missing
    return text


def _definition(command: str, source: _Input, known: dict[str, Macro]) -> Macro:
    """The definition whose command was just read. Raises _Missing if it is not one."""
    match command:
        case r"\def" | r"\gdef" | r"\edef" | r"\xdef":
            return _def(source)
        case r"\let":
            name = _name([source.skip_space()])
            target = source.skip_space()
            if target.text == "=":
                target = source.skip_space()
            if target.text in known:
                return replace(known[target.text], name=name)
            return Macro(name, 0, target.text, alias=True)
    star = source.peek() == "*"
    if star:
        source.next()
    name = _name(source.argument()[0])
    match command:
        case r"\DeclareMathOperator":
            body = _text(source.argument()[0])
            return Macro(name, 0, f"\\operatorname{'*' if star else ''}{{{body}}}", operator=True)
        case r"\DeclarePairedDelimiter":
            left, right = (_text(source.argument()[0]) for _ in range(2))
            return Macro(name, 1, f"\\left{left} #1\\right{right}")
    parameters, default = 0, None
    if source.peek() == "[":
        source.next()
        count = _text(source.rest_of_group("]")[0]).strip()
        if not (count.isascii() and count.isdigit() and int(count) <= 9):
            raise _Missing
        parameters = int(count)
        if source.peek() == "[":
            source.next()
            default = _text(source.rest_of_group("]")[0])
    return Macro(name, parameters, _text(source.argument()[0]), default)


def _def(source: _Input) -> Macro:
    name = _name([source.skip_space()])
    pattern: list[Token] = []
    while (token := source.next()).text != "{":
        source.spend()
        if token.text == "}" or len(pattern) > 40:
            raise _Missing
        pattern.append(token)
    text = "".join(t.text for t in pattern).strip()
    body = _text(source.rest_of_group()[0])
    numbers = _PARAMETER.findall(text)
    if numbers != [str(n + 1) for n in range(len(numbers))]:
        raise _Missing
    plain = text == "".join(f"#{n}" for n in numbers)
    return Macro(name, len(numbers), body, None, None if plain else text)


def definition_at(text: str, start: int, limit: int = 4000) -> tuple[Macro, int] | None:
    """A definition that begins at `start` in running text, and where it ends; None if there is none."""

    def tokens() -> Iterator[Token]:
        for found in _TOKEN.finditer(text, start, min(len(text), start + limit)):
            if found[0].count("\n") > 1:
                return
            yield Token(found[0], found.start(), found.start(), found.end(), 0)

    stream = tokens()
    command = next(stream, None)
    if command is None or command.text not in COMMANDS:
        return None
    end = command.end

    def counted() -> Iterator[Token]:
        nonlocal end
        for token in stream:
            end = token.end
            yield token

    try:
        macro = _definition(command.text, _Input(counted(), limit), {})
    except (_Missing, _Exhausted):
        return None
    return macro, end


def definitions(text: str) -> Iterator[tuple[str, Macro]]:
    """The definitions in some LaTeX, each with its command, in order."""
    failures = 0
    for found in _CONTROL.finditer(text):
        if found[0] in COMMANDS and failures < 50:
            definition = definition_at(text, found.start())
            if definition:
                yield found[0], definition[0]
            else:
                failures += 1


@lru_cache(maxsize=4096)
def _tokens_of(body: str) -> tuple[str, ...]:
    return tuple(found[0] for found in _TOKEN.finditer(body))


def _arguments(macro: Macro, source: _Input) -> tuple[list[list[Token]], Token | None]:
    """The arguments of a call and its last token (None for a call without arguments)."""
    arguments: list[list[Token]] = []
    last: Token | None = None
    if macro.pattern is not None:
        parts = _PARAMETER.split(macro.pattern)
        for expected in _tokens_of(parts[0].strip()):
            last = source.skip_space()
            if last.text != expected:
                raise _Missing
        for stop in parts[2::2]:
            found, last = source.until(list(_tokens_of(stop))) if stop.strip() else source.argument()
            arguments.append(found)
        return arguments, last
    if macro.default is not None and macro.parameters:
        if source.peek() == "[":
            source.next()
            found, last = source.rest_of_group("]")
            arguments.append(found)
        else:
            arguments.append([Token(text, -1, -1, -1, 0) for text in _tokens_of(macro.default)])
    while len(arguments) < macro.parameters:
        found, last = source.argument()
        arguments.append(found)
    return arguments, last


def _replacement(macro: Macro, call: Token, source: _Input, wrap: bool) -> list[Token]:
    """What a call is replaced by. A body's token comes from the whole call, an argument's from where it stands."""
    arguments, last = _arguments(macro, source)
    start, end = call.start, max(call.end, last.end if last else call.end)
    depth = FROZEN if macro.alias else call.depth + 1
    body: list[Token] = []
    for text in _tokens_of(macro.body):
        if len(text) == 2 and text[0] == "#" and text[1].isdigit():
            if int(text[1]) <= len(arguments):
                body += [
                    Token(t.text, -1, start, end, depth) if t.start < 0 else t for t in arguments[int(text[1]) - 1]
                ]
        else:
            body.append(Token(text, -1, start, end, depth))
        if len(body) > MAX_WORK:
            raise _Exhausted("its macros write more than can be read here")
    source.spend(len(body) + 1)
    if wrap and len(body) > 1 and body[0].text[0] == "\\":
        body = [Token("{", -1, start, end, depth), *body, Token("}", -1, start, end, depth)]
    return body


def expand(block: Traced, known: dict[str, Macro]) -> tuple[Traced, tuple[tuple[Span, str], ...], int]:
    """The block with macros expanded and definitions taken out (they are added to `known`), issues, and work done.

    Where a bound is reached, the text comes back as it was, with an issue.
    """
    used = set(_CONTROL.findall(block.text))
    if used.isdisjoint(known) and used.isdisjoint(COMMANDS):
        return block, (), 0

    def tokens() -> Iterator[Token]:
        for found in _TOKEN.finditer(block.text):
            at = found.start()
            yield Token(found[0], at, block.starts[at], block.ends[found.end() - 1], 0)

    source = _Input(tokens(), MAX_WORK)
    out: list[Token] = []
    issues: list[tuple[Span, str]] = []
    call: Token | None = None
    try:
        while True:
            source.mark()
            try:
                token = source.next()
            except _Missing:
                break
            plain = token.text not in known and token.text not in COMMANDS
            if token.text[0] != "\\" or plain or token.depth == FROZEN:
                out.append(token)
                continue
            call = token
            source.mark()
            try:
                if token.text in COMMANDS:
                    macro = _definition(token.text, source, known)
                    if token.text != r"\providecommand" or macro.name not in known:
                        known[macro.name] = macro
                    continue
                if token.depth >= MAX_DEPTH:
                    raise _Exhausted(f"the macro `{token.text}` calls itself")
                wrap = bool(out) and out[-1].text in "_^"
                source.push(_replacement(known[token.text], token, source, wrap))
            except _Missing:
                source.spend()
                what = "definition" if token.text in COMMANDS else "call"
                issues.append((Span(token.start, token.end), f"this {what} of `{token.text}` lacks an argument"))
                out.append(token)
                source.rewind()
    except _Exhausted as reason:
        place = Span(call.start, call.end) if call else Span(block.starts[0], block.ends[-1])
        return block, (*issues, (place, str(reason))), source.work
    return _written(block, out), tuple(issues), source.work


def _written(block: Traced, tokens: list[Token]) -> Traced:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for token in tokens:
        size = len(token.text)
        if parts and token.text[0].isalpha() and _is_word(parts[-1]):
            parts.append(" ")
            starts.append(token.start)
            ends.append(token.end)
        parts.append(token.text)
        if token.at >= 0:
            starts += block.starts[token.at : token.at + size]
            ends += block.ends[token.at : token.at + size]
        else:
            starts += [token.start] * size
            ends += [token.end] * size
    return Traced("".join(parts), tuple(starts), tuple(ends))

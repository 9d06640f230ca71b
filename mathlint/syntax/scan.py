"""Text to tokens: the generated lexer, then each word's form from the vocabulary, then raw arguments."""

from __future__ import annotations

import re

from mathlint.syntax.automaton import Automaton
from mathlint.syntax.tokens import Limit, Token, Types
from mathlint.syntax.vocabulary import FORMS, SAME, Form, bare

MOST_TOKENS = 20_000

_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\{,\}|\\,|,\\!)\d{3})+(?!\d)(?:\.\d+)?")
_COMMAS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?")
_LETTERS = re.compile(r"(?:\s|\\[,;:! _])*[^\W\d_](?:[^\W_]|[\s~'.\-]|\\[,;:!> _&\-])*")
_ONE_LETTER = re.compile(r"\s*([A-Za-z0-9])")
"""An argument without braces is a single character."""
_REPEATING = re.compile(r"[0-9]+\.[0-9]*\\(?:overline|bar|dot)\s*(?:\{\s*[0-9]+\s*\}|[0-9])")
"""`0.1\\overline{6}`: the digits under the bar come again and again."""
_LENGTH = re.compile(r"\s*-?[\d.]+\s*(?:em|ex|pt|mu|cm|mm|in|px)\b")
_COLUMNS = re.compile(r"\[[tbclr|]+\]")
_ROMAN = re.compile(r"[\s~]*([A-Za-z][A-Za-z ~]*?)[\s~]*(?=\})|\s+([A-Za-z]+)")
_DEFINED = re.compile(r"\\mathrel\s*\{\s*\\mathop\s*(?::|\{\s*:\s*\})\s*\}\s*=")
_BLANKS = re.compile(r"(?:~|\\[,;:> ]|\\q?quad\b|\s)+")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_SPACE = re.compile(r"\s*")
_DELIMITER = re.compile(r"\\[a-zA-Z]+\s*(\S.*)", re.DOTALL)

_WITH_COLUMNS = frozenset("array darray tabular subarray alignat alignedat xalignat xxalignat".split())
_UPRIGHT = frozenset((r"\mathrm", r"\operatorname", r"\operatornamewithlimits", r"\mathup"))
_GAPS = {r"\,": 1, r"\:": 2, r"\>": 2, r"\;": 2, "\\ ": 2, "~": 2, r"\thinspace": 1, r"\thickspace": 2}
_WIDE_GAP = 4
"""Several spaces in a row that together are as wide as `\\;\\;` separate like a `\\quad`."""
_TAKES_DIGIT = frozenset((Types.FRAC, Types.SQRT, Types.DECOR, Types.STACK))
_TYPE: dict[Form, int] = {form: getattr(Types, form.value) for form in Form if form.value.isupper()}
_DOLLAR = re.compile(r"(?<!\\)\$")
_DELIMITERS = frozenset((Form.OPEN, Form.CLOSE, Form.BAR))
_DEEPER, _HIGHER = (
    frozenset((Types.OPEN, Types.LBRACE, Types.LEFT)),
    frozenset((Types.CLOSE, Types.RBRACE, Types.RIGHT)),
)


def scan(text: str) -> list[Token]:
    """The tokens of a formula, spaces and comments left out. Raises Limit if there are too many."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[Token] = []
        self.depth = 0
        self.gap = self.gaps = 0
        self.ends_of_substacks: set[int] = set()
        self.braces: dict[int, int] | None = None

    def run(self) -> list[Token]:
        text, size = self.text, len(self.text)
        match = Automaton(text).match
        place = 0
        while place < size:
            kind, end = match(place)
            if kind:
                end = self.take(kind, place, end, text[place:end])
                if len(self.out) > MOST_TOKENS:
                    raise Limit(f"this formula has more than {MOST_TOKENS} symbols and was not read", 0, size)
            place = end
        return self.out

    def take(self, kind: int, start: int, end: int, written: str) -> int:
        """Write the token for one match of the lexer; return where to go on."""
        if kind == Types.COMMAND or kind == Types.CHAR or kind == Types.DIGRAPH:
            name = SAME.get(written, written)
            form = FORMS.get(name)
            if name == r"\mathrel" and (defined := _DEFINED.match(self.text, start)):
                return self.put(Types.REL, ":=", start, defined.end())
            if written == "°":
                self.put(Types.SUP, "^", start, end)
            if form is None:
                return self.symbol(kind, name, start, end)
            if form is Form.THIN:
                self.gap += _GAPS.get(written, 2 if len(written) == 2 and written[1].isspace() else 0)
                self.gaps += 1
                return end
            type = _TYPE.get(form)
            if type is None or type == Types.TAG or type == Types.SWITCH:
                return self.with_argument(form, name, start, end)
            if type == Types.BAR or type == Types.OPEN or type == Types.CLOSE:
                name = bare(name) if kind != Types.CHAR else name
            return self.put(type, name, start, end)
        if kind == Types.NUMBER:
            return self.number(start, end)
        if kind == Types.BEGIN or kind == Types.END:
            return self.environment(kind, start, end, written)
        if kind in (Types.LEFT, Types.RIGHT, Types.MIDDLE, Types.SIZED):
            return self.delimiter(kind, start, end, written)
        if kind == Types.RBRACE and start in self.ends_of_substacks:
            return self.put(Types.END, "substack", start, end)
        return self.put(kind, written, start, end)

    def put(self, type: int, name: str, start: int, end: int, extra: str = "") -> int:
        if self.gap:
            if self.gap >= _WIDE_GAP and self.gaps > 1 and self.out:
                self.out.append(Token(Types.WIDE, self.text[self.out[-1].end : start].strip(), self.out[-1].end, start))
            self.gap = 0
        self.gaps = 0
        if type in _DEEPER:
            self.depth += 1
        elif type in _HIGHER:
            self.depth -= 1
        self.out.append(Token(type, name, start, end, extra))
        return end

    def symbol(self, kind: int, name: str, start: int, end: int) -> int:
        """A word or character that no row of the vocabulary knows."""
        if name.startswith(r"\mathbb{"):
            self.put(Types.DECOR, r"\mathbb", start, end)
            return self.put(Types.LETTER, name[-2], start, end)
        if len(name) == 1 and not name.isalpha() and name not in "@#":
            return self.put(Types.CHAR, name, start, end)
        if len(name) == 2 and name[1] in "()[]":
            return self.put(Types.CHAR, name, start, end)
        return self.put(Types.COMMAND if name[0] == "\\" else Types.LETTER, name, start, end)

    def number(self, start: int, end: int) -> int:
        """Thousands belong to one number; an argument without braces is one digit."""
        text, out = self.text, self.out
        if end - start > 1 and out and not self.gaps:
            last = out[-1]
            before = out[-2].type if len(out) > 1 else 0
            if last.type in _TAKES_DIGIT or (
                before == Types.FRAC and last.type in (Types.NUMBER, Types.LETTER, Types.COMMAND)
            ):
                end = start + 1
                return self.put(Types.NUMBER, text[start:end], start, end)
        repeating = _REPEATING.match(text, start)
        if repeating:
            return self.put(Types.NUMBER, text[start : repeating.end()], start, repeating.end())
        grouped = _GROUPED.match(text, start) or (_COMMAS.match(text, start) if self.depth <= 0 else None)
        if grouped:
            end = max(end, grouped.end())
        return self.put(Types.NUMBER, text[start:end], start, end)

    def environment(self, kind: int, start: int, end: int, written: str) -> int:
        name = written[written.index("{") + 1 : -1].strip().rstrip("*")
        extra = ""
        if kind == Types.BEGIN:
            columns = _COLUMNS.match(self.text, end)
            if columns:
                extra, end = columns.group()[1:-1], columns.end()
            if name in _WITH_COLUMNS:
                argument = self.argument(end)
                if argument:
                    extra, end = self.text[argument[0] : argument[1]], argument[1] + 1
        return self.put(kind, name, start, end, extra)

    def delimiter(self, kind: int, start: int, end: int, written: str) -> int:
        """`\\left(`, `\\right.`, `\\middle|`, `\\big)`."""
        found = _DELIMITER.fullmatch(written)
        word = found.group(1) if found else ""
        form = FORMS.get(SAME.get(word, word))
        if not found or not (form in _DELIMITERS or word in "./<>" or "arrow" in word or word == r"\mid"):
            return start + len(written) - len(word)
        name = bare(word)
        if kind == Types.MIDDLE:
            return self.put(Types.MID, name, start, end)
        if kind != Types.SIZED:
            return self.put(kind, name, start, end)
        if word == ".":
            return end
        if name == "|" and written[: end - start - len(word)].rstrip().endswith("m"):
            return self.put(Types.MID, name, start, end)
        if word in "<>":
            return self.put(Types.OPEN if word == "<" else Types.CLOSE, name, start, end)
        return self.put(_TYPE.get(form, Types.REL) if form else Types.REL, name, start, end)

    def argument(self, at: int) -> tuple[int, int] | None:
        """Where the braced argument that follows begins and ends, without its braces; a star may come first."""
        text = self.text
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text.startswith("*", at):
            at = _SPACE.match(text, at + 1).end()  # type: ignore[union-attr]
        if not text.startswith("{", at):
            return None
        if self.braces is None:
            self.braces = _pair_braces(text)
        close = self.braces.get(at)
        return None if close is None else (at + 1, close)

    def with_argument(self, form: Form, name: str, start: int, end: int) -> int:
        """A command whose argument is not read as mathematics, or not always."""
        text = self.text
        if form is Form.NEGATION:
            return self.put(Types.COMMAND, name, start, end)
        argument = self.argument(end)
        if form is Form.SWITCH:
            return self.switch(name, start, end, argument)
        if form is Form.SPACE:
            length = _LENGTH.match(text, end)
            end = argument[1] + 1 if argument else length.end() if length else end
            return self.put(Types.WIDE, text[start:end], start, end)
        if form is Form.GONE:
            return argument[1] + 1 if argument else end
        if argument is None:
            if form is Form.TAG or form is Form.REFERENCE:
                return end
            if form is Form.TEXT and (letter := _ONE_LETTER.match(text, end)):
                return self.put(Types.WORD, letter.group(1), start, letter.end(), name)
            if text.startswith("*", end):
                end += 1
            return self.put(Types.DECOR, name, start, end)
        raw, after = text[argument[0] : argument[1]], argument[1] + 1
        if form is Form.TAG:
            return self.put(Types.TAG, text[start:after], start, after)
        if form is Form.SUBSTACK:
            self.ends_of_substacks.add(argument[1])
            return self.put(Types.BEGIN, "substack", start, argument[0])
        if form is Form.NAME:
            letters = _LETTERS.fullmatch(raw)
            if not letters or (name not in _UPRIGHT and len(raw.strip()) == 1):
                return self.put(Types.DECOR, name, start, argument[0] - 1)
            raw = re.sub(r"\\[!\-]", "", raw).replace(r"\_", "_").replace(r"\&", "&")
        remark = raw.lstrip().startswith("(")  # taken apart where the words around it are known
        if form is Form.TEXT and not remark and len(dollars := _DOLLAR.findall(raw)) > 1 and len(dollars) % 2 == 0:
            return self.text_with_formulas(name, start, argument[0], after)
        phrase = _BLANKS.sub(" ", raw).strip()
        if not phrase:
            return self.put(Types.WIDE, text[start:after], start, after)
        return self.put(Types.WORD, phrase, start, after, name)

    def text_with_formulas(self, name: str, start: int, opened: int, after: int) -> int:
        """`\\text{if $x > 0$, say}`: words, the formula in dollars, and words."""
        place = opened
        for number, piece in enumerate(_DOLLAR.split(self.text[opened : after - 1])):
            end = place + len(piece)
            if number % 2:
                for token in scan(piece):
                    token.start, token.end = token.start + place, token.end + place
                    self.out.append(token)
            elif phrase := _BLANKS.sub(" ", piece).strip():
                self.put(Types.WORD, phrase, start if number == 0 else place, end, name)
            place = end + 1
        return after

    def switch(self, name: str, start: int, end: int, argument: tuple[int, int] | None) -> int:
        """`\\rm Var` is a word; `\\bf{x}` was meant as `\\mathbf{x}`."""
        if argument:
            raw = self.text[argument[0] : argument[1]]
            if name == r"\rm" and _LETTERS.fullmatch(raw):
                return self.put(Types.WORD, _BLANKS.sub(" ", raw).strip(), start, argument[1] + 1, name)
            return self.put(Types.DECOR, name, start, end)
        letters = _ROMAN.match(self.text, end) if name == r"\rm" else None
        if letters:
            return self.put(
                Types.WORD, _BLANKS.sub(" ", letters.group(1) or letters.group(2)), start, letters.end(), name
            )
        return self.put(Types.SWITCH, name, start, end)


def _pair_braces(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    waiting: list[int] = []
    for found in _BRACE.finditer(text):
        if found.group() == "{":
            waiting.append(found.start())
        elif found.group() == "}" and waiting:
            pairs[waiting.pop()] = found.start()
    return pairs

"""A row cut at its punctuation, wide spaces, words, arrows and `&`: pieces, and the gaps between them.

Nothing is decided here but which signs separate; `terms` decides what a gap means between its two pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from mathlint.elaborate.cutting import cut
from mathlint.elaborate.phrases import Phrase, PhraseKind, phrase
from mathlint.elaborate.rows import Cell, Item
from mathlint.operators.notation import relation_named
from mathlint.syntax.parse import parse
from mathlint.syntax.surface import Fence, Number, Relation, Scripted, Separator, Sequence, Symbol, Word
from mathlint.syntax.surface_walk import walk

ARROWS: Final = {"implies": "implies", "iff": "iff"}
_THEREFORE: Final = frozenset({"\\therefore", "∴"})
_BECAUSE: Final = frozenset({"\\because", "∵"})
_SHORT_ARROWS: Final = frozenset({"\\to", "\\rightarrow", "\\longrightarrow", "→", "\\leadsto", "\\rightsquigarrow"})
_MAPS: Final = frozenset({"to", "maps"})
_WEAK: Final = frozenset({"other", "implied"})
_FORMULA: Final = re.compile(r"\$([^$]*)\$")
_RELATION: Final = re.compile(r"[=<>]|\\(?:le|ge|leq|geq|in|sim|approx|neq?)(?![A-Za-z])")
_ENOUGH_THIN: Final = re.compile(r"(?:\\[;: ]|~){3}|\\[;:]\s*\\[;:]")


def canonical(relation: Relation) -> str:
    """The relation's canonical name, `implies` and `iff` included (see `page.Link` for the rest)."""
    row = relation_named(relation.name)
    role = row.role if row is not None else "other"
    if role in _MAPS:
        return "maps"
    if role in ("=", "≈", "other") and relation.annotation is not None and _says_definition(relation):
        return "definition"
    return role if role in _CANONICAL else "other"


_CANONICAL: Final = frozenset(
    {
        "=",
        "≈",
        "<",
        "<=",
        ">",
        ">=",
        "!=",
        "definition",
        "in",
        "sim",
        "propto",
        "maps",
        "subset",
        "implies",
        "iff",
        "implied",
    }
)
_DEFINITION_SIGNS: Final = frozenset({"\\triangle", "\\Delta", "Δ", "△", "\\vartriangle"})
_DEFINITION_WORDS: Final = re.compile(r"\s*(?:def|defn|definition|by definition|\.?def\.?|d\.?e\.?f\.?)\s*\.?\s*", re.I)


def _says_definition(relation: Relation) -> bool:
    annotation = relation.annotation
    if annotation is None:
        return False
    letters = ""
    for part in walk(annotation):
        match part:
            case Word(text=text) | Separator(kind="text", text=text):
                letters += text
            case Symbol(name):
                if name in _DEFINITION_SIGNS:
                    return True
                letters += name
            case Number(text):
                letters += text
            case _:
                pass
    return _DEFINITION_WORDS.fullmatch(letters) is not None


@dataclass(frozen=True, slots=True)
class Gap:
    """What separates two pieces. words: phrases, in order; arrow: "", "implies", "iff", "therefore"."""

    wide: bool = False
    comma: bool = False
    colon: bool = False
    cell: bool = False
    parenthesised: bool = False
    arrow: str = ""
    words: tuple[Phrase, ...] = ()
    signs: tuple[Separator, ...] = ()
    """Punctuation and words as they stand, for a list that keeps them."""

    def join(self, other: Gap) -> Gap:
        return Gap(
            self.wide or other.wide,
            self.comma or other.comma,
            self.colon or other.colon,
            self.cell or other.cell,
            self.parenthesised or other.parenthesised,
            self.arrow or other.arrow,
            self.words + other.words,
            self.signs + other.signs,
        )

    @property
    def word(self) -> str:
        """The condition word that it ends with, or ""."""
        return next((w.word for w in reversed(self.words) if w.kind is PhraseKind.CONDITION), "")

    @property
    def implication(self) -> str:
        """The arrow, drawn or in words, or ""."""
        return self.arrow or next((w.word for w in self.words if w.kind is PhraseKind.ARROW), "")

    def has(self, kind: PhraseKind) -> bool:
        return any(w.kind is kind for w in self.words)

    @property
    def remarks(self) -> tuple[str, ...]:
        return tuple(w.text for w in self.words if w.kind is PhraseKind.REMARK)

    @property
    def hard(self) -> bool:
        """Whether more than space or `&` stands in it."""
        return self.comma or self.colon or bool(self.words) or bool(self.arrow)


NOTHING: Final = Gap()


@dataclass(slots=True)
class Piece:
    """A run of operands and relations. columns: for each item, the column that it stands in. Empty only at a row's end."""

    gap: Gap
    items: list[Item] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)

    @property
    def related(self) -> bool:
        return any(isinstance(x, Relation) for x in self.items)

    @property
    def leads(self) -> bool:
        return bool(self.items) and isinstance(self.items[0], Relation)


def pieces(row: list[Cell], text: str) -> list[Piece]:
    """The row's pieces, then one without items that holds the gap at the end of the row."""
    flat: list[tuple[Item | None, int]] = []
    for number, cell in enumerate(row):
        if number:
            flat.append((None, cell.column))
        for item in cell.items:
            if isinstance(item, Separator) and item.kind == "text" and "$" in item.text:
                flat.extend((part, cell.column) for part in _words_and_formulas(item, text))
            elif isinstance(item, Relation | Separator):
                flat.append((item, cell.column))
            else:
                flat.extend((part, cell.column) for part in cut(item))
    flat = _merged_givens(_merged_colons(flat))
    found: list[Piece] = [Piece(NOTHING)]
    for at, (found_item, column) in enumerate(flat):
        gap = _gap(flat, at)
        if gap is None:
            assert found_item is not None
            item = found_item
            if found[-1].items and not isinstance(item, Relation) and not isinstance(found[-1].items[-1], Relation):
                between = text[found[-1].items[-1].end : item.start]
                if _ENOUGH_THIN.search(between):
                    found.append(Piece(Gap(wide=True)))
            found[-1].items.append(item)
            found[-1].columns.append(column)
        elif found_item is None and found[-1].items and not found[-1].related and _leads(flat, at):
            continue
        elif found[-1].items:
            found.append(Piece(gap))
        else:
            found[-1].gap = found[-1].gap.join(gap)
    opened: list[Piece] = []
    for number, piece in enumerate(found):
        opened.extend(_opened(piece, number, found, text))
    if opened[-1].items:
        opened.append(Piece(NOTHING))
    return opened


def _words_and_formulas(words: Separator, text: str) -> list[Item]:
    """`\\text{if $x > 0$}`: the words as separators, the formulas inside them as if they stood outside.

    A comment such as `\\text{(the norm of $x$)}` stays one separator; a lone relation in parentheses is a reason.
    """
    found: list[Item] = []
    written = text[words.start : words.end]
    at = written.find("{") + 1
    first = written.index("$")
    before = written[at:first].strip(" (")
    if not before and _RELATION.search(written):
        found.append(Separator("text", "since", words.start + at, words.start + first))
        at = first
    elif not before or phrase(before).kind is PhraseKind.REMARK:
        return [words]
    for formula in _FORMULA.finditer(written):
        found.extend(_said(written, at, formula.start(), words.start))
        start = words.start + formula.start(1)
        inner = parse(" " * start + formula[1])
        found.extend(x for row in inner.rows for cell in row.cells for x in cell.items)
        at = formula.end()
    found.extend(_said(written, at, len(written), words.start))
    return found


def _said(written: str, start: int, end: int, offset: int) -> list[Item]:
    said = written[start:end].strip(" {}()")
    return [Separator("text", said, offset + start, offset + end)] if said else []


def _gap(flat: list[tuple[Item | None, int]], at: int) -> Gap | None:
    """The gap that this item makes; None for an item that is part of a term or a relation."""
    item = flat[at][0]
    match item:
        case None:
            return Gap(cell=True)
        case Relation():
            return _arrow(flat, at, item)
        case Separator("wide" | "tag"):
            return Gap(wide=item.kind == "wide")
        case Separator("punctuation", text=sign):
            if sign in _THEREFORE:
                return Gap(arrow="therefore")
            if sign in _BECAUSE:
                return Gap(words=(Phrase(PhraseKind.CONDITION, "because", sign),))
            if sign in (":", "\\colon"):
                return Gap(colon=True, signs=(item,))
            return Gap(comma=True, signs=(item,))
        case Separator("text", text=words):
            said = phrase(words)
            if said.kind is PhraseKind.REMARK and _is_operand(flat, at):
                flat[at] = (Word("\\text", words, item.start, item.end), flat[at][1])
                return None
            return Gap(words=(said,), signs=(item,))
        case Symbol(name) if name in _THEREFORE:
            return Gap(arrow="therefore")
        case _:
            return None


def _leads(flat: list[tuple[Item | None, int]], at: int) -> bool:
    """Whether the next cell begins with a relation: what stands before is its left side."""
    after = next((item for item, _ in flat[at + 1 :] if item is not None), None)
    return isinstance(after, Relation)


def _is_operand(flat: list[tuple[Item | None, int]], at: int) -> bool:
    """Whether words stand where a side of a relation is due: `\\text{odds} = …`, `x = \\text{number of heads}`."""
    before = next((item for item, _ in reversed(flat[:at]) if item is not None), None)
    after = next((item for item, _ in flat[at + 1 :] if item is not None), None)
    ends = after is None or isinstance(after, Relation | Separator)
    if isinstance(before, Relation):
        return ends
    return (before is None or isinstance(before, Separator)) and isinstance(after, Relation)


def _arrow(flat: list[tuple[Item | None, int]], at: int, relation: Relation) -> Gap | None:
    """Whether an arrow stands between two relations, or before one, rather than in a chain of its own."""
    meaning = canonical(relation)
    if relation.name in _THEREFORE:
        return Gap(arrow="therefore")
    if meaning not in ("implies", "iff", "implied") and relation.name not in _SHORT_ARROWS:
        return None
    left = _related(flat, range(at - 1, -1, -1))
    right = _related(flat, range(at + 1, len(flat)))
    leads = all(item is None or isinstance(item, Separator) for item, _ in flat[:at])
    trails = all(item is None or isinstance(item, Separator) for item, _ in flat[at + 1 :])
    if relation.name in _SHORT_ARROWS:
        if not (right and (left or leads)):
            return None
        return Gap(arrow="implies")
    if not (left or right or leads or trails):
        return None
    if meaning == "implied":
        return Gap(words=(Phrase(PhraseKind.CONDITION, "if", relation.name),))
    return Gap(arrow=ARROWS[meaning])


def _related(flat: list[tuple[Item | None, int]], places: range) -> bool:
    """Whether a relation other than an arrow stands there before the next arrow or end of the statement."""
    for place in places:
        item = flat[place][0]
        if isinstance(item, Separator) and item.kind in ("wide", "text"):
            continue
        if isinstance(item, Relation):
            return item.name not in (*_SHORT_ARROWS, ":") and canonical(item) not in (
                "implies",
                "iff",
                "implied",
                "maps",
            )
    return False


def _merged_colons(flat: list[tuple[Item | None, int]]) -> list[tuple[Item | None, int]]:
    """`: =` is `:=`; the colon of `f: A \\to B` is a relation."""
    found: list[tuple[Item | None, int]] = []
    at = 0
    while at < len(flat):
        item, column = flat[at]
        if isinstance(item, Separator) and item.text in (":", "\\colon"):
            after = flat[at + 1][0] if at + 1 < len(flat) else None
            if isinstance(after, Relation) and after.name == "=":
                found.append((Relation(":=", after.annotation, item.start, after.end), column))
                at += 2
                continue
            if _types_a_map(flat, at):
                found.append((Relation(":", None, item.start, item.end), column))
                at += 1
                continue
        found.append((item, column))
        at += 1
    return found


def _merged_givens(flat: list[tuple[Item | None, int]]) -> list[tuple[Item | None, int]]:
    """`x | z = k, m \\sim D`: what is given, its equality too, belongs to the term left of `\\sim`."""
    for at, (item, _) in enumerate(flat):
        if not (isinstance(item, Relation) and canonical(item) == "sim"):
            continue
        start = at
        while start and _within_a_given(flat[start - 1][0]):
            start -= 1
        given = [x for x, _ in flat[start:at] if x is not None]
        bar = next((i for i, x in enumerate(given) if isinstance(x, Separator) and x.kind == "bar"), None)
        equal = next((i for i, x in enumerate(given) if isinstance(x, Relation)), None)
        if bar and equal is not None and bar < equal:
            whole = Sequence(tuple(given), given[0].start, given[-1].end)
            return [*flat[:start], (whole, flat[start][1]), *_merged_givens(flat[at:])]
    return flat


def _within_a_given(item: Item | None) -> bool:
    match item:
        case None:
            return False
        case Relation(name):
            return name == "="
        case Separator(kind, text=sign):
            return kind == "bar" or sign == ","
        case _:
            return True


def _types_a_map(flat: list[tuple[Item | None, int]], at: int) -> bool:
    for item, _ in reversed(flat[:at]):
        if item is None or isinstance(item, Separator):
            break
        if isinstance(item, Relation):
            return False
    for item, _ in flat[at + 1 :]:
        if isinstance(item, Relation):
            return canonical(item) == "maps"
        if isinstance(item, Separator) and item.kind != "wide":
            return False
    return False


def _opened(piece: Piece, number: int, found: list[Piece], text: str) -> list[Piece]:
    """A parenthesis that stands alone after a gap: an equation's number is dropped, a comment or condition is opened."""
    if len(piece.items) != 1 or not number:
        return [piece]
    item = piece.items[0]
    gap = piece.gap
    if not isinstance(item, Fence) or item.open not in ("(", "[") or not (gap.wide or gap.cell or gap.hard):
        return [piece]
    inside = item.body.items
    last = not any(later.items for later in found[number + 1 :])
    if last and (gap.wide or gap.cell) and len(inside) == 1 and _is_label(inside[0]):
        return []
    if not any(isinstance(x, Relation) or (isinstance(x, Separator) and x.kind == "text") for x in inside):
        if not (inside and isinstance(inside[0], Word) and " " in inside[0].text):
            return [piece]
    parts = pieces([Cell(piece.columns[0], list(inside))], text)
    parts = [p for p in parts if p.items or p.gap.words]
    if not parts:
        return []
    parts[0].gap = replace(gap.join(parts[0].gap), parenthesised=True)
    return parts


def _is_label(item: Item) -> bool:
    match item:
        case Number() | Word():
            return True
        case Symbol(name) | Scripted(base=Symbol(name)):
            return name in ("*", "\\ast", "\\star", "\\dagger")
        case _:
            return getattr(item, "name", "") in ("*", "\\ast", "\\star", "\\dagger")

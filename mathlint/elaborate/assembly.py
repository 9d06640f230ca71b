"""Pieces of rows put together into chains: one table of what a row's beginning and a gap mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from mathlint.elaborate.likeness import is_label, is_name, is_names, needs_left, same
from mathlint.elaborate.phrases import PhraseKind
from mathlint.elaborate.pieces import NOTHING, Gap, Piece, canonical, pieces
from mathlint.elaborate.rows import Item, flat_rows
from mathlint.syntax.surface import (
    Dots,
    Operator,
    ParsedBlock,
    Relation,
    Separator,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import walk

_SIDE_RELATIONS: Final = frozenset({"<", "<=", ">", ">=", "!=", "in", "sim", "subset"})
_VALUE_RELATIONS: Final = frozenset({"=", "≈", "definition", "propto", "maps"})
_LETTER: Final = re.compile(r"\w")


@dataclass(slots=True)
class Draft:
    """A chain while it grows: sides[i] stands left of links[i]. Numbers count within the block."""

    number: int
    row: int
    column: int
    sides: list[list[Item]] = field(default_factory=lambda: [[]])
    links: list[Relation] = field(default_factory=list)
    arrow: str = ""
    follows: int | None = None
    conditions: list[int] = field(default_factory=list)
    owner: int | None = None
    word: str = ""
    remarks: list[str] = field(default_factory=list)
    opening: bool = False
    """It is the first chain of its block."""
    last_row: int = 0
    comma: bool = False
    """Its last row ended with a comma."""

    @property
    def dangling(self) -> bool:
        """It ends with a relation or an operator: something must follow."""
        if not self.sides[-1]:
            return bool(self.links)
        return isinstance(self.sides[-1][-1], Operator) and len(self.sides[-1]) > 1


class Assembly:
    """Reads one block. text: the block's text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.drafts: list[Draft] = []
        self.row = -1
        self.current: Draft | None = None
        """The chain that this row is in."""
        self.main: Draft | None = None
        """The last chain that is no side condition."""
        self.by_column: dict[int, Draft] = {}
        self.premises: list[Draft] = []
        """Conditions that wait for the chain that they belong to."""
        self.carried: Gap = NOTHING
        """What stood at the end of the row above."""

    def read(self, parsed: ParsedBlock) -> list[Draft]:
        """The block's chains in reading order."""
        for row in flat_rows(parsed):
            if not any(cell.items for cell in row):
                continue
            self.row += 1
            self.current = None
            parts = pieces(row, self.text)
            for at, piece in enumerate(parts):
                if not piece.items:
                    self.end_row(piece.gap)
                elif self.current is None:
                    self.begin_row(piece, parts[at + 1 :])
                else:
                    self.go_on(piece, parts[at + 1 :])
        if self.carried.remarks and self.main is not None:
            self.main.remarks.extend(_worded(self.carried))
        return self.drafts

    # ------------------------------------------------------------ rows

    def begin_row(self, piece: Piece, later: list[Piece]) -> None:
        gap = self.carried.join(piece.gap)
        self.carried = NOTHING
        column = piece.columns[0]
        above = self.by_column.get(column, self.main) if piece.leads else self.main
        if gap.word and not (piece.leads and above is not None):
            self.condition_first(piece, gap, later)
            return
        if above is not None and self.continues(piece, gap, above, later):
            above.remarks.extend(_worded(gap))
            self.resume(above, piece)
            return
        if gap.colon and not piece.related and self.drafts and self.drafts[-1].row == self.row:
            self.extend(self.drafts[-1], piece)
            return
        self.start(piece, gap)

    def continues(self, piece: Piece, gap: Gap, above: Draft, later: list[Piece]) -> bool:
        """Whether the row goes on with the chain above."""
        if gap.arrow and not piece.leads:
            return False
        if piece.leads or above.dangling:
            return True
        first = piece.items[0]
        if gap.words:
            return False
        if needs_left(first):
            minus = isinstance(first, Sum) and first.signs[0][0].name in ("-", "−", "\\pm", "\\mp")
            own = piece.related and piece.columns[0] == above.column and bool(above.links)
            return not (minus and own)
        if above.comma or gap.comma:
            return False
        alone = not piece.related and not any(p.related for p in later)
        indented = piece.columns[0] > 0 or gap.wide
        return alone and indented and bool(above.links) and not isinstance(first, Dots | Word)

    def resume(self, draft: Draft, piece: Piece) -> None:
        items, columns = piece.items, piece.columns
        if piece.leads and draft.links and not draft.sides[-1]:
            draft.links.pop()
            draft.sides.pop()
        self.current = draft
        self.append(draft, items, columns)

    def condition_first(self, piece: Piece, gap: Gap, later: list[Piece]) -> None:
        """A row that begins with a condition word: it belongs to the chain above unless a colon or its own row follows."""
        ahead = next((p for p in later if p.items and (p.related or p.gap.colon)), None)
        forward = (
            ahead is not None and (ahead.gap.colon or not ahead.gap.word) and (self.main is None or gap.word != "where")
        )
        ending = later[-1].gap if later else NOTHING
        draft = self.new(piece)
        draft.word = gap.word
        draft.remarks.extend(_worded(gap))
        self.current = draft
        self.append(draft, piece.items, piece.columns)
        if self.main is None or forward or (ending.colon and ahead is None):
            self.premises.append(draft)
        else:
            self.attach(draft, self.main)

    def end_row(self, gap: Gap) -> None:
        here = self.current or self.main
        if here is not None:
            here.comma = gap.comma
            said = tuple(w for w in gap.words if w.kind is PhraseKind.REMARK or not w.open)
            (self.main or here).remarks.extend(w.text for w in said if _LETTER.search(w.text))
            gap = Gap(comma=gap.comma, arrow=gap.arrow, words=tuple(w for w in gap.words if w not in said))
        self.carried = self.carried.join(gap)

    # ------------------------------------------------------------ within a row

    def go_on(self, piece: Piece, later: list[Piece]) -> None:
        here, gap = self.current, piece.gap
        assert here is not None
        if gap.parenthesised:
            self.aside(piece, gap)
        elif here.dangling or (piece.leads and not gap.implication):
            if piece.leads and gap.cell and not gap.hard and (own := self.column_above(piece, here)) is not None:
                self.resume(own, piece)
                return
            here.remarks.extend(_worded(gap))
            self.resume(here, piece)
        elif gap.colon and here.owner is None:
            self.after_colon(piece, gap, here)
        elif gap.implication:
            if here.owner is None and here in self.premises:
                self.start(piece, Gap(words=tuple(w for w in gap.words if w.kind is PhraseKind.REMARK)))
            else:
                self.start(piece, gap)
        elif gap.word:
            self.condition(piece, gap, here)
        elif not gap.hard and needs_left(piece.items[0]):
            self.append(here, piece.items, piece.columns)
        elif not piece.related:
            self.without_relation(piece, gap, here)
        elif here.links:
            self.both_related(piece, gap, here, later)
        elif gap.cell and not gap.wide and not gap.hard:
            self.append(here, piece.items, piece.columns)
        elif self.is_side_condition(piece, here) and not (
            is_name(here.sides[0]) or gap.comma and not gap.wide and is_names(here.sides[0])
        ):
            self.condition(piece, gap, here)
        elif gap.comma or gap.has(PhraseKind.AND) or gap.has(PhraseKind.OR):
            self.extend(here, piece)
        elif gap.wide and is_label(here.sides[0]):
            here.sides[0].clear()
            here.column = piece.columns[0]
            self.append(here, piece.items, piece.columns)
        else:
            self.start(piece, gap)

    def column_above(self, piece: Piece, here: Draft) -> Draft | None:
        """The chain of an earlier row that this column goes on with, in a row that is in another chain."""
        own = self.by_column.get(piece.columns[0])
        return own if own is not None and own is not here and own.last_row < self.row and here.links else None

    def after_colon(self, piece: Piece, gap: Gap, here: Draft) -> None:
        """What stands before a colon is a premise of what follows, or a label."""
        if here in self.premises or (here.links and here.row == self.row and len(here.links) == 1 and piece.related):
            if here not in self.premises:
                self.premises.append(here)
                self.main = next((d for d in reversed(self.drafts) if d is not here and d.owner is None), None)
            self.start(piece, Gap(words=gap.words))
        elif piece.related or gap.words:
            self.start(piece, gap)
        else:
            self.extend(here, piece)

    def without_relation(self, piece: Piece, gap: Gap, here: Draft) -> None:
        if gap.cell and not gap.hard and not here.links:
            self.append(here, piece.items, piece.columns)
        elif gap.has(PhraseKind.LET):
            self.start(piece, gap)
        elif gap.remarks and (gap.wide or gap.cell) and here.links:
            here.remarks.append(self.text[gap.signs[0].start : piece.items[-1].end])
        else:
            self.extend(here, piece)

    def both_related(self, piece: Piece, gap: Gap, here: Draft, later: list[Piece]) -> None:
        owner = here if here.owner is None else self.drafts[here.owner]
        if (
            here.owner is not None
            and here.word
            and not gap.wide
            and not gap.cell
            and self.is_side_condition(piece, owner)
        ):
            self.condition(piece, gap, here)
        elif here in self.premises:
            if gap.has(PhraseKind.AND) or (gap.comma and not gap.wide and _related_later(later)):
                self.condition_first(piece, Gap(words=gap.words), later)
                if self.current is not None:
                    self.current.word = self.current.word or here.word
            else:
                self.start(piece, gap)
        elif not gap.has(PhraseKind.OR) and self.is_side_condition(piece, owner, later):
            self.condition(piece, gap, here)
        else:
            self.start(piece, gap)
            if gap.has(PhraseKind.OR) and self.current is not None:
                self.current.word = "or"
                here.word = here.word or "or"

    def is_side_condition(self, piece: Piece, owner: Draft, later: list[Piece] | None = None) -> bool:
        """Whether a relation that no word introduces only says for which values the chain holds."""
        at = next(i for i, x in enumerate(piece.items) if isinstance(x, Relation))
        relation = piece.items[at]
        assert isinstance(relation, Relation)
        kind = canonical(relation)
        of = canonical(owner.links[0]) if owner.links else "="
        if kind in _SIDE_RELATIONS:
            return of in _VALUE_RELATIONS or (kind in ("in", "sim") and of not in ("in", "sim"))
        if kind != "=" or not is_name(piece.items[:at]):
            return False
        name = piece.items[0]
        if any(same(name, x) for x in owner.sides[0][:1]):
            return False
        if (
            isinstance(name, Symbol)
            and later
            and any(isinstance(x, Dots) for p in later[:2] if p.gap.comma and not p.related for x in p.items)
        ):
            return True
        return bool(owner.links) and any(same(name, part) for side in owner.sides for x in side for part in walk(x))

    def condition(self, piece: Piece, gap: Gap, here: Draft) -> None:
        owner = here if here.owner is None else self.drafts[here.owner]
        draft = self.new(piece)
        draft.word = gap.word or (here.word if here.owner is not None else "")
        draft.remarks.extend(_worded(gap))
        if here in self.premises:
            self.premises.append(draft)
        else:
            self.attach(draft, owner)
        self.append(draft, piece.items, piece.columns)
        self.current = draft

    def aside(self, piece: Piece, gap: Gap) -> None:
        """A parenthesis at the end: a side condition, or a comment."""
        here = self.current
        assert here is not None
        if piece.related or gap.word:
            self.condition(piece, gap, here)
            self.current = here
        else:
            here.remarks.extend(w.text for w in gap.words)
            start, end = piece.items[0].start, piece.items[-1].end
            here.remarks.append(self.text[start:end])

    # ------------------------------------------------------------ drafts

    def new(self, piece: Piece) -> Draft:
        draft = Draft(len(self.drafts), self.row, piece.columns[0], opening=not self.drafts)
        self.drafts.append(draft)
        return draft

    def start(self, piece: Piece, gap: Gap) -> None:
        """A chain of its own."""
        before = self.main
        draft = self.new(piece)
        draft.arrow = gap.implication
        if draft.arrow and before is not None:
            draft.follows = before.number
        draft.remarks.extend(_worded(gap))
        if gap.has(PhraseKind.LET):
            draft.word = "let"
        for premise in self.premises:
            self.attach(premise, draft)
        self.premises = []
        for column in [c for c, d in self.by_column.items() if d.column >= draft.column and d.row < self.row]:
            del self.by_column[column]
        self.current = self.main = draft
        self.append(draft, piece.items, piece.columns)

    def attach(self, condition: Draft, owner: Draft) -> None:
        condition.owner = owner.number
        owner.conditions.append(condition.number)

    def append(self, draft: Draft, items: list[Item], columns: list[int]) -> None:
        """Operands to the last side, relations as new links; of two relations side by side the second stays."""
        for item, column in zip(items, columns, strict=True):
            if isinstance(item, Relation):
                if draft.links and not draft.sides[-1]:
                    draft.links.pop()
                    draft.sides.pop()
                draft.links.append(item)
                draft.sides.append([])
                if not self.is_remark_on(draft, self.by_column.get(column)):
                    self.by_column[column] = draft
            else:
                draft.sides[-1].append(item)
        draft.last_row = self.row
        draft.comma = False

    def is_remark_on(self, draft: Draft, holder: Draft | None) -> bool:
        """Whether a side condition stands in the column of the chain that it belongs to: the row below goes on with that."""
        return holder is not None and draft.owner == holder.number

    def extend(self, draft: Draft, piece: Piece) -> None:
        """The piece as one more entry of a list, the signs between kept."""
        signs = piece.gap.signs
        if not signs and draft.sides[-1]:
            at = draft.sides[-1][-1].end
            signs = (Separator("wide", "", at, at),)
        if draft.sides[-1]:
            draft.sides[-1].extend(signs)
        self.append(draft, piece.items, piece.columns)
        self.current = draft


def _worded(gap: Gap) -> list[str]:
    """Phrases worth keeping: comments, and conditions in more words than one."""
    return [
        w.text
        for w in gap.words
        if _LETTER.search(w.text) and (w.kind is PhraseKind.REMARK or (w.word and w.text.strip().lower() != w.word))
    ]


def _related_later(later: list[Piece]) -> bool:
    return any(p.related for p in later)

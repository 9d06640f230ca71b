"""The rows of a block: layouts, boxes, braces and colours opened, so that relations and separators lie flat.

A matrix or a case distinction is an operand and stays closed; `aligned` and its kin are layout and are opened.
"""

from __future__ import annotations

from collections.abc import Sequence as Many
from dataclasses import dataclass
from typing import Final, TypeAlias

from mathlint.elaborate.letters import is_letter
from mathlint.syntax.surface import (
    Decorated,
    Environment,
    Fence,
    Group,
    Node,
    Operator,
    ParsedBlock,
    Relation,
    Row,
    Run,
    Scripted,
    Separator,
    Sequence,
    Symbol,
)

Item: TypeAlias = Node | Relation | Separator

_LAYOUTS: Final = frozenset(
    {
        "align", "aligned", "alignat", "alignedat", "flalign", "split", "gather", "gathered", "equation", "eqnarray",
        "multline", "multlined", "displaymath", "math", "subequations", "IEEEeqnarray", "dmath", "empheq",
    }
)  # fmt: skip
_PERHAPS: Final = frozenset({"array", "matrix", "tabular"})
"""Layout when a relation begins or fills a cell, or every row is a relation; else a matrix."""

_LOOKS: Final = frozenset(
    {
        "\\boxed", "\\fbox", "\\colorbox", "\\fcolorbox", "\\textcolor", "\\color", "\\underbrace", "\\overbrace", "\\mathop", "\\displaystyle",
        "\\textstyle", "\\underline", "\\overline", "\\bbox", "\\mathclap", "\\smash", "\\enclose", "\\hl", "\\mbox",
        "\\underbracket", "\\overbracket", "\\mathrlap", "\\mathllap", "\\style", "\\class", "\\cssId", "\\htmlClass", "\\tcbhighmath",
    }
)  # fmt: skip
_STILL: Final = frozenset({"\\underline", "\\overline", "\\mbox"})


@dataclass(slots=True)
class Cell:
    """What stands between two `&`. column: counted from 0; a nested layout counts on from where it stands."""

    column: int
    items: list[Item]


def flat_rows(parsed: ParsedBlock) -> list[list[Cell]]:
    """The rows of the block with all layout opened. Empty rows are kept (they still end a line)."""
    opened = _Opened()
    opened.rows(parsed.rows, 0, first=True)
    for row in opened.result:
        _undecorate(row[-1].items)
    return opened.result


def _undecorate(items: list[Item]) -> None:
    """Drop a sign that follows the closing punctuation of a row: an end-of-proof mark, an author's own `\\nonumber`."""
    if (
        len(items) > 1
        and isinstance(items[-1], Symbol)
        and items[-1].name.startswith("\\")
        and not is_letter(items[-1].name)
        and isinstance(items[-2], Separator)
        and items[-2].kind == "punctuation"
    ):
        items.pop()


class _Opened:
    def __init__(self) -> None:
        self.cell = Cell(0, [])
        self.result: list[list[Cell]] = [[self.cell]]

    def rows(self, rows: Many[Row], column: int, first: bool) -> None:
        while len(rows) > 1 and not any(cell.items for cell in rows[-1].cells):
            rows = rows[:-1]
        for number, row in enumerate(rows):
            if number or not first:
                self.cell = Cell(column, [])
                self.result.append([self.cell])
            joined = len(row.cells) > 2 and any(_lone_sign(cell) for cell in row.cells)
            for offset, cell in enumerate(row.cells):
                if offset and (joined or _dangling(row.cells[offset - 1])):
                    self.items(cell.items)
                    continue
                if offset:
                    self.cell = Cell(column + offset, [])
                    self.result[-1].append(self.cell)
                self.items(cell.items)

    def items(self, items: Many[Item]) -> None:
        for item in items:
            self.item(item)

    def item(self, item: Item) -> None:
        match item:
            case Environment() if is_layout(item, bool(self.cell.items)):
                self.rows(item.rows, self.cell.column, first=True)
            case Group(Sequence() as body) if holds_relation(body) or _only_layout(body):
                self.items(body.items)
            case Decorated(command=command, body=body) if command in _LOOKS and _opens(command, body):
                self.items(_inside(body))
            case Scripted(base=Decorated(command=command, body=body)) if command in _LOOKS and _opens(command, body):
                self.items(_inside(body))
            case Fence(open, close, body) if "." in (open, close) and not self.cell.items and _only_layout(body):
                self.items(body.items)
            case Run(parts) if any(isinstance(x, Environment) and is_layout(x, True) for x in parts):
                self.run(parts)
            case Sequence(items):
                self.items(items)
            case _:
                self.cell.items.append(item)

    def run(self, parts: tuple[Node, ...]) -> None:
        """Factors with a layout among them: `p(x) \\begin{split} &= … \\end{split}`."""
        waiting: list[Node] = []
        for part in parts:
            if isinstance(part, Environment) and is_layout(part, True):
                self.factors(waiting)
                waiting = []
                self.item(part)
            else:
                waiting.append(part)
        self.factors(waiting)

    def factors(self, parts: list[Node]) -> None:
        if len(parts) > 1:
            self.cell.items.append(Run(tuple(parts), parts[0].start, parts[-1].end))
        elif parts:
            self.item(parts[0])


def _inside(body: Node) -> tuple[Item, ...]:
    match body:
        case Group(inner):
            return inner.items
        case Sequence(items):
            return items
        case _:
            return (body,)


def _opens(command: str, body: Node) -> bool:
    inside = _inside(body)
    if command in _STILL and not any(isinstance(x, Relation) for x in inside):
        return False
    return any(isinstance(x, Relation) or (isinstance(x, Environment) and is_layout(x, False)) for x in inside)


def _lone_sign(cell: Sequence) -> bool:
    """A cell that holds an operator alone, as in a table of linear equations: its row is one formula."""
    return len(cell.items) == 1 and isinstance(cell.items[0], Operator)


def _dangling(cell: Sequence) -> bool:
    """A cell that ends with a sign after a relation: what stands behind the `&` goes on with it."""
    return len(cell.items) > 1 and isinstance(cell.items[-1], Operator) and isinstance(cell.items[-2], Relation)


def holds_relation(body: Sequence) -> bool:
    """Whether a relation stands in it, not deeper."""
    return any(isinstance(x, Relation) for x in body.items)


def _only_layout(body: Sequence) -> bool:
    nodes = [x for x in body.items if not isinstance(x, Separator)]
    return len(nodes) == 1 and isinstance(nodes[0], Environment) and is_layout(nodes[0], False)


def is_layout(environment: Environment, after: bool) -> bool:
    """Whether its rows are the page's rows. after: something stands before it in its cell (then an array is an operand
    unless its rows plainly go on: a relation begins one of its cells)."""
    if environment.name in _LAYOUTS:
        return True
    if environment.name not in _PERHAPS:
        return False
    rows = [row for row in environment.rows if any(cell.items for cell in row.cells)]
    if any(cell.items and isinstance(cell.items[0], Relation) for row in rows for cell in row.cells):
        return True
    return not after and bool(rows) and all(row.cells and holds_relation(row.cells[0]) for row in rows)

"""One term out of what stands between two relations, also when it goes on over rows."""

from __future__ import annotations

from mathlint.elaborate.page import Term
from mathlint.elaborate.rows import Item
from mathlint.syntax.parse import parse
from mathlint.syntax.surface import Broken, Node, Operator, Separator, Sequence, Sum, Word
from mathlint.syntax.surface_walk import walk


def term(items: list[Item], block: int, text: str, place: int, suspect: bool) -> Term:
    """The term that these operands and separators make. place: where it would stand if there are none.

    suspect: the block's parse had issues, so that something in it may be broken.
    """
    while items and isinstance(items[-1], Separator):
        items = items[:-1]
    while items and isinstance(items[0], Separator):
        items = items[1:]
    if not items:
        return Term(block, None, place, place)
    nodes, rejoined = _joined(items, text)
    start, end = nodes[0].start, nodes[-1].end
    end -= len(text[start:end]) - len(
        text[start:end].rstrip()
    )  # an environment that is never closed ends with the text
    node: Node
    if len(nodes) == 1 and not isinstance(nodes[0], Separator):
        node = nodes[0]  # type: ignore[assignment]
    else:
        node = Sequence(tuple(nodes), start, end)
    broken = (suspect or rejoined) and any(isinstance(part, Broken) for part in walk(node))
    return Term(block, node, start, end, broken)


def _joined(items: list[Item], text: str) -> tuple[list[Item], bool]:
    """Neighbours without a separator between them, made one node."""
    if len(items) == 1:
        return items, False
    found: list[Item] = []
    rejoined = False
    run: list[Item] = []
    for item in [*items, None]:
        if item is not None and not isinstance(item, Separator):
            run.append(item)
            continue
        if len(run) > 1:
            found.extend(_read_again(run, text))
            rejoined = True
        else:
            found.extend(run)
        run = []
        if item is not None:
            found.append(item)
    return found, rejoined


def _read_again(run: list[Item], text: str) -> list[Item]:
    """The parts read as if nothing but space stood between them. Padding keeps the places true."""
    merged = _as_sum(run)
    if merged is not None:
        return [merged]
    padded: list[str] = []
    at = 0
    for item in run:
        padded.append(" " * (item.start - at) + text[item.start : item.end])
        at = item.end
    parsed = parse("".join(padded))
    again = [x for row in parsed.rows for cell in row.cells for x in cell.items]
    if parsed.issues and not any(isinstance(part, Broken) for x in again for part in walk(x)):
        start, end = run[0].start, run[-1].end
        return [Broken(text[start:end], tuple(x for x in run if not isinstance(x, Separator)), start, end)]  # type: ignore[misc]
    return again or run


def _as_sum(run: list[Item]) -> Node | None:
    """Whole terms, each row after the first with its own sign: a sum without another reading."""
    if any(not isinstance(x, Sum) or not x.signs[0] for x in run[1:]):
        return None
    first = run[0]
    if isinstance(first, Operator | Word | Separator):
        return None
    terms: list[Node] = []
    signs: list[tuple[Operator, ...]] = []
    for item in run:
        if isinstance(item, Sum):
            terms.extend(item.terms)
            signs.extend(item.signs)
        else:
            terms.append(item)  # type: ignore[arg-type]
            signs.append(())
    return Sum(tuple(terms), tuple(signs), first.start, run[-1].end)

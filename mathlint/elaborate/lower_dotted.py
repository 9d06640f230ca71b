"""Lowering of matrices, columns and lists with an ellipsis in them: by the pattern of what stands around the dots.

An entry that stands before or behind the pattern is a block of its own: `(1, x_1, …, x_p)` is a one above a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mathlint.elaborate import lower as core
from mathlint.elaborate import pattern
from mathlint.elaborate.lower_placed import placed_column
from mathlint.elaborate.lowering import CannotRead, Lowering
from mathlint.elaborate.names import unwrap
from mathlint.expr.tree import ONE, ZERO, Expr, expr, mul, rebuild
from mathlint.syntax.surface import Dots, Node

Cell = Expr | None
"""None: dots, or nothing."""
UNCLEAR = "an ellipsis whose pattern is not clear"
Range = tuple[Expr, Expr]


@dataclass(frozen=True, slots=True)
class Line:
    """Entries in a row or a column: those before the pattern, the pattern with its range, and those behind it.

    body: None where no dots stand. limits: None where all entries of the pattern are the same.
    """

    before: tuple[Expr, ...]
    body: Expr | None = None
    limits: Range | None = None
    behind: tuple[Expr, ...] = ()


def dotted_matrix(rows: list[list[Cell]], low: Lowering) -> Expr:
    width = max(len(r) for r in rows)
    solid = [r for r in rows if any(c is not None for c in r)]
    values = {c for r in solid for c in r if c is not None}
    if values == {ZERO}:
        return ZERO
    if values == {ONE} and width == 1:
        return expr("ones", (), (low.fresh("?one").datum, 1))
    diagonal = diagonal_pattern(solid, width, low)
    if diagonal is not None:
        return diagonal
    return dotted_blocks(rows, low)


def dotted_column(items: tuple[Node, ...], low: Lowering) -> Expr:
    """`(x_1, …, x_n)`: a column."""
    return dotted_blocks([[None if isinstance(unwrap(i), Dots) else core.lower(i, low)] for i in items], low)


def dotted_blocks(rows: list[list[Cell]], low: Lowering) -> Expr:
    """The pattern of each row, and then the patterns of their entries down the columns."""
    if all(len(row) == 1 for row in rows) and (placed := placed_column([row[0] for row in rows], low)) is not None:
        return placed
    solid = [k for k, r in enumerate(rows) if any(c is not None for c in r)]
    gaps = [k for k in range(len(rows)) if k not in solid]
    if len(gaps) > 1 or gaps == [0] or gaps == [len(rows) - 1]:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    i, j = counter("i", low), counter("j", low)
    lines, across = aligned([rows[k] for k in solid], j)
    columns = [[*line.before, *([] if line.body is None else [line.body]), *line.behind] for line in lines]
    if len({len(c) for c in columns}) != 1:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    width = len(columns[0])
    down: Range | None = None
    grid = [list(c) for c in columns]
    place = -1
    if gaps:
        upper = [[columns[r][c] for r in range(gaps[0])] for c in range(width)]
        lower = [[columns[r][c] for r in range(gaps[0], len(solid))] for c in range(width)]
        found, down = together(list(zip(upper, lower, strict=True)), i)
        if down is None:
            raise CannotRead("unsupported", UNCLEAR, "\\dots")
        place = len(found[0].before)
        grid = [list(r) for r in zip(*([*f.before, f.body, *f.behind] for f in found), strict=True)]
    middle = len(lines[0].before) if across is not None else -1
    for limits in (across, down):
        if limits is not None:
            low.integers.update(n for n in (limits[0].free | limits[1].free) if "#" not in n)
    one = (ONE, ONE)
    blocks = [
        entry
        if r != place and c != middle
        else expr(
            "tabulate",
            (i, *((down or one) if r == place else one), j, *((across or one) if c == middle else one), entry),
        )
        for r, row in enumerate(grid)
        for c, entry in enumerate(row)
    ]
    return blocks[0] if len(blocks) == 1 else expr("matrix", tuple(blocks), (len(grid), width))


def aligned(rows: list[list[Cell]], j: Expr) -> tuple[list[Line], Range | None]:
    """The pattern of every row, over one range of columns."""
    places = {tuple(k for k, c in enumerate(row) if c is None) for row in rows}
    if places == {()}:
        return [Line(tuple(c for c in row if c is not None)) for row in rows], None
    if len(places) != 1 or len(gap := next(iter(places))) != 1 or not 0 < gap[0] < len(rows[0]) - 1:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    pairs = [
        ([c for c in row[: gap[0]] if c is not None], [c for c in row[gap[0] + 1 :] if c is not None]) for row in rows
    ]
    found, limits = together(pairs, j)
    if limits is None:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    return found, limits


def together(pairs: Sequence[tuple[list[Expr], list[Expr]]], index: Expr) -> tuple[list[Line], Range | None]:
    """The patterns of several lines, each given by what stands before and behind its dots, that begin at one place and run over
    one range. Raises CannotRead where there are none."""
    counts_down = False
    for start in range(len(pairs[0][0])):
        lines: list[Line] = []
        for before, behind in pairs:
            shown, last = before[start:], behind[0]
            if all(v is last for v in shown):
                lines.append(Line(tuple(before[:start]), last, None, tuple(behind[1:])))
                continue
            found = run(shown, last, index)
            if found is None or found.step != 1:
                counts_down = counts_down or (found is not None and found.step == -1)
                break
            limits = pattern.from_linear(found.low), pattern.from_linear(found.high)
            lines.append(Line(tuple(before[:start]), found.body, limits, tuple(behind[1:])))
        if len(lines) < len(pairs):
            continue
        ranges = {line.limits for line in lines if line.limits is not None}
        if len(ranges) == 1:
            return lines, ranges.pop()
    raise CannotRead("unsupported", "an ellipsis that counts down" if counts_down else UNCLEAR, "\\dots")


def run(shown: list[Expr], last: Expr, index: Expr) -> pattern.Pattern | None:
    """The pattern of the entries before the dots and of the one behind them; `1, x, …, x^n` runs in the exponent."""
    for entries in ([*shown, last], raised([*shown, last])):
        found = pattern.generalize(entries[0], entries[-1], index, entries[1] if len(entries) > 2 else None)
        if found is None or found.step not in (1, -1):
            continue
        if all(pattern.at(found, index, k) is pattern.canonical(v) for k, v in enumerate(entries[:-1])):
            found.body = rebuild(found.body, lambda n: expr("?power", n.args) if n.head == "?raised" else n)
            return found
    return None


def raised(terms: list[Expr]) -> list[Expr]:
    """`a_0`, `a_1 x`, `a_2 x^2` with the power of x written in each, as the provisional head "?raised"."""
    base = next((f.args[0] for f in factors_of(terms[-1]) if f.head == "?power"), None)
    if base is None:
        return terms
    out = []
    for term in terms:
        power, rest = ZERO, []
        for f in factors_of(term):
            if f is base and power is ZERO:
                power = ONE
            elif f.head == "?power" and f.args[0] is base and power is ZERO:
                power = f.args[1]
            elif f is not ONE:
                rest.append(f)
        out.append(mul(*rest, expr("?raised", (base, power))))
    return out


def factors_of(term: Expr) -> tuple[Expr, ...]:
    return term.args if term.head == "mul" else (term,)


def diagonal_pattern(rows: list[list[Cell]], width: int, low: Lowering) -> Expr | None:
    """A diagonal matrix with dots: zeros off the diagonal."""
    if len(rows) < 2 or width < 3:
        return None
    on: list[Expr] = []
    for row in rows:
        solid = [c for c in row if c is not None and c is not ZERO]
        if len(solid) != 1:
            return None
        on.append(solid[0])
    if not any(c is ZERO for row in rows for c in row):
        return None
    places = [next(k for k, c in enumerate(row) if c is not None and c is not ZERO) for row in rows]
    if places != sorted(set(places)) or places[0] != 0 or places[-1] != width - 1:
        return None
    i = counter("i", low)
    if all(v is on[0] for v in on):
        identity = expr("identity", (), low.fresh("?I").datum)
        return identity if on[0] is ONE else mul(on[0], identity)
    found = run(on[:-1], on[-1], i)
    if found is None or found.step != 1:
        raise CannotRead("unsupported", UNCLEAR, "\\dots")
    bottom, top = pattern.from_linear(found.low), pattern.from_linear(found.high)
    low.integers.update(n for n in (bottom.free | top.free) if "#" not in n)
    return expr("diagonal", (expr("tabulate", (i, bottom, top, counter("j", low), ONE, ONE, found.body)),))


def counter(letter: str, low: Lowering) -> Expr:
    """A bound name for what dots count, by a letter that the page uses for nothing."""
    return low.fresh(next((n for n in (letter, *"rslmhuvw") if n not in low.survey.usage), letter))

"""Passes P7 and P8: the readings of a step, each with its slice of the scope as an obligation.

A reading is one lowering of both sides and of every definition that they reach, under one set of picks. The first run takes
every first option; the others change one pick at a time, then two, at most `MAX_READINGS` in all, without duplicates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import product
from math import prod
from typing import overload

from mathlint.elaborate.binding import Page
from mathlint.elaborate.blocks import blocks_of
from mathlint.elaborate.letters import core_letter, is_bold, is_upper
from mathlint.elaborate.lower import lower
from mathlint.elaborate.lowering import CannotRead, Lowering, parameter
from mathlint.elaborate.model import Block, Blockage, Given, Impediment, Reading
from mathlint.elaborate.page import Term
from mathlint.elaborate.scope import Binding, View
from mathlint.elaborate.shapes import Sh, Typing, assign, variables_of
from mathlint.expr.obligation import Declaration, Kind, Obligation, Rewrite, Trait
from mathlint.expr.shape import SCALAR, Shape
from mathlint.expr.tree import ONE, Expr, expr, fn, name, number, rebuild, substitute

MAX_READINGS = 8
MAX_SLICE = 40
FILE_WIDE = {"log base", "lg base", "layout"}
"""Choices of a whole file: two of them at once are not tried."""
RELATIONS = {"=": "=", "≈": "≈", "<": "<", "<=": "<=", ">": ">", ">=": ">=", "!=": "!="}


@dataclass
class Slice:
    """What one reading needs: the sides, the definitions they reach, and what the lowerings found out."""

    left: Expr
    right: Expr
    low: Lowering
    values: dict[str, tuple[tuple[str, ...], Expr]] = field(default_factory=dict)
    used: dict[str, Binding] = field(default_factory=dict)
    lows: list[Lowering] = field(default_factory=list)
    free: dict[str, None] = field(default_factory=dict)
    conventional: dict[str, int] = field(default_factory=dict)
    """Names that have their value by convention, and how many arguments they take."""
    guessed: set[str] = field(default_factory=set)
    """Names whose dependence only the step itself shows."""
    zero_based: set[str] = field(default_factory=set)
    foreign: bool = False
    """Whether a definition from a neighbouring section was used."""

    @property
    def all_lows(self) -> list[Lowering]:
        return [self.low, *self.lows]


def readings_of(
    page: Page, left: Term, right: Term, relation: str, view: View, more: tuple[Block, ...] = ()
) -> tuple[Sequence[Reading], Impediment | None]:
    """The readings of a step, the most plausible first; or why it has none. more: blocks that every reading gets."""
    if relation not in RELATIONS:
        return (), Impediment("unsupported", f"the relation `{relation}`", relation)
    if left.node is None or right.node is None:
        return (), Impediment("unread", "one side is missing")
    if left.broken or right.broken:
        return (), Impediment("unread", "a side could not be parsed")
    search = _Search(page, left, right, relation, view, more)
    readings = Readings(search.run())
    if not readings:
        return (), search.problem or Impediment("unsupported", "it has no reading")
    return readings, None


class Readings(Sequence[Reading]):
    """Readings that are made when they are asked for: most steps hold in the first."""

    def __init__(self, source: Iterator[Reading]) -> None:
        self._source = source
        self._made: list[Reading] = []

    def _reach(self, count: int | None) -> None:
        while count is None or len(self._made) < count:
            try:
                self._made.append(next(self._source))
            except StopIteration:
                return

    def __bool__(self) -> bool:
        self._reach(1)
        return bool(self._made)

    def __len__(self) -> int:
        self._reach(None)
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Reading: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Reading]: ...
    def __getitem__(self, index: int | slice) -> Reading | Sequence[Reading]:
        self._reach(index + 1 if isinstance(index, int) and index >= 0 else None)
        return self._made[index]

    def __iter__(self) -> Iterator[Reading]:
        index = 0
        while True:
            self._reach(index + 1)
            if index >= len(self._made):
                return
            yield self._made[index]
            index += 1


class _Search:
    """Breadth first over the picks: the first options, then one other, then two others, …"""

    def __init__(self, page: Page, left: Term, right: Term, relation: str, view: View, more: tuple[Block, ...]) -> None:
        self.page, self.left, self.right, self.relation, self.view, self.more = page, left, right, relation, view, more
        self.problem: Impediment | None = None
        self.queue: list[dict[str, int]] = [{}]
        self.reserve: list[dict[str, int]] = []
        self.known: set[frozenset[tuple[str, int]]] = {frozenset()}
        self.seen: set[tuple[Expr, Expr, tuple[tuple[str, Expr], ...]]] = set()

    def run(self) -> Iterator[Reading]:
        """The readings; if some were left out for their number, the last one says so."""
        held: Reading | None = None
        count = tried = 0
        while (self.queue or (self.reserve and held is None and not count)) and count < MAX_READINGS and tried < 2 * MAX_READINGS:
            picks = self.queue.pop(0) if self.queue else self.reserve.pop(0)
            tried += 1
            for made in self.under(picks):
                if held is not None:
                    yield held
                held = made
                count += 1
                if count == 1:
                    yield held
                    held = None
        if any(set(p) - FILE_WIDE for p in self.queue):
            block = Block(Blockage.CONTEXT, "", "it can be read in more ways than were tried", firm=True)
            if held is not None:
                held = replace(held, blocks=(*held.blocks, block))
        if held is not None:
            yield held

    def under(self, picks: dict[str, int]) -> list[Reading]:
        """The readings under one set of picks: one, or two where the layout of derivatives matters."""
        out: list[Reading] = []
        try:
            part = slice_of(self.page, self.left, self.right, self.view, picks)
            self.widen(picks, part)
            key = (part.left, part.right, tuple(sorted(((k, v[1]) for k, v in part.values.items()), key=lambda p: p[0])))
            if key in self.seen:
                return out
            self.seen.add(key)
            for layout in ("denominator", "numerator"):
                typed = typing_of(self.page, part, self.view, layout)
                if typed.faults:
                    self.problem = self.problem or Impediment("ill-typed", typed.faults[0])
                else:
                    made = reading(self.page, part, typed, self.view, self.relation, picks)
                    out.append(replace(made, blocks=(*made.blocks, *self.more)) if self.more else made)
                if not typed.layouts:
                    break
        except CannotRead as why:
            self.problem = self.problem or Impediment(why.reason, why.detail, why.symbol)
        except RecursionError:
            self.problem = self.problem or Impediment("unsupported", "it is nested too deeply")
        return out

    def widen(self, picks: dict[str, int], part: Slice) -> None:
        """Put the picks that differ in one choice more into the queue; first of all those without any definition."""
        if not picks and part.values:
            bare = {choice: option for low in part.all_lows for choice, option in low.anything.items() if option}
            mark = frozenset(bare.items())
            if bare and mark not in self.known and not part.low.reserve & set(bare):
                self.known.add(mark)
                self.queue.insert(0, bare)
        for low in part.all_lows:
            for choice, options in low.offered.items():
                if choice in picks:
                    continue
                for j in range(1, len(options)):
                    further = {**picks, choice: j}
                    mark = frozenset(further.items())
                    if mark not in self.known:
                        self.known.add(mark)
                        (self.reserve if choice in low.reserve else self.queue).append(further)


def sides_of(page: Page, left: Term, right: Term, view: View, picks: Mapping[str, int]) -> Slice:
    """The two sides alone, without any definition."""
    low = Lowering(page.survey, lambda key: page.scope.known(key, view), picks, ranges=page_ranges(page))
    assert left.node is not None and right.node is not None
    return Slice(lower(left.node, low), lower(right.node, low), low)


def slice_of(page: Page, left: Term, right: Term, view: View, picks: Mapping[str, int]) -> Slice:
    part = sides_of(page, left, right, view, picks)
    waiting = [*part.left.free, *part.right.free]
    waiting.sort()
    while waiting:
        key = waiting.pop(0)
        if key in part.free or "#" in key:
            continue
        part.free[key] = None
        if len(part.free) > MAX_SLICE:
            raise CannotRead("budget", "it depends on too many definitions")
        value = definition(page, part, key, view, picks)
        if value is not None:
            waiting += sorted(value.free - set(part.values[key][0]))
    untangle(part)
    components(part)
    functional(part)
    depend(part)
    apart(part)
    return part


def functional(part: Slice) -> None:
    """`∂f/∂x` beside `f(x)`: the function's value at the arguments that it has elsewhere in the step."""
    nodes = [part.left, part.right, *(v for _, v in part.values.values())]
    calls: dict[str, dict[tuple[Expr, ...], None]] = {}
    for node in nodes:
        for n in node.walk():
            if n.head == "apply" and n.args[0].head == "name":
                calls.setdefault(n.args[0].datum, {})[n.args[1:]] = None
    known = {k: next(iter(found)) for k, found in calls.items() if len(found) == 1}
    if not known:
        return

    def change(node: Expr) -> Expr:
        if node.head in ("?derivative", "?gradient") and node.args[0].head == "name" and node.args[0].datum in known:
            args = known[node.args[0].datum]
            if all("#" not in n for a in args for n in a.free):
                return expr(node.head, (expr("apply", (node.args[0], *args)), node.args[1]), node.datum)
        return node

    part.left, part.right = rebuild(part.left, change), rebuild(part.right, change)
    part.values = {k: (p, rebuild(v, change)) for k, (p, v) in part.values.items()}


def components(part: Slice) -> None:
    """`f_i(x)` beside `f(x)`: the i-th component of a vector-valued function."""
    nodes = [part.left, part.right, *(v for _, v in part.values.values())]
    whole: set[str] = set()
    members: set[str] = set()
    for node in nodes:
        for n in node.walk():
            if n.head == "apply" and n.args[0].head == "name":
                whole.add(n.args[0].datum)
            elif n.head == "apply" and n.args[0].head == "item" and len(n.args[0].args) == 2 and n.args[0].args[0].head == "name":
                members.add(n.args[0].args[0].datum)
    both = {k for k in whole & members if not (k in part.used and part.used[k].slots)}
    if not both:
        return

    def change(node: Expr) -> Expr:
        if node.head == "apply" and node.args[0].head == "item" and node.args[0].args[0].datum in both:
            function, index = node.args[0].args
            return expr("item", (expr("apply", (function, *node.args[1:])), index))
        return node

    part.left, part.right = rebuild(part.left, change), rebuild(part.right, change)
    part.values = {k: (p, rebuild(v, change)) for k, (p, v) in part.values.items()}


def depend(part: Slice) -> None:
    """A name without a value that is derived by others depends on them: `dz/dx = dz/dy · dy/dx` makes z a function of y, y of x.

    What the step itself shows of the dependence is a guess about the page: it can support a step, never refute one.
    """
    wanted: dict[str, dict[str, None]] = {}
    for side in (part.left, part.right, *(v for _, v in part.values.values())):
        for node in side.walk():
            if node.head in ("?derivative", "?gradient"):
                body, variable = base_of(node.args[0]), base_of(node.args[1])
                if body is not None and variable is not None and body != variable and body not in part.values:
                    wanted.setdefault(body, {})[variable] = None
    if not wanted:
        return

    def reaches(start: str, goal: str, seen: set[str]) -> bool:
        if start in seen:
            return False
        seen.add(start)
        onward = set(wanted.get(start, ())) | (set(part.values[start][1].free) if start in part.values else set())
        return goal in onward or any(reaches(o, goal, seen) for o in onward)

    for key, variables in wanted.items():
        if any(reaches(v, key, set()) for v in variables):
            continue
        direct = [v for v in variables if not any(w != v and reaches(w, v, set()) for w in variables)]
        function = f"{key}~"
        part.low.functions[function] = len(direct)
        part.values[key] = ((), expr("apply", (name(function), *(name(v) for v in direct))))
        part.guessed.add(key)
        for v in direct:
            part.free.setdefault(v, None)


def base_of(node: Expr) -> str | None:
    """The free name behind entries and derivatives."""
    while node.head in ("item", "row", "column", "?derivative", "?gradient"):
        node = node.args[0]
    return str(node.datum) if node.head == "name" and "#" not in node.datum else None


def untangle(part: Slice) -> None:
    """Definitions that need each other cannot all be meant: the oldest of a circle is left out, and its name stands for anything."""
    while True:
        circle = circular(part)
        if circle is None:
            return
        oldest = min(circle, key=lambda k: part.used[k].order if k in part.used else -1)
        del part.values[oldest]
        part.used.pop(oldest, None)


def circular(part: Slice) -> list[str] | None:
    """The names of one circle of definitions, or None."""
    state: dict[str, int] = {}

    def visit(key: str, path: list[str]) -> list[str] | None:
        state[key] = 1
        for other in part.values[key][1].free:
            if other not in part.values:
                continue
            if state.get(other) == 1:
                return [*path[path.index(other) :], key] if other in path else [other, key]
            if other not in state:
                found = visit(other, [*path, key])
                if found:
                    return found
        state[key] = 2
        return None

    for key in sorted(part.values):
        if key not in state:
            found = visit(key, [])
            if found:
                return found
    return None


def apart(part: Slice) -> None:
    """A letter that is applied and also stands bare, or is applied to different numbers of arguments, is several things."""
    nodes = [part.left, part.right, *(v for _, v in part.values.values())]
    arities: dict[str, set[int]] = {}
    bare: set[str] = set()

    def visit(node: Expr) -> None:
        args = node.args
        if node.head == "apply" and args[0].head in ("name", "item"):
            function = args[0].args[0] if args[0].head == "item" else args[0]
            if function.head == "name":
                arities.setdefault(function.datum, set()).add(len(args) - 1)
                args = (*args[0].args[1:], *args[1:])
        elif node.head == "name":
            bare.add(node.datum)
        for a in args:
            visit(a)

    for node in nodes:
        visit(node)
    clash = {k for k, n in arities.items() if k not in part.values and (k in bare or len(n) > 1)}
    if not clash:
        return

    def change(node: Expr) -> Expr:
        if node.head == "apply" and node.args[0].head in ("name", "item"):
            function = node.args[0]
            key = function.args[0].datum if function.head == "item" else function.datum
            if key in clash:
                made = name(f"{key}({len(node.args) - 1})")
                part.low.functions[made.datum] = len(node.args) - 1
                made = expr("item", (made, *function.args[1:])) if function.head == "item" else made
                return expr("apply", (made, *node.args[1:]))
        return node

    part.left, part.right = rebuild(part.left, change), rebuild(part.right, change)
    part.values = {k: (p, rebuild(v, change)) for k, (p, v) in part.values.items()}


def definition(page: Page, part: Slice, key: str, view: View, picks: Mapping[str, int]) -> Expr | None:
    """Choose a live definition of a name, lower it, and put it into the slice."""
    live = page.scope.definitions(key, view)
    members = [b for b in live if b.members]
    live = [b for b in live if not b.members and fits(b, key, part)][:3]
    if members and (not live or members[0].order > live[0].order):
        value = by_members(page, part, key, members, picks)
        if value is not None:
            return value
    if not live:
        return conventional(part, key)
    near = [b for b in live if page.scope.is_near(b, view)]
    if near and is_fresh(page, near[0], view):
        live = near = near[:1]
    if key in part.low.random and not near:
        return None
    options = [f"`{key}` as in line {page.document.source.position(b.span.start).line}" for b in live]
    free = f"`{key}` stands for anything"
    if near and is_fresh(page, near[0], view):
        options = [*options, free]
        part.low.reserve.add(f"definition:{key}")
    else:
        options = [*options, free] if near else [free, *options]
    part.low.anything[f"definition:{key}"] = options.index(free)
    pick = part.low.choose(f"definition:{key}", tuple(options))
    if options[pick] == free:
        return None
    binding = live[pick if near else pick - 1]
    value, low = value_of(page, binding, picks)
    if value is None or low is None:
        return None
    params = tuple(f"{p}#{key}" for p in (*binding.slots, *binding.params))
    put = {parameter(old): name(new) for old, new in zip((*binding.slots, *binding.params), params, strict=True)}
    if all(old.head == "name" for old in put):
        value = substitute(value, {old.datum: new for old, new in put.items()})
    else:
        value = rebuild(value, lambda n: put.get(n, n))
    if key in value.free or own_entries(key, value):
        return None
    part.values[key] = (params, value)
    part.used[key] = binding
    part.lows.append(low)
    part.foreign = part.foreign or not near
    return value


CONVENTIONS = {"\\sigma": ("sigmoid", "the logistic function"), "\\Phi": ("normal_cdf", "the normal distribution function")}
"""Functions that the field writes with a letter and seldom defines."""


def conventional(part: Slice, key: str) -> Expr | None:
    """A value that a name has by convention, as a further reading: `σ(z)`, `\\bar x`."""
    low = part.low
    if key in CONVENTIONS and low.functions.get(key) == 1:
        which, words = CONVENTIONS[key]
        if low.choose(f"convention:{key}", (f"`{key}` is any function", f"`{key}` is {words}")) == 1:
            variable = f"x#{key}"
            part.values[key] = ((variable,), fn(which, name(variable)))
            part.conventional[key] = 1
            return part.values[key][1]
        return None
    if key.startswith("\\bar{") and key.endswith("}"):
        family = key[5:-1]
        for side in (part.left, part.right):
            for node in side.walk():
                if node.head == "sum" and any(n.head == "item" and n.args[0] is name(family) and n.args[1:] == (node.args[0],) for n in node.args[3].walk()):
                    if low.choose(f"convention:{key}", (f"`{key}` is any number", f"`{key}` is the mean of `{family}`")) == 0:
                        return None
                    index = low.fresh("i")
                    bottom, top = node.args[1], node.args[2]
                    total = expr("sum", (index, bottom, top, expr("item", (name(family), index))))
                    count = top if bottom is ONE else expr("add", (top, expr("neg", (bottom,)), ONE))
                    part.values[key] = ((), expr("div", (total, count)))
                    part.conventional[key] = 0
                    return part.values[key][1]
    return None


def own_entries(key: str, value: Expr) -> bool:
    """`x = (x_1, …, x_n)^T` only says how the entries of x are called."""
    while value.head == "transpose":
        value = value.args[0]
    if value.head not in ("tabulate", "matrix"):
        return False
    entries = value.args[6:] if value.head == "tabulate" else value.args
    letter = core_letter(key).lower()
    return all(e.head == "item" and e.args[0].head == "name" and core_letter(e.args[0].datum).lower() == letter for e in entries)


FRESH_LINES = 25
"""How far a definition reaches without doubt."""


def is_fresh(page: Page, binding: Binding, view: View) -> bool:
    """Whether a definition stands so near that nothing else can be meant: in the clause or the lines just before."""
    if binding.chain in view.attached or binding.chain == view.chain:
        return True
    source = page.document.source
    distance = source.position(view.order).line - source.position(binding.order).line
    return binding.section == view.section and 0 <= distance <= FRESH_LINES and (binding.status in ("definition", "derived") or page.chains[binding.chain].display)


def by_members(page: Page, part: Slice, key: str, members: list[Binding], picks: Mapping[str, int]) -> Expr | None:
    """`u_1 = …`, `u_2 = …`: the vector of these entries, if there is one for each index from the first on."""
    latest: dict[int, Binding] = {}
    for binding in members:
        if len(binding.members) == 1:
            latest.setdefault(binding.members[0], binding)
    numbers = sorted(latest)
    if len(numbers) < 2 or numbers[0] not in (0, 1) or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return None
    for side in (part.left, part.right):
        for node in side.walk():
            if node.head == "item" and node.args[0] is name(key) and (len(node.args) != 2 or node.args[1].head != "number" or node.args[1].datum not in latest):
                return None
    values = []
    for number_ in numbers:
        value, low = value_of(page, latest[number_], picks)
        if value is None or low is None or key in value.free:
            return None
        values.append(value)
        part.lows.append(low)
    made = expr("matrix", tuple(values), (len(values), 1))
    part.values[key] = ((), made)
    part.used[key] = latest[numbers[-1]]
    if numbers[0] == 0:
        part.zero_based.add(key)
    return made


def fits(binding: Binding, key: str, part: Slice) -> bool:
    """Whether the definition's form is the one that the step uses: applied to as many arguments, with as many indices."""
    for side in (part.left, part.right, *(v for _, v in part.values.values())):
        for node in side.walk():
            if node.head == "apply" and node.args[0].head in ("name", "item"):
                function = node.args[0]
                base = function.args[0] if function.head == "item" else function
                if base.head == "name" and base.datum == key and len(binding.params) != len(node.args) - 1:
                    return False
            elif node.head == "item" and node.args[0].head == "name" and node.args[0].datum == key:
                if binding.slots and len(binding.slots) != len(node.args) - 1:
                    return False
    return True


_cache_limit = 4000


def value_of(page: Page, binding: Binding, picks: Mapping[str, int]) -> tuple[Expr | None, Lowering | None]:
    """The definition's value as seen from its own place."""
    chain = page.chains[binding.chain]
    view = page.view(chain, binding.link)
    low = Lowering(page.survey, lambda key: page.scope.known(key, view), picks, ranges=page_ranges(page), tag=f"{binding.chain}.{binding.link}.")
    if binding.value.node is None or binding.value.broken:
        return None, None
    try:
        return lower(binding.value.node, low), low
    except (CannotRead, RecursionError):
        return None, None


def page_ranges(page: Page) -> dict[str, tuple[Expr, Expr]]:
    """Letters that the file gives one range only."""
    cached = page.__dict__.get("_ranges")
    if cached is None:
        cached = {}
        for letter, places in page.bounds.items():
            limits = set()
            for _, _, first, last in places:
                low = Lowering(page.survey, lambda _key: NOTHING, {})
                try:
                    assert first.node is not None and last.node is not None
                    limits.add((lower(first.node, low), lower(last.node, low)))
                except (CannotRead, RecursionError):
                    limits.add((ONE, ONE))
            if len(limits) == 1:
                low_end, high_end = limits.pop()
                if low_end is not high_end:
                    cached[letter] = (low_end, high_end)
        page.__dict__["_ranges"] = cached
    return dict(cached)


from mathlint.elaborate.lowering import NOTHING_KNOWN as NOTHING  # noqa: E402


# ---------------------------------------------------------------- shapes


MAX_KINDS = 256


_PLIABLE = frozenset({"identity", "opaque", "plusminus", "compare", "apply", "tabulate", "diagonal", "bullet"})
"""Heads whose shape authors leave to the reader: `I` may be a number or an indicator, `(a, b)` an interval, `1 > 0` an array of truths."""


def is_pliable(node: Expr, arrays: bool) -> bool:
    """Whether the shape of a node is left to the reader. arrays: matrices are written out as such, not as `(a, b)`."""
    if node.head in _PLIABLE or node.head == "matrix" and not arrays:
        return True
    if node.head == "name":
        return any(mark in str(node.datum) for mark in ("\\bullet", "\\cdot", ":", "*"))
    return node.head.endswith("derivative") and any(is_upper(str(n.datum)) for a in node.args[1:] for n in a.walk() if n.head == "name")


def never_fits(page: Page, left: Term, right: Term, view: View) -> str | None:
    """The clash of shapes that stands in every reading and under every kind the names may have, or None.

    A name that is transposed or stands in a norm is no scalar; every other name may be anything its letter allows.
    """
    search = _Search(page, left, right, "=", view, ())
    words: str | None = None
    text = "".join(page.document.blocks[term.block].text[term.start : term.end] for term in (left, right))
    tried = 0
    while search.queue:
        picks = search.queue.pop(0)
        tried += 1
        if tried > MAX_READINGS:
            return None
        try:
            part = sides_of(page, left, right, view, picks)
        except (CannotRead, RecursionError):
            return None
        nodes = [part.left, part.right]
        if any(is_pliable(n, "\\begin" in text) for side in nodes for n in side.walk()):
            return None
        components(part)
        search.widen(picks, part)
        nodes = [part.left, part.right]
        variables, bare = variables_of(nodes, {})
        solid = {
            n.args[0].datum for side in nodes for n in side.walk() if n.head in ("transpose", "norm", "trace", "determinant") and n.args[0].head == "name"
        }  # fmt: skip
        kinds = []
        for variable in variables:
            key = variable.split("/", 1)[0].removesuffix("()")
            found = kinds_of(page, variable, key, key in part.low.integers or key in part.low.indices)
            if "/" in variable or variable.endswith("()"):
                found = tuple(dict.fromkeys((*found, "S", "C", "M")))
            elif key in solid:
                found = ("M", "C") if is_upper(key) else ("C",)
            elif len(found) > 1:
                found = tuple(dict.fromkeys((*found, "S", "C", "M")))
            kinds.append(found)
        if prod(len(k) for k in kinds) > MAX_KINDS:
            return None
        for chosen in product(*kinds):
            for layout in ("denominator", "numerator"):
                typed = Typing(dict(zip(variables, chosen, strict=True)), {}, layout, {}, bare)
                typed.equation(part.left, part.right)
                if not typed.faults:
                    return None
                if words is not None and words != typed.faults[-1]:
                    return None
                words = typed.faults[-1]
                if not typed.layouts:
                    break
    return words


def typing_of(page: Page, part: Slice, view: View, layout: str) -> Typing:
    nodes = [part.left, part.right, *(v for _, v in part.values.values())]
    variables, bare = variables_of(nodes, part.values)
    linked = {*part.guessed, *(n for k in part.guessed for n in part.values[k][1].free)}
    entries = {
        n.args[0].datum for node in nodes for n in node.walk() if n.head == "item" and len(n.args) == 2 and n.args[0].head == "name" and n.args[0].datum in linked
    }  # fmt: skip
    barred = {
        n.datum for node in nodes for outer in node.walk() if outer.head in ("?bars", "determinant", "trace") for n in outer.args[0].walk() if n.head == "name"
    }  # fmt: skip
    declared: dict[str, Sh] = {}
    kinds: dict[str, tuple[str, ...]] = {}
    for variable in variables:
        key = variable.split("/", 1)[0].removesuffix("()")
        said = next((r for r in page.scope.remarks(key, view) if r.kind in ("scalar", "vector", "row", "matrix")), None)
        if said is not None and not page.scope.in_force(said, view):
            said = None
        if said is not None and not variable.endswith("()"):
            if variable == key or not (key in bare):
                kinds[variable] = said_kinds(page, key, view)
                if variable != key and said.kind in ("vector", "row", "matrix"):
                    # `x \in R^n` and `x_i`: an entry; only without a bare `x` in the step
                    kinds[variable] = ("S",)
                if said.dims is not None and variable == key and len(kinds[variable]) == 1:
                    declared[variable] = said.dims
                continue
        if key in entries or key.removesuffix("~") in entries:
            if variable == key or variable.endswith("~()"):
                kinds[variable] = ("C",)
                continue
        kinds[variable] = kinds_of(page, variable, key.removesuffix("~"), key in part.low.integers or key in part.low.indices)
        votes = page.votes.get((view.section, variable))
        if votes and len(kinds[variable]) > 1:
            best = votes.most_common(1)[0][0]
            if best in kinds[variable] and best != "S":
                kinds[variable] = (best, *(k for k in kinds[variable] if k != best))
        if variable == key and key in barred and is_upper(key) and kinds[variable][0] == "S" and len(kinds[variable]) > 1:
            kinds[variable] = ("M", *(k for k in kinds[variable] if k != "M"))

    def attempt(chosen: Mapping[str, str]) -> Typing:
        typed = Typing(chosen, part.values, layout, declared, bare)
        typed.final_sides = typed.equation(part.left, part.right)  # type: ignore[attr-defined]
        return typed

    def weight(variable: str) -> float:
        key = variable.split("/", 1)[0]
        return 4.0 if is_bold(key) else 3.0 if is_upper(key) and kinds[variable][0] == "M" else 1.0

    typed = assign(kinds, attempt, weight)
    if not typed.faults:
        for variable in kinds:
            page.votes.setdefault((view.section, variable), Counter())[typed.kinds.get(variable, "S")] += 1
    return typed


_KINDS = {"scalar": "S", "vector": "C", "row": "R", "matrix": "M"}


def said_kinds(page: Page, key: str, view: View) -> tuple[str, ...]:
    """The kinds that the page gives a name around a place, the nearest first: several where it takes the letter for several things."""
    force = [r for r in page.scope.remarks(key, view) if r.kind in _KINDS and page.scope.in_force(r, view)]
    return tuple(dict.fromkeys(_KINDS[r.kind] for r in force))


def kinds_of(page: Page, variable: str, key: str, integer: bool) -> tuple[str, ...]:
    """The kinds a name may have when the page does not say, the usual one first."""
    if integer:
        return ("S",)
    usage = page.survey.of(key)
    upper, bold = is_upper(key), is_bold(key)
    if variable.endswith("()"):
        return ("C", "S", "M") if bold else ("S", "C", "M") if upper else ("S", "C")
    if "/" in variable:
        if bold:
            if not (usage.letter_subs or usage.digit_subs or usage.other_subs):
                return ("S",)  # `x_1` beside a bold `x`: the entries
            return ("C", "M", "S") if not upper else ("M", "C", "S")
        return ("S", "C", "M") if upper else ("S", "C")
    letter = core_letter(key)
    if len(letter) == 1 and letter in "ijklmnNKMTd" and not bold and not usage.transposed:
        return ("S",) if letter.islower() else ("S", "M")
    if bold:
        return ("M", "C", "S") if upper else ("C", "S", "M")
    if usage.transposed or usage.normed:
        return ("M", "C", "S") if upper else ("C", "S")
    if usage.inverted and upper:
        return ("M", "S")
    return ("S", "M", "C") if upper else ("S", "C")


# ---------------------------------------------------------------- obligations


def reading(page: Page, part: Slice, typed: Typing, view: View, relation: str, picks: Mapping[str, int]) -> Reading:
    left, right = typed.final_sides  # type: ignore[attr-defined]
    resolve = Resolver(typed)
    left, right = resolve(left), resolve(right)
    values = {k: resolve(v) for k, v in typed.final_values.items()}
    declarations = declarations_of(page, part, typed, view, (left, right), values, resolve)
    rewrites: tuple[Rewrite, ...] = ()
    numbers = frozenset(d.name for d in declarations if d.kind is Kind.VARIABLE and d.shape == SCALAR and not d.slots)
    assumptions = page.scope.supposing(numbers, view)
    obligation = Obligation(left, RELATIONS[relation], right, declarations, rewrites, assumptions)
    choices = [option for low in part.all_lows for key, option in low.taken.items() if picks.get(key) or key == "log base"]
    if typed.layouts:
        choices.append(f"layout: {typed.layout}")
    given = tuple(Given(b.span, f"{b.text}") for b in part.used.values())
    blocks = blocks_of(page, part, obligation, view)
    if any(picks.get(choice) for choice in part.low.reserve):
        blocks = (*blocks, Block(Blockage.CONTEXT, "", "a definition that stands near does not fit, and was left out", firm=True))
    shown = {d.name: d.name.split("_{,")[0].removesuffix("_{}").split("#", 1)[0].split("(", 1)[0] for d in declarations if d.name != d.name.split("#", 1)[0] or "_{" in d.name or "(" in d.name}
    frame = tuple(sorted({option for low in part.all_lows for key, option in low.taken.items() if not key.startswith("definition:") and key not in FILE_WIDE}))
    return Reading(tuple(dict.fromkeys(choices)), obligation, given, blocks, shown, frame=frame)


class Resolver:
    """Puts the dimensions that unification found into an expression."""

    def __init__(self, typed: Typing) -> None:
        self.typed = typed

    def dim(self, dim: int | str) -> int | str:
        return self.typed.dims.find(dim)

    def __call__(self, node: Expr) -> Expr:
        from mathlint.expr.tree import expr, rebuild

        def change(n: Expr) -> Expr:
            if n.head in ("identity", "unit") and isinstance(n.datum, str):
                return expr(n.head, n.args, self.dim(n.datum))
            if n.head in ("ones", "zeros") and n.datum is not None:
                return expr(n.head, n.args, tuple(self.dim(d) for d in n.datum))
            if n.head == "name" and n.datum in self.typed.dims.parent:
                found = self.dim(n.datum)
                return number(found) if isinstance(found, int) else name(found)
            return n

        return rebuild(node, change)

    def shape(self, shape: Sh) -> Shape:
        made = Shape(self.dim(shape[0]), self.dim(shape[1]))
        return SCALAR if made.is_scalar else made


def declarations_of(
    page: Page, part: Slice, typed: Typing, view: View, sides: tuple[Expr, Expr], values: Mapping[str, Expr], resolve: Resolver
) -> tuple[Declaration, ...]:
    integers = {n for low in part.all_lows for n in low.integers} | page.indexed(view.chain)
    indices = {n for low in part.all_lows for n in low.indices}
    random = {n for low in part.all_lows for n in low.random}
    functions = {n: c for low in part.all_lows for n, c in low.functions.items()}
    for node in (*sides, *values.values()):
        for inner in node.walk():
            if inner.head in ("factorial", "binomial"):
                integers |= {n for a in inner.args for n in a.free}
            elif inner.head == "pow" and inner.args[1].head == "name" and inner.args[0].head == "neg":
                integers.add(inner.args[1].datum)
    out: dict[str, Declaration] = {}
    waiting = sorted(frozenset().union(*(s.free for s in sides)))
    while waiting:
        key = waiting.pop(0)
        if key in out or "#" in key:
            continue
        base = key.split("_{,", 1)[0].removesuffix("_{}") if key in typed.families else key
        remarks = page.scope.remarks(base, view)
        near = [r for r in remarks if page.scope.in_force(r, view)]
        traits = frozenset().union(*(r.traits for r in near)) if near else frozenset()
        if {Trait.EVEN, Trait.ODD} <= traits:
            latest = next(r.traits for r in near if r.traits & {Trait.EVEN, Trait.ODD})
            traits = traits - {Trait.EVEN, Trait.ODD} | latest
        value = values.get(key)
        slots = typed.families.get(key, 0)
        shape = resolve.shape(typed.shapes.get(key, (1, 1)))
        kind = Kind.VARIABLE
        params: tuple[str, ...] = ()
        arity = 0
        if key in part.values:
            params = part.values[key][0]
            slots = len(part.used[key].slots) if key in part.used else 0
            arity = len(part.used[key].params) if key in part.used else part.conventional.get(key, 0)
            if arity:
                kind = Kind.FUNCTION
            if value is None:
                value = resolve(typed.final_values.get(key, part.values[key][1]))
        elif key in functions and f"{key}()" in typed.shapes:
            kind, arity = Kind.FUNCTION, functions[key]
            shape = resolve.shape(typed.shapes[f"{key}()"])
            slots = next((len(n.args[0].args) - 1 for s in (*sides, *values.values()) for n in s.walk() if n.head == "apply" and n.args[0].head == "item" and n.args[0].args[0] is name(key)), 0)
        elif base in random:
            kind = Kind.RANDOM
        if value is None and kind is Kind.VARIABLE and base in integers:
            traits = traits | {Trait.INTEGER} | ({Trait.INDEX} if base in indices and base not in page.survey.bounds else frozenset())
        bounds = bounds_of(page, base) if Trait.INDEX in traits else None
        group = str(next((r.group for r in remarks if r.group and (r.until is None or page.scope.in_force(r, view))), "")) if kind is Kind.RANDOM else ""
        if group:
            group = f"{group}:{base}"
        out[key] = Declaration(key, kind, shape, slots, arity, traits, value, params, 0 if key in part.zero_based else typed.bases.get(key, 1), bounds, group)
        more = set() if value is None else set(value.free) - set(params)
        if bounds is not None:
            more |= bounds[0].free | bounds[1].free
        waiting += sorted(more)
    for dim in dimensions(out.values(), (*sides, *values.values())):
        if dim not in out:
            out[dim] = Declaration(dim, Kind.VARIABLE, SCALAR, traits=frozenset((Trait.INTEGER,)))
        elif out[dim].value is None:
            out[dim] = replace(out[dim], traits=(out[dim].traits | {Trait.INTEGER}) - {Trait.INDEX}, bounds=None)
    return tuple(sorted(out.values(), key=lambda d: d.name))


def bounds_of(page: Page, letter: str) -> tuple[Expr, Expr] | None:
    return page_ranges(page).get(letter)


def dimensions(declarations: object, nodes: tuple[Expr, ...]) -> set[str]:
    found: set[str] = set()
    for d in declarations:  # type: ignore[attr-defined]
        found |= {x for x in (d.shape.rows, d.shape.cols) if isinstance(x, str) and not x.startswith("?")}
    for node in nodes:
        for n in node.walk():
            if n.head in ("identity", "unit") and isinstance(n.datum, str) and not n.datum.startswith("?"):
                found.add(n.datum)
            elif n.head in ("ones", "zeros") and n.datum is not None:
                found |= {x for x in n.datum if isinstance(x, str) and not x.startswith("?")}
    return found

"""Pass P7: what a reading needs of the page: its sides and the definitions that they reach, under one set of picks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from mathlint.elaborate.binding import Page
from mathlint.elaborate.conventions import conventional
from mathlint.elaborate.dependence import settle
from mathlint.elaborate.dependence_quotients import rates
from mathlint.elaborate.factors import factor_of
from mathlint.elaborate.given_densities import put_given
from mathlint.elaborate.lawful import by_law
from mathlint.elaborate.letters import core_letter, is_upper
from mathlint.elaborate.lower import lower
from mathlint.elaborate.lowering import CannotRead, Lowering, parameter, renumbered
from mathlint.elaborate.matching import indices_of, matched
from mathlint.elaborate.page import Term
from mathlint.elaborate.scope import Binding, View
from mathlint.elaborate.substitution import serves, substituted
from mathlint.elaborate.unsaid_ends import tell_ends
from mathlint.expr.tree import ZERO, Expr, expr, name, rebuild, substitute

MAX_SLICE = 40


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
    indexed: dict[str, int] = field(default_factory=dict)
    """Of these, how many indices they take."""
    guessed: set[str] = field(default_factory=set)
    """Names whose dependence only the step itself shows."""
    solved: set[str] = field(default_factory=set)
    """Names that an equation was solved for: of a circle of definitions these stay."""
    zero_based: set[str] = field(default_factory=set)
    lawful: set[str] = field(default_factory=set)
    """Random names whose law was put into the sides."""
    partly: list[str] = field(default_factory=list)
    """Functions whose value here is that of one case of several."""
    foreign: bool = False
    """Whether a definition from a neighbouring section was used."""

    @property
    def all_lows(self) -> list[Lowering]:
        return [self.low, *self.lows]

    @property
    def nodes(self) -> list[Expr]:
        """The two sides, then the values of the definitions."""
        return [self.left, self.right, *(value for _, value in self.values.values())]

    def rewrite(self, change: Callable[[Expr], Expr]) -> None:
        """Rebuild the sides and the values, from the leaves up."""
        self.left, self.right = rebuild(self.left, change), rebuild(self.right, change)
        self.values = {k: (params, rebuild(value, change)) for k, (params, value) in self.values.items()}


def sides_of(page: Page, left: Term, right: Term, view: View, picks: Mapping[str, int]) -> Slice:
    """The two sides alone, without any definition."""
    assert left.node is not None and right.node is not None
    one = page.lowered(left.node, view, picks, page.ranges)
    other = page.lowered(right.node, view, picks, page.ranges)
    if one.form is not None and other.form is not None and other.low.alone:
        again = other.form if not one.low.made or not other.low.made else renumbered(other.form, one.low.made)
        return Slice(one.form, again, one.low.joined(other.low, picks))
    problem = one.problem or (other.problem if other.low.alone else None)
    if problem is not None:
        raise CannotRead(problem.reason, problem.detail, problem.symbol)
    # what the left side shows of its names counts on the right
    low = page.lowering(view, picks, page.ranges)
    return Slice(lower(left.node, low), lower(right.node, low), low)


class Fact(Protocol):
    """What the page said before of the terms of a step."""

    def put_into(self, page: Page, part: Slice, view: View, picks: Mapping[str, int]) -> None:
        """Use it in the sides, before any definition is looked up."""


def equation_at(
    page: Page, part: Slice, left: Term, right: Term, view: View, picks: Mapping[str, int]
) -> tuple[Expr, Expr, Lowering, Lowering] | None:
    """An earlier equation as it reads from a step: its sides, and what lowering each found; None if it cannot be read."""
    if left.node is None or right.node is None:
        return None
    old = page.lowered(left.node, view, picks, page.ranges)
    new = page.lowered(right.node, view, picks, page.ranges)
    if old.form is None or new.form is None:
        return None
    return old.form, renumbered(new.form, part.low.made), old.low, new.low


@dataclass(frozen=True)
class Equal:
    """`what` was found to be `value`, which is put in its place."""

    what: Term
    value: Term

    def put_into(self, page: Page, part: Slice, view: View, picks: Mapping[str, int]) -> None:
        """A value in the place of a compound term, in both sides."""
        found = equation_at(page, part, self.what, self.value, view, picks)
        if found is None:
            return
        pattern, form, _, low = found
        letters = indices_of(pattern)

        def change(node: Expr) -> Expr:
            fit = matched(pattern, node, letters)
            return node if fit is None else substitute(form, fit)

        part.rewrite(change)
        part.low = part.low.joined(low, picks)


@dataclass(frozen=True, slots=True)
class Solved:
    """A value that an equation gives a name once it is solved for it, whatever else gives the name one.

    binding: the equation. lows: what lowering its sides found out.
    """

    binding: Binding
    value: Expr
    lows: tuple[Lowering, ...]

    def put_into(self, page: Page, part: Slice, view: View, picks: Mapping[str, int]) -> None:
        """The value as a definition, if it is of the form in which the step uses the name; in the place of a numbered member."""
        key, pattern = self.binding.key, self.binding.pattern
        if self.binding.members:
            part.rewrite(lambda node: self.value if node is pattern else node)
            part.lows += self.lows
            return
        if fits(self.binding, key, part):
            part.values[key] = parametrised(self.binding, key, self.value)
            part.used[key] = self.binding
            part.solved.add(key)
            part.lows += self.lows


def slice_of(
    page: Page, left: Term, right: Term, view: View, picks: Mapping[str, int], facts: tuple[Fact, ...] = ()
) -> Slice:
    """The two sides of a step with the definitions that they need, transitively, as far as these are in force at `view`.

    facts: what the page found before, and is put into the sides.
    """
    part = sides_of(page, left, right, view, picks)
    for fact in facts:
        fact.put_into(page, part, view, picks)
    put_given(page, part, view, picks)
    part.left, part.right = by_law(page, part, part.left, view), by_law(page, part, part.right, view)
    waiting = [*part.left.free, *part.right.free, *substituted(part.left, part.right)]
    waiting.sort()
    while waiting:
        key = waiting.pop(0)
        if key in part.free or "#" in key:
            continue
        part.free[key] = None
        if len(part.free) > MAX_SLICE:
            raise CannotRead("budget", "it depends on too many definitions")
        value = part.values[key][1] if key in part.values else definition(page, part, key, view, picks)
        if value is not None:
            waiting += sorted(value.free - set(part.values[key][0]))
    tell_ends(page, part, view)
    untangle(part)
    components(part)
    functional(part)
    settle(page, part, view)
    apart(part)
    return part


def functional(part: Slice) -> None:
    """`∂f/∂x` beside `f(x)`: the function's value at the arguments that it has elsewhere in the step."""
    nodes = part.nodes
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

    part.rewrite(change)


def components(part: Slice) -> None:
    """`f_i(x)` beside `f(x)`: the i-th component of a vector-valued function."""
    nodes = part.nodes
    whole: set[str] = set()
    members: set[str] = set()
    for node in nodes:
        for n in node.walk():
            if n.head == "apply" and n.args[0].head == "name":
                whole.add(n.args[0].datum)
            elif (
                n.head == "apply"
                and n.args[0].head == "item"
                and len(n.args[0].args) == 2
                and n.args[0].args[0].head == "name"
            ):
                members.add(n.args[0].args[0].datum)
    both = {k for k in whole & members if not (k in part.used and part.used[k].slots)}
    if not both:
        return

    def change(node: Expr) -> Expr:
        if node.head == "apply" and node.args[0].head == "item" and node.args[0].args[0].datum in both:
            function, index = node.args[0].args
            return expr("item", (expr("apply", (function, *node.args[1:])), index))
        return node

    part.rewrite(change)


def untangle(part: Slice) -> None:
    """Definitions that need each other cannot all be meant: the oldest of a circle is left out, and its name stands for anything."""
    while True:
        circle = circular(part)
        if circle is None:
            return
        oldest = min(circle, key=lambda k: (k in part.solved, part.used[k].order if k in part.used else -1))
        del part.values[oldest]
        part.used.pop(oldest, None)


def circular(part: Slice) -> list[str] | None:
    """The names of one circle of definitions, or None."""
    state: dict[str, int] = {}

    def visit(key: str, path: list[str]) -> list[str] | None:
        state[key] = 1
        for other in sorted(part.values[key][1].free):
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
    nodes = part.nodes
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

    part.rewrite(change)


def definition(page: Page, part: Slice, key: str, view: View, picks: Mapping[str, int]) -> Expr | None:
    """Choose a live definition of a name, lower it, and put it into the slice."""
    live = [b for b in page.scope.definitions(key, view) if not concluded(page, b, view) and serves(page, key, b, view)]
    members = [b for b in live if b.members]
    live = [b for b in live if not b.members and fits(b, key, part)]
    rated = in_terms_of(page, live, rates(part, key), picks)
    live = [*rated, *(b for b in live if b not in rated)][:3]
    if members and (not live or members[0].order > live[0].order):
        value = by_members(page, part, key, members, picks)
        if value is not None:
            return value
    if not live:
        found = conventional(page, part, key, view)
        if found is None:
            member_of(page, part, key, view)
        return found
    near = [b for b in live if page.scope.is_near(b, view) or proves(page, b, view)]
    fresh = bool(near) and not rated and is_fresh(page, near[0], view)
    by_cases = len({b.chain for b in near if b.params}) > 1
    if fresh:
        live = near = near[:1]
    if key in part.low.random and not near:
        return None
    options = [f"`{key}` as in {page.place(b.span.start)}" for b in live]
    free = f"`{key}` stands for anything"
    if fresh:
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
    value = by_law(page, part, value, view)
    params, value = parametrised(binding, key, value)
    if key in value.free or own_entries(key, value) or _of_one_variable(binding, key, value, params, part):
        return None
    part.values[key] = (params, value)
    part.used[key] = binding
    part.lows.append(low)
    part.foreign = part.foreign or not near
    if by_cases and page.chains[binding.chain].conditions:
        part.partly.append(key)
    return value


def parametrised(binding: Binding, key: str, value: Expr) -> tuple[tuple[str, ...], Expr]:
    """The parameters of a definition under names of their own, and its value in terms of these."""
    params = tuple(f"{p}#{key}" for p in (*binding.slots, *binding.params))
    put = {parameter(old): name(new) for old, new in zip((*binding.slots, *binding.params), params, strict=True)}
    if all(old.head == "name" for old in put):
        value = rebuild(value, lambda n: n.args[0] if n.head == "apply" and value_of_parameter(n, put) else n)
        return params, substitute(value, {old.datum: new for old, new in put.items()})
    return params, rebuild(value, lambda n: put.get(n, n))


def in_terms_of(page: Page, live: list[Binding], variables: frozenset[str], picks: Mapping[str, int]) -> list[Binding]:
    """The definitions that contain what a name is derived by, where the latest does not: `∂S/∂z` means S as a function of z."""
    if not variables or len(live) < 2:
        return []
    found = [b for b in live if (v := value_of(page, b, picks)[0]) is not None and not v.free.isdisjoint(variables)]
    return [] if not found or found[0] is live[0] else found[:1]


def value_of_parameter(node: Expr, put: Mapping[Expr, Expr]) -> bool:
    """Whether a call is only the full name of a parameter: `g(f) = f^2` after `f(x) = x + 1`."""
    return node.args[0] in put and all(a.head == "name" and "#" not in a.datum and a not in put for a in node.args[1:])


def concluded(page: Page, binding: Binding, view: View) -> bool:
    """Whether a value stands below an equation `… = 0` in its own display: it is the root, which the step leads to."""
    chain = page.chains[view.chain]
    below = binding.order > view.order and binding.chain != view.chain and binding.value.block == chain.terms[0].block
    return below and any(page.first_form(chain, k) is ZERO for k in (view.link, view.link + 1))


def proves(page: Page, binding: Binding, view: View) -> bool:
    """Whether a value is given below a statement that is still to be shown: in its proof."""
    judged = page.roles.get(view.chain, ())
    goal = view.link < len(judged) and judged[view.link].goal
    return goal and binding.section == view.section and binding.order > view.order


def member_of(page: Page, part: Slice, key: str, view: View) -> None:
    """As a further reading, a family as the columns or the diagonal entries of a matrix that the page has decomposed: `u_j` of `U`."""
    found = factor_of(page, key, frozenset(part.free), view)
    if found is None:
        return
    uses = [n for side in part.nodes for n in side.walk() if n.head == "item" and n.args[0] is name(key)]
    bare = sum(n is name(key) for side in part.nodes for n in side.walk())
    if bare != len(uses) or any(len(n.args) != 2 for n in uses):
        return
    matrix, diagonal = found
    words = f"the entries of `{matrix}` on its diagonal" if diagonal else f"the columns of `{matrix}`"
    if part.low.choose(f"convention:{key}", (f"`{key}` is any family", f"`{key}` are {words}")) == 0:
        return

    def change(node: Expr) -> Expr:
        if node not in uses:
            return node
        index = node.args[1]
        return expr("item", (name(matrix), index, index)) if diagonal else expr("column", (name(matrix), index))

    part.rewrite(change)


def _of_one_variable(binding: Binding, key: str, value: Expr, params: tuple[str, ...], part: Slice) -> bool:
    """`H(X) = …` without X on its right is about that variable alone, and says nothing of `H(p)`."""
    if not params or not all(map(is_upper, binding.params)) or not value.free.isdisjoint(params):
        return False
    written = binding.pattern.args[1:]
    calls = (n for side in part.nodes for n in side.walk() if n.head == "apply" and n.args[0] is name(key))
    return any(call.args[1:] != written for call in calls)


def own_entries(key: str, value: Expr) -> bool:
    """`x = (x_1, …, x_n)^T` only says how the entries of x are called."""
    while value.head == "transpose":
        value = value.args[0]
    if value.head not in ("tabulate", "matrix"):
        return False
    letter = core_letter(key).lower()

    def own(entry: Expr) -> bool:
        match entry.head:
            case "tabulate" | "matrix":
                return all(map(own, entry.args[6:] if entry.head == "tabulate" else entry.args))
            case "item":
                return entry.args[0].head == "name" and core_letter(entry.args[0].datum).lower() == letter
            case "name":  # `x_0`, where the others are counted from one
                return entry.datum != key and core_letter(entry.datum).lower() == letter
            case _:
                return False

    return own(value)


_DRESSED = ("\\hat", "\\bar", "\\tilde", "\\widehat", "\\widetilde", "\\overline")
FRESH_LINES = 25
"""How far a definition reaches without doubt."""


def is_fresh(page: Page, binding: Binding, view: View) -> bool:
    """Whether a definition stands so near that nothing else can be meant: in the clause or the lines just before."""
    if binding.chain in view.attached or binding.chain == view.chain:
        return True
    distance = page.row(view.order) - page.row(binding.order)
    value = page.first_form(page.chains[binding.chain], binding.link + 1)
    # hardly anyone gives `\hat{b}` another meaning unawares; a bare letter soon means something else
    dressed = binding.key.startswith(_DRESSED) and not binding.params
    plain = dressed and value is not None and not any(n.head == "opaque" for n in value.walk())
    if plain and len(page.scope.bindings[binding.key]) == 1 and binding.status == "definition":
        distance //= 3
    return (
        binding.section == view.section
        and 0 <= distance <= FRESH_LINES
        and (binding.status in ("definition", "derived") or page.chains[binding.chain].display)
    )


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
            if (
                node.head == "item"
                and node.args[0] is name(key)
                and (len(node.args) != 2 or node.args[1].head != "number" or node.args[1].datum not in latest)
            ):
                return None
    values = []
    for number_ in numbers:
        value, low = value_of(page, latest[number_], picks)
        if value is None or low is None or key in value.free or value.head in ("matrix", "tabulate", "transpose"):
            return None  # `w_1 = (1, 0)`, `w_2 = (0, 1)`: vectors, and not the entries of one
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
    for side in part.nodes:
        if key not in side.free:
            continue
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


def value_of(page: Page, binding: Binding, picks: Mapping[str, int]) -> tuple[Expr | None, Lowering | None]:
    """The definition's value as seen from its own place."""
    if binding.value.node is None or binding.value.broken:
        return None, None
    view = page.view(page.chains[binding.chain], binding.link)
    found = page.lowered(binding.value.node, view, picks, page.ranges, f"{binding.chain}.{binding.link}.")
    return found.form, None if found.form is None else found.low

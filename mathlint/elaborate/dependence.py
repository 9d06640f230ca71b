"""Dependence (ELABORATE §3 d): the differential quotients of a step say themselves what depends on what.

`dz/dx = dz/dy · dy/dx` makes z a function of y, and y one of x; `df/dt = ∂f/∂x · ∂x/∂t` makes f a function of x; where a page
defines `f(x)`, a bare `f` is its value there. What has a definition keeps it; everything else becomes any smooth function of
what it is derived by. What only the step itself shows is a guess about the page: it can support a step, never refute one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from mathlint.elaborate.dependence_calls import settle_calls
from mathlint.elaborate.dependence_members import list_entries, name_members
from mathlint.elaborate.dependence_quotients import QUOTIENTS, Quotient, base_of, quotients
from mathlint.expr.tree import Expr, expr, name

if TYPE_CHECKING:
    from mathlint.elaborate.binding import Page
    from mathlint.elaborate.scope import View
    from mathlint.elaborate.slices import Slice


def settle(page: Page, part: Slice, view: View) -> None:
    """Give the names that are derived, and have no value, a dependence on what they are derived by."""
    if not any(n.head in QUOTIENTS or "prime" in n.head for node in part.nodes for n in node.walk()):
        return
    if in_vain(part) and part.low.choose(CHOICE, _OPTIONS):
        forget(part)
    shown = settle_calls(part)
    list_entries(page, part, view)
    shown |= {base: shown[key] for key, base in name_members(part).items() if key in shown}
    depend(part, {k: v for k, v in shown.items() if k.head == "name"}, constants(page, part, view))


CHOICE: Final = "dependence"
_OPTIONS: Final = ("what is derived is as defined", "what is derived is any function of what it is derived by")


def in_vain(part: Slice) -> bool:
    """Whether a product or sum of quotients derives a name by what its definition does not contain.

    A general rule after an example is read so: `∂f/∂s = ∂f/∂x · ∂x/∂s` where the example had `x = sin t`.
    """
    found = [q for side in (part.left, part.right) for q in quotients((side,))]
    if len(found) < 3 or not part.values:
        return False
    reaches = Reaching(part, {})
    for quotient in found:
        body = base_of(quotient.body)
        if body is not None and body in part.values and body not in part.guessed:
            bases = [base_of(v) for v in quotient.variables]
            if any(v is not None and v != body and not reaches(body, v) for v in bases):
                return True
    return False


def forget(part: Slice) -> None:
    """Leave out the definitions of what is derived, and of what is derived by."""
    for quotient in list(quotients((part.left, part.right))):
        body = quotient.body.args[0] if quotient.body.head == "apply" else quotient.body
        for base in (base_of(body), *(base_of(v) for v in quotient.variables)):
            if base is not None and part.values.pop(base, None) is not None:
                part.used.pop(base, None)
                part.guessed.add(base)


def constants(page: Page, part: Slice, view: View) -> frozenset[str]:
    """The names of which the page or the step says that they are constant."""
    said = (
        k for k in part.free for r in page.scope.remarks(k, view) if r.kind == "scalar" and _CONSTANT.search(r.text)
    )
    return frozenset(part.low.constants).union(said)


_CONSTANT: Final = re.compile(r"\bconstants?\b", re.IGNORECASE)


def depend(part: Slice, shown: Mapping[Expr, tuple[Expr, ...]], fixed: frozenset[str]) -> None:
    """Make functions of the names without a value that are derived.

    shown: name → arguments that it is written with. fixed: names that depend on nothing.
    """
    found = list(quotients(part.nodes))
    wanted: dict[str, dict[Expr, None]] = {
        str(key.datum): dict.fromkeys(arguments) for key, arguments in shown.items() if key.datum not in part.values
    }
    for quotient in found:
        body = base_of(quotient.body)
        if body is None or body in part.values or body in fixed:
            continue
        for variable in quotient.variables:
            argument = argument_of(part, variable)
            if argument is not None and base_of(argument) != body:
                wanted.setdefault(body, {})[argument] = None
    if not wanted:
        return
    reaches = Reaching(part, wanted)
    held: dict[Expr, Expr] = {}
    for key, arguments in wanted.items():
        if any(reaches(base_of(a), key) for a in arguments):
            continue
        both = apart(found, key)
        direct = [
            a
            for a in arguments
            if a in both or not any(w is not a and reaches(base_of(w), base_of(a)) for w in arguments)
        ]
        function = f"{key}~"
        part.low.functions[function] = len(direct)
        value = expr("apply", (name(function), *direct))
        part.values[key] = ((), value)
        part.guessed.add(key)
        if both:
            held[name(key)] = value
        for a in direct:
            for free in sorted(a.free):
                part.free.setdefault(free, None)
    if held:

        def change(node: Expr) -> Expr:
            if node.head == "?derivative" and node.datum == "partial" and node.args[0] in held:
                return expr(node.head, (held[node.args[0]], node.args[1]), node.datum)
            return node

        part.rewrite(change)


def argument_of(part: Slice, variable: Expr) -> Expr | None:
    """What a function takes that is derived by this: the vector behind an entry, but the member of a family that has a value."""
    base = base_of(variable)
    if base is None:
        return None
    slots = len(part.used[base].slots) if base in part.used else 0
    if variable.head == "item" and slots and len(variable.args) - 1 == slots:
        return variable if all("#" not in n for n in variable.free) else None
    return name(base)


def apart(found: Iterable[Quotient], key: str) -> frozenset[Expr]:
    """The names by which a name is derived both totally and partially: `dz/dx = ∂z/∂x + …` tells the two apart."""
    signs: dict[Expr, set[str]] = {}
    for quotient in found:
        if quotient.body is name(key) and len(quotient.variables) == 1:
            signs.setdefault(quotient.variables[0], set()).add(quotient.sign)
    return frozenset(v for v, seen in signs.items() if len(seen) > 1 and v.head == "name")


class Reaching:
    """Whether one name depends on another, by definitions and by what the step shows."""

    def __init__(self, part: Slice, wanted: Mapping[str, Mapping[Expr, None]]) -> None:
        self.onward: dict[str, set[str]] = {k: set().union(*(a.free for a in v)) for k, v in wanted.items()}
        for key, (_, value) in part.values.items():
            self.onward.setdefault(key, set()).update(value.free)

    def __call__(self, start: str | None, goal: str | None) -> bool:
        if start is None or goal is None:
            return False
        seen, waiting = {start}, [start]
        while waiting:
            onward = self.onward.get(waiting.pop(), set())
            if goal in onward:
                return True
            waiting += onward - seen
            seen |= onward
        return False

"""Members and entries as variables of their own: `∂f/∂x_1`, `∂ξ_i/∂y_i`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from mathlint.elaborate.dependence_quotients import base_of, quotients
from mathlint.expr.tree import Expr, expr, name

if TYPE_CHECKING:
    from mathlint.elaborate.binding import Page
    from mathlint.elaborate.scope import View
    from mathlint.elaborate.slices import Slice


_NUMBERED: Final = re.compile(r"(.+)_\{(\d+)\}")


def list_entries(page: Page, part: Slice, view: View) -> None:
    """A vector of which the step names the entries 1, …, k and no others has these k entries: `∂f/∂x = (∂f/∂x_1, ∂f/∂x_2)`."""
    for base in generic(part, frozenset()):
        members = numbered(part, base)
        count = len(members or ())
        if (
            not members
            or base in part.values
            or not stands_bare(part, base)
            or count < 2
            or sorted(members.values()) != list(range(1, count + 1))
            or has_other_size(page, base, count, view)
        ):
            continue
        entries = {m: m if m.head == "name" else member_name(m) for m in members}
        part.rewrite(lambda node, entries=entries: entries.get(node, node))  # type: ignore[misc]
        ordered = tuple(entries[m] for m in sorted(members, key=lambda m: members[m]))
        part.values[base] = ((), expr("matrix", ordered, (count, 1)))
        part.guessed.add(base)
        for entry in ordered:
            part.free.setdefault(str(entry.datum), None)


def numbered(part: Slice, base: str) -> dict[Expr, int] | None:
    """The entries of a name that stand in a step, with their numbers; None if there are others as well."""
    out: dict[Expr, int] = {}
    for member in items_of(part, base):
        if len(member.args) != 2 or member.args[1].head != "number":
            return None
        out[member] = int(member.args[1].datum)
    for key in sorted(frozenset().union(*(n.free for n in part.nodes))):
        found = _NUMBERED.fullmatch(key)
        if found and found[1] == base:
            if key in part.values:
                return None
            out[name(key)] = int(found[2])
    return out


def has_other_size(page: Page, base: str, count: int, view: View) -> bool:
    """Whether the page gives a vector another size, or speaks of a later entry of it."""
    for said in page.scope.remarks(base, view):
        if said.dims is not None and page.scope.in_force(said, view) and count not in said.dims:
            return True
    return False


def name_members(part: Slice) -> dict[Expr, Expr]:
    """Give members of families that stand in quotients, and are told apart for sure, names of their own; returns these.

    So it is where a family without a value never stands bare, and its members have numbers, or there is but one of them.
    """
    names: dict[Expr, Expr] = {}
    for base in generic(part, frozenset(part.values)):
        members = items_of(part, base)
        certain = all(i.head == "number" for m in members for i in m.args[1:]) or len(members) == 1
        if (
            members
            and certain
            and base not in part.values
            and not stands_bare(part, base)
            and all("#" not in n for m in members for n in m.free)
        ):
            names |= {m: member_name(m) for m in members}
    if names:
        part.rewrite(lambda node: names.get(node, node))
        for made in names.values():
            part.free.setdefault(str(made.datum), None)
    return names


def generic(part: Slice, known: frozenset[str]) -> list[str]:
    """The names behind what is derived without an explicit form, and behind what such is derived by. known: names that have one."""
    out: dict[str, None] = {}
    for quotient in quotients(part.nodes):
        body = base_of(quotient.body)
        if body is not None and body not in known:
            out[body] = None
            out |= dict.fromkeys(b for v in quotient.variables if (b := base_of(v)) is not None)
    return list(out)


def items_of(part: Slice, base: str) -> dict[Expr, None]:
    return {
        node: None for root in part.nodes for node in root.walk() if node.head == "item" and node.args[0] is name(base)
    }


def stands_bare(part: Slice, base: str) -> bool:
    """Whether a name stands somewhere without an index."""

    def bare(node: Expr) -> bool:
        if node.head == "item" and node.args[0] is name(base):
            return any(bare(i) for i in node.args[1:])
        return node is name(base) or any(bare(a) for a in node.args if base in a.free)

    return any(bare(root) for root in part.nodes if base in root.free)


def member_name(member: Expr) -> Expr:
    """A name for a member of a family."""
    indices = ",".join(repr(i) for i in member.args[1:])
    return name(f"{member.args[0].datum}_{{,{indices}}}")


def member_of(key: str) -> str:
    """The family that a name of `member_name` is a member of, or ""."""
    base, comma, _ = key.partition("_{,")
    return base if comma and key.removesuffix("~")[-2:] != ",}" else ""

"""What the judging of roles is told and what it concludes (pass P4). Pure data, and where names occur in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mathlint.elaborate.model import Role, Strength
from mathlint.elaborate.page import RawChain
from mathlint.expr.tree import Expr


@dataclass(frozen=True, slots=True)
class Judged:
    """One link's role. restates: the name that it restates or binds anew, or "" (R7: such a link is never false).

    binds: whether it may give its left side a value. about: the one name that it tells of, if it is a recurrence; else "".
    """

    role: Role
    why: str
    strength: Strength | None = None
    goal: bool = False
    restates: str = ""
    binds: bool = True
    about: str = ""


@dataclass(frozen=True, slots=True)
class Live:
    """A definition of a name in force. pattern, value: its sides, as far as they were read.

    beside: it stands in another item of the list that the chain stands in.
    """

    pattern: Expr
    value: Expr | None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Heads:
    """What the scope knows of a chain's terms: the name that a term is a pattern of, and whether that name is bound.

    pattern: term number → key, if the term is a bare name or a name with plain slots or arguments. bound: whether that key was bound
    before. lowered: term number → core form, where it could be lowered. live: the definitions of a key in force, the latest first;
    far: the values that it has elsewhere in the file. used: whether an equation before holds a name of that letter. told: whether
    a run of capitals headed a chain before. recurring: whether a recurrence for a key was supposed before. placed: the chain is said to hold at one place only ("at x = 0").
    """

    pattern: Mapping[int, str]
    bound: Callable[[str], bool]
    lowered: Mapping[int, Expr]
    live: Callable[[str], Sequence[Live]]
    far: Callable[[str], Sequence[Expr]]
    used: Callable[[str], bool]
    told: Callable[[str], bool]
    recurring: Callable[[str], bool]
    placed: bool = False


def occurs(key: str, own: int, chain: RawChain, heads: Heads, before: int | None = None) -> bool:
    """Whether a name occurs in the chain's last term (or in any term up to `before`)."""
    terms = range(before + 1) if before is not None else (len(chain.terms) - 1,)
    return any(occurs_in(key, heads.lowered.get(t)) for t in terms if t != own)


def occurs_in(key: str, value: Expr | None) -> bool:
    if value is None:
        return False
    base, at, place = key.partition("@")
    if at:
        return any(
            n.head == "item"
            and n.args[0].head == "name"
            and n.args[0].datum == base
            and ",".join(map(str, n.args[1:])) == place
            for n in value.walk()
        )
    return key in value.free

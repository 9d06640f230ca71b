"""Pass P4, roles: which links of a chain are claims, and how sure it is that the author claims them (ELABORATE §2, R1 to R11)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mathlint.elaborate.letters import averaged, core_letter
from mathlint.elaborate.model import Role, Strength
from mathlint.elaborate.moduli import CONGRUENT
from mathlint.elaborate.names import text_of
from mathlint.elaborate.page import Cue, RawChain, Term
from mathlint.elaborate.role_forms import (
    call,
    constant,
    derivative_headed,
    entries,
    is_bare,
    label,
    laid_out,
    names_in,
    next_member,
    number,
    number_like,
    of_a_constant,
    operator_headed,
    rate_of,
    recalls,
    recurs,
    spelled,
    squared,
    zero,
)
from mathlint.elaborate.role_model import Heads, Judged, occurs, occurs_in
from mathlint.elaborate.role_values import amount, literal, numeric
from mathlint.expr.tree import ZERO, Expr, rebuild

STEPS: Final = frozenset(("=", "definition", "≈", "<", "<=", ">", ">=", "!=", "propto", CONGRUENT))
"""Relations that make steps; the others (∈, ∼, →) make facts."""
_ORDERS: Final = ("<", "<=", ">", ">=", "!=")
_DEFINING: Final = re.compile(r"def|:=|Δ|\\Delta|\\triangle", re.IGNORECASE)
_SETTING: Final = re.compile(
    r"\b(set|setting|equate|equating|solve|solving|zero|vanish\w*|optim\w+|stationar\w+|critical|root|minimi\w+|maximi\w+)\b",
    re.IGNORECASE,
)
_ZEROED: Final = re.compile(r"\bset(?:ting)?\b[^,]{1,60}\bto (?:zero\b|\$?0\$?)", re.IGNORECASE)
_TO_ZERO: Final = re.compile(_ZEROED.pattern + r"\W*$", re.IGNORECASE)
_EXPLAINS: Final = ("where", "with", "in which")
_KNOWN: Final = frozenset(("\\sigma", "\\Phi", "n", "m", "k", "t", "i", "j"))
"""Functions that have a value by convention, and letters that count: none of them gets its meaning by being applied."""
_SOLVED: Final = re.compile(r"\b(?:solv\w+|rearrang\w+|isolat\w+|end(?:s|ed)? up with)\b", re.IGNORECASE)


def roles(chain: RawChain, cues: frozenset[Cue], governing: str, followed: bool, heads: Heads) -> tuple[Judged, ...]:
    """The role of each link. followed: an arrow leads from this chain to another."""
    last = len(chain.links) - 1
    out: list[Judged] = []
    fresh = True
    if Cue.CONDITION in cues and 0 in heads.pattern and _TO_ZERO.search(governing) and not any(map(zero, chain.terms)):
        # "by setting it to zero: $x = …$": what comes out of it
        cues = (cues - {Cue.CONDITION}) | {Cue.RESULT}
    for k in range(len(chain.links)):
        role = _role(chain, k, last, cues, governing, followed, heads, fresh)
        if k > 0 and out[-1].role is Role.CONDITION and role.role is Role.CLAIM and _bounds(chain, k, heads):
            role = Judged(Role.CONDITION, "it bounds a name")
        if k == 1 and Cue.CONDITION in cues and _depends(chain, heads) and role.role is Role.CLAIM:
            role = Judged(Role.CONDITION, "the words around it suppose it")
        if (
            k > 0
            and chain.display
            and Cue.CONDITION in cues
            and out[-1].role is Role.CONDITION
            and k + 1 in heads.pattern
        ):
            if "gets its meaning" in role.why and k not in heads.pattern:
                role = Judged(Role.CONDITION, "the words around it suppose it")
        out.append(role)
        fresh = fresh and k in heads.pattern and (out[-1].role is Role.DEFINITION or bool(out[-1].restates))
    return tuple(out)


def _bounds(chain: RawChain, k: int, heads: Heads) -> bool:
    """A link of `n > k > 0`: an order between names and numbers alone."""
    ends = (k, k + 1)
    return chain.links[k].relation in _ORDERS and all(j in heads.pattern or constant(chain.terms[j]) for j in ends)


def _depends(chain: RawChain, heads: Heads) -> bool:
    """`e = e(x, y) = …`: the first link says only what e depends on."""
    found = call(chain.terms[1].node)
    return found is not None and chain.terms[0].node is not None and found[0] == text_of(chain.terms[0].node)


def closed(left: Expr | None, right: Expr | None) -> bool:
    """Whether nothing in an equation could be supposed: it is about numbers alone."""
    return left is not None and right is not None and not any("#" not in n for n in left.free | right.free)


def _role(
    chain: RawChain, k: int, last: int, cues: frozenset[Cue], governing: str, followed: bool, heads: Heads, fresh: bool
) -> Judged:
    link, left, right = chain.links[k], chain.terms[k], chain.terms[k + 1]
    if link.relation == "definition" or (link.annotation is not None and _DEFINING.search(text_of(link.annotation))):
        return Judged(Role.DEFINITION, "it is written as a definition")
    if link.annotation is not None and text_of(link.annotation) in ("!", "set", "?"):
        return Judged(Role.CONDITION, "it is required to hold")
    if chain.condition_of is not None:
        if chain.word in _EXPLAINS and link.relation == "=" and k == 0 and _explains(right, heads):
            return Judged(Role.DEFINITION, "it is explained beside the formula")
        return Judged(Role.CONDITION, "it is a side condition")
    if Cue.NOTATION in cues:
        return Judged(Role.DEFINITION, "it is a list of notations")
    goal = Cue.GOAL in cues
    proven = (
        k == 0
        and derivative_headed(left)
        and not constant(right)
        or operator_headed(left)
        and closed(heads.lowered.get(k), heads.lowered.get(k + 1))
    )
    if (
        Cue.CONDITION in cues
        and not proven
        and (k == 0 or not chain.display and (link.relation != "=" or not number(chain.terms[0])))
        and not goal
        and not (k == 0 and operator_headed(left) and chain.display and last > 0)
    ):
        return Judged(Role.CONDITION, "the words around it suppose it")
    if Cue.DEFINITION in cues and not chain.display and not goal and link.relation in _ORDERS:
        return Judged(Role.CONDITION, "the words around it suppose it")
    key = heads.pattern.get(k)
    if (
        link.relation == CONGRUENT
        and k == 0
        and not goal
        and (key is not None or cues & {Cue.DEFINITION, Cue.CONDITION})
    ):
        return Judged(Role.CONDITION, "a congruence that is supposed", binds=False)
    nameable = key or not (operator_headed(left) or numeric(heads.lowered.get(k)))
    if k == 0 and Cue.DEFINITION in cues and not goal and nameable:
        return Judged(Role.DEFINITION, "the words around it define it")
    if link.relation == "=" and (
        found := _supposed(chain, k, governing, heads) or _named(chain, k, last, goal, heads, fresh)
    ):
        return found
    if fresh and key is not None and link.relation in ("=", "≈", "propto"):
        if goal and heads.bound(key):
            if k == 0 and literal(heads.lowered.get(1)) and _revalued(chain, key, cues, heads):
                return Judged(Role.DEFINITION, f"`{key}` takes another value here")
        elif (found := _headed(chain, k, last, key, cues, governing, followed, goal, heads)) is not None:
            return found
    if k == last and constant(right) and not goal and link.relation == "=":
        if any(derivative_headed(t) for t in chain.terms[: k + 1]) and (
            followed or _SETTING.search(governing) or zero(right) and not of_a_constant(left)
        ):
            return Judged(Role.CONDITION, "it is set to a value")
        if followed and k == 0:
            return Judged(Role.CONDITION, "what follows is concluded from it")
    if followed and k == 0 and k == last and not goal and not operator_headed(left) and chain.follows is None:
        return Judged(Role.CONDITION, "what follows is concluded from it")
    if k == 0 and number(left) and link.relation == "=" and not _calculation(heads.lowered.get(1)):
        return Judged(Role.CONDITION, "it begins with a number")
    if k == last and k > 0 and (end := heads.pattern.get(k + 1)) is not None and _new(end, chain, k, heads):
        return Judged(Role.DEFINITION, f"`{end}` gets its meaning here")
    if k == 0 and key is not None and len(key) <= 2 and number_like(right) and not chain.display:
        return Judged(Role.CONDITION, "a letter takes a value")
    if link.relation in _ORDERS and k == 0 and (number(left) or key is not None) and not goal:
        return Judged(Role.CONDITION, "it bounds a name")
    if link.relation != "=" and k == 0 and key is not None:
        return Judged(
            Role.CONDITION if link.relation in _ORDERS else Role.CLAIM,
            "it bounds a name",
            Strength.WEAK if link.relation in ("≈", "propto") else None,
            goal,
        )
    if k > 0:
        return Judged(Role.CLAIM, "it goes on from the line before", Strength.STRONG, goal)
    if chain.continued:
        return Judged(Role.CLAIM, "it goes on from the block before", Strength.MEDIUM, goal)
    if operator_headed(left):
        return Judged(Role.CLAIM, "its left side is an operator's value", Strength.MEDIUM, goal)
    if Cue.RESULT in cues:
        return Judged(Role.CLAIM, "it is introduced as a result", Strength.MEDIUM, goal)
    return Judged(Role.CLAIM, "it is stated", Strength.WEAK, goal)


def _calculation(form: Expr | None) -> bool:
    """Numbers alone: nothing could be solved for."""
    return form is not None and all(
        n.head in ("number", "decimal", "add", "neg", "mul", "div", "pow") for n in form.walk()
    )


def _supposed(chain: RawChain, k: int, governing: str, heads: Heads) -> Judged | None:
    """Equations that nothing could make true by itself: `f(x) = 0 = …`, a recurrence, a rule for the next member."""
    left, right = chain.terms[k], chain.terms[k + 1]
    if k > 0 and zero(left) and chain.links[k - 1].relation == "=" and _settable(chain, k - 1, heads):
        if _open(chain, k + 1, heads):
            return Judged(Role.CONDITION, "it is set to zero", binds=False)
    after = k + 1 < len(chain.links) and chain.links[k + 1].relation == "="
    if after and zero(right) and _settable(chain, k, heads) and _open(chain, k + 2, heads):
        return Judged(Role.CONDITION, "it is set to zero", binds=False)
    if k == 0 and not chain.continued and not _SOLVED.search(governing[-120:]):
        if (function := recurs(left, right)) and not _explicit(heads.pattern.get(0, function), heads, call(left.node)):
            about = heads.pattern.get(0, function)
            return Judged(Role.CONDITION, f"`{function}` stands on both sides", binds=False, about=about)
        if 0 not in heads.pattern and (family := next_member(left, right)) and not _explicit(family, heads, None):
            return Judged(Role.CONDITION, f"it leads from one `{family}` to the next", binds=False, about=family)
    return None


def _explains(right: Term, heads: Heads) -> bool:
    """`… \\text{ where } q = a + b`: a name and what it stands for; no value that it is only tried with."""
    key = heads.pattern.get(0)
    return key is not None and not number_like(right) and not occurs_in(key, heads.lowered.get(1))


def _settable(chain: RawChain, k: int, heads: Heads) -> bool:
    """A name, a function's value or a derivative: what is set to zero before one knows where."""
    term = chain.terms[k]
    return k in heads.pattern or call(term.node) is not None or derivative_headed(term)


def _open(chain: RawChain, k: int, heads: Heads) -> bool:
    """Something with names in it that is no name itself and that no operator heads: what can be set to zero."""
    term, form = chain.terms[k], heads.lowered.get(k)
    if constant(term) or operator_headed(term) or k in heads.pattern:
        return False
    return form is None or any("#" not in n for n in form.free)


def _explicit(key: str, heads: Heads, applied: tuple[str, str] | None) -> bool:
    """Whether a name has a value that does not lead back to the name. applied: how it is called, for functions of one arity."""
    for live in heads.live(key):
        if live.value is None or occurs_in(key, live.value) or any(n.head == "opaque" for n in live.value.walk()):
            continue
        arity = len(live.pattern.args) - 1 if live.pattern.head == "apply" else None
        if applied is None or arity is None or arity == applied[1].count(",") + 1:
            return True
    return False


def _named(chain: RawChain, k: int, last: int, goal: bool, heads: Heads, fresh: bool) -> Judged | None:
    """Links that only say what something is called."""
    left, right = chain.terms[k], chain.terms[k + 1]
    if label(right) or label(left):
        return Judged(Role.DEFINITION, "it is a label")
    if laid_out(heads.lowered.get(k), heads.lowered.get(k + 1)):
        return Judged(Role.DEFINITION, "it says how the derivative is laid out")
    if (
        k == last > 0
        and not goal
        and k not in heads.pattern
        and (keys := entries(right))
        and _strange(keys, chain, k, heads)
    ):
        return Judged(Role.DEFINITION, "the entries get their names here")
    if k == 0 and (word := spelled(left)) and not heads.told(word) and not any(heads.bound(letter) for letter in word):
        return Judged(Role.DEFINITION, f"`{word}` gets its meaning here")
    if k == 0 and (key := squared(heads.lowered.get(0))) and not heads.bound(key) and not heads.used(core_letter(key)):
        if not any(occurs_in(key, heads.lowered.get(t)) for t in range(1, len(chain.terms))):
            return Judged(Role.DEFINITION, f"the square of `{key}` gets its meaning here")
    form = heads.lowered.get(k)
    if (
        k > 0
        and fresh
        and k not in heads.pattern
        and form is not None
        and form.head == "apply"
        and form.args[0].head == "name"
        and not heads.bound(function := form.args[0].datum)
        and not (heads.far(function) or heads.used(core_letter(function)) or function in _KNOWN)
        and not occurs_in(function, heads.lowered.get(k + 1))
        and right.node is not None
    ):
        return Judged(Role.DEFINITION, f"`{function}` gets its meaning here")
    return None


def _new(key: str, chain: RawChain, k: int, heads: Heads) -> bool:
    """Whether a chain can end in a name to give it its meaning: it has none, by convention neither, and is not in the terms before."""
    if heads.bound(key) or occurs(key, -1, chain, heads, k) or constant(chain.terms[k]) or core_letter(key) == "I":
        return False
    names = frozenset().union(*(names_in(term) for term in chain.terms[: k + 1]))
    return key not in names and averaged(key) not in names


def _strange(keys: Sequence[str], chain: RawChain, k: int, heads: Heads) -> bool:
    """None of the names has a value or occurs in the chain before."""
    return not any(heads.bound(key) or heads.used(core_letter(key)) or occurs(key, -1, chain, heads, k) for key in keys)


def _headed(
    chain: RawChain,
    k: int,
    last: int,
    key: str,
    cues: frozenset[Cue],
    governing: str,
    followed: bool,
    goal: bool,
    heads: Heads,
) -> Judged | None:
    """A link whose left side is a name or a pattern of it, all links before it being such as well (R2 and R7)."""
    left, right = chain.terms[k], chain.terms[k + 1]
    inside = occurs_in(key, heads.lowered.get(k + 1))
    own = "" if is_bare(left) else key
    both = Judged(Role.CONDITION, f"`{key}` stands on both sides", binds=not own, about=own)
    if k > 0 and inside:
        return None
    if not heads.bound(key) and not heads.recurring(key):
        if k == last and right.node is not None and occurs(key, k, chain, heads) or inside:
            return both
        if k == 0:
            return _first(chain, key, cues, governing, goal, heads)
        return Judged(Role.DEFINITION, f"`{key}` gets its meaning here")
    form = heads.lowered.get(k)
    again = form is not None and form.head == "item" and heads.recurring(key) and Cue.RESULT in cues
    if inside and not again and (is_bare(left) or k == 0 and _leads_back(key, left, heads)):
        return both
    if k == 0 or k < last or not (k + 1 in heads.pattern and right.node is not None):
        if chain.links[k].relation == "=" and _anew(chain, k, last, key, cues, followed, heads):
            return Judged(Role.DEFINITION, f"`{key}` takes another value here")
        return Judged(Role.CLAIM, f"it restates `{key}`, or binds it anew", Strength.WEAK, goal, key)
    return None


def _leads_back(key: str, left: Term, heads: Heads) -> bool:
    """`X_t = … X_{t-1} …`, where nothing gives X by itself."""
    form = heads.lowered.get(0)
    return form is not None and recalls(key, form, heads.lowered.get(1)) and not _explicit(key, heads, call(left.node))


def _first(chain: RawChain, key: str, cues: frozenset[Cue], governing: str, goal: bool, heads: Heads) -> Judged:
    """The first link of a chain, if it begins with a name that has no value here."""
    value = heads.lowered.get(1)
    if heads.placed and len(chain.links) == 1:
        return Judged(Role.CONDITION, "it holds at one place only", binds=False)
    if (body := rate_of(key)) and value is not None and _occurs_plain(body, _undifferentiated(value)):
        return Judged(Role.CONDITION, f"the rate of `{body}` is given by `{body}` itself")
    if len(chain.links) > 1 and value is not None and value.args and any(value is far for far in heads.far(key)):
        return Judged(Role.CLAIM, f"it repeats what `{key}` is", Strength.WEAK, goal, key)
    if Cue.RESULT in cues and chain.display and heads.used(core_letter(key.partition("@")[0])):
        if _SOLVED.search(governing[-120:]) or _ZEROED.search(governing[-120:]):
            return Judged(Role.CLAIM, f"`{key}` is solved for here", Strength.WEAK, goal, key)
    return Judged(Role.DEFINITION, f"`{key}` gets its meaning here")


def _occurs_plain(key: str, value: Expr) -> bool:
    """Whether a name occurs; a number after it may be an index or a part of the name."""
    base, _, place = key.partition("@")
    return occurs_in(key, value) or f"{base}_{{{place}}}" in value.free


def _undifferentiated(form: Expr) -> Expr:
    """The form with zero for its derivatives."""
    return rebuild(form, lambda n: ZERO if n.head in ("?derivative", "?gradient") else n)


def _anew(chain: RawChain, k: int, last: int, key: str, cues: frozenset[Cue], followed: bool, heads: Heads) -> bool:
    """Whether a name that has a value is given another one, on purpose."""
    right = chain.terms[k + 1]
    form = heads.lowered.get(k + 1)
    if (
        k < last
        and form is not None
        and form.head == "apply"
        and (end := heads.pattern.get(k + 1))
        and not heads.bound(end)
    ):
        return True  # `z = g(t) = t + 1`, with g new: the equation cannot be found out to be so
    if k == 0 and last == 0 and followed and chain.follows is None and key not in _bare(chain.terms[0]):
        return True  # `f(x) = x^3 ⟹ f'(x) = 3 x^2`: an example
    if k == 0 and Cue.CASE in cues and not chain.display:
        return True  # "for an even period $d = 2 q$"
    if (keys := entries(right)) and not any(heads.bound(name) for name in keys) and key not in keys:
        return True
    return _revalued(chain, key, cues, heads, k)


def _bare(term: Term) -> tuple[str, ...]:
    return (text_of(term.node),) if term.node is not None and is_bare(term) else ()


def _revalued(chain: RawChain, key: str, cues: frozenset[Cue], heads: Heads, k: int = 0) -> bool:
    """`t = 1` where t was 0; or the next item of a list gives the name the next of several values."""
    pattern, form = heads.lowered.get(k), heads.lowered.get(k + 1)
    new = amount(form)
    for live in heads.live(key):
        if live.pattern is not pattern:
            continue
        old = amount(live.value)
        if old is None and k == 0 and literal(form) and not chain.display and not cues & {Cue.RESULT, Cue.GOAL}:
            return True
        if new is None or old is None:
            return live.beside and Cue.RESULT not in cues and k == 0 and form is not live.value
        said = literal(form), literal(live.value)
        if new.units != old.units or new.differs(old):
            return all(said) or not said[0] or Cue.RESULT not in cues
        return all(said) and not chain.display and Cue.RESULT not in cues
    return False


__all__ = ["STEPS", "Judged", "roles"]

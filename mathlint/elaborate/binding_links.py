"""What the links of a chain add to the scope: definitions, assumptions and facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from collections.abc import Sequence as Sequence_

from mathlint.elaborate.binding import Page, names_of, pattern_of
from mathlint.elaborate.factors import decomposition
from mathlint.elaborate.letters import is_upper
from mathlint.elaborate.model import Role, Strength
from mathlint.elaborate.page import Cue, RawChain
from mathlint.elaborate.roles import Judged
from mathlint.elaborate.scope import Binding, Condition, Fact, Said, View
from mathlint.elaborate.slices import own_entries
from mathlint.expr.obligation import Trait
from mathlint.expr.tree import ZERO, Expr, expr, name, rebuild
from mathlint.source import Span


def bind_link(
    page: Page, chain: RawChain, k: int, role: Judged, patterns: Mapping[int, tuple[str, tuple[str, ...], tuple[str, ...]]],
    forms: Mapping[int, Expr], view: View,
) -> None:  # fmt: skip
    """What one link adds to the scope."""
    link = chain.links[k]
    left, right = chain.terms[k], chain.terms[k + 1]
    if link.relation not in ("=", "definition", "≈") or right.node is None or left.node is None:
        if link.relation in ("<", "<=", ">", ">=", "!=") and k == 0:
            compared(page, chain, forms, view, role.role is not Role.CLAIM)
        return
    status = (
        "goal"
        if role.goal
        else "definition"
        if role.role is Role.DEFINITION
        else "hypothesis"
        if role.role is Role.CONDITION
        else "derived"
    )
    span = page.span(left).join(page.span(right)) if left.block == right.block else page.span(right)
    text = f"{page.text(left)} = {page.text(right)}"
    if link.relation == "≈":
        return
    if status != "goal" and k + 1 in forms:
        decomposition(page, forms[k + 1], view, span, text)
    if not role.binds:
        if role.about:
            names = frozenset((role.about.partition("@")[0],))
            page.scope.suppose(Fact(names, chain.number, k, view.order, view.section, span, text, status))
        else:
            suppose(page, chain, k, forms, view, status, span, text)
        return
    found = patterns.get(k)
    form = forms.get(k)
    if (
        found is None
        and k == 0
        and form is not None
        and form.head == "item"
        and form.args[0].head == "name"
        and status in ("definition", "derived")
    ):
        numbers = tuple(int(i.datum) for i in form.args[1:] if i.head == "number")
        if len(numbers) == len(form.args) - 1:
            page.scope.bind(
                Binding(
                    form.args[0].datum,
                    form,
                    (),
                    (),
                    right,
                    chain.number,
                    k,
                    view.order,
                    view.section,
                    status,
                    span,
                    text,
                    numbers,
                )
            )
    if chain.condition_of is not None and _idle(page, chain, forms.get(k), forms.get(k + 1)):
        suppose(page, chain, k, forms, view, status, span, text)
        return
    if found is not None and (k == 0 or role.role is Role.DEFINITION or role.restates) and status != "goal":
        key, slots, params = found
        if (
            role.role is not Role.CONDITION
            or chain.condition_of is not None
            or (chain.display and "stands on both sides" not in role.why)
        ):
            value_names = forms[k + 1].free if k + 1 in forms else frozenset()
            if (
                params
                and value_names.isdisjoint(p.split("@", 1)[0] for p in params)
                and not chain.display
                and (
                    Cue.DEFINITION not in page.clauses.cues.get(chain.number, frozenset())
                    or _ONLY_FOR.match(page.document.source.text, span.end)
                )
            ):
                # `B_1(x) = 0` in running text: what holds somewhere, no definition
                suppose(page, chain, k, forms, view, "derived", span, text)
                return
            placed = any("@" in p and p.split("@", 1)[0] not in value_names for p in params)
            if params and (
                placed or _is_value(forms.get(k + 1)) and any(page.scope.is_bound(n, view) for n in (key, *params))
            ):
                # `f(x, y) = -12` after `x = 3`, `f(x_0) = 0`: a value, no definition
                suppose(page, chain, k, forms, view, "derived", span, text)
                return
            if key in value_names and not params:
                suppose(page, chain, k, forms, view, status, span, text)
                return
            page.scope.bind(
                Binding(
                    key, forms[k], slots, params, right, chain.number, k, view.order, view.section, status, span, text
                )
            )
            return
    if found is not None and k == 0 and _is_case(page, chain, role, found, forms):
        key, slots, params = found
        page.scope.bind_case(
            Binding(key, forms[k], slots, params, right, chain.number, k, view.order, view.section, "case", span, text)
        )
    if role.role is Role.DEFINITION and (end := patterns.get(k + 1)) is not None and found is None:
        key, slots, params = end
        if not slots and not params and not (k in forms and key in forms[k].free):
            page.scope.bind(
                Binding(key, forms[k + 1], (), (), left, chain.number, k, view.order, view.section, status, span, text)
            )
            return
    if (
        k > 0
        and k == len(chain.links) - 1
        and k + 1 in forms
        and forms[k + 1].head in ("number", "decimal")
        and (own := headed(forms.get(0))) is not None
    ):
        # `x = … = 0`: the first term has a value now
        page.scope.suppose(Fact(frozenset((own,)), chain.number, k, view.order, view.section, span, text, "derived"))
        return
    if len(chain.links) == 1 and k in forms and k + 1 in forms and status == "derived":
        # "we have Q^T Q = I": known from here on, whether it was supposed or found
        if trait_fact(page, forms[k], forms[k + 1], view, span, text):
            return
    if status == "definition" and k in forms and k + 1 in forms and (own := headed(forms[k])) in forms[k + 1].free:
        status = "hypothesis"  # `F_{n+1} = F_n + F_{n-1}`: a recurrence gives no value, and is not to be forgotten
    if status in ("hypothesis", "definition") or (k == 0 and status == "derived" and role.strength is Strength.WEAK):
        suppose(page, chain, k, forms, view, status, span, text)


def _idle(page: Page, chain: RawChain, left: Expr | None, right: Expr | None) -> bool:
    """`i = j` beside a chain without j: the value would only hide what i is."""
    if left is None or right is None or chain.condition_of is None or left.head != "name" or right.head != "name":
        return False
    return right.datum not in names_of(page, page.chains[chain.condition_of])


def _is_case(
    page: Page,
    chain: RawChain,
    role: Judged,
    found: tuple[str, tuple[str, ...], tuple[str, ...]],
    forms: Mapping[int, Expr],
) -> bool:
    """ "For $n = 3$", "if $f(x) = \\sin x$": a value that is supposed in running text, and for no contradiction."""
    if role.role is not Role.CONDITION or chain.display or chain.condition_of is not None or 1 not in forms:
        return False
    if found[0] in forms[1].free or any("@" in p for p in found[2]):
        return False
    end = page.span(chain.terms[-1]).end
    reach = min(end + CONTRADICTED_WITHIN, page.scope.sections[page.scope.section_at(end)].end)
    return _ABSURD.search(page.document.source.text, end, reach) is None


CONTRADICTED_WITHIN = 600
"""How many characters on it shows whether something is supposed only to be disproved."""
_ABSURD = re.compile(r"contradict|impossible|absurd|cannot (?:be|hold|have)|does not hold|so no\b", re.IGNORECASE)
_ONLY_FOR = re.compile(r"[\s$)\\]*(?:for|if|when|whenever|unless|on|outside)\b(?! (?:all|any|every|each|some)\b)")
"""What follows `f(x) = 0` where it is no definition of f: "for $x$ outside of $[a, b]$"."""


def _is_value(form: Expr | None) -> bool:
    return form is not None and (form.head in ("number", "decimal") or form.head == "neg" and _is_value(form.args[0]))


def suppose(
    page: Page, chain: RawChain, k: int, forms: Mapping[int, Expr], view: View, status: str, span: Span, text: str
) -> None:
    """Keep an equation as a fact about its names; not what only says how the entries of a name are called."""
    if k in forms and k + 1 in forms and forms[k].head == "name" and own_entries(str(forms[k].datum), forms[k + 1]):
        return
    sides = [frozenset(n.split("#", 1)[0] for n in forms[j].free) if j in forms else frozenset() for j in (k, k + 1)]
    if (
        status in ("hypothesis", "definition")
        and k in forms
        and k + 1 in forms
        and trait_fact(page, forms[k], forms[k + 1], view, span, text)
    ):
        return
    if (
        status == "derived"
        and pattern_of(forms.get(k)) is None
        and (sides[0] == sides[1] or unfolded(page, sides[0], view) == unfolded(page, sides[1], view))
    ):
        return
    names = sides[0] | sides[1]
    derived = [
        n
        for f in (forms.get(k), forms.get(k + 1))
        if f is not None
        for n in f.walk()
        if n.head in ("?derivative", "?gradient")
    ]
    if derived and all((v := headed(n.args[1])) is not None and v not in n.args[0].free for n in derived):
        return
    if (
        status == "derived"
        and k in forms
        and any(n.head in ("?derivative", "?gradient", "tabulate", "matrix", "limit") for n in forms[k].walk())
    ):
        return
    if status == "derived" and (own := headed(forms.get(k))) is not None:
        names = frozenset((own,))
    if names:
        page.scope.suppose(Fact(names, chain.number, k, view.order, view.section, span, text, status))


def unfolded(page: Page, names: frozenset[str], view: View) -> frozenset[str]:
    """The names that an equation is about once the definitions before it are put in; sizes and ends of sums aside."""
    found: set[str] = set()
    waiting = sorted(names)
    while waiting:
        key = waiting.pop()
        if key in found or key.startswith("N(") or key in page.survey.bounds:
            continue
        live = (
            [b for b in page.scope.definitions(key, view) if b.status == "definition" and page.scope.is_near(b, view)]
            if key in page.scope.bindings
            else []
        )
        form = page.first_form(page.chains[live[0].chain], live[0].link + 1) if live else None
        found.add(key)
        if form is not None:
            waiting += [n for n in form.free if "#" not in n and n not in live[0].params and n not in live[0].slots]
    return frozenset(
        k
        for k in found
        if not (k in page.scope.bindings and any(b.status == "definition" for b in page.scope.definitions(k, view)))
    )


def headed(form: Expr | None) -> str | None:
    """The name whose member or value a left side is: an equation about it says nothing of the names on its right."""
    while form is not None and form.head in ("item", "apply", "row", "column"):
        form = form.args[0]
    return str(form.datum) if form is not None and form.head == "name" and "#" not in form.datum else None


def eigenpair(left: Expr, right: Expr) -> tuple[str, str, Expr] | None:
    """`A v = λ v`: the matrix, the vector and the value."""
    if left.head != "mul" or right.head != "mul" or len(left.args) != 2 or len(right.args) != 2:
        return None
    (matrix, vector), (value, again) = left.args, right.args
    if vector is not again or any(n.head != "name" for n in (matrix, vector, value)) or matrix is value:
        return None
    keys = str(matrix.datum), str(vector.datum)
    if any("#" in k for k in keys) or not is_upper(keys[0]) or is_upper(keys[1]) or is_upper(str(value.datum)):
        return None
    return *keys, value


def trait_fact(page: Page, left: Expr, right: Expr, view: View, span: Span, text: str) -> bool:
    """`W = W^T`, `Q^T Q = I`, `‖v‖ = 1`: what a sampler can honour. True if the fact is used up by that."""
    for a, b in ((left, right), (right, left)):
        if (pair := eigenpair(a, b)) is not None:
            matrix, vector, value = pair
            said = Said(matrix, view.order, view.section, span, text, kind="matrix", eigen=(name(vector), value))
            page.scope.say(said)
            page.scope.say(Said(vector, view.order, view.section, span, text, kind="vector"))
            return True
        found: tuple[str, Trait] | None = None
        if a.head == "name" and b.head == "transpose" and b.args[0] is a:
            found = a.datum, Trait.SYMMETRIC
        elif a.head == "mul" and len(a.args) == 2 and b.head == "identity":
            x, y = a.args
            if x.head == "transpose" and x.args[0] is y and y.head == "name":
                found = y.datum, Trait.ORTHOGONAL
        elif b.head == "number" and b.datum == 1:
            inside = a.args[0] if a.head == "?power" and a.args[0].head == "norm" else a
            if inside.head == "norm" and inside.datum in ("2", "?") and inside.args[0].head == "name":
                found = inside.args[0].datum, Trait.UNIT
        if found is not None:
            page.scope.say(Said(found[0], view.order, view.section, span, text, traits=frozenset((found[1],))))
            return True
    return False


def compared(page: Page, chain: RawChain, forms: Mapping[int, Expr], view: View, supposed: bool) -> None:
    """`x > 0`, `0 < p < 1`: what a comparison says of a name. What no trait holds is kept as a condition, if it is supposed."""
    if chain.display and chain.condition_of is None:
        return
    sides = [forms.get(k) for k in range(len(chain.terms))]
    if any(s is None for s in sides):
        return
    traits: dict[str, set[Trait]] = {}
    for a, link, b in zip(sides, chain.links, sides[1:], strict=False):
        assert a is not None and b is not None
        relation = link.relation
        if a.head == "number" and b.head == "name":
            a, b, relation = b, a, {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}.get(relation, relation)
        if a.head == "name" and b.head == "number":
            found = traits.setdefault(a.datum, set())
            if relation == ">" and b.datum >= 0 or relation == ">=" and b.datum > 0:
                found.add(Trait.POSITIVE)
            elif relation == ">=" and b.datum == 0:
                found.add(Trait.NONNEGATIVE)
            elif relation == "!=" and b.datum == 0:
                found.add(Trait.NONZERO)
            elif (
                relation in ("<", "<=")
                and b.datum == 1
                and Trait.POSITIVE in found | ({Trait.POSITIVE} if Trait.NONNEGATIVE in found else set())
            ):
                found.add(Trait.UNIT_INTERVAL)
    span = page.span(chain.terms[0]).join(page.span(chain.terms[-1]))
    text = " ".join(
        [
            page.text(chain.terms[0]),
            *(f"{link.name} {page.text(t)}" for link, t in zip(chain.links, chain.terms[1:], strict=True)),
        ]
    )
    kept = keep_conditions(page, chain, sides, traits, view) if supposed else frozenset()
    for key, found in traits.items():
        page.scope.say(
            Said(key, view.order, view.section, span, text, traits=frozenset(found), usable=bool(found) or key in kept)
        )


def keep_conditions(
    page: Page, chain: RawChain, sides: Sequence_[Expr | None], traits: Mapping[str, set[Trait]], view: View
) -> frozenset[str]:
    """Keep the comparisons of a chain that traits do not hold in full; the value: their names."""
    names: set[str] = set()
    for a, link, b in zip(sides, chain.links, sides[1:], strict=False):
        left, right = plain(a), plain(b)
        if left is None or right is None or link.relation not in ("<", "<=", ">", ">=", "!="):
            continue
        only = next((s.datum for s in (left, right) if s.head == "name"), None)
        if any(s is ZERO for s in (left, right)) and traits.get(only or ""):
            continue
        if (
            only is not None
            and Trait.UNIT_INTERVAL in traits.get(only, ())
            and any(s.head == "number" for s in (left, right))
        ):
            continue
        form = expr("compare", (left, right), link.relation)
        page.scope.conditions.setdefault(view.section, []).append(
            Condition(form, chain.number, chain.condition_of, view.order, view.section)
        )
        names |= form.free
    return frozenset(names)


def plain(form: Expr | None) -> Expr | None:
    """A comparison's side as numbers, if it is one of plain names: the shapes of those that use it are checked there."""
    if form is None:
        return None
    heads = {"?dot": "mul", "?times": "mul", "?power": "pow", "?bars": "abs"}
    if any(n.head not in _PLAIN and n.head not in heads or (n.head == "name" and "#" in n.datum) for n in form.walk()):
        return None
    return rebuild(form, lambda n: expr(heads[n.head], n.args) if n.head in heads else n)


_PLAIN = frozenset(("number", "name", "constant", "add", "neg", "mul", "div", "pow", "abs", "root", "fn"))

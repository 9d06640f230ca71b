"""When a refutation of a reading would not stand (ELABORATE §3): the page says, or leaves out, something about its names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from mathlint.elaborate.binding import Page, pattern_of
from mathlint.elaborate.letters import averaged, core_letter, is_upper
from mathlint.elaborate.model import Block, Blockage, Reading
from mathlint.elaborate.noncommuting import operator_blocks
from mathlint.elaborate.scope import Fact, View
from mathlint.elaborate.spread import of_values
from mathlint.elaborate.substitution import primitive_letters
from mathlint.expr.density import densities, letters
from mathlint.expr.obligation import Declaration, Kind, Obligation
from mathlint.expr.tree import Expr

if TYPE_CHECKING:
    from mathlint.elaborate.slices import Slice

_DERIVATIVES = frozenset(("derivative", "gradient", "jacobian", "hessian"))


def blocks_of(page: Page, part: Slice, obligation: Obligation, view: View) -> tuple[Block, ...]:
    """Everything that blocks a refutation of this reading, the worst first."""
    declared = {d.name: d for d in obligation.declarations}

    def closure(node: Expr, dims: bool = True) -> frozenset[str]:
        found: set[str] = set()
        waiting = [*node.free, *(sizes(node) if dims else ())]
        while waiting:
            key = waiting.pop()
            if key in found or "#" in key:
                continue
            found.add(key)
            d = declared.get(key)
            if d is not None and d.moments is not None:
                waiting += list(d.moments[0].free | d.moments[1].free)
            if d is not None and not dims and d.value is not None:
                waiting += list(d.value.free)
            elif d is not None and dims:
                waiting += [x for x in (d.shape.rows, d.shape.cols) if isinstance(x, str) and not x.startswith("?")]
                if d.value is not None:
                    waiting += list(d.value.free)
        return frozenset(found)

    sides = closure(obligation.left), closure(obligation.right)
    every = closure(obligation.left, dims=False) | closure(obligation.right, dims=False)
    out: list[Block] = []
    varying = differentiated(obligation) | integrated(obligation)
    tabled = plain_densities(obligation)
    lawful = {n for d in obligation.declarations for m in d.moments or () for n in m.free}
    told = about(obligation.left) & about(obligation.right) if tabled else frozenset()
    shared = not sides[0].isdisjoint(sides[1])
    for key in sorted(k for k in sides[0] ^ sides[1] if k.removesuffix("^{c}") not in told):
        d = declared.get(key)
        given = key in lawful or key.endswith("°") or (d is not None and (d.value is not None or d.moments is not None))
        tied = shared and within(obligation.left if key in sides[0] else obligation.right, key, declared)
        if d is not None and not given and not tied and key not in varying and not quantified(page, base(key), view):
            out.append(
                Block(
                    Blockage.UNKNOWN_SYMBOL,
                    base(key),
                    f"`{base(key)}` stands on one side only, and nothing gives it a value",
                )
            )
    for key in sorted(sides[0] & sides[1]):
        d = declared.get(key)
        if d is not None and d.slots and d.value is None:
            grounds = [ground_items(side, key) for side in (obligation.left, obligation.right)]
            if None not in grounds and grounds[0] != grounds[1]:
                out.append(
                    Block(
                        Blockage.UNKNOWN_SYMBOL, base(key), f"different members of `{base(key)}` stand on the two sides"
                    )
                )
    hidden = [
        {n.split("#", 1)[0] for node in side.walk() if node.head == "name" and "#" in (n := node.datum)}
        - primitive_letters(side)
        for side in (obligation.left, obligation.right)
    ]
    for key in sorted((hidden[0] & sides[1]) | (hidden[1] & sides[0])):
        # free on both sides as well, as in `M'(t)`: the bound one is another
        only = key not in sides[0] & sides[1]
        out.append(Block(Blockage.CONTEXT, key, f"`{key}` is bound on one side and free on the other", firm=only))
    named_only = any(n.head == "opaque" for side in (obligation.left, obligation.right) for n in side.walk())
    averaged_over = any(n.head in _MOMENTS for side in (obligation.left, obligation.right) for n in side.walk())
    for key in sorted(every):
        name = base(key)
        d = declared.get(key)
        for obscure in page.scope.obscured(name, view):
            place = page.place(obscure.span.start)
            out.append(Block(Blockage.CONTEXT, name, f"{place} says something about `{name}` that was not understood"))
            break
        remarks = page.scope.remarks(name, view)
        lawful_at = {said.order for said in remarks if said.spread and of_values(obligation, key)}
        for said in remarks:
            if said.order in lawful_at and not said.traits and not said.group:
                continue  # `U ~ N(0, 1)`, and the words that lead to it
            held = d is not None and said.traits <= d.traits and not said.group
            if (
                said.until is not None
                and not held
                and not page.scope.in_force(said, view)
                and said.section in page.scope.above(view.section)
            ):
                place = page.place(said.span.start)
                out.append(Block(Blockage.CONTEXT, name, f"{place} says something of `{name}` in one case only"))
                break
            used = d is not None and said.law is not None and d.moments == (said.law.mean, said.law.variance)
            unused = said.law is not None and not (used and averaged_over) and name not in part.lawful
            unused = unused or (said.eigen is not None and (d is None or d.value is None))
            if (unused or not said.usable) and said.section in page.scope.above(view.section):
                place = page.place(said.span.start)
                out.append(Block(Blockage.CONTEXT, name, f"{place} says something about `{name}` that cannot be used"))
                break
        if d is not None and d.value is None:
            if (other := elsewhere(page, name, view)) is not None:
                out.append(Block(Blockage.CONTEXT, name, other))
            supposed = page.scope.supposed(name, view)
            facts = [f for f in supposed if blocking(f, page, view) and (named_only or not of_a_density(page, f))]
            if facts:
                what = f"{page.place(facts[0].span.start)} supposes something of `{name}` that is not used"
                out.append(Block(Blockage.CONTEXT, name, what, bearing=partial(readings_of_facts, page, facts)))
        alternative = "bars" in part.low.taken  # another reading takes it for the mean
        if (
            not alternative
            and d is not None
            and d.value is None
            and (family := averaged(name))
            and page.survey.of(family).letter_subs
        ):
            out.append(Block(Blockage.CONTEXT, name, f"`{name}` may be the mean of `{family}`"))
        if d is not None and d.kind is Kind.SET:
            out.append(Block(Blockage.CONTEXT, name, f"`{name}` is a set", firm=True))
    tie = page.scope.linking(frozenset(every), view)
    if tie is not None:
        out.append(Block(Blockage.CONTEXT, tie, f"`{tie}` ties names of this step to each other"))
    out += operator_blocks(page, frozenset(every), view)
    out += moment_blocks(page, obligation, view)
    out += idle_limits(obligation)
    out += decompositions(obligation, every)
    out += loose_sizes(obligation)
    out += flattened(part, obligation)
    out += loose_words(page, obligation, view)
    out += [
        Block(Blockage.UNKNOWN_SYMBOL, k, f"how `{k}` depends on the variable is not known", firm=True)
        for k in sorted(part.guessed)
    ]
    out += density_blocks(page, obligation, view) if tabled else opaque_blocks(obligation)
    if case := _CASE.search(page.clauses.governing.get(view.chain, "")):
        out.append(Block(Blockage.CONTEXT, "", f"it is said “{case[0]}”"))
    if any(
        n.head == "mod" and any(i.head in ("inverse", "div", "fn") for i in n.args[0].walk())
        for s in (obligation.left, obligation.right)
        for n in s.walk()
    ):
        out.append(Block(Blockage.CONTEXT, "", "what is taken modulo a number may be a class, no number", firm=True))
    for node in (obligation.left, obligation.right, *(d.value for d in obligation.declarations if d.value is not None)):
        for inner in node.walk():
            if inner.head in _DERIVATIVES and not part.guessed:
                problem = dependence(inner, closure)
                if problem:
                    out.append(
                        Block(
                            Blockage.UNKNOWN_SYMBOL,
                            problem,
                            f"how `{problem}` depends on the variable is not known",
                            firm=True,
                        )
                    )
    for key in part.partly:
        out.append(Block(Blockage.CONTEXT, key, f"`{key}` is given by cases, and one of them was used", firm=True))
    if part.foreign:
        out.append(Block(Blockage.CONTEXT, "", "a definition from another place was used", firm=True))
    return tuple(dict.fromkeys(out))


def within(side: Expr, key: str, declared: Mapping[str, Declaration]) -> bool:
    """Whether a name stands in a side twice: written, and in the definition of another name there. It is meant to cancel."""
    if key not in side.free:
        return False
    return any(
        (d := declared.get(other)) is not None and d.value is not None and not d.params and key in d.value.free
        for other in side.free - {key}
    )


def differentiated(obligation: Obligation) -> frozenset[str]:
    """The variables of derivatives that are written out, where nothing has a value: `d/dx x^2 = 2` speaks of every x."""
    fields = {d.name for d in obligation.declarations if d.value is not None and d.value.free <= set(d.params)}
    if any(
        d.name not in fields and (d.value is not None or d.kind is not Kind.VARIABLE) for d in obligation.declarations
    ):
        return frozenset()
    out: set[str] = set()
    for side in (obligation.left, obligation.right):
        for term in side.args if side.head == "add" else (side,):
            body = term.args[0] if term.head == "derivative" else None
            if (
                body is not None
                and body.head != "name"
                and term.args[1].head == "name"
                and term.args[1].free <= body.free
            ):
                out |= term.args[1].free
    return frozenset(out)


def integrated(obligation: Obligation) -> frozenset[str]:
    """Of an indefinite integral the variable, and the constant that is added to it: `∫ f(x) dx = F(x) + C` speaks of every x."""
    sides = (obligation.left, obligation.right)
    variables = [primitive_letters(side) for side in sides]
    if not any(variables):
        return frozenset()
    out = frozenset().union(*variables)
    for side, other in (sides, sides[::-1]):
        terms = side.args if side.head == "add" else ()
        for term in terms:
            if term.head == "name" and term.datum not in other.free.union(*(t.free for t in terms if t is not term)):
                out |= {str(term.datum)}
    return out


LATER_LINES = 15
"""How far below a step a value that is given afterwards counts for it."""
_MOMENTS = frozenset(("expect", "variance", "covariance"))
_MATRIX_WORDS = re.compile(
    r"\b(orthogonal\w*|orthonormal\w*|symmetric|idempotent|positive (?:semi-?)?definite|diagonaliz\w+|commut\w+|unitary|svd|eigen-?decomposition|singular value decomposition)\b",
    re.IGNORECASE,
)
_GROUP_WORDS = re.compile(
    r"\b(abelian|subgroups?|cosets?|(?:homo|iso|auto|endo)morphisms?|monoids?|semigroups?|conjugacy|quotient (?:groups?|rings?)"
    r"|group axioms|in a group,|an? (?:commutative )?ring|galois|octonions?|quaternions?|ordinals?|cardinals?)(?!\w)",
    re.IGNORECASE,
)
_ONE_HOT = re.compile(
    r"\bone[- ]hot\b|\ball zeroe?s (?:but|except)\b|\bzeroe?s everywhere (?:but|except)\b", re.IGNORECASE
)
"""Vectors whose entries add up to one."""
_RANDOM_WORDS = re.compile(
    r"\b(independen\w+|uncorrelated|i\.?i\.?d\.?|stationar\w+|zero[- ]mean|centered|centred|mean zero|mean of zero|standardi[sz]ed|homoscedastic\w*|normali[sz]ed|martingale|white noise|memoryless)(?!\w)",
    re.IGNORECASE,
)


_CASE = re.compile(
    r"\b(?:for|in|at|during|after|on) (?:the )?(?:(?:case|step|operation|iteration|round|stage|trial|day|player|state|layer|node|level|unit|group|class|phase|move)s? "
    r"(?:\d+|one|two|three|i{1,3}|[A-C])|(?:first|second|third|last|initial|final|base|worst|best|limiting|special) (?:case|step|operation|iteration|round|stage|trial|state|layer))\b",
    re.IGNORECASE,
)
"""What picks out one member of what the formula is about, in words."""


def sizes(node: Expr) -> list[str]:
    """The named sizes of identities and vectors of ones."""
    out = []
    for n in node.walk():
        if n.head in ("identity", "unit") and isinstance(n.datum, str) and not n.datum.startswith("?"):
            out.append(n.datum)
        elif n.head in ("ones", "zeros") and n.datum is not None:
            out += [d for d in n.datum if isinstance(d, str) and not d.startswith("?")]
    return out


def loose_sizes(obligation: Obligation) -> list[Block]:
    """An identity or a vector of ones that nothing ties to a size, beside numbers that may be that size: `1^T 1 = n`."""
    tied = {x for d in obligation.declarations for x in (d.shape.rows, d.shape.cols)}
    for side in (obligation.left, obligation.right):
        for n in side.walk():
            if n.head == "determinant" and scaled(n.args[0], obligation):
                what = "the determinant of a multiple depends on a size that is not known"
                return [Block(Blockage.UNKNOWN_SYMBOL, "n", what)]
            if n.head in ("identity", "ones"):
                dims = n.datum if isinstance(n.datum, tuple) else (n.datum,)
                if any(isinstance(d, str) and d.startswith("?") and d not in tied for d in dims):
                    return [
                        Block(
                            Blockage.UNKNOWN_SYMBOL,
                            "1" if n.head == "ones" else "I",
                            "the size of an identity or of a vector of ones is not known",
                        )
                    ]
    return []


def flattened(part: Slice, obligation: Obligation) -> list[Block]:
    """`|Λ|` beside `(x - m)^T Λ (x - m)` where all are read as numbers: it was a determinant, and its size counts."""
    if not any(n.head == "transpose" for side in part.nodes for n in side.walk()):
        return []
    sides = (obligation.left, obligation.right)
    for node in (n for side in sides for n in side.walk() if n.head == "abs"):
        if any(is_upper(base(key)) for key in node.free):
            return [Block(Blockage.CONTEXT, "", "bars were read as a size of a number, and may be a determinant")]
    return []


def scaled(node: Expr, obligation: Obligation) -> bool:
    """Whether it is a matrix of a size without a name, times a number: `|c A|` is c to the power of that size times `|A|`."""
    sizes = {d.name: d.shape for d in obligation.declarations}
    loose = any(
        isinstance(size, str) and size.startswith("?")
        for key in node.free
        if key in sizes
        for size in (sizes[key].rows, sizes[key].cols)
    )
    factors = node.args if node.head == "mul" else ()
    return loose and any(all(sizes[k].is_scalar for k in f.free if k in sizes) for f in factors)


def moment_blocks(page: Page, obligation: Obligation, view: View) -> list[Block]:
    """Expectations: a Greek letter may be a moment by convention; a name that varies outside them is not what was meant."""
    nodes = [obligation.left, obligation.right, *(d.value for d in obligation.declarations if d.value is not None)]
    moments = [n for side in nodes for n in side.walk() if n.head in _MOMENTS]
    if not moments:
        return []
    out = []
    inside = {name for m in moments for name in m.free}
    outside = free_outside(obligation.left) | free_outside(obligation.right)
    measures = {str(m.datum) for m in moments if m.datum}
    given = {n for d in obligation.declarations for m in d.moments or () for n in m.free}
    if measures and any(not m.datum for m in moments):
        measures.add("")
    if any(n.head == "name" and core_letter(str(n.datum)) == "E" for side in nodes for n in side.walk()):
        out.append(Block(Blockage.CONTEXT, "E", "`E` is read as an expectation and as a name", firm=True))
    if len(measures) > 1:
        out.append(Block(Blockage.CONTEXT, "E", "expectations over different things stand in it", firm=True))
    for d in obligation.declarations:
        if d.value is not None:
            continue
        name = base(d.name)
        if d.kind is Kind.RANDOM and d.name in outside:
            out.append(Block(Blockage.CONTEXT, name, f"`{name}` stands outside the expectations as well", firm=True))
        elif d.kind is Kind.VARIABLE and core_letter(name).startswith("\\") and d.name not in {"\\pi"} | given:
            out.append(Block(Blockage.CONTEXT, name, f"`{name}` may be a moment"))
        elif (
            d.kind is Kind.FUNCTION
            and d.name in inside
            and is_upper(name)
            and not _of_random(moments, d.name, obligation)
        ):
            out.append(Block(Blockage.CONTEXT, name, f"`{name}` may be a random process", firm=True))
    return out


def _of_random(moments: list[Expr], function: str, obligation: Obligation) -> bool:
    """Whether a function is taken of a random variable wherever it stands in expectations: `E[F(z - Y)]`, no process `E[X(t)]`."""
    random = {d.name for d in obligation.declarations if d.kind is Kind.RANDOM and is_upper(base(d.name))}
    calls = [
        n
        for m in moments
        for n in m.walk()
        if n.head == "apply" and n.args[0].head == "name" and n.args[0].datum == function
    ]
    return bool(calls) and all(any(not a.free.isdisjoint(random) for a in call.args[1:]) for call in calls)


def free_outside(node: Expr) -> frozenset[str]:
    """The names that occur outside all expectations."""
    if node.head in _MOMENTS:
        return frozenset()
    if node.head == "name":
        return frozenset((node.datum,))
    return frozenset().union(*(free_outside(a) for a in node.args)) if node.args else frozenset()


def decompositions(obligation: Obligation, every: frozenset[str]) -> list[Block]:
    """`X = U D V^T`: what is known of such factors is seldom written down."""
    out = []
    for d in obligation.declarations:
        value = d.value
        if (
            value is None
            or value.head != "mul"
            or len(value.args) != 3
            or value.args[2].head not in ("transpose", "inverse")
        ):
            continue
        names = [n for n in value.free if n in every]
        traits = [t for o in obligation.declarations if o.name in names for t in o.traits]
        if not traits:
            out.append(
                Block(Blockage.CONTEXT, base(d.name), f"`{base(d.name)}` is a product of factors that may be special")
            )
    return out


def idle_limits(obligation: Obligation) -> list[Block]:
    """`\\lim_{P \\to \\infty} I_P` where P is read as a part of the name: what the limit is of was not understood."""
    for side in (obligation.left, obligation.right):
        for node in side.walk():
            if node.head == "limit" and node.args[0].datum not in node.args[-1].free:
                letter = str(node.args[0].datum).split("#", 1)[0]
                what = f"how what stands under the limit depends on `{letter}` is not known"
                return [Block(Blockage.UNKNOWN_SYMBOL, letter, what, firm=True)]
    return []


def loose_words(page: Page, obligation: Obligation, view: View) -> list[Block]:
    """Words such as "orthogonal" or "independent" in the section that no name was found for."""
    random = any(d.kind is Kind.RANDOM for d in obligation.declarations) or any(
        n.head in _MOMENTS or n.head == "opaque" for side in (obligation.left, obligation.right) for n in side.walk()
    )
    matrices = any(not d.shape.is_scalar and not d.shape.is_column for d in obligation.declarations)
    out = []
    summed = any(n.head == "sum" for side in (obligation.left, obligation.right) for n in side.walk())
    if summed and (word := page.anywhere(_ONE_HOT)):
        # said once, it is taken for granted in all the sections after it
        out.append(Block(Blockage.CONTEXT, word, f"the page speaks of “{word}”"))
    if random and (word := page.loose(view.section, _RANDOM_WORDS)):
        out.append(Block(Blockage.CONTEXT, word, f"the page speaks of “{word}” here"))
    if matrices and (word := page.loose(view.section, _MATRIX_WORDS)):
        out.append(Block(Blockage.CONTEXT, word, f"the page speaks of “{word}” here"))
    letters = any(d.kind is Kind.VARIABLE and d.value is None for d in obligation.declarations)
    if letters and not random and (word := page.loose(view.section, _GROUP_WORDS)):
        out.append(
            Block(Blockage.CONTEXT, word, f"the page speaks of “{word}” here, whose elements are no numbers", firm=True)
        )
    return out


def elsewhere(page: Page, name: str, view: View) -> str | None:
    """A definition that could not be used: it needs itself, or it stands a little below."""
    here = page.row(view.order)
    for binding in page.scope.bindings.get(name, ()):
        if binding.section != view.section or (binding.chain == view.chain and binding.link >= view.link):
            continue
        place = page.place(binding.span.start)
        if binding.order < view.order or binding.chain == view.chain:
            form = page.first_form(page.chains[binding.chain], binding.link + 1)
            if form is not None and name in form.free:
                return f"`{name}` is defined by itself in {place}"
        elif page.row(binding.span.start) - here <= LATER_LINES:
            return f"`{name}` is given a value in {place}"
    return None


def base(key: str) -> str:
    return key.split("_{,", 1)[0].removesuffix("_{}").split("#", 1)[0]


def quantified(page: Page, key: str, view: View) -> bool:
    return any(r.quantified for r in page.scope.remarks(key, view) if r.section in page.scope.above(view.section))


def blocking(fact: Fact, page: Page, view: View) -> bool:
    """Whether a supposed equation counts at a place: not the step itself, nor one of its own chain that it leads up to."""
    if fact.chain == view.chain:
        return fact.status == "hypothesis" and fact.link < view.link
    if fact.status == "derived" and page.theorems.in_proof_of(view.order, fact.order):
        return False  # it is still to be shown
    chain = page.chains[fact.chain]
    if chain.condition_of is not None:
        return chain.condition_of == view.chain
    attached = fact.chain in view.attached
    if fact.status == "hypothesis" and not chain.display and pattern_of(page.first_form(chain, 0)) is not None:
        # "at x = a", "if n = 1": of the sentence, not of the section
        return attached
    before = fact.order < view.order
    return before if fact.status == "derived" else fact.status == "hypothesis" and (before or attached)


def readings_of_facts(page: Page, facts: Sequence[Fact]) -> list[Sequence[Reading]]:
    """The readings of what the page supposes, each as seen from its own place."""
    from mathlint.elaborate.readings import readings_of

    found = []
    for fact in facts:
        chain = page.chains[fact.chain]
        left, right = chain.terms[fact.link], chain.terms[fact.link + 1]
        found.append(readings_of(page, left, right, "=", page.view(chain, fact.link))[0])
    return found


def of_a_density(page: Page, fact: Fact) -> bool:
    """`p(y | b) = …`: it says what the density is; of the names on its right it supposes nothing."""
    form = page.first_form(page.chains[fact.chain], 0)
    return form is not None and form.head == "opaque" and fact.status != "hypothesis"


def dependence(node: Expr, closure: Callable[[Expr], frozenset[str]]) -> str | None:
    """The bare name whose derivative by something it does not contain is taken."""
    body, variable = node.args
    target = variable
    while target.head in ("item", "row", "column"):
        target = target.args[0]
    bare = body
    while bare.head in ("item", "row", "column", "derivative"):
        bare = bare.args[0]
    if (
        bare is target
        and body.head == "item"
        and variable.head == "item"
        and body is not variable
        and not _plain_entries(body, variable)
    ):
        return str(bare.datum).split("#", 1)[0]
    if bare.head == "name" and target.head == "name" and bare is not target and target.datum not in closure(bare):
        return str(bare.datum).split("#", 1)[0]
    return None


def ground_items(side: Expr, key: str) -> frozenset[Expr] | None:
    """The members of a family in an expression if all of them are written with numbers, else None."""
    found = {n for n in side.walk() if n.head == "item" and n.args[0].head == "name" and n.args[0].datum == key}
    if any(i.head != "number" for n in found for i in n.args[1:]):
        return None
    return frozenset(found)


def _plain_entries(body: Expr, variable: Expr) -> bool:
    """Entries with independent indices, as in ∂x_j/∂x_i; a recurrence's `S_{k-1}` is none."""
    return all(i.head in ("name", "number") for i in (*body.args[1:], *variable.args[1:]))


_MODEL_WORDS = re.compile(
    r"\b(markov\w*|bayesian networks?|bayes(?:ian)? nets?|graphical models?|directed acyclic|dags?|d-separat\w+|parents?|(?:mean|naive)[- ](?:field|bayes)|factori[sz]\w+|"
    r"disjoint|mutually exclusive|partition\w*|uniform\w*|flat|equally (?:likely|probable)|equiprobable|equal|same|identical\w*|exchangeab\w+|symmetr\w+|determinis\w+|"
    r"function of|impl(?:y|ies)|subsets?|sufficient\w*|ignorab\w+|random(?:ly)? assign\w*|unconfounded\w*|approximat\w+|optimal|equilibrium|detailed balance|invarian\w+|reversib\w+)(?!\w)",
    re.IGNORECASE,
)
"""What ties densities to each other in ways that no table here has."""


def plain_densities(obligation: Obligation) -> bool:
    """Whether a step speaks of densities over plain names only, so that the engine has tables for them."""
    values = [d.value for d in obligation.declarations if d.value is not None]
    return (
        densities((obligation.left, obligation.right)) is not None
        and densities(values) is None
        and not any(n.head == "opaque" for value in values for n in value.walk())
    )


def about(side: Expr) -> frozenset[str]:
    """The names that the densities of a side are about, free or summed over."""
    slots = [slot for d in (densities((side,)) or {}).values() for slot in (*d.slots, *d.given)]
    return frozenset(
        name for slot in slots for name in ((slot.name,) if slot.event is None else (slot.name, *letters(slot.event)))
    )


def density_blocks(page: Page, obligation: Obligation, view: View) -> list[Block]:
    """What the page may know of the densities of a step, beyond that they are densities."""
    found = densities((obligation.left, obligation.right)) or {}
    out = []
    if len({d.measure for d in found.values()}) > 1:
        out.append(Block(Blockage.CONTEXT, "p", "different densities stand in it, and what ties them is not known"))
    for pattern in (_RANDOM_WORDS, _MODEL_WORDS):
        if word := page.loose(view.section, pattern):
            out.append(Block(Blockage.CONTEXT, word, f"the page speaks of “{word}” here"))
    names = about(obligation.left) | about(obligation.right)
    if any("'" in name for name in names):
        out.append(Block(Blockage.CONTEXT, "p", "a name with a prime may be another value or another name"))
    slots = [slot for d in found.values() for slot in (*d.slots, *d.given)]
    if any(slot.at is not None and slot.at.head == "number" for slot in slots):
        out.append(Block(Blockage.CONTEXT, "p", "probabilities of certain values stand in it, and they may be given"))
    if any(densities((side,)) is None for side in (obligation.left, obligation.right)):
        out.append(Block(Blockage.CONTEXT, "p", "one side is no probability, and may be the value of the other"))
    plain = names | {n.lower() for n in names}
    for key in sorted(obligation.left.free | obligation.right.free | plain):
        if "#" not in key and key not in plain:
            out.append(Block(Blockage.CONTEXT, base(key), f"`{base(key)}` is no argument of the densities"))
        elif page.scope.bindings.get(key) or page.scope.obscured(key, view):
            out.append(Block(Blockage.CONTEXT, key, f"the page says more about `{key}`"))
    for side, other in ((obligation.left, obligation.right), (obligation.right, obligation.left)):
        if loose := sorted(
            n for n in side.free - other.free if "#" not in n and n.removesuffix("^{c}") not in about(other)
        ):
            out.append(Block(Blockage.UNKNOWN_SYMBOL, base(loose[0]), f"`{base(loose[0])}` stands on one side only"))
    if any(d.kind is Kind.FUNCTION or d.value is not None for d in obligation.declarations):
        out.append(Block(Blockage.CONTEXT, "p", "densities and other functions stand in it"))
    return out


def opaque_blocks(obligation: Obligation) -> list[Block]:
    """Densities and other notions that stand for more than any value: they block, unless both sides hold the very same ones, unbound."""
    found: list[set[Expr]] = []
    bound = False
    for side in (obligation.left, obligation.right):
        here: set[Expr] = set()
        for node in side.walk():
            if node.head == "opaque":
                here.add(node)
                bound = bound or any("#" in n for n in node.free)
        found.append(here)
    deeper = any(n.head == "opaque" for d in obligation.declarations if d.value is not None for n in d.value.walk())
    if not found[0] and not found[1] and not deeper:
        return []
    if found[0] == found[1] and not bound and not deeper:
        return []
    which = min(found[0] ^ found[1] or found[0] or found[1], key=lambda node: str(node.datum), default=None)
    label = str(which.datum) if which is not None else "a density"
    return [Block(Blockage.CONTEXT, label, f"`{label}` is only a name for what is not given here")]


__all__ = ["blocks_of"]

"""The evaluator: an expression's value in a ring at a draw, with jets for derivatives.

What each head does stands in the files of methods by topic (`arithmetic`, `linear`, `calculus`, `binders`, `chance`, …), which
register in `METHODS`; `engine.table` imports them all. This file holds names, scopes, budgets and the memory of values.

Two scopes hold values that are not the draw's. `bound`: names bound lexically (by a sum, a lambda, a parameter of a
definition); unfolding a definition starts a fresh one. `seeds`: names under a derivative operator; they are seen everywhere,
also inside definitions. So a derivative by `z` does not look inside `z`, while everything defined through `z` depends on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, TypeAlias

from mathlint.engine.exact import as_integer, exact_value
from mathlint.engine.failures import Circular, IllTyped, OutOfBudget, Undefined, Unsupported
from mathlint.engine.jet_algebra import Jets
from mathlint.engine.jets import Value
from mathlint.engine.rings import Ring, mix
from mathlint.engine.sample import INDEPENDENT, Draw
from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr

Method: TypeAlias = "Callable[[Evaluator, Expr], Value]"
METHODS: Final[dict[str, Method]] = {}
"""head → how it is evaluated."""

REMEMBERED: Final = frozenset({
    "sum", "product", "sum_where", "sum_over", "product_over", "mean", "integral", "limit", "expect", "variance", "covariance",
    "derivative", "gradient", "jacobian", "hessian", "inverse", "determinant", "apply", "tabulate",
})  # fmt: skip
"""Heads whose values are worth keeping."""

DEPTH: Final = 40
"""How deep definitions may unfold into one another."""


def method(*heads: str) -> Callable[[Method], Method]:
    """Register an evaluation method."""

    def register(function: Method) -> Method:
        for head in heads:
            METHODS[head] = function
        return function

    return register


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a set that is only named: a number when it serves as an index, and a value otherwise."""

    index: int
    value: Value


class Meter:
    """What is left of a budget."""

    __slots__ = ("_check", "deadline", "nodes", "terms")

    def __init__(self, nodes: int, seconds: float, terms: int) -> None:
        self.nodes = nodes
        self.terms = terms
        self.deadline = time.thread_time() + seconds
        self._check = 0

    def spend(self, nodes: int = 1) -> None:
        self.nodes -= nodes
        if self.nodes < 0:
            raise OutOfBudget("too many operations")
        self._check += nodes
        if self._check >= 512:
            self._check = 0
            if time.thread_time() > self.deadline:
                raise OutOfBudget("too slow")


@dataclass(frozen=True, slots=True)
class Options:
    """How one evaluation is meant.

    plus: the sign that `plusminus` takes. hold: partial derivatives keep fixed what stands beside the variable and has a
    definition of its own. ulps: how far below and above a decimal may be off, in units of its last place.
    """

    plus: int = 1
    hold: bool = False
    ulps: tuple[Fraction, Fraction] | None = None


class Evaluator:
    """Evaluates expressions in one ring at one draw."""

    def __init__(self, ring: Ring, draw: Draw, meter: Meter, options: Options | None = None) -> None:
        self.ring = ring
        self.jets = Jets(ring)
        self.draw = draw
        self.problem = draw.problem
        self.meter = meter
        self.options = options or Options()
        self.bound: dict[str, Any] = {}
        self.seeds: dict[tuple[str, tuple[int, ...]], Value] = {}
        self.solved: dict[str, Value] = {}
        """Names whose value follows from an equality that was assumed."""
        self.atoms: dict[str, int] = {}
        self.averaging = False
        """Inside an expectation: all random names that occur must belong to outcomes that are being gone through."""
        self.estimated = False
        """A numerical estimate that is not certified went into a value: no refutation may rest on it."""
        self.rough = False
        """A numerical estimate of something that jumps, oscillates or has no fixed sign: even a clear difference says nothing."""
        self.coarse = False
        """A certified enclosure that is wide went into a value: fewer digits count as agreement."""
        self.abstract = False
        """A notion was replaced by a random one of its kind: agreement supports, disagreement says nothing."""
        self.tag = 0
        self._stamp = 0
        self._stamps: dict[str, int] = {}
        self._seed_stamps: dict[str, int] = {}
        self._atom_stamp = 0
        self._memory: dict[object, Value] = {}
        self._depth = 0
        self._open: frozenset[tuple[str, tuple[int, ...]]] = frozenset()
        """The definitions that are being unfolded."""

    # ------------------------------------------------------------ values
    def value(self, node: Expr) -> Value:
        """The value of a node. Raises one of `failures`."""
        self.meter.spend()
        found = METHODS.get(node.head)
        if found is None:
            raise Unsupported(f"`{node.head}`")
        if node.head in REMEMBERED:
            return self.remember((node, self._context(node)), lambda: found(self, node))
        return found(self, node)

    def remember(self, key: object, compute: Callable[[], Value]) -> Value:
        known = self._memory.get(key)
        if known is None:
            known = self._memory[key] = compute()
        return known

    def _context(self, node: Expr) -> tuple[int, ...]:
        """What the value of a node depends on besides the draw."""
        if not self._stamps and not self._seed_stamps:
            return (self._atom_stamp,)
        free, closure = node.free, self.problem.closure(node)
        own = tuple(s for k, s in self._stamps.items() if k in free)
        return (*own, -1, *(s for k, s in self._seed_stamps.items() if k in closure), self._atom_stamp)

    def rational(self, value: Fraction | int) -> Value:
        return self.ring.rational(value if value.__class__ is Fraction else Fraction(value))

    # ------------------------------------------------------------ integers
    def integer_of(self, key: str, indices: tuple[int, ...] = ()) -> int | None:
        """The integer that a name or a member of a family stands for, if it is one here."""
        if indices:
            if key in self.bound or (key, indices) in self.seeds:
                return None
            return self.draw.member_integer(key, indices)
        if key in self.bound:
            value = self.bound[key]
            if value.__class__ is int:
                return int(value)
            return value.index if value.__class__ is Element else None
        if (key, ()) in self.seeds:
            return None
        declared = self.problem.declarations.get(key)
        if declared is not None and declared.value is not None:
            return as_integer(exact_value(declared.value, self.integer_of)) if not declared.params else None
        return self.draw.integer(key)

    def exact(self, node: Expr) -> Fraction | None:
        return exact_value(node, self.integer_of)

    def integer(self, node: Expr) -> int:
        """An index or bound. Raises Undefined where it is a fraction here, and Unsupported where it is no exact number."""
        found = self.exact(node)
        if found is None:
            raise Unsupported("an index or bound that is not an integer")
        value = as_integer(found)
        if value is None:
            raise Undefined("an index or bound that is a fraction")
        return value

    def label(self, node: Expr) -> int:
        """An index into a family: an integer, or any rational, which counts as one of its own."""
        value = self.exact(node)
        if value is None and node.head == "decimal":
            value = node.datum[0]
        if value is None:
            raise Unsupported("an index that is not a number")
        return int(value) if value.denominator == 1 else 10**9 + mix(str(value)) % 10**9

    def dimension(self, dim: Dim) -> int:
        if isinstance(dim, int):
            return dim
        found = self.integer_of(dim)
        return self.draw.dimension(dim) if found is None else found

    # ------------------------------------------------------------ names
    def name(self, key: str) -> Value:
        if key in self.bound:
            value = self.bound[key]
            if value.__class__ is int:
                return self.rational(value)
            return value.value if value.__class__ is Element else value
        return self.member(key, ())

    def member(self, key: str, indices: tuple[int, ...]) -> Value:
        """The value of a declared name, or of a member of a family."""
        seeded = self.seeds.get((key, indices))
        if seeded is not None:
            return seeded
        if not indices and key in self.solved:
            return self.solved[key]
        declared = self.problem.declarations.get(key)
        if declared is None:
            raise Unsupported(f"the undeclared name {key}")
        if len(indices) != declared.slots:
            raise Unsupported(f"the family `{key}` without its index" if declared.slots else f"an index on {key}")
        if declared.value is not None:
            return self.unfold(declared, indices, ())
        if declared.kind is Kind.RANDOM:
            group = self.group(declared, indices)
            if self.averaging and group not in self.atoms:
                raise Unsupported("a random member outside of the sample space")
            atom = self.atoms.get(group, 0)
            if declared.moments is not None:
                from mathlint.engine.law import lawful

                closure = frozenset().union(*(self.problem.closure(m) for m in declared.moments))
                seeds = tuple(s for k, s in self._seed_stamps.items() if k in closure)
                return self.remember((key, indices, "atom", atom, seeds), lambda: lawful(self, declared, indices, atom))
            return self.remember(
                (key, indices, "atom", atom), lambda: self.ring.convert(self.draw.outcome_value(key, indices, atom))
            )
        return self.remember((key, indices), lambda: self.ring.convert(self.draw.value(key, indices)))

    @staticmethod
    def group(declared: Declaration, indices: tuple[int, ...]) -> str:
        """The part of the sample space a random name lives on. Members of a family may each have a part of their own."""
        apart = indices and declared.group.startswith(INDEPENDENT)
        return f"{declared.group}{list(indices)}" if apart else declared.group

    def unfold(self, declared: Declaration, indices: tuple[int, ...], arguments: tuple[Value, ...]) -> Value:
        """The value of a definition, with its parameters bound."""
        assert declared.value is not None
        given = (*indices, *arguments)
        if len(given) != len(declared.params):
            raise Unsupported(f"`{declared.name}` with {len(given)} of its {len(declared.params)} parameters")
        place = (declared.name, indices)
        if self._depth >= DEPTH or (place in self._open and not arguments):
            raise Circular(f"the definition of {declared.name} needs itself")
        body = declared.value
        closure = self.problem.closure(body)
        context = tuple(s for k, s in self._seed_stamps.items() if k in closure)
        key = (declared.name, indices, context, self._atom_stamp) if not arguments else None
        if key is not None and key in self._memory:
            return self._memory[key]
        before, stamps = self.bound, self._stamps
        self.bound, self._stamps = {}, {}
        self._depth += 1
        outer, self._open = self._open, self._open | {place}
        try:
            for param, value in zip(declared.params, given, strict=True):
                self.bind(param, value)
            result = self.value(body)
        finally:
            self._depth -= 1
            self._open = outer
            self.bound, self._stamps = before, stamps
        if key is not None:
            self._memory[key] = result
        return result

    # ------------------------------------------------------------ scopes
    def bind(self, key: str, value: object) -> None:
        """Set a lexical name in the present scope; `scope` undoes it."""
        self._stamp += 1
        self.bound[key] = value
        self._stamps[key] = self._stamp

    @contextmanager
    def scope(self, *names: str) -> Iterator[None]:
        """Bindings of these names made inside are undone after."""
        before = [(k, self.bound.get(k), self._stamps.get(k)) for k in names]
        try:
            yield
        finally:
            for key, value, stamp in before:
                if stamp is None:
                    self.bound.pop(key, None)
                    self._stamps.pop(key, None)
                else:
                    self.bound[key], self._stamps[key] = value, stamp

    @contextmanager
    def seeded(self, key: str, indices: tuple[int, ...], value: Value) -> Iterator[None]:
        """Inside, a declared name has this value everywhere."""
        place = (key, indices)
        old, stamp = self.seeds.get(place), self._seed_stamps.get(key)
        self._stamp += 1
        self.seeds[place], self._seed_stamps[key] = value, self._stamp
        try:
            yield
        finally:
            if old is None:
                del self.seeds[place]
            else:
                self.seeds[place] = old
            if stamp is None:
                del self._seed_stamps[key]
            else:
                self._seed_stamps[key] = stamp

    def at_outcome(self, atoms: dict[str, int], node: Expr) -> Value:
        """The value of a node at an outcome of the sample space."""
        before, stamp, outer = self.atoms, self._atom_stamp, self.averaging
        self._stamp += 1
        self.atoms, self._atom_stamp, self.averaging = {**before, **atoms}, self._stamp, True
        try:
            return self.value(node)
        finally:
            self.atoms, self._atom_stamp, self.averaging = before, stamp, outer

    def sibling(self, ring: Ring, carry: Callable[[Value], Value]) -> Evaluator:
        """The same evaluation in another ring, with the scopes' values carried over."""
        other = Evaluator(ring, self.draw, self.meter, self.options)
        for key, value in self.bound.items():
            if value.__class__ is int:
                other.bind(key, value)
            elif value.__class__ is Element:
                other.bind(key, Element(value.index, carry(value.value)))
            else:
                other.bind(key, carry(value))
        for place, value in self.seeds.items():
            other._stamp += 1
            other.seeds[place], other._seed_stamps[place[0]] = carry(value), other._stamp
        other.solved = {k: carry(v) for k, v in self.solved.items()}
        other.atoms, other.tag, other._depth = dict(self.atoms), self.tag, self._depth
        return other

    # ------------------------------------------------------------ conditions
    def truth(self, node: Expr) -> bool:
        """Whether a condition holds. Raises Undefined where the enclosures do not say."""
        match node.head:
            case "and":
                return all(self.truth(a) for a in node.args)
            case "or":
                return any(self.truth(a) for a in node.args)
            case "not":
                return not self.truth(node.args[0])
            case "compare":
                return self._compare(node)
            case "name" if self.problem.kind(node.datum) is Kind.RANDOM and node.datum not in self.bound:
                declared = self.problem.declarations[node.datum]
                return self.draw.event(node.datum, self.atoms.get(declared.group, 0))
        raise Unsupported(f"the condition `{node.head}`")

    def _compare(self, node: Expr) -> bool:
        x, y = (self.exact(a) for a in node.args)
        if x is None or y is None:
            difference = self.jets.subtract(self.value(node.args[0]), self.value(node.args[1]))
            if self.jets.is_matrix(difference):
                raise IllTyped("an order between matrices")
            if node.datum in ("=", "!=") and not self.ring.ordered:
                raise Unsupported("an equality as a condition")
            sign = self.ring.sign(difference.parts[()] if hasattr(difference, "parts") else difference)
        else:
            sign = (x > y) - (x < y)
        match node.datum:
            case "=":
                return sign == 0
            case "!=":
                return sign != 0
            case "<":
                return sign < 0
            case "<=":
                return sign <= 0
            case ">":
                return sign > 0
            case ">=":
                return sign >= 0
        raise Unsupported(f"the relation {node.datum}")

    def undefined_unless(self, condition: bool, what: str) -> None:
        if not condition:
            raise Undefined(what)

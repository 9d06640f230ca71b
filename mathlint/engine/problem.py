"""An obligation prepared for deciding: its definitions, its integers, its dimensions and its seed. Knows no numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Final

from mathlint.engine.orientation import with_positive_determinant
from mathlint.expr.obligation import Declaration, Kind, Obligation, Trait
from mathlint.expr.tree import Expr, name, rebuild

DERIVATIVES: Final = frozenset({"derivative", "gradient", "jacobian", "hessian"})
_COUNTED: Final = frozenset({"sum", "product", "sum_where", "mean"})


@dataclass(frozen=True)
class Problem:
    """What the tiers work on.

    left, right: the sides, with the facts about compound terms put in. declarations: by name. key: a printed form that
    fixes all random choices. indices: "any", or that free indices be drawn "distinct" or "equal" only.
    """

    left: Expr
    right: Expr
    relation: str
    declarations: Mapping[str, Declaration]
    assumptions: tuple[Expr, ...]
    seed: int
    indices: str = "any"
    tables: object = None
    """The joint tables that densities are computed from, if they are; see `engine.tables`."""

    # ------------------------------------------------------------ names
    @cached_property
    def reached(self) -> tuple[Expr, ...]:
        """Both sides, the assumptions, and every definition and bound that they reach."""
        out: list[Expr] = [self.left, self.right, *self.assumptions]
        seen: set[str] = set()
        for node in out:
            for key in node.free - seen:
                seen.add(key)
                declared = self.declarations.get(key)
                if declared is not None:
                    more = (declared.value, *(declared.bounds or ()), *(declared.moments or ()))
                    out.extend(e for e in more if e is not None)
        return tuple(out)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every free name reached."""
        return frozenset().union(*(node.free for node in self.reached))

    @cached_property
    def heads(self) -> frozenset[str]:
        return frozenset(n.head for node in self.reached for n in node.walk())

    @cached_property
    def oriented(self) -> frozenset[str]:
        """Matrices whose determinant has to be positive."""
        return with_positive_determinant(self.reached) if "determinant" in self.heads else frozenset()

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        """The symbolic dimensions, sorted."""
        found: set[str] = set()
        for key in self.names:
            declared = self.declarations.get(key)
            if declared is not None:
                found.update(d for d in (declared.shape.rows, declared.shape.cols) if isinstance(d, str))
        for node in self.reached:
            for n in node.walk():
                if n.head in ("identity", "unit"):
                    found.update(d for d in (n.datum,) if isinstance(d, str))
                elif n.head in ("ones", "zeros") and n.datum is not None:
                    found.update(d for d in n.datum if isinstance(d, str))
        return tuple(sorted(found))

    @cached_property
    def integers(self) -> frozenset[str]:
        """Names that only make sense as integers: dimensions, indices, bounds of sums."""
        found = set(self.dimensions)
        for key in self.names:
            declared = self.declarations.get(key)
            if declared is not None and declared.value is None and not declared.slots and declared.traits & _INTEGRAL:
                found.add(key)
        for node in self.reached:
            for n in node.walk():
                for r in n.args[1:] if n.head in ("item", "row", "column") or self._is_power(n) else _ranges(n):
                    found.update(k for k in self._counted(r) if self._may_be_integer(k))
        return frozenset(found)

    def _is_power(self, node: Expr) -> bool:
        """Whether a node is a power of a matrix by its name: the exponent is an integer."""
        declared = (
            self.declarations.get(node.args[0].datum) if node.head == "pow" and node.args[0].head == "name" else None
        )
        return declared is not None and not declared.shape.is_scalar and declared.kind is Kind.VARIABLE

    def _counted(self, place: Expr) -> frozenset[str]:
        """The free names of an index or bound, and those of the sums of names that they stand for."""
        found = place.free
        for key in place.free:
            declared = self.declarations.get(key)
            if declared is not None and declared.value is not None and not declared.params and not declared.slots:
                if all(n.head in ("name", "number", "add", "neg") for n in declared.value.walk()):
                    found = found | declared.value.free
        return found

    @cached_property
    def spaced(self) -> Mapping[str, tuple[str, Expr]]:
        """Integers that a bound divides or takes the logarithm of, so that the bound is an integer as well.

        Each with "multiple" and what divides it, or with "power" and the base of the logarithm.
        """
        found: dict[str, tuple[str, Expr]] = {}
        for node in self.reached:
            for n in node.walk():
                for r in _ranges(n):
                    for part in _unrounded(r):
                        if part.head == "div" and part.args[0].head == "name":
                            found.setdefault(part.args[0].datum, ("multiple", part.args[1]))
                        elif part.head == "fn" and part.datum == "log" and len(part.args) == 2:
                            if part.args[0].head == "name":
                                found[part.args[0].datum] = ("power", part.args[1])
        return {k: v for k, v in found.items() if self._may_be_integer(k)}

    @cached_property
    def divided(self) -> frozenset[str]:
        """Integers that are only asked for their common divisors."""
        if "fn" not in self.heads:
            return frozenset()
        found: set[str] = set()
        counted: set[str] = set()
        for node in self.reached:
            for n in node.walk():
                ends = {k for r in _ranges(n) for k in r.free}
                (found if n.head == "fn" else counted).update(ends)
        return frozenset(found - counted - set(self.dimensions))

    @cached_property
    def integer_families(self) -> frozenset[str]:
        """Families whose members serve as integers: declared so, or used as bounds and indices."""
        found = {k for k in self.names if self._is_family(k) and self.traits(k) & _INTEGRAL}
        for node in self.reached:
            for n in node.walk():
                for r in n.args[1:] if n.head in ("item", "row", "column") else _ranges(n):
                    found.update(m.args[0].datum for m in r.walk() if m.head == "item" and m.args[0].head == "name")
        return frozenset(k for k in found if self._is_family(k))

    def _is_family(self, key: str) -> bool:
        declared = self.declarations.get(key)
        return (
            declared is not None
            and declared.kind is Kind.VARIABLE
            and declared.value is None
            and declared.slots > 0
            and declared.shape.is_scalar
        )

    def _may_be_integer(self, key: str) -> bool:
        declared = self.declarations.get(key)
        return declared is not None and declared.kind is Kind.VARIABLE and declared.value is None and not declared.slots

    @cached_property
    def free_indices(self) -> tuple[str, ...]:
        """Names that say which entry or member is meant: declared so, or used so and not as a size."""
        used: set[str] = set()
        sizes = set(self.dimensions)
        for node in self.reached:
            for n in node.walk():
                if n.head in ("item", "row", "column"):
                    used.update(k for index in n.args[1:] for k in self._counted(index))
                else:
                    sizes.update(k for r in _ranges(n) for k in r.free)
        found = {k for k in self.names if Trait.INDEX in self.traits(k)}
        return tuple(sorted(found | {k for k in used - sizes if self._may_be_integer(k)}))

    @cached_property
    def levels(self) -> dict[str, tuple[Fraction, ...]]:
        """Numbers that names are compared with by "=": a label that is 0 or 1 in the cases takes no other value."""
        found: dict[str, set[Fraction]] = {}
        for node in self.reached:
            for n in node.walk():
                if n.head != "compare" or n.datum not in ("=", "!="):
                    continue
                for side, other in (n.args, n.args[::-1]):
                    base = side.args[0] if side.head == "item" else side
                    if other.head == "number" and base.head == "name" and self._is_label(base.datum):
                        found.setdefault(base.datum, set()).add(other.datum)
        few = 2 if self.heads & DERIVATIVES else 1
        return {k: tuple(sorted(v)) for k, v in found.items() if len(v) >= few}

    def _is_label(self, key: str) -> bool:
        declared = self.declarations.get(key)
        return (
            declared is not None
            and declared.kind is Kind.VARIABLE
            and declared.value is None
            and declared.shape.is_scalar
            and key not in self.integers
        )

    @cached_property
    def magnitude(self) -> Fraction:
        """By how much values are scaled: exponentials of large numbers saturate, and then everything agrees."""
        saturates = any(
            (n.head == "fn" and n.datum in SATURATING)
            or (n.head == "pow" and not _is_integral(n.args[1], self.integers))
            for node in self.reached
            for n in node.walk()
        )
        if not saturates:
            return Fraction(1)
        return Fraction(1, 6) if self.dimensions else Fraction(2, 5)

    @cached_property
    def random_names(self) -> frozenset[str]:
        return frozenset(k for k in self.names if self.kind(k) is Kind.RANDOM)

    def kind(self, key: str) -> Kind | None:
        declared = self.declarations.get(key)
        return None if declared is None else declared.kind

    def traits(self, key: str) -> frozenset[Trait]:
        declared = self.declarations.get(key)
        return frozenset() if declared is None else declared.traits

    @cached_property
    def _closures(self) -> dict[str, frozenset[str]]:
        return {}

    def closure(self, node: Expr) -> frozenset[str]:
        """The free names of a node and of every definition it reaches."""
        found: frozenset[str] = node.free
        for key in node.free:
            declared = self.declarations.get(key)
            if declared is not None and declared.value is not None:
                found = found | self._closure_of(declared)
            elif declared is not None and declared.moments is not None:
                found = found.union(*(m.free for m in declared.moments))
        return found

    def _closure_of(self, declared: Declaration) -> frozenset[str]:
        known = self._closures.get(declared.name)
        if known is None:
            self._closures[declared.name] = frozenset()
            assert declared.value is not None
            known = self.closure(declared.value) - frozenset(declared.params)
            self._closures[declared.name] = known
        return known

    @cached_property
    def is_complex(self) -> bool:
        if any(Trait.COMPLEX in self.traits(k) for k in self.names):
            return True
        return any(n.head == "constant" and n.datum == "i" for node in self.reached for n in node.walk())

    @cached_property
    def under_roots(self) -> frozenset[str]:
        """Names without a definition that stand under a root, a logarithm or a real power."""
        found: set[str] = set()
        for node in self.reached:
            for n in node.walk():
                if (
                    n.head == "root"
                    or (n.head == "fn" and n.datum in ("log", "log2", "log10"))
                    or (n.head == "pow" and not _is_integral(n.args[1], self.integers))
                ):
                    found |= self.closure(n.args[0])
        return frozenset(k for k in found if k in self.declarations and self.declarations[k].value is None)

    # ------------------------------------------------------------ variants
    def with_traits(self, added: Mapping[str, Trait]) -> Problem:
        """The same, with more known of some names."""
        declared = dict(self.declarations)
        for key, trait in added.items():
            declared[key] = replace(declared[key], traits=declared[key].traits | {trait})
        return replace(self, declarations=declared)

    def independent(self) -> Problem:
        """The same, with every random variable in a group of its own."""
        declared = {
            k: replace(d, group=f"{d.group}/{k}") if d.kind is Kind.RANDOM else d for k, d in self.declarations.items()
        }
        return replace(self, declarations=declared)

    def declaring(self, declared: Declaration) -> Problem:
        """The same, with one name declared anew."""
        return replace(self, declarations={**self.declarations, declared.name: declared})

    def about(self, left: Expr, right: Expr, more: Iterable[Declaration] = (), relation: str = "=") -> Problem:
        """Other sides over the same names."""
        declared = dict(self.declarations) | {d.name: d for d in more}
        return replace(self, left=left, right=right, relation=relation, declarations=declared)


SATURATING: Final = frozenset({
    "exp", "sigmoid", "softmax", "tanh", "coth", "erf", "erfc", "softplus", "silu", "logsumexp", "normal_cdf", "normal_pdf", "sinh",
    "cosh", "sech", "csch", "gamma",
})  # fmt: skip


def _ranges(node: Expr) -> tuple[Expr, ...]:
    """The bounds that an integer runs between."""
    if node.head in _COUNTED:
        return node.args[1:3]
    if node.head in ("factorial", "binomial") or (node.head == "fn" and node.datum in ("gcd", "lcm")):
        return node.args
    return (node.args[1], node.args[2], node.args[4], node.args[5]) if node.head == "tabulate" else ()


def _unrounded(node: Expr) -> Iterable[Expr]:
    """A bound and its parts, but for what is rounded."""
    if node.head not in ("floor", "ceiling"):
        yield node
        for a in node.args:
            yield from _unrounded(a)


_INTEGRAL: Final = frozenset({Trait.INTEGER, Trait.INDEX, Trait.EVEN, Trait.ODD})


def _is_integral(node: Expr, integers: frozenset[str]) -> bool:
    match node.head:
        case "number":
            return bool(node.datum.denominator == 1)
        case "name":
            return node.datum in integers
        case "neg" | "add" | "mul":
            return all(_is_integral(a, integers) for a in node.args)
    return False


def printed(obligation: Obligation) -> str:
    """A text with everything that matters in the obligation, the same in every process."""
    lines = [repr(obligation.left), obligation.relation, repr(obligation.right)]
    for d in obligation.declarations:
        traits = " ".join(sorted(d.traits))
        lines.append(
            f"{d.name} {d.kind} {d.shape} {d.slots} {d.arity} {traits} {d.value!r} {d.params} {d.base} {d.group}"
            + (f" {d.moments!r}" if d.moments is not None else "")
        )
    lines.extend(repr(a) for a in obligation.assumptions)
    lines.extend(f"{r.pattern!r} -> {r.value!r}" for r in obligation.rewrites)
    return "\n".join(lines)


def prepare(obligation: Obligation) -> Problem:
    """Put the rewrites in and take the definitions out of the assumptions."""
    rewrites = {r.pattern: r.value for r in obligation.rewrites}

    def put(node: Expr) -> Expr:
        return rebuild(node, lambda n: rewrites.get(n, n)) if rewrites else node

    declarations = {
        d.name: replace(d, value=put(d.value)) if d.value is not None else d for d in obligation.declarations
    }
    assumptions = []
    for a in obligation.assumptions:
        trait = _unit_vector(a, declarations)
        if trait is not None:
            declarations[trait] = replace(declarations[trait], traits=declarations[trait].traits | {Trait.UNIT})
        else:
            assumptions.append(a)
    values = [d.value for d in declarations.values() if d.value is not None]
    for key in _rooted((obligation.left, obligation.right, *values), declarations):
        declarations[key] = replace(declarations[key], traits=declarations[key].traits | _DEFINITE)
    seed = int.from_bytes(hashlib.blake2b(printed(obligation).encode(), digest_size=8).digest(), "big")
    return Problem(
        put(obligation.left), put(obligation.right), obligation.relation, declarations, tuple(assumptions), seed
    )


_DEFINITE: Final = frozenset({Trait.SYMMETRIC, Trait.POSITIVE_DEFINITE})


def _rooted(sides: Iterable[Expr], declarations: Mapping[str, Declaration]) -> frozenset[str]:
    """Matrices under a square root: only what is positive definite has the one that is meant."""
    return frozenset(
        n.args[0].datum
        for side in sides
        for n in side.walk()
        if n.head == "pow"
        and n.args[1].head == "number"
        and n.args[1].datum.denominator == 2
        and n.args[0].head == "name"
        if (d := declarations.get(n.args[0].datum)) is not None and not d.shape.is_scalar and d.value is None
    )


def _unit_vector(node: Expr, declarations: Mapping[str, Declaration]) -> str | None:
    """The vector that an assumption ‖x‖ = 1, or xᵀx = 1, speaks of."""
    if node.head != "compare" or node.datum != "=" or node.args[1].head != "number" or node.args[1].datum != 1:
        return None
    side = node.args[0]
    if side.head == "pow" and side.args[0].head == "norm":
        side = side.args[0]
    found = None
    if side.head == "norm" and side.datum in ("2", None):
        found = side.args[0]
    elif side.head == "inner" and side.args[0] is side.args[1]:
        found = side.args[0]
    elif (
        side.head == "mul"
        and len(side.args) == 2
        and side.args[0].head == "transpose"
        and side.args[0].args[0] is side.args[1]
    ):
        found = side.args[1]
    if found is None or found.head != "name" or found is not name(found.datum):
        return None
    declared = declarations.get(found.datum)
    usable = declared is not None and declared.value is None and not declared.slots and declared.shape.is_column
    return found.datum if usable else None

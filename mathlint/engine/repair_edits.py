"""Single edits of a side: the slips that authors make, as replacements of one subterm.

An edit is a place and a replacement; its cost says how likely the slip is (1: a sign or a factor of two, up to 6). Edits are
only proposed here; whether one makes a step hold is decided elsewhere. So this file need not be right, only plausible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

from mathlint.engine.repair_tree import Path, joined, put, scaled, times
from mathlint.expr.obligation import Declaration, Kind
from mathlint.expr.tree import ONE, Expr, add, bound_names, div, expr, fn, mul, name, neg, number, power, substitute

TWO: Final = number(2)
HALF: Final = number(Fraction(1, 2))
ALTERNATIVES: Final[Mapping[str, tuple[str, ...]]] = {
    "sin": ("cos",), "cos": ("sin",), "tan": ("sin", "cos", "cot"), "sinh": ("cosh",), "cosh": ("sinh",), "tanh": ("sech", "tan"),
    "exp": ("log",), "log": ("exp",), "arcsin": ("arccos",), "arccos": ("arcsin",), "gamma": ("loggamma",), "sec": ("csc",),
    "csc": ("sec",), "cot": ("tan",), "digamma": ("loggamma",), "sigmoid": ("tanh",), "loggamma": ("gamma", "digamma"),
}  # fmt: skip
_COUNTED: Final = frozenset({"sum", "product", "sum_where", "mean"})
_BOUNDED: Final = _COUNTED | {"integral"}
_LINEAR: Final = frozenset({"sum", "expect", "mean", "integral"})
_PROPER: Final = frozenset({
    "mul", "div", "apply", "fn", "item", "inner", "norm", "determinant", "trace", "expect", "abs", "sum", "derivative", "pow",
})  # fmt: skip
"""Heads that may lack a factor of two."""
_CLOSED: Final[Mapping[str, tuple[int, ...]]] = {
    "derivative": (0,), "gradient": (0,), "jacobian": (0,), "hessian": (0,), "divergence": (0,), "laplacian": (0,),
}  # fmt: skip
"""Heads of which only these arguments are edited."""
_CONDITIONS: Final = frozenset({"compare", "and", "or", "not", "indicator", "opaque", "lambda", "unit"})


class Change(StrEnum):
    """What kind of slip an edit mends."""

    SIGN = "sign"
    EXTRA_TERM = "extra term"
    EXTRA_FACTOR = "extra factor"
    MISSING_TERM = "missing term"
    MISSING_FACTOR = "missing factor"
    EXPONENT = "exponent"
    TRANSPOSE = "transpose"
    UNTRANSPOSE = "untranspose"
    ORDER = "order"
    BOUND = "bound"
    SWAP = "swap"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `node` at `path`. old, new: what the words speak of, which may be smaller than what is replaced."""

    cost: int
    change: Change
    path: Path
    node: Expr
    old: Expr
    new: Expr


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What edits may draw on.

    declarations: of the names. integers: names that are whole numbers. names: the free names of both sides and of nothing
    else, sorted. factors: terms that may be missing as factors.
    functions: of one argument, that occur in the step. is_matrix: whether a node's value has several entries.
    """

    declarations: Mapping[str, Declaration]
    integers: frozenset[str]
    names: tuple[str, ...]
    factors: tuple[Expr, ...]
    functions: tuple[str, ...]
    is_matrix: Callable[[Expr], bool]


def edits(root: Expr, around: Surroundings, most: int) -> list[Edit]:
    """The single edits of a tree, the most likely first, and at most so many; each result once."""
    proposals = list(_Editor(around).visit(root, (), ()))
    proposals += list(_everywhere(root, around))
    seen, out = {root}, []
    for edit in sorted(proposals, key=lambda e: (e.cost, -len(e.path)))[:most]:
        made = put(root, edit.path, edit.node)
        if made not in seen:
            seen.add(made)
            out.append(edit)
    return out


def _everywhere(root: Expr, around: Surroundings) -> Iterator[Edit]:
    """One name for another wherever it stands, and one matrix transposed wherever it stands."""
    for key in sorted(root.free):
        for other in _like(key, around):
            yield Edit(4, Change.SWAP, (), substitute(root, {key: name(other)}), name(key), name(other))
            if key < other and other in root.free:
                turned = substitute(root, {key: name(other), other: name(key)})
                yield Edit(5, Change.SWAP, (), turned, root, turned)
        if around.is_matrix(name(key)):
            new = expr("transpose", (name(key),))
            yield Edit(4, Change.TRANSPOSE, (), substitute(root, {key: new}), name(key), new)


def _like(key: str, around: Surroundings) -> Iterator[str]:
    """Other names of the step that could stand in the place of this one."""
    declared = around.declarations.get(key)
    for other in around.names:
        twin = around.declarations.get(other)
        if other == key or twin is None or declared is None:
            continue
        alike = (twin.shape, twin.slots, twin.arity) == (declared.shape, declared.slots, declared.arity)
        if alike and (twin.kind is Kind.FUNCTION) == (declared.kind is Kind.FUNCTION):
            yield other


def _reversed(key: str, around: Surroundings) -> Iterator[str]:
    """Names of the transposed shape."""
    declared = around.declarations.get(key)
    for other in around.names:
        twin = around.declarations.get(other)
        if declared is None or twin is None or twin.kind is Kind.FUNCTION or other == key or declared.shape.is_scalar:
            continue
        if (twin.shape.rows, twin.shape.cols) == (
            declared.shape.cols,
            declared.shape.rows,
        ) and twin.slots == declared.slots:
            yield other


class _Editor:
    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def visit(self, node: Expr, path: Path, bound: tuple[str, ...]) -> Iterator[Edit]:
        yield from self.here(node, path, bound)
        if node.head in _CONDITIONS:
            return
        inner = (*bound, *bound_names(node))
        own = set(bound_names(node))
        for k, child in enumerate(node.args):
            if node.head in _CLOSED and k not in _CLOSED[node.head]:
                continue
            if own and child.head == "name" and child.datum in own and k == 0:
                continue
            yield from self.visit(child, (*path, k), inner)
            yield from self.placed(node, k, child, (*path, k))

    # ------------------------------------------------------------ by head
    def here(self, node: Expr, path: Path, bound: tuple[str, ...]) -> Iterator[Edit]:
        def swap(cost: int, new: Expr) -> Edit:
            return Edit(cost, Change.SWAP, path, new, node, new)

        args = node.args
        match node.head:
            case "add":
                yield from self.sum(node, path)
            case "neg":
                yield Edit(1, Change.SIGN, path, args[0], args[0], args[0])
                if args[0].head in ("fn", "pow"):
                    for k, inner in enumerate(args[0].args):
                        moved = list(args[0].args)
                        moved[k] = neg(inner)
                        yield swap(3, expr(args[0].head, tuple(moved), args[0].datum))
            case "mul":
                yield from self.product(node, path)
            case "div":
                yield Edit(3, Change.EXTRA_FACTOR, path, args[0], div(ONE, args[1]), args[0])
                yield swap(4, div(args[1], args[0]))
                yield swap(5, mul(*args))
            case "pow" | "hadamard_pow":
                yield from self.power(node, path)
            case "root":
                yield swap(3, args[0])
            case "name":
                yield from self.named(node, path, bound)
            case "transpose" | "adjoint":
                yield Edit(2, Change.UNTRANSPOSE, path, args[0], args[0], args[0])
                if args[0].head == "name":
                    yield from (swap(3, name(k)) for k in _reversed(args[0].datum, self.around))
            case "inverse":
                yield swap(3, args[0])
                yield swap(4, expr("transpose", args))
            case "item" if len(args) == 3:
                yield swap(2, expr("item", (args[0], args[2], args[1])))
            case "fn":
                yield from (swap(3, fn(other, *args)) for other in ALTERNATIVES.get(node.datum, ()))
                yield swap(4, args[0])
            case "max" | "min":
                yield swap(3, expr("min" if node.head == "max" else "max", args))
            case "binomial" | "hadamard_div" | "cross" | "kronecker":
                yield swap(4, expr(node.head, args[::-1]))
            case "derivative":
                if args[1].head == "name":
                    for other in _like(args[1].datum, self.around):
                        yield swap(3, expr("derivative", (args[0], name(other)), node.datum))
                yield swap(5, expr("derivative", (node, args[1]), node.datum))
            case "sum" | "product":
                yield swap(4, expr("product" if node.head == "sum" else "sum", args))
        if node.head in _BOUNDED:
            yield from self.bounds(node, path)
        if node.head in _LINEAR and args[-1].head == "pow" and node.head != "expect":
            yield swap(4, power(expr(node.head, (*args[:-1], args[-1].args[0]), node.datum), args[-1].args[1]))
        if node.head == "expect" and args[0].head == "pow":
            yield swap(4, power(expr("expect", (args[0].args[0], *args[1:]), node.datum), args[0].args[1]))

    def sum(self, node: Expr, path: Path) -> Iterator[Edit]:
        terms = node.args
        for k, term in enumerate(terms):
            flipped = add(*terms[:k], neg(term), *terms[k + 1 :])
            bare = term.args[0] if term.head == "neg" else term
            if bare.head == "number":
                bare = number(abs(bare.datum))
            yield Edit(1, Change.SIGN, path, flipped, bare, bare)
            yield Edit(3, Change.EXTRA_TERM, path, add(*terms[:k], *terms[k + 1 :]), bare, bare)
            for factor in (TWO, HALF):
                made = add(*terms[:k], scaled(term, factor.datum), *terms[k + 1 :])
                yield Edit(2, Change.MISSING_FACTOR, path, made, term, factor)
            for extra in self.around.factors:
                if term.head == "mul":
                    break
                made = add(*terms[:k], times(term, extra), *terms[k + 1 :])
                yield Edit(4, Change.MISSING_FACTOR, path, made, term, extra)
        for extra in self.around.factors:
            for missing in (extra, neg(extra)):
                yield Edit(5, Change.MISSING_TERM, path, joined(*terms, missing), node, missing)
        if len(terms) == 2:
            rest = [t.args[0] if t.head == "neg" else t for t in terms]
            yield Edit(5, Change.SWAP, path, mul(*rest), node, mul(*rest))

    def product(self, node: Expr, path: Path) -> Iterator[Edit]:
        factors = node.args
        for k, factor in enumerate(factors):
            rest = mul(*factors[:k], *factors[k + 1 :])
            yield Edit(1 if factor.head == "number" else 3, Change.EXTRA_FACTOR, path, rest, factor, rest)
        matrices = [k for k, f in enumerate(factors) if self.around.is_matrix(f)]
        if len(matrices) > 1:
            for i, j in zip(matrices, matrices[1:], strict=False):
                swapped = list(factors)
                swapped[i], swapped[j] = factors[j], factors[i]
                yield self._order(node, path, mul(*swapped))
            turned = list(factors)
            for i, j in zip(matrices, reversed(matrices), strict=True):
                turned[i] = factors[j]
            yield self._order(node, path, mul(*turned))
            for i, j in zip(matrices, matrices[1:], strict=False):
                moved = list(factors)
                one, two = _bare(factors[i]), _bare(factors[j])
                moved[i], moved[j] = _dressed(factors[i], two), _dressed(factors[j], one)
                yield self._order(node, path, mul(*moved))
        for extra in self.around.factors:
            for k in range(len(factors) + 1) if self.around.is_matrix(extra) else (len(factors),):
                made = mul(*factors[:k], extra, *factors[k:])
                yield Edit(4, Change.MISSING_FACTOR, path, made, node, extra)
        if len(factors) == 2:
            yield Edit(5, Change.SWAP, path, add(*factors), node, add(*factors))
        yield from self.noncommuting(node, path, matrices)
        moments = [k for k, f in enumerate(factors) if _bare(f).head == "expect" and len(_bare(f).args) == 1]
        if len(moments) == 2 and moments[1] == moments[0] + 1:
            i, j = moments
            one, two = (_dressed(factors[k], _bare(factors[k]).args[0]) for k in moments)
            inside = expr("expect", (mul(one, two),), _bare(factors[i]).datum)
            yield Edit(5, Change.SWAP, path, mul(*factors[:i], inside, *factors[j + 1 :]), node, inside)

    def noncommuting(self, node: Expr, path: Path, matrices: list[int]) -> Iterator[Edit]:
        """What is only right for a symmetric matrix, or for two that commute."""
        factors = node.args
        for k in matrices:
            if _square(factors[k], self.around):
                both = add(factors[k], expr("transpose", (factors[k],)))
                twice = k > 0 and factors[k - 1] is TWO
                made = mul(*factors[: k - twice], both, *factors[k + 1 :])
                yield Edit(3, Change.SWAP, path, made, mul(TWO, factors[k]) if twice else factors[k], both)
        if factors[0] is TWO and len(factors) == 3 and len(matrices) == 2:
            both = add(mul(*factors[1:]), mul(factors[2], factors[1]))
            yield Edit(5, Change.SWAP, path, both, node, both)

    @staticmethod
    def _order(node: Expr, path: Path, new: Expr) -> Edit:
        return Edit(3, Change.ORDER, path, new, node, new)

    def power(self, node: Expr, path: Path) -> Iterator[Edit]:
        base, exponent = node.args
        if exponent.head == "number":
            values = [exponent.datum + 1, exponent.datum - 1, -exponent.datum]
            if exponent.datum.denominator != 1:
                values = [2 * exponent.datum, -exponent.datum, exponent.datum + 1, exponent.datum - 1]
            for value in values:
                new = base if value == 1 else ONE if value == 0 else expr(node.head, (base, number(value)))
                yield Edit(2, Change.EXPONENT, path, new, node, number(value))
        else:
            for step in (1, -1):
                new = joined(exponent, number(step))
                yield Edit(2, Change.EXPONENT, path, expr(node.head, (base, new)), node, new)
        yield Edit(4, Change.SWAP, path, times(exponent, base), node, times(exponent, base))
        swapped = expr(node.head, (exponent, base))
        yield Edit(5, Change.SWAP, path, swapped, node, swapped)
        if base.head in _LINEAR:
            inside = base.args[0] if base.head == "expect" else base.args[-1]
            rest = (
                (power(inside, exponent), *base.args[1:])
                if base.head == "expect"
                else (*base.args[:-1], power(inside, exponent))
            )
            moved = expr(base.head, rest, base.datum)
            yield Edit(4, Change.SWAP, path, moved, node, moved)

    def named(self, node: Expr, path: Path, bound: tuple[str, ...]) -> Iterator[Edit]:
        key = node.datum
        integer = key in bound or key in self.around.integers
        others = list(_like(key, self.around))
        if integer:
            near = [*bound, *(k for k in self.around.names if k in self.around.integers), *others]
            others = [k for k in dict.fromkeys(near) if k != key]
        for other in others:
            yield Edit(2, Change.SWAP, path, name(other), node, name(other))
        if integer:
            for step in (1, -1):
                new = joined(node, number(step))
                yield Edit(3, Change.SWAP, path, new, node, new)
        declared = self.around.declarations.get(key)
        if declared is not None and not integer and declared.kind is not Kind.FUNCTION and not declared.slots:
            for size in (
                sorted(self.around.integers & self.around.declarations.keys()) if declared.shape.is_scalar else ()
            ):
                yield Edit(5, Change.EXPONENT, path, power(node, name(size)), node, name(size))
            for other in _reversed(key, self.around) if declared.shape.rows != declared.shape.cols else ():
                turned = expr("transpose", (name(other),))
                yield Edit(3, Change.SWAP, path, turned, node, turned)
            inverse = expr("inverse", (node,))
            if declared.shape.rows == declared.shape.cols:
                yield Edit(
                    4, Change.SWAP, path, inverse if not declared.shape.is_scalar else div(ONE, node), node, inverse
                )

    def bounds(self, node: Expr, path: Path) -> Iterator[Edit]:
        for k in (1, 2):
            bound = node.args[k]
            if bound.head == "constant":
                continue
            for step in (1, -1):
                new = number(bound.datum + step) if bound.head == "number" else joined(bound, number(step))
                args = (*node.args[:k], new, *node.args[k + 1 :])
                yield Edit(3, Change.BOUND, path, expr(node.head, args, node.datum), bound, new)

    # ------------------------------------------------------------ by place
    def placed(self, parent: Expr, k: int, node: Expr, path: Path) -> Iterator[Edit]:
        """Edits that any node may need where it stands."""
        if node.head in _CONDITIONS or _is_range(parent, k):
            return
        matrix = self.around.is_matrix(node)
        if node.head == "number":
            least = 0 if parent.head in ("add", "mul", "pow") else None
            for value in _numbers(node.datum):
                if value != least:
                    yield Edit(3, Change.SWAP, path, number(value), node, number(value))
            if node.datum.denominator == 1 and 0 <= node.datum <= 3:
                for key in self.around.names:
                    if key in self.around.integers:
                        yield Edit(4, Change.SWAP, path, name(key), node, name(key))
        elif matrix:
            if node.head not in ("transpose", "number"):
                yield Edit(2, Change.TRANSPOSE, path, expr("transpose", (node,)), node, node)
            if node.head not in ("name", "inverse", "transpose"):
                yield Edit(4, Change.SWAP, path, expr("inverse", (node,)), node, expr("inverse", (node,)))
        elif node.head not in ("pow", "neg", "constant") and parent.head not in ("pow", "item"):
            square = power(node, TWO)
            yield Edit(2, Change.EXPONENT, path, square, node, TWO)
            yield Edit(4, Change.SWAP, path, expr("root", (node, TWO)), node, expr("root", (node, TWO)))
        if node.head in ("name", "item", "add", "apply") and parent.head not in ("item", "row", "column", "apply"):
            for word in self.around.functions:
                if (parent.head, parent.datum) != ("fn", word):
                    yield Edit(5, Change.SWAP, path, fn(word, node), node, fn(word, node))
        if parent.head not in ("add", "mul", "item", "row", "column") and node.head != "neg":
            for extra in (ONE, *self.around.factors):
                for term in (extra, neg(extra)):
                    yield Edit(6, Change.MISSING_TERM, path, joined(node, term), node, term)
                if node.head != "mul" and extra is not ONE:
                    yield Edit(6, Change.MISSING_FACTOR, path, times(node, extra), node, extra)
        argument = parent.head in ("fn", "apply", "pow") and (parent.head == "fn" or k == 1)
        if argument and node.head not in ("number", "neg"):
            yield Edit(1, Change.SIGN, path, neg(node), node, node)
        if (
            node.head in _PROPER
            or (argument and node.head != "number")
            or (parent.head in ("div", "expect", "norm") and node.head == "name")
        ):
            if parent.head not in ("mul", "add"):
                for factor in (TWO, HALF):
                    yield Edit(2, Change.MISSING_FACTOR, path, scaled(node, factor.datum), node, factor)


def _square(node: Expr, around: Surroundings) -> bool:
    declared = around.declarations.get(_bare(node).datum) if _bare(node).head == "name" else None
    return declared is not None and declared.shape.rows == declared.shape.cols and not declared.slots


def _bare(node: Expr) -> Expr:
    return node.args[0] if node.head == "transpose" else node


def _dressed(like: Expr, node: Expr) -> Expr:
    return expr("transpose", (node,)) if like.head == "transpose" else node


def _is_range(parent: Expr, k: int) -> bool:
    return (parent.head in _BOUNDED and k in (0, 1, 2)) or (parent.head in ("item", "row", "column") and k > 0)


def _numbers(value: Fraction) -> Iterator[Fraction]:
    for other in (2 * value, value / 2, -value, value + 1, value - 1):
        if other != value:
            yield other
    if value not in (0, 1, -1):
        yield 1 / value

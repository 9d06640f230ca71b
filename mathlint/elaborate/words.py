"""Sets and nouns that say what kind of thing a name is."""

from __future__ import annotations

from mathlint.elaborate.names import text_of, unwrap
from mathlint.expr.obligation import Trait
from mathlint.expr.shape import Dim
from mathlint.syntax.surface import Fence, Node, Number, Product, Scripted, Sequence, Symbol

_KINDS = {
    "scalar": "scalar", "number": "scalar", "integer": "scalar", "constant": "scalar", "index": "scalar", "vector": "vector",
    "row": "row", "matrix": "matrix", "function": "function", "set": "set", "event": "set", "random": "random",
}  # fmt: skip
_REALS = frozenset(
    ("\\mathbb{R}", "\\R", "\\reals", "\\Reals", "\\Re", "ℝ", "\\mathbf{R}", "\\mathrm{R}", "\\mathcal{R}", "\\RR", "R")
)
_NATURALS = frozenset(("\\mathbb{N}", "\\N", "ℕ", "\\NN", "\\mathbb{Z}^{+}", "\\mathbb{Z}_+", "\\mathbf{N}"))
_INTEGERS = frozenset(("\\mathbb{Z}", "\\Z", "ℤ", "\\ZZ"))
_COMPLEX = frozenset(("\\mathbb{C}", "\\C", "ℂ", "\\CC"))


def kind_of(noun: str) -> str:
    """ "scalar", "vector", "row", "matrix", "function", "set", "random" or ""."""
    return _KINDS.get(noun, "")


def set_of(node: Node) -> tuple[str, tuple[Dim, Dim] | None, frozenset[Trait]] | None:
    """What membership in a set says: kind, dimensions, traits. None if the set is not known."""
    node = unwrap(node)
    base, power = node, None
    sub = ""
    if isinstance(node, Scripted):
        base = unwrap(node.base)
        for script in node.scripts:
            if script.kind == "super" and script.value is not None:
                power = unwrap(script.value)
            elif script.kind == "sub":
                sub = text_of(script.value)
    text = text_of(base)
    if text in _REALS or text in _COMPLEX:
        traits = frozenset((Trait.COMPLEX,)) if text in _COMPLEX else frozenset()
        ptext = text_of(power) if power is not None else ""
        if power is None or ptext in ("+", "1", "*", "++"):
            more = {Trait.POSITIVE} if "++" in sub + ptext else {Trait.NONNEGATIVE} if "+" in sub + ptext else set()
            return "scalar", None, traits | more
        return space_of(power, traits)
    if text in _NATURALS or text in _INTEGERS:
        more = {Trait.INTEGER, Trait.POSITIVE} if text in _NATURALS or "+" in sub + text_of(power) else {Trait.INTEGER}
        return "scalar", None, frozenset(more)
    if text in ("\\mathbb{S}", "S", "\\mathcal{S}") and power is not None:
        dims = space_of(power)
        traits = (
            frozenset((Trait.POSITIVE_DEFINITE,))
            if "++" in sub or "++" in text_of(power)
            else frozenset((Trait.SYMMETRIC,))
        )
        if dims is not None and dims[1] is not None and text == "\\mathbb{S}":
            return "matrix", (dims[1][0], dims[1][0]), traits
    if isinstance(base, Fence) and text_of(base.body) in ("0,1", "01"):
        return (
            "scalar",
            None,
            frozenset((Trait.UNIT_INTERVAL,)) if base.open != "\\{" else frozenset((Trait.NONNEGATIVE,)),
        )
    return None


def space_of(
    power: Node, traits: frozenset[Trait] = frozenset()
) -> tuple[str, tuple[Dim, Dim] | None, frozenset[Trait]] | None:
    """`n`, `m \\times n`, `n \\times 1`."""
    power = unwrap(power)
    if (
        isinstance(power, Product)
        and all(o.name in ("\\times", "×", "\\cdot", "*") for o in power.operators)
        and len(power.factors) == 2
    ):
        rows, cols = (_dim(f) for f in power.factors)
        if rows is None or cols is None:
            return "matrix", None, traits
        if cols == 1 and rows != 1:
            return "vector", (rows, 1), traits
        if rows == 1 and cols != 1:
            return "row", (1, cols), traits
        return ("scalar", None, traits) if rows == 1 else ("matrix", (rows, cols), traits)
    if isinstance(power, Product | Sequence):
        return None
    dim = _dim(power)
    if dim == 1:
        return "scalar", None, traits
    return "vector", (dim, 1) if dim is not None else None, traits


def _dim(node: Node) -> Dim | None:
    node = unwrap(node)
    if isinstance(node, Number) and node.text.isdigit():
        return int(node.text)
    if isinstance(node, Symbol):
        return node.name
    return None

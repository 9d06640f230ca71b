"""Matrix products with one row and one column, as numbers: xᵀAy and yᵀAᵀx are the same."""

from __future__ import annotations

from typing import Any


def number(value: Any) -> Any:
    """A 1×1 matrix expression as a sum of traces of products, each the first of itself and its transpose; in a number, every trace
    of such a product so. Anything else stays as it is."""
    import sympy as sp

    if getattr(value, "shape", ()) == (1, 1) and not isinstance(value, sp.MatrixBase):
        return _total(value)
    if getattr(value, "shape", ()) == () and value.has(sp.Trace):
        return value.replace(lambda n: isinstance(n, sp.Trace) and n.arg.shape == (1, 1), lambda n: _total(n.arg))
    return value


def _total(matrix: Any) -> Any:
    import sympy as sp

    expanded = sp.expand(matrix).doit()
    terms = expanded.args if isinstance(expanded, sp.MatAdd) else (expanded,)
    total: Any = sp.S.Zero
    for term in terms:
        factor, product = term.as_coeff_mmul() if isinstance(term, sp.MatMul) else (sp.S.One, term)
        if isinstance(product, sp.ZeroMatrix):
            continue
        total += factor * sp.Trace(min(product, sp.Transpose(product).doit(), key=str))
    return total

"""A product of two matrices whose declared sizes do not fit: `W X` with `W ∈ ℝ^{d×q}` and `X ∈ ℝ^{n×d}`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias

from mathlint.elaborate.binding import Page
from mathlint.elaborate.letters import is_upper
from mathlint.elaborate.model import Notice, Role
from mathlint.elaborate.notation_place import place
from mathlint.elaborate.page import RawChain
from mathlint.elaborate.scope import View
from mathlint.expr.shape import Dim
from mathlint.expr.tree import Expr

Size: TypeAlias = tuple[Dim, Dim]

_TURNED: Final = ("transpose", "adjoint")


def product_notices(page: Page, chain: RawChain) -> Iterator[Notice]:
    """Neighbouring factors that can never be multiplied, where turning them round or transposing one of them mends it."""
    if any(judged.role is Role.CLAIM for judged in page.roles.get(chain.number, ())):
        return  # claims are computed
    view = page.view(chain)
    for k, term in enumerate(chain.terms):
        form = page.first_form(chain, k) if term.node is not None and not term.broken else None
        if form is None:
            continue
        for node in form.walk():
            if node.head != "mul":
                continue
            for one, other in zip(node.args, node.args[1:], strict=False):
                what = misfit(page, view, one, other)
                if what is not None:
                    yield Notice("shape-mismatch", place(page, term, term.node), {"what": what}, None)  # type: ignore[arg-type]
                    return


def misfit(page: Page, view: View, one: Expr, other: Expr) -> str | None:
    """Why two factors do not fit, in words; None if they may."""
    here, there = size_of(page, view, one), size_of(page, view, other)
    if here is None or there is None or here[1] == there[0] or 1 in (*here, *there[:1]):
        return None
    if isinstance(here[1], int) != isinstance(there[0], int):
        return None  # one of them is only named
    mended = there[1] == here[0] or here[0] == there[0] or here[1] == there[1]
    if not mended:
        return None
    names = [_bare(e).datum for e in (one, other)]
    return (
        f"`{names[0]}` is declared {_words(page, view, one)} and `{names[1]}` {_words(page, view, other)}, "
        f"so that {here[1]} columns meet {there[0]} rows"
    )


def _words(page: Page, view: View, factor: Expr) -> str:
    size = _declared(page, view, str(_bare(factor).datum))
    assert size is not None
    return f"{size[0]}×{size[1]}"


def _bare(factor: Expr) -> Expr:
    return factor.args[0] if factor.head in _TURNED else factor


def size_of(page: Page, view: View, factor: Expr) -> Size | None:
    """Rows and columns of a name or of its transpose, as the page declares them."""
    bare = _bare(factor)
    if bare.head != "name" or "#" in str(bare.datum) or not is_upper(str(bare.datum)) and factor is not bare:
        return None
    size = _declared(page, view, str(bare.datum))
    return size if size is None or factor is bare else (size[1], size[0])


def _declared(page: Page, view: View, key: str) -> Size | None:
    """The one size that the page gives a name, if it is in force here and the name has no other meaning."""
    if page.scope.bindings.get(key):
        return None
    said = [s for s in page.scope.said.get(key, ()) if s.kind or s.dims is not None]
    sizes = {s.dims for s in said if s.dims is not None and s.kind in ("matrix", "vector") and not s.slots}
    if len(sizes) != 1 or any(s.kind not in ("matrix", "vector") or s.slots for s in said):
        return None
    if not any(s.dims is not None and page.scope.in_force(s, view) for s in said):
        return None
    return next(iter(sizes))

"""The letters of indefinite integrals: what `u` of `\\int g(u) du` stands for is said for one integral at a time."""

from __future__ import annotations

from mathlint.elaborate.binding import Page
from mathlint.elaborate.scope import Binding, View
from mathlint.expr.tree import Expr


def primitive_letters(*sides: Expr) -> frozenset[str]:
    """The variables of indefinite integrals: `\\int x dx` is a function of the very same x."""
    return frozenset(
        n.args[0].datum.split("#", 1)[0] for side in sides for n in side.walk() if n.head == "antiderivative"
    )


def substituted(left: Expr, right: Expr) -> frozenset[str]:
    """The letters of integrals whose values a step needs: where two of them meet, or where one is in no term beside them."""
    letters = primitive_letters(left, right)
    return letters if len(letters) > 1 else letters - (left.free | right.free)


def serves(page: Page, key: str, binding: Binding, view: View) -> bool:
    """Whether a value counts at a place, if the name is the letter of an indefinite integral there.

    It does in the chain itself and beside it, and from where it stands down to the first integral that it is put into.
    """
    if key not in letters_of_chain(page, view.chain) or binding.chain == view.chain or binding.chain in view.attached:
        return True
    if binding.order > view.order:
        return False
    owners = {n for n in range(binding.chain) if binding.chain in page.view(page.chains[n]).attached}
    between = owners | set(range(binding.chain + 1, view.chain + 1))
    return sum({key} < letters_of_chain(page, n) for n in between) <= 1


def letters_of_chain(page: Page, number: int) -> frozenset[str]:
    """The letters of the indefinite integrals in a chain, as far as it can be read."""
    chain = page.chains[number]
    forms = [page.first_form(chain, k) for k in range(len(chain.terms))]
    return primitive_letters(*(f for f in forms if f is not None))

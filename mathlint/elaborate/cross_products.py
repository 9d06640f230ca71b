"""`r \\times p` on a page that speaks of cross products: the letters are vectors in space, though they are written like numbers."""

from __future__ import annotations

import re
from typing import Final

from mathlint.elaborate.binding import Page
from mathlint.elaborate.noncommuting import told_of
from mathlint.elaborate.scope import Said

_CUE: Final = re.compile(
    r"\b(?:cross[- ]products?|vector products?|torques?|angular momentum|lorentz force|triple products?)\b",
    re.IGNORECASE,
)


def tell_vectors(page: Page) -> None:
    """Keep which names are vectors in space, before anything else is read."""
    cued: dict[int, bool] = {}
    told: set[tuple[int, str]] = set()
    for chain in page.chains:
        number = page.view(chain).section
        if number not in cued:
            cued[number] = bool(_CUE.search(told_of(page, number)))
        if not cued[number] or not any(link.relation == "=" for link in chain.links):
            continue
        for k, term in enumerate(chain.terms):
            form = page.first_form(chain, k)
            crossed = [n for n in form.walk() if n.head == "?times"] if form is not None else []
            for key in sorted(
                {str(a.datum) for n in crossed for a in n.args if a.head == "name" and "#" not in a.datum}
            ):
                if (number, key) not in told:
                    told.add((number, key))
                    section = page.scope.sections[number]
                    said = f"{key}: a vector in space"
                    page.scope.say(Said(key, section.start, number, page.span(term), said, "vector", dims=(3, 1)))
    page.forms.clear()

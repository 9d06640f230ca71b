"""An integral has no differential.

What it finds
-------------
`∫ f(x)` with limits and no `dx`.

Why it matters
--------------
Without the differential it is not said which letter is integrated over.

Example
-------
    The area under the curve is

    $$ \\int_0^1 x^2 + 1 = \\frac{4}{3} $$

Limits
------
Integrals over a set with a measure (`∫_A f`) are fine and not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# variable: the letter that is probably integrated over.
RULE = notation_rule(
    "ML408",
    "missing-differential",
    __doc__,
    "this integral has no differential; `d{variable}` is probably meant",
    "this integral has no differential",
)

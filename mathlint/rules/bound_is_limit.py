"""The index of a sum is also its bound.

What it finds
-------------
`∑ₙ₌₀ⁿ xⁿ`: the letter that runs is also the letter at which it stops.

Why it matters
--------------
The two cannot be the same thing. Usually the upper bound, or the index in every term, is another letter.

Example
-------
    The partial sums of the geometric series are

    $$ s_n = \\sum_{n=0}^{n} x^n $$

Limits
------
It is reported for sums, products and integrals with a plain letter as bound.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# index: the letter. binder: "sum", "product", "integral".
RULE = notation_rule(
    "ML409",
    "bound-is-limit",
    __doc__,
    "`{index}` is both the index of this {binder} and its bound",
    "`{index}` is both an index and its own bound",
)

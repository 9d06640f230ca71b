"""A sum carries a differential.

What it finds
-------------
`∑ᵢ x p(x) dx`: a sum sign where an integral is written, or a differential that was left behind.

Why it matters
--------------
It cannot be seen whether a sum or an integral is meant.

Example
-------
    The expected value of a discrete variable is

    $$ \\mu = \\sum_{x} x \\, p(x) \\, dx $$

Limits
------
A product whose factors happen to be called `d` and `x` looks the same; it is reported only if `d` is not a name of the
page.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# differential: the letter after d. binder: "sum", "product", "limit".
RULE = notation_rule(
    "ML412",
    "sum-with-differential",
    __doc__,
    "a {binder} does not take a differential: `d{differential}` belongs to an integral",
    "a sum does not take a differential: `d{differential}` belongs to an integral",
    "a sum does not take a differential",
)

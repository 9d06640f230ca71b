"""The integrand and the differential name different variables.

What it finds
-------------
`∫ f(z) dx` where `z` has no value and `x` does not occur in the integrand.

Why it matters
--------------
After a substitution one of the two was left as it was. Taken literally the integral is a constant times a length.

Example
-------
    The mean is

    $$ m = \\int_0^1 z \\, p(z) \\, dx $$

Limits
------
A letter with a value is a constant of the integral, and is not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# variable: the letter in the integrand. differential: the letter after d.
RULE = notation_rule(
    "ML411",
    "mismatched-differential",
    __doc__,
    "the integrand depends on `{variable}`, but the differential is `d{differential}`",
    "the integrand does not contain `{differential}`, over which it is integrated",
)

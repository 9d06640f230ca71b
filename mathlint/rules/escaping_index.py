"""An index is used outside the sum that binds it, or nothing binds it.

What it finds
-------------
`i` in `∑ᵢ xᵢ + yᵢ` where the second `i` stands outside the sum, and free indices that appear on one side only.

Why it matters
--------------
The value of such a formula depends on an index that has no value. A pair of brackets is missing, or a wrong letter was
written.

Example
-------
    The two sums are taken together:

    $$ \\sum_{i=1}^n (x_i + y_i) = \\left(\\sum_{i=1}^n x_i\\right) + y_i $$

Limits
------
How far a sum reaches is the author's habit: `∑ᵢ xᵢ + yᵢ` without brackets is not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# index: the letter. binder: "sum", "product", "integral", … if there is one.
# twice: the letter that two signs in a row bind. lost: an index of the left side that the right side lacks.
RULE = notation_rule(
    "ML401",
    "escaping-index",
    __doc__,
    "two signs in a row run over `{twice}`: the inner {binder} takes it from the outer one",
    "`{lost}` stands on the left side only: the entry depends on it, this side does not",
    "`{index}` is used outside the {binder} that binds it",
    "`{index}` has no value here: nothing binds it",
)

"""The last entry of an ellipsis does not continue the pattern of the first.

What it finds
-------------
`a₁x₁ + a₂x₂ + … + aₙxₘ`, and rows of a matrix with dots whose corner does not fit the rows before.

Why it matters
--------------
What the dots stand for is known only from their neighbours. If those disagree, the formula has no meaning.

Example
-------
    The product of the row and the column is

    $$ a^\\top x = a_1 x_1 + a_2 x_2 + \\dots + a_n x_1 $$

Limits
------
The pattern must be arithmetic in the indices or powers; anything else is left alone.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# last: the entry as written. expected: the entry that the pattern gives.
RULE = notation_rule(
    "ML405",
    "ellipsis-mismatch",
    __doc__,
    "`{last}` does not continue the pattern, which gives `{expected}`",
    "`{last}` does not continue the pattern of the first entries",
)

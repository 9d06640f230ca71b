"""A derivative by a variable that its operand does not contain.

What it finds
-------------
`∂/∂k ∑ xᵢ²`: no `k` in what is differentiated, so the derivative is zero, while the page goes on as if it were not.

Why it matters
--------------
Usually an index was written where the variable with that index was meant: `∂/∂xₖ`. Or the operand has another letter:
`∂/∂X tr f(x)`, where the other side speaks of `f(X)`.

Example
-------
    The partial derivatives of the squared length are

    $$ \\frac{\\partial}{\\partial k} \\sum_{i=1}^n x_i^2 = 2 x_k $$

Limits
------
An operand that may hide the variable (a function, a name with an unread definition) is not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# variable: as written. meant: the variable that was probably meant. operand, instead: `f(x)` here, `f(X)` on the other side.
RULE = notation_rule(
    "ML404",
    "derivative-variable",
    __doc__,
    "derivative by `{variable}`, which does not occur in what is differentiated; `{meant}` is probably meant",
    "derivative by `{variable}`, which does not occur in `{operand}`; the other side has `{instead}`",
    "derivative by `{variable}`, which does not occur in what is differentiated",
)

"""An operator stands without anything to act on.

What it finds
-------------
An entry `∂²/∂x∂y` of a matrix of second derivatives in which the other entries name the function, an operator at the
end of a term, a sum without terms.

Why it matters
--------------
The formula is incomplete: taken literally it has no value.

Example
-------
    The matrix of second derivatives is

    $$ H = \\begin{bmatrix} \\frac{\\partial^2 f}{\\partial x^2} & \\frac{\\partial^2 f}{\\partial x \\partial y} \\\\
    \\frac{\\partial^2}{\\partial x \\partial y} & \\frac{\\partial^2 f}{\\partial y^2} \\end{bmatrix} $$

Limits
------
A page that speaks of the operators themselves (`∇ = (∂/∂x, ∂/∂y)`) is not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# operator: as written. meant: the operand of its neighbours.
RULE = notation_rule(
    "ML410",
    "missing-operand",
    __doc__,
    "nothing follows `{operator}`; its neighbours act on `{meant}`",
    "nothing follows `{operator}`",
)

"""The shapes of two things do not fit together.

What it finds
-------------
A product of matrices whose inner sizes differ, from their use or as the page declares them; a sum or an equality of a
scalar and a matrix; a matrix to the power of a vector: in every way to read the step.

Why it matters
--------------
Such a step cannot be right for any values. Usually a transpose, a trace or a norm was left out.

Example
-------
    For a matrix $X \\in \\mathbb{R}^{m \\times n}$ the squared Frobenius norm is

    $$ \\operatorname{tr}(X^\\top X) = \\|X\\|_F^2 = X^\\top X $$

Limits
------
Sizes come from declarations and from use. A vector may be read as a row or a column, a 1×1 matrix as a scalar, and a
scalar may be added to a vector; none of that is reported.
"""

from __future__ import annotations

from mathlint.diagnostic import Severity
from mathlint.rules._rule import notation_rule

# what: the clash in words ("the left side is a scalar, the right side is n×n"). left, right: the two shapes.
RULE = notation_rule(
    "ML301",
    "shape-mismatch",
    __doc__,
    "the shapes do not fit: {what}",
    "the shapes do not fit: the left side is {left}, the right side is {right}",
    "the shapes do not fit",
    severity=Severity.ERROR,
)

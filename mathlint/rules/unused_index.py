"""The terms of a sum do not depend on its index.

What it finds
-------------
`∑ᵢ xⱼ`: the sum runs over `i`, but its terms contain no `i`.

Why it matters
--------------
Each term is the same, so the sum is only a multiple of it. Nearly always another index was meant.

Example
-------
    The total over the second index is

    $$ t_i = \\sum_{j=1}^{n} a_{ik} b_k $$

Limits
------
`∑ᵢ 1` and `∑ᵢ c` with a constant `c` are fine and not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# index: the letter. binder: "sum", "product", "integral". meant: the letter that the terms contain, if there is one.
RULE = notation_rule(
    "ML402",
    "unused-index",
    __doc__,
    "the {binder} runs over `{index}`, but its terms contain only `{meant}`",
    "the {binder} runs over `{index}`, but its terms do not contain it",
    "the terms do not depend on `{index}`",
)

"""A name stands where the rest of the formula shows that another was meant.

What it finds
-------------
A difference of two equal terms that is said to be a difference of two others; a ratio, a product or an application
whose arguments break the pattern that all other parts of the same formula keep; a family of names that stands nowhere
else, right after another one was introduced for the purpose; a product of densities that
is a density of other names than the whole.

Why it matters
--------------
Formulas are often written by copying a part and changing its names. The one that is not changed is easily overlooked,
and where densities and functions are only names, no calculation shows it.

Example
-------
    The log Bayes factor of two models is

    $$
    B_{1,2} = \\log p(y|m_1) - \\log p(y|m_1) = E(m_1) - E(m_2)
    $$

Limits
------
Only patterns that leave no doubt are reported; a formula that is false in another way is the business of `false-step`.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# found, meant: as spelled on the page, without spaces. because: what shows it, in people's words.
RULE = notation_rule(
    "ML413",
    "slipped-name",
    __doc__,
    "`{found}` is probably meant to be `{meant}`: {because}",
    "there is a slip in `{found}`: {because}",
    "`{found}` is probably a slip",
)

"""One name gets two different values in one section.

What it finds
-------------
Two closed definitions of the same name in one section whose values differ; a theorem that gives a term one value while
its proof ends with another. The first is only information, the second is not.

Why it matters
--------------
A later formula that uses the name can mean either. Sometimes the second line is a repetition with a slip in it.

Example
-------
    The total loss of the three layers is

    $$ L = 3 a + 2 b $$

    so that, once more,

    $$ L = 3 a + b $$

Limits
------
Names that are rebound on purpose (in the next exercise, for the next example) are not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# name: as written. line: the line of the other definition. value, other: the two values.
RULE = notation_rule(
    "ML406",
    "two-values",
    __doc__,
    "`{name}` is `{value}` here and `{other}` in line {line}",
    "`{name}` gets another value here than in line {line}",
    "`{name}` gets two different values",
)

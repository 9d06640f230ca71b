"""A name is not defined, and with another name the step holds.

What it finds
-------------
A name that occurs on one side of an equation, is defined, described and used nowhere else on the page, and stands where
one of the other side's own names makes the step hold for all values. The other side may be an abbreviation: then an
earlier term of the chain counts, or the definition that is said again.

Why it matters
--------------
Names slip when formulas are copied from page to page. A reader cannot know that the new letter is the old one.

Example
-------
    Let $X$ be an $m \\times n$ matrix, $w$ a vector of length $n$ and $y$ a vector of length $m$. Then

    $$ \\nabla_w \\|X w - y\\|_2^2 = 2 X^\\top (X w - b) $$

Limits
------
A name that is undefined but could mean anything only leaves its step undecided; it is not reported.
"""

from __future__ import annotations

from mathlint.rules._rule import notation_rule

# name: as written. meant: the name with which the step holds.
RULE = notation_rule(
    "ML403",
    "undefined-name",
    __doc__,
    "`{name}` is not defined; with `{meant}` the step holds",
    "`{name}` is not defined",
)

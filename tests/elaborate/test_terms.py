"""P1 on displays: what is a chain, what is a condition of it, what follows."""

from __future__ import annotations

import pytest

from tests.elaborate.chains_of import chains_of, display

ROWS = {
    "one row": (r"a = b + c = d", ["a = b + c = d"]),
    "no relation": (r"x^\top A x", [r"x^\top A x"]),
    "a leading relation goes on": (
        r"\begin{aligned} f(x) &= (x+1)^2 \\ &= x^2 + 2x + 1 \end{aligned}",
        ["f(x) = (x+1)^2 = x^2 + 2x + 1"],
    ),
    "a trailing relation goes on": (r"\begin{aligned} a = \\ b = \\ c \end{aligned}", ["a = b = c"]),
    "a doubled relation collapses": (r"\begin{aligned} a &= b = \\ &= c \end{aligned}", ["a = b = c"]),
    "own left sides": (r"\begin{align} a &= b \\ c &= d \end{align}", ["a = b", "c = d"]),
    "an equation array": (r"\begin{eqnarray} a & = & b \\ & = & c \end{eqnarray}", ["a = b = c"]),
    "two columns": (r"\begin{aligned} a &= b & c &= d \\ &= e & &= f \end{aligned}", ["a = b = e", "c = d = f"]),
    "two columns, double mark": (r"\begin{aligned} a &= b && c = d \\ &= e \end{aligned}", ["a = b = e", "c = d"]),
    "nested layout": (r"\begin{equation} \begin{aligned} a &= b \\ &= c \end{aligned} \end{equation}", ["a = b = c"]),
    "a left side before the layout": (r"S = \begin{aligned}[t] & a + b \\ &= c \end{aligned}", [r"S = a + b = c"]),
    "an array as layout": (r"\begin{array}{rcl} a & = & b \\ & = & c \end{array}", ["a = b = c"]),
    "a matrix is an operand": (
        r"A = \begin{bmatrix} a & b \\ c & d \end{bmatrix} = B",
        [r"A = \begin{bmatrix} a & b \\ c & d \end{bmatrix} = B"],
    ),
    "cases are an operand": (
        r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & x = 0 \end{cases}",
        [r"f(x) = \begin{cases} 1 & x > 0 \\ 0 & x = 0 \end{cases}"],
    ),
    "a box": (r"\boxed{a = b} = c", ["a = b = c"]),
    "an underbrace": (r"a = \underbrace{b}_{\text{why}} = c", [r"a = \underbrace{b}_{\text{why}} = c"]),
    "mixed relations": (r"a \le b = c < d", ["a <= b = c < d"]),
    "punctuation at the end": (r"a = b = c.", ["a = b = c"]),
    "a number at the end": (r"a = b \qquad (1)", ["a = b"]),
    "a tag": (r"\begin{align} a &= b \tag{3} \\ &= c \end{align}", ["a = b = c"]),
    "only the right side": (r"= b = c", ["∅ = b = c"]),
    "nothing on the right": (r"a =", ["a = ∅"]),
}

JOINS = {
    "leading plus": (r"\begin{aligned} a &= b \\ &+ c \\ &= d \end{aligned}", [r"a = b \\ &+ c = d"]),
    "leading dot": (r"\begin{aligned} a &= b + c \\ &\cdot d \end{aligned}", [r"a = b + c \\ &\cdot d"]),
    "trailing plus": (r"\begin{aligned} a &= b + \\ & c \\ &= d \end{aligned}", [r"a = b + \\ & c = d"]),
    "an open parenthesis": (
        r"\begin{aligned} a &= 2 \left( b \right. \\ &\left. + c \right) \\ &= d \end{aligned}",
        [r"a = 2 \left( b \right. \\ &\left. + c \right) = d"],
    ),
    "an equation that begins with minus": (r"\begin{aligned} -x &= y \\ -z &= w \end{aligned}", ["-x = y", "-z = w"]),
}

GAPS = {
    "wide space": (r"a = b \qquad c = d", ["a = b", "c = d"]),
    "comma": (r"x = r + 1, y = s + 1", ["x = r + 1", "y = s + 1"]),
    "and": (r"a = b \text{ and } c = d", ["a = b", "c = d"]),
    "a list on the right": (r"x = a, b, c", ["x = a, b, c"]),
    "a list on the left": (r"x, y \in A", ["x, y in A"]),
    "an index range": (r"i = 1, \ldots, n", [r"i = 1, \ldots, n"]),
    "an index range as a tail": (
        r"x_i = 2 y_i, \quad i = 1, \ldots, n",
        ["x_i = 2 y_i", r"i = 1, \ldots, n [side of 0]"],
    ),
    "a value for a name": (
        r"\sin(k x) = \sin(w x / v), \quad k = w/v",
        [r"\sin(k x) = \sin(w x / v)", "k = w/v [side of 0]"],
    ),
    "a value for a name with an index": (
        r"f(x_1) = u x_0^2 + \hat{w}, \quad x_0 = 3, \quad \hat{w} = 1, \quad x_2 = 4",
        [r"f(x_1) = u x_0^2 + \hat{w}", "x_0 = 3 [side of 0]", r"\hat{w} = 1 [side of 0]", "x_2 = 4"],
    ),
    "an inequality after a comma": (r"f(x) = x^2, \; x > 0", ["f(x) = x^2", "x > 0 [side of 0]"]),
    "an expression and its domain": (r"f(x), x > 0", ["f(x)", "x > 0 [side of 0]"]),
    "if": (r"|x| = x \text{ if } x > 0", ["|x| = x", "x > 0 [if of 0]"]),
    "for all in words": (r"p_i = q_i \quad \text{for all } i", ["p_i = q_i", "i [for of 0]"]),
    "for all as a sign": (r"p_i = q_i \quad \forall i \in S", ["p_i = q_i", "i in S [for of 0]"]),
    "where": (r"y = m x + c, \quad \text{where } m = 2", ["y = m x + c", "m = 2 [where of 0]"]),
    "in parentheses": (r"\sqrt{x^2} = x \quad (x > 0)", [r"\sqrt{x^2} = x", "x > 0 [side of 0]"]),
    "in parentheses without a space": (r"h(x) = 2 (x > 0)", ["h(x) = 2", "x > 0 [side of 0]"]),
    "an argument is no condition": (r"q = P(X > 0)", ["q = P(X > 0)"]),
    "a premise": (r"\text{if } x > 0: |x| = x", ["x > 0 [if of 1]", "|x| = x"]),
    "a premise without words": (r"i = j: \; d_{ij} = 1", ["i = j [side of 1]", "d_{ij} = 1"]),
    "a condition column": (
        r"\begin{aligned} |x| &= x & \text{if } x > 0 \\ |y| &= -y & \text{if } y < 0 \end{aligned}",
        ["|x| = x", "x > 0 [if of 0]", "|y| = -y", "y < 0 [if of 2]"],
    ),
    "implies": (r"2x = 4 \Rightarrow x = 2", ["2x = 4", "implies 0: x = 2"]),
    "implies on a new row": (
        r"\begin{aligned} 2x &= 4 \\ \implies x &= 2 \end{aligned}",
        ["2x = 4", "implies 0: x = 2"],
    ),
    "therefore": (r"a = b \quad \therefore \quad c = d", ["a = b", "therefore 0: c = d"]),
    "equivalent": (r"x + 1 = 0 \iff x = -1", ["x + 1 = 0", "iff 0: x = -1"]),
    "a plain arrow between equations": (r"x + 1 = 0 \rightarrow x = -1", ["x + 1 = 0", "implies 0: x = -1"]),
    "a map": (r"f: A \to B", ["f other A maps B"]),
    "a limit's arrow": (r"n \to \infty", [r"n maps \infty"]),
    "two maps": (r"f: A \rightarrow B \quad g: B \rightarrow C", ["f other A maps B", "g other B maps C"]),
    "two values are no condition of each other": (r"u = 2, u = 3", ["u = 2", "u = 3"]),
    "a conditional distribution": (r"x | z = k, m \sim D(m, s)", ["x | z = k, m sim D(m, s)"]),
    "a condition inside text": (r"a = b \quad \text{if $c > 0$}", ["a = b", "c > 0 [if of 0]"]),
    "a reason inside text": (r"P P = P \quad \text{($Q^2 = Q$)}", ["P P = P", "Q^2 = Q [since of 0]"]),
    "a comment with a formula is no condition": (r"a = b + C \quad \text{($C$ is fixed)}", ["a = b + C"]),
    "an optimum under conditions": (
        r"m = \max_x f(x) \quad \text{s.t.} \quad g(x) = 0, \; x \ge 0",
        [r"m = \max_x f(x)", "g(x) = 0 [such that of 0]", r"x >= 0 [such that of 0]"],
    ),
    "a function of an event is no condition": (r"q = p(x) \mathbb{I}(E = e) = r", [r"q = p(x) \mathbb{I}(E = e) = r"]),
    "a congruence": (r"n \equiv p \pmod{q}", ["n ≡ p"]),
    "a system": (
        r"\left\{ \begin{aligned} x + y &= 1 \\ x - y &= 2 \end{aligned} \right.",
        ["x + y = 1", "x - y = 2"],
    ),
    "words as a side": (r"\text{odds} = \frac{p}{1-p}", [r"\text{odds} = \frac{p}{1-p}"]),
}

SIGNS = {
    ":=": "definition",
    r"\triangleq": "definition",
    r"\equiv": "definition",
    r"\coloneqq": "definition",
    r"\stackrel{def}{=}": "definition",
    r"\overset{\text{def}}{=}": "definition",
    r"\overset{(4)}{=}": "=",
    r"\stackrel{!}{=}": "=",
    r"\approx": "≈",
    r"\neq": "!=",
    r"\geq": ">=",
    r"\in": "in",
    r"\sim": "sim",
    r"\propto": "propto",
    r"\subset": "subset",
    r"\mapsto": "maps",
}


@pytest.mark.parametrize("case", ROWS)
def test_rows(case: str) -> None:
    latex, expected = ROWS[case]
    assert display(latex) == expected


@pytest.mark.parametrize("case", JOINS)
def test_terms_over_rows(case: str) -> None:
    latex, expected = JOINS[case]
    assert display(latex) == expected


@pytest.mark.parametrize("case", GAPS)
def test_gaps(case: str) -> None:
    latex, expected = GAPS[case]
    assert display(latex) == expected


def test_alternatives_are_marked() -> None:
    chains, _ = chains_of("$$\nx = 1 \\text{ or } x = 2\n$$\n")
    assert [c.word for c in chains] == ["or", "or"]


@pytest.mark.parametrize("sign", SIGNS)
def test_canonical_relations(sign: str) -> None:
    assert display(f"a {sign} b") == [f"a {SIGNS[sign]} b"]

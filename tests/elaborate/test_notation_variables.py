"""Slips of names, their corrected twins, and harmless formulas beside them."""

from __future__ import annotations

import pytest

import mathlint
from mathlint.document.read import read
from mathlint.elaborate.elaborate import read as read_as_page
from mathlint.elaborate.notation import notices
from mathlint.elaborate.strangers import Strangers
from mathlint.source import SourceFile, Span
from mathlint.syntax.parse import parse


def slips(note: str) -> list[tuple[str, str]]:
    """What was written and what is meant, of every slip."""
    document = read(SourceFile("note.md", note))
    page = read_as_page(document, {i: parse(block.text) for i, block in enumerate(document.blocks)})
    return [(n.data["found"], n.data["meant"]) for n in notices(page, ()) if n.rule == "slipped-name"]


def display(*rows: str) -> str:
    return "$$\n" + " \\\\\n".join(rows) + "\n$$\n"


CASES = [
    (
        display(r"D = \log w(t|s_1) - \log w(t|s_1) = R(s_1) - R(s_2)"),
        (r"\log w(t|s_1)", r"\log w(t|s_2)"), r"s_1) = R", r"s_2) = R",
    ),
    (display(r"\frac{w(t|s_2)}{w(t|s_2)} = \frac{R(s_1)}{R(s_2)}"), ("w(t|s_2)", "w(t|s_1)"), r"\frac{w(t|s_2)}", r"\frac{w(t|s_1)}"),
    (
        display(r"\frac{w(c \mid e)}{w(d)} = \frac{w(c)}{w(d)} \cdot \frac{w(e \mid c)}{w(e \mid d)}"),
        ("w(d)", "w(d|e)"), "{w(d)} = ", r"{w(d \mid e)} = ",
    ),
    (
        display(r"P(u) Q(v \mid u) B(v \mid u) = P(v) Q(u \mid v) B(v \mid u)", r"P(u) T(v \mid u) = P(v) T(u \mid v)"),
        ("B(v|u)", "B(u|v)"), r"Q(u \mid v) B(v \mid u)", r"Q(u \mid v) B(u \mid v)",
    ),
    (display(r"h(\theta u + (1-\theta) v) \le \theta h(u) + (1-\theta) g(v)"), ("g(v)", "h(v)"), "g(v)", "h(v)"),
    (
        display("z = g(s, a)") + display(r"\frac{dL}{db} = \frac{dL}{dz} \frac{dg(s, b)}{ds} \frac{ds}{db}"),
        ("g(s,b)", "g(s,a)"), "dg(s, b)", "dg(s, a)",
    ),
    (
        display(r"\int_0^y \frac{1}{N(\mu)} u^{\mu} \, du = \frac{1}{N(c)} \int_0^y u^{\mu} \, du"),
        (r"\frac{1}{N(c)}", r"\frac{1}{N(\mu)}"), "N(c)", r"N(\mu)",
    ),
    (display(r"S(U) = \sum_{u} p(u) \, S(V | U = u)"), ("S(U)", "S(V|U)"), "S(U)", "S(V|U)"),
    (
        display(r"\begin{bmatrix} e^T \\ u^T \end{bmatrix} \begin{bmatrix} e & u \end{bmatrix} = \begin{bmatrix} e^T e & e^T v \\ u^T e & u^T u \end{bmatrix}"),
        ("e^Tv", "e^Tu"), "e^T v", "e^T u",
    ),
    (display(r"V = U + d \quad \Leftrightarrow \quad U = U - d"), ("U", "V"), "= U - d", "= V - d"),
    (
        "The law is $w(r; c_n, d_n)$ with\n\n" + display(r"c_n = c_0 + n \bar{u}", r"c_n = c_0 + n \bar{v}"),
        ("c_n", "d_n"), "c_n = c_0 + n \\bar{v}", "d_n = c_0 + n \\bar{v}",
    ),
    (
        display(r"\frac{d S}{d u_0} = 0", r"\hat u_0 = \bar y - \hat u_1 \bar x") + display(r"\frac{d S}{d u_0} = 0", r"\hat{u}_1 = r"),
        ("du_0", "du_1"), "\\frac{d S}{d u_0} = 0 \\\\\n\\hat{u}_1", "\\frac{d S}{d u_1} = 0 \\\\\n\\hat{u}_1",
    ),
    (
        "With $M_a$ and $M_b$,\n\n" + display(r"D(a_a + M_a, a_b + E_b) = t^{M_a + a_a} (1 - t)^{M_b + a_b}"),
        ("E_b", "M_b"), "E_b", "M_b",
    ),
    (
        "Let the columns of $A$ be $c_i$, then\n\n" + display(r"G_{pq} = v_p^T v_q = \sum_l A_{lp} A_{lq}"),
        ("v_p", "c_p"), "v_p^T v_q", "c_p^T c_q",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("note", "slip", "wrong", "right"), CASES, ids=[c[1][0] + " for " + c[1][1] for c in CASES])
def test_a_slip_and_its_corrected_twin(note: str, slip: tuple[str, str], wrong: str, right: str) -> None:
    assert slips(note) == [slip]
    assert note.count(wrong) >= 1
    assert slips(note.replace(wrong, right)) == []


DENSITIES = {
    r"p(u|v) = \frac{p(v|u) p(v)}{p(u)}": True,
    r"p(u|v) = \frac{p(v|u) p(u)}{p(v)}": False,
    r"p(u, v) = p(u|v) \cdot p(u)": True,
    r"p(u, v) = p(u|v) \cdot p(v)": False,
    r"p(u|v) p(u) = p(u, v)": True,
    r"p(v|u) = \frac{p(u, v)}{p(v)}": True,
    r"p(u) = \sum_v p(u|v) p(v)": False,
    r"p(u, v|w) = p(u|w) p(v|w)": False,
    r"p(u, v|w) = p(u|v) p(v|w)": False,
    r"P(C) = P(A) P(B|A)": False,
    r"p(u|v) = p(v|u)": False,
    r"p(u|v) = q(v|u) q(v)": False,
}


@pytest.mark.parametrize(("formula", "wrong"), DENSITIES.items(), ids=DENSITIES)
def test_products_of_densities(formula: str, wrong: bool) -> None:
    report = mathlint.check(SourceFile("note.md", display(formula)))
    found = [d.message for d in report.diagnostics if d.name == "slipped-name"]
    assert len(found) == wrong
    assert all("density of" in message for message in found)


HARMLESS = {
    "a difference that vanishes": display("x_1 - x_1 = 0"),
    "two differences that vanish": display("x_1 - x_1 = x_2 - x_2"),
    "proportions": display(r"\frac{a + c}{b + d} = \frac{a}{b}"),
    "another ratio": display(r"\frac{w(c)}{w(d)} = \frac{u(c)}{u(d)}"),
    "a common factor": display("P(u) Q(v) B(v) = P(v) Q(u) B(v)"),
    "two functions": display(r"k(t) = \theta h(u) + (1-\theta) g(v)"),
    "another function of the chain": display("z = h(s, a)") + display(r"\frac{dL}{dz} \frac{dg(s, b)}{ds} = c"),
    "a factor with another value": display(r"\int_0^y N(\mu + 1) u^{\mu} \, du = N(\mu) \int_0^y u^{\mu} \, du"),
    "total expectation": display(r"S(V) = \sum_{u} p(u) \, S(V | U = u)"),
    "a loop": display("U = U - d"),
    "one value in two steps": display(r"c_n = c_0 + n \bar{u}", r"c_n = c_0 + n \bar{v}"),
    "a name that is used elsewhere": "Let the columns of $A$ be $c_i$, then\n\n"
    + display(r"G_{pq} = v_p^T v_q")
    + "with $v_p = A c_p$.",
}


@pytest.mark.parametrize("note", HARMLESS.values(), ids=HARMLESS)
def test_silence(note: str) -> None:
    assert slips(note) == []


STRANGER = "The vector $x$ and a matrix.\n\n$$ A x = b x $$\n\n"


@pytest.mark.parametrize(
    ("name", "after", "expected"),
    [
        ("b", "Nothing else.", True),
        ("b", "$$ 2 b = c $$", True),  # it goes on with the slip
        ("b", "Here $b$ is a number.", False),
        ("b", "Let $b, c > 0$ and $b$ be numbers.", False),
        ("b", "where b is a number.", False),
        ("b", "$$ b = 3 $$", False),
        ("x", "Nothing else.", False),
    ],
)
def test_a_stranger_is_spoken_of_nowhere(name: str, after: str, expected: bool) -> None:
    note = STRANGER + after
    at = note.index("b x")
    document = read(SourceFile("note.md", note))
    assert Strangers(document).holds(name, Span(at, at + 3)) is (expected)

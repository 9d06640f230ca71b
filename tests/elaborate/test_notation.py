"""What is found in notation, and the harmless habits beside it that are not."""

from __future__ import annotations

import pytest

from mathlint.document.read import read
from mathlint.elaborate.elaborate import read as read_as_page
from mathlint.elaborate.model import Notice
from mathlint.elaborate.notation import notices
from mathlint.source import SourceFile
from mathlint.syntax.parse import parse


def found_in(note: str) -> list[tuple[Notice, str]]:
    """The notices of a note, each with the text that it marks."""
    document = read(SourceFile("note.md", note))
    page = read_as_page(document, {i: parse(block.text) for i, block in enumerate(document.blocks)})
    return [(n, document.source.slice(n.span)) for n in notices(page, ())]


def display(latex: str) -> str:
    return f"$$\n{latex}\n$$\n"


def sure_rules(note: str) -> list[str]:
    return [n.rule for n, _ in found_in(note) if n.sure]


FOUND = [
    # a derivative whose operand has another letter than the other side
    (
        r"\frac{\partial}{\partial U} \operatorname{tr} g(u) = \operatorname{tr} \frac{\partial g(U)}{\partial U}",
        "derivative-variable", r"\frac{\partial}{\partial U}", {"variable": "U", "operand": "g(u)", "instead": "g(U)"},
    ),
    # an index that the terms lack
    (r"I = \sum_u \sum_v p(u,v) - \sum_u q(u) - \sum_u q(v)", "unused-index", r"\sum_u", {"index": "u", "meant": "v"}),
    (r"\sum_{i=1}^{n} \ln k = \ln(n!)", "unused-index", r"\sum_{i=1}^{n}", {"index": "i", "meant": "k"}),
    (r"b_j = \sum_{k=1}^{n} a_{ij} = \mathbf{1}^\top a_j", "unused-index", r"\sum_{k=1}^{n}", {"index": "k", "meant": "i"}),
    (r"s_i = \frac{e^{z_i}}{\sum_{j=1}^{n} e^{z_i}}", "unused-index", r"\sum_{j=1}^{n}", {"index": "j", "meant": "i"}),
    (r"\prod_{i=m}^{M} p_m^{t_m} = \prod_{m=1}^{M} q_m", "unused-index", r"\prod_{i=m}^{M}", {"index": "i", "meant": "m"}),
    (r"\sum_{i=1}^{m} p_k = 1", "unused-index", r"\sum_{i=1}^{m}", {"meant": "k"}),
    (r"f'(x) = \lim_{h \to 0} \frac{f(x + t) - f(x)}{t}", "unused-index", r"\lim_{h \to 0}", {"index": "h", "meant": "t"}),
    # an index bound twice, lost, or used where nothing binds it
    (r"H = \sum_{u \in U} \sum_{u \in V} p(u,v)", "escaping-index", r"\sum_{u \in V}", {"twice": "u"}),
    (
        r"\sum_{i} \sum_{j} u_i u_j w_{ij} = \sum_{i} \sum_{j} w_{ij} s_{ij} - \sum_{i} u_{i} u_{j} w_i",
        "escaping-index", "j", {"index": "j"},
    ),
    (r"\sum_{i=1}^n (x_i + y_i) = \left(\sum_{i=1}^n x_i\right) + y_i", "escaping-index", "i", {"index": "i"}),
    (r"\frac{\partial}{\partial x_i} \sin x_i = \begin{cases} \cos x_i & i = j \\ 0 & i \neq j \end{cases}", "escaping-index", None, {"index": "j"}),
    (r"\left[\frac{\partial}{\partial x} 3 g(x)\right]_{ij} = \frac{\partial}{\partial x_i} 3 g_i(x)", "escaping-index", None, {"lost": "j"}),
    (r"\int_0^1 2x \, dx = x^2", "escaping-index", "x^2", {"index": "x", "binder": "integral"}),
    # limits and differentials
    (r"t_n = \sum_{n=0}^{n} r^n", "bound-is-limit", r"\sum_{n=0}^{n}", {"index": "n"}),
    (r"\mu = \sum_{x} x p(x) \, \mathrm{d}x", "sum-with-differential", r"\mathrm{d}x", {"differential": "x", "binder": "sum"}),
    (r"G(x) = \lim_{y \to \infty} F(x, y) dy", "sum-with-differential", "dy", {"binder": "limit"}),
    (r"F(x) = \int_{-\infty}^{x} g(z) \, dx", "mismatched-differential", None, {"variable": "z", "differential": "x"}),
    (r"h = \int_{x \in X} p(x) q(x)", "missing-differential", r"\int_{x \in X}", {"variable": "x"}),
    # nothing follows
    ("v = a + \\\\\n= b + c", "missing-operand", "+", {"operator": "+"}),
    (r"\sum_{i=0}^{d} = a_0 + a_1 n", "missing-operand", r"\sum_{i=0}^{d}", {}),
    (r"s = 2n \sum_{l=1}^{n} - 2 \sum_{l=1}^{n} l^2", "missing-operand", r"\sum_{l=1}^{n}", {}),
    (
        r"H = \begin{bmatrix} \frac{\partial^2 g}{\partial u^2} & \frac{\partial^2 g}{\partial u \partial v} \\"
        r" \frac{\partial^2}{\partial u \partial v} & \frac{\partial^2 g}{\partial v^2} \end{bmatrix}",
        "missing-operand", r"\frac{\partial^2}{\partial u \partial v}", {"meant": "g"},
    ),
    # derivatives by an index
    (r"\frac{\partial}{\partial k} \sum_{i=1}^n w_i^3 = 3 w_k^2", "derivative-variable", r"\frac{\partial}{\partial k}", {"meant": "w_k"}),
    (r"\sum_i w_i^3 = s, \quad \frac{d}{dk} w_k^3 = 3 w_k^2", "derivative-variable", r"\frac{d}{dk}", {"meant": "w_k"}),
    # ellipses
    (r"s = a_1 b_1 + a_2 b_2 + \dots + a_n b_1", "ellipsis-mismatch", "a_n b_1", {"expected": "a_n b_n"}),
    (r"s = a_1 b_1 + a_2 b_2 + \dots + a_n b_m", "ellipsis-mismatch", "a_n b_m", {}),
    (r"s = x_1 + x_2 + \dots + x_0", "ellipsis-mismatch", "x_0", {}),
    (r"\sum_{x=0}^{n} q(x) = q(0) + \dots + q(0)", "ellipsis-mismatch", "q(0)", {}),
    (r"P(S_1 \cap S_2 \cap \cdots \cap S_k) = P(S_1) P(S_2 | S_1) \cdots P(S_n | S_{n-1})", "ellipsis-mismatch", "S_n", {"expected": "S_k"}),
    (r"D = \begin{bmatrix} g_1(y) - g_1(x) \\ \vdots \\ g_m(y) - g(x) \end{bmatrix}", "ellipsis-mismatch", "g", {"expected": "g_m"}),
    # shapes and brackets
    (r"\|B\|_F^2 = B^\top B", "shape-mismatch", r"B^\top B", {}),
    (r"y = \frac{1}{\exp(-u/(1 + v)} = w", "unclosed-delimiter", "(", {"delimiter": "("}),
]  # fmt: skip


@pytest.mark.parametrize(("latex", "rule", "place", "data"), FOUND, ids=[case[0][:50] for case in FOUND])
def test_found(latex: str, rule: str, place: str | None, data: dict[str, str]) -> None:
    found = [(n, text) for n, text in found_in(display(latex)) if n.sure]
    assert [n.rule for n, _ in found] == [rule]
    notice, text = found[0]
    assert data.items() <= notice.data.items()
    assert place is None or text == place


HARMLESS = [
    # constants, products of sums, sums that go on over the next term
    r"\sum_{i=1}^n 1 = n",
    r"\sum_{i=1}^n c = n c",
    r"\sum_{i=1}^n k = n k",
    r"T = \sum_{i=1}^{k} m = m k",
    r"\sum_i a_i \sum_i b_i = s t",
    r"v = \sum_i x_i + y_i",
    r"\sum_{i=1}^n \sum_{j=1}^m a_i = m \sum_{i=1}^n a_i",
    r"B = \sum_{j=1}^k \sum_{i=1}^{n} (\bar y_j - \bar y)^2 = n \sum_{j=1}^k (\bar y_j - \bar y)^2",
    r"s_i = \frac{e^{z_i}}{\sum_{j=1}^n e^{z_j}}",
    r"\operatorname{softmax}(z) = \frac{e^{z_i}}{\sum_i e^{z_i}}",
    r"\frac{1}{n} \sum_i E(X_i) = \frac{1}{n} n E(X_i)",
    r"\sum_i \sum_j \operatorname{Cov}(X_i, X_j) = \sum_i n \operatorname{Cov}(X_i, X_j)",
    r"p(x) = \sum_y p(x, y) = \sum_z p(x, z)",
    r"C(n) = \sum_{i=1}^{m} l",
    r"\frac{\sum_{y_i = 1} w_i}{\sum_{y_i \neq 1} w_i} = r",
    r"\sum_{x_1} \sum_{x_2} \cdots \sum_{x_n} p(x_1, x_2, \dots, x_n) = 1",
    r"g = \sum_i (y_i - \sum_j w_j x_{ij}) x_{ij}",
    # limits and differentials
    r"\sum_{i=1}^{n_i} a_i = s",
    r"\int_0^\infty \int_0^z g(z) \, dx \, dz = 1",
    r"\int_A f = 1",
    r"\int_0^1 2x \, dx = \left[ x^2 \right]_0^1 = 1",
    r"\int_0^1 2x \, dx = x^2 \Big|_0^1 = 1",
    r"q(y) = \int_0^1 q(y \mid x) p(x) \, dx = E[q(y \mid x)]",
    r"\int_0^1 g(x) \, dx = g(x^*)",
    r"\lim_{n \to \infty} S = s",
    r"\lim_{h \to 0} g(x) = g(x)",
    r"E = \int X \, dP",
    r"\int_0^T L(x) \, dt = S",
    r"\int_a^b F(y) \, dx = J",
    r"\int \frac{dx}{x} = \ln x",
    r"\sum_{i} f(x_i) \, dx \approx \int f(x) \, dx",
    r"\sum_{i=1}^{d} a_i d x = s",
    r"\int \sum_k a_k x^k \, dx = g",
    # operators
    r"\nabla = \begin{bmatrix} \frac{\partial}{\partial x} \\ \frac{\partial}{\partial y} \end{bmatrix}",
    r"x += \alpha g",
    r"\sum_i := \sum_{i=1}^n",
    r"\frac{d\omega_k}{dk} = v_k",
    r"\frac{d}{dt} x_t = b_t",
    r"\frac{\partial}{\partial k} f(x_k) = 0",
    r"\frac{\partial}{\partial x_k} \sum_i x_i^2 = 2 x_k",
    r"\delta_{ij} = \begin{cases} 1 & i = j \\ 0 & i \neq j \end{cases}",
    r"\frac{\partial x_i}{\partial x_j} = \begin{cases} 1 & i = j \\ 0 & i \neq j \end{cases}",
    # ellipses
    r"s = a_1 b_n + a_2 b_{n-1} + \dots + a_n b_1",
    r"x_1 x_2 + x_2 x_3 + \dots + x_n x_1 = s",
    r"c = (v_1, v_2, \dots, v_1)",
    r"n = 1 + 1 + \dots + 1",
    r"\sum_{i=1}^n c = c + \dots + c",
    r"x_1 + \dots + x_n = x_1 + \dots + x_k + x_{k+1} + \dots + x_n",
    r"a_0 + a_1 x + \dots + a_n x^n = p(x)",
    r"D = \begin{bmatrix} g_1(x_1) \\ \vdots \\ g_m(x_m) \end{bmatrix}",
    # shapes and brackets
    r"\|x\|^2 = x^\top x",
    r"\|B\|_F^2 = \operatorname{tr}(B^\top B)",
    r"x \in (a, b] = I",
]


@pytest.mark.parametrize("latex", HARMLESS)
def test_harmless(latex: str) -> None:
    assert sure_rules(display(latex)) == []


GENERAL = r"""$$ \mathbf{A} = \begin{bmatrix} a_{11} & a_{12} & \dots & a_{1n} \\ a_{21} & a_{22} & \dots & a_{2n} \\
\vdots & \vdots & & \vdots \\ a_{m1} & a_{m2} & \dots & a_{mn} \end{bmatrix} $$
"""
ROWS = r"\begin{{bmatrix}} a_{{11}} x_1 + \dots + a_{{1n}} x_n \\ \vdots \\ a_{{{m}1}} x_1 + \dots + a_{{{m}n}} x_n \end{{bmatrix}}"


def test_a_product_has_the_rows_of_its_matrix() -> None:
    wrong = GENERAL + display(r"\mathbf{A} \mathbf{x} = " + ROWS.format(m="n"))
    assert sure_rules(wrong) == ["ellipsis-mismatch"]
    assert sure_rules(GENERAL + display(r"\mathbf{A} \mathbf{x} = " + ROWS.format(m="m"))) == []


def test_a_square_matrix_may_be_defined_after_a_general_one() -> None:
    square = GENERAL.replace("a_{m1}", "a_{n1}").replace("a_{m2}", "a_{n2}").replace("a_{mn}", "a_{nn}")
    assert sure_rules(GENERAL + "If it is square, then\n" + square) == []


def test_equal_matrices_have_equally_many_rows() -> None:
    left = r"\begin{bmatrix} b_{1} c_1 & \dots & b_{1} c_n \\ \vdots & & \vdots \\ b_{%s} c_1 & \dots & b_{%s} c_n \end{bmatrix}"
    right = r"\begin{bmatrix} d_{11} & \dots & d_{1n} \\ \vdots & & \vdots \\ d_{m1} & \dots & d_{mn} \end{bmatrix}"
    assert sure_rules(display(left % ("n", "n") + " = " + right)) == ["ellipsis-mismatch"]
    assert sure_rules(display(left % ("m", "m") + " = " + right)) == []


def test_a_note_that_never_writes_differentials_has_a_habit() -> None:
    habit = "".join(display(rf"{name} = \int_0^1 {name}(x)") for name in "uvw")
    assert found_in(habit) == []
    careful = "".join(display(rf"{name} = \int_0^1 {name}(x) \, dx") for name in "uvw") + display(r"q = \int_0^1 x^2")
    assert sure_rules(careful) == ["missing-differential"]


def test_the_limit_of_an_integral_is_information() -> None:
    found = found_in(display(r"F(x) = \int_0^x g(x) \, dx"))
    assert [(n.rule, n.sure) for n, _ in found] == [("bound-is-limit", False)]


def test_two_values_are_information() -> None:
    found = found_in("We find\n" + display("r = 0.81") + "so that\n" + display("r = 0.63"))
    assert [(n.rule, n.sure, n.data["other"]) for n, _ in found] == [("two-values", False, "0.81")]
    assert found_in("We find\n" + display("r = 0.813") + "so that\n" + display("r = 0.81")) == []
    members = r"b_0 = 1.5, \quad b_1 = 2.5"
    assert found_in(display(members)) == []


def test_a_formula_said_again_with_a_slip_is_information() -> None:
    again = display("L = 3a + 2b") + "that is\n"
    assert [n.rule for n, _ in found_in(again + display("L = 3a + b"))] == ["two-values"]
    assert found_in(again + display("L = 2b + 3a")) == []


def test_running_text_may_leave_a_bracket_open() -> None:
    assert found_in("The interval $a = (x$ goes on.") == []


def test_the_same_place_is_reported_once() -> None:
    found = found_in(display(r"a = \int_0^1 \int_0^1 g(x, y), \quad b = \int_0^1 x \, dx, \quad c = \int_0^1 y \, dy"))
    assert [n.rule for n, _ in found] == ["missing-differential"]

"""Every row of the table of meaning goes through every column: spelling, core expression, shape, LaTeX, sympy, value."""

from fractions import Fraction

import mpmath
import pytest
import sympy as sp

from mathlint.expr.obligation import Declaration
from mathlint.expr.shape import SCALAR, Shape
from mathlint.expr.spec import check
from mathlint.expr.tree import HEADS, ONE, Expr, expr, fn, name, number, substitute
from mathlint.operators import notation
from mathlint.operators.distributions import DISTRIBUTIONS, Distribution
from mathlint.operators.functions import FUNCTIONS, Function
from mathlint.operators.latex import to_latex
from mathlint.operators.notation import NOTATIONS, Notation
from mathlint.operators.shapes import RULES
from mathlint.operators.sympy_form import NotInSympy, to_sympy
from mathlint.syntax import parse, surface
from mathlint.syntax.vocabulary import FORMS, SAME, Form
from tests.reference import NotEvaluable, close, evaluate

MATRIX = [["1/7", "2", "1/3"], ["1", "5/3", "0"], ["-1", "1/2", "4"]]
VECTOR = ["3/7", "6/7", "1/5"]
SCALARS = ("3/7", "-3/7", "9/5", "-9/5")
SQUARE, COLUMN = Shape(3, 3), Shape(3, 1)
ROWS = list(NOTATIONS.values())
CORE = [row for row in ROWS if row.value is not None or row.head in HEADS]
BINDERS = {
    "limit": 3,
    "extremum": 2,
    "argmax": 2,
    "argmin": 2,
    "sum": 4,
    "product": 4,
    "integral": 4,
    "integral_over": 3,
}
WITHOUT_SYMPY = {
    "rank", "vec", "expect", "variance", "covariance", "covariance_matrix",
    "standard_deviation",
    "correlation", "probability", "fn.softmax", "fn.logsumexp", "extremum.max", "extremum.min", "extremum.sup",
    "extremum.inf", "argmax", "argmin", "binary.cross", "binary.plusminus", "big.integral.double",
    "big.integral.triple",
    "big.integral.many", "big.integral.contour", "superscript.pseudoinverse", "fence.norm_one", "fence.norm_max",
    "fence.norm_infinity", "fence.mean",
}  # fmt: skip
"""Sympy has no notion of these, or none for symbolic matrices: the missing cells of the table."""
MATRIX_RULES = {"square", "square-scalar", "transpose", "vec", "diagonal-of", "kronecker", "product"}
VECTOR_RULES = {"diagonal", "outer", "pairing", "cross", "covariance"}


def arguments(row: Notation) -> tuple[list[object], Shape]:
    """Fitting values for the arguments of a row, and their shape."""
    least = row.arity if isinstance(row.arity, int) else row.arity[0]
    if row.shape in MATRIX_RULES and row.head != "mul":
        return [MATRIX] * least, SQUARE
    if (
        row.shape in VECTOR_RULES
        or row.head in ("norm", "rank")
        or row.key in ("fn.softmax", "fn.logsumexp", "kl", "entropy", "cross_entropy")
    ):
        return [VECTOR] * least, COLUMN
    return ["3/7", "9/5"][:least], SCALAR


def built(row: Notation) -> Expr:
    """The core expression of a row on names x, y, or on the condition or binding that it needs."""
    if row.head in BINDERS:
        i, parts = name("i"), {1: (), 2: (), 3: (name("D"),), 4: (ONE, number(3))}[BINDERS[row.head]]
        return expr(row.head, (i, *parts, name("x")), row.datum)
    condition = expr("compare", (name("x"), name("y")), ">")
    if row.head == "indicator" or row.key == "probability" or row.head in ("and", "or", "not"):
        return row.build(*([condition] * (2 if row.head in ("and", "or") else 1)))
    if row.key == "constant.infinity" or row.kind == "constant":
        datum = {"identity": 3, "ones": (3, 1), "zeros": (3, 1), "unit": 3}.get(row.head, row.datum)
        return expr(row.head, (ONE,) if row.head == "unit" else (), datum)
    least = row.arity if isinstance(row.arity, int) else row.arity[0]
    return row.build(*(name(k) for k in ("x", "y")[:least]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_found_by_every_spelling(row: Notation) -> None:
    assert row.latex or row.key in ("fn.zeta", "fn.normal_cdf", "fn.normal_pdf")
    assert row.example
    assert row.shape in RULES
    for spelling in row.latex:
        assert row.key in [r.key for r in notation.meanings(row.kind, spelling)]


def spelled_in_sympy(node: Expr, declared: list[Declaration]) -> bool:
    try:
        return isinstance(to_sympy(node, declared), sp.Basic | sp.MatrixBase)
    except NotInSympy:
        return False


@pytest.mark.parametrize("row", CORE, ids=lambda row: row.key)
def test_every_column(row: Notation) -> None:
    node = built(row)
    assert check(node) == []
    assert to_latex(node)
    values, shape = arguments(row)
    point = dict(zip(("x", "y"), values, strict=False)) | ({"y": "1/9"} if len(values) < 2 else {})
    declared = [Declaration(key, shape=shape) for key in ("x", "y")]
    assert spelled_in_sympy(node, declared) == (row.key not in WITHOUT_SYMPY)
    if {n.head for n in node.walk()} & {"expect", "variance", "covariance"}:
        return  # a random variable: see the reference's own tests
    if (
        row.head in ("argmax", "argmin", "extremum", "integral_over", "limit", "plusminus")
        or row.key == "binary.plusminus"
    ):
        return
    if row.key == "fn.gcd" or row.key == "fn.lcm":
        point = {"x": "12", "y": "18"}
    if row.key in ("fn.arcosh", "fn.arcsec", "fn.arccsc"):
        point = {"x": "9/5"}
    value = evaluate(node, point)
    rule = RULES[row.shape]((shape,) * max(len(values), 1))
    if rule is not None and row.kind != "constant" and hasattr(value, "rows"):
        assert (value.rows, value.cols) == (rule.rows, rule.cols)
    elif rule is not None and row.kind not in ("constant", "big"):
        assert rule == SCALAR


def inside_domain(f: Function, point: dict[str, object]) -> bool:
    try:
        return f.domain is None or bool(evaluate(f.domain, point))
    except NotEvaluable:
        return False


@pytest.mark.parametrize("f", [f for f in FUNCTIONS.values() if f.value is not None], ids=lambda f: f.name)
def test_definitions_agree_with_the_reference(f: Function) -> None:
    assert f.value is not None
    count, tried = f.arity + f.optional, 0
    for k, first in enumerate(SCALARS):
        point: dict[str, object] = {"x": first, "y": SCALARS[(k + 2) % 4] if f.arity == 2 else "7/3"}
        if not inside_domain(f, point):
            continue
        called = fn(f.name, *(name(key) for key in ("x", "y")[:count]))
        if f.name == "beta" and min(Fraction(str(v)) for v in point.values()) < 0:
            continue
        left, right = evaluate(called, point), evaluate(f.value, point)
        if isinstance(right, complex) or getattr(right, "imag", 0) != 0 or getattr(left, "imag", 0) != 0:
            continue
        tried += 1
        if f.name == "arccot" and first.startswith("-"):
            continue  # conventions differ
        assert close(left, right, 20), (f.name, first)
    assert tried


@pytest.mark.parametrize(
    "f", [f for f in FUNCTIONS.values() if f.sympy and f.name not in ("gcd", "lcm")], ids=lambda f: f.name
)
def test_sympy_agrees_with_the_reference(f: Function) -> None:
    tried = 0
    for first in SCALARS:
        numbers = [Fraction(first), Fraction(7, 3)][: f.arity]
        point: dict[str, object] = {"x": first, "y": "7/3"}
        if not inside_domain(f, point):
            continue
        node = fn(f.name, *(number(v) for v in numbers))
        value = evaluate(node, {})
        if getattr(value, "imag", 0) != 0:
            continue
        tried += 1
        assert abs(sp.N(to_sympy(node), 25) - sp.Float(mpmath.nstr(value, 30), 30)) < 1e-18, f.name
    assert tried


def test_simultaneous_arguments() -> None:
    correlation = NOTATIONS["correlation"].build(name("y"), name("x"))
    value = NOTATIONS["correlation"].value
    assert value is not None
    assert correlation is substitute(value, {"x": name("y"), "y": name("x")})


@pytest.mark.parametrize(
    ("word", "keys"),
    [
        ("\\sin", ["fn.sin"]), ("tr", ["trace"]), ("Tr", ["trace"]), ("arg max", ["argmax"]), ("arg\\,max", ["argmax"]),
        ("\\mathbb E", ["expect"]), ("\\mathrm{Var}", ["variance"]), ("\\operatorname{rank}", ["rank"]),
        ("\\max", ["max", "extremum.max"]), ("diag", ["diagonal", "diagonal_of"]), ("nonsense", []), ("x", []),
    ],
)  # fmt: skip
def test_functions_by_name(word: str, keys: list[str]) -> None:
    assert [row.key for row in notation.functions_named(word)] == keys


@pytest.mark.parametrize(
    ("sign", "role"),
    [("=", "="), ("\\leqslant", "<="), ("\\triangleq", "definition"), (":=", "definition"), ("\\Rightarrow", "implies"),
     ("\\in", "in"), ("\\sim", "sim"), ("\\approx", "≈"), ("\\mapsto", "maps"), ("\\not=", "!="), ("\\ll", "other")],
)  # fmt: skip
def test_relations_by_sign(sign: str, role: str) -> None:
    row = notation.relation_named(sign)
    assert row is not None
    assert row.role == role


@pytest.mark.parametrize(
    ("word", "letter"),
    [("Var", False), ("\\mathbb{V}", True), ("\\Pr", False), ("P", True), ("\\Gamma", True), ("tr", False)],
)
def test_words_are_no_letters(word: str, letter: bool) -> None:
    row = notation.function_named(word)
    assert row is not None
    assert row.letter is letter


def test_no_sign_has_two_relations() -> None:
    spelled = [s for row in ROWS if row.kind == "relation" for s in dict.fromkeys(row.latex)]
    assert len(spelled) == len(set(spelled))


def test_marks_by_spelling() -> None:
    assert [r.head for r in notation.superscripts_named("\\mathrm T")] == ["transpose"]
    assert [r.key for r in notation.superscripts_named("'")][:2] == [
        "superscript.transpose_prime",
        "superscript.derivative_prime",
    ]
    assert [r.head for r in notation.fences_named("|", "|")][:2] == ["abs", "determinant"]
    bold, boxed = notation.accent_named("\\boldsymbol"), notation.accent_named("\\boxed")
    assert bold is not None
    assert (bold.role, bold.datum) == ("style", "bold")
    assert boxed is not None
    assert boxed.role == "transparent"
    assert notation.norm_named("\\text{F}") == "F"
    assert notation.inverse_function("tan") == "arctan"


def test_wrong_number_of_arguments() -> None:
    with pytest.raises(ValueError, match="2 arguments"):
        NOTATIONS["trace"].build(name("x"), name("y"))
    with pytest.raises(ValueError, match="no core expression"):
        NOTATIONS["unread.ker"].build(name("x"))


def parsed(text: str) -> list[object]:
    """Every node of a formula that must parse without an issue."""
    block = parse(text)
    assert not block.issues, (text, block.issues)
    stack: list[object] = list(block.rows)
    found = []
    while stack:
        node = stack.pop()
        found.append(node)
        for field in getattr(node, "__dataclass_fields__", {}):
            value = getattr(node, field)
            stack.extend(value if isinstance(value, tuple) else [value])
    return found


@pytest.mark.parametrize("row", [*ROWS, *DISTRIBUTIONS.values()], ids=lambda row: row.key)
def test_the_example_parses(row: Notation | Distribution) -> None:
    assert parsed(row.example)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row.kind in ("relation", "binary", "big")], ids=lambda row: row.key
)
def test_the_parser_hands_over_every_sign(row: Notation) -> None:
    """No spelling is dead: what the parser names it is looked up as this row."""
    form = {"relation": surface.Relation, "binary": surface.Operator, "big": surface.Big}[row.kind]
    for sign in row.latex:
        names = [n.name for n in parsed(f"{sign}_i y" if row.kind == "big" else f"x {sign} y") if isinstance(n, form)]
        if FORMS.get(sign) is Form.SIGN:
            names = [
                s.name for n in parsed(f"x {sign} y") if isinstance(n, surface.Sum) for signs in n.signs for s in signs
            ]
        assert len(names) == 1, (sign, names)
        assert row in notation.meanings(row.kind, names[0]), (sign, names)


@pytest.mark.parametrize(
    ("form", "kind"),
    [(Form.RELATION, "relation"), (Form.ARROW, "relation"), (Form.OPERATOR, "binary"), (Form.SIGN, "binary"),
     (Form.BIG, "big"), (Form.DECORATION, "accent"), (Form.SWITCH, "accent")],
)  # fmt: skip
def test_no_sign_of_the_parser_lacks_a_meaning(form: Form, kind: notation.NotationKind) -> None:
    lacking = [
        word for word, found in FORMS.items() if found is form and not notation.meanings(kind, SAME.get(word, word))
    ]
    assert lacking == []


def test_no_accent_is_dead() -> None:
    unread = {"\\mathbbm", "\\mathds"}  # packages of their own, whose commands the parser leaves as symbols
    commands = {s for row in ROWS if row.kind == "accent" for s in row.latex} - unread
    assert {s for s in commands if FORMS.get(s) not in (Form.DECORATION, Form.SWITCH, Form.NAME)} == set()

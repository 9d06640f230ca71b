"""Core expressions as LaTeX that an author would write: as few parentheses as the conventions of mathematics allow.

Every piece is printed with its level: how tightly it holds together. Whoever puts a piece somewhere asks for the least
level that is safe there, and the piece is parenthesised if it has less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from mathlint.expr.tree import ONE, Expr, add, expr, neg, number, substitute
from mathlint.operators.functions import FUNCTIONS
from mathlint.operators.latex_pieces import (
    BIGS,
    CONSTANTS,
    CONTROL,
    LETTERS,
    NORMS,
    RELATIONS,
    SCRIPTS,
    SIGNS,
    STARTS_AS_NUMBER,
    WORDS,
    Level,
    Piece,
    paren,
    script,
    variable_d,
)  # fmt: skip


def to_latex(node: Expr, shown: Mapping[str, str] | None = None, least: Level = Level.RELATION) -> str:
    """The LaTeX of an expression.

    shown: canonical name → how the page writes it, or a template with `#1`, `#2`, … for the indices of a family
    (`x^{(#1)}`). A name that is not in it is printed as it is.
    least: the level that the place needs, such as `Level.FACTOR` for a factor; below it the whole is parenthesised.
    """
    return _Printer(shown or {}).at(node, least)


class _Printer:
    def __init__(self, shown: Mapping[str, str]) -> None:
        self.shown = shown
        self.done: dict[Expr, Piece] = {}

    def at(self, node: Expr, least: Level = Level.RELATION) -> str:
        piece = self.piece(node)
        return piece.text if piece.level >= least else paren(piece.text)

    def list(self, nodes: tuple[Expr, ...]) -> str:
        return ", ".join(self.at(n) for n in nodes)

    def piece(self, node: Expr) -> Piece:
        found = self.done.get(node)
        if found is None:
            found = self.done[node] = self.made(node)
        return found

    def made(self, node: Expr) -> Piece:
        args = node.args
        match node.head:
            case "number":
                return self.number(node.datum)
            case "decimal":
                return self.decimal(*node.datum)
            case "constant":
                return Piece(CONSTANTS[node.datum], Level.ATOM)
            case "name":
                return self.named(node.datum)
            case "opaque":
                return Piece(self.shown.get(node.datum, node.datum), Level.FACTOR)
            case "identity":
                return Piece("I", Level.ATOM)
            case "ones" | "zeros":
                return Piece("\\mathbf{1}" if node.head == "ones" else "\\mathbf{0}", Level.ATOM)
            case "unit":
                return Piece("e" + script("_", self.at(args[0])), Level.ATOM)
            case "item":
                return self.item(args[0], tuple(self.at(a) for a in args[1:]))
            case "row":
                return self.item(args[0], (self.at(args[1]), ":"))
            case "column":
                return self.item(args[0], (":", self.at(args[1])))
            case "apply":
                return Piece(self.at(args[0], Level.SCRIPTED) + paren(self.list(args[1:])), Level.FACTOR)
            case "lambda":
                names = self.list(args[:-1])
                return Piece(
                    f"{names if len(args) == 2 else paren(names)} \\mapsto {self.at(args[-1])}", Level.RELATION
                )
            case "add":
                return Piece(self.sum(args), Level.SUM)
            case "neg":
                return Piece("-" + self.at(args[0], Level.OPEN), Level.SUM)
            case "plusminus":
                return Piece("\\pm " + self.at(args[0], Level.OPEN), Level.SUM)
            case "mul":
                return self.product(args)
            case "div":
                return Piece(f"\\frac{{{self.at(args[0])}}}{{{self.at(args[1])}}}", Level.FACTOR)
            case "pow":
                return self.power(args[0], args[1])
            case "root":
                index = "" if args[1] is number(2) else f"[{self.at(args[1])}]"
                return Piece(f"\\sqrt{index}{{{self.at(args[0])}}}", Level.FACTOR)
            case "transpose" if args[0].head == "inverse":
                return self.scripted(args[0].args[0], "-\\top")
            case "transpose" | "adjoint" | "inverse" | "pseudoinverse":
                return self.scripted(args[0], SCRIPTS[node.head])
            case "hadamard_pow":
                return self.scripted(args[0], "\\odot " + self.at(args[1], Level.FACTOR))
            case "outer":
                return self.product((args[0], expr("transpose", (args[1],))))
            case "cross" | "hadamard" | "hadamard_div" | "kronecker" | "mod":
                text = f" {SIGNS[node.head]} ".join(self.at(a, Level.PRODUCT) for a in args)
                return Piece(text, Level.SIGN)
            case "trace" | "determinant" | "rank" | "vec" | "diagonal" | "diagonal_of" | "max" | "min":
                return Piece(WORDS[node.head] + paren(self.list(args)), Level.FACTOR)
            case "norm":
                return Piece(paren(self.at(args[0]), "\\|", "\\|") + script("_", NORMS[node.datum]), Level.ATOM)
            case "abs":
                return Piece(paren(self.at(args[0]), "|", "|"), Level.ATOM)
            case "floor":
                return Piece(paren(self.at(args[0]), "\\lfloor", "\\rfloor"), Level.ATOM)
            case "ceiling":
                return Piece(paren(self.at(args[0]), "\\lceil", "\\rceil"), Level.ATOM)
            case "inner":
                return Piece(paren(self.list(args), "\\langle", "\\rangle"), Level.ATOM)
            case "matrix" | "tabulate":
                return Piece(self.matrix(node), Level.ATOM)
            case "factorial":
                return Piece(self.at(args[0], Level.ATOM) + "!", Level.SCRIPTED)
            case "growth":
                return Piece(node.datum + paren(self.at(args[0])), Level.FACTOR)
            case "binomial":
                return Piece(f"\\binom{{{self.at(args[0])}}}{{{self.at(args[1])}}}", Level.FACTOR)
            case "fn":
                return self.function(node)
            case "piecewise" | "indicator" | "compare" | "and" | "or" | "not":
                return self.condition(node)
            case "expect" | "variance" | "covariance":
                return self.moment(node)
            case "derivative" | "gradient" | "jacobian" | "hessian" | "divergence" | "laplacian":
                return self.derivative(node)
            case _:
                return self.binder(node)

    # ------------------------------------------------------------ leaves and access

    def number(self, value: Fraction) -> Piece:
        if value < 0:
            return Piece("-" + self.number(-value).text, Level.SUM)
        if value.denominator == 1:
            return Piece(str(value.numerator), Level.ATOM)
        return Piece(f"\\frac{{{value.numerator}}}{{{value.denominator}}}", Level.FACTOR)

    def decimal(self, value: Fraction, ulp: Fraction) -> Piece:
        digits = 0
        while ulp < 1 and digits < 40 and Fraction(1, 10**digits) > ulp:
            digits += 1
        scaled = round(abs(value) * 10**digits)
        whole, rest = divmod(scaled, 10**digits)
        text = f"{whole}.{rest:0{digits}d}" if digits else str(whole)
        return Piece("-" + text, Level.SUM) if value < 0 else Piece(text, Level.ATOM)

    def named(self, key: str) -> Piece:
        # a bound name is a letter, made unique by what stands after the sign
        text = self.shown.get(key) or key.partition("#")[0]
        bare = re.sub(r"\{[^{}]*\}", "", re.sub(r"\{[^{}]*\}", "", text))
        return Piece(text, Level.SCRIPTED if "^" in bare or "'" in bare else Level.ATOM)

    def item(self, base: Expr, indices: tuple[str, ...]) -> Piece:
        """Letters side by side (`A_{ij}`), anything else with commas; indices join a subscript that is there."""
        template = self.shown.get(base.datum, "") if base.head == "name" else ""
        if "#1" in template:
            for number_, index in enumerate(indices, 1):
                template = template.replace(f"#{number_}", index)
            return Piece(template, Level.SCRIPTED if "^" in template else Level.ATOM)
        held = self.piece(base) if base.head in ("name", "item") else Piece(self.at(base, Level.ATOM), Level.ATOM)
        joint = "" if all(len(i) == 1 and i.isalpha() for i in indices) else ","
        subscript = joint.join(indices)
        found = re.fullmatch(r"(.+)_(\w|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\\[A-Za-z]+)", held.text)
        if found:
            inside = found[2][1:-1] if found[2].startswith("{") else found[2]
            return Piece(f"{found[1]}_{{{inside},{subscript}}}", held.level)
        return Piece(held.text + script("_", subscript), held.level)

    # ------------------------------------------------------------ arithmetic

    def sum(self, terms: tuple[Expr, ...]) -> str:
        text = self.at(terms[0], Level.SUM)
        for term in terms[1:]:
            if term.head == "plusminus":
                text += " " + self.at(term)
                continue
            printed = self.at(term, Level.SUM if term.head in ("neg", "number", "decimal", "mul") else Level.OPEN)
            text += f" - {printed[1:]}" if printed.startswith("-") else f" + {printed}"
        return text

    def product(self, factors: tuple[Expr, ...]) -> Piece:
        text, sign = "", ""
        for place, factor in enumerate(factors):
            last = place == len(factors) - 1
            if place == 0 and factor.head == "number" and factor.datum < 0:
                sign, factor = "-", number(-factor.datum)
                if factor is ONE:
                    continue
            piece = self.piece(factor)
            least = Level.OPEN if last and piece.level is Level.OPEN else Level.APPLICATION if last else Level.FACTOR
            printed = piece.text if piece.level >= least else paren(piece.text)
            text = self.beside(text, printed) if text else printed
        opened = factors[-1].head in BIGS or self.piece(factors[-1]).level is Level.OPEN
        return Piece(sign + text, Level.SUM if sign else Level.OPEN if opened else Level.PRODUCT)

    @staticmethod
    def beside(left: str, right: str) -> str:
        return f"{left} \\cdot {right}" if STARTS_AS_NUMBER.match(right) else f"{left} {right}"

    def power(self, base: Expr, exponent: Expr) -> Piece:
        if base.head == "fn" and len(base.args) == 1 and exponent.head == "number" and exponent.datum > 0:
            word = self.function_word(base.datum)
            if word.startswith("\\") and base.datum not in ("exp", "gamma"):
                return self.applied(word + script("^", self.at(exponent)), base.args[0])
        return self.scripted(base, self.at(exponent))

    def scripted(self, base: Expr, above: str) -> Piece:
        held = self.piece(base)
        if held.level is Level.SCRIPTED and held.text.endswith("!"):
            return Piece(paren(held.text) + script("^", above), Level.SCRIPTED)
        return Piece(self.at(base, Level.ATOM) + script("^", above), Level.SCRIPTED)

    def matrix(self, node: Expr) -> str:
        if node.head == "matrix":
            _, cols = node.datum
            cells = [self.at(a) for a in node.args]
            rows = [" & ".join(cells[k : k + cols]) for k in range(0, len(cells), cols)]
        else:
            i, i_low, i_high, j, j_low, j_high, body = node.args
            rows = []
            for first in (i_low, None, i_high):
                if first is None:
                    rows.append("\\vdots" if j_low is j_high else "\\vdots & \\ddots & \\vdots")
                    continue
                ends = (j_low,) if j_low is j_high else (j_low, j_high)
                cells = [self.at(substitute(body, {i.datum: first, j.datum: second})) for second in ends]
                rows.append(" & \\cdots & ".join(cells))
        return "\\begin{bmatrix} " + " \\\\ ".join(rows) + " \\end{bmatrix}"

    # ------------------------------------------------------------ functions and conditions

    def function_word(self, which: str) -> str:
        if which in LETTERS:
            return LETTERS[which]
        row = FUNCTIONS.get(which)
        spellings = row.latex if row else (which,)
        control = next((s for s in spellings if s in CONTROL), None)
        return control or f"\\operatorname{{{next((s for s in spellings if not s.startswith(chr(92))), which)}}}"

    def applied(self, word: str, argument: Expr) -> Piece:
        """`\\sin x`, `\\sin(x + y)`: no parentheses around what is simple."""
        simple = argument.head in ("name", "item", "constant") or (argument.head == "number" and argument.datum >= 0)
        letter = not word.startswith("\\operatorname") and word.split("^")[0].split("_")[0] in LETTERS.values()
        if simple and not letter and not word.startswith(("\\exp", "\\Gamma", "\\operatorname")):
            return Piece(f"{word} {self.at(argument, Level.SCRIPTED)}", Level.APPLICATION)
        return Piece(word + paren(self.at(argument)), Level.FACTOR)

    def function(self, node: Expr) -> Piece:
        word = self.function_word(node.datum)
        if node.datum in ("log2", "log10") or (node.datum == "log" and len(node.args) == 2):
            base = {"log2": "2", "log10": "10"}.get(node.datum) or self.at(node.args[1])
            return self.applied("\\log" + script("_", base), node.args[0])
        if len(node.args) == 1:
            return self.applied(word, node.args[0])
        return Piece(word + paren(self.list(node.args)), Level.FACTOR)

    def condition(self, node: Expr) -> Piece:
        args = node.args
        match node.head:
            case "compare":
                left, right = (self.at(a, Level.SUM) for a in args)
                return Piece(f"{left} {RELATIONS[node.datum]} {right}", Level.RELATION)
            case "and" | "or":
                sign = " \\land " if node.head == "and" else " \\lor "
                parts = [self.at(a, Level.SUM if a.head in ("and", "or") else Level.RELATION) for a in args]
                return Piece(sign.join(parts), Level.RELATION)
            case "not":
                return Piece("\\neg " + self.at(args[0], Level.FACTOR), Level.APPLICATION)
            case "indicator":
                return Piece("\\mathbb{1}" + paren(self.at(args[0]), "[", "]"), Level.FACTOR)
            case _:
                rows = [
                    f"{self.at(args[k])} & \\text{{if }} {self.at(args[k + 1])}" for k in range(0, len(args) - 1, 2)
                ]
                rows += [f"{self.at(args[-1])} & \\text{{otherwise}}"] if len(args) % 2 else []
                return Piece("\\begin{cases} " + " \\\\ ".join(rows) + " \\end{cases}", Level.FACTOR)

    def moment(self, node: Expr) -> Piece:
        operands = 2 if node.head == "covariance" else 1
        body, given = node.args[:operands], node.args[operands:]
        measure = script("_", self.shown.get(node.datum, node.datum)) if node.datum else ""
        inside = self.list(body) + (f" \\mid {self.list(given)}" if given else "")
        if node.head == "expect" and body[0].head == "indicator":
            inside = self.at(body[0].args[0]) + inside[len(self.at(body[0])) :]
            return Piece(f"\\Pr{measure}" + paren(inside), Level.FACTOR)
        if node.head == "expect":
            return Piece(f"\\mathbb{{E}}{measure}" + paren(inside, "[", "]"), Level.FACTOR)
        return Piece(WORDS[node.head] + measure + paren(inside), Level.FACTOR)

    # ------------------------------------------------------------ derivatives and binders

    def derivative(self, node: Expr) -> Piece:
        body, variable = node.args
        by = self.at(variable, Level.SCRIPTED)
        subscript = script("_", by)
        match node.head:
            case "gradient":
                return Piece(f"\\nabla{subscript} {self.at(body, Level.OPEN)}", Level.OPEN)
            case "hessian":
                return Piece(f"\\nabla{subscript}^2 {self.at(body, Level.OPEN)}", Level.OPEN)
            case "divergence":
                return Piece(f"\\nabla{subscript} \\cdot {self.at(body, Level.PRODUCT)}", Level.OPEN)
            case "laplacian":
                return Piece(f"\\Delta{subscript} {self.at(body, Level.OPEN)}", Level.OPEN)
        order, kind = 1, node.datum
        while (
            body.head == "derivative" and body.args[1] is variable and body.datum == kind and node.head == "derivative"
        ):
            order, body = order + 1, body.args[0]
        sign = "d" if kind == "total" else "\\partial"
        power = script("^", str(order)) if order > 1 else ""
        below = variable_d(sign, self.at(variable, Level.ATOM) if power else by) + power
        piece = self.piece(body)
        if body.head in ("name", "item") and piece.level >= Level.SCRIPTED:
            above = f"{sign}{power} {piece.text}" if power or sign != "d" else variable_d(sign, piece.text)
            return Piece(f"\\frac{{{above}}}{{{below}}}", Level.FACTOR)
        return Piece(f"\\frac{{{sign}{power}}}{{{below}}} {self.at(body, Level.OPEN)}", Level.OPEN)

    def binder(self, node: Expr) -> Piece:
        args = node.args
        bound = self.at(args[0])
        body = self.at(args[-1], Level.OPEN)
        match node.head:
            case "sum" | "product":
                low, high = self.at(args[1]), self.at(args[2])
                return Piece(f"{BIGS[node.head]}_{{{bound}={low}}}{script('^', high)} {body}", Level.OPEN)
            case "sum_where":
                low, high = self.at(args[1]), self.at(args[2])
                return Piece(f"\\sum_{{{bound}={low},\\, {self.at(args[3])}}}{script('^', high)} {body}", Level.OPEN)
            case "sum_over" | "product_over":
                return Piece(f"{BIGS[node.head]}_{{{bound} \\in {self.at(args[1])}}} {body}", Level.OPEN)
            case "mean":
                count = args[2] if args[1] is ONE else add(args[2], neg(args[1]), ONE)
                total = self.binder(expr("sum", args))
                return Piece(f"\\frac{{1}}{{{self.at(count)}}} {total.text}", Level.OPEN)
            case "integral":
                low, high = script("_", self.at(args[1])), script("^", self.at(args[2]))
                return Piece(f"\\int{low}{high} {body} \\, {variable_d('d', bound)}", Level.PRODUCT)
            case "integral_over":
                return Piece(f"\\int{script('_', self.at(args[1]))} {body} \\, {variable_d('d', bound)}", Level.PRODUCT)
            case "antiderivative":
                return Piece(f"\\int {body} \\, {variable_d('d', bound)}", Level.PRODUCT)
            case "limit":
                side = f"^{node.datum}" if node.datum else ""
                target = self.at(args[1], Level.ATOM) if side else self.at(args[1])
                return Piece(f"\\lim_{{{bound} \\to {target}{side}}} {body}", Level.OPEN)
            case "argmax" | "argmin":
                return Piece(f"\\operatorname{{{node.head}}}{script('_', bound)} {body}", Level.OPEN)
            case "extremum":
                return Piece(f"\\{node.datum}{script('_', bound)} {body}", Level.OPEN)
        raise ValueError(f"no LaTeX for the head {node.head!r}")


__all__ = ["Level", "to_latex"]

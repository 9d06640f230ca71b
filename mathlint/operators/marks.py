"""Rows of notations that sit on, above, or around an operand: accents and styles, superscripts, fences."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from mathlint.expr.tree import constant, expr, mul, number
from mathlint.operators.row import Notation, X

_ACCENTS: Final = {
    "hat": r"\hat \widehat",
    "tilde": r"\tilde \widetilde",
    "bar": r"\bar \overline",
    "vec": r"\vec \overrightarrow",
    "dot": r"\dot",
    "ddot": r"\ddot",
    "dddot": r"\dddot",
    "check": r"\check \widecheck",
    "breve": r"\breve",
    "acute": r"\acute",
    "grave": r"\grave",
    "ring": r"\mathring",
    "underline": r"\underline \underbar",
    "left arrow": r"\overleftarrow",
    "both arrows": r"\overleftrightarrow",
    "arrow below": r"\underrightarrow",
    "bra": r"\bra",
    "ket": r"\ket",
}
"""Accent → the commands that set it. A letter with an accent is another name than the letter."""
_STYLES: Final = {
    "bold": r"\mathbf \boldsymbol \bm \bold \pmb \mathbfit \mathbi \symbf \bf \bfseries \boldmath",
    "calligraphic": r"\mathcal \mathscr \cal",
    "blackboard": r"\mathbb \Bbb \mathbbm \mathds",
    "upright": r"\mathrm \mathnormal \mathup \rm",
    "sans": r"\mathsf \sf",
    "bold sans": r"\mathbfsf",
    "fraktur": r"\mathfrak \frak",
    "typewriter": r"\mathtt \tt",
    "italic": r"\mathit \it \sl \em",
}
"""Style → the commands that set it."""
_TRANSPARENT: Final = r"""
    \boxed \fbox \fcolorbox \cancel \bcancel \xcancel \sout \underbrace \overbrace \underbracket \overbracket \underparen
    \overparen \overgroup \mathop \mathord \mathrel \mathbin \mathopen \mathclose \mathpunct \mathinner \mathclap \mathllap
    \mathrlap \smash \vcenter \ensuremath
"""
"""Commands that change the look and not the meaning."""


def _accents() -> Iterable[Notation]:
    for role, table in (("accent", _ACCENTS), ("style", _STYLES)):
        for name, commands in table.items():
            latex = tuple(commands.split())
            yield Notation(f"{role}.{name}", "accent", latex, f"{latex[0]}{{x}}", datum=name, shape="same", role=role)
    shown = tuple(_TRANSPARENT.split())
    yield Notation("accent.transparent", "accent", shown, r"\boxed{x}", datum="", shape="same", role="transparent")


def _upright(*letters: str) -> tuple[str, ...]:
    """A letter alone, and as a word: `T`, `\\mathrm{T}`, `\\text{T}`, …"""
    commands = ("mathrm", "text", "mathsf", "operatorname", "textrm", "rm", "mathtt", "mathbf", "textsf", "intercal")
    return tuple(s for letter in letters for s in (letter, *(f"\\{c}{{{letter}}}" for c in commands[:-1])))


def _superscripts() -> Iterable[Notation]:
    def row(key: str, latex: tuple[str, ...], head: str, shape: str, letter: bool = False) -> Notation:
        return Notation(
            f"superscript.{key}", "superscript", latex, f"x^{{{latex[0]}}}", head, None, 1, shape, letter=letter
        )

    yield row(
        "transpose",
        ("\\top", "\\intercal", "⊤", "\\transpose", "\\tran", "\\trans", "\\transp", "{}^\\top", "⊺"),
        "transpose",
        "transpose",
    )
    yield row("transpose_letter", (*_upright("T", "t", "tr"), "\\mathcal{T}"), "transpose", "transpose", letter=True)
    yield row("transpose_prime", ("'", "\\prime"), "transpose", "transpose", letter=True)
    yield row("derivative_prime", ("'", "\\prime"), "", "derivative", letter=True)
    yield row("second_derivative", ("''", "\\prime\\prime"), "", "derivative", letter=True)
    yield row("inverse", ("-1", "−1"), "inverse", "square")
    both = expr("transpose", (expr("inverse", (X,)),))
    yield Notation(
        "superscript.inverse_transpose", "superscript", ("-\\top", "-T", "-\\mathrm{T}", "-\\text{T}", "-\\mathsf{T}",
        "-t", "-\\intercal", "-1\\top", "-1T"),
        r"x^{-\top}", "transpose", None, 1, "square", value=both,
    )  # fmt: skip
    yield row(
        "adjoint",
        ("*", "\\ast", "\\star", *_upright("H"), "\\dagger", "†", "\\dag", "\\mathcal{H}"),
        "adjoint",
        "transpose",
        letter=True,
    )
    yield row("pseudoinverse", ("+", "\\dagger", "†", "\\dag"), "pseudoinverse", "transpose", letter=True)
    yield row("complement", (*_upright("c", "C"), "\\complement", "∁"), "not", "condition", letter=True)
    yield Notation(
        "superscript.degrees", "superscript", ("\\circ", "∘", "°"), r"x^{\circ}", "mul", None, 1, "entrywise",
        value=mul(X, constant("pi"), number(Fraction(1, 180))),
    )  # fmt: skip
    for key, latex in {
        "star": ("*", "\\ast", "\\star"),
        "plus": ("+",),
        "minus": ("-",),
        "dagger": ("\\dagger", "\\dag", "†"),
        "prime": ("'", "\\prime"),
        "perp": ("\\perp", "⊥"),
        "circle": ("\\circ",),
    }.items():
        yield Notation(
            f"superscript.mark.{key}",
            "superscript",
            latex,
            f"x^{{{latex[0]}}}",
            datum=key,
            shape="same",
            role="mark",
            letter=True,
        )


def _fences() -> Iterable[Notation]:
    def row(
        key: str, latex: tuple[str, ...], example: str, head: str, shape: str, datum: str | None = None
    ) -> Notation:
        return Notation(f"fence.{key}", "fence", latex, example, head, datum, 1, shape)

    bars = ("| |", "\\vert \\vert", "\\lvert \\rvert")
    double = ("\\| \\|", "\\Vert \\Vert", "\\lVert \\rVert", "|| ||", "‖ ‖")
    yield row("abs", bars, r"\left| x \right|", "abs", "entrywise")
    yield row("determinant", bars, r"\left| x \right|", "determinant", "square-scalar")
    yield row("euclidean_bars", bars, r"\left| x \right|", "norm", "scalar", "2")
    yield row("cardinality", (*bars, "\\# "), r"\left| x \right|", "", "scalar")
    yield row("norm", double, r"\|x\|", "norm", "scalar", "2")
    yield row("frobenius", double, r"\|x\|_F", "norm", "scalar", "F")
    yield row("norm_one", double, r"\|x\|_1", "norm", "scalar", "1")
    yield row("norm_max", double, r"\|x\|_{\max}", "norm", "scalar", "max")
    yield row("norm_infinity", double, r"\|x\|_\infty", "norm", "scalar", "inf")
    yield row("floor", ("\\lfloor \\rfloor", "⌊ ⌋"), r"\lfloor x \rfloor", "floor", "entrywise")
    yield row("ceiling", ("\\lceil \\rceil", "⌈ ⌉"), r"\lceil x \rceil", "ceiling", "entrywise")
    angles = ("\\langle \\rangle", "⟨ ⟩", "\\left< \\right>", "< >")
    yield Notation("fence.inner", "fence", angles, r"\langle x, y \rangle", "inner", None, 2, "pairing")
    mean = expr("expect", (X,), "")
    yield Notation("fence.mean", "fence", angles, r"\langle x \rangle", "expect", None, 1, "same", value=mean)
    yield row("iverson", ("[ ]", "\\llbracket \\rrbracket", "⟦ ⟧"), r"[x > y]", "indicator", "scalar")


NORMS: Final = {
    "2": "2", "\\ell_2": "2", "L^2": "2", "L_2": "2", "F": "F", "\\mathrm{F}": "F", "\\text{F}": "F", "Fro": "F",
    "F^2": "F",
    "\\operatorname{F}": "F", "\\mathsf{F}": "F", "\\mathcal{F}": "F", "\\textrm{F}": "F", "\\rm{F}": "F", "fro": "F",
    "1": "1", "\\ell_1": "1", "L^1": "1", "L_1": "1", "\\infty": "inf", "∞": "inf", "\\max": "max", "max": "max",
    "": "2",
}  # fmt: skip
"""The subscript of a norm, as written → the datum of "norm"."""


def mark_rows() -> Iterable[Notation]:
    """Every notation of this file, the more plausible meaning of a spelling first."""
    for rows in (_accents, _superscripts, _fences):
        yield from rows()

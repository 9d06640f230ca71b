"""What letters look like, and what they are used for when a page says nothing else (ELABORATE P2)."""

from __future__ import annotations

from typing import Final

LOWER_GREEK: Final = frozenset(
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa varkappa lambda mu nu xi omicron pi varpi rho "
    "varrho sigma varsigma tau upsilon phi varphi chi psi omega".split()
)
UPPER_GREEK: Final = frozenset("Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega varGamma varSigma".split())
OTHER_LETTERS: Final = frozenset("ell hbar imath jmath wp Re Im aleph beth".split())
UNICODE_LETTERS: Final = {
    "α": "\\alpha", "β": "\\beta", "γ": "\\gamma", "δ": "\\delta", "ε": "\\varepsilon", "ζ": "\\zeta", "η": "\\eta", "θ": "\\theta",
    "ι": "\\iota", "κ": "\\kappa", "λ": "\\lambda", "μ": "\\mu", "µ": "\\mu", "ν": "\\nu", "ξ": "\\xi", "π": "\\pi", "ρ": "\\rho",
    "σ": "\\sigma", "τ": "\\tau", "υ": "\\upsilon", "φ": "\\phi", "ϕ": "\\phi", "χ": "\\chi", "ψ": "\\psi", "ω": "\\omega",
    "Γ": "\\Gamma", "Δ": "\\Delta", "Θ": "\\Theta", "Λ": "\\Lambda", "Ξ": "\\Xi", "Π": "\\Pi", "Σ": "\\Sigma", "Φ": "\\Phi",
    "Ψ": "\\Psi", "Ω": "\\Omega", "ℓ": "\\ell",
}  # fmt: skip

INDEX_LETTERS: Final = frozenset("ijklmnpqrst") | {
    "\\ell",
    "\\alpha",
    "\\beta",
    "\\mu",
    "\\nu",
    "a",
    "b",
    "c",
    "d",
    "u",
    "v",
    "w",
}
"""Letters that may index when a binder or two different fillers say so."""
PLAIN_INDEX_LETTERS: Final = frozenset("ijklmn") | {"\\ell", "t", "r", "s", "p", "q"}
"""Letters that index even if nothing else says so."""
FUNCTION_LETTERS: Final = frozenset("fghFGHJLpPQ") | {
    "\\phi", "\\varphi", "\\psi", "\\Phi", "\\Psi", "\\sigma", "\\mathcal{L}", "\\ell", "\\Gamma", "\\mathbb{P}", "\\mathbb{E}",
    "\\mathcal{N}", "\\mathcal{F}", "\\mathcal{J}", "\\zeta", "\\kappa", "\\mathrm{Pr}",
}  # fmt: skip
"""Letters that are functions when parentheses follow and nothing speaks against it."""
DENSITY_LETTERS: Final = frozenset(
    ("p", "P", "q", "Q", "\\mathbb{P}", "\\mathrm{Pr}", "\\Pr", "\\mathrm{P}", "\\mathcal{N}")
)

STYLES: Final = {
    "\\mathbf": "\\mathbf", "\\boldsymbol": "\\mathbf", "\\bm": "\\mathbf", "\\pmb": "\\mathbf", "\\bf": "\\mathbf", "\\bold": "\\mathbf",
    "\\textbf": "\\mathbf", "\\mathbb": "\\mathbb", "\\Bbb": "\\mathbb", "\\mathcal": "\\mathcal", "\\cal": "\\mathcal",
    "\\mathscr": "\\mathscr", "\\mathfrak": "\\mathfrak", "\\mathsf": "\\mathsf", "\\mathtt": "\\mathtt",
    "\\sf": "\\mathsf", "\\tt": "\\mathtt",
}  # fmt: skip
ACCENTS: Final = {
    "\\hat": "\\hat", "\\widehat": "\\hat", "\\bar": "\\bar", "\\overline": "\\bar", "\\tilde": "\\tilde", "\\widetilde": "\\tilde",
    "\\vec": "\\vec", "\\overrightarrow": "\\vec", "\\dot": "\\dot", "\\ddot": "\\ddot", "\\check": "\\check", "\\breve": "\\breve",
    "\\underline": "\\underline", "\\acute": "\\acute", "\\mathring": "\\mathring",
}  # fmt: skip
TRANSPARENT: Final = frozenset(
    "\\boxed \\fbox \\underbrace \\overbrace \\color \\textcolor \\colorbox \\cancel \\bcancel \\xcancel \\mathit \\mathop \\mathord \\mathrel "
    "\\mathbin \\mathinner \\displaystyle \\textstyle \\scriptstyle \\rm \\it \\sl \\em \\smash \\style \\class \\bbox \\ensuremath \\mathstrut "
    "\\underbracket \\overbracket \\mathclose \\mathopen \\mathpunct \\rlap \\llap \\normalsize \\large \\small \\textit \\limits".split()
)


def is_letter(symbol: str) -> bool:
    """Whether a symbol, as written, is a letter that can name something."""
    if symbol.startswith("\\"):
        word = symbol[1:]
        return word in LOWER_GREEK or word in UPPER_GREEK or word in OTHER_LETTERS
    return len(symbol) == 1 and (symbol.isalpha() or symbol in UNICODE_LETTERS)


def core_letter(key: str) -> str:
    """The letter of a name's key without styles, accents and marks: "\\hat{\\mathbf{x}}" → "x"."""
    while key.startswith("\\") and "{" in key:
        head, rest = key.split("{", 1)
        if head in STYLES.values() or head in ACCENTS.values() or head == "\\mathrm" and rest.find("}") == 1:
            key = rest.rsplit("}", 1)[0] if rest.endswith("}") else rest.split("}", 1)[0]
        else:
            break
    return key.split("_", 1)[0].split("^", 1)[0]


def is_upper(key: str) -> bool:
    letter = core_letter(key)
    return letter[1:2].isupper() if letter.startswith("\\") else letter[:1].isupper()


def is_bold(key: str) -> bool:
    return "\\mathbf{" in key or "\\vec{" in key


def averaged(name: str) -> str:
    """What a bar stands over: the family whose mean is meant, by convention."""
    return name[5:-1] if name.startswith("\\bar{") and name.endswith("}") else ""

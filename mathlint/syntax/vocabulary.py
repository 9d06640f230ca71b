"""Which form a control word or a character has: a relation, an operator, a bracket, … Nothing here says what it means.

A word that stands in no row is a symbol (`\\alpha`, `\\sin`, an unknown macro).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Form(StrEnum):
    """How a word takes part in a formula. The forms in upper case are token types of the grammar."""

    RELATION = "REL"
    ARROW = "XARROW"
    """A relation whose argument stands over it: `\\xrightarrow{n \\to \\infty}`."""
    NEGATION = "negation"
    """`\\not`: one word with the relation that follows."""
    SIGN = "SIGN"
    OPERATOR = "MULOP"
    BIG = "BIGOP"
    PUNCTUATION = "PUNCT"
    WIDE = "WIDE"
    BAR_SEPARATOR = "MID"
    INFIX = "INFIX"
    """TeX's infix fractions, which split the whole group: `{n \\choose k}`."""
    OPEN = "OPEN"
    CLOSE = "CLOSE"
    BAR = "BAR"
    """Opens and closes alike: `|`, `\\|`."""
    DOTS = "DOTS"
    PRIME = "PRIME"
    FACTORIAL = "BANG"
    FRACTION = "FRAC"
    ROOT = "SQRT"
    STACK = "STACK"
    DECORATION = "DECOR"
    """One argument, a new look: `\\hat x`, `\\boxed{…}`."""
    SWITCH = "SWITCH"
    """An old font switch, in force to the end of its group: `{\\bf x}`."""
    NEWLINE = "ROW"
    TEXT = "text"
    """A raw argument, whatever is in it: `\\text{if $x > 0$}`."""
    NAME = "name"
    """A raw argument if it is letters (`\\mathrm{Var}`), else a decoration (`\\mathrm{A^T}`)."""
    REFERENCE = "reference"
    TAG = "TAG"
    SUBSTACK = "substack"
    """Its argument has rows: `\\substack{i \\\\ j}`."""
    THIN = "thin"
    """Says nothing, takes nothing: spacing, `\\displaystyle`, `\\limits`, `\\nonumber`."""
    SPACE = "space"
    """A space of a given width: `\\hspace{1em}`."""
    GONE = "gone"
    """Says nothing and takes an argument that is not shown as mathematics: `\\label{…}`, `\\color{…}`."""


_ROWS: tuple[tuple[Form, str], ...] = (
    (
        Form.RELATION,
        r"""= < > := =: ::= ==
        \neq \ne \leq \le \leqslant \leqq \geq \ge \geqslant \geqq \lt \gt \nless \ngtr \nleq \ngeq \lneq \gneq
        \approx \approxeq \equiv \sim \simeq \cong \ncong \nsim \asymp \propto \varpropto \thicksim \thickapprox
        \ll \gg \lll \ggg \lesssim \gtrsim \lessapprox \gtrapprox \lessgtr
        \triangleq \doteq \coloneqq \coloneq \eqqcolon \eqcolon \Coloneqq \defeq \eqdef
        \in \notin \ni \owns \subset \subseteq \subsetneq \supset \supseteq \supsetneq \nsubseteq \nsupseteq \sqsubseteq
        \succ \succeq \succcurlyeq \prec \preceq \preccurlyeq \curlyeqprec \curlyeqsucc \trianglelefteq \vartriangleleft
        \perp \parallel \nparallel \nmid \mapsto \longmapsto \to \gets \rightarrow \leftarrow \longrightarrow \longleftarrow
        \leftrightarrow \longleftrightarrow \nrightarrow \Rightarrow \Leftarrow \Leftrightarrow \Longrightarrow \Longleftarrow
        \Longleftrightarrow \implies \impliedby \iff \hookrightarrow \hookleftarrow \twoheadrightarrow \rightharpoonup
        \rightharpoondown \rightleftharpoons \rightleftarrows \leftrightarrows \rightrightarrows \rightsquigarrow \leadsto
        \uparrow \downarrow \updownarrow \nearrow \searrow \swarrow \nwarrow \Uparrow \Downarrow
        \vdash \dashv \models \vDash \Vdash \nvdash \therefore \between \bowtie \multimap""",
    ),
    (Form.ARROW, r"\xrightarrow \xleftarrow \xRightarrow \xLeftarrow \xleftrightarrow \xmapsto \xlongequal"),
    (Form.NEGATION, r"\not"),
    (Form.SIGN, r"+ - \pm \mp \dotplus"),
    (
        Form.OPERATOR,
        r"""* / \cdot \cdotp \times \div \ast \star \circ \bullet \odot \otimes \oplus \ominus \oslash \circledast \circledcirc
        \cap \cup \sqcap \sqcup \uplus \wedge \vee \land \lor \setminus \smallsetminus \backslash \bmod \mod
        \boxtimes \boxplus \boxdot \ltimes \rtimes \diamond \amalg \wr \barwedge \veebar""",
    ),
    (
        Form.BIG,
        r"""\sum \prod \coprod \int \iint \iiint \iiiint \oint \oiint \idotsint \intop \smallint
        \bigcup \bigcap \bigsqcup \biguplus \bigoplus \bigotimes \bigodot \bigvee \bigwedge""",
    ),
    (Form.PUNCTUATION, r', . ; : ? " \colon \because \blacksquare \qed \square \Box \checkmark \ldotp'),
    (Form.WIDE, r"\quad \qquad \enspace \hfill \hfil"),
    (Form.BAR_SEPARATOR, r"\mid \given \middle"),
    (Form.INFIX, r"\over \choose \atop \brace \brack \above"),
    (Form.OPEN, r"( [ \{ \lbrace \langle \lVert \lvert \lfloor \lceil \lbrack \lgroup \llbracket \ulcorner"),
    (Form.CLOSE, r") ] \} \rbrace \rangle \rVert \rvert \rfloor \rceil \rbrack \rgroup \rrbracket \urcorner"),
    (Form.BAR, r"| \| || \vert \Vert"),
    (
        Form.DOTS,
        r"... \dots \ldots \cdots \vdots \ddots \dotsc \dotsb \dotsm \dotsi \dotso \iddots \hdots \hdotsfor \adots",
    ),
    (Form.PRIME, r"\prime"),
    (Form.FACTORIAL, "!"),
    (Form.FRACTION, r"\frac \dfrac \tfrac \cfrac \sfrac \nicefrac \binom \dbinom \tbinom"),
    (Form.ROOT, r"\sqrt"),
    (Form.STACK, r"\overset \underset \stackrel \cancelto \accentset \underaccent"),
    (
        Form.DECORATION,
        r"""\mathbf \mathbb \mathcal \mathfrak \mathscr \boldsymbol \bm \pmb \bold \mathbfit \mathbfsf \mathbi \Bbb \frak \symbf
        \hat \widehat \bar \overline \underline \tilde \widetilde \vec \dot \ddot \dddot \check \widecheck \breve \acute \grave
        \mathring \overrightarrow \overleftarrow \overleftrightarrow \underrightarrow \underbar \overgroup
        \underbrace \overbrace \underbracket \overbracket \underparen \overparen
        \boxed \fbox \cancel \bcancel \xcancel \sout \fcolorbox
        \mathop \mathord \mathrel \mathbin \mathopen \mathclose \mathpunct \mathinner \mathclap \mathllap \mathrlap
        \smash \vcenter \ensuremath \bra \ket \text \operatorname""",
    ),
    (Form.SWITCH, r"\bf \rm \it \cal \sf \tt \sl \em \bfseries \boldmath"),
    (Form.NEWLINE, r"\cr \newline"),
    (
        Form.TEXT,
        r"""\text \textrm \textit \textbf \texttt \textsf \textsc \textup \textmd \textnormal \textsl \emph
        \mbox \hbox \makebox \intertext \shortintertext""",
    ),
    (Form.NAME, r"\operatorname \operatornamewithlimits \mathrm \mathsf \mathtt \mathit \mathup \mathnormal"),
    (Form.REFERENCE, r"\ref \eqref \cref \autoref \cite \citep \citet"),
    (Form.TAG, r"\tag"),
    (Form.SUBSTACK, r"\substack"),
    (
        Form.THIN,
        r"""\, \: \; \! \> \~ ~ \/ \- \displaystyle \textstyle \scriptstyle \scriptscriptstyle \limits \nolimits \displaylimits
        \nonumber \notag \hline \hdashline \toprule \midrule \bottomrule \strut \mathstrut \null \relax \thinspace \medspace
        \thickspace \negthinspace \negmedspace \negthickspace \allowbreak \nobreak \noindent \protect \centering \left \right
        \tiny \scriptsize \footnotesize \small \normalsize \large \Large \LARGE \huge \Huge \allowdisplaybreaks
        \big \Big \bigg \Bigg \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \bigm \Bigm""",
    ),
    (Form.SPACE, r"\hspace \hskip \mspace \kern \mkern \mskip"),
    (
        Form.GONE,
        r"""\label \href \color \textcolor \colorbox \phantom \hphantom \vphantom \vspace \class \cssId \style \htmlClass \htmlId
        \htmlStyle \cline \cmidrule \require""",
    ),
)

FORMS: Mapping[str, Form] = {word: form for form, words in _ROWS for word in words.split()} | {
    "\\ ": Form.THIN,
    "\\\n": Form.THIN,
    "\\\t": Form.THIN,
    "\\\r": Form.THIN,
    "\\operatorname": Form.NAME,
    "\\text": Form.TEXT,
}
"""The form of every word and character that is not a plain symbol."""

SAME: Mapping[str, str] = {
    "≤": r"\le", "⩽": r"\le", "≥": r"\ge", "⩾": r"\ge", "≠": r"\ne", "≈": r"\approx", "≡": r"\equiv", "∼": r"\sim", "≃": r"\simeq",
    "≅": r"\cong", "∝": r"\propto", "≪": r"\ll", "≫": r"\gg", "≔": ":=", "≜": r"\triangleq", "≝": r"\triangleq", "∈": r"\in",
    "∉": r"\notin", "∋": r"\ni", "⊂": r"\subset", "⊆": r"\subseteq", "⊃": r"\supset", "⊇": r"\supseteq", "≺": r"\prec",
    "≻": r"\succ", "⟂": r"\perp", "⊥": r"\perp", "∥": r"\parallel", "→": r"\to", "⟶": r"\to", "←": r"\gets", "↔": r"\leftrightarrow",
    "⇒": r"\Rightarrow", "⟹": r"\Rightarrow", "⇐": r"\Leftarrow", "⇔": r"\Leftrightarrow", "⟺": r"\Leftrightarrow",
    "↦": r"\mapsto", "∴": r"\therefore", "∵": r"\because", "⊢": r"\vdash", "⊨": r"\models",
    "<=": r"\le", ">=": r"\ge", "=>": r"\Rightarrow", "->": r"\to", "<-": r"\gets", "<->": r"\leftrightarrow",
    "−": "-", "–": "-", "±": r"\pm", "∓": r"\mp", "＋": "+", "＝": "=",
    "·": r"\cdot", "⋅": r"\cdot", "∙": r"\bullet", "×": r"\times", "÷": r"\div", "∗": r"\ast", "∘": r"\circ", "•": r"\bullet",
    "⊙": r"\odot", "⊗": r"\otimes", "⊕": r"\oplus", "⊖": r"\ominus", "∩": r"\cap", "∪": r"\cup", "∧": r"\wedge", "∨": r"\vee",
    "∖": r"\setminus", "⋆": r"\star", "★": r"\star", "∕": "/", "⁄": "/",
    "∑": r"\sum", "∏": r"\prod", "∐": r"\coprod", "∫": r"\int", "∬": r"\iint", "∮": r"\oint", "⋃": r"\bigcup", "⋂": r"\bigcap",
    "√": r"\sqrt", "…": r"\dots", "⋯": r"\cdots", "⋮": r"\vdots", "⋱": r"\ddots", "∣": r"\mid", "‖": r"\|", "‘": "'",
    "⟨": r"\langle", "⟩": r"\rangle", "〈": r"\langle", "〉": r"\rangle", "⌊": r"\lfloor", "⌋": r"\rfloor", "⌈": r"\lceil",
    "⌉": r"\rceil", "∂": r"\partial", "∇": r"\nabla", "∞": r"\infty", "∅": r"\emptyset", "∀": r"\forall", "∃": r"\exists",
    "¬": r"\neg", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}", "ℤ": r"\mathbb{Z}", "ℚ": r"\mathbb{Q}", "ℂ": r"\mathbb{C}", "𝔼": r"\mathbb{E}",
    "ℓ": r"\ell", "ℏ": r"\hbar", "°": r"\circ", "†": r"\dagger", "‡": r"\ddagger", "⊤": r"\top", "△": r"\triangle",
    "，": ",", "；": ";", "：": ":", "。": ".", "（": "(", "）": ")", "“": '"', "”": '"',
}  # fmt: skip
"""Characters, and what one types on a keyboard, that are the same as a control word."""

BARE: Mapping[str, str] = {
    r"\lbrace": r"\{", r"\rbrace": r"\}", r"\lbrack": "[", r"\rbrack": "]", "<": r"\langle", ">": r"\rangle",
    r"\vert": "|", r"\lvert": "|", r"\rvert": "|", r"\mid": "|",
    "||": r"\|", r"\Vert": r"\|", r"\lVert": r"\|", r"\rVert": r"\|", r"\lgroup": "(", r"\rgroup": ")",
}  # fmt: skip
"""The one name under which the kinds of a delimiter come out."""

CONNECTIVES: frozenset[str] = frozenset(
    """and or if iff where for when with otherwise else then so thus hence since because as but such that which given let by
    from using therefore is are unless while whenever to of in on at s.t. st i.e. e.g. i.e e.g w.r.t. via also each all any every
    subject not""".split()
)
"""Words that join formulas rather than name something."""


MARKS: frozenset[str] = frozenset(
    r"\perp \parallel \sim \simeq \to \gets \rightarrow \leftarrow \leftrightarrow \uparrow \downarrow \updownarrow".split()
)
"""Relations that also stand alone as a script: `V^\\perp`, `f_\\uparrow`."""


def bare(delimiter: str) -> str:
    """A delimiter under its one name: `\\lVert` is `\\|`, `<` is `\\langle`."""
    same = SAME.get(delimiter, delimiter)
    return BARE.get(same, same)

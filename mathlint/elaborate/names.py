"""Pass P2, names: what a written symbol is called, and how the whole file uses it (index, mark or power; applied or multiplied).

A name's *key* is its LaTeX, normalised: `\\mathbf{x}`, `\\hat{\\theta}`, `\\mathrm{loss}`, `x_{\\mathrm{max}}`. Index slots are no
part of a key; marks (`f_X`, `x_{\\text{max}}`, `x^*`) are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from mathlint.elaborate.letters import (
    ACCENTS,
    FUNCTION_LETTERS,
    INDEX_LETTERS,
    PLAIN_INDEX_LETTERS,
    STYLES,
    TRANSPARENT,
    UNICODE_LETTERS,
    is_letter,
)
from mathlint.syntax.surface import (
    Big,
    Decorated,
    Fence,
    Group,
    Node,
    Number,
    Operator,
    ParsedBlock,
    Product,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Signed,
    Sum,
    Symbol,
    Word,
)
from mathlint.syntax.surface_walk import children

BRACES = frozenset(("\\underbrace", "\\overbrace", "\\underbracket", "\\overbracket"))
"""Braces whose script is a remark."""


def unwrap(node: Node) -> Node:
    """Strip braces, colours and boxes that hold a single thing."""
    while True:
        if isinstance(node, Symbol | Number):  # most nodes
            return node
        if isinstance(node, Group):
            node = node.body
        elif (
            isinstance(node, Sequence) and len(node.items) == 1 and not isinstance(node.items[0], Relation | Separator)
        ):
            node = node.items[0]
        elif isinstance(node, Decorated) and node.command in TRANSPARENT:
            node = node.body
        elif isinstance(node, Scripted) and isinstance(node.base, Decorated) and node.base.command in BRACES:
            node = node.base.body
        else:
            return node


def base_key(node: Node) -> str | None:
    """The key of a symbol without scripts, or None if the node is not a symbol."""
    node = unwrap(node)
    match node:
        case Symbol(name=name):
            name = UNICODE_LETTERS.get(name, name)
            return name if is_letter(name) else None
        case Word(command=command, text=text):
            text = text.strip()
            if command in ("\\textbf", "\\bm", "\\boldsymbol") and len(text) == 1 and text.isalpha():
                return f"\\mathbf{{{text}}}"
            return f"\\mathrm{{{text}}}" if text and text[0].isalpha() else None
        case Decorated(command=command, body=body) if command in STYLES or command in ACCENTS or command == "\\mathrm":
            inner = base_key(body)
            if inner is None:
                letters = letters_of(body)
                inner = letters if letters and (len(letters) > 1 or command in ACCENTS) else None
                if inner is None:
                    return None
            return decorate(command, inner)
    return None


def decorate(command: str, key: str) -> str:
    """A key under a style or accent; one style replaces nothing and accents stand outside."""
    if command == "\\mathrm":
        return key if key.startswith("\\") else f"\\mathrm{{{key}}}"
    return f"{STYLES.get(command) or ACCENTS[command]}{{{key}}}"


def letters_of(node: Node) -> str | None:
    """The letters and digits of a node that is only letters side by side ("max" in `x_{max}`), else None."""
    node = unwrap(node)
    match node:
        case Symbol(name=name) if len(name) == 1 and name.isalnum():
            return name
        case Number(text=text) if text.isdigit():
            return text
        case Word(text=text):
            return text
        case Decorated(command="\\mathrm", body=body):
            return letters_of(body)
        case Run(items=items):
            parts = [letters_of(item) for item in items]
            return "".join(p for p in parts if p) if all(parts) else None
    return None


@dataclass(frozen=True, slots=True)
class Peeled:
    """A symbol with its scripts: key of the bare symbol, subscripts, superscripts and the number of primes, in the order written."""

    key: str
    subs: tuple[Node, ...] = ()
    sups: tuple[Node, ...] = ()
    primes: int = 0
    factorial: bool = False


def peel(node: Node) -> Peeled | None:
    """Take a symbol apart: `\\hat{x_i}^2` → key `\\hat{x}`, subs (i), sups (2). None if it is no symbol."""
    node = unwrap(node)
    match node:
        case Scripted(base=base, scripts=scripts):
            inner = peel(base)
            if inner is None:
                return None
            subs, sups, primes, bang = list(inner.subs), list(inner.sups), inner.primes, inner.factorial
            for script in scripts:
                match script.kind:
                    case "sub" if script.value is not None:
                        subs.append(script.value)
                    case "super" if script.value is not None:
                        sups.extend(split_superscript(script.value))
                    case "prime":
                        primes += script.count
                    case "factorial":
                        bang = True
            return Peeled(inner.key, tuple(subs), tuple(sups), primes, bang)
        case Decorated(command=command, body=body) if command in STYLES or command in ACCENTS or command == "\\mathrm":
            key = base_key(node)
            if key is not None:
                return Peeled(key)
            inner = peel(body)
            return replace(inner, key=decorate(command, inner.key)) if inner else None
    key = base_key(node)
    return Peeled(key) if key is not None else None


def split_superscript(value: Node) -> tuple[Node, ...]:
    """`^{(r)\\top}`: an index, then a transpose."""
    node = unwrap(value)
    if isinstance(node, Run) and len(node.items) == 2:
        first, second = unwrap(node.items[0]), unwrap(node.items[1])
        if (isinstance(first, Fence) or text_of(first) in ("*", "-1")) and text_of(second) in (
            "T",
            "\\top",
            "\\intercal",
            "\\mathrm{T}",
        ):
            return (first, second)
    return (value,)


def text_of(node: Node | None) -> str:
    """A compact spelling of a script, for comparing fillers: "i", "i+1", "(t)", "max"."""
    if node is None:
        return ""
    node = unwrap(node)
    match node:
        case Symbol(name=name):
            return UNICODE_LETTERS.get(name, name)
        case Number() | Word():
            return node.text
        case Operator():
            return node.name
        case Fence(open=left, close=right, body=body):
            return f"{left}{text_of(body)}{right}"
        case Scripted(base=base, scripts=scripts):
            return text_of(base) + "".join(
                {"sub": "_", "super": "^", "prime": "'", "factorial": "!"}[s.kind] + text_of(s.value) for s in scripts
            )
        case Sum(terms=terms, signs=signs):
            return "".join(
                "".join(s.name for s in sign) + text_of(term) for sign, term in zip(signs, terms, strict=True)
            )
        case Decorated(command=command, body=body):
            return f"{command}{{{text_of(body)}}}"
        case Sequence(items=items) | Run(items=items):
            return "".join(
                text_of(i)
                if not isinstance(i, Relation | Separator)
                else (i.name if isinstance(i, Relation) else i.text)
                for i in items
            )
        case Product(factors=factors, operators=operators):
            parts = [text_of(factors[0])]
            for op, factor in zip(operators, factors[1:], strict=True):
                parts += [op.name, text_of(factor)]
            return "".join(parts)
    return "".join(text_of(c) for c in children(node) if not isinstance(c, Script))  # type: ignore[arg-type]


def index_parts(node: Node) -> tuple[Node, ...] | None:
    """The indices in a script: `i,j` → i, j; `ij` → i, j; `n-1` → one. None if it does not look like indices."""
    node = unwrap(node)
    match node:
        case Sequence(items=items):
            out: list[Node] = []
            for item in items:
                if isinstance(item, Separator):
                    if item.kind == "punctuation" and item.text in (",", ";"):
                        continue
                    if item.kind == "wide":
                        continue
                    return None
                if isinstance(item, Relation):
                    return None
                inner = index_parts(item)
                if inner is None:
                    return None
                out.extend(inner)
            return tuple(out) or None
        case Run(items=items):
            if all(_single_index(i) for i in items):
                if isinstance(unwrap(items[0]), Number) and not all(isinstance(unwrap(i), Number) for i in items):
                    return (node,)
                return tuple(items)
            return None
        case Number(text=text):
            return (node,) if text.isdigit() else None
        case Sum(terms=terms):
            return (node,) if all(index_parts(t) is not None for t in terms) else None
        case Product(factors=factors, operators=operators):
            return (
                (node,)
                if all(o.name in ("\\cdot", "/", "\\times") for o in operators) and all(index_parts(f) for f in factors)
                else None
            )
        case Fence(open="(" | "[", body=body):
            return index_parts(body)
        case Signed(body=body):
            return (node,) if index_parts(body) else None
    return (node,) if _single_index(node) else None


def split_pair(node: Node) -> tuple[Node, Node] | None:
    """`12`, `1n`: two indices, where the name takes two."""
    node = unwrap(node)
    if isinstance(node, Number) and len(node.text) == 2 and node.text.isdigit():
        middle = node.start + 1
        return Number(node.text[0], node.start, middle), Number(node.text[1], middle, node.end)
    if isinstance(node, Run) and len(node.items) == 2:
        first, second = node.items
        if isinstance(unwrap(first), Number) and len(unwrap(first).text) == 1 and _single_index(second):  # type: ignore[union-attr]
            return first, second
    return None


def _single_index(node: Node) -> bool:
    node = unwrap(node)
    if isinstance(node, Number):
        return node.text.isdigit()
    if isinstance(node, Symbol):
        return UNICODE_LETTERS.get(node.name, node.name) in INDEX_LETTERS or (
            len(node.name) == 1 and node.name.isupper()
        )
    if isinstance(node, Scripted):
        return isinstance(unwrap(node.base), Symbol) and _single_index(node.base)
    return False


def index_letters(node: Node) -> frozenset[str]:
    """The letters in an index expression."""
    node = unwrap(node)
    if isinstance(node, Symbol):
        return frozenset((UNICODE_LETTERS.get(node.name, node.name),))
    letters: set[str] = set()
    for child in children(node):
        if isinstance(child, Script):
            continue
        if not isinstance(child, Relation | Separator | Operator):
            letters |= index_letters(child)  # type: ignore[arg-type]
    return frozenset(letters)


@dataclass
class Usage:
    """How one key is used in a file: counts."""

    bare: int = 0
    """Without subscript and not before a parenthesis."""
    alone: int = 0
    """Not before a parenthesis, with or without subscript."""
    digit_subs: set[str] = field(default_factory=set)
    letter_subs: set[str] = field(default_factory=set)
    other_subs: set[str] = field(default_factory=set)
    pairs: set[str] = field(default_factory=set)
    sups: set[str] = field(default_factory=set)
    sub_sups: set[str] = field(default_factory=set)
    """Superscripts on subscripted occurrences."""
    arity: Counter[int] = field(default_factory=Counter)
    """Index counts of its subscripts."""
    before_single: int = 0
    """Before `(a)` with one symbol or number inside."""
    before_composite: int = 0
    before_comma: int = 0
    primed_call: int = 0
    primed: int = 0
    defined_call: int = 0
    """It stands on the left of `f(x) =`."""
    arrow: int = 0
    """`f: A → B`."""
    transposed: int = 0
    inverted: int = 0
    normed: int = 0


@dataclass(frozen=True)
class Survey:
    """The whole file's usage. binders: letters that some sum, product, integral or range binds. dims: letters that bound sums."""

    usage: Mapping[str, Usage]
    binders: frozenset[str]
    bounds: frozenset[str]

    def of(self, key: str) -> Usage:
        return self.usage.get(key) or _UNUSED

    def is_function(self, key: str) -> bool | None:
        """True: a parenthesis after it holds arguments. False: a factor. None: the page leaves it open."""
        u = self.of(key)
        if u.defined_call or u.arrow or u.before_comma or u.primed_call:
            return True
        if key in FUNCTION_LETTERS:
            if key in ("\\sigma", "\\phi", "\\psi", "\\kappa", "\\zeta") and (
                u.digit_subs or u.alone > 2 * (u.before_single + u.before_composite)
            ):
                return None if u.before_single > u.before_composite else False
            return True if u.alone <= 2 * (u.before_single + u.before_composite) else None
        if u.before_single and not u.before_composite and not u.bare:
            return True
        if u.before_single and u.before_single >= 2 * u.bare and u.before_single > u.before_composite:
            return None
        if key.startswith(("\\mathrm{", "\\mathcal{")):
            return not u.bare or None
        return False

    def indexes(self, key: str, filler: Node) -> tuple[Node, ...] | None:
        """The indices in a subscript of this name, or None if the subscript is a mark."""
        parts = index_parts(filler)
        if parts is None:
            return None
        if len(parts) == 1 and self.of(key).arity[2] and (pair := split_pair(parts[0])):
            return pair
        letters = frozenset().union(*(index_letters(p) for p in parts)) if parts else frozenset()
        if not letters:
            u = self.of(key)
            text = text_of(filler)
            if u.bare and (not u.letter_subs or text == "0") and len(parts) == 1:
                return None
            return parts
        if (
            len(parts) > 1
            and isinstance(unwrap(filler), Run)
            and not all(letter in self.binders or letter in PLAIN_INDEX_LETTERS for letter in letters)
        ):
            return None
        u = self.of(key)
        for letter in letters:
            if letter in self.binders or letter in PLAIN_INDEX_LETTERS:
                continue
            if len(u.letter_subs) >= 2 and letter in INDEX_LETTERS and not letter.isupper() and u.digit_subs:
                continue
            if letter.isupper() and (letter in self.bounds or (u.digit_subs and letter in "NKMTLDJ")):
                continue
            return None
        return parts


_UNUSED = Usage()


def survey(blocks: Iterable[ParsedBlock]) -> Survey:
    """One scan of a file's formulas."""
    scan = _Scan()
    for block in blocks:
        for row in block.rows:
            for cell in row.cells:
                scan.node(cell)
    return Survey(scan.usage, frozenset(scan.binders), frozenset(scan.bounds))


class _Scan:
    def __init__(self) -> None:
        self.usage: dict[str, Usage] = {}
        self.binders: set[str] = set()
        self.bounds: set[str] = set()

    def use(self, key: str) -> Usage:
        return self.usage.setdefault(key, Usage())

    def node(self, node: Node | Relation | Separator | Script) -> None:
        match node:
            case Sequence(items=items):
                self.sequence(items)
                return
            case Run(items=items):
                for i, item in enumerate(items):
                    self.item(item, items[i + 1] if i + 1 < len(items) else None)
                return
            case Big(scripts=scripts, body=body):
                for script in scripts:
                    if script.value is not None:
                        self.bound(script.value, script.kind == "super")
                self.node(body)
                return
            case Fence(open=left, body=body) if left == "\\|":
                inner = peel(body)
                if inner is not None and not inner.subs:
                    self.use(inner.key).normed += 1
            case Separator() | Relation():
                return
        if not isinstance(node, Relation | Separator | Script):
            self.item(node, None)

    def item(self, item: Node, following: Node | None) -> None:
        peeled = peel(item)
        if peeled is None:
            for child in children(item):
                if isinstance(child, Script):
                    if child.value is not None:
                        self.node(child.value)
                else:
                    self.node(child)  # type: ignore[arg-type]
            return
        u = self.use(peeled.key)
        for sub in peeled.subs:
            text = text_of(sub)
            parts = index_parts(sub)
            (u.digit_subs if text.isdigit() else u.letter_subs if parts else u.other_subs).add(text)
            if parts:
                u.arity[len(parts)] += 1
            if text.isdigit() and len(text) == 2 and set(text) <= set("0123"):
                u.pairs.add(text)
                if len(u.pairs) >= 2 and not any(len(t) == 1 for t in u.digit_subs):
                    u.arity[2] += 1
            self.node(sub)
        for sup in peeled.sups:
            text = text_of(sup)
            (u.sub_sups if peeled.subs else u.sups).add(text)
            u.transposed += text in ("T", "\\top", "\\intercal", "\\mathrm{T}", "\\mathsf{T}", "t", "\\prime")
            u.inverted += text == "-1"
            if text not in ("T", "\\top", "\\mathrm{T}"):
                self.node(sup)
        u.primed += bool(peeled.primes)
        called = self.called(following)
        if called == "comma":
            u.before_comma += 1
        elif called == "single":
            u.before_single += 1
        elif called == "composite":
            u.before_composite += 1
        else:
            u.alone += 1
            u.bare += not peeled.subs
        if called and peeled.primes:
            u.primed_call += 1

    @staticmethod
    def called(following: Node | None) -> str:
        if isinstance(following, Scripted):
            following = following.base
        if not isinstance(following, Fence) or following.open != "(":
            return ""
        items = following.body.items
        if any(isinstance(i, Separator) and (i.text in (",", ";") or i.kind == "bar") for i in items):
            return "comma"
        if len(items) == 1:
            only = unwrap(items[0]) if not isinstance(items[0], Relation | Separator) else None
            if only is not None and (peel(only) is not None or isinstance(only, Number)):
                return "single"
        return "composite"

    def sequence(self, items: tuple[Node | Relation | Separator, ...]) -> None:
        for i, item in enumerate(items):
            if isinstance(item, Relation):
                if item.name in ("=", ":=") and i and isinstance(items[i - 1], Run):
                    self.pattern(items[i - 1])
                elif item.name in ("\\to", "\\rightarrow", "\\mapsto", "\\longrightarrow", "→") and i >= 3:
                    colon, head = items[i - 2], items[i - 3]
                    if (
                        isinstance(colon, Separator)
                        and colon.text in (":", "\\colon")
                        and not isinstance(head, Relation | Separator)
                    ):
                        peeled = peel(head)
                        if peeled is not None:
                            self.use(peeled.key).arrow += 1
                elif item.name == "=" and i and i + 2 < len(items):
                    self.range(items, i)
            else:
                self.node(item)

    def range(self, items: tuple[Node | Relation | Separator, ...], at: int) -> None:
        """`i = 1, …, n` binds i."""
        before = items[at - 1]
        rest = [text_of(x) if not isinstance(x, Relation | Separator) else "," for x in items[at + 1 : at + 6]]
        if any("dots" in r or r == "..." for r in rest) and not isinstance(before, Relation | Separator):
            peeled = peel(before)
            if peeled is not None and not peeled.subs:
                self.binders.add(peeled.key)

    def pattern(self, node: Node | Relation | Separator) -> None:
        if (
            isinstance(node, Run)
            and len(node.items) == 2
            and isinstance(node.items[1], Fence)
            and node.items[1].open == "("
        ):
            peeled = peel(node.items[0])
            parts = [i for i in node.items[1].body.items if not isinstance(i, Separator)]
            if peeled is not None and parts and all(not isinstance(p, Relation) and peel(p) is not None for p in parts):
                self.use(peeled.key).defined_call += 1

    def bound(self, value: Node, upper: bool) -> None:
        node = unwrap(value)
        if upper:
            if isinstance(node, Symbol):
                self.bounds.add(UNICODE_LETTERS.get(node.name, node.name))
            self.node(value)
            return
        items = node.items if isinstance(node, Sequence) else (node,)
        for item in items:
            if isinstance(item, Relation):
                break
            if isinstance(item, Separator):
                continue
            peeled = peel(item)
            if peeled is not None and not peeled.subs:
                self.binders.add(peeled.key)
            elif isinstance(run := unwrap(item), Run):
                for letter in run.items:
                    inner = peel(letter)
                    if inner is not None:
                        self.binders.add(inner.key)
        self.node(value)


__all__ = [
    "Operator", "Peeled", "Survey", "Usage", "base_key", "index_letters", "index_parts", "letters_of", "peel", "survey", "text_of", "unwrap",
]  # fmt: skip

"""How the names of a page are used: a count of the places of every key, from which their kinds are guessed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mathlint.elaborate.letters import (
    FUNCTION_LETTERS,
    INDEX_LETTERS,
    PLAIN_INDEX_LETTERS,
    UNICODE_LETTERS,
)
from mathlint.elaborate.names import index_letters, index_parts, peel, split_pair, text_of, unwrap
from mathlint.elaborate.survey_lists import last_indices
from mathlint.syntax.surface import (
    Big,
    Dots,
    Environment,
    Fence,
    Fraction,
    Node,
    Number,
    ParsedBlock,
    Product,
    Relation,
    Run,
    Script,
    Scripted,
    Separator,
    Sequence,
    Sum,
    Symbol,
)
from mathlint.syntax.surface_walk import children

_LETTER = re.compile(r"\\[A-Za-z]+|[A-Za-z]")


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
    arity: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
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
    taken_at: list[str] = field(default_factory=list)
    """The letters that stand alone in parentheses after it, in the order met."""


@dataclass(frozen=True)
class Survey:
    """The whole file's usage. binders: letters that some sum, product, integral or range binds. dims: letters that bound sums."""

    usage: Mapping[str, Usage]
    binders: frozenset[str]
    bounds: frozenset[str]
    differentials: frozenset[str] = frozenset()
    """Letters that stand after a `d`."""
    targets: Mapping[str, tuple[Node, ...]] = field(default_factory=dict)
    """Where the page lets a variable go: `x \\to 0`."""
    calculus: bool = True
    """Whether an integral or a derivative stands anywhere."""
    constant_d: bool = False
    """Whether a `d` stands anywhere with nothing after it."""
    plusminus: bool = False
    """Whether a `\\pm` stands between terms anywhere."""
    lasts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """For a name the letters that end its lists: d for x in `x_1, …, x_d`."""

    def of(self, key: str) -> Usage:
        return self.usage.get(key) or _UNUSED

    def indexing(self, letter: str) -> bool:
        """Whether a letter stands in a subscript somewhere."""
        return letter in self._indexing

    def counts(self, letter: str) -> bool:
        """Whether `n` counts members: it stands in a subscript, or goes to infinity."""
        if letter not in ("n", "m"):
            return False
        return self.indexing(letter) or any(text_of(node) == "\\infty" for node in self.targets.get(letter, ()))

    @cached_property
    def _indexing(self) -> frozenset[str]:
        slots = (text for u in self.usage.values() for text in u.sups | u.sub_sups if text.startswith(("(", "[")))
        texts = (*(text for u in self.usage.values() for text in u.letter_subs | u.other_subs), *slots)
        # `\\operatorname{Res}_{z = i}`: what a name is set to is no index
        return frozenset(letter for text in texts for letter in _LETTER.findall(text.split("=", 1)[0]))

    def is_last(self, letter: str) -> bool:
        """Whether a letter ends ranges and runs through none."""
        return letter in self.bounds and letter not in self.binders

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
        if len(parts) == 2 and text_of(filler).islower() and self.paired(key):
            return parts  # `u_{ab}` beside `u_{ik}`
        if (
            len(parts) > 1
            and isinstance(unwrap(filler), Run)
            and not all(
                letter in self.binders
                or letter in PLAIN_INDEX_LETTERS
                or (letter.isupper() and letter in self.bounds | set("NKMLDJP") and self.of(key).arity[2] > 1)
                for letter in letters
            )
        ):
            return None
        u = self.of(key)
        if letters <= self.lasts.get(key, frozenset()):
            return parts
        if len(parts) == 1 and u.bare and self.is_last(text_of(filler)) and u.digit_subs <= {"0"}:
            if u.letter_subs == {text_of(filler)}:
                return None  # `\mu_n` beside `\mu` and `\mu_0`: what n data make of it
        for letter in letters:
            if letter in self.binders or letter in PLAIN_INDEX_LETTERS:
                continue
            if len(u.letter_subs) >= 2 and letter in INDEX_LETTERS and not letter.isupper() and u.digit_subs:
                continue
            if letter.isupper() and (letter in self.bounds or (u.digit_subs and letter in "NKMTLDJ")):
                continue
            return None
        return parts

    def paired(self, key: str) -> bool:
        """Whether a small letter has two letters as its subscript that surely are indices: bound somewhere, or used as such."""
        known = self.binders | PLAIN_INDEX_LETTERS
        pairs = [t for t in self.of(key).letter_subs if len(t) == 2 and t.isalpha()]
        return key.islower() and len(key) == 1 and any(set(t) <= known and t[0] != t[1] for t in pairs)


_UNUSED = Usage()
_SIGNS = ("d", "\\mathrm{d}", "\\partial", "\\mathrm{D}")


def survey(blocks: Iterable[ParsedBlock]) -> Survey:
    """One scan of a file's formulas."""
    scan = _Scan()
    for block in blocks:
        for row in block.rows:
            for cell in row.cells:
                scan.node(cell)
    targets = {k: tuple(v.values()) for k, v in scan.targets.items()}
    return Survey(
        scan.usage,
        frozenset(scan.binders),
        frozenset(scan.bounds),
        frozenset(scan.differentials),
        targets,
        scan.calculus,
        scan.constant_d,
        scan.plusminus,
        last_indices(scan.dotted),
    )


_GOES = frozenset(("\\to", "\\rightarrow", "→", "\\longrightarrow", "\\downarrow", "\\searrow"))


class _Scan:
    def __init__(self) -> None:
        self.usage: dict[str, Usage] = {}
        self.binders: set[str] = set()
        self.bounds: set[str] = set()
        self.differentials: set[str] = set()
        self.targets: dict[str, dict[str, Node]] = {}
        self.calculus = self.constant_d = self.plusminus = False
        self.dotted: list[Node] = []

    def use(self, key: str) -> Usage:
        return self.usage.setdefault(key, Usage())

    def node(self, node: Node | Relation | Separator | Script) -> None:
        match node:
            case Sequence(items=items):
                if any(isinstance(i, Dots) for i in items):
                    self.dotted.append(node)
                self.sequence(items)
                return
            case Run(items=items):
                if any(isinstance(i, Dots) for i in items):
                    self.dotted.append(node)
                for i, item in enumerate(items):
                    if i and text_of(items[i - 1]) in ("d", "\\mathrm{d}") and (after := peel(item)) is not None:
                        self.differentials.add(after.key)
                    if i and text_of(item) == "d" and peel(items[i - 1]) is not None:
                        # `b d \, \mathrm{Cov}(X, Y)`: a `d` between factors, of which the second is no letter
                        behind = items[i + 1] if i + 1 < len(items) else None
                        self.constant_d = self.constant_d or behind is None or not isinstance(unwrap(behind), Symbol)
                    self.item(item, items[i + 1] if i + 1 < len(items) else None)
                return
            case Big(name=sign, scripts=scripts, body=body):
                self.calculus = self.calculus or "int" in sign
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
        if isinstance(item, Fraction) and not self.calculus:
            self.calculus = all(text_of(side).startswith(_SIGNS) for side in (item.numerator, item.denominator))
        if isinstance(item, Sum | Product | Environment):
            self.dotted.append(item)
        if isinstance(item, Sum):
            self.plusminus = self.plusminus or any(s.name in ("\\pm", "±") for signs in item.signs for s in signs)
        if peeled is None:
            self.calculus = self.calculus or (
                isinstance(item, Symbol) and item.name in ("\\partial", "\\nabla", "\\int")
            )
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
        self.constant_d = self.constant_d or (peeled.key == "d" and following is None and not peeled.subs)
        called = self.called(following)
        if called == "comma":
            u.before_comma += 1
        elif called == "single":
            u.before_single += 1
            only = following.base if isinstance(following, Scripted) else following
            inside = peel(only.body) if isinstance(only, Fence) else None
            if inside is not None and not inside.subs and inside.key not in u.taken_at:
                u.taken_at.append(inside.key)
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
                if item.name in _GOES:
                    self.target(items, i)
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

    def target(self, items: tuple[Node | Relation | Separator, ...], at: int) -> None:
        """`h \\to 0`; no map `f: A \\to B`."""
        if not 0 < at < len(items) - 1:
            return
        if any(isinstance(i, Separator) and i.text in (":", "\\colon") for i in items[:at]):
            return
        before, after = items[at - 1], items[at + 1]
        if isinstance(before, Relation | Separator) or isinstance(after, Relation | Separator):
            return
        peeled = peel(before)
        if peeled is not None and not (peeled.subs or peeled.sups or peeled.primes):
            self.targets.setdefault(peeled.key, {}).setdefault(text_of(after), after)

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

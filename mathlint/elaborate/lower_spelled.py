"""Names and operators that a run of letters spells: `\\Delta x`, `max`, `sin`, written without a command."""

from __future__ import annotations

from dataclasses import replace

from mathlint.elaborate.lowering import Lowering
from mathlint.elaborate.names import letters_of, peel, text_of, unwrap
from mathlint.syntax.surface import (
    Annotated,
    Node,
    Run,
    Script,
    Scripted,
    Symbol,
    Word,
)

_SPELLED = frozenset(
    "Var Cov tr Tr det exp log ln sin cos tan diag rank sign sgn Pr cov var max min KL MSE Corr corr softmax sigmoid ReLU relu vec trace".split()
)


def spelled(items: tuple[Node, ...], low: Lowering) -> tuple[Node, ...]:
    """Letters that touch and spell an operator (`Var(X)`) or a word (`size_i`) become one; so does `\\Delta x`."""
    return words(deltas(operators(arguments(items)), low), low)


def arguments(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """`\\arg\\max` is one word."""
    out: list[Node] = []
    for item in items:
        item = lowered_under(item)
        before = out[-1] if out else None
        base = item.base if isinstance(item, Scripted) else item
        if (
            isinstance(before, Symbol)
            and before.name == "\\arg"
            and isinstance(base, Symbol)
            and base.name in ("\\max", "\\min")
        ):
            made: Node = Word("\\operatorname", f"arg{base.name[1:]}", before.start, base.end)
            out[-1] = replace(item, base=made, start=before.start) if isinstance(item, Scripted) else made
        else:
            out.append(item)
    return tuple(out)


def lowered_under(item: Node) -> Node:
    """`\\underset{x}{\\max}` is `\\max_x`."""
    if not isinstance(item, Annotated) or item.command != "\\underset":
        return item
    base = unwrap(item.base)
    if not isinstance(base, Symbol | Word | Run) or text_of(base).lstrip("\\") not in _UNDER:
        return item
    if isinstance(base, Run):
        base = Word("\\operatorname", text_of(base).replace("\\", ""), base.start, base.end)
    script = Script("sub", item.annotation, 1, item.annotation.start, item.annotation.end)
    return Scripted(base, (script,), item.start, item.end)


_UNDER = frozenset(("max", "min", "argmax", "argmin", "arg\\max", "arg\\min", "sup", "inf", "lim"))


def deltas(items: tuple[Node, ...], low: Lowering) -> tuple[Node, ...]:
    """`\\Delta x` is one name, unless the page uses Δ by itself."""
    if (
        not any(isinstance(i, Symbol) and i.name == "\\Delta" for i in items)
        or low.known("\\Delta").valued
        or low.known("\\Delta").shape
    ):
        return items
    out: list[Node] = []
    for item in items:
        before = out[-1] if out else None
        peeled = peel(item)
        if isinstance(before, Symbol) and before.name == "\\Delta" and peeled is not None:
            made: Node = Word("\\mathrm", f"Δ{peeled.key}", before.start, item.end)
            out[-1] = replace(item, base=made, start=before.start) if isinstance(item, Scripted) else made
        else:
            out.append(item)
    return tuple(out)


def words(items: tuple[Node, ...], low: Lowering) -> tuple[Node, ...]:
    """Three or more lower-case letters that touch and look like a word: a name, or else their product."""
    out: list[Node] = []
    i = 0
    while i < len(items):
        j = i
        letters = ""
        while j < len(items) and (j == i or items[j - 1].end == items[j].start):
            item = items[j]
            symbol = item.base if isinstance(item, Scripted) else item
            if (
                not isinstance(symbol, Symbol)
                or len(symbol.name) != 1
                or not symbol.name.isascii()
                or not symbol.name.isalpha()
            ):
                break
            letters += symbol.name
            j += 1
            if isinstance(item, Scripted):
                break
        if (
            len(letters) >= 3
            and set(letters.lower()) & set("aeiou")
            and set(letters.lower()) - set("aeiou")
            and len(set(letters)) > 2
        ):
            alone = sum(low.survey.of(letter).bare for letter in set(letters))
            options = (
                ("a word", "a product of letters")
                if len(letters) > 3 and alone < 3 * len(letters) + 9
                else ("a product of letters", "a word")
            )
            if options[low.choose(f"word:{letters}", tuple(f"`{letters}` is {o}" for o in options))] == "a word":
                last = items[j - 1]
                end = last.base.end if isinstance(last, Scripted) else last.end
                made: Node = Word("\\mathrm", letters, items[i].start, end)
                out.append(replace(last, base=made, start=made.start) if isinstance(last, Scripted) else made)
                i = j
                continue
        out.append(items[i])
        i += 1
    return tuple(out)


def operators(items: tuple[Node, ...]) -> tuple[Node, ...]:
    """Letters that touch and spell the name of an operator become one word: `Var(X)`."""
    out: list[Node] = []
    i = 0
    while i < len(items):
        for length in (7, 6, 5, 4, 3, 2):
            part = items[i : i + length]
            letters = [letters_of(p) if isinstance(p, Symbol) else None for p in part[:-1]]
            last = part[-1].base if part and isinstance(part[-1], Scripted) else (part[-1] if part else None)
            if len(part) == length and all(letters) and isinstance(last, Symbol):
                word = "".join(x or "" for x in letters) + last.name
                if word in _SPELLED and all(a.end == b.start for a, b in zip(part, part[1:], strict=False)):
                    made: Node = Word("\\operatorname", word, part[0].start, last.end)
                    if isinstance(part[-1], Scripted):
                        made = replace(part[-1], base=made, start=part[0].start)
                    out.append(made)
                    i += length
                    break
        else:
            out.append(items[i])
            i += 1
    return tuple(out)

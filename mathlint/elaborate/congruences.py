"""Congruences: `a \\equiv b \\pmod n` claims that a and b leave the same remainder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from mathlint.elaborate.binding import Page
from mathlint.elaborate.lowering import CannotRead, renumbered
from mathlint.elaborate.model import Block, Blockage, Impediment, Reading
from mathlint.elaborate.page import Term
from mathlint.elaborate.readings import readings_of
from mathlint.elaborate.scope import View
from mathlint.elaborate.slices import Slice
from mathlint.expr.tree import Expr, expr, number
from mathlint.syntax.surface import Node


def congruent_readings(
    page: Page, left: Term, right: Term, modulus: Node, view: View, more: tuple[Block, ...]
) -> tuple[Sequence[Reading], Impediment | None]:
    """The readings of a congruence. Only one of numbers can be refuted: another may hold for the integers that are meant."""
    forms = [
        page.lowered(node, view, {}, page.ranges).form for node in (left.node, right.node, modulus) if node is not None
    ]
    if any(form is None or form.free for form in forms):
        what = "a congruence may hold for the integers alone that are meant here"
        more = (*more, Block(Blockage.CONTEXT, "", what, firm=True))
    return readings_of(page, left, right, "=", view, more, (Congruent(modulus),))


@dataclass(frozen=True)
class Congruent:
    """The sides of a step count by their remainders. modulus: what is divided by."""

    modulus: Node

    def put_into(self, page: Page, part: Slice, view: View, picks: Mapping[str, int]) -> None:
        found = page.lowered(self.modulus, view, picks, page.ranges)
        if found.form is None:
            raise CannotRead("unsupported", "a modulus that is not understood")
        modulus = renumbered(found.form, part.low.made)
        part.low = part.low.joined(found.low, picks)
        names = part.left.free | part.right.free | modulus.free
        part.low.integers |= {n for n in names if "#" not in n}
        if modulus.head == "number":
            part.rewrite(lambda node: _inverse(node, modulus.datum))
        if _says_nothing(part.right, modulus):
            raise CannotRead("vacuous", "a congruence that three times the right side would satisfy as well")
        part.left, part.right = expr("mod", (part.left, modulus)), expr("mod", (part.right, modulus))


def _inverse(node: Expr, modulus: Fraction) -> Expr:
    """The inverse of a number by this modulus, where one is written: `5^{-1} \\equiv 3 \\pmod 7`."""
    match node.head:
        case "inverse" if node.args[0].head == "number":
            of, times = node.args[0].datum, Fraction(1)
        case "pow" if all(a.head == "number" for a in node.args) and node.args[1].datum == -1:
            of, times = node.args[0].datum, Fraction(1)
        case "div" if all(a.head == "number" for a in node.args):
            times, of = node.args[0].datum, node.args[1].datum
        case _:
            return node
    whole = all(x.denominator == 1 for x in (of, times, modulus)) and modulus > 1
    if not whole or gcd(int(of), int(modulus)) != 1:
        raise CannotRead("no-domain", "a number that has no inverse by this modulus")
    return number(times * pow(int(of), -1, int(modulus)))


def _says_nothing(side: Expr, modulus: Expr) -> bool:
    """Whether a side and its triple leave the same remainder, though it is no multiple of the modulus."""
    if modulus.head != "number" or not modulus.datum:
        return False
    if side.head != "number":
        return bool(modulus.datum == 2)
    return bool(side.datum % modulus.datum != 0 and (2 * side.datum) % modulus.datum == 0)

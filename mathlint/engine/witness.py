"""Printing points and values."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mathlint.engine.evaluate import Evaluator
from mathlint.engine.jets import Value, constant
from mathlint.engine.opaque import printed
from mathlint.engine.rings import Exact, Gaussian
from mathlint.engine.verdict import Entry, Witness

DIGITS = 6


def entry(value: Exact) -> Entry:
    """An exact value as text; a matrix as its rows."""
    if isinstance(value, list):
        return [[entry_text(x) for x in row] for row in value]
    return entry_text(value)


def entry_text(value: int | Fraction | Gaussian) -> str:
    if isinstance(value, Gaussian):
        return f"{value.real}+{value.imag}i" if value.imag >= 0 else f"{value.real}{value.imag}i"
    return str(value)


def number_text(value: Any) -> str:
    """A ball's middle to a few digits."""
    if hasattr(value, "imag") and not value.imag.is_zero():
        imaginary = number_text(value.imag)
        joint = "" if imaginary.startswith("-") else "+"
        return f"{number_text(value.real)}{joint}{imaginary}i"
    real = value.real if hasattr(value, "real") else value
    middle = real.mid()
    try:
        approximate = float(middle)
    except OverflowError:
        approximate = float("inf")
    if approximate and 1e-300 < abs(approximate) < 1e300:
        return f"{approximate:.{DIGITS}g}"
    return "0" if middle.is_zero() else str(middle.str(DIGITS, radius=False))


def value_text(ev: Evaluator, value: Value) -> str:
    """A value to a few digits: a vector as `(1.2, -0.4, 3)`, a matrix as its rows in brackets."""
    value = constant(value)
    if not ev.ring.is_matrix(value):
        return number_text(value)
    rows, cols = value.nrows(), value.ncols()
    if 1 in (rows, cols):
        return "(" + ", ".join(number_text(e) for e in value.entries()) + ")"
    lines = (", ".join(number_text(value[i, j]) for j in range(cols)) for i in range(rows))
    return "[" + "; ".join(lines) + "]"


def witness(ev: Evaluator, left: Value, right: Value, transposed: bool = False) -> Witness:
    """What was drawn, and the two values."""
    draw = ev.draw
    point: dict[str, Entry] = {}
    outcomes: dict[str, tuple[str, tuple[int, ...]]] = {}
    for (key, indices), value in sorted(draw.used.items()):
        if isinstance(value, int) and not indices:
            continue
        label = key
        random = bool(indices) and (key, indices) in draw.at_outcomes
        if random:
            indices = indices[:-1]
        if indices:
            label = f"{key}_{','.join(map(str, indices))}"
        if not random:
            point[label] = entry(value)
        else:
            outcomes[label] = (key, indices)
    for label, (name_, members) in outcomes.items():
        atoms = draw.atoms(ev.group(ev.problem.declarations[name_], members))
        point[label] = [entry(draw.outcome_value(name_, members, atom)) for atom in range(atoms)]
    for (key, members), positive in sorted(draw.functions.items()):
        label = f"{key}_{','.join(map(str, members))}" if members else key
        point[label] = printed(draw, key, members, positive)
    for measure, group in sorted(draw.weighed):
        place = "P" + (f"_{measure}" if measure else "") + (f"[{group}]" if group else "")
        point[place] = [str(w) for w in draw.weights(measure, group)]
    for key, value in ev.solved.items():
        point[key] = "≈ " + value_text(ev, value)
    dims = dict(sorted(draw.integers_used().items()))
    return Witness(point, dims, value_text(ev, left), value_text(ev, right), transposed)

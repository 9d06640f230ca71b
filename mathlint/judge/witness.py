"""A witness in the page's own names."""

from __future__ import annotations

import re
from collections.abc import Mapping

from mathlint.elaborate.dims import one_less
from mathlint.elaborate.model import Reading
from mathlint.engine.verdict import Entry, Witness


def names(reading: Reading) -> dict[str, str]:
    """Every declared name of a reading → how the page writes it; a name that `shown` leaves out is written as it is."""
    declared = {d.name: d.name for d in reading.obligation.declarations if not d.name.startswith("?")}
    return declared | dict(reading.shown)


def written_name(key: str, shown: Mapping[str, str]) -> str:
    """How the page writes a canonical name, or a member of a family (`c2_1` → `x_1`, `c2_1_3` → `x_{1,3}`)."""
    if key in shown:
        return shown[key]
    for cut in (m.start() for m in reversed(list(re.finditer("_", key)))):
        if (base := key[:cut]) in shown:
            slots = [slot for slot in re.split("[_,]", key[cut + 1 :]) if slot]
            index = ",".join(slots)
            written = shown[base]
            if "_" in written:
                return f"{{{written}}}_{{{index}}}"
            return f"{written}_{index}" if len(index) == 1 else f"{written}_{{{index}}}"
    return key


def page_point(witness: Witness, reading: Reading) -> tuple[dict[str, Entry], dict[str, int]]:
    """The point and the sizes of a witness, by the names that the page writes. Names made up for it are left out."""
    shown = names(reading)
    point = {written_name(key, shown): value for key, value in witness.point.items()}
    dims = {
        written_name(key, shown): size
        for key, size in witness.dims.items()
        if not key.startswith("?") and one_less(key) is None
    }
    return point, dims


def speak(words: str, shown: Mapping[str, str]) -> str:
    """Words of the engine with the page's names in them: canonical names stand between backquotes or as whole words."""
    if not shown:
        return words
    pattern = "|".join(re.escape(key) for key in sorted(shown, key=len, reverse=True))
    return re.sub(rf"(?<![\w\\])(?:{pattern})(?!\w)", lambda m: shown[m.group()], words)

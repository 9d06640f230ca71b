"""What a formula means on a page: LaTeX and the words around it → the core expression of its first reading."""

from __future__ import annotations

from mathlint.document.read import read as read_document
from mathlint.elaborate.binding import Page
from mathlint.elaborate.elaborate import read
from mathlint.elaborate.model import Impediment, Reading
from mathlint.elaborate.readings import readings_of
from mathlint.expr.obligation import Declaration
from mathlint.source import SourceFile
from mathlint.syntax.parse import parse


def page_of(note: str) -> Page:
    document = read_document(SourceFile("note.md", note))
    return read(document, {i: parse(block.text) for i, block in enumerate(document.blocks)})


def readings(latex: str, context: str = "") -> tuple[list[Reading], Impediment | None]:
    """The readings of the display `latex` after the words of `context`. One expression alone is held against itself."""
    page = page_of(f"{context}\n\n$$ {latex} $$\n")
    if not page.chains or not page.chains[-1].links or not page.chains[-1].display:
        page = page_of(f"{context}\n\n$$ {latex} = {latex} $$\n")
    chain = page.chains[-1]
    found, impediment = readings_of(page, chain.terms[0], chain.terms[1], chain.links[0].relation, page.view(chain, 0))
    return list(found), impediment


def lowered(latex: str, context: str = "") -> str:
    """The left side in core form; or `no reading: …`."""
    found, impediment = readings(latex, context)
    if not found:
        assert impediment is not None
        return f"no reading: {impediment.reason}"
    return repr(found[0].obligation.left)


def others(latex: str, context: str = "") -> list[str]:
    """The left side in every reading, the first one first, each once."""
    found, _ = readings(latex, context)
    return list(dict.fromkeys(repr(r.obligation.left) for r in found))


def declared(name: str, latex: str, context: str = "") -> Declaration:
    found, impediment = readings(latex, context)
    assert found, impediment
    return {d.name: d for d in found[0].obligation.declarations}[name]


def shapes(latex: str, context: str = "") -> dict[str, str]:
    """The shape of each name of the first reading; sizes that are only known to differ are `?`."""
    found, impediment = readings(latex, context)
    assert found, impediment
    return {d.name: _shown(d) for d in found[0].obligation.declarations}


def _shown(declaration: Declaration) -> str:
    sides = [
        "?" if isinstance(d, str) and d.startswith("?") else str(d)
        for d in (declaration.shape.rows, declaration.shape.cols)
    ]
    return "scalar" if declaration.shape.is_scalar else "×".join(sides)


def roles(note: str) -> list[tuple[str, ...]]:
    """The roles of the links of each chain in reading order; a claim with its strength: `claim strong`."""
    page = page_of(note)
    chains = [c for c in page.chains if c.links and c.number in page.roles]
    return [
        tuple(f"{j.role.value} {j.strength.value}" if j.strength else j.role.value for j in page.roles[c.number])
        for c in chains
    ]

"""mathlint finds the chains of equalities in Markdown notes and checks every step.

    report = mathlint.check(mathlint.SourceFile("notes.md", text))
    expression = mathlint.to_sympy(r"\\frac{1}{2} x^2")

Nothing is loaded before it is asked for: `mathlint --version` costs little more than click.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from mathlint.version import __version__

if TYPE_CHECKING:
    from mathlint.diagnostic import Diagnostic, Report
    from mathlint.formula import to_sympy
    from mathlint.pipeline import check
    from mathlint.source import SourceFile

_HOMES = {
    "check": "mathlint.pipeline",
    "to_sympy": "mathlint.formula",
    "Diagnostic": "mathlint.diagnostic",
    "Report": "mathlint.diagnostic",
    "SourceFile": "mathlint.source",
}

__all__ = ["Diagnostic", "Report", "SourceFile", "__version__", "check", "to_sympy"]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'mathlint' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)

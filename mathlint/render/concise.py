"""`file:line:column: severity: CODE message`: one line a finding, as problem matchers read it.

Lines and columns are 1-based, columns in code points.
"""

from __future__ import annotations

from collections.abc import Iterator

from mathlint.diagnostic import Diagnostic, Report
from mathlint.render.line import Line, Piece, Style, shown


def render(report: Report, diagnostics: tuple[Diagnostic, ...]) -> Iterator[Line]:
    """Those of the report's findings that are to be shown."""
    for found in diagnostics:
        at = report.source.position(found.span.start)
        yield Line(
            (
                Piece(shown(report.source.path), Style.PLACE),
                Piece(f":{at.line}:{at.column}: "),
                Piece(found.severity.value, Style(found.severity.value)),
                Piece(f": {found.code} {shown(found.message)}"),
            )
        )

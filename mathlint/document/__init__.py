"""Finding the mathematics, prose and structure of a note. In: a `SourceFile`; out: a `Document`."""

from mathlint.document.read import read

__all__ = ["read"]

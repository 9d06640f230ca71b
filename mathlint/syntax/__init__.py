"""Reads LaTeX mathematics as it is written. ANTLR lives here and nowhere else, and is loaded by the first parse."""

from mathlint.syntax.parse import parse

__all__ = ["parse"]

"""Written by ANTLR from `grammars/`; see `grammars/README.md`. Do not edit."""

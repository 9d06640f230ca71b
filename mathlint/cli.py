"""The command line."""

import click

from mathlint.version import __version__


@click.command()
@click.version_option(__version__, prog_name="mathlint")
def main() -> None:
    """Check the mathematics in Markdown notes."""

"""The command line: a thin shell that finds files, has them checked, and prints what was found.

Only click is loaded at first; what a command needs it loads itself.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mathlint.version import __version__

if TYPE_CHECKING:
    from mathlint.diagnostic import Report
    from mathlint.render.line import Line
    from mathlint.render.summary import Summary
    from mathlint.workers import Task

CLEAN, FINDINGS, MISUSE = 0, 1, 2
INTERRUPTED = 130


class Linter(click.Group):
    """A group whose first command, `check`, need not be named: `mathlint notes/` checks."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h", "--version"):
            args.insert(0, "check")
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] PATH...")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        check = self.commands["check"]
        options = (p for p in (*check.get_params(ctx), *self.get_params(ctx)) if isinstance(p, click.Option))
        own = [option.get_help_record(ctx) for option in options]
        with formatter.section("Options"):
            formatter.write_dl(list({record[0]: record for record in own if record}.values()))
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(90)) for name, one in self.commands.items()])


@click.group(cls=Linter, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="mathlint", message="%(prog)s %(version)s")
def main() -> None:
    """Check the mathematics in Markdown notes.

    PATH is a note, a folder (every *.md and *.markdown below it that git does not ignore), or - for standard input.

    Exit status: 0 nothing found, 1 something found or a file could not be checked, 2 misuse.
    """
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a terminal that cannot show a sign shows `?`
            reconfigure(errors="replace")


@main.command()
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option(
    "--output-format", type=click.Choice(["full", "concise", "json"]), default="full", help="How to write findings."
)
@click.option("--all-steps", is_flag=True, help="Also list every step and what became of it.")
@click.option("--show-unchecked", is_flag=True, help="Also list what was not decided or not read, and why.")
@click.option("--statistics", is_flag=True, help="Also count why steps were not decided, and what is in the way.")
@click.option("--deep", is_flag=True, help="Also put what was not decided to sympy. Slow.")
@click.option("--prove", is_flag=True, help="Also ask sympy for proofs of what holds at random points. Slow.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input; its mathlint.toml counts.")
@click.option("--jobs", type=click.IntRange(min=0), default=None, help="Processes at once (0: none but this one).")
def check(
    paths: tuple[str, ...],
    output_format: str,
    all_steps: bool,
    show_unchecked: bool,
    statistics: bool,
    deep: bool,
    prove: bool,
    stdin_filename: str | None,
    jobs: int | None,
) -> None:
    """Check notes; this command need not be named."""
    from dataclasses import replace

    from mathlint.config import ConfigError
    from mathlint.workers import run

    tasks = [replace(task, deep=deep, prove=prove) for task in _tasks(paths, stdin_filename)]
    output = _Output(output_format, all_steps, show_unchecked, statistics)
    try:
        summary = output.write(run(tasks, jobs if jobs is not None else os.cpu_count() or 1))
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        _leave(INTERRUPTED)
    except BrokenPipeError:
        _stop_writing()
        _leave(FINDINGS)
    else:
        _leave(FINDINGS if summary.findings or summary.failures else CLEAN)


@main.command(short_help="Explain a rule (ML101), or how a line of a note was read (notes/a.md:18).")
@click.argument("target", metavar="[CODE|FILE:LINE]", default="")
@click.option("--deep", is_flag=True, help="Also put what was not decided to sympy.")
@click.option("--prove", is_flag=True, help="Also ask sympy for proofs of what holds at random points.")
def explain(target: str, deep: bool, prove: bool) -> None:
    """Explain a rule (ML101), or how a line of a note was read (notes/a.md:18); without either, list the rules."""
    place = re.fullmatch(r"(.+?):(\d+)(?::\d+)?", target)
    if place:
        _explain_line(place[1], int(place[2]), deep, prove)
        return
    from mathlint.rules import REGISTRY
    from mathlint.rules import explain as manual_page

    if not target:
        for rule in REGISTRY.values():
            click.echo(f"{rule.code} {rule.severity:<7} {rule.name}: {rule.summary}")
        return
    page = manual_page(target.upper()) or manual_page(target)
    if page is None:
        raise click.UsageError(f"`{target}` is neither a rule ({', '.join(sorted(REGISTRY))}) nor FILE:LINE")
    _say(page.strip())


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("latex")
@click.option("--context", metavar="TEXT", default="", help="What a page would say before it, as Markdown.")
def read(latex: str, context: str) -> None:
    """Show how one formula is read: its tree with shapes, and the sympy expression."""
    from mathlint.formula import Unreadable, show
    from mathlint.workers import defect

    try:
        text = "\n".join(show(latex, context))
    except Unreadable as error:
        click.echo(f"not read: {error}", err=True)
        _leave(FINDINGS)
    except Exception as error:
        click.echo(f"not read: {defect(error)}", err=True)
        _leave(FINDINGS)
    else:
        _say(text)


def _say(text: str) -> None:
    """Print it; a reader who leaves early has seen enough."""
    try:
        click.echo(text)
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()


def _stop_writing() -> None:
    """Python must not complain once more about a closed pipe when it flushes."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _leave(status: int) -> None:
    click.get_current_context().exit(status)


def _tasks(paths: Sequence[str], stdin_filename: str | None) -> list[Task]:
    from mathlint.paths import notes
    from mathlint.workers import Task

    if "-" in paths:
        if len(paths) > 1:
            raise click.UsageError("- (standard input) cannot be combined with other paths")
        return [Task(stdin_filename or "-", sys.stdin.buffer.read())]
    if stdin_filename is not None:
        raise click.UsageError("--stdin-filename needs - as the path")
    try:
        return [Task(path) for path in notes(paths)]
    except FileNotFoundError as error:
        raise click.UsageError(f"{error.filename}: {error.strerror}") from error


def _explain_line(path: str, number: int, deep: bool, prove: bool) -> None:
    from mathlint.config import ConfigError, config_for
    from mathlint.text import NotText, decode

    try:
        source, _ = decode(path, Path(path).read_bytes())
        config = config_for(Path(path))
    except OSError as error:
        raise click.UsageError(f"{path}: {error.strerror}") from error
    except (NotText, ConfigError) as error:
        raise click.UsageError(f"{path}: {error}") from error
    if not 1 <= number <= source.line_count:
        raise click.UsageError(f"{path} has {source.line_count} lines; there is no line {number}")
    from mathlint.effort import effort_for
    from mathlint.explanation import explain_line
    from mathlint.pipeline import review
    from mathlint.workers import defect

    try:
        lines = list(explain_line(review(source, config, effort_for(deep, prove)), number))
    except Exception as error:
        click.echo(f"{path}: {defect(error)}", err=True)
        _leave(FINDINGS)
    else:
        _say("\n".join(part for line in lines for part in _folded(line)))


def _folded(line: str) -> Iterable[str]:
    """A line in a terminal's width, what goes on indented further; one that begins with a place stays whole."""
    from mathlint.render.full import WIDTH
    from mathlint.render.line import width, wrapped

    indent = len(line) - len(line.lstrip())
    if not indent or width(line) <= WIDTH:
        return [line]
    first, *rest = wrapped(line, WIDTH - indent - 4)
    return [" " * indent + first, *(" " * (indent + 4) + part for part in rest)]


class _Output:
    """Writes the reports of a run in one format as they come."""

    def __init__(self, output_format: str, all_steps: bool, show_unchecked: bool, statistics: bool) -> None:
        self._format, self._all_steps, self._unchecked = output_format, all_steps, show_unchecked
        self._statistics = statistics
        self._terminal: Any = None
        if output_format != "json" and sys.stdout.isatty():
            from mathlint.render.terminal import Terminal

            self._terminal = Terminal(sys.stdout)

    def write(self, reports: Iterable[Report]) -> Summary:
        from mathlint.render import json, steps
        from mathlint.render.full import WIDTH
        from mathlint.render.summary import Summary, lines

        summary = Summary()

        def counted() -> Iterable[Report]:
            nonlocal summary
            for report in reports:
                summary = summary.plus(report)
                self._file_as_a_whole(report)
                yield report

        if self._format == "json":
            for piece in json.render(counted(), self._all_steps):
                sys.stdout.write(piece)
        else:
            for report in counted():
                self._lines(self._report(report))
        sys.stdout.flush()
        if self._statistics:
            self._lines(steps.statistics(summary))
        click.echo("\n".join(lines(summary, WIDTH)), err=self._format == "json")
        return summary

    def _report(self, report: Report) -> Iterable[Line]:
        from mathlint.render import concise, full, steps
        from mathlint.render.summary import is_coverage

        if self._format == "full":
            yield from full.render(report, tuple(d for d in report.diagnostics if not is_coverage(d)))
            notes = report.diagnostics if self._unchecked else ()
            yield from concise.render(report, tuple(d for d in notes if is_coverage(d)))
        else:
            told = (d for d in report.diagnostics if self._unchecked or not is_coverage(d))
            yield from concise.render(report, tuple(told))
        if self._all_steps:
            yield from steps.all_steps(report)

    def _file_as_a_whole(self, report: Report) -> None:
        if report.failure is not None:
            click.echo(f"{report.source.path}: not checked: {report.failure}", err=True)
        for remark in report.remarks:
            click.echo(f"{report.source.path}: {remark}", err=True)

    def _lines(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if self._terminal is not None:
                self._terminal.write(line)
            else:
                click.echo(str(line), err=self._format == "json")

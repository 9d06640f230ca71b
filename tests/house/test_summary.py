"""The closing line, word for word."""

from __future__ import annotations

from dataclasses import replace

from mathlint.diagnostic import Report
from mathlint.engine.verdict import Reason
from mathlint.render.steps import all_steps, statistics
from mathlint.render.summary import WHY, Summary, closing, found, lines
from tests.house.reports import empty, norms, undecided


def of(*reports: Report) -> Summary:
    summary = Summary()
    for report in reports:
        summary = summary.plus(report)
    return summary


def test_nothing_there() -> None:
    assert closing(of()) == "0 files, no formulas found: nothing to check"
    assert closing(of(empty())) == "1 file, no formulas found: nothing to check"


def test_nothing_claimed() -> None:
    assert closing(of(replace(norms(), steps=()))) == "1 file, 3 formulas, no claim among them: nothing to check"


def test_nothing_understood() -> None:
    assert closing(of(undecided())) == (
        "1 file, 2 formulas: none of 2 steps could be decided (1 words not understood, 1 a name without a meaning); 1 place not read; "
        "most often in the way: no value for `s_x` (2 steps)"
    )


def test_a_mixture() -> None:
    assert closing(of(norms(), undecided(), empty())) == (
        "3 files, 5 formulas: 2 of 4 steps checked, 1 holds, 1 false; 2 not decided (1 words not understood, 1 a name without a meaning); "
        "1 place not read; most often in the way: no value for `s_x` (2 steps)"
    )


def test_all_well() -> None:
    good = replace(norms(), steps=norms().steps[:1], diagnostics=())
    assert closing(of(good)) == "1 file, 3 formulas: 1 of 1 step checked, 1 holds, 0 false"
    assert found(of(good)) == ""


def test_assumptions_and_failures() -> None:
    step = replace(norms().steps[0], verdict="conditional", assumptions=("A is symmetric",))
    summary = of(replace(norms(), steps=(step,)), replace(empty(), failure="stopped after 60 s"))
    assert closing(summary) == (
        "2 files, 3 formulas: 1 of 1 step checked, 0 hold, 1 holds only under an assumption, 0 false; "
        "1 file could not be checked"
    )


def test_nothing_could_be_checked() -> None:
    broken = replace(empty(), failure="not text")
    assert closing(of(broken)) == "1 file, not checked"
    assert closing(of(broken, broken)) == "2 files, none of them checked"


def test_found_does_not_count_coverage_notes() -> None:
    assert found(of(norms(), norms(), undecided())) == "2 errors"


def test_lists_of_steps() -> None:
    assert [str(line) for line in all_steps(undecided())] == [
        "notes/loss.md:2:3: definition: L = a + b",
        "notes/loss.md:2:11: undecided (unknown-symbol: no value for `s_x`): a + b = s_x + c",
        "notes/loss.md:2:21: undecided (context: no value for `s_x`): s_x + c = s_x + d",
    ]


def test_statistics() -> None:
    assert [str(line) for line in statistics(of(undecided()))] == [
        "steps not decided, by reason:",
        "       1  words not understood (context)",
        "       1  a name without a meaning (unknown-symbol)",
        "what is in the way of most of them:",
        "       2  no value for `s_x`",
        "A note gives a name its value, or a preamble that mathlint.toml names.",
    ]


def test_every_reason_has_words() -> None:
    assert set(WHY) == {str(reason) for reason in Reason}


def test_the_closing_line_names_the_main_reasons_only() -> None:
    steps = [replace(undecided().steps[1], reason=str(reason), missing=None) for reason in Reason]
    assert closing(of(replace(undecided(), steps=(*steps, steps[1], steps[2], steps[2]), unread=()))) == (
        "1 file, 2 formulas: none of 13 steps could be decided "
        "(3 a name without a meaning, 2 notation not supported, 1 several readings, 7 other reasons)"
    )


def test_the_closing_lines_fit_a_terminal_and_lose_nothing() -> None:
    steps = [replace(undecided().steps[1], reason=str(reason)) for reason in Reason]
    summary = of(replace(norms(), steps=(*norms().steps, *steps)), undecided(), undecided())
    printed = list(lines(summary, 80))
    assert len(printed) > 2
    assert all(len(line) <= 80 for line in printed)
    assert all(line.startswith("  ") == (number > 0) for number, line in enumerate(printed))
    assert " ".join(line.strip() for line in printed) == f"{found(summary)}. {closing(summary)}"
    assert printed[0].startswith("1 error. 3 files, ")

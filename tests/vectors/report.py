"""How many vectors of each formula passed, after a run of the tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pytest

KEY: Final = "vector of"


def lines(tried: Iterable[tuple[str, bool]]) -> Iterator[str]:
    """Say `passed/total` for each formula, and for all of them."""
    counts: dict[str, list[bool]] = {}
    for formula, passed in tried:
        counts.setdefault(formula, []).append(passed)
    width = max(map(len, counts), default=0)
    for formula, each in sorted(counts.items()):
        yield f"{formula:<{width}} {sum(each)}/{len(each)}"
    every = [passed for each in counts.values() for passed in each]
    yield f"{sum(every)}/{len(every)} vectors of {len(counts)} formulas"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts below the tests; only the sum where nothing was asked for."""
    tried = [
        (value, report.passed)
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, ())
        if report.when == "call"
        for key, value in report.user_properties
        if key == KEY
    ]
    if tried:
        terminalreporter.section("formula book")
        for line in lines(tried):
            terminalreporter.write_line(line)

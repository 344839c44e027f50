"""Printing how ready somebody is this morning, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import Exit, bar_of, begun_day, print_json, say, words_of
from vegaloop.kernel.result import Failure, Success
from vegaloop.readiness import Contribution, Gap, InsufficientEvidence, Readiness
from vegaloop.readiness.adapters.bodies import from_morning

_WIDTH: Final = 22


def show_readiness(date: dt.date | None, *, as_json: bool) -> None:
    """Print readiness; end with `NOT_ENOUGH` where there is no number."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.readiness.today(owner))
        found = vega.readiness.on(owner, day)
    match found:
        case Success(scored):
            if as_json:
                print_json(from_morning(scored))
            else:
                _print(_scored(scored))
        case Failure(insufficient):
            if as_json:
                print_json(from_morning(insufficient))
            else:
                _print(_insufficient(insufficient))
            raise SystemExit(Exit.NOT_ENOUGH)


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        say(line)


def _scored(found: Readiness) -> Iterator[str]:
    yield f"Readiness on {found.day}: {found.score:.0f} ± {found.half_width:.0f}   {words_of(found.band)}"
    yield f"Confidence {found.confidence:.0%} ({found.level}). Advice: {words_of(found.advice.code)}."
    yield from (f"Capped at {cap.most:.0f}: {words_of(cap.name)}." for cap in found.caps)
    yield ""
    for one in sorted(found.contributions, key=lambda one: one.contribution):
        yield _contribution(one)
    yield from _missing(found.missing)


def _insufficient(found: InsufficientEvidence) -> Iterator[str]:
    yield f"Readiness on {found.day}: not enough evidence for a number."
    yield f"Needed: {', '.join(words_of(one) for one in found.unmet)}."
    yield from _missing(found.missing)


def _contribution(one: Contribution) -> str:
    points = f"{one.contribution:+6.1f}"
    value = f"{one.value:.2f} {one.unit}"
    return f"{words_of(one.name):<{_WIDTH}}{points}  {bar_of(one.score)}  {value}"


def _missing(gaps: tuple[Gap, ...]) -> Iterator[str]:
    for gap in gaps:
        yield f"{words_of(gap.name):<{_WIDTH}}missing: {gap.reason.what}"

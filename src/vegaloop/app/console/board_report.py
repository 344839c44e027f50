"""Printing the dashboard: every part of the system on one screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final, TypeVar

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import bar_of, begun_day, print_json, say, words_of
from vegaloop.dashboard import (
    ActivityView,
    AmountsView,
    BiometricsView,
    Board,
    Down,
    GoalsView,
    Insufficient,
    NutritionView,
    ReadinessView,
    Ready,
    Section,
    Stale,
)

A = TypeVar("A")

_WIDTH: Final = 24


def show_board(date: dt.date | None, *, as_json: bool) -> None:
    """Print the dashboard of a day."""
    with opened() as (vega, owner):
        day = begun_day(date, vega.dashboard.today(owner))
        board = vega.dashboard.on(owner, day)
    if as_json:
        print_json(board)
        return
    for line in _lines(board):
        say(line)


def _lines(board: Board) -> Iterator[str]:
    yield f"{board.local_date:%A, %d %B %Y}"
    yield from _section("Readiness", board.readiness, _readiness)
    yield from _section("Nutrition", board.nutrition, _nutrition)
    yield from _section("Activity", board.activity, _activity)
    yield from _section("Biometrics", board.biometrics, _biometrics)
    yield from _section("Goals", board.goals, _goals)


def _section(title: str, section: Section[A], lines: Callable[[A], Iterator[str]]) -> Iterator[str]:
    yield ""
    match section:
        case Ready(data, _):
            yield title
            yield from (f"  {line}" for line in lines(data))
        case Stale(data, as_of, _):
            yield f"{title} (last heard of on {as_of:%d %B})"
            yield from (f"  {line}" for line in lines(data))
        case Insufficient(lacks, _):
            yield f"{title}: not enough recorded"
            yield from (f"  {lack.what}: {lack.reason}" for lack in lacks)
        case Down():
            yield f"{title}: cannot be shown now"


def _readiness(view: ReadinessView) -> Iterator[str]:
    score = f"{view.score:.0f} ± {view.half_width:.0f}"
    yield _row("score", f"{score}  {bar_of(view.score / 100)}  {words_of(view.band)}")
    yield _row("advice", words_of(view.advice))


def _nutrition(view: NutritionView) -> Iterator[str]:
    yield _row("", f"{'eaten':>8}{'target':>8}{'left':>8}")
    for name, unit in (("energy", "kcal"), ("protein", "g"), ("carbohydrate", "g"), ("fat", "g")):
        field = f"{name}_{unit}"
        numbers = (_amount(amounts, field) for amounts in (view.eaten, view.target, view.left))
        yield _row(name, "".join(f"{number:>8}" for number in numbers) + f"  {unit}")


def _activity(view: ActivityView) -> Iterator[str]:
    if view.form is not None:
        form = view.form
        numbers = f"fitness {form.ctl:.1f}, fatigue {form.atl:.1f}, form {form.tsb:+.1f}"
        yield _row("form", numbers)
    week = view.week
    yield _row("load of the week", f"{_told(week.load)} (before: {_told(week.load_before)})")
    for lack in view.missing:
        yield _row(lack.what, lack.reason)
    for session in view.last_sessions:
        load = "" if session.load is None else f"load {session.load:.0f}"
        what = f"{session.sport} {session.duration_s / 60:.0f} min  {load}".rstrip()
        yield _row(session.local_date.isoformat(), what)


def _biometrics(view: BiometricsView) -> Iterator[str]:
    if view.night is not None:
        night = view.night
        debt = "" if night.debt_hours is None else f", debt {night.debt_hours:.1f} h"
        slept = f"{night.asleep_minutes / 60:.1f} h of {night.need_minutes / 60:.1f} h needed"
        yield _row("sleep", slept + debt)
    for one in view.baselines:
        usual = "" if one.usual is None else f" (usual {one.usual:.0f})"
        yield _row(words_of(one.key), f"{one.value:.1f} {one.unit}{usual}")
    if view.weight is not None:
        weight = view.weight
        yield _row(
            "weight", f"{weight.last_weight_kg:.1f} kg, trend {weight.trend_weight_kg:.1f} kg"
        )


def _goals(view: GoalsView) -> Iterator[str]:
    for goal in view.goals:
        share = "" if goal.share is None else f"{bar_of(goal.share)} {goal.share:.0%}"
        streak = "" if goal.streak is None else f"{goal.streak} in a row"
        arrival = "" if goal.arrival_on is None else f"by {goal.arrival_on}"
        yield f"{goal.title}: {'  '.join(filter(None, (share, streak, arrival)))}"


def _amount(amounts: AmountsView, field: str) -> str:
    value: float | None = getattr(amounts, field)
    return _told(value)


def _told(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}"


def _row(name: str, value: str) -> str:
    return f"{name:<{_WIDTH}}{value}"

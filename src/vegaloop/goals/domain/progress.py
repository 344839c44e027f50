"""How far a goal is on a day (formula book G1): from the values of its measure, nothing else.

Rule 1: a period is judged by the terms that held on its last day.
Rule 2: a period is due where the goal ran on each of its days, and closed where it is over.
Rule 3: what was not recorded is unknown; it leaves a mean, and it keeps no streak alive.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Aim, Avoid, Counting, Maintain, Reach, Sense, Streak
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.period import Period, Span, closed_spans, span_around
from vegaloop.goals.domain.scores import (
    Adherence,
    Run,
    adherence,
    avoid_share,
    maintain_score,
    mean,
    reach_share,
)
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import LocalDate, days_after

ADHERENCE_DAYS: Final = 84  # Twelve weeks: long enough for weekly goals, short enough to be now.
STREAK_DAYS: Final = 366


@final
class ReachProgress(Struct, frozen=True):
    """How much of the way is gone, by the newest value."""

    share: float
    current: float
    observed_on: LocalDate


@final
class MaintainProgress(Struct, frozen=True):
    """The mean score of the periods that were judged, and how many were in the band."""

    share: float
    adherence: Adherence


@final
class AvoidProgress(Struct, frozen=True):
    """How much of the limit is left in the period of the day; adherence where one is closed."""

    share: float
    used: float
    within: bool
    span: Span
    adherence: Adherence | None


@final
class StreakProgress(Struct, frozen=True):
    """Periods met in a row, looking back to `since`; `pending_met` is about the open period."""

    current: int
    longest: int
    freezes_left: int
    pending_met: bool
    since: LocalDate
    adherence: Adherence | None


Progress: TypeAlias = ReachProgress | MaintainProgress | AvoidProgress | StreakProgress


def looks_back_to(goal: Goal, summing: Summing, day: LocalDate) -> LocalDate:
    """Find the first day whose value the progress of a day can rest on."""
    match goal.terms.aim:
        case Reach():
            if summing is Summing.SUM:
                return goal.start
            return days_after(day, -ADHERENCE_DAYS)
        case Maintain() | Avoid():
            return max(goal.start, days_after(day, -ADHERENCE_DAYS))
        case Streak():
            return max(goal.start, days_after(day, -STREAK_DAYS))


def progress_on(
    goal: Goal, summing: Summing, values: Sequence[DayValue], day: LocalDate
) -> Result[Progress, NoNumber]:
    """Tell how far a goal was at a day, by the terms that held then (GOAL-1 to GOAL-8)."""
    day = last_day(goal, day)
    if day < goal.start:
        return Failure(Undefined("progress", "the goal has not begun"))
    since = looks_back_to(goal, summing, day)
    found = {one.day: one.value for one in values if since <= one.day <= day}
    match goal.terms_on(day).aim:
        case Reach() as aim:
            return _reach(goal, aim, levels(aim, summing, goal.start, values, day))
        case Maintain(period=period):
            return _maintain(goal, _judged_spans(goal, summing, found, (since, day), period))
        case Avoid() as aim:
            spans = _judged_spans(goal, summing, found, (since, day), aim.period)
            return _avoid(goal, aim, spans, found, day)
        case Streak() as aim:
            spans = _judged_spans(goal, summing, found, (since, day), aim.period)
            pending = _judged(aim, summing, _in(span_around(day, aim.period).days, found))
            return Success(_streak(goal, aim, spans, pending, (since, day)))


def last_day(goal: Goal, day: LocalDate) -> LocalDate:
    """The day itself, or the day the goal was archived where that came before."""
    return day if goal.archived_on is None else min(day, goal.archived_on)


def levels(
    aim: Reach, summing: Summing, start: LocalDate, values: Sequence[DayValue], day: LocalDate
) -> tuple[DayValue, ...]:
    """The levels up to a day: the values, or for a measure that adds up, its total so far."""
    if summing is Summing.MEAN:
        since = days_after(day, -ADHERENCE_DAYS)
        return tuple(one for one in values if since <= one.day <= day)
    total, summed = aim.start_value, list[DayValue]()
    for one in values:
        if start <= one.day <= day:
            total += one.value
            summed.append(DayValue(one.day, total))
    return tuple(summed)


@final
class _Judged(Struct, frozen=True):
    score: float
    met: bool


_Spans: TypeAlias = Sequence[tuple[Span, _Judged | None]]


def _reach(goal: Goal, aim: Reach, found: Sequence[DayValue]) -> Result[Progress, NoNumber]:
    if not found:
        return Failure(Missing(goal.measure))
    match reach_share(aim.start_value, aim.target_value, found[-1].value):
        case Failure(reason):
            return Failure(reason)
        case Success(share):
            return Success(ReachProgress(share, found[-1].value, found[-1].day))


def _maintain(goal: Goal, spans: _Spans) -> Result[Progress, NoNumber]:
    if not spans:
        return Failure(TooFew("closed periods", 0, 1))
    scores = [judged.score for _, judged in spans if judged is not None]
    kept = _adherence(spans)
    if kept is None:
        return Failure(Missing(goal.measure))
    return Success(MaintainProgress(mean(scores), kept))


def _avoid(
    goal: Goal, aim: Avoid, spans: _Spans, found: dict[LocalDate, float], day: LocalDate
) -> Result[Progress, NoNumber]:
    span = span_around(day, aim.period)
    inside = _in(span.days, found)
    if not inside:
        return Failure(Missing(goal.measure))
    used = _used(aim, inside)
    share, within = avoid_share(used, aim.limit), used <= aim.limit
    return Success(AvoidProgress(share, used, within, span, _adherence(spans)))


def _streak(
    goal: Goal,
    aim: Streak,
    spans: _Spans,
    pending: _Judged | None,
    window: tuple[LocalDate, LocalDate],
) -> StreakProgress:
    since, day = window
    run, kept = Run(), 0
    for span, judged in spans:
        met = judged is not None and judged.met
        kept += met
        last = span.last
        run = run.after(last.toordinal(), _freezes_on(goal, last), met=met)
    left = max(0, aim.freezes_per_30_days - len(run.frozen_lately(day.toordinal())))
    met_now = pending is not None and pending.met
    reliably = _known(adherence(kept, len(spans)))
    return StreakProgress(run.current, run.longest, left, met_now, since, reliably)


def _freezes_on(goal: Goal, day: LocalDate) -> int:
    match goal.terms_on(day).aim:
        case Streak(freezes_per_30_days=freezes):
            return freezes
        case Reach() | Maintain() | Avoid():
            return 0


def _judged_spans(
    goal: Goal,
    summing: Summing,
    found: dict[LocalDate, float],
    window: tuple[LocalDate, LocalDate],
    period: Period,
) -> _Spans:
    since, day = window
    spans = ((span, span.days) for span in closed_spans(since, day, period))
    return [
        (span, _judged(goal.terms_on(inside[-1]).aim, summing, _in(inside, found)))
        for span, inside in spans
        if all(goal.ran_on(each) for each in inside)
    ]


def _judged(aim: Aim, summing: Summing, inside: Sequence[float]) -> _Judged | None:
    """Judge a period by the values of its days; None where there is nothing to judge."""
    if not inside:
        return None
    value = math.fsum(inside) if summing is Summing.SUM else mean(inside)
    match aim:
        case Reach():
            return None
        case Maintain(centre, tolerance):
            return _Judged(
                maintain_score(value, centre, tolerance), abs(value - centre) <= tolerance
            )
        case Avoid(limit):
            used = _used(aim, inside)
            return _Judged(avoid_share(used, limit), used <= limit)
        case Streak(threshold, sense):
            met = value >= threshold if sense is Sense.AT_LEAST else value <= threshold
            return _Judged(float(met), met)


def _used(aim: Avoid, inside: Sequence[float]) -> float:
    match aim.counting:
        case Counting.DAYS:
            return sum(value > 0 for value in inside)
        case Counting.SUM:
            return math.fsum(inside)


def _in(inside: Sequence[LocalDate], found: dict[LocalDate, float]) -> tuple[float, ...]:
    return tuple(found[day] for day in inside if day in found)


def _adherence(spans: _Spans) -> Adherence | None:
    known = [judged for _, judged in spans if judged is not None]
    return _known(adherence(sum(judged.met for judged in known), len(known)))


def _known(found: Result[Adherence, NoNumber]) -> Adherence | None:
    match found:
        case Success(value):
            return value
        case Failure():
            return None

"""How far a goal is on a day (formula book G1): from the values of its measure, nothing else.

Rule 1: a period is judged by the terms that held on its last day.
Rule 2: a period is due where the goal ran on each of its days, and closed where it is over.
Rule 3: what was not recorded is unknown; it leaves a mean, and it keeps no streak alive.
Rule 4: every period since the goal began is judged, up to ten years of them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Aim, Avoid, Counting, Maintain, Reach, Sense, Streak
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.period import Period, Span, closed_periods, span_around
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

LEVEL_DAYS: Final = 84  # Twelve weeks: an older level is not where anybody stands.
JUDGED_DAYS_MOST: Final = 3_653  # Ten years.


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
            return days_after(day, -LEVEL_DAYS)
        case Maintain() | Avoid() | Streak():
            return max(goal.start, days_after(day, -JUDGED_DAYS_MOST))


def progress_on(
    goal: Goal, summing: Summing, values: Sequence[DayValue], day: LocalDate
) -> Result[Progress, NoNumber]:
    """Tell how far a goal was at a day, by the terms that held then (GOAL-1 to GOAL-8)."""
    day = last_day(goal, day)
    if day < goal.start:
        return Failure(Undefined("progress", "the goal has not begun"))
    since = looks_back_to(goal, summing, day)
    found = {one.day.toordinal(): one.value for one in values if since <= one.day <= day}
    match goal.terms_on(day).aim:
        case Reach() as aim:
            return _reach(goal, aim, levels(aim, summing, goal.start, values, day))
        case Maintain(period=period):
            return _maintain(goal, _due_periods(goal, summing, found, (since, day), period))
        case Avoid() as aim:
            due = _due_periods(goal, summing, found, (since, day), aim.period)
            return _avoid(goal, aim, due, found, day)
        case Streak() as aim:
            due = _due_periods(goal, summing, found, (since, day), aim.period)
            pending = _judged(aim, summing, _in(span_around(day, aim.period).numbers, found))
            return Success(_streak(aim, due, pending, (since, day)))


def last_day(goal: Goal, day: LocalDate) -> LocalDate:
    """The day itself, or the day the goal was archived where that came before."""
    return day if goal.archived_on is None else min(day, goal.archived_on)


def levels(
    aim: Reach, summing: Summing, start: LocalDate, values: Sequence[DayValue], day: LocalDate
) -> tuple[DayValue, ...]:
    """The levels up to a day: the values, or for a measure that adds up, its total so far."""
    if summing is Summing.MEAN:
        since = days_after(day, -LEVEL_DAYS)
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


@final
class _Due(Struct, frozen=True):
    """A closed period that was due: its last day number, and how it was judged if it was."""

    last: int
    aim: Aim
    judged: _Judged | None


def _reach(goal: Goal, aim: Reach, found: Sequence[DayValue]) -> Result[Progress, NoNumber]:
    if not found:
        return Failure(Missing(goal.measure))
    match reach_share(aim.start_value, aim.target_value, found[-1].value):
        case Failure(reason):
            return Failure(reason)
        case Success(share):
            return Success(ReachProgress(share, found[-1].value, found[-1].day))


def _maintain(goal: Goal, due: Sequence[_Due]) -> Result[Progress, NoNumber]:
    if not due:
        return Failure(TooFew("closed periods", 0, 1))
    scores = [one.judged.score for one in due if one.judged is not None]
    kept = _adherence(due)
    if kept is None:
        return Failure(Missing(goal.measure))
    return Success(MaintainProgress(mean(scores), kept))


def _avoid(
    goal: Goal, aim: Avoid, due: Sequence[_Due], found: dict[int, float], day: LocalDate
) -> Result[Progress, NoNumber]:
    span = span_around(day, aim.period)
    inside = _in(span.numbers, found)
    if not inside:
        return Failure(Missing(goal.measure))
    used = _used(aim, inside)
    share, within = avoid_share(used, aim.limit), used <= aim.limit
    return Success(AvoidProgress(share, used, within, span, _adherence(due)))


def _streak(
    aim: Streak,
    due: Sequence[_Due],
    pending: _Judged | None,
    window: tuple[LocalDate, LocalDate],
) -> StreakProgress:
    since, day = window
    run, kept = Run(), 0
    for one in due:
        met = one.judged is not None and one.judged.met
        kept += met
        run = run.after(one.last, _freezes(one.aim), met=met)
    left = max(0, aim.freezes_per_30_days - len(run.frozen_lately(day.toordinal())))
    met_now = pending is not None and pending.met
    reliably = _known(adherence(kept, len(due)))
    return StreakProgress(run.current, run.longest, left, met_now, since, reliably)


def _freezes(aim: Aim) -> int:
    match aim:
        case Streak(freezes_per_30_days=freezes):
            return freezes
        case Reach() | Maintain() | Avoid():
            return 0


def _due_periods(
    goal: Goal,
    summing: Summing,
    found: dict[int, float],
    window: tuple[LocalDate, LocalDate],
    period: Period,
) -> Sequence[_Due]:
    since, day = window
    stretches = goal.stretches
    cuts = [one.first for one in stretches]
    due: list[_Due] = []
    for numbers in closed_periods(since, day, period):
        first, last = bisect_right(cuts, numbers[0]), bisect_right(cuts, numbers[-1])
        if all(one.ran for one in stretches[first - 1 : last]):
            aim = stretches[last - 1].terms.aim
            due.append(_Due(numbers[-1], aim, _judged(aim, summing, _in(numbers, found))))
    return due


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


def _in(numbers: range, found: dict[int, float]) -> list[float]:
    return [found[number] for number in numbers if number in found]


def _adherence(due: Sequence[_Due]) -> Adherence | None:
    known = [one.judged for one in due if one.judged is not None]
    return _known(adherence(sum(judged.met for judged in known), len(known)))


def _known(found: Result[Adherence, NoNumber]) -> Adherence | None:
    match found:
        case Success(value):
            return value
        case Failure():
            return None

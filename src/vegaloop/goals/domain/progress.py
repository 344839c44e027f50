"""How far a goal is on a day (formula book G1): from the values of its measure, nothing else.

Every period since the goal began is judged, up to ten years of them; judging.py says how.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Aim, Avoid, Maintain, Reach, Streak
from vegaloop.goals.domain.formulas.adherence import Adherence
from vegaloop.goals.domain.formulas.averages import mean
from vegaloop.goals.domain.formulas.progress import Run, reach_share, share_left
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.judging import (
    Days,
    Due,
    Judged,
    due_periods,
    judge,
    kept_of,
    recently_kept,
    used,
)
from vegaloop.goals.domain.period import Span, span_around
from vegaloop.kernel.evidence import Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import LocalDate, days_after

LEVEL_DAYS: Final = 84  # Twelve weeks: an older level is not where anybody stands.
JUDGED_DAYS_MOST: Final = 3_653  # Ten years.
NOT_BEGUN: Final = "the goal has not begun"


@final
class ReachProgress(Struct, frozen=True):
    """How much of the way is gone, by the newest value."""

    share: float
    current: float
    observed_on: LocalDate


@final
class MaintainProgress(Struct, frozen=True):
    """The mean score of the periods that were judged, and how many were in the band.

    Here and below, `recent` is the adherence of the newest periods (G5).
    """

    share: float
    adherence: Adherence
    recent: float | None


@final
class AvoidProgress(Struct, frozen=True):
    """How much of the limit is left in the period of the day; adherence where one is closed."""

    share: float
    used: float
    within: bool
    span: Span
    adherence: Adherence | None
    recent: float | None


@final
class StreakProgress(Struct, frozen=True):
    """Periods met in a row, looking back to `since`; `pending_met` is about the open period."""

    current: int
    longest: int
    freezes_left: int
    pending_met: bool
    since: LocalDate
    adherence: Adherence | None
    recent: float | None


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
    goal: Goal,
    summing: Summing,
    values: Sequence[DayValue],
    day: LocalDate,
    unwell: Set[int] = frozenset(),
) -> Result[Progress, NoNumber]:
    """Tell how far a goal was at a day, by the terms that held then (GOAL-1 to GOAL-8).

    `unwell` are the numbers of the days on which the person was ill or injured (GOAL-42).
    """
    day = last_day(goal, day)
    if day < goal.start:
        return Failure(Undefined("progress", NOT_BEGUN))
    since = looks_back_to(goal, summing, day)
    found = {one.day.toordinal(): one.value for one in values if since <= one.day <= day}
    days, window = Days(found, unwell), (since, day)
    match goal.terms_on(day).aim:
        case Reach() as aim:
            return _reach(goal, aim, levels(aim, summing, goal.start, values, day))
        case Maintain(period=period):
            return _maintain(goal, due_periods(goal, summing, days, window, period))
        case Avoid() as aim:
            return _avoid(
                goal, aim, due_periods(goal, summing, days, window, aim.period), days, day
            )
        case Streak() as aim:
            due = due_periods(goal, summing, days, window, aim.period)
            inside = days.of(span_around(day, aim.period).numbers)
            pending = judge(aim, goal.measure, summing, inside)
            return Success(_streak(aim, due, pending, window))


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


def _reach(goal: Goal, aim: Reach, found: Sequence[DayValue]) -> Result[Progress, NoNumber]:
    if not found:
        return Failure(Missing(goal.measure))
    match reach_share(aim.start_value, aim.target_value, found[-1].value):
        case Failure(reason):
            return Failure(reason)
        case Success(share):
            return Success(ReachProgress(share, found[-1].value, found[-1].day))


def _maintain(goal: Goal, due: Sequence[Due]) -> Result[Progress, NoNumber]:
    if not due:
        return Failure(TooFew("closed periods", 0, 1))
    judged = _judged(due)
    kept = kept_of(judged)
    if kept is None:
        return Failure(Missing(goal.measure))
    share = mean([one.credit for one in judged])
    return Success(MaintainProgress(share, kept, recently_kept(judged)))


def _avoid(
    goal: Goal, aim: Avoid, due: Sequence[Due], days: Days, day: LocalDate
) -> Result[Progress, NoNumber]:
    span = span_around(day, aim.period)
    inside = days.of(span.numbers)
    if not inside:
        return Failure(Missing(goal.measure))
    amount, judged = used(aim, inside), _judged(due)
    left, within = share_left(amount, aim.limit), amount <= aim.limit
    progress = AvoidProgress(left, amount, within, span, kept_of(judged), recently_kept(judged))
    return Success(progress)


def _streak(
    aim: Streak, due: Sequence[Due], pending: Judged | None, window: tuple[LocalDate, LocalDate]
) -> StreakProgress:
    since, day = window
    # What nobody recorded keeps no streak alive, and earns nothing.
    judged = [one.judged or Judged(met=False, credit=0.0) for one in due]
    run = Run()
    for one, told in zip(due, judged, strict=True):
        run = run.after(one.last, _freezes(one.aim), met=told.met)
    return StreakProgress(
        current=run.current,
        longest=run.longest,
        freezes_left=max(0, aim.freezes_per_30_days - len(run.frozen_lately(day.toordinal()))),
        pending_met=pending is not None and pending.met,
        since=since,
        adherence=kept_of(judged),
        recent=recently_kept(judged),
    )


def _judged(due: Sequence[Due]) -> list[Judged]:
    return [one.judged for one in due if one.judged is not None]


def _freezes(aim: Aim) -> int:
    match aim:
        case Streak(freezes_per_30_days=freezes):
            return freezes
        case Reach() | Maintain() | Avoid():
            return 0

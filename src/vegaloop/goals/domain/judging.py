"""How single periods of a goal were kept (formula book G1 and G5).

Rule 1: a period is judged by the terms that held on its last day.
Rule 2: a period is due where the goal ran on each of its days and the person was well on each of
them, and closed where it is over.
Rule 3: what was not recorded is unknown; it leaves a mean, and it keeps no streak alive.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence, Set
from typing import final

from msgspec import Struct

from vegaloop.goals.domain.aim import Aim, Avoid, Counting, Maintain, Reach, Sense, Streak
from vegaloop.goals.domain.formulas.adherence import (
    Adherence,
    adherence,
    credit_of,
    recent_adherence,
)
from vegaloop.goals.domain.formulas.averages import mean
from vegaloop.goals.domain.formulas.progress import band_score
from vegaloop.goals.domain.goal import Goal
from vegaloop.goals.domain.names import LOAD
from vegaloop.goals.domain.period import Period, closed_periods
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import Summing
from vegaloop.kernel.time import LocalDate


@final
class Days(Struct, frozen=True):
    """The values of days by their number, and the days on which the person was not well."""

    values: dict[int, float]
    unwell: Set[int]

    def of(self, numbers: range) -> list[float]:
        """The values of some days, where they have one."""
        return [self.values[number] for number in numbers if number in self.values]


@final
class Judged(Struct, frozen=True):
    """Whether a period was met, and the credit for it; that of a band is its score."""

    met: bool
    credit: float


@final
class Due(Struct, frozen=True):
    """A closed period that was due: its last day number, and how it was judged if it was."""

    last: int
    aim: Aim
    judged: Judged | None


def due_periods(
    goal: Goal, summing: Summing, days: Days, window: tuple[LocalDate, LocalDate], period: Period
) -> Sequence[Due]:
    """Judge the closed periods of [since, day) that were due, oldest first (GOAL-7, GOAL-42)."""
    since, day = window
    stretches = goal.stretches
    cuts = [one.first for one in stretches]
    due: list[Due] = []
    for numbers in closed_periods(since, day, period):
        first, last = bisect_right(cuts, numbers[0]), bisect_right(cuts, numbers[-1])
        ran = all(one.ran for one in stretches[first - 1 : last])
        if ran and days.unwell.isdisjoint(numbers):
            aim = stretches[last - 1].terms.aim
            judged = judge(aim, goal.measure, summing, days.of(numbers))
            due.append(Due(numbers[-1], aim, judged))
    return due


def judge(aim: Aim, measure: str, summing: Summing, inside: Sequence[float]) -> Judged | None:
    """Judge a period by the values of its days; None where there is nothing to judge."""
    if not inside:
        return None
    value = math.fsum(inside) if summing is Summing.SUM else mean(inside)
    match aim:
        case Reach():
            return None
        case Maintain(centre, tolerance):
            return Judged(abs(value - centre) <= tolerance, band_score(value, centre, tolerance))
        case Avoid(limit):
            within = used(aim, inside) <= limit
            return Judged(within, float(within))
        case Streak(threshold, sense):
            met = value >= threshold if sense is Sense.AT_LEAST else value <= threshold
            if sense is Sense.AT_LEAST and threshold > 0:
                return Judged(met, credit_of(value, threshold, load=measure == LOAD))
            return Judged(met, float(met))


def used(aim: Avoid, inside: Sequence[float]) -> float:
    """Tell what is held against a limit: the days it happened, or what it came to."""
    match aim.counting:
        case Counting.DAYS:
            return sum(value > 0 for value in inside)
        case Counting.SUM:
            return math.fsum(inside)


def kept_of(judged: Sequence[Judged]) -> Adherence | None:
    """Tell how many of some due periods were kept; None where none was due (GOAL-4)."""
    return _known(adherence(sum(one.met for one in judged), len(judged)))


def recently_kept(judged: Sequence[Judged]) -> float | None:
    """Tell how well the newest due periods were kept; None where none was due (GOAL-30)."""
    return _number(recent_adherence([one.credit for one in judged]))


def _known(found: Result[Adherence, NoNumber]) -> Adherence | None:
    match found:
        case Success(value):
            return value
        case Failure():
            return None


def _number(found: Result[float, NoNumber]) -> float | None:
    match found:
        case Success(value):
            return value
        case Failure():
            return None

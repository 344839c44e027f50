"""Fitness and fatigue out of daily loads (formula book A10).

Rule 1: a day without a session has a load of zero, from the first session on.
Rule 2: everything is on one scale: multiplying all loads by k multiplies CTL and ATL by k.
Rule 3: a history is one recurrence from one seed, whatever its length, but for rule 5.
Rule 4: days whose sessions have no load at all say nothing; without a session they say zero.
Rule 5: after more than 126 days without a session a history begins anew with the next one.
"""

from __future__ import annotations

import datetime as dt
import math
from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.formulas.fitness import (
    ATL_DAYS,
    CTL_DAYS,
    Fitness,
    exp_alpha,
    smoothed,
)
from vegaloop.activity.domain.load import LoadMethod
from vegaloop.activity.domain.load_year import INCOMPLETE, LoadYear, Mark
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after

__all__ = (
    "LOAD",
    "SEED_DAYS",
    "WEEK_DAYS",
    "LoadHistory",
    "fitness",
    "history_of",
    "week_load",
)

LOAD: Final = "training_load"  # What is missing where sessions have none.
WEEK_DAYS: Final = 7

SEED_DAYS: Final = 28
GAP_MOST_DAYS: Final = 3 * CTL_DAYS  # By then CTL has lost 95 % of what it was.


@final
class LoadHistory(Struct, frozen=True, dict=True):
    """The loads of consecutive days from `start` on.

    `days_lived` counts from the very first session, also where `start` is later; `is_stale` says
    that an earlier version of the formulas computed some of them. It is a `dict` struct because it
    remembers its fitness, which several answers of one morning ask for.
    """

    start: LocalDate
    loads: Sequence[float]
    bits: Sequence[int]
    days_lived: int
    is_stale: bool = False

    def __len__(self) -> int:
        return len(self.loads)

    @property
    def end(self) -> LocalDate:
        """The day after the last one."""
        return days_after(self.start, len(self.loads))

    @property
    def from_beginning(self) -> bool:
        """Whether the first session lies in it."""
        return self.days_lived == len(self.loads)

    @cached_property
    def restarts(self) -> tuple[int, ...]:
        """The places of the sessions before which there was none for too long. Rule ACT-27."""
        trained = [place for place, bits in enumerate(self.bits) if bits]
        before = [-1, *trained]
        return tuple(b for a, b in zip(before, trained, strict=False) if b - a > GAP_MOST_DAYS + 1)

    @property
    def stretches(self) -> tuple[range, ...]:
        """The places between two of its beginnings."""
        return tuple(range(a, b) for a, b in pairwise((0, *self.restarts, len(self))))

    def knows(self, places: range) -> bool:
        """Whether some session of these days has a load, or none of them has a session. Rule ACT-162."""
        start, stop = places.start, places.stop
        return any(self.loads[start:stop]) or set(self.bits[start:stop]) - {0} != {INCOMPLETE}

    @cached_property
    def latest(self) -> LoadHistory:
        """The stretch of it since it last began anew: what its last day rests on."""
        if not self.restarts:
            return self
        place = self.restarts[-1]
        loads, bits = self.loads[place:], self.bits[place:]
        return LoadHistory(days_after(self.start, place), loads, bits, len(loads), self.is_stale)

    @cached_property
    def fitness(self) -> Fitness:
        """CTL and ATL at the end of each of its days."""
        return fitness(self)

    def mark(self, place: int) -> Mark:
        """How the load of the day at a place was found."""
        return Mark.of_bits(self.bits[place])

    def incomplete_days(self, days: int) -> int:
        """How many of the last so many days have a session without a load."""
        return sum(1 for bits in self.bits[-days:] if bits & INCOMPLETE)

    def methods(self, days: int) -> tuple[LoadMethod, ...]:
        """The methods of the last so many days."""
        union = 0
        for bits in self.bits[-days:]:
            union |= bits
        return Mark.of_bits(union).methods


def history_of(
    years: Sequence[LoadYear], first: LocalDate, start: LocalDate, end: LocalDate
) -> LoadHistory:
    """Lay years out day by day over [start, end); a year without a block had no session."""
    by_year = {year.year: year for year in years}
    loads: array[float] = array("d")
    bits: array[int] = array("H")
    day = start
    while day < end:
        stop = min(end, LocalDate(dt.date(day.year + 1, 1, 1)))
        block = by_year.get(day.year, LoadYear(day.year))
        place = day.timetuple().tm_yday - 1
        last = place + (stop - day).days
        more_loads, more_bits = block.between(place, last)
        loads.extend(more_loads)
        bits.extend(more_bits)
        day = stop
    stale = any(year.is_stale for year in years)
    return LoadHistory(start, loads, bits, max(0, (end - first).days), stale)


def fitness(history: LoadHistory) -> Fitness:
    """CTL and ATL at the end of each day: one recurrence from one seed (A10). Rules ACT-23, ACT-27.

    A history that was cut starts from zero: what lies before it weighs less than a float can tell.
    """
    found = Fitness(array("d"), array("d"))
    for places in history.stretches:
        loads = history.loads[places.start : places.stop]
        seed = _seed(loads) if places.start or history.from_beginning else 0.0
        found.ctl.extend(smoothed(loads, exp_alpha(CTL_DAYS), seed))
        found.atl.extend(smoothed(loads, exp_alpha(ATL_DAYS), seed))
    return found


def week_load(history: LoadHistory | None, weeks_ago: int = 0) -> Result[float, NoNumber]:
    """Sum the seven days before a history ends, or seven before those, where anything is known."""
    end = 0 if history is None else max(0, len(history) - weeks_ago * WEEK_DAYS)
    if history is None or not end:
        return Failure(
            Missing("sessions" if history is None else f"sessions before {history.start}")
        )
    places = range(max(0, end - WEEK_DAYS), end)
    if not history.knows(places):
        return Failure(Missing(LOAD))
    return Success(math.fsum(history.loads[places.start : places.stop]))


def _seed(loads: Sequence[float]) -> float:
    """The mean load of the first 28 days lived; a day not lived yet adds nothing to it.

    Over the days lived alone the first CTL would be the first load. The book's other seed, zero
    from 126 days on, is not used: of a steady load of 80 CTL would fall by 4 on the day of the
    change. By then this seed has a weight of 5 %, and after a year of 0.02 %.
    """
    return math.fsum(loads[:SEED_DAYS]) / SEED_DAYS

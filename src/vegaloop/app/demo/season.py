"""The story of the demo athlete's 120 days: what kind of day each was, and where.

Three hard weeks and an easy one, over and over; one illness, one training camp across the ocean,
one under-fuelled week, one week in which nothing was logged by hand.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, final
from zoneinfo import ZoneInfo

from msgspec import Struct

from vegaloop.kernel.time import (
    Instant,
    LocalDate,
    TimeZone,
    day_of,
    days_after,
    instant_of,
    local_date_of,
)

DAYS: Final = 120
_ILL: Final = range(70, 76)  # All of these count days before today.
_CAMP: Final = range(48, 56)
_UNDERFUELLED: Final = range(34, 41)
_UNLOGGED: Final = range(20, 27)
_CAMP_ZONE: Final = TimeZone("America/Denver")
_WAKE_HOUR: Final = 7
# Homes on both sides of the globe: one of them is awake, and most have just changed their clocks.
_HOMES: Final = tuple(
    TimeZone(name)
    for name in (
        "Europe/Paris",
        "America/New_York",
        "America/Los_Angeles",
        "Australia/Sydney",
        "Pacific/Auckland",
    )
)


@final
class Day(Struct, frozen=True, kw_only=True):
    """One day of the story; `ago` counts back from today, `hardness` is 1 in a usual week."""

    ago: int
    date: LocalDate
    zone: TimeZone
    hardness: float
    ill: bool
    underfuelled: bool
    unlogged: bool

    def at(self, hour: int, minute: int = 0) -> dt.datetime:
        """A time on the clock of the wall there."""
        return dt.datetime(
            self.date.year,
            self.date.month,
            self.date.day,
            hour,
            minute,
            tzinfo=ZoneInfo(self.zone),
        )


def home_at(now: Instant) -> TimeZone:
    """Choose a home where the day has begun, and the clocks changed within the 120 days."""
    awake = [zone for zone in _HOMES if now.astimezone(ZoneInfo(zone)).hour > _WAKE_HOUR]
    changed = [zone for zone in awake or _HOMES if _clocks_changed(zone, now)]
    return (changed or awake or list(_HOMES))[0]


def season(now: Instant, home: TimeZone) -> tuple[Day, ...]:
    """The days up to today, oldest first."""
    today = local_date_of(now, home)
    return tuple(_day(today, ago, home) for ago in reversed(range(DAYS)))


def _day(today: LocalDate, ago: int, home: TimeZone) -> Day:
    date = days_after(today, -ago)
    return Day(
        ago=ago,
        date=date,
        zone=_CAMP_ZONE if ago in _CAMP else home,
        hardness=_hardness(ago),
        ill=ago in _ILL,
        underfuelled=ago in _UNDERFUELLED,
        unlogged=ago in _UNLOGGED,
    )


def _hardness(ago: int) -> float:
    week = (DAYS - ago) // 7
    growth = 0.85 + 0.3 * week * 7 / DAYS
    easy = week % 4 == 3 or ago <= 1
    just_ill = max(_ILL) - len(_ILL) - 5 < ago < min(_ILL)
    return growth * (0.55 if easy or just_ill else 1.0) * (1.15 if ago in _CAMP else 1.0)


def _clocks_changed(zone: TimeZone, now: Instant) -> bool:
    here, start = ZoneInfo(zone), now - dt.timedelta(days=DAYS)
    return now.astimezone(here).utcoffset() != start.astimezone(here).utcoffset()


def weekday(day: Day) -> int:
    """Monday is 0."""
    return day_of(day.date).weekday()


def instant(at: dt.datetime) -> Instant:
    """Take a time on a wall of the story for an instant: it knows its offset."""
    return instant_of(at).unwrap()

"""What vendors tell of a day without a time of day.

Rule 1: a total of a day begins at local midnight and is as long as that day: 23, 24 or 25 hours.
Rule 2: a value of a day, or of the night it began with, stands at its local midnight, so that the
same value out of two files is one reading.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics import Metric, Value
from vegaloop.imports.adapters.readers.common.day_order import DayOrder, wall_in
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_offset
from vegaloop.imports.domain.found import FoundReading, FoundSample, Misshapen, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, mapped, value_in
from vegaloop.kernel.time import YEAR_LEAST, YEAR_MOST, LocalDate, day_span, moment_in, time_zone_of

__all__ = (
    "WholeDay",
    "date_in",
    "day_in",
    "day_reading",
    "day_sample",
    "day_totals",
    "midnight_of",
    "resting_kcal",
    "whole_day",
)

E = TypeVar("E")

_SHOWN: Final = 60
_DAY_S: Final = 86_400.0


@final
class WholeDay(Struct, frozen=True):
    """A local day: the moment it begins, and how many seconds it lasts."""

    begins: When
    length_s: float


def date_in(text: str, field: str = "date") -> Result[LocalDate, BadTime]:
    """Read `2024-01-05`, whatever time stands behind it."""
    try:
        day = dt.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return Failure(Misshapen(field, text[:_SHOWN], "a date"))
    if not YEAR_LEAST < day.year < YEAR_MOST:
        return Failure(Misshapen(field, text[:_SHOWN], "a date"))
    return Success(LocalDate(day))


def day_in(given: object) -> str:
    """Read a calendar day as `2024-06-29`: that, the American `6/29/24`, or [2024, 6, 29].

    What is none of these stays what it is, for the reason to show.
    """
    match given:
        case str():
            wall = wall_in(given.strip().partition(" ")[0], DayOrder.MONTH)
            return given if wall is None else wall.date().isoformat()
        case [int() as year, int() as month, int() as day, *_]:
            return f"{year:04}-{month:02}-{day:02}"
        case None:
            return ""
        case _:
            return str(given)[:_SHOWN]


def whole_day(
    text: str,
    profile: Profile,
    field: str = "date",
    *,
    zone: str = "",
    offset_s: int | None = None,
) -> Result[WholeDay, BadTime]:
    """Read a date as a whole local day: of the named zone, on a wall so far ahead, or at home."""
    match date_in(text, field):
        case Failure(error):
            return Failure(error)
        case Success(day):
            named = value_in(time_zone_of(zone))
            wall_of = named or profile.zone_on(day)
            span = day_span(day, wall_of)
            begins = moment_in(span.start, wall_of)
            known = offset_s is not None and abs(offset_s) <= OFFSET_MOST_S
            # On a day the clocks change, either offset is that of the wall at home.
            at_home = (begins.utc_offset_s, moment_in(span.end, wall_of).utc_offset_s)
            if offset_s is not None and known and offset_s not in at_home:
                wall = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001  # A wall has no zone.
                return mapped(of_offset(wall, offset_s, field), lambda when: WholeDay(when, _DAY_S))
            assumed = offset_s is None and named is None
            return Success(WholeDay(When(begins, assumed), span.seconds))


def midnight_of(
    given: object, profile: Profile, field: str = "date", *, offset_s: int | None = None
) -> Result[When, BadTime]:
    """Find the midnight a day began with on a wall so far ahead, else at home."""
    return mapped(whole_day(day_in(given), profile, field, offset_s=offset_s), _begins)


def day_sample(
    maker: Maker, place: Place, metric: Metric, day: object, value: float | None, profile: Profile
) -> FoundSample | NotTaken:
    """Make a sample as long as a day at home of a total."""
    match whole_day(day_in(day), profile):
        case Success(found):
            return maker.sample(place, metric, Success(found.begins), value, found.length_s)
        case Failure(error):
            return NotTaken(place, metric.value, error)


def day_totals(
    maker: Maker, place: Place, day: WholeDay, totals: Iterable[tuple[Metric, float | None]]
) -> Iterator[FoundSample | NotTaken]:
    """Make a sample as long as a day of each total that is told."""
    for metric, value in totals:
        if value is not None:
            yield maker.sample(place, metric, Success(day.begins), value, day.length_s)


def day_reading(
    maker: Maker, place: Place, what: str, day: object, value: Result[Value, E], profile: Profile
) -> FoundReading | NotTaken:
    """Make a reading of a day at home."""
    return maker.reading(place, what, midnight_of(day, profile), value)


def resting_kcal(spent_kcal: float | None, active_kcal: float | None) -> float | None:
    """What is spent at rest: all that was spent in a day without what was active of it."""
    return None if spent_kcal is None or active_kcal is None else spent_kcal - active_kcal


def _begins(day: WholeDay) -> When:
    return day.begins

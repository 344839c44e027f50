"""Times of Garmin's Health API: seconds since 1970, the offset of the wall, seconds after a start.

Rule 1: a day's own values and totals are of its calendar day on the wall the offset tells.
Rule 2: of a series a value below the least there can be is a moment without a measurement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.days import WholeDay, day_in, whole_day
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, number_in
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_s
from vegaloop.imports.adapters.readers.garmin_connect.clock import MAKER
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, mapped, value_in

__all__ = ("day_of", "midnight_in", "moment_of", "offset_of", "series_in")

_SERIES_MOST_S: Final = 2 * 86_400.0


def offset_of(record: Fields, name: str = "startTime") -> int | None:
    """How far the wall was ahead of UTC, in seconds; None where no wall can be."""
    ahead_s = record.number(f"{name}OffsetInSeconds")
    return None if ahead_s is None or abs(ahead_s) > OFFSET_MOST_S else round(ahead_s)


def moment_of(
    record: Fields, profile: Profile, name: str = "startTime", offset: str = ""
) -> Result[When, BadTime]:
    """Read a moment on the wall of the offset beside it."""
    field = f"{name}InSeconds"
    seconds = record.number(field)
    if seconds is None:
        return Failure(Misshapen(field, "", "seconds since 1970"))
    return of_epoch_s(seconds, profile, field, offset_of(record, offset or name))


def day_of(record: Fields, profile: Profile) -> Result[WholeDay, BadTime]:
    """Find the day a record is of: the one it names, else that it begins on."""
    written = day_in(record.get("calendarDate"))
    if not written and (began := value_in(moment_of(record, profile))) is not None:
        written = began.moment.local_date.isoformat()
    return whole_day(written, profile, "calendarDate", offset_s=offset_of(record))


def midnight_in(record: Fields, profile: Profile) -> Result[When, BadTime]:
    """Find the midnight the day of a record began with."""
    return mapped(day_of(record, profile), lambda day: day.begins)


def series_in(
    record: Fields,
    name: str,
    of: tuple[Metric, float, float],
    start: Result[When, BadTime],
    place: Place,
    unplaced: Unplaced,
) -> Iterator[Found]:
    """Read values by the seconds after a start; `of` is metric, least and length in seconds."""
    pairs = record.pairs(name)
    match start:
        case Success(began):
            for written, value in pairs:
                yield from _value(name, (written, value), of, began, place, unplaced)
        case Failure(bad_time) if pairs:
            yield NotTaken(place, of[0].value, bad_time, len(pairs))
        case Failure():
            pass


def _value(
    name: str,
    pair: tuple[str, float | None],
    of: tuple[Metric, float, float],
    began: When,
    place: Place,
    unplaced: Unplaced,
) -> Iterator[Found]:
    (written, value), (metric, least, length_s) = pair, of
    seconds = number_in(written)
    if seconds is None or not 0 <= seconds <= _SERIES_MOST_S:
        yield MAKER.misshapen(place, metric.value, name, written, "seconds after its start")
    elif value is None or value < least:
        unplaced.add(UNMEASURED, place)
    else:
        when = Success(stepped(began, seconds))
        yield MAKER.sample(place, metric, when, value, length_s)

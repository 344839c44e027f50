"""Days and minutes as Withings' API gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.days import day_totals, resting_kcal, whole_day
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.adapters.readers.withings.devices import device_in
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("read_day", "read_minutes")

_OF_DAY: Final = {
    "steps": Metric.STEPS,
    "distance": Metric.DISTANCE,
    "elevation": Metric.FLOORS,
    "calories": Metric.ACTIVE_ENERGY,
}
_OF_MINUTES: Final = {
    **_OF_DAY,
    "stroke": Metric.STROKES,
    "heart_rate": Metric.HEART_RATE,
    "spo2_auto": Metric.OXYGEN,
    "rmssd": Metric.HRV_RMSSD,
    "sdnn1": Metric.HRV_SDNN,
    "rr": Metric.RESPIRATION,
}
_ZONES: Final = tuple(f"hr_zone_{n}" for n in range(4))
_NOT_TAKEN: Final = ("soft", "hr_average", "hr_min", "hr_max", *_ZONES)
_NOT_TAKEN_MINUTES: Final = (
    "pool_lap",
    "hrv_quality",
    "core_body_temperature",
    "chest_movement_rate",
)
_MOST_MINUTES_S: Final = 86_400.0


def read_day(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the totals of a day."""
    maker = Maker(source_of("withings", device_in(record)))
    match whole_day(record.text("date"), profile, zone=record.text("timezone")):
        case Failure(error):
            yield NotTaken(place, "day", error)
        case Success(day):
            totals = {metric: record.number(name) for name, metric in _OF_DAY.items()}
            spent = record.number("totalcalories")
            totals[Metric.RESTING_ENERGY] = resting_kcal(spent, totals[Metric.ACTIVE_ENERGY])
            moving = [record.number("moderate"), record.number("intense")]
            if any(part is not None for part in moving):
                seconds = sum(part for part in moving if part is not None)
                totals[Metric.EXERCISE_TIME] = seconds / 60
            yield from day_totals(maker, place, day, totals.items())
    unplaced.add_all(record, _NOT_TAKEN, place)


def read_minutes(
    when: Result[When, BadTime], record: Fields, place: Place, unplaced: Unplaced
) -> Iterator[Found]:
    """Read what was counted from a moment on; its length is beside it."""
    # A source of its own: the day's total is told elsewhere, and counts the same steps.
    maker = Maker(source_of("withings", f"{device_in(record)} intraday"))
    length_s = min(max(record.number("duration") or 0.0, 0.0), _MOST_MINUTES_S)
    for field, metric in _OF_MINUTES.items():
        value = record.number(field)
        if value is not None:
            counted = field in _OF_DAY or field == "stroke"
            yield maker.sample(place, metric, when, value, length_s if counted else 0.0)
    unplaced.add_all(record, _NOT_TAKEN_MINUTES, place)

"""Days and their parts from Garmin's Health API: daily and epoch summaries, oxygen uptake.

Rule 1: a day is told again and again until it is over: its totals are of the whole day at once.
Rule 2: of one span there is an epoch for each kind of movement, and they add up: each begins and
ends as many thousandths of a second later as is its own, so that none takes the place of another or
lies within it, and all lie in the span, which Garmin also tells whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from zlib import crc32

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.days import day_totals
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import stepped
from vegaloop.imports.adapters.readers.garmin_connect.clock import INTRADAY, MAKER
from vegaloop.imports.adapters.readers.garmin_health.clock import (
    day_of,
    moment_of,
    series_in,
)
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Success, mapped

__all__ = ("daily", "epoch", "uptake")

_CYCLING: Final = Maker(source_of("garmin_connect", "cycling"))
_RESTING: Final = "restingHeartRateInBeatsPerMinute"
_HEART_RATE: Final = (Metric.HEART_RATE, 1.0, 0.0)
_MINUTE_S: Final = 60
_EPOCH_S: Final = 900.0
# The kinds of movement, in the order of their places; any other has one by its name.
_MOVEMENTS: Final = tuple(
    f"{kind}/{intensity}"
    for kind in ("SEDENTARY", "GENERIC", "WALKING", "RUNNING", "WHEELCHAIR_PUSHING", "CYCLING")
    for intensity in ("SEDENTARY", "ACTIVE", "HIGHLY_ACTIVE")
)
_OTHERS: Final = 500
_PLACES: Final = len(_MOVEMENTS) + _OTHERS
_SUMS: Final = {
    "steps": Metric.STEPS,
    "pushes": Metric.PUSHES,
    "distanceInMeters": Metric.DISTANCE,
    "activeKilocalories": Metric.ACTIVE_ENERGY,
}
_SUMS_OF_DAYS: Final = {
    **_SUMS,
    "bmrKilocalories": Metric.RESTING_ENERGY,
    "floorsClimbed": Metric.FLOORS,
}
# What there is no room for, by the field it stands in.
_SCORES: Final = {
    "minHeartRateInBeatsPerMinute": "heart rate of a whole day",
    "averageHeartRateInBeatsPerMinute": "heart rate of a whole day",
    "maxHeartRateInBeatsPerMinute": "heart rate of a whole day",
    "averageStressLevel": "stress of a whole day",
    "maxStressLevel": "stress of a whole day",
    "stressDurationInSeconds": "stress of a whole day",
    "bodyBatteryChargedValue": "body battery",
    "bodyBatteryDrainedValue": "body battery",
    "activeTimeInSeconds": "active time",
    "pushDistanceInMeters": "distance of pushes",
    "consumedKilocalories": "energy of what was eaten",
    "stepsGoal": "goals",
    "met": "metabolic equivalent",
    "meanMotionIntensity": "intensity of movement",
    "maxMotionIntensity": "intensity of movement",
}


def daily(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the totals of a day, its heart rate at rest, and its heart rates."""
    match day_of(record, profile):
        case Failure(error):
            yield NotTaken(place, "day", error)
        case Success(day):
            sums = [(metric, record.number(name)) for name, metric in _SUMS_OF_DAYS.items()]
            sums.append((Metric.INTENSITY_TIME, _intensity_min(record)))
            yield from day_totals(MAKER, place, day, sums)
            if (rate := record.number(_RESTING)) is not None:
                resting = resting_rate_of(rate, _RESTING)
                yield MAKER.reading(place, "resting_heart_rate", Success(day.begins), resting)
    start = moment_of(record, profile)
    name = "timeOffsetHeartRateSamples"
    yield from series_in(record, name, _HEART_RATE, start, place, unplaced)
    _named(record, place, unplaced)


def epoch(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read what was counted of one kind of movement in a quarter of an hour."""
    after_s = _place_of(record) / 1_000
    start = mapped(moment_of(record, profile), lambda when: stepped(when, after_s))
    lasts_s = max(record.number("durationInSeconds") or 0.0, _EPOCH_S) - _PLACES / 1_000
    for name, metric in _SUMS.items():
        value = record.number(name)
        if value is not None:
            yield INTRADAY.sample(place, metric, start, value, lasts_s)
    _named(record, place, unplaced)


def uptake(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the oxygen uptake of a day, that of cycling as a source of its own."""
    match day_of(record, profile):
        case Failure(error):
            yield NotTaken(place, "vo2max", error)
        case Success(day):
            for maker, name in ((MAKER, "vo2Max"), (_CYCLING, "vo2MaxCycling")):
                yield from day_totals(maker, place, day, [(Metric.VO2MAX, record.number(name))])
    unplaced.add_all(record, ("fitnessAge",), place)


def _intensity_min(record: Fields) -> float | None:
    """A vigorous minute counts for two moderate ones, as it is recommended."""
    moderate = record.number("moderateIntensityDurationInSeconds")
    vigorous = record.number("vigorousIntensityDurationInSeconds")
    if moderate is None or vigorous is None:
        return None
    return (moderate + 2 * vigorous) / _MINUTE_S


def _place_of(record: Fields) -> int:
    said = f"{record.text('activityType')}/{record.text('intensity')}".upper()
    if said in _MOVEMENTS:
        return _MOVEMENTS.index(said)
    return len(_MOVEMENTS) + crc32(said.encode()) % _OTHERS


def _named(record: Fields, place: Place, unplaced: Unplaced) -> None:
    """Name the scores; below zero Garmin writes what was not measured."""
    told = {name: held for name in _SCORES if not _is_below(held := record.get(name))}
    unplaced.add_named(Fields(told), _SCORES, place)


def _is_below(held: object) -> bool:
    return isinstance(held, int | float) and held < 0

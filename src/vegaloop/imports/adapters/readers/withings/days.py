"""Days, minutes and workouts as Withings' API gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.biometrics import Metric
from vegaloop.imports.adapters.readers.common.days import day_totals, resting_kcal, whole_day
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.withings.devices import device_in
from vegaloop.imports.domain.found import Found, NotTaken, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Success

__all__ = ("SPORTS", "read_day", "read_minutes", "read_workout", "told_of")

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
}
_NOT_TAKEN: Final = ("soft", "hr_average", "hr_min", "hr_max")
_MOST_MINUTES_S: Final = 86_400.0

SPORTS: Final = {
    1: "walk",
    2: "run",
    3: "hike",
    4: "inline_skating",
    5: "bmx",
    6: "cycling",
    7: "swim",
    8: "surfing",
    9: "kitesurfing",
    10: "windsurfing",
    12: "tennis",
    13: "racket",
    14: "racket",
    15: "racket",
    16: "strength_training",
    17: "training",
    18: "elliptical",
    19: "pilates",
    20: "basketball",
    21: "soccer",
    22: "american_football",
    23: "rugby",
    24: "volleyball",
    25: "water_sport",
    26: "horseback_riding",
    27: "golf",
    28: "yoga",
    29: "dance",
    30: "boxing",
    33: "mixed_martial_arts",
    34: "skiing",
    35: "snowboarding",
    187: "rowing",
    188: "dance",
    191: "baseball",
    193: "hockey",
    194: "hockey",
    195: "climbing",
    196: "ice_skating",
    272: "multisport",
    306: "walk",
    307: "treadmill_running",
    308: "indoor_cycling",
    550: "kayaking",
}


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


def read_minutes(second: str, record: Fields, place: Place, profile: Profile) -> Iterator[Found]:
    """Read what was counted from a second since 1970 on; its length is beside it."""
    # A source of its own: the day's total is told elsewhere, and counts the same steps.
    maker = Maker(source_of("withings", f"{device_in(record)} intraday"))
    at = float(second) if second.isdecimal() and len(second) <= 12 else None
    when = of_epoch_in(at, "", profile, "series")
    length_s = min(max(record.number("duration") or 0.0, 0.0), _MOST_MINUTES_S)
    for field, metric in _OF_MINUTES.items():
        value = record.number(field)
        if value is not None:
            counted = field in _OF_DAY or field == "stroke"
            yield maker.sample(place, metric, when, value, length_s if counted else 0.0)


def read_workout(record: Fields, place: Place, profile: Profile) -> Iterator[Found]:
    """Read a workout of its totals."""
    zone, told = record.text("timezone"), record.within("data")
    begins, ends = record.number("startdate"), record.number("enddate")
    elapsed_s = None if begins is None or ends is None else ends - begins
    workout = Workout(
        sport=SPORTS.get(record.whole("category") or 0, "other"),
        start=of_epoch_in(begins, zone, profile, "startdate"),
        told=told_of(told, elapsed_s),
        source=source_of("withings"),
        external_id=record.text("id"),
        device=device_in(record),
    )
    yield from recordings_of(place, workout)


def told_of(told: Fields, elapsed_s: float | None) -> Told:
    """Take the numbers of a workout; what somebody put in by hand counts where nothing else does."""
    paused_s = told.number("pause_duration")
    moving_s = None if elapsed_s is None or paused_s is None else elapsed_s - paused_s
    return Told(
        elapsed_s=elapsed_s,
        timer_s=moving_s,
        distance_m=told.number("distance") or told.number("manual_distance"),
        energy_kcal=told.number("calories") or told.number("manual_calories"),
        mean_rate_bpm=told.number("hr_average"),
        most_rate_bpm=told.number("hr_max"),
    )

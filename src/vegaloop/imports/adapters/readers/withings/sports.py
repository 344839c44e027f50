"""Workouts as Withings' API gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.making import source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import of_epoch_in
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.withings.devices import device_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in

__all__ = ("SPORTS", "read_workout", "told_of")

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
# What a workout has beside that there is no room for; zones and intensities are Withings' own.
_NOT_TAKEN: Final = (
    "hr_min",
    *(f"hr_zone_{n}" for n in range(4)),
    "steps",
    "elevation",
    "intensity",
    "manual_intensity",
    "strokes",
    "pool_laps",
    "pool_length",
    "spo2_average",
    "core_body_temperature_avg",
    "core_body_temperature_max",
    "core_body_temperature_min",
    "core_body_temperature_status",
)


def read_workout(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read a workout of its totals."""
    zone, told = record.text("timezone"), record.within("data")
    begins, ends = record.number("startdate"), record.number("enddate")
    elapsed_s = None if begins is None or ends is None else ends - begins
    modified = value_in(of_epoch_in(record.number("modified"), "", profile, "modified"))
    workout = Workout(
        sport=SPORTS.get(record.whole("category") or 0, "other"),
        start=of_epoch_in(begins, zone, profile, "startdate"),
        told=told_of(told, elapsed_s),
        source=source_of("withings"),
        external_id=record.text("id"),
        device=device_in(record),
        modified_at=None if modified is None else modified.at,
    )
    yield from recordings_of(place, workout)
    unplaced.add_all(told, _NOT_TAKEN, place)


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

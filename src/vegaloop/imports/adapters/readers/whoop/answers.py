"""WHOOP's API: cycles, recoveries, sleeps and workouts, a page of them or one.

Rule 1: only what WHOOP has scored has figures; the rest says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from vegaloop.biometrics import Hrv, Respiration, Scale, SpO2, Temperature
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.itemwise import Items, ReadOne
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.walls import on_wall, seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.whoop.tables import MAKER
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result
from vegaloop.kernel.units import kcal_from_kj

__all__ = ("ANSWERS",)

_SCORED: Final = "SCORED"
_SHOWN: Final = 60
# The numbers of the first version of the API, of sports we have a word for.
_SPORTS: Final = {
    "0": "running",
    "1": "cycling",
    "16": "baseball",
    "17": "basketball",
    "18": "rowing",
    "21": "american_football",
    "22": "golf",
    "24": "hockey",
    "27": "rugby",
    "28": "sailing",
    "29": "alpine_skiing",
    "30": "soccer",
    "33": "swimming",
    "34": "tennis",
    "36": "volleyball",
    "39": "boxing",
    "42": "dance",
    "43": "pilates",
    "44": "yoga",
    "45": "weight_training",
    "47": "cross_country_skiing",
    "52": "hiking",
    "53": "horseback_riding",
    "55": "kayaking",
    "57": "mountain_biking",
    "60": "rock_climbing",
    "61": "stand_up_paddleboarding",
    "63": "walking",
    "64": "surfing",
    "65": "elliptical",
    "66": "stair_stepper",
    "70": "meditation",
    "84": "jump_rope",
    "91": "snowboarding",
    "96": "hiit",
    "97": "spinning",
}


def _is_recovery(record: Fields) -> bool:
    return record.has("cycle_id", "sleep_id", "user_id", "score_state")


def _is_sleep(record: Fields) -> bool:
    return record.has("id", "user_id", "start", "nap", "score_state")


def _is_workout(record: Fields) -> bool:
    has_sport = "sport_id" in record or "sport_name" in record
    return has_sport and record.has("id", "user_id", "start", "score_state")


def _is_cycle(record: Fields) -> bool:
    others = ("nap", "sport_id", "sport_name", "sleep_id")
    is_other = any(name in record for name in others)
    return record.has("id", "user_id", "start", "timezone_offset", "score_state") and not is_other


def _read_recovery(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    if _unscored(record):
        yield _why(record, place, "recovery")
        return
    score = record.within("score")
    when = of_iso(record.text("created_at"), arrival.profile, "created_at")
    if (rate := score.number("resting_heart_rate")) is not None:
        resting = resting_rate_of(rate, "resting_heart_rate")
        yield MAKER.reading(place, "resting_heart_rate", when, resting)
    if (rmssd := score.number("hrv_rmssd_milli")) is not None:
        yield MAKER.reading(place, "hrv", when, Hrv.of_rmssd_ms(rmssd, "hrv_rmssd_milli"))
    if (oxygen := score.number("spo2_percentage")) is not None:
        yield MAKER.reading(place, "spo2", when, SpO2.of_percent(oxygen, "spo2_percentage"))
    if (skin := score.number("skin_temp_celsius")) is not None:
        read = Temperature.of_celsius(Scale.SKIN, skin, "skin_temp_celsius")
        yield MAKER.reading(place, "temperature", when, read)
    yield MAKER.unsupported(place, "recovery score")
    yield from record.told(place, "night")


def _read_sleep(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    if _unscored(record):
        yield _why(record, place, "sleep")
        return
    start, end = _span(record, arrival.profile)
    score = record.within("score")
    stages = score.within("stage_summary")
    slept = [
        stages.number(f"total_{stage}_sleep_time_milli") for stage in ("light", "slow_wave", "rem")
    ]
    known = [ms for ms in slept if ms is not None]
    slept_s = sum(known) / 1_000 if len(known) == len(slept) else None
    nap = record.flag("nap")
    yield MAKER.sleep(place, start, end, slept_s=slept_s, nap=nap)
    if (rate := score.number("respiratory_rate")) is not None:
        breaths = Respiration.of_per_min(rate, "respiratory_rate")
        yield MAKER.reading(place, "respiration", end, breaths)
    yield MAKER.unsupported(place, "sleep stage without its times")
    yield MAKER.unsupported(place, "sleep need")
    yield from record.told(place, "sleep")


def _read_workout(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    start, end = _span(record, arrival.profile)
    score = record.within("score")
    energy_kj = score.number("kilojoule")
    told = Told(
        elapsed_s=seconds_between(start, end),
        distance_m=score.number("distance_meter") or None,
        energy_kcal=kcal_from_kj(energy_kj) if energy_kj else None,
        mean_rate_bpm=score.number("average_heart_rate"),
        most_rate_bpm=score.number("max_heart_rate"),
        ascent_m=score.number("altitude_gain_meter") or None,
    )
    yield from record.told(place, "activity")
    number = record.text("sport_id")
    workout = Workout(
        sport=record.text("sport_name") or _SPORTS.get(number, ""),
        start=start,
        told=told,
        source=MAKER.source,
        external_id=record.text("id"),
    )
    yield from recordings_of(place, workout)
    yield MAKER.unsupported(place, "activity strain")


def _read_cycle(record: Fields, place: Place, _arrival: Arrival) -> Iterator[Found]:
    if _unscored(record):
        yield _why(record, place, "cycle")
        return
    yield MAKER.unsupported(place, "day strain")
    yield MAKER.unsupported(place, "total energy")


def _unscored(record: Fields) -> bool:
    return record.text("score_state") != _SCORED or not record.within("score")


def _why(record: Fields, place: Place, what: str) -> Found:
    state = record.text("score_state").replace("_", " ").casefold()
    return MAKER.unsupported(place, f"{what}: {state or 'not scored'}"[:_SHOWN])


def _span(record: Fields, profile: Profile) -> tuple[Result[When, BadTime], Result[When, BadTime]]:
    ahead_s = offset_in(record.text("timezone_offset"))
    start = on_wall(of_iso(record.text("start"), profile, "start"), ahead_s)
    return start, on_wall(of_iso(record.text("end"), profile, "end"), ahead_s)


_KINDS: Final[tuple[tuple[Callable[[Fields], bool], ReadOne], ...]] = (
    (_is_recovery, _read_recovery),
    (_is_sleep, _read_sleep),
    (_is_workout, _read_workout),
    (_is_cycle, _read_cycle),
)
# One of a kind, a list, or a page of them.
ANSWERS: Final[tuple[DocumentReader, ...]] = tuple(
    Items("whoop", is_one, read, under=under)
    for is_one, read in _KINDS
    for under in ("", "records")
)

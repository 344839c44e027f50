"""WHOOP's API: cycles, recoveries, sleeps, workouts and measurements, a page of them, a list or one.

Rule 1: only what WHOOP has scored has figures; the rest says so.
Rule 2: a workout is known by its id, and what WHOOP says of it later takes its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final, final

from vegaloop.biometrics import Hrv, Metric, Respiration, Scale, SpO2, Temperature
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import resting_rate_of
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.making import UNMEASURED
from vegaloop.imports.adapters.readers.common.naming import edited_at, known_as
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.record_kinds import RecordKinds
from vegaloop.imports.adapters.readers.common.records import Fields, records_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import on_wall, seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.adapters.readers.whoop.sports import SPORTS
from vegaloop.imports.adapters.readers.whoop.tables import MAKER
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result, value_in
from vegaloop.kernel.units import kcal_from_kj

__all__ = ("ANSWERS",)

_SCORED: Final = "SCORED"
_SHOWN: Final = 60
_LOOKED_AT: Final = 5  # Of a list: its first may be the broken one.
_ASLEEP: Final = ("light", "slow_wave", "rem")
# What there is no room for, by the field it stands in.
_SLEEP_SCORES: Final = {
    "stage_summary": "sleep stage without its times",
    "sleep_needed": "sleep need",
    "sleep_performance_percentage": "sleep performance",
    "sleep_consistency_percentage": "sleep consistency",
    "sleep_efficiency_percentage": "sleep efficiency",
}
_WORKOUT_SCORES: Final = {
    "strain": "activity strain",
    "zone_durations": "time in a heart rate zone",
    "zone_duration": "time in a heart rate zone",
    "altitude_change_meter": "altitude change",
    "percent_recorded": "share that was recorded",
}
_CYCLE_SCORES: Final = {
    "strain": "day strain",
    "kilojoule": "total energy",
    "average_heart_rate": "heart rate of a whole day",
    "max_heart_rate": "heart rate of a whole day",
}
_MEASUREMENTS: Final = {
    "weight_kilogram": "weight without its time",
    "max_heart_rate": "maximum heart rate",
}


def _recovery(
    record: Fields, place: Place, profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    score = _score(record, "recovery", place, unplaced)
    when = of_iso(record.text("created_at"), profile, "created_at")
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
    unplaced.add_named(score, {"recovery_score": "recovery score"}, place)


def _sleep(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    score = _score(record, "sleep", place, unplaced)
    if not score:
        return
    start, end = _span(record, profile)
    stages = score.within("stage_summary")
    slept = [stages.number(f"total_{stage}_sleep_time_milli") for stage in _ASLEEP]
    known = [ms for ms in slept if ms is not None]
    slept_s = sum(known) / 1_000 if len(known) == len(slept) else None
    yield MAKER.sleep(place, start, end, slept_s=slept_s, nap=record.flag("nap"))
    if (rate := score.number("respiratory_rate")) is not None:
        breaths = Respiration.of_per_min(rate, "respiratory_rate")
        yield MAKER.reading(place, "respiration", end, breaths)
    unplaced.add_named(score, _SLEEP_SCORES, place)


def _workout(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    start, end = _span(record, profile)
    score = _score(record, "activity", place, unplaced)
    energy_kj = score.number("kilojoule")
    told = Told(
        elapsed_s=seconds_between(start, end),
        distance_m=score.number("distance_meter") or None,
        energy_kcal=kcal_from_kj(energy_kj) if energy_kj else None,
        mean_rate_bpm=score.number("average_heart_rate"),
        most_rate_bpm=score.number("max_heart_rate"),
        ascent_m=score.number("altitude_gain_meter") or None,
    )
    changed = value_in(of_iso(record.text("updated_at"), profile, "updated_at"))
    workout = Workout(
        sport=record.text("sport_name") or SPORTS.get(record.text("sport_id"), ""),
        start=start,
        told=told,
        source=MAKER.source,
        external_id=record.text("id"),
        modified_at=None if changed is None else changed.at,
    )
    yield from recordings_of(place, workout)
    unplaced.add_named(score, _WORKOUT_SCORES, place)


def _cycle(record: Fields, place: Place, _profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    score = _score(record, "cycle", place, unplaced)
    unplaced.add_named(score, _CYCLE_SCORES, place)
    yield from ()


def _measurement(
    record: Fields, place: Place, _profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the height; a weight without its time would be weighed anew whenever it is asked for."""
    yield from height_told(MAKER, place, record.number("height_meter"))
    unplaced.add_named(record, _MEASUREMENTS, place)


def _stream(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    """Read the moments of a sleep; a band that is being charged measures nobody."""
    for value in record.many("stream"):
        point = Fields(value)
        when = of_iso(point.text("timestamp"), profile, "timestamp")
        if point.flag("is_charging"):
            unplaced.add(UNMEASURED, place)
            continue
        if (rate := point.number("hr")) is not None:
            yield MAKER.sample(place, Metric.HEART_RATE, when, rate)
        if (skin := point.number("skin_temp")) is not None:
            yield MAKER.sample(place, Metric.SKIN_TEMPERATURE, when, skin)
        unplaced.add_all(point, ("board_temp", "battery_temp"), place)
        yield from point.told(place, "sleep")


def _score(record: Fields, what: str, place: Place, unplaced: Unplaced) -> Fields:
    """The score of a record; nothing where it was not scored, which is told."""
    state = record.text("score_state")
    score = record.within("score")
    if state == _SCORED and score:
        return score
    said = state.replace("_", " ").casefold() if state != _SCORED else ""
    unplaced.add(f"{what}: {said or 'not scored'}"[:_SHOWN], place)
    return Fields(None)


def _span(record: Fields, profile: Profile) -> tuple[Result[When, BadTime], Result[When, BadTime]]:
    ahead_s = offset_in(record.text("timezone_offset"))
    start = on_wall(of_iso(record.text("start"), profile, "start"), ahead_s)
    return start, on_wall(of_iso(record.text("end"), profile, "end"), ahead_s)


_KINDS: Final = RecordKinds(
    (
        ("night", ("cycle_id", "sleep_id", "user_id", "score_state"), _recovery),
        ("sleep", ("id", "user_id", "start", "nap", "score_state"), _sleep),
        ("activity", ("id", "user_id", "start", "sport_name", "score_state"), _workout),
        ("activity", ("id", "user_id", "start", "sport_id", "score_state"), _workout),
        ("day", ("id", "user_id", "start", "timezone_offset", "score_state"), _cycle),
        ("record", ("height_meter", "weight_kilogram", "max_heart_rate"), _measurement),
        ("sleep", ("stream", "algorithm_version"), _stream),
        ("profile", ("user_id", "email", "first_name", "last_name"), None),
    )
)


@final
class _Answers:
    """Reads whatever WHOOP's API answers with."""

    kind: Final = "whoop"

    def fits(self, value: object) -> bool:
        """Tell by the fields of the first records."""
        if isinstance(value, dict) and value.get("records") == [] and "next_token" in value:
            return True
        return any(_KINDS.what(Fields(one)) for one in islice(_records(value), _LOOKED_AT))

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one record after the other."""
        unplaced = Unplaced()
        for item, value in enumerate(_records(document.value), 1):
            place = arrival.place(line=document.line, item=item)
            record, profile = Fields(value), arrival.profile
            found = _KINDS.read(record, place, profile, unplaced, else_named="record")
            # A recovery is the one of its cycle.
            edited = edited_at(record.get("updated_at"), profile)
            yield from known_as(found, record.get("id", "cycle_id"), edited)
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the records of a page."""
        return beside(value, {"records"})


def _records(value: object) -> Iterator[object]:
    """The records of a page, of a list of records or pages, or the record itself."""
    for one in records_in(value):
        yield from records_in(one, "records")


ANSWERS: Final[tuple[DocumentReader, ...]] = (_Answers(),)

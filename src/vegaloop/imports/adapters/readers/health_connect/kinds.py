"""The kinds of records Health Connect has, and what each becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from vegaloop.biometrics import (
    BodyFat,
    Glucose,
    Hrv,
    Metric,
    Respiration,
    SpO2,
    StageSpan,
    Value,
)
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    pressure_of,
    resting_rate_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.eating import drink
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.walls import seconds_between
from vegaloop.imports.adapters.readers.common.workouts import Told, ToldLap, Workout, recordings_of
from vegaloop.imports.adapters.readers.health_connect.eaten import eaten
from vegaloop.imports.adapters.readers.health_connect.shapes import kind_of
from vegaloop.imports.adapters.readers.health_connect.values import Entry
from vegaloop.imports.adapters.readers.health_connect.words import NOT_TAKEN, SPORTS, STAGES
from vegaloop.imports.domain.found import Found
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Result, value_in

__all__ = ("KINDS", "is_kind")

ReadEntry: TypeAlias = Callable[[Entry], Iterator[Found]]

_UNKNOWN_STAGE: Final = "0"


def is_kind(name: str) -> bool:
    """Tell whether a type or the name of a list is one of Health Connect's."""
    return kind_of(name) in KINDS or kind_of(name) in NOT_TAKEN


def _summed(metric: Metric, read: Callable[[Entry], float | None]) -> ReadEntry:
    def summed(entry: Entry) -> Iterator[Found]:
        yield entry.maker.sample(entry.place, metric, entry.start, read(entry), entry.length_s)

    return summed


def _told(
    what: str,
    field: str,
    number: Callable[[Entry], float | None],
    read: Callable[[float], Result[Value, OutOfRange]],
) -> ReadEntry:
    def told(entry: Entry) -> Iterator[Found]:
        value = number(entry)
        if value is None:
            given = entry.record.get(field)
            wanted = "a number and its unit"
            yield entry.maker.misshapen(entry.place, what, field, given or "", wanted)
        else:
            yield entry.maker.reading(entry.place, what, entry.at, read(value))

    return told


def _percent(entry: Entry) -> float | None:
    return entry.plain("percentage")


def _pressure(entry: Entry) -> Iterator[Found]:
    high, low = entry.plain("systolic"), entry.plain("diastolic")
    if high is None or low is None:
        wanted = "both pressures"
        yield entry.maker.misshapen(entry.place, "blood_pressure", "systolic", "", wanted)
    else:
        read = pressure_of(high, low)
        yield entry.maker.reading(entry.place, "blood_pressure", entry.at, read)


def _heart(entry: Entry) -> Iterator[Found]:
    samples = [Fields(one) for one in entry.record.many("samples")]
    for sample in samples:
        names = ("time", "timeMillis", "epochMillis")
        when = entry.when(sample, names, ("startZoneOffset",))
        rate = sample.number("beatsPerMinute", "bpm", "value")
        yield entry.maker.sample(entry.place, Metric.HEART_RATE, when, rate)
    if not samples:
        rate = entry.plain("beatsPerMinute", "bpm")
        yield entry.maker.sample(entry.place, Metric.HEART_RATE, entry.start, rate)


def _sleep(entry: Entry) -> Iterator[Found]:
    spans: list[StageSpan] = []
    for one in entry.record.many("stages"):
        stage = Fields(one)
        word = stage.text("stage", "type", "stageType").casefold()
        word = word.removeprefix("stage_type_").removeprefix("sleeping_").replace("_", "")
        known = STAGES.get(word)
        begins = value_in(entry.when(stage, ("startTime", "startTimeMillis"), ("startZoneOffset",)))
        ends = value_in(entry.when(stage, ("endTime", "endTimeMillis"), ("startZoneOffset",)))
        if known is None or begins is None or ends is None:
            if word != _UNKNOWN_STAGE:
                wanted = "a stage with its times"
                yield entry.maker.misshapen(entry.place, "sleep", "stages", word, wanted)
        elif begins.at < ends.at:
            spans.append(StageSpan(known, begins.at, ends.at))
    spans.sort(key=lambda span: span.start)
    slept_s = None if spans else entry.length_s
    yield entry.maker.sleep(entry.place, entry.start, entry.end, slept_s=slept_s, stages=spans)


def _skin(entry: Entry) -> Iterator[Found]:
    """Read deltas from a baseline as temperatures of the skin, where the baseline is told."""
    baseline = entry.celsius("baseline")
    for one in entry.record.many("deltas"):
        sample = Entry(Fields(one), entry.place, entry.profile, entry.unplaced)
        when = entry.when(sample.record, ("time", "timeMillis"), ("startZoneOffset",))
        delta = sample.celsius("delta")
        if baseline is None or delta is None:
            entry.unplaced.add("skin temperature without its baseline", entry.place)
        else:
            celsius = baseline + delta
            yield entry.maker.sample(entry.place, Metric.SKIN_TEMPERATURE, when, celsius)


def _vo2max(entry: Entry) -> Iterator[Found]:
    names = ("vo2MillilitersPerMinuteKilogram", "vo2Max", "value")
    yield entry.maker.sample(entry.place, Metric.VO2MAX, entry.at, entry.plain(*names))


def _height(entry: Entry) -> Iterator[Found]:
    height_m = entry.meters("height")
    if height_m is None:
        given, wanted = entry.record.get("height"), "a number and its unit"
        yield entry.maker.misshapen(entry.place, "height", "height", given or "", wanted)
    else:
        yield from height_told(entry.maker, entry.place, height_m, entry.at)


def _drink(entry: Entry) -> Iterator[Found]:
    volume_ml, given = entry.ml("volume", "liters"), entry.record.get("volume")
    if volume_ml is None and given is not None:
        wanted = "a number and its unit"
        yield entry.maker.misshapen(entry.place, "meal", "volume", given, wanted)
    else:
        yield drink(entry.place, entry.maker.source, entry.start, volume_ml)


def _workout(entry: Entry) -> Iterator[Found]:
    record = entry.record
    said = record.text("exerciseType", "activityType")
    if not said and not is_kind(record.text("type")):
        said = record.text("type")
    word = said.casefold().removeprefix("exercise_type_")
    laps = []
    for one in record.many("laps"):
        lap = Entry(Fields(one), entry.place, entry.profile, entry.unplaced)
        start = entry.when(lap.record, ("startTime",), ("startZoneOffset",))
        end = entry.when(lap.record, ("endTime",), ("startZoneOffset",))
        began, length_s = value_in(start), seconds_between(start, end)
        if began is not None and length_s is not None:
            told = Told(elapsed_s=length_s, distance_m=lap.meters("length"))
            laps.append(ToldLap(began.at, told))
    workout = Workout(
        sport=SPORTS.get(word, word),
        start=entry.start,
        told=Told(
            elapsed_s=entry.length_s or None,
            distance_m=entry.meters("distance", "totalDistance"),
            energy_kcal=entry.kcal("energy", "totalEnergyBurned", "calories"),
        ),
        source=entry.maker.source,
        external_id=entry.id,
        name=record.text("title"),
        laps=tuple(laps),
    )
    yield from recordings_of(entry.place, workout)
    for name in ("segments", "route", "exerciseRoute"):
        if record.get(name) not in (None, [], {}):
            entry.unplaced.add(spoken(name), entry.place)


_CELSIUS: Final = _told(
    "temperature", "temperature", lambda entry: entry.celsius("temperature"), body_temperature_of
)
KINDS: Final[dict[str, ReadEntry]] = {
    "steps": _summed(Metric.STEPS, lambda entry: entry.plain("count", "steps")),
    "distance": _summed(Metric.DISTANCE, lambda entry: entry.meters("distance", "meters")),
    "activecaloriesburned": _summed(
        Metric.ACTIVE_ENERGY, lambda entry: entry.kcal("energy", "calories", "kilocalories")
    ),
    "floorsclimbed": _summed(Metric.FLOORS, lambda entry: entry.plain("floors")),
    "wheelchairpushes": _summed(Metric.PUSHES, lambda entry: entry.plain("count")),
    "heartrate": _heart,
    "restingheartrate": _told(
        "resting_heart_rate",
        "beatsPerMinute",
        lambda entry: entry.plain("beatsPerMinute", "bpm"),
        resting_rate_of,
    ),
    "heartratevariabilityrmssd": _told(
        "hrv",
        "heartRateVariabilityMillis",
        lambda entry: entry.plain("heartRateVariabilityMillis", "rmssd", "value"),
        Hrv.of_rmssd_ms,
    ),
    "sleepsession": _sleep,
    "weight": _told("weight", "weight", lambda entry: entry.kg("weight", "kilograms"), weight_of),
    "bodyfat": _told("body_fat", "percentage", _percent, BodyFat.of_percent),
    "bloodpressure": _pressure,
    "oxygensaturation": _told("spo2", "percentage", _percent, SpO2.of_percent),
    "respiratoryrate": _told(
        "respiration", "rate", lambda entry: entry.plain("rate"), Respiration.of_per_min
    ),
    "bodytemperature": _CELSIUS,
    "basalbodytemperature": _CELSIUS,
    "skintemperature": _skin,
    "bloodglucose": _told(
        "glucose", "level", lambda entry: entry.mg_dl("level", "bloodGlucose"), Glucose.of_mg_dl
    ),
    "vo2max": _vo2max,
    "height": _height,
    "hydration": _drink,
    "exercisesession": _workout,
    "nutrition": eaten,
}

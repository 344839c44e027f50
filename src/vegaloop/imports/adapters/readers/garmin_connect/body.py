"""What Garmin knows of a body: weigh-ins, biometrics of the export, pressures, oxygen uptake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.biometrics import (
    BodyFat,
    Hrv,
    Instrument,
    Metric,
    Respiration,
    Scale,
    SpO2,
    Temperature,
)
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import pressure_of, weight_of
from vegaloop.imports.adapters.readers.common.days import day_in, day_reading, day_sample
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import DocumentReader
from vegaloop.imports.adapters.readers.common.naming import known_as
from vegaloop.imports.adapters.readers.common.persons import height_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.adapters.readers.garmin_connect.clock import MAKER, gmt_in
from vegaloop.imports.adapters.readers.garmin_connect.days import day_of_record
from vegaloop.imports.adapters.readers.garmin_connect.profile import height_in
from vegaloop.imports.domain.found import Found, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Result

__all__ = ("BODIES",)

_SCALES: Final = ("INDEX_SCALE", "INDEX_S2", "INDEX_SCALE_2")
_WEIGHED: Final = ("bodyWater", "boneMass", "muscleMass", "visceralFat", "metabolicAge")
_LISTS: Final = ("dateWeightList", "dailyWeightSummaries")
_OF_LISTS: Final = ("previousDateWeight", "nextDateWeight", "totalAverage")
_UPTAKES: Final = ("vo2MaxRunning", "vo2MaxCycling")


def weigh_in(record: Fields, place: Place, when: Result[When, BadTime]) -> Iterator[Found]:
    """Read a weight, given in grams, and what else the scale said."""
    yield from known_as(_weighed(record, place, when), record.get("samplePk"))


def _weighed(record: Fields, place: Place, when: Result[When, BadTime]) -> Iterator[Found]:
    grams, fat = record.number("weight"), record.number("bodyFat")
    if grams is not None:
        weight = weight_of(grams / 1_000, "weight")
        yield MAKER.reading(place, "weight", when, weight)
    if fat is not None:
        is_scale = record.text("sourceType") in _SCALES
        by = Instrument.BIA if is_scale else Instrument.OTHER
        yield MAKER.reading(place, "body_fat", when, BodyFat.of_percent(fat, "bodyFat", by))
    if any(record.get(name) is not None for name in _WEIGHED):
        yield MAKER.unsupported(place, "body composition")


@final
class _WeighIns:
    """Reads the weight service's days, spans of days, and the weigh-ins before and after them."""

    @property
    def kind(self) -> str:
        """What it reads, in a word people see."""
        return "garmin_connect"

    def fits(self, value: object) -> bool:
        """Tell by the name of the list."""
        return isinstance(value, dict) and any(isinstance(value.get(name), list) for name in _LISTS)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one weigh-in after the other, each of them once."""
        whole = Fields(document.value)
        given = whole.many("dateWeightList")
        for one in whole.many("dailyWeightSummaries"):
            given = [*given, *Fields(one).many("allWeightMetrics")]
        beside = (whole.within("previousDateWeight"), whole.within("nextDateWeight"))
        records = [*(Fields(one) for one in given), *(one for one in beside if one.get("weight"))]
        for item, record in enumerate(records, 1):
            place = arrival.place(line=document.line, item=item)
            when = gmt_in(record, "timestampGMT", "date", arrival.profile)
            if record.number("weight") is None:
                yield MAKER.misshapen(place, "weight", "weight", record.text("weight"), "grams")
            yield from weigh_in(record, place, when)

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the weigh-ins and their mean."""
        return beside(value, (*_LISTS, *_OF_LISTS))


def _is_biometric(record: Fields) -> bool:
    is_of_body = any(name in record for name in ("weight", "height", "version", *_UPTAKES))
    return "calendarDate" in record.within("metaData") and is_of_body


def _read_biometric(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    meta, weighed = record.within("metaData"), record.within("weight")
    when = _of_parts(day_of_record(meta), arrival.profile)
    weighed_at = gmt_in(weighed, "timestampGMT", "date", arrival.profile)
    if weighed:
        known = weighed.get("timestampGMT") is not None
        yield from weigh_in(weighed, place, weighed_at if known else when)
    for name in _UPTAKES:
        value = record.number(name)
        if value:
            yield MAKER.sample(place, Metric.VO2MAX, when, value)
    yield from height_told(MAKER, place, height_in(record), when)
    for name in ("lactateThresholdSpeed", "functionalThresholdPower"):
        if record.get(name) is not None:
            yield MAKER.unsupported(place, spoken(name))


def _is_pressure(record: Fields) -> bool:
    inner = record.within("bloodPressure") or record
    is_dated = record.within("metaData").has("calendarDate") or record.has(
        "measurementTimestampGMT"
    )
    return inner.has("systolic", "diastolic") and is_dated


def _read_pressure(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    inner = record.within("bloodPressure") or record
    if record.get("measurementTimestampGMT") is None:
        when = _of_parts(day_of_record(record.within("metaData")), arrival.profile)
    else:
        names = ("measurementTimestampGMT", "measurementTimestampLocal")
        when = gmt_in(record, *names, arrival.profile)
    systolic, diastolic = inner.number("systolic"), inner.number("diastolic")
    if systolic is None or diastolic is None:
        side = "systolic" if systolic is None else "diastolic"
        yield inner.unread(place, "blood_pressure", side, "both pressures")
    else:
        yield MAKER.reading(place, "blood_pressure", when, pressure_of(systolic, diastolic))
    if inner.get("pulse") is not None:
        yield MAKER.unsupported(place, "pulse of a blood pressure")


def _of_parts(given: object, profile: Profile) -> Result[When, BadTime]:
    """Read `2024-01-05T08:00:00` or [2024, 1, 5, 8, 0] on the wall at home."""
    if isinstance(given, list):
        clock = [part for part in given[3:6] if isinstance(part, int)]
        hour, minute, second = (*clock, 0, 0, 0)[:3]
        written = f"{day_in(given)}T{hour:02}:{minute:02}:{second:02}"
        return of_iso(written, profile, "calendarDate")
    return of_iso(given if isinstance(given, str) else "", profile, "calendarDate")


def _is_status(record: Fields) -> bool:
    first = Fields(next(iter(record.many("metrics")), None))
    return "calendarDate" in record and first.has("type", "value")


def _read_status(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    day, profile = day_of_record(record), arrival.profile
    for metric in map(Fields, record.many("metrics")):
        kind, value = metric.text("type"), metric.number("value")
        if value is None:
            continue
        match kind:
            case "HRV":
                hrv = Hrv.of_rmssd_ms(value, kind)
                yield day_reading(MAKER, place, "hrv", day, hrv, profile)
            case "SPO2":
                yield day_reading(MAKER, place, "spo2", day, SpO2.of_percent(value, kind), profile)
            case "RESPIRATION":
                rate = Respiration.of_per_min(value, kind)
                yield day_reading(MAKER, place, "respiration", day, rate, profile)
            case "SKIN_TEMP_C":
                skin = Temperature.of_celsius(Scale.DEVIATION, value, kind)
                yield day_reading(MAKER, place, "temperature", day, skin, profile)
            case "HR":
                yield MAKER.unsupported(place, "heart rate of a whole night")
            case _:
                yield MAKER.unsupported(place, f"health status {spoken(kind)}"[:60])


def _is_uptake(record: Fields) -> bool:
    generic = record.within("generic")
    return record.has("calendarDate", "vo2MaxValue", "sport") or generic.has("vo2MaxValue")


def _read_uptake(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    for inner in (record, record.within("generic"), record.within("cycling")):
        value = inner.number("vo2MaxPreciseValue", "vo2MaxValue")
        if value:
            day = day_of_record(inner)
            yield day_sample(MAKER, place, Metric.VO2MAX, day, value, arrival.profile)


def _is_latest(record: Fields) -> bool:
    return "payload" in record.within("mostRecentVO2Max")


def _read_latest(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    payload = record.within("mostRecentVO2Max").within("payload")
    yield from _read_uptake(payload, place, arrival)
    yield MAKER.unsupported(place, "training status")


BODIES: Final[tuple[DocumentReader, ...]] = (
    _WeighIns(),
    Items("garmin_connect", _is_biometric, _read_biometric),
    Items("garmin_connect", _is_pressure, _read_pressure),
    Items("garmin_connect", _is_pressure, _read_pressure, under="measurements"),
    Items("garmin_connect", _is_status, _read_status),
    Items("garmin_connect", _is_uptake, _read_uptake),
    Items("garmin_connect", _is_latest, _read_latest),
)

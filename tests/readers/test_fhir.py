"""FHIR: observations alone, with components, sampled, on days and over periods."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.clinical import AT, observation, quantity
from tests.readers.vendor_files import PARIS, documents_in, members, of_kind
from vegaloop.biometrics import BloodPressure, Girths, Metric, Sleep, SpO2
from vegaloop.imports.adapters.readers import fhir
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundSample,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.json import documents_of
from vegaloop.kernel.quantity import Distance

SERIES = {
    "8867-4": ("/min", Metric.HEART_RATE, 1.0),
    "80404-7": ("ms", Metric.HRV_SDNN, 1.0),
    "94122-9": ("mL/(kg.min)", Metric.VO2MAX, 1.0),
    "55423-8": ("{steps}", Metric.STEPS, 1.0),
    "55430-3": ("m", Metric.DISTANCE, 1.0),
    "41981-2": ("kcal", Metric.ACTIVE_ENERGY, 1.0),
    "55411-3": ("h", Metric.EXERCISE_TIME, 60.0),
    "100304-5": ("{flights}", Metric.FLOORS, 1.0),
}
offsets = st.integers(-12 * 4, 14 * 4).map(lambda n: dt.timezone(dt.timedelta(minutes=15 * n)))
moments = st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2100, 1, 1), timezones=offsets)


def _reason(found: list[Found]) -> object:
    (told,) = found
    assert isinstance(told, NotTaken)
    return told.reason


@given(st.sampled_from(sorted(SERIES)), st.integers(1, 90), moments, st.integers(1, 25 * 60))
def test_a_series_over_a_period_comes_back(
    code: str, value: int, start: dt.datetime, minutes: int
) -> None:
    unit, metric, times = SERIES[code]
    end = start + dt.timedelta(minutes=minutes)
    period = {"effectivePeriod": {"start": start.isoformat(), "end": end.isoformat()}}
    (one,) = of_kind(documents_in(observation(code, quantity(value, unit), period)), FoundSample)
    assert (one.metric, one.sample.value) == (metric, pytest.approx(value * times))
    assert one.sample.moment.at == start
    assert one.sample.length_s == minutes * 60
    assert not one.zone_assumed
    if start.utcoffset():
        assert one.sample.moment.local_date == start.date()


@given(st.integers(0, 60), st.integers(0, 60), st.randoms(use_true_random=False))
def test_fields_nobody_knows_never_matter(systolic: int, diastolic: int, chance: object) -> None:
    parts = [
        {"code": {"coding": [{"code": "8480-6"}]}} | quantity(100 + systolic, "mm[Hg]"),
        {"code": {"coding": [{"code": "8462-4"}]}} | quantity(50 + diastolic, "mm[Hg]"),
    ]
    chance.shuffle(parts)
    beside = {
        "_effectiveDateTime": {"id": "a"},
        "note": 5,
        "category": "x",
        "text": None,
        "device": 7,
        "component": parts,
    }
    (one,) = of_kind(documents_in(observation("85354-9", beside)), FoundReading)
    assert one.reading.value == BloodPressure(100 + systolic, 50 + diastolic)


@pytest.mark.parametrize(
    ("when", "field"),
    [
        ({}, "effectiveDateTime"),
        ({"effectiveDateTime": "2024"}, "effectiveDateTime"),
        ({"effectiveDateTime": "2024-05"}, "effectiveDateTime"),
        ({"effectiveDateTime": "2024-02-30"}, "effectiveDateTime"),
        ({"effectiveDateTime": "yesterday"}, "effectiveDateTime"),
        ({"effectiveInstant": "2024-05-01T25:00:00Z"}, "effectiveInstant"),
        ({"effectiveTiming": {"event": [AT]}}, "effectiveTiming"),
        ({"effectivePeriod": {"start": AT, "end": "2023-01-01T00:00:00Z"}}, "effectivePeriod.end"),
        ({"effectivePeriod": {}}, "effectivePeriod.end"),
        ({"effectivePeriod": "today"}, "effectivePeriod"),
    ],
)
def test_without_a_day_there_is_no_reading(when: dict[str, object], field: str) -> None:
    resource = observation("29463-7", quantity(70, "kg"), {"x": 1} | when)
    reason = _reason(documents_in(resource))
    assert isinstance(reason, Misshapen)
    assert reason.field == field


def test_the_day_a_period_ends_with_belongs_to_it() -> None:
    period = {"effectivePeriod": {"start": "2024-05-01", "end": "2024-05-01"}}
    (one,) = of_kind(
        documents_in(observation("55423-8", {"valueInteger": 900}, period)), FoundSample
    )
    assert one.sample.length_s == 24 * 3_600
    assert one.sample.moment.local_date == dt.date(2024, 5, 1)


def test_a_count_of_24_hours_is_of_the_day_of_its_moment() -> None:
    (one,) = of_kind(documents_in(observation("41950-7", quantity(900, "{steps}"))), FoundSample)
    assert one.sample.length_s == 24 * 3_600
    assert one.sample.moment.local.isoformat() == "2024-05-01T00:00:00+02:00"


def test_several_codes_a_device_and_what_has_no_room_beside_it() -> None:
    codes = [
        {"system": "http://here", "code": "1"},
        {"system": "http://loinc.org/", "code": "59408-5"},
    ]
    flow = {"code": {"text": "Oxygen flow"}} | quantity(6, "L/min")
    resource = observation("x", quantity(0.95, "1")) | {
        "code": {"coding": codes},
        "device": {"display": "An oximeter"},
        "component": [flow],
    }
    one, told = documents_in(resource)
    assert isinstance(one, FoundReading)
    assert one.reading.value == SpO2(95_000)
    assert one.reading.source == "fhir/An oximeter"
    assert isinstance(told, NotTaken)
    assert told.reason == Unsupported("Oxygen flow")


@pytest.mark.parametrize(
    "value",
    [
        {"valueQuantity": {"value": 40, "comparator": "<", "unit": "mg/dL"}},
        {"valueQuantity": {"value": "nan", "unit": "mg/dL"}},
        {"valueQuantity": {"value": 1e308, "unit": "mg/dL"}},
        {"valueQuantity": {"value": None, "unit": "mg/dL"}},
        {"valueQuantity": [40]},
        {"valueString": "about 40"},
        {},
    ],
)
def test_what_is_no_value_is_not_taken(value: dict[str, object]) -> None:
    (told,) = documents_in(observation("2345-7", value))
    assert isinstance(told, NotTaken)


def test_a_sleep_has_its_period() -> None:
    period = {"effectivePeriod": {"start": "2024-04-30T23:00:00+02:00", "end": AT}}
    (one,) = of_kind(documents_in(observation("93832-4", quantity(7.5, "h"), period)), FoundReading)
    assert isinstance(one.reading.value, Sleep)
    assert one.reading.value.asleep.minutes == 450
    assert one.reading.moment.local_date == dt.date(2024, 5, 1)
    assert isinstance(_reason(documents_in(observation("93832-4", quantity(7.5, "h")))), Misshapen)


@given(st.lists(st.none() | st.integers(30, 220), min_size=1, max_size=40), st.integers(1, 60))
def test_sampled_data_is_a_number_each_interval(values: list[int | None], every_s: int) -> None:
    sampled = {
        "origin": {"value": 10, "code": "/min"},
        "period": every_s * 1_000,
        "dimensions": 1,
        "factor": 1,
        "data": " ".join("E" if one is None else str(one - 10) for one in values),
    }
    found = of_kind(documents_in(observation("8867-4", {"valueSampledData": sampled})), FoundSample)
    start = dt.datetime.fromisoformat(AT)
    expected = [
        (start + dt.timedelta(seconds=every_s * n), float(one))
        for n, one in enumerate(values)
        if one is not None
    ]
    assert [(one.sample.moment.at, one.sample.value) for one in found] == expected


def test_a_tape_and_what_is_of_somebody_else() -> None:
    (one,) = of_kind(documents_in(observation("8280-0", quantity(90, "cm"))), FoundReading)
    assert one.reading.value == Girths(waist=Distance(900))
    of_child = observation("29463-7", quantity(3, "kg")) | {"focus": [{"reference": "Patient/b"}]}
    assert _reason(documents_in(of_child)) == Unsupported("observation of somebody else")


def test_other_resources_are_counted_and_contained_ones_read() -> None:
    report = {
        "resourceType": "DiagnosticReport",
        "contained": [observation("3141-9", quantity(70, "kg"))],
    }
    entries = [{"resource": one} for one in (report, report, {"resourceType": "Encounter"})]
    found = documents_in({"resourceType": "Bundle", "entry": [*entries, {"request": {}}]})
    assert len(of_kind(found, FoundReading)) == 2
    counted = [(one.what, one.count) for one in of_kind(found, NotTaken)]
    assert counted == [("DiagnosticReport", 2), ("Encounter", 1), ("entry without a resource", 1)]


def test_a_file_that_breaks_off_is_read_up_to_there() -> None:
    line = json.dumps(observation("29463-7", quantity(70, "kg"))).encode() + b"\n"
    data, found = line * 3 + line[:50], list[Found]()
    held = members({"x.ndjson": data})
    arrival = Arrival("x.ndjson", held["x.ndjson"], PARIS, Bundle(held))
    (reader,) = fhir.READERS
    first = next(documents_of(data))
    with pytest.raises(ReadFault):
        found.extend(reader.read(first, arrival))
    assert len(of_kind(found, FoundReading)) == 3

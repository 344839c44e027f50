"""Health Connect: the many ways apps write its records to JSON tell the same."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from time import process_time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import samples_in
from tests.readers.vendor_files import PARIS, documents_in, members, of_kind
from vegaloop.activity import Sport
from vegaloop.biometrics import (
    BloodPressure,
    BodyFat,
    Metric,
    SampleBatch,
    Sleep,
    SpO2,
    Temperature,
    Weight,
)
from vegaloop.imports.adapters import detect
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.adapters.readers.health_connect import READERS as HEALTH_CONNECT
from vegaloop.imports.adapters.readers.health_connect.packing import Packer
from vegaloop.imports.domain.found import (
    Found,
    FoundMeal,
    FoundReading,
    FoundRecording,
    FoundSample,
    FoundSamples,
    Misshapen,
    NotTaken,
    Unsupported,
)
from vegaloop.nutrition import MealKind, StatedEntry

META = {"id": "a1", "dataOrigin": {"packageName": "org.example.app"}}
moments = st.datetimes(dt.datetime(2000, 1, 1), dt.datetime(2100, 1, 1)).map(
    lambda at: at.replace(microsecond=0, tzinfo=dt.UTC)
)


def weight(time: object, **others: object) -> dict[str, object]:
    return {"recordType": "WeightRecord", "time": time, "metadata": META} | (
        others or {"weight": {"inKilograms": 70.5}}
    )


@given(moments, st.integers(-36, 36))
def test_a_time_in_any_count_is_the_same_moment(at: dt.datetime, half_hours: int) -> None:
    offset = dt.timezone(dt.timedelta(minutes=30 * half_hours))
    epoch = int(at.timestamp())
    times: tuple[object, ...] = (
        at.isoformat(),
        at.isoformat().replace("+00:00", "Z"),
        *(epoch * parts for parts in (1, 1_000, 10**6, 10**9)),
        str(epoch * 1_000),
        {"epochSecond": epoch, "nano": 0},
    )
    offsets = (half_hours * 1_800, at.astimezone(offset).isoformat()[-6:])
    for n, time in enumerate(times):
        record = weight(time) | {"zoneOffset": offsets[n % 2]}
        (found,) = of_kind(documents_in([record]), FoundReading)
        assert found.reading.moment.at == at
        assert found.reading.moment.utc_offset_s == half_hours * 1_800
        assert not found.zone_assumed


@pytest.mark.parametrize(
    "held",
    [
        {"weight": {"inKilograms": 70.5}},
        {"weight": {"inGrams": 70_500}},
        {"weight": {"value": 70.5, "unit": "KILOGRAMS"}},
        {"weight": 70.5},
        {"weight": 70_500, "unit": "g"},
        {"weightKg": 70.5},
        {"weight_in_kilograms": 70.5},
        {"value": 70_500, "unit": "grams"},
    ],
)
def test_a_unit_wherever_it_stands(held: dict[str, object]) -> None:
    (found,) = of_kind(documents_in([weight("2024-06-01T06:00:00Z", **held)]), FoundReading)
    assert isinstance(found.reading.value, Weight)
    assert found.reading.value.mass.grams == pytest.approx(70_500)


@pytest.mark.parametrize(
    "document",
    [
        {"weight": [{"weight": {"inKilograms": 70.5}, "time": "2024-06-01T06:00:00Z"}]},
        [{"type": "Weight", "data": {"weight": 70.5, "time": 1717221600, "metadata": META}}],
        {"records": [{"recordType": "Weight", "record": weight(1717221600)}]},
    ],
)
def test_a_record_wherever_it_is_packed(document: object) -> None:
    (found,) = documents_in(document)
    assert isinstance(found, FoundReading)


@pytest.mark.parametrize("held", [{"inFahrenheit": 98.6}, {"value": 98.6, "unit": "fahrenheit"}])
def test_a_temperature_says_its_degrees(held: dict[str, object]) -> None:
    record = weight("2024-06-01T06:00:00Z", temperature=held) | {"recordType": "BodyTemperature"}
    (found,) = of_kind(documents_in([record]), FoundReading)
    assert isinstance(found.reading.value, Temperature)
    assert found.reading.value.milli_c == 37_000


@pytest.mark.parametrize(
    ("held", "ml"),
    [
        ({"inLiters": 0.5}, 500),
        ({"inMilliliters": 500}, 500),
        ({"inFluidOuncesUs": 12}, 354.88),
        ({"value": 12, "unit": "FLUID_OUNCES_US"}, 354.88),
        (0.5, 500),
    ],
)
def test_a_drink_in_every_unit_the_platform_has(held: object, ml: float) -> None:
    (meal,) = of_kind(documents_in({"HydrationRecord": [SPAN | {"volume": held}]}), FoundMeal)
    (water,) = meal.entry.portions
    assert isinstance(water, StatedEntry)
    assert water.mass_g == pytest.approx(ml, abs=0.01)


def test_a_drink_in_no_unit_is_told() -> None:
    record = SPAN | {"volume": {"inBuckets": 2}}
    (told,) = documents_in({"HydrationRecord": [record]})
    assert isinstance(told, NotTaken)
    assert isinstance(told.reason, Misshapen)


def test_pressures_are_of_one_reader() -> None:
    sides = {"systolic": {"inMillimetersOfMercury": 121}, "diastolic": {"value": 79}}
    record = weight("2024-06-01T06:00:00Z", **sides) | {"recordType": "BloodPressureRecord"}
    (found,) = of_kind(documents_in([record]), FoundReading)
    assert found.reading.value == BloodPressure(121, 79)


@pytest.mark.parametrize("kind", ["HeartRateRecord", "HeartRateSeriesRecord"])
def test_zero_beats_are_no_measurement(kind: str) -> None:
    beats = [{"epochMillis": 1717221600_000, "beatsPerMinute": bpm} for bpm in (60, 0)]
    span = {"startTime": 1717221600, "endTime": 1717221660, "samples": beats, "metadata": META}
    found = documents_in([{"recordType": kind} | span])
    assert [one.sample.value for one in of_kind(found, FoundSample)] == [60]
    assert len(of_kind(found, NotTaken)) == 1


def test_a_food_is_a_meal_with_its_nutrients() -> None:
    food = {
        "recordType": "NutritionRecord",
        "startTime": "2024-06-01T06:00:00Z",
        "endTime": "2024-06-01T06:10:00Z",
        "name": "Egg",
        "mealType": 3,
        "energy": {"inKilojoules": 418.4},
        "protein": {"inGrams": 12.5},
        "sodium": {"inMilligrams": 300},
        "vitaminD": {"inMicrograms": 2},
        "metadata": META,
    }
    (found,) = of_kind(documents_in([food]), FoundMeal)
    (portion,) = found.entry.portions
    assert isinstance(portion, StatedEntry)
    assert (portion.name, found.entry.kind) == ("Egg", MealKind.DINNER)
    stated = {"energy_kcal": 100, "protein_g": 12.5, "sodium_mg": 300, "vitamin_d_ug": 2}
    assert dict(portion.stated) == pytest.approx(stated)


def rows_in(found: Sequence[Found]) -> list[tuple[str, str, int, int, int, int]]:
    """Every sample, packed or not, as it would be packed."""
    packed = [
        FoundSamples(one.place, SampleBatch.of_samples(one.metric, one.source, [one.sample]))
        for one in of_kind(found, FoundSample)
    ]
    return samples_in([*packed, *of_kind(found, FoundSamples)])


texts = st.builds(
    lambda at, style, suffix: at.strftime(style) + suffix,
    st.datetimes(dt.datetime(2023, 10, 28), dt.datetime(2024, 4, 1)),
    st.sampled_from(["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M:%S.125", "%Y-%m-%d %H:%M:%S"]),
    st.sampled_from(["Z", "Z", "+01:00", "-03:30", ""]),
)
offsets = st.sampled_from([None, "+02:00", 3_600, {"totalSeconds": -3_600}, "x", True, 1])
amounts = st.one_of(
    st.integers(-1, 10**6), st.floats(0, 1e6), st.sampled_from([None, "12", True, 10**30, ""])
)
sources = st.sampled_from(
    [{}, {"dataOrigin": "org.x"}, {"dataOrigin": {"packageName": "org.y"}}, {"app": ""}, [1], "x"]
)


@st.composite
def series_records(draw: st.DrawFn) -> dict[str, object]:
    """A record of a series, usual or not."""
    value, span = draw(amounts), {"startTime": draw(texts), "endTime": draw(texts)}
    held: dict[str, object] = draw(
        st.sampled_from(
            [
                {"recordType": "StepsRecord", "count": value},
                {"recordType": "DistanceRecord", "distance": {"inMeters": value, "inMiles": 1}},
                {"recordType": "DistanceRecord", "distance": {"value": value, "unit": "km"}},
                {"recordType": "DistanceRecord", "distance": value},
                {"recordType": "ActiveCaloriesBurned", "energy": {"inKilocalories": value}},
                {"recordType": "ActiveCaloriesBurned", "energy": {"inJoules": value}},
                {"recordType": "FloorsClimbedRecord", "floors": value},
                {
                    "recordType": "HeartRateRecord",
                    "samples": [{"time": draw(texts), "beatsPerMinute": value}],
                },
            ]
        )
    )
    zone = {"startZoneOffset": draw(offsets), "endZoneOffset": draw(offsets)}
    metadata = {"metadata": draw(sources), "app": "org.z"}
    return {**held, **span, **zone, **metadata}


@given(st.lists(series_records(), min_size=1, max_size=8))
def test_a_packed_record_is_what_it_would_be_alone(records: list[dict[str, object]]) -> None:
    document = [{"recordType": "StepsRecord", "time": 0, "metadata": {}}, *records]
    packed = documents_in(document)
    with patch.object(Packer, "add", return_value=False):
        alone = documents_in(document)
    assert rows_in(packed) == rows_in(alone)
    assert of_kind(packed, NotTaken) == of_kind(alone, NotTaken)


@pytest.mark.parametrize("table", ["steps_record_table", "others"])
def test_a_database_is_named(table: str) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute(f"create table {table} (start_time int)")
        (member,) = members({"export.db": database.serialize()}).values()
    arrival = Arrival("export.db", member, PARIS, Bundle({}))
    (told,) = detect.read(detect.kind_of(member, lambda head, name: False), arrival)
    assert isinstance(told, NotTaken)
    assert told.reason == Unsupported(
        "database of Health Connect" if "record" in table else "database of SQLite"
    )


SPAN = {"startTime": "2024-03-01T10:00:00Z", "endTime": "2024-03-01T10:15:00Z"}
SNAKE = {"start_time": SPAN["startTime"], "end_time": SPAN["endTime"]}
STEPS = {"count": 1_000, "metadata": {"id": "a", "dataOrigin": "org.example.app"}} | SPAN
POINT = {
    "uuid": "a",
    "unit": "COUNT",
    "dateFrom": "2024-03-01T10:00:00.000Z",
    "dateTo": "2024-03-01T10:15:00.000Z",
    "sourcePlatform": "googleHealthConnect",
    "sourceName": "org.example.app",
}


@pytest.mark.parametrize(
    "document",
    [
        {"records": [STEPS], "pageToken": "x"},
        [STEPS],
        STEPS,
        {"timestamp": "2024-03-01T10:00:00Z", "steps": [{"count": 1_000} | SNAKE]},
        [{"_id": "a", "app": "x", "start": SPAN["startTime"], "end": SPAN["endTime"]}
         | {"data": {"count": 1_000}}],
        [POINT | {"type": "STEPS", "value": {"__type": "N", "numeric_value": 1_000}}],
        [POINT | {"type": "STEPS", "value": {"numericValue": "1000"}}],
        [POINT | {"type": "STEPS", "value": 1_000}],
    ],
)  # fmt: skip
def test_steps_without_a_type_or_of_another_writer(document: object) -> None:
    ((metric, _, start_ms, length_ms, value, _),) = rows_in(documents_in(document))
    assert (metric, value, length_ms) == ("steps", 1_000, 900_000)
    assert start_ms == dt.datetime(2024, 3, 1, 10, tzinfo=dt.UTC).timestamp() * 1_000


@pytest.mark.parametrize(("name", "kind"), [("BodyFat", BodyFat), ("OxygenSaturation", SpO2)])
def test_what_the_fields_do_not_tell_the_name_of_the_file_does(name: str, kind: type) -> None:
    record = {"time": "2024-03-01T10:00:00Z", "percentage": 96.0, "metadata": META}
    fat = record | {"percentage": 20.5}
    page = {"records": [fat if kind is BodyFat else record]}
    for file in (f"{name}.json", f"export/{name}Record_2024.json"):
        (found,) = documents_in(page, name=file)
        assert isinstance(found, FoundReading)
        assert isinstance(found.reading.value, kind)
    (told,) = documents_in(page)
    assert isinstance(told, NotTaken)


def test_lists_of_short_names() -> None:
    document = {
        "app_version": "1.0",
        "steps": [],
        "sleep": [
            {
                "session_end_time": "2024-03-02T05:00:00Z",
                "duration_seconds": 25_200,
                "stages": [
                    {
                        "stage": "deep",
                        "start_time": "2024-03-01T22:00:00Z",
                        "end_time": "2024-03-01T23:00:00Z",
                    }
                ],
            }
        ],
        "heart_rate": [{"bpm": 60, "time": "2024-03-01T10:00:00Z"}],
        "weight": [{"kilograms": 70.5, "time": "2024-03-01T10:00:00Z"}],
        "distance": [{"meters": 1_000} | SNAKE],
        "active_calories": [{"calories": 100} | SNAKE],
        "total_calories": [{"calories": 200} | SNAKE],
        "exercise": [{"type": "56", "duration_seconds": 900} | SNAKE],
    }
    found = documents_in(document)
    values = {row[0]: row[4] for row in rows_in(found)}
    assert values == {
        metric.value: number * metric.per_unit
        for metric, number in (
            (Metric.HEART_RATE, 60),
            (Metric.DISTANCE, 1_000),
            (Metric.ACTIVE_ENERGY, 100),
        )
    }
    sleep, mass = (one.reading.value for one in of_kind(found, FoundReading))
    assert isinstance(sleep, Sleep)
    assert isinstance(mass, Weight)
    assert sleep.start == dt.datetime(2024, 3, 1, 22, tzinfo=dt.UTC)
    (run,) = of_kind(found, FoundRecording)
    assert run.recording.sport is Sport.RUNNING
    assert [one.what for one in of_kind(found, NotTaken)] == ["total calories"]


def test_a_list_of_nothing_is_told_apart_by_its_beginning() -> None:
    nothing: list[object] = [[] for _ in range(300_000)]
    began = process_time()
    assert not any(reader.fits(nothing) for reader in HEALTH_CONNECT)
    assert process_time() - began < 0.05

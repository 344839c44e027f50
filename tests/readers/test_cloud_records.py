"""Health Connect, iHealth and Runkeeper: units, styles of names, walls and offsets."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.apple_export import samples_in
from tests.readers.vendor_files import documents_in, of_kind, real, tables_in
from tests.support import needs_shared_data
from vegaloop.activity import Channel, Sport
from vegaloop.biometrics import BloodPressure, Glucose, Metric, Sleep, Stage, Weight
from vegaloop.imports.domain.found import (
    FoundMeal,
    FoundReading,
    FoundRecording,
    NotTaken,
)

META = {"id": "a1", "dataOrigin": {"packageName": "org.example.app"}}
SPAN = {
    "startTime": "2024-06-01T06:00:00Z",
    "endTime": "2024-06-01T06:10:00Z",
    "startZoneOffset": "+03:00",
}
AT = {"time": "2024-06-01T06:00:00Z", "zoneOffset": "+03:00"}


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


@given(st.integers(0, 100_000), st.booleans(), st.integers(0, 2))
def test_steps_in_every_style_and_layout(count: int, snake: bool, layout: int) -> None:
    record = {"count": count, "metadata": META, **SPAN}
    if snake:
        record = {_snake(name): value for name, value in record.items()}
    documents = (
        {"StepsRecord": [record]},
        {"records": [record | {"type": "Steps"}]},
        [record | {"recordType": "StepsRecord"}],
    )
    ((metric, source, _, length_ms, value, offset_s),) = samples_in(documents_in(documents[layout]))
    assert (metric, value, length_ms) == ("steps", count * Metric.STEPS.per_unit, 600_000)
    assert (source, offset_s) == ("health_connect/org.example.app", 10_800)


@given(st.integers(40_000, 200_000))
def test_a_weight_in_any_unit(grams: int) -> None:
    weights = (
        {"inKilograms": grams / 1_000},
        {"inGrams": grams},
        {"value": grams / 1_000, "unit": "kg"},
        {"inPounds": grams / 453.59237},
        grams / 1_000,
    )
    for weight in weights:
        document = {"WeightRecord": [{"weight": weight, "metadata": META, **AT}]}
        (found,) = of_kind(documents_in(document), FoundReading)
        assert isinstance(found.reading.value, Weight)
        assert found.reading.value.mass.grams == pytest.approx(grams)


def test_records_of_every_other_kind() -> None:
    stages = [
        {"startTime": "2024-06-01T06:05:00Z", "endTime": "2024-06-01T06:10:00Z", "stage": 6},
        {"startTime": "2024-06-01T06:00:00Z", "endTime": "2024-06-01T06:05:00Z", "stage": "deep"},
    ]
    document = {
        "HeartRateRecord": [
            {"samples": [{"time": "2024-06-01T06:00:00Z", "beatsPerMinute": 61}], **SPAN}
        ],
        "SleepSessionRecord": [{"stages": stages, **SPAN}],
        "BloodPressureRecord": [
            {"systolic": {"inMillimetersOfMercury": 121}, "diastolic": {"value": 79}, **AT}
        ],
        "BloodGlucoseRecord": [{"level": {"inMillimolesPerLiter": 5.0}, **AT}],
        "HydrationRecord": [{"volume": {"inLiters": 0.25}, **SPAN}],
        "ExerciseSessionRecord": [{"exerciseType": 56, "title": "Park", "metadata": META, **SPAN}],
        "NutritionRecord": [{"name": "Egg", "energy": {"inKilocalories": 78}, **SPAN}],
        "BoneMassRecord": [AT, AT],
    }
    found = documents_in(document)
    sleep, pressure, glucose = (one.reading.value for one in of_kind(found, FoundReading))
    assert isinstance(sleep, Sleep)
    assert [span.stage for span in sleep.stages] == [Stage.DEEP, Stage.REM]
    assert pressure == BloodPressure(121, 79)
    assert isinstance(glucose, Glucose)
    assert glucose.mmol_l == pytest.approx(5.0, abs=1e-3)
    (run,) = of_kind(found, FoundRecording)
    assert (run.recording.sport, run.external_id, run.recording.name) == (
        Sport.RUNNING,
        "a1",
        "Park",
    )
    assert len(of_kind(found, FoundMeal)) == 2
    (told,) = of_kind(found, NotTaken)
    assert (told.what, told.count) == ("bone mass", 2)


@given(st.integers(1_300_000_000, 1_700_000_000), st.integers(-11, 14), st.integers(60, 100_000))
def test_ihealth_writes_its_wall_as_if_it_were_utc(wall_s: int, hours: int, later_s: int) -> None:
    sign = "-" if hours < 0 else "+"
    record = {
        "HP": 120,
        "LP": 80,
        "HR": 0,
        "MDate": wall_s,
        "TimeZone": f"{sign}{abs(hours):02d}00",
        "LastChangeTime": wall_s - hours * 3_600 + later_s,
    }
    (found,) = documents_in({"BPDataList": [record], "BPUnit": 0})
    assert isinstance(found, FoundReading)
    assert found.reading.moment.at.timestamp() == wall_s - hours * 3_600
    assert found.reading.moment.utc_offset_s == hours * 3_600


def test_ihealth_records_that_were_changed_before_they_would_begin_are_in_utc() -> None:
    sport = {
        "SportName": "Running",
        "SportStartTime": 1_442_520_148,
        "SportEndTime": 1_442_521_948,
        "TimeZone": -8,
        "LastChangeTime": 1_442_520_177,
    }
    (found,) = documents_in({"SPORTDataList": [sport]})
    assert isinstance(found, FoundRecording)
    assert found.recording.start is not None
    assert found.recording.start.timestamp() == 1_442_520_148


@pytest.mark.parametrize(
    ("unit", "value", "kg"), [(0, 70.0, 70.0), (1, 154.3236, 70.0), (2, 11.0231, 70.0)]
)
def test_ihealth_units_stand_on_the_page(unit: int, value: float, kg: float) -> None:
    record = {"WeightValue": value, "FatValue": 0, "MDate": 1_442_491_449, "TimeZone": "-0800"}
    (found,) = documents_in({"WeightDataList": [record], "WeightUnit": unit})
    assert isinstance(found, FoundReading)
    assert isinstance(found.reading.value, Weight)
    assert found.reading.value.mass.kg == pytest.approx(kg, abs=1e-3)


@given(st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2025, 1, 1)), st.integers(-11, 13))
def test_runkeeper_adds_the_hours_its_wall_was_ahead(wall: dt.datetime, hours: int) -> None:
    item = {
        "start_time": f"{wall:%a, %d %b %Y %H:%M:%S}",
        "utc_offset": hours,
        "duration": 600.5,
        "type": "Running",
        "uri": "/fitnessActivities/1",
        "heart_rate": [{"timestamp": 0, "heart_rate": 90}, {"timestamp": 10.5, "heart_rate": 99}],
    }
    (found,) = documents_in({"items": [item], "size": 1})
    assert isinstance(found, FoundRecording)
    start = wall.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    assert found.recording.start == start
    assert found.recording.utc_offset_s == hours * 3_600
    assert found.recording.streams.seconds == (0, 10.5)
    assert found.recording.streams.values(Channel.HEART_RATE) == (90, 99)


def test_a_table_of_runkeeper() -> None:
    header = (
        "Activity Id",
        "Date",
        "Type",
        "Route Name",
        "Distance (mi)",
        "Duration",
        "Climb (ft)",
    )
    (found,) = tables_in(
        header, [("x", "2024-06-01 07:00:00", "Running", "", "1", "1:02:03", "10")]
    )
    assert isinstance(found, FoundRecording)
    assert found.recording.totals.elapsed.seconds == 3_723
    assert found.recording.wall_start == dt.datetime(2024, 6, 1, 7)
    assert found.recording.totals.distance is not None
    assert found.recording.totals.distance.meters == 1_609.344


@needs_shared_data
def test_a_real_activity_without_an_offset_is_on_the_wall_at_home() -> None:
    (found,) = real(
        "biometrics/runkeeper/api_shimmer/runkeeper-fitness-activities-missing-offset.json"
    )
    assert isinstance(found, FoundRecording)
    assert found.recording.start is None
    assert found.recording.wall_start == dt.datetime(2010, 1, 24, 10, 0, 36)

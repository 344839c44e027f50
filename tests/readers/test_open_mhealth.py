"""Open mHealth: bodies of every schema, alone and with a header, sleeps, workouts, HealthKit."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.clinical import AT, data_point, frame_of
from tests.readers.vendor_agreement_clinical import schema_of
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import SHARED, needs_shared_data
from vegaloop.activity import Sport
from vegaloop.biometrics import BloodPressure, Glucose, Metric, Sleep, Temperature, Weight
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundRecording,
    FoundSample,
    Misshapen,
    NotTaken,
    Unsupported,
)

NIGHT = frame_of("2024-04-30T23:00:00+02:00", AT)
RUN = frame_of(AT, "2024-05-01T09:00:00+02:00")
UNITS = {"kg": 1.0, "g": 0.001, "lb": 0.453_592_37, "oz": 0.453_592_37 / 16, "Metric Ton": 1_000.0}


def _whats(found: list[Found]) -> list[str]:
    return [one.what for one in of_kind(found, NotTaken)]


@given(
    st.sampled_from(sorted(UNITS)),
    st.integers(30_000, 300_000),
    st.sampled_from(("1.0", "2.0", "3.0")),
)
def test_a_weight_comes_back(unit: str, grams: int, version: str) -> None:
    body = {"body_weight": {"value": grams / 1_000 / UNITS[unit], "unit": unit}} | frame_of(AT)
    for document in (body, data_point("body-weight", version, body)):
        (one,) = documents_in(document)
        assert isinstance(one, FoundReading)
        assert isinstance(one.reading.value, Weight)
        assert one.reading.value.mass.grams == pytest.approx(grams, abs=1e-4)
        assert one.reading.moment.local.isoformat() == AT
    assert one.reading.source == "open_mhealth/A shim"


@given(st.integers(0, 30_000), st.integers(1, 25 * 60))
def test_steps_of_all_versions_are_the_same(steps: int, minutes: int) -> None:
    end = (dt.datetime.fromisoformat(AT) + dt.timedelta(minutes=minutes)).isoformat()
    plain = {"step_count": steps} | frame_of(AT, end)
    with_unit = {"step_count": {"value": steps, "unit": "steps"}} | frame_of(AT, end)
    documents = (
        plain,
        with_unit,
        data_point("step-count", "1.0", plain),
        data_point("step-count", "2.0", plain),
        data_point("step-count", "3.0", with_unit),
    )
    for document in documents:
        (one,) = documents_in(document)
        assert isinstance(one, FoundSample)
        assert (one.metric, one.sample.value) == (Metric.STEPS, steps)
        assert one.sample.length_s == minutes * 60
    (told,) = documents_in(data_point("step-count", "3.0", plain))
    assert isinstance(told, NotTaken)
    assert told.reason == Misshapen("step_count", str(steps), "an object")


@pytest.mark.parametrize(
    ("interval", "seconds"),
    [
        ({"start_date_time": AT, "duration": {"value": 1.5, "unit": "h"}}, 5_400),
        ({"end_date_time": AT, "duration": {"value": 10, "unit": "min"}}, 600),
        ({"start_date_time": AT, "end_date_time": AT}, 0),
        ({"date": "2024-05-01", "part_of_day": "evening"}, 21_600),
    ],
)
def test_intervals(interval: dict[str, object], seconds: float) -> None:
    body = {
        "minutes_moderate_activity": {"value": 5, "unit": "min"},
        "effective_time_frame": {"time_interval": interval},
    }
    found = documents_in(body)
    if not seconds:
        assert _whats(found) == ["minutes moderate activity without how long it was counted"]
        return
    (one,) = found
    assert isinstance(one, FoundSample)
    assert one.sample.length_s == seconds
    assert one.sample.moment.local_date == dt.date(2024, 5, 1)
    assert one.zone_assumed is ("date" in interval)


def test_a_time_without_a_zone_is_in_utc() -> None:
    body = {"heart_rate": {"value": 60, "unit": "beats/min"}} | frame_of("2024-05-01T08:00:00")
    (one,) = documents_in(body)
    assert isinstance(one, FoundSample)
    assert one.sample.moment.at == dt.datetime(2024, 5, 1, 8, tzinfo=dt.UTC)


def test_an_end_before_its_start_is_told() -> None:
    body = {"heart_rate": {"value": 60, "unit": "beats/min"}}
    (told,) = documents_in(body | frame_of(AT, "2023-01-01T00:00:00Z"))
    assert isinstance(told, NotTaken)
    assert isinstance(told.reason, Misshapen)
    assert told.reason.field == "effective_time_frame.time_interval.end_date_time"


def test_what_has_no_time_or_is_a_mean_of_days_has_no_room() -> None:
    sleep = {"sleep_duration": {"value": 7, "unit": "h"}} | NIGHT
    average = {"descriptive_statistic": "average", "descriptive_statistic_denominator": "d"}
    points = [
        {"blood_glucose": {"value": 95, "unit": "mg/dL"}},
        sleep | average,
        {"step_count": 900} | RUN | average,
        {"body_height": {"value": 180, "unit": "cm"}},
    ]
    assert _whats(documents_in(points)) == [
        "blood glucose without a time",
        "sleep duration (average per d)",
        "step count (average per d)",
        "body height without a time",
    ]


def test_single_values() -> None:
    glucose = {"blood_glucose": {"value": 5.5, "unit": "mmol/L"}} | frame_of(AT)
    pressure = {
        "systolic_blood_pressure": {"value": 120, "unit": "mmHg"},
        "diastolic_blood_pressure": {"value": 80, "unit": "mmHg"},
        "user_notes": "dizzy",
    }
    warm = {"body_temperature": {"value": 98.6, "unit": "F"}} | frame_of(AT)
    found = documents_in([glucose, pressure | frame_of(AT), warm])
    values = [one.reading.value for one in of_kind(found, FoundReading)]
    assert values[:2] == [Glucose(5_500), BloodPressure(120, 80)]
    assert isinstance(values[2], Temperature)
    assert values[2].celsius == 37
    assert _whats(found) == ["user notes"]


@given(st.integers(1, 540), st.booleans())
def test_a_sleep_comes_back(minutes: int, is_main: bool) -> None:
    length_s = {"value": minutes, "unit": "min"}
    episode = {"total_sleep_time": length_s, "is_main_sleep": is_main} | NIGHT
    for name, body in (
        ("sleep-episode", episode),
        ("total-sleep-time", {"total_sleep_time": length_s} | NIGHT),
        ("sleep-duration", {"sleep_duration": length_s} | NIGHT),
    ):
        (one,) = documents_in(data_point(name, "1.0", body))
        assert isinstance(one, FoundReading)
        assert isinstance(one.reading.value, Sleep)
        assert one.reading.value.asleep.minutes == minutes
        assert one.reading.value.nap is (name == "sleep-episode" and not is_main)
        assert one.reading.moment.local_date == dt.date(2024, 5, 1)


def test_how_long_was_slept_is_what_is_left() -> None:
    for beside in (
        {"wake_after_sleep_onset": {"value": 54, "unit": "min"}},
        {"sleep_maintenance_efficiency_percentage": {"value": 90, "unit": "%"}},
    ):
        (one,) = documents_in(data_point("sleep-episode", "1.1", beside | NIGHT))
        assert isinstance(one, FoundReading)
        assert isinstance(one.reading.value, Sleep)
        assert one.reading.value.asleep.minutes == pytest.approx(540 * 0.9)


def test_workouts() -> None:
    effort = {"distance": {"value": 5, "unit": "km"}, "kcal_burned": {"value": 300, "unit": "kcal"}}
    walk = {"activity_name": "walking"} | effort | RUN
    ride = {"activity_name": "HKWorkoutActivityTypeCycling"} | RUN
    ride |= {"duration": {"value": 1_800, "unit": "sec"}}
    short = {"activity_name": "running"} | frame_of(AT)
    found = documents_in([walk, ride, short, data_point("physical-activity", "1.2", walk)])
    walked, rode, again = of_kind(found, FoundRecording)
    totals = walked.recording.totals
    assert walked.recording.sport is Sport.WALKING
    assert totals.distance is not None
    assert (totals.elapsed.seconds, totals.distance.meters) == (3_600, 5_000)
    assert rode.recording.sport is Sport.CYCLING
    assert rode.recording.totals.timer is not None
    assert rode.recording.totals.timer.seconds == 1_800
    assert again.external_id == "123e4567"
    assert again.recording == walked.recording
    assert _whats(found) == ["physical activity without how long it took"]


def test_samples_of_healthkit() -> None:
    def quantity(kind: str, value: float, unit: str) -> dict[str, object]:
        named = {"quantity_type": f"HKQuantityTypeIdentifier{kind}"}
        return named | {"unit_value": {"value": value, "unit": unit}} | frame_of(AT)

    steps = {"quantity_type": "HKQuantityTypeIdentifierStepCount", "count": 500} | RUN
    points = [
        steps,
        quantity("BloodPressureDiastolic", 80, "mmHg"),
        quantity("BodyMass", 70_000, "g"),
        quantity("NikeFuel", 1, "count"),
        quantity("BloodPressureSystolic", 120, "mmHg"),
    ]
    found = documents_in(points)
    assert {type(one.reading.value) for one in of_kind(found, FoundReading)} == {
        Weight,
        BloodPressure,
    }
    (one,) = of_kind(found, FoundSample)
    assert (one.metric, one.sample.value, one.sample.length_s) == (Metric.STEPS, 500, 3_600)
    assert _whats(found) == ["NikeFuel"]


def test_stages_of_healthkit_are_a_night() -> None:
    def stage(value: str, start: str, end: str) -> dict[str, object]:
        named = {"category_type": "HKCategoryTypeIdentifierSleepAnalysis", "category_value": value}
        return named | frame_of(f"2024-05-01T{start}:00Z", f"2024-05-01T{end}:00Z")

    points = [stage("Asleep", "03:00", "06:00"), stage("InBed", "01:00", "07:00")]
    (one,) = documents_in([*points, stage("Asleep", "01:00", "02:30")])
    assert isinstance(one, FoundReading)
    assert isinstance(one.reading.value, Sleep)
    assert one.reading.value.asleep.minutes == 270
    assert one.place.item in (1, 2, 3)
    (told,) = documents_in(points[1:])
    assert isinstance(told, NotTaken)
    assert told.reason == Unsupported("time in bed without sleep")


def test_an_answer_of_a_shim_and_a_schema_of_ones_own() -> None:
    body = {"heart_rate": {"value": 60, "unit": "beats/min"}} | frame_of(AT)
    own = data_point("heart-rate", "1.0", {"rate": 60}, namespace="mine")
    point = data_point("heart-rate", "1.0", body, source="RunKeeper")
    found = documents_in({"shim": "x", "timeStamp": 1, "body": [point, own]})
    (one,) = of_kind(found, FoundSample)
    assert one.source == "open_mhealth/RunKeeper"
    assert _whats(found) == ["heart rate"]


@needs_shared_data
def test_real_bodies_without_a_header_are_refused_or_as_their_first_version_asks() -> None:
    for path in sorted((SHARED / "biometrics/open_mhealth").rglob("*.json")):
        schema, is_valid = schema_of(path)
        document = json.loads(path.read_text())
        if isinstance(document, dict) and set(document) & {"quantity_type", "body_weight"}:
            found = documents_in(document)
            refused = [one for one in of_kind(found, NotTaken) if isinstance(one.reason, Misshapen)]
            assert len(found) == 1
            assert bool(refused) is not is_valid, (schema, path.name)

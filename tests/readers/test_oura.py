"""Oura: every collection of the API, the account export as a document and as tables, the trends."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import documents_in, of_kind, tables_in
from tests.strategies.homes import CHANGES
from tests.support import SHARED, needs_shared_data
from vegaloop.activity import Sport
from vegaloop.biometrics import (
    Hrv,
    Metric,
    Respiration,
    RestingHeartRate,
    Scale,
    Sleep,
    SpO2,
    Stage,
    Temperature,
)
from vegaloop.imports.domain.found import (
    Found,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
    Unsupported,
)
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone, day_span, moment_in

STAGES = {"1": Stage.DEEP, "2": Stage.LIGHT, "3": Stage.REM, "4": Stage.AWAKE}


@st.composite
def nights(draw: st.DrawFn) -> dict[str, object]:
    letters = draw(
        st.text("1234", min_size=2, max_size=120).filter(lambda text: set(text) != {"4"})
    )
    hours = draw(st.integers(-11, 13))
    zone = dt.timezone(dt.timedelta(hours=hours))
    start = draw(st.datetimes(dt.datetime(2016, 1, 1), dt.datetime(2025, 1, 1))).replace(
        microsecond=0, tzinfo=zone
    )
    end = start + dt.timedelta(minutes=5 * len(letters))
    rates = draw(st.lists(st.none() | st.integers(35, 120), min_size=1, max_size=40))
    return {
        "id": "x",
        "day": end.date().isoformat(),
        "bedtime_start": start.isoformat(),
        "bedtime_end": end.isoformat(),
        "time_in_bed": 300 * len(letters),
        "sleep_phase_5_min": letters,
        "type": "long_sleep",
        "average_hrv": draw(st.integers(5, 200)),
        "lowest_heart_rate": draw(st.integers(30, 90)),
        "average_breath": draw(st.integers(80, 200)) / 8,
        "heart_rate": {"interval": 300.0, "items": rates, "timestamp": start.isoformat()},
    }


def _page(*records: object) -> dict[str, object]:
    return {"data": list(records), "next_token": None}


@given(nights())
def test_a_night_comes_back(night: dict[str, object]) -> None:
    found = documents_in(_page(night))
    sleep, hrv, resting, breath = of_kind(found, FoundReading)
    letters = str(night["sleep_phase_5_min"])
    assert isinstance(sleep.reading.value, Sleep)
    assert sleep.reading.value.asleep.minutes == 5 * sum(letter != "4" for letter in letters)
    assert sleep.reading.moment.local_date.isoformat() == night["day"]
    assert not sleep.reading.value.nap
    for span in sleep.reading.value.stages:
        at = int((span.start - sleep.reading.value.start).total_seconds()) // 300
        assert STAGES[letters[at]] is span.stage
    assert isinstance(hrv.reading.value, Hrv)
    assert hrv.reading.value.rmssd_ms == night["average_hrv"]
    assert isinstance(resting.reading.value, RestingHeartRate)
    assert resting.reading.value.rate.bpm == night["lowest_heart_rate"]
    assert isinstance(breath.reading.value, Respiration)
    assert breath.reading.value.per_min == night["average_breath"]
    rates = [one for one in night["heart_rate"]["items"] if one is not None]
    samples = of_kind(found, FoundSample)
    assert [one.sample.value for one in samples if one.metric is Metric.HEART_RATE] == rates


@given(nights(), st.randoms())
def test_a_document_an_account_and_a_table_tell_the_same(
    night: dict[str, object], chance: object
) -> None:
    header = [*night, "a_new_column"]
    chance.shuffle(header)
    cells = [_cell(night.get(name)) for name in header]
    want = _values(documents_in(night))
    assert _values(documents_in({"sleep": [night], "daily_activity": []})) == want
    for alone in ([night], [_page(night)], {"sleep": [night]}, {"sleep": _page(night)}):
        assert _values(documents_in(alone)) == want
    assert _values(tables_in(header, [cells])) == want


@given(nights())
def test_a_short_sleep_is_a_nap_and_tells_no_reading_of_the_night(night: dict[str, object]) -> None:
    (nap,) = of_kind(documents_in(_page(night | {"type": "late_nap"})), FoundReading)
    assert isinstance(nap.reading.value, Sleep)
    assert nap.reading.value.nap


@pytest.mark.parametrize("kind", ["deleted", "rest"])
def test_a_rest_is_told_and_not_taken(kind: str) -> None:
    night = {
        "bedtime_start": "2024-01-01T23:00:00+01:00",
        "bedtime_end": "2024-01-02T07:00:00+01:00",
        "time_in_bed": 28_800,
        "type": kind,
    }
    found = documents_in(_page(night))
    assert [one.what for one in of_kind(found, NotTaken)] == [f"sleep of type {kind}"]


@given(st.sampled_from(CHANGES), st.integers(0, 90_000), st.integers(0, 3_000))
def test_a_day_lasts_as_long_as_it_does_at_home(
    change: tuple[TimeZone, dt.date], steps: int, active: int
) -> None:
    zone, day = change
    record = {
        "day": day.isoformat(),
        "steps": steps,
        "active_calories": active,
        "total_calories": active + 1_500,
        "medium_activity_time": 600,
        "high_activity_time": 60,
    }
    found = of_kind(documents_in(_page(record), Profile(home_zone=zone)), FoundSample)
    values = {one.metric: one.sample.value for one in found}
    assert values == {
        Metric.STEPS: steps,
        Metric.ACTIVE_ENERGY: active,
        Metric.RESTING_ENERGY: 1_500,
        Metric.EXERCISE_TIME: 11,
    }
    assert {one.sample.length_s for one in found} == {day_span(day, zone).seconds}
    assert all(one.zone_assumed for one in found)


@given(st.sampled_from(CHANGES), st.sampled_from(("+00:00", "-08:00", "+13:00", "")))
def test_a_value_of_a_day_stands_on_the_day_it_names(
    change: tuple[TimeZone, dt.date], offset: str
) -> None:
    zone, day = change
    date = day.isoformat()
    record = {"day": date, "timestamp": f"{date}T00:00:00{offset}", "temperature_deviation": -0.3}
    alone = {"daily_readiness": [record | {"score": 80}]}
    (found,) = of_kind(documents_in(alone, Profile(home_zone=zone)), FoundReading)
    assert found.reading.value == Temperature(Scale.DEVIATION, -300)
    span = day_span(day, zone)
    assert found.reading.moment.at == span.start
    assert found.reading.moment.local_date == day or not span.seconds  # Samoa left a day out.


@given(st.sampled_from(CHANGES))
def test_a_day_whose_clock_changes_is_that_of_home_by_either_offset(
    change: tuple[TimeZone, dt.date],
) -> None:
    zone, day = change
    span = day_span(day, zone)
    for offset_s in (moment_in(at, zone).utc_offset_s for at in (span.start, span.end)):
        at = dt.datetime.combine(day, dt.time(4), dt.timezone(dt.timedelta(seconds=offset_s)))
        record = {"day": day.isoformat(), "timestamp": at.isoformat(), "steps": 9, "score": 1}
        page = _page(record | {"active_calories": 100})
        steps, _ = of_kind(documents_in(page, Profile(home_zone=zone)), FoundSample)
        assert (steps.sample.moment.at, steps.sample.length_s) == (span.start, span.seconds)


def test_a_heart_rate_of_zero_is_none() -> None:
    rates = [{"bpm": n, "source": "awake", "timestamp": "2024-01-05T08:00:00Z"} for n in (0, 60, 0)]
    found = documents_in({"heartrate": rates})
    assert [one.sample.value for one in of_kind(found, FoundSample)] == [60]
    assert {one.reason for one in of_kind(found, NotTaken)} == {
        Unsupported("moment without a measurement")
    }


def test_a_workout_a_session_and_single_values() -> None:
    times = {
        "start_datetime": "2024-05-01T10:00:00+02:00",
        "end_datetime": "2024-05-01T10:30:00+02:00",
    }
    records = (
        times
        | {
            "id": "w",
            "activity": "running",
            "intensity": "hard",
            "distance": 5_000.5,
            "calories": 300,
        },
        times | {"id": "s", "type": "meditation", "mood": "good", "day": "2024-05-01"},
        {"day": "2024-05-01", "spo2_percentage": {"average": 96.5}},
        {"day": "2024-05-01", "timestamp": "2024-05-01T00:00:00+02:00", "vo2_max": 48},
        {"bpm": 61, "source": "awake", "timestamp": "2024-05-01T10:00:00+00:00"},
        {"day": "2024-05-01", "contributors": {}, "score": 80, "temperature_deviation": -0.25},
        {"day": "2024-05-01", "stress_high": 1, "recovery_high": 2, "day_summary": "normal"},
    )
    found = documents_in(_page(*records))
    run, quiet = of_kind(found, FoundRecording)
    assert (run.recording.sport, run.external_id) == (Sport.RUNNING, "w")
    assert run.recording.totals.distance is not None
    assert run.recording.totals.distance.meters == 5_000.5
    assert quiet.recording.sport is Sport.MEDITATION
    values = [one.reading.value for one in of_kind(found, FoundReading)]
    assert [type(value) for value in values] == [SpO2, Temperature]
    assert [one.sample.value for one in of_kind(found, FoundSample)] == [48, 61]
    left = {"mood", "score", "daily stress", "intensity"}
    assert {one.what for one in of_kind(found, NotTaken)} == left


def test_the_trends_of_the_web_pages() -> None:
    header = (
        "date",
        "Sleep Score",
        "Total Sleep Duration",
        "Average HRV",
        "Lowest Resting Heart Rate",
        "Temperature Deviation (°C)",
        "Bedtime Start",
        "Bedtime End",
        "Steps",
        "Activity Burn",
    )
    row = (
        "2024-03-31",
        "81",
        "25200",
        "44",
        "51",
        "0.1",
        "2024-03-30T23:00:00+01:00",
        "2024-03-31T07:30:00+02:00",
        "8000",
        "400",
    )
    found = tables_in(header, [row])
    kinds = [type(one.reading.value) for one in of_kind(found, FoundReading)]
    assert kinds == [Sleep, Hrv, RestingHeartRate, Temperature]
    assert [one.sample.length_s for one in of_kind(found, FoundSample)] == [82_800, 82_800]


@needs_shared_data
@pytest.mark.parametrize("path", sorted((SHARED / "contracts/examples").glob("oura-*.json")))
def test_the_examples_of_the_contract_end_in_an_answer(path: object) -> None:
    documents_in(json.loads(path.read_text()))


def _cell(value: object) -> str:
    return json.dumps(value) if isinstance(value, dict | list) else str(value or "")


def _values(found: list[Found]) -> list[object]:
    readings = [one.reading for one in of_kind(found, FoundReading)]
    samples = [(one.metric, one.sample) for one in of_kind(found, FoundSample)]
    return [*readings, *samples]

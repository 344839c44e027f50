"""Polar's AccessLink by its contract: every answer, alone and in lists, field by field."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.answers import (
    assert_pages_do_not_matter,
    filled,
    names_of,
    passed_over,
    records,
)
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import at_most, needs_shared_data
from vegaloop.activity import Channel, Sport
from vegaloop.biometrics import Metric
from vegaloop.imports.domain.found import FoundReading, FoundRecording, FoundSample, NotTaken

_CONTRACT: Final = "polar_accesslink_v3.openapi.json"
# What each record is, and the field its list stands in; a bare list where that is empty.
_LISTED: Final = {
    "exercise": "",
    "exerciseHashId": "",
    "activity": "",
    "activity-summary-with-all-samples": "",
    "activity-summary": "",
    "activity-day-with-samples": "",
    "activity-step-samples": "",
    "activity-zone-samples": "",
    "physical-info": "",
    "physical-information": "",
    "sleep": "nights",
    "nightly-recharge": "recharges",
    "continuous-heartrate": "heart_rates",
    "cardio-load": "",
    "alertness": "",
    "circadian-bedtime": "",
    "body-temperature-period": "",
    "skin-temperature": "",
    "skin-contact-period": "",
    "ecg-test-result": "",
    "spo2-test-result": "",
    "zone": "zone",
}
_NAMED: Final = (
    "activity-zone-samples",
    "alertness",
    "body-temperature-period",
    "cardio-load",
    "circadian-bedtime",
    "ecg-test-result",
    "skin-contact-period",
    "zone",
)
# Names, devices and times of record; who somebody is (the people's readers' business); sums of what
# is beside; the parts of what is named.
_SILENT: Final = """
    id polar-user polar_user transaction-id device-id device_id source_device_id club-id club_id
    club-name club_name has-route has_route created sport test_status weight_source weight-source
    birthday gender training_background typical_day sleep_goal training_load_pro training-load-pro
    end_time date total_steps interval_ms activity_zones
    light_sleep deep_sleep rem_sleep unrecognized_sleep_stage steps
"""


def _known(name: str, day: dt.date) -> object:
    noon = dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC)
    given: dict[str, object] = {
        "id": 1_937_529_874,
        "date": day.isoformat(),
        "sleep_date": day.isoformat(),
        "start_time": f"{day}T08:15:30",
        "start-time": f"{day}T08:15:30",
        "end_time": f"{day}T23:59:59",
        "upload_time": f"{day}T20:00:00.000Z",
        "upload-time": f"{day}T20:00:00.000Z",
        "created": f"{day}T10:00:00Z",
        "modified": f"{day}T11:00:00Z",
        "sleep_start_time": f"{day}T00:39:07+03:00",
        "sleep_end_time": f"{day}T09:19:37+03:00",
        "hypnogram": {"00:39": 2, "00:50": 3, "01:23": 4},
        "hrv_samples": {"00:41": 14, "00:46": 15},
        "breathing_samples": {"00:41": 13.4},
        "test_time": int(noon.timestamp()),
        "timestamp": f"{day}T00:02",
        "sample_time": "12:00:05",
        "time": "12:00:00.000",
        "interval": 1,
        "interval_ms": 60_000,
        "sample-type": "0",
        "data": "100,102,97",
        "recording-rate": 5,
        "route": [{"latitude": 60.2, "longitude": 25.1, "time": "PT1S"}],
        "test_status": "SPO2_TEST_PASSED",
        "weight_source": "SOURCE_USER",
    }
    return given.get(name)


def _of(kind: str, record: Any) -> Any:
    """Mend what one name means in several records."""
    if kind in ("sleep", "continuous-heartrate"):
        rates = {"00:41": 76, "00:46": 77}
        samples = [{"heart_rate": 61, "sample_time": "12:00:05"}]
        return record | {"heart_rate_samples": rates if kind == "sleep" else samples}
    if kind == "activity-zone-samples":
        zones = [{"index": 1, "inzone": "PT1M"}]
        return record | {"samples": [{"activity-zones": zones, "time": "12:00:00"}]}
    return record


def _page(kind: str, *given: object) -> object:
    return {_LISTED[kind]: list(given)} if _LISTED[kind] else list(given)


@needs_shared_data
@pytest.mark.parametrize("kind", _LISTED)
class TestEveryAnswer:
    """Every record of the contract is known, alone and in lists, and none of it passed over."""

    @settings(max_examples=at_most(10))
    @given(st.data())
    def test_pages_order_and_splitting_do_not_matter(self, kind: str, data: st.DataObject) -> None:
        one, two = (_of(kind, data.draw(records(_CONTRACT, kind, _known))) for _ in "ab")
        assert_pages_do_not_matter(one, two, partial(_page, kind))

    def test_nothing_is_passed_over(self, kind: str) -> None:
        record = _of(kind, filled(_CONTRACT, kind, _known))
        if kind not in _NAMED:  # Of those the whole is named.
            assert not passed_over(record, partial(_page, kind), _SILENT)


def _exercise(start: dt.datetime, seconds: int, **more: object) -> dict[str, object]:
    return {
        "id": "2AC312F",
        "upload_time": "2024-06-01T10:40:02.000Z",
        "device": "Polar Vantage",
        "start_time": start.replace(microsecond=0).isoformat(),
        "start_time_utc_offset": 180,
        "duration": f"PT{seconds}S",
        "sport": "OTHER",
        "detailed_sport_info": "RUNNING",
        **more,
    }


@given(
    st.datetimes(dt.datetime(2012, 1, 1), dt.datetime(2025, 1, 1)),
    st.integers(60, 40_000),
    st.lists(st.integers(300, 1_500), min_size=1, max_size=50),
    st.lists(st.integers(40, 200), min_size=1, max_size=50),
)
def test_an_exercise_has_its_name_its_series_and_its_beats(
    start: dt.datetime, seconds: int, beats: list[int], rates: list[int]
) -> None:
    def sample(kind: int, values: list[int]) -> dict[str, object]:
        data = ",".join(map(str, values))
        return {"recording-rate": 1, "sample-type": str(kind), "data": data}

    given = [sample(11, beats), sample(0, rates), sample(7, [1_000]), sample(6, [50])]
    exercise = _exercise(start, seconds, samples=given)
    found = documents_in(exercise)
    (run,) = of_kind(found, FoundRecording)
    assert (run.source, run.external_id, run.device) == ("polar", "2AC312F", "Polar Vantage")
    assert run.recording.sport is Sport.RUNNING
    assert list(run.recording.rr_intervals_ms) == beats
    channels = {column.channel: list(column.values) for column in run.recording.streams.columns}
    assert channels == {Channel.HEART_RATE: rates}
    assert {one.what for one in of_kind(found, NotTaken)} == {
        "air pressure",
        "balance of left and right",
    }
    again = exercise | {"upload_time": "2024-06-01T10:40:03.000Z", "calories": 7}
    (edited,) = of_kind(documents_in([again]), FoundRecording)
    assert names_of([edited]) == names_of([run])
    assert run.modified_at is not None
    assert edited.modified_at is not None
    assert run.modified_at < edited.modified_at


@given(
    st.dates(dt.date(2012, 1, 1), dt.date(2025, 1, 1)), st.lists(st.integers(1, 200), max_size=20)
)
def test_the_steps_of_a_day_are_the_same_in_every_shape(day: dt.date, counts: list[int]) -> None:
    stamped = [{"timestamp": f"{day}T10:{n:02}", "steps": one} for n, one in enumerate(counts)]
    clocked = [{"time": f"10:{n:02}:00.000", "steps": one} for n, one in enumerate(counts)]
    newer = {"date": f"{day}", "steps": {"interval_ms": 60_000, "samples": stamped}}
    shapes = (
        newer | {"activity_zones": {}},
        {"start_time": f"{day}T00:00:00", "active_duration": "PT1H", "daily_activity": 1.0}
        | {"samples": newer},
        {"date": f"{day}", "interval": 1, "samples": clocked},
    )
    for shape in shapes:
        found = of_kind(documents_in(shape), FoundSample)
        assert [one.sample.value for one in found] == counts
        assert {one.sample.length_s for one in found} <= {60.0}
        assert all(one.sample.moment.local_date == day for one in found)
        assert [one.metric for one in found] == [Metric.STEPS] * len(counts)


def test_a_day_without_its_minutes_has_their_sum() -> None:
    steps = {"interval_ms": 60_000, "total_steps": 8_000, "samples": []}
    day = {"date": "2024-06-01", "steps": steps, "activity_zones": {}}
    (total,) = of_kind(documents_in(day), FoundSample)
    assert (total.sample.value, total.sample.length_s) == (8_000, 86_400)


@pytest.mark.parametrize("status", ["SPO2_TEST_INCONCLUSIVE", "SPO2_TEST_PASSED"])
def test_a_test_of_oxygen_that_gave_no_number_is_told(status: str) -> None:
    found = documents_in([{"test_time": 1_697_787_256, "test_status": status}])
    assert not of_kind(found, FoundReading)
    assert len(of_kind(found, NotTaken)) == 1

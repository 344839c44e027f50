"""Oura's API by its contract: every document of it, alone, in pages, and field by field."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.answers import (
    CONTRACTS,
    assert_pages_do_not_matter,
    filled,
    names_of,
    passed_over,
    read,
    records,
)
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import at_most, needs_shared_data
from vegaloop.activity import Sport
from vegaloop.imports.domain.found import FoundRecording, FoundSample

_CONTRACT: Final = "oura_v2_1.27.openapi.json"
_KINDS: Final = (
    "DailyActivityModel",
    "DailyCardiovascularAgeModel",
    "DailyReadinessModel",
    "DailyResilienceModel",
    "DailySleepModel",
    "DailySpO2Model",
    "DailyStressModel",
    "EnhancedTagModel",
    "HeartRateModel",
    "PublicWorkout",
    "RestModePeriodModel",
    "RingConfigurationModel",
    "SessionModel",
    "SleepModel",
    "SleepTimeModel",
    "TagModel",
    "VO2MaxModel",
)
_NAMED: Final = (
    "DailyCardiovascularAgeModel",
    "DailyResilienceModel",
    "DailySleepModel",
    "DailyStressModel",
    "EnhancedTagModel",
    "RestModePeriodModel",
    "RingConfigurationModel",
    "SleepTimeModel",
    "TagModel",
)
# Names, days and versions of a record, and what is a part of what is told: the parts of a score, the
# points of a series, the lengths of stages that stand in their order beside.
_SILENT: Final = """
    id day timestamp type period source interval items contributors readiness
    low_battery_alert sleep_algorithm_version sleep_analysis_reason
    awake_time deep_sleep_duration light_sleep_duration rem_sleep_duration time_in_bed
    total_sleep_duration score temperature_trend_deviation
"""
_TIMES: Final = {"bedtime_start": "00:10:00", "bedtime_end": "00:30:00"}


def _known(name: str, day: dt.date) -> object:
    if name in ("day", "start_day", "end_day"):
        return day.isoformat()
    if name in ("timestamp", "start_time", "end_time", "set_up_at", *_TIMES):
        return f"{day}T{_TIMES.get(name, '00:20:00')}.000+02:00"
    if name in ("start_datetime", "end_datetime"):
        return f"{day}T{'07' if name.startswith('s') else '08'}:00:00+02:00"
    given = {"type": "long_sleep", "sleep_phase_5_min": "4213", "interval": 300.0}
    return given.get(name)


def _kind_of_session(record: dict[str, Any]) -> dict[str, Any]:
    return record | {"type": "meditation"} if "motion_count" in record else record


def _page(*given: object) -> object:
    return {"data": list(given), "next_token": None}


@needs_shared_data
@pytest.mark.parametrize("kind", _KINDS)
class TestEveryDocument:
    """Every document of the contract is known, alone and in pages, and none of it passed over."""

    @settings(max_examples=at_most(10))
    @given(st.data())
    def test_pages_order_and_splitting_do_not_matter(self, kind: str, data: st.DataObject) -> None:
        one, two = (_kind_of_session(data.draw(records(_CONTRACT, kind, _known))) for _ in "ab")
        assert_pages_do_not_matter(one, two, _page)
        assert read(_page(one, two)) == read([_page(one), _page(two)])

    def test_nothing_is_passed_over(self, kind: str) -> None:
        record = _kind_of_session(filled(_CONTRACT, kind, _known))
        if kind not in _NAMED:  # Of those the whole is named.
            assert not passed_over(record, _page, _SILENT)


@needs_shared_data
def test_the_examples_are_known() -> None:
    for path in sorted((CONTRACTS / "examples").glob("oura-*.json")):
        assert documents_in(json.loads(path.read_text())), path.name


@given(
    st.datetimes(dt.datetime(2016, 1, 1), dt.datetime(2025, 1, 1)),
    st.integers(-11, 13).filter(bool),  # What is in UTC is put on the wall at home.
    st.integers(60, 40_000),
    st.integers(1, 100_000),
)
def test_a_workout_is_what_was_written(
    start: dt.datetime, hours: int, seconds: int, meters: int
) -> None:
    began = start.replace(microsecond=0, tzinfo=dt.timezone(dt.timedelta(hours=hours)))
    workout = {
        "id": "w1",
        "activity": "running",
        "calories": 120.5,
        "day": began.date().isoformat(),
        "distance": meters,
        "start_datetime": began.isoformat(),
        "end_datetime": (began + dt.timedelta(seconds=seconds)).isoformat(),
        "intensity": "easy",
        "label": None,
        "source": "manual",
    }
    (found,) = of_kind(documents_in(workout), FoundRecording)
    assert (found.source, found.external_id, found.recording.sport) == (
        "oura",
        "w1",
        Sport.RUNNING,
    )
    assert found.recording.start == began
    assert found.recording.utc_offset_s == hours * 3_600
    assert found.recording.totals.elapsed.seconds == seconds
    edited = workout | {"distance": meters + 1}
    assert names_of(documents_in(edited)) == names_of(documents_in(workout))
    assert read(edited) != read(workout)


@given(st.dates(dt.date(2016, 1, 1), dt.date(2025, 1, 1)), st.integers(0, 50_000))
def test_an_edited_day_takes_the_place_of_the_day(day: dt.date, steps: int) -> None:
    record = {"id": "d", "day": f"{day}", "steps": steps, "active_calories": 300}
    later = record | {"steps": steps + 1, "timestamp": f"{day}T04:00:00+02:00"}
    first, again = (of_kind(documents_in(one), FoundSample) for one in (record, later))
    assert names_of(first) == names_of(again)
    assert [one.sample.value for one in again] == [steps + 1, 300]


@pytest.mark.parametrize(
    "record",
    [{"day": "2024-06-01", "spo2_percentage": None}, {"day": "2024-06-01", "vo2_max": None}],
)
def test_a_night_that_measured_nothing_says_so(record: dict[str, object]) -> None:
    ((what, _),) = read(_page(record))
    assert what == "moment without a measurement"

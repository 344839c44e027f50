"""Withings' API by its contract: every answer, whole, as its body, as records, field by field."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial
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
from vegaloop.biometrics import BloodPressure, BodyFat, Metric, Temperature, Weight
from vegaloop.imports.domain.found import (
    FoundReading,
    FoundRecording,
    FoundSample,
    Misshapen,
    NotTaken,
)

_CONTRACT: Final = "withings.openapi.json"
# The list each record stands in.
_LISTED: Final = {
    "measuregrp_object": "measuregrps",
    "activity_object": "activities",
    "workout_object": "series",
    "sleep_summary_object": "series",
    "heart_measurement_object": "series",
    "stetho_measurement_object": "series",
    "rawdata_get_rawdata_object": "rawdata",
}
_NAMED: Final = ("stetho_measurement_object", "rawdata_get_rawdata_object")
# Names, devices, times of record; sums of what is beside; what an entry by hand says where the
# device said it; the parts of what is named.
_SILENT: Final = """
    id grpid deviceid hash_deviceid model model_id modelid brand is_tracker completed attrib
    category timezone date created modified signalid afib vhd diastole systole
    active asleepduration lightsleepduration deepsleepduration remsleepduration
    total_timeinbed wakeupduration manual_calories manual_distance calories distance
    algo_pause_duration
"""
_GETMEAS: Final = {
    1: (Weight, 70.5),
    6: (BodyFat, 20.25),
    71: (Temperature, 36.75),
    73: (Temperature, 33.5),
}


def _known(name: str, day: dt.date) -> object:
    second = int(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC).timestamp())
    given: dict[str, object] = {
        "id": 12_345,
        "grpid": 12,
        "startdate": second,
        "enddate": second + 3_600,
        "timestamp": second,
        "modified": second + 7_200,
        "timezone": "Europe/Paris",
        "attrib": 0,
        "category": 1,
        "model": "Pulse",
        "type": 1,
        "unit": 0,
        "pause_duration": 20,
        "night_events": [1],
    }
    return given.get(name)


def _of(kind: str, record: Any) -> Any:
    """Mend what one name means in several records."""
    if kind == "measuregrp_object":
        return record | {"date": _known("timestamp", dt.date(2024, 6, 1)), "attrib": 0}
    return record


def _answer(kind: str, *given: object) -> dict[str, Any]:
    body: dict[str, object] = {_LISTED[kind]: list(given), "more": 0, "offset": 0}
    return {"status": 0, "body": body}


@needs_shared_data
@pytest.mark.parametrize("kind", _LISTED)
class TestEveryAnswer:
    """Every record of the contract is known, in every wrapping, and none of it passed over."""

    @settings(max_examples=at_most(10))
    @given(st.data())
    def test_pages_order_and_splitting_do_not_matter(self, kind: str, data: st.DataObject) -> None:
        one, two = (_of(kind, data.draw(records(_CONTRACT, kind, _known))) for _ in "ab")
        assert_pages_do_not_matter(one, two, partial(_answer, kind))
        whole = _answer(kind, one, two)
        assert read(whole) == read(whole["body"])

    def test_nothing_is_passed_over(self, kind: str) -> None:
        record = _of(kind, filled(_CONTRACT, kind, _known))
        if kind not in _NAMED:  # Of those the whole is named.
            assert not passed_over(record, partial(_answer, kind), _SILENT)


@needs_shared_data
def test_the_examples_are_known() -> None:
    for path in sorted((CONTRACTS / "examples").glob("withings-*.json")):
        whole = json.loads(path.read_text())
        assert read(whole) == read(whole["value"]) == read(whole["value"]["body"]), path.name
        assert of_kind(documents_in(whole), FoundReading) or of_kind(
            documents_in(whole), FoundSample
        )


@given(
    st.integers(400_000_000, 1_700_000_000),
    st.dictionaries(st.sampled_from([*_GETMEAS, 9, 10, 11, 88, 226]), st.integers(0, 5)),
    st.sampled_from([(0, 1), (1, 1), (2, 1), (5, 1), (0, 2)]),
)
def test_a_group_is_its_measures_and_nothing_else(
    second: int, powers: dict[int, int], about: tuple[int, int]
) -> None:
    values = {kind: value for kind, (_, value) in _GETMEAS.items()} | {9: 80, 10: 120, 11: 60}
    measures = [
        {"type": kind, "value": round(values.get(kind, 3) * 10**more * 100), "unit": -2 - more}
        for kind, more in powers.items()
    ]
    attrib, category = about
    group = {"grpid": 7, "attrib": attrib, "category": category, "date": second}
    found = documents_in(_answer("measuregrp_object", group | {"measures": measures}))
    is_own = attrib != 1 and category != 2
    want = [kind for kind in powers if kind in _GETMEAS and is_own]
    readings = of_kind(found, FoundReading)
    pressures = [one for one in readings if isinstance(one.reading.value, BloodPressure)]
    assert len(pressures) == (is_own and {9, 10} <= powers.keys())
    others = [one.reading.value for one in readings if one not in pressures]
    assert [type(value) for value in others] == [_GETMEAS[kind][0] for kind in want]
    for value, kind in zip(others, want, strict=True):
        if isinstance(value, Weight):
            assert value.mass.kg == _GETMEAS[kind][1]
    assert len(of_kind(found, FoundSample)) == (is_own and 11 in powers)
    named = sum(one.count for one in of_kind(found, NotTaken))
    if is_own:
        assert named == len(powers.keys() & {88, 226}) + (len(powers.keys() & {9, 10}) == 1)
    else:
        assert named == 1


@given(st.integers(400_000_000, 1_700_000_000), st.integers(60, 40_000), st.integers(0, 10**6))
def test_a_workout_has_its_name_and_when_it_was_changed(
    second: int, seconds: int, later: int
) -> None:
    record = {
        "id": 12345,
        "category": 2,
        "timezone": "Europe/Paris",
        "startdate": second,
        "enddate": second + seconds,
        "modified": second + later,
        "data": {"calories": 100, "distance": 5_000, "hr_average": 140},
    }
    edited = record | {"modified": second + later + 1, "data": {"calories": 101}}
    (first,), (again,) = (of_kind(documents_in(one), FoundRecording) for one in (record, edited))
    assert (first.source, first.external_id) == ("withings", "12345")
    assert names_of([first]) == names_of([again])
    assert first.modified_at is not None
    assert again.modified_at is not None
    assert first.modified_at.timestamp() == second + later
    assert again.modified_at > first.modified_at


def test_a_pressure_beside_a_signal_counts_among_the_measures_alone() -> None:
    signal = {
        "deviceid": "x",
        "model": 44,
        "ecg": {"signalid": 1, "afib": 0},
        "bloodpressure": {"diastole": 80, "systole": 120},
        "heart_rate": 61,
        "timestamp": 1_600_000_000,
    }
    found = documents_in(signal)
    (rate,) = of_kind(found, FoundSample)
    assert (rate.metric, rate.sample.value) == (Metric.HEART_RATE, 61)
    assert not of_kind(found, FoundReading)
    assert {one.what for one in of_kind(found, NotTaken)} == {"ecg", "blood pressure of an ecg"}


@pytest.mark.parametrize(
    "answer",
    [
        {"status": 401, "body": {}, "error": "XRequestID: Not provided"},
        {"status": 601, "error": "Too Many Requests"},
        {"status": 503, "body": []},
    ],
)
def test_an_error_is_told(answer: dict[str, object]) -> None:
    refused = of_kind(documents_in(answer), NotTaken)
    given = [one.reason.given for one in refused if isinstance(one.reason, Misshapen)]
    assert str(answer["status"]) in given


@pytest.mark.parametrize("name", ["series", "activities", "measuregrps"])
def test_an_empty_page_tells_nothing(name: str) -> None:
    body = {name: [], "more": False, "offset": 0}
    assert documents_in(body) == documents_in({"status": 0, "body": body}) == []


@given(st.lists(st.integers(1, 300), min_size=1, max_size=20), st.integers(0, 20))
def test_minutes_may_come_in_parts(steps: list[int], cut: int) -> None:
    def series(first: int, last: int) -> dict[str, object]:
        minutes = {
            str(1_600_000_000 + 60 * n): {"steps": steps[n], "duration": 60, "rr": 14}
            for n in range(first, min(last, len(steps)))
        }
        return {"status": 0, "body": {"series": minutes}}

    whole = read(series(0, 20))
    assert whole == read(series(0, cut)) + read(series(cut, 20))
    assert whole == read(series(0, 20)["body"])
    assert sum(whole.values()) == 2 * len(steps)


@pytest.mark.parametrize(("zone", "offset_s"), [("America/Lima", -18_000), ("", 7_200)])
def test_nights_and_minutes_are_on_the_wall_of_their_body(zone: str, offset_s: int) -> None:
    span = {"startdate": 1_594_245_600, "enddate": 1_594_249_200, "state": 1}
    minutes = {"1594245600": {"steps": 7, "duration": 60}}
    (night,) = of_kind(documents_in({"series": [span], "timezone": zone}), FoundReading)
    (steps,) = of_kind(documents_in({"series": minutes, "timezone": zone}), FoundSample)
    assert night.reading.moment.utc_offset_s == steps.sample.moment.utc_offset_s == offset_s

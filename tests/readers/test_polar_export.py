"""Polar's account export: the shapes its documents came in, each read or named."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import documents_in, of_kind
from vegaloop.activity import Channel
from vegaloop.biometrics import Metric, Weight
from vegaloop.imports.domain.found import FoundReading, FoundRecording, FoundSample, NotTaken

START = "2024-03-01T10:00:00.000"
LAP = {"splitTimeMillis": 600_000, "durationMillis": 600_000, "distanceMeters": 1_700.0}
NAMED = {
    "HEART_RATE": Channel.HEART_RATE,
    "heart-rate": Channel.HEART_RATE,
    "CADENCE": Channel.CADENCE,
    "ALTITUDE": Channel.ALTITUDE,
    "DISTANCE": Channel.DISTANCE,
    "TEMPERATURE": Channel.TEMPERATURE,
    "LEFT_CRANK_CURRENT_POWER": Channel.POWER,
    "leftPedalPower": Channel.POWER,
}


def session(**others: object) -> dict[str, object]:
    """A session of the newer layout with one exercise."""
    exercise: dict[str, object] = {
        "startTime": START,
        "stopTime": "2024-03-01T10:30:00.000",
        "timezoneOffsetMinutes": 60,
        "durationMillis": 1_800_000,
        "sport": {"id": "2"},
    }
    whole = {"identifier": {"id": "777"}, "name": "Ride", "product": {"modelName": "V"}}
    return whole | exercise | {"exercises": [exercise | others]}


def not_taken(document: object) -> dict[str, int]:
    """What is named, and how often."""
    return {one.what: one.count for one in of_kind(documents_in(document), NotTaken)}


@given(st.sampled_from(sorted(NAMED)), st.sampled_from(["", "SAMPLE_TYPE_", "sample_type_"]))
def test_a_series_is_known_by_its_words(name: str, prefix: str) -> None:
    series = {"type": prefix + name, "intervalMillis": 1_000, "values": [100, "NaN", 102]}
    (found,) = documents_in(session(samples={"samples": [series]}))
    assert isinstance(found, FoundRecording)
    assert found.recording.streams.values(NAMED[name]) == (100, None, 102)


def test_the_power_of_both_sides_is_added_up() -> None:
    sides = [
        {"type": f"SAMPLE_TYPE_{side}_CRANK_CURRENT_POWER", "intervalMillis": 500, "values": watts}
        for side, watts in (("LEFT", [100, 110, None]), ("RIGHT", [90, None, 80]))
    ]
    (found,) = documents_in(session(samples={"samples": sides}))
    assert isinstance(found, FoundRecording)
    assert found.recording.streams.values(Channel.POWER) == (190, 110, 80)


def test_a_series_nobody_knows_is_named() -> None:
    samples = {
        "samples": [{"type": "SAMPLE_TYPE_STRIDE_LENGTH", "intervalMillis": 1, "values": [1]}],
        "forwardAcceleration": [{"dateTime": START, "value": 1}],
    }
    assert not_taken(session(samples=samples)) == {"stride length": 1, "forward acceleration": 1}


@pytest.mark.parametrize(
    "held",
    [
        {"laps": [LAP, LAP]},
        {"laps": {"laps": [LAP, LAP], "autoLaps": [LAP]}},
        {"laps": {"laps": [], "autoLaps": [LAP, LAP]}},
        {"laps": {"laps": []}, "autoLaps": {"autoLaps": [LAP, LAP]}},
        {"laps": {}, "autoLaps": [LAP, LAP]},
    ],
)
def test_laps_in_any_shape(held: dict[str, object]) -> None:
    (found,) = documents_in(session(**held))
    assert isinstance(found, FoundRecording)
    assert [lap.totals.elapsed.seconds for lap in found.recording.laps] == [600, 600]
    assert found.recording.laps[0].start == found.recording.start


def test_a_session_without_exercises_is_told_by_its_own_totals() -> None:
    whole = session()
    del whole["exercises"]
    for document in (whole, {"trainingSessions": [whole]}, {"exportVersion": "1.7"} | whole):
        (found,) = documents_in(document)
        assert isinstance(found, FoundRecording)
        assert (found.external_id, found.device) == ("777", "V")
        assert found.recording.totals.elapsed.seconds == 1_800


def test_pauses_notes_and_the_last_change_come_along() -> None:
    pauses = [
        {"startTime": "2024-03-01T10:10:00", "endTime": "2024-03-01T10:12:00"},
        {"startTime": "2024-03-01T10:20:00.000", "durationMillis": 30_000},
    ]
    whole = session(pauseTimes=pauses) | {"note": "windy", "modified": "2024-03-02T11:00:00Z"}
    (found,) = documents_in(whole)
    assert isinstance(found, FoundRecording)
    utc = dt.UTC
    assert found.notes == "windy"
    assert found.modified_at == dt.datetime(2024, 3, 2, 11, tzinfo=utc)
    assert [(one.start, one.end) for one in found.recording.pauses] == [
        (dt.datetime(2024, 3, 1, 9, 10, tzinfo=utc), dt.datetime(2024, 3, 1, 9, 12, tzinfo=utc)),
        (
            dt.datetime(2024, 3, 1, 9, 20, tzinfo=utc),
            dt.datetime(2024, 3, 1, 9, 20, 30, tzinfo=utc),
        ),
    ]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=9))
def test_minutes_of_a_day_need_no_summary(steps: list[int]) -> None:
    minutes = [{"localTime": f"08:{n:02d}:00", "value": one} for n, one in enumerate(steps)]
    day = {"exportVersion": "1.7", "date": "2024-03-01", "samples": {"steps": minutes}}
    found = of_kind(documents_in(day), FoundSample)
    assert [one.sample.value for one in found] == steps


def test_the_energy_of_a_day_that_does_not_tell_what_was_active_is_named() -> None:
    day = {"exportVersion": "1.7", "date": "2024-03-01", "summary": {"calories": 2_500}}
    assert not_taken(day) == {"total energy": 1}


def test_a_calendar_has_weights_and_what_else_it_has_is_named() -> None:
    calendar = {
        "exportVersion": "1.7",
        "weights": [{"date": "2024-01-01", "weight": 70.5}],
        "physicalInformations": [
            {"dateTime": "2024-01-02T00:00:00.000", "weight, kg": 71.5, "vo2Max": 45}
        ],
        "notes": [{"date": "2024-01-01", "text": "x"}],
        "feelings": [],
    }
    found = documents_in(calendar)
    values = [one.reading.value for one in of_kind(found, FoundReading)]
    assert [one.mass.kg for one in values if isinstance(one, Weight)] == [70.5, 71.5]
    assert [one.sample.value for one in of_kind(found, FoundSample)] == [45]
    assert not_taken(calendar) == {"notes": 1}


def test_a_fitness_test_is_an_oxygen_uptake() -> None:
    test = {"created": START, "startTime": START, "fitnessTestResult": {"ownIndex": 45}}
    listed = {"exportVersion": "1.7", "fitnessTests": [{"startTime": START, "ownIndex": 45}]}
    for document in (test, [test], listed):
        (found,) = documents_in(document)
        assert isinstance(found, FoundSample)
        assert (found.metric, found.sample.value) == (Metric.VO2MAX, 45)


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ([{"hrvSampleGroups": [{"samples": [1]}], "breathingSampleGroups": []}], "recovery series"),
        ({"exportVersion": "1.7", "username": "x", "settings": {"a": 1}}, "settings"),
        ({"exportVersion": "1.7", "sportProfiles": [{"a": 1}]}, "sport profiles"),
        (
            {
                "exportVersion": "1.7",
                "startTime": START,
                "name": "x",
                "exercises": [{"sport": "RUNNING"}],
                "done": False,
            },
            "training target",
        ),
    ],
)
def test_what_there_is_no_room_for_has_its_name(document: object, named: str) -> None:
    assert not_taken(document) == {named: 1}

"""Polar: the API and the account export, with their clocks, hypnograms and samples."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.vendor_files import documents_in, of_kind
from tests.strategies.homes import CHANGES
from vegaloop.activity import Channel, Sport
from vegaloop.biometrics import Hrv, Metric, Respiration, RrIntervals, Sleep, Stage, Weight
from vegaloop.imports.adapters.readers.common.records import span_s
from vegaloop.imports.domain.found import FoundReading, FoundRecording, FoundSample, NotTaken
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone, day_span

CODES = {0: Stage.AWAKE, 1: Stage.REM, 2: Stage.LIGHT, 3: Stage.LIGHT, 4: Stage.DEEP}


@st.composite
def nights(draw: st.DrawFn) -> tuple[dt.datetime, list[tuple[int, int]]]:
    """When a night began, and its changes: after how many minutes, to which code."""
    start = draw(st.datetimes(dt.datetime(2018, 1, 1), dt.datetime(2025, 1, 1)))
    start = start.replace(hour=draw(st.integers(20, 23)), microsecond=0)
    steps = draw(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 4)), min_size=1, max_size=9))
    at, changes = 0, [(0, 2)]
    for minutes, code in steps:
        at += minutes
        changes.append((at, code))
    return start, changes


@given(nights(), st.integers(-11, 13))
def test_a_hypnogram_of_clocks_comes_back(
    night: tuple[dt.datetime, list[tuple[int, int]]], hours: int
) -> None:
    start, changes = night
    zone = dt.timezone(dt.timedelta(hours=hours))
    end = start + dt.timedelta(minutes=changes[-1][0] + 10)
    clocks = {f"{start + dt.timedelta(minutes=at):%H:%M}": code for at, code in changes}
    record = {
        "date": f"{end:%Y-%m-%d}",
        "sleep_start_time": start.replace(tzinfo=zone).isoformat(),
        "sleep_end_time": end.replace(tzinfo=zone).isoformat(),
        "hypnogram": dict(reversed(clocks.items())),
        "heart_rate_samples": {f"{start + dt.timedelta(minutes=5):%H:%M}": 61},
    }
    found = documents_in({"nights": [record]})
    (sleep,) = of_kind(found, FoundReading)
    assert isinstance(sleep.reading.value, Sleep)
    if hours:  # The offset of UTC tells no wall: such a night is put at home.
        assert sleep.reading.moment.local_date == end.date()
    spans = sleep.reading.value.stages
    assert spans[0].start == sleep.reading.value.start
    assert spans[-1].end == sleep.reading.value.end
    assert all(a.end == b.start for a, b in pairwise(spans))
    assert [span.stage for span in spans] == [CODES[code] for _, code in changes]
    (rate,) = of_kind(found, FoundSample)
    gone = rate.sample.moment.at - sleep.reading.value.start
    assert dt.timedelta(minutes=4) <= gone <= dt.timedelta(minutes=5)


def test_a_nightly_recharge_puts_evening_clocks_on_the_day_before() -> None:
    record = {
        "date": "2024-06-02",
        "heart_rate_variability_avg": 28,
        "breathing_rate_avg": 14.1,
        "nightly_recharge_status": 3,
        "hrv_samples": {"23:58": 14, "00:03": 15},
    }
    found = documents_in({"recharges": [record]})
    values = [one.reading.value for one in of_kind(found, FoundReading)]
    assert values == [Hrv(28_000), Respiration(14_100)]
    walls = [one.sample.moment.local.isoformat()[:16] for one in of_kind(found, FoundSample)]
    assert walls == ["2024-06-01T23:58", "2024-06-02T00:03"]


@given(st.lists(st.integers(40, 200), min_size=1, max_size=60), st.integers(1, 10))
def test_samples_of_an_exercise_come_back(rates: list[int], every_s: int) -> None:
    exercise = {
        "id": "2AC312F",
        "start-time": "2024-06-01T10:40:02",
        "start-time-utc-offset": 180,
        "duration": "PT2H44M45S",
        "sport": "OTHER",
        "detailed-sport-info": "RUNNING",
        "heart-rate": {"average": 129, "maximum": 147},
        "samples": [
            {"recording-rate": every_s, "sample-type": "0", "data": ",".join(map(str, rates))},
            {"recording-rate": every_s, "sample-type": "1", "data": "36," * len(rates)},
        ],
    }
    for document in (exercise, [exercise], {n.replace("-", "_"): v for n, v in exercise.items()}):
        (found,) = of_kind(documents_in(document), FoundRecording)
        recording = found.recording
        assert recording.start == dt.datetime(2024, 6, 1, 7, 40, 2, tzinfo=dt.UTC)
        assert recording.sport is Sport.RUNNING
        assert recording.totals.elapsed.seconds == 9_885
        assert list(recording.streams.values(Channel.HEART_RATE))[: len(rates)] == rates
        assert recording.streams.values(Channel.SPEED)[0] == 10
        assert recording.streams.seconds[: len(rates)] == tuple(
            n * every_s for n in range(len(rates))
        )


def test_a_training_session_of_the_export_has_samples_and_laps() -> None:
    times = [f"2024-06-01T10:40:{second:02d}.000" for second in range(3)]
    exercise = {
        "startTime": times[0],
        "timezoneOffset": 120,
        "duration": "PT600S",
        "sport": "CYCLING",
        "distance": 5_000.0,
        "heartRate": {"avg": 120, "max": 150},
        "samples": {
            "heartRate": [{"dateTime": at, "value": 100 + n} for n, at in enumerate(times)],
            "recordedRoute": [
                {"dateTime": at, "latitude": 60.1, "longitude": 25.1 + n}
                for n, at in enumerate(times)
            ],
        },
        "laps": [{"duration": "PT300S", "splitTime": "PT300S", "distance": 2_500.0}],
    }
    session = {
        "exportVersion": "1.6",
        "name": "Ride",
        "startTime": times[0],
        "exercises": [exercise],
    }
    (found,) = of_kind(documents_in(session), FoundRecording)
    recording = found.recording
    assert recording.utc_offset_s == 7_200
    assert recording.name == "Ride"
    assert recording.streams.values(Channel.HEART_RATE) == (100, 101, 102)
    assert recording.streams.values(Channel.LONGITUDE) == (25.1, 26.1, 27.1)
    assert [lap.totals.elapsed.seconds for lap in recording.laps] == [300]
    assert recording.laps[0].start == recording.start


@given(st.sampled_from(CHANGES), st.integers(1, 90_000))
def test_steps_of_a_day_last_as_long_as_it_does(
    change: tuple[TimeZone, dt.date], steps: int
) -> None:
    zone, day = change
    home = Profile(home_zone=zone)
    summary = {"startTime": f"{day}T00:00:00.000", "stepCount": steps, "stepsDistance": 12.0}
    exported = {"exportVersion": "1.6", "date": day.isoformat(), "summary": summary}
    answered = {"date": day.isoformat(), "active-steps": steps, "active-calories": 5}
    for document in (exported, answered):
        samples = of_kind(documents_in(document, home), FoundSample)
        (found,) = [one for one in samples if one.metric is Metric.STEPS]
        assert found.sample.value == steps
        assert found.sample.length_s == day_span(day, zone).seconds


def test_minutes_of_steps_take_the_place_of_their_sum() -> None:
    samples = {
        "steps": [{"localTime": "00:01:00", "value": 12}, {"localTime": "23:59:00", "value": 3}]
    }
    document = {
        "exportVersion": "1.6",
        "date": "2024-06-01",
        "summary": {"stepCount": 15},
        "samples": samples,
    }
    found = of_kind(documents_in(document), FoundSample)
    assert [(one.sample.value, one.sample.length_s) for one in found] == [(12, 60), (3, 60)]


def test_other_documents_of_the_export() -> None:
    night = {
        "night": "2024-06-02",
        "evaluation": {"asleepDuration": "PT7H"},
        "sleepResult": {
            "hypnogram": {
                "sleepStart": "2024-06-01T23:00:00.000+02:00",
                "sleepEnd": "2024-06-02T07:00:00.000+02:00",
                "sleepStateChanges": [
                    {"offsetFromStart": "PT0S", "state": "NONREM2"},
                    {"offsetFromStart": 3_600, "state": "REM"},
                    {"offsetFromStart": "PT2H", "state": "WAKE"},
                ],
            }
        },
    }
    (sleep,) = of_kind(documents_in([night]), FoundReading)
    assert isinstance(sleep.reading.value, Sleep)
    assert sleep.reading.value.asleep.minutes == 120
    recovery = {
        "night": "2024-06-02",
        "meanNightlyRecoveryRRI": 1_000,
        "meanNightlyRecoveryRMSSD": 45,
        "meanNightlyRecoveryRespirationInterval": 4_000,
    }
    values = [one.reading.value for one in of_kind(documents_in([recovery]), FoundReading)]
    assert values == [Hrv(45_000), Respiration(15_000)]
    day = {
        "userId": 1,
        "deviceId": "A",
        "date": "2024-06-01",
        "samples": [{"heartRate": 60 + n, "secondsFromDayStart": n * 600} for n in range(4)],
    }
    rates = of_kind(documents_in({"exportVersion": "1.6", "deviceDays": [day]}), FoundSample)
    assert [one.sample.value for one in rates] == [60, 61, 62, 63]
    beats = [
        {"sampleDateTime": f"2024-06-01T0{hour}:00:{n:02d}.000", "pulseLength": 900 + n}
        for hour in (1, 3)
        for n in range(40)
    ]
    ppi = [{"date": "2024-06-01", "devicePpiSamplesList": [{"deviceId": "A", "ppiSamples": beats}]}]
    recordings = of_kind(documents_in(ppi), FoundReading)
    assert [type(one.reading.value) for one in recordings] == [RrIntervals, RrIntervals]


def test_a_weight_that_was_guessed_is_not_taken() -> None:
    person = {"weight": 70.5, "weight_source": "SOURCE_USER", "created": "2024-06-01T12:00:00Z"}
    (found,) = of_kind(documents_in(person), FoundReading)
    assert isinstance(found.reading.value, Weight)
    assert not of_kind(documents_in(person | {"weight_source": "SOURCE_DEFAULT"}), FoundReading)


def test_an_unknown_document_of_an_export_is_told() -> None:
    (told,) = documents_in({"exportVersion": "1.6", "sportProfiles": [{"name": "x"}]})
    assert isinstance(told, NotTaken)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("PT2H44M45S", 9_885), ("PT3600S", 3_600), ("PT210.026S", 210.026), ("P1DT1S", 86_401)],
)
def test_spans(text: str, seconds: float) -> None:
    assert span_s(text) == seconds


@pytest.mark.parametrize("text", ["", "P", "PT", "1:00", "PT1X"])
def test_no_spans(text: str) -> None:
    assert span_s(text) is None

"""WHOOP's API: records as it answers with them, scored and not, come out as what they say."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.said import said
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import SHARED, needs_shared_data
from vegaloop.biometrics import (
    Hrv,
    Metric,
    Respiration,
    RestingHeartRate,
    Sleep,
    SpO2,
    Temperature,
)
from vegaloop.imports.domain.found import (
    FoundPerson,
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
    Unsupported,
)

EXAMPLES: Final = SHARED / "contracts/examples"
STATES: Final = ("SCORED", "PENDING_SCORE", "UNSCORABLE")
Record = dict[str, object]

begins = st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda wall: wall.replace(microsecond=wall.microsecond // 1_000 * 1_000, tzinfo=dt.UTC)
)
offsets = st.integers(-48, 56)


def iso(moment: dt.datetime) -> str:
    """A moment as WHOOP writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1_000:03}Z"


def offset(quarters: int) -> str:
    """An offset as WHOOP writes it."""
    sign, minutes = "-" if quarters < 0 else "+", abs(quarters) * 15
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def records(draw: st.DrawFn, kind: str, state: str | None = None) -> Record:
    """A record of a kind; one that is not scored may still carry figures that say nothing."""
    start = draw(begins)
    minutes = draw(st.integers(30, 900))
    said = state or draw(st.sampled_from(STATES))
    record: Record = {
        "user_id": 10_129,
        "created_at": iso(start + dt.timedelta(days=1)),
        "updated_at": iso(start + dt.timedelta(days=1, seconds=draw(st.integers(0, 10**6)))),
        "score_state": said,
    }
    if said == "SCORED" or draw(st.booleans()):
        record["score"] = draw(SCORES[kind](minutes))
    if kind == "recovery":
        return record | {"cycle_id": 93_845, "sleep_id": str(draw(st.uuids()))}
    record |= {
        "id": str(draw(st.uuids())),
        "start": iso(start),
        "end": iso(start + dt.timedelta(minutes=minutes)),
        "timezone_offset": offset(draw(offsets)),
    }
    if kind == "sleep":
        record["nap"] = draw(st.booleans())
    if kind == "workout":
        record["sport_name"] = draw(st.sampled_from(("running", "cycling", "yoga")))
    return record


def _recovery(_minutes: int) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries(
        {
            "recovery_score": st.floats(0, 100),
            "resting_heart_rate": st.integers(30, 100),
            "hrv_rmssd_milli": st.integers(5, 300),
        },
        optional={
            "spo2_percentage": st.integers(80, 100),
            "skin_temp_celsius": st.integers(20, 40),
        },
    )


def _sleep(minutes: int) -> st.SearchStrategy[Record]:
    third = minutes * 60_000 // 3
    stages = {
        f"total_{name}_milli": st.integers(0, third)
        for name in ("light_sleep_time", "slow_wave_sleep_time", "rem_sleep_time")
    }
    return st.fixed_dictionaries(
        {
            "stage_summary": st.fixed_dictionaries(stages),
            "sleep_needed": st.just({"baseline_milli": 27_395_716}),
        },
        optional={"respiratory_rate": st.integers(8, 30)},
    )


def _workout(_minutes: int) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries(
        {
            "strain": st.floats(0, 21),
            "average_heart_rate": st.integers(60, 190),
            "kilojoule": st.integers(1, 5_000),
        },
        optional={"distance_meter": st.integers(1, 50_000)},
    )


def _cycle(_minutes: int) -> st.SearchStrategy[Record]:
    return st.fixed_dictionaries({"strain": st.floats(0, 21), "kilojoule": st.integers(1, 20_000)})


SCORES: Final = {"recovery": _recovery, "sleep": _sleep, "workout": _workout, "cycle": _cycle}
mixed = st.lists(st.sampled_from(sorted(SCORES)).flatmap(records), min_size=1, max_size=6)


@given(mixed)
def test_pages_lists_and_records_alone_are_the_same_in_any_order(given_: list[Record]) -> None:
    whole = said(documents_in({"records": given_, "next_token": "x"}))
    assert whole == said(documents_in(given_[::-1]))
    assert whole == said([one for record in given_ for one in documents_in(record)])
    pages = [{"records": [record], "next_token": None} for record in given_]
    assert whole == said(documents_in(pages))


@given(records("recovery", "SCORED"))
def test_a_recovery_is_read_when_it_was_made(record: Record) -> None:
    found = of_kind(documents_in(record), FoundReading)
    score = record["score"]
    assert isinstance(score, dict)
    values = {type(one.reading.value): one.reading.value for one in found}
    resting, hrv = values[RestingHeartRate], values[Hrv]
    assert isinstance(resting, RestingHeartRate)
    assert isinstance(hrv, Hrv)
    assert resting.rate.bpm == score["resting_heart_rate"]
    assert hrv.rmssd_ms == score["hrv_rmssd_milli"]
    assert (SpO2 in values) == ("spo2_percentage" in score)
    assert (Temperature in values) == ("skin_temp_celsius" in score)
    assert {iso(one.reading.moment.at) for one in found} == {record["created_at"]}


@given(records("sleep", "SCORED"))
def test_a_sleep_has_its_sums_its_wall_and_no_stages(record: Record) -> None:
    found = of_kind(documents_in(record), FoundReading)
    score = record["score"]
    assert isinstance(score, dict)
    (sleep,) = (v for one in found if isinstance(v := one.reading.value, Sleep))
    assert (iso(sleep.start), iso(sleep.end)) == (record["start"], record["end"])
    assert sleep.asleep.seconds * 1_000 == pytest.approx(sum(score["stage_summary"].values()))
    assert (sleep.stages, sleep.nap) == ((), record["nap"])
    assert {offset(one.reading.moment.utc_offset_s // 900) for one in found} == {
        record["timezone_offset"]
    }
    breaths = [v for one in found if isinstance(v := one.reading.value, Respiration)]
    assert [one.per_min for one in breaths] == [
        score[name] for name in ("respiratory_rate",) if name in score
    ]


@given(records("workout"))
def test_a_workout_is_known_by_its_id_and_by_when_it_changed(record: Record) -> None:
    (found,) = of_kind(documents_in(record), FoundRecording)
    totals = found.recording.totals
    assert str(UUID(found.external_id)) == record["id"]
    assert found.modified_at is not None
    assert iso(found.modified_at) == record["updated_at"]
    assert found.recording.start is not None
    assert iso(found.recording.start) == record["start"]
    assert (
        iso(found.recording.start + dt.timedelta(seconds=totals.elapsed.seconds)) == (record["end"])
    )
    scored = record["score_state"] == "SCORED"
    assert (totals.energy is not None) == (totals.average_heart_rate is not None) == scored


@given(
    st.sampled_from(sorted(SCORES)).flatmap(
        lambda kind: st.sampled_from(STATES[1:]).flatmap(lambda state: records(kind, state))
    )
)
def test_what_is_not_scored_has_no_figures_and_says_so(record: Record) -> None:
    found = documents_in(record)
    assert not of_kind(found, FoundReading)
    assert all(one.recording.totals.energy is None for one in of_kind(found, FoundRecording))
    (told,) = of_kind(found, NotTaken)
    state = str(record["score_state"]).replace("_", " ").casefold()
    assert told.what.endswith(state)
    assert isinstance(told.reason, Unsupported)


def test_a_body_measurement_has_a_height_and_no_weigh_in() -> None:
    found = documents_in(
        {"height_meter": 1.8288, "weight_kilogram": 90.7185, "max_heart_rate": 200}
    )
    (person,) = of_kind(found, FoundPerson)
    assert person.source == "whoop"
    assert {one.what for one in of_kind(found, NotTaken)} == {
        "weight without its time",
        "maximum heart rate",
    }
    assert len(found) == 3


def test_the_moments_of_a_sleep() -> None:
    point = {"timestamp": "2024-03-01T22:00:00.000Z", "hr": 61, "skin_temp": 33.5}
    charging = point | {"is_charging": True}
    found = documents_in({"stream": [point, charging], "algorithm_version": "1"})
    samples = {one.metric: one.sample.value for one in of_kind(found, FoundSample)}
    assert samples == {Metric.HEART_RATE: 61, Metric.SKIN_TEMPERATURE: 33.5}
    (told,) = of_kind(found, NotTaken)
    assert told.what == "moment without a measurement"


def test_an_empty_page_is_known_and_holds_nothing() -> None:
    assert documents_in({"records": [], "next_token": None}) == []


@needs_shared_data
@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("whoop-cycle-example", set()),
        ("whoop-recovery-example", {RestingHeartRate, Hrv, SpO2, Temperature}),
        ("whoop-get-recovery-example", {RestingHeartRate, Hrv, SpO2, Temperature}),
        ("whoop-sleep-example", {Sleep, Respiration}),
        ("whoop-list-sleep-example", {Sleep, Respiration}),
        ("whoop-workout-example", set()),
        ("whoop-list-workouts-example", set()),
        ("whoop-user-profile-example", set()),
    ],
)
def test_the_examples_of_the_contract(name: str, kinds: set[type]) -> None:
    response = json.loads((EXAMPLES / f"{name}.json").read_text())["response"]
    found = documents_in(response.get("body", response))
    assert {type(one.reading.value) for one in of_kind(found, FoundReading)} == kinds
    assert len(of_kind(found, FoundRecording)) == ("workout" in name)
    assert all(isinstance(one.reason, Unsupported) for one in of_kind(found, NotTaken))
    assert of_kind(found, NotTaken)

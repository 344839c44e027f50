"""Strava's API: activities with their laps and streams come out as what they say, and no more."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.said import said
from tests.readers.vendor_files import documents_in, of_kind
from tests.support import SHARED, needs_shared_data
from vegaloop.activity import Channel, Sport
from vegaloop.imports.domain.found import FoundRecording, NotTaken, Unsupported

CONTRACT: Final = SHARED / "contracts/strava_v3.swagger.json"
ZONES: Final = {"(GMT+01:00) Europe/Paris": 3_600, "(GMT-07:00) America/Phoenix": -25_200}
STREAMS: Final = {
    "heartrate": (Channel.HEART_RATE, st.integers(30, 220)),
    "watts": (Channel.POWER, st.none() | st.integers(0, 2_000)),
    "cadence": (Channel.CADENCE, st.integers(0, 200)),
    "distance": (Channel.DISTANCE, st.integers(0, 10**6)),
    "altitude": (Channel.ALTITUDE, st.integers(-400, 8_000)),
    "temp": (Channel.TEMPERATURE, st.integers(-30, 50)),
    "velocity_smooth": (Channel.SPEED, st.integers(0, 30)),
}
Record = dict[str, object]

winters = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2030, 1, 1)).map(
    lambda wall: wall.replace(month=1, microsecond=0, tzinfo=dt.UTC)
)
words = st.text("abc é", min_size=1, max_size=12).map(lambda text: f"x{text}x")


def iso(moment: dt.datetime) -> str:
    """A moment as Strava writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


@st.composite
def activities(draw: st.DrawFn) -> Record:
    """An activity, summarised or in detail, of a device or told by hand."""
    elapsed_s = draw(st.integers(60, 40_000))
    start = draw(winters)
    zone = draw(st.sampled_from(sorted(ZONES)))
    record: Record = {
        "id": draw(st.integers(1, 2**60)),
        "resource_state": draw(st.sampled_from((2, 3))),
        "athlete": {"id": 1, "resource_state": 1, "weight": 80.5},
        "name": draw(words),
        "sport_type": draw(st.sampled_from(("Ride", "Run", "EMountainBikeRide", "Yoga"))),
        "type": "Workout",
        "start_date": iso(start),
        "elapsed_time": elapsed_s,
        "moving_time": draw(st.integers(1, elapsed_s)),
        "distance": draw(st.just(0.0) | st.integers(1, 300_000)),
        "total_elevation_gain": draw(st.integers(0, 5_000)),
        "calories": draw(st.just(0) | st.integers(1, 9_000)),
        "manual": draw(st.booleans()),
        "timezone": zone,
    }
    if draw(st.booleans()):
        record["utc_offset"] = draw(st.integers(-48, 56)) * 900.0
    if draw(st.booleans()):
        record |= {"average_heartrate": draw(st.integers(60, 200)), "has_heartrate": True}
    if draw(st.booleans()):
        record |= {"average_watts": draw(st.integers(1, 900)), "device_watts": draw(st.booleans())}
    said = {"description": words, "private_note": words, "device_name": words}
    record |= draw(st.fixed_dictionaries({}, optional=said))
    if draw(st.booleans()):
        power = {"average_watts": 200, "device_watts": record.get("device_watts")}
        lap = {"elapsed_time": elapsed_s, "distance": 5, "start_date": iso(start), **power}
        record["laps"] = [lap]
    return record


@st.composite
def streams(draw: st.DrawFn) -> dict[str, dict[str, object]]:
    """Streams keyed by their type, all as long."""
    length = draw(st.integers(1, 20))
    steps = draw(st.lists(st.integers(1, 60), min_size=length, max_size=length))
    data: dict[str, list[object]] = {"time": [sum(steps[:n]) for n in range(length)]}
    for name in draw(st.sets(st.sampled_from(sorted(STREAMS)))):
        data[name] = list(draw(st.lists(STREAMS[name][1], min_size=length, max_size=length)))
    return {
        name: {
            "data": one,
            "series_type": "time",
            "original_size": length,
            "resolution": "high",
        }
        for name, one in data.items()
    }


def the_one(document: object) -> FoundRecording:
    """The only activity of a document."""
    (found,) = of_kind(documents_in(document), FoundRecording)
    return found


@given(activities())
def test_an_activity_is_what_it_says(record: Record) -> None:
    found = the_one(record)
    recording, totals = found.recording, found.recording.totals
    assert (found.source, found.external_id) == ("strava", str(record["id"]))
    assert recording.start is not None
    assert iso(recording.start) == record["start_date"]
    assert recording.utc_offset_s == record.get("utc_offset", ZONES[str(record["timezone"])])
    assert recording.sport in (Sport.CYCLING, Sport.RUNNING, Sport.E_BIKING, Sport.TRAINING)
    assert totals.elapsed.seconds == record["elapsed_time"]
    assert totals.timer is not None
    assert totals.timer.seconds == record["moving_time"]
    assert (totals.distance.meters if totals.distance else 0) == record["distance"]
    assert (totals.energy.kcal if totals.energy else 0) == record["calories"]
    assert (totals.distance is None) == (record["distance"] == 0)
    rate = totals.average_heart_rate
    assert (None if rate is None else rate.bpm) == record.get("average_heartrate")
    assert recording.name == " ".join(str(record["name"]).split())
    notes = [str(record[name]) for name in ("description", "private_note") if name in record]
    assert found.notes == ("\n".join(notes) or None)
    assert (found.device or "") == str(record.get("device_name", "")).strip()
    assert len(recording.laps) == ("laps" in record)


@given(activities(), streams())
def test_a_power_that_was_estimated_is_named_and_not_taken(
    record: Record, held: dict[str, dict[str, object]]
) -> None:
    found = documents_in({"activity": record, "streams": held})
    (recording,) = (one.recording for one in of_kind(found, FoundRecording))
    guessed = record.get("device_watts") is False
    powers = [recording.totals.average_power, *(lap.totals.average_power for lap in recording.laps)]
    assert (powers[0] is not None) == ("average_watts" in record and not guessed)
    assert all((power is not None) == (not guessed) for power in powers[1:])
    if guessed:
        assert Channel.POWER not in {one.channel for one in recording.streams.columns}
    named = {one.what for one in of_kind(found, NotTaken)}
    assert ("estimated power" in named) == guessed


@given(activities(), streams())
def test_streams_are_the_same_beside_the_activity_in_it_and_as_a_list(
    record: Record, held: dict[str, dict[str, object]]
) -> None:
    record |= {"device_watts": True}
    beside = the_one({"activity": record, "streams": held})
    listed = [{"type": name, **one} for name, one in held.items()]
    assert beside == the_one(record | {"streams": held})
    assert beside == the_one({"streams": listed, "activity": record})
    packed = beside.recording.streams
    for name, (channel, _) in STREAMS.items():
        values = held.get(name, {}).get("data", [])
        assert isinstance(values, list)
        if any(value is not None for value in values):
            assert list(packed.values(channel)) == values
            assert list(packed.seconds) == held["time"]["data"]


@given(st.lists(activities(), min_size=1, max_size=5), streams())
def test_order_and_splitting_do_not_matter(
    given_: list[Record], held: dict[str, dict[str, object]]
) -> None:
    pairs: list[Record] = [{"activity": one, "streams": held} for one in given_]
    for all_ in (given_, pairs):
        whole = said(documents_in(all_))
        assert whole == said(documents_in(all_[::-1]))
        assert whole == said([one for record in all_ for one in documents_in(record)])


def test_streams_without_room_or_times_are_named() -> None:
    record = {"id": 1, "athlete": {}, "start_date": "2024-03-01T10:00:00Z", "elapsed_time": 60}
    held = {"moving": {"data": [True]}, "grade_smooth": {"data": [0.1]}, "time": {"data": [0]}}
    found = documents_in({"activity": record, "streams": held})
    told = {one.what for one in of_kind(found, NotTaken)}
    assert told == {"stream of moving", "stream of grade smooth"}
    bare = documents_in({"activity": record, "streams": {"heartrate": {"data": [60]}}})
    assert [one.what for one in of_kind(bare, NotTaken)] == ["stream without its times"]
    broken = documents_in({"activity": record, "streams": {"time": {"data": "x"}}})
    assert [type(one.reason).__name__ for one in of_kind(broken, NotTaken)] == ["Misshapen"]


def test_an_activity_without_its_duration_is_named_and_has_no_zero() -> None:
    record = {"id": 1, "athlete": {}, "start_date": "2024-03-01T10:00:00Z", "elapsed_time": 0}
    (told,) = documents_in(record)
    assert isinstance(told, NotTaken)
    assert told.what == "activity without its duration"


SPORTS: Final = """
AlpineSki BackcountrySki Badminton Canoeing Crossfit EBikeRide Elliptical EMountainBikeRide Golf
GravelRide Handcycle HighIntensityIntervalTraining Hike IceSkate InlineSkate Kayaking Kitesurf
MountainBikeRide NordicSki Pickleball Pilates Racquetball Ride RockClimbing RollerSki Rowing Run Sail
Snowboard Snowshoe Soccer Squash StairStepper StandUpPaddling Surfing Swim TableTennis Tennis
TrailRun Velomobile VirtualRide VirtualRow VirtualRun Walk WeightTraining Wheelchair Windsurf Workout
Yoga
"""


@pytest.mark.parametrize("word", SPORTS.split())
def test_every_sport_of_the_contract_is_one_of_ours(word: str) -> None:
    record = {"id": 1, "athlete": {}, "start_date": "2024-03-01T10:00:00Z", "elapsed_time": 60}
    assert the_one(record | {"sport_type": word}).recording.sport is not Sport.GENERIC


@needs_shared_data
@pytest.mark.parametrize(
    ("path", "count"), [("/activities/{id}", 1), ("/athlete/activities", 2), ("/activities", 1)]
)
def test_the_examples_of_the_contract(path: str, count: int) -> None:
    paths = json.loads(CONTRACT.read_text())["paths"]
    method = "post" if path == "/activities" else "get"
    answers = paths[path][method]["responses"]
    example = answers["201" if method == "post" else "200"]["examples"]["application/json"]
    found = documents_in(example)
    recordings = of_kind(found, FoundRecording)
    records = example if isinstance(example, list) else [example]
    assert [one.external_id for one in recordings] == [str(one["id"]) for one in records]
    assert len(recordings) == count
    for one, record in zip(recordings, records, strict=True):
        assert one.recording.start is not None
        assert iso(one.recording.start) == record["start_date"]
        assert one.recording.utc_offset_s == record["utc_offset"]
    assert all(isinstance(one.reason, Unsupported) for one in of_kind(found, NotTaken))


@needs_shared_data
@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/activities/{id}/laps", "lap without its activity"),
        ("/segment_efforts", "segment effort"),
        ("/segment_efforts/{id}", "segment effort"),
        ("/activities/{id}/streams", "stream without its activity"),
    ],
)
def test_what_is_of_an_activity_is_none(path: str, what: str) -> None:
    answer = json.loads(CONTRACT.read_text())["paths"][path]["get"]["responses"]["200"]
    found = documents_in(answer["examples"]["application/json"])
    assert {one.what for one in of_kind(found, NotTaken)} == {what}
    assert not of_kind(found, FoundRecording)

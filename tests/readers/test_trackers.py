"""Fitbit, Google Fit and WHOOP, and the real files of these vendors and of Garmin Connect."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from random import Random
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.mutations import mutated
from tests.readers.packed import each_in
from tests.readers.vendor_files import (
    documents_in,
    found_by,
    known_by,
    members,
    of_kind,
    read_bytes,
    real,
    tables_in,
)
from tests.support import SHARED, at_most, needs_shared_data
from vegaloop.biometrics import Metric, Sleep, Stage
from vegaloop.imports.adapters.readers.common.arrival import Arrival, Bundle
from vegaloop.imports.domain.found import (
    FoundReading,
    FoundRecording,
    FoundSample,
    NotTaken,
)
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone

VIENNA: Final = Profile(home_zone=TimeZone("Europe/Vienna"))
FOLDERS: Final = ("fitbit", "google_fit", "whoop", "garmin_connect")
AWKWARD: Final = (1e308, -1, 0, None, "", [], {}, "NaN", True, "9999-12-31", 2**63, "1e999", [1, 2])
moments = st.datetimes(dt.datetime(2010, 1, 1), dt.datetime(2025, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
offsets = st.integers(-48, 56).map(lambda quarters: quarters * 900)


def files() -> Iterator[str]:
    """The real files of these vendors."""
    for folder in FOLDERS:
        for path in sorted((SHARED / "biometrics" / folder).rglob("*.*")):
            yield str(path.relative_to(SHARED))


def ms(moment: dt.datetime) -> int:
    """Milliseconds from 1970 to a moment in UTC."""
    return round(moment.replace(tzinfo=dt.UTC).timestamp()) * 1_000


class TestFitbit:
    """The account export and the answers of the web API."""

    @given(st.dictionaries(moments, st.integers(30, 220), min_size=1, max_size=20))
    def test_heart_rates_stand_on_the_wall_at_home(self, beats: dict[dt.datetime, int]) -> None:
        found = documents_in(
            [
                {"dateTime": f"{at:%m/%d/%y %H:%M:%S}", "value": {"bpm": bpm, "confidence": 2}}
                for at, bpm in beats.items()
            ],
            Profile(home_zone=TimeZone("Asia/Kolkata")),
        )
        told = {
            one.sample.moment.local.replace(tzinfo=None): one.sample.value for one in each_in(found)
        }
        assert told == beats
        assert all(one.zone_assumed for one in each_in(found))

    @given(
        st.lists(
            st.tuples(
                st.datetimes(dt.datetime(2024, 10, 27), dt.datetime(2024, 10, 28))
                | st.datetimes(dt.datetime(2024, 3, 31), dt.datetime(2024, 4, 1))
                | moments,
                st.integers(0, 99_999),
            ),
            min_size=1,
            max_size=20,
        )
    )
    def test_packed_is_what_each_is_alone(self, steps: list[tuple[dt.datetime, int]]) -> None:
        usual = [{"dateTime": f"{at:%m/%d/%y %H:%M:%S}", "value": str(n)} for at, n in steps]
        # The year in full is how nobody writes it, and is read entry by entry.
        unusual = [{"dateTime": f"{at:%m/%d/%Y %H:%M:%S}", "value": str(n)} for at, n in steps]
        for name in ("steps-1.json", "distance-1.json", "altitude-1.json"):
            packed, alone = (
                each_in(read_bytes(json.dumps(entries).encode(), name, VIENNA))
                for entries in (usual, unusual)
            )
            key = ("place", "metric", "source", "zone_assumed")
            for one, other in zip(sorted(packed, key=_item), sorted(alone, key=_item), strict=True):
                assert [getattr(one, k) for k in key] == [getattr(other, k) for k in key]
                assert one.sample.moment == other.sample.moment
                assert one.sample.length_s == other.sample.length_s
                assert one.sample.value == pytest.approx(other.sample.value)

    @given(moments, st.integers(60, 20_000), st.sampled_from(("Kilometer", "Mile")))
    def test_exercise(self, start: dt.datetime, seconds: int, unit: str) -> None:
        log = {
            "logId": 7,
            "activityName": "Run",
            "startTime": f"{start:%m/%d/%y %H:%M:%S}",
            "duration": seconds * 1_000,
            "distance": 2.5,
            "distanceUnit": unit,
        }
        (one,) = of_kind(documents_in([log], VIENNA), FoundRecording)
        totals = one.recording.totals
        assert one.recording.wall_start == start
        assert (one.external_id, one.recording.sport) == ("7", "running")
        assert totals.elapsed.seconds == seconds
        assert totals.distance is not None
        meters = 2_500 if unit == "Kilometer" else 4_023.36
        assert totals.distance.meters == pytest.approx(meters, abs=1e-3)

    def test_minutes_count_and_not_the_day_as_well(self) -> None:
        found = documents_in(
            {
                "activities-steps": [{"dateTime": "2024-05-01", "value": "99"}],
                "activities-steps-intraday": {
                    "dataset": [{"time": "10:00:00", "value": 99}],
                    "datasetInterval": 15,
                    "datasetType": "minute",
                },
            },
            VIENNA,
        )
        (one,) = of_kind(found, FoundSample)
        assert (one.sample.value, one.sample.length_s) == (99, 900)

    def test_the_night_clocks_are_put_back(self) -> None:
        night = {
            "dateOfSleep": "2024-10-27",
            "startTime": "2024-10-27T00:00:00.000",
            "endTime": "2024-10-27T06:00:00.000",
            "levels": {
                "data": [
                    {"dateTime": "2024-10-27T00:00:00.000", "level": "light", "seconds": 10_800},
                    {"dateTime": "2024-10-27T02:00:00.000", "level": "deep", "seconds": 14_400},
                ]
            },
        }
        (one,) = of_kind(documents_in({"sleep": [night]}, VIENNA), FoundReading)
        assert isinstance(one.reading.value, Sleep)
        assert one.reading.value.asleep.minutes == one.reading.value.in_bed.minutes == 420
        assert [span.stage for span in one.reading.value.stages] == [Stage.LIGHT, Stage.DEEP]


class TestWhoop:
    """The tables of the export, and the answers of the API."""

    @given(moments, offsets, st.integers(1, 500))
    def test_workouts(self, start: dt.datetime, offset_s: int, minutes: int) -> None:
        sign, ahead = "-" if offset_s < 0 else "+", abs(offset_s) // 60
        zone = f"UTC{sign}{ahead // 60:02}:{ahead % 60:02}"
        end = start + dt.timedelta(minutes=minutes)
        header = ("Cycle start time", "Cycle timezone", "Workout start time", "Workout end time")
        row = (start, zone, start, end, "Running", 600)
        columns = (*header, "Activity name", "Energy burned (cal)")
        (one,) = of_kind(tables_in(columns, [row], VIENNA), FoundRecording)
        at = start.replace(tzinfo=dt.timezone(dt.timedelta(seconds=offset_s)))
        assert one.recording.start == at
        assert one.recording.utc_offset_s == offset_s
        assert one.recording.totals.elapsed.minutes == minutes
        assert one.recording.totals.energy is not None
        assert one.recording.totals.energy.kcal == 600

    @given(moments, offsets, st.integers(60, 500))
    def test_sleeps_of_the_api(self, start: dt.datetime, offset_s: int, minutes: int) -> None:
        sign, ahead = "-" if offset_s < 0 else "+", abs(offset_s) // 60
        end = start + dt.timedelta(minutes=minutes + 5)
        stages = {"total_light_sleep_time_milli": minutes * 60_000}
        rest = {"total_slow_wave_sleep_time_milli": 0, "total_rem_sleep_time_milli": 0}
        record = {
            "id": "a",
            "user_id": 1,
            "start": f"{start.isoformat()}.000Z",
            "end": f"{end.isoformat()}.000Z",
            "timezone_offset": f"{sign}{ahead // 60:02}:{ahead % 60:02}",
            "nap": False,
            "score_state": "SCORED",
            "score": {"stage_summary": {**stages, **rest}},
        }
        page = documents_in({"records": [record], "next_token": None}, VIENNA)
        (one,) = of_kind(page, FoundReading)
        assert isinstance(one.reading.value, Sleep)
        assert one.reading.value.asleep.minutes == minutes
        woke = end.replace(tzinfo=dt.UTC) + dt.timedelta(seconds=offset_s)
        assert one.reading.moment.local_date == woke.date()

    @needs_shared_data
    def test_the_running_cycle_has_no_end(self) -> None:
        found = of_kind(real("biometrics/whoop/csv_export/physiological_cycles.csv"), FoundReading)
        newest = max(one.reading.moment.at for one in found)
        assert newest == dt.datetime(2024, 11, 21, 14, 7, 55, tzinfo=dt.UTC)
        assert found[0].place.line == 2

    def test_what_is_not_scored_says_so(self) -> None:
        record = {"cycle_id": 1, "sleep_id": 2, "user_id": 3, "score_state": "PENDING_SCORE"}
        (none,) = documents_in([record], VIENNA)
        assert isinstance(none, NotTaken)


class TestGoogle:
    """Points and sessions."""

    @given(moments, st.integers(0, 3_000), st.integers(1, 3_600), st.booleans())
    def test_points_of_the_api_and_of_the_takeout(
        self, at: dt.datetime, steps: int, seconds: int, takeout: bool
    ) -> None:
        kind = "com.google.step_count.delta"
        source = f"raw:{kind}:com.app.one:"
        value = {"intVal": steps}
        point = {
            "startTimeNanos": ms(at) * 1_000_000,
            "endTimeNanos": f"{(ms(at) + seconds * 1_000) * 1_000_000}",
            "dataTypeName": kind,
            "originDataSourceId": source,
        }
        document: dict[str, object] = {
            "dataSourceId": source,
            "minStartTimeNs": "0",
            "point": [{**point, "value": [value]}],
        }
        if takeout:
            points = [{**point, "fitValue": [{"value": value}]}]
            document = {"Data Source": source, "Data Points": points}
        (one,) = documents_in(document, VIENNA)
        assert isinstance(one, FoundSample)
        assert one.metric is Metric.STEPS
        assert one.source == "google_fit/com.app.one"
        assert one.sample.moment.at == at.replace(tzinfo=dt.UTC)
        assert (one.sample.value, one.sample.length_s) == (steps, seconds)


@needs_shared_data
class TestRealFiles:
    """Every real file of these vendors, read in place."""

    def test_one_reader_knows_each(self) -> None:
        assert len([real(path) for path in files()]) == 59

    @pytest.mark.parametrize("folder", FOLDERS)
    def test_mutations_end_in_an_answer(self, folder: str) -> None:
        chance = Random(folder)  # Repeatable.
        seeds = [path for path in files() if f"/{folder}/" in path and not path.endswith(".gz")]
        for _ in range(at_most(300)):
            path = chance.choice(seeds)
            data = (SHARED / path).read_bytes()
            if path.endswith(".json") and chance.random() < 0.7:
                value = json.loads(data)
                for _ in range(chance.choice((1, 2, 4))):
                    value = _changed(value, chance)
                data = json.dumps(value).encode()
            else:
                data = mutated(data, chance)
            _answered(data, path.rsplit("/", 1)[-1])


def _item(one: FoundSample) -> int:
    return one.place.item or 0


def _changed(value: object, chance: Random) -> object:
    """Put something awkward anywhere into a document."""
    if chance.random() < 0.15 or not isinstance(value, dict | list) or not value:
        return chance.choice(AWKWARD)
    if isinstance(value, dict):
        name = chance.choice(sorted(value))
        return {**value, name: _changed(value[name], chance)}
    at = chance.randrange(min(len(value), 5))
    return [*value[:at], _changed(value[at], chance), *value[at + 1 :]]


def _answered(data: bytes, name: str) -> None:
    try:
        held = members({name: data})
        reader = known_by(held[name], name)
        if reader is not None:
            list(found_by(reader, Arrival(name, held[name], VIENNA, Bundle(held))))
    except (ReadFault, KeyError):
        return


def test_a_broken_field_costs_its_record_only() -> None:
    """One entry of three is no number: the other two are kept, and it is told."""
    entries = [
        {"dateTime": f"05/01/24 10:0{n}:00", "value": value}
        for n, value in enumerate(("1", "many", "3"))
    ]
    found = read_bytes(json.dumps(entries).encode(), "steps-2024-05-01.json", VIENNA)
    assert [one.sample.value for one in each_in(found)] == [1, 3]
    (none,) = of_kind(found, NotTaken)
    assert none.place.item == 2

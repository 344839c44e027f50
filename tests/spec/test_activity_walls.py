"""Files that say only what a clock on the wall showed."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.readers.samples import gpx, tcx, track
from tests.strategies.linked import everything
from tests.strategies.training_log import ME, SaidOf
from tests.support import NOW, CountedIds, PinnedClock, at_most, good
from vegaloop.activity import Activity, ImportFile, Session, Streams
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.domain.recording import Note, Remark
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.person import Home, Profile
from vegaloop.kernel.time import LocalDate, TimeZone, moment_at

MOVED = LocalDate(dt.date(2025, 6, 1))
HOMES = Profile(
    home_zone=TimeZone("Asia/Kathmandu"),
    homes=(
        Home(LocalDate(dt.date(2000, 1, 1)), TimeZone("Europe/Berlin")),
        Home(MOVED, TimeZone("Asia/Kathmandu")),
    ),
)
# When the clocks of Berlin go forward and back.
NIGHTS = (
    dt.datetime(2025, 3, 30, 1, tzinfo=dt.UTC),
    dt.datetime(2024, 10, 27, 1, tzinfo=dt.UTC),
)
ASSUMED = Note(Remark.ZONE_ASSUMED)
# Far from the hours that clocks repeat or leave out.
walls = st.builds(
    dt.datetime.combine,
    st.dates(dt.date(2024, 1, 1), dt.date(2026, 3, 1)),
    st.times(dt.time(5), dt.time(22)),
).map(lambda wall: wall.replace(microsecond=0))


def kept(data: bytes) -> tuple[Session, Streams]:
    logs = MemoryTrainingLogs(Revisions())
    activity = Activity(logs, SaidOf(HOMES), DeviceFileReader(), PinnedClock(NOW), CountedIds())
    good(activity.import_file(ME, ImportFile(data=data, start=NOW)))
    (session,) = everything(activity)
    return session, good(activity.streams(ME, session.id))


def a_track(times: list[str]) -> bytes:
    """Two segments with a break between them."""
    points = [(time, 46 + n / 10_000, 7) for n, time in enumerate(times)]
    whole = track("cycling", points)
    half = whole.find("<trkpt", whole.find("<trkpt", whole.find("<trkpt") + 1) + 1)
    return gpx(whole[:half] + "</trkseg><trkseg>" + whole[half:])


def laps(times: list[str]) -> bytes:
    return tcx([(time, 60, 200, 120 + n) for n, time in enumerate(times)])


@pytest.mark.parametrize("written", [a_track, laps])
class TestAct152:
    """ACT-152. The times of a file without a zone are those of the wall at home that day, in their order through an hour it repeats or leaves out, its laps and pauses with them, and what is kept of it says so; a time with an offset keeps it."""

    @settings(max_examples=at_most(40))
    @given(wall=walls)
    def test_as_if_the_offset_of_home_were_there(self, written: object, wall: dt.datetime) -> None:
        assert callable(written)
        home = moment_at(wall, HOMES.zone_on(LocalDate(wall.date())))
        times = [(wall + dt.timedelta(seconds=75 * n)).isoformat() for n in range(4)]
        offset = home.local.isoformat()[-6:]
        bare, streams = kept(written(times))
        told, same_streams = kept(written([time + offset for time in times]))
        assert bare.start == home
        assert told.start == structs.replace(home, zone=None)
        assert streams == same_streams
        assert (bare.local_date, bare.loads) == (told.local_date, told.loads)
        assert bare.facts.laps == told.facts.laps
        assert bare.facts.pauses_ms == told.facts.pauses_ms
        assert bare.facts.pauses_ms
        assert bare.facts.effort == told.facts.effort
        assert (bare.facts.start_assumed, told.facts.start_assumed) == (True, False)
        assert (ASSUMED in bare.facts.remarks, ASSUMED in told.facts.remarks) == (True, False)

    @settings(max_examples=at_most(40))
    @given(
        night=st.sampled_from(NIGHTS),
        begins=st.integers(-90, -11),
        minutes=st.integers(100, 200),
        step=st.integers(1, 7),
    )
    def test_through_the_nights_the_clocks_change(
        self, written: object, night: dt.datetime, begins: int, minutes: int, step: int
    ) -> None:
        assert callable(written)
        berlin = zoneinfo.ZoneInfo("Europe/Berlin")
        times = [night + dt.timedelta(minutes=begins + n) for n in range(0, minutes, step)]
        walls = [f"{at.astimezone(berlin):%Y-%m-%dT%H:%M:%S}" for at in times]
        bare, streams = kept(written(walls))
        told, same_streams = kept(written([f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in times]))
        assert streams == same_streams
        assert (bare.start.at, bare.elapsed) == (told.start.at, told.elapsed)
        assert bare.facts.laps == told.facts.laps
        assert bare.facts.pauses_ms == told.facts.pauses_ms
        assert Remark.SAMPLES_OUT_OF_ORDER not in {note.what for note in bare.facts.remarks}

"""The rules of sessions and of files, held through the service over memory."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.activity import (
    ShelfReader,
    recording_of,
    remembered,
    sports,
)
from tests.strategies.training_log import (
    FULL,
    LONG_AGO,
    ME,
    PARIS,
    TODAY,
    SaidOf,
    a_ride,
    ago,
    all_of,
    an_activity,
    kept,
    state,
)
from tests.support import NOW, CountedIds, PinnedClock, at, at_most, good, refused
from vegaloop.activity import (
    Activity,
    ImportFile,
    LogActivity,
    NoSuchActivity,
    Receipt,
    RemovedBefore,
    Rpe,
    Sport,
)
from vegaloop.activity.adapters.file_reader import DeviceFileReader
from vegaloop.activity.adapters.memory import MemoryTrainingLogs
from vegaloop.activity.domain.activity_file import ActivityFile, CannotRead, Damaged
from vegaloop.activity.domain.load_year import Bounds, bounds_of
from vegaloop.activity.domain.twins import twin_of
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Duration, Power
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import TimeZone, local_date_of


class TestAct1:
    """ACT-1. A session belongs to the local day of its start: by the offset its file knows, else by the home zone of that day, and then it says that the zone is assumed."""

    @given(st.integers(-14 * 3_600, 14 * 3_600) | st.none(), st.integers(0, 10_000))
    def test_of_a_file(self, offset_s: int | None, minutes: int) -> None:
        reader = ShelfReader()
        start = at(NOW - dt.timedelta(minutes=minutes))
        recording = recording_of([100] * 40, start=start, utc_offset_s=offset_s)
        activity = an_activity(reader=reader)
        data = reader.lay(b"file", recording)
        ((one,),) = (good(activity.import_file(ME, ImportFile(data=data))).sessions,)
        expected = (
            local_date_of(start, PARIS.home_zone)
            if offset_s is None
            else (start + dt.timedelta(seconds=offset_s)).date()
        )
        assert one.session.local_date == expected
        assert one.session.facts.zone_assumed == (offset_s is None)

    @given(st.integers(60, 10_000), st.sampled_from(["Asia/Tokyo", "America/New_York"]))
    def test_by_hand(self, minutes: int, zone: str) -> None:
        activity, start = an_activity(), NOW - dt.timedelta(minutes=minutes)
        at_home = kept(activity, a_ride(start_at=start)).session
        away = kept(activity, a_ride(start_at=start, time_zone=zone)).session
        assert at_home.local_date == local_date_of(at(start), PARIS.home_zone)
        assert away.local_date == local_date_of(at(start), TimeZone(zone))
        assert (at_home.facts.zone_assumed, away.facts.zone_assumed) == (True, False)

    def test_an_offset_no_place_has_is_not_believed(self) -> None:
        reader = ShelfReader()
        data = reader.lay(b"x", recording_of([1] * 40, utc_offset_s=80_000))
        imported = good(an_activity(reader=reader).import_file(ME, ImportFile(data=data)))
        assert imported.sessions[0].session.facts.zone_assumed


class TestAct2:
    """ACT-2. The same content uploaded again, packed or not, changes nothing and is answered with the sessions it already is."""

    @given(
        st.lists(sports, min_size=1, max_size=3), st.lists(st.booleans(), min_size=1, max_size=4)
    )
    def test_again(self, of: list[Sport], packed: list[bool]) -> None:
        reader = ShelfReader()
        activity = an_activity(reader=reader)
        recordings = [
            recording_of([200] * 60, sport=sport, start=at(ago(n + 1)))
            for n, sport in enumerate(of)
        ]
        data = reader.lay(b"file", *recordings)
        first = good(activity.import_file(ME, ImportFile(data=data)))
        before = state(activity)
        for one in packed:
            again = ImportFile(data=b"gz:" + data if one else data, file_name="other")
            found = good(activity.import_file(ME, again))
            assert found.already_known
            assert found.sessions == first.sessions
        assert not first.already_known
        assert len(first.sessions) == len(of)
        assert state(activity) == before
        assert good(activity.original(ME, first.sessions[0].session.id)).data == data


class TestAct3:
    """ACT-3. Two sessions whose sports go together, that start within two seconds and last as long within two percent but are not surely one, are both kept and count, and each names the other as a possible duplicate, unless they come from one file."""

    @given(
        st.sampled_from([-2_001, -2_000, 0, 700, 2_000, 2_001]),
        st.sampled_from([3_400, 3_527, 3_528, 3_600, 3_673, 3_674, 3_800]),
        st.booleans(),
    )
    def test_twins(self, apart_ms: int, elapsed_s: int, same_sport: bool) -> None:
        activity = an_activity()
        one = kept(activity, a_ride()).session
        other = kept(
            activity,
            a_ride(
                sport=Sport.CYCLING if same_sport else Sport.RUNNING,
                start_at=ago(1) + dt.timedelta(milliseconds=apart_ms),
                elapsed=Duration(elapsed_s * 1_000_000),
            ),
        )
        near = abs(apart_ms) <= 2_000
        alike = abs(elapsed_s - 3_600) <= 0.02 * max(elapsed_s, 3_600)
        twins = near and alike and same_sport
        assert other.possible_duplicate_of == (one.id if twins else None)
        assert good(activity.activity(ME, one.id)).possible_duplicate_of == (
            other.session.id if twins else None
        )
        assert len(all_of(activity)) == 2

    @given(st.lists(remembered(), min_size=2, max_size=4))
    def test_being_one_is_mutual(self, of: list[LogActivity]) -> None:
        activity = an_activity()
        sessions = [kept(activity, command).session for command in of]
        for a in sessions:
            assert twin_of(a, a) is None
            assert all(twin_of(a, b) == twin_of(b, a) for b in sessions)

    def test_parts_of_one_file_are_not(self) -> None:
        reader = ShelfReader()
        recording = recording_of([100] * 60)
        data = reader.lay(b"file", recording, recording)
        imported = good(an_activity(reader=reader).import_file(ME, ImportFile(data=data)))
        assert [one.possible_duplicate_of for one in imported.sessions] == [None, None]


class TestAct21:
    """ACT-21. A refused file leaves nothing behind, and a receipt counts every file once."""

    @given(st.lists(st.sampled_from([b"a", b"b", b"gz:a", b"bad", b"no date"]), max_size=10))
    def test_receipt(self, files: list[bytes]) -> None:
        reader = ShelfReader()
        reader.lay(b"a", recording_of([100] * 40))
        reader.lay(b"b", recording_of([200] * 40))
        dateless = recording_of([200] * 40)
        reader.lay(
            b"no date",
            type(dateless)(
                sport=Sport.CYCLING, start=None, totals=dateless.totals, streams=dateless.streams
            ),
        )
        activity = an_activity(reader=reader)
        receipt = activity.import_files(ME, [ImportFile(data=one) for one in files])
        distinct = {one.removeprefix(b"gz:") for one in files} & {b"a", b"b"}
        bad = sum(one in (b"bad", b"no date") for one in files)
        assert isinstance(receipt, Receipt)
        assert (receipt.kept, len(receipt.refused)) == (len(distinct), bad)
        assert receipt.kept + receipt.seen + len(receipt.refused) == len(files)
        assert len(all_of(activity)) == len(distinct)


class TestAct22:
    """ACT-22. A session that is removed leaves no trace in loads, form, streams or files."""

    @settings(max_examples=at_most(40))
    @given(st.lists(remembered(), max_size=5), remembered(), st.integers(0, 16))
    def test_no_trace(self, commands: list[LogActivity], one: LogActivity, pairs: int) -> None:
        activity = an_activity()
        good(activity.set_thresholds(ME, LONG_AGO, FULL))
        for n in range(pairs):
            kept(activity, a_ride(65 + n, average_power=Power(200_000), rpe=Rpe(40 + n)))
        for command in commands:
            kept(activity, command)
        before = state(activity)
        added = kept(activity, one).session.id
        good(activity.remove(ME, added))
        assert state(activity) == before
        assert isinstance(refused(activity.activity(ME, added)), NoSuchActivity)
        assert isinstance(refused(activity.streams(ME, added)), NoSuchActivity)
        assert isinstance(refused(activity.remove(ME, added)), NoSuchActivity)

    def test_a_file_goes_with_the_last_session_of_it(self) -> None:
        reader = ShelfReader()
        data = reader.lay(b"two", recording_of([100] * 40), recording_of([200] * 40))
        activity = an_activity(reader=reader)
        first, second = good(activity.import_file(ME, ImportFile(data=data))).sessions
        good(activity.remove(ME, first.session.id))
        again = good(activity.import_file(ME, ImportFile(data=data)))
        assert [one.session.id for one in again.sessions] == [second.session.id]
        assert good(activity.original(ME, second.session.id)).data == data
        good(activity.remove(ME, second.session.id))
        assert isinstance(refused(activity.import_file(ME, ImportFile(data=data))), RemovedBefore)
        again = good(activity.import_file(ME, ImportFile(data=data, revives=True)))
        assert not again.already_known
        assert isinstance(refused(activity.original(ME, second.session.id)), NoSuchActivity)

    @given(st.lists(st.integers(1, 2_500), min_size=1, max_size=5), st.data())
    def test_the_first_and_the_last_day_follow(self, of: list[int], data: st.DataObject) -> None:
        activity = an_activity()
        left = [kept(activity, a_ride(days)).session for days in of]
        for gone in data.draw(st.permutations(left)):
            days = [one.local_date for one in left]
            bounds = activity._logs.read(ME, lambda log: bounds_of(log.years(1990, 1990)))
            assert bounds == Bounds(min(days), max(days))
            good(activity.remove(ME, gone.id))
            left.remove(gone)
        assert activity._logs.read(ME, lambda log: log.years(1990, TODAY.year)) == ()


def test_a_file_that_came_twice_at_once_is_kept_once() -> None:
    reader = ShelfReader()
    data = reader.lay(b"f", recording_of([100] * 40))
    activity = an_activity(reader=reader)

    class Meanwhile(ShelfReader):
        def read(self, data: bytes, home: Profile) -> Result[ActivityFile, CannotRead]:
            """Read, while somebody else uploads the same."""
            good(activity.import_file(ME, ImportFile(data=data)))
            return reader.read(data, home)

    slow = Activity(activity._logs, SaidOf(), Meanwhile(), PinnedClock(), CountedIds())
    assert good(slow.import_file(ME, ImportFile(data=data))).already_known
    assert len(all_of(activity)) == 1


def test_bytes_that_cannot_be_unpacked_are_refused() -> None:
    activity = Activity(
        MemoryTrainingLogs(Revisions()), SaidOf(), DeviceFileReader(), PinnedClock(), CountedIds()
    )
    command = ImportFile(data=b"\x1f\x8b\x08 no gzip")
    assert isinstance(refused(activity.import_file(ME, command)), Damaged)

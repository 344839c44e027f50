"""The rules of what recordings a file holds, and of what is refused."""

from __future__ import annotations

import datetime as dt
import gzip
import struct
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import FILE_ID, T0, definition, records, segment
from tests.readers.mutations import mutated
from tests.readers.samples import gpx, tcx, track
from tests.support import good, refused
from vegaloop.activity.adapters.readers import inspect_file, read_activity_file
from vegaloop.activity.domain.activity_file import (
    Damaged,
    FileFormat,
    NotAnActivity,
    TooDeep,
    TooLarge,
)
from vegaloop.activity.domain.recording import Remark
from vegaloop.activity.domain.sport import Sport

RIDE = gpx(
    track("cycling", [("2024-05-01T10:00:00Z", 46.0, 7.0), ("2024-05-01T10:00:09Z", 46.001, 7.0)])
)
RUN = tcx([("2024-05-01T10:00:00Z", 600, 2_000, 140), ("2024-05-01T10:10:00Z", 300, 1_000, 155)])
FIT = segment(FILE_ID + records(list(range(90, 150))))


class TestAcf9:
    """ACF-9. A recording whose device never knew the date has no start."""

    @given(st.integers(0, 0x0FFF_FF00))
    def test_seconds_since_switched_on(self, started: int) -> None:
        summary = definition(2, 34, [(253, 4, 0x86), (5, 4, 0x86)])
        summary += struct.pack("<BII", 2, started + 2, T0)
        data = segment(FILE_ID + records([80, 81], start=started) + summary)
        recording = good(read_activity_file(data)).recordings[0]
        assert recording.start is None
        assert recording.utc_offset_s is None
        assert recording.wall_start == dt.datetime(2021, 9, 8, 1, 46, 38)
        assert Remark.RELATIVE_CLOCK in {note.what for note in recording.notes}
        samples = inspect_file(data).samples
        assert samples
        assert samples.first_at is None


class TestAcf10:
    """ACF-10. A sample belongs to the last session that had begun by then."""

    @given(
        st.lists(st.integers(0, 300), min_size=1, max_size=5, unique=True),
    )
    def test_sessions(self, starts: list[int]) -> None:
        body = FILE_ID + records([100] * 301)
        body += definition(2, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86), (5, 1, 0)])
        for n, start in enumerate(starts):
            body += struct.pack("<BIIIB", 2, T0 + 301, T0 + start, 1_000, n + 1)
        recordings = good(read_activity_file(segment(body))).recordings
        assert len(recordings) == len(starts)
        assert sum(len(each.streams) for each in recordings) == 301
        for start, each in zip(starts, recordings, strict=True):
            times = [start + s for s in each.streams.seconds]
            later = min((other for other in starts if other > start), default=301)
            earliest = 0 if start == min(starts) else start
            assert times == list(range(earliest, later))


class TestAcf11:
    """ACF-11. A course, a route or a day of monitoring is not an activity, and is refused with its kind."""

    @pytest.mark.parametrize(
        ("number", "kind"), [(6, "course"), (5, "workout"), (32, "monitoring_b"), (99, "99")]
    )
    def test_fit(self, number: int, kind: str) -> None:
        data = segment(definition(0, 0, [(0, 1, 0)]) + bytes([0, number]) + records([100]))
        assert refused(read_activity_file(data)) == NotAnActivity(FileFormat.FIT, kind)
        assert inspect_file(data).counts.records == 1

    def test_gpx(self) -> None:
        plan = gpx(track("hiking", [(None, 46.0, 7.0), (None, 46.1, 7.0)]))
        assert refused(read_activity_file(plan)) == NotAnActivity(FileFormat.GPX, "route")

    def test_tcx(self) -> None:
        plan = b"<TrainingCenterDatabase><Courses><Course/></Courses></TrainingCenterDatabase>"
        assert refused(read_activity_file(plan)) == NotAnActivity(FileFormat.TCX, "course")


class TestAcf12:
    """ACF-12. Samples without a session make a recording of their own, and a note says so."""

    @given(st.lists(st.integers(1, 254), min_size=1, max_size=50))
    def test_made_of_samples(self, beats: list[int]) -> None:
        recording = good(read_activity_file(segment(FILE_ID + records(beats)))).recordings[0]
        assert Remark.NO_SESSION in {note.what for note in recording.notes}
        totals = recording.totals
        assert totals.elapsed.seconds == len(beats) - 1
        assert totals.average_heart_rate
        assert totals.maximum_heart_rate
        assert totals.average_heart_rate.bpm == pytest.approx(sum(beats) / len(beats), abs=5e-4)
        assert totals.maximum_heart_rate.bpm == max(beats)


class TestAcf13:
    """ACF-13. Tracks of one sport within four hours of each other are one recording, others are their own."""

    @given(st.integers(-3_600, 30_000), st.booleans())
    def test_gap(self, gap_s: int, another_sport: bool) -> None:
        first = dt.datetime(2024, 5, 1, 10, tzinfo=dt.UTC)
        ended = first + dt.timedelta(hours=1)
        on = ended + dt.timedelta(seconds=gap_s)
        data = gpx(
            track("running", [(first.isoformat(), 46.0, 7.0), (ended.isoformat(), 46.1, 7.0)]),
            track(
                "cycling" if another_sport else "running",
                [
                    (on.isoformat(), 46.2, 7.0),
                    ((on + dt.timedelta(minutes=1)).isoformat(), 46.3, 7.0),
                ],
            ),
        )
        recordings = good(read_activity_file(data)).recordings
        together = 0 <= gap_s <= 4 * 3_600 and not another_sport
        assert len(recordings) == 2 - together
        assert [r.sport for r in recordings][-1] is (
            Sport.CYCLING if another_sport else Sport.RUNNING
        )
        if together:
            (one,) = recordings
            assert sum(pause.seconds for pause in one.pauses) == gap_s
            assert one.totals.timer
            assert one.totals.timer.seconds == 3_660
            # A tenth of a degree of latitude twice, and nothing across the gap.
            assert one.totals.distance
            assert one.totals.distance.meters == pytest.approx(22_239, abs=1)


class TestAcf14:
    """ACF-14. A file larger, deeper or packed tighter than any activity is refused, and so is a document type."""

    def test_larger(self) -> None:
        assert refused(read_activity_file(bytes(64 * 2**20 + 1))) == TooLarge("bytes", 64 * 2**20)

    def test_tighter(self) -> None:
        bomb = gzip.compress(b"<gpx>" + b" " * 40_000_000)
        error = refused(read_activity_file(bomb))
        assert isinstance(error, TooLarge)
        assert error.what == "unpacked bytes"

    @given(st.integers(65, 400))
    def test_deeper(self, depth: int) -> None:
        assert refused(read_activity_file(b"<gpx>" * depth)) == TooDeep(64, 1)

    @pytest.mark.parametrize(
        "bomb",
        [
            b'<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><gpx>&b;</gpx>',
            b'<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/passwd">]><gpx>&a;</gpx>',
            b'<!DOCTYPE gpx SYSTEM "http://localhost/gpx.dtd"><gpx/>',
        ],
    )
    def test_document_types(self, bomb: bytes) -> None:
        error = refused(read_activity_file(bomb))
        assert isinstance(error, Damaged)
        assert error.what == "document type declared"


class TestAcf15:
    """ACF-15. XML that breaks off gives every point before the break, and a note of the line."""

    @given(st.integers(2, 40))
    def test_break(self, points: int) -> None:
        first = dt.datetime(2024, 5, 1, 10, tzinfo=dt.UTC)
        way = [
            ((first + dt.timedelta(seconds=n)).isoformat(), 46 + n / 1_000, 7.0)
            for n in range(points)
        ]
        data = gpx(track("running", way)).partition(b"</trkseg>")[0] + b"\n<oops"
        file = good(read_activity_file(data))
        assert len(file.recordings[0].streams) == points
        (note,) = file.notes
        assert note.what is Remark.CUT_OFF
        assert note.at_line == data.count(b"\n") + 1

    def test_a_break_before_any_point(self) -> None:
        error = refused(read_activity_file(b"<gpx>\n<trk><trkseg>\n<<"))
        assert isinstance(error, Damaged)
        assert (error.format, error.at_line) == ("gpx", 3)


class TestAcf16:
    """ACF-16. The totals of a TCX activity are the sums of its laps."""

    @given(
        st.lists(
            st.tuples(st.integers(1, 7_200), st.integers(0, 50_000), st.integers(40, 220)),
            min_size=1,
            max_size=8,
        )
    )
    def test_sums(self, laps: list[tuple[int, int, int]]) -> None:
        start = "2024-05-01T10:00:00Z"
        recording = good(read_activity_file(tcx([(start, *lap) for lap in laps]))).recordings[0]
        totals = recording.totals
        timer_s = sum(lap[0] for lap in laps)
        assert totals.timer
        assert totals.timer.seconds == timer_s
        assert totals.distance
        assert totals.distance.meters == sum(lap[1] for lap in laps)
        assert totals.energy
        assert totals.energy.kcal == pytest.approx(7 * len(laps))
        assert totals.average_heart_rate
        mean = sum(lap[0] * lap[2] for lap in laps) / timer_s
        assert totals.average_heart_rate.bpm == pytest.approx(mean, abs=5e-4)
        assert len(recording.laps) == len(laps)


class TestAcf17:
    """ACF-17. An inspection tells of every file what it is or what is wrong with it, and is its own JSON."""

    @given(st.sampled_from([FIT, RIDE, RUN, gzip.compress(FIT)]), st.randoms(use_true_random=False))
    def test_json(self, seed: bytes, chance: Random) -> None:
        data = mutated(seed, chance)
        seen = inspect_file(data)
        told = msgspec.json.decode(msgspec.json.encode(seen))
        assert told["bytes"] == len(data)
        assert told["kind"] is not None or told["problem"]["type"].startswith(
            ("activity/", "format/")
        )
        assert (seen.problem is None) == bool(seen.sessions) or seen.problem is not None

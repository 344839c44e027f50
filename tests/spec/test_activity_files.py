"""The rules of reading activity files, each held for all values."""

from __future__ import annotations

import gzip
import struct
import warnings
from itertools import pairwise
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.readers.fit_bytes import FILE_ID, T0, definition, records, segment
from tests.readers.mutations import mutated
from tests.readers.samples import gpx, tcx, track
from tests.readers.written import sessions
from tests.support import good, refused
from vegaloop.activity.adapters.readers import inspect_file, read_activity_file
from vegaloop.activity.domain.activity_file import (
    Damaged,
    FileFormat,
    UnknownFormat,
)
from vegaloop.activity.domain.recording import Remark
from vegaloop.activity.domain.streams import MISSING, Channel, Stream, Streams, packed_times
from vegaloop.app.demo.fit_writer import WrittenSession, write_fit

RIDE = gpx(
    track("cycling", [("2024-05-01T10:00:00Z", 46.0, 7.0), ("2024-05-01T10:00:09Z", 46.001, 7.0)])
)
RUN = tcx([("2024-05-01T10:00:00Z", 600, 2_000, 140), ("2024-05-01T10:10:00Z", 300, 1_000, 155)])
FIT = segment(FILE_ID + records(list(range(90, 150))))


# Wider than FIT's own, as damage makes them; not-a-number is how a double says "not set".
ODD_NUMBERS = (0.0, 1.0, 7.0, 3e8, 1e9, 4e9, 1e10, -1.0, -1e300, 1e300, 5e-324, float("nan"))
MANY_FIELDS = (*range(26), 53, 73, 78, 253, 254)


class TestAcf1:
    """ACF-1. What a file is, its bytes say, never its name."""

    @pytest.mark.parametrize(
        ("data", "expected"),
        [(FIT, FileFormat.FIT), (RIDE, FileFormat.GPX), (RUN, FileFormat.TCX)],
    )
    @pytest.mark.parametrize("before", [b"", b"\xef\xbb\xbf", b" \r\n"])
    def test_by_content(self, data: bytes, before: bytes, expected: FileFormat) -> None:
        mark = before if expected is not FileFormat.FIT else b""
        assert good(read_activity_file(mark + data)).format is expected

    @given(st.binary(max_size=40))
    def test_other_bytes_are_none_of_them(self, data: bytes) -> None:
        error = refused(read_activity_file(data))
        assert isinstance(error, UnknownFormat | Damaged)

    def test_other_xml_is_none_of_them(self) -> None:
        page = b"<!-- a page --><html><body>gpx</body></html>"
        assert refused(read_activity_file(page)) == UnknownFormat(page[:4].hex(), len(page))


class TestAcf2:
    """ACF-2. Whatever the bytes, reading them ends in a file or in a fact, and nothing is raised."""

    @pytest.mark.parametrize("seed", [FIT, RIDE, RUN, gzip.compress(RUN)])
    def test_mutations(self, seed: bytes) -> None:
        chance = Random(len(seed))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for _ in range(500):
                data = mutated(seed, chance)
                read_activity_file(data)
                inspect_file(data)

    @given(sessions(), st.randoms(use_true_random=False))
    def test_mutations_of_written_activities(self, session: WrittenSession, chance: Random) -> None:
        read_activity_file(mutated(write_fit(session), chance))

    @given(st.binary(max_size=400))
    def test_any_messages(self, body: bytes) -> None:
        inspect_file(segment(FILE_ID + records([100]) + body))

    @settings(max_examples=3 * settings().max_examples)
    @given(
        st.sampled_from([0, 18, 19, 20, 21, 34, 78, 101, 132, 206, 225]),
        st.lists(
            st.sampled_from(ODD_NUMBERS), min_size=len(MANY_FIELDS), max_size=len(MANY_FIELDS)
        ),
    )
    def test_any_numbers(self, message: int, numbers: list[float]) -> None:
        body = definition(3, message, [(field, 8, 0x89) for field in MANY_FIELDS])
        body += struct.pack(f"<B{len(numbers)}d", 3, *numbers)
        sooner = segment(body + FILE_ID + records([100, 101]))
        later = segment(FILE_ID + records([100, 101]) + body)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            msgspec.json.encode(inspect_file(sooner))
            msgspec.json.encode(inspect_file(later))

    @pytest.mark.parametrize("times", [("1970-01-01", "9999-12-31"), ("2024-01-01", "2199-12-31")])
    def test_times_far_apart(self, times: tuple[str, str]) -> None:
        points = [(f"{day}T00:00:00Z", 46, 7) for day in times]
        inspect_file(gpx(track("run", points)))
        inspect_file(tcx([(at, 1, 1, 1) for at, _, _ in points]))

    def test_a_track_many_times_around_the_earth(self) -> None:
        way = [("2024-05-01T10:00:00Z", 0, 179 * (n % 2)) for n in range(2_500)]
        msgspec.json.encode(inspect_file(gpx(track("run", way))))

    @given(st.text("0123456789", max_size=30))
    def test_any_serial_number(self, digits: str) -> None:
        creator = f"<Creator><UnitId>{digits}</UnitId></Creator></Activity>".encode()
        data = tcx([("2024-05-01T10:00:00Z", 1, 1, 1)]).replace(b"</Activity>", creator)
        msgspec.json.encode(inspect_file(data))

    @given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=30))
    def test_any_words(self, time: str, latitude: str, beats: str) -> None:
        inspect_file(gpx(track("x", [(time, latitude, 7.0)], extra=f"<hr>{beats}</hr>")))
        inspect_file(tcx([(time, latitude, beats, beats)]))


class TestAcf3:
    """ACF-3. A FIT activity that was written is read back to the step of the format."""

    @given(sessions())
    def test_samples(self, session: WrittenSession) -> None:
        recording = good(read_activity_file(write_fit(session))).recordings[0]
        streams = recording.streams
        start = session.totals.start
        assert streams.seconds == tuple((s.at - start).total_seconds() for s in session.samples)
        written: dict[Channel, list[int | None]] = {
            Channel.HEART_RATE: [s.heart_rate_bpm for s in session.samples],
            Channel.POWER: [s.power_w for s in session.samples],
            Channel.SPEED: [s.speed_mm_s for s in session.samples],
            Channel.DISTANCE: [s.distance_cm for s in session.samples],
        }
        for channel, numbers in written.items():
            column = streams.get(channel)
            found = [None if n == MISSING else n for n in column.numbers] if column else None
            if channel is Channel.DISTANCE and streams.get(Channel.LATITUDE) and not any(numbers):
                continue  # It is the way between the places (ACF-98).
            assert found == (numbers if any(n is not None for n in numbers) else None)
        for sample, altitude in zip(
            session.samples, streams.values(Channel.ALTITUDE), strict=False
        ):
            fifths = sample.altitude_fifths_m
            assert altitude == (None if fifths is None else fifths / 5)
        for sample, degrees in zip(session.samples, streams.values(Channel.LATITUDE), strict=False):
            turn = sample.latitude_semicircles
            assert (degrees is None) == (turn is None)
            if degrees is not None and turn is not None:
                assert abs(degrees - turn * 180 / 2**31) <= 0.51e-7

    @given(sessions())
    def test_totals_and_laps(self, session: WrittenSession) -> None:
        recording = good(read_activity_file(write_fit(session))).recordings[0]
        assert recording.start == session.totals.start
        assert recording.utc_offset_s == session.utc_offset_s
        assert len(recording.laps) == len(session.laps)
        assert not [n for n in recording.notes if n.what is not Remark.DOUBTFUL_ELAPSED]
        for ours, theirs in (
            (recording.totals, session.totals),
            *((lap.totals, told) for lap, told in zip(recording.laps, session.laps, strict=True)),
        ):
            assert ours.elapsed.amount == theirs.elapsed_ms * 1_000
            assert ours.timer
            assert ours.timer.amount == theirs.timer_ms * 1_000
            read = (
                ours.distance,
                ours.energy,
                ours.average_heart_rate,
                ours.maximum_power,
                ours.ascent,
            )
            told = (
                theirs.distance_cm,
                theirs.energy_kcal,
                theirs.average_heart_rate_bpm,
                theirs.maximum_power_w,
                theirs.ascent_m,
            )
            steps = (10, 4_184, 1_000, 1_000, 1_000)
            assert [None if r is None else r.amount for r in read] == [
                None if t is None else t * step for t, step in zip(told, steps, strict=True)
            ]


class TestAcf4:
    """ACF-4. A FIT file cut off anywhere gives every sample before the cut, and a note of where it is."""

    @given(st.integers(0, len(FIT) - 3))
    def test_cut(self, at: int) -> None:
        whole = len(segment(FILE_ID + records([]))) - 2
        complete = max(0, (min(at, len(FIT) - 2) - whole) // 6)
        data = FIT[:at]
        if complete:
            file = good(read_activity_file(data))
            assert file.counts.records == complete
            cut = next(note for note in file.notes if note.what is Remark.CUT_OFF)
            assert cut.at_byte is not None
            assert whole + complete * 6 <= cut.at_byte <= at
        else:
            assert isinstance(refused(read_activity_file(data)), Damaged | UnknownFormat)


class TestAcf5:
    """ACF-5. A wrong checksum is noted and hides nothing."""

    @given(st.integers(0, 0xFFFF))
    def test_crc(self, crc: int) -> None:
        right = good(read_activity_file(FIT))
        file = good(read_activity_file(segment(FILE_ID + records(list(range(90, 150))), crc=crc)))
        assert file.recordings == right.recordings
        wrong = crc != int.from_bytes(FIT[-2:], "little")
        assert [note.what for note in file.notes] == [Remark.CRC_WRONG] * wrong


class TestAcf6:
    """ACF-6. A file in gzip reads as the plain one."""

    @pytest.mark.parametrize("data", [FIT, RIDE, RUN])
    def test_gzip(self, data: bytes) -> None:
        assert read_activity_file(gzip.compress(data)) == read_activity_file(data)

    @given(st.integers(20, len(gzip.compress(FIT)) - 1))
    def test_what_is_left_of_a_gzip_is_read(self, at: int) -> None:
        found = inspect_file(gzip.compress(FIT)[:at])
        told = isinstance(found.problem, Damaged | UnknownFormat)
        assert told or Remark.CUT_OFF in {note.what for note in found.notes}


class TestAcf7:
    """ACF-7. Every column of a recording has one number for each of its times, and times never go back."""

    @given(st.lists(st.integers(0, 400), min_size=1, max_size=60))
    def test_samples_out_of_order(self, seconds: list[int]) -> None:
        body = FILE_ID + records([])
        for second in seconds:
            body += struct.pack("<BIB", 1, T0 + second, second % 250 + 1)
        file = good(read_activity_file(segment(body)))
        streams = file.recordings[0].streams
        assert all(a <= b for a, b in pairwise(streams.numbers))
        assert [len(column) for column in streams.columns] == [len(streams)]
        assert (Remark.SAMPLES_OUT_OF_ORDER in {n.what for n in file.notes}) == (
            seconds != sorted(seconds)
        )

    def test_the_impossible(self) -> None:
        column = Stream.of_values(Channel.POWER, [200.0])
        with pytest.raises(ValueError, match="one number for each time"):
            Streams(packed_times([0, 1]), (column,))
        with pytest.raises(ValueError, match="one column"):
            Streams(packed_times([0]), (column, column))
        with pytest.raises(ValueError, match="never go back"):
            Streams(packed_times([1, 0]))
        with pytest.raises(ValueError, match="4-byte"):
            Stream(Channel.POWER, b"123")
        with pytest.raises(ValueError, match="8-byte"):
            Streams(b"123")


class TestAcf8:
    """ACF-8. What a device did not write is missing, never zero."""

    @given(
        st.sampled_from(list(Channel)),
        st.lists(st.none() | st.integers(0, 2**31 - 1), max_size=30),
    )
    def test_columns(self, channel: Channel, steps: list[int | None]) -> None:
        units = channel.per_unit
        column = Stream.of_values(channel, [None if n is None else n / units for n in steps])
        assert column.values == tuple(None if n is None else n / units for n in steps)

    @pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e300])
    def test_what_is_no_number(self, value: float) -> None:
        assert Stream.of_values(Channel.SPEED, [value]).values == (None,)

    def test_a_heart_rate_of_zero_is_no_strap(self) -> None:
        recording = good(read_activity_file(segment(FILE_ID + records([0, 0xFF, 80])))).recordings[
            0
        ]
        assert recording.streams.values(Channel.HEART_RATE) == (None, None, 80)

    def test_totals(self) -> None:
        totals = good(read_activity_file(segment(FILE_ID + records([80])))).recordings[0].totals
        assert (totals.distance, totals.energy, totals.ascent, totals.average_power) == (None,) * 4

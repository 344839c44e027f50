"""What is taken from samples, and what is read of a file whose header says less (docs/rules.md, ACF)."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import FILE_ID, T0, definition, records, segment
from tests.support import CountedIds, good
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.domain.activity_file import ActivityFile
from vegaloop.activity.domain.origin import FileRef, Origin
from vegaloop.activity.domain.placing import Provenance, decide_recorded
from vegaloop.activity.domain.recording import Recording, Remark, Totals
from vegaloop.activity.domain.session import ContentHash, Facts, SessionId
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Duration, HeartRate, Power
from vegaloop.kernel.time import from_epoch_us

NOW = from_epoch_us((T0 + FIT_EPOCH_S + 86_400) * 1_000_000)
SAMPLE = definition(1, 20, [(253, 4, 0x86), (3, 1, 2), (5, 4, 0x86), (7, 2, 0x84)])
samples = st.tuples(st.integers(30, 220), st.integers(0, 900), st.integers(0, 1_500))


def ridden(told: list[tuple[int, int, int]], start: int = T0, way_cm: int = 0) -> bytes:
    """A second a heart rate, a way in cm on from the last, and a power."""
    body = SAMPLE
    for n, (bpm, further_cm, watts) in enumerate(told):
        way_cm += further_cm
        body += struct.pack("<BIBIH", 1, start + n, bpm, way_cm, watts)
    return body


def session(start: int, lasted_s: int, *stated: tuple[int, int]) -> bytes:
    """A session that tells when it was, and what else is given as field and number of two bytes."""
    fields = [
        (253, 4, 0x86),
        (2, 4, 0x86),
        (7, 4, 0x86),
        *((field, 2, 0x84) for field, _ in stated),
    ]
    numbers = b"".join(struct.pack("<H", number) for _, number in stated)
    told = struct.pack("<BIII", 3, start + lasted_s, start, 1_000 * lasted_s)
    return definition(3, 18, fields) + told + numbers


def paused(*after_s: int) -> bytes:
    """The timer stops and starts at these seconds, in turns."""
    body = definition(2, 21, [(253, 4, 0x86), (0, 1, 0), (1, 1, 0)])
    for n, second in enumerate(after_s):
        body += struct.pack("<BIBB", 2, T0 + second, 0, 0 if n % 2 else 4)
    return body


def read(body: bytes) -> ActivityFile:
    return good(read_activity_file(segment(FILE_ID + body)))


def facts_of(recording: Recording, beside: Totals | None = None) -> Facts:
    told = Provenance(
        origin=Origin(source=SourceId("x")), file=FileRef(ContentHash("x"), 0), totals=beside
    )
    name = SessionId(CountedIds().fresh())
    return good(decide_recorded(name, recording, told, Profile(), NOW)).facts


class TestAcf23:
    """ACF-23. What a session does not state of its moving time, its distance, its heart rate and its power is taken from its samples, as where there is no session."""

    @given(st.lists(samples, min_size=2, max_size=120))
    def test_with_and_without_a_session(self, told: list[tuple[int, int, int]]) -> None:
        body = ridden(told)
        (bare,) = read(body).recordings
        (stated,) = read(body + session(T0, len(told) - 1)).recordings
        assert stated.totals == Totals(elapsed=Duration(1_000_000 * (len(told) - 1)))
        totals = facts_of(stated).totals
        assert totals == facts_of(bare).totals
        assert totals.distance == Distance(10 * sum(cm for _, cm, _ in told))
        assert totals.maximum_heart_rate == HeartRate(1_000 * max(bpm for bpm, _, _ in told))
        watts = [given for _, _, given in told]
        assert totals.maximum_power == (Power(1_000 * max(watts)) if any(watts) else None)

    @given(st.lists(samples, min_size=2, max_size=60), st.integers(1, 250), st.integers(1, 2_000))
    def test_what_is_stated_stands(
        self, told: list[tuple[int, int, int]], bpm: int, watts: int
    ) -> None:
        body = ridden(told) + session(T0, len(told), (17, bpm), (20, watts), (9, 7))
        totals = facts_of(read(body).recordings[0]).totals
        assert totals.maximum_heart_rate == HeartRate(1_000 * bpm)
        assert totals.average_power == Power(1_000 * watts)
        assert totals.distance == Distance(70)

    @given(st.integers(1, 50), st.integers(0, 600), st.booleans())
    def test_pauses_are_no_moving_time(self, stop: int, still: int, told: bool) -> None:
        body = records([120] * 51) + records([120] * 50, start=T0 + 51 + still)
        body += paused(stop, stop + still)
        lasted = 100 + still
        (recording,) = read(body + session(T0, lasted) if told else body).recordings
        assert facts_of(recording).effort.duration.seconds == lasted - still

    @given(st.lists(samples, min_size=2, max_size=30), st.lists(samples, min_size=2, max_size=30))
    def test_a_way_that_counts_on_is_of_one_session(
        self, first: list[tuple[int, int, int]], then: list[tuple[int, int, int]]
    ) -> None:
        gone_cm = sum(cm for _, cm, _ in first)
        later = T0 + len(first)
        body = ridden(first) + ridden(then, later, gone_cm)
        body += session(T0, len(first)) + session(later, len(then))
        both = [facts_of(one).totals.distance for one in read(body).recordings]
        assert both == [Distance(10 * gone_cm), Distance(10 * sum(cm for _, cm, _ in then))]

    def test_a_sensor_that_was_away_is_in_no_load(self) -> None:
        beats = [150] * 60 + [0xFF] * 3_540
        effort = facts_of(read(records(beats) + session(T0, 3_600)).recordings[0]).effort
        assert effort.heart_minutes == pytest.approx(59 / 60)
        assert not effort.heart_averaged

    @given(st.lists(samples, min_size=2, max_size=30))
    def test_what_stands_beside_a_file_fills_what_it_does_not_state(
        self, told: list[tuple[int, int, int]]
    ) -> None:
        beside = Totals(
            elapsed=Duration(9), average_power=Power(260_000), maximum_heart_rate=HeartRate(149_000)
        )
        body = ridden(told) + session(T0, len(told), (17, 201))
        totals = facts_of(read(body).recordings[0], beside).totals
        assert totals.elapsed.seconds == len(told)
        assert totals.average_power == Power(260_000)
        assert totals.maximum_heart_rate == HeartRate(201_000)


BEATS = list(range(90, 150))
BODY = FILE_ID + records(BEATS)
MESSAGE_BYTES = len(BODY) - len(FILE_ID + records(BEATS[:-1]))
NEXT = segment(FILE_ID + records([77], start=T0 + 900))


def heart_rates(data: bytes) -> list[float | None]:
    file = good(read_activity_file(data))
    return [bpm for one in file.recordings for bpm in one.streams.values(Channel.HEART_RATE)]


def remarks(data: bytes) -> list[Remark]:
    return [note.what for note in good(read_activity_file(data)).notes]


class TestAcf24:
    """ACF-24. Messages that go on behind the end the header of a FIT file gives are read, and a note says where that was."""

    # Less than a message is not told apart from what fills a file up.
    @given(
        st.integers(0, len(BODY) - MESSAGE_BYTES),
        st.sampled_from([12, 14]),
        st.booleans(),
        st.sampled_from([b"", NEXT]),
    )
    def test_a_size_too_small(self, size: int, header: int, died: bool, behind: bytes) -> None:
        data = segment(BODY, header=header, size=size)
        data = (data[:-2] if died and not behind else data) + behind
        assert heart_rates(data) == [*map(float, BEATS), *([77.0] if behind else [])]
        (note,) = [one for one in good(read_activity_file(data)).notes if one.detail]
        assert (note.what, note.at_byte) == (Remark.CUT_OFF, header + size)

    @given(st.integers(1, 5))
    def test_the_last_message_of_a_device_that_died_is_cut(self, lost: int) -> None:
        data = segment(BODY, size=0)[: -2 - lost]
        assert heart_rates(data) == BEATS[:-1]

    def test_it_is_read_up_to_what_is_damaged(self) -> None:
        assert heart_rates(segment(BODY + b"\x0f" * 40, size=0)) == BEATS

    @given(st.binary(min_size=1, max_size=300))
    def test_what_follows_a_right_checksum_is_no_part_of_it(self, behind: bytes) -> None:
        data = segment(BODY)
        assert heart_rates(data + behind) == BEATS
        assert remarks(data + behind) == [Remark.TRAILING_BYTES]

    @given(st.sampled_from([b"\0", b"\xff", b" "]), st.integers(1, 500))
    def test_nor_is_what_fills_up_a_file(self, filler: bytes, times: int) -> None:
        data = segment(BODY, crc=1) + filler * times
        assert heart_rates(data) == BEATS
        assert remarks(data) == [Remark.CRC_WRONG, Remark.TRAILING_BYTES]

    @given(st.sampled_from([12, 14]), st.booleans())
    def test_two_segments_are_two(self, header: int, right: bool) -> None:
        data = segment(BODY, header=header, crc=None if right else 1) + NEXT
        assert heart_rates(data) == [*BEATS, 77]
        assert remarks(data) == [Remark.CRC_WRONG] * (not right)

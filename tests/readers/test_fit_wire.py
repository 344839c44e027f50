"""The corners of FIT's wire format, each as some device has written it."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import (
    FILE_ID,
    PLAIN_RECORD,
    T0,
    Developer,
    definition,
    records,
    segment,
)
from tests.support import good, refused
from vegaloop.activity.adapters.readers import inspect_file, read_activity_file
from vegaloop.activity.domain.activity_file import ActivityFile, Damaged, TooLarge
from vegaloop.activity.domain.recording import Remark
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.formats.crc import crc16


def read(data: bytes) -> ActivityFile:
    return good(read_activity_file(data))


def heart_rates(file: ActivityFile) -> list[float | None]:
    return [bpm for each in file.recordings for bpm in each.streams.values(Channel.HEART_RATE)]


def slow_crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


@pytest.mark.parametrize(
    "length", [0, 1, 2, 14, 255, 256, 257, 10_001, 2**18 - 1, 2**18, 2**18 + 3]
)
def test_the_checksum_in_lanes_is_the_checksum_bit_by_bit(length: int) -> None:
    data = bytes((n * n + 7 * n) & 0xFF for n in range(length))
    assert crc16(memoryview(data)) == slow_crc16(data)


def test_the_checksum_of_the_nine_digits() -> None:
    assert crc16(memoryview(b"123456789")) == 0xBB3D  # CRC-16/ARC's published check value.


@pytest.mark.parametrize("header", [12, 14, 20])
def test_headers_of_any_length(header: int) -> None:
    file = read(segment(FILE_ID + records([100, 101]), header=header))
    assert heart_rates(file) == [100, 101]
    assert [note.what for note in file.notes] == []


@given(st.lists(st.integers(1, 254), min_size=1, max_size=60))
def test_big_endian_says_the_same(beats: list[int]) -> None:
    little = FILE_ID + definition(1, 20, [(253, 4, 0x86), (7, 2, 0x84)])
    big = FILE_ID + definition(1, 20, [(253, 4, 0x86), (7, 2, 0x84)], big_endian=True)
    for n, watts in enumerate(beats):
        little += struct.pack("<BIH", 1, T0 + n, watts * 3)
        big += struct.pack(">BIH", 1, T0 + n, watts * 3)
    assert read(segment(little)).recordings == read(segment(big)).recordings


@given(
    st.lists(st.integers(0, 31), min_size=1, max_size=80),
    st.integers(T0, T0 + 64),
)
def test_compressed_timestamps_go_on_from_the_last_full_one(steps: list[int], start: int) -> None:
    times = [start]
    for step in steps:
        times.append(times[-1] + step)
    body = FILE_ID + definition(1, 20, PLAIN_RECORD) + struct.pack("<BIB", 1, start, 90)
    body += definition(2, 20, [(3, 1, 0x02)])
    body += b"".join(bytes([0x80 | 2 << 5 | time & 31, 91]) for time in times[1:])
    streams = read(segment(body)).recordings[0].streams
    assert list(streams.numbers) == [(time - start) * 1_000 for time in times]


def test_a_run_of_messages_is_split_by_another() -> None:
    body = FILE_ID + records([100] * 9) + definition(2, 78, [(0, 6, 0x84)])
    for n in range(30):
        body += struct.pack("<BIB", 1, T0 + 9 + n, 100 + n)
        body += struct.pack("<BHHH", 2, 600, 601, 0xFFFF)
    file = read(segment(body))
    assert heart_rates(file) == [100] * 9 + [100 + n for n in range(30)]
    assert file.recordings[0].rr_intervals_ms == (600, 601) * 30
    assert file.counts.hrv_messages == 30


def test_a_field_whose_size_is_no_multiple_of_its_type_is_skipped() -> None:
    fields = [(253, 4, 0x86), (7, 1, 0x86), (3, 1, 0x02)]
    body = FILE_ID + definition(1, 20, fields) + struct.pack("<BIBB", 1, T0, 5, 120)
    recording = read(segment(body)).recordings[0]
    assert recording.streams.channels == (Channel.HEART_RATE,)


def test_texts_may_lack_their_end() -> None:
    body = definition(0, 0, [(0, 1, 0x00), (8, 5, 0x07)]) + b"\x00\x04" + b"Tempo"
    file = read(segment(body + records([100])))
    assert file.device.product == "Tempo"


def test_the_three_bytes_of_speed_and_distance() -> None:
    body = FILE_ID + definition(1, 20, [(253, 4, 0x86), (8, 3, 0x0D)])
    ways = [(250, 0), (300, 4_000), (310, 100), (4_095, 4_095)]  # Rolls over, then is not set.
    for n, (speed, way) in enumerate(ways):
        body += struct.pack("<BI", 1, T0 + n) + (speed | way << 12).to_bytes(3, "little")
    streams = read(segment(body)).recordings[0].streams
    assert streams.values(Channel.SPEED) == (2.5, 3.0, 3.1, None)
    assert streams.values(Channel.DISTANCE) == (0, 250.0, 262.25, None)


def test_the_better_of_two_altitudes_and_speeds() -> None:
    fields = [(253, 4, 0x86), (2, 2, 0x84), (78, 4, 0x86), (6, 2, 0x84), (73, 4, 0x86)]
    body = FILE_ID + definition(1, 20, fields)
    body += struct.pack("<BIHIHI", 1, T0, 2_600, 100_000, 3_000, 70_000)
    body += struct.pack("<BIHIHI", 1, T0 + 1, 2_600, 0xFFFF_FFFF, 3_000, 0xFFFF_FFFF)
    streams = read(segment(body)).recordings[0].streams
    assert streams.values(Channel.ALTITUDE) == (19_500.0, 20.0)
    assert streams.values(Channel.SPEED) == (70.0, 3.0)


def test_power_that_only_a_developer_wrote() -> None:
    describe = [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 6, 7), (8, 6, 7)]
    body = FILE_ID + definition(3, 206, describe)
    body += bytes([3, 0, 9, 0x84]) + b"Power\0" + b"Watts\0"
    body += definition(1, 20, PLAIN_RECORD, developers=(Developer(9, 2, 0),))
    body += struct.pack("<BIBH", 1, T0, 130, 250)
    file = read(segment(body))
    assert [(field.name, field.unit) for field in file.developer_fields] == [("Power", "Watts")]
    assert file.recordings[0].streams.values(Channel.POWER) == (250,)


def test_the_strap_remembers_what_the_watch_could_not_feel() -> None:
    swim = definition(1, 20, [(253, 4, 0x86)]) + b"".join(
        struct.pack("<BI", 1, T0 + n) for n in range(4)
    )
    strap = definition(2, 132, [(253, 4, 0x86), (0, 2, 0x84), (6, 1, 0x02), (9, 4, 0x86)])
    strap += struct.pack("<BIHBI", 2, T0, 0, 101, 5_000_000)
    strap += definition(3, 132, [(6, 2, 0x02), (10, 3, 0x0D)])
    ticks = [5_000_000 + 1_024, 5_000_000 + 2_048]
    packed = (ticks[0] & 0xFFF) | (ticks[1] & 0xFFF) << 12
    strap += bytes([3, 102, 103]) + packed.to_bytes(3, "little")
    file = read(segment(FILE_ID + swim) + segment(FILE_ID + strap))
    assert heart_rates(file) == [101, 102, 103, 103]
    assert file.counts.segments == 2
    assert Remark.MERGED_HEART_RATE in {note.what for note in file.notes}


def test_stops_of_the_timer_are_pauses() -> None:
    events = definition(2, 21, [(253, 4, 0x86), (0, 1, 0), (1, 1, 0)])
    for after, kind in ((0, 0), (5, 4), (7, 4), (20, 0), (60, 4)):
        events += struct.pack("<BIBB", 2, T0 + after, 0, kind)
    recording = read(segment(FILE_ID + records([99] * 61) + events)).recordings[0]
    assert [pause.seconds for pause in recording.pauses] == [15]
    assert all(one.end <= other.start for one, other in pairwise(recording.pauses))


def test_the_wall_clock_of_the_summary() -> None:
    activity = definition(2, 34, [(253, 4, 0x86), (5, 4, 0x86)])
    activity += struct.pack("<BII", 2, T0 + 9, T0 + 9 - 12_600 + 1)
    recording = read(segment(FILE_ID + records([99] * 9) + activity)).recordings[0]
    assert recording.utc_offset_s == -12_600


def test_a_segment_after_a_broken_one_is_read() -> None:
    broken = segment(FILE_ID + records([100]) + b"\x0f")  # A message of no known type.
    file = read(broken + segment(FILE_ID + records([101], start=T0 + 5)))
    assert heart_rates(file) == [100, 101]
    assert [note.what for note in file.notes] == [Remark.CUT_OFF]


def test_zeros_after_a_header_are_damage() -> None:
    zeros = segment(b"")[:14] + b"\0" * 4_000
    assert isinstance(refused(read_activity_file(zeros)), Damaged)
    assert isinstance(inspect_file(zeros).problem, Damaged)


def test_definitions_without_end_are_refused() -> None:
    body = b"".join(definition(0, 20, [(n, 1, 2), (m, 1, 2)]) for n in range(99) for m in range(99))
    assert refused(read_activity_file(segment(body))) == TooLarge("definitions", 4_096)


def test_messages_without_end_are_refused() -> None:
    body = FILE_ID + definition(1, 20, []) + b"\x01" * 2_000_001
    assert refused(read_activity_file(segment(body))) == TooLarge("messages", 2_000_000)

"""What files hold beside the channels, and after damage (rules ACF-18 to ACF-22)."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st

from tests.readers.fit_bytes import (
    FILE_ID,
    T0,
    Developer,
    definition,
    records,
    segment,
)
from tests.readers.samples import gpx, track
from tests.support import good
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.adapters.readers.fit_extras import MEASURES
from vegaloop.activity.adapters.stream_rows import blocks_of, streams_of
from vegaloop.activity.domain.recording import Recording, Remark
from vegaloop.activity.domain.streams import Channel, Extra, Measure

U4, U2, S2 = 0x86, 0x84, 0x83
_WORDS = {
    Measure("grade", "percent", 100): (9, S2),
    Measure("vertical_oscillation", "mm", 10): (39, U2),
    Measure("stance_time", "ms", 10): (41, U2),
    Measure("muscle_oxygen", "percent", 10): (57, U2),
    Measure("step_length", "mm", 10): (85, U2),
    Measure("respiration", "per_min", 100): (108, U2),
    Measure("core_temperature", "C", 100): (139, U2),
}
NAMES = st.text(st.characters(categories=["L", "N"], max_codepoint=0x24F), min_size=1, max_size=20)


def only(data: bytes) -> Recording:
    (recording,) = good(read_activity_file(data)).recordings
    return recording


def extras(recording: Recording) -> dict[Measure, list[int]]:
    return {one.measure: list(one.numbers) for one in recording.streams.extras}


def described(number: int, name: str, unit: str, native: int | None = None) -> bytes:
    """A description of a developer's field of 32-bit floats."""
    raw = name.encode()[:60].ljust(64, b"\0")
    fields = [(0, 1, 2), (1, 1, 2), (2, 1, 2), (3, 64, 7), (8, 16, 7), (14, 2, U2), (15, 1, 2)]
    told = struct.pack("<BBBB", 3, 0, number, 0x88) + raw + unit.encode().ljust(16, b"\0")
    told += struct.pack("<HB", 20, 0xFF if native is None else native)
    return definition(3, 206, fields) + told


class TestAcf18:
    """ACF-18. What a device measured that no channel is for is kept by the name and unit of whoever measured it."""

    @given(
        st.sampled_from(sorted(_WORDS, key=lambda one: one.name)),
        st.lists(st.integers(0, 32_000), min_size=1, max_size=20),
        st.booleans(),
    )
    def test_fields_of_fit(self, measure: Measure, numbers: list[int], big: bool) -> None:
        number, base = _WORDS[measure]
        order = ">" if big else "<"
        body = definition(1, 20, [(253, 4, U4), (number, 2, base)], big_endian=big)
        for n, given_number in enumerate(numbers):
            body += struct.pack(order + "BIH", 1, T0 + n, given_number)
        assert extras(only(segment(FILE_ID + body))) == {measure: numbers}

    @given(NAMES, st.lists(st.integers(-9_000, 9_000), min_size=1, max_size=9))
    def test_fields_of_developers(self, name: str, tenths: list[int]) -> None:
        developers = (Developer(0, 4, 0),)
        body = described(0, name, "mmol/L")
        body += definition(1, 20, [(253, 4, U4)], developers=developers)
        for n, value in enumerate(tenths):
            body += struct.pack("<BIf", 1, T0 + n, value / 8)
        recording = only(segment(FILE_ID + body))
        if name in {one.name for one in MEASURES.values()} | {"Power"}:
            return
        (extra,) = recording.streams.extras
        assert (extra.measure.name, extra.measure.unit) == (name, "mmol/L")
        assert list(extra.values) == [value / 8 for value in tenths]

    @given(NAMES, st.lists(st.integers(-(2**31) + 1, 2**31 - 1), min_size=1, max_size=20))
    def test_they_are_kept_as_they_are(self, name: str, numbers: list[int]) -> None:
        streams = only(segment(FILE_ID + records([60] * len(numbers)))).streams
        data = struct.pack(f"<{len(numbers)}i", *numbers)
        extra = Extra(Measure(name, "u", 7.5), data)
        given_streams = type(streams)(streams.times_ms, streams.columns, (extra,), data)
        assert streams_of(dict(blocks_of(given_streams))) == given_streams


class TestAcf19:
    """ACF-19. A developer's field stands for one of FIT's own only where that is not there."""

    @given(st.lists(st.integers(1, 200), min_size=1, max_size=9), st.booleans())
    def test_power(self, watts: list[int], own: bool) -> None:
        fields = [(253, 4, U4), *([(7, 2, U2)] if own else [])]
        body = described(0, "Stride power", "Watts", native=7)
        body += definition(1, 20, fields, developers=(Developer(0, 4, 0),))
        for n, value in enumerate(watts):
            body += struct.pack("<BI", 1, T0 + n)
            body += struct.pack("<H", 300) if own else b""
            body += struct.pack("<f", value)
        streams = only(segment(FILE_ID + body)).streams
        kept = {one.measure.name: one.values for one in streams.extras}
        assert streams.values(Channel.POWER) == tuple([300] * len(watts) if own else watts)
        assert kept == ({"Stride power": tuple(watts)} if own else {})


class TestAcf20:
    """ACF-20. After damage, reading goes on at the next header."""

    @given(
        st.lists(st.integers(40, 200), min_size=1, max_size=9),
        st.lists(st.integers(40, 200), min_size=1, max_size=9),
        st.binary(min_size=1, max_size=40).filter(lambda junk: b".FIT" not in junk),
        st.integers(0, 5_000_000),
    )
    def test_two_segments(
        self, first: list[int], second: list[int], junk: bytes, beyond: int
    ) -> None:
        body = FILE_ID + records(first)
        # The header claims more than there is, and what follows is of no message that is defined.
        damaged = segment(body + b"\x0f", size=len(body) + 5_000 + beyond)
        data = damaged + junk + segment(FILE_ID + records(second, start=T0 + 100))
        file = good(read_activity_file(data))
        beats = [n for one in file.recordings for n in one.streams.values(Channel.HEART_RATE)]
        assert beats == first + second
        cut = next(note for note in file.notes if note.what is Remark.CUT_OFF)
        assert cut.at_byte == 14 + len(body)


class TestAcf21:
    """ACF-21. The intervals between heart beats are kept with their session, in their order."""

    @given(st.lists(st.integers(1, 60_000), min_size=1, max_size=60))
    def test_beats(self, rr_ms: list[int]) -> None:
        body = records([60]) + definition(2, 78, [(0, 2, U2)])
        body += b"".join(struct.pack("<BH", 2, rr) for rr in rr_ms)
        recording = only(segment(FILE_ID + body))
        assert list(recording.rr_intervals_ms) == rr_ms
        assert streams_of(dict(blocks_of(recording.streams))) == recording.streams


class TestAcf22:
    """ACF-22. A point of a GPX or TCX file reads the same under any prefix, declared or not."""

    @given(
        st.sampled_from(["", "gpxtpx:", "ns3:", "x-y."]),
        st.booleans(),
        st.integers(30, 220),
        st.sampled_from(["\n    ", ""]),
    )
    def test_heart_rate(self, prefix: str, declared: bool, bpm: int, between: str) -> None:
        at = "2024-05-01T10:00:00Z"
        inner = f"<{prefix}hr>{bpm}</{prefix}hr>"
        body = track("run", [(at, 46, 7)], extra="@")
        body = body.replace("@", between + inner + between)
        name = prefix.rstrip(":")
        data = gpx(body)
        if declared and prefix.endswith(":"):
            data = data.replace(b'creator="hand"', f'creator="hand" xmlns:{name}="urn:x"'.encode())
        recording = only(data)
        wanted = (float(bpm),) if "." not in prefix else ()
        assert recording.streams.values(Channel.HEART_RATE) == wanted
        assert recording.streams.values(Channel.LATITUDE) == (46,)

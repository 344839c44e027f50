"""Write FIT activity files: enough of the format for an athlete who does not exist.

Rule 1: what is written here, the reader gives back, to the step of the format.
Rule 2: numbers are in the format's own steps, so that nothing is rounded on the way.
"""

from __future__ import annotations

import struct
from typing import Final, final

from msgspec import Struct

from vegaloop.infrastructure.formats.crc import crc16
from vegaloop.kernel.time import Instant, epoch_us

__all__ = (
    "CYCLING",
    "RUNNING",
    "SWIMMING",
    "WrittenLap",
    "WrittenSample",
    "WrittenSession",
    "write_fit",
)

RUNNING: Final = 1
CYCLING: Final = 2
SWIMMING: Final = 5

_EPOCH_S: Final = 631_065_600  # 1989-12-31T00:00:00Z.
_DEVELOPMENT: Final = 255
_ACTIVITY_FILE: Final = 4
_TIMER, _SESSION, _LAP, _ACTIVITY = 0, 8, 9, 26
_START, _STOP, _STOP_ALL = 0, 1, 4
_BASES: Final = {  # struct's code: FIT's number of the type, and what means "not set".
    "B": (0x02, 0xFF),
    "b": (0x01, 0x7F),
    "H": (0x84, 0xFFFF),
    "I": (0x86, 0xFFFF_FFFF),
    "i": (0x85, 0x7FFF_FFFF),
}


@final
class WrittenSample(Struct, frozen=True, kw_only=True):
    """A second of an activity; positions are in semicircles, altitude in steps of 0.2 m."""

    at: Instant
    latitude_semicircles: int | None = None
    longitude_semicircles: int | None = None
    altitude_fifths_m: int | None = None
    heart_rate_bpm: int | None = None
    cadence_rpm: int | None = None
    distance_cm: int | None = None
    speed_mm_s: int | None = None
    power_w: int | None = None
    temperature_c: int | None = None


@final
class WrittenLap(Struct, frozen=True, kw_only=True):
    """A lap, or with its sport a session, in milliseconds and centimetres."""

    start: Instant
    elapsed_ms: int
    timer_ms: int
    distance_cm: int | None = None
    energy_kcal: int | None = None
    average_heart_rate_bpm: int | None = None
    maximum_heart_rate_bpm: int | None = None
    average_power_w: int | None = None
    maximum_power_w: int | None = None
    ascent_m: int | None = None
    descent_m: int | None = None


@final
class WrittenSession(Struct, frozen=True, kw_only=True):
    """An activity of one session."""

    sport: int
    totals: WrittenLap
    laps: tuple[WrittenLap, ...]
    samples: tuple[WrittenSample, ...]
    sub_sport: int = 0
    utc_offset_s: int = 0
    pauses: tuple[tuple[Instant, Instant], ...] = ()
    serial: int = 1


class _Kind(Struct, frozen=True):
    """A message: its number, the local number it goes by, and its fields with struct's codes."""

    number: int
    local: int
    fields: tuple[tuple[int, str], ...]

    def definition(self) -> bytes:
        head = struct.pack("<BBBHB", 0x40 | self.local, 0, 0, self.number, len(self.fields))
        return head + b"".join(
            bytes((number, struct.calcsize(code), _BASES[code][0])) for number, code in self.fields
        )

    def message(self, *values: int | None) -> bytes:
        codes = [code for _, code in self.fields]
        numbers = [
            _BASES[code][1] if value is None else value
            for code, value in zip(codes, values, strict=True)
        ]
        return struct.pack("<B" + "".join(codes), self.local, *numbers)


_TIME: Final = (253, "I")
_FILE_ID: Final = _Kind(0, 0, ((0, "B"), (1, "H"), (2, "H"), (3, "I"), (4, "I")))
_RECORD: Final = _Kind(
    20,
    1,
    (
        _TIME,
        *(
            (0, "i"),
            (1, "i"),
            (2, "H"),
            (3, "B"),
            (4, "B"),
            (5, "I"),
            (6, "H"),
            (7, "H"),
            (13, "b"),
        ),
    ),
)
_EVENT: Final = _Kind(21, 2, (_TIME, (0, "B"), (1, "B")))
_LAP_KIND: Final = _Kind(
    19,
    3,
    (
        *((253, "I"), (2, "I"), (7, "I"), (8, "I"), (9, "I"), (11, "H"), (15, "B"), (16, "B")),
        *((19, "H"), (20, "H"), (21, "H"), (22, "H"), (0, "B"), (1, "B")),
    ),
)
_SESSION_KIND: Final = _Kind(
    18,
    4,
    (
        *((253, "I"), (2, "I"), (7, "I"), (8, "I"), (9, "I"), (11, "H"), (16, "B"), (17, "B")),
        *((20, "H"), (21, "H"), (22, "H"), (23, "H"), (0, "B"), (1, "B")),
        *((5, "B"), (6, "B"), (25, "H"), (26, "H")),
    ),
)
_ACTIVITY_KIND: Final = _Kind(
    34, 5, (_TIME, (0, "I"), (1, "H"), (2, "B"), (3, "B"), (4, "B"), (5, "I"))
)


def write_fit(session: WrittenSession) -> bytes:
    """Write an activity: what made it, its samples and pauses, its laps, and their sum."""
    end_ms = epoch_us(session.totals.start) // 1_000 + session.totals.elapsed_ms
    end_s = end_ms // 1_000 - _EPOCH_S
    whole = session.totals
    parts = [
        _FILE_ID.definition(),
        _FILE_ID.message(_ACTIVITY_FILE, _DEVELOPMENT, 0, session.serial, _fit_s(whole.start)),
        _EVENT.definition(),
        _EVENT.message(_fit_s(whole.start), _TIMER, _START),
    ]
    for stopped, went_on in session.pauses:
        parts.append(_EVENT.message(_fit_s(stopped), _TIMER, _STOP_ALL))
        parts.append(_EVENT.message(_fit_s(went_on), _TIMER, _START))
    parts.append(_RECORD.definition())
    parts += [_record(sample) for sample in session.samples]
    parts += [_EVENT.message(end_s, _TIMER, _STOP_ALL), _LAP_KIND.definition()]
    parts += [_LAP_KIND.message(*_sums(lap), _LAP, _STOP) for lap in session.laps]
    parts += [
        _SESSION_KIND.definition(),
        _SESSION_KIND.message(
            *_sums(whole), _SESSION, _STOP, session.sport, session.sub_sport, 0, len(session.laps)
        ),
        _ACTIVITY_KIND.definition(),
        _ACTIVITY_KIND.message(
            end_s, whole.timer_ms, 1, 0, _ACTIVITY, _STOP, end_s + session.utc_offset_s
        ),
    ]
    return _file(b"".join(parts))


def _record(sample: WrittenSample) -> bytes:
    return _RECORD.message(
        _fit_s(sample.at),
        sample.latitude_semicircles,
        sample.longitude_semicircles,
        None if sample.altitude_fifths_m is None else sample.altitude_fifths_m + 2_500,
        sample.heart_rate_bpm,
        sample.cadence_rpm,
        sample.distance_cm,
        sample.speed_mm_s,
        sample.power_w,
        sample.temperature_c,
    )


def _sums(lap: WrittenLap) -> tuple[int | None, ...]:
    start_s = _fit_s(lap.start)
    return (
        start_s + lap.elapsed_ms // 1_000,
        start_s,
        lap.elapsed_ms,
        lap.timer_ms,
        lap.distance_cm,
        lap.energy_kcal,
        lap.average_heart_rate_bpm,
        lap.maximum_heart_rate_bpm,
        lap.average_power_w,
        lap.maximum_power_w,
        lap.ascent_m,
        lap.descent_m,
    )


def _fit_s(instant: Instant) -> int:
    return epoch_us(instant) // 1_000_000 - _EPOCH_S


def _file(content: bytes) -> bytes:
    head = struct.pack("<BBHI4s", 14, 0x20, 2_140, len(content), b".FIT")
    head += struct.pack("<H", crc16(memoryview(head)))
    return head + content + struct.pack("<H", crc16(memoryview(head + content)))

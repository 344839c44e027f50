"""What FIT messages of sessions, laps, lengths and sets mean."""

from __future__ import annotations

import struct

import pytest

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
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.domain.activity_file import ActivityFile, TooLarge
from vegaloop.activity.domain.recording import Recording, Remark
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.formats.fit_words import manufacturer, product

U4, U2, U1 = 0x86, 0x84, 0x02


def read(body: bytes) -> ActivityFile:
    return good(read_activity_file(segment(FILE_ID + body)))


def only(body: bytes) -> Recording:
    (recording,) = read(body).recordings
    return recording


def session(sport: int, sub_sport: int = 0xFF, start: int = T0) -> bytes:
    fields = [(253, 4, U4), (2, 4, U4), (7, 4, U4), (5, 1, 0), (6, 1, 0)]
    told = struct.pack("<BIIIBB", 2, T0 + 60, start, 60_000, sport, sub_sport)
    return definition(2, 18, fields) + told


@pytest.mark.parametrize(
    ("number", "sub_number", "sport", "sub_sport"),
    [
        (1, 3, Sport.RUNNING, "trail"),
        (2, 0xFF, Sport.CYCLING, None),
        (53, 200, Sport.DIVING, "200"),
    ],
)
def test_sports(number: int, sub_number: int, sport: Sport, sub_sport: str | None) -> None:
    recording = only(session(number, sub_number))
    assert (recording.sport, recording.sub_sport) == (sport, sub_sport)


def test_a_sport_nobody_knows_is_noted() -> None:
    recording = only(session(201))
    assert recording.sport is Sport.GENERIC
    assert [(n.what, n.detail) for n in recording.notes] == [(Remark.UNKNOWN_SPORT, "201")]


def test_the_sport_that_was_set_where_no_session_is() -> None:
    told = definition(3, 12, [(0, 1, 0), (3, 6, 7)]) + bytes([3, 15]) + b"Skiff\0"
    recording = only(told + records([99]))
    assert (recording.sport, recording.name) == (Sport.ROWING, "Skiff")


def test_a_session_without_a_start_began_when_it_had_ended_less_its_time() -> None:
    recording = only(session(1, start=0xFFFF_FFFF) + records([99]))
    assert recording.start
    assert recording.start.isoformat() == "2021-09-08T01:46:40+00:00"


def test_sessions_without_end_are_refused() -> None:
    body = FILE_ID + session(1) + session(1)[-15:] * 500
    assert refused(read_activity_file(segment(body))) == TooLarge("sessions", 500)


def test_laps_without_end_are_refused() -> None:
    body = FILE_ID + definition(3, 19, [(253, 4, U4)]) + struct.pack("<BI", 3, T0) * 20_001
    error = refused(read_activity_file(segment(body)))
    assert error == TooLarge("laps, lengths or events", 20_000)


def test_lengths_of_a_pool() -> None:
    fields = [(253, 4, U4), (2, 4, U4), (3, 4, U4), (5, 2, U2), (7, 1, 0), (12, 1, 0)]
    body = session(5, 17) + definition(3, 101, fields)
    body += struct.pack("<BIIIHBB", 3, T0 + 30, T0, 30_500, 14, 2, 1)
    body += struct.pack("<BIIIHBB", 3, T0 + 40, T0 + 31, 9_000, 0xFFFF, 0xFF, 0)
    swum, rested = only(body).lengths
    assert (swum.elapsed.seconds, swum.active, swum.strokes, swum.stroke) == (
        30.5,
        True,
        14,
        "breaststroke",
    )
    assert (rested.active, rested.strokes, rested.stroke) == (False, None, None)


def test_sets_of_a_workout() -> None:
    fields = [(254, 4, U4), (0, 4, U4), (3, 2, U2), (4, 2, U2), (5, 1, U1), (6, 4, U4)]
    body = session(10, 20) + definition(3, 225, fields)
    body += struct.pack("<BIIHHBI", 3, T0 + 30, 30_000, 12, 60 * 16 + 8, 1, T0)
    body += struct.pack("<BIIHHBI", 3, T0 + 60, 30_000, 0xFFFF, 0xFFFF, 0, T0 + 30)
    lifted, rested = only(body).sets
    assert lifted.weight
    assert (lifted.repetitions, lifted.weight.kg, lifted.active) == (12, 60.5, True)
    assert (rested.repetitions, rested.weight, rested.active) == (None, None, False)


def test_a_lap_with_values_that_cannot_be() -> None:
    fields = [(253, 4, U4), (2, 4, U4), (7, 8, 0x89), (9, 8, 0x89), (15, 1, 0x01)]
    lap = definition(3, 19, fields) + struct.pack("<BIIddb", 3, T0, T0, -5.0, 1e300, -7)
    (read_lap,) = only(session(1) + lap).laps
    totals = read_lap.totals
    assert totals.elapsed.seconds == 0
    assert (totals.distance, totals.average_heart_rate) == (None, None)


def test_heart_rate_that_only_a_developer_wrote() -> None:
    describe = [(0, 1, U1), (1, 1, U1), (2, 1, U1), (3, 6, 7), (14, 2, U2), (15, 1, U1)]
    body = definition(4, 206, describe)
    body += bytes([4, 0, 9, U1]) + b"Pulse\0" + struct.pack("<HB", 20, 3)  # Of records.
    body += bytes([4, 0, 8, U1]) + b"Other\0" + struct.pack("<HB", 20, 90)
    body += bytes([4, 0, 7, U1]) + b"Sum\0\0\0" + struct.pack("<HB", 18, 3)  # Of sessions.
    developers = (Developer(9, 1, 0), Developer(8, 1, 0))
    body += definition(1, 20, [(253, 4, U4), (4, 1, U1)], developers=developers)
    body += struct.pack("<BIBBB", 1, T0, 80, 133, 9)
    streams = only(body).streams
    assert streams.values(Channel.HEART_RATE) == (133,)
    assert streams.values(Channel.CADENCE) == (80,)


def test_fractions_of_cadence() -> None:
    body = definition(1, 20, [*PLAIN_RECORD, (4, 1, U1), (53, 1, U1)])
    body += struct.pack("<BIBBB", 1, T0, 99, 85, 64) + struct.pack("<BIBBB", 1, T0 + 1, 99, 86, 255)
    assert only(body).streams.values(Channel.CADENCE) == (85.5, 86.0)


def test_names_of_devices() -> None:
    assert (manufacturer(1), product(1124, 1)) == ("garmin", "fr110")
    assert (manufacturer(60_000), product(7, 32), product(65_000, 1)) == ("60000", "7", "65000")

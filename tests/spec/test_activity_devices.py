"""What devices and apps write that is not meant as it stands (docs/rules.md, ACF-90 and after)."""

from __future__ import annotations

import struct

import pytest

from tests.readers.fit_bytes import T0, T0_UTC, definition, records, segment
from tests.support import CountedIds, good
from vegaloop.activity.adapters.readers import read_activity_file
from vegaloop.activity.domain.activity_file import ActivityFile
from vegaloop.activity.domain.origin import FileRef, Origin
from vegaloop.activity.domain.placing import Provenance, decide_recorded
from vegaloop.activity.domain.recording import Recording, Remark
from vegaloop.activity.domain.session import ContentHash, Session, SessionId
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import TimeZone, from_epoch_us

GARMIN, SUUNTO, TOMTOM, COROS = 1, 23, 71, 294
NOW = from_epoch_us((T0 + FIT_EPOCH_S + 86_400) * 1_000_000)
AT_HOME = Profile(home_zone=TimeZone("America/New_York"))


def made_by(maker: int) -> bytes:
    """An activity's first message, by a maker."""
    return definition(0, 0, [(0, 1, 0x00), (1, 2, 0x84)]) + struct.pack("<BBH", 0, 4, maker)


def on_wall(ahead_s: int, at: int = T0 + 60) -> bytes:
    """The summary of a file whose wall clock was so far ahead."""
    return definition(4, 34, [(253, 4, 0x86), (5, 4, 0x86)]) + struct.pack(
        "<BII", 4, at, at + ahead_s
    )


def read(body: bytes) -> ActivityFile:
    return good(read_activity_file(segment(body)))


def placed(recording: Recording) -> Session:
    told = Provenance(origin=Origin(source=SourceId("x")), file=FileRef(ContentHash("x"), 0))
    name = SessionId(CountedIds().fresh())
    return good(decide_recorded(name, recording, told, AT_HOME, NOW))


class TestAcf90:
    """ACF-90. A wall clock of a FIT file that shows UTC says nothing of where it was, unless its maker is known to set it: the session is put at home, and says so."""

    @pytest.mark.parametrize(
        ("maker", "ahead_s", "assumed", "day"),
        [
            (COROS, 0, True, "2021-09-07"),
            (TOMTOM, 0, True, "2021-09-07"),
            (COROS, 7_200, False, "2021-09-08"),
            (GARMIN, 0, False, "2021-09-08"),
            (SUUNTO, 0, False, "2021-09-08"),
        ],
    )
    @pytest.mark.parametrize("told", [True, False])
    def test_of_makers(self, maker: int, ahead_s: int, assumed: bool, day: str, told: bool) -> None:
        body = made_by(maker) + records([120] * 60)
        if told:
            body += definition(3, 18, [(253, 4, 0x86), (2, 4, 0x86), (7, 4, 0x86)])
            body += struct.pack("<BIII", 3, T0 + 60, T0, 60_000)
        (recording,) = read(body + on_wall(ahead_s)).recordings
        session = placed(recording)
        assert session.start.at.isoformat() == T0_UTC
        assert session.local_date.isoformat() == day
        assert session.facts.zone_assumed is assumed
        assert (Remark.ZONE_ASSUMED in {note.what for note in recording.notes}) is assumed

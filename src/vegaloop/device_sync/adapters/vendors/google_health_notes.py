"""Notifications that a stretch of a kind of document has changed at Google Health.

Rule 1: a notification says who, what and when, and has no id: those of one minute are one, and what
changed after the fetch in that minute is found by the next reading.
Rule 2: whatever it says was done, the stretch is read again: what is there tells what it was.
Rule 3: whatever is odd in a notification, nothing beside it is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final, final

import msgspec
from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as
from vegaloop.device_sync.adapters.vendors.google_health_documents import (
    DOCUMENTS,
    Stretch,
    stretch_in,
    told_by,
    written,
)
from vegaloop.device_sync.adapters.vendors.google_health_times import (
    Civil,
    floor,
    physical_wall,
    text_wall,
)
from vegaloop.device_sync.adapters.vendors.oauth import id_text
from vegaloop.device_sync.adapters.vendors.signing import key_of
from vegaloop.device_sync.application.drivers import HINT, Follow, Message
from vegaloop.device_sync.domain.vendor import Account
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import UTC_ZONE, Instant

__all__ = ("Again", "hinted", "messages_of")

# The first and the last clocks on earth are so far from UTC.
_AHEAD: Final = dt.timedelta(hours=14)
_BEHIND: Final = dt.timedelta(hours=12)
# What one call is asked for, and so many of them at once: what is older is found by the pulls.
_AT_ONCE: Final = dt.timedelta(days=30)
_CALLS_MOST: Final = 24
_UTC: Final = "0s"
_MOMENT: Final = dt.datetime.resolution


@final
class _Ends(Struct, frozen=True, rename="camel"):
    start_time: str | None = None
    end_time: str | None = None


@final
class _CivilEnds(Struct, frozen=True, rename="camel"):
    start_date_time: Civil | None = None
    end_date_time: Civil | None = None


@final
class _Interval(Struct, frozen=True, rename="camel"):
    """One and the same stretch, written three times."""

    civil_iso8601_time_interval: _Ends = _Ends()
    civil_date_time_interval: _CivilEnds = _CivilEnds()
    physical_time_interval: _Ends = _Ends()

    @property
    def stretch(self) -> Stretch | None:
        """Find it on the wall; as wide as any wall may mean it where only instants are told."""
        text, civil = self.civil_iso8601_time_interval, self.civil_date_time_interval
        start = text_wall(text.start_time) or _wall(civil.start_date_time)
        end = text_wall(text.end_time) or _wall(civil.end_date_time)
        if start is None:
            physical = self.physical_time_interval
            began = physical_wall(physical.start_time, _UTC, UTC_ZONE)
            ended = physical_wall(physical.end_time, _UTC, UTC_ZONE)
            if began is None:
                return None
            start, end = began - _BEHIND, (ended or began) + _AHEAD
        return start, max(start, end or start)


@final
class _Told(Struct, frozen=True, rename="camel"):
    health_user_id: int | str
    data_type: str
    intervals: Raw = Raw(b"[]")

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Those that can be read."""
        each = value_in(read_as(bytes(self.intervals), tuple[Raw, ...], "intervals")) or ()
        read = (value_in(read_as(bytes(one), _Interval, "interval")) for one in each)
        told = (None if one is None else one.stretch for one in read)
        return tuple(one for one in told if one is not None)


@final
class _Note(Struct, frozen=True):
    """A notification as it is sent, alone or one of several."""

    data: _Told


@final
class Again(Struct, frozen=True):
    """A stretch to be read again, both its ends as whole hours."""

    start: str
    end: str

    @property
    def stretch(self) -> Stretch | None:
        """Read it; None where it is none."""
        return stretch_in(self.start, self.end)


def hinted(name: str, of: Stretch, key: str) -> Follow:
    """Say that a stretch of a document is to be read again."""
    body = msgspec.json.encode(Again(written(of[0]), written(of[1])))
    return Follow(f"{HINT}{name}", key, body)


def messages_of(notes: Iterable[Raw], now: Instant) -> Iterator[Message]:
    """Make a message of each stretch of what we follow, that was told of now."""
    minute = now.strftime("%Y-%m-%dT%H:%M")
    for raw in notes:
        note = value_in(read_as(bytes(raw), _Note, "notification"))
        who = "" if note is None else id_text(note.data.health_user_id)
        if note is None or not is_name(who):
            continue
        for name in told_by(note.data.data_type):
            for one in _calls(note.data.stretches, DOCUMENTS[name].step, now):
                key = key_of("google_health", name, who, written(one[0]), written(one[1]), minute)
                yield Message(Account(who), hinted(name, one, key))


def _calls(told: Iterable[Stretch], step: dt.timedelta, now: Instant) -> tuple[Stretch, ...]:
    """Find the stretches to ask for, the newest first; the last day where none is told."""
    recent = now.replace(tzinfo=None)
    known = tuple(told) or ((recent - _AHEAD, recent + _AHEAD),)
    joined: list[Stretch] = []
    for begun, last in sorted((one[0], max(one[0], one[1] - _MOMENT)) for one in known):
        start, end = floor(begun, step), floor(last, step) + step
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    found: list[Stretch] = []
    for start, after in reversed(joined):
        end = after
        while start < end and len(found) < _CALLS_MOST:
            found.append((max(start, end - _AT_ONCE), end))
            end -= _AT_ONCE
    return tuple(found)


def _wall(civil: Civil | None) -> dt.datetime | None:
    return None if civil is None else civil.wall

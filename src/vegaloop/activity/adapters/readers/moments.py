"""Times as files of text write them, by the thousand."""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Collection
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.adapters.readers.columns import NO_TIME
from vegaloop.activity.adapters.readers.walls import at_home
from vegaloop.activity.domain.recording import Note, Remark
from vegaloop.infrastructure.formats.iso_time import datetime_in
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import Instant, from_epoch_us, local_date_of, moment_in

__all__ = ("FileClock", "Moments", "clock_of", "time_of")

_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MILLISECOND: Final = dt.timedelta(milliseconds=1)
_LAST_MS: Final = 7_258_118_400_000  # 2200: spans of all times up to here can be counted.
_DAY_MS: Final = 86_400_000
_SOME_DAY: Final = "2000-01-02"
_SOME_DAY_MS: Final = 946_771_200_000
_MINUTE: Final = len("2024-05-01T10:00")
_PLAIN_MINUTE: Final = re.compile(r".{11}(?!24).{2}:.{2}")  # Of 24:00 there is no second minute.
_MOST_KEPT: Final = 4_096


@final
class FileClock(Struct, frozen=True):
    """What the times of a file say of where they were read: an offset, or only what a wall showed.

    `home` is of whom the wall was, where they are known: then times on it have been put there.
    """

    utc_offset_s: int | None
    on_wall: bool
    home: Profile | None = None

    def put(self, walls_ms: array[int]) -> array[int]:
        """Put times in their order where they were read."""
        return at_home(walls_ms, self.home) if self.on_wall and self.home else walls_ms

    def start(self, ms: int) -> Instant | None:
        """When something began; None where only a wall of nobody says so."""
        return None if self.on_wall and self.home is None else from_epoch_us(ms * 1_000)

    def wall_start(self, ms: int) -> dt.datetime | None:
        """What the wall showed when something began, where that is all that was said."""
        if not self.on_wall:
            return None
        at = from_epoch_us(ms * 1_000)
        if self.home is None:
            return at.replace(tzinfo=None)
        zone = self.home.zone_on(local_date_of(at, self.home.home_zone))
        return moment_in(at, zone).local.replace(tzinfo=None)

    @property
    def notes(self) -> tuple[Note, ...]:
        """That the zone is assumed, where it is."""
        return (Note(Remark.ZONE_ASSUMED),) if self.on_wall else ()


def clock_of(offsets_s: Collection[int | None], home: Profile | None = None) -> FileClock:
    """Tell the clock of a file by the offsets of its times, None being of those without a zone.

    Where only some have a zone, the others are in UTC, as both formats promise; XML says that a
    time without one is local.
    """
    told = {offset_s for offset_s in offsets_s if offset_s is not None}
    offset_s = next(iter(told)) if len(told) == 1 else 0
    # Z says when, not where.
    return FileClock(offset_s or None, not told and bool(offsets_s), home)


def time_of(text: str) -> tuple[int, int | None] | None:
    """An ISO 8601 time as milliseconds since 1970 and its offset in seconds.

    One without a zone has no offset, and is counted as if in UTC; None is for what is no time.
    """
    given = datetime_in(text.strip())
    if given is None:
        return None
    offset = given.utcoffset()
    if offset is None:
        given = given.replace(tzinfo=dt.UTC)
    ms = (given - _EPOCH) // _MILLISECOND
    offset_s = None if offset is None else int(offset.total_seconds())
    return (ms, offset_s) if 0 <= ms <= _LAST_MS else None


class _Minutes(dict[str, int]):
    """The milliseconds since 1970 of minutes as they are written, those of UTC."""

    def __missing__(self, text: str) -> int:
        at = time_of(f"{text}:00Z") if _PLAIN_MINUTE.fullmatch(text) else None
        # Within a day of either end, the offset decides whether it is a time.
        if at is None or not _DAY_MS <= at[0] <= _LAST_MS - _DAY_MS:
            raise KeyError(text)
        self[text] = at[0]
        return at[0]


class _Rests(dict[str, int]):
    """The milliseconds that the rest of a time adds to its minute, with the offset taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.offsets_s: set[int | None] = set()

    def __missing__(self, text: str) -> int:
        at = time_of(f"{_SOME_DAY}T00:00{text}") if text.startswith(":") else None
        if at is None:
            raise KeyError(text)
        self.offsets_s.add(at[1])
        self[text] = found = at[0] - _SOME_DAY_MS
        return found


@final
class Moments:
    """Reads times, most of which have their minute, or what comes after it, in common."""

    def __init__(self) -> None:
        self._minutes = _Minutes()
        self._rests = _Rests()

    @property
    def offsets_s(self) -> frozenset[int | None]:
        """What the times read so far were ahead of UTC; None of those without a zone."""
        return frozenset(self._rests.offsets_s)

    def times_ms(self, texts: list[str]) -> array[int]:
        """Read times as milliseconds since 1970; NO_TIME for what is none."""
        minutes, rests = self._minutes, self._rests
        for kept in (minutes, rests):
            if len(kept) > _MOST_KEPT:
                kept.clear()
        texts = list(map(str.strip, texts))
        try:
            return array("q", [minutes[text[:_MINUTE]] + rests[text[_MINUTE:]] for text in texts])
        except KeyError:
            return array("q", map(self._ms, texts))

    def _ms(self, text: str) -> int:
        try:
            return self._minutes[text[:_MINUTE]] + self._rests[text[_MINUTE:]]
        except KeyError:
            return self._parsed(text)

    def _parsed(self, text: str) -> int:
        at = time_of(text)
        if at is None:
            return NO_TIME
        self._rests.offsets_s.add(at[1])
        return at[0]

"""A feed: one kind of data of one vendor, read window by window, and what of it is missing.

Rule 1: a window is read whole before its days are covered, page after page; one of several pages
until two readings say the same.
Rule 2: what is new is read from the cursor on, and what was new days before it again; then, the
newest first, days that are missing.
Rule 3: the cursor is when reading of the last whole window began, on the vendor's time.
Rule 4: nobody has read what is yet to come: where it says so a clock was ahead.
Rule 5: after a pause, days that would have been looked at again meanwhile are missing anew.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Final, final

from msgspec import Struct
from msgspec.structs import replace

from vegaloop.device_sync.domain.coverage import NO_DAYS, Days, Span
from vegaloop.device_sync.domain.schedule import CLOCKS_APART, NEVER, is_due, retry_at
from vegaloop.device_sync.domain.trouble import (
    NO_STREAK,
    Streak,
    Trouble,
    is_hopeless,
    not_before,
)
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.time import Instant, LocalDate, days_after, later

__all__ = ("Feed", "Reading", "Rhythm")

# Pages of one window: a vendor that never ends has more.
PAGES_MOST: Final = 500
# A window is read so often at most until two readings say the same: some answers never do.
_READINGS_MOST: Final = 3
_DAY: Final = dt.timedelta(days=1)


@final
class Rhythm(Struct, frozen=True):
    """How a feed is read: how often, how far back again, and how many days of what is missing at once.

    `page_days` is the most a vendor gives in one call, or what it gives in good time. Of the forms in
    `names` a window names all there is, of the last `names_days` or ever: what it does not name may
    be gone, and is sought `sought_after` so long. Where what is asked for `is_pushed` its pages say
    nothing, and once is enough.
    """

    every: dt.timedelta
    overlap_days: int
    page_days: int
    names: tuple[str, ...] = ()
    names_days: int | None = None
    is_pushed: bool = False
    sought_after: dt.timedelta = dt.timedelta()


@final
class Reading(Struct, frozen=True):
    """A window that is being read: its days, since when, and which page comes next.

    `marks` sum up the pages that were read of it, `turned` has the names of all but the first;
    `readings` counts how often it was begun, `before` sums up its pages as they were the last time;
    `names` sums up what is called by name on any of its pages.
    """

    days: Span
    since: Instant | None
    began_at: Instant
    page: str | None = None
    turned: tuple[str, ...] = ()
    marks: tuple[int, ...] = ()
    readings: int = 1
    before: tuple[int, ...] = ()
    names: tuple[int, ...] = ()

    def seen(self, mark: int, names: Iterable[int] = ()) -> Reading:
        """A page was read, and what it names."""
        known = tuple(sorted({*self.names, *names}))
        return self._at(self.page, self.turned, (*self.marks, mark), known)

    def after(self, page: str) -> Reading | None:
        """Go on with another page; None where the vendor goes in a circle, or never ends."""
        if page in self.turned or len(self.turned) >= PAGES_MOST:
            return None
        return self._at(page, (*self.turned, page), self.marks, self.names)

    def anew(self) -> Reading:
        """Read it again from its first page."""
        return Reading(
            self.days,
            self.since,
            self.began_at,
            readings=self.readings + 1,
            before=self.marks,
            names=self.names,
        )

    def is_settled(self, overlap: dt.timedelta) -> bool:
        """Tell whether nothing was passed over that moved, or was not there, between its pages."""
        if len(self.marks) < 2 or self.marks == self.before:
            return True
        # What is new is read from `overlap` before the cursor: once more, if that is not long ago.
        is_seen_again = self.since is not None and self.began_at <= later(self.since, 2 * overlap)
        return is_seen_again or self.readings >= _READINGS_MOST

    def _at(
        self,
        page: str | None,
        turned: tuple[str, ...],
        marks: tuple[int, ...],
        names: tuple[int, ...],
    ) -> Reading:
        return replace(self, page=page, turned=turned, marks=marks, names=names)


@final
class Feed(Struct, frozen=True, kw_only=True):
    """How far one kind of data was read.

    `covered` has the days read whole after they were over; `reading` is a window that was begun.
    `seen` sums up the pages of the last window of what is new: the same ones again tell nothing.
    `trouble` is what stood in its way last, `streak` what its last attempts failed of.
    """

    vendor: Vendor
    kind: DataKind
    run_at: Instant
    cursor: Instant | None = None
    covered: Days = NO_DAYS
    reading: Reading | None = None
    seen: tuple[int, ...] = ()
    attempts: int = 0
    trouble: Trouble | None = None
    streak: Streak = NO_STREAK

    def is_due(self, now: Instant) -> bool:
        """Tell whether it may be read."""
        return is_due(self.run_at, now)

    def at(self, now: Instant, today: LocalDate) -> Feed:
        """See it as it is now, without what only a clock that was ahead can have written.

        Where that is the cursor nobody knows what was read: it is read anew.
        """
        most, reading = later(now, CLOCKS_APART), self.reading
        if self.cursor is not None and self.cursor > most:
            return replace(self, cursor=None, covered=NO_DAYS, reading=None, seen=())
        return replace(
            self,
            covered=self.covered.within((LocalDate(dt.date.min), today)),
            reading=reading if reading is None or reading.began_at <= most else None,
        )

    def missing(self, wanted_from: LocalDate, today: LocalDate) -> Days:
        """The days that are wanted, over, and not covered."""
        if wanted_from >= today:
            return NO_DAYS
        return self.covered.missing_in((wanted_from, today))

    def next_window(
        self, rhythm: Rhythm, wanted_from: LocalDate, today: LocalDate, now: Instant
    ) -> Reading:
        """Say what to read: what was begun, what is new, or days that are missing."""
        if self.reading is not None:
            return self.reading
        recent = max(wanted_from, days_after(today, -rhythm.overlap_days))
        is_fresh = self.cursor is not None and later(self.cursor, rhythm.every) > now
        old = self.missing(wanted_from, recent) if wanted_from < recent else NO_DAYS
        gap = old.last(rhythm.page_days)
        if is_fresh and gap is not None:
            return Reading(gap, None, now)
        # What moves while pages are turned is passed over: the next windows look at it again.
        again = dt.timedelta(days=rhythm.overlap_days)
        since = None if self.cursor is None else later(self.cursor, -again)
        return Reading((min(recent, today), days_after(today, 1)), since, now)

    def is_news(self, mark: int) -> bool:
        """Tell whether the next page of the window says anything but what it said the last time."""
        at, seen = 0, self.seen
        if self.reading is not None:
            at, seen = len(self.reading.marks), self.reading.before or self.seen
        return at >= len(seen) or seen[at] != mark

    def begun(self, reading: Reading) -> Feed:
        """A window is being read."""
        return self._as(self.run_at, reading, self.attempts, self.trouble)

    def turned(self, reading: Reading, now: Instant) -> Feed:
        """A page was kept, and there is another."""
        return self._as(now, reading, 0, None)

    def read(
        self,
        reading: Reading,
        rhythm: Rhythm,
        wanted_from: LocalDate,
        today: LocalDate,
        now: Instant,
    ) -> Feed:
        """The last page of a window was kept: its days that are over are covered.

        Where something may have moved while its pages were turned it is read once more.
        """
        overlap = dt.timedelta(days=rhythm.overlap_days)
        if not (rhythm.is_pushed or reading.is_settled(overlap)):
            return self.turned(reading.anew(), now)
        start, end = reading.days
        is_recent = end > today
        covered = self._looked_at(reading, rhythm) if is_recent else self.covered
        done = Feed(
            vendor=self.vendor,
            kind=self.kind,
            run_at=now,
            cursor=reading.began_at if is_recent else self.cursor,
            covered=covered.with_span((start, min(end, today))),
            seen=reading.marks if is_recent else self.seen,
        )
        return (
            done if done.missing(wanted_from, today).spans else done._at(later(now, rhythm.every))
        )

    def failed(self, now: Instant, trouble: Trouble, chance: float) -> Feed:
        """A call did not work: the cursor stays, and what was begun is read on.

        After too many times it is begun anew, as rarely as ever, and never given up.
        """
        attempts, streak = self.attempts + 1, self.streak.then(trouble)
        again = None
        if not is_hopeless(trouble):
            again = retry_at(now, attempts, not_before(trouble), chance)
        if again is None:
            return self._as(later(now, _GIVEN_UP), None, attempts, trouble, streak=streak)
        return self._as(again, self.reading, attempts, trouble, streak=streak)

    def put_off(self, until: Instant, trouble: Trouble) -> Feed:
        """It was not its turn."""
        return self._as(until, self.reading, self.attempts, trouble)

    def dropped(self) -> Feed:
        """A window led nowhere: it is begun anew."""
        return self._as(self.run_at, None, self.attempts, self.trouble)

    def paused(self) -> Feed:
        """Nobody may ask for it."""
        return self._as(NEVER, None, 0, None)

    def unseen(self) -> Feed:
        """What was seen is no longer all that was told."""
        return self._as(self.run_at, self.reading, self.attempts, self.trouble, seen=())

    def asked(self, now: Instant) -> Feed:
        """Somebody wants it read now, and what is missing with it."""
        return self._as(now, self.reading, 0, None)

    def _looked_at(self, reading: Reading, rhythm: Rhythm) -> Days:
        """The covered days that were looked at as often as their overlap promises."""
        paused = dt.timedelta() if self.cursor is None else reading.began_at - self.cursor
        if paused <= rhythm.every + _DAY:
            return self.covered
        first = reading.days[0]
        return self.covered.without((days_after(first, -math.ceil(paused / _DAY)), first))

    def _at(self, run_at: Instant) -> Feed:
        return self._as(run_at, self.reading, self.attempts, self.trouble)

    def _as(
        self,
        run_at: Instant,
        reading: Reading | None,
        attempts: int,
        trouble: Trouble | None,
        *,
        seen: tuple[int, ...] | None = None,
        streak: Streak | None = None,
    ) -> Feed:
        return replace(
            self,
            run_at=run_at,
            reading=reading,
            seen=self.seen if seen is None else seen,
            attempts=attempts,
            trouble=trouble,
            streak=streak or (self.streak if attempts else NO_STREAK),
        )


_GIVEN_UP: Final = dt.timedelta(hours=10)

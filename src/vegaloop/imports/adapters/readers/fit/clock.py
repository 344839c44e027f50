"""When the messages of a day were written, and what the wall clock showed.

Rule 1: a time cut to its last bits continues the one before it, over any rollover.
Rule 2: the offset of the wall clock is the one last written before; without any, the person's
home decides.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_s
from vegaloop.imports.adapters.readers.fit.profile import (
    CLOCKS,
    LocalTime,
    Monitoring,
)
from vegaloop.imports.domain.found import Misshapen
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S, RELATIVE_BELOW, utc_offset_s
from vegaloop.infrastructure.formats.fit_profile import Message
from vegaloop.infrastructure.formats.fit_table import Messages, Row
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result

__all__ = ("WallClock", "times_of")

_LATE_S: Final = 3_600  # What is written a little late is no rollover of 18 hours.


@final
class WallClock:
    """Reads FIT's seconds as moments on the wall."""

    def __init__(
        self,
        messages: dict[int, Messages],
        profile: Profile,
        clocks: Mapping[Message, int] = CLOCKS,
    ) -> None:
        self._profile = profile
        known: dict[float, int] = {}
        for number, field in clocks.items():
            if number not in messages:
                continue
            for row in messages[number].rows(LocalTime):
                at, wall = row.numbers.get(LocalTime.TIMESTAMP), row.numbers.get(field)
                offset_s = None if at is None or wall is None else utc_offset_s(wall - at)
                if at is not None and offset_s is not None:
                    known.setdefault(at, offset_s)
        self._from = sorted(known)
        self._offsets_s = [known[at] for at in self._from]

    @property
    def begun(self) -> float | None:
        """The first time the file says what the wall clock showed."""
        return self._from[0] if self._from else None

    def when(self, fit_s: float | None) -> Result[When, BadTime]:
        """Read a time; one that counts from when a device was started is none."""
        if fit_s is None or not RELATIVE_BELOW <= fit_s < 0xFFFF_FFFF:
            return Failure(Misshapen("timestamp", str(fit_s), "a date and time"))
        n = max(0, bisect_right(self._from, fit_s) - 1)
        offset_s = self._offsets_s[n] if self._offsets_s else None
        return of_epoch_s(fit_s + FIT_EPOCH_S, self._profile, "timestamp", offset_s)


def times_of(rows: list[Row], begun: float | None) -> list[float | None]:
    """The time of each message of a day that began then, in FIT's seconds."""
    clock = None if begun is None else int(begun)
    times: list[float | None] = []
    for row in rows:
        full = row.numbers.get(Monitoring.TIMESTAMP)
        low = row.numbers.get(Monitoring.TIMESTAMP_16)
        minutes = row.numbers.get(Monitoring.TIMESTAMP_MINUTES_8)
        if full is not None:
            clock = int(full)
        elif clock is not None and low is not None:
            clock += _ahead(int(low) - clock, 0x1_0000, _LATE_S)
        elif clock is not None and minutes is not None:
            clock += 60 * _ahead(int(minutes) - clock // 60, 0x100, _LATE_S // 60)
        cut = low is None and minutes is None
        times.append(None if full is None and cut else clock)
    return times


def _ahead(difference: int, rolls_at: int, late: int) -> int:
    ahead = difference % rolls_at
    return ahead - rolls_at if ahead >= rolls_at - late else ahead

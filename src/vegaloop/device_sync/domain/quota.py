"""How often a vendor may be called: so many times in each window of time.

Rule 1: windows begin where the vendor's do, at whole multiples of their length since 1970 in UTC.
Rule 2: what was counted further ahead than the next window was by a clock that was ahead: it counts
no longer.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.time import Instant, epoch_us, from_epoch_us, later

__all__ = ("Allowance", "Window")

_US: Final = 1_000_000


@final
class Window(Struct, frozen=True):
    """One stretch of time in which calls are counted, [start, end)."""

    start: Instant
    end: Instant

    def is_counted(self, start: Instant) -> bool:
        """Tell whether what was counted from an instant on counts still: in this window or the next."""
        return self.start <= start <= self.end


@final
class Allowance(Struct, frozen=True):
    """So many calls in each window of so many seconds; `per_person` where each person has their own."""

    calls: int
    window_s: int
    per_person: bool = False

    def __post_init__(self) -> None:
        if self.calls < 1 or self.window_s < 1:
            raise ValueError("an allowance allows something")

    def window(self, now: Instant) -> Window:
        """Find the window of an instant."""
        length_us = self.window_s * _US
        start = from_epoch_us(epoch_us(now) // length_us * length_us)
        return Window(start, later(start, dt.timedelta(seconds=self.window_s)))

"""When something that failed is tried again.

Rule 1: what a vendor asks to wait is waited, up to a day, and never less.
Rule 2: no two wait the same time, so that nothing comes back all at once.
Rule 3: what lies further ahead than anything waits was set by a clock that was ahead, and is due.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from vegaloop.kernel.time import Instant, from_epoch_us, later

__all__ = (
    "ATTEMPTS_MOST",
    "CLOCKS_APART",
    "NEVER",
    "WAIT_MOST",
    "is_due",
    "retry_at",
    "spread",
    "waits_most",
)

# Five seconds, five minutes, half an hour, two, five, ten and ten hours (the schedule of Svix).
_DELAYS_S: Final = (5, 300, 1_800, 7_200, 18_000, 36_000, 36_000)
ATTEMPTS_MOST: Final = len(_DELAYS_S) + 1
WAIT_MOST: Final = dt.timedelta(hours=24)
# Clocks that go right are less apart.
CLOCKS_APART: Final = dt.timedelta(hours=1)
# When that is done which nobody may do.
NEVER: Final = from_epoch_us(7_258_118_400_000_000)
# Of a wait, so much more at most.
_JITTER: Final = 0.25


def retry_at(
    now: Instant, attempts: int, not_before: Instant | None, chance: float
) -> Instant | None:
    """Say when to try again after so many attempts; None after too many.

    `chance` is drawn from [0, 1).
    """
    if attempts >= ATTEMPTS_MOST:
        return None
    usual = dt.timedelta(seconds=_DELAYS_S[attempts - 1])
    asked = dt.timedelta() if not_before is None else not_before - now
    return spread(now, min(max(usual, asked), WAIT_MOST), chance)


def spread(now: Instant, wait: dt.timedelta, chance: float) -> Instant:
    """Wait so long, and by chance up to a quarter longer, but no longer than a day."""
    return later(now, min(wait * (1 + _JITTER * chance), WAIT_MOST))


def waits_most(now: Instant) -> Instant:
    """Say until when anything waits at the most, by any clock that goes right."""
    return later(now, WAIT_MOST + CLOCKS_APART)


def is_due(at: Instant, now: Instant) -> bool:
    """Tell whether it is time for what is to be done then, or was by the clock that set it."""
    return at <= now or waits_most(now) < at < NEVER

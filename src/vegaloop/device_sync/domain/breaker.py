"""A breaker: a vendor that does not answer is left alone, and asked by one before by all.

Rule 1: while it is open nobody calls; when its time is over one call probes, and all others wait.
Rule 2: what lies further ahead than anybody waits was written by a clock that was ahead, and is none.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.domain.schedule import CLOCKS_APART, waits_most
from vegaloop.kernel.time import Instant, later

__all__ = ("Breaker",)

FAILURES_MOST: Final = 5
_OPEN_FIRST: Final = dt.timedelta(minutes=1)
_OPEN_MOST: Final = dt.timedelta(hours=1)
# A call ends within so long; a probe that was never heard of again is given up.
_PROBE: Final = dt.timedelta(seconds=30)


@final
class Breaker(Struct, frozen=True):
    """How many calls to a vendor failed in a row, and until when nobody tries another.

    `paused_until` is what the vendor itself asked for.
    """

    failures: int = 0
    open_until: Instant | None = None
    paused_until: Instant | None = None

    def waits_until(self, now: Instant) -> Instant | None:
        """Say until when nobody may call; None where somebody may now."""
        known = self.at(now)
        waits = [at for at in (known.open_until, known.paused_until) if at is not None and at > now]
        return max(waits, default=None)

    def at(self, now: Instant) -> Breaker:
        """See it as it is now, without what can be of no clock that goes right."""
        return Breaker(
            self.failures,
            _no_later(self.open_until, later(now, _OPEN_MOST + CLOCKS_APART)),
            _no_later(self.paused_until, waits_most(now)),
        )

    @property
    def is_open(self) -> bool:
        """Whether it opened, and no call has worked since."""
        return self.failures >= FAILURES_MOST

    def called(self, now: Instant) -> Breaker:
        """Somebody calls: where it was open that is the probe, and all others wait for it.

        What is not believed now is forgotten, or it would be believed when its time comes nearer.
        """
        known = self.at(now)
        if not known.is_open:
            return known
        return Breaker(known.failures, later(now, _PROBE), known.paused_until)

    def worked(self) -> Breaker:
        """A call was answered."""
        return Breaker(paused_until=self.paused_until)

    def failed(self, now: Instant) -> Breaker:
        """A call was not answered; one that was on its way when it opened tells nothing new."""
        open_until = self.at(now).open_until
        if open_until is not None and open_until > later(now, _PROBE):
            return self
        failures = self.failures + 1
        if failures < FAILURES_MOST:
            return Breaker(failures, self.open_until, self.paused_until)
        # Each probe that fails doubles the time.
        doubled = _OPEN_FIRST * (1 << min(failures - FAILURES_MOST, 6))
        return Breaker(failures, later(now, min(doubled, _OPEN_MOST)), self.paused_until)

    def paused(self, until: Instant) -> Breaker:
        """The vendor asked to be left alone; that is no failure."""
        longest = until if self.paused_until is None else max(until, self.paused_until)
        return Breaker(self.failures, self.open_until, longest)


def _no_later(at: Instant | None, most: Instant) -> Instant | None:
    return None if at is None or at > most else at

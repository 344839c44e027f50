"""A person's lane: one worker at a time goes along it, and takes what is due in order.

Rule 1: whoever holds a lane has its token, and until when; afterwards anybody may take it.
Rule 2: nothing is written in a lane but by whoever has its token now.
Rule 3: a lease that ends later than any can was begun by a clock that was ahead, and is over.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, final
from uuid import UUID

from msgspec import Struct

from vegaloop.device_sync.domain.schedule import is_due
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, later

__all__ = ("LEASE", "LEASE_MOST", "Lane")

# Longer than any one step, whose calls end after half a minute; then its worker is taken for dead.
LEASE: Final = dt.timedelta(minutes=2)
# No lease ends later, by clocks that go right within that of each other.
LEASE_MOST: Final = 2 * LEASE


@final
class Lane(Struct, frozen=True):
    """When something of a person is due next, and who is at it."""

    person: PersonId
    due_at: Instant | None
    token: UUID | None = None
    until: Instant | None = None

    def is_free(self, now: Instant) -> bool:
        """Tell whether nobody is at it any more."""
        if self.token is None or self.until is None:
            return True
        return not now < self.until <= later(now, LEASE_MOST)

    def is_due(self, now: Instant) -> bool:
        """Tell whether there is something to do in it."""
        return self.due_at is not None and is_due(self.due_at, now)

    def held(self, token: UUID, now: Instant) -> Lane:
        """Let somebody hold it from now on."""
        return Lane(self.person, self.due_at, token, later(now, LEASE))

"""A delivery: something a vendor or a phone sent, kept raw until it is done, and long after.

Rule 1: what was acknowledged is done, dead, dismissed or waiting; it is never gone before it is old.
Rule 2: two deliveries of a vendor to a person with one key are one, however often it is sent.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, NewType, Self, final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from vegaloop.device_sync.domain.coverage import Span
from vegaloop.device_sync.domain.schedule import is_due, retry_at
from vegaloop.device_sync.domain.trouble import (
    NO_STREAK,
    Streak,
    Trouble,
    is_hopeless,
    not_before,
)
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.time import Instant

__all__ = (
    "HINT",
    "KEEP",
    "KEY_CHARACTERS_MOST",
    "OVER",
    "Delivery",
    "DeliveryId",
    "Pulled",
    "State",
    "Way",
)

DeliveryId = NewType("DeliveryId", UUID)

KEY_CHARACTERS_MOST: Final = 128
# How topics begin of what can only be read with a token, because something is to be fetched.
HINT: Final = "hint:"
# No vendor sends anything again after so long, and what was read wrongly is found out before.
KEEP: Final = dt.timedelta(days=90)


class Way(StrEnum):
    """How something came."""

    HOOK = "webhook"
    PULL = "pull"
    PUSH = "push"


class State(StrEnum):
    """How far a delivery is."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"
    DISMISSED = "dismissed"


# What nobody waits for any more, and is forgotten when it is old.
OVER: Final = (State.DONE, State.DISMISSED)


@final
class Pulled(Struct, frozen=True):
    """What a page that was pulled is of: a kind of data, and the days that were asked for."""

    kind: DataKind
    days: Span


@final
class Delivery(Struct, frozen=True, kw_only=True):
    """Something that was sent; its bytes are kept beside it.

    `topic` is what its driver knows it by; `run_at` is when it may be worked at; `trouble` is what
    stood in its way last, `streak` what its last attempts failed of. What was pulled knows of which
    feed and of which days it is; `account` is whose it is at the vendor, where that is known.
    """

    id: DeliveryId
    vendor: Vendor
    way: Way
    topic: str
    key: str
    received_at: Instant
    run_at: Instant
    state: State = State.WAITING
    attempts: int = 0
    trouble: Trouble | None = None
    ended_at: Instant | None = None
    pulled: Pulled | None = None
    account: Account | None = None
    streak: Streak = NO_STREAK

    def __post_init__(self) -> None:
        if not 0 < len(self.key) <= KEY_CHARACTERS_MOST:
            raise ValueError("a delivery has a key, and a short one")
        if (self.state is State.WAITING) != (self.ended_at is None):
            raise ValueError("what has ended knows when")

    @classmethod
    def received(
        cls,
        id: DeliveryId,
        vendor: Vendor,
        way: Way,
        topic: str,
        key: str,
        now: Instant,
        pulled: Pulled | None = None,
        account: Account | None = None,
    ) -> Self:
        """Something came now, and may be worked at at once."""
        return cls(
            id=id,
            vendor=vendor,
            way=way,
            topic=topic,
            key=key,
            received_at=now,
            run_at=now,
            pulled=pulled,
            account=account,
        )

    def is_of(self, account: Account) -> bool:
        """Tell whether it may be of an account."""
        return self.account in {None, account}

    def is_due(self, now: Instant) -> bool:
        """Tell whether it may be worked at."""
        return self.state is State.WAITING and is_due(self.run_at, now)

    @property
    def asks(self) -> bool:
        """Tell whether its vendor must be asked for what it means."""
        return self.topic.startswith(HINT)

    def done(self, now: Instant) -> Delivery:
        """It had its effect."""
        return self._as(State.DONE, self.run_at, self.attempts, None, now)

    def failed(self, now: Instant, trouble: Trouble, chance: float) -> Delivery:
        """It did not work this time; after too many times, or where it never will, it is dead."""
        attempts = self.attempts + 1
        at = None if is_hopeless(trouble) else retry_at(now, attempts, not_before(trouble), chance)
        streak = self.streak.then(trouble)
        if at is None:
            return self._as(State.DEAD, self.run_at, attempts, trouble, now, streak)
        return self._as(State.WAITING, at, attempts, trouble, None, streak)

    def put_off(self, until: Instant, trouble: Trouble) -> Delivery:
        """It was not its turn: nothing was tried, and no attempt is spent."""
        return self._as(State.WAITING, until, self.attempts, trouble, None)

    def dismissed(self, now: Instant) -> Delivery:
        """It is dead, and whoever it is of wants to hear of it no more; why it died is kept."""
        return self._as(State.DISMISSED, self.run_at, self.attempts, self.trouble, now)

    def replayed(self, now: Instant) -> Delivery:
        """Let it be worked at again, from its first attempt."""
        return self._as(State.WAITING, now, 0, None, None)

    def _as(
        self,
        state: State,
        run_at: Instant,
        attempts: int,
        trouble: Trouble | None,
        ended_at: Instant | None,
        streak: Streak | None = None,
    ) -> Delivery:
        return replace(
            self,
            state=state,
            run_at=run_at,
            attempts=attempts,
            trouble=trouble,
            ended_at=ended_at,
            streak=streak or (self.streak if attempts else NO_STREAK),
        )

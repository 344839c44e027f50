"""Accepting what vendors and phones send: verified, cut by person, kept raw, and no more.

Rule 1: nothing is read here but whose it is; what is kept is on the disk before it is acknowledged.
Rule 2: a vendor that was not set up is answered as one that proves nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.device_sync.application.drivers import Asked, Envelope, Follow, NotAuthentic
from vegaloop.device_sync.application.parts import Configured
from vegaloop.device_sync.application.ports import Acceptance, Arrival, Inbox, Sender
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, Way
from vegaloop.device_sync.domain.record import name_of
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import Ids, PersonId
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Clock, Instant, later

__all__ = ("Accepting", "CannotAcceptHook", "NotSetUp")

# What a phone sends is read by this name.
BATCH: Final = "batch"
# What is told together was told one after the other.
_A_MOMENT: Final = dt.timedelta(microseconds=1)


@final
class NotSetUp(Struct, frozen=True, tag="sync/vendor-not-set-up"):
    """A vendor nobody told us how to know."""

    vendor: Vendor


CannotAcceptHook: TypeAlias = NotSetUp | NotAuthentic


@final
class Accepting:
    """Keeps what is sent."""

    __slots__ = ("_clock", "_ids", "_inbox", "_vendors")

    def __init__(
        self,
        inbox: Inbox,
        vendors: Mapping[Vendor, Configured],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._inbox = inbox
        self._vendors = vendors
        self._clock = clock
        self._ids = ids

    def has_word(self, vendor: Vendor, word: str) -> bool:
        """Tell whether an address has the word only its vendor knows, before anything came to it."""
        set_up = self._vendors.get(vendor)
        return set_up is not None and set_up.keys.is_word(word)

    def challenge(self, vendor: Vendor, envelope: Envelope) -> Result[Asked, CannotAcceptHook]:
        """Answer a vendor that asks whether this address is ours."""
        set_up = self._vendors.get(vendor)
        if set_up is None:
            return Failure(NotSetUp(vendor))
        match set_up.driver.challenge(set_up.keys, envelope):
            case Success(asked):
                return Success(asked)
            case Failure(error):
                return Failure(error)

    def hook(
        self, vendor: Vendor, envelope: Envelope
    ) -> Result[tuple[Arrival, ...], CannotAcceptHook]:
        """Verify a webhook, and cut it by person."""
        set_up = self._vendors.get(vendor)
        if set_up is None:
            return Failure(NotSetUp(vendor))
        now = self._clock.now()
        match set_up.driver.messages(set_up.keys, envelope, now):
            case Failure(error):
                return Failure(error)
            case Success(messages):
                return Success(
                    tuple(
                        self._arrival(
                            Sender(vendor, one.account),
                            vendor,
                            Way.HOOK,
                            one.follow,
                            later(now, n * _A_MOMENT),
                        )
                        for n, one in enumerate(messages)
                    )
                )

    def push(self, person: PersonId, body: bytes) -> Arrival:
        """Make a delivery of what a phone sends; the same bytes again are the same delivery."""
        key = hashlib.sha256(body).hexdigest()
        follow = Follow(BATCH, key, body)
        return self._arrival(person, Vendor.PHONE, Way.PUSH, follow, self._clock.now())

    def accept(self, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
        """Keep what came; it is on the disk when the answer is there."""
        return self._inbox.submit(arrivals)

    def _arrival(
        self, whose: PersonId | Sender, vendor: Vendor, way: Way, follow: Follow, now: Instant
    ) -> Arrival:
        delivery = Delivery.received(
            DeliveryId(self._ids.fresh()),
            vendor,
            way,
            follow.topic,
            name_of(follow.key),
            now,
            account=whose.account if isinstance(whose, Sender) else None,
        )
        return Arrival(whose, delivery, follow.body)

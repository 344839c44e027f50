"""What follows from a page: more to fetch, kept as deliveries of their own.

Rule 1: a thing is followed up once in each of its editions, and again when one comes back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.device_sync.application.drivers import Follow
from vegaloop.device_sync.application.ports import Known, SyncBook
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId
from vegaloop.device_sync.domain.record import Edition, Name, mark_of, name_of
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import Instant, epoch_us

__all__ = ("follow_up",)

_FORM: Final = "follow-up"


def follow_up(
    book: SyncBook, after: Delivery, follow: Sequence[Follow], ids: Ids, now: Instant
) -> None:
    """Keep what follows from a delivery, unless it was the last that followed of its thing."""
    names = {one.key: _name(one) for one in follow}
    known = book.known(after.vendor, names.values())
    for one in follow:
        thing, edition = names[one.key], _edition(one, after.received_at)
        before = known.get(thing)
        if before is not None and (before.edition.mark == edition.mark or edition < before.edition):
            continue
        key = f"{_mark(one.key)}:{epoch_us(after.received_at)}"
        fresh = Delivery.received(
            DeliveryId(ids.fresh()), after.vendor, after.way, one.topic, key, now
        )
        book.add(fresh, one.body)
        book.learn(after.vendor, {thing: Known(edition)})


def _name(follow: Follow) -> Name:
    return _FORM, name_of(follow.key.rpartition(":")[0])


def _edition(follow: Follow, at: Instant) -> Edition:
    return Edition(at, False, _mark(follow.key.rpartition(":")[2]))


def _mark(text: str) -> int:
    return mark_of(text.encode("utf-8", "surrogatepass"))

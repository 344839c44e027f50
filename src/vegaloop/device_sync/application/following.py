"""What follows from a page: more to fetch, kept as deliveries of their own.

Rule 1: a thing is followed up once in each of its editions, and again when one comes back, or when
the thing does that was gone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from vegaloop.device_sync.application.drivers import Follow
from vegaloop.device_sync.application.ports import Known, SyncBook
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId
from vegaloop.device_sync.domain.record import Edition, Name, mark_of, name_of
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import Instant, epoch_us, later

__all__ = ("follow_up", "unfollowed")

_FORM: Final = "follow-up"


def follow_up(
    book: SyncBook,
    after: Delivery,
    follow: Sequence[Follow],
    ids: Ids,
    now: Instant,
    wait: dt.timedelta = dt.timedelta(),
) -> None:
    """Keep what follows from a delivery, unless it was the last that followed of its thing."""
    for one in unfollowed(book, after, follow):
        key = f"{_mark(one.key)}:{epoch_us(after.received_at)}"
        fresh = Delivery.received(
            DeliveryId(ids.fresh()),
            after.vendor,
            after.way,
            one.topic,
            key,
            now,
            account=after.account,
        )
        book.add(replace(fresh, run_at=later(now, wait)), one.body)
        book.learn(after.vendor, {_name(one): Known(_edition(one, after.received_at))})


def unfollowed(book: SyncBook, after: Delivery, follow: Sequence[Follow]) -> tuple[Follow, ...]:
    """Find what was not followed up yet: what was gone before is told of anew."""
    before = book.known(after.vendor, {_name(one) for one in follow})
    things = book.known(after.vendor, {one.of for one in follow if one.of is not None})
    at = after.received_at

    def is_new(one: Follow) -> bool:
        last, thing = before.get(_name(one)), None if one.of is None else things.get(one.of)
        if last is None:
            return True
        edition = _edition(one, at)
        was_gone = thing is not None and thing.edition.is_gone and thing.edition.modified_at < at
        is_same = last.edition.mark == edition.mark and not was_gone
        return not is_same and last.edition <= edition

    return tuple(filter(is_new, follow))


def _name(follow: Follow) -> Name:
    return _FORM, name_of(follow.key.rpartition(":")[0])


def _edition(follow: Follow, at: Instant) -> Edition:
    return Edition(at, False, _mark(follow.key.rpartition(":")[2]))


def _mark(text: str) -> int:
    return mark_of(text.encode("utf-8", "surrogatepass"))

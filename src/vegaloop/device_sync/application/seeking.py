"""What a whole window did not name: it may be gone, so it is asked for by its name.

Rule 1: that something is not named is a hint: it is taken out when the vendor does not have it, and
not before; of another account nothing is asked for.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from msgspec.structs import replace

from vegaloop.device_sync.application.drivers import ABSENT, Follow
from vegaloop.device_sync.application.following import follow_up, unfollowed
from vegaloop.device_sync.application.ports import Known, SyncBook
from vegaloop.device_sync.domain.delivery import Delivery
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.record import Name, mark_of_name
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("SOUGHT_MOST", "seek", "seek_no_more")

# What is left is sought after the next window: a list that is empty by mistake costs a few calls.
SOUGHT_MOST: Final = 10
# On the first and the last of its days a window need not name all there is.
_MARGIN_DAYS: Final = 1
_EVER: Final = LocalDate(dt.date.min), LocalDate(dt.date.max)


def seek(book: SyncBook, last: Delivery, read: Reading, rhythm: Rhythm, ids: Ids) -> None:
    """Look for what is known of a window, and was on none of its pages; for each thing once a day."""
    start, end = days_after(read.days[0], _MARGIN_DAYS), days_after(read.days[1], -_MARGIN_DAYS)
    of = last.pulled
    if of is None or not rhythm.names or start >= end:
        return
    known = book.dated(last.vendor, of.kind, (start, end))
    absent = [
        _sought(name, known[name], read)
        for name in sorted(known)
        if name[0] in rhythm.names and mark_of_name(name) not in read.names
    ]
    some = unfollowed(book, last, absent)[:SOUGHT_MOST]
    follow_up(book, last, some, ids, last.received_at)


def seek_no_more(book: SyncBook, vendor: Vendor) -> None:
    """Let nothing be missed of what is known until it is listed again: it is of another account."""
    for kind in DataKind:
        known = book.dated(vendor, kind, _EVER)
        book.learn(vendor, {name: replace(one, day=None) for name, one in known.items()})


def _sought(name: Name, known: Known, read: Reading) -> Follow:
    form, external_id = name
    key = f"{ABSENT}{form}:{external_id}:{read.days[1]}/{known.edition.mark}"
    return Follow(f"{ABSENT}{form}", key, external_id.encode())

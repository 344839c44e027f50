"""What a whole window did not name: it may be gone, so it is asked for by its name.

Rule 1: that something is not named is a hint: it is taken out when the vendor does not have it, and
not before; of another account nothing is asked for, until that one is connected again.
Rule 2: whoever answers with a list, which may be empty by mistake, is asked a while later.
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
from vegaloop.device_sync.domain.record import Name, mark_of, mark_of_name
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.identity import Ids
from vegaloop.kernel.time import LocalDate, day_of, days_after

__all__ = ("SOUGHT_MOST", "put_aside", "seek", "take_up")

# What is left is sought after the next window: a list that is empty by mistake costs a few calls.
SOUGHT_MOST: Final = 10
# On the first and the last of its days a window need not name all there is.
_MARGIN_DAYS: Final = 1
# Names beside those of things: what came of an account that was left, and of which days it is.
_ASIDE: Final = "of:"
_EVER: Final = LocalDate(dt.date.min), LocalDate(dt.date.max)


def seek(book: SyncBook, last: Delivery, read: Reading, rhythm: Rhythm, ids: Ids) -> None:
    """Look for what is known of a window, and was on none of its pages; for each thing once a day."""
    start, end = days_after(read.days[0], _MARGIN_DAYS), days_after(read.days[1], -_MARGIN_DAYS)
    if rhythm.names_days is not None:
        start = max(start, days_after(day_of(last.received_at), -rhythm.names_days))
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
    follow_up(book, last, some, ids, last.received_at, rhythm.sought_after)


def put_aside(book: SyncBook, vendor: Vendor, account: Account) -> None:
    """Let nothing of an account that is left be missed, until it is listed or connected again."""
    form = _aside(account)
    for kind in DataKind:
        every = book.dated(vendor, kind, _EVER)
        known = {name: one for name, one in every.items() if not name[0].startswith(_ASIDE)}
        notes = {
            (f"{form}{name[0]}", name[1]): Known(one.edition, kind=kind, day=one.day)
            for name, one in known.items()
        }
        book.learn(vendor, notes | {name: _of_no_day(one) for name, one in known.items()})


def take_up(book: SyncBook, vendor: Vendor, account: Account) -> None:
    """Let what came of an account be missed again: it is connected again."""
    form = _aside(account)
    for kind in DataKind:
        every = book.dated(vendor, kind, _EVER)
        notes = {name: one for name, one in every.items() if name[0].startswith(form)}
        days = {(name[0].removeprefix(form), name[1]): one.day for name, one in notes.items()}
        there = {
            name: replace(one, kind=kind, day=days[name])
            for name, one in book.known(vendor, days.keys()).items()
            if not one.edition.is_gone and one.day is None
        }
        book.learn(vendor, there | {name: _of_no_day(one) for name, one in notes.items()})


def _aside(account: Account) -> str:
    return f"{_ASIDE}{mark_of(account.encode('utf-8', 'surrogatepass')):x}:"


def _of_no_day(known: Known) -> Known:
    return replace(known, day=None)


def _sought(name: Name, known: Known, read: Reading) -> Follow:
    form, external_id = name
    key = f"{ABSENT}{form}:{external_id}:{read.days[1]}/{known.edition.mark}"
    return Follow(f"{ABSENT}{form}", key, external_id.encode())

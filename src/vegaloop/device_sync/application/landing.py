"""Records that came, taken: the ledger decides which are new, and whoever keeps them takes these.

Rule 1: the ledger, the effect and the acknowledgement are one unit of work.
Rule 2: an edition that is not later than the one known has no effect, whichever came first; but what
could not be read is tried again whenever it comes.
Rule 3: what several records say is taken out with the last of them, and says what the one with the
latest edition of them does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.application.ports import HeldSpan, Known, SyncBook
from vegaloop.device_sync.application.surroundings import Keeper
from vegaloop.device_sync.domain.progress import Fate, Landed, Outcome
from vegaloop.device_sync.domain.record import Edition, Name, Record, latest
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import (
    QUARANTINED,
    Held,
    HeldActivity,
    HeldMeal,
    Taken,
    Told,
    is_all_said,
)
from vegaloop.imports import Fate as ItemFate
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import later

__all__ = ("land",)

# Of several fates in one record, that which says most of it.
_BY_WEIGHT: Final = (
    (ItemFate.REPLACED, Fate.REPLACED),
    (ItemFate.KEPT, Fate.KEPT),
    (ItemFate.MERGED, Fate.KEPT),
    (ItemFate.KNOWN, Fate.KNOWN),
    (ItemFate.REFUSED, Fate.REFUSED),
    (ItemFate.UNSUPPORTED, Fate.UNSUPPORTED),
)
# What was there before: of this source's other records, or from elsewhere.
_MET: Final = frozenset({ItemFate.KNOWN, ItemFate.REPLACED})
_NEW: Final = frozenset({Fate.KEPT, Fate.REPLACED})
# What is told of a record that is kept, and counts in nothing until the person says so.
_WAITS: Final = f'{{"type":"biometrics/{QUARANTINED}"}}'
# Spans that are less apart are looked at as one.
_APART: Final = dt.timedelta(hours=1)


@final
class _Said(Struct, frozen=True, order=True):
    """A record by what puts it in its place among others."""

    edition: Edition
    name: Name
    record: Record


@final
class _News(Struct, frozen=True):
    """Records that say something new, the earliest edition first, and what is known of their things."""

    taken: tuple[_Said, ...]
    gone: tuple[_Said, ...]
    known: Mapping[Name, Known]

    def held(self, said: Iterable[_Said]) -> list[Held]:
        """What is held because of earlier editions."""
        before = (self.known[one.name].held for one in said if one.name in self.known)
        return [one for held in before for one in held]

    def is_edit(self, said: _Said) -> bool:
        """Whether something is held because of an earlier edition, that said otherwise."""
        before = self.known.get(said.name)
        has_other = before is not None and before.edition.says != said.edition.says
        return has_other and bool(self.held((said,)))


def land(
    book: SyncBook, keeper: Keeper, person: PersonId, vendor: Vendor, records: Sequence[Record]
) -> Outcome:
    """Take records, inside a unit of work, and tell what became of each."""
    newest = latest(records)
    known = book.known(vendor, newest.keys())
    news = _news(newest, known)
    fates = {name: _untaken(record, known.get(name)) for name, record in newest.items()}
    learnt: dict[Name, Known] = {
        name: known[name].dated(record)
        for name, record in newest.items()
        if name in known and known[name].is_dated_by(record)
    }
    for one in news.gone:
        learnt[one.name] = Known(one.edition)
        fates[one.name] = Landed(one.record.form, one.record.external_id, Fate.WITHDRAWN)
    all_taken, others = _exchanged(book, keeper, (person, vendor), news)
    for one, taken in zip(news.taken, all_taken, strict=True):
        learnt[one.name] = _learnt(one, taken)
        fates[one.name] = _landed(one, taken, is_edit=news.is_edit(one), others=others)
    book.learn(vendor, learnt)
    return Outcome(tuple(_of_each(records, newest, fates)))


def _exchanged(
    book: SyncBook, keeper: Keeper, of: tuple[PersonId, Vendor], news: _News
) -> tuple[tuple[Taken, ...], Mapping[Name, Known]]:
    """Take out what was said, take what is said now, and let others say again what was theirs too.

    It gives what was taken, and the other records that say some of the same.
    """
    person, vendor = of
    was = news.held(news.taken)
    # Samples have no names, and an outdated value of a reading never counts: both make room.
    room = [*news.held(news.gone), *(one for one in was if _is_told(one))]
    others = _others(book, vendor, news, [*room, *was])
    theirs = {one.name for known in others.values() for one in known.held if not _is_told(one)}
    _withdraw(keeper, person, [one for one in room if one.name not in theirs])
    all_taken = keeper.take(person, [_told(vendor, one.record) for one in news.taken])
    # What an earlier edition said and none of these does is said no more.
    stays = theirs | {one.name for taken in all_taken for one in taken.held}
    stale = [one for one in was if one.name not in stays and not _is_told(one)]
    _withdraw(keeper, person, stale)
    met = [one for taken in all_taken if _has_met(taken) for one in taken.held]
    others |= _others(book, vendor, news, met)
    if others:
        said = [(known.edition, name, known.held) for name, known in others.items()]
        said += [
            (one.edition, one.name, taken.held)
            for one, taken in zip(news.taken, all_taken, strict=True)
        ]
        told = [one for _, _, held in sorted(said, key=_place) for one in held if _is_told(one)]
        keeper.retell(person, told, [*room, *stale, *met])
    return all_taken, others


def _place(said: tuple[Edition, Name, tuple[Held, ...]]) -> tuple[Edition, Name]:
    return said[0], said[1]


def _others(book: SyncBook, vendor: Vendor, news: _News, held: Sequence[Held]) -> dict[Name, Known]:
    """Find other records something is held of at the times of some that is held."""
    spans = _joined([one.span for one in held if one.span is not None])
    own = {one.name for one in (*news.taken, *news.gone)}
    found = book.held_in(vendor, spans) if spans else {}
    return {name: known for name, known in found.items() if name not in own}


def _joined(spans: Iterable[HeldSpan]) -> list[HeldSpan]:
    """Join spans that lie near each other, in order."""
    joined: list[HeldSpan] = []
    for start, last in sorted(spans):
        if joined and start <= later(joined[-1][1], _APART):
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((start, last))
    return joined


def _withdraw(keeper: Keeper, person: PersonId, held: Sequence[Held]) -> None:
    if held:
        keeper.withdraw(person, held)


def _is_told(held: Held) -> bool:
    """Tell whether what it said is kept with it, so that it can be said again."""
    return not isinstance(held, HeldActivity | HeldMeal)


def _has_met(taken: Taken) -> bool:
    return any(item.fate in _MET for item in taken.items)


def _news(newest: Mapping[Name, Record], known: Mapping[Name, Known]) -> _News:
    every = (_Said(record.edition, name, record) for name, record in newest.items())
    says = sorted(one for one in every if _is_news(one, known.get(one.name)))
    taken = tuple(one for one in says if not one.edition.is_gone)
    gone = tuple(one for one in says if one.edition.is_gone)
    return _News(taken, gone, known)


def _is_news(said: _Said, known: Known | None) -> bool:
    if known is None:
        return True
    if said.edition < known.edition:
        return False
    # The same again, modified without saying anything else, has no effect.
    is_same = known.edition.says == said.edition.says
    return not is_same or (known.is_open and not said.edition.is_gone)


def _learnt(said: _Said, taken: Taken) -> Known:
    is_open = not taken.held or any(one.fate is ItemFate.REFUSED for one in taken.items)
    record = said.record
    return Known(said.edition, taken.held, is_open, record.kind, record.day)


def _untaken(record: Record, known: Known | None) -> Landed:
    is_older = known is not None and record.edition < known.edition
    fate = Fate.OUTDATED if is_older else Fate.KNOWN
    return Landed(record.form, record.external_id, fate)


def _told(vendor: Vendor, record: Record) -> Told:
    data = record.data or b""
    return Told(SourceId(vendor.value), record.external_id, record.modified_at, data)


def _landed(said: _Said, taken: Taken, *, is_edit: bool, others: Mapping[Name, Known]) -> Landed:
    """Tell what became of a record: an edition that others outdo is nothing new, whatever was written."""
    fates = {item.fate for item in taken.items}
    fate = next((ours for theirs, ours in _BY_WEIGHT if theirs in fates), Fate.KNOWN)
    if fate in _NEW:
        later = [known.held for known in others.values() if known.edition > said.edition]
        is_outdone = is_all_said(taken.held, tuple(chain.from_iterable(later)))
        fate = Fate.KNOWN if is_outdone else Fate.REPLACED if is_edit else fate
    reason = next((item.reason for item in taken.items if item.reason), None)
    waits = any(QUARANTINED in item.remarks for item in taken.items)
    record = said.record
    return Landed(record.form, record.external_id, fate, reason or (_WAITS if waits else None))


def _of_each(
    records: Sequence[Record], newest: Mapping[Name, Record], fates: Mapping[Name, Landed]
) -> list[Landed]:
    return [
        fates[record.name]
        if newest[record.name] is record
        else Landed(record.form, record.external_id, Fate.OUTDATED)
        for record in records
    ]

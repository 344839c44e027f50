"""Records that came, taken: the ledger decides which are new, and whoever keeps them takes these.

Rule 1: the ledger, the effect and the acknowledgement are one unit of work.
Rule 2: an edition that is not later than the one known has no effect, whichever came first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.device_sync.application.ports import Known, SyncBook
from vegaloop.device_sync.application.surroundings import Keeper
from vegaloop.device_sync.domain.progress import Fate, Landed, Outcome
from vegaloop.device_sync.domain.record import Name, Record, latest
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.imports import Fate as ItemFate
from vegaloop.imports import Held, HeldSamples, Taken, Told
from vegaloop.kernel.identity import PersonId, SourceId

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


@final
class _News(Struct, frozen=True):
    """Records that say something new, and what is known of the things they tell of."""

    taken: tuple[Record, ...]
    gone: tuple[Record, ...]
    known: Mapping[Name, Known]

    def held(self, record: Record) -> tuple[Held, ...]:
        """What is held because of an earlier edition."""
        before = self.known.get(record.name)
        return () if before is None else before.held


def land(
    book: SyncBook, keeper: Keeper, person: PersonId, vendor: Vendor, records: Sequence[Record]
) -> Outcome:
    """Take records, inside a unit of work, and tell what became of each."""
    newest = latest(records)
    known = book.known(vendor, newest.keys())
    news = _news(newest, known)
    fates = {record.name: _untaken(record, known.get(record.name)) for record in newest.values()}
    learnt: dict[Name, Known] = {
        name: Known(record.edition, known[name].held)
        for name, record in newest.items()
        if name in known and known[name].edition < record.edition
    }
    for record in news.gone:
        learnt[record.name] = Known(record.edition)
        fates[record.name] = Landed(record.form, record.external_id, Fate.WITHDRAWN)
    # Samples have no names: those of the earlier edition make room for these.
    room = [one for record in news.taken for one in news.held(record) if _is_samples(one)]
    _withdraw(keeper, person, [*(one for gone in news.gone for one in news.held(gone)), *room])
    all_taken = keeper.take(person, [_told(vendor, record) for record in news.taken])
    for record, taken in zip(news.taken, all_taken, strict=True):
        learnt[record.name] = Known(record.edition, taken.held)
        fates[record.name] = _landed(record, taken)
    # What an earlier edition said and none of these does is said no more.
    now = {*room, *(one for taken in all_taken for one in taken.held)}
    before = (one for record in news.taken for one in news.held(record))
    _withdraw(keeper, person, [one for one in before if one not in now])
    book.learn(vendor, learnt)
    return Outcome(tuple(_of_each(records, newest, fates)))


def _withdraw(keeper: Keeper, person: PersonId, held: Sequence[Held]) -> None:
    if held:
        keeper.withdraw(person, held)


def _is_samples(held: Held) -> bool:
    return isinstance(held, HeldSamples)


def _news(newest: Mapping[Name, Record], known: Mapping[Name, Known]) -> _News:
    later = [
        record
        for name, record in newest.items()
        if name not in known or known[name].edition < record.edition
    ]
    # The same again, modified without saying anything else, has no effect.
    says = [
        record
        for record in later
        if record.name not in known
        or (known[record.name].edition.mark, known[record.name].edition.is_gone)
        != (record.edition.mark, record.edition.is_gone)
    ]
    taken = tuple(record for record in says if record.data is not None)
    gone = tuple(record for record in says if record.data is None)
    return _News(taken, gone, known)


def _untaken(record: Record, known: Known | None) -> Landed:
    is_older = known is not None and record.edition < known.edition
    fate = Fate.OUTDATED if is_older else Fate.KNOWN
    return Landed(record.form, record.external_id, fate)


def _told(vendor: Vendor, record: Record) -> Told:
    data = record.data or b""
    return Told(SourceId(vendor.value), record.external_id, record.modified_at, data)


def _landed(record: Record, taken: Taken) -> Landed:
    fates = {item.fate for item in taken.items}
    fate = next((ours for theirs, ours in _BY_WEIGHT if theirs in fates), Fate.KNOWN)
    reason = next((item.reason for item in taken.items if item.reason), None)
    return Landed(record.form, record.external_id, fate, reason)


def _of_each(
    records: Sequence[Record], newest: Mapping[Name, Record], fates: Mapping[Name, Landed]
) -> list[Landed]:
    return [
        fates[record.name]
        if newest[record.name] is record
        else Landed(record.form, record.external_id, Fate.OUTDATED)
        for record in records
    ]

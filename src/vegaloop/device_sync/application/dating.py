"""When editions were made that do not say so, or not all: the ledger knows what came before.

Rule 1: what does not say when it was made was made when it came, and after all that came before it.
Rule 2: a deletion is no earlier than the edition it came after, where the time of that was guessed.
Rule 3: where a vendor may send late what it made early, an edition that came before, or reaches less
far, is earlier than what stands.
Rule 4: what was missed, and is there later, is as if it had never been known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from vegaloop.device_sync.application.ports import Known, SyncBook
from vegaloop.device_sync.domain.delivery import Delivery, Way
from vegaloop.device_sync.domain.record import Edition, Name, Record, name_of
from vegaloop.kernel.time import Instant, epoch_us, from_epoch_us, later

__all__ = ("BEFORE_ALL", "dated")

BEFORE_ALL: Final = from_epoch_us(0)
_MICROSECOND: Final = dt.timedelta(microseconds=1)
# Names beside those of things, as of what was followed up: editions that stood once, how far one
# reaches, and times that were guessed.
_STOOD: Final = "stood"
_REACHES: Final = "reaches"
_GUESSED: Final = "guessed"


def dated(
    book: SyncBook, delivery: Delivery, records: Sequence[Record], now: Instant
) -> tuple[Record, ...]:
    """Date what came with a delivery by what is known, and remember what later dates rest on."""
    vendor, came_at = delivery.vendor, delivery.received_at
    asked = {name for record in records for name in (record.name, *_beside(record))}
    known = dict(book.known(vendor, asked))
    missed = _missed(records, known, came_at)
    book.learn(vendor, missed)
    known |= missed
    found = tuple(_dated(record, known, came_at, now) for record in records)
    if delivery.way is Way.PUSH:
        guessed = {
            made.name: made.modified_at
            for told, made in zip(records, found, strict=True)
            if told.data is not None and told.modified_at == came_at
        }
        notes = {_guessed(at): Known(Edition(at, False, 0)) for at in guessed.values()}
        book.learn(vendor, notes)
        found = tuple(_parted(found, _standing(book, delivery, found, known, now) | guessed))
    book.learn(vendor, dict(_remembered(found, known)))
    return found


def _beside(record: Record) -> Iterator[Name]:
    if record.may_be_late:
        yield _stood(record.name, record.edition.mark)
        yield _reaches(record.name)


def _stood(name: Name, mark: int) -> Name:
    return _STOOD, name_of(":".join((*name, str(mark))))


def _reaches(name: Name) -> Name:
    return _REACHES, name_of(":".join(name))


def _guessed(at: Instant) -> Name:
    return _GUESSED, str(epoch_us(at))


def _missed(
    records: Iterable[Record], known: Mapping[Name, Known], came_at: Instant
) -> dict[Name, Known]:
    """Find what was missed and is there after all: whatever it says is news."""
    there = {record.name for record in records if record.data is not None}
    found = ((name, known[name].edition) for name in there if name in known)
    return {
        name: Known(Edition(BEFORE_ALL, True, edition.mark))
        for name, edition in found
        if edition.missed_at is not None and edition.missed_at < came_at
    }


def _dated(record: Record, known: Mapping[Name, Known], came_at: Instant, now: Instant) -> Record:
    before = known.get(record.name)
    if record.modified_at != came_at or before is None:
        return record
    last = before.edition
    if last.modified_at > max(now, came_at):  # Of a clock that was ahead.
        record = replace(record, modified_at=later(last.modified_at, _MICROSECOND))
    mark = record.edition.mark
    is_late = record.may_be_late and mark != last.mark
    if is_late and (_falls_short(record, known) or _stood(record.name, mark) in known):
        return replace(record, modified_at=later(last.modified_at, -_MICROSECOND))
    return record


def _falls_short(record: Record, known: Mapping[Name, Known]) -> bool:
    reached = known.get(_reaches(record.name))
    if record.reaches is None or reached is None:
        return False
    return record.reaches < reached.edition.modified_at


def _remembered(
    records: Iterable[Record], known: Mapping[Name, Known]
) -> Iterator[tuple[Name, Known]]:
    """Remember of what may come late which edition stood, and how far that reaches which does."""
    for record in records:
        before, edition = known.get(record.name), record.edition
        if not record.may_be_late or (before is not None and edition <= before.edition):
            continue
        if before is not None and before.edition.mark != edition.mark:
            yield _stood(record.name, before.edition.mark), Known(before.edition)
        if record.reaches is not None:
            yield _reaches(record.name), Known(Edition(record.reaches, False, 0))


def _standing(
    book: SyncBook,
    delivery: Delivery,
    records: Iterable[Record],
    known: Mapping[Name, Known],
    now: Instant,
) -> dict[Name, Instant]:
    """Find what stands of things that are deleted, and came before, at a time that was guessed."""
    came_at, stand = delivery.received_at, dict[Name, Instant]()
    for record in records:
        before = known.get(record.name)
        if record.data is None and before is not None and record.edition < before.edition:
            at = before.edition.modified_at
            if not came_at < at <= now:  # Later than now is what a clock wrote that was ahead.
                stand[record.name] = at
    notes = book.known(delivery.vendor, set(map(_guessed, stand.values())))
    return {name: at for name, at in stand.items() if _guessed(at) in notes}


def _parted(records: Iterable[Record], guessed: Mapping[Name, Instant]) -> Iterator[Record]:
    """Let deletions be no earlier than what they came with, or after."""
    for record in records:
        at = guessed.get(record.name) if record.data is None else None
        yield record if at is None or at <= record.modified_at else replace(record, modified_at=at)

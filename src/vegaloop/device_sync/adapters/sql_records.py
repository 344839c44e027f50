"""What is known of the things vendors told one person of, in SQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, TypeAlias, TypeVar

import msgspec
from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_

from vegaloop.device_sync.adapters.rows import HELD
from vegaloop.device_sync.adapters.sql_deliveries import SqlDeliveries
from vegaloop.device_sync.adapters.tables import RECORDS
from vegaloop.device_sync.application.ports import HeldSpan, Known
from vegaloop.device_sync.domain.record import Edition, Name
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.infrastructure.database import replace_row
from vegaloop.kernel.time import Instant, LocalDate, from_epoch_us, later

__all__ = ("SqlRecords",)

A = TypeVar("A")
_Asked: TypeAlias = Select[str, str, Instant, bool, int, bytes, bool, str | None, dt.date | None]

_AT_ONCE: Final = 200
# What is held of a longer time is looked at whenever anything is: nearly nothing is.
_SHORT: Final = dt.timedelta(days=1)
_LONG: Final = from_epoch_us(0)


class SqlRecords(SqlDeliveries):
    """One person's lane, deliveries and ledger."""

    def known(self, vendor: Vendor, names: Collection[Name]) -> Mapping[Name, Known]:
        """What is known of some things."""
        c, found = RECORDS.c, dict[Name, Known]()
        for some in _some_of(sorted(names)):
            found |= self._records(vendor, tuple_(c.form, c.external_id).in_(some))
        return found

    def held_in(self, vendor: Vendor, spans: Sequence[HeldSpan]) -> Mapping[Name, Known]:
        """The things whose own spans meet any of some."""
        found = dict[Name, Known]()
        for some in _some_of(spans):
            near = self._records(vendor, or_(RECORDS.c.held_from == _LONG, *map(_is_near, some)))
            found |= {name: known for name, known in near.items() if known.meets(some)}
        return found

    def dated(
        self, vendor: Vendor, kind: DataKind, days: tuple[LocalDate, LocalDate]
    ) -> Mapping[Name, Known]:
        """The things of a kind that were on the days of [start, end), but for those that are gone."""
        c, (start, end) = RECORDS.c, days
        is_then = and_(c.local_date >= start, c.local_date < end)
        return self._records(vendor, and_(c.kind == kind.value, is_then))

    def learn(self, vendor: Vendor, known: Mapping[Name, Known]) -> None:
        """Remember what is known of some things."""
        whose = {"person_id": self._person, "vendor": vendor.value}
        rows = [{**whose, **_row_of(name, one)} for name, one in known.items()]
        if rows:
            self._connection.execute(replace_row(self._connection, RECORDS), rows)

    def _records(self, vendor: Vendor, fits: ColumnElement[bool]) -> dict[Name, Known]:
        c = RECORDS.c
        asked: _Asked = select(
            c.form,
            c.external_id,
            c.modified_at,
            c.is_gone,
            c.mark,
            c.held,
            c.is_open,
            c.kind,
            c.local_date,
        ).where(c.person_id == self._person, c.vendor == vendor.value, fits)
        return dict(_known_from(*row) for row in self._connection.execute(asked))


def _is_near(span: HeldSpan) -> ColumnElement[bool]:
    c, (start, last) = RECORDS.c, span
    return and_(c.held_from >= later(start, -_SHORT), c.held_from <= last, c.held_until >= start)


def _some_of(all_: Sequence[A]) -> Iterator[Sequence[A]]:
    for start in range(0, len(all_), _AT_ONCE):
        yield all_[start : start + _AT_ONCE]


def _row_of(name: Name, known: Known) -> dict[str, object]:
    start, last = known.span or (None, None)
    is_long = start is not None and last is not None and later(start, _SHORT) < last
    return {
        "form": name[0],
        "external_id": name[1],
        "modified_at": known.edition.modified_at,
        "is_gone": known.edition.is_gone,
        "mark": known.edition.mark,
        "held": msgspec.json.encode(known.held),
        "held_from": _LONG if is_long else start,
        "held_until": last,
        "is_open": known.is_open,
        "kind": None if known.kind is None else known.kind.value,
        "local_date": known.day,
    }


def _known_from(  # noqa: PLR0913, PLR0917  # One argument a column.
    form: str,
    external_id: str,
    modified_at: Instant,
    is_gone: bool,  # noqa: FBT001
    mark: int,
    held: bytes,
    is_open: bool,  # noqa: FBT001
    kind: str | None,
    day: dt.date | None,
) -> tuple[Name, Known]:
    return (form, external_id), Known(
        Edition(modified_at, is_gone, mark),
        HELD.decode(held),
        is_open,
        None if kind is None else DataKind(kind),
        None if day is None else LocalDate(day),
    )

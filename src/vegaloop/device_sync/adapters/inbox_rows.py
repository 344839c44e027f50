"""What comes, written: the same few statements for one arrival as for hundreds.

Rule 1: of two with one key the first stays, as it is.
Rule 2: rows are written in one order, so that no two writers wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, TypeAlias, TypeVar
from uuid import UUID

from sqlalchemy import Connection

from vegaloop.device_sync.adapters.rows import delivery_row, is_small
from vegaloop.device_sync.adapters.tables import BODIES, DELIVERIES, LANES
from vegaloop.device_sync.application.ports import Arrival, Sender
from vegaloop.device_sync.domain.record import name_of
from vegaloop.infrastructure.many_rows import insert_values, values_of_rows
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

__all__ = ("keep_arrivals", "people_of")

A = TypeVar("A")

_Given: TypeAlias = tuple[PersonId, Arrival]

_AT_ONCE: Final = 1_000
_DELIVERY: Final = tuple(column.name for column in DELIVERIES.columns)
_BODY: Final = ("person_id", "delivery_id", "body")
_LANE: Final = ("person_id", "due_at")
_IF_NEW: Final = " ON CONFLICT DO NOTHING"
_IF_EARLIER: Final = (
    " ON CONFLICT (person_id) DO UPDATE SET due_at = excluded.due_at"
    " WHERE sync_lane.due_at IS NULL OR excluded.due_at < sync_lane.due_at"
)


def people_of(connection: Connection, arrivals: Sequence[Arrival]) -> list[PersonId | None]:
    """Find whose each is, in one look; None where nobody is known by that account."""
    senders = {_named(one.whose) for one in arrivals if isinstance(one.whose, Sender)}
    known: dict[tuple[str, str], PersonId] = {}
    for some in _pieces(sorted(senders)):
        values, cells = values_of_rows(connection, some)
        asked = f"SELECT vendor, account, person_id FROM sync_account WHERE (vendor, account) IN ({values})"  # noqa: S608  # Our own names.
        for vendor, account, person in connection.exec_driver_sql(asked, cells):
            known[vendor, account] = PersonId(_uuid(person))
    return [
        known.get(_named(one.whose)) if isinstance(one.whose, Sender) else one.whose
        for one in arrivals
    ]


def keep_arrivals(connection: Connection, given: Iterable[_Given]) -> set[UUID]:
    """Keep arrivals, and let the lanes of their people be due; tell the ids of those that are new."""
    kept: set[UUID] = set()
    for some in _pieces(sorted(given, key=_place)):
        rows = [
            [*delivery_row(person, one.delivery).values(), one.body if is_small(one.body) else None]
            for person, one in some
        ]
        told = insert_values(
            connection, DELIVERIES, _DELIVERY, rows, f"{_IF_NEW} RETURNING delivery_id"
        ).all()
        new = some
        if len(told) < len(some):  # As a rule all are, and ids take long to read.
            ids = {_uuid(cell) for (cell,) in told}
            new = [one for one in some if one[1].delivery.id in ids]
        if new:
            _keep_bodies(connection, [given for given in new if not is_small(given[1].body)])
            _let_be_due(connection, new)
        kept.update(one.delivery.id for _, one in new)
    return kept


def _keep_bodies(connection: Connection, large: Sequence[_Given]) -> None:
    if large:
        bodies = [(person, one.delivery.id, one.body) for person, one in large]
        insert_values(connection, BODIES, _BODY, bodies, _IF_NEW)


def _let_be_due(connection: Connection, new: Sequence[_Given]) -> None:
    due: dict[PersonId, Instant] = {}
    for person, one in new:
        due[person] = min(due.get(person, one.delivery.run_at), one.delivery.run_at)
    # In the order of their people.
    insert_values(connection, LANES, _LANE, [*due.items()], _IF_EARLIER)


def _named(sender: Sender) -> tuple[str, str]:
    return sender.vendor.value, name_of(sender.account)


def _place(given: _Given) -> tuple[int, str, str]:
    person, arrival = given
    return person.int, arrival.delivery.vendor.value, arrival.delivery.key


def _pieces(rows: Sequence[A]) -> Iterator[Sequence[A]]:
    return (rows[start : start + _AT_ONCE] for start in range(0, len(rows), _AT_ONCE))


@lru_cache(2**14)  # The same people again and again.
def _uuid(cell: str | UUID) -> UUID:
    return cell if isinstance(cell, UUID) else UUID(cell)

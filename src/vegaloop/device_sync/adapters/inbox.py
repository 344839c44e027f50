"""The inbox in SQL: whatever many people's vendors send at once is one write to the disk.

Rule 1: what `accept` has returned is on the disk; where it raises, nothing of it was acknowledged.
Rule 2: a thread writes for all that wait: while it is at the disk, the next ones gather.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import cache
from typing import Final, TypeAlias, final
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, case, or_, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from vegaloop.device_sync.adapters.rows import delivery_row
from vegaloop.device_sync.adapters.tables import ACCOUNTS, BODIES, DELIVERIES, LANES
from vegaloop.device_sync.application.ports import Acceptance, Arrival, Inbox, Sender
from vegaloop.device_sync.domain.record import name_of
from vegaloop.infrastructure.database import Database, keep_first
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant

__all__ = ("InboxFull", "SqlInbox")

_Whose: TypeAlias = Callable[[Arrival], PersonId | None]

_WHOSE: Final = select(ACCOUNTS.c.vendor, ACCOUNTS.c.account, ACCOUNTS.c.person_id).where(
    tuple_(ACCOUNTS.c.vendor, ACCOUNTS.c.account).in_(bindparam("senders", expanding=True))
)

# More than can wait at once: a write of so many takes some tens of milliseconds.
AT_ONCE: Final = 500
WAITING_MOST: Final = 5_000


class InboxFull(Exception):
    """Nothing more can be taken in for now."""


@final
class _Waiting(msgspec.Struct, frozen=True):
    arrivals: Sequence[Arrival]
    answer: Future[Acceptance]


@final
class SqlInbox(Inbox):
    """Keeps what comes in a database; `close` ends its thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting = deque[_Waiting]()
        self._some = threading.Condition()
        self._is_open = True
        self._thread: threading.Thread | None = None

    def submit(self, arrivals: Sequence[Arrival]) -> Future[Acceptance]:
        """Keep what came; it is on the disk when the answer is there. `InboxFull` where too many wait."""
        waiting = _Waiting(arrivals, Future())
        with self._some:
            if not self._is_open:
                raise InboxFull("closed")
            if len(self._waiting) >= WAITING_MOST:
                raise InboxFull("too many wait")
            if self._thread is None:  # Whoever only reads needs none.
                self._thread = threading.Thread(target=self._run, name="inbox", daemon=True)
                self._thread.start()
            self._waiting.append(waiting)
            self._some.notify()
        return waiting.answer

    def close(self) -> None:
        """Write what waits, and end."""
        with self._some:
            self._is_open = False
            self._some.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while taken := self._next():
            # Whoever gave up meanwhile was told nothing; from here on nobody can.
            some = [one for one in taken if one.answer.set_running_or_notify_cancel()]
            try:
                answers = self._write([one.arrivals for one in some])
            except BaseException as broken:  # noqa: BLE001  # Whoever waits is told, whatever it is.
                for one in some:
                    one.answer.set_exception(broken)
            else:
                for one, answer in zip(some, answers, strict=True):
                    one.answer.set_result(answer)

    def _next(self) -> list[_Waiting]:
        with self._some:
            while self._is_open and not self._waiting:
                self._some.wait()
            most = min(len(self._waiting), AT_ONCE)
            return [self._waiting.popleft() for _ in range(most)]

    def _write(self, batches: Sequence[Sequence[Arrival]]) -> list[Acceptance]:
        arrivals = [one for some in batches for one in some]

        def work(connection: Connection) -> list[Acceptance]:
            whose = _people(connection, arrivals)
            given = [(person, one) for one in arrivals if (person := whose(one))]
            # In one order, so that no two writers wait for each other.
            kept = _keep(connection, sorted(given, key=_place))
            return [_acceptance(some, whose, kept) for some in batches]

        return self._database.common(work)


def _people(connection: Connection, arrivals: Sequence[Arrival]) -> _Whose:
    """Find whose everything is, in one look."""
    senders = {
        (one.whose.vendor.value, name_of(one.whose.account))
        for one in arrivals
        if isinstance(one.whose, Sender)
    }
    rows = connection.execute(_WHOSE, {"senders": sorted(senders)}) if senders else ()
    known = {(vendor, account): PersonId(person) for vendor, account, person in rows}

    def whose(arrival: Arrival) -> PersonId | None:
        sender = arrival.whose
        if isinstance(sender, Sender):
            return known.get((sender.vendor.value, name_of(sender.account)))
        return sender

    return whose


def _keep(connection: Connection, given: Sequence[tuple[PersonId, Arrival]]) -> set[UUID]:
    """Keep arrivals; tell the ids of those that are new."""
    if not given:
        return set()
    engine = connection.dialect.name
    rows = [delivery_row(person, one.delivery) for person, one in given]
    kept = set(connection.execute(_adding(engine), rows).scalars())
    new = [(person, one) for person, one in given if one.delivery.id in kept]
    bodies = [
        {"person_id": person, "delivery_id": one.delivery.id, "body": one.body}
        for person, one in new
    ]
    if bodies:
        connection.execute(keep_first(connection, BODIES), bodies)
        _wake(connection, new)
    return kept


def _wake(connection: Connection, given: Sequence[tuple[PersonId, Arrival]]) -> None:
    """Let the lanes of people be due, in one order too."""
    due: dict[PersonId, Instant] = {}
    for person, one in given:
        run_at = one.delivery.run_at
        due[person] = min(due.get(person, run_at), run_at)
    rows = [{"person_id": person, "due_at": due[person]} for person in sorted(due)]
    connection.execute(_waking(connection.dialect.name), rows)


# To build a statement takes longer than to run it: those that never change are kept.
@cache
def _adding(engine: str) -> ReturningInsert[UUID]:
    insert = postgresql.insert(DELIVERIES) if engine == "postgresql" else sqlite.insert(DELIVERIES)
    return insert.on_conflict_do_nothing().returning(DELIVERIES.c.delivery_id)


@cache
def _waking(engine: str) -> postgresql.Insert | sqlite.Insert:
    c = LANES.c
    insert = postgresql.insert(LANES) if engine == "postgresql" else sqlite.insert(LANES)
    new = insert.excluded
    earlier = or_(c.due_at.is_(None), new.due_at < c.due_at)
    return insert.on_conflict_do_update(
        index_elements=[c.person_id],
        set_={"due_at": case((earlier, new.due_at), else_=c.due_at)},
    )


def _place(given: tuple[PersonId, Arrival]) -> tuple[PersonId, str, str]:
    person, arrival = given
    return person, arrival.delivery.vendor.value, arrival.delivery.key


def _acceptance(arrivals: Sequence[Arrival], whose: _Whose, kept: set[UUID]) -> Acceptance:
    strange = sum(whose(one) is None for one in arrivals)
    new = sum(one.delivery.id in kept for one in arrivals)
    return Acceptance(new, len(arrivals) - new - strange, strange)

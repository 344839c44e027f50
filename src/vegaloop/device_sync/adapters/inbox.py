"""The inbox in SQL: whatever many people's vendors send at once is one write to the disk.

Rule 1: what `accept` has returned is on the disk; where it raises, nothing of it was acknowledged.
Rule 2: a thread writes for all that wait: while it is at the disk, the next ones gather.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Collection, Sequence
from concurrent.futures import Future
from itertools import islice
from typing import Final, final
from uuid import UUID

import msgspec
from sqlalchemy import Connection

from vegaloop.device_sync.adapters.inbox_rows import keep_arrivals, people_of
from vegaloop.device_sync.application.ports import Acceptance, Arrival, Inbox
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import PersonId

__all__ = ("InboxFull", "SqlInbox")

# More than can wait at once: a write of so many takes some tens of milliseconds.
AT_ONCE: Final = 500
WAITING_MOST: Final = 5_000
# From so many at once on, others who write had better wait.
RUSH: Final = 8


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
            people = people_of(connection, arrivals)
            known = zip(people, arrivals, strict=True)
            kept = keep_arrivals(connection, [(who, one) for who, one in known if who is not None])
            whose = iter(people)
            return [_acceptance(some, [*islice(whose, len(some))], kept) for some in batches]

        if len(arrivals) >= RUSH:
            self._database.queue.say_rush()
        return self._database.common(work)


def _acceptance(
    arrivals: Sequence[Arrival], people: Sequence[PersonId | None], kept: Collection[UUID]
) -> Acceptance:
    strange = people.count(None)
    new = sum(one.delivery.id in kept for one in arrivals)
    return Acceptance(new, len(arrivals) - new - strange, strange)
